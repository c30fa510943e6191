//! Spots, their treatments and reviews.

use super::person::{review, select, seq};
use super::row::NamedRow;
use crate::domain::{Closed, FieldError, FirstSeen, LAST_NUMBER, Position, Precision, Review, Spot, Treatment};
use crate::error::Result;
use rusqlite::{Connection, Transaction};

/// Loads the spots of a person by number, each with its `seq`.
pub(super) fn spots(connection: &Connection, person: i64) -> Result<Vec<(i64, Spot)>> {
    select(connection, "spot", "WHERE person = ?1 ORDER BY number", [person], |r| Ok((r.get("seq")?, spot(r)?)))
}

/// Returns the `seq` of a person's spot with that number.
pub fn find_spot(connection: &Connection, person: i64, number: u32) -> Result<Option<i64>> {
    seq(connection, "SELECT seq FROM spot WHERE person = ?1 AND number = ?2", (person, number))
}

/// Loads a person's spot with that number, and its `seq`.
pub fn load_spot(connection: &Connection, person: i64, number: u32) -> Result<Option<(i64, Spot)>> {
    let rest = "WHERE person = ?1 AND number = ?2";
    Ok(select(connection, "spot", rest, (person, number), |r| Ok((r.get("seq")?, spot(r)?)))?.pop())
}

/// Gives a spot a temporary unused number, while a transaction moves its number to another spot. A spot that keeps its
/// number, `next`, is unchanged.
pub fn set_aside_number(tx: &Transaction<'_>, spot: i64, next: u32) -> Result<()> {
    let sql = "UPDATE spot SET number = 1000000000000 + seq WHERE seq = ?1 AND number <> ?2";
    tx.prepare_cached(sql)?.execute((spot, next))?;
    Ok(())
}

/// Returns the number for the person's next new spot.
pub fn next_spot_number(connection: &Connection, person: i64) -> Result<u32> {
    // Numbers beyond the last number, from another program, are ignored. Numbers of erased spots are not reused.
    let sql = "SELECT coalesce(max(number), 0) + 1 FROM (
        SELECT number FROM spot WHERE person = ?1 UNION ALL
        SELECT e.number FROM erased e JOIN person p ON p.id = e.person WHERE p.seq = ?1) WHERE number < ?2";
    Ok(connection.query_row(sql, (person, LAST_NUMBER), |row| row.get(0))?)
}

fn spot(r: &NamedRow<'_>) -> Result<Spot> {
    let precision = r.get::<Option<String>>("first_seen_precision")?.map(|p| match p.as_str() {
        "day" => Ok(Precision::Day),
        "month" => Ok(Precision::Month),
        "year" => Ok(Precision::Year),
        other => Err(FieldError::new(format!("\"{other}\" is not a precision; allowed: day, month, year"))),
    });
    let precision = r.valid("first_seen_precision", precision.transpose())?;
    let first_seen = r.day_or_none("first_seen_on")?.zip(precision);
    let position = match r.word_or_none("position_view")? {
        Some(view) => Some(Position { view, x: r.get("position_x")?, y: r.get("position_y")? }),
        None => None,
    };
    Ok(Spot {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        number: r.number()?,
        label: r.parsed_or_none("label")?,
        site: r.word("site")?,
        side: r.word_or_none("side")?,
        position,
        first_seen: first_seen.map(|(on, precision)| FirstSeen { on, precision }),
        since_birth: r.answer("since_birth")?,
        onset: r.word_or_none("onset")?,
        contexts: r.words("contexts")?,
        closed: r
            .day_or_none("closed_on")?
            .zip(r.word_or_none("closed_because")?)
            .map(|(on, because)| Closed { on, because }),
        note: r.parsed_or_none("note")?,
    })
}

/// Loads the treatments of all of a person's spots, each with the `seq` of its spot.
pub(super) fn treatments(connection: &Connection, person: i64) -> Result<Vec<(i64, Treatment)>> {
    let rest = "WHERE spot IN (SELECT seq FROM spot WHERE person = ?1) ORDER BY started_on, id";
    select(connection, "treatment", rest, [person], |r| {
        let treatment = Treatment {
            id: r.parsed("id")?,
            changed_at: r.changed_at()?,
            what: r.parsed_or_none("what")?,
            kind: r.word_or_none("kind")?,
            started_on: r.day("started_on")?,
            improved: r.answer("improved")?,
            note: r.parsed_or_none("note")?,
        };
        Ok((r.get("spot")?, treatment))
    })
}

/// Loads the reviews of all of a person's spots, each with the `seq` of its spot.
pub(super) fn spot_reviews(connection: &Connection, person: i64) -> Result<Vec<(i64, Review)>> {
    let rest = "WHERE spot IN (SELECT seq FROM spot WHERE person = ?1) ORDER BY on_day, id";
    select(connection, "review", rest, [person], |r| Ok((r.get("spot")?, review(r)?)))
}
