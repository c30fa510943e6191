//! Opening and checking a journal file.

use super::beside::{create_private, create_private_folder};
use super::beside::{immutable, sqlite_name, with_ending};
use super::copy::{number, trust_nothing};
use super::edge::at_edge;
use super::examine::{APPLICATION_ID, examine, why_read_only};
use super::migrate::{STEPS, migrate, version};
use super::place::FileId;
use super::schema::{must_be_ours, must_have_numbers};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

/// How many daily backups to keep: those of the last days, the last one of each of the last weeks, and the last one of
/// each of the last months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Days that keep a backup.
    pub daily: usize,
    /// Weeks that keep their last backup.
    pub weekly: usize,
    /// Months that keep their last backup.
    pub monthly: usize,
}

impl Default for Keep {
    fn default() -> Self {
        Keep { daily: 7, weekly: 4, monthly: 12 }
    }
}

/// The result of an erasure outside its transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completed {
    /// The number of backups that contained erased records.
    pub backups: usize,
    /// The backups that could not be opened, each with the reason. Their content stays.
    pub unopened: Vec<Unerased>,
}

/// A backup in which nothing could be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unerased {
    /// The path of the backup.
    pub path: PathBuf,
    /// Why it could not be opened, as a clause.
    pub why: String,
}

/// An open journal.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    is_in_memory: bool,
    /// The identity of the open file; `None` in memory, and if the system has no file ids.
    pub(super) file: Option<FileId>,
    /// Why the journal cannot be written, if that is known on opening.
    pub(super) read_only: Option<ReadOnly>,
    /// Why the last change could not make the missing backup of its day.
    pub(super) no_backup: Option<String>,
    /// How many daily backups are kept.
    pub(super) keep: Keep,
    /// The day that has a backup, as far as this connection knows.
    pub(super) copied_on: Option<NaiveDate>,
    /// The result of the last erasure.
    pub(super) erasing: Option<std::result::Result<Completed, String>>,
    /// How long a write waits for other programs.
    pub(super) patience: Duration,
    /// Whether everything written here is checkpointed into the file.
    pub(super) is_folded: bool,
    pub(super) folds_when_idle: bool,
    /// The copy that is read if SQLite cannot create the files it needs to read the original.
    _scratch: Option<TempDir>,
}

/// Why a journal can be read but not written.
pub(super) enum ReadOnly {
    Because(String),
    /// The disk has no space for the files that SQLite needs beside an open journal; that can change.
    Full,
}

impl Store {
    /// Opens the journal at `path`, or creates a new one. A file that is foreign, newer or truncated is refused and
    /// left unchanged to the byte.
    ///
    /// # Errors
    ///
    /// [`Error::Lost`] if there is no journal or an empty file, but backups of one.
    pub fn open(path: &Path) -> Result<Store> {
        if let Some(lost) = super::copies::lost(path) {
            return Err(lost);
        }
        let fresh = examine(path)?;
        if let Some(network) = super::place::network_of(path) {
            return Err(Error::NotPermitted {
                path: path.to_owned(),
                why: format!(
                    "it is on a network file system ({network}), where entries cannot be kept whole; keep the journal on a \
                     disk of this machine, and use spotlog sync for that folder"
                ),
            });
        }
        if fresh {
            if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                create_private_folder(folder)?;
            }
            create_private(path)?;
        }
        #[cfg(unix)]
        if fs::metadata(path).is_ok_and(|m| m.len() == 0) {
            // An existing empty file becomes the journal, as private as one that we create.
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(path, private)
                .map_err(Error::io(format!("{} cannot be made private", path.shown())))?;
        }
        if let Some(why) = why_read_only(path) {
            return Store::open_read_only(path, ReadOnly::Because(why));
        }
        match Store::open_writable(path) {
            Err(error) if !fresh => match why_only_readable(path, &error) {
                Some(why) => Store::open_read_only(path, why),
                None => Err(error),
            },
            opened => opened,
        }
    }

    fn open_writable(path: &Path) -> Result<Store> {
        let edge = |error| at_edge(error, path);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(sqlite_name(path), flags).map_err(|e| edge(e.into()))?;
        let mut store = Store::over(connection, path);
        store.file = FileId::of(path);
        store.prepare().map_err(edge)?;
        store.go_on_erasing();
        Ok(store)
    }

    /// Opens a temporary journal in memory, for trying things out.
    pub fn open_in_memory() -> Result<Store> {
        // All steps of the schema take longer than the work on most of these journals, so they are taken once a run.
        static NEW: OnceLock<Vec<u8>> = OnceLock::new();
        let mut store = Store::over_memory()?;
        if let Some(image) = NEW.get() {
            store.connection.deserialize_read_exact(rusqlite::MAIN_DB, image.as_slice(), image.len(), false)?;
        }
        store.prepare()?;
        if NEW.get().is_none() {
            // Another thread may have been first; what it made is the same.
            let _ = NEW.set(store.connection.serialize(rusqlite::MAIN_DB)?.to_vec());
        }
        Ok(store)
    }

    /// Opens an empty database in memory.
    pub(super) fn over_memory() -> Result<Store> {
        let mut store = Store::over(Connection::open_in_memory()?, Path::new(":memory:"));
        store.is_in_memory = true;
        Ok(store)
    }

    fn over(connection: Connection, path: &Path) -> Store {
        Store {
            connection,
            path: path.to_owned(),
            is_in_memory: false,
            file: None,
            read_only: None,
            no_backup: None,
            keep: Keep::default(),
            copied_on: None,
            erasing: None,
            patience: Duration::from_secs(5),
            is_folded: true,
            folds_when_idle: false,
            _scratch: None,
        }
    }

    /// Opens a file that cannot be written, possibly in a folder that cannot be written. SQLite then cannot create the
    /// files shared between programs. Without a WAL, the file is opened as immutable. With one, it is opened in
    /// exclusive mode, or a copy is read.
    fn open_read_only(path: &Path, why: ReadOnly) -> Result<Store> {
        let has_log = fs::metadata(with_ending(path, "-wal")).is_ok_and(|log| log.len() > 0);
        let read = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |name: PathBuf, flags, exclusive: bool| -> Result<Connection> {
            let connection = Connection::open_with_flags(name, flags)?;
            if exclusive {
                connection.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
            }
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        let (opened, scratch) = match (&why, has_log) {
            (_, false) => (open(immutable(path), read | OpenFlags::SQLITE_OPEN_URI, false), None),
            (ReadOnly::Full, true) => (open(sqlite_name(path), write, true), None),
            (ReadOnly::Because(_), true) => match open(sqlite_name(path), read, false) {
                Ok(connection) => (Ok(connection), None),
                Err(_) => {
                    let folder = tempfile::tempdir().map_err(Error::io("there is no room for a copy to read"))?;
                    let copy = folder.path().join("journal");
                    super::beside::copy_aside(path, &copy)?;
                    (open(copy, write, false), Some(folder))
                }
            },
        };
        let connection = opened.map_err(|e| at_edge(e, path))?;
        let mut store = Store::over(connection, path);
        (store.read_only, store._scratch) = (Some(why), scratch);
        store.prepare().map_err(|e| at_edge(e, path))?;
        Ok(store)
    }

    fn prepare(&mut self) -> Result<()> {
        let c = &self.connection;
        trust_nothing(c)?;
        c.busy_timeout(self.patience)?;
        c.set_prepared_statement_cache_capacity(64);
        c.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
             PRAGMA secure_delete = ON; PRAGMA cache_size = -256;",
        )?;
        must_be_ours(c, &self.path)?;
        if version(c)? > 0 {
            must_have_numbers(c, &self.path)?;
        }
        if self.read_only.is_some() {
            let found = version(c)?;
            return match found - super::SCHEMA_VERSION {
                0 => Ok(()),
                1.. => Err(Error::Newer { path: self.path.clone(), found, known: super::SCHEMA_VERSION }),
                _ => Err(Error::NotPermitted {
                    path: self.path.clone(),
                    why: "it is of an older schema and would have to be brought up to date first".into(),
                }),
            };
        }
        if version(c)? > super::SCHEMA_VERSION {
            let found = version(c)?;
            return Err(Error::Newer { path: self.path.clone(), found, known: super::SCHEMA_VERSION });
        }
        if number(c, "application_id")? != APPLICATION_ID {
            // Set before WAL mode, so that the application id is in the file itself from the start.
            c.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        let in_memory = self.is_in_memory();
        let mode: String = c.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        if mode != "wal" && !in_memory {
            let now: String = c.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
            if now != "wal" {
                return Err(Error::NotPermitted {
                    path: self.path.clone(),
                    why: "this file system does not allow the write-ahead log that keeps entries whole".into(),
                });
            }
        }
        for (pragma, wanted) in [("foreign_keys", 1), ("synchronous", 2)] {
            if number(c, pragma)? != wanted {
                return Err(Error::NotPermitted {
                    path: self.path.clone(),
                    why: format!("SQLite did not accept {pragma} = {wanted}"),
                });
            }
        }
        migrate(&mut self.connection, &self.path, STEPS)?;
        Ok(())
    }

    /// Opens a journal for checking, without changing a byte of it. It may have an older schema.
    pub fn open_to_check(path: &Path) -> Result<Store> {
        if examine(path)? {
            return Err(Error::NotFound(format!("there is no file {}", path.shown())));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(sqlite_name(path), flags).map_err(|e| at_edge(e.into(), path))?;
        Store::to_check(connection, path)
    }

    /// Does the same as [`Store::open_to_check`] for the bytes of a file in memory; `path` is its name in errors.
    pub fn open_image(image: Vec<u8>, path: &Path) -> Result<Store> {
        let here = |e: rusqlite::Error| at_edge(e.into(), path);
        let mut connection = Connection::open_in_memory().map_err(here)?;
        let length = image.len();
        connection.deserialize_read_exact(rusqlite::MAIN_DB, image.as_slice(), length, true).map_err(here)?;
        Store::to_check(connection, path)
    }

    fn to_check(connection: Connection, path: &Path) -> Result<Store> {
        let mut store = Store::over(connection, path);
        store.read_only = Some(ReadOnly::Because("it is only looked at".into()));
        trust_nothing(&store.connection).map_err(|e| at_edge(e.into(), path))?;
        must_be_ours(&store.connection, path).map_err(|e| at_edge(e, path))?;
        let found = version(&store.connection).map_err(|e| at_edge(e, path))?;
        if found > super::SCHEMA_VERSION {
            return Err(Error::Newer { path: path.to_owned(), found, known: super::SCHEMA_VERSION });
        }
        if found == 0 || number(&store.connection, "application_id")? != APPLICATION_ID {
            return Err(Error::NotAJournal { path: path.to_owned(), why: "it holds no journal".into() });
        }
        Ok(store)
    }

    /// Returns why the last change could not make the missing backup of its day.
    pub fn no_backup(&self) -> Option<&str> {
        self.no_backup.as_deref()
    }

    /// Returns the open database.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Returns the open database, for transactions and restores.
    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Re-applies pragmas and migrations after a restore: the restored schema may be older, and some settings are the
    /// file's.
    pub(super) fn prepare_again(&mut self) -> Result<()> {
        self.connection.flush_prepared_statement_cache();
        self.prepare()
    }

    /// Returns the size of the file in bytes, 0 for a journal in memory.
    pub fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    /// Returns the path of the journal; `:memory:` for a journal in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the journal is in memory only.
    pub(super) fn is_in_memory(&self) -> bool {
        self.is_in_memory
    }
}

/// Returns why a journal that cannot be opened for writing can still be read.
fn why_only_readable(path: &Path, error: &Error) -> Option<ReadOnly> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match error {
        Error::Full { .. } => Some(ReadOnly::Full),
        Error::NotPermitted { .. } | Error::Disk { .. } if tempfile::tempfile_in(folder).is_err() => {
            Some(ReadOnly::Because(format!("the folder {} cannot be written", folder.shown())))
        }
        _ => None,
    }
}
