//! Striking out: an entry, or a person with everything, no longer counts. The history keeps it, and an undo restores it.

use super::act::{act, kept};
use super::assess::person;
use super::correct::unchanged_owner;
use super::saved::Saved;
use super::sync::State;
use super::{Context, Receipt};
use crate::domain::{FieldError, Journal, Name};
use crate::error::{Error, Result};
use crate::store::{self, RecordRef, Store, Transaction};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Strikes out an entry: it no longer counts for flags and reports. The history keeps it, and an undo restores it.
///
/// # Errors
///
/// [`Error::Conflict`] if the entry was changed or struck out since it was loaded, or if it is a spot, which is closed
/// as a mistake instead.
pub fn strike(store: &mut Store, context: &Context<'_>, entry: &Saved) -> Result<Receipt> {
    let what = entry.describe();
    if let Saved::Spot(_) = entry {
        return Err(Error::Conflict(format!("{what} is closed as a mistake, not struck out")));
    }
    act(store, context, &format!("struck out {what}"), |tx, row, tree| {
        unchanged_owner(tx, row, tree, entry)?;
        let record = entry.as_record();
        let mut latest = record.changed_at();
        if let Saved::Look(_, look) = entry {
            latest = look.photos.iter().map(|photo| photo.changed_at).fold(latest, Option::max);
            for photo in &look.photos {
                store::delete_record(tx, "photo", photo.id.0)?;
            }
        }
        store::delete_record(tx, record.table(), record.id())?;
        // On other machines the later one wins, so the tombstone must be later than the record.
        store::date_change(tx, context.changed(latest).unwrap_or(context.now.utc))?;
        let spot = entry.spot();
        Ok((spot, format!("Struck out {what}. It no longer counts; the history keeps it, and undo restores it.")))
    })
}

/// Strikes out the context's person with every record. Returns what was done. The name is typed, so that nobody is
/// struck out by a slip.
///
/// # Errors
///
/// An invalid value if `typed` is not the name of the person, [`Error::NotFound`] if there is nobody.
pub fn strike_person(store: &mut Store, context: &Context<'_>, typed: &Name) -> Result<String> {
    let ((), change) = store.write(context.now.utc, context.made_by, &format!("struck out {typed}"), |tx| {
        let row = person(tx, context)?.ok_or_else(|| Error::NotFound("there is nobody in this journal yet".into()))?;
        let name = &row.person.name;
        if name != typed {
            return Err(FieldError::new(format!("that is not the name; type {name} as it stands")).at("name").into());
        }
        let records = State::new(vec![store::load_person(tx, row)?], BTreeMap::new()).entries;
        // Owners sort before their children.
        for ((kind, id), _) in records.iter().rev() {
            store::delete_record(tx, kind.word(), *id)?;
        }
        // On other machines the later one wins, so the tombstones must be later than every record.
        let latest = records.values().filter_map(|entry| entry.changed_at()).max();
        store::date_change(tx, context.changed(latest).unwrap_or(context.now.utc))
    })?;
    kept(store, change)?;
    Ok(format!("Struck out {typed}, with every entry. The history keeps them, and undo restores them."))
}

/// Returns the journal without the entries that were struck out here after their last change, and how many they are. A
/// person stays if any record of theirs is newer. Spots are never struck out.
pub(super) fn without_struck<'j>(tx: &Transaction<'_>, journal: &'j Journal) -> Result<(Cow<'j, Journal>, usize)> {
    let mut struck: BTreeMap<(String, Uuid), DateTime<Utc>> = BTreeMap::new();
    for (table, id, at) in store::struck_out(tx)? {
        if store::find_row(tx, &table, id)?.is_none() {
            struck.insert((table, id), at);
        }
    }
    if struck.is_empty() {
        return Ok((Cow::Borrowed(journal), 0));
    }
    let mut left_out = 0;
    let mut journal = journal.clone();
    journal.retain(|tree| {
        let Some(&gone) = struck.get(&("person".to_owned(), tree.person.id.0)) else { return true };
        let records = State::new(vec![tree.clone()], BTreeMap::new()).entries;
        let is_newer = records.values().any(|entry| entry.changed_at() > Some(gone));
        left_out += if is_newer { 0 } else { records.len() };
        is_newer
    });
    let mut stays = |record: RecordRef<'_>| {
        let gone = struck.get(&(record.table().to_owned(), record.id()));
        let is_struck = gone.is_some_and(|&gone| record.changed_at() <= Some(gone));
        left_out += usize::from(is_struck);
        !is_struck
    };
    for tree in &mut journal {
        tree.symptoms.retain(|r| stays(RecordRef::Symptom(r)));
        tree.medicines.retain(|r| stays(RecordRef::Medicine(r)));
        tree.infections.retain(|r| stays(RecordRef::Infection(r)));
        tree.reviews.retain(|r| stays(RecordRef::Review(r)));
        for spot in &mut tree.spots {
            spot.observations.retain(|r| stays(RecordRef::Observation(r)));
            spot.treatments.retain(|r| stays(RecordRef::Treatment(r)));
            spot.reviews.retain(|r| stays(RecordRef::Review(r)));
        }
    }
    Ok((Cow::Owned(journal), left_out))
}
