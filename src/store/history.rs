//! The history of all changes, and undo and redo.

use super::record::{Owner, RecordRef};
use super::row::{change_time, parse_utc, show_utc};
use crate::domain::{Moment, one_line};
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

/// One action of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeEntry {
    /// Counts up from 1 within one file. A number is never given twice.
    pub id: i64,
    /// In UTC, by the clock of this machine.
    pub at: DateTime<Utc>,
    /// The interface through which it was made.
    pub made_by: String,
    /// What was done, in a few words such as "review by doctor, spot 3".
    pub what: String,
    /// The change that this one undid.
    pub undoes: Option<i64>,
    /// The change that undid this one, unless it was redone since.
    pub undone_by: Option<i64>,
    /// `None` in queries about only some records of the change.
    pub wrote: Option<Wrote>,
}

/// The size of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// Rows that were inserted, updated or deleted.
    pub records: i64,
    /// The number of older records of an import that were rejected.
    pub kept_out: i64,
}

/// A flag that was raised when a change was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFlag {
    /// The id of the change at which it was shown; 0 until it is recorded.
    pub change: i64,
    /// The person's id.
    pub person: String,
    /// The spot's id and number; `None` for a flag about the person.
    pub spot: Option<(String, u32)>,
    /// The name of the rule at that time. A later version may not have it.
    pub rule: String,
    /// The word of the level that was shown.
    pub level: String,
    /// The day from which it held, as `YYYY-MM-DD`.
    pub since: String,
}

const CHANGE: &str = "SELECT c.id, c.at, c.made_by, c.what, c.undoes,
    (WITH RECURSIVE turn (id) AS (
        SELECT id FROM change WHERE undoes = c.id UNION ALL SELECT u.id FROM turn JOIN change u ON u.undoes = turn.id)
        SELECT CASE WHEN count(*) % 2 = 1 THEN max(id) END FROM turn)";
/// A separate column, since counting the records of a large import takes longer than a frame.
const WROTE: &str = "(SELECT count(*) FROM history h WHERE h.change = c.id AND h.op <> 'kept-out'),
    (SELECT count(*) FROM history h WHERE h.change = c.id AND h.op = 'kept-out')";

/// Returns the latest changes, newest first.
pub fn changes(connection: &Connection, at_most: usize) -> Result<Vec<ChangeEntry>> {
    select_changes(connection, &format!("{CHANGE}, {WROTE} FROM change c ORDER BY c.id DESC LIMIT ?1"), at_most as i64)
}

/// Returns the changes that wrote a spot or a record that belongs to it now, newest first.
pub fn spot_changes(connection: &Connection, spot: i64) -> Result<Vec<ChangeEntry>> {
    let own = |table| format!("(in_table = '{table}' AND row IN (SELECT seq FROM {table} WHERE spot = ?1))");
    let sql = format!(
        "{CHANGE}, NULL, NULL FROM change c WHERE c.id IN (SELECT change FROM history WHERE (in_table = 'spot' AND row = ?1) OR {} OR {} OR {}
         OR (in_table = 'photo' AND row IN (SELECT seq FROM photo WHERE observation IN (SELECT seq FROM observation WHERE spot = ?1))))
         ORDER BY c.id DESC",
        own("observation"),
        own("treatment"),
        own("review")
    );
    select_changes(connection, &sql, spot)
}

fn select_changes(connection: &Connection, sql: &str, parameter: i64) -> Result<Vec<ChangeEntry>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([parameter])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(1)?;
        let id: i64 = row.get(0)?;
        found.push(ChangeEntry {
            id,
            at: change_time(&at),
            made_by: row.get(2)?,
            // Older versions of the program did not remove line breaks from names.
            what: one_line(&row.get::<_, String>(3)?),
            undoes: row.get(4)?,
            undone_by: row.get(5)?,
            wrote: match (row.get(6)?, row.get(7)?) {
                (Some(records), Some(kept_out)) => Some(Wrote { records, kept_out }),
                _ => None,
            },
        });
    }
    Ok(found)
}

/// Returns the flags recorded with the changes from `since_change` on.
pub fn shown_flags(connection: &Connection, since_change: i64) -> Result<Vec<ShownFlag>> {
    let mut statement = connection.prepare_cached(
        "SELECT change, person, spot, spot_number, rule, level, since FROM shown_flag WHERE change >= ?1 ORDER BY seq",
    )?;
    let rows = statement.query_map([since_change], |row| {
        let (spot, number): (Option<String>, Option<u32>) = (row.get(2)?, row.get(3)?);
        Ok(ShownFlag {
            change: row.get(0)?,
            person: row.get(1)?,
            spot: spot.zip(number),
            rule: row.get(4)?,
            level: row.get(5)?,
            since: row.get(6)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every change made here that is no undo or redo, with the chain of its undos and redos, one row for each. The change
/// itself is turn 0, its undo turn 1, the redo turn 2. A change is in effect while its last turn is even.
const TURNS: &str = "WITH RECURSIVE turn (what, last, turns) AS (
        SELECT what, id, 0 FROM change WHERE undoes IS NULL AND made_by <> 'sync'
        UNION ALL SELECT turn.what, u.id, turns + 1 FROM turn JOIN change u ON u.undoes = turn.last)
    SELECT last, what FROM turn
    WHERE last < ?1 AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = last)
        AND EXISTS (SELECT 1 FROM history h WHERE h.change = last AND h.op <> 'kept-out')";

/// Whether another machine has built on the last turn since. It is not taken back here.
const IS_BUILT_ON: &str = "(EXISTS (SELECT 1 FROM change WHERE made_by = 'sync') AND EXISTS (
        SELECT 1 FROM history mine
        JOIN history theirs ON theirs.in_table = mine.in_table AND theirs.row = mine.row AND theirs.seq > mine.seq
        JOIN change c ON c.id = theirs.change
        WHERE mine.change = last AND c.made_by = 'sync' AND theirs.op <> 'kept-out'))";

/// Undoes the latest change that is not undone and that no other machine has built on. Returns its description, or `None`
/// if there is nothing left to undo. The undo is a change of its own: nothing in the history is overwritten.
pub fn undo_last(tx: &Transaction<'_>) -> Result<Option<String>> {
    turn_last(tx, "undo", "turns % 2 = 0")
}

/// Returns the change that [`undo_last`] would undo, with the description of the original change.
pub fn next_undo(connection: &Connection) -> Result<Option<ChangeEntry>> {
    let next = last_turn(connection, i64::MAX, &format!("turns % 2 = 0 AND NOT {IS_BUILT_ON}"))?;
    let Some((id, what)) = next else { return Ok(None) };
    let entry = select_changes(connection, &format!("{CHANGE}, NULL, NULL FROM change c WHERE c.id = ?1"), id)?.pop();
    Ok(entry.map(|entry| ChangeEntry { what, ..entry }))
}

/// Returns the description of the latest change that [`undo_last`] passes over, since another machine has built on it.
/// `None` if it passes over none.
pub fn passed_over(connection: &Connection) -> Result<Option<String>> {
    let Some((latest, what)) = last_turn(connection, i64::MAX, &format!("turns % 2 = 0 AND {IS_BUILT_ON}"))? else {
        return Ok(None);
    };
    Ok(next_undo(connection)?.is_none_or(|next| next.id < latest).then_some(what))
}

/// Redoes the latest undo, unless something else was written since. Returns the description of the change, or `None` if
/// there is nothing to redo.
pub fn redo_last(tx: &Transaction<'_>) -> Result<Option<String>> {
    let nothing_since =
        "NOT EXISTS (SELECT 1 FROM change later WHERE later.undoes IS NULL AND later.id > last AND later.id < ?1)";
    turn_last(tx, "redo", &format!("turns % 2 = 1 AND {nothing_since}"))
}

/// Returns the last turn before a change that `which` selects, and the description of its original change.
fn last_turn(connection: &Connection, before: i64, which: &str) -> Result<Option<(i64, String)>> {
    let sql = format!("{TURNS} AND {which} ORDER BY last DESC LIMIT 1");
    let turn = connection.query_row(&sql, [before], |row| Ok((row.get(0)?, one_line(&row.get::<_, String>(1)?))));
    Ok(turn.optional()?)
}

/// Reverses the last turn that `which` selects, and describes the current change as that.
fn turn_last(tx: &Transaction<'_>, name: &str, which: &str) -> Result<Option<String>> {
    let this = current_change(tx)?;
    let Some((target, what)) = last_turn(tx, this, &format!("{which} AND NOT {IS_BUILT_ON}"))? else {
        return Ok(None);
    };
    take_back_change(tx, target)?;
    tx.execute("UPDATE change SET undoes = ?1, what = ?2 WHERE id = ?3", (target, format!("{name}: {what}"), this))?;
    Ok(Some(what))
}

/// Reverses every row that a change wrote, the last one first.
fn take_back_change(tx: &Transaction<'_>, change: i64) -> Result<()> {
    // A spot may be restored before its person; references are checked at the end.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut statement = tx.prepare(
        "SELECT in_table, row, op, before, after FROM history WHERE change = ?1 AND op <> 'kept-out' ORDER BY seq DESC",
    )?;
    let steps = statement.query_map([change], |row| {
        Ok(Step { table: row.get(0)?, row: row.get(1)?, op: row.get(2)?, before: row.get(3)?, after: row.get(4)? })
    })?;
    let steps: Vec<Step> = steps.collect::<Result<_, _>>()?;
    let changed_at = after(tx, change, &steps)?;
    // A deletion is dated by the change that makes it.
    tx.execute("UPDATE change SET at = ?1 WHERE id = ?2", (&changed_at, current_change(tx)?))?;
    steps.iter().try_for_each(|step| take_back(tx, step, &changed_at))
}

/// One row of the history: the table, the row, the operation, and the row before and after it.
pub(super) struct Step {
    pub table: String,
    pub row: i64,
    pub op: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Returns the time of change for an undo. It is now, but always after the change itself and after every version it
/// touched. So the undo wins on every machine that has both.
fn after(tx: &Transaction<'_>, change: i64, steps: &[Step]) -> Result<String> {
    let at = |id: i64| -> Result<DateTime<Utc>> {
        let text: String = tx.query_row("SELECT at FROM change WHERE id = ?1", [id], |row| row.get(0))?;
        Ok(change_time(&text))
    };
    let versions = steps.iter().flat_map(|step| [&step.before, &step.after]).flatten().filter_map(|row| {
        let row: serde_json::Value = serde_json::from_str(row).ok()?;
        parse_utc(row.get("changed_at")?.as_str()?).ok()
    });
    let latest = versions.fold(at(change)?, DateTime::max);
    let now = at(current_change(tx)?)?;
    Ok(show_utc(now.max(latest + TimeDelta::milliseconds(1))))
}

/// Returns the tables with rows that belong to a row of `table`.
fn owned_by(table: &str) -> &'static [&'static str] {
    match table {
        "person" => &["infection", "medicine", "symptom", "review", "spot"],
        "spot" => &["observation", "treatment", "review"],
        "observation" => &["photo"],
        _ => &[],
    }
}

/// Reverses one step. Rows are identified by their ids, since a row number may have been reused.
fn take_back(tx: &Transaction<'_>, step: &Step, changed_at: &str) -> Result<()> {
    let Step { table, row, op, before, after } = step;
    if op == "insert" {
        // The records written with it are deleted already. Any others came from elsewhere.
        for owned in owned_by(table) {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {owned} WHERE {table} = ?1)");
            if tx.query_row(&sql, [row], |found| found.get::<_, bool>(0))? {
                return Err(Error::Conflict(format!(
                    "this cannot be undone: the {table} has entries that came later, from another machine or a file"
                )));
            }
        }
        let sql = format!("DELETE FROM {table} WHERE seq = ?1 AND id = json_extract(?2, '$.id')");
        tx.prepare_cached(&sql)?.execute((row, after))?;
        return Ok(());
    }
    let (columns, mut values): (Vec<String>, Vec<String>) = values_in_history(tx, table)?.into_iter().unzip();
    if let Some(at) = columns.iter().position(|column| column == "changed_at") {
        values[at] = "?2".to_owned();
    }
    let sql = if op == "delete" {
        format!("INSERT INTO {table} ({}) SELECT {}", columns.join(", "), values.join(", "))
    } else {
        let pairs: Vec<_> = columns.iter().zip(&values).map(|(c, v)| format!("{c} = {v}")).collect();
        let same = "seq = json_extract(?1, '$.seq') AND id = json_extract(?1, '$.id')";
        format!("UPDATE {table} SET {} WHERE {same}", pairs.join(", "))
    };
    tx.prepare_cached(&sql)?.execute((before, changed_at))?;
    Ok(())
}

/// Records that a record of an import was older than the one in the journal and was rejected. Does nothing if that is
/// recorded already.
pub fn keep_out(tx: &Transaction<'_>, record: RecordRef<'_>, owner: Owner, seq: i64) -> Result<()> {
    let content = record.as_json(owner)?.to_string();
    tx.prepare_cached(
        "INSERT INTO history (change, in_table, row, op, before)
         SELECT ?1, ?2, ?3, 'kept-out', ?4
         WHERE NOT EXISTS (
             SELECT 1 FROM history WHERE in_table = ?2 AND row = ?3 AND op = 'kept-out' AND before = ?4)",
    )?
    .execute((current_change(tx)?, record.table(), seq, content))?;
    Ok(())
}

/// Records flags that are shown for the first time with the current change; `change` in `flags` is ignored.
pub fn record_flags(tx: &Transaction<'_>, flags: &[ShownFlag]) -> Result<()> {
    let this = current_change(tx)?;
    let mut statement = tx.prepare_cached(
        "INSERT INTO shown_flag (change, person, spot, spot_number, rule, level, since)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE NOT EXISTS (SELECT 1 FROM shown_flag
             WHERE person = ?2 AND spot IS ?3 AND rule = ?5 AND level = ?6 AND since = ?7)",
    )?;
    for flag in flags {
        let (spot, number) = flag.spot.clone().unzip();
        statement.execute((this, &flag.person, spot, number, &flag.rule, &flag.level, &flag.since))?;
    }
    Ok(())
}

fn current_change(tx: &Transaction<'_>) -> Result<i64> {
    Ok(tx.query_row("SELECT max(id) FROM change", [], |row| row.get(0))?)
}

/// Begins another change inside a transaction, for an action at another time. The previous change is deleted if it is
/// empty.
pub fn begin_change(tx: &Transaction<'_>, at: DateTime<Utc>, made_by: &str, what: &str) -> Result<()> {
    forget_empty_change(tx)?;
    tx.prepare_cached("INSERT INTO change (at, made_by, what) VALUES (?1, ?2, ?3)")?.execute((
        show_utc(at),
        made_by,
        what,
    ))?;
    Ok(())
}

/// Deletes what the current change has recorded so far, so that it cannot be undone.
pub fn make_final(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("DELETE FROM history WHERE change = ?1", [current_change(tx)?])?;
    Ok(())
}

/// Deletes the latest change if it wrote nothing and erased nothing.
pub fn forget_empty_change(tx: &Transaction<'_>) -> Result<()> {
    let sql = "DELETE FROM change WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM history WHERE change = ?1)
        AND NOT EXISTS (SELECT 1 FROM shown_flag WHERE change = ?1)
        AND NOT EXISTS (SELECT 1 FROM erasing WHERE change = ?1)";
    tx.prepare_cached(sql)?.execute([current_change(tx)?])?;
    Ok(())
}

/// The columns of each table that hold a day or a moment.
const MOMENTS: [(&str, &str); 11] = [
    ("person", "born"),
    ("infection", "on_day"),
    ("medicine", "started_on"),
    ("medicine", "stopped_on"),
    ("symptom", "at"),
    ("spot", "first_seen_on"),
    ("spot", "closed_on"),
    ("observation", "at"),
    ("photo", "taken_at"),
    ("treatment", "started_on"),
    ("review", "on_day"),
];

/// Returns the number of invalid days and times. The store reads them as the nearest valid value.
pub fn count_unreadable_times(connection: &Connection) -> Result<usize> {
    let count = |table: &str, column: &str, is_wrong: &dyn Fn(&str) -> bool| -> Result<usize> {
        let mut statement = connection.prepare(&format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL"))?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += usize::from(row.get_ref(0)?.as_str().ok().is_none_or(is_wrong));
        }
        Ok(count)
    };
    let mut wrong = 0;
    for table in TABLES {
        wrong += count(table, "changed_at", &|text| parse_utc(text).is_err())?;
    }
    for (table, column) in MOMENTS {
        wrong += count(table, column, &|text| text.parse::<Moment>().is_err())?;
    }
    Ok(wrong)
}

/// Returns every deletion of a record: the table, the id, and the time, in the order of the history.
pub fn deletions(connection: &Connection) -> Result<Vec<(String, Uuid, DateTime<Utc>)>> {
    deletions_of(connection, "")
}

fn deletions_of(connection: &Connection, which: &str) -> Result<Vec<(String, Uuid, DateTime<Utc>)>> {
    let mut statement = connection.prepare(&format!(
        "SELECT h.in_table, json_extract(h.before, '$.id'), c.at FROM history h JOIN change c ON c.id = h.change
         WHERE h.op = 'delete' {which} ORDER BY h.seq"
    ))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (table, id, at): (String, Option<String>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        // No version of the program writes a row without an id, and it cannot be matched to a record.
        let Some(id) = id.and_then(|id| Uuid::try_parse(&id).ok()) else { continue };
        found.push((table, id, change_time(&at)));
    }
    Ok(found)
}

/// Returns the row of a record, if it exists.
pub fn find_row(connection: &Connection, table: &str, id: Uuid) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(&format!("SELECT seq FROM {table} WHERE id = ?1"))?;
    Ok(statement.query_row([id.to_string()], |row| row.get(0)).optional()?)
}

/// Deletes a record; the history keeps it.
pub fn delete_record(tx: &Transaction<'_>, table: &str, id: Uuid) -> Result<()> {
    tx.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id.to_string()])?;
    Ok(())
}

/// Sets the time of the current change, so that a deletion is later than the record that it deletes.
pub fn date_change(tx: &Transaction<'_>, at: DateTime<Utc>) -> Result<()> {
    tx.execute("UPDATE change SET at = ?1 WHERE id = ?2", (show_utc(at), current_change(tx)?))?;
    Ok(())
}

/// Returns the records that were struck out: the table, the id, and the time. A deletion by an undo is none, but one by
/// the redo of a strike is.
pub fn struck_out(connection: &Connection) -> Result<Vec<(String, Uuid, DateTime<Utc>)>> {
    deletions_of(
        connection,
        "AND c.id IN (WITH RECURSIVE turn (id, turns) AS (
            SELECT id, 0 FROM change WHERE undoes IS NULL
            UNION ALL SELECT u.id, turns + 1 FROM turn JOIN change u ON u.undoes = turn.id)
         SELECT id FROM turn WHERE turns % 2 = 0)",
    )
}

/// The tables with a history.
pub(super) const TABLES: [&str; 9] =
    ["person", "infection", "medicine", "symptom", "spot", "observation", "photo", "treatment", "review"];

/// Inserts a change copied from another file: its id, time, interface, description, and the change it undoes.
pub(super) fn begin_change_of(tx: &Transaction<'_>, change: &[rusqlite::types::Value; 5]) -> Result<()> {
    tx.prepare_cached("INSERT INTO change (id, at, made_by, what, undoes) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(rusqlite::params_from_iter(change))?;
    Ok(())
}

/// Sets the change time of a restored record to just after its deletion, so that it wins over the tombstone.
pub fn outlive(tx: &Transaction<'_>, table: &str, id: Uuid, gone: DateTime<Utc>) -> Result<()> {
    let stamp = show_utc(gone + TimeDelta::milliseconds(1));
    tx.prepare_cached(&format!("UPDATE {table} SET changed_at = ?1 WHERE id = ?2"))?
        .execute((stamp, id.to_string()))?;
    Ok(())
}

/// Returns the columns of a table that can be written, each with the expression that reads it from `?1`, the content of a
/// history row. A row from before a step of the schema lacks the columns of the step, which then have their default.
pub(super) fn values_in_history(tx: &Transaction<'_>, table: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, iif(\"notnull\", dflt_value, NULL) FROM pragma_table_xinfo(?1) WHERE hidden = 0";
    let mut statement = tx.prepare_cached(sql)?;
    let read = |name: String, default: Option<String>| {
        let stored = format!("json_extract(?1, '$.{name}')");
        let value = default.map_or(stored.clone(), |default| format!("coalesce({stored}, {default})"));
        (name, value)
    };
    let columns = statement.query_map([table], |row| Ok(read(row.get(0)?, row.get(1)?)))?;
    Ok(columns.collect::<Result<_, _>>()?)
}

/// Returns the columns of a table that can be written; generated ones are hidden.
pub(super) fn columns_of(tx: &Transaction<'_>, table: &str) -> Result<Vec<String>> {
    let mut statement = tx.prepare_cached("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    Ok(statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
