//! Reads a table into a journal. Errors name the line and the column.

use super::people::{People, Whose};
use super::row::{Cells, Row};
use crate::domain::{FieldError, Journal};
use chrono::NaiveDate;
use std::collections::BTreeMap;

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
    let mut people = People::new(whose);
    let mut lines = Lines { text, at: start, line: 1 + text[..start].matches('\n').count() };
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets may leave empty rows under a table.
            continue;
        }
        let line = lines.line_at(start + record.position().map_or(0, |position| position.byte() as usize));
        let row = cells_of(&record, &columns).and_then(|cells| Row::parse(&cells, today));
        row.and_then(|row| people.add(row, line)).map_err(|e| e.at(format!("line {line}")))?;
    }
    Ok(Table { journal: people.into_journal()?, left_out })
}

/// Returns the cells of a record that are not empty, by field.
fn cells_of<'r>(record: &'r csv::StringRecord, columns: &[Column]) -> Result<Cells<'r>, FieldError> {
    let mut cells = BTreeMap::new();
    for (place, cell) in record.iter().enumerate() {
        let cell = cell.strip_prefix('\'').unwrap_or(cell);
        if cell.trim().is_empty() {
            continue;
        }
        match columns.get(place) {
            Some(Some(field)) => {
                cells.insert(*field, cell);
            }
            Some(None) => {}
            None => {
                let shown: String = cell.chars().take(40).collect();
                return Err(FieldError::new(format!("\"{shown}\" stands in a column without a heading")));
            }
        }
    }
    Ok(Cells(cells))
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

/// The field of a column; `None` for a column that is left out.
type Column = Option<&'static str>;

/// Returns the field of every column, and the headings of columns without one.
fn columns_of(head: &[String], map: &[(String, String)]) -> Result<(Vec<Column>, Vec<String>), FieldError> {
    let names: Vec<&'static str> = super::columns().collect();
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
        let column = names.iter().copied().find(|known| *known == name);
        if let Some(other) = columns.iter().position(|earlier| column.is_some() && *earlier == column) {
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
        if !columns.contains(&Some(needed)) {
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
