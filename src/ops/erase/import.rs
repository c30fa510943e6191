//! What was erased, in a file that is taken in: left out, or brought back where that is asked for.

use crate::domain::{Erasures, Journal, NOTE, Observation, PersonTree, Text};
use crate::error::Result;
use crate::ops::sync::{Body, Kind, State};
use crate::store::{self, Transaction};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A journal without what is erased and what belongs to it, and how many records and notes that were.
pub fn without_erased(journal: &Journal, erased: &Erasures) -> (Journal, usize) {
    let before = State::new(journal.clone(), BTreeMap::new()).entries.len();
    let mut notes = 0;
    let mut kept = journal.clone();
    kept.retain(|tree| !erased.has("person", tree.person.id.0));
    kept.iter_mut().for_each(|tree| notes += clean(tree, erased));
    let after = State::new(kept.clone(), BTreeMap::new()).entries.len();
    (kept, before - after + notes)
}

/// Returns how many notes went.
fn clean(tree: &mut PersonTree<Observation>, erased: &Erasures) -> usize {
    let mut notes = 0;
    tree.infections.retain(|record| !erased.has("infection", record.id.0));
    tree.medicines.retain(|record| !erased.has("medicine", record.id.0));
    tree.symptoms.retain(|record| !erased.has("symptom", record.id.0));
    tree.reviews.retain(|record| !erased.has("review", record.id.0));
    tree.spots.retain(|tree| !erased.has("spot", tree.spot.id.0));
    for spot in &mut tree.spots {
        spot.treatments.retain(|record| !erased.has("treatment", record.id.0));
        spot.reviews.retain(|record| !erased.has("review", record.id.0));
        spot.observations.retain(|look| !erased.has("observation", look.id.0));
        for look in &mut spot.observations {
            look.photos.retain(|photo| !erased.has("photo", photo.id.0));
            if erased.has(NOTE, look.id.0) && look.note.take().is_some() {
                notes += 1;
            }
        }
    }
    notes
}

/// A record or a note that was erased and is there again.
pub enum Back {
    Record(Kind, Uuid, DateTime<Utc>),
    Note(Uuid, Text, DateTime<Utc>),
}

impl Back {
    /// Makes it later than the erasing, so that it stays on every machine. A look that is there with a note erased is
    /// newer than the file, so its note is put back by itself.
    pub fn outlive(&self, tx: &Transaction<'_>) -> Result<()> {
        match self {
            Back::Record(kind, id, at) => store::outlive(tx, kind.word(), *id, *at),
            Back::Note(look, note, at) => store::put_note_back(tx, *look, note, *at),
        }
    }
}

/// Marks what the file holds as no longer erased. Returns what has to be made later than its erasing.
pub fn bring_back(journal: &Journal, erased: &mut Erasures) -> Vec<Back> {
    let mut back = Vec::new();
    for ((kind, id), entry) in State::new(journal.clone(), BTreeMap::new()).entries {
        if let Some(erasure) = erased.get(kind.word(), id) {
            erased.bring_back(kind.word(), id);
            // What is later already stays without help.
            if entry.changed_at() <= Some(erasure.at) {
                back.push(Back::Record(kind, id, erasure.at));
            }
        }
        if let (Body::Observation(Observation { note: Some(note), .. }), Some(erasure)) =
            (entry.body, erased.get(NOTE, id))
        {
            erased.bring_back(NOTE, id);
            back.push(Back::Note(id, note, erasure.at));
        }
    }
    back
}
