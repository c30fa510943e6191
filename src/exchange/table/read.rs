//! Reads a table into a journal. Errors name the line and the column.

use super::columns::{Column, Columns};
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

/// Reads rows of observations, with columns from [`read_columns`]. Cells are separated by commas, semicolons or tabs.
///
/// # Errors
///
/// Errors name the line and the column.
pub fn read_table(bytes: &[u8], columns: &Columns, today: NaiveDate, whose: Whose<'_>) -> Result<Table, FieldError> {
    let (text, start, mut reader) = open(bytes)?;
    if headings(&mut reader)? != columns.headings {
        return Err(FieldError::new("its columns have changed meanwhile; take it in again").at("file"));
    }
    columns.check()?;
    let mut people = People::new(whose);
    let mut lines = Lines { text, at: start, line: 1 + line_ends(&text.as_bytes()[..start]) };
    for record in reader.records() {
        let record = record.map_err(not_a_table)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets may leave empty rows under a table.
            continue;
        }
        let line = lines.line_at(start + record.position().map_or(0, |position| position.byte() as usize));
        let row = cells_of(&record, &columns.fields).and_then(|cells| Row::parse(&cells, columns.measured_by, today));
        row.and_then(|row| people.add(row, line)).map_err(|e| e.at(format!("line {line}")))?;
    }
    Ok(Table { journal: people.into_journal()?, left_out: columns.left_out() })
}

/// Reads the headings of a table, and finds the fields that its columns hold. `map` gives the fields of columns with
/// other names: "Date" for `at`. A column that is mapped to an empty name is left out.
///
/// # Errors
///
/// Fails if the file is no table, or if `map` names a column or a field that is not there.
pub fn read_columns(bytes: &[u8], map: &[(String, String)]) -> Result<Columns, FieldError> {
    Columns::of(headings(&mut open(bytes)?.2)?, map)
}

/// Returns the text of a table, the start of its first row, and a reader of its rows.
fn open(bytes: &[u8]) -> Result<(&str, usize, csv::Reader<&[u8]>), FieldError> {
    let text = text_of(bytes)?;
    let (separator, start) = separator_of(text);
    check_quotes(&text[start..], separator).map_err(|(at, why)| {
        FieldError::new(why).at(format!("line {}", 1 + line_ends(&text.as_bytes()[..start + at])))
    })?;
    let rows = &text.as_bytes()[start..];
    Ok((text, start, csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(rows)))
}

fn headings(reader: &mut csv::Reader<&[u8]>) -> Result<Vec<String>, FieldError> {
    Ok(reader.headers().map_err(not_a_table)?.iter().map(|name| name.trim().to_owned()).collect())
}

fn not_a_table(error: csv::Error) -> FieldError {
    FieldError::new(format!("this is no table: {error}")).at("file")
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
        let line = 1 + line_ends(&bytes[..error.valid_up_to()]);
        FieldError::new("this is no text in UTF-8; save the table as \"CSV UTF-8\"").at(format!("line {line}"))
    })
}

/// Returns the first line with its end.
fn first_line(text: &str) -> &str {
    let end = text.find(['\r', '\n']).map_or(text.len(), |at| at + 1);
    let is_crlf = text[..end].ends_with('\r') && text[end..].starts_with('\n');
    &text[..end + usize::from(is_crlf)]
}

/// Counts the line ends: LF, CR LF, and CR alone as older spreadsheets write it.
fn line_ends(bytes: &[u8]) -> usize {
    let is_end = |at: usize| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (0..bytes.len()).filter(|&at| is_end(at)).count()
}

/// Checks that every quoted cell ends where its quote is closed. Otherwise it would swallow the cells or the rows after
/// it.
///
/// # Errors
///
/// Returns the place of the quote and what is wrong.
fn check_quotes(text: &str, separator: u8) -> Result<(), (usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'"') {
        let opened = at + found;
        at = opened + 1;
        let before = opened.checked_sub(1).map(|before| bytes[before]);
        // Within a cell that does not begin with one it is a sign like any other, as in 5" of it.
        if before.is_some_and(|byte| byte != separator && !matches!(byte, b'\r' | b'\n')) {
            continue;
        }
        loop {
            let Some(found) = bytes[at..].iter().position(|&byte| byte == b'"') else {
                return Err((opened, "a quote is opened here and never closed"));
            };
            at += found + 1;
            let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ' && separator != b' ').count();
            match bytes.get(at + blanks) {
                Some(b'"') if blanks == 0 => at += 1,
                // Old programs end a file with Ctrl-Z.
                after if after.is_none_or(|byte| *byte == separator || matches!(byte, b'\r' | b'\n' | 0x1a)) => break,
                _ => return Err((opened, "a cell in quotes goes on after its quote; a quote in it is written twice")),
            }
        }
    }
    Ok(())
}

/// Returns the separator and the start of the table. A first line `sep=;` decides, otherwise the most frequent
/// separator in the headings.
fn separator_of(text: &str) -> (u8, usize) {
    let first = first_line(text);
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
        self.line += line_ends(&bytes[self.at..to]);
        self.at = to;
        self.line
    }
}
