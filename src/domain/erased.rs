//! Erasures: identifiers and times, without any content.

use super::LAST_NUMBER;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The kinds that can be erased: records, owners before their children, the note of an observation, and a kept picture.
const ERASABLE: [&str; 11] = [
    "person",
    "infection",
    "medicine",
    "symptom",
    "spot",
    "treatment",
    "review",
    "observation",
    "photo",
    NOTE,
    PICTURE,
];

/// The kind of an erased note; its id is that of the observation.
pub const NOTE: &str = "note";

/// The kind of an erased picture; its id is the [`PictureHash::key`](super::PictureHash::key) of its bytes. The photos
/// of it stay.
pub const PICTURE: &str = "picture";

/// The erasure of a record, or its later restoring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// How often it was erased or restored: an odd number means erased, an even number means restored.
    pub times: u32,
    /// The time of the last erasing, later than every version of the record known then.
    pub at: DateTime<Utc>,
    /// The person and the number, for an erased spot.
    pub number: Option<(Uuid, u32)>,
}

/// All erasures ever made, by kind and id. The set only grows. [`Erasures::join`] does not depend on the order, so
/// machines with the same erasures agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasures(BTreeMap<(&'static str, Uuid), Erasure>);

impl Erasures {
    /// Returns the kind with that name, or `None` if there is none.
    pub fn kind(word: &str) -> Option<&'static str> {
        ERASABLE.into_iter().find(|kind| *kind == word)
    }

    /// Returns whether nothing was ever erased.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns every erasure, including those restored later, sorted by kind and id.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Uuid, Erasure)> {
        self.0.iter().map(|(&(kind, id), &erasure)| (kind, id, erasure))
    }

    /// Returns the erasure of a record that is erased now.
    pub fn get(&self, kind: &'static str, id: Uuid) -> Option<Erasure> {
        self.0.get(&(kind, id)).copied().filter(|erasure| erasure.times % 2 == 1)
    }

    /// Returns whether a record is erased now.
    pub fn has(&self, kind: &'static str, id: Uuid) -> bool {
        self.get(kind, id).is_some()
    }

    /// Returns whether the note of a version of a look is erased. While the erasure counts, that of every version is.
    /// After a new note was written it is that of the versions up to the erasure.
    pub fn has_note(&self, look: Uuid, version: Option<DateTime<Utc>>) -> bool {
        let erasure = self.0.get(&(NOTE, look));
        erasure.is_some_and(|erasure| erasure.times % 2 == 1 || version <= Some(erasure.at))
    }

    /// Merges one erasure. The higher `times` and the later time win. A known spot number is kept.
    pub fn put(&mut self, kind: &'static str, id: Uuid, erasure: Erasure) {
        let known = self.0.entry((kind, id)).or_insert(erasure);
        known.times = known.times.max(erasure.times);
        known.at = known.at.max(erasure.at);
        known.number = known.number.max(erasure.number);
    }

    /// Merges all erasures of another set, each as in [`Erasures::put`].
    pub fn join(&mut self, other: &Erasures) {
        other.iter().for_each(|(kind, id, erasure)| self.put(kind, id, erasure));
    }

    /// Marks a record as erased at `at`, or just after `version`, its latest change time, if that is later.
    pub fn erase(&mut self, kind: &'static str, id: Uuid, at: DateTime<Utc>, version: Option<DateTime<Utc>>) {
        let after = version.map_or(at, |version| at.max(version + TimeDelta::milliseconds(1)));
        let known = self.0.get(&(kind, id));
        // The next odd number, or the current one if it is odd.
        let times = known.map_or(0, |known| known.times) | 1;
        let number = known.and_then(|known| known.number);
        self.put(kind, id, Erasure { times, at: after, number });
    }

    /// Reserves the number of an erased spot, so that it is not reused.
    pub fn keep_number(&mut self, spot: Uuid, person: Uuid, number: u32) {
        if let Some(known) = self.0.get_mut(&("spot", spot)) {
            known.number = Some((person, number));
        }
    }

    /// Marks an erased record as restored. Returns whether it was erased.
    pub fn bring_back(&mut self, kind: &'static str, id: Uuid) -> bool {
        match self.0.get_mut(&(kind, id)).filter(|erasure| erasure.times % 2 == 1) {
            Some(erasure) => {
                erasure.times += 1;
                true
            }
            None => false,
        }
    }

    /// Returns the numbers of a person's erased spots.
    pub fn numbers_of(&self, person: Uuid) -> impl Iterator<Item = u32> {
        let numbers = self.0.values().filter_map(|erasure| erasure.number);
        numbers.filter(move |(of, number)| *of == person && *number <= LAST_NUMBER).map(|(_, number)| number)
    }
}
