//! The note that was in an editor when the program was killed. It is put into the next form with a note.

use crate::tui::model::{Modal, Model};
use crate::tui::screen::Screen;
use crate::tui::widget::field::FieldKind;
use crate::tui::yes_no::YesNo;

/// Keeps the note for the next form that has a note.
pub(super) fn keep(model: &mut Model) {
    model.kept_note = model.world.start.left_note.take();
    model.tell("The next form with a note begins with it.");
}

/// Continues after a question was answered. The question about the note comes after any other question.
pub(super) fn after(model: &mut Model, asked: Option<&YesNo>) {
    match asked {
        Some(YesNo::LeftNote) => model.world.start.left_note = None,
        _ if model.world.start.left_note.is_some() => model.modal = Some(Modal::YesNo(YesNo::LeftNote)),
        _ => {}
    }
}

/// Puts the kept note into the form on top, if its note is empty.
pub(super) fn fill(model: &mut Model) {
    if let (Some(text), Some(Screen::Form(form))) = (&model.kept_note, model.screens.last_mut())
        && let Some(note) = form.fields.iter_mut().find(|field| matches!(field.kind, FieldKind::Note(_)))
        && note.value().is_empty()
    {
        note.set(text.trim_end());
        model.kept_note = None;
    }
}
