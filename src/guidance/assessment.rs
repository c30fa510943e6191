//! The result of an evaluation: the flags, and what is known of every spot.

use super::ahead::Ahead;
use super::fired::Evidence;
use super::growth::Growth;
use super::rule::Rule;
use super::statement::neutral;
use super::{Level, See};
use crate::domain::{AsOf, Moment, PersonId, SpotId};
use chrono::NaiveDate;

/// The state of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Neither answered nor resting.
    Open,
    /// The spot is gone or was a mistake, or a flag about the person has no firing within `recheck_days`. The flag
    /// opens again when that changes.
    Resting,
    /// Answered by a counting review.
    Answered,
}

impl Status {
    /// Returns the word used in files and for display.
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Resting => "resting",
            Status::Answered => "answered",
        }
    }
}

/// A rule that fired for one spot or for the person.
#[derive(Clone)]
pub struct Flag {
    /// The rule that fired. Its title is the headline.
    pub rule: &'static Rule,
    /// The spot's number; `None` for a flag about the person.
    pub spot: Option<u32>,
    /// The highest level of its unanswered firings, after aging (docs/guidance.md, sections 1a.3 and 1b). If all are
    /// answered, the level that they had.
    pub level: Level,
    /// Which professional to see at that level; `None` at watch.
    pub see: Option<See>,
    /// Open, resting or answered. Only an open flag raises the level of the spot and of the person.
    pub status: Status,
    /// The day of the first firing at the flag's level, or of the shown firing if that was urgent.
    pub since: NaiveDate,
    /// Why it fired, in sentences with the person's own numbers and dates.
    pub reason: String,
    /// The looks, symptoms and other entries that `reason` is about.
    pub evidence: Vec<Evidence>,
    /// The rule's questions that were never answered, by field name.
    pub missing: Vec<&'static str>,
}

/// The first and the latest measured diameter, and the assumed error of one reading of the latest, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diameters {
    /// The median of the first measured look, by any method.
    pub first: f64,
    /// The median of the latest measured look, by any method.
    pub latest: f64,
    /// One standard deviation (docs/guidance.md, section 3.1).
    pub error: f64,
}

/// The evaluation of one spot.
#[derive(Clone)]
pub struct SpotAssessment {
    /// The number shown to people.
    pub number: u32,
    /// The spot in the journal.
    pub id: SpotId,
    /// The highest level of its open flags.
    pub level: Level,
    /// Which professional to see at that level; `None` at watch and none.
    pub see: Option<See>,
    /// Days from first seen to the latest look.
    pub days_seen: Option<i64>,
    /// The time of the latest observation; `None` if there is none.
    pub last_observed: Option<Moment>,
    /// Whether it is closed, or the latest observation says gone.
    pub gone: bool,
    /// The earliest time to look again (docs/guidance.md, section 5); `None` for a spot that is gone.
    pub next_check: Option<Moment>,
    /// The questions that were never answered, by field name.
    pub missing: Vec<&'static str>,
    /// `None` if it was never measured.
    pub diameter: Option<Diameters>,
    /// All series of its checks, with their jump and trend tests.
    pub growth: Growth,
}

impl SpotAssessment {
    /// Returns whether the day of the next look has come on `day`.
    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.next_check.is_some_and(|next| next.day() <= day)
    }
}

/// The evaluation of a person as of one moment.
#[derive(Clone)]
pub struct Assessment {
    /// The moment the evaluation is for. Entries dated later are excluded.
    pub as_of: AsOf,
    /// The person in the journal.
    pub person: PersonId,
    /// The name in the journal, on one line.
    pub name: String,
    /// The highest level of all open flags.
    pub level: Level,
    /// Which professional to see at that level: a dermatologist where any open follow-up says so.
    pub see: Option<See>,
    /// Open, resting, answered; then by level; the person's before the spots' (docs/guidance.md, section 1a.3).
    pub flags: Vec<Flag>,
    /// In the order of their numbers, without those whose entries are all dated later.
    pub spots: Vec<SpotAssessment>,
    /// The earliest next check of any spot; `None` if all are gone.
    pub next_check: Option<Moment>,
    /// The sentences for `level`, ending with the notice of every report.
    pub statement: String,
    /// The entries excluded because they are dated later.
    pub ahead: Ahead,
    pub(super) recheck_days: u16,
}

impl Assessment {
    /// Returns the evaluation of the spot with that number.
    pub fn spot(&self, number: u32) -> Option<&SpotAssessment> {
        match self.spots.binary_search_by_key(&number, |spot| spot.number) {
            Ok(at) => Some(&self.spots[at]),
            Err(_) => self.spots.iter().find(|spot| spot.number == number),
        }
    }

    /// Returns the flags of a spot, in the order of the report.
    pub fn flags_of(&self, number: u32) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(move |flag| flag.spot == Some(number))
    }

    /// Returns the sentence for the case that none of these flags is open.
    pub fn neutral<'a>(&self, flags: impl IntoIterator<Item = &'a Flag>) -> String {
        say_neutral(flags, self.recheck_days)
    }

    /// Returns the open flags, in the order of the report.
    pub fn open_flags(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(|flag| flag.status == Status::Open)
    }
}

/// Returns the sentence for the case that none of these flags is open.
pub(super) fn say_neutral<'a>(flags: impl IntoIterator<Item = &'a Flag>, recheck_days: u16) -> String {
    let (mut answered, mut resting) = (0, 0);
    for flag in flags {
        match flag.status {
            Status::Answered => answered += 1,
            Status::Resting => resting += 1,
            Status::Open => {}
        }
    }
    neutral(answered, resting, recheck_days)
}
