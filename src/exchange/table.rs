//! CSV: one row an observation, with the fields of the journal format; and other people's sheets, by a map of columns.

mod read;

pub use read::{Table, Whose, read_table};

use super::journal_v1::spot_json;
use crate::domain::Journal;
use serde_json::{Value, json};
use std::io::Write;

/// What a column can hold, and where it belongs: to the person, to the spot, or to the observation.
const COLUMNS: &[(&str, Of)] = &[
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
    ("count", Of::Observation),
    ("spread", Of::Observation),
    ("colours", Of::Observation),
    ("morphology", Of::Observation),
    ("outline", Of::Observation),
    ("surface", Of::Observation),
    ("raised", Of::Observation),
    ("firm", Of::Observation),
    ("glass_test", Of::Observation),
    ("itch", Of::Observation),
    ("pain", Of::Observation),
    ("warm_or_swollen", Of::Observation),
    ("pus", Of::Observation),
    ("bleeding", Of::Observation),
    ("after_injury", Of::Observation),
    ("changes", Of::Observation),
    ("described_differently", Of::Observation),
    ("spreading", Of::Observation),
    ("worried", Of::Observation),
    ("suspects_infection", Of::Observation),
    ("note", Of::Observation),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Person,
    Spot,
    Observation,
}

/// "Asked, and none noticed": in a cell an empty list looks like no answer.
const NONE: &str = "none";

/// Writes a row for every observation. Spots without one, symptoms, medicines and reviews have no rows.
pub fn write_table(journal: &Journal, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS.iter().map(|(name, _)| *name))?;
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
                writer.write_record(COLUMNS.iter().map(|(name, of)| guard(&cell(name, &value(name, *of)))))?;
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

/// A cell that a spreadsheet would take for a formula gets an apostrophe, and so does one that has it already.
fn guard(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\'') => format!("'{text}"),
        _ => text.to_owned(),
    }
}
