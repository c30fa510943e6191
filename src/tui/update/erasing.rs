//! From the question what to erase, over the list of what goes, to the word that does it.

use super::done::act_done;
use crate::ops::WORD;
use crate::tui::message::Effect;
use crate::tui::model::{Modal, Model};
use crate::tui::yes_no::YesNo;
use std::path::PathBuf;

/// Enter on the list of what goes: only the word erases.
pub(super) fn confirm(model: &mut Model) -> Vec<Effect> {
    match model.modal.take() {
        Some(Modal::Erasing(page)) if page.is_confirmed() => vec![Effect::Erase(Box::new(page.plan))],
        asked => {
            model.modal = asked;
            model.tell_error(format!("Nothing is erased yet: type {WORD}."));
            Vec::new()
        }
    }
}

/// Tells what was erased, with no key that takes it back, and asks about copies that may still hold it.
pub(super) fn done(model: &mut Model, done: String, kept: Vec<PathBuf>) {
    act_done(model, String::new(), None);
    model.tell(done);
    if !kept.is_empty() {
        model.modal = Some(Modal::YesNo(YesNo::DeleteKept(kept)));
    }
}
