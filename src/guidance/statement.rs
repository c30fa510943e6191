//! The sentences shown with every assessment (docs/guidance.md, sections 6 and 7).

use super::Level;

/// The warning shown wherever nothing is open.
macro_rules! caution {
    () => {
        "That does not mean the spot is fine: the rules cover only what the documents mention, measurements this small \
         are rough, and some skin cancers change too slowly for a ruler. If you are worried, see a doctor or \
         dermatologist."
    };
}

const CAUTION: &str = caution!();

/// The sentence for the case that no rule fired. Never a reassurance.
pub const NEUTRAL: &str = concat!("None of the rules in this journal matched what you entered. ", caution!());

/// Returns the sentence for the case that no flag is open: [`NEUTRAL`], or the numbers of answered and resting flags.
pub(super) fn neutral(answered: usize, resting: usize, recheck_days: u16) -> String {
    let answered = match answered {
        0 => None,
        1 => Some("1 flag is answered by a review".to_owned()),
        n => Some(format!("{n} flags are answered by a review")),
    };
    let rests = |noun| format!("{noun} because the spot is gone, or because it was more than {recheck_days} days ago");
    let resting = match (resting, &answered) {
        (0, _) => None,
        (1, None) => Some(rests("1 flag rests")),
        (n, None) => Some(rests(&format!("{n} flags rest"))),
        (1, Some(_)) => Some(rests("1 rests")),
        (n, Some(_)) => Some(rests(&format!("{n} rest"))),
    };
    let said: Vec<String> = answered.into_iter().chain(resting).collect();
    match said.as_slice() {
        [] => NEUTRAL.to_owned(),
        said => format!("Nothing is open now: {}. {CAUTION}", said.join(", ")),
    }
}

/// The notice in every report.
pub const STANDING: &str = "Self-recorded, not examined, not a diagnosis. What causes a spot often cannot be known \
    without an examination.";

/// The sentence after a same-day or follow-up text.
pub const GET_HELP_AGAIN: &str = "If you have had advice and it gets worse, get help again.";

/// The sentence after the reason of an emergency.
pub const DO_NOT_WAIT: &str = "Do not wait to see if it fades. A glass test that fades does not rule this out.";

/// The signs that the rules take for an emergency, for a person who asks before anything is entered (docs/guidance.md,
/// section 2).
pub const DANGER_SIGNS: [&str; 3] = [
    "Get help at once for any of these: drowsy or unresponsive, a seizure, trouble breathing, swelling of the face, \
     eyes or lips.",
    "The same for a stiff neck with fever, headache, nausea, vomiting or light that hurts, or for any three of these.",
    "The same for a new or spreading rash that does not fade under a pressed glass, and for fever with any spot that \
     does not fade.",
];

/// The notice shown with the reference cards.
pub const NOT_A_MATCH: &str = "What the two documents say these look like, in alphabetical order. None of it is about a \
    spot of yours: looks alone do not tell what a spot is.";

/// Returns the headline of an emergency, with the person's own emergency number if there is one.
pub fn call_now(number: Option<&str>) -> String {
    Level::Emergency.headline(None, None, Some(number.unwrap_or("your local emergency number")))
}

/// Returns the statement of a whole assessment: [`STANDING`], preceded by the sentence for its level. `neutral` is the
/// sentence of `neutral`, `ahead` the one of [`Ahead::say`](super::Ahead::say).
pub fn statement(level: Level, neutral: &str, ahead: Option<&str>) -> String {
    let statement = match level {
        Level::None => format!("{neutral} {STANDING}"),
        Level::Watch => STANDING.to_owned(),
        Level::FollowUp | Level::SameDay => format!("{GET_HELP_AGAIN} {STANDING}"),
        Level::Emergency => format!("{DO_NOT_WAIT} {STANDING}"),
    };
    ahead.map_or_else(|| statement.clone(), |ahead| format!("{ahead} {statement}"))
}
