//! Copies of the journal, made by SQLite's own backup while it is in use, and put back the same way.

mod erase;

pub use erase::{Unerased, delete_kept, kept_copies};

use super::edge::at_edge;
use super::open::{Store, free_name, immutable, sqlite_name, trust_nothing, with_ending};
use super::place::FileId;
use super::private::create_private;
use super::schema::must_be_ours;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
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

    /// Copies the journal to a file, whole as of one moment, and checks what was written. A file that is there already is
    /// left as it is, unless it is to be replaced.
    pub fn back_up(&self, target: &Path, replace: bool) -> Result<()> {
        let taken = || Error::Conflict(format!("{} is there already; name a new file", target.shown()));
        if !replace && target.symlink_metadata().is_ok() {
            return Err(taken());
        }
        if has_log(target) {
            let message = format!("the log of another journal is beside {}; name another file", target.shown());
            return Err(Error::Conflict(message));
        }
        if FileId::of(target).is_some_and(|id| Some(id) == FileId::of(self.path())) {
            return Err(Error::Conflict(format!("{} is the journal itself; name another file", target.shown())));
        }
        let failed = || Error::io(format!("{} cannot be written", target.shown()));
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let part = tempfile::Builder::new().prefix(".spotlog-").suffix(".part").tempfile_in(folder).map_err(failed())?;
        copy_checked(self.connection(), part.path()).map_err(|error| at_edge(error, target))?;
        super::persist(part, target, replace).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => taken(),
            _ => failed()(error),
        })?;
        super::repair::sync_folder_of(target);
        Ok(())
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
        self.back_up(&kept, false)?;
        let path = self.path().to_owned();
        let here = |error: rusqlite::Error| at_edge(error.into(), &path);
        // What was erased since stays erased.
        let clean = self.without_erased(found).map_err(|error| at_edge(error, &path))?;
        transfer(clean.as_ref().unwrap_or(found.connection()), self.connection_mut()).map_err(here)?;
        self.prepare_again()?;
        Ok(kept)
    }

    /// Makes the copy of a day, if there is none yet, and removes the copies that are no longer kept. Returns whether one
    /// was made. A copy is written under another name, checked, and renamed: a file with the name of a day is whole.
    pub fn daily_backup(&mut self, today: NaiveDate) -> Result<bool> {
        if self.is_in_memory() || self.copied_on == Some(today) {
            return Ok(false);
        }
        let folder = with_ending(self.path(), BACKUPS);
        let file = day_file(self.path(), today);
        if self.is_copy_of(&file, today) {
            self.copied_on = Some(today);
            return Ok(false);
        }
        super::private::create_private_folder(&folder)?;
        // One program at a time: the others go on without waiting, for the copy is being made.
        let Some(_alone) = lock_folder(&folder) else { return Ok(false) };
        remove_parts(&folder);
        let part = with_ending(&file, PART);
        let written = copy_whole(self.connection(), &part).and_then(|()| {
            make_way(self.path(), &file);
            put_at(&part, &file)
        });
        written.inspect_err(|_| super::repair::remove(&part)).map_err(|error| at_edge(error, &file))?;
        self.copied_on = Some(today);
        let days: Vec<NaiveDate> = backups_of(self.path()).into_iter().map(|(day, _)| day).collect();
        for day in no_longer_kept(&days, today, self.keep) {
            let old = day_file(self.path(), day);
            std::fs::remove_file(&old).map_err(Error::io(format!("{} cannot be removed", old.shown())))?;
        }
        Ok(true)
    }

    /// Whether the file is the whole copy of that day: every change that came after it was made on that day. A copy that
    /// a wrong clock made under the name of a day to come is not.
    fn is_copy_of(&self, file: &Path, day: NaiveDate) -> bool {
        let Some(newest) = newest_change(file) else { return false };
        // The time of an undo and of what another machine did is not the time at which it was written here.
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM change WHERE id > ?1 AND undoes IS NULL AND made_by <> 'sync'
            AND date(at) IS NOT ?2)";
        let since = self.connection().query_row(sql, (newest, day.to_string()), |row| row.get(0));
        since.unwrap_or(false)
    }
}

/// The ending of the folder of a journal's backups.
const BACKUPS: &str = ".backups";
/// The ending of a copy that is still being written.
const PART: &str = ".part";

fn day_file(path: &Path, day: NaiveDate) -> PathBuf {
    with_ending(path, BACKUPS).join(format!("{day}.spotlog"))
}

/// The daily backups of the journal at `path`, the oldest name first; the journal itself may be beyond opening.
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

/// The whole backups of the journal at `path`, the one with the newest changes first, whatever day its name says. After an
/// older backup was put back, changes are numbered anew: of two that are no states of one line, the file that was written
/// later is the newer.
pub fn newest_first(path: &Path) -> Vec<PathBuf> {
    let whole = |(_, backup): (_, PathBuf)| Some((newest_change(&backup)?, backup));
    let mut found: Vec<(i64, PathBuf)> = backups_of(path).into_iter().filter_map(whole).collect();
    found.sort();
    let mut found: Vec<PathBuf> = found.into_iter().rev().map(|(_, backup)| backup).collect();
    let written = |backup: &PathBuf| std::fs::metadata(backup).and_then(|file| file.modified()).ok();
    let mut lead = 0;
    for at in 1..found.len() {
        if written(&found[at]) > written(&found[lead]) && !is_earlier_state(&found[at], &found[lead]) {
            lead = at;
        }
    }
    if lead > 0 {
        let first = found.remove(lead);
        found.insert(0, first);
    }
    found
}

/// Whether the last change of one whole copy is in another one too.
fn is_earlier_state(one: &Path, other: &Path) -> bool {
    let last = |copy: &Path, id: i64| {
        let sql = "SELECT at || ' ' || what FROM change WHERE id = ?1";
        open_settled(copy)?.query_row(sql, [id], |row| row.get::<_, String>(0)).ok()
    };
    let id = newest_change(one).unwrap_or_default();
    id == 0 || last(one, id) == last(other, id)
}

/// Gives the backups of the journal at `path` a folder of another name, which is returned.
pub fn set_backups_aside(path: &Path) -> Result<PathBuf> {
    let folder = with_ending(path, BACKUPS);
    let aside = super::open::free_name(path, "backups-kept");
    std::fs::rename(&folder, &aside).map_err(Error::io(format!("{} cannot be renamed", folder.shown())))?;
    Ok(aside)
}

/// The number of the last change in a whole copy, 0 where it has none; `None` for what is not a whole copy, as far as
/// its beginning and its length tell.
pub fn newest_change(file: &Path) -> Option<i64> {
    let is_journal = matches!(super::examine::examine(file), Ok(false));
    if !is_journal || has_log(file) {
        return None;
    }
    let copy = open_settled(file)?;
    // A file that somebody put among the backups may have a view in the table's place.
    must_be_ours(&copy, file).ok()?;
    copy.query_row("SELECT coalesce(max(id), 0) FROM change", [], |row| row.get(0)).ok()
}

/// Opens a copy that nobody writes to and that has no log, so that none is made beside it.
fn open_settled(file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let copy = Connection::open_with_flags(immutable(file), flags).ok()?;
    trust_nothing(&copy).ok()?;
    Some(copy)
}

/// Whether a log beside the file holds what belongs to it.
fn has_log(file: &Path) -> bool {
    ["-journal", "-wal"]
        .iter()
        .any(|ending| std::fs::metadata(with_ending(file, ending)).is_ok_and(|log| log.len() > 0))
}

/// Why there is no new journal at a path without one: its backups are there.
pub fn lost(path: &Path) -> Option<Error> {
    // An empty file beside a log with something in it is damage, and told as that.
    let is_lost = match std::fs::metadata(path) {
        Ok(file) => file.len() == 0 && !has_log(path),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if !is_lost {
        return None;
    }
    // Where none is whole, the last by name is still no sign of a new journal.
    let newest = newest_first(path).into_iter().next().or_else(|| Some(backups_of(path).pop()?.1));
    newest.map(|newest| Error::Lost { path: path.to_owned(), newest })
}

/// Takes away a journal that is of no use to anyone any more, with its backups.
pub fn remove_with_backups(path: &Path) {
    super::repair::remove(path);
    backups_of(path).iter().for_each(|(_, backup)| super::repair::remove(backup));
    // Where something else is in the folder it stays.
    let _ = std::fs::remove_dir(with_ending(path, BACKUPS));
}

/// Whether a journal can begin at the path: nothing of an older one is there.
pub fn is_new(path: &Path) -> bool {
    lost(path).is_none() && matches!(super::examine::examine(path), Ok(true))
}

/// Takes away a file that has the name of a day and is not its copy. A whole copy that a wrong clock made gets the name of
/// the day of its last change, where no other copy has it.
fn make_way(journal: &Path, file: &Path) {
    let last = newest_change(file).and_then(|id| {
        let sql = "SELECT date(at) FROM change WHERE id = ?1";
        let copy = open_settled(file)?;
        // A file that somebody put among the backups may have a view in the table's place.
        must_be_ours(&copy, file).ok()?;
        copy.query_row(sql, [id], |row| row.get::<_, String>(0)).ok()?.parse::<NaiveDate>().ok()
    });
    if let Some(real) = last.map(|day| day_file(journal, day)).filter(|real| !real.exists()) {
        // Where this fails the copy is replaced, as one of today would be.
        let _ = std::fs::rename(file, real);
    }
    // A log that is left beside the name would be applied to the new copy.
    ["-journal", "-wal", "-shm"].iter().for_each(|ending| drop(std::fs::remove_file(with_ending(file, ending))));
}

/// Removes copies that were being written when their program was killed. Only who holds the lock of the folder may.
fn remove_parts(folder: &Path) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if [PART, ".part-journal"].iter().any(|ending| name.ends_with(ending)) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Holds the folder for one program; `None` while another one has it. A file system without such locks lets everybody in.
fn lock_folder(folder: &Path) -> Option<Option<File>> {
    let Ok(file) = File::open(folder) else { return Some(None) };
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        _ => Some(Some(file)),
    }
}

/// Renames a finished copy, which replaces what has the name. It is on the disk when this returns.
fn put_at(part: &Path, target: &Path) -> Result<()> {
    std::fs::rename(part, target).map_err(Error::io(format!("{} cannot be put in place", target.shown())))?;
    super::repair::sync_folder_of(target);
    Ok(())
}

/// Copies an open database to a new private file, checks the copy, and waits until it is on the disk.
pub(super) fn copy_whole(from: &Connection, target: &Path) -> Result<()> {
    super::repair::remove(target);
    create_private(target)?;
    copy_checked(from, target)
}

/// Copies an open database over an empty file, checks the copy, and waits until it is on the disk.
fn copy_checked(from: &Connection, target: &Path) -> Result<()> {
    copy(from, target)?;
    verify(target)?;
    let synced = File::open(target).and_then(|file| file.sync_all());
    synced.map_err(Error::io(format!("{} cannot be written", target.shown())))
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
    let mut to = Connection::open_with_flags(sqlite_name(target), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    transfer(from, &mut to)?;
    // A copy is one file: nothing of it stays in a log beside it.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

fn verify(target: &Path) -> Result<()> {
    let copy = Connection::open_with_flags(sqlite_name(target), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {verdict}") }),
    }
}

/// Of these days, ascending, those whose copies go after the copy of `today` was made. Days after today come from a clock
/// that was ahead, or this one is behind: they count for nothing and stay. Today's copy takes the place of none, so that
/// one start under a wrong clock costs no day.
fn no_longer_kept(days: &[NaiveDate], today: NaiveDate, keep: Keep) -> Vec<NaiveDate> {
    let before: Vec<NaiveDate> = days.iter().copied().filter(|day| *day < today).collect();
    let kept = kept(&before, keep);
    before.into_iter().filter(|day| !kept.contains(day)).collect()
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

    #[test]
    fn a_clock_that_is_ahead_or_behind_costs_no_copy_of_a_real_day() {
        let real: Vec<NaiveDate> = (0..60).map(|n| "2026-04-01".parse::<NaiveDate>().unwrap() + Days::new(n)).collect();
        let today = *real.last().unwrap() + Days::new(1);
        let gone = no_longer_kept(&real, today, Keep::default());
        for wrong in ["2036-06-01", "1970-01-01", "2020-01-01"] {
            let wrong: NaiveDate = wrong.parse().unwrap();
            // One start under the wrong clock.
            let mut days = real.clone();
            days.push(wrong);
            days.sort();
            let lost = no_longer_kept(&days, wrong, Keep::default());
            assert!(lost.iter().all(|day| gone.contains(day)), "{wrong}: {lost:?}");
            // The clock is right again: what it left behind takes the place of no real day.
            let lost = no_longer_kept(&days, today, Keep::default());
            assert!(lost.iter().all(|day| gone.contains(day) || *day == wrong), "{wrong}: {lost:?}");
        }
    }
}
