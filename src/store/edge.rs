//! The conversion of SQLite's errors into ours.

use crate::error::Error;
use rusqlite::ErrorCode;
use std::path::Path;

/// Converts an SQLite error; other errors pass through.
pub(super) fn at_edge(error: Error, path: &Path) -> Error {
    let Error::Sql(error) = error else { return error };
    let path = path.to_owned();
    let Some(code) = error.sqlite_error_code() else {
        return match error {
            // The stored value does not have the type of the schema.
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::Utf8Error(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => Error::Damaged { path, why: error.to_string() },
            error => Error::Sql(error),
        };
    };
    match code {
        // SQLite does not report why it could not create or extend a file.
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen if super::place::disk_is_full(&path) => Error::Full { path },
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            Error::Busy { path }
        }
        ErrorCode::DiskFull => Error::Full { path },
        ErrorCode::ReadOnly => Error::NotPermitted { path, why: "the file or its folder is read-only".into() },
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied | ErrorCode::CannotOpen => {
            Error::NotPermitted { path, why: error.to_string() }
        }
        ErrorCode::DatabaseCorrupt => Error::Damaged { path, why: error.to_string() },
        ErrorCode::NotADatabase => Error::NotAJournal { path, why: "it is no SQLite file".into() },
        ErrorCode::SystemIoFailure => Error::Disk { path, source: error },
        ErrorCode::ConstraintViolation => Error::Conflict(format!("the journal cannot hold this: {error}")),
        // A statement does not match the schema: a table or column is missing.
        ErrorCode::Unknown if error.to_string().contains("no such") => Error::Damaged { path, why: error.to_string() },
        _ => Error::Sql(error),
    }
}
