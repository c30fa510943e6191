//! Loading of complete observations and the references to their photos.

use super::person::select;
use super::row::{ColumnNames, NamedRow};
use crate::domain::{Answers, Measurement, Moment, Observation, Photo, Picture, Readings, Text, questions};
use crate::error::Result;
use rusqlite::Connection;

/// Loads the observations of one spot, ordered by time, then by id.
pub(super) fn load_observations(connection: &Connection, spot: i64) -> Result<Vec<Observation>> {
    let mut found = select(connection, "observation", "WHERE spot = ?1 ORDER BY at, id", [spot], |r| {
        Ok((r.get::<i64>("seq")?, observation(r)?))
    })?;
    let photos = select(
        connection,
        "photo",
        "WHERE observation IN (SELECT seq FROM observation WHERE spot = ?1) ORDER BY id",
        [spot],
        |r| Ok((r.get::<i64>("observation")?, photo(r)?)),
    )?;
    for (seq, photo) in photos {
        if let Some((_, observation)) = found.iter_mut().find(|(own, _)| *own == seq) {
            observation.photos.push(photo);
        }
    }
    Ok(found.into_iter().map(|(_, observation)| observation).collect())
}

/// Converts a row to a photo.
pub(super) fn photo(r: &NamedRow<'_>) -> Result<Photo> {
    Ok(Photo {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        file: r.parsed_or_none("file")?,
        sha256: r.parsed_or_none("sha256")?,
        taken_at: r.moment_or_none("taken_at")?,
        picture: picture(r)?,
    })
}

fn picture(r: &NamedRow<'_>) -> Result<Option<Picture>> {
    let Some(format) = r.word_or_none("format")? else { return Ok(None) };
    let (width, height, bytes) = (r.get("width")?, r.get("height")?, r.get("bytes")?);
    Ok(Some(Picture { format, width, height, bytes, erased_on: r.day_or_none("erased_on")? }))
}

fn observation(r: &NamedRow<'_>) -> Result<Observation> {
    let readings = |columns: [&str; 3]| {
        let mut mm = Vec::with_capacity(3);
        for column in columns {
            mm.extend(r.get::<Option<f64>>(column)?);
        }
        r.valid(columns[0], Readings::from_mm(&mm))
    };
    let measurement = Measurement::new(
        r.word_or_none("measured_by")?,
        readings(["diameter_1", "diameter_2", "diameter_3"])?,
        readings(["width_1", "width_2", "width_3"])?,
    );
    let measurement = r.valid("measured_by", measurement)?;
    let mut answers = Answers { measurement, ..Answers::only(r.word("presence")?) };
    questions().try_for_each(|question| r.take_answer(question, &mut answers))?;
    Ok(Observation {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        at: r.moment("at")?,
        answers,
        note: r.parsed_or_none("note")?,
        photos: Vec::new(),
    })
}

/// Returns the notes of a person: spot number, time and note. Ordered by spot, then by time.
pub fn notes(connection: &Connection, person: i64) -> Result<Vec<(u32, Moment, Text)>> {
    // A single table scan: going spot by spot would fetch every row from a different page.
    read_notes(
        connection,
        person,
        "SELECT s.number, o.id, o.at, o.note FROM observation o NOT INDEXED CROSS JOIN spot s ON s.seq = o.spot
         WHERE o.note IS NOT NULL AND s.person = ?1 ORDER BY s.number, o.at, o.id",
    )
}

/// The question marks of English, of Chinese and Japanese, and of Arabic.
pub const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];

/// Selects the notes with a question mark. The condition is that of the index, so that no other note is read.
const ASKING: &str = "SELECT s.number, o.id, o.at, o.note FROM observation o CROSS JOIN spot s ON s.seq = o.spot
    WHERE (instr(o.note, '?') OR instr(o.note, '？') OR instr(o.note, '؟'))
    AND s.person = ?1 ORDER BY s.number, o.at, o.id";

/// Returns the notes of a person that have one of the [`QUESTION_MARKS`], as [`notes`] does.
pub fn asking_notes(connection: &Connection, person: i64) -> Result<Vec<(u32, Moment, Text)>> {
    read_notes(connection, person, ASKING)
}

fn read_notes(connection: &Connection, person: i64, query: &str) -> Result<Vec<(u32, Moment, Text)>> {
    let mut statement = connection.prepare_cached(query)?;
    let columns = ColumnNames::of(&statement);
    let mut rows = statement.query([person])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let record = NamedRow { row, table: "observation", columns: &columns };
        notes.push((record.number()?, record.moment("at")?, record.parsed("note")?));
    }
    Ok(notes)
}

/// Returns the spot and the time of each photo of a person: when it was taken, or else the time of its look.
pub fn photo_times(connection: &Connection, person: i64) -> Result<Vec<(u32, Moment)>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.number, p.id, coalesce(p.taken_at, o.at) AS at FROM photo p JOIN observation o ON o.seq = p.observation
         JOIN spot s ON s.seq = o.spot WHERE s.person = ?1 ORDER BY s.number, at",
    )?;
    let columns = ColumnNames::of(&statement);
    let mut rows = statement.query([person])?;
    let mut photos = Vec::new();
    while let Some(row) = rows.next()? {
        let record = NamedRow { row, table: "photo", columns: &columns };
        photos.push((record.number()?, record.moment("at")?));
    }
    Ok(photos)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate::{STEPS, migrate};

    #[test]
    fn notes_that_ask_are_found_by_their_index() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection, std::path::Path::new("j"), STEPS).unwrap();
        let plan = format!("EXPLAIN QUERY PLAN {ASKING}");
        let mut statement = connection.prepare(&plan).unwrap();
        let steps = statement.query_map([1], |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.map(Result::unwrap).collect();
        assert!(steps.iter().any(|step| step.contains("observation_asking")), "{steps:?}");
        assert!(QUESTION_MARKS.iter().all(|mark| ASKING.contains(&format!("instr(o.note, '{mark}')"))));
    }
}
