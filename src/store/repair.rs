//! Bringing a journal back from what a damaged file still gives.
//!
//! The history holds every row that a change wrote. So a good backup, which is the same journal at an earlier change, is
//! brought forward by the changes that the damaged file has and the backup has not, for as far as they can be read.

use super::history::begin_change_of;
use super::open::{Store, with_ending};
use crate::error::{Error, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Transaction, params_from_iter};
use std::path::Path;

/// What came of bringing a journal forward.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// How many changes were taken over.
    pub changes: usize,
    /// Why the rest could not be read.
    pub stopped: Option<String>,
}

/// One row of the history: the table, the row, what was done, and the row after it.
struct Step {
    table: String,
    row: i64,
    op: String,
    before: Option<String>,
    after: Option<String>,
}

impl Store {
    /// Takes over the changes of `damaged` that this journal does not have, one after the other, until one cannot be read.
    pub fn replay(&mut self, damaged: &Path) -> Result<Replayed> {
        let mut replayed = Replayed::default();
        let source = match Connection::open_with_flags(damaged, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Ok(source) => source,
            Err(error) => {
                replayed.stopped = Some(error.to_string());
                return Ok(replayed);
            }
        };
        if !self.is_earlier_than(&source) {
            return Err(Error::Conflict("the backup is of another line than the damaged journal".into()));
        }
        loop {
            let known: i64 =
                self.connection().query_row("SELECT coalesce(max(id), 0) FROM change", [], |row| row.get(0))?;
            let (change, steps) = match next_change(&source, known) {
                Ok(Some(found)) => found,
                Ok(None) => return Ok(replayed),
                Err(error) => {
                    replayed.stopped = Some(error.to_string());
                    return Ok(replayed);
                }
            };
            let tx = self.connection_mut().transaction()?;
            let taken = take_over(&tx, &change, &steps).and_then(|()| Ok(tx.commit()?));
            if let Err(error) = taken {
                replayed.stopped = Some(error.to_string());
                return Ok(replayed);
            }
            replayed.changes += 1;
        }
    }
}

impl Store {
    /// Whether the last change of this journal is one of the other's too, as far as that can be told: after a backup was
    /// put back, the numbers of later changes are given anew.
    fn is_earlier_than(&self, other: &Connection) -> bool {
        let last = "SELECT id, at, what FROM change ORDER BY id DESC LIMIT 1";
        let known: Option<(i64, String, String)> =
            self.connection().query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).ok();
        let Some((id, at, what)) = known else { return true };
        let same = "SELECT at = ?2 AND what = ?3 FROM change WHERE id = ?1";
        match other.query_row(same, (id, at, what), |row| row.get::<_, bool>(0)) {
            Ok(same) => same,
            Err(rusqlite::Error::QueryReturnedNoRows) => false,
            Err(_) => true,
        }
    }
}

/// The columns of a row of `change`: id, at, made_by, what, undoes.
type Change = [Value; 5];

fn next_change(source: &Connection, known: i64) -> rusqlite::Result<Option<(Change, Vec<Step>)>> {
    let sql = "SELECT id, at, made_by, what, undoes FROM change WHERE id > ?1 ORDER BY id LIMIT 1";
    let mut statement = source.prepare_cached(sql)?;
    let mut rows = statement.query([known])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let change = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
    // The whole table is walked, since the index may be what is damaged.
    let mut statement = source.prepare_cached(
        "SELECT in_table, row, op, before, after FROM history NOT INDEXED WHERE change = ?1 ORDER BY seq",
    )?;
    let id: i64 = row.get(0)?;
    let steps = statement.query_map([id], |row| {
        Ok(Step { table: row.get(0)?, row: row.get(1)?, op: row.get(2)?, before: row.get(3)?, after: row.get(4)? })
    })?;
    Ok(Some((change, steps.collect::<rusqlite::Result<_>>()?)))
}

fn take_over(tx: &Transaction<'_>, change: &Change, steps: &[Step]) -> Result<()> {
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    begin_change_of(tx, change)?;
    for step in steps {
        let known = super::history::TABLES.contains(&step.table.as_str());
        if !known {
            return Err(Error::Conflict(format!("the history names a table {} that there is not", step.table)));
        }
        match (step.op.as_str(), &step.after) {
            ("delete", _) => {
                tx.prepare_cached(&format!("DELETE FROM {} WHERE seq = ?1", step.table))?.execute([step.row])?;
            }
            ("insert" | "update", Some(after)) => put_row(tx, &step.table, after)?,
            ("kept-out", _) => {
                tx.prepare_cached(
                    "INSERT INTO history (change, in_table, row, op, before) VALUES (?1, ?2, ?3, 'kept-out', ?4)",
                )?
                .execute(params_from_iter([
                    change[0].clone(),
                    step.table.clone().into(),
                    step.row.into(),
                    step.before.clone().into(),
                ]))?;
            }
            _ => return Err(Error::Conflict("the history lacks a row that it should have".into())),
        }
    }
    Ok(())
}

/// Gives a row the content that the history has of it.
fn put_row(tx: &Transaction<'_>, table: &str, content: &str) -> Result<()> {
    let mut statement = tx.prepare_cached("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let columns: Vec<String> = statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let values: Vec<String> = columns.iter().map(|c| format!("json_extract(?1, '$.{c}')")).collect();
    let updates: Vec<String> = columns.iter().map(|c| format!("{c} = excluded.{c}")).collect();
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} WHERE true ON CONFLICT (seq) DO UPDATE SET {}",
        columns.join(", "),
        values.join(", "),
        updates.join(", ")
    );
    tx.prepare_cached(&sql)?.execute([content])?;
    Ok(())
}

/// Puts a file, with the two that SQLite keeps beside it, under another name.
pub fn move_aside(path: &Path, to: &Path) -> Result<()> {
    for ending in ["-wal", "-shm", ""] {
        let (from, to) = (with_ending(path, ending), with_ending(to, ending));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(Error::io(format!("{} cannot be moved", from.display())))?;
        }
    }
    Ok(())
}

/// Copies a file, with the log that belongs to it, so that looking at the copy changes nothing of the only one.
pub fn copy_aside(path: &Path, to: &Path) -> Result<()> {
    for ending in ["", "-wal"] {
        let (from, to) = (with_ending(path, ending), with_ending(to, ending));
        if from.exists() {
            super::private::create_private(&to)?;
            std::fs::copy(&from, &to).map_err(Error::io(format!("{} cannot be copied", from.display())))?;
        }
    }
    Ok(())
}

/// Takes a file away, with those beside it; what is not there is no failure.
pub fn remove(path: &Path) {
    for ending in ["-wal", "-shm", ""] {
        let _ = std::fs::remove_file(with_ending(path, ending));
    }
}
