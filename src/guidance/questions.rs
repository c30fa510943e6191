//! The questions that can be left open.

use super::person::PersonView;
use super::signs::Signs;
use super::view::{SpotView, colour_differs, shape_differs};
use crate::domain::{Listed, Look, Moment, Word};

/// A question about a spot, by the name of its field in the file format.
struct Question {
    field: &'static str,
    answered: Answered,
}

enum Answered {
    BySpot(fn(&SpotView<'_>) -> bool),
    /// By any look.
    ByLook(fn(&Look) -> bool),
}

use Answered::{ByLook, BySpot};

/// Every question that can be left open, in the order of the file format.
const QUESTIONS: &[Question] = &[
    Question { field: "first_seen", answered: BySpot(|s| s.spot.first_seen.is_some()) },
    Question { field: "since_birth", answered: BySpot(|s| s.spot.since_birth.is_answered()) },
    Question { field: "onset", answered: BySpot(|s| s.spot.onset.is_some()) },
    Question { field: "contexts", answered: BySpot(|s| !s.spot.contexts.is_empty()) },
    Question { field: "diameter_mm", answered: ByLook(|l| l.answers.diameter().is_some()) },
    Question { field: "count", answered: ByLook(|l| l.answers.count.is_some()) },
    Question { field: "spread", answered: ByLook(|l| l.answers.spread.is_some()) },
    Question { field: "colours", answered: ByLook(|l| !l.answers.colours.is_empty()) },
    Question { field: "morphology", answered: ByLook(|l| l.answers.morphology.is_some()) },
    Question { field: "outline", answered: ByLook(|l| l.answers.outline.is_some()) },
    Question { field: "surface", answered: ByLook(|l| l.answers.surface.is_some()) },
    Question { field: "raised", answered: ByLook(|l| l.answers.raised.is_answered()) },
    Question { field: "firm", answered: ByLook(|l| l.answers.firm.is_answered()) },
    Question { field: "glass_test", answered: ByLook(|l| l.answers.glass_test.is_some()) },
    Question { field: "itch", answered: ByLook(|l| l.answers.itch.is_answered()) },
    Question { field: "pain", answered: ByLook(|l| l.answers.pain.is_answered()) },
    Question { field: "warm_or_swollen", answered: ByLook(|l| l.answers.warm_or_swollen.is_answered()) },
    Question { field: "pus", answered: ByLook(|l| l.answers.pus.is_answered()) },
    Question { field: "bleeding", answered: ByLook(|l| l.answers.bleeding.bled().is_answered()) },
    // Only asked where it bled.
    Question { field: "after_injury", answered: BySpot(injury_is_known) },
    Question { field: "changes", answered: ByLook(|l| l.answers.changes.is_some()) },
    // Only asked where a description differs.
    Question { field: "described_differently", answered: BySpot(difference_is_known) },
    Question { field: "spreading", answered: ByLook(|l| l.answers.spreading.is_answered()) },
    Question { field: "worried", answered: ByLook(|l| l.answers.worried.is_answered()) },
    Question { field: "suspects_infection", answered: ByLook(|l| l.answers.suspects_infection.is_answered()) },
];

fn injury_is_known(spot: &SpotView<'_>) -> bool {
    let mut bleeds = spot.looks.iter().map(|j| j.look.answers.bleeding).filter(|b| b.bled().is_yes()).peekable();
    bleeds.peek().is_none() || bleeds.any(|b| b.after_injury().is_answered())
}

fn difference_is_known(spot: &SpotView<'_>) -> bool {
    let differs = |at| colour_differs(at).is_some() || shape_differs(at).is_some();
    spot.looks().any(|at| at.look().answers.described_differently.is_answered()) || !spot.looks().any(differs)
}

/// The questions about a spot that were never answered.
pub fn missing(spot: &SpotView<'_>) -> Vec<&'static str> {
    QUESTIONS.iter().filter(|q| !q.is_answered(spot)).map(|q| q.field).collect()
}

/// Which of the questions a rule names were never answered: about the spot, or of the person near a moment.
pub fn missing_of(
    asks: &[&'static str],
    spot: Option<&SpotView<'_>>,
    person: &PersonView<'_>,
    near: Moment,
) -> Vec<&'static str> {
    let of_spot = |field: &str| spot.zip(QUESTIONS.iter().find(|q| q.field == field)).map(|(s, q)| q.is_answered(s));
    let of_person = |field: &str| match field {
        "born" => person.person.born.is_some(),
        "long_term_illness" => person.person.long_term_illness.is_answered(),
        _ => Listed::from_word(field.as_bytes()).is_none_or(|sign| person.was_asked(Signs::of(&[sign]), near)),
    };
    asks.iter().copied().filter(|field| !of_spot(field).unwrap_or_else(|| of_person(field))).collect()
}

impl Question {
    fn is_answered(&self, spot: &SpotView<'_>) -> bool {
        match self.answered {
            BySpot(answered) => answered(spot),
            ByLook(answered) => spot.looks.iter().any(|judged| answered(judged.look)),
        }
    }
}
