//! Files that leave the journal: for their owner alone, whole or not at all.

use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::exchange::is_sealed;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes beside the target and renames, so that there is the old file or the new one and never half of one; for the
/// owner's eyes only.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let doing = || format!("{} cannot be written", path.display());
    if path.is_dir() {
        return Err(FieldError::new(format!("{} is a folder; name a file", path.display())).at("FILE").into());
    }
    if is_sqlite(path) {
        let message =
            format!("{} is an SQLite file, perhaps a journal, and is not overwritten; name another", path.display());
        return Err(FieldError::new(message).at("FILE").into());
    }
    // What is no plain file, such as /dev/stdout, cannot be replaced.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, bytes).map_err(Error::io(doing()));
    }
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(part);
    let write = || -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(|error| {
        // The target is as it was; what is left of the attempt is of no use to anyone.
        let _ = std::fs::remove_file(&part);
        Error::io(doing())(error)
    })
}

/// Whether others on this machine may read a file; where the system does not tell, they may.
#[cfg(unix)]
pub fn may_be_read_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).map_or(true, |file| file.is_file() && file.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
pub fn may_be_read_by_others(_: &Path) -> bool {
    true
}

/// Whether a file is a database, or one of the two that SQLite keeps beside it.
fn is_sqlite(path: &Path) -> bool {
    use std::io::Read;
    let starts_so = |path: &Path| {
        let mut start = [0; 15];
        std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
            && &start == b"SQLite format 3"
    };
    let name = path.to_string_lossy();
    let beside = ["-wal", "-shm", "-journal"].iter().find_map(|ending| name.strip_suffix(ending));
    (path.is_file() && starts_so(path)) || beside.is_some_and(|database| starts_so(Path::new(database)))
}

/// Whether a file begins as one that a passphrase opens; what cannot be read does not.
pub(super) fn starts_sealed(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 64];
    // To open a pipe waits for somebody who writes.
    let mut read = || std::fs::File::open(path).and_then(|mut file| file.read(&mut start));
    path.is_file() && read().is_ok_and(|length| is_sealed(&start[..length]))
}
