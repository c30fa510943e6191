//! A journal's schema is exactly the one that the migrations make, or the file is not opened: a trigger of somebody else's
//! would change entries in silence, and a view in a table's place need never end.

use super::migrate::{STEPS, migrate, version};
use crate::error::{Error, Result};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The checksum of the schema after each of the steps, as [`Schema::sum`] makes it.
const SUMS: [&str; STEPS.len()] = [
    "d2be2a2023e587a4ae8a58ef1dff8712b69e588a50b52021f087437224acd710",
    "75e1fded7088b24f5b51b5247817bb445f1c2d129ecbdb013bfab167d1bf6c37",
];

/// More items than any schema of ours has; what is beyond is not read.
const MOST_ITEMS: usize = 500;

/// A table, index, view or trigger, with its SQL on one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

/// Everything that SQLite's schema table holds, in the order of kind and name.
#[derive(Debug, PartialEq, Eq)]
struct Schema(Vec<Item>);

impl Schema {
    fn read(connection: &Connection, path: &Path) -> Result<Schema> {
        let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
        let mut rows = statement.query([])?;
        let mut items = Vec::new();
        // The names in a damaged schema may be no text at all.
        let unreadable = || Error::Damaged { path: path.to_owned(), why: "its schema is not readable".into() };
        while let Some(row) = rows.next()? {
            let text = |at| match row.get_ref(at)? {
                ValueRef::Null => Ok(String::new()),
                ValueRef::Text(bytes) => {
                    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
                    Ok(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
                }
                _ => Err(unreadable()),
            };
            items.push(Item { kind: text(0)?, name: text(1)?, table: text(2)?, sql: text(3)? });
            if items.len() > MOST_ITEMS {
                let why = format!("its schema has more than {MOST_ITEMS} items");
                return Err(Error::Damaged { path: path.to_owned(), why });
            }
        }
        items.sort();
        Ok(Schema(items))
    }

    /// The schema after that many steps.
    fn after(steps: usize) -> Result<Schema> {
        let mut connection = Connection::open_in_memory()?;
        let path = Path::new(":memory:");
        migrate(&mut connection, path, &STEPS[..steps])?;
        Schema::read(&connection, path)
    }

    fn sum(&self) -> String {
        let mut sum = Sha256::new();
        for Item { kind, name, table, sql } in &self.0 {
            [kind, name, table, sql].into_iter().for_each(|part| {
                sum.update(part);
                sum.update([0]);
            });
        }
        sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What is different from ours, in words.
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

/// Checks that the schema is the one that the steps up to the file's version make, with nothing more and nothing less.
///
/// # Errors
/// [`Error::Damaged`] names what is too many, missing or different.
pub(super) fn must_be_ours(connection: &Connection, path: &Path) -> Result<()> {
    let found = Schema::read(connection, path)?;
    let steps = usize::try_from(version(connection)?).unwrap_or(usize::MAX);
    let known = match steps {
        0 => Schema(Vec::new()).sum(),
        // A newer one is told apart elsewhere.
        steps if steps > STEPS.len() => return Ok(()),
        steps => SUMS[steps - 1].to_owned(),
    };
    if found.sum() == known {
        return Ok(());
    }
    let why = format!("its schema is not spotlog's: {}", found.compared_with(&Schema::after(steps)?));
    Err(Error::Damaged { path: path.to_owned(), why })
}

/// Whether these tables are the ones that one of the steps makes, so that rows can be read from them. What else the file
/// holds is not asked.
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
    fn the_checksums_are_those_of_the_migrations() {
        for steps in 1..=STEPS.len() {
            assert_eq!(SUMS[steps - 1], Schema::after(steps).unwrap().sum(), "after step {steps}");
        }
    }

    #[test]
    fn whatever_is_too_many_missing_or_different_is_named() {
        let cases = [
            ("CREATE TRIGGER evil AFTER INSERT ON spot BEGIN SELECT 1; END", "the trigger \"evil\" is not spotlog's"),
            ("CREATE VIEW evil AS SELECT 1", "the view \"evil\" is not spotlog's"),
            ("CREATE INDEX evil ON spot (id)", "the index \"evil\" is not spotlog's"),
            ("CREATE TABLE evil (x)", "the table \"evil\" is not spotlog's"),
            ("CREATE VIRTUAL TABLE evil USING fts5 (x)", "the table \"evil\" is not spotlog's"),
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
