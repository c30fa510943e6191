//! Corrections of saved entries: an entry is replaced or gets a note. Every earlier version stays in the history, and
//! each correction can be undone.

use super::act::{act, take_spot};
use super::assess::no_spot;
use super::saved::Saved;
use super::{Context, Receipt, plain_field};
use crate::domain::{
    FieldError, Infection, Medicine, NOTE, Observation, PersonTree, Photo, Review, Spot, Symptom, Text, Treatment,
};
use crate::error::{Error, Result};
use crate::store::{self, Owner, PersonRow, RecordRef, Store, Transaction};

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
        if let Saved::Look(_, look) = &now {
            write_note_anew(tx, look)?;
        }
        let seq = now.as_record().put(tx, owner)?;
        if let Saved::Look(_, look) = &now {
            for photo in &look.photos {
                RecordRef::Photo(photo).put(tx, Owner::Observation(seq))?;
            }
        }
        Ok((now.spot(), format!("Corrected {what}: {fields}.")))
    })
}

/// Ends the erasure of a look's note where the look has a new one. Its versions up to the erasure stay erased.
fn write_note_anew(tx: &Transaction<'_>, look: &Observation) -> Result<()> {
    if look.note.is_some() {
        let mut erased = store::load_erased(tx)?;
        if erased.bring_back(NOTE, look.id.0) {
            store::bring_back(tx, &erased)?;
        }
    }
    Ok(())
}

/// Adds a note to an entry, below the note that it has.
pub fn add_note(store: &mut Store, context: &Context<'_>, entry: &Saved, note: &Text) -> Result<Receipt> {
    let mut noted = entry.clone();
    let place = noted.note_mut();
    *place = Some(match place.as_ref().filter(|text| !text.trim().is_empty()) {
        Some(before) => format!("{before}\n{note}").parse().map_err(|e: FieldError| e.at("note"))?,
        None => note.clone(),
    });
    correct(store, context, entry, noted)
}

/// Returns the owner of the stored entry, after checking that it still has the content of `was`.
pub(super) fn unchanged_owner(
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
