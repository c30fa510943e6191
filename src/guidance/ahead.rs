//! Entries that an evaluation excludes because they are dated after its as-of moment.

use crate::domain::{AsOf, Moment, PersonTree, SpotTree, show_date};
use std::collections::BTreeSet;

/// The entries of a person that are dated after the as-of moment. They are kept, and count from their own day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// The number of records: looks, symptoms, medicines, infections, treatments and reviews. A spot counts by its
    /// first-seen date and its closing date.
    pub entries: usize,
    /// The numbers of the spots that have such entries.
    spots: BTreeSet<u32>,
    /// The numbers of the spots that have only such entries. Filled for a live evaluation only: as of an earlier moment
    /// those spots did not exist yet.
    pub only: BTreeSet<u32>,
}

impl Ahead {
    /// Counts the entries of the person that belong to no spot.
    pub fn of_person<O>(facts: &PersonTree<O>, as_of: AsOf) -> Self {
        let symptoms = facts.symptoms.iter().filter(|s| as_of.excludes(s.at)).count();
        let medicines = facts.medicines.iter().map(|m| m.started_on);
        let days = medicines.chain(facts.infections.iter().map(|i| i.on)).chain(facts.reviews.iter().map(|r| r.on));
        Ahead { entries: symptoms + days.filter(|&day| as_of.excludes_day(day)).count(), ..Ahead::default() }
    }

    /// Adds the entries of a spot. `looks` are the times of its observations, in order. `is_judged` says whether the
    /// spot has anything dated by the as-of moment.
    pub fn add<O>(
        &mut self,
        tree: &SpotTree<O>,
        looks: impl DoubleEndedIterator<Item = Moment>,
        as_of: AsOf,
        is_judged: bool,
    ) {
        let number = tree.spot.number;
        let seen = tree.spot.first_seen.map(|seen| seen.earliest());
        let closed = tree.spot.closed.map(|closed| closed.on);
        let days = tree.treatments.iter().map(|t| t.started_on).chain(tree.reviews.iter().map(|r| r.on));
        let entries = days.chain(seen).chain(closed).filter(|&day| as_of.excludes_day(day)).count()
            + looks.rev().take_while(|&at| as_of.excludes(at)).count();
        if entries > 0 {
            self.entries += entries;
            self.spots.insert(number);
        }
        if !is_judged && as_of.is_live() {
            self.only.insert(number);
        }
    }

    /// Returns whether the spot has entries dated later.
    pub fn has(&self, spot: u32) -> bool {
        self.spots.contains(&spot)
    }

    /// Returns the sentence about these entries, or `None` if there are none.
    pub fn say(&self, as_of: AsOf) -> Option<String> {
        let entries = match self.entries {
            0 => return None,
            1 => "1 entry is".to_owned(),
            n => format!("{n} entries are"),
        };
        let spots: Vec<String> = self.spots.iter().take(5).map(u32::to_string).collect();
        let more = if self.spots.len() > spots.len() { " and more" } else { "" };
        let spots = match spots.as_slice() {
            [] => String::new(),
            [one] => format!(" (spot {one})"),
            several => format!(" (spots {}{more})", several.join(", ")),
        };
        Some(if as_of.is_live() {
            format!("{entries} dated after today{spots}. No rule reads them before their day. Is a clock wrong?")
        } else {
            format!("{entries} dated after {}{spots} and left out here.", show_date(as_of.day()))
        })
    }

    /// Returns a short form for a header, or `None` if there are no such entries.
    pub fn say_briefly(&self) -> Option<String> {
        (self.entries > 0).then(|| format!("{} after today", self.entries))
    }
}
