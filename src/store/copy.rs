//! Copies of an open database by SQLite's online backup: consistent, checked, and synced to disk.

use super::beside::create_private;
use super::beside::sqlite_name;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Protects against a malicious file: functions in its schema, writes to the schema, views, corrupt pages.
pub(super) fn trust_nothing(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(None, "cell_size_check", true)
}

/// Reads the number of a pragma.
pub(super) fn number(connection: &Connection, pragma: &str) -> Result<i64> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// Copies an open database to a new private file, checks the copy, and syncs it to disk.
pub(super) fn copy_whole(from: &Connection, target: &Path) -> Result<()> {
    super::beside::remove(target);
    create_private(target)?;
    copy_checked(from, target)
}

/// Copies an open database over an empty file, checks the copy, and syncs it to disk.
pub(super) fn copy_checked(from: &Connection, target: &Path) -> Result<()> {
    copy(from, target)?;
    verify(target)?;
    crate::file::sync(target).map_err(Error::io(format!("{} cannot be written", target.shown())))
}

/// Copies all of one database over another, in one step. SQLite reports a concurrent writer as a step result; here it
/// is an error.
pub(super) fn transfer(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    let busy = |code| Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        StepResult::Locked => busy(rusqlite::ffi::SQLITE_LOCKED),
        _ => busy(rusqlite::ffi::SQLITE_BUSY),
    }
}

/// Copies an open database over an existing file, without checking it or syncing it to disk.
pub(super) fn copy(from: &Connection, target: &Path) -> Result<()> {
    let mut to = Connection::open_with_flags(sqlite_name(target), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    transfer(from, &mut to)?;
    // A copy is a single file, without a WAL beside it.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    Ok(())
}

/// Checks the integrity of a copy.
///
/// # Errors
///
/// [`Error::Damaged`] if the check fails.
pub(super) fn verify(target: &Path) -> Result<()> {
    let copy = Connection::open_with_flags(sqlite_name(target), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {verdict}") }),
    }
}

/// Renames a finished copy over `target` and syncs the folder to disk.
pub(super) fn put_at(part: &Path, target: &Path) -> Result<()> {
    std::fs::rename(part, target).map_err(Error::io(format!("{} cannot be put in place", target.shown())))?;
    super::beside::sync_folder_of(target);
    Ok(())
}
