//! What was erased: identifiers and times, and no word of what they named.

use super::LAST_NUMBER;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What can be erased: the kinds of records, owners before what is theirs, and the note of an observation.
pub const ERASABLE: [&str; 10] =
    ["person", "infection", "medicine", "symptom", "spot", "treatment", "review", "observation", "photo", NOTE];

/// The kind of an erased note; its id is that of the observation.
pub const NOTE: &str = "note";

/// That a record was erased, or brought back after that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Odd while the record is erased, even after it was brought back on purpose.
    pub times: u32,
    /// When; later than every version of the record that was known.
    pub at: DateTime<Utc>,
    /// The person and the number of an erased spot.
    pub number: Option<(Uuid, u32)>,
}

/// Everything that was ever erased, by kind and id. It only grows: [`Erasures::join`] is the same in any order, so that
/// machines that saw the same erasures agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasures(BTreeMap<(&'static str, Uuid), Erasure>);

impl Erasures {
    /// The kind of that name; `None` for a name that no kind has.
    pub fn kind(word: &str) -> Option<&'static str> {
        ERASABLE.into_iter().find(|kind| *kind == word)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Uuid, Erasure)> {
        self.0.iter().map(|(&(kind, id), &erasure)| (kind, id, erasure))
    }

    /// The erasure of a record that is erased now.
    pub fn get(&self, kind: &'static str, id: Uuid) -> Option<Erasure> {
        self.0.get(&(kind, id)).copied().filter(|erasure| erasure.times % 2 == 1)
    }

    pub fn has(&self, kind: &'static str, id: Uuid) -> bool {
        self.get(kind, id).is_some()
    }

    /// Takes over one line: of two about one record the greater number of times counts, of one number the later time. A
    /// number of a spot stays known.
    pub fn put(&mut self, kind: &'static str, id: Uuid, erasure: Erasure) {
        let known = self.0.entry((kind, id)).or_insert(erasure);
        let number = known.number.max(erasure.number);
        if (erasure.times, erasure.at) > (known.times, known.at) {
            *known = erasure;
        }
        known.number = number;
    }

    pub fn join(&mut self, other: &Erasures) {
        other.iter().for_each(|(kind, id, erasure)| self.put(kind, id, erasure));
    }

    /// Marks a record as erased, at `at`, or just after `version`, its latest time of change, where that is later.
    pub fn erase(&mut self, kind: &'static str, id: Uuid, at: DateTime<Utc>, version: Option<DateTime<Utc>>) {
        let after = version.map_or(at, |version| at.max(version + TimeDelta::milliseconds(1)));
        let known = self.0.get(&(kind, id));
        // The next odd number, or the one that it is already.
        let times = known.map_or(0, |known| known.times) | 1;
        let number = known.and_then(|known| known.number);
        self.put(kind, id, Erasure { times, at: after, number });
    }

    /// Keeps the number of an erased spot from being given out again.
    pub fn keep_number(&mut self, spot: Uuid, person: Uuid, number: u32) {
        if let Some(known) = self.0.get_mut(&("spot", spot)) {
            known.number = Some((person, number));
        }
    }

    /// Lets a record that is erased be there again. Returns whether it was erased.
    pub fn bring_back(&mut self, kind: &'static str, id: Uuid) -> bool {
        match self.0.get_mut(&(kind, id)).filter(|erasure| erasure.times % 2 == 1) {
            Some(erasure) => {
                erasure.times += 1;
                true
            }
            None => false,
        }
    }

    /// The numbers that erased spots of a person had.
    pub fn numbers_of(&self, person: Uuid) -> impl Iterator<Item = u32> {
        let numbers = self.0.values().filter_map(|erasure| erasure.number);
        numbers.filter(move |(of, number)| *of == person && *number <= LAST_NUMBER).map(|(_, number)| number)
    }
}
