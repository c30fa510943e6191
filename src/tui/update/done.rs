//! What follows an act that is on the disk.

use crate::tui::model::Model;
use crate::tui::screen::Screen;

/// Leaves the form that the act came from, and tells what was done, with a key that takes it back.
pub(super) fn act_done(model: &mut Model, done: String, spot: Option<u32>) {
    let is_round = matches!(model.screen(), Screen::Round(_));
    if is_round || (model.form().is_some() && !std::mem::take(&mut model.form_stays)) {
        model.screens.pop();
    }
    model.tell_done(done);
    // The list is still the old one; once the new one is here the cursor goes to the spot.
    model.spots_screen().wanted = spot;
}

/// Tells that a change was taken back, with the key that does it again.
pub(super) fn undone(model: &mut Model, done: String) {
    act_done(model, String::new(), None);
    model.tell_undone(done);
}
