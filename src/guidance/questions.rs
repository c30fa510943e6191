//! Finds the questions that were never answered.

use super::person::PersonView;
use super::signs::Signs;
use super::view::{SpotView, colour_differs, shape_differs};
use crate::domain::{Asked, Listed, Moment, Question, Word, question, questions};

/// A question about the spot itself: its field name in the file format, and whether it is answered.
type OfSpot = (&'static str, fn(&SpotView<'_>) -> bool);

/// The questions outside the table of observation questions, in the order of the file format.
const OF_SPOT: &[OfSpot] = &[
    ("first_seen", |s| s.spot.first_seen.is_some()),
    ("since_birth", |s| s.spot.since_birth.is_answered()),
    ("onset", |s| s.spot.onset.is_some()),
    ("contexts", |s| !s.spot.contexts.is_empty()),
    ("diameter_mm", |s| s.looks.iter().any(|judged| judged.look.answers.diameter().is_some())),
];

/// Returns whether any look answers a question of an observation, or the question does not apply.
fn is_answered(question: &Question, spot: &SpotView<'_>) -> bool {
    match question.asked {
        Asked::Always => spot.looks.iter().any(|judged| question.is_answered(&judged.look.answers)),
        Asked::IfBled => injury_is_known(spot),
        Asked::IfDescriptionDiffers => difference_is_known(spot),
    }
}

fn injury_is_known(spot: &SpotView<'_>) -> bool {
    let mut bleeds = spot.looks.iter().map(|j| j.look.answers.bleeding).filter(|b| b.bled().is_yes()).peekable();
    bleeds.peek().is_none() || bleeds.any(|b| b.after_injury().is_answered())
}

fn difference_is_known(spot: &SpotView<'_>) -> bool {
    let differs = |at| colour_differs(at).is_some() || shape_differs(at).is_some();
    spot.looks().any(|at| at.look().answers.described_differently.is_answered()) || !spot.looks().any(differs)
}

/// Returns the questions about a spot that were never answered, by field name.
pub(super) fn missing(spot: &SpotView<'_>) -> Vec<&'static str> {
    let of_spot = OF_SPOT.iter().filter(|(_, answered)| !answered(spot)).map(|(name, _)| *name);
    of_spot.chain(questions().filter(|question| !is_answered(question, spot)).map(|question| question.name)).collect()
}

/// Returns which of the rule's questions were never answered, about the spot or by the person near a moment.
pub(super) fn missing_of(
    asks: &[&'static str],
    spot: Option<&SpotView<'_>>,
    person: &PersonView<'_>,
    near: Moment,
) -> Vec<&'static str> {
    let of_spot = |field: &str| {
        let spot = spot?;
        match OF_SPOT.iter().find(|(name, _)| *name == field) {
            Some((_, answered)) => Some(answered(spot)),
            None => question(field).map(|question| is_answered(question, spot)),
        }
    };
    let of_person = |field: &str| match field {
        "born" => person.person.born.is_some(),
        "long_term_illness" => person.person.long_term_illness.is_answered(),
        _ => Listed::from_word(field.as_bytes()).is_none_or(|sign| person.was_asked(Signs::of(&[sign]), near)),
    };
    asks.iter().copied().filter(|field| !of_spot(field).unwrap_or_else(|| of_person(field))).collect()
}
