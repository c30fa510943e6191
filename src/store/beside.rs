//! The names of the files beside a journal, and file operations on them.

use crate::domain::ShowPath;
use crate::error::{Error, Result};
use std::fs;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// Appends an ending to a file name.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Returns a free name beside a journal, such as `NAME.damaged-1`. Neither the file nor its WAL exists.
pub fn free_name(path: &Path, what: &str) -> PathBuf {
    let name = |n: u32| with_ending(path, &format!(".{what}-{n}"));
    let is_free = |name: &PathBuf| ["", "-wal"].iter().all(|ending| !with_ending(name, ending).exists());
    (1..).map(name).find(is_free).unwrap_or_else(|| name(0))
}

/// Returns the path in a form that SQLite treats as a path only. ":memory:" and "file:" have a special meaning there.
pub(super) fn sqlite_name(path: &Path) -> PathBuf {
    if path.is_absolute() { path.to_owned() } else { Path::new(".").join(path) }
}

/// Returns the URI by which SQLite opens a file as immutable: no program writes to it.
pub(super) fn immutable(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~:\\".contains(&byte);
    let escape = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    let escaped: String = absolute.as_os_str().as_encoded_bytes().iter().map(|&byte| escape(byte)).collect();
    PathBuf::from(format!("file:{escaped}?immutable=1"))
}

/// Creates the folder and its parents, for the owner only (0700).
pub(super) fn create_private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::io(format!("the folder {} cannot be made", folder.shown())))
}

/// Creates an empty file, for the owner only (0600). An existing file is left unchanged.
pub(super) fn create_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(Error::io(format!("{} cannot be made", path.shown())))
}

/// Syncs the folder of a file to disk, so that its names survive a power cut. Errors are ignored: not every system can
/// do it.
pub(super) fn sync_folder_of(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = std::fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Copies a file and its WAL, so that opening the copy cannot change the original.
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

/// Deletes a file and the log files beside it. Errors are ignored.
pub fn remove(path: &Path) {
    for ending in ["-journal", "-wal", "-shm", ""] {
        let _ = remove_one(&with_ending(path, ending));
    }
}

/// Deletes a file. A missing file is not an error.
pub(super) fn remove_one(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io(format!("{} cannot be taken away", path.shown()))(error))
        }
        _ => Ok(()),
    }
}
