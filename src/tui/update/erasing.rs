//! Erasing: from the list of affected records to the typed word that confirms it.

use super::done::act_done;
use crate::ops::WORD;
use crate::tui::message::Effect;
use crate::tui::model::{Modal, Model};
use crate::tui::yes_no::YesNo;
use std::path::PathBuf;

/// Handles Enter on the list of affected records. Only the typed word confirms erasing.
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

/// Shows what was erased, which cannot be undone, and asks about copies that may still contain it.
pub(super) fn done(model: &mut Model, done: String, kept: Vec<PathBuf>) {
    act_done(model, String::new(), None);
    model.tell(done);
    if !kept.is_empty() {
        model.modal = Some(Modal::YesNo(YesNo::DeleteKept(kept)));
    }
}

/// Returns the selected spot as the form of erasing names it. Empty if none is selected.
pub(super) fn selected(model: &Model) -> String {
    model.selected().map_or_else(String::new, |number| format!("spot {number}"))
}
