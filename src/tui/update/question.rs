//! What yes and no mean, by what was asked.

use super::left_note;
use crate::tui::message::Effect;
use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;

pub(super) fn yes(model: &mut Model) -> Vec<Effect> {
    match model.modal.take() {
        Some(Modal::LeftNote) => left_note::keep(model),
        Some(Modal::MakePrivate) => {
            left_note::after(model, None);
            return vec![Effect::MakePrivate];
        }
        Some(Modal::UndoEarlier(_)) => return vec![Effect::Undo { sure: true }],
        Some(Modal::DeleteKept(kept)) => return vec![Effect::DeleteKept(kept)],
        _ if matches!(model.screen(), Screen::Form(_) | Screen::Round(_)) => drop(model.screens.pop()),
        _ => {}
    }
    Vec::new()
}

pub(super) fn no(model: &mut Model) {
    let asked = model.modal.take();
    left_note::after(model, asked.as_ref());
    if let (Some(Modal::MakePrivate), Some(warning)) = (asked, model.world.start.synced.clone()) {
        model.tell(warning);
    }
}
