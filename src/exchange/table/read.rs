//! Reads a table into a journal. Errors name the line and the column.

use super::{NONE, Of};
use crate::domain::{Choice, Erasures, Facts, FieldError, Journal, Moment, Said, Word, question};
use crate::exchange::identity::Identity;
use crate::exchange::journal::{JournalFile, JournalVersion, journal_of};
use chrono::{NaiveDate, NaiveTime};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The person of rows that name none, and the existing data.
#[derive(Clone, Copy, Default)]
pub struct Whose<'a> {
    /// The person that was requested.
    pub person: Option<&'a str>,
    /// The people of the journal. A table without ids adds to them, with free numbers for its spots.
    pub known: &'a [Facts],
    /// The erasures of the journal. The numbers of erased spots are not free.
    pub erased: Option<&'a Erasures>,
}

/// The content of a table.
#[derive(Debug, PartialEq)]
pub struct Table {
    /// The people of the table, with new records where the rows have no ids.
    pub journal: Journal,
    /// The headings of columns without a field of the journal.
    pub left_out: Vec<String>,
}

/// Reads rows of observations. `map` gives the fields of columns with other names: "Date" for `at`. Cells are separated
/// by commas, semicolons or tabs.
///
/// # Errors
///
/// Errors name the line and the column.
pub fn read_table(
    bytes: &[u8],
    map: &[(String, String)],
    today: NaiveDate,
    whose: Whose<'_>,
) -> Result<Table, FieldError> {
    let text = text_of(bytes)?;
    let (separator, start) = separator_of(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(&text.as_bytes()[start..]);
    let wrong = |e: csv::Error| FieldError::new(format!("this is no table: {e}")).at("file");
    let head: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|name| name.trim().to_owned()).collect();
    let (columns, left_out) = columns_of(&head, map)?;
    let mut rows = Rows::new(whose);
    let mut lines = Lines { text, at: start, line: 1 + text[..start].matches('\n').count() };
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets may leave empty rows under a table.
            continue;
        }
        let line = lines.line_at(start + record.position().map_or(0, |position| position.byte() as usize));
        let at_line = |e: FieldError| e.at(format!("line {line}"));
        let mut fields: [Map<String, Value>; 3] = Default::default();
        for (place, cell) in record.iter().enumerate() {
            let cell = cell.strip_prefix('\'').unwrap_or(cell);
            if cell.trim().is_empty() {
                continue;
            }
            match columns.get(place) {
                Some(&Some((name, of))) => {
                    let value = parse(name, cell, today).map_err(|e| at_line(e.at(name)))?;
                    fields[of as usize].insert(name.to_owned(), value);
                }
                Some(None) => {}
                None => {
                    let shown: String = cell.chars().take(40).collect();
                    let message = format!("\"{shown}\" stands in a column without a heading");
                    return Err(at_line(FieldError::new(message)));
                }
            }
        }
        rows.add(fields, line).map_err(at_line)?;
    }
    let journal = rows.journal(today)?;
    Ok(Table { journal, left_out })
}

/// Decodes the table as UTF-8, without a byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, FieldError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        FieldError::new("this is no text in UTF-8; save the table as \"CSV UTF-8\"").at(format!("line {line}"))
    })
}

/// Returns the separator and the start of the table. A first line `sep=;` decides, otherwise the most frequent
/// separator in the headings.
fn separator_of(text: &str) -> (u8, usize) {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if let &[b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign] = first.trim_end().as_bytes()
        && sign.is_ascii()
    {
        return (sign, first.len());
    }
    if first.trim_end_matches(['\r', '\n']).eq_ignore_ascii_case("sep=\t") {
        return (b'\t', first.len());
    }
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(sign, _)| *sign == byte && !quoted).for_each(|(_, count)| *count += 1);
    }
    // On a tie the first one wins.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    (most.map_or(b',', |(sign, _)| *sign), 0)
}

type Column = Option<(&'static str, Of)>;

/// Returns the field of every column, and the headings of columns without one.
fn columns_of(head: &[String], map: &[(String, String)]) -> Result<(Vec<Column>, Vec<String>), FieldError> {
    let names: Vec<&str> = super::columns().map(|(name, _)| name).collect();
    for (i, (column, field)) in map.iter().enumerate() {
        if !names.contains(&field.as_str()) {
            return Err(FieldError::new(format!("there is no such field; allowed: {}", names.join(", "))).at(field));
        }
        if !head.iter().any(|heading| heading == column) {
            return Err(
                FieldError::new(format!("the table has no such column; it has: {}", head.join(", "))).at(column)
            );
        }
        if let Some((_, other)) = map[..i].iter().find(|(earlier, _)| earlier == column) {
            let message = format!("the column is mapped twice, to {other} and to {field}; name it once");
            return Err(FieldError::new(message).at(column));
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut left_out = Vec::new();
    for heading in head {
        let mapped = map.iter().find(|(column, _)| column == heading).map(|(_, field)| field.to_owned());
        let name = mapped.unwrap_or_else(|| heading.to_lowercase().replace([' ', '-'], "_"));
        let column = super::columns().find(|(known, _)| *known == name);
        if let Some((name, _)) = column
            && let Some(other) = columns.iter().position(|earlier| earlier.is_some_and(|(known, _)| known == name))
        {
            let message = format!("two columns hold this field: {} and {heading}; leave one out", head[other]);
            return Err(FieldError::new(message).at(name));
        }
        // The columns in words of a table of ours are made from other records.
        let is_ours = super::IN_WORDS.contains(&name.as_str()) && head.iter().any(|other| other == "spot_id");
        if column.is_none() && !heading.is_empty() && !is_ours {
            left_out.push(heading.clone());
        }
        columns.push(column);
    }
    for needed in ["at", "site"] {
        if !columns.iter().flatten().any(|(known, _)| *known == needed) {
            let message =
                format!("no column says this; name it with --map COLUMN={needed}. The table has: {}", head.join(", "));
            return Err(FieldError::new(message).at(format!("column for {needed}")));
        }
    }
    Ok((columns, left_out))
}

/// Counts lines while the table is read.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// Returns the line of the record that starts at that byte, after any line ends.
    fn line_at(&mut self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let ends = bytes[byte.min(bytes.len())..].iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        let to = (byte + ends).clamp(self.at, bytes.len());
        self.line += bytes[self.at..to].iter().filter(|&&byte| byte == b'\n').count();
        self.at = to;
        self.line
    }
}

/// The rows read so far, grouped by person and spot.
struct Rows<'a> {
    whose: Whose<'a>,
    people: Vec<PersonRows>,
    by_name: BTreeMap<String, usize>,
}

struct PersonRows {
    name: String,
    id: Option<String>,
    spots: Vec<SpotRows>,
    by_number: BTreeMap<u64, usize>,
    by_place: BTreeMap<[Option<String>; 3], usize>,
}

struct SpotRows {
    fields: Map<String, Value>,
    line: usize,
    observations: Vec<(Map<String, Value>, usize)>,
}

/// The first line of a spot, and the lines of its observations.
type SpotLines = (usize, Vec<usize>);

impl<'a> Rows<'a> {
    fn new(whose: Whose<'a>) -> Self {
        Rows { whose, people: Vec::new(), by_name: BTreeMap::new() }
    }

    /// Adds a row to the person with its name, and to the spot with its number, or else with its place and label.
    fn add(&mut self, fields: [Map<String, Value>; 3], line: usize) -> Result<(), FieldError> {
        let [person, spot, mut observation] = fields;
        let text = |map: &Map<String, Value>, field: &str| map.get(field).and_then(Value::as_str).map(str::to_owned);
        let name = self.name_of(text(&person, "person"))?;
        let p = *self.by_name.entry(name.clone()).or_insert_with(|| {
            self.people.push(PersonRows {
                name,
                id: None,
                spots: Vec::new(),
                by_number: BTreeMap::new(),
                by_place: BTreeMap::new(),
            });
            self.people.len() - 1
        });
        let rows = &mut self.people[p];
        if let Some(id) = text(&person, "person_id") {
            if rows.id.as_ref().is_some_and(|known| *known != id) {
                return Err(FieldError::new(format!("{} has another id further up", rows.name)).at("person_id"));
            }
            rows.id = Some(id);
        }
        let number = spot.get("number").and_then(Value::as_u64);
        let place = ["site", "side", "label"].map(|field| text(&spot, field));
        let known = match number {
            Some(number) => rows.by_number.get(&number),
            None => rows.by_place.get(&place),
        };
        let s = match known {
            Some(&s) => {
                rows.spots[s].join(spot)?;
                s
            }
            None => {
                rows.spots.push(SpotRows { fields: spot, line, observations: Vec::new() });
                rows.spots.len() - 1
            }
        };
        if let Some(number) = number {
            rows.by_number.insert(number, s);
        }
        rows.by_place.entry(place).or_insert(s);
        observation.entry("presence").or_insert_with(|| json!("present"));
        rows.spots[s].observations.push((observation, line));
        Ok(())
    }

    /// Returns the name of a row's person: from the row, from the request, or of the journal's only person.
    fn name_of(&self, said: Option<String>) -> Result<String, FieldError> {
        match (said, self.whose.person, self.whose.known) {
            (Some(said), Some(wanted), _) if said != wanted => {
                Err(FieldError::new(format!("the row is of {said}, and --person says {wanted}")).at("person"))
            }
            (Some(name), ..) => Ok(name),
            (None, Some(name), _) => Ok(name.to_owned()),
            (None, None, []) => Ok("Me".to_owned()),
            (None, None, [one]) => Ok(one.person.name.to_string()),
            (None, None, several) => {
                let names: Vec<String> = several.iter().map(|tree| tree.person.name.to_string()).collect();
                let message = format!("the table does not say whose it is; add --person, one of: {}", names.join(", "));
                Err(FieldError::new(message).at("person"))
            }
        }
    }

    fn journal(self, today: NaiveDate) -> Result<Journal, FieldError> {
        let mut file: Vec<Value> = Vec::new();
        let mut places: Vec<Vec<SpotLines>> = Vec::new();
        for rows in self.people {
            let known = self.whose.known.iter().find(|tree| *tree.person.name == *rows.name);
            let erased = self.whose.erased.zip(known);
            let used = erased.into_iter().flat_map(|(erased, known)| erased.numbers_of(known.person.id.0));
            let (person, lines) = rows.json(known, used)?;
            file.push(person);
            places.push(lines);
        }
        let file = serde_path_to_error::deserialize::<_, JournalFile>(
            json!({ "format": JournalVersion::One.format(), "people": file }),
        );
        let journal = file.map_err(|error| FieldError::new(error.inner().to_string()).at(error.path().to_string()));
        let (mut journal, _) =
            journal.and_then(|file| journal_of(file, today)).map_err(|error| at_line(error, &places))?;
        for tree in &mut journal {
            let Some(known) = self.whose.known.iter().find(|known| known.person.id == tree.person.id) else { continue };
            // A table has too few fields to change a known person or spot.
            tree.person = known.person.clone();
            for spot in &mut tree.spots {
                if let Some(known) = known.spots.iter().find(|known| known.spot.id == spot.spot.id) {
                    (spot.spot.position, spot.spot.closed) = (known.spot.position, known.spot.closed);
                }
            }
        }
        Ok(journal)
    }
}

impl SpotRows {
    /// Merges the fields of another row of the spot.
    ///
    /// # Errors
    ///
    /// Fails if a field contradicts an earlier row.
    fn join(&mut self, further: Map<String, Value>) -> Result<(), FieldError> {
        for (field, value) in further {
            match self.fields.get(&field) {
                Some(known) if *known != value => {
                    let line = self.line;
                    let message = format!("this row says {value} of a spot of which line {line} says {known}");
                    return Err(FieldError::new(message).at(field));
                }
                Some(_) => {}
                None => {
                    self.fields.insert(field, value);
                }
            }
        }
        Ok(())
    }
}

impl PersonRows {
    /// Returns the person in the journal format, and for each spot its line and those of its observations. New spots
    /// never get a used number.
    fn json(
        self,
        known: Option<&Facts>,
        used: impl Iterator<Item = u32>,
    ) -> Result<(Value, Vec<SpotLines>), FieldError> {
        let of_name = || Identity::default().of("person", None, &self.name).to_string();
        let id = self.id.clone().or_else(|| known.map(|tree| tree.person.id.to_string())).unwrap_or_else(of_name);
        let space = Uuid::try_parse(&id).unwrap_or_default();
        let mut taken: BTreeSet<u64> = self.by_number.keys().copied().collect();
        taken.extend(used.map(u64::from));
        taken.extend(known.into_iter().flat_map(|tree| &tree.spots).map(|tree| u64::from(tree.spot.number)));
        let mut free = taken.last().map_or(1, |last| last + 1);
        let (mut spots, mut lines) = (Vec::new(), Vec::new());
        for SpotRows { mut fields, line, observations } in self.spots {
            let on = fields.remove("first_seen");
            let precision = fields.remove("first_seen_precision").unwrap_or_else(|| json!("day"));
            if let Some(on) = on {
                fields.insert("first_seen".into(), json!({ "on": on, "precision": precision }));
            }
            let given = fields.remove("spot_id");
            let number = fields.get("number").and_then(Value::as_u64);
            let id = match (given, number) {
                (Some(id), _) => Some(id),
                (None, Some(number)) => {
                    spot_of_number(known, number, &fields).map_err(|e| e.at(format!("line {line}")))?
                }
                (None, None) => Some(json!(id_of_place(space, &fields).to_string())),
            };
            if number.is_none() {
                let same = known.into_iter().flat_map(|tree| &tree.spots);
                let same = same.map(|tree| &tree.spot).find(|spot| id.as_ref() == Some(&json!(spot.id.to_string())));
                let number = same.map_or(free, |spot| u64::from(spot.number));
                free += u64::from(number == free);
                fields.insert("number".into(), json!(number));
            }
            fields.extend(id.map(|id| ("id".to_owned(), id)));
            let (rows, of_rows): (Vec<Value>, Vec<usize>) =
                observations.into_iter().map(|(row, line)| (Value::Object(row), line)).unzip();
            fields.insert("observations".into(), Value::Array(rows));
            spots.push(Value::Object(fields));
            lines.push((line, of_rows));
        }
        Ok((json!({ "name": self.name, "id": id, "spots": spots }), lines))
    }
}

/// Returns the id of the journal's spot with that number, if site and side match.
///
/// # Errors
///
/// Fails if they do not match.
fn spot_of_number(
    known: Option<&Facts>,
    number: u64,
    fields: &Map<String, Value>,
) -> Result<Option<Value>, FieldError> {
    let spot = known.into_iter().flat_map(|tree| &tree.spots).map(|tree| &tree.spot);
    let Some(spot) = spot.into_iter().find(|spot| u64::from(spot.number) == number) else { return Ok(None) };
    let side = fields.get("side").and_then(Value::as_str);
    let site = fields.get("site").and_then(Value::as_str);
    if site == Some(spot.site.word()) && side == spot.side.map(Word::word) {
        return Ok(Some(json!(spot.id.to_string())));
    }
    let message = format!(
        "spot {number} of this journal is another one, {}; leave the number out, and the spot gets a free one",
        spot.place().label()
    );
    Err(FieldError::new(message).at("number"))
}

/// Returns the id of a spot without number and id. It is the same at every import.
fn id_of_place(person: Uuid, fields: &Map<String, Value>) -> Uuid {
    let place = ["site", "side", "label"].map(|field| fields.get(field).and_then(Value::as_str).unwrap_or_default());
    Identity::default().of("spot of a table", Some(person), &place.join("\n"))
}

/// Replaces the path of an error by the line of its row.
fn at_line(error: FieldError, places: &[Vec<SpotLines>]) -> FieldError {
    let index = |name: &str| {
        let (_, rest) = error.path.split_once(&format!("{name}["))?;
        rest.split_once(']')?.0.parse::<usize>().ok()
    };
    let spot = index("people").and_then(|p| places.get(p)).and_then(|spots| spots.get(index("spots")?));
    let Some((line, rows)) = spot else { return error };
    let line = index("observations").and_then(|o| rows.get(o)).unwrap_or(line);
    let field = error.path.rsplit("].").next().unwrap_or_default().to_owned();
    FieldError { path: field, message: error.message }.at(format!("line {line}"))
}

/// Converts a cell to a value of the journal format.
fn parse(name: &str, text: &str, today: NaiveDate) -> Result<Value, FieldError> {
    Ok(match name {
        "at" => json!(moment(text.trim(), today)?.to_string()),
        "first_seen" => json!(moment(text.trim(), today)?.day().to_string()),
        "number" => {
            json!(text.trim().parse::<u32>().map_err(|_| FieldError::new(format!("\"{text}\" is not a number")))?)
        }
        "diameter_mm" | "width_mm" => {
            let number = |word: &str| {
                let value = word.replace(',', ".").parse::<f64>();
                value.map_err(|_| FieldError::new(format!("\"{word}\" is not a size in millimetres")))
            };
            json!(text.split([' ', ';']).filter(|word| !word.is_empty()).map(number).collect::<Result<Vec<_>, _>>()?)
        }
        "contexts" => words(text),
        "since_birth" => yes_no(text)?,
        "label" | "note" => json!(text),
        "person" | "person_id" | "spot_id" | "id" => json!(text.trim()),
        _ => match question(name).map(|question| question.choice) {
            Some(Choice::YesNo) => yes_no(text)?,
            Some(Choice::AnyOrNone(_)) if text.trim().eq_ignore_ascii_case(NONE) => json!([]),
            Some(Choice::Any(_) | Choice::AnyOrNone(_)) => words(text),
            Some(Choice::One(_)) | None => json!(text.trim().to_lowercase().replace(' ', "-")),
        },
    })
}

fn words(text: &str) -> Value {
    let words = text.split([' ', ',', ';']).filter(|word| !word.is_empty());
    json!(words.map(str::to_lowercase).collect::<Vec<_>>())
}

fn yes_no(text: &str) -> Result<Value, FieldError> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Ok(json!(true)),
        "no" | "false" | "0" | "n" => Ok(json!(false)),
        _ => Err(FieldError::new(format!("\"{text}\" is not an answer; allowed: yes, no, or nothing"))),
    }
}

/// Parses a date of a table, in the journal format or in another unambiguous form.
fn moment(text: &str, today: NaiveDate) -> Result<Moment, FieldError> {
    text.replacen(' ', "T", 1).parse::<Moment>().or_else(|error| {
        let starts_with_number = text.starts_with(|c: char| c.is_ascii_digit());
        let said = Said::parse(text, today.and_time(NaiveTime::MIN)).and_then(Said::moment);
        said.ok().filter(|_| starts_with_number).ok_or(error)
    })
}
