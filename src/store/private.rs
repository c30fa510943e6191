//! File permissions of a journal and the files that belong to it.

use super::beside::with_ending;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The permission bits of files.
#[cfg(unix)]
mod mode {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    /// Returns the permission bits of a file; `None` if there is none.
    pub(super) fn of(path: &Path) -> Option<u32> {
        metadata(path).ok().map(|file| file.permissions().mode() & 0o777)
    }

    /// Sets the permission bits of a file.
    pub(super) fn set(path: &Path, mode: u32) -> std::io::Result<()> {
        set_permissions(path, Permissions::from_mode(mode))
    }
}

/// This system has no permission bits.
#[cfg(not(unix))]
mod mode {
    use std::path::Path;

    pub(super) fn of(_: &Path) -> Option<u32> {
        None
    }

    pub(super) fn set(_: &Path, _: u32) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the files of a journal that only their owner may open, each with its permission bits: the journal, the files
/// SQLite keeps beside it, the backups, and the folder if it is spotlog's own.
pub(super) fn private_files(path: &Path) -> Vec<(PathBuf, u32)> {
    let mut files: Vec<(PathBuf, u32)> = ["", "-wal", "-shm"].map(|e| (with_ending(path, e), 0o600)).into();
    files.push((with_ending(path, ".backups"), 0o700));
    files.push((with_ending(path, super::pictures::PHOTOS), 0o700));
    // The copies kept beside the journal, by the suffix of their names. Any other name that starts like the journal's
    // is another file.
    const KEPT: [&str; 7] = ["before-", "damaged-", "saved-", "restored-", "repaired", "looked-at", "machine"];
    let own = path.file_name().map(|name| format!("{}.", name.to_string_lossy())).unwrap_or_default();
    let is_kept = |file: &PathBuf| {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let what = name.strip_prefix(&own);
        what.is_some_and(|what| KEPT.iter().any(|kept| what.starts_with(kept))) && file.is_file()
    };
    let beside = path.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let kept = beside.map(|entry| entry.path()).filter(is_kept);
    files.extend(kept.map(|file| (file, 0o600)));
    files.extend(super::copies::backups_of(path).into_iter().map(|(_, backup)| (backup, 0o600)));
    let folder = path.parent().filter(|folder| folder.file_name().is_some_and(|name| name == "spotlog"));
    files.extend(folder.map(|folder| (folder.to_owned(), 0o700)));
    files
}

/// Removes everybody's access to a file except the owner's.
pub(super) fn close_to_others(file: &Path) -> Result<()> {
    mode::set(file, 0o600).map_err(Error::io(format!("{} cannot be made private", file.shown())))
}

/// Returns the permission bits of a file; `None` if there is none, or if the system has no such bits.
pub(super) fn mode_of(path: &Path) -> Option<u32> {
    mode::of(path)
}

/// Returns whether others may open the journal or a file that belongs to it.
pub fn others_may_open(path: &Path) -> bool {
    private_files(path).iter().any(|(file, _)| mode_of(file).is_some_and(|mode| mode & 0o077 != 0))
}

/// Removes everybody's access to the journal and its files except the owner's.
pub fn make_private(path: &Path) -> Result<()> {
    for (file, mode) in private_files(path) {
        if mode_of(&file).is_some_and(|mode| mode & 0o077 != 0) {
            mode::set(&file, mode).map_err(Error::io(format!("{} cannot be made private", file.shown())))?;
        }
    }
    Ok(())
}
