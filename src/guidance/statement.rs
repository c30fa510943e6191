//! The sentences that stand beside every judgement (guidance, sections 6 and 7).

use super::Level;

/// The documents that the rules rest on, as reports name them. The second one has no title of its own.
pub const DOCUMENTS: [&str; 2] = ["Tiny Red Dots On Skin", "Small red spots on your skin (untitled article)"];

/// What stands where no rule fired. Never a reassurance.
pub const NEUTRAL: &str = "None of the rules in this journal matched what you entered. That does not mean the spot \
    is fine: the rules cover only what the documents mention, measurements this small are rough, and some skin \
    cancers change too slowly for a ruler. If you are worried, see a doctor or dermatologist.";

/// What stands where rules fired and none of them is open any more.
pub const NOTHING_OPEN: &str = "Nothing is open now: what was noticed was answered by a review, or rests while the spot \
    is gone. That does not mean the spot is fine: the rules cover only what the documents mention, measurements this \
    small are rough, and some skin cancers change too slowly for a ruler. If you are worried, see a doctor or \
    dermatologist.";

/// The sentence for a spot or a person of whom nothing is open; `fired`: whether anything ever was.
pub fn neutral(fired: bool) -> &'static str {
    if fired { NOTHING_OPEN } else { NEUTRAL }
}

/// What stands in every report.
pub const STANDING: &str = "Self-recorded, not examined, not a diagnosis. What causes a spot often cannot be told \
    without seeing a provider.";

/// What follows a same-day or follow-up text.
pub const GET_HELP_AGAIN: &str = "If you have had advice and it gets worse, get help again.";

/// What follows the reason of an emergency.
pub const DO_NOT_WAIT: &str = "Do not wait to see if it fades. A glass test that fades does not rule this out.";

/// What stands with the reference cards.
pub const NOT_A_MATCH: &str = "What the two documents say these look like, in alphabetical order. None of it is about a \
    spot of yours: looks alone do not tell what a spot is.";

/// The headline of an emergency with the person's own emergency number, or without one.
pub fn call_now(number: Option<&str>) -> String {
    let number = number.map_or_else(|| "your local emergency number".to_owned(), str::to_owned);
    format!("This may be an emergency. Call {number} now or go to the nearest emergency department.")
}

/// The statement of a whole judgement: the standing line, and what its level asks for.
pub fn statement(level: Level, fired: bool) -> String {
    match level {
        Level::None => format!("{} {STANDING}", neutral(fired)),
        Level::Watch => STANDING.to_owned(),
        Level::FollowUp | Level::SameDay => format!("{GET_HELP_AGAIN} {STANDING}"),
        Level::Emergency => format!("{DO_NOT_WAIT} {STANDING}"),
    }
}
