//! What a judgement leaves out because it is dated later than the moment it is for.

use crate::domain::{AsOf, Moment, PersonTree, SpotTree, show_date};
use std::collections::BTreeSet;

/// Entries of a person that are dated later. They are kept, and count from their own day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// How many records: looks, symptoms, medicines, infections, treatments, reviews, and spots by when they were first
    /// seen and closed.
    pub entries: usize,
    /// The numbers of the spots that some of them belong to.
    spots: BTreeSet<u32>,
    /// In a judgement for now, the numbers of the spots of which nothing else is known. As of an earlier moment there
    /// were no such spots yet.
    pub only: BTreeSet<u32>,
}

impl Ahead {
    /// What is the person's and no spot's.
    pub fn of_person<O>(facts: &PersonTree<O>, as_of: AsOf) -> Self {
        let symptoms = facts.symptoms.iter().filter(|s| as_of.excludes(s.at)).count();
        let medicines = facts.medicines.iter().map(|m| m.started_on);
        let days = medicines.chain(facts.infections.iter().map(|i| i.on)).chain(facts.reviews.iter().map(|r| r.on));
        Ahead { entries: symptoms + days.filter(|&day| as_of.excludes_day(day)).count(), ..Ahead::default() }
    }

    /// Adds what belongs to a spot. `looks` are the times of its observations, in order; `is_judged` says whether
    /// anything else is known of it.
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

    /// Whether some of them belong to a spot.
    pub fn has(&self, spot: u32) -> bool {
        self.spots.contains(&spot)
    }

    /// The sentence that tells of them; `None` where there are none.
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

    /// The same in the few words that a header has room for.
    pub fn say_briefly(&self) -> Option<String> {
        (self.entries > 0).then(|| format!("{} after today", self.entries))
    }
}
