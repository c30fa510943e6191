//! Copies a foreign file row by row into a new journal. Only rows are taken: pages could hide other data, and settings
//! of the file would stay with the journal.

use super::edge::at_edge;
use super::examine::APPLICATION_ID;
use super::migrate::{STEPS, migrate, version};
use super::open::Store;
use super::schema::LAST_ROW;
use crate::error::{Error, Result};
use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

impl Store {
    /// Returns a new journal with the rows of this one, which was checked. `name` is the file's name in errors.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] names the table of a row that the schema does not allow.
    pub fn rebuilt(&self, name: &Path) -> Result<Store> {
        let edge = |error| at_edge(error, name);
        let mut store = Store::over_memory().map_err(edge)?;
        let from = self.connection();
        let steps = usize::try_from(version(from).map_err(edge)?).unwrap_or(STEPS.len()).min(STEPS.len());
        take_rows(from, store.connection_mut(), name, steps).map_err(edge)?;
        Ok(store)
    }
}

fn take_rows(from: &Connection, to: &mut Connection, name: &Path, steps: usize) -> Result<()> {
    migrate(to, name, &STEPS[..steps])?;
    to.pragma_update(None, "application_id", APPLICATION_ID)?;
    // The history is copied as rows too, and a row may refer to a later one.
    to.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    to.pragma_update(None, "foreign_keys", false)?;
    let tx = to.transaction()?;
    let tables: Vec<String> = {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid";
        let mut statement = tx.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
    };
    for table in &tables {
        take_table(from, &tx, table).map_err(|error| match error {
            error @ Error::Damaged { .. } => error,
            error => Error::Damaged { path: name.to_owned(), why: format!("a row of its table {table}: {error}") },
        })?;
    }
    tx.commit()?;
    let wrong: i64 = to.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if wrong > 0 {
        let why = format!("{wrong} records belong to something that is missing");
        return Err(Error::Damaged { path: name.to_owned(), why });
    }
    to.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    to.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Copies the rows of one table, without the generated columns.
fn take_table(from: &Connection, to: &Connection, table: &str) -> Result<()> {
    let (columns, keys): (Vec<String>, Vec<bool>) = {
        let mut statement = to.prepare("SELECT name, pk > 0 FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
        let rows = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<(String, bool)>>>()?.into_iter().unzip()
    };
    let marks = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?;
    let mut select = from.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let mut values: Vec<Value> = Vec::with_capacity(keys.len());
        for (at, is_key) in keys.iter().enumerate() {
            let value = row.get_ref(at)?;
            if let (true, ValueRef::Integer(number)) = (is_key, value)
                && !(1..=LAST_ROW).contains(&number)
            {
                return Err(Error::Conflict(format!("its number {number} is beyond what is allowed")));
            }
            values.push(value.try_into().map_err(|_| Error::Conflict("it holds bytes that are no text".into()))?);
        }
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}
