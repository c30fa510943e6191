//! Corrections of saved entries: an entry is replaced, struck out or gets a note. Every earlier version stays in the
//! history, and each correction can be undone.

use super::act::{act, take_spot};
use super::assess::{no_spot, person};
use super::{Context, Receipt, one_line_at, plain_field};
use crate::domain::{
    FieldError, Infection, Journal, Listed, Medicine, Moment, Observation, PersonTree, Review, Said, Spot, Symptom,
    Text, Treatment, Word, questions, show_readings,
};
use crate::error::{Error, Result};
use crate::store::{self, Owner, PersonRow, RecordRef, Store, Transaction};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A saved entry with its content.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// A look, with the number of its spot.
    Look(u32, Observation),
    /// A spot, without its looks.
    Spot(Spot),
    /// A review, with the number of its spot; `None` for a review of the person.
    Review(Option<u32>, Review),
    /// A treatment, with the number of its spot.
    Treatment(u32, Treatment),
    /// A symptom of the person.
    Symptom(Symptom),
    /// A medicine of the person.
    Medicine(Medicine),
    /// An infection of the person.
    Infection(Infection),
}

/// The kinds of entries that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedKind {
    /// A look, by its spot and day.
    Look,
    /// A review, by its spot and day; without a spot, of the person.
    Review,
    /// A treatment, by its spot and the day it was started.
    Treatment,
    /// A symptom, by its word and day.
    Symptom,
    /// A medicine, by its name.
    Medicine,
    /// An infection, by its day.
    Infection,
}

impl SavedKind {
    /// Every kind, with its word on the command line.
    pub const ALL: [(&'static str, SavedKind); 6] = [
        ("look", SavedKind::Look),
        ("review", SavedKind::Review),
        ("treatment", SavedKind::Treatment),
        ("symptom", SavedKind::Symptom),
        ("medicine", SavedKind::Medicine),
        ("infection", SavedKind::Infection),
    ];
}

/// The address of a saved entry as people type it: `4@2026-11-21/2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What comes before the `@`: the number of a spot, a symptom, or the name of a medicine. Empty for an infection or
    /// a review of the person.
    pub of: String,
    /// The day of the entry. A medicine needs none.
    pub on: Option<NaiveDate>,
    /// The place of the entry among those of the day, from 1.
    pub nth: Option<usize>,
}

impl Address {
    /// Parses `4@2026-11-21`, `fever@yesterday/2`, `me@2026-11-21` or the name of a medicine.
    ///
    /// # Errors
    ///
    /// Fails for a day that cannot be read.
    pub fn parse(text: &str, now: NaiveDateTime) -> Result<Address, FieldError> {
        let Some((of, day)) = text.rsplit_once('@') else {
            return Ok(Address { of: text.trim().to_owned(), on: None, nth: None });
        };
        let (day, nth) = match day.rsplit_once('/').map(|(day, nth)| (day, nth.trim().parse::<usize>())) {
            Some((day, Ok(nth))) if (1..100).contains(&nth) => (day, Some(nth)),
            _ => (day, None),
        };
        let on = Said::parse(day, now).and_then(Said::moment)?.day();
        Ok(Address { of: of.trim().to_owned(), on: Some(on), nth })
    }

    fn spot(&self) -> Result<u32, FieldError> {
        let wrong = |_| FieldError::new(format!("\"{}\" is not the number of a spot; allowed: 4@2026-11-21", self.of));
        self.of.parse().map_err(wrong)
    }
}

impl Saved {
    /// Returns the number of the spot that the entry belongs to.
    pub fn spot(&self) -> Option<u32> {
        match self {
            Saved::Look(number, _) | Saved::Treatment(number, _) => Some(*number),
            Saved::Spot(spot) => Some(spot.number),
            Saved::Review(number, _) => *number,
            Saved::Symptom(_) | Saved::Medicine(_) | Saved::Infection(_) => None,
        }
    }

    fn as_record(&self) -> RecordRef<'_> {
        match self {
            Saved::Look(_, r) => RecordRef::Observation(r),
            Saved::Spot(r) => RecordRef::Spot(r),
            Saved::Review(_, r) => RecordRef::Review(r),
            Saved::Treatment(_, r) => RecordRef::Treatment(r),
            Saved::Symptom(r) => RecordRef::Symptom(r),
            Saved::Medicine(r) => RecordRef::Medicine(r),
            Saved::Infection(r) => RecordRef::Infection(r),
        }
    }

    /// Returns the kind, the spot and the day of the entry, for messages and the history.
    pub fn describe(&self) -> String {
        let of = |number: Option<u32>| number.map_or_else(|| "the person".to_owned(), |n| format!("spot {n}"));
        match self {
            Saved::Look(number, r) => format!("the look at spot {number} of {}", r.at.day()),
            Saved::Spot(spot) => format!("spot {}", spot.number),
            Saved::Review(number, r) => format!("the review of {} by {} on {}", of(*number), r.by.label(), r.on),
            Saved::Treatment(number, r) => format!("the treatment of spot {number} from {}", r.started_on),
            Saved::Symptom(r) => format!("the symptom {} of {}", r.symptom.label(), r.at.day()),
            Saved::Medicine(r) => {
                format!("the medicine {}", r.name.as_ref().map_or_else(|| "without a name".into(), Text::on_one_line))
            }
            Saved::Infection(r) => format!("the infection of {}", r.on),
        }
    }

    /// Returns the note, for an entry that can have one.
    ///
    /// # Errors
    ///
    /// Fails for a kind of entry that has no note.
    fn note_mut(&mut self) -> Result<&mut Option<Text>> {
        match self {
            Saved::Look(_, r) => Ok(&mut r.note),
            Saved::Symptom(r) => Ok(&mut r.note),
            _ => Err(FieldError::new("only a look or a symptom can have a note").at("WHICH").into()),
        }
    }

    /// Names the fields that differ from an earlier version, with a size before and after.
    fn differences(&self, was: &Saved) -> Vec<String> {
        let mut found = Vec::new();
        let mut differs = |name: &str, is_other: bool| found.extend(is_other.then(|| name.to_owned()));
        match (was, self) {
            (Saved::Look(_, was), Saved::Look(_, now)) => {
                differs("day", was.at != now.at);
                differs("presence", was.answers.presence != now.answers.presence);
                let size = |look: &Observation| look.answers.measurement.and_then(|m| m.diameter()).map(show_readings);
                match (size(was), size(now)) {
                    (Some(then), Some(size)) if then != size => differs(&format!("size {then} to {size}"), true),
                    _ => differs("size", was.answers.measurement != now.answers.measurement),
                }
                for question in questions() {
                    let is_other = question.get(&was.answers) != question.get(&now.answers);
                    differs(&question.title.to_lowercase(), is_other);
                }
                differs("note", was.note != now.note);
                differs("photos", was.photos != now.photos);
            }
            (Saved::Spot(was), Saved::Spot(now)) => {
                differs("label", was.label != now.label);
                differs("place", was.place() != now.place() || was.position != now.position);
                differs("first seen", was.first_seen != now.first_seen);
                differs("since birth", was.since_birth != now.since_birth);
                differs("onset", was.onset != now.onset);
                differs("what came before", was.contexts != now.contexts);
            }
            (Saved::Review(_, was), Saved::Review(_, now)) => {
                differs("day", was.on != now.on);
                differs("reviewer", was.by != now.by);
                differs("what was said", was.said != now.said);
                differs("outcome", was.outcome != now.outcome);
            }
            (Saved::Treatment(_, was), Saved::Treatment(_, now)) => {
                differs("what", was.what != now.what);
                differs("kind", was.kind != now.kind);
                differs("start", was.started_on != now.started_on);
                differs("improved", was.improved != now.improved);
            }
            (Saved::Symptom(was), Saved::Symptom(now)) => {
                differs("symptom", was.symptom != now.symptom);
                differs("presence", was.present != now.present);
                differs("time", was.at != now.at);
                differs("note", was.note != now.note);
            }
            (Saved::Medicine(was), Saved::Medicine(now)) => {
                differs("name", was.name != now.name);
                differs("start", was.started_on != now.started_on);
                differs("stop", was.stopped_on != now.stopped_on);
            }
            (Saved::Infection(was), Saved::Infection(now)) => {
                differs("kind", was.kind != now.kind);
                differs("day", was.on != now.on);
            }
            _ => {}
        }
        found
    }

    /// Returns the days of the entry with their fields in the file format.
    fn days(&self) -> Vec<(&'static str, Moment)> {
        match self {
            Saved::Look(_, r) => vec![("at", r.at)],
            Saved::Spot(r) => r.first_seen.iter().map(|seen| ("first_seen.on", Moment::on(seen.earliest()))).collect(),
            Saved::Review(_, r) => vec![("on", Moment::on(r.on))],
            Saved::Treatment(_, r) => vec![("started_on", Moment::on(r.started_on))],
            Saved::Symptom(r) => vec![("at", r.at)],
            Saved::Medicine(r) => {
                let stopped = r.stopped_on.map(|day| ("stopped_on", Moment::on(day)));
                [("started_on", Moment::on(r.started_on))].into_iter().chain(stopped).collect()
            }
            Saved::Infection(r) => vec![("on", Moment::on(r.on))],
        }
    }

    /// Checks what was typed. Days that the entry had before are not checked again.
    fn check_typed(&self, was: &Saved, context: &Context<'_>) -> Result<()> {
        let before = was.days();
        for (field, day) in self.days().into_iter().filter(|day| !before.contains(day)) {
            context.check_typed(field, day)?;
        }
        match self {
            Saved::Spot(r) => one_line_at(r.label.as_ref(), "label")?,
            Saved::Treatment(_, r) => one_line_at(r.what.as_ref(), "what")?,
            Saved::Medicine(r) => {
                one_line_at(r.name.as_ref(), "name")?;
                if let Some(stopped) = r.stopped_on.filter(|&stopped| stopped < r.started_on) {
                    let message = format!("{stopped} is before it was started ({})", r.started_on);
                    return Err(FieldError::new(message).at("stopped_on").into());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Finds a saved entry of the person by its address.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none, an invalid value if a day has several and the address chooses none.
pub fn find_saved(store: &Store, context: &Context<'_>, kind: SavedKind, address: &Address) -> Result<Saved> {
    store.read(|c| {
        let row = person(c, context)?.ok_or_else(|| Error::NotFound("there is nobody in this journal yet".into()))?;
        let tree = |number| store::load_spot_tree(c, row.seq, number)?.ok_or_else(|| no_spot(number));
        let is_of_person = address.of.is_empty() || address.of == "me";
        let found: Vec<Saved> = match kind {
            SavedKind::Look => {
                let number = address.spot()?;
                tree(number)?.observations.into_iter().map(|look| Saved::Look(number, look)).collect()
            }
            SavedKind::Treatment => {
                let number = address.spot()?;
                tree(number)?.treatments.into_iter().map(|r| Saved::Treatment(number, r)).collect()
            }
            SavedKind::Review if !is_of_person => {
                let number = address.spot()?;
                tree(number)?.reviews.into_iter().map(|r| Saved::Review(Some(number), r)).collect()
            }
            _ => {
                let (facts, _) = store::load_outline(c, row.clone())?;
                match kind {
                    SavedKind::Review => facts.reviews.into_iter().map(|r| Saved::Review(None, r)).collect(),
                    SavedKind::Symptom => {
                        let symptom = Listed::parse(&address.of)?;
                        let same = facts.symptoms.into_iter().filter(|r| r.symptom == symptom);
                        same.map(Saved::Symptom).collect()
                    }
                    SavedKind::Medicine => {
                        let name = address.of.to_lowercase();
                        let is_it = |r: &Medicine| r.name.as_ref().is_some_and(|n| n.to_lowercase() == name);
                        facts.medicines.into_iter().filter(is_it).map(Saved::Medicine).collect()
                    }
                    _ => facts.infections.into_iter().map(Saved::Infection).collect(),
                }
            }
        };
        choose(found, address)
    })
}

/// Returns the only entry of the day, or the chosen one.
fn choose(found: Vec<Saved>, address: &Address) -> Result<Saved> {
    let is_of_day =
        |entry: &Saved| address.on.is_none_or(|on| entry.days().first().is_some_and(|(_, at)| at.day() == on));
    let mut of_day: Vec<Saved> = found.into_iter().filter(is_of_day).collect();
    let count = of_day.len();
    match address.nth {
        _ if count == 0 => {
            let on = address.on.map_or_else(String::new, |on| format!(" on {on}"));
            Err(Error::NotFound(format!("there is no such entry{on}")))
        }
        Some(nth) if nth <= count => Ok(of_day.swap_remove(nth - 1)),
        Some(nth) => Err(Error::NotFound(format!("there is no entry {nth} of that day; there are {count}"))),
        None if count == 1 => Ok(of_day.remove(0)),
        None if address.on.is_none() => {
            Err(FieldError::new("there are several; add the day, as in 4@2026-11-21").at("WHICH").into())
        }
        None => Err(FieldError::new(format!("that day has {count} of them; add /1 to /{count}")).at("WHICH").into()),
    }
}

/// Finds the spot with that number.
pub fn find_spot(store: &Store, context: &Context<'_>, number: u32) -> Result<Saved> {
    Ok(Saved::Spot(super::spot(store, context, number)?.spot))
}

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
        Saved::Look(number, r) => Saved::Look(number, Observation { changed_at: at(r.changed_at), ..r }),
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
