//! One row of a table: its cells become typed values. Errors name the column.

use super::{NONE, PRECISIONS};
use crate::domain::{
    Answers, Choice, Context, FieldError, Given, Measurement, Method, Moment, Observation, ObservationId, Onset, Place,
    Precision, Presence, Question, Readings, Said, Side, Site, Text, Word, WordList, own_words, questions,
};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The cells of a row that are not empty, by field.
pub(super) struct Cells<'r>(pub(super) BTreeMap<&'static str, &'r str>);

impl Cells<'_> {
    /// Parses the cell of a field; `None` if it is empty.
    fn read<T>(&self, field: &str, parse: impl FnOnce(&str) -> Result<T, FieldError>) -> Result<Option<T>, FieldError> {
        self.0.get(field).map(|text| parse(text).map_err(|e| e.at(field))).transpose()
    }

    /// Does the same, and keeps the text.
    fn cell<T>(
        &self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<Option<Cell<T>>, FieldError> {
        let keep = |text: &str| Ok(Cell { value: parse(text)?, text: text.trim().to_owned() });
        self.read(field, keep)
    }
}

/// A value, and the text it was parsed from.
pub(super) struct Cell<T> {
    pub(super) value: T,
    text: String,
}

/// The values of a row.
pub(super) struct Row {
    pub(super) person: Option<String>,
    pub(super) person_id: Option<Uuid>,
    pub(super) spot: SpotCells,
    /// The id of the look, if the table has one.
    pub(super) id: Option<Uuid>,
    /// The look. Its id is not set yet.
    pub(super) look: Observation,
}

/// What a row says of its spot.
pub(super) struct SpotCells {
    pub(super) number: Option<Cell<u32>>,
    pub(super) id: Option<Cell<Uuid>>,
    pub(super) label: Option<Cell<Text>>,
    pub(super) site: Option<Cell<Site>>,
    pub(super) side: Option<Cell<Side>>,
    /// The place in the row's own words, where they say more than site and side.
    pub(super) place_words: Option<Cell<Text>>,
    pub(super) first_seen: Option<Cell<NaiveDate>>,
    /// `None` inside the cell is the word "unknown".
    pub(super) precision: Option<Cell<Option<Precision>>>,
    pub(super) since_birth: Option<Cell<bool>>,
    pub(super) onset: Option<Cell<Onset>>,
    pub(super) contexts: Option<Cell<WordList<Context>>>,
}

impl Row {
    /// Parses the cells of a row.
    ///
    /// # Errors
    ///
    /// Errors name the column and what is allowed.
    pub(super) fn parse(cells: &Cells<'_>, measured_by: Option<Method>, today: NaiveDate) -> Result<Row, FieldError> {
        let PlaceCells { site, side, place_words } = place(cells)?;
        Ok(Row {
            person: cells.read("person", |text| Ok(text.trim().to_owned()))?,
            person_id: cells.read("person_id", id)?,
            spot: SpotCells {
                number: cells.cell("number", number)?,
                id: cells.cell("spot_id", id)?,
                label: cells.cell("label", str::parse)?,
                site,
                side,
                place_words,
                first_seen: cells.cell("first_seen", |text| Ok(moment(text, today)?.day()))?,
                precision: cells.cell("first_seen_precision", precision)?,
                since_birth: cells.cell("since_birth", yes_no)?,
                onset: cells.cell("onset", Onset::parse)?,
                contexts: cells
                    .cell("contexts", |text| words(text).iter().map(|word| Context::parse(word)).collect())?,
            },
            id: cells.read("id", id)?,
            look: Observation {
                id: ObservationId(Uuid::nil()),
                changed_at: None,
                at: cells
                    .read("at", |text| moment(text, today))?
                    .ok_or_else(|| FieldError::new("the cell is empty; allowed: a day as in 2026-10-01").at("at"))?,
                answers: answers(cells, measured_by)?,
                note: cells.read("note", str::parse)?,
                photos: Vec::new(),
            },
        })
    }
}

impl SpotCells {
    /// Takes over what a further row of the spot says.
    ///
    /// # Errors
    ///
    /// Fails if it contradicts the spot's first row, which stands in `line`.
    pub(super) fn join(&mut self, further: SpotCells, line: usize) -> Result<(), FieldError> {
        let SpotCells {
            number,
            id,
            label,
            site,
            side,
            place_words,
            first_seen,
            precision,
            since_birth,
            onset,
            contexts,
        } = further;
        join(&mut self.number, number, "number", line)?;
        join(&mut self.id, id, "spot_id", line)?;
        join(&mut self.label, label, "label", line)?;
        join(&mut self.site, site, "site", line)?;
        join(&mut self.side, side, "side", line)?;
        // The first words for a place stay.
        self.place_words = self.place_words.take().or(place_words);
        join(&mut self.first_seen, first_seen, "first_seen", line)?;
        join(&mut self.precision, precision, "first_seen_precision", line)?;
        join(&mut self.since_birth, since_birth, "since_birth", line)?;
        join(&mut self.onset, onset, "onset", line)?;
        join(&mut self.contexts, contexts, "contexts", line)
    }
}

fn join<T: PartialEq>(
    known: &mut Option<Cell<T>>,
    further: Option<Cell<T>>,
    field: &str,
    line: usize,
) -> Result<(), FieldError> {
    match (&*known, further) {
        (Some(first), Some(further)) if first.value != further.value => {
            let (said, before) = (further.text, &first.text);
            let message = format!("this row says \"{said}\" of a spot of which line {line} says \"{before}\"");
            Err(FieldError::new(message).at(field))
        }
        (None, Some(further)) => {
            *known = Some(further);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What a row says of a place.
struct PlaceCells {
    site: Option<Cell<Site>>,
    side: Option<Cell<Side>>,
    place_words: Option<Cell<Text>>,
}

/// Reads the site and the side. A site may be said in words that people use, with its side.
fn place(cells: &Cells<'_>) -> Result<PlaceCells, FieldError> {
    let parse = |text: &str| match Site::parse(text) {
        Ok(site) => Ok(Place { site, side: None }),
        Err(_) => Place::parse(text),
    };
    let side = cells.cell("side", Side::parse)?;
    let Some(Cell { value: place, text }) = cells.cell("site", parse)? else {
        return Ok(PlaceCells { site: None, side, place_words: None });
    };
    if let Some((said, also)) = place.side.zip(side.as_ref()).filter(|(said, also)| *said != also.value) {
        let (said, also) = (said.word(), also.value.word());
        let message = format!("the place says {said} and this cell says {also}; leave one of them out");
        return Err(FieldError::new(message).at("side"));
    }
    let place_words = own_words(&text, place).map(|value| Cell { value, text: text.clone() });
    let side = side.or(place.side.map(|value| Cell { value, text: text.clone() }));
    Ok(PlaceCells { site: Some(Cell { value: place.site, text }), side, place_words })
}

/// Reads presence, size and every question that has a cell.
fn answers(cells: &Cells<'_>, measured_by: Option<Method>) -> Result<Answers, FieldError> {
    let mut answers = Answers::only(cells.read("presence", Presence::parse)?.unwrap_or(Presence::Present));
    let diameter = cells.read("diameter_mm", readings)?.flatten();
    let width = cells.read("width_mm", readings)?.flatten();
    let by = cells.read("measured_by", Word::parse)?.or(measured_by.filter(|_| diameter.is_some() || width.is_some()));
    answers.measurement = Measurement::new(by, diameter, width)?;
    for question in questions() {
        cells.read(question.name, |text| answer(question, &text.to_lowercase(), &mut answers))?;
    }
    Ok(answers)
}

fn answer(question: &Question, text: &str, answers: &mut Answers) -> Result<(), FieldError> {
    let word = text.trim().replace(' ', "-");
    let given = match question.choice {
        Choice::YesNo => Given::YesNo(yes_no(text)?),
        Choice::One(_) => Given::Word(&word),
        Choice::AnyOrNone(_) if text.trim() == NONE => Given::Words(Vec::new()),
        Choice::Any(_) | Choice::AnyOrNone(_) => Given::Words(words(text)),
    };
    // The caller adds the name of the column.
    question.set(answers, &given).map_err(|e| FieldError::new(e.message))
}

fn readings(text: &str) -> Result<Option<Readings>, FieldError> {
    let number = |word: &str| {
        let value = word.replace(',', ".").parse::<f64>();
        value.map_err(|_| FieldError::new(format!("\"{word}\" is not a size in millimetres")))
    };
    let values = text.split([' ', ';']).filter(|word| !word.is_empty()).map(number);
    Readings::from_mm(&values.collect::<Result<Vec<_>, _>>()?)
}

fn id(text: &str) -> Result<Uuid, FieldError> {
    let shown: String = text.trim().chars().take(40).collect();
    Uuid::try_parse(text.trim()).map_err(|_| FieldError::new(format!("\"{shown}\" is not a UUID")))
}

fn number(text: &str) -> Result<u32, FieldError> {
    text.trim().parse().map_err(|_| FieldError::new(format!("\"{text}\" is not a number")))
}

fn precision(text: &str) -> Result<Option<Precision>, FieldError> {
    let word = text.trim().to_lowercase();
    let found = PRECISIONS.iter().find(|(known, _)| *known == word).map(|(_, precision)| *precision);
    found.ok_or_else(|| {
        let words = PRECISIONS.map(|(word, _)| word).join(", ");
        FieldError::new(format!("\"{text}\" is not a precision; allowed: {words}"))
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect()
}

fn yes_no(text: &str) -> Result<bool, FieldError> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Ok(true),
        "no" | "false" | "0" | "n" => Ok(false),
        _ => Err(FieldError::new(format!("\"{text}\" is not an answer; allowed: yes, no, or nothing"))),
    }
}

/// Parses a date of a table, in the journal format or in another unambiguous form.
fn moment(text: &str, today: NaiveDate) -> Result<Moment, FieldError> {
    let text = text.trim();
    text.replacen(' ', "T", 1).parse::<Moment>().or_else(|error| {
        let starts_with_number = text.starts_with(|c: char| c.is_ascii_digit());
        let said = Said::parse(text, today.and_time(NaiveTime::MIN)).and_then(Said::moment);
        said.ok().filter(|_| starts_with_number).ok_or(error)
    })
}
