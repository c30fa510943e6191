//! Sync of one journal between machines through a folder that another program carries.
//!
//! Each machine writes only its own file and reads those of the others. So reordering, duplicate, truncated or old
//! files do no harm: an incomplete file is left for the next sync, and the merge does not depend on the order. A file
//! beside the journal identifies the machine.

mod erased;
mod merge;
mod pictures;
mod say;
mod synced;

pub use merge::{Body, Entry, Key, RecordKind, State, merge};
pub use synced::Synced;

use merge::{fill_later, without_erased_note};
use say::{say, say_namesake, say_renamed};

use super::act::record_shown;
use super::assess::{judge, troubled};
use super::{Context, file};
use crate::domain::{FieldError, LAST_DAY, ShowPath, check_names};
use crate::error::{Error, Result};
use crate::exchange::{
    Gone, JournalVersion, MAX_FILE_BYTES, SecretString, SyncFile, checksum, is_sealed, read_sync, seal, unseal,
    write_sync,
};
use crate::file::Pipes;
use crate::store::{self, Owner, Store, Transaction};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The extension of the files in the folder.
const ENDING: &str = "spotlog-sync";
/// The `made_by` of changes from other machines; undo does not touch them.
const MADE_BY: &str = "sync";

/// The content of a file in the folder.
#[derive(Clone)]
pub struct Other {
    /// The name of the file for messages.
    pub name: String,
    /// The machine that wrote it; `None` for a carrier's copy of this machine's file.
    pub machine: Option<String>,
    /// Everything that its machine knew when it wrote the file.
    pub state: State,
}

/// The identity of this machine.
#[derive(Serialize, Deserialize)]
struct Machine {
    id: Uuid,
    /// For each folder, the checksums of the last two files written there. A file with this machine's name and other
    /// content was written by another machine.
    #[serde(default)]
    wrote: BTreeMap<String, Vec<String>>,
}

/// Merges the files of the other machines and writes this machine's file. With a passphrase the file is encrypted, and
/// files encrypted with the same passphrase can be read.
pub fn sync(
    store: &mut Store,
    context: &Context<'_>,
    folder: &Path,
    passphrase: Option<&SecretString>,
) -> Result<Synced> {
    if !folder.is_dir() {
        return Err(Error::NotFound(format!("there is no folder {}", folder.shown())));
    }
    let beside = machine_file(store);
    let mut machine = read_machine(&beside)?;
    let name = |machine: &Machine| folder.join(format!("{}.{ENDING}", machine.id));
    let mut own = name(&machine);
    let here = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).to_string_lossy().into_owned();
    let known = machine.wrote.get(&here).cloned().unwrap_or_default();
    // An empty file was truncated by the carrier.
    let found = read_if_there(&own).map(|bytes| bytes.filter(|bytes| !bytes.is_empty()));
    let is_own = found.as_ref().is_ok_and(|bytes| bytes.as_ref().is_none_or(|b| known.contains(&checksum(b))));
    let mut before = found.ok().flatten();
    if !is_own {
        // A copy of this journal's folder is in use elsewhere under the same identity, or another file has the name.
        machine = Machine { id: Uuid::now_v7(), wrote: BTreeMap::new() };
        own = name(&machine);
        before = None;
    }
    if passphrase.is_none() && is_encrypted(folder)? {
        return Err(FieldError::new("the files in this folder are encrypted; add --encrypt").into());
    }
    let mut synced = Synced::default();
    let mut others = read_others(folder, &own, passphrase, &mut synced)?;
    others.extend(erased::read_all(folder, passphrase, &mut synced.left)?);
    let before_sum = before.as_deref().map(checksum);
    let was_sealed = before.as_deref().is_some_and(is_sealed);
    let before = before.and_then(|bytes| open(bytes, passphrase).ok());
    let base = before.as_deref().and_then(|bytes| read_state(bytes).ok());
    // Whoever has a key can read the pictures, so it is only in encrypted files.
    let states = || others.iter().map(|other| &other.state).chain(&base);
    let mut photo_keys: BTreeSet<String> = match passphrase {
        Some(_) => states().flat_map(|state| state.photo_keys.iter().cloned()).collect(),
        None => BTreeSet::new(),
    };
    let keys = passphrase.map(|_| pictures::parse_keys(&photo_keys)).transpose()?;
    pictures::fetch(store, folder, &others, keys.as_deref(), &mut synced)?;
    take_in(store, context, &others, base.as_ref(), &mut synced)?;
    let mut known = store.read(state)?;
    let keys = passphrase.map(|_| pictures::keys_of(store, &mut photo_keys)).transpose()?;
    known.photo_keys = photo_keys;
    pictures::exchange(store, folder, keys.as_deref(), &mut synced)?;
    erased::leave(folder, &own, &known.erased, passphrase)?;
    let least = base.as_ref().map_or(JournalVersion::One, |base| base.version);
    let bytes = write_state(&known, least)?;
    if before.as_ref() == Some(&bytes) && was_sealed == passphrase.is_some() {
        // Nothing is new, so the file is not written again.
        return Ok(synced);
    }
    let bytes = match passphrase {
        Some(passphrase) => seal(&bytes, passphrase)?,
        None => bytes,
    };
    // Written before the file itself, so that after an interruption either file is known as this machine's own.
    machine.wrote.insert(here, before_sum.into_iter().chain([checksum(&bytes)]).collect());
    let text =
        toml::to_string(&machine).map_err(|e| Error::io("the name of this machine")(std::io::Error::other(e)))?;
    write_own(&beside, text.as_bytes())?;
    write_own(&own, &bytes)?;
    Ok(synced)
}

/// Returns whether the journal was ever synced from here.
pub(super) fn is_synced(store: &Store) -> bool {
    machine_file(store).exists()
}

/// Returns the path of the file that identifies this machine.
fn machine_file(store: &Store) -> PathBuf {
    store::with_ending(store.path(), ".machine")
}

/// Replaces a file that only this machine writes.
fn write_own(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = Error::io(format!("{} cannot be written", path.shown()));
    file::write_private(path, file::Existing::Replace, |out| out.write_all(bytes).map_err(failed))
}

/// Reads every file of the folder except this machine's own. An unreadable file is reported, and the others are still
/// read.
fn read_others(
    folder: &Path,
    own: &Path,
    passphrase: Option<&SecretString>,
    synced: &mut Synced,
) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    let paths = files(folder, ENDING)?;
    for path in paths.iter().filter(|path| *path != own) {
        let (machine, is_copy) = machine_of(path);
        let name = path.shown().to_string();
        let bytes = read_if_there(path).and_then(|bytes| open(bytes.unwrap_or_default(), passphrase));
        match bytes.and_then(|bytes| read_state(&bytes)) {
            Ok(state) => {
                if is_copy && paths.contains(&folder.join(format!("{machine}.{ENDING}"))) {
                    synced.copies.push(name.clone());
                }
                let machine = Some(machine).filter(|machine| own.file_stem().is_none_or(|own| own != machine.as_str()));
                others.push(Other { name, machine, state });
            }
            Err(error) => synced.left.push(told_of(&name, &error)),
        }
    }
    Ok(others)
}

/// Returns the machine that wrote a file, from the name, and whether the file is a carrier's conflict copy. Those are
/// Syncthing's `ID.sync-conflict-…`, and `ID (1)` and `ID (conflicted copy)` of others.
fn machine_of(path: &Path) -> (String, bool) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match name.get(..36).filter(|id| Uuid::try_parse(id).is_ok()) {
        Some(id) => (id.to_owned(), name.len() > id.len()),
        None => (name, false),
    }
}

/// Returns whether any machine has left an encrypted file in the folder.
pub fn is_encrypted(folder: &Path) -> Result<bool> {
    let both = files(folder, ENDING)?.into_iter().chain(files(folder, erased::ENDING)?);
    Ok(both.into_iter().any(|path| file::starts_sealed(&path)))
}

fn open(bytes: Vec<u8>, passphrase: Option<&SecretString>) -> Result<Vec<u8>> {
    match passphrase {
        _ if !is_sealed(&bytes) => Ok(bytes),
        Some(passphrase) => Ok(unseal(&bytes, passphrase)?),
        None => Err(FieldError::new("it is encrypted; add --encrypt to open it").into()),
    }
}

/// Returns everything that the journal knows, for other machines.
pub fn state(connection: &store::Connection) -> Result<State> {
    let mut state = state_with_gone(connection)?;
    let State { entries, gone, erased, version: _, photo_keys: _ } = &mut state;
    gone.retain(|key, _| !entries.contains_key(key));
    merge::tell_as_gone(gone, erased);
    Ok(state)
}

/// Does the same as [`state`], but also returns the tombstones of records that exist again.
pub(super) fn state_with_gone(connection: &store::Connection) -> Result<State> {
    let mut gone: BTreeMap<Key, DateTime<Utc>> = BTreeMap::new();
    for (table, id, at) in store::deletions(connection)? {
        if let Some(kind) = kind_of(&table) {
            let latest = gone.entry((kind, id)).or_insert(at);
            *latest = at.max(*latest);
        }
    }
    Ok(State { erased: store::load_erased(connection)?, ..State::new(store::load_journal(connection)?, gone) })
}

/// Returns the bytes of a machine's file, in the lowest version that has every field in use, but at least in `least`. That is
/// the version of the machine's previous file: version 1 could not tell the others that a later field was removed.
pub fn write_state(state: &State, least: JournalVersion) -> Result<Vec<u8>> {
    let gone: Vec<Gone> = state.gone.iter().map(|(&(kind, id), &at)| (kind.word().to_owned(), id, at)).collect();
    let journal = state.journal();
    let needed = if state.photo_keys.is_empty() { JournalVersion::One } else { JournalVersion::Two };
    let version = JournalVersion::needed_by(&journal).max(least).max(needed);
    write_sync(&journal, version, &gone, &state.photo_keys)
        .map_err(Error::io("what this machine knows cannot be written"))
}

/// Parses a machine's file. Its dates may be ahead of the local clock, since the other clock may have been.
pub fn read_state(bytes: &[u8]) -> Result<State> {
    let SyncFile { journal, version, gone, photo_keys } = read_sync(bytes, LAST_DAY)?;
    let gone = gone.into_iter().filter_map(|(record, id, at)| Some(((kind_of(&record)?, id), at)));
    Ok(State { version, photo_keys, ..State::new(journal, gone.collect()) })
}

/// Merges the states of other machines into the journal. `base` is the state that this machine last sent. A file that
/// conflicts with the journal or with earlier files is skipped as a whole and reported.
pub fn take_in(
    store: &mut Store,
    context: &Context<'_>,
    others: &[Other],
    base: Option<&State>,
    synced: &mut Synced,
) -> Result<()> {
    store.write(context.now.utc, MADE_BY, "sync", |tx| {
        let mut here = state(tx)?;
        let others = &*with_later(&here, others);
        let (mut merged, others) = merge_what_fits(&here, others, synced)?;
        if merged.erased != here.erased {
            // Before any comparison: erased records are not conflicts and are not described.
            store::begin_change(tx, context.now.utc, MADE_BY, "sync: erased on another machine")?;
            synced.erased = store::erase(tx, &merged.erased)?;
            here = state(tx)?;
        }
        synced.machines = others.iter().filter_map(|other| other.machine.as_ref()).collect::<BTreeSet<_>>().len();
        let emptied = emptied_owners(&here, &merged);
        delete_record(tx, &here, &merged, synced, |key| !emptied.contains(key))?;
        store::begin_change(tx, context.now.utc, MADE_BY, "sync")?;
        make_room(tx, &here, &merged)?;
        let mut rows: BTreeMap<Key, i64> = BTreeMap::new();
        for (&key, entry) in &merged.entries {
            let owner = owner(tx, entry.owner, &mut rows)?;
            match here.entries.get(&key) {
                Some(known) if known == entry => continue,
                Some(_) => synced.changed += 1,
                None => synced.added += 1,
            }
            rows.insert(key, entry.body.as_record().put(tx, owner)?);
        }
        delete_record(tx, &here, &merged, synced, |key| emptied.contains(key))?;
        if !emptied.is_empty() {
            store::begin_change(tx, context.now.utc, MADE_BY, "sync")?;
        }
        let mut erased = std::mem::take(&mut merged.erased);
        for other in others {
            if other.machine.is_some() && other.state.holds_any(&erased) {
                synced.behind.push(other.name.clone());
            }
            for (key, theirs) in &other.state.entries {
                let theirs = &without_erased_note(theirs, &mut erased);
                let Some((stands, version)) = lost(key, theirs, &here, base, &merged) else { continue };
                let owner = owner(tx, stands.owner, &mut rows)?;
                let row = store::find_row(tx, key.0.word(), key.1)?.unwrap_or_default();
                store::keep_out(tx, version.body.as_record(), owner, row)?;
                synced.conflicts.push(say(stands));
            }
        }
        for (key, ours) in &here.entries {
            let changed_since =
                |base: &State| base.entries.get(key).is_none_or(|old| old.changed_at() < ours.changed_at());
            match merged.entries.get(key) {
                Some(stands) => synced.renamed.extend(say_renamed(ours, stands, &merged)),
                None if base.is_some_and(changed_since) => {
                    synced.conflicts.push(format!("{}, which was taken away elsewhere", say(ours)));
                }
                None => {}
            }
        }
        let is_new = |key: &Key| !here.entries.contains_key(key);
        let new = merged.entries.iter().filter(|(key, _)| is_new(key)).map(|(_, entry)| entry);
        synced.renamed.extend(new.filter_map(|entry| say_namesake(entry, &merged)));
        synced.conflicts.sort();
        synced.conflicts.dedup();
        if synced.added + synced.changed + synced.deletions + synced.erased > 0 {
            for row in store::people(tx)? {
                record_shown(tx, &judge(tx, row, context)?.assessment)?;
            }
        }
        store::forget_empty_change(tx)
    })?;
    Ok(())
}

/// Returns the files with the fields filled in that came after their version, those of the newest versions first.
fn with_later<'o>(here: &State, others: &'o [Other]) -> Cow<'o, [Other]> {
    if others.iter().all(|other| other.state.version == JournalVersion::NEWEST) {
        return Cow::Borrowed(others);
    }
    let mut filled = others.to_vec();
    for version in JournalVersion::ALL.into_iter().rev().skip(1) {
        for at in (0..filled.len()).filter(|&at| others[at].state.version == version) {
            let mut old = std::mem::take(&mut filled[at].state);
            let states = filled.iter().map(|other| &other.state).chain([here]);
            fill_later(&mut old, &states.filter(|state| state.version > version).collect::<Vec<_>>());
            filled[at].state = old;
        }
    }
    Cow::Owned(filled)
}

/// Merges the journal and the files, and returns the files that fit. If all together do not fit, each is tried in turn,
/// so that one bad file does not keep out the others.
fn merge_what_fits<'o>(here: &State, others: &'o [Other], synced: &mut Synced) -> Result<(State, Vec<&'o Other>)> {
    // Faults that the journal has already are no reason to reject a file.
    let troubled = troubled(&here.journal());
    let fit = |others: &[&Other]| -> Result<State, FieldError> {
        let states: Vec<&State> = others.iter().map(|other| &other.state).chain([here]).collect();
        let merged = merge(&states)?;
        let journal = merged.journal();
        check_names(&journal)?;
        for tree in journal.iter().filter(|tree| !troubled.contains(&tree.person.id)) {
            tree.check().map_err(|e| {
                FieldError::new(format!(
                    "what the machines say of {} does not fit together ({e}); nothing of this file was taken in. Correct \
                     it on one of them",
                    tree.person.name
                ))
            })?;
        }
        Ok(merged)
    };
    let all: Vec<&Other> = others.iter().collect();
    if let Ok(merged) = fit(&all) {
        return Ok((merged, all));
    }
    let mut taken: Vec<&Other> = Vec::new();
    let mut merged = fit(&taken)?;
    for other in others {
        taken.push(other);
        match fit(&taken) {
            Ok(more) => merged = more,
            Err(error) => {
                taken.pop();
                synced.left.push(format!("{}: {error}", other.name));
            }
        }
    }
    Ok((merged, taken))
}

/// Returns the records to delete whose children move to another owner. They are deleted after the move, since a delete
/// also removes the children.
fn emptied_owners(here: &State, merged: &State) -> BTreeSet<Key> {
    let moves = |(key, entry): (&Key, &Entry)| entry.owner.filter(|_| merged.entries.contains_key(key));
    let mut emptied: BTreeSet<Key> = here.entries.iter().filter_map(moves).collect();
    emptied.retain(|owner| !merged.entries.contains_key(owner));
    emptied
}

/// Returns the winning and the losing version, if a record was changed both here and there since the last sync.
fn lost<'s>(
    key: &Key,
    theirs: &'s Entry,
    here: &'s State,
    base: Option<&State>,
    merged: &'s State,
) -> Option<(&'s Entry, &'s Entry)> {
    let (ours, stands) = (here.entries.get(key)?, merged.entries.get(key)?);
    let old = base.and_then(|base| base.entries.get(key));
    let is_new = |entry: &Entry| old.is_none_or(|old| entry.changed_at() > old.changed_at());
    if ours.body == theirs.body || !is_new(ours) || !is_new(theirs) {
        return None;
    }
    Some((stands, if stands.body == theirs.body { ours } else { theirs }))
}

/// Deletes the records that others deleted and `wanted` selects, each dated by its tombstone.
fn delete_record(
    tx: &Transaction<'_>,
    here: &State,
    merged: &State,
    synced: &mut Synced,
    wanted: impl Fn(&Key) -> bool,
) -> Result<()> {
    let mut by_time: BTreeMap<DateTime<Utc>, Vec<Key>> = BTreeMap::new();
    for key in here.entries.keys().filter(|key| !merged.entries.contains_key(key) && wanted(key)) {
        // A record that is missing in the merged state was deleted by some machine.
        by_time.entry(merged.gone.get(key).copied().unwrap_or_default()).or_default().push(*key);
        synced.deletions += 1;
    }
    // A reference may point to a record of a later group.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    // Children are deleted before their owners; kinds are ordered owners first, so the order is reversed.
    for (at, keys) in by_time {
        store::begin_change(tx, at, MADE_BY, "sync: taken away on another machine")?;
        for (kind, id) in keys.into_iter().rev() {
            store::delete_record(tx, kind.word(), id)?;
        }
    }
    Ok(())
}

/// Avoids conflicts while names and numbers are exchanged.
fn make_room(tx: &Transaction<'_>, here: &State, merged: &State) -> Result<()> {
    for (key, entry) in &here.entries {
        match (&entry.body, merged.entries.get(key).map(|next| &next.body)) {
            (Body::Spot(spot), Some(Body::Spot(next))) if spot.number != next.number => {
                if let Some(row) = store::find_row(tx, key.0.word(), key.1)? {
                    store::set_aside_number(tx, row, next.number)?;
                }
            }
            (Body::Person(person), Some(Body::Person(next))) if person.name != next.name => {
                store::set_aside_name(tx, key.1)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn owner(tx: &Transaction<'_>, owner: Option<Key>, rows: &mut BTreeMap<Key, i64>) -> Result<Owner> {
    let Some(key) = owner else { return Ok(Owner::Nobody) };
    let row = match rows.get(&key) {
        Some(row) => *row,
        None => {
            let found = store::find_row(tx, key.0.word(), key.1)?;
            let row = found.ok_or_else(|| FieldError::new(format!("there is no {} {}", key.0.word(), key.1)))?;
            rows.insert(key, row);
            row
        }
    };
    Ok(match key.0 {
        RecordKind::Person => Owner::Person(row),
        RecordKind::Spot => Owner::Spot(row),
        _ => Owner::Observation(row),
    })
}

fn kind_of(word: &str) -> Option<RecordKind> {
    RecordKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// Returns the files in the folder with that extension, sorted by name. Hidden files are skipped.
fn files(folder: &Path, wanted: &str) -> Result<Vec<PathBuf>> {
    let failed = || Error::io(format!("{} cannot be looked into", folder.shown()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.extension().is_some_and(|ending| ending == wanted) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Formats an error with the name of its file.
fn told_of(name: &str, error: &Error) -> String {
    let said = error.to_string();
    if said.starts_with(name) { said } else { format!("{name}: {said}") }
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>> {
    match crate::file::read(path, MAX_FILE_BYTES, Pipes::Refused) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// Reads the identity of this machine. An unreadable file is replaced by a new identity, which loses no data.
fn read_machine(path: &Path) -> Result<Machine> {
    let known = read_if_there(path)?.and_then(|bytes| toml::from_str(&String::from_utf8_lossy(&bytes)).ok());
    Ok(known.unwrap_or_else(|| Machine { id: Uuid::now_v7(), wrote: BTreeMap::new() }))
}
