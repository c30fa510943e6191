//! Backups of an open journal by SQLite's online backup, and restoring from them.

mod erase;

pub use erase::{delete_kept, kept_copies};

use super::beside::{free_name, with_ending};
use super::copies::{BACKUPS, PART, backups_of, day_file, has_log, newest_change, open_settled};
use super::copy::{copy_whole, put_at, transfer};
use super::edge::at_edge;
use super::file_lock::FileLock;
use super::open::Keep;
use super::open::Store;
use super::packed::{Packed, unpack};
use super::pictures::Pictures;
use super::place::FileId;
use super::schema::must_be_ours;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl Store {
    /// Sets how many daily backups are kept.
    pub fn keep_backups(&mut self, keep: Keep) {
        self.keep = keep;
    }

    /// Copies the journal to a file as one consistent snapshot and checks the copy. An existing file is only
    /// overwritten if `replace` is true.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] if the target exists and `replace` is false, or if the log of another journal is beside it.
    pub fn back_up(&self, target: &Path, replace: bool) -> Result<()> {
        self.back_up_with(target, replace, false).map(drop)
    }

    /// Does the same as [`Store::back_up`], and packs the pictures into the copy if wanted.
    pub fn back_up_with(&self, target: &Path, replace: bool, with_pictures: bool) -> Result<Packed> {
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
        let packed = self.copy_with(part.path(), with_pictures).map_err(|error| at_edge(error, target))?;
        crate::file::persist(part, target, replace).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => taken(),
            _ => failed()(error),
        })?;
        super::beside::sync_folder_of(target);
        Ok(packed)
    }

    /// Returns the bytes of a journal file with the content of this one, as one consistent snapshot, without pictures.
    pub fn image(&self) -> Result<Vec<u8>> {
        let here = |error: rusqlite::Error| at_edge(error.into(), self.path());
        let mut copy = Connection::open_in_memory().map_err(here)?;
        transfer(self.connection(), &mut copy).map_err(here)?;
        unpack(&copy).map_err(|error| at_edge(error, self.path()))?;
        let mut image = copy.serialize(rusqlite::MAIN_DB).map_err(here)?.to_vec();
        // Sets the file-format version for a database without a WAL (SQLite, "Database File Format", 1.3.3).
        if let Some(versions) = image.get_mut(18..20) {
            versions.fill(1);
        }
        Ok(image)
    }

    /// Checks that the journal passes every check except that of the permissions. `name` is the file's name in the
    /// error.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] lists what failed.
    pub fn must_be_whole(&self, name: &Path) -> Result<()> {
        let bad: Vec<String> =
            self.check()?.into_iter().filter(|c| !c.is_about_permissions()).filter_map(|c| c.found.err()).collect();
        if bad.is_empty() { Ok(()) } else { Err(Error::Damaged { path: name.to_owned(), why: bad.join("; ") }) }
    }

    /// Replaces the content of the journal by that of `found`, which was checked. The old content is kept in the file
    /// with the returned path. On failure the journal is unchanged.
    pub fn replace_by(&mut self, found: &Store) -> Result<PathBuf> {
        let kept = free_name(self.path(), "before-restore");
        self.back_up(&kept, false)?;
        let path = self.path().to_owned();
        let here = |error: rusqlite::Error| at_edge(error.into(), &path);
        // Records erased after that backup was made stay erased.
        let clean = self.without_erased(found).map_err(|error| at_edge(error, &path))?;
        transfer(clean.as_ref().unwrap_or(found.connection()), self.connection_mut()).map_err(here)?;
        self.prepare_again()?;
        Ok(kept)
    }

    /// Makes the backup of a day if there is none yet, and removes the backups that are no longer kept. Returns whether
    /// one was made. The copy is written under another name, checked and renamed, so a file named after a day is
    /// complete.
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
        super::beside::create_private_folder(&folder)?;
        // One program at a time. The others continue without waiting, since the backup is being made.
        let Ok(_alone) = FileLock::take(&folder) else { return Ok(false) };
        remove_parts(&folder);
        let part = with_ending(&file, PART);
        let written = copy_whole(self.connection(), &part).and_then(|()| {
            make_way(self.path(), &file);
            put_at(&part, &file)
        });
        written.inspect_err(|_| super::beside::remove(&part)).map_err(|error| at_edge(error, &file))?;
        self.copied_on = Some(today);
        self.pictures().link_into_backups();
        let days: Vec<NaiveDate> = backups_of(self.path()).into_iter().map(|(day, _)| day).collect();
        for day in no_longer_kept(&days, today, self.keep) {
            let old = day_file(self.path(), day);
            std::fs::remove_file(&old).map_err(Error::io(format!("{} cannot be removed", old.shown())))?;
        }
        Ok(true)
    }

    /// Returns whether the file is the complete backup of that day: every change after it was made on that day. A
    /// backup dated in the future, made under a wrong clock, is not.
    fn is_copy_of(&self, file: &Path, day: NaiveDate) -> bool {
        let Some(newest) = newest_change(file) else { return false };
        // The time of an undo or of a synced change is not the time at which it was written here.
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM change WHERE id > ?1 AND undoes IS NULL AND made_by <> 'sync'
            AND date(at) IS NOT ?2)";
        let since = self.connection().query_row(sql, (newest, day.to_string()), |row| row.get(0));
        since.unwrap_or(false)
    }
}

/// Renames the folder of backups of the journal at `path`. Returns the new path.
pub fn set_backups_aside(path: &Path) -> Result<PathBuf> {
    let folder = with_ending(path, BACKUPS);
    let aside = super::beside::free_name(path, "backups-kept");
    std::fs::rename(&folder, &aside).map_err(Error::io(format!("{} cannot be renamed", folder.shown())))?;
    Ok(aside)
}

/// Deletes a journal that is not needed any more, with its backups. Errors are ignored.
pub fn remove_with_backups(path: &Path) {
    super::beside::remove(path);
    backups_of(path).iter().for_each(|(_, backup)| super::beside::remove(backup));
    Pictures::of(path).remove_all();
    // Fails if other files are in the folder, which then stays.
    let _ = std::fs::remove_dir(with_ending(path, BACKUPS));
}

/// Frees the name of a day for its backup. A complete backup made under a wrong clock is renamed to the day of its last
/// change, if that name is free. Any other file is replaced later.
fn make_way(journal: &Path, file: &Path) {
    let last = newest_change(file).and_then(|id| {
        let sql = "SELECT date(at) FROM change WHERE id = ?1";
        let copy = open_settled(file)?;
        // A foreign file among the backups may have a view in place of the table.
        must_be_ours(&copy, file).ok()?;
        copy.query_row(sql, [id], |row| row.get::<_, String>(0)).ok()?.parse::<NaiveDate>().ok()
    });
    if let Some(real) = last.map(|day| day_file(journal, day)).filter(|real| !real.exists()) {
        // If this fails, the copy is replaced like one of today.
        let _ = std::fs::rename(file, real);
    }
    // A leftover log beside the name would be applied to the new copy.
    ["-journal", "-wal", "-shm"].iter().for_each(|ending| drop(std::fs::remove_file(with_ending(file, ending))));
}

/// Removes partial copies of programs that were killed. The caller must hold the lock of the folder.
fn remove_parts(folder: &Path) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let day = [PART, ".part-journal"].iter().find_map(|ending| name.strip_suffix(ending)?.strip_suffix(".spotlog"));
        if day.is_some_and(|day| day.parse::<NaiveDate>().is_ok()) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Returns the days, of these ascending ones, whose backups to delete after the backup of `today` was made. Days after
/// today are ignored and kept: a clock was ahead, or this one is behind. Today's backup does not count, so that one
/// start under a wrong clock deletes no day.
fn no_longer_kept(days: &[NaiveDate], today: NaiveDate, keep: Keep) -> Vec<NaiveDate> {
    let before: Vec<NaiveDate> = days.iter().copied().filter(|day| *day < today).collect();
    let kept = kept(&before, keep);
    before.into_iter().filter(|day| !kept.contains(day)).collect()
}

/// Returns the days, of these ascending ones, whose backups to keep.
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
            // The clock is correct again: the leftover backup does not displace one of a real day.
            let lost = no_longer_kept(&days, today, Keep::default());
            assert!(lost.iter().all(|day| gone.contains(day) || *day == wrong), "{wrong}: {lost:?}");
        }
    }
}
