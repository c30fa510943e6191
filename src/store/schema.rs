//! The check that a journal's schema is exactly that of the migrations; otherwise the file is not opened. A foreign
//! trigger could change entries silently, and a view in place of a table might never end.

use super::migrate::{STEPS, migrate, version};
use crate::error::{Error, Result};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;

/// The schema after the last step, as [`super::Store::schema`] writes it; a test keeps the page true.
const CURRENT: &str = include_str!("../../docs/schema.sql");

/// The table with the pictures of a packed copy. Such a copy may have it beside the schema of its step.
pub(super) const PACKED: &str = "packed_photo";

/// That table, as it is in the schema of a packed copy.
pub(super) const PACKED_SQL: &str =
    "CREATE TABLE packed_photo (sha256 TEXT PRIMARY KEY, format TEXT, bytes BLOB) STRICT";

/// More items than any of our schemas has; further items are not read.
const MOST_ITEMS: usize = 500;

/// A table, index, view or trigger, with its SQL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

/// Returns whether an item on the table of packed pictures is exactly as spotlog makes it: the table or the index of its
/// key. A copy may have it beside everything else.
fn is_packed(name: &str, sql: &str) -> bool {
    match name {
        PACKED => sql == PACKED_SQL,
        _ => sql.is_empty() && name.starts_with("sqlite_autoindex_"),
    }
}

/// All rows of SQLite's schema table, sorted by kind and name.
#[derive(Debug, PartialEq, Eq)]
struct Schema(Vec<Item>);

impl Schema {
    fn read(connection: &Connection, path: &Path) -> Result<Schema> {
        let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
        let mut rows = statement.query([])?;
        let mut items = Vec::new();
        // In a damaged schema, the names may not be text.
        let unreadable = || Error::Damaged { path: path.to_owned(), why: "its schema is not readable".into() };
        while let Some(row) = rows.next()? {
            let text = |at| match row.get_ref(at)? {
                ValueRef::Null => Ok(String::new()),
                ValueRef::Text(bytes) => {
                    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
                    // Whitespace is kept exactly: a line break ends a comment.
                    Ok(text.to_owned())
                }
                _ => Err(unreadable()),
            };
            let item = Item { kind: text(0)?, name: text(1)?, table: text(2)?, sql: text(3)? };
            if item.table == PACKED && is_packed(&item.name, &item.sql) {
                continue;
            }
            items.push(item);
            if items.len() > MOST_ITEMS {
                let why = format!("its schema has more than {MOST_ITEMS} items");
                return Err(Error::Damaged { path: path.to_owned(), why });
            }
        }
        items.sort();
        Ok(Schema(items))
    }

    /// Returns the schema after that many steps.
    fn after(steps: usize) -> Result<Schema> {
        let mut connection = Connection::open_in_memory()?;
        let path = Path::new(":memory:");
        migrate(&mut connection, path, &STEPS[..steps])?;
        Schema::read(&connection, path)
    }

    /// Describes the differences from our schema.
    fn compared_with(&self, ours: &Schema) -> String {
        let lacks =
            |item: &&Item, others: &Schema| !others.0.iter().any(|o| (&o.kind, &o.name) == (&item.kind, &item.name));
        let name = |item: &Item| format!("the {} \"{}\"", item.kind, item.name);
        let foreign =
            self.0.iter().filter(|item| lacks(item, ours)).map(|item| format!("{} is not spotlog's", name(item)));
        let missing = ours.0.iter().filter(|item| lacks(item, self)).map(|item| format!("{} is missing", name(item)));
        let other = self.0.iter().filter(|item| !lacks(item, ours) && !ours.0.contains(item));
        let other = other.map(|item| format!("{} is not as spotlog makes it", name(item)));
        let all: Vec<String> = foreign.chain(missing).chain(other).collect();
        match all.len() {
            0..=3 => all.join(", "),
            n => format!("{}, and {} more", all[..3].join(", "), n - 3),
        }
    }
}

/// Checks that the schema is exactly the one that the steps up to the file's version make.
///
/// # Errors
///
/// [`Error::Damaged`] names what is superfluous, missing or different.
pub(super) fn must_be_ours(connection: &Connection, path: &Path) -> Result<()> {
    let damaged = |why: String| Error::Damaged { path: path.to_owned(), why };
    let found = version(connection)?;
    let steps = usize::try_from(found).map_err(|_| damaged(format!("its version {found} is impossible")))?;
    // A newer schema is reported elsewhere.
    if steps > STEPS.len() || (steps == STEPS.len() && is_current(connection)?) {
        return Ok(());
    }
    let (found, ours) = (Schema::read(connection, path)?, Schema::after(steps)?);
    if found == ours {
        return Ok(());
    }
    Err(damaged(format!("its schema is not spotlog's: {}", found.compared_with(&ours))))
}

/// The highest record number in a sound journal; numbering starts at one. A file with a higher number was made so that
/// no free number would be left.
pub(super) const LAST_ROW: i64 = 1 << 53;

/// Checks that there are numbers left for new records.
pub(super) fn must_have_numbers(connection: &Connection, path: &Path) -> Result<()> {
    let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence";
    let last: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    if last <= LAST_ROW {
        return Ok(());
    }
    Err(Error::Damaged { path: path.to_owned(), why: "it has no numbers left for new records".into() })
}

/// Returns whether the schema is the current one to the byte. Fast, since every opening calls it.
fn is_current(connection: &Connection) -> Result<bool> {
    let ours = current_items();
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let [kind, name, table] =
            [row.get_ref(0)?, row.get_ref(1)?, row.get_ref(2)?].map(|v| v.as_bytes().unwrap_or(b""));
        let is_ours = match row.get_ref(3)? {
            ValueRef::Text(sql) if table == PACKED.as_bytes() && name == table => sql == PACKED_SQL.as_bytes(),
            // The indexes that SQLite creates for constraints.
            ValueRef::Null => kind == b"index" && name.starts_with(b"sqlite_autoindex_"),
            ValueRef::Text(sql) if name == b"sqlite_sequence" => sql == b"CREATE TABLE sqlite_sequence(name,seq)",
            ValueRef::Text(sql) => {
                let at = ours.binary_search_by(|item| (item[0].as_bytes(), item[1].as_bytes()).cmp(&(kind, name)));
                count += 1;
                at.is_ok_and(|at| ours[at][2].as_bytes() == table && ours[at][3].as_bytes() == sql)
            }
            _ => false,
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(count == ours.len())
}

/// Returns kind, name, table and SQL of each item of [`CURRENT`], sorted by kind and name.
fn current_items() -> Vec<[&'static str; 4]> {
    let (_, items) = CURRENT.split_once("\n\n").unwrap_or_default();
    let mut all: Vec<[&str; 4]> = items.trim_end().trim_end_matches(';').split(";\n\n").map(item_of).collect();
    all.sort_unstable();
    all
}

fn item_of(sql: &str) -> [&str; 4] {
    let words = || sql.split(|c: char| c.is_ascii_whitespace() || c == '(').filter(|word| !word.is_empty());
    let kinds = [("TABLE", "table"), ("INDEX", "index"), ("TRIGGER", "trigger"), ("VIEW", "view")];
    let known = |word: &&str| kinds.iter().any(|(begins, _)| begins == word);
    let kind = words().find(known).unwrap_or_default();
    let name = words().skip_while(|word| *word != kind).nth(1).unwrap_or_default();
    let table =
        if kind == "TABLE" { name } else { words().skip_while(|word| *word != "ON").nth(1).unwrap_or_default() };
    let kind = kinds.iter().find(|(begins, _)| *begins == kind).map_or("", |(_, kind)| kind);
    [kind, name, table, sql]
}

/// Returns whether these tables match those of some step, so that rows can be read from them. Other items in the file
/// are ignored.
pub(super) fn has_tables(connection: &Connection, path: &Path, tables: &[&str]) -> Result<bool> {
    let found = Schema::read(connection, path)?;
    let of = |schema: &Schema| -> Vec<Item> {
        schema.0.iter().filter(|item| tables.contains(&item.name.as_str())).cloned().collect()
    };
    let found = of(&found);
    for steps in 1..=STEPS.len() {
        if of(&Schema::after(steps)?) == found {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_schema_is_what_the_migrations_make() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, Path::new("j"), STEPS).unwrap();
        assert!(is_current(&connection).unwrap());
        connection.execute_batch("VACUUM").unwrap();
        assert!(is_current(&connection).unwrap(), "in another order");
        for steps in 1..STEPS.len() {
            let mut older = Connection::open_in_memory().unwrap();
            migrate(&mut older, Path::new("j"), &STEPS[..steps]).unwrap();
            must_be_ours(&older, Path::new("j")).unwrap();
            assert!(!is_current(&older).unwrap());
        }
        connection.execute_batch(PACKED_SQL).unwrap();
        assert!(is_current(&connection).unwrap(), "with packed pictures");
        assert_eq!(Schema::read(&connection, Path::new("j")).unwrap(), Schema::after(STEPS.len()).unwrap());
        connection.execute_batch("DROP TABLE packed_photo; CREATE TABLE packed_photo (x)").unwrap();
        assert!(must_be_ours(&connection, Path::new("j")).is_err(), "another table of that name");
        connection.pragma_update(None, "user_version", -1).unwrap();
        assert!(must_be_ours(&connection, Path::new("j")).is_err());
    }

    #[test]
    fn whatever_is_too_many_missing_or_different_is_named() {
        let cases = [
            ("CREATE TRIGGER evil AFTER INSERT ON spot BEGIN SELECT 1; END", "the trigger \"evil\" is not spotlog's"),
            ("CREATE VIEW evil AS SELECT 1", "the view \"evil\" is not spotlog's"),
            ("CREATE INDEX evil ON spot (id)", "the index \"evil\" is not spotlog's"),
            ("CREATE TABLE evil (x)", "the table \"evil\" is not spotlog's"),
            // Made by another SQLite: this one is built without text search.
            (
                "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema
                 VALUES ('table', 'evil', 'evil', 0, 'CREATE VIRTUAL TABLE evil USING fts5 (x)')",
                "the table \"evil\" is not spotlog's",
            ),
            (
                "CREATE TRIGGER evil AFTER INSERT ON spot BEGIN SELECT 2; END; PRAGMA user_version = 1",
                "is not spotlog's",
            ),
            ("ANALYZE", "the table \"sqlite_stat1\" is not spotlog's"),
            ("DROP INDEX history_by_row", "the index \"history_by_row\" is missing"),
            ("ALTER TABLE change ADD COLUMN x TEXT", "the table \"change\" is not as spotlog makes it"),
        ];
        for (sql, said) in cases {
            let mut connection = Connection::open_in_memory().unwrap();
            let path = Path::new("j");
            migrate(&mut connection, path, STEPS).unwrap();
            must_be_ours(&connection, path).unwrap();
            connection.execute_batch(sql).unwrap();
            let error = must_be_ours(&connection, path).unwrap_err().to_string();
            assert!(error.contains(said), "{sql}: {error}");
        }
    }
}
