//! The check round: asks once about every open spot, those that are due first, and logs all answers as one change.

use super::act::act;
use super::entry::put_look;
use super::photo::keeping;
use super::{Context, NewLook, Receipt};
use crate::domain::{Answers, Change, Moment, Presence, Text, WordList};
use crate::error::Result;
use crate::guidance::{Assessment, SpotAssessment};
use crate::store::Store;

/// The answer of one key press in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundAnswer {
    /// Present, with no change noticed.
    Same,
    /// Present and bigger, which is a change of size.
    Bigger,
    /// Present and smaller, which is a change of size too.
    Smaller,
    /// Not there any more.
    Gone,
    /// The spot could not be seen.
    CannotSee,
}

impl RoundAnswer {
    /// Every answer, in the order of plain mode.
    pub const ALL: [RoundAnswer; 5] =
        [RoundAnswer::Same, RoundAnswer::Bigger, RoundAnswer::Smaller, RoundAnswer::Gone, RoundAnswer::CannotSee];

    /// Returns the word for display.
    pub fn label(self) -> &'static str {
        match self {
            RoundAnswer::Same => "same",
            RoundAnswer::Bigger => "bigger",
            RoundAnswer::Smaller => "smaller",
            RoundAnswer::Gone => "gone",
            RoundAnswer::CannotSee => "can't see",
        }
    }

    /// Converts the answer to a look. Bigger and smaller are a change of size; the note says which. A spot that could
    /// not be seen was not looked at, so its look stays due.
    pub fn look(self, at: Moment) -> Option<NewLook> {
        let size = || Some([Change::Size].into_iter().collect());
        let (presence, changes, note) = match self {
            RoundAnswer::Same => (Presence::Present, Some(WordList::default()), ""),
            RoundAnswer::Bigger => (Presence::Present, size(), "bigger"),
            RoundAnswer::Smaller => (Presence::Present, size(), "smaller"),
            RoundAnswer::Gone => (Presence::Gone, None, ""),
            RoundAnswer::CannotSee => return None,
        };
        let answers = Answers { changes, ..Answers::only(presence) };
        Some(NewLook { note: Text::unless_blank(note).ok().flatten(), ..NewLook::with_answers(at, answers) })
    }
}

/// A spot of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundSpot {
    /// Its number.
    pub number: u32,
    /// Whether its next look is due.
    pub is_due: bool,
}

/// Returns every open spot, those that are due first, otherwise in the order of their numbers.
pub fn round_spots(assessment: &Assessment) -> Vec<RoundSpot> {
    let today = assessment.as_of.day();
    let is_due = |spot: &SpotAssessment| spot.is_due(today);
    let all = assessment.spots.iter().map(|spot| (spot.gone, RoundSpot { number: spot.number, is_due: is_due(spot) }));
    let open = all.filter(|(gone, spot)| spot.is_due || !gone).map(|(_, spot)| spot);
    let (mut due, later): (Vec<RoundSpot>, Vec<RoundSpot>) = open.partition(|spot| spot.is_due);
    due.extend(later);
    due
}

/// Logs the looks of a round as one change, so that one undo reverts all of them.
pub fn round(store: &mut Store, context: &Context<'_>, looks: Vec<(u32, NewLook)>) -> Result<Receipt> {
    let mut numbers: Vec<u32> = looks.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let spots = match numbers.as_slice() {
        [_] => "1 spot".to_owned(),
        many => format!("{} spots", many.len()),
    };
    // So few can be named.
    let named = if numbers.len() <= 4 { format!(": {}", numbers.join(", ")) } else { String::new() };
    let photos: Vec<_> = looks.iter().flat_map(|(_, look)| look.photos.clone()).collect();
    let put = |store: &mut Store| {
        act(store, context, &format!("check round, {spots}"), |tx, row, tree| {
            for look in looks {
                put_look(tx, row, tree, context, look)?;
            }
            Ok((None, format!("The check round of {spots} is logged{named}.")))
        })
    };
    keeping(store, &photos, put)
}
