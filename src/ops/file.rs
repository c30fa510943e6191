//! Files that leave the journal: for their owner alone, whole or not at all, and nothing of anybody else's in their place.

use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::is_sealed;
use crate::store::{self, Store};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// What may happen to a file that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the error says so.
    Keep,
    /// It is replaced where it is a report of spotlog's, and stays otherwise.
    ReplaceReport,
    /// It is replaced, unless it is a database.
    Replace,
}

/// Whether there is something at a path that [`write_private`] would leave alone.
pub fn is_in_the_way(path: &Path, existing: Existing) -> bool {
    let replaced = match existing {
        Existing::Keep => false,
        Existing::ReplaceReport => is_own_report(path),
        Existing::Replace => true,
    };
    // What is no plain file, such as /dev/stdout, is written to and not replaced.
    path.symlink_metadata().is_ok_and(|found| found.is_file() || found.is_symlink()) && !is_special(path) && !replaced
}

/// The file that a name leads to, where a file may be put there. A link stays, and what it leads to is replaced.
///
/// # Errors
/// A folder, a device, a pipe, a link that leads nowhere, and a file that is not to be replaced.
fn target_of(path: &Path, existing: Existing) -> Result<PathBuf> {
    let refused = |what: &str| FieldError::new(format!("{} is {what}; name another file", path.shown())).at("FILE");
    if path.is_dir() {
        return Err(refused("a folder").into());
    }
    if path.is_symlink() && !path.exists() {
        return Err(refused("a link that leads to nothing").into());
    }
    if is_special(path) {
        return Err(refused("no plain file").into());
    }
    if is_in_the_way(path, existing) {
        return Err(taken(path));
    }
    let cannot = Error::io(format!("{} cannot be written", path.shown()));
    if path.is_symlink() { path.canonicalize().map_err(cannot) } else { Ok(path.to_owned()) }
}

/// Copies the journal to a file, and checks the copy. A file that is there already is replaced only where that is wanted
/// and it is a copy, and no journal with backups of its own.
pub fn back_up(store: &Store, path: &Path, existing: Existing) -> Result<()> {
    let target = target_of(path, existing)?;
    if is_sqlite(&target) && store::with_ending(&target, ".backups").exists() {
        let message = format!("{} is a journal with backups of its own, and is not replaced", path.shown());
        return Err(FieldError::new(message).at("FILE").into());
    }
    store.back_up(&target, existing == Existing::Replace)
}

/// Writes a new file beside the target and renames it, so that there is the old file or the new one and never half of
/// one; for the owner's eyes only. A link stays, and what it leads to is replaced; one that leads nowhere is an error.
pub fn write_private(path: &Path, existing: Existing, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let failed = || Error::io(format!("{} cannot be written", path.shown()));
    if is_special(path) {
        let mut file = std::fs::OpenOptions::new().write(true).open(path).map_err(failed())?;
        return write(&mut file);
    }
    let target = target_of(path, existing)?;
    if is_sqlite(&target) {
        let message =
            format!("{} is an SQLite file, perhaps a journal, and is not overwritten; name another", path.shown());
        return Err(FieldError::new(message).at("FILE").into());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The random name is made anew where it is taken, and the rights are the owner's alone.
    let mut part = tempfile::Builder::new().prefix(".spotlog-").suffix(".part").tempfile_in(folder).map_err(failed())?;
    let mut buffer = BufWriter::new(part.as_file_mut());
    write(&mut buffer)?;
    buffer.flush().map_err(failed())?;
    drop(buffer);
    part.as_file().sync_all().map_err(failed())?;
    store::persist(part, &target, existing != Existing::Keep).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(path),
        _ => failed()(error),
    })
}

fn taken(path: &Path) -> Error {
    Error::Conflict(format!("{} is there already; name a new file", path.shown()))
}

/// Whether a path leads to a device or a pipe.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// How reports, calendars and manual pages of spotlog's begin, and what stands in them that no other program writes. A table
/// is not among them: a person may have edited it to take it in again.
const OWN: [(&str, &str); 10] = [
    ("BEGIN:VCALENDAR", "PRODID:-//spotlog//"),
    ("%PDF-", "/Creator(spotlog)"),
    ("<!DOCTYPE html>", crate::report::GENERATOR),
    ("{\n  \"format\": \"spotlog-report/", ""),
    ("{\n  \"resourceType\": \"Bundle\"", "\"Self-recorded spot journal, not a diagnosis\""),
    ("Spot journal of ", NOT_EXAMINED),
    ("# Spot journal of ", NOT_EXAMINED),
    ("This may be an emergency. ", NOT_EXAMINED),
    ("# This may be an emergency. ", NOT_EXAMINED),
    (".ie \\n(.g .ds Aq", ".TH spotlog"),
];

/// What every page says of itself.
const NOT_EXAMINED: &str = "Self-recorded, not examined, not a diagnosis.";

fn is_own_report(path: &Path) -> bool {
    const MOST: u64 = 16 * 1024 * 1024;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    // In a PDF what it was made with stands at the end, everywhere else at the beginning.
    let looked_at = if bytes.starts_with(b"%PDF-") { &bytes[..] } else { &bytes[..bytes.len().min(4096)] };
    let holds = |mark: &str| mark.is_empty() || looked_at.windows(mark.len()).any(|part| part == mark.as_bytes());
    read.is_ok() && OWN.iter().any(|(begins, mark)| bytes.starts_with(begins.as_bytes()) && holds(mark))
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
    let mut start = [0; 64];
    // To open a pipe waits for somebody who writes.
    let mut read = || std::fs::File::open(path).and_then(|mut file| file.read(&mut start));
    path.is_file() && read().is_ok_and(|length| is_sealed(&start[..length]))
}
