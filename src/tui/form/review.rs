//! The form of a review of a spot or of the person.

use super::reader::Reader;
use crate::domain::{Outcome, Reviewer};
use crate::ops::{NewReview, Reviewed};
use crate::tui::message::Act;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};

/// Creates the form of a review of a spot.
pub(crate) fn review(number: u32, title: &str) -> Form {
    review_of(Reviewed::Spot(number), &format!("spot {number}, {title}"))
}

/// Creates the form of a review of a spot or of the person.
pub(crate) fn review_of(of: Reviewed, whom: &str) -> Form {
    Form::new(Purpose::Review(of), format!("A review of {whom}"), fields())
}

/// Returns the fields of a review, without answers.
pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::one::<Reviewer>("by", "Who looked", None)
            .guided("Only a review by a dermatologist, a doctor or a nurse counts for the rules."),
        Field::date("on", "On", "today")
            .guided("The day on which they looked. A review that counts answers the flags up to this day."),
        Field::one::<Outcome>("outcome", "Outcome", None)
            .guided("Known: it has a name. Monitor: keep watching. Biopsy: a sample is taken. Unsure: not clear yet."),
        Field::note("said", "What was said").guided("As it was said, as far as you remember. The report quotes it."),
        Field::save(),
    ]
}

/// Reads the review.
pub(super) fn read(reader: &mut Reader<'_>, of: Reviewed) -> Option<Act> {
    let by = reader.one("by");
    if by.is_none() {
        reader.refuse("by", "who looked at it is needed");
    }
    let on = reader.moment("on");
    Some(Act::Review(
        of,
        NewReview { on: on?.day(), by: by?, said: reader.text("said"), outcome: reader.one("outcome") },
    ))
}
