//! For the owner alone: who may open a journal and what belongs to it.

#[cfg(unix)]
use super::beside::with_ending;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

/// Gives a temporary file its name. What is there already is replaced only where that is wanted: otherwise the error is of
/// the kind `AlreadyExists`, also where it came meanwhile.
pub fn persist(part: tempfile::NamedTempFile, target: &Path, replace: bool) -> std::io::Result<()> {
    use std::io::ErrorKind;
    if replace {
        part.persist(target)?;
        return Ok(());
    }
    match part.persist_noclobber(target) {
        Ok(_) => Ok(()),
        // A file system that cannot do both in one step renames.
        Err(failed) if failed.error.kind() != ErrorKind::AlreadyExists && target.symlink_metadata().is_err() => {
            failed.file.persist(target)?;
            Ok(())
        }
        Err(failed) => Err(failed.error),
    }
}

/// The files of a journal that only their owner may open, each with what the owner may do with it: the journal, what SQLite
/// keeps beside it, the backups, and the folder where that is spotlog's own.
#[cfg(unix)]
pub(super) fn private_files(path: &Path) -> Vec<(PathBuf, u32)> {
    let mut files: Vec<(PathBuf, u32)> = ["", "-wal", "-shm"].map(|e| (with_ending(path, e), 0o600)).into();
    files.push((with_ending(path, ".backups"), 0o700));
    // What was kept of it, as the name says. Another name that begins like the journal's is another file.
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

/// Takes from everybody but the owner the right to open one file.
#[cfg(unix)]
pub(super) fn close_to_others(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
        .map_err(Error::io(format!("{} cannot be made private", file.shown())))
}

#[cfg(not(unix))]
pub(super) fn close_to_others(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(unix)]
pub(super) fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|file| file.permissions().mode() & 0o777)
}

/// Whether others may open the journal or what belongs to it.
#[cfg(unix)]
pub fn others_may_open(path: &Path) -> bool {
    private_files(path).iter().any(|(file, _)| mode_of(file).is_some_and(|mode| mode & 0o077 != 0))
}

/// Takes from everybody but the owner the right to open the journal and what belongs to it.
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

#[cfg(not(unix))]
pub fn others_may_open(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
pub fn make_private(_: &Path) -> Result<()> {
    Ok(())
}
