//! The files beside a journal: what they are called, and what is done with them as files.

use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::fs;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// The file of that name with an ending behind it.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A name beside a journal, such as `NAME.damaged-1`, that neither a file nor a file's log has yet.
pub fn free_name(path: &Path, what: &str) -> PathBuf {
    let name = |n: u32| with_ending(path, &format!(".{what}-{n}"));
    let is_free = |name: &PathBuf| ["", "-wal"].iter().all(|ending| !with_ending(name, ending).exists());
    (1..).map(name).find(is_free).unwrap_or_else(|| name(0))
}

/// The path as SQLite takes it for a path and for nothing else: ":memory:" and "file:" have a meaning of their own there.
pub(super) fn sqlite_name(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) }
}

/// The name by which SQLite opens a file that no program writes to.
pub(super) fn immutable(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~:\\".contains(&byte);
    let escape = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let escaped: String = absolute.as_os_str().as_encoded_bytes().iter().map(|&byte| escape(byte)).collect();
    PathBuf::from(format!("file:{escaped}?immutable=1"))
}

/// Makes the folder and its parents for the owner alone (0700).
pub(super) fn create_private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::io(format!("the folder {} cannot be made", folder.shown())))
}

/// Makes an empty file for the owner alone (0600); one that is there already is left as it is.
pub(super) fn create_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(Error::io(format!("{} cannot be made", path.shown())))
}

/// Waits until the names in the folder of a file are on the disk, so that they outlive a power cut; not every system can.
pub(super) fn sync_folder_of(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Copies a file, with the log that belongs to it, so that looking at the copy changes nothing of the only one.
pub fn copy_aside(path: &Path, to: &Path) -> Result<()> {
    for ending in ["", "-wal"] {
        let (from, to) = (with_ending(path, ending), with_ending(to, ending));
        if from.exists() {
            super::beside::create_private(&to)?;
            let cannot = || Error::io(format!("{} cannot be copied", from.shown()));
            let mut source = std::fs::File::open(&from).map_err(cannot())?;
            let mut target = std::fs::OpenOptions::new().write(true).open(&to).map_err(cannot())?;
            std::io::copy(&mut source, &mut target).map_err(cannot())?;
            target.sync_all().map_err(cannot())?;
        }
    }
    Ok(())
}

/// Takes a file away, with those beside it; what is not there is no failure.
pub fn remove(path: &Path) {
    for ending in ["-journal", "-wal", "-shm", ""] {
        let _ = remove_one(&with_ending(path, ending));
    }
}

pub(super) fn remove_one(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io(format!("{} cannot be taken away", path.shown()))(error))
        }
        _ => Ok(()),
    }
}
