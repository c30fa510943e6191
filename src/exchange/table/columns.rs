//! The columns of a table, and the fields that they hold.

use crate::domain::{FieldError, Method};
use std::collections::BTreeSet;

/// The field of a column; `None` for a column that is left out.
pub(super) type Column = Option<&'static str>;

/// The columns of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// The first row, without blanks around its cells.
    pub headings: Vec<String>,
    /// The field that each column holds.
    pub fields: Vec<Option<&'static str>>,
    /// How sizes were measured where no cell says it.
    pub measured_by: Option<Method>,
}

/// The fields that a table must have, with their meaning.
const NEEDED: [(&str, &str); 2] = [("at", "the day of a look"), ("site", "the place on the body")];

/// The headings of other tables for the fields of ours, where there is one meaning only. Blanks are underscores.
const USUAL_HEADINGS: [(&str, &[&str]); 5] = [
    ("at", &["date", "day", "looked_on", "when"]),
    ("site", &["where", "place", "location", "body_part", "body_site"]),
    ("diameter_mm", &["size_mm", "size_(mm)", "diameter_(mm)"]),
    ("measured_by", &["measured_with", "method"]),
    ("note", &["notes", "comment", "comments"]),
];

/// Returns the field of a heading that is usual elsewhere, unless a heading is our own word for it or an earlier usual one.
fn usual_field(heading: &str, named: &BTreeSet<String>) -> Column {
    let (field, headings) = USUAL_HEADINGS.into_iter().find(|(_, headings)| headings.contains(&heading))?;
    let is_first = headings.iter().find(|usual| named.contains(**usual)) == Some(&heading);
    (is_first && !named.contains(field)).then_some(field)
}

impl Columns {
    /// Finds the field of every column. `map` gives the fields of columns with other names.
    pub(super) fn of(headings: Vec<String>, map: &[(String, String)]) -> Result<Columns, FieldError> {
        check_map(&headings, map)?;
        let name_of = |heading: &String| {
            let mapped = map.iter().find(|(column, _)| column == heading).map(|(_, field)| field.to_owned());
            mapped.unwrap_or_else(|| heading.to_lowercase().replace([' ', '-'], "_"))
        };
        let named: BTreeSet<String> = headings.iter().map(name_of).collect();
        let field_of = |heading: &String| {
            let name = name_of(heading);
            super::columns().find(|known| *known == name).or_else(|| usual_field(&name, &named))
        };
        let fields = headings.iter().map(field_of).collect();
        Ok(Columns { headings, fields, measured_by: None })
    }

    /// Returns whether a table must have the field.
    pub fn need(field: &str) -> bool {
        NEEDED.iter().any(|(needed, _)| *needed == field)
    }

    /// Returns whether every column holds a field of its own, and every field that is needed has a column.
    pub fn are_clear(&self) -> bool {
        self.left_out().is_empty() && self.check().is_ok()
    }

    /// Returns whether a field that is needed has no column.
    pub fn lack_a_field(&self) -> bool {
        NEEDED.iter().any(|(field, _)| !self.fields.contains(&Some(field)))
    }

    /// Returns the headings of the columns that hold no field.
    pub fn left_out(&self) -> Vec<String> {
        let columns = self.told().filter(|at| self.fields[*at].is_none());
        columns.map(|at| self.headings[at].clone()).collect()
    }

    /// Returns the indices of the columns with a heading that may hold a field. The columns in words of a table of ours
    /// are made from other records.
    pub fn told(&self) -> impl Iterator<Item = usize> + '_ {
        let is_ours = self.headings.iter().any(|heading| heading == "spot_id");
        let is_in_words = move |heading: &str| is_ours && super::IN_WORDS.contains(&heading);
        (0..self.headings.len()).filter(move |at| {
            let heading = &self.headings[*at];
            !heading.is_empty() && !is_in_words(heading)
        })
    }

    /// Checks that every field that is needed has a column, and none has two.
    pub(super) fn check(&self) -> Result<(), FieldError> {
        for (at, field) in self.fields.iter().enumerate().filter_map(|(at, field)| Some((at, (*field)?))) {
            if let Some(earlier) = self.fields[..at].iter().position(|earlier| *earlier == Some(field)) {
                let (one, other) = (&self.headings[earlier], &self.headings[at]);
                let message = format!("two columns hold this field: {one} and {other}; leave one out");
                return Err(FieldError::new(message).at(field));
            }
        }
        let missing: Vec<_> = NEEDED.iter().filter(|(field, _)| !self.fields.contains(&Some(field))).collect();
        let Some((first, _)) = missing.first() else { return Ok(()) };
        let fields: Vec<&str> = missing.iter().map(|(field, _)| *field).collect();
        let meanings: Vec<&str> = missing.iter().map(|(_, meaning)| *meaning).collect();
        let maps: Vec<String> = fields.iter().map(|field| format!("--map COLUMN={field}")).collect();
        let has = match self.headings.iter().all(String::is_empty) {
            true => "The table is empty.".to_owned(),
            false => format!("It has: {}", self.headings.join(", ")),
        };
        let message = format!(
            "the table has no column for {}. Head it \"{}\", or name it with {}. {has}",
            meanings.join(" and "),
            fields.join("\" and \""),
            maps.join(" ")
        );
        Err(FieldError::new(message).at(format!("column for {first}")))
    }
}

/// Checks that a mapping names columns of the table and fields of ours.
fn check_map(headings: &[String], map: &[(String, String)]) -> Result<(), FieldError> {
    for (i, (column, field)) in map.iter().enumerate() {
        if !field.is_empty() && super::columns().all(|known| known != field) {
            let names: Vec<&str> = super::columns().collect();
            return Err(FieldError::new(format!("there is no such field; allowed: {}", names.join(", "))).at(field));
        }
        if !headings.contains(column) {
            let message = format!("the table has no such column; it has: {}", headings.join(", "));
            return Err(FieldError::new(message).at(column));
        }
        if let Some((_, other)) = map[..i].iter().find(|(earlier, _)| earlier == column) {
            let message = format!("the column is mapped twice, to {other} and to {field}; name it once");
            return Err(FieldError::new(message).at(column));
        }
    }
    Ok(())
}
