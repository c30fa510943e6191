//! Reading of untrusted files, which never blocks and has a limit; and writing of private ones, whole or not at all.

use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{BufRead, BufWriter, Read, Write};
use std::path::Path;

/// Whether a pipe is accepted as a file, as with a shell's `<(…)`. Reading a pipe blocks until it is written, so only
/// operations that the person can interrupt may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pipes {
    /// A pipe is an error, as a folder is.
    Refused,
    /// A pipe is read to its end.
    Read,
}

/// Reads a file of at most `most` bytes.
///
/// # Errors
///
/// [`Error::Io`] if it cannot be read. [`Error::Invalid`] if it is too large, a folder, a device, a socket, or a
/// refused pipe.
pub fn read(path: &Path, most: u64, pipes: Pipes) -> Result<Vec<u8>> {
    let file = open(path, pipes)?;
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    read.map_err(Error::io(format!("{} cannot be read", path.shown())))?;
    if bytes.len() as u64 > most {
        return Err(too_large(path, most));
    }
    Ok(bytes)
}

/// Returns the error for a file of more than `most` bytes.
pub fn too_large(path: &Path, most: u64) -> Error {
    FieldError::new(format!("{} is larger than {}, the most that is allowed", path.shown(), say_bytes(most))).into()
}

/// Does the same as [`read`] for a UTF-8 text file.
pub fn read_text(path: &Path, most: u64) -> Result<String> {
    let text = String::from_utf8(read(path, most, Pipes::Refused)?);
    text.map_err(|_| FieldError::new(format!("{} is no UTF-8 text", path.shown())).into())
}

/// Reads a line without its end; `None` at the end of the input. What is not UTF-8 becomes replacement characters, so that
/// one wrong byte ends no program.
pub fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = input.read_until(b'\n', &mut line)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned()))
}

/// Opens a file for reading. The file type is checked on the open file, since the path may refer to another file by
/// then.
pub fn open(path: &Path, pipes: Pipes) -> Result<File> {
    let failed = || Error::io(format!("{} cannot be read", path.shown()));
    let mut options = OpenOptions::new();
    options.read(true);
    if pipes == Pipes::Refused {
        without_waiting(&mut options);
    }
    let file = options.open(path).map_err(|error| match path.metadata() {
        // A socket cannot be opened at all.
        Ok(kind) if !kind.is_file() && !kind.is_dir() && !is_pipe(&kind) => no_file(path, "no plain file"),
        _ => failed()(error),
    })?;
    let kind = file.metadata().map_err(failed())?;
    if kind.is_file() || (pipes == Pipes::Read && is_pipe(&kind)) {
        return Ok(file);
    }
    Err(no_file(path, if kind.is_dir() { "a folder" } else { "no plain file" }))
}

/// Writes a private temporary file next to `target`, syncs it and renames it, so that the target is never half-written.
///
/// # Errors
///
/// [`Error::Conflict`] if the target exists and is not to be replaced; [`Error::Io`] if it cannot be written.
pub fn write_private(target: &Path, replace: bool, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let failed = || Error::io(format!("{} cannot be written", target.shown()));
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The builder retries if the random name exists, and only the owner has access.
    let mut part = tempfile::Builder::new().prefix(".spotlog-").suffix(".part").tempfile_in(folder).map_err(failed())?;
    let mut buffer = BufWriter::new(part.as_file_mut());
    write(&mut buffer)?;
    buffer.flush().map_err(failed())?;
    drop(buffer);
    part.as_file().sync_all().map_err(failed())?;
    persist(part, target, replace).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => is_taken(target),
        _ => failed()(error),
    })
}

/// Returns the error for a file that exists and is not to be replaced.
pub fn is_taken(path: &Path) -> Error {
    Error::Conflict(format!("{} is there already; name a new file", path.shown()))
}

/// Renames a temporary file to its final name. An existing file is only replaced if `replace` is true.
///
/// # Errors
///
/// The kind is `AlreadyExists` if the target exists and is not to be replaced, even if it was created meanwhile.
pub fn persist(part: tempfile::NamedTempFile, target: &Path, replace: bool) -> std::io::Result<()> {
    use std::io::ErrorKind;
    if replace {
        part.persist(target)?;
        return Ok(());
    }
    match part.persist_noclobber(target) {
        Ok(_) => Ok(()),
        // A file system that cannot do both in one step renames after a check.
        Err(failed) if failed.error.kind() != ErrorKind::AlreadyExists && target.symlink_metadata().is_err() => {
            failed.file.persist(target)?;
            Ok(())
        }
        Err(failed) => Err(failed.error),
    }
}

/// Waits until the content of a written file is on the disk. Windows does so only for a file that is open for writing.
pub fn sync(path: &Path) -> std::io::Result<()> {
    OpenOptions::new().read(true).write(cfg!(windows)).open(path)?.sync_all()
}

/// Opens a file at its end, and creates it for its owner only.
pub fn append_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    for_owner_only(&mut options);
    without_waiting(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn for_owner_only(options: &mut OpenOptions) {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
}

#[cfg(not(unix))]
fn for_owner_only(_: &mut OpenOptions) {}

fn no_file(path: &Path, what: &str) -> Error {
    FieldError::new(format!("{} is {what}; name a file", path.shown())).into()
}

/// Without this flag, opening a pipe would wait for its other end.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits() as i32);
}

#[cfg(not(unix))]
fn without_waiting(_: &mut OpenOptions) {}

#[cfg(unix)]
fn is_pipe(kind: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

fn say_bytes(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        _ => format!("{} KiB", bytes >> 10),
    }
}
