//! Updates of the model after an act was saved.

use crate::tui::model::Model;
use crate::tui::screen::Screen;

/// Closes the form or round of the act and shows a message, with the key to undo it.
pub(super) fn act_done(model: &mut Model, done: String, spot: Option<u32>) {
    let is_round = matches!(model.screen(), Screen::Round(_));
    if is_round || (model.form().is_some() && !std::mem::take(&mut model.form_stays)) {
        model.screens.pop();
    }
    model.tell_done(done);
    // The list is not reloaded yet. After the reload the cursor moves to the spot.
    model.spots_screen().wanted = spot;
}

/// Shows a message about an undone change, with the key to redo it.
pub(super) fn undone(model: &mut Model, done: String) {
    act_done(model, String::new(), None);
    model.tell_undone(done);
}
