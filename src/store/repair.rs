//! Restoring a journal from the readable part of a damaged file.
//!
//! The history holds every row that a change wrote. A good backup is the same journal at an earlier change. It is
//! brought forward by the changes of the damaged file that the backup lacks, as far as they can be read.

use super::beside::{remove_one, sync_folder_of};
use super::beside::{sqlite_name, with_ending};
use super::copy::trust_nothing;
use super::file_lock::FileLock;
use super::history::{Step, TABLES, begin_change_of, values_in_history};
use super::open::Store;
use super::place::FileId;
use super::schema::has_tables;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row, Transaction, params_from_iter};
use std::path::Path;

/// The result of a replay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// The number of replayed changes.
    pub changes: usize,
    /// Why the rest could not be read.
    pub stopped: Option<String>,
}

impl Store {
    /// Applies the changes of `damaged` that this journal does not have, one after the other, until one cannot be read.
    ///
    /// # Errors
    ///
    /// Fails if the journal is not an earlier state of the damaged one.
    pub fn replay(&mut self, damaged: &Path) -> Result<Replayed> {
        let mut replayed = Replayed::default();
        // The file is a copy, and its WAL has to be read with it.
        let source = match Connection::open_with_flags(sqlite_name(damaged), OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Ok(source) => source,
            Err(error) => return Ok(Replayed { stopped: Some(error.to_string()), ..replayed }),
        };
        // Only rows are read from it; a view in place of a table might never end.
        let read = trust_nothing(&source).map_err(Error::from);
        match read.and_then(|()| has_tables(&source, damaged, &["change", "history"])) {
            Ok(true) => {}
            Ok(false) => {
                let stopped = Some("its history is not in tables of spotlog's".to_owned());
                return Ok(Replayed { stopped, ..replayed });
            }
            Err(error) => return Ok(Replayed { stopped: Some(error.to_string()), ..replayed }),
        }
        let has_flags = has_tables(&source, damaged, &["shown_flag"]).unwrap_or(false);
        if !self.is_earlier_than(&source) {
            return Err(Error::Conflict("the backup is of another line than the damaged journal".into()));
        }
        let told = self.take_over_all(&source, has_flags, &mut replayed.changes);
        replayed.stopped = told.err().map(|error| error.to_string());
        self.take_over_erased(&source)?;
        Ok(replayed)
    }

    /// Reads the history of the other file once, from the end of this one's on. So damage before that point does no
    /// harm.
    fn take_over_all(&mut self, source: &Connection, has_flags: bool, changes: &mut usize) -> Result<()> {
        let known: i64 =
            self.connection().query_row("SELECT coalesce(max(seq), 0) FROM history", [], |row| row.get(0))?;
        let mut statement = source.prepare(
            "SELECT change, in_table, row, op, before, after FROM history NOT INDEXED WHERE seq > ?1 ORDER BY seq",
        )?;
        let mut rows = statement.query([known])?;
        let mut steps: Vec<Step> = Vec::new();
        let mut of: Option<i64> = None;
        loop {
            // Changes that were read completely are applied before the read error is returned.
            let next = rows.next().map_err(Error::from).and_then(|row| row.map(read_step).transpose());
            let change = match &next {
                Ok(Some((change, _))) => Some(*change),
                _ => None,
            };
            if let Some(whole) = of.filter(|of| Some(*of) != change) {
                // An incomplete change is not applied in part.
                if next.is_ok() {
                    self.take_over(source, whole, &steps, has_flags)?;
                    *changes += 1;
                }
                steps.clear();
            }
            match next? {
                Some((change, step)) => {
                    of = Some(change);
                    steps.push(step);
                }
                None => return Ok(()),
            }
        }
    }

    /// Applies the erasures of the other file, as far as they can be read, since the backup may be older than the
    /// erasure. The next start completes them in the backups.
    fn take_over_erased(&mut self, source: &Connection) -> Result<()> {
        if !has_tables(source, self.path(), &["erased"]).unwrap_or(false) {
            return Ok(());
        }
        let Ok(erased) = super::erase::load_erased(source) else { return Ok(()) };
        let tx = self.connection_mut().transaction()?;
        super::erase::erase(&tx, &erased)?;
        Ok(tx.commit()?)
    }

    fn take_over(&mut self, source: &Connection, change: i64, steps: &[Step], has_flags: bool) -> Result<()> {
        let sql = "SELECT id, at, made_by, what, undoes FROM change WHERE id = ?1";
        let row: [Value; 5] = source
            .query_row(sql, [change], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))?;
        let tx = self.connection_mut().transaction()?;
        tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        begin_change_of(&tx, &row)?;
        steps.iter().try_for_each(|step| take_step(&tx, change, step))?;
        // Shown flags are not part of the records. If they cannot be read, the records count all the same.
        if has_flags {
            let _ = take_flags(&tx, source, change);
        }
        Ok(tx.commit()?)
    }

    /// Returns whether the last change of this journal is also in the other one. Compares time and description too,
    /// since change numbers are reused after a restore.
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

fn read_step(row: &Row<'_>) -> Result<(i64, Step)> {
    let step = Step { table: row.get(1)?, row: row.get(2)?, op: row.get(3)?, before: row.get(4)?, after: row.get(5)? };
    Ok((row.get(0)?, step))
}

fn take_step(tx: &Transaction<'_>, change: i64, step: &Step) -> Result<()> {
    if !TABLES.contains(&step.table.as_str()) {
        return Err(Error::Conflict(format!("the history names a table {} that there is not", step.table)));
    }
    match (step.op.as_str(), &step.after) {
        ("delete", _) => {
            tx.prepare_cached(&format!("DELETE FROM {} WHERE seq = ?1", step.table))?.execute([step.row])?;
        }
        ("insert" | "update", Some(after)) => put_row(tx, &step.table, after)?,
        ("kept-out", _) => {
            let sql = "INSERT INTO history (change, in_table, row, op, before) VALUES (?1, ?2, ?3, 'kept-out', ?4)";
            tx.prepare_cached(sql)?.execute((change, &step.table, step.row, &step.before))?;
        }
        _ => return Err(Error::Conflict("the history lacks a row that it should have".into())),
    }
    Ok(())
}

/// Writes the content of a history row back to its table.
fn put_row(tx: &Transaction<'_>, table: &str, content: &str) -> Result<()> {
    let (columns, values): (Vec<String>, Vec<String>) = values_in_history(tx, table)?.into_iter().unzip();
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

/// Copies the flags that were shown with a change.
fn take_flags(tx: &Transaction<'_>, source: &Connection, change: i64) -> Result<()> {
    let columns = "change, person, spot, spot_number, rule, level, since";
    let mut statement = source.prepare(&format!("SELECT {columns} FROM shown_flag WHERE change = ?1 ORDER BY seq"))?;
    let mut rows = statement.query([change])?;
    while let Some(row) = rows.next()? {
        let values = (0..7).map(|at| row.get::<_, Value>(at)).collect::<rusqlite::Result<Vec<_>>>()?;
        let sql = format!("INSERT INTO shown_flag ({columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Replaces one journal by another. The old one first gets a second name, so that a journal exists at every moment and
/// the old one is never written. `new_file` is one complete file without a WAL. If this is interrupted,
/// [`take_back_half_done`] restores the old journal.
pub fn put_in_place(new_file: &Path, path: &Path, old: &Path) -> Result<()> {
    for ending in ["-wal", ""] {
        let (from, to) = (with_ending(path, ending), with_ending(old, ending));
        if from.exists() {
            give_second_name(&from, &to)?;
            super::private::close_to_others(&to)?;
        }
    }
    sync_folder_of(path);
    for ending in ["-wal", "-shm"] {
        remove_one(&with_ending(path, ending))?;
    }
    std::fs::rename(new_file, path).map_err(Error::io(format!("{} cannot be put in place", new_file.shown())))?;
    sync_folder_of(path);
    Ok(())
}

/// Creates a hard link, or a copy if the file system does not support links.
fn give_second_name(from: &Path, to: &Path) -> Result<()> {
    if std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    let copied = std::fs::copy(from, to).and_then(|_| crate::file::sync(to));
    copied.map_err(Error::io(format!("{} cannot be kept", from.shown())))
}

/// Reverts an interrupted [`put_in_place`] with the name `NAME.what-N`: the journal gets its WAL again, and the second
/// name is removed.
pub fn take_back_half_done(path: &Path, what: &str) -> Result<()> {
    for n in 1.. {
        let old = with_ending(path, &format!(".{what}-{n}"));
        let log = with_ending(&old, "-wal");
        if !old.exists() && !log.exists() {
            return Ok(());
        }
        let here = with_ending(path, "-wal");
        let is_same_log = is_same(&here, &log);
        let only_the_log = !old.exists() && is_same_log;
        if !only_the_log && !is_same(path, &old) {
            continue;
        }
        // Opening the file creates an empty WAL.
        let has_no_log = std::fs::metadata(&here).map_or(true, |log| log.len() == 0);
        if log.exists() && has_no_log {
            remove_one(&here)?;
            remove_one(&with_ending(path, "-shm"))?;
            give_second_name(&log, &here)?;
            sync_folder_of(path);
        }
        // The second name can be removed if the path has the same content.
        if !log.exists() || is_same(&here, &log) {
            remove_one(&old)?;
            remove_one(&log)?;
        }
    }
    Ok(())
}

/// Returns whether two names refer to one file, or to two files with the same content.
fn is_same(one: &Path, other: &Path) -> bool {
    let id = FileId::of(one);
    if id.is_some() && id == FileId::of(other) {
        return true;
    }
    let length = |path: &Path| std::fs::metadata(path).ok().map(|file| file.len());
    length(one).is_some()
        && length(one) == length(other)
        && matches!((std::fs::read(one), std::fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

/// Locks the journal against a second repair, for as long as the returned value lives.
///
/// # Errors
///
/// [`Error::Busy`] while another program has the lock.
pub fn lock(path: &Path) -> Result<Option<FileLock>> {
    FileLock::take(path).map_err(|_| Error::Busy { path: path.to_owned() })
}

/// Returns whether another program has the journal open now, as far as the system can tell.
#[cfg(target_os = "linux")]
pub fn is_in_use(path: &Path) -> bool {
    use rustix::fs::{FlockOperation, fcntl_lock};
    // An open journal holds a lock on its file.
    let file = std::fs::OpenOptions::new().read(true).write(true).open(path);
    file.is_ok_and(|file| fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive).is_err())
}

/// Returns false, since the check exists only for Linux.
#[cfg(not(target_os = "linux"))]
pub fn is_in_use(_: &Path) -> bool {
    false
}
