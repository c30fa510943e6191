//! The errors of the program, each with a sentence for the person and an exit code.

use crate::domain::{FieldError, ShowPath};
use std::path::PathBuf;

/// A result that fails with [`Error`] unless another type is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the program. Its text is for the person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Invalid input; the text names the field and what is allowed.
    #[error("{0}")]
    Invalid(#[from] FieldError),
    #[error("{0}")]
    NotFound(String),
    /// The request contradicts existing data.
    #[error("{0}")]
    Conflict(String),
    #[error("another program is writing to {} at this moment; nothing was changed. Try again", path.shown())]
    Busy { path: PathBuf },
    #[error(
        "{} was written by a newer spotlog (its schema is {found}, this program knows up to {known}); it was left as \
         it is. Install the newer spotlog to open it", path.shown()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{} is not a spotlog journal ({why}); it was left as it is", path.shown())]
    NotAJournal { path: PathBuf, why: String },
    #[error(
        "{} is damaged ({why}); it was left as it is. Keep a copy of it; spotlog doctor says the way back",
        path.shown()
    )]
    Damaged { path: PathBuf, why: String },
    #[error("the disk that holds {} is full; nothing was changed. Free some space and try again", path.shown())]
    Full { path: PathBuf },
    #[error("{} cannot be written: {why}; nothing was changed", path.shown())]
    NotPermitted { path: PathBuf, why: String },
    #[error(
        "{} was renamed, deleted or replaced while it was open; nothing was written to what is there now",
        path.shown()
    )]
    Moved { path: PathBuf },
    /// There is no journal but backups of one, so it is not a new journal.
    #[error(
        "{} is missing or empty, but its backups are there. To put back the newest: spotlog restore '{}'. To begin a new \
         journal and keep the backups under another name: spotlog doctor --begin-new", path.shown(), newest.shown()
    )]
    Lost { path: PathBuf, newest: PathBuf },
    /// The data is erased from the journal, but not yet from everywhere else.
    #[error(
        "it is gone from the journal, but its backups or the free space of its file may still hold it: {0}. The next start \
         of spotlog goes on with it"
    )]
    Unfinished(String),
    #[error("{doing}: {}", say_io(source))]
    Io { doing: String, source: std::io::Error },
    #[error("the disk failed while {} was used: {source}", path.shown())]
    Disk { path: PathBuf, source: rusqlite::Error },
    /// A stored value that the program never writes.
    #[error("table {table}, record {id}, column {column}: {message}")]
    Stored { table: &'static str, id: String, column: String, message: String },
    /// An SQLite error. The store converts it before returning it.
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
}

impl Error {
    /// Returns a function for `map_err` that wraps an I/O error. `doing` is the start of its text: what failed.
    pub fn io(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let doing = doing.into();
        |source| Error::Io { doing, source }
    }

    /// Returns the exit code of the command line (product page, "Command line").
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Invalid(_) | Error::Conflict(_) => 2,
            Error::NotFound(_) | Error::Lost { .. } => 3,
            Error::Busy { .. } => 4,
            Error::Newer { .. } | Error::NotAJournal { .. } | Error::Damaged { .. } | Error::Stored { .. } => 5,
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => 3,
            Error::Full { .. }
            | Error::NotPermitted { .. }
            | Error::Moved { .. }
            | Error::Unfinished(_)
            | Error::Io { .. }
            | Error::Disk { .. }
            | Error::Sql(_) => 1,
        }
    }
}

/// Returns the system's message, with a plain text for a full disk.
fn say_io(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::StorageFull => "the disk is full".into(),
        std::io::ErrorKind::QuotaExceeded => "the disk is full, as far as you may use it".into(),
        _ => error.to_string(),
    }
}
