//! Fast loading of what the rules read of one person: every answer of every observation comes from one index.

use super::journal::load_tree;
use super::person::PersonRow;
use super::row::{moment, stored_words};
use crate::domain::{
    Answers, Choice, Facts, FieldError, Given, Look, Measurement, Method, ObservationId, Presence, Question, Readings,
    Word, questions,
};
use crate::error::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

/// The separator between the parts of a fact; no part can contain it.
const SEPARATOR: u8 = b' ';

/// Loads a person without looks. Also returns the `seq` of each spot, in the order of the spots, for loading its looks.
pub fn load_outline(connection: &Connection, row: PersonRow) -> Result<(Facts, Vec<i64>)> {
    load_tree::<Look>(connection, row)
}

/// Loads everything that the rules read of one person. Call it inside [`super::Store::read`] for a consistent snapshot.
/// `tell` is called with the number of loaded spots and of all spots.
pub fn load_facts(connection: &Connection, row: PersonRow, tell: &mut dyn FnMut(usize, usize)) -> Result<Facts> {
    let (mut facts, seqs) = load_outline(connection, row)?;
    stream_looks(connection, seqs.iter().copied().enumerate(), |place, looks| {
        // The spots of a journal have similar numbers of looks.
        let next = Vec::with_capacity(looks.len());
        facts.spots[place].observations = std::mem::replace(looks, next);
        tell(place + 1, seqs.len());
    })?;
    Ok(facts)
}

/// Calls `take` with the looks of each of these spots, one spot after the other, and with the spot's index. `take` may
/// move the looks out. The rest is dropped, so a list of all spots needs the memory of one.
pub fn stream_looks(
    connection: &Connection,
    spots: impl Iterator<Item = (usize, i64)>,
    mut take: impl FnMut(usize, &mut Vec<Look>),
) -> Result<()> {
    // The texts sort by time, then by id.
    let mut statement = connection
        .prepare_cached("SELECT facts FROM observation INDEXED BY observation_facts WHERE spot = ?1 ORDER BY facts")?;
    let mut reader = FactsReader::default();
    let mut looks = Vec::new();
    for (place, seq) in spots {
        looks.clear();
        let mut rows = statement.query([seq])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(0)?.as_bytes().unwrap_or_default();
            looks.push(reader.read(text).map_err(|e| Error::Stored {
                table: "observation",
                id: String::from_utf8_lossy(text.split(|&b| b == SEPARATOR).nth(1).unwrap_or_default()).into_owned(),
                column: e.path,
                message: e.message,
            })?);
        }
        take(place, &mut looks);
    }
    Ok(())
}

/// Parses the column `facts` of the table `observation`; the order of its parts is that of the migration.
///
/// A spot is mostly described in the same few words, so the last parsed descriptions are cached by their text.
#[derive(Default)]
struct FactsReader {
    /// The cache, most recently used first.
    known: Vec<(Vec<u8>, Answers)>,
}

/// The capacity of the cache.
const KNOWN: usize = 16;

impl FactsReader {
    fn read(&mut self, facts: &[u8]) -> Result<Look, FieldError> {
        let mut parts = Parts { rest: facts, field: "facts", is_at_end: false };
        let at = parts.next("at")?;
        let at = moment(std::str::from_utf8(at).unwrap_or_default()).map_err(|e| e.at("at"))?;
        let id = parts.next("id")?;
        let id = Uuid::try_parse_ascii(id).map_err(|e| FieldError::new(e.to_string()).at("id"))?;
        let presence: Presence = parts.word("presence")?.ok_or_else(|| FieldError::new("is missing").at("presence"))?;
        let by: Option<Method> = parts.word("measured_by")?;
        let diameter = parts.readings("diameter")?;
        let width = parts.readings("width")?;
        match self.known.iter().position(|(text, _)| text == parts.rest) {
            Some(place) => self.known.swap(0, place),
            None => {
                let text = parts.rest.to_vec();
                let description = parse_description(&mut parts)?;
                self.known.truncate(KNOWN - 1);
                self.known.push((text, description));
                let last = self.known.len() - 1;
                self.known.swap(0, last);
            }
        }
        let measurement = Measurement::new(by, diameter, width)?;
        // The cache has at least the description just used.
        let description = self.known[0].1;
        Ok(Look { id: ObservationId(id), at, answers: Answers { presence, measurement, ..description } })
    }
}

/// Parses everything after the sizes. The other fields keep their defaults.
fn parse_description(parts: &mut Parts<'_>) -> Result<Answers, FieldError> {
    let mut answers = Answers::only(Presence::Present);
    for question in questions() {
        let part = parts.next(question.name)?;
        // Nothing is answered from the start, and most questions are not.
        match parts.given(question, part)? {
            Given::Nothing => {}
            given => question.set(&mut answers, &given)?,
        }
    }
    Ok(answers)
}

/// The unread parts.
struct Parts<'a> {
    rest: &'a [u8],
    field: &'static str,
    is_at_end: bool,
}

impl<'a> Parts<'a> {
    // Called some ten times a look: a call costs more than it does.
    #[inline]
    fn next(&mut self, field: &'static str) -> Result<&'a [u8], FieldError> {
        self.field = field;
        let end = self.rest.iter().position(|&b| b == SEPARATOR);
        let (part, rest) = match end {
            Some(end) => (&self.rest[..end], &self.rest[end + 1..]),
            None if self.is_at_end => return Err(FieldError::new("is missing").at(field)),
            None => {
                self.is_at_end = true;
                (self.rest, &[][..])
            }
        };
        self.rest = rest;
        Ok(part)
    }

    fn wrong(&self, part: &[u8]) -> FieldError {
        FieldError::new(format!("\"{}\" is not allowed here", String::from_utf8_lossy(part))).at(self.field)
    }

    fn word<W: Word>(&mut self, field: &'static str) -> Result<Option<W>, FieldError> {
        match self.next(field)? {
            b"" => Ok(None),
            word => W::from_word(word).map(Some).ok_or_else(|| self.wrong(word)),
        }
    }

    /// Converts a part to an answer. For a list that may be answered with none, a dash means unanswered.
    fn given<'p>(&self, question: &Question, part: &'p [u8]) -> Result<Given<'p>, FieldError> {
        Ok(match (question.choice, part) {
            (Choice::AnyOrNone(_), b"-") => Given::Nothing,
            (Choice::AnyOrNone(_), b"") => Given::Words(Vec::new()),
            (_, b"") => Given::Nothing,
            (Choice::YesNo, b"1") => Given::YesNo(true),
            (Choice::YesNo, b"0") => Given::YesNo(false),
            (Choice::YesNo, _) => return Err(self.wrong(part)),
            (_, text) => stored_words(question, std::str::from_utf8(text).map_err(|_| self.wrong(part))?),
        })
    }

    fn readings(&mut self, field: &'static str) -> Result<Option<Readings>, FieldError> {
        let mut mm = [0.0; 3];
        let mut count = 0;
        for _ in 0..3 {
            let part = self.next(field)?;
            if !part.is_empty() {
                let text = std::str::from_utf8(part).unwrap_or_default();
                mm[count] = text.parse().map_err(|_| self.wrong(part))?;
                count += 1;
            }
        }
        Readings::from_mm(&mm[..count]).map_err(|e| e.at(field))
    }
}
