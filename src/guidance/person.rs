//! What the rules know of a person beside the one spot they look at.

use super::signs::{Noticed, Signs, notice};
use super::{Level, Windows};
use crate::domain::{
    AsOf, Because, Infection, Medicine, Moment, Person, PersonTree, Precision, Review, Spot, Symptom, show_date,
};
use chrono::NaiveDate;

/// A person as of one moment.
pub struct PersonView<'a> {
    pub person: &'a Person,
    pub windows: &'a Windows,
    pub as_of: AsOf,
    /// Entries of symptoms that were there, in the order of their time.
    pub noticed: Vec<Noticed<'a>>,
    /// Every entry of a symptom, those that say it was not there too, in the order of their time.
    pub asked: Vec<&'a Symptom>,
    pub medicines: Vec<&'a Medicine>,
    pub infections: Vec<&'a Infection>,
    /// The days on which spots were first seen, ascending, where the day is known, each with how many were by then: what
    /// a sudden crop is counted from.
    crop: Vec<(NaiveDate, usize)>,
    /// Rashes of the face, noticed so far by [`PersonView::notice`].
    face_rashes: Vec<FaceRash>,
    /// The day of the last counting review of the person or of any spot.
    reviewed: Option<NaiveDate>,
}

/// A rash on the face: what may come before one on the body.
#[derive(Clone, Copy)]
pub struct FaceRash {
    pub spot: u32,
    pub first_seen: NaiveDate,
    pub since_birth: bool,
    /// The first look at which it was a rash.
    pub at: Moment,
}

/// Why a person is at higher risk ("Tiny Red Dots On Skin", "Sepsis and Petechiae").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Risk {
    /// Under the first year.
    Infant,
    /// Of the age from which it counts.
    Old,
    LongTermIllness,
    /// The day of a recent infection.
    Infection(NaiveDate),
}

/// Ages in completed years: under the first, or from the second on.
const RISK_UNDER_YEARS: u32 = 1;
const RISK_FROM_YEARS: u32 = 66;

impl<'a> PersonView<'a> {
    pub fn new<O>(facts: &'a PersonTree<O>, windows: &'a Windows, as_of: AsOf) -> Self {
        let mut asked: Vec<&Symptom> = facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)).collect();
        asked.sort_by_key(|s| (s.at, s.id));
        let present: Vec<&Symptom> = asked.iter().copied().filter(|s| s.present).collect();
        let mut days: Vec<NaiveDate> = facts.spots.iter().filter_map(|tree| crop_day(&tree.spot, as_of)).collect();
        days.sort_unstable();
        let mut crop: Vec<(NaiveDate, usize)> = Vec::new();
        for same in days.chunk_by(|a, b| a == b) {
            let before = crop.last().map_or(0, |(_, by_then)| *by_then);
            crop.push((same[0], before + same.len()));
        }
        let known = |r: &&Review| r.by.counts() && !as_of.excludes_day(r.on);
        let own = facts.reviews.iter().filter(known).map(|r| r.on);
        let of_spots = facts.spots.iter().filter(|tree| !is_mistake(&tree.spot, as_of)).flat_map(|tree| {
            let removed = tree.spot.closed.filter(|c| c.because == Because::Removed && !as_of.excludes_day(c.on));
            tree.reviews.iter().filter(known).map(|r| r.on).chain(removed.map(|c| c.on))
        });
        PersonView {
            person: &facts.person,
            windows,
            as_of,
            noticed: notice(&present),
            asked,
            medicines: facts.medicines.iter().filter(|m| !as_of.excludes_day(m.started_on)).collect(),
            infections: facts.infections.iter().filter(|i| !as_of.excludes_day(i.on)).collect(),
            crop,
            face_rashes: Vec::new(),
            reviewed: own.chain(of_spots).max(),
        }
    }

    /// Remembers a rash of the face, for the spots that are judged after it.
    pub fn notice(&mut self, rash: Option<FaceRash>) {
        self.face_rashes.extend(rash);
    }

    /// The rashes of the face that were first seen so long before a day that a rash of the body may follow them.
    pub fn face_rashes_before(&self, day: NaiveDate) -> impl Iterator<Item = FaceRash> {
        let within = 1..=i64::from(self.windows.new_days);
        self.face_rashes.iter().copied().filter(move |rash| within.contains(&(day - rash.first_seen).num_days()))
    }

    /// Whether a review of the person, or of any spot, answers a flag about the person that was dated that day.
    pub fn is_answered(&self, day: NaiveDate) -> bool {
        self.reviewed.is_some_and(|review| day <= review)
    }

    /// The days on which a crop of three or more was complete that a spot first seen on `day` belongs to.
    pub fn crops(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let hours = i64::from(self.windows.rapid_hours);
        let together = |a: NaiveDate, b: NaiveDate| Moment::on(a).within_hours(Moment::on(b), hours);
        let from = self.crop.partition_point(|&(d, _)| d < day);
        let near = self.crop.iter().enumerate().skip(from).take_while(|&(_, &(third, _))| together(day, third));
        near.filter(|&(place, &(third, by_then))| {
            let first = self.crop[..=place].partition_point(|&(d, _)| !together(d, third));
            let before = first.checked_sub(1).map_or(0, |i| self.crop[i].1);
            by_then - before >= 3
        })
        .map(|(_, &(third, _))| third)
        .collect()
    }

    /// How urgent what fired on a day counts as now: a call for help stays one for `urgent_days`, and is then something
    /// to show a doctor (docs/guidance.md, section 1b).
    pub fn aged(&self, level: Level, day: NaiveDate) -> Level {
        let days = (self.as_of.day() - day).num_days();
        if level >= Level::SameDay && days > i64::from(self.windows.urgent_days) { Level::FollowUp } else { level }
    }

    /// Whether a flag about the person rests, by the day of its latest firing that no review has answered.
    pub fn rests(&self, latest: NaiveDate) -> bool {
        (self.as_of.day() - latest).num_days() > i64::from(self.windows.recheck_days)
    }

    /// Completed years on a day; `None` without a birth date.
    pub fn age(&self, on: NaiveDate) -> Option<u32> {
        self.person.born.and_then(|born| on.years_since(born))
    }

    /// Why the person was at higher risk on a day, if they were. Pregnancy, conditions and free text are no reason.
    pub fn risk(&self, on: NaiveDate) -> Option<Risk> {
        let age = self.age(on).and_then(|age| match age {
            0..RISK_UNDER_YEARS => Some(Risk::Infant),
            RISK_FROM_YEARS.. => Some(Risk::Old),
            _ => None,
        });
        let ill = self.person.long_term_illness.is_yes().then_some(Risk::LongTermIllness);
        let recent = i64::from(self.windows.recent_infection_days);
        let infection = self.infections.iter().find(|i| (0..=recent).contains(&(on - i.on).num_days()));
        age.or(ill).or(infection.map(|i| Risk::Infection(i.on)))
    }

    /// Whether any entry, yes or no, of a symptom was made within `with_hours` of a moment.
    pub fn was_asked(&self, signs: Signs, near: Moment) -> bool {
        let hours = i64::from(self.windows.with_hours);
        self.asked.iter().any(|s| signs.contains(s.symptom) && s.at.within_hours(near, hours))
    }
}

impl Risk {
    /// The sentence that a reason ends with.
    pub fn say(self) -> String {
        let because = match self {
            Risk::Infant => "an age under 1 year".to_owned(),
            // Not the years themselves: a report may be anonymous.
            Risk::Old => format!("an age of {RISK_FROM_YEARS} or more"),
            Risk::LongTermIllness => "a long-term illness".to_owned(),
            Risk::Infection(on) => format!("an infection on {}", show_date(on)),
        };
        format!("This counts as more urgent because of {because} (higher risk, \"Sepsis and Petechiae\").")
    }
}

fn is_mistake(spot: &Spot, as_of: AsOf) -> bool {
    spot.closed.is_some_and(|c| c.because == Because::Mistake && !as_of.excludes_day(c.on))
}

/// The day a spot was first seen, where it counts for a crop: the day is known, it was not there since birth and was
/// not entered by mistake.
pub(super) fn crop_day(spot: &Spot, as_of: AsOf) -> Option<NaiveDate> {
    let seen = spot.first_seen.filter(|seen| seen.precision == Precision::Day)?;
    let counts = !spot.since_birth.is_yes() && !is_mistake(spot, as_of) && !as_of.excludes_day(seen.on);
    counts.then_some(seen.on)
}
