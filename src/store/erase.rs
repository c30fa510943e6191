//! Erasing: deletes rows, their history and their flags. Only the kind and the id of a record remain.
//!
//! One transaction deletes everything from the tables and inserts a row into `erasing`. Free pages, the WAL and the
//! backups are out of reach of that transaction and are cleaned afterwards. Until that is done the row stays, and the
//! next start continues. So even a kill cannot leave an erasure partly done.

use super::edge::at_edge;
use super::history::{TABLES, outlive};
use super::ledger::{Ledger, RecordKey};
use super::open::Completed;
use super::open::Store;
use super::photo::named_pictures;
use super::row::{change_time, show_utc};
use crate::domain::{Erasure, Erasures, NOTE, PICTURE, PictureHash};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The description of a change that wrote both erased and other records.
const PARTLY_ERASED: &str = "entries, some of them erased";

/// Loads every erasure recorded in this journal.
pub fn load_erased(connection: &Connection) -> Result<Erasures> {
    let mut statement = connection.prepare_cached("SELECT kind, id, at, times, person, number FROM erased")?;
    let mut rows = statement.query([])?;
    let mut erased = Erasures::default();
    while let Some(row) = rows.next()? {
        let (kind, id, at): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (times, person, number): (u32, Option<String>, Option<u32>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let (Some(kind), Ok(id)) = (Erasures::kind(&kind), Uuid::try_parse(&id)) else { continue };
        let person = person.and_then(|person| Uuid::try_parse(&person).ok());
        erased.put(kind, id, Erasure { times, at: change_time(&at), number: person.zip(number) });
    }
    Ok(erased)
}

fn keep(tx: &Transaction<'_>, erased: &Erasures) -> Result<()> {
    let mut statement = tx.prepare_cached(
        "INSERT OR REPLACE INTO erased (kind, id, at, times, person, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (kind, id, erasure) in erased.iter() {
        let (person, number) = erasure.number.unzip();
        let person = person.map(|person: Uuid| person.to_string());
        statement.execute((kind, id.to_string(), show_utc(erasure.at), erasure.times, person, number))?;
    }
    Ok(())
}

/// Erases the given records with everything that belongs to them. Records erased before stay erased. Returns how many
/// records and notes were erased. Marks the current change, so that the erasure is completed after the transaction.
pub fn erase(tx: &Transaction<'_>, erased: &Erasures) -> Result<usize> {
    let known = load_erased(tx)?;
    let mut all = known.clone();
    all.join(erased);
    let before = named_pictures(tx)?;
    let gone = erase_all(tx, &mut all)?;
    // A picture that only erased records named is erased with them.
    let after = named_pictures(tx)?;
    let at = all.iter().map(|(.., erasure)| erasure.at).max();
    for (hash, at) in before.difference(&after).zip(at.iter().cycle()) {
        all.erase(PICTURE, hash.key(), *at, None);
    }
    if all != known {
        keep(tx, &all)?;
        tx.execute("INSERT OR IGNORE INTO erasing (change) SELECT max(id) FROM change HAVING count(*) > 0", [])?;
    }
    Ok(gone)
}

/// Does the same as [`erase`] in a copy of the journal, where nothing has to be completed afterwards.
pub(super) fn erase_within(tx: &Transaction<'_>, erased: &Erasures) -> Result<usize> {
    let mut all = load_erased(tx)?;
    all.join(erased);
    let gone = erase_all(tx, &mut all)?;
    keep(tx, &all)?;
    // The copy may have been made during an incomplete erasure.
    tx.execute("DELETE FROM erasing", [])?;
    Ok(gone)
}

/// Records that erased records were restored on purpose.
pub fn bring_back(tx: &Transaction<'_>, erased: &Erasures) -> Result<()> {
    keep(tx, erased)
}

/// Restores the erased note of a look that has none. The new version is later than `at` and than the current version.
pub fn put_note_back(tx: &Transaction<'_>, look: Uuid, note: &str, at: DateTime<Utc>) -> Result<()> {
    let sql = "SELECT changed_at FROM observation WHERE id = ?1";
    let version: Option<Option<String>> = tx.query_row(sql, [look.to_string()], |row| row.get(0)).optional()?;
    let version = version.flatten().map_or(at, |version| change_time(&version).max(at));
    let sql = "UPDATE observation SET note = ?1 WHERE id = ?2 AND note IS NULL";
    tx.prepare_cached(sql)?.execute((note, look.to_string()))?;
    outlive(tx, "observation", look, version)
}

/// Deletes the erased records from the tables and the history. Adds the records that belong to them to `erased`.
fn erase_all(tx: &Transaction<'_>, erased: &mut Erasures) -> Result<usize> {
    let ledger = Ledger::read(tx)?;
    ledger.complete(erased);
    // The history triggers would record the deleted rows.
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let gone = take_out(tx, &ledger, erased);
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    gone
}

fn take_out(tx: &Transaction<'_>, ledger: &Ledger, erased: &Erasures) -> Result<usize> {
    let mut gone = 0;
    // A draft may quote anything.
    tx.execute("DELETE FROM draft", [])?;
    for table in TABLES {
        let mut statement = tx.prepare(&format!("DELETE FROM {table} WHERE id = ?1"))?;
        let keys = ledger.records.iter().filter(|((of, id), _)| *of == table && erased.has(of, *id));
        for ((_, id), _) in keys {
            statement.execute([id.to_string()])?;
            gone += 1;
        }
    }
    let mut version = tx.prepare("SELECT changed_at FROM observation WHERE id = ?1 AND note IS NOT NULL")?;
    let mut wipe = tx.prepare("UPDATE observation SET note = NULL, changed_at = ?1 WHERE id = ?2")?;
    let notes = erased.iter().filter(|(kind, id, _)| *kind == NOTE && ledger.has_note(*id));
    for (_, id, erasure) in notes {
        let stored: Option<Option<String>> = version.query_row([id.to_string()], |row| row.get(0)).optional()?;
        if stored.is_some_and(|at| erased.has_note(id, at.map(|at| change_time(&at)))) {
            wipe.execute((show_utc(erasure.at), id.to_string()))?;
        }
        gone += usize::from(erased.has(NOTE, id));
    }
    let mut touched: BTreeSet<i64> = BTreeSet::new();
    let mut delete = tx.prepare("DELETE FROM history WHERE seq = ?1")?;
    let mut strip = [
        tx.prepare("UPDATE history SET before = json_remove(before, '$.note') WHERE seq = ?1")?,
        tx.prepare("UPDATE history SET after = json_remove(after, '$.note') WHERE seq = ?1")?,
    ];
    for line in &ledger.lines {
        if erased.has(line.key.0, line.key.1) {
            delete.execute([line.seq])?;
            touched.insert(line.change);
            continue;
        }
        for (version, strip) in line.noted.iter().zip(&mut strip) {
            if version.is_some_and(|version| erased.has_note(line.key.1, version)) {
                strip.execute([line.seq])?;
            }
        }
    }
    let flags_of = take_out_flags(tx, ledger, erased, &touched)?;
    touched.extend(flags_of);
    take_out_changes(tx, &touched)?;
    Ok(gone)
}

/// Deletes the flags about erased records. A flag that an erased record first raised about its spot or person is
/// deleted too. Returns the changes of the deleted flags.
fn take_out_flags(
    tx: &Transaction<'_>,
    ledger: &Ledger,
    erased: &Erasures,
    touched: &BTreeSet<i64>,
) -> Result<Vec<i64>> {
    let gone = ledger.records.keys().filter(|(table, id)| erased.has(table, *id));
    let about: BTreeSet<RecordKey> = gone.flat_map(|&key| ledger.chain(key)).collect();
    let is_about = |table, id: &str| Uuid::try_parse(id).is_ok_and(|id| about.contains(&(table, id)));
    let mut statement = tx.prepare("SELECT seq, change, person, spot FROM shown_flag")?;
    let flags = statement.query_map([], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, Option<String>>(3)?))
    })?;
    let flags: Vec<_> = flags.collect::<Result<_, _>>()?;
    let is_gone = |kind, id: &str| Uuid::try_parse(id).is_ok_and(|id| erased.has(kind, id));
    let mut delete = tx.prepare("DELETE FROM shown_flag WHERE seq = ?1")?;
    let mut changes = Vec::new();
    for (seq, change, person, spot) in flags {
        let raised = touched.contains(&change)
            && spot.as_ref().map_or_else(|| is_about("person", &person), |spot| is_about("spot", spot));
        if raised || is_gone("person", &person) || spot.is_some_and(|spot| is_gone("spot", &spot)) {
            delete.execute([seq])?;
            changes.push(change);
        }
    }
    Ok(changes)
}

/// Deletes changes that are now empty. The others get a neutral description, since theirs may name an erased record.
fn take_out_changes(tx: &Transaction<'_>, touched: &BTreeSet<i64>) -> Result<()> {
    let mut say = tx.prepare("UPDATE change SET what = ?1 WHERE id = ?2")?;
    let mut forget = tx.prepare(
        "DELETE FROM change WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM history WHERE change = ?1)
         AND NOT EXISTS (SELECT 1 FROM shown_flag WHERE change = ?1)
         AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = ?1)",
    )?;
    // An undo is newer than its change and must be deleted first.
    for &change in touched.iter().rev() {
        if forget.execute([change])? == 0 {
            say.execute((PARTLY_ERASED, change))?;
        }
    }
    Ok(())
}

impl Store {
    /// Records that erased pictures are wanted again.
    ///
    /// # Errors
    ///
    /// As [`Store::write`].
    pub fn bring_back_pictures(&mut self, hashes: &[PictureHash]) -> Result<()> {
        let mut erased = self.read(load_erased)?;
        let mut is_any = false;
        for hash in hashes {
            is_any |= erased.bring_back(PICTURE, hash.key());
        }
        if is_any { self.write_aside(|tx| keep(tx, &erased)) } else { Ok(()) }
    }

    /// Returns the result of the last erasure, or why it is not complete yet; `None` if nothing was erased.
    pub fn erasing(&self) -> Option<&std::result::Result<Completed, String>> {
        self.erasing.as_ref()
    }

    /// Completes an erasure that was begun, if there is one.
    pub(super) fn go_on_erasing(&mut self) {
        let begun = "SELECT EXISTS (SELECT 1 FROM erasing)";
        let is_begun: Option<bool> = self.connection().query_row(begun, [], |row| row.get(0)).optional().ok().flatten();
        if is_begun == Some(true) && self.read_only.is_none() {
            let done = self.complete_erasing().map_err(|error| at_edge(error, self.path()).to_string());
            self.erasing = Some(done);
        }
    }

    fn complete_erasing(&mut self) -> Result<Completed> {
        let mut completed = Completed::default();
        if !self.is_in_memory() {
            self.erase_packed(&load_erased(self.connection())?)?;
            // Free pages are zeroed already. A file without them also does not reveal how much was erased.
            self.cut_log()?;
            self.connection().execute_batch("VACUUM")?;
            self.cut_log()?;
            let erased = load_erased(self.connection())?;
            completed = self.erase_in_backups(&erased)?;
            self.pictures().erase(&erased)?;
        }
        self.connection().execute("DELETE FROM erasing", [])?;
        if !self.is_in_memory() {
            self.cut_log()?;
        }
        Ok(completed)
    }

    /// Checkpoints and truncates the WAL.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] if a reader prevents it.
    fn cut_log(&self) -> Result<()> {
        let is_busy: bool = self.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy { Err(Error::Busy { path: self.path().to_owned() }) } else { Ok(()) }
    }
}
