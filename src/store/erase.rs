//! Erasing: rows, their history and their flags go, and only the kind and the id stay.
//!
//! One transaction takes everything out of the tables and leaves a line in `erasing`. What that transaction cannot reach,
//! the free pages, the log and the backups, is cleaned after it; until that is done the line stays, and the next start
//! goes on. So a kill leaves all of it or nothing.

use super::edge::at_edge;
use super::history::{TABLES, outlive};
use super::ledger::{Ledger, RecordKey};
use super::open::Completed;
use super::open::Store;
use super::row::{change_time, show_utc};
use crate::domain::{Erasure, Erasures, NOTE};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is said of a change that wrote erased records and others.
const PARTLY_ERASED: &str = "entries, some of them erased";

/// Everything that was ever erased in this journal.
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

/// Erases what is erased elsewhere or is to be, with everything that belongs to it; what was erased here stays so. Returns
/// how many records and notes went. The change that is being made is noted as one to be completed.
pub fn erase(tx: &Transaction<'_>, erased: &Erasures) -> Result<usize> {
    let known = load_erased(tx)?;
    let mut all = known.clone();
    all.join(erased);
    let gone = erase_all(tx, &mut all)?;
    if all != known {
        keep(tx, &all)?;
        tx.execute("INSERT OR IGNORE INTO erasing (change) SELECT max(id) FROM change HAVING count(*) > 0", [])?;
    }
    Ok(gone)
}

/// As [`erase`], in a copy of the journal, which needs no completing.
pub(super) fn erase_within(tx: &Transaction<'_>, erased: &Erasures) -> Result<usize> {
    let mut all = load_erased(tx)?;
    all.join(erased);
    let gone = erase_all(tx, &mut all)?;
    keep(tx, &all)?;
    // Where the copy was made while an erasing was not complete yet.
    tx.execute("DELETE FROM erasing", [])?;
    Ok(gone)
}

/// Notes that records which were erased are there again on purpose.
pub fn bring_back(tx: &Transaction<'_>, erased: &Erasures) -> Result<()> {
    keep(tx, erased)
}

/// Gives a look its erased note again, where it has none, as a version later than `at` and the one that is there.
pub fn put_note_back(tx: &Transaction<'_>, look: Uuid, note: &str, at: DateTime<Utc>) -> Result<()> {
    let sql = "SELECT changed_at FROM observation WHERE id = ?1";
    let version: Option<Option<String>> = tx.query_row(sql, [look.to_string()], |row| row.get(0)).optional()?;
    let version = version.flatten().map_or(at, |version| change_time(&version).max(at));
    let sql = "UPDATE observation SET note = ?1 WHERE id = ?2 AND note IS NULL";
    tx.prepare_cached(sql)?.execute((note, look.to_string()))?;
    outlive(tx, "observation", look, version)
}

/// Takes out of the tables and the history whatever of them is erased, and adds to `erased` what belongs to that.
fn erase_all(tx: &Transaction<'_>, erased: &mut Erasures) -> Result<usize> {
    let ledger = Ledger::read(tx)?;
    ledger.complete(erased);
    // The triggers would write down what is to be gone.
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let gone = take_out(tx, &ledger, erased);
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    gone
}

fn take_out(tx: &Transaction<'_>, ledger: &Ledger, erased: &Erasures) -> Result<usize> {
    let mut gone = 0;
    for table in TABLES {
        let mut statement = tx.prepare(&format!("DELETE FROM {table} WHERE id = ?1"))?;
        let keys = ledger.records.iter().filter(|((of, id), _)| *of == table && erased.has(of, *id));
        for ((_, id), _) in keys {
            statement.execute([id.to_string()])?;
            gone += 1;
        }
    }
    let mut wipe =
        tx.prepare("UPDATE observation SET note = NULL, changed_at = ?1 WHERE id = ?2 AND note IS NOT NULL")?;
    for ((_, id), known) in ledger.records.iter().filter(|((table, _), _)| *table == "observation") {
        if let Some(note) = erased.get(NOTE, *id).filter(|_| known.has_note) {
            wipe.execute((show_utc(note.at), id.to_string()))?;
            gone += 1;
        }
    }
    let mut touched: BTreeSet<i64> = BTreeSet::new();
    let mut delete = tx.prepare("DELETE FROM history WHERE seq = ?1")?;
    let mut strip = tx.prepare(
        "UPDATE history SET before = json_remove(before, '$.note'), after = json_remove(after, '$.note') WHERE seq = ?1",
    )?;
    for line in &ledger.lines {
        if erased.has(line.key.0, line.key.1) {
            delete.execute([line.seq])?;
            touched.insert(line.change);
        } else if line.has_note && erased.has(NOTE, line.key.1) {
            strip.execute([line.seq])?;
        }
    }
    let flags_of = take_out_flags(tx, ledger, erased, &touched)?;
    touched.extend(flags_of);
    take_out_changes(tx, &touched)?;
    Ok(gone)
}

/// Takes out the flags about what is erased, and those that an erased entry first raised about what it belonged to.
/// Returns the changes that the flags were of.
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

/// Changes of which nothing is left go; the others say no more what they did, which may name what is gone.
fn take_out_changes(tx: &Transaction<'_>, touched: &BTreeSet<i64>) -> Result<()> {
    let mut say = tx.prepare("UPDATE change SET what = ?1 WHERE id = ?2")?;
    let mut forget = tx.prepare(
        "DELETE FROM change WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM history WHERE change = ?1)
         AND NOT EXISTS (SELECT 1 FROM shown_flag WHERE change = ?1)
         AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = ?1)",
    )?;
    // What undoes a change is newer, and goes first.
    for &change in touched.iter().rev() {
        if forget.execute([change])? == 0 {
            say.execute((PARTLY_ERASED, change))?;
        }
    }
    Ok(())
}

impl Store {
    /// What came of the last erasing, or why it is not complete yet; `None` where nothing was erased.
    pub fn erasing(&self) -> Option<&std::result::Result<Completed, String>> {
        self.erasing.as_ref()
    }

    /// Completes an erasing that was begun, where there is one.
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
            // Free pages hold nothing already; a file without them also tells nothing of how much there was.
            self.cut_log()?;
            self.connection().execute_batch("VACUUM")?;
            self.cut_log()?;
            let erased = load_erased(self.connection())?;
            completed = self.erase_in_backups(&erased)?;
        }
        self.connection().execute("DELETE FROM erasing", [])?;
        if !self.is_in_memory() {
            self.cut_log()?;
        }
        Ok(completed)
    }

    /// Folds the log into the file and cuts it to nothing.
    fn cut_log(&self) -> Result<()> {
        let is_busy: bool = self.connection().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy { Err(Error::Busy { path: self.path().to_owned() }) } else { Ok(()) }
    }
}
