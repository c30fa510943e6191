//! The person's side of the facts that the rules read, as opposed to the spot under evaluation.

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
    /// The entries of symptoms that were present, in time order.
    pub noticed: Vec<Noticed<'a>>,
    /// All symptom entries, also those that say the symptom was absent, in time order.
    pub asked: Vec<&'a Symptom>,
    pub medicines: Vec<&'a Medicine>,
    pub infections: Vec<&'a Infection>,
    /// The days on which spots were first seen, ascending, each with the number of spots by then. Spots without a known
    /// day are left out. Sudden crops are counted from it.
    crop: Vec<(NaiveDate, usize)>,
    /// The rashes of the face added so far by [`PersonView::notice`].
    face_rashes: Vec<FaceRash>,
    /// The day of the last counting review of the person or of any spot.
    reviewed: Option<NaiveDate>,
}

/// A rash of the face, which may precede a rash of the body.
#[derive(Clone, Copy)]
pub struct FaceRash {
    pub spot: u32,
    pub first_seen: NaiveDate,
    pub since_birth: bool,
    /// The time of the first look at which it was a rash.
    pub at: Moment,
}

/// Why a person is at higher risk ("Tiny Red Dots On Skin", "Sepsis and Petechiae").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Risk {
    /// Under 1 year of age.
    Infant,
    /// 66 years or older.
    Old,
    LongTermIllness,
    /// The day of a recent infection.
    Infection(NaiveDate),
}

/// Bounds in completed years: under the first, or at least the second.
const RISK_UNDER_YEARS: u32 = 1;
const RISK_FROM_YEARS: u32 = 66;

impl<'a> PersonView<'a> {
    /// Builds the view of a person as of a moment. Entries dated later are left out.
    pub fn new<O>(facts: &'a PersonTree<O>, windows: &'a Windows, as_of: AsOf) -> Self {
        let mut asked: Vec<&Symptom> = facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)).collect();
        asked.sort_unstable_by_key(|s| (s.at, s.id));
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
        let of_spots = facts.spots.iter().filter(|tree| !tree.spot.is_mistake(as_of)).flat_map(|tree| {
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

    /// Adds a rash of the face, for the spots evaluated after it.
    pub fn notice(&mut self, rash: Option<FaceRash>) {
        self.face_rashes.extend(rash);
    }

    /// Returns the rashes of the face first seen one to `new_days` days before `day`, so that a rash of the body may
    /// follow them.
    pub fn face_rashes_before(&self, day: NaiveDate) -> impl Iterator<Item = FaceRash> {
        let within = 1..=i64::from(self.windows.new_days);
        self.face_rashes.iter().copied().filter(move |rash| within.contains(&(day - rash.first_seen).num_days()))
    }

    /// Returns whether a review of the person or of any spot answers a flag about the person dated `day`.
    pub fn is_answered(&self, day: NaiveDate) -> bool {
        self.reviewed.is_some_and(|review| day <= review)
    }

    /// Returns the days that completed a crop of three or more which includes a spot first seen on `day`.
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

    /// Returns the level at which a firing of that day counts now. After `urgent_days`, same-day and emergency become a
    /// follow-up (docs/guidance.md, section 1b).
    pub fn aged(&self, level: Level, day: NaiveDate) -> Level {
        let days = (self.as_of.day() - day).num_days();
        if level >= Level::SameDay && days > i64::from(self.windows.urgent_days) { Level::FollowUp } else { level }
    }

    /// Returns whether a flag about the person rests. `latest` is the day of its latest unanswered firing.
    pub fn rests(&self, latest: NaiveDate) -> bool {
        (self.as_of.day() - latest).num_days() > i64::from(self.windows.recheck_days)
    }

    /// Returns the age in completed years on a day; `None` without a birth date.
    pub fn age(&self, on: NaiveDate) -> Option<u32> {
        self.person.born.and_then(|born| on.years_since(born))
    }

    /// Returns why the person was at higher risk on a day, if so. Pregnancy, conditions and free text do not count.
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

    /// Returns whether any of these symptoms was entered, present or absent, within `with_hours` of a moment.
    pub fn was_asked(&self, signs: Signs, near: Moment) -> bool {
        let hours = i64::from(self.windows.with_hours);
        self.asked.iter().any(|s| signs.contains(s.symptom) && s.at.within_hours(near, hours))
    }
}

impl Risk {
    /// Returns the sentence to end a reason with.
    pub fn say(self) -> String {
        let because = match self {
            Risk::Infant => "an age under 1 year".to_owned(),
            // Without the person's exact age: a report may be anonymous.
            Risk::Old => format!("an age of {RISK_FROM_YEARS} or more"),
            Risk::LongTermIllness => "a long-term illness".to_owned(),
            Risk::Infection(on) => format!("an infection on {}", show_date(on)),
        };
        format!("This counts as more urgent because of {because} (higher risk, \"Sepsis and Petechiae\").")
    }
}

/// Returns the day a spot was first seen if it counts for a crop. The day must be known, and the spot neither there
/// since birth nor entered by mistake.
pub(super) fn crop_day(spot: &Spot, as_of: AsOf) -> Option<NaiveDate> {
    let seen = spot.first_seen.filter(|seen| seen.precision == Precision::Day)?;
    let counts = !spot.since_birth.is_yes() && !spot.is_mistake(as_of) && !as_of.excludes_day(seen.on);
    counts.then_some(seen.on)
}
