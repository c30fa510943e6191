//! The form of a treatment of a spot.

use super::reader::Reader;
use crate::domain::TreatmentKind;
use crate::ops::NewTreatment;
use crate::tui::message::Act;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form of a treatment.
pub(crate) fn treatment(number: u32, title: &str) -> Form {
    Form::new(Purpose::Treatment(number), format!("A treatment of spot {number}, {title}"), fields())
}

/// Returns the fields of a treatment, without answers.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::text("what", "What is tried").guided("As on the pack, or in your own words."),
        Field::one::<TreatmentKind>("kind", "Kind", None)
            .guided("From home, bought without a prescription, or prescribed."),
        Field::date("started_on", "Started", "today").guided("The day of the first use."),
        Field::answer("improved", "Has it helped")
            .guided("Whether the spot is better since then. You can answer this later."),
        Field::save(),
    ]
}

/// Reads the treatment.
pub(super) fn read(reader: &mut Reader<'_>, number: u32) -> Option<Act> {
    let what = reader.text("what");
    if what.is_none() {
        reader.refuse("what", "what is being tried is needed");
    }
    let started = reader.moment("started_on");
    Some(Act::Treatment(
        number,
        NewTreatment {
            what,
            kind: reader.one("kind"),
            started_on: started?.day(),
            improved: reader.answer("improved"),
        },
    ))
}
