//! CSV: one row an observation, with the fields of the journal format; and other people's sheets, by a map of columns.

use super::journal_v1::{FORMAT, read_journal, spot_json};
use crate::domain::{FieldError, Journal};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
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

fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

/// Reads rows of observations. `map` gives other names of columns: "Date" for `at`. Errors name the line and column.
pub fn read_table(bytes: &[u8], map: &BTreeMap<String, String>, today: NaiveDate) -> Result<Journal, FieldError> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
    let wrong = |e: csv::Error| FieldError::new(format!("this is no table: {e}")).at("file");
    let head: Vec<String> =
        reader.headers().map_err(wrong)?.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = map.values().find(|name| !names.contains(&name.as_str())) {
        return Err(FieldError::new(format!("there is no such field; allowed: {}", names.join(", "))).at(unknown));
    }
    if let Some(missing) = map.keys().find(|column| !head.contains(column)) {
        return Err(FieldError::new(format!("the table has no such column; it has: {}", head.join(", "))).at(missing));
    }
    let columns: Vec<Option<(&str, Of)>> = head
        .iter()
        .map(|column| {
            let name = map.get(column).map_or(column.as_str(), String::as_str);
            COLUMNS.iter().find(|(known, _)| *known == name).copied()
        })
        .collect();
    let has = |name: &str| columns.iter().flatten().any(|(known, _)| *known == name);
    for needed in ["at", "site"] {
        if !has(needed) {
            let message =
                format!("no column says this; name it with --map COLUMN={needed}. The table has: {}", head.join(", "));
            return Err(FieldError::new(message).at(format!("column for {needed}")));
        }
    }
    let mut people: Vec<Tree> = Vec::new();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(row as u64 + 2, csv::Position::line);
        let mut fields: [Map<String, Value>; 3] = Default::default();
        for ((name, of), text) in columns.iter().zip(record.iter()).filter_map(|(c, text)| Some(((*c)?, text))) {
            let text = unguard(text);
            if !text.trim().is_empty() {
                let value = parse(name, text).map_err(|e| e.at(name).at(format!("line {line}")))?;
                fields[of as usize].insert(name.to_owned(), value);
            }
        }
        place(&mut people, &mut lines, fields, line);
    }
    let people: Vec<Value> = people.into_iter().map(Tree::json).collect();
    let file = json!({ "format": FORMAT, "people": people });
    let bytes = serde_json::to_vec(&file).map_err(|e| FieldError::new(e.to_string()).at("file"))?;
    read_journal(&bytes, today).map_err(|error| {
        // The line of the observation, or of the first row of the spot.
        let line = lines.iter().rev().find(|(path, _)| error.path.starts_with(path.as_str())).map(|(_, line)| *line);
        match line {
            Some(line) => {
                let field = error.path.rsplit("].").next().unwrap_or_default().to_owned();
                FieldError { path: field, message: error.message }.at(format!("line {line}"))
            }
            None => error,
        }
    })
}

/// A person and the spots with their observations, as far as they were read.
struct Tree {
    person: Map<String, Value>,
    spots: Vec<(Map<String, Value>, Vec<Value>)>,
}

impl Tree {
    fn json(self) -> Value {
        let mut person = Map::new();
        person.insert("name".into(), self.person.get("person").cloned().unwrap_or_else(|| json!("Me")));
        if let Some(id) = self.person.get("person_id") {
            person.insert("id".into(), id.clone());
        }
        let spots = self.spots.into_iter().map(|(mut spot, observations)| {
            let id = spot.remove("spot_id");
            let on = spot.remove("first_seen");
            let precision = spot.remove("first_seen_precision").unwrap_or_else(|| json!("day"));
            if let Some(id) = id {
                spot.insert("id".into(), id);
            }
            if let Some(on) = on {
                spot.insert("first_seen".into(), json!({ "on": on, "precision": precision }));
            }
            spot.insert("observations".into(), Value::Array(observations));
            Value::Object(spot)
        });
        person.insert("spots".into(), Value::Array(spots.collect()));
        Value::Object(person)
    }
}

/// Puts a row where it belongs: to the person of its name, and to the spot of its number, or else of its place and label.
fn place(people: &mut Vec<Tree>, lines: &mut BTreeMap<String, u64>, fields: [Map<String, Value>; 3], line: u64) {
    let [person, mut spot, mut observation] = fields;
    let name = |map: &Map<String, Value>| map.get("person").cloned().unwrap_or_else(|| json!("Me"));
    let p = people.iter().position(|tree| name(&tree.person) == name(&person)).unwrap_or_else(|| {
        people.push(Tree { person, spots: Vec::new() });
        people.len() - 1
    });
    let spots = &mut people[p].spots;
    let same = |known: &Map<String, Value>| match spot.get("number") {
        Some(number) => known.get("number") == Some(number),
        None => ["site", "side", "label"].iter().all(|field| known.get(*field) == spot.get(*field)),
    };
    let s = match spots.iter().position(|(known, _)| same(known)) {
        Some(s) => s,
        None => {
            if !spot.contains_key("number") {
                let next = spots.iter().filter_map(|(known, _)| known.get("number")?.as_u64()).max().unwrap_or(0) + 1;
                spot.insert("number".into(), json!(next));
            }
            lines.insert(format!("people[{p}].spots[{}]", spots.len()), line);
            spots.push((spot, Vec::new()));
            spots.len() - 1
        }
    };
    observation.entry("presence").or_insert_with(|| json!("present"));
    let o = spots[s].1.len();
    lines.insert(format!("people[{p}].spots[{s}].observations[{o}]"), line);
    spots[s].1.push(Value::Object(observation));
}

/// The value of a cell, as the journal format has it.
fn parse(name: &str, text: &str) -> Result<Value, FieldError> {
    let words = || text.split([' ', ',', ';']).filter(|word| !word.is_empty());
    Ok(match name {
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
        "changes" if text.trim() == NONE => json!([]),
        "changes" | "colours" | "contexts" => json!(words().map(str::to_lowercase).collect::<Vec<_>>()),
        "since_birth"
        | "raised"
        | "firm"
        | "itch"
        | "pain"
        | "warm_or_swollen"
        | "pus"
        | "bleeding"
        | "after_injury"
        | "described_differently"
        | "spreading"
        | "worried"
        | "suspects_infection" => match text.trim().to_lowercase().as_str() {
            "yes" | "true" | "1" | "y" => json!(true),
            "no" | "false" | "0" | "n" => json!(false),
            _ => return Err(FieldError::new(format!("\"{text}\" is not an answer; allowed: yes, no, or nothing"))),
        },
        "label" | "note" | "person" => json!(text),
        _ => json!(text.trim()),
    })
}
