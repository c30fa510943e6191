//! Observations and the references to their photos, whole.

use super::person::select;
use super::row::{Columns, Record};
use crate::domain::{Answers, Bleeding, Measurement, Moment, Observation, Photo, Readings, Text};
use crate::error::Result;
use rusqlite::Connection;

/// The observations of one spot in the order of their time, then of their id.
pub fn load_observations(connection: &Connection, spot: i64) -> Result<Vec<Observation>> {
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

fn photo(r: &Record<'_>) -> Result<Photo> {
    Ok(Photo {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        file: r.parsed_or_none("file")?,
        sha256: r.parsed_or_none("sha256")?,
        taken_at: r.moment_or_none("taken_at")?,
    })
}

fn observation(r: &Record<'_>) -> Result<Observation> {
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
    let bleeding = match Option::<bool>::from(r.answer("bleeding")?) {
        Some(bled) => Bleeding::Answered { bled, after_injury: r.answer("after_injury")? },
        None => Bleeding::Unanswered,
    };
    Ok(Observation {
        id: r.parsed("id")?,
        changed_at: r.changed_at()?,
        at: r.moment("at")?,
        answers: Answers {
            presence: r.word("presence")?,
            measurement,
            count: r.word_or_none("count")?,
            spread: r.word_or_none("spread")?,
            colours: r.words("colours")?,
            morphology: r.word_or_none("morphology")?,
            outline: r.word_or_none("outline")?,
            surface: r.word_or_none("surface")?,
            raised: r.answer("raised")?,
            firm: r.answer("firm")?,
            glass_test: r.word_or_none("glass_test")?,
            itch: r.answer("itch")?,
            pain: r.answer("pain")?,
            warm_or_swollen: r.answer("warm_or_swollen")?,
            pus: r.answer("pus")?,
            bleeding,
            changes: r.words_or_none("changes")?,
            described_differently: r.answer("described_differently")?,
            spreading: r.answer("spreading")?,
            worried: r.answer("worried")?,
            suspects_infection: r.answer("suspects_infection")?,
        },
        note: r.parsed_or_none("note")?,
        photos: Vec::new(),
    })
}

/// The notes of a person that hold a question mark, in the order of the spots and of time: number of the spot, when,
/// and the words.
pub fn asking_notes(connection: &Connection, person: i64) -> Result<Vec<(u32, Moment, Text)>> {
    // One walk over the table: few notes ask, and to go by the spots would fetch every row from another place.
    let mut statement = connection.prepare_cached(
        "SELECT s.number, o.id, o.at, o.note FROM observation o NOT INDEXED CROSS JOIN spot s ON s.seq = o.spot
         WHERE instr(o.note, '?') AND s.person = ?1 ORDER BY s.number, o.at, o.id",
    )?;
    let columns = Columns::of(&statement);
    let mut rows = statement.query([person])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let record = Record { row, table: "observation", columns: &columns };
        notes.push((record.number()?, record.moment("at")?, record.parsed("note")?));
    }
    Ok(notes)
}
