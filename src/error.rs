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
    /// A named record, file or folder does not exist, or there is nothing to undo. The text is a whole sentence.
    #[error("{0}")]
    NotFound(String),
    /// A file that comes in is cut short or spoiled. The text is a whole sentence.
    #[error("{0}")]
    NotWhole(String),
    /// The request contradicts existing data.
    #[error("{0}")]
    Conflict(String),
    /// The write lock of the journal was not free within the waiting time.
    #[error("another program is writing to {} at this moment; nothing was changed. Try again", path.shown())]
    Busy {
        /// The path of the journal.
        path: PathBuf,
    },
    /// The schema of the file is newer than this program.
    #[error(
        "{} was written by a newer spotlog (its schema is {found}, this program knows up to {known}); it was left as \
         it is. Install the newer spotlog to open it", path.shown()
    )]
    Newer {
        /// The path of the journal.
        path: PathBuf,
        /// The schema version of the file.
        found: i64,
        /// The newest schema version that this program can open.
        known: i64,
    },
    /// The file belongs to another program, or is no database. It was not changed.
    #[error("{} is not a spotlog journal ({why}); it was left as it is", path.shown())]
    NotAJournal {
        /// The path of the file.
        path: PathBuf,
        /// What the file is instead, or lacks, as a clause.
        why: String,
    },
    /// The file is cut short, fails a check, or has another schema than it should.
    #[error(
        "{} is damaged ({why}); it was left as it is. Keep a copy of it; spotlog doctor says the way back",
        path.shown()
    )]
    Damaged {
        /// The path of the journal, backup or copy.
        path: PathBuf,
        /// What the check found, as a clause.
        why: String,
    },
    /// A write failed because the disk or the quota is full. It was rolled back.
    #[error("the disk that holds {} is full; nothing was changed. Free some space and try again", path.shown())]
    Full {
        /// The path of the journal.
        path: PathBuf,
    },
    /// The file or its folder is read-only, not writable for this user, or on a network file system.
    #[error("{} cannot be written: {why}; nothing was changed", path.shown())]
    NotPermitted {
        /// The path of the file.
        path: PathBuf,
        /// What prevents writing, as a clause.
        why: String,
    },
    /// The open file is not the one at its path any more, so a write was rolled back.
    #[error(
        "{} was renamed, deleted or replaced while it was open; nothing was written to what is there now",
        path.shown()
    )]
    Moved {
        /// The path at which the journal was opened.
        path: PathBuf,
    },
    /// There is no journal but backups of one, so it is not a new journal.
    #[error(
        "{} is missing or empty, but its backups are there. To put back the newest: spotlog restore '{}'. To begin a new \
         journal and keep the backups under another name: spotlog doctor --begin-new", path.shown(), newest.shown()
    )]
    Lost {
        /// The path at which the journal should be.
        path: PathBuf,
        /// The newest backup, which a restore would put back.
        newest: PathBuf,
    },
    /// The data is erased from the journal, but not yet from everywhere else.
    #[error(
        "it is gone from the journal, but its backups or the free space of its file may still hold it: {0}. The next start \
         of spotlog goes on with it"
    )]
    Unfinished(String),
    /// An operation on a file outside the store failed.
    #[error("{doing}: {}", say_io(source))]
    Io {
        /// What failed, with its file: the start of the text.
        doing: String,
        /// The error of the operating system: the rest of the text.
        source: std::io::Error,
    },
    /// The operating system reported an I/O error to SQLite.
    #[error("the disk failed while {} was used: {source}", path.shown())]
    Disk {
        /// The path of the journal.
        path: PathBuf,
        /// The error as SQLite gives it.
        source: rusqlite::Error,
    },
    /// A stored value that the program never writes.
    #[error("table {table}, record {id}, column {column}: {message}")]
    Stored {
        /// The table of the store.
        table: &'static str,
        /// The stored id of the record, even if it is not a UUID.
        id: String,
        /// The column with the value.
        column: String,
        /// Why the value is not allowed.
        message: String,
    },
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

    /// Returns a function for `map_err` for a report that cannot be written.
    pub fn unwritten() -> impl FnOnce(std::io::Error) -> Error {
        Error::io("the report cannot be written")
    }

    /// Returns the kind of the error: a fixed word, without anything that the message may quote.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::Invalid(_) => "invalid",
            Error::NotFound(_) => "not found",
            Error::NotWhole(_) => "not whole",
            Error::Conflict(_) => "conflict",
            Error::Busy { .. } => "busy",
            Error::Newer { .. } => "newer",
            Error::NotAJournal { .. } => "not a journal",
            Error::Damaged { .. } => "damaged",
            Error::Full { .. } => "full",
            Error::NotPermitted { .. } => "not permitted",
            Error::Stored { .. } => "stored value",
            Error::Lost { .. } => "lost",
            Error::Moved { .. } => "moved",
            Error::Unfinished(_) => "unfinished",
            Error::Io { .. } => "input or output",
            Error::Disk { .. } => "disk",
            Error::Sql(_) => "SQLite",
        }
    }

    /// Returns the exit code of the command line (product page, "Command line").
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Invalid(_) | Error::Conflict(_) => 2,
            Error::NotFound(_) | Error::Lost { .. } => 3,
            Error::Busy { .. } => 4,
            Error::NotWhole(_)
            | Error::Newer { .. }
            | Error::NotAJournal { .. }
            | Error::Damaged { .. }
            | Error::Stored { .. } => 5,
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

/// Returns what the system reports, in plain words where they are known, and without its number.
fn say_io(error: &std::io::Error) -> String {
    use std::io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "there is no such file or folder",
        Kind::PermissionDenied => "you have no permission for it",
        Kind::AlreadyExists => "it is there already",
        Kind::IsADirectory => "it is a folder",
        Kind::NotADirectory => "a part of its path is no folder",
        Kind::ReadOnlyFilesystem => "the disk is read-only",
        Kind::StorageFull => "the disk is full",
        Kind::QuotaExceeded => "the disk is full, as far as you may use it",
        Kind::InvalidFilename => "its name is too long or not allowed there",
        Kind::StaleNetworkFileHandle => "the network folder is gone",
        Kind::ResourceBusy => "another program is using it",
        _ => {
            let said = error.to_string();
            return said.split_once(" (os error").map(|(said, _)| said.to_owned()).unwrap_or(said);
        }
    };
    words.to_owned()
}
