//! The form that asks what to erase.

use super::reader::Reader;
use crate::ops::Subject;
use crate::tui::message::Effect;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form. `subject` is what was selected, written as on the command line, or empty. What would be erased is
/// shown before anything is erased.
pub(crate) fn erase(subject: &str) -> Form {
    let what = Field::text_of("subject", "What", subject).guided(
        "One of: spot 4 · look 4@2026-11-21 · note 4@2026-11-21 · person Ben. What goes with it is shown first.",
    );
    Form::new(
        Purpose::Erase,
        "Erase for good".into(),
        vec![what, Field::go_on("Show what goes").guided("Nothing is erased before you confirm it.")],
    )
}

/// Reads the subject to erase.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Effect> {
    let subject = Subject::parse(&reader.value("subject"), reader.now);
    reader.keep("subject", subject).map(Effect::PlanErasing)
}
