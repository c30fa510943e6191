//! Checks of a file before SQLite opens it, so that a refused file stays unchanged to the byte.

use super::beside::with_ending;
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::file::{self, Pipes};
use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// "SpLg": the application id of a journal.
pub(super) const APPLICATION_ID: i64 = 0x5370_4c67;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Examines the file at `path` without SQLite, so that a refused file is untouched. Returns true if there is no file,
/// for a new journal.
pub(super) fn examine(path: &Path) -> Result<bool> {
    let not_a_journal = |why: &str| Error::NotAJournal { path: path.to_owned(), why: why.into() };
    // A WAL may hold newer pages than the file, so the file alone proves nothing.
    let unfinished = |ending| fs::metadata(with_ending(path, ending)).is_ok_and(|m| m.len() > 0);
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && unfinished("-wal") => {
            // Creating a new file here would delete the WAL.
            return Err(Error::Damaged { path: path.to_owned(), why: "the file is missing but its log is not".into() });
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(Error::io(format!("{} cannot be looked at", path.shown()))(error)),
        Ok(metadata) if metadata.is_dir() => return Err(not_a_journal("it is a folder")),
        Ok(metadata) if !metadata.is_file() => return Err(not_a_journal("it is no plain file")),
        Ok(metadata) => metadata,
    };
    if metadata.len() == 0 {
        // A program killed while creating a journal leaves a rollback journal that restores an empty file.
        return if unfinished("-wal") || pages_before(&with_ending(path, "-journal")) > 0 {
            Err(Error::Damaged { path: path.to_owned(), why: "the file is empty but its log is not".into() })
        } else {
            Ok(false)
        };
    }
    let mut header = [0u8; 100];
    // The file may have been replaced by a pipe since the check above.
    let mut file = file::open(path, Pipes::Refused)?;
    match file.read_exact(&mut header) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            return Err(if header.starts_with(SQLITE_MAGIC) {
                Error::Damaged { path: path.to_owned(), why: "the file is cut short".into() }
            } else {
                not_a_journal("it is no SQLite file")
            });
        }
        Err(error) => return Err(failed(path)(error)),
        Ok(()) => {}
    }
    let word = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if header.starts_with(b"age-encryption.org/") || header.starts_with(b"-----BEGIN AGE ENCRYPTED") {
        return Err(not_a_journal("it is an encrypted copy; spotlog restore puts it back"));
    }
    if &header[..16] != SQLITE_MAGIC {
        return Err(not_a_journal("it is no SQLite file"));
    }
    if i64::from(word(68)) != APPLICATION_ID && !unfinished("-journal") {
        return Err(not_a_journal("it is an SQLite file of another program"));
    }
    let found = i64::from(word(60));
    if found > super::SCHEMA_VERSION {
        return Err(Error::Newer { path: path.to_owned(), found, known: super::SCHEMA_VERSION });
    }
    // Another program may be writing. The log is looked at between the header and the length: while the log is empty,
    // every page that the header counts is in the file. A file that shrank since its header was read is read again.
    let mut cut = None;
    for _ in 0..3 {
        let promised = promised(&header);
        let pending = unfinished("-wal") || unfinished("-journal");
        let there = file.metadata().map_err(failed(path))?.len();
        if pending || there >= promised {
            return Ok(false);
        }
        cut = Some((there, promised));
        file.seek(SeekFrom::Start(0)).and_then(|_| file.read_exact(&mut header)).map_err(failed(path))?;
    }
    match cut {
        None => Ok(false),
        Some((there, promised)) => {
            let why = format!("it is cut short: {there} of {promised} bytes are there");
            Err(Error::Damaged { path: path.to_owned(), why })
        }
    }
}

/// Returns the length that a file has by its header (SQLite, "Database File Format", section 1.3).
fn promised(header: &[u8; 100]) -> u64 {
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    page * u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    Error::io(format!("{} cannot be read", path.shown()))
}

/// Returns how many pages the file had when a rollback journal was begun; 0 without such a journal (SQLite, "Database
/// File Format", section 3).
fn pages_before(journal: &Path) -> u32 {
    const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let mut header = [0u8; 20];
    let read = fs::File::open(journal).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Ok(()) if header[..8] == MAGIC => u32::from_be_bytes([header[16], header[17], header[18], header[19]]),
        _ => 0,
    }
}

/// Returns why a file cannot be written. The permission bits are checked first: root may write a read-only file, but
/// the person marked it read-only on purpose.
pub(super) fn why_read_only(path: &Path) -> Option<String> {
    let permissions = fs::metadata(path).ok()?.permissions();
    if permissions.readonly() {
        return Some("the file is marked read-only".into());
    }
    match OpenOptions::new().append(true).open(path) {
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}
