//! CSV: one row for each observation, with the fields of the journal format. Other tables are read with a mapping of
//! columns.

mod read;

pub use read::{Table, Whose, read_table};

use super::journal::spot_json;
use crate::domain::{Journal, Observation, PersonTree, SpotTree, Text, Word, questions};
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

/// The columns after the answers: what other records say, in words for people. Reading leaves them out.
const IN_WORDS: [&str; 5] = ["place", "symptoms", "photos", "treatments", "reviews"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Person,
    Spot,
    Observation,
}

/// The cell for "asked, and none noticed", since an empty cell looks like no answer.
const NONE: &str = "none";

/// Writes a row for every observation. Spots without observations and medicines have no rows.
pub fn write_table(journal: &Journal, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns().map(|(name, _)| name).chain(IN_WORDS))?;
    for tree in journal {
        for spot_tree in &tree.spots {
            let spot = spot_json(spot_tree);
            let looks = spot["observations"].as_array().into_iter().flatten();
            for (observation, look) in looks.zip(&spot_tree.observations) {
                let value = |name: &str, of: Of| match (name, of) {
                    ("person", _) => json!(tree.person.name.to_string()),
                    ("person_id", _) => json!(tree.person.id.to_string()),
                    ("spot_id", _) => spot["id"].clone(),
                    ("first_seen", _) => spot["first_seen"]["on"].clone(),
                    ("first_seen_precision", _) => spot["first_seen"]["precision"].clone(),
                    (name, Of::Spot) => spot[name].clone(),
                    (name, _) => observation[name].clone(),
                };
                let answers = columns().map(|(name, of)| cell(name, &value(name, of)));
                writer.write_record(answers.chain(in_words(tree, spot_tree, look)).map(|cell| guard(&cell)))?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

/// Returns the cells of [`IN_WORDS`]: the symptoms of the day of the look, its photos, and all that was done with the
/// spot up to then.
fn in_words(
    tree: &PersonTree<Observation>,
    spot: &SpotTree<Observation>,
    look: &Observation,
) -> [String; IN_WORDS.len()] {
    let day = look.at.day();
    let symptoms = tree.symptoms.iter().filter(|s| s.at.day() == day).map(|s| {
        let no = if s.present { "" } else { "no " };
        format!("{no}{} {}", s.symptom.word(), s.at)
    });
    let photos = look.photos.iter().map(|photo| photo.taken_at.unwrap_or(look.at).to_string());
    let what = |text: &Option<Text>| text.as_ref().map_or_else(|| "a treatment".into(), |text| text.on_one_line());
    let treatments = spot.treatments.iter().filter(|t| t.started_on <= day);
    let treatments = treatments.map(|t| format!("{} {}, helped: {}", t.started_on, what(&t.what), t.improved.label()));
    let reviews = spot.reviews.iter().filter(|r| r.on <= day).map(|r| {
        let outcome = r.outcome.map_or_else(String::new, |outcome| format!(", {}", outcome.word()));
        let said = r.said.as_ref().map_or_else(String::new, |said| format!(": {}", said.on_one_line()));
        format!("{} {}{outcome}{said}", r.on, r.by.word())
    });
    let join = |parts: Vec<String>| parts.join("; ");
    [
        spot.spot.place().in_words(),
        join(symptoms.collect()),
        join(photos.collect()),
        join(treatments.collect()),
        join(reviews.collect()),
    ]
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
