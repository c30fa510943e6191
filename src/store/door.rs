//! Transactions on the open file: reading, writing, and checkpoints of the WAL.

use super::beside::{free_name, with_ending};
use super::copy::number;
use super::edge::at_edge;
use super::open::{ReadOnly, Store};
use super::place::FileId;
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

impl Store {
    /// Sets how long a write waits for other programs.
    pub fn wait_for_others(&mut self, patience: Duration) -> Result<()> {
        self.patience = patience;
        self.connection().busy_timeout(patience).map_err(|e| at_edge(e.into(), self.path()))
    }

    /// Runs `body` in one read transaction.
    pub fn read<T>(&self, body: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let run = || {
            let transaction = self.connection().unchecked_transaction()?;
            body(&transaction)
        };
        run().map_err(|e| at_edge(e, self.path()))
    }

    /// Runs `body` in one write transaction and records it as one change. Either all of it is written or nothing.
    /// `what` describes the person's action, `made_by` names the interface used. A body that wrote nothing leaves no
    /// change; the returned number of the change is then `None`.
    ///
    /// # Errors
    ///
    /// [`Error::Moved`] if the open file is no longer the one at the path: the data would be in no journal.
    pub fn write<T>(
        &mut self,
        now: DateTime<Utc>,
        made_by: &str,
        what: &str,
        body: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T>,
    ) -> Result<(T, Option<i64>)> {
        self.must_be_writable()?;
        self.must_be_in_place()?;
        // The first change of a day makes a backup of the state before it. A failure of the backup must not lose the
        // change.
        self.no_backup = self.daily_backup(now.date_naive()).err().map(|error| error.to_string());
        let run = |connection: &mut Connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.prepare_cached("INSERT INTO change (at, made_by, what) VALUES (?1, ?2, ?3)")?.execute((
                super::row::show_utc(now),
                made_by,
                what,
            ))?;
            let change = tx.last_insert_rowid();
            let value = body(&tx)?;
            let sql = "SELECT EXISTS (SELECT 1 FROM history WHERE change >= ?1)
                OR EXISTS (SELECT 1 FROM erasing WHERE change >= ?1)";
            let wrote: bool = tx.query_row(sql, [change], |row| row.get(0))?;
            if !wrote {
                return Ok((value, None));
            }
            tx.commit()?;
            Ok((value, Some(change)))
        };
        let done = run(self.connection_mut()).map_err(|e| at_edge(e, self.path()))?;
        if done.1.is_some() {
            self.must_be_in_place()?;
            self.is_folded = self.is_in_memory();
            if !self.folds_when_idle {
                self.fold();
            }
            self.go_on_erasing();
        }
        Ok(done)
    }

    /// Runs `body` in one write transaction on tables that have no history, and records no change.
    ///
    /// # Errors
    ///
    /// As [`Store::write`].
    pub(super) fn write_aside(&mut self, body: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<()>) -> Result<()> {
        self.must_be_writable()?;
        self.must_be_in_place()?;
        let run = |connection: &mut Connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            body(&tx)?;
            Ok(tx.commit()?)
        };
        run(self.connection_mut()).map_err(|e| at_edge(e, self.path()))?;
        self.is_folded = self.is_in_memory();
        Ok(())
    }

    fn must_be_writable(&mut self) -> Result<()> {
        match &self.read_only {
            None => Ok(()),
            Some(ReadOnly::Because(why)) => Err(Error::NotPermitted { path: self.path().to_owned(), why: why.clone() }),
            Some(ReadOnly::Full) => {
                // There may be space by now.
                let again = Store::open(self.path())?;
                if again.read_only.is_some() {
                    return Err(Error::Full { path: self.path().to_owned() });
                }
                self.go_on_with(again);
                Ok(())
            }
        }
    }

    /// Checks that the open file is the one at the path, and that its WAL exists. Deleting the WAL loses everything not
    /// yet checkpointed. Skipped if the system has no file ids.
    fn must_be_in_place(&self) -> Result<()> {
        let is_here = || FileId::of(self.path()) == self.file && with_ending(self.path(), "-wal").exists();
        if self.file.is_none() || is_here() { Ok(()) } else { Err(Error::Moved { path: self.path().to_owned() }) }
    }

    /// Copies the journal to a new file and switches to it: the way to recover from [`Error::Moved`].
    pub fn save_elsewhere(&mut self, path: &Path) -> Result<()> {
        self.back_up(path, false)?;
        let next = Store::open(path)?;
        self.pictures().share_with(&next.pictures())?;
        self.go_on_with(next);
        Ok(())
    }

    /// Returns a free name beside the journal for [`Store::save_elsewhere`].
    pub fn name_for_saving(&self) -> PathBuf {
        free_name(self.path(), "saved")
    }

    fn go_on_with(&mut self, next: Store) {
        let (keep, folds_when_idle) = (self.keep, self.folds_when_idle);
        *self = next;
        (self.keep, self.folds_when_idle) = (keep, folds_when_idle);
    }

    /// Lets the caller run [`Store::fold`] when idle. By default every change is checkpointed at once.
    pub fn fold_when_idle(&mut self) {
        self.folds_when_idle = true;
    }

    /// Returns whether the WAL may have data that the file lacks.
    pub fn is_unfolded(&self) -> bool {
        !self.is_folded
    }

    /// Checkpoints the WAL into the file and truncates it, as far as no reader uses an older state. A copy of the file
    /// alone then has every acknowledged change. A file put in its place cannot be combined with an old WAL. After a
    /// failure it is tried again at the next change and on closing.
    pub fn fold(&mut self) {
        self.is_folded = true;
        // Runs without waiting for other programs.
        let connection = self.connection();
        let _ = connection.busy_timeout(Duration::ZERO);
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let _ = connection.busy_timeout(self.patience);
    }

    /// Returns a number that changes whenever another connection has written.
    pub fn data_version(&self) -> Result<i64> {
        number(self.connection(), "data_version").map_err(|e| at_edge(e, self.path()))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.must_be_in_place().is_err() {
            // SQLite would delete the WAL at the path, which belongs to another file by now.
            let _ = self.connection().set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        } else if !self.is_folded {
            self.fold();
        }
    }
}
