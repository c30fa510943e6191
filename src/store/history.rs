//! The history of every change, and undo.

use super::record::{Owner, RecordRef};
use super::row::{change_time, parse_utc, show_utc};
use crate::domain::{Moment, one_line};
use crate::error::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Transaction};
use uuid::Uuid;

/// One act of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeEntry {
    pub id: i64,
    pub at: DateTime<Utc>,
    /// Through which door it was made.
    pub made_by: String,
    pub what: String,
    /// The change that this one took back.
    pub undoes: Option<i64>,
    /// The change that took this one back, unless it was done again since.
    pub undone_by: Option<i64>,
    /// `None` where only some records of the change are asked about.
    pub wrote: Option<Wrote>,
}

/// How much a change wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    pub records: i64,
    /// How many older records of an import it did not take.
    pub kept_out: i64,
}

/// A flag that was raised when a change was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFlag {
    pub change: i64,
    /// The person's id.
    pub person: String,
    /// The spot's id and number; `None` for a flag about the person.
    pub spot: Option<(String, u32)>,
    pub rule: String,
    pub level: String,
    pub since: String,
}

const CHANGE: &str = "SELECT c.id, c.at, c.made_by, c.what, c.undoes,
    (WITH RECURSIVE turn (id) AS (
        SELECT id FROM change WHERE undoes = c.id UNION ALL SELECT u.id FROM turn JOIN change u ON u.undoes = turn.id)
        SELECT CASE WHEN count(*) % 2 = 1 THEN max(id) END FROM turn)";
/// To count what a large import wrote takes longer than a frame.
const WROTE: &str = "(SELECT count(*) FROM history h WHERE h.change = c.id AND h.op <> 'kept-out'),
    (SELECT count(*) FROM history h WHERE h.change = c.id AND h.op = 'kept-out')";

/// The latest changes, newest first.
pub fn changes(connection: &Connection, at_most: usize) -> Result<Vec<ChangeEntry>> {
    select_changes(connection, &format!("{CHANGE}, {WROTE} FROM change c ORDER BY c.id DESC LIMIT ?1"), at_most as i64)
}

/// The changes that wrote a spot or what is its own now, newest first.
pub fn spot_changes(connection: &Connection, spot: i64) -> Result<Vec<ChangeEntry>> {
    let own = |table| format!("(in_table = '{table}' AND row IN (SELECT seq FROM {table} WHERE spot = ?1))");
    let sql = format!(
        "{CHANGE}, NULL, NULL FROM change c WHERE c.id IN (SELECT change FROM history WHERE (in_table = 'spot' AND row = ?1) OR {} OR {} OR {})
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
            // An older program wrote names as they were.
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

/// The flags that were recorded with the changes from `since_change` on.
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

/// Every change of its own with what was undone and done again of it since, one row a turn: the change itself is turn 0,
/// what takes it back is turn 1, what takes that back is turn 2. A change stands while its last turn is even.
const TURNS: &str = "WITH RECURSIVE turn (what, last, turns) AS (
        SELECT what, id, 0 FROM change WHERE undoes IS NULL AND made_by <> 'sync'
        UNION ALL SELECT turn.what, u.id, turns + 1 FROM turn JOIN change u ON u.undoes = turn.last)
    SELECT last, what FROM turn
    WHERE last < ?1 AND NOT EXISTS (SELECT 1 FROM change u WHERE u.undoes = last)
        -- What another machine has built on since is not taken back here.
        AND (NOT EXISTS (SELECT 1 FROM change WHERE made_by = 'sync') OR NOT EXISTS (
            SELECT 1 FROM history mine
            JOIN history theirs ON theirs.in_table = mine.in_table AND theirs.row = mine.row AND theirs.seq > mine.seq
            JOIN change c ON c.id = theirs.change
            WHERE mine.change = last AND c.made_by = 'sync' AND theirs.op <> 'kept-out'))
        AND EXISTS (SELECT 1 FROM history h WHERE h.change = last AND h.op <> 'kept-out')";

/// Takes back the latest change that has not been taken back. Returns what it was, or `None` when there is nothing
/// left to undo. The undoing is a change of its own: nothing is overwritten.
pub fn undo_last(tx: &Transaction<'_>) -> Result<Option<String>> {
    turn_last(tx, "undo", "turns % 2 = 0")
}

/// The change that [`undo_last`] would take back, with what it was in the first place.
pub fn next_undo(connection: &Connection) -> Result<Option<ChangeEntry>> {
    let sql = format!("{TURNS} AND turns % 2 = 0 ORDER BY last DESC LIMIT 1");
    let next: Option<(i64, String)> = connection
        .query_row(&sql, [i64::MAX], |row| Ok((row.get(0)?, one_line(&row.get::<_, String>(1)?))))
        .optional()?;
    let Some((id, what)) = next else { return Ok(None) };
    let entry = select_changes(connection, &format!("{CHANGE}, NULL, NULL FROM change c WHERE c.id = ?1"), id)?.pop();
    Ok(entry.map(|entry| ChangeEntry { what, ..entry }))
}

/// Does again what was undone last, unless something else was written since: then there is nothing to do again. Returns
/// what it was.
pub fn redo_last(tx: &Transaction<'_>) -> Result<Option<String>> {
    let nothing_since =
        "NOT EXISTS (SELECT 1 FROM change later WHERE later.undoes IS NULL AND later.id > last AND later.id < ?1)";
    turn_last(tx, "redo", &format!("turns % 2 = 1 AND {nothing_since}"))
}

/// Takes back the last turn that `which` allows, and names the change that this was.
fn turn_last(tx: &Transaction<'_>, name: &str, which: &str) -> Result<Option<String>> {
    let this = current_change(tx)?;
    let sql = format!("{TURNS} AND {which} ORDER BY last DESC LIMIT 1");
    let target: Option<(i64, String)> =
        tx.query_row(&sql, [this], |row| Ok((row.get(0)?, one_line(&row.get::<_, String>(1)?)))).optional()?;
    let Some((target, what)) = target else { return Ok(None) };
    take_back_change(tx, target)?;
    tx.execute("UPDATE change SET undoes = ?1, what = ?2 WHERE id = ?3", (target, format!("{name}: {what}"), this))?;
    Ok(Some(what))
}

/// Takes back every row that a change wrote, the last one first.
fn take_back_change(tx: &Transaction<'_>, change: i64) -> Result<()> {
    // A spot may have to come back before its person does; references are checked at the end.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut statement = tx.prepare(
        "SELECT in_table, row, op, before, after FROM history WHERE change = ?1 AND op <> 'kept-out' ORDER BY seq DESC",
    )?;
    let steps = statement.query_map([change], |row| {
        Ok(Step { table: row.get(0)?, row: row.get(1)?, op: row.get(2)?, before: row.get(3)?, after: row.get(4)? })
    })?;
    let steps: Vec<Step> = steps.collect::<Result<_, _>>()?;
    let changed_at = after(tx, change, &steps)?;
    // What is taken away is dated by the change that does it.
    tx.execute("UPDATE change SET at = ?1 WHERE id = ?2", (&changed_at, current_change(tx)?))?;
    steps.iter().try_for_each(|step| take_back(tx, step, &changed_at))
}

/// One row of the history: the table, the row, what was done, and the row before and after it.
pub(super) struct Step {
    pub table: String,
    pub row: i64,
    pub op: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// When what is taken back was changed: now, and in any case after the change itself and after every version that it
/// touched, so that on every machine that has both the taking back counts.
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

/// The tables whose rows belong to a row of a table.
fn owned_by(table: &str) -> &'static [&'static str] {
    match table {
        "person" => &["infection", "medicine", "symptom", "review", "spot"],
        "spot" => &["observation", "treatment", "review"],
        "observation" => &["photo"],
        _ => &[],
    }
}

/// Rows are told by their ids: a row's number may be another record's by now.
fn take_back(tx: &Transaction<'_>, step: &Step, changed_at: &str) -> Result<()> {
    let Step { table, row, op, before, after } = step;
    if op == "insert" {
        // What belongs to it and was written with it is gone by now. The rest came from elsewhere.
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
    let columns = columns_of(tx, table)?;
    let value = |c: &String| if c == "changed_at" { "?2".to_owned() } else { format!("json_extract(?1, '$.{c}')") };
    let values: Vec<String> = columns.iter().map(value).collect();
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

/// Notes that a record of an import was older than what the journal holds, and was not taken. Once is enough.
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

/// Records flags that are shown for the first time with the change that is being made; `change` in `flags` is ignored.
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

/// Begins another change inside a transaction, for what was done at another time. The change before it is forgotten where
/// it wrote nothing.
pub fn begin_change(tx: &Transaction<'_>, at: DateTime<Utc>, made_by: &str, what: &str) -> Result<()> {
    forget_empty_change(tx)?;
    tx.prepare_cached("INSERT INTO change (at, made_by, what) VALUES (?1, ?2, ?3)")?.execute((
        show_utc(at),
        made_by,
        what,
    ))?;
    Ok(())
}

/// Takes the latest change out where it wrote nothing and erased nothing.
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

/// How many days and times cannot be what they say; the store reads them as something near.
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

/// Every record that was ever taken away: its table, its id, and when that was last.
pub fn taken_away(connection: &Connection) -> Result<Vec<(String, Uuid, DateTime<Utc>)>> {
    let mut statement = connection.prepare(
        "SELECT h.in_table, json_extract(h.before, '$.id'), c.at FROM history h JOIN change c ON c.id = h.change
         WHERE h.op = 'delete' ORDER BY h.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (table, id, at): (String, Option<String>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        // A row without an id was written by no version, and there is nothing that it could be about.
        let Some(id) = id.and_then(|id| Uuid::try_parse(&id).ok()) else { continue };
        found.push((table, id, change_time(&at)));
    }
    Ok(found)
}

/// The row of a record, where it is there.
pub fn find_row(connection: &Connection, table: &str, id: Uuid) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(&format!("SELECT seq FROM {table} WHERE id = ?1"))?;
    Ok(statement.query_row([id.to_string()], |row| row.get(0)).optional()?)
}

/// Takes a record away; the history keeps it.
pub fn take_away(tx: &Transaction<'_>, table: &str, id: Uuid) -> Result<()> {
    tx.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id.to_string()])?;
    Ok(())
}

/// The tables whose rows the history keeps.
pub(super) const TABLES: [&str; 9] =
    ["person", "infection", "medicine", "symptom", "spot", "observation", "photo", "treatment", "review"];

/// Begins a change that another file has: its id, when, by what door, what, and what it undoes.
pub(super) fn begin_change_of(tx: &Transaction<'_>, change: &[rusqlite::types::Value; 5]) -> Result<()> {
    tx.prepare_cached("INSERT INTO change (id, at, made_by, what, undoes) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(rusqlite::params_from_iter(change))?;
    Ok(())
}

/// Gives a record that was taken away once and is there again a time of change after that, so that it stays.
pub fn outlive(tx: &Transaction<'_>, table: &str, id: Uuid, gone: DateTime<Utc>) -> Result<()> {
    let stamp = show_utc(gone + TimeDelta::milliseconds(1));
    tx.prepare_cached(&format!("UPDATE {table} SET changed_at = ?1 WHERE id = ?2"))?
        .execute((stamp, id.to_string()))?;
    Ok(())
}

/// The columns of a table that can be written; generated ones are hidden.
pub(super) fn columns_of(tx: &Transaction<'_>, table: &str) -> Result<Vec<String>> {
    let mut statement = tx.prepare_cached("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    Ok(statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
