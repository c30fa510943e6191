//! The triggers that write the history: every row before and after an insert, update or delete. They are generated from
//! the columns of each table, so that no new column can be left out.

use super::history::{TABLES, columns_of};
use crate::error::Result;
use rusqlite::Transaction;

/// The operations: name, whether there is a row before, whether there is a row after.
const OPERATIONS: [(&str, bool, bool); 3] = [("insert", false, true), ("update", true, true), ("delete", true, false)];

/// Replaces the history triggers of every table by ones for its current columns.
pub(super) fn make_triggers(tx: &Transaction<'_>) -> Result<()> {
    for table in TABLES {
        let columns = columns_of(tx, table)?;
        for operation in OPERATIONS {
            tx.execute_batch(&trigger(table, &columns, operation))?;
        }
    }
    Ok(())
}

fn trigger(table: &str, columns: &[String], (operation, has_before, has_after): (&str, bool, bool)) -> String {
    let event = operation.to_uppercase();
    let row = if has_after { "NEW" } else { "OLD" };
    let before = if has_before { content(columns, "OLD") } else { "NULL".into() };
    let after = if has_after { content(columns, "NEW") } else { "NULL".into() };
    format!(
        "DROP TRIGGER IF EXISTS {table}_{operation};
CREATE TRIGGER {table}_{operation} AFTER {event} ON {table} BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), '{table}', {row}.seq, '{operation}',
        {before},
        {after});
END;"
    )
}

/// Returns an SQL expression for a version of a row as JSON. `json_patch` drops the absent values.
fn content(columns: &[String], version: &str) -> String {
    let pairs: Vec<String> = columns.iter().map(|column| format!("'{column}', {version}.{column}")).collect();
    let lines: Vec<String> = pairs.chunks(4).map(|line| line.join(", ")).collect();
    format!("json_patch('{{}}', json_object(\n            {}))", lines.join(",\n            "))
}
