//! CSV: one row for each observation, with the fields of the journal format. Other tables are read with a mapping of
//! columns.

mod read;

pub use read::{Table, Whose, read_table};

use super::journal_v1::spot_json;
use crate::domain::{Journal, questions};
use serde_json::{Value, json};
use std::io::Write;
use unicode_width::UnicodeWidthChar;

/// The columns before the answers of an observation, each with the record it belongs to.
const BEFORE_ANSWERS: [(&str, Of); 18] = [
    ("person", Of::Person),
    ("person_id", Of::Person),
    ("number", Of::Spot),
    ("spot_id", Of::Spot),
    ("label", Of::Spot),
    ("site", Of::Spot),
    ("side", Of::Spot),
    ("first_seen", Of::Spot),
    ("first_seen_precision", Of::Spot),
    ("since_birth", Of::Spot),
    ("onset", Of::Spot),
    ("contexts", Of::Spot),
    ("id", Of::Observation),
    ("at", Of::Observation),
    ("presence", Of::Observation),
    ("diameter_mm", Of::Observation),
    ("width_mm", Of::Observation),
    ("measured_by", Of::Observation),
];

/// Returns every column of a table, in order.
fn columns() -> impl Iterator<Item = (&'static str, Of)> {
    let answers = questions().map(|question| question.name).chain(["note"]);
    BEFORE_ANSWERS.into_iter().chain(answers.map(|name| (name, Of::Observation)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Person,
    Spot,
    Observation,
}

/// The cell for "asked, and none noticed", since an empty cell looks like no answer.
const NONE: &str = "none";

/// Writes a row for every observation. Spots without observations, symptoms, medicines and reviews have no rows.
pub fn write_table(journal: &Journal, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns().map(|(name, _)| name))?;
    for tree in journal {
        for spot_tree in &tree.spots {
            let spot = spot_json(spot_tree);
            for observation in spot["observations"].as_array().into_iter().flatten() {
                let value = |name: &str, of: Of| match (name, of) {
                    ("person", _) => json!(tree.person.name.to_string()),
                    ("person_id", _) => json!(tree.person.id.to_string()),
                    ("spot_id", _) => spot["id"].clone(),
                    ("first_seen", _) => spot["first_seen"]["on"].clone(),
                    ("first_seen_precision", _) => spot["first_seen"]["precision"].clone(),
                    (name, Of::Spot) => spot[name].clone(),
                    (name, _) => observation[name].clone(),
                };
                writer.write_record(columns().map(|(name, of)| guard(&cell(name, &value(name, of)))))?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

fn cell(name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() && name == "changes" => NONE.to_owned(),
        Value::Array(values) => {
            values.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// Prepends an apostrophe to a cell that a spreadsheet would read as a formula, and to one that starts with one.
/// Characters that a spreadsheet may skip first are ignored: blanks, line breaks, control characters, and zero-width
/// characters.
fn guard(text: &str) -> String {
    const BLANK: &str = "\u{2800}\u{115f}\u{1160}\u{3164}\u{ffa0}";
    let is_dropped = |c: char| c.is_whitespace() || c.is_control() || c.width() == Some(0) || BLANK.contains(c);
    // Includes full-width and small forms, and the minus sign.
    const BEGINS: &str = "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{fe66}\u{fe62}\u{fe63}\u{fe6b}\u{2212}";
    let is_formula = text.chars().find(|&c| !is_dropped(c)).is_some_and(|c| BEGINS.contains(c));
    if is_formula || text.starts_with(['\'', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_whatever_stands_before_it() {
        let before =
            ["", " ", "\u{a0}", "\u{feff}", "\u{200b}", "\u{2060}", "\n", "\r\n", "\t", "\u{3000}", "\u{200b} \n"];
        for sign in "=+-@＝＋－＠﹦﹢﹣﹫−".chars() {
            for before in before {
                let text = format!("{before}{sign}cmd|' /C calc'!A0");
                assert_eq!(guard(&text), format!("'{text}"));
            }
        }
        for harmless in ["red dot", "a=b", "3.5", "", "2026-11-21", "'"] {
            assert_eq!(guard(harmless).trim_start_matches('\''), harmless.trim_start_matches('\''));
        }
        assert_eq!(guard("red = sore"), "red = sore");
    }
}
