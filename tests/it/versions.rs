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
            let is_known_version = question.since <= JournalVersion::NEWEST.number();
            assert!(is_known_version, "{name}: since is a version that JournalVersion::ALL lacks");
            assert_eq!(is_there, is_known, "{name}: since in answers.rs and x-since in look.rs differ");
        }
    }
}

/// Asserts that a value has only the properties of its schema.
fn must_be_known(value: &Value, schema: &Value, root: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return must_be_known(value, root.pointer(name.trim_start_matches('#')).unwrap(), root, path);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        // One is null.
        return must_be_known(value, &choices[0], root, path);
    }
    for item in value.as_array().into_iter().flatten() {
        must_be_known(item, &schema["items"], root, path);
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{name}");
        let property = schema["properties"].get(name);
        must_be_known(value, property.unwrap_or_else(|| panic!("{path} is of a later version")), root, &path);
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
        let schema = schema(version);
        must_be_known(&serde_json::from_slice(&bytes).unwrap(), &schema, &schema, version.format());
        assert_eq!(read_journal(&bytes, clock().today()).unwrap().1, version);
    }
}

#[test]
#[should_panic(expected = "people.sun is of a later version")]
fn a_field_of_a_later_version_is_found() {
    let schema = schema(JournalVersion::One);
    must_be_known(&serde_json::json!({"people": [{"sun": null}]}), &schema, &schema, "");
}

#[test]
fn an_observation_is_written_in_the_order_of_the_questions() {
    let text = export(&journal(FULL));
    let look = &text[text.find("\"presence\":").unwrap()..];
    let places: Vec<usize> = questions().filter_map(|q| look.find(&format!("\"{}\":", q.name))).collect();
    assert!(places.len() > 15 && places.is_sorted(), "the rows of look.rs are not in the order of answers!");
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
    let next = format!("journal/{}", JournalVersion::NEWEST.number() + 1);
    let (_, _, err) = home.run(&["import", &home.write("new.json", &text.replace("journal/1", &next))]);
    assert!(err.contains("allowed: spotlog-journal/1, spotlog-journal/2"), "{err}");
    assert!(err.contains("It may be of a newer program."), "{err}");
}

#[test]
fn the_page_about_the_formats_names_every_later_field() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/interchange.md")).unwrap();
    let names = |version| -> Vec<(String, String)> {
        let schema = schema(version);
        let records = schema["$defs"].as_object().unwrap().iter();
        let of_record = |(record, of): (&String, &Value)| {
            let names = of["properties"].as_object().into_iter().flat_map(Map::keys);
            names.map(|name| (record.clone(), name.clone())).collect::<Vec<_>>()
        };
        records.flat_map(of_record).collect()
    };
    let (old, new) = (names(JournalVersion::One), names(JournalVersion::NEWEST));
    let added: Vec<&String> = new.iter().filter(|name| !old.contains(name)).map(|(_, name)| name).collect();
    assert!(added.len() >= 14, "{added:?}");
    for name in added {
        let name = name.strip_suffix("_note").map_or(name.clone(), str::to_owned);
        assert!(text.contains(&format!("`{name}`")), "{name}");
    }
}
