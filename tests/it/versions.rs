//! Tests of the versions of the file format.

use crate::exchange::{FULL, export};
use crate::harness::{Home, clock, context, journal};
use serde_json::{Map, Value};
use spotlog::domain::{Answer, Answers, Bleeding, Choice, Given, Presence, questions};
use spotlog::exchange::{JournalVersion, read_journal, schemas};
use spotlog::guidance::Windows;
use spotlog::store::Store;

fn schema(version: JournalVersion) -> Value {
    let found = schemas().into_iter().find(|(format, _)| *format == version.format());
    found.unwrap().1.to_value()
}

#[test]
fn the_schemas_name_every_word_and_the_formats_are_frozen() {
    for (format, schema) in schemas() {
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        crate::project::must_stay(&format!("docs/schema/{}.json", format.replace('/', "-")), &text);
    }
}

#[test]
fn each_version_has_the_questions_that_are_as_old_as_it_is() {
    for version in JournalVersion::ALL {
        let schema = schema(version);
        let properties = schema["$defs"]["Observation"]["properties"].as_object().unwrap();
        for question in questions() {
            let (is_there, is_known) = (properties.contains_key(question.name), question.since <= version.number());
            let name = question.name;
            assert_eq!(is_there, is_known, "{name}: x-since in look.rs is not what since in answers.rs says");
        }
    }
}

#[test]
fn each_version_is_written_with_its_own_fields_only() {
    for version in JournalVersion::ALL {
        let mut store = Store::open_in_memory().unwrap();
        let windows = Windows::default();
        spotlog::ops::import(&mut store, &context(&windows), &journal(FULL)).unwrap();
        let mut bytes = Vec::new();
        spotlog::ops::export_version(&store, version, &mut bytes).unwrap();
        let written: Value = serde_json::from_slice(&bytes).unwrap();
        let schema = schema(version);
        let mut found = 0;
        for look in written.pointer("/people/0/spots/0/observations").unwrap().as_array().unwrap() {
            for (name, value) in look.as_object().unwrap() {
                let known = schema.pointer("/$defs/Observation/properties").unwrap().get(name);
                assert!(known.is_some(), "{}: {name} is {value}", version.format());
                found += 1;
            }
        }
        assert!(found > 20);
        assert_eq!(read_journal(&bytes, clock().today()).unwrap().1, version);
    }
}

#[test]
fn the_newest_version_keeps_the_answer_to_every_question() {
    for question in questions() {
        let mut journal = journal(FULL);
        let answers = &mut journal[0].spots[0].observations[0].answers;
        *answers = Answers::only(Presence::Present);
        if question.name == "after_injury" {
            answers.bleeding = Bleeding::Answered { bled: true, after_injury: Answer::Unanswered };
        }
        let given = match question.choice {
            Choice::YesNo => Given::YesNo(true),
            Choice::One(words) => Given::Word(words[0]),
            Choice::Any(words) | Choice::AnyOrNone(words) => Given::Words(words[..2].to_vec()),
        };
        question.set(answers, &given).unwrap();
        let read = read_journal(export(&journal).as_bytes(), clock().today()).unwrap().0;
        let answers = read[0].spots[0].observations[0].answers;
        assert_eq!(question.get(&answers), given, "{} is lost: it belongs to the next version", question.name);
    }
}

#[test]
fn a_field_of_version_2_in_a_file_of_version_1_is_refused_by_name() {
    let home = Home::new();
    let text = r#"{"format": "spotlog-journal/1", "people": [{"name": "Me", "sun": "much"}]}"#;
    let (code, _, err) = home.run(&["import", &home.write("old.json", text)]);
    assert_eq!(code, 2);
    assert!(
        err.contains("people[0].sun: is a field of spotlog-journal/2, and this file is spotlog-journal/1"),
        "{err}"
    );
    let next = format!("journal/{}", JournalVersion::default().number() + 1);
    let (_, _, err) = home.run(&["import", &home.write("new.json", &text.replace("journal/1", &next))]);
    assert!(err.contains("allowed: spotlog-journal/1, spotlog-journal/2"), "{err}");
    assert!(err.contains("It may be of a newer program."), "{err}");
}

#[test]
fn the_page_about_the_formats_names_every_later_field() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/interchange.md")).unwrap();
    let names = |version| -> Vec<String> {
        let schema = schema(version);
        let properties = schema["$defs"].as_object().unwrap().values().map(|of| &of["properties"]);
        properties.filter_map(Value::as_object).flat_map(Map::keys).cloned().collect()
    };
    let (old, new) = (names(JournalVersion::One), names(JournalVersion::default()));
    let added: Vec<&String> = new.iter().filter(|name| !old.contains(name)).collect();
    assert!(added.len() >= 9, "{added:?}");
    for name in added {
        let name = name.strip_suffix("_note").map_or(name.clone(), str::to_owned);
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
}
