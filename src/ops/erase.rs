//! Erasing of a person, a spot, a look or the note of a look, with every version of it.
//!
//! The record is searched for in the tables and in the history, so that an undone entry can be erased too.

mod import;

pub(super) use import::{bring_back, without_erased};

use super::Context;
use super::act::record_shown;
use super::assess::{judge, no_spot, person};
use super::saved::Address;
use crate::domain::{Erasures, FieldError, Moment, NOTE, ShowPath, show_date};
use crate::error::{Error, Result};
use crate::store::{self, Completed, Known, Ledger, RecordKey, Store, Unerased};
use chrono::{NaiveDate, NaiveDateTime};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What to erase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person, by name.
    Person(String),
    /// A spot of the context's person, by number.
    Spot(u32),
    /// A look with its note and its references to pictures.
    Look(WhichLook),
    /// The note of a look; the look stays.
    Note(WhichLook),
}

/// A look: its spot, its day, and its position on that day, from 1. Without a position it must be the only one of the
/// day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhichLook {
    /// The number of the spot, which belongs to the context's person.
    pub spot: u32,
    /// The day of the look.
    pub on: NaiveDate,
    /// The position among the looks of that day, from 1; `None` if there is only one.
    pub nth: Option<usize>,
}

/// The keyword of each subject, with an example of its argument.
const SUBJECTS: [(&str, &str); 4] =
    [("person", "Ben"), ("spot", "4"), ("look", "4@2026-11-21"), ("note", "4@2026-11-21")];

impl Subject {
    /// Parses `spot 4`, `look 4@2026-11-21/2`, `note 4@yesterday` or `person Ben`.
    pub fn parse(text: &str, now: NaiveDateTime) -> Result<Subject, FieldError> {
        let (kind, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        let rest = rest.trim();
        let Some((kind, example)) = SUBJECTS.into_iter().find(|(word, _)| *word == kind) else {
            let all: Vec<String> = SUBJECTS.iter().map(|(word, example)| format!("{word} {example}")).collect();
            return Err(FieldError::new(format!("\"{text}\" cannot be erased; allowed: {}", all.join(", "))));
        };
        let number = |text: &str| {
            let number = text.trim().parse::<u32>();
            number
                .map_err(|_| FieldError::new(format!("\"{text}\" is not the number of a spot; write {kind} {example}")))
        };
        if kind == "person" {
            return if rest.is_empty() {
                Err(FieldError::new("name the person"))
            } else {
                Ok(Subject::Person(rest.to_owned()))
            };
        }
        if kind == "spot" {
            return Ok(Subject::Spot(number(rest)?));
        }
        let Address { of, on: Some(on), nth } = Address::parse(rest, now)? else {
            let message =
                format!("name the spot and the day of the look: {kind} {example}, with /2 for the second of a day");
            return Err(FieldError::new(message));
        };
        let which = WhichLook { spot: number(&of)?, on, nth };
        Ok(if kind == "look" { Subject::Look(which) } else { Subject::Note(which) })
    }
}

/// A planned erasure: what it deletes and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// `spot 4, left shin`.
    pub what: String,
    /// The description in the history: the kind only, without content.
    told: &'static str,
    erased: Erasures,
    /// The number of records of each kind.
    pub counts: Vec<(&'static str, usize)>,
    /// The number of backups to search.
    pub backups: usize,
    /// Copies kept beside the journal. They may contain the erased data and are not changed.
    pub kept: Vec<PathBuf>,
    /// Whether other machines have this journal.
    pub is_synced: bool,
}

/// The limits of erasing, always shown.
pub const NOT_REACHED: &str = "Not reached: exports, reports and calendars already made, pictures, copies elsewhere, \
    snapshots of the file system, and what a disk keeps of old files.";
/// The warning before erasing, always shown.
pub const NO_WAY_BACK: &str = "This cannot be undone.";
/// The word to type as confirmation.
pub const WORD: &str = "erase";

impl Plan {
    /// Returns the sentences to show before the confirmation.
    pub fn lines(&self) -> Vec<String> {
        let counts: Vec<String> = self.counts.iter().map(|(word, n)| count(word, *n)).collect();
        let mut lines = vec![
            format!("To be erased: {}.", self.what),
            format!("That is {}, with every earlier version.", counts.join(", ")),
        ];
        lines.push(match self.backups {
            0 => "There is no backup yet.".to_owned(),
            1 => "It is erased in the backup too.".to_owned(),
            n => format!("It is erased in the {n} backups too."),
        });
        if self.is_synced {
            lines.push(
                "Other machines erase it when they sync next; an older spotlog there only removes it.".to_owned(),
            );
        }
        if !self.kept.is_empty() {
            let kept: Vec<String> = self.kept.iter().map(|path| path.shown().to_string()).collect();
            lines.push(format!("Kept copies may still hold it: {}.", kept.join(", ")));
        }
        lines.push("Drafts of half-filled forms are thrown away too.".to_owned());
        lines.push(NOT_REACHED.to_owned());
        lines.push(NO_WAY_BACK.to_owned());
        lines
    }
}

fn count(kind: &str, n: usize) -> String {
    let plural = match (kind, n) {
        (_, 1) => kind.to_owned(),
        ("person", _) => "people".to_owned(),
        ("look", _) => "looks".to_owned(),
        ("reference to a picture", _) => "references to pictures".to_owned(),
        (kind, _) => format!("{kind}s"),
    };
    format!("{n} {plural}")
}

/// Returns the displayed name of a kind of record.
fn called(kind: &'static str) -> &'static str {
    match kind {
        "observation" => "look",
        "photo" => "reference to a picture",
        kind => kind,
    }
}

/// Finds what would be erased. Nothing is changed.
///
/// # Errors
///
/// [`Error::NotFound`] if neither the journal nor its history has the record. An invalid value if a day has several
/// looks and none is chosen.
pub fn plan_erasing(store: &Store, context: &Context<'_>, subject: &Subject) -> Result<Plan> {
    let path = store.path();
    let ledger = store.read(Ledger::read)?;
    let mut erased = store.read(store::load_erased)?;
    let (key, what, told) = match subject {
        Subject::Person(name) => (find_person(&ledger, name)?, name.clone(), "erased: a person"),
        Subject::Spot(number) => {
            let key = find_spot(store, context, &ledger, *number)?;
            (key, title(store, context, *number)?, "erased: a spot")
        }
        Subject::Look(which) => {
            let key = find_look(store, context, &ledger, which)?;
            let what = format!("the look of {}, {}", show_date(which.on), title(store, context, which.spot)?);
            (key, what, "erased: a look")
        }
        Subject::Note(which) => {
            let (_, id) = find_look(store, context, &ledger, which)?;
            let has_note = ledger.records.get(&("observation", id)).is_some_and(|known| known.has_note);
            if !has_note {
                return Err(Error::NotFound(format!("the look of {} has no note", show_date(which.on))));
            }
            let what =
                format!("the note of {}, {}; the look stays", show_date(which.on), title(store, context, which.spot)?);
            ((NOTE, id), what, "erased: a note")
        }
    };
    let version = ledger.records.get(&(if key.0 == NOTE { "observation" } else { key.0 }, key.1));
    erased.erase(key.0, key.1, context.now.utc, version.and_then(|known| known.changed_at));
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    if key.0 == NOTE {
        counts.push((NOTE, 1));
    }
    for (record, _) in ledger.records.iter().filter(|(record, _)| ledger.is_below(**record, key)) {
        match counts.iter_mut().find(|(kind, _)| *kind == called(record.0)) {
            Some((_, n)) => *n += 1,
            None => counts.push((called(record.0), 1)),
        }
    }
    Ok(Plan {
        what,
        told,
        erased,
        counts,
        backups: store::backups_of(path).len(),
        kept: store::kept_copies(path).into_iter().filter(|kept| !is_note(kept)).collect(),
        is_synced: super::sync::is_synced(store),
    })
}

/// Returns whether a kept copy is a note from an editor.
fn is_note(kept: &Path) -> bool {
    kept.file_name().is_some_and(|name| name.to_string_lossy().contains(".note-"))
}

/// The result of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Sentences that describe what was done.
    pub done: String,
    /// The backups that could not be opened, as sentences with the reasons.
    pub unopened: Vec<String>,
}

/// Erases what was planned, in the journal and its backups.
///
/// # Errors
///
/// [`Error::Unfinished`] if it is erased from the journal but not yet everywhere else; the next start continues.
pub fn erase(store: &mut Store, context: &Context<'_>, plan: &Plan) -> Result<Gone> {
    store.write(context.now.utc, context.made_by, plan.told, |tx| {
        store::erase(tx, &plan.erased)?;
        // Flags that are still open were shown too, so they are recorded again.
        for row in store::people(tx)? {
            record_shown(tx, &judge(tx, row, context)?.assessment)?;
        }
        Ok(())
    })?;
    // A note left by a killed editor session is a draft, and is deleted too.
    for note in store::kept_copies(store.path()).iter().filter(|path| is_note(path)) {
        store::delete_kept(note)?;
    }
    let completed = match store.erasing() {
        Some(Ok(completed)) => completed.clone(),
        Some(Err(why)) => return Err(Error::Unfinished(why.clone())),
        None => Completed::default(),
    };
    let backups = match completed.backups {
        0 => String::new(),
        1 => " A backup that held it no longer does.".to_owned(),
        n => format!(" {n} backups that held it no longer do."),
    };
    let unopened = completed.unopened.iter().map(say_unopened).collect();
    Ok(Gone { done: format!("Erased: {}.{backups}", plan.what), unopened })
}

/// Returns what to tell the person about an erasure that was continued on opening, as sentences.
pub fn say_erasing(store: &Store) -> Vec<String> {
    match store.erasing() {
        None => Vec::new(),
        Some(Ok(completed)) => completed.unopened.iter().map(say_unopened).collect(),
        Some(Err(why)) => vec![format!("What was erased may still be in backups or in free space of the file: {why}")],
    }
}

fn say_unopened(backup: &Unerased) -> String {
    let file = backup.path.shown();
    format!(
        "The backup {file} cannot be cleaned and may still hold what was erased: {}. Delete it to be sure.",
        backup.why
    )
}

/// Deletes copies of older states that were kept beside the journal.
pub fn delete_kept(kept: &[PathBuf]) -> Result<()> {
    kept.iter().try_for_each(|path| store::delete_kept(path))
}

fn find_person(ledger: &Ledger, name: &str) -> Result<RecordKey> {
    // Existing people take precedence over deleted ones.
    let named = |known: &Known| known.name.as_deref() == Some(name);
    let people = ledger.records.iter().filter(|((kind, _), known)| *kind == "person" && named(known));
    let found = people.min_by_key(|(_, known)| !known.is_there).map(|(key, _)| *key);
    found.ok_or_else(|| Error::NotFound(format!("there is no {name} in this journal")))
}

fn find_spot(store: &Store, context: &Context<'_>, ledger: &Ledger, number: u32) -> Result<RecordKey> {
    let row = store.read(|c| person(c, context))?.ok_or_else(|| no_spot(number))?;
    let owner = Some(("person", row.person.id.0));
    let own = |((kind, _), known): &(&RecordKey, &Known)| {
        *kind == "spot" && known.owner == owner && known.number == Some(number)
    };
    let found = ledger.records.iter().filter(own).min_by_key(|(_, known)| !known.is_there);
    found.map(|(key, _)| *key).ok_or_else(|| no_spot(number))
}

/// Returns `spot 4, left shin`, or only the number for a spot that is only in the history.
fn title(store: &Store, context: &Context<'_>, number: u32) -> Result<String> {
    let row = store.read(|c| person(c, context))?;
    let spot = row.map(|row| store.read(|c| store::load_spot(c, row.seq, number))).transpose()?.flatten();
    Ok(spot.map_or_else(|| format!("spot {number}"), |(_, spot)| format!("spot {number}, {}", spot.title())))
}

fn find_look(store: &Store, context: &Context<'_>, ledger: &Ledger, which: &WhichLook) -> Result<RecordKey> {
    let spot = find_spot(store, context, ledger, which.spot)?;
    let is_of_day = |known: &Known| {
        let at = known.at.as_deref().and_then(|at| at.parse::<Moment>().ok());
        at.is_some_and(|at| at.day() == which.on)
    };
    let own = |((kind, _), known): &(&RecordKey, &Known)| {
        *kind == "observation" && known.owner == Some(spot) && is_of_day(known)
    };
    let mut found: Vec<(bool, Option<&str>, Uuid)> =
        ledger.records.iter().filter(own).map(|(key, known)| (!known.is_there, known.at.as_deref(), key.1)).collect();
    // In the order of the screen; looks that are only in the history come last.
    found.sort();
    let (day, n) = (show_date(which.on), found.len());
    let chosen = match which.nth {
        None if n > 1 => {
            let message = format!("spot {} has {n} looks of {day}; add /1 to /{n} to choose one", which.spot);
            return Err(FieldError::new(message).into());
        }
        nth => found.get(nth.unwrap_or(1) - 1),
    };
    let missing = || match n {
        0 => format!("spot {} has no look of {day}", which.spot),
        n => format!("spot {} has no look {} of {day}, only {n}", which.spot, which.nth.unwrap_or(1)),
    };
    chosen.map(|(.., id)| ("observation", *id)).ok_or_else(|| Error::NotFound(missing()))
}
