//! The questions of an import: which column of a table holds which field.

use super::export::typed_path;
use super::look::SIZE;
use super::reader::Reader;
use crate::domain::{FieldError, Method, Word};
use crate::exchange::Columns;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{AskedTable, Form};
use ratatui::layout::Rect;
use std::path::Path;

/// The fields that a column is asked for: the name in a table, the label, and a help.
const ASKED: [(&str, &str, &str); 10] = [
    ("at", "Looked on", "The column with the day of a look. Every table needs it."),
    ("site", "Where", "The column with the place on the body. Every table needs it."),
    ("side", "Side", "The column that says left or right, if the place does not say it."),
    (SIZE, "Size", "The column with the diameter in millimetres."),
    (METHOD, "Measured by", "The column that says how the size was measured, or one way for all sizes."),
    ("first_seen", "First seen", "The column with the day on which the spot was first seen."),
    ("number", "Number", "The column with the number of the spot. Rows with the same number are looks at one spot."),
    ("label", "Your name for it", "The column with what you call the spot."),
    ("person", "Person", "The column with the name of the person. Rows without one are of the person shown here."),
    ("note", "Note", "The column with anything else."),
];
const METHOD: &str = "measured_by";
/// The question for columns whose heading is a field that is not asked for.
const LEFT_OUT: &str = "left_out";

/// The most columns that are asked about. Their headings are the answers of every question.
const MOST: usize = 60;

/// Returns whether a form can ask about the columns.
pub(crate) fn can_ask(columns: &Columns) -> bool {
    (1..=MOST).contains(&columns.told().count())
}

fn is_asked(field: &str) -> bool {
    ASKED.iter().any(|(asked, ..)| *asked == field)
}

/// Returns the columns with a heading: the index of each, and a name that no other has.
fn named(columns: &Columns) -> Vec<(usize, String)> {
    let mut named: Vec<(usize, String)> = Vec::new();
    for at in columns.told() {
        let heading = &columns.headings[at];
        let alike = named.iter().filter(|(earlier, _)| columns.headings[*earlier] == *heading).count();
        let name = if alike == 0 { heading.clone() } else { format!("{heading} ({})", alike + 1) };
        named.push((at, name));
    }
    named
}

/// Returns the answer that all sizes were measured in this way.
fn all_by(method: Method) -> String {
    format!("all by {}", method.word())
}

/// Asks in an import form which column holds which field, and shows why the table was refused.
pub(crate) fn ask_columns(form: &mut Form, columns: Columns, why: Option<FieldError>, body: Rect) {
    let path = form.field("path").map(|field| typed_path(&field.value())).unwrap_or_default();
    let named = named(&columns);
    let names: Vec<String> = named.iter().map(|(_, name)| name.clone()).collect();
    form.title = "Which column of the table holds what?".into();
    form.fields.truncate(1);
    for (name, label, guide) in ASKED {
        let mut words = names.clone();
        let mut chosen = named.iter().position(|(at, _)| columns.fields[*at] == Some(name));
        if name == METHOD {
            let methods = || Method::ALL.iter().copied();
            words.extend(methods().map(all_by));
            let usual = columns.measured_by.and_then(|by| methods().position(|method| method == by));
            chosen = chosen.or(usual.map(|at| names.len() + at));
        }
        form.fields.push(Field::column(name, label, &words, chosen).guided(guide));
    }
    let of_other_field = |at: usize| columns.fields[at].is_some_and(|field| !is_asked(field));
    let others: Vec<String> =
        named.iter().filter(|(at, _)| of_other_field(*at)).map(|(_, name)| name.clone()).collect();
    if !others.is_empty() {
        let guide = "These headings are names of other fields. Choose those that mean something else.";
        form.fields.push(Field::columns(LEFT_OUT, "Leave out", &others).guided(guide));
    }
    form.fields.push(Field::go_on("Take in"));
    form.asked = Some(Box::new(AskedTable { path, columns }));
    form.list.cursor = form.fields.iter().skip(1).position(|field| field.words().is_empty()).map_or(1, |at| at + 1);
    form.follow(body);
    if let Some(why) = why {
        // `line 3.site` is about the question for the site.
        let (line, field) = why.path.rsplit_once('.').unwrap_or(("", &why.path));
        let error = match form.field(field) {
            Some(_) if line.is_empty() => FieldError::new(why.message.clone()).at(field),
            Some(_) => FieldError::new(format!("{line}: {}", why.message)).at(field),
            None if !others.is_empty() => FieldError::new(why.to_string()).at(LEFT_OUT),
            None => FieldError::new(why.to_string()).at("path"),
        };
        form.refuse(vec![error], body);
    }
}

/// Reads which field each column holds; `None` if the columns of this file were not asked about.
pub(super) fn read(reader: &mut Reader<'_>, path: &Path) -> Option<Columns> {
    let asked = reader.form.asked.as_deref().filter(|asked| asked.path == path)?;
    let mut columns = asked.columns.clone();
    columns.measured_by = None;
    let named = named(&columns);
    let left_out = reader.form.field(LEFT_OUT).map(Field::words).unwrap_or_default();
    for (at, name) in &named {
        if columns.fields[*at].is_some_and(is_asked) || left_out.contains(&name.as_str()) {
            columns.fields[*at] = None;
        }
    }
    for (name, ..) in ASKED {
        let answer = reader.word(name);
        if let Some((at, _)) = named.iter().find(|(_, heading)| heading == answer) {
            let taken = columns.fields[*at].and_then(|field| ASKED.iter().find(|(other, ..)| *other == field));
            if let Some((_, label, _)) = taken {
                reader.refuse(name, &format!("this column is chosen for \"{label}\" already"));
            }
            columns.fields[*at] = Some(name);
        } else if name == METHOD {
            columns.measured_by = Method::ALL.iter().copied().find(|method| all_by(*method) == answer);
        }
        if Columns::need(name) && answer.is_empty() {
            reader.refuse(name, "choose the column that holds it; no table is read without it");
        }
        if name == METHOD && answer.is_empty() && !reader.word(SIZE).is_empty() {
            reader.refuse(name, "choose a column, or one way for all; no size is read without it");
        }
    }
    Some(columns)
}
