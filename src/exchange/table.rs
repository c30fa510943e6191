//! CSV: one row for each observation, with the fields of the journal format. Other tables are read with a mapping of
//! columns.

mod columns;
mod people;
mod read;
mod row;

pub use columns::Columns;
pub use people::Whose;
pub use read::{Table, read_columns, read_table};

use crate::domain::{Given, Journal, Observation, PersonTree, Precision, Readings, SpotTree, Text, Word, questions};
use std::io::Write;
use unicode_width::UnicodeWidthChar;

/// The columns before the answers of an observation.
const BEFORE_ANSWERS: [&str; 18] = [
    "person",
    "person_id",
    "number",
    "spot_id",
    "label",
    "site",
    "side",
    "first_seen",
    "first_seen_precision",
    "since_birth",
    "onset",
    "contexts",
    "id",
    "at",
    "presence",
    "diameter_mm",
    "width_mm",
    "measured_by",
];

/// Returns every column of a table, in order.
fn columns() -> impl Iterator<Item = &'static str> {
    BEFORE_ANSWERS.into_iter().chain(questions().map(|question| question.name)).chain(["note"])
}

/// The columns after the answers: what other records say, in words for people. Reading leaves them out.
const IN_WORDS: [&str; 5] = ["place", "symptoms", "photos", "treatments", "reviews"];

/// The cell for "asked, and none noticed", since an empty cell looks like no answer.
const NONE: &str = "none";

/// The words for the precision of the day on which a spot was first seen.
const PRECISIONS: [(&str, Option<Precision>); 4] = [
    ("day", Some(Precision::Day)),
    ("month", Some(Precision::Month)),
    ("year", Some(Precision::Year)),
    ("unknown", None),
];

/// Writes a row for every observation. Spots without observations and medicines have no rows.
pub fn write_table(journal: &Journal, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns().chain(IN_WORDS))?;
    for tree in journal {
        for spot in &tree.spots {
            for look in &spot.observations {
                let answers = questions().map(|question| answer_cell(question.get(&look.answers)));
                let note = shown(look.note.as_ref());
                let row = before_answers(tree, spot, look).into_iter().chain(answers).chain([note]);
                writer.write_record(row.chain(in_words(tree, spot, look)).map(|cell| guard(&cell)))?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

/// Returns the cells of [`BEFORE_ANSWERS`].
fn before_answers(
    tree: &PersonTree<Observation>,
    spot: &SpotTree<Observation>,
    look: &Observation,
) -> [String; BEFORE_ANSWERS.len()] {
    let s = &spot.spot;
    let measurement = look.answers.measurement;
    let precision = s.first_seen.map(|seen| seen.precision);
    let precision = PRECISIONS.iter().find(|(_, known)| *known == precision).map(|(word, _)| *word);
    [
        tree.person.name.to_string(),
        tree.person.id.to_string(),
        s.number.to_string(),
        s.id.to_string(),
        shown(s.label.as_ref()),
        s.site.word().into(),
        word(s.side),
        shown(s.first_seen.map(|seen| seen.on)),
        shown(precision),
        Option::<bool>::from(s.since_birth).map_or_else(String::new, |yes| yes_no(yes).into()),
        word(s.onset),
        s.contexts.join(" "),
        look.id.to_string(),
        look.at.to_string(),
        look.answers.presence.word().into(),
        in_mm(measurement.and_then(|m| m.diameter())),
        in_mm(measurement.and_then(|m| m.width())),
        word(measurement.and_then(|m| m.by())),
    ]
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn word<W: Word>(word: Option<W>) -> String {
    word.map_or_else(String::new, |word| word.word().into())
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Returns the readings with at least one decimal, as the journal format has them.
fn in_mm(readings: Option<Readings>) -> String {
    let readings = readings.iter().flat_map(Readings::iter).map(|mm| format!("{mm:?}"));
    readings.collect::<Vec<_>>().join(" ")
}

fn answer_cell(given: Given<'_>) -> String {
    match given {
        Given::Nothing => String::new(),
        Given::YesNo(yes) => yes_no(yes).into(),
        Given::Word(word) => word.into(),
        Given::Words(words) if words.is_empty() => NONE.into(),
        Given::Words(words) => words.join(" "),
    }
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
