//! The log file in the state folder: when the program began, what kind of thing it did, how it ended. It holds no entry of
//! a journal, no name and no path: every event is made of fixed words and numbers.

use crate::file;
use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The size in bytes at which the log is renamed and a new one starts. One older log is kept.
const ROOM: u64 = 1 << 20;

/// Something that is logged.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The program began with that verb; without one it opens the screen.
    Began(&'a str),
    /// The journal was opened: its size in bytes, and the version of its schema.
    Opened {
        /// The size of the file, in bytes.
        bytes: u64,
        /// The number of migrations that it has had.
        schema: i64,
    },
    /// It ended with that exit code.
    Ended(u8),
    /// It ended with an error of that kind.
    Failed {
        /// The kind of the error, as [`crate::error::Error::kind`] says it.
        kind: &'a str,
        /// The exit code.
        code: u8,
    },
    /// It failed at a place of the source: file, line and column.
    Panicked(&'a str),
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Began(verb) => write!(f, "began {verb}"),
            Event::Opened { bytes, schema } => write!(f, "opened a journal of {bytes} bytes, schema {schema}"),
            Event::Ended(code) => write!(f, "ended with {code}"),
            Event::Failed { kind, code } => write!(f, "ended with {code}: {kind}"),
            Event::Panicked(place) => write!(f, "panicked at {place}"),
        }
    }
}

/// The log of this process.
#[derive(Debug)]
struct Log {
    path: PathBuf,
    /// Whether events go to standard error too.
    is_verbose: bool,
    clock: Clock,
}

/// Reads the clock.
pub type Clock = fn() -> DateTime<Utc>;

static LOG: OnceLock<Log> = OnceLock::new();

/// Begins to log into a file. Only the first call counts.
pub fn begin(path: &Path, is_verbose: bool, clock: Clock) {
    let _ = LOG.set(Log { path: path.to_owned(), is_verbose, clock });
}

/// Logs an event, if logging has begun. A log that cannot be written stops nothing.
pub fn log(event: Event<'_>) {
    let Some(Log { path, is_verbose, clock }) = LOG.get() else { return };
    let at = clock().to_rfc3339_opts(SecondsFormat::Millis, true);
    let line = format!("{at} {} {event}\n", std::process::id());
    if *is_verbose {
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
    let _ = append(path, &line);
}

fn append(path: &Path, line: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if std::fs::metadata(path).is_ok_and(|log| log.len() >= ROOM) {
        std::fs::rename(path, path.with_extension("log.1"))?;
    }
    file::append_private(path)?.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_log_is_moved_aside_and_one_older_one_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/spotlog.log");
        append(&path, "one\n").unwrap();
        std::fs::write(&path, vec![b'x'; ROOM as usize]).unwrap();
        append(&path, "two\n").unwrap();
        append(&path, "three\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\nthree\n");
        assert_eq!(std::fs::metadata(path.with_extension("log.1")).unwrap().len(), ROOM);
    }
}
