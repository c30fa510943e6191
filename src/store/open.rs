//! Opening, checking, reading and writing the file.

use super::backup::Keep;
use super::edge::at_edge;
use super::migrate::{STEPS, migrate, version};
use super::private::{check_permissions, create_private, create_private_folder};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::fs::{self, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "SpLg": marks a file as a journal of ours.
const APPLICATION_ID: i64 = 0x5370_4c67;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// An open journal.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Why it cannot be written, where that is known from the start.
    read_only: Option<String>,
    /// Why the last change found no backup of its day and could not make one.
    no_backup: Option<String>,
    /// How many daily backups are kept.
    pub(super) keep: Keep,
}

/// One line of [`Store::check`].
pub struct Check {
    pub what: &'static str,
    /// `Err` says what is wrong.
    pub found: std::result::Result<String, String>,
}

impl Check {
    /// Whether it is about who may open the file, which is no damage.
    pub fn is_about_permissions(&self) -> bool {
        self.what.ends_with("permissions")
    }
}

impl Store {
    /// Opens the journal at `path`, or makes a new one there. A file that is foreign, newer or cut short is refused
    /// and left byte for byte as it was.
    pub fn open(path: &Path) -> Result<Store> {
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
            // An empty file that was there already becomes the journal, and as private as one of our own making.
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            fs::set_permissions(path, private)
                .map_err(Error::io(format!("{} cannot be made private", path.display())))?;
        }
        let read_only = why_read_only(path);
        let mut store = match &read_only {
            Some(why) => Store::open_read_only(path, why)?,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(path, flags).map_err(|e| at_edge(e.into(), path))?;
                Store { connection, path: path.to_owned(), read_only: None, no_backup: None, keep: Keep::default() }
            }
        };
        store.prepare().map_err(|e| at_edge(e, path))?;
        Ok(store)
    }

    /// A journal that lives only as long as the value, for tests and for trying things out.
    pub fn open_in_memory() -> Result<Store> {
        let connection = Connection::open_in_memory()?;
        let mut store = Store {
            connection,
            path: PathBuf::from(":memory:"),
            read_only: None,
            no_backup: None,
            keep: Keep::default(),
        };
        store.prepare()?;
        Ok(store)
    }

    /// A file that nobody may write, perhaps in a folder that nobody may write: SQLite then cannot make the files it
    /// shares between programs, and has to be told that none will write.
    fn open_read_only(path: &Path, why: &str) -> Result<Store> {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let escaped = absolute.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let pending = with_ending(path, "-wal");
        let whole = fs::metadata(&pending).map_or(true, |m| m.len() == 0);
        let uri = if whole { format!("file:{escaped}?immutable=1") } else { format!("file:{escaped}?mode=ro") };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(uri, flags).map_err(|e| at_edge(e.into(), path))?;
        Ok(Store {
            connection,
            path: path.to_owned(),
            read_only: Some(why.to_owned()),
            no_backup: None,
            keep: Keep::default(),
        })
    }

    fn prepare(&mut self) -> Result<()> {
        let c = &self.connection;
        c.busy_timeout(Duration::from_secs(5))?;
        c.set_prepared_statement_cache_capacity(64);
        c.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;
             PRAGMA cache_size = -256;",
        )?;
        must_be_readable(c, &self.path)?;
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
            // Before WAL is switched on, so that the mark is in the file itself from the first byte on.
            c.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        let in_memory = self.path.as_os_str() == ":memory:";
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

    /// Opens a journal without changing a byte of it, to see whether it is whole; it may be of an older schema.
    pub fn open_to_check(path: &Path) -> Result<Store> {
        if examine(path)? {
            return Err(Error::NotFound(format!("there is no file {}", path.display())));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| at_edge(e.into(), path))?;
        Store::to_check(connection, path)
    }

    /// As [`Store::open_to_check`], for a file whose bytes are in memory; `path` names it.
    pub fn open_image(image: Vec<u8>, path: &Path) -> Result<Store> {
        let here = |e: rusqlite::Error| at_edge(e.into(), path);
        let mut connection = Connection::open_in_memory().map_err(here)?;
        let length = image.len();
        connection.deserialize_read_exact(rusqlite::MAIN_DB, image.as_slice(), length, true).map_err(here)?;
        Store::to_check(connection, path)
    }

    fn to_check(connection: Connection, path: &Path) -> Result<Store> {
        let store = Store {
            connection,
            path: path.to_owned(),
            read_only: Some("it is only looked at".into()),
            no_backup: None,
            keep: Keep::default(),
        };
        must_be_readable(&store.connection, path).map_err(|e| at_edge(e, path))?;
        let found = version(&store.connection).map_err(|e| at_edge(e, path))?;
        if found > super::SCHEMA_VERSION {
            return Err(Error::Newer { path: path.to_owned(), found, known: super::SCHEMA_VERSION });
        }
        if found == 0 || number(&store.connection, "application_id")? != APPLICATION_ID {
            return Err(Error::NotAJournal { path: path.to_owned(), why: "it holds no journal".into() });
        }
        Ok(store)
    }

    /// Why the last change found no backup of its day and could not make one.
    pub fn no_backup(&self) -> Option<&str> {
        self.no_backup.as_deref()
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// After the whole content was replaced: the schema may be an older one, and the settings are the file's.
    pub(super) fn prepare_again(&mut self) -> Result<()> {
        self.connection.flush_prepared_statement_cache();
        self.prepare()
    }

    /// How many bytes the file has; a journal in memory has none.
    pub fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// For how long a write waits for other programs.
    pub fn wait_for_others(&mut self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(|e| at_edge(e.into(), &self.path))
    }

    /// Runs `body` in one read transaction.
    pub fn read<T>(&self, body: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let run = || {
            let transaction = self.connection.unchecked_transaction()?;
            body(&transaction)
        };
        run().map_err(|e| at_edge(e, &self.path))
    }

    /// Runs `body` in one write transaction and records it as one change: all of it is written, or nothing. `what`
    /// says what the person did, `made_by` through which door. A body that wrote nothing leaves no change behind;
    /// then the number of the change is `None`.
    pub fn write<T>(
        &mut self,
        now: DateTime<Utc>,
        made_by: &str,
        what: &str,
        body: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<T>,
    ) -> Result<(T, Option<i64>)> {
        if let Some(why) = &self.read_only {
            return Err(Error::NotPermitted { path: self.path.clone(), why: why.clone() });
        }
        // The first change of a day keeps a copy of what was there before it; that this failed is no reason to lose it.
        self.no_backup = self.daily_backup(now.date_naive()).err().map(|error| error.to_string());
        let run = |connection: &mut Connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            tx.prepare_cached("INSERT INTO change (at, made_by, what) VALUES (?1, ?2, ?3)")?.execute((
                super::row::show_utc(now),
                made_by,
                what,
            ))?;
            let change = tx.last_insert_rowid();
            let value = body(&tx)?;
            let wrote: bool =
                tx.query_row("SELECT EXISTS (SELECT 1 FROM history WHERE change >= ?1)", [change], |r| r.get(0))?;
            if !wrote {
                return Ok((value, None));
            }
            tx.commit()?;
            Ok((value, Some(change)))
        };
        run(&mut self.connection).map_err(|e| at_edge(e, &self.path))
    }

    /// A number that differs after another connection has written.
    pub fn data_version(&self) -> Result<i64> {
        number(&self.connection, "data_version").map_err(|e| at_edge(e, &self.path))
    }

    /// Checks the file as `spotlog doctor` shows it: structure, schema, references, permissions.
    pub fn check(&self) -> Result<Vec<Check>> {
        let c = &self.connection;
        let structure = || -> Result<Vec<String>> {
            let mut statement = c.prepare("PRAGMA integrity_check(20)")?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let references = || -> Result<i64> {
            Ok(c.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?)
        };
        let edge = |e: Error| at_edge(e, &self.path).to_string();
        let mut checks = vec![
            Check {
                what: "structure",
                found: match structure() {
                    Ok(lines) if lines == ["ok"] => Ok("whole".into()),
                    Ok(lines) => Err(lines.join("; ")),
                    Err(error) => Err(edge(error)),
                },
            },
            Check { what: "schema", found: self.check_schema().map_err(edge) },
            Check {
                what: "references",
                found: match references() {
                    Ok(0) => Ok("every record belongs to something that exists".into()),
                    Ok(n) => Err(format!("{n} records belong to something that is missing")),
                    Err(error) => Err(edge(error)),
                },
            },
        ];
        checks.extend(check_permissions(&self.path));
        Ok(checks)
    }

    /// The schema as SQLite keeps it, for the page docs/schema.sql.
    pub fn schema(&self) -> Result<String> {
        let mut text =
            format!("-- Made from migrations/, schema version {}; a test keeps it true.\n", version(&self.connection)?);
        let mut statement = self.connection.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid",
        )?;
        for sql in statement.query_map([], |row| row.get::<_, String>(0))? {
            text.push_str(&format!("\n{};\n", sql?));
        }
        Ok(text)
    }

    /// Compares the tables, indexes and triggers with those that the migrations make.
    fn check_schema(&self) -> Result<String> {
        let dump = |c: &Connection| -> Result<Vec<(String, String)>> {
            let mut statement = c.prepare(
                "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY name",
            )?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let ours = Store::open_in_memory()?;
        let (found, wanted) = (dump(&self.connection)?, dump(&ours.connection)?);
        match wanted.iter().find(|item| !found.contains(item)) {
            Some((name, _)) => Err(Error::Damaged {
                path: self.path.clone(),
                why: format!("its schema lacks \"{name}\", or has another one"),
            }),
            None => Ok(format!("version {}", version(&self.connection)?)),
        }
    }
}

fn number(connection: &Connection, pragma: &str) -> Result<i64> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}

/// The file of that name with an ending behind it.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A name beside a journal, such as `NAME.damaged-1`, that neither a file nor a file's log has yet.
pub fn free_name(path: &Path, what: &str) -> PathBuf {
    let name = |n: u32| with_ending(path, &format!(".{what}-{n}"));
    let is_free = |name: &PathBuf| ["", "-wal"].iter().all(|ending| !with_ending(name, ending).exists());
    (1..).map(name).find(is_free).unwrap_or_else(|| name(0))
}

/// Looks at what stands at `path` without SQLite, so that a refused file is untouched. True for a new journal.
fn examine(path: &Path) -> Result<bool> {
    let not_a_journal = |why: &str| Error::NotAJournal { path: path.to_owned(), why: why.into() };
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(Error::io(format!("{} cannot be looked at", path.display()))(error)),
        Ok(metadata) if metadata.is_dir() => return Err(not_a_journal("it is a folder")),
        Ok(metadata) if !metadata.is_file() => return Err(not_a_journal("it is no plain file")),
        Ok(metadata) => metadata,
    };
    // A log that was not yet folded in may hold newer pages than the file, so the file alone proves nothing.
    let unfinished = |ending| fs::metadata(with_ending(path, ending)).is_ok_and(|m| m.len() > 0);
    let pending = unfinished("-wal") || unfinished("-journal");
    if metadata.len() == 0 {
        // A program that ended while it was making a new journal leaves a log that takes the file back to nothing.
        return if unfinished("-wal") || pages_before(&with_ending(path, "-journal")) > 0 {
            Err(Error::Damaged { path: path.to_owned(), why: "the file is empty but its log is not".into() })
        } else {
            Ok(false)
        };
    }
    let mut header = [0u8; 100];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            let start = fs::read(path).map_err(Error::io(format!("{} cannot be read", path.display())))?;
            return Err(if start.starts_with(SQLITE_MAGIC) {
                Error::Damaged { path: path.to_owned(), why: "the file is cut short".into() }
            } else {
                not_a_journal("it is no SQLite file")
            });
        }
        Err(error) => return Err(Error::io(format!("{} cannot be read", path.display()))(error)),
        Ok(()) => {}
    }
    let word = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if header.starts_with(b"age-encryption.org/") {
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
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let promised = page * u64::from(word(28));
    if !pending && metadata.len() < promised {
        let why = format!("it is cut short: {} of {promised} bytes are there", metadata.len());
        return Err(Error::Damaged { path: path.to_owned(), why });
    }
    Ok(false)
}

/// How many pages the file had when a rollback journal was begun; none where there is no such journal (SQLite, "Database
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

/// The names in a damaged schema may be no text at all, which nothing further on expects.
fn must_be_readable(connection: &Connection, path: &Path) -> Result<()> {
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for at in 0..4 {
            let text = row.get_ref(at)?.as_bytes_or_null().unwrap_or_default().unwrap_or_default();
            if std::str::from_utf8(text).is_err() {
                return Err(Error::Damaged { path: path.to_owned(), why: "its schema is not readable".into() });
            }
        }
    }
    Ok(())
}

/// Root may write what nobody may write; a person who made a file read-only meant it all the same.
fn why_read_only(path: &Path) -> Option<String> {
    let permissions = fs::metadata(path).ok()?.permissions();
    if permissions.readonly() {
        return Some("the file is marked read-only".into());
    }
    match OpenOptions::new().append(true).open(path) {
        Ok(_) => None,
        Err(error) => Some(error.to_string()),
    }
}
