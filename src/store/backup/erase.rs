//! Erasing in the backups of a journal, and finding the copies beside it that are not erased in.

use super::remove_parts;
use crate::domain::{Erasures, ShowPath};
use crate::error::{Error, Result};
use crate::store::beside::remove;
use crate::store::beside::with_ending;
use crate::store::copies::{BACKUPS, PART, backups_of, has_log, open_settled};
use crate::store::copy::{copy_whole, put_at, transfer, trust_nothing};
use crate::store::edge::at_edge;
use crate::store::erase::{erase_within, load_erased};
use crate::store::examine::examine;
use crate::store::file_lock::FileLock;
use crate::store::migrate::{STEPS, take_steps};
use crate::store::open::Store;
use crate::store::open::{Completed, Unerased};
use crate::store::pictures::LINKS;
use crate::store::schema::must_be_ours;
use rusqlite::Connection;
use std::fs::File;
use std::path::{Path, PathBuf};

impl Store {
    /// Erases in every daily backup the records erased in the journal. Each backup is loaded into memory, erased in and
    /// checked there. The result is written under another name and renamed over the backup, so no new file contains
    /// erased data.
    pub(in crate::store) fn erase_in_backups(&self, erased: &Erasures) -> Result<Completed> {
        let mut completed = Completed::default();
        let folder = with_ending(self.path(), BACKUPS);
        if !folder.is_dir() {
            return Ok(completed);
        }
        let Ok(_alone) = FileLock::take(&folder) else { return Err(Error::Busy { path: folder }) };
        remove_parts(&folder);
        for (_, backup) in backups_of(self.path()) {
            match erased_copy(&backup, erased) {
                Ok(None) => {}
                Ok(Some(clean)) => {
                    replace_backup(&clean, &backup).map_err(|error| at_edge(error, &backup))?;
                    completed.backups += 1;
                }
                Err(error) => {
                    let why = at_edge(error, &backup).to_string();
                    completed.unopened.push(Unerased { path: backup, why });
                }
            }
        }
        Ok(completed)
    }

    /// Returns the content of `found` without the records erased in this journal, or `None` if nothing is erased.
    pub(super) fn without_erased(&self, found: &Store) -> Result<Option<Connection>> {
        let erased = load_erased(self.connection())?;
        if erased.is_empty() {
            return Ok(None);
        }
        Ok(Some(erased_image(found.connection(), found.path(), &erased)?.0))
    }
}

/// Lists the copies kept beside a journal: states before a migration, a restore or a repair, renamed backups, and a
/// note from an editor. Nothing is erased in them. A journal saved elsewhere may be in use and is not listed.
pub fn kept_copies(path: &Path) -> Vec<PathBuf> {
    let own = path.file_name().map(|name| format!("{}.", name.to_string_lossy())).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_kept = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.strip_prefix(&own).is_some_and(|what| is_name_of_ours(what, file))
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(is_kept).collect();
    found.sort();
    found
}

/// Returns whether spotlog gives that name ending, and the file can be what spotlog stores under it. A folder or file
/// that only has the same name is not ours.
fn is_name_of_ours(what: &str, file: &Path) -> bool {
    let is_file = || file.symlink_metadata().is_ok_and(|found| found.is_file());
    let holds_only = |is_ours: fn(&str) -> bool| {
        let is_folder = file.symlink_metadata().is_ok_and(|found| found.is_dir());
        let names = std::fs::read_dir(file).into_iter().flatten().flatten().map(|entry| entry.file_name());
        is_folder && names.into_iter().all(|name| is_ours(&name.to_string_lossy()))
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    fn is_day(name: &str) -> bool {
        name.strip_suffix(".spotlog").is_some_and(|day| day.parse::<chrono::NaiveDate>().is_ok())
    }
    match what.rsplit_once('-') {
        _ if matches!(what, "repaired" | "looked-at") => is_file(),
        Some(("before-schema" | "before-restore" | "damaged" | "restored", n)) if is_number(n) => is_file(),
        // The number that is added for several copies of one schema.
        Some((before, n)) if before.starts_with("before-schema-") && is_number(n) => {
            is_number(&before[14..]) && is_file()
        }
        Some(("backups-kept", n)) if is_number(n) => holds_only(|name| name == LINKS || is_day(name)),
        Some(("note", n)) if is_number(n) => holds_only(|name| name == "lock" || name.contains("note.txt")),
        _ => false,
    }
}

/// Deletes one of the [`kept_copies`], with the log beside it.
pub fn delete_kept(path: &Path) -> Result<()> {
    let cannot = || Error::io(format!("{} cannot be deleted", path.shown()));
    if path.is_dir() {
        return std::fs::remove_dir_all(path).map_err(cannot());
    }
    ["-wal", "-shm"].iter().for_each(|ending| remove(&with_ending(path, ending)));
    std::fs::remove_file(path).map_err(cannot())
}

/// Returns a backup in memory, without the erased records; `None` if it contains none of them.
fn erased_copy(backup: &Path, erased: &Erasures) -> Result<Option<Connection>> {
    let damaged = |why: &str| Error::Damaged { path: backup.to_owned(), why: why.into() };
    examine(backup)?;
    if has_log(backup) {
        return Err(damaged("a log is beside it"));
    }
    let source = open_settled(backup).ok_or_else(|| damaged("it cannot be opened"))?;
    must_be_ours(&source, backup)?;
    let verdict: String = source.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(damaged(&verdict));
    }
    let (clean, gone) = erased_image(&source, backup, erased)?;
    Ok((gone > 0).then_some(clean))
}

/// Returns a copy of a journal in memory, migrated and without the erased records, and the number of removed records.
fn erased_image(source: &Connection, path: &Path, erased: &Erasures) -> Result<(Connection, usize)> {
    let mut image = Connection::open_in_memory()?;
    transfer(source, &mut image)?;
    trust_nothing(&image)?;
    image.execute_batch("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON")?;
    take_steps(&mut image, path, STEPS)?;
    let tx = image.transaction()?;
    let gone = erase_within(&tx, erased)?;
    tx.commit()?;
    image.execute_batch("VACUUM")?;
    Ok((image, gone))
}

/// Replaces a backup by a database in memory. The file keeps its modification time, so that the order of the backups
/// stays.
fn replace_backup(clean: &Connection, backup: &Path) -> Result<()> {
    let written = std::fs::metadata(backup).and_then(|file| file.modified());
    let part = with_ending(backup, PART);
    let replaced = copy_whole(clean, &part).and_then(|()| {
        if let (Ok(written), Ok(file)) = (written, File::options().write(true).open(&part)) {
            // A file system without such times does not use them for the order either.
            let _ = file.set_modified(written);
        }
        put_at(&part, backup)
    });
    replaced.inspect_err(|_| remove(&part))
}
