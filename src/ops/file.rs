//! Output files: private to their owner, written atomically, and never overwriting foreign files.

use super::format::Format;
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::is_sealed;
use crate::file;
use crate::store::{self, Packed, Store};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// What to do with an existing file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Keeps it and returns an error.
    Keep,
    /// Replaces a report written by spotlog; any other file is kept.
    ReplaceReport,
    /// Replaces it, unless it is a database.
    Replace,
}

/// Returns whether [`write_private`] would refuse to write because of an existing file.
pub fn is_in_the_way(path: &Path, existing: Existing) -> bool {
    // Special files such as /dev/stdout are written to and not replaced. To read from one would wait for a writer.
    let is_there =
        path.symlink_metadata().is_ok_and(|found| found.is_file() || found.is_symlink()) && !is_special(path);
    is_there
        && match existing {
            Existing::Keep => true,
            Existing::ReplaceReport => !is_own_report(path),
            Existing::Replace => false,
        }
}

/// Resolves a name to the file to write. A symbolic link is kept, and its target is replaced.
///
/// # Errors
///
/// Fails for a folder, a device, a pipe, a broken link, and a file that is not to be replaced.
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
        return Err(file::is_taken(path));
    }
    let cannot = Error::io(format!("{} cannot be written", path.shown()));
    if path.is_symlink() { path.canonicalize().map_err(cannot) } else { Ok(path.to_owned()) }
}

/// Copies the journal to a file and checks the copy. An existing file is only replaced on request, and never if it is a
/// journal with backups of its own. The pictures are packed into the copy if wanted.
pub fn back_up(store: &Store, path: &Path, existing: Existing, with_pictures: bool) -> Result<Packed> {
    let target = target_of(path, existing)?;
    if is_sqlite(&target) && store::with_ending(&target, ".backups").exists() {
        let message = format!("{} is a journal with backups of its own, and is not replaced", path.shown());
        return Err(FieldError::new(message).at("FILE").into());
    }
    store.back_up_with(&target, existing == Existing::Replace, with_pictures)
}

/// Writes a private temporary file next to the target and renames it, so that the target is never half-written. A
/// symbolic link is kept, and its target is replaced.
///
/// # Errors
///
/// Fails for a broken link, and for a file that is not to be replaced.
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
    file::write_private(&target, existing != Existing::Keep, write)
}

/// Checks that the ending of a file in clear does not say that it is encrypted.
///
/// # Errors
///
/// Fails for the ending `.age`.
pub fn check_clear_name(path: &Path) -> Result<()> {
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("age") => {
            let message =
                "the ending .age says that a file is encrypted; encrypt it with --encrypt, or name it otherwise";
            Err(FieldError::new(message).at("FILE").into())
        }
        _ => Ok(()),
    }
}

/// Returns whether a path leads to a device or a pipe.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// How the calendars and manual pages of spotlog start, and a text in them that no other program writes. Reports have
/// theirs in the table of their formats.
const OWN: [(&str, &str); 2] = [("BEGIN:VCALENDAR", "PRODID:-//spotlog//"), (".ie \\n(.g .ds Aq", ".TH spotlog")];

fn is_own_report(path: &Path) -> bool {
    const MOST: u64 = 16 * 1024 * 1024;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes));
    // A PDF has its creator at the end, every other format has it at the start.
    let looked_at = if bytes.starts_with(b"%PDF-") { &bytes[..] } else { &bytes[..bytes.len().min(4096)] };
    let holds = |mark: &str| mark.is_empty() || looked_at.windows(mark.len()).any(|part| part == mark.as_bytes());
    let mut own = Format::all().flat_map(|format| format.about().marks).chain(&OWN);
    read.is_ok() && own.any(|(begins, mark)| bytes.starts_with(begins.as_bytes()) && holds(mark))
}

/// Returns whether others on this machine may read a file; true if the system cannot tell.
#[cfg(unix)]
pub fn may_be_read_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).map_or(true, |file| file.is_file() && file.permissions().mode() & 0o044 != 0)
}

/// Returns true, since this system cannot tell.
#[cfg(not(unix))]
pub fn may_be_read_by_others(_: &Path) -> bool {
    true
}

/// Returns whether a file is a database, or one of the files that SQLite keeps beside it.
fn is_sqlite(path: &Path) -> bool {
    let starts_so = |path: &Path| {
        let mut start = [0; 15];
        path.is_file()
            && std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok()
            && &start == b"SQLite format 3"
    };
    let name = path.to_string_lossy();
    let beside = ["-wal", "-shm", "-journal"].iter().find_map(|ending| name.strip_suffix(ending));
    starts_so(path) || beside.is_some_and(|database| starts_so(Path::new(database)))
}

/// Returns whether a file starts like an encrypted one; false if it cannot be read.
pub(super) fn starts_sealed(path: &Path) -> bool {
    starts_like(path, is_sealed)
}

/// Returns whether the first bytes of a file are of a kind; false if it cannot be read.
pub(super) fn starts_like(path: &Path, is_kind: fn(&[u8]) -> bool) -> bool {
    let mut start = [0; 64];
    // Opening a pipe would wait for a writer.
    let mut read = || std::fs::File::open(path).and_then(|mut file| file.read(&mut start));
    path.is_file() && read().is_ok_and(|length| is_kind(&start[..length]))
}
