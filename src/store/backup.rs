//! Copies of the journal, made by SQLite's own backup while it is in use, and put back the same way.

use super::edge::at_edge;
use super::open::{Store, free_name, with_ending};
use super::private::create_private;
use crate::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How many daily backups are kept: those of the last days, the last of each of the last weeks, and the last of each of
/// the last months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    pub daily: usize,
    pub weekly: usize,
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Keep { daily: 7, weekly: 4, monthly: 12 }
    }
}

impl Store {
    /// How many daily backups are kept from now on.
    pub fn keep_backups(&mut self, keep: Keep) {
        self.keep = keep;
    }

    /// Copies the journal to a new file, whole as of one moment, and checks what was written. A file that is there
    /// already is never overwritten.
    pub fn back_up(&self, target: &Path) -> Result<()> {
        if target.exists() {
            return Err(Error::Conflict(format!("{} is there already; name a new file", target.display())));
        }
        create_private(target)?;
        let written = copy(self.connection(), target).and_then(|()| verify(target));
        written.map_err(|error| {
            // Half a copy is no copy.
            let _ = std::fs::remove_file(target);
            at_edge(error, target)
        })
    }

    /// The bytes of a journal file that holds what this one holds, whole as of one moment.
    pub fn image(&self) -> Result<Vec<u8>> {
        let here = |error: rusqlite::Error| at_edge(error.into(), self.path());
        let mut copy = Connection::open_in_memory().map_err(here)?;
        transfer(self.connection(), &mut copy).map_err(here)?;
        let mut image = copy.serialize(rusqlite::MAIN_DB).map_err(here)?.to_vec();
        // The version of the file format that has no log beside the file (SQLite, "Database File Format", 1.3.3).
        if let Some(versions) = image.get_mut(18..20) {
            versions.fill(1);
        }
        Ok(image)
    }

    /// That every check but that of the permissions is passed; `name` is what the person calls the file.
    pub fn must_be_whole(&self, name: &Path) -> Result<()> {
        let bad: Vec<String> =
            self.check()?.into_iter().filter(|c| !c.is_about_permissions()).filter_map(|c| c.found.err()).collect();
        if bad.is_empty() { Ok(()) } else { Err(Error::Damaged { path: name.to_owned(), why: bad.join("; ") }) }
    }

    /// Replaces what the journal holds by what `found` holds, which was found whole, and keeps what it replaces in the
    /// file whose path is returned. Where anything fails the journal stays as it was.
    pub fn replace_by(&mut self, found: &Store) -> Result<PathBuf> {
        let kept = free_name(self.path(), "before-restore");
        self.back_up(&kept)?;
        let path = self.path().to_owned();
        let here = |error: rusqlite::Error| at_edge(error.into(), &path);
        transfer(found.connection(), self.connection_mut()).map_err(here)?;
        self.prepare_again()?;
        Ok(kept)
    }

    /// Makes the backup of a day, if there is none yet, and takes away those that are older than what is kept. Returns
    /// whether one was made.
    pub fn daily_backup(&self, today: NaiveDate) -> Result<bool> {
        if self.path().as_os_str() == ":memory:" {
            return Ok(false);
        }
        let folder = self.backup_folder();
        let file = |day: NaiveDate| folder.join(format!("{day}.spotlog"));
        if file(today).exists() {
            return Ok(false);
        }
        super::private::create_private_folder(&folder)?;
        self.back_up(&file(today))?;
        let days: Vec<NaiveDate> = backups_of(self.path()).into_iter().map(|(day, _)| day).collect();
        let kept = kept(&days, self.keep);
        for day in days.into_iter().filter(|day| !kept.contains(day)) {
            let old = file(day);
            std::fs::remove_file(&old).map_err(Error::io(format!("{} cannot be taken away", old.display())))?;
        }
        Ok(true)
    }

    fn backup_folder(&self) -> PathBuf {
        with_ending(self.path(), BACKUPS)
    }
}

/// The ending of the folder of a journal's backups.
const BACKUPS: &str = ".backups";

/// The daily backups of the journal at `path`, the oldest first; the journal itself may be beyond opening.
pub fn backups_of(path: &Path) -> Vec<(NaiveDate, PathBuf)> {
    let entries =
        std::fs::read_dir(with_ending(path, BACKUPS)).into_iter().flatten().flatten().map(|entry| entry.path());
    let dated = entries.filter_map(|path| {
        let day = path.file_stem()?.to_str()?.parse().ok()?;
        (path.extension()? == "spotlog").then_some((day, path))
    });
    let mut found: Vec<(NaiveDate, PathBuf)> = dated.collect();
    found.sort();
    found
}

/// Writes everything of one database over another, in one step. SQLite tells that somebody is writing as an answer, not
/// as an error; here it is one.
fn transfer(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let busy = |code| Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        StepResult::Locked => busy(rusqlite::ffi::SQLITE_LOCKED),
        _ => busy(rusqlite::ffi::SQLITE_BUSY),
    }
}

fn copy(from: &Connection, target: &Path) -> Result<()> {
    let mut to = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    transfer(from, &mut to)?;
    // A copy is one file: nothing of it stays in a log beside it.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

fn verify(target: &Path) -> Result<()> {
    let copy = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {verdict}") }),
    }
}

/// Of these days, ascending, those whose backups stay.
fn kept(days: &[NaiveDate], keep: Keep) -> BTreeSet<NaiveDate> {
    fn last_of_each<K: PartialEq>(days: &[NaiveDate], key: impl Fn(&NaiveDate) -> K, count: usize) -> Vec<NaiveDate> {
        let runs: Vec<&[NaiveDate]> = days.chunk_by(|a, b| key(a) == key(b)).collect();
        runs.into_iter().rev().take(count).filter_map(|run| run.last().copied()).collect()
    }
    let daily = days.iter().rev().take(keep.daily).copied();
    let weekly = last_of_each(days, |day| day.iso_week(), keep.weekly);
    let monthly = last_of_each(days, |day| (day.year(), day.month()), keep.monthly);
    daily.chain(weekly).chain(monthly).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    #[test]
    fn the_last_days_weeks_and_months_are_kept() {
        let first: NaiveDate = "2025-01-01".parse().unwrap();
        let days: Vec<NaiveDate> = (0..700).map(|n| first + Days::new(n)).collect();
        let kept = kept(&days, Keep::default());
        let last = *days.last().unwrap();
        assert!((0..7).all(|n| kept.contains(&(last - Days::new(n)))));
        assert!((18..=23).contains(&kept.len()), "{kept:?}");
        assert!(kept.contains(&"2026-06-30".parse().unwrap()), "the last of a month");
        assert!(!kept.contains(&"2026-06-29".parse().unwrap()));
        assert!(super::kept(&[], Keep::default()).is_empty());
    }
}
