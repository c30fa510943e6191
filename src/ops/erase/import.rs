//! Erased records in an imported file: they are skipped, or restored on request.

use crate::domain::{Erasures, Journal, NOTE, Observation, PersonTree, Text};
use crate::error::Result;
use crate::ops::sync::{Body, RecordKind, State};
use crate::store::{self, Transaction};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Returns a journal without the erased records and what belongs to them, and the number of skipped records and notes.
pub(crate) fn without_erased(journal: &Journal, erased: &Erasures) -> (Journal, usize) {
    let before = State::new(journal.clone(), BTreeMap::new()).entries.len();
    let mut notes = 0;
    let mut kept = journal.clone();
    kept.retain(|tree| !erased.has("person", tree.person.id.0));
    kept.iter_mut().for_each(|tree| notes += clean(tree, erased));
    let after = State::new(kept.clone(), BTreeMap::new()).entries.len();
    (kept, before - after + notes)
}

/// Removes the erased records and notes of a person. Returns the number of removed notes.
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
            if erased.has_note(look.id.0, look.changed_at) && look.note.take().is_some() {
                notes += 1;
            }
        }
    }
    notes
}

/// An erased record or note to restore.
pub(crate) enum Back {
    Record(RecordKind, Uuid, DateTime<Utc>),
    Note(Uuid, Text, DateTime<Utc>),
}

impl Back {
    /// Sets the change time to after the erasure, so that the record stays on every machine. A look with an erased note
    /// is newer than its version in the file, so the note is restored separately.
    pub(crate) fn outlive(&self, tx: &Transaction<'_>) -> Result<()> {
        match self {
            Back::Record(kind, id, at) => store::outlive(tx, kind.word(), *id, *at),
            Back::Note(look, note, at) => store::put_note_back(tx, *look, note, *at),
        }
    }
}

/// Marks everything in the file as no longer erased. Returns the records and notes that need a later change time.
pub(crate) fn bring_back(journal: &Journal, erased: &mut Erasures) -> Vec<Back> {
    let mut back = Vec::new();
    for ((kind, id), entry) in State::new(journal.clone(), BTreeMap::new()).entries {
        if let Some(erasure) = erased.get(kind.word(), id) {
            erased.bring_back(kind.word(), id);
            // A record that is later already needs no change.
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
