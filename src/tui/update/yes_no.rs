//! Handles the answers to yes-or-no questions.

use super::typing::confirmed;
use super::{drafts, left_note};
use crate::ops::Saved;
use crate::tui::message::{Act, Effect};
use crate::tui::model::{Modal, Model};
use crate::tui::yes_no::YesNo;

/// Handles yes.
pub(super) fn yes(model: &mut Model) -> Vec<Effect> {
    match asked(model) {
        Some(YesNo::LeftNote) => left_note::keep(model),
        Some(YesNo::MakePrivate) => {
            left_note::after(model, None);
            return vec![Effect::MakePrivate];
        }
        Some(YesNo::UndoEarlier(_)) => return vec![Effect::Undo { sure: true }],
        Some(YesNo::TakeOff(photo)) => return vec![Effect::TakeOff(photo)],
        Some(YesNo::DeleteKept(kept)) => return vec![Effect::DeleteKept(kept)],
        Some(YesNo::StrikeOut(entry)) => match *entry {
            Saved::Spot(spot) => model.modal = Some(Modal::YesNo(YesNo::CloseMistake(spot.number))),
            _ => return vec![Effect::Act(Act::StrikeOut(entry))],
        },
        Some(YesNo::CloseMistake(number)) => return vec![Effect::Act(Act::CloseMistake(number))],
        Some(YesNo::FarSize(_, effect)) => return confirmed(model, *effect),
        Some(YesNo::LeaveForm { .. } | YesNo::LeaveRound) => {
            let dropped = drafts::drop(model);
            model.screens.pop();
            return dropped.into_iter().collect();
        }
        None => {}
    }
    Vec::new()
}

/// Leaves the form or the round and keeps its draft.
pub(super) fn keep_draft(model: &mut Model) -> Vec<Effect> {
    if asked(model).is_none() {
        return Vec::new();
    }
    let kept = drafts::keep_now(model).map(|effect| match effect {
        Effect::KeepDraft(draft) => Effect::LeaveDraft(draft),
        other => other,
    });
    kept.into_iter().collect()
}

/// Handles no.
pub(super) fn no(model: &mut Model) {
    let asked = asked(model);
    left_note::after(model, asked.as_ref());
    if let (Some(YesNo::MakePrivate), Some(warning)) = (asked, model.world.start.synced.clone()) {
        model.tell(warning);
    }
}

/// Takes the question on the screen.
fn asked(model: &mut Model) -> Option<YesNo> {
    match model.modal.take() {
        Some(Modal::YesNo(question)) => Some(question),
        other => {
            model.modal = other;
            None
        }
    }
}
