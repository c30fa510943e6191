//! Tests of what a dermatologist asks and of the notes of every entry: from the form to the disk, to `spotlog-journal/2`,
//! to other machines, and back. Version 1 says nothing of them and takes none away.

use crate::harness::{Home, Screen, context, journal};
use spotlog::domain::Journal;
use spotlog::exchange::{JournalVersion, write_sync};
use spotlog::guidance::Windows;
use spotlog::ops::sync::{Other, Synced, read_state, take_in};
use spotlog::store::{self, Store};
use std::collections::BTreeSet;

/// Returns a home with a person of whom every question is answered, and a note on every kind of entry.
fn told() -> Home {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-10-01", "--size", "3", "--by", "ruler"]);
    home.ok(&[
        "me",
        "--skin-cancer-self=yes",
        "--skin-cancer-self-note",
        "basalioma 2019, nose",
        "--skin-cancer-family=no",
        "--immune-suppressed",
        "--immune-suppressed-note",
        "kidney 2020",
        "--skin-type",
        "II",
        "--sun",
        "worked outside",
        "--allergy",
        "penicillin",
        "--allergy",
        "latex",
        "--sex",
        "female",
        "--note",
        "hard of hearing",
    ]);
    home.ok(&["review", "1", "--by", "doctor", "--on", "2026-10-10"]);
    home.ok(&["treatment", "1", "cream", "--started", "2026-10-11"]);
    home.ok(&["medicine", "aspirin", "--started", "2026-10-12"]);
    home.ok(&["infection", "skin", "--on", "2026-10-13"]);
    home.ok(&["edit", "review", "1@2026-10-10", "--note", "second floor"]);
    home.ok(&["edit", "treatment", "1@2026-10-11", "--note", "burns a bit"]);
    home.ok(&["note", "aspirin", "only on Mondays"]);
    home.ok(&["edit", "infection", "@2026-10-13", "--note", "after the cut"]);
    home.ok(&["note", "1", "under the collar"]);
    home
}

/// Every answer and note of [`told`].
const TOLD: [&str; 12] = [
    "basalioma 2019, nose",
    "kidney 2020",
    "worked outside",
    "penicillin",
    "latex",
    "female",
    "hard of hearing",
    "second floor",
    "burns a bit",
    "only on Mondays",
    "after the cut",
    "under the collar",
];

fn assert_told(home: &Home) {
    let export = home.ok(&["export", "-"]);
    for word in TOLD {
        assert!(export.contains(word), "{word}:\n{export}");
    }
}

#[test]
fn every_answer_is_on_the_page_of_the_person_and_in_version_2_of_the_export() {
    let home = told();
    let me = home.ok(&["me"]);
    for said in ["Skin cancer, own: yes, basalioma 2019, nose.", "Skin type: II.", "Allergies: penicillin, latex."] {
        assert!(me.contains(said), "{me}");
    }
    assert!(home.ok(&["me", "--json"]).contains("\"immune_suppressed_note\": \"kidney 2020\""));
    let export = home.ok(&["export", "-"]);
    assert!(export.starts_with("{\n  \"format\": \"spotlog-journal/2\""), "{export}");
    assert_told(&home);
    let other = Home::new();
    let file = other.write("all.json", &export);
    other.ok(&["import", &file]);
    assert_eq!(other.ok(&["export", "-"]), export);
    home.ok(&["undo"]);
    assert!(!home.ok(&["export", "-"]).contains("under the collar"));
    home.ok(&["doctor"]);
}

#[test]
fn version_1_is_written_on_request_with_what_it_leaves_out_and_takes_nothing_away() {
    let home = told();
    let (old, file) = (home.path("old.json"), home.path("old.json").to_str().unwrap().to_owned());
    let (_, _, err) = home.run(&["export", &file, "--format", "journal-1"]);
    assert!(err.contains("Left out of 6 records"), "{err}");
    let text = std::fs::read_to_string(&old).unwrap();
    assert!(text.contains("spotlog-journal/1") && TOLD.iter().all(|word| !text.contains(word)), "{text}");
    // The old file renames the person and has a later change of the spot.
    let text = text.replace("\"name\": \"Me\"", "\"name\": \"Ann\"");
    let text = text
        .replace("\"label\": null", "\"label\": \"dot\"")
        .replace("\"changed_at\": \"2026", "\"changed_at\": \"2027");
    std::fs::write(&old, text).unwrap();
    home.ok(&["import", &file]);
    assert!(home.ok(&["list"]).contains("dot") && home.ok(&["people"]).contains("Ann"));
    assert_told(&home);
    home.ok(&["doctor"]);
}

#[test]
fn machines_agree_on_what_is_told_and_on_what_is_taken_away() {
    let (a, b) = (told(), Home::new());
    let folder = a.path("shared");
    std::fs::create_dir_all(&folder).unwrap();
    let shared = folder.to_str().unwrap();
    for home in [&a, &b, &a] {
        home.ok(&["sync", shared]);
    }
    assert_told(&b);
    for take in [vec!["me", "--allergy", ""], vec!["edit", "spot", "1", "--note", ""]] {
        a.ok(&take);
    }
    for home in [&a, &b, &a] {
        home.ok(&["sync", shared]);
        let export = home.ok(&["export", "-"]);
        assert!(!export.contains("penicillin") && !export.contains("under the collar"), "{export}");
    }
    // A file of a newer program is left and named.
    let newer = folder.join("0190f7a0-0000-7000-8000-000000000009.spotlog-sync");
    let next = JournalVersion::NEWEST.number() + 1;
    std::fs::write(&newer, format!("spotlog-sync/{next} sha256:00\n{{}}")).unwrap();
    let said = a.ok(&["sync", shared]);
    assert!(said.contains("is of a newer spotlog") && newer.exists(), "{said}");
}

#[test]
fn what_an_old_file_took_away_comes_back_at_a_sync() {
    let (told, other) = (told(), Home::new());
    let file = told.path("old.json").to_str().unwrap().to_owned();
    told.ok(&["export", &file, "--format", "journal-1"]);
    other.ok(&["import", &file]);
    let folder = told.path("shared");
    std::fs::create_dir_all(&folder).unwrap();
    for home in [&told, &other, &told, &other] {
        home.ok(&["sync", folder.to_str().unwrap()]);
    }
    assert_told(&told);
    assert_told(&other);
    assert_eq!(told.ok(&["export", "-"]), other.ok(&["export", "-"]));
}

#[test]
fn a_machine_with_an_older_program_takes_nothing_away() {
    let windows = Windows::default();
    let mut store = Store::open_in_memory().unwrap();
    let new = r#"{"format": "spotlog-journal/2", "people": [{"id": "0190f7a0-0000-7000-8000-000000000001", "name": "Me",
        "changed_at": "2026-11-01T08:00:00Z", "allergies": ["latex"], "spots": [{"id": "0190f7a0-0000-7000-8000-000000000002",
        "number": 1, "site": "chest", "changed_at": "2026-11-01T08:00:00Z", "note": "under the collar"}]}]}"#;
    spotlog::ops::import(&mut store, &context(&windows), &journal(new)).unwrap();
    let old = new.replace("journal/2", "journal/1").replace("2026-11-01", "2026-11-02").replace("\"Me\"", "\"Ann\"");
    let old = old.replace(r#", "allergies": ["latex"]"#, "").replace(r#", "note": "under the collar""#, "");
    let bytes = write_sync(&journal(&old), JournalVersion::One, &[], &BTreeSet::new()).unwrap();
    let other = Other { name: "old".into(), machine: Some("old".into()), state: read_state(&bytes).unwrap() };
    let mut synced = Synced::default();
    take_in(&mut store, &context(&windows), &[other], None, &mut synced).unwrap();
    let journal: Journal = store.read(store::load_journal).unwrap();
    assert_eq!(&*journal[0].person.name, "Ann");
    assert_eq!(journal[0].person.background.allergies.len(), 1);
    assert!(journal[0].spots[0].spot.note.is_some());
}

#[test]
fn the_form_of_the_person_asks_what_a_doctor_asks_in_a_group_of_its_own() {
    let home = Home::new();
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("nchest<C-s>ME").shows("▸ For the doctor").press("<Tab><Tab><Tab><Tab><Tab><Tab><Enter>");
    screen
        .shows("▾ For the doctor")
        .press("y<Tab>in 2019<Tab>n<Tab><Tab><Tab><Tab>II<Tab>beaches<Tab>latex; nuts<C-s>");
    screen.shows("What is known of Me is recorded").shows("Skin cancer, own: yes, in 2019.");
    screen.shows("Skin type: II.").shows("latex, nuts.").press("<Enter>").shows("For the doctor");
    // A note is added to any entry.
    screen.press("<Esc>maspirin<C-s>").press("<Down>awith milk<C-s>").shows("with milk");
}

#[test]
fn the_background_is_in_every_report_and_its_words_in_no_anonymous_one() {
    let home = told();
    for format in ["text", "markdown", "html", "fhir"] {
        let report = home.ok(&["report", "--format", format]);
        for word in ["basalioma 2019, nose", "kidney 2020", "worked outside", "penicillin", "latex"] {
            assert!(report.contains(word), "{format}: {word}\n{report}");
        }
        let anonymous = home.ok(&["report", "--format", format, "--anonymous"]);
        for word in TOLD.iter().filter(|word| **word != "female") {
            assert!(!anonymous.contains(word), "{format}: {word}\n{anonymous}");
        }
    }
    assert!(home.ok(&["report", "--format", "fhir"]).contains("\"gender\": \"female\""));
    assert!(home.ok(&["report", "--format", "text"]).contains("under the collar"), "the note of a spot stands in full");
}
