//! The daily backups of a journal as files: listing them, their latest change, and whether the journal itself is
//! missing.

use super::beside::{immutable, with_ending};
use super::copy::trust_nothing;
use super::examine::examine;
use super::schema::must_be_ours;
use crate::error::Error;
use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The suffix of a journal's folder of backups.
pub(super) const BACKUPS: &str = ".backups";

/// The suffix of a backup that is still being written.
pub(super) const PART: &str = ".part";

/// Returns the path of the backup of a day.
pub(super) fn day_file(path: &Path, day: NaiveDate) -> PathBuf {
    with_ending(path, BACKUPS).join(format!("{day}.spotlog"))
}

/// Returns the daily backups of the journal at `path`, sorted by day. The journal itself need not be readable.
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

/// Returns the error for a path without a journal but with backups of one.
pub fn lost(path: &Path) -> Option<Error> {
    // An empty file beside a non-empty log is damage, which is reported elsewhere.
    let is_lost = match std::fs::metadata(path) {
        Ok(file) => file.len() == 0 && !has_log(path),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    if !is_lost {
        return None;
    }
    // Even if no backup is complete, their presence means that this is not a new journal.
    let newest = newest_first(path).into_iter().next().or_else(|| Some(backups_of(path).pop()?.1));
    newest.map(|newest| Error::Lost { path: path.to_owned(), newest })
}

/// Returns whether a new journal may be created at the path: there is no trace of an older one.
pub fn is_new(path: &Path) -> bool {
    lost(path).is_none() && matches!(examine(path), Ok(true))
}

/// Returns whether a non-empty log is beside the file.
pub(super) fn has_log(file: &Path) -> bool {
    ["-journal", "-wal"]
        .iter()
        .any(|ending| std::fs::metadata(with_ending(file, ending)).is_ok_and(|log| log.len() > 0))
}

/// Returns the complete backups of the journal at `path`, newest changes first, regardless of their names. After an
/// older backup was restored, change numbers are assigned again. So of two backups that are not states of one line, the
/// one written later is newer.
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

/// Returns whether the last change of one complete backup is also in another one.
pub(super) fn is_earlier_state(one: &Path, other: &Path) -> bool {
    let last = |copy: &Path, id: i64| {
        let sql = "SELECT at || ' ' || what FROM change WHERE id = ?1";
        open_settled(copy)?.query_row(sql, [id], |row| row.get::<_, String>(0)).ok()
    };
    let id = newest_change(one).unwrap_or_default();
    id == 0 || last(one, id) == last(other, id)
}

/// Returns the number of the last change in a complete backup, 0 if it has none. Returns `None` for a file that is no
/// complete backup, judging by its header and length.
pub fn newest_change(file: &Path) -> Option<i64> {
    let is_journal = matches!(examine(file), Ok(false));
    if !is_journal || has_log(file) {
        return None;
    }
    let copy = open_settled(file)?;
    // A foreign file among the backups may have a view in place of the table.
    must_be_ours(&copy, file).ok()?;
    copy.query_row("SELECT coalesce(max(id), 0) FROM change", [], |row| row.get(0)).ok()
}

/// Opens a backup that no program writes to and that has no log, so that SQLite creates no files beside it.
pub(super) fn open_settled(file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let copy = Connection::open_with_flags(immutable(file), flags).ok()?;
    trust_nothing(&copy).ok()?;
    Some(copy)
}
