//! File permissions of a journal and the files that belong to it.

#[cfg(unix)]
use super::beside::with_ending;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

/// Returns the files of a journal that only their owner may open, each with its permission bits: the journal, the files
/// SQLite keeps beside it, the backups, and the folder if it is spotlog's own.
#[cfg(unix)]
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
#[cfg(unix)]
pub(super) fn close_to_others(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        .map_err(Error::io(format!("{} cannot be made private", file.shown())))
}

/// Does nothing, since this system has no file modes.
#[cfg(not(unix))]
pub(super) fn close_to_others(_: &Path) -> Result<()> {
    Ok(())
}

/// Returns the permission bits of a file; `None` if there is none.
#[cfg(unix)]
pub(super) fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|file| file.permissions().mode() & 0o777)
}

/// Returns whether others may open the journal or a file that belongs to it.
#[cfg(unix)]
pub fn others_may_open(path: &Path) -> bool {
    private_files(path).iter().any(|(file, _)| mode_of(file).is_some_and(|mode| mode & 0o077 != 0))
}

/// Removes everybody's access to the journal and its files except the owner's.
#[cfg(unix)]
pub fn make_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for (file, mode) in private_files(path) {
        if mode_of(&file).is_some_and(|mode| mode & 0o077 != 0) {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode))
                .map_err(Error::io(format!("{} cannot be made private", file.shown())))?;
        }
    }
    Ok(())
}

/// Returns false, since this system has no file modes.
#[cfg(not(unix))]
pub fn others_may_open(_: &Path) -> bool {
    false
}

/// Does nothing, since this system has no file modes.
#[cfg(not(unix))]
pub fn make_private(_: &Path) -> Result<()> {
    Ok(())
}
