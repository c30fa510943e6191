//! People and the records that belong to a person but to no spot.

use super::row::{ColumnNames, NamedRow};
use crate::domain::{Background, FieldError, Infection, Medicine, Noted, Person, Review, Symptom, Text};
use crate::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension, Params, Transaction};
use uuid::Uuid;

/// A person with the `seq` that other rows refer to.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The row id in the store, to which other rows refer. It is in no export.
    pub seq: i64,
    /// The record itself.
    pub person: Person,
}

/// Loads all people, in the order in which they were entered.
pub fn people(connection: &Connection) -> Result<Vec<PersonRow>> {
    select(connection, "person", "ORDER BY seq", [], person)
}

/// Finds the person with that name, or the first person if there is no name.
pub fn find_person(connection: &Connection, name: Option<&str>) -> Result<Option<PersonRow>> {
    let found = match name {
        Some(name) => select(connection, "person", "WHERE name = ?1", [name], person),
        None => select(connection, "person", "ORDER BY seq LIMIT 1", [], person),
    };
    Ok(found?.pop())
}

fn person(record: &NamedRow<'_>) -> Result<PersonRow> {
    let list = |column| -> Result<Vec<Text>> {
        let Some(json) = record.get::<Option<String>>(column)? else { return Ok(Vec::new()) };
        let texts: Result<Vec<Text>, FieldError> = serde_json::from_str::<Vec<String>>(&json)
            .map_err(|e| FieldError::new(e.to_string()))
            .and_then(|texts| texts.iter().map(|t| t.parse()).collect());
        record.valid(column, texts)
    };
    let noted =
        |answer, note| Ok::<_, Error>(Noted { answer: record.answer(answer)?, note: record.parsed_or_none(note)? });
    Ok(PersonRow {
        seq: record.get("seq")?,
        person: Person {
            id: record.parsed("id")?,
            changed_at: record.changed_at()?,
            name: record.parsed("name")?,
            born: record.day_or_none("born")?,
            pregnant: record.answer("pregnant")?,
            long_term_illness: record.answer("long_term_illness")?,
            conditions: list("conditions")?,
            background: Background {
                skin_cancer_self: noted("skin_cancer_self", "skin_cancer_self_note")?,
                skin_cancer_family: noted("skin_cancer_family", "skin_cancer_family_note")?,
                immune_suppressed: noted("immune_suppressed", "immune_suppressed_note")?,
                skin_type: record.word_or_none("skin_type")?,
                sun: record.parsed_or_none("sun")?,
                allergies: list("allergies")?,
                sex: record.word_or_none("sex")?,
                note: record.parsed_or_none("note")?,
            },
        },
    })
}

/// Loads the infections of a person, sorted by day. `person` is the `seq`, as in the other functions here.
pub(super) fn infections(connection: &Connection, person: i64) -> Result<Vec<Infection>> {
    select(connection, "infection", "WHERE person = ?1 ORDER BY on_day, id", [person], |r| {
        Ok(Infection {
            id: r.parsed("id")?,
            changed_at: r.changed_at()?,
            kind: r.word_or_none("kind")?,
            on: r.day("on_day")?,
            note: r.parsed_or_none("note")?,
        })
    })
}

/// Loads the medicines of a person, sorted by the day of their start.
pub(super) fn medicines(connection: &Connection, person: i64) -> Result<Vec<Medicine>> {
    select(connection, "medicine", "WHERE person = ?1 ORDER BY started_on, id", [person], |r| {
        Ok(Medicine {
            id: r.parsed("id")?,
            changed_at: r.changed_at()?,
            name: r.parsed_or_none("name")?,
            started_on: r.day("started_on")?,
            stopped_on: r.day_or_none("stopped_on")?,
            note: r.parsed_or_none("note")?,
        })
    })
}

/// Loads the symptoms of a person, sorted by time.
pub(super) fn symptoms(connection: &Connection, person: i64) -> Result<Vec<Symptom>> {
    select(connection, "symptom", "WHERE person = ?1 ORDER BY at, id", [person], |r| {
        Ok(Symptom {
            id: r.parsed("id")?,
            changed_at: r.changed_at()?,
            at: r.moment("at")?,
            symptom: r.word("symptom")?,
            present: r.get("present")?,
            note: r.parsed_or_none("note")?,
        })
    })
}

/// Loads the reviews of a person, not those of single spots, sorted by day.
pub(super) fn person_reviews(connection: &Connection, person: i64) -> Result<Vec<Review>> {
    select(connection, "review", "WHERE person = ?1 ORDER BY on_day, id", [person], review)
}

/// Converts a row to a review.
pub(super) fn review(r: &NamedRow<'_>) -> Result<Review> {
    Ok(Review {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        on: r.day("on_day")?,
        by: r.word("reviewer")?,
        said: r.parsed_or_none("said")?,
        outcome: r.word_or_none("outcome")?,
        note: r.parsed_or_none("note")?,
    })
}

/// Gives a person a temporary unused name, while a transaction moves their name to another person.
pub fn set_aside_name(tx: &Transaction<'_>, id: Uuid) -> Result<()> {
    tx.prepare_cached("UPDATE person SET name = 'set aside ' || id WHERE id = ?1")?.execute([id.to_string()])?;
    Ok(())
}

/// Loads every row of `table` that `rest` selects, converted by `make`.
pub(super) fn select<T>(
    connection: &Connection,
    table: &'static str,
    rest: &str,
    params: impl Params,
    mut make: impl FnMut(&NamedRow<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(&format!("SELECT * FROM {table} {rest}"))?;
    let columns = ColumnNames::of(&statement);
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(make(&NamedRow { row, table, columns: &columns })?);
    }
    Ok(found)
}

/// Returns the `seq` of the only row that a query selects, if there is one.
pub(super) fn seq(connection: &Connection, sql: &str, params: impl Params) -> Result<Option<i64>> {
    Ok(connection.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
}
