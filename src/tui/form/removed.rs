//! The form of a spot that was removed.

use super::reader::Reader;
use crate::tui::message::Act;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form that closes a spot as removed.
pub(crate) fn removed(number: u32, title: &str) -> Form {
    let on = Field::date("on", "Removed on", "today")
        .guided("The day on which it was cut out or otherwise removed. It is closed then, and counts as reviewed.");
    Form::new(Purpose::Removed(number), format!("Spot {number}, {title}, was removed"), vec![on, Field::save()])
}

/// Reads the day.
pub(super) fn read(reader: &mut Reader<'_>, number: u32) -> Option<Act> {
    reader.moment("on").map(|on| Act::Removed(number, on.day()))
}
