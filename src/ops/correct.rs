//! Corrections of saved entries: an entry is replaced, struck out or gets a note. Every earlier version stays in the
//! history, and each correction can be undone.

use super::act::{act, take_spot};
use super::assess::no_spot;
use super::saved::Saved;
use super::{Context, Receipt, plain_field};
use crate::domain::{
    FieldError, Infection, Journal, Medicine, Observation, PersonTree, Photo, Review, Spot, Symptom, Text, Treatment,
};
use crate::error::{Error, Result};
use crate::store::{self, Owner, PersonRow, RecordRef, Store, Transaction};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Replaces an entry by a corrected version. Flags are judged again.
///
/// # Errors
///
/// [`Error::Conflict`] if nothing differs, or if the entry was changed or struck out since `was` was loaded.
pub fn correct(store: &mut Store, context: &Context<'_>, was: &Saved, now: Saved) -> Result<Receipt> {
    now.check_typed(was, context)?;
    let differences = now.differences(was);
    if differences.is_empty() {
        return Err(Error::Conflict(format!("nothing is different; {} stays as it is", was.describe())));
    }
    let (what, fields) = (was.describe(), differences.join(", "));
    act(store, context, &format!("corrected {what}: {fields}"), |tx, row, tree| {
        let owner = unchanged_owner(tx, row, tree, was)?;
        let now = stamped(now, context);
        put_in_tree(tx, row, tree, &now)?;
        let field = |error| match (&now, plain_field(error)) {
            // A spot's own days are compared with those of its looks.
            (Saved::Spot(_), error) if error.path == "at" => FieldError { path: "first_seen.on".into(), ..error },
            (_, error) => error,
        };
        tree.check().map_err(field)?;
        let seq = now.as_record().put(tx, owner)?;
        if let Saved::Look(_, look) = &now {
            for photo in &look.photos {
                RecordRef::Photo(photo).put(tx, Owner::Observation(seq))?;
            }
        }
        Ok((now.spot(), format!("Corrected {what}: {fields}.")))
    })
}

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

/// Adds a note to an entry, below the note that it has.
pub fn add_note(store: &mut Store, context: &Context<'_>, entry: &Saved, note: &Text) -> Result<Receipt> {
    let mut noted = entry.clone();
    let place = noted.note_mut()?;
    *place = Some(match place.as_ref().filter(|text| !text.trim().is_empty()) {
        Some(before) => format!("{before}\n{note}").parse().map_err(|e: FieldError| e.at("note"))?,
        None => note.clone(),
    });
    correct(store, context, entry, noted)
}

/// Returns the journal without the entries that were struck out here after their last change, and how many they are.
/// Spots and people are never struck out.
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
    let mut stays = |record: RecordRef<'_>| {
        let gone = struck.get(&(record.table().to_owned(), record.id()));
        let is_struck = gone.is_some_and(|&gone| record.changed_at() <= Some(gone));
        left_out += usize::from(is_struck);
        !is_struck
    };
    let mut journal = journal.clone();
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

/// Returns the owner of the stored entry, after checking that it still has the content of `was`.
fn unchanged_owner(
    tx: &Transaction<'_>,
    row: &PersonRow,
    tree: &mut PersonTree<Observation>,
    was: &Saved,
) -> Result<Owner> {
    let owner = match was {
        Saved::Look(number, _) | Saved::Treatment(number, _) | Saved::Review(Some(number), _) => {
            Owner::Spot(take_spot(tx, row, tree, *number)?)
        }
        _ => Owner::Person(row.seq),
    };
    let record = was.as_record();
    let stored = store::find_record(tx, record, owner)?.ok_or_else(|| {
        Error::Conflict(format!("{} is no longer there; it was struck out elsewhere", was.describe()))
    })?;
    if !record.same_as(&stored, owner)? {
        return Err(Error::Conflict(format!(
            "{} was changed elsewhere since it was shown here; look at it again first",
            was.describe()
        )));
    }
    Ok(owner)
}

/// Returns the entry with its change time set to now.
fn stamped(entry: Saved, context: &Context<'_>) -> Saved {
    let at = |old| context.changed(old);
    match entry {
        Saved::Look(number, r) => {
            // Another machine may have struck out the look with its photos; all of them must be newer than that.
            let photo = |photo: Photo| Photo { changed_at: at(photo.changed_at), ..photo };
            let photos = r.photos.into_iter().map(photo).collect();
            Saved::Look(number, Observation { changed_at: at(r.changed_at), photos, ..r })
        }
        Saved::Spot(r) => Saved::Spot(Spot { changed_at: at(r.changed_at), ..r }),
        Saved::Review(number, r) => Saved::Review(number, Review { changed_at: at(r.changed_at), ..r }),
        Saved::Treatment(number, r) => Saved::Treatment(number, Treatment { changed_at: at(r.changed_at), ..r }),
        Saved::Symptom(r) => Saved::Symptom(Symptom { changed_at: at(r.changed_at), ..r }),
        Saved::Medicine(r) => Saved::Medicine(Medicine { changed_at: at(r.changed_at), ..r }),
        Saved::Infection(r) => Saved::Infection(Infection { changed_at: at(r.changed_at), ..r }),
    }
}

/// Puts the corrected entry into the tree to be checked. A spot is checked with all its looks.
fn put_in_tree(tx: &Transaction<'_>, row: &PersonRow, tree: &mut PersonTree<Observation>, entry: &Saved) -> Result<()> {
    match (entry, tree.spots.as_mut_slice()) {
        (Saved::Look(_, r), [spot, ..]) => spot.observations = vec![r.clone()],
        (Saved::Review(Some(_), r), [spot, ..]) => spot.reviews = vec![r.clone()],
        (Saved::Treatment(_, r), [spot, ..]) => spot.treatments = vec![r.clone()],
        (Saved::Review(None, r), _) => tree.reviews = vec![r.clone()],
        (Saved::Symptom(r), _) => tree.symptoms = vec![r.clone()],
        (Saved::Medicine(r), _) => tree.medicines = vec![r.clone()],
        (Saved::Infection(r), _) => tree.infections = vec![r.clone()],
        (Saved::Spot(r), _) => {
            let mut whole = store::load_spot_tree(tx, row.seq, r.number)?.ok_or_else(|| no_spot(r.number))?;
            let mut before = PersonTree::new(row.person.clone());
            before.spots = vec![whole.clone()];
            // Faults that existed before do not block this correction.
            if before.check().is_ok() {
                whole.spot = r.clone();
                tree.spots = vec![whole];
            }
        }
        // Their spot is in the tree, since its row is the owner of the entry.
        (Saved::Look(..) | Saved::Review(Some(_), _) | Saved::Treatment(..), []) => {}
    }
    Ok(())
}
