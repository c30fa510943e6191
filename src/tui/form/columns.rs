//! The questions of an import: which column of a table holds which field.

use super::reader::Reader;
use crate::domain::FieldError;
use crate::exchange::Columns;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::Form;
use ratatui::layout::Rect;

/// The fields that a column is asked for: the name in a table, the label, and a help.
const ASKED: [(&str, &str, &str); 10] = [
    ("at", "Looked on", "The column with the day of a look. Every table needs it. Leave open what has no column here."),
    ("site", "Where", "The column with the place on the body. Every table needs it."),
    ("side", "Side", "The column that says left or right, if the place does not say it."),
    ("diameter_mm", "Size", "The column with the diameter in millimetres."),
    ("measured_by", "Measured by", "The column that says how the size was measured. A size needs it."),
    ("first_seen", "First seen", "The column with the day on which the spot was first seen."),
    ("number", "Number", "The column with the number of the spot. Rows with the same number are looks at one spot."),
    ("label", "Your name for it", "The column with what you call the spot."),
    ("person", "Person", "The column with the name of the person. Rows without one are of the person shown here."),
    ("note", "Note", "The column with anything else."),
];

/// The most columns that are asked about. Their headings are the answers of every question.
const MOST: usize = 60;

/// Asks in an import form which column holds which field. Columns that say another field by themselves are not asked
/// about, and too many for a form are refused.
pub(crate) fn ask_columns(form: &mut Form, columns: &Columns, body: Rect) {
    let is_asked = |field: &str| ASKED.iter().any(|(asked, ..)| *asked == field);
    let open = |(heading, field): (&String, &Option<&'static str>)| {
        (!heading.is_empty() && field.is_none_or(is_asked)).then(|| (heading.clone(), *field))
    };
    let (headings, fields): (Vec<_>, Vec<_>) = columns.headings.iter().zip(&columns.fields).filter_map(open).unzip();
    if headings.len() > MOST {
        let why = format!("it has {} columns; at most {MOST} can be asked about here", headings.len());
        form.refuse(vec![FieldError::new(why).at("path")], body);
        return;
    }
    form.title = "Which column of the table holds what?".into();
    form.fields.truncate(1);
    for (name, label, guide) in ASKED {
        let chosen = fields.iter().position(|field| *field == Some(name));
        form.fields.push(Field::column(name, label, &headings, chosen).guided(guide));
    }
    form.fields.push(Field::go_on("Take in"));
    let first_open = form.fields.iter().skip(1).position(|field| field.words().is_empty()).map_or(1, |at| at + 1);
    form.list.cursor = first_open;
    form.follow(body);
}

/// Reads which field each column holds; an empty field leaves the column out. Empty if it was not asked.
pub(super) fn read(reader: &mut Reader<'_>) -> Vec<(String, String)> {
    let Some(choices) = reader.form.field(ASKED[0].0).and_then(Field::choices) else { return Vec::new() };
    let mut map: Vec<(String, String)> = choices.words.iter().map(|word| (word.to_string(), String::new())).collect();
    for (name, label, _) in ASKED {
        let heading = reader.word(name);
        let Some((_, field)) = map.iter_mut().find(|(column, _)| !heading.is_empty() && column == heading) else {
            continue;
        };
        if field.is_empty() {
            *field = name.to_owned();
        } else {
            let taken = ASKED.iter().find(|(other, ..)| other == field).map_or(label, |(_, label, _)| label);
            reader.refuse(name, &format!("this column is chosen for \"{taken}\" already"));
        }
    }
    for (name, ..) in &ASKED[..2] {
        if reader.word(name).is_empty() {
            reader.refuse(name, "choose the column that holds it; no table is read without it");
        }
    }
    map
}
