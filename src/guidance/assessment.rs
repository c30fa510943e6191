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
    pub rule: &'static Rule,
    /// The spot's number; `None` for a flag about the person.
    pub spot: Option<u32>,
    pub level: Level,
    pub see: Option<See>,
    pub status: Status,
    /// The day of the first firing at the flag's level, or of the shown firing if that was urgent.
    pub since: NaiveDate,
    pub reason: String,
    pub evidence: Vec<Evidence>,
    /// The rule's questions that were never answered, by field name.
    pub missing: Vec<&'static str>,
}

/// The first and the latest measured diameter, and the assumed error of one reading of the latest, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diameters {
    pub first: f64,
    pub latest: f64,
    pub error: f64,
}

/// The evaluation of one spot.
#[derive(Clone)]
pub struct SpotAssessment {
    pub number: u32,
    pub id: SpotId,
    pub level: Level,
    pub see: Option<See>,
    /// Days from first seen to the latest look.
    pub days_seen: Option<i64>,
    /// The time of the latest observation; `gone` is whether the spot was gone or closed by then.
    pub last_observed: Option<Moment>,
    pub gone: bool,
    pub next_check: Option<Moment>,
    /// The questions that were never answered, by field name.
    pub missing: Vec<&'static str>,
    pub diameter: Option<Diameters>,
    pub growth: Growth,
}

/// The evaluation of a person as of one moment.
#[derive(Clone)]
pub struct Assessment {
    pub as_of: AsOf,
    pub person: PersonId,
    pub name: String,
    pub level: Level,
    pub see: Option<See>,
    pub flags: Vec<Flag>,
    pub spots: Vec<SpotAssessment>,
    pub next_check: Option<Moment>,
    pub statement: String,
    /// The entries excluded because they are dated later.
    pub ahead: Ahead,
    pub(super) recheck_days: u16,
}

impl Assessment {
    /// Returns the evaluation of the spot with that number.
    pub fn spot(&self, number: u32) -> Option<&SpotAssessment> {
        self.spots.iter().find(|s| s.number == number)
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
