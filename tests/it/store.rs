//! Tests with invalid files, which must stay unchanged.

use crate::harness::{Home, context};
use proptest::prelude::*;
use rusqlite::Connection;
use spotlog::guidance::Windows;
use spotlog::ops;
use spotlog::store::Store;
use std::fs;
use std::path::Path;

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap()
}

/// Asserts that every verb that opens a journal gives the same error for an unusable file.
#[track_caller]
fn refused(home: &Home, code: i32, words: &str) {
    let before = home.journal().is_file().then(|| bytes(&home.journal()));
    for arguments in [&["list"][..], &["new", "chest"], &["export", "-"], &["undo"], &["doctor"]] {
        let (got, out, err) = home.run(arguments);
        assert_eq!(got, code, "{arguments:?}: {out}{err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
        assert!(err.contains("journal.spotlog"), "the file is named: {err}");
    }
    assert_eq!(home.journal().is_file().then(|| bytes(&home.journal())), before, "byte for byte as it was");
}

#[test]
fn a_text_file_is_no_journal() {
    let home = Home::new();
    home.write(
        "journal.spotlog",
        "Dear diary, there is a red dot on my arm, and it has been there for quite a while now. \
        I do not know what it is, and it does not itch.",
    );
    refused(&home, 5, "is not a spotlog journal (it is no SQLite file)");
    home.write("journal.spotlog", "short");
    refused(&home, 5, "is not a spotlog journal");
}

#[test]
fn a_folder_is_no_journal() {
    let home = Home::new();
    fs::create_dir(home.journal()).unwrap();
    refused(&home, 5, "it is a folder");
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let home = Home::new();
    Connection::open(home.journal()).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    refused(&home, 5, "an SQLite file of another program");
}

#[test]
fn a_newer_journal_is_left_alone() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    Connection::open(home.journal()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    refused(&home, 5, "was written by a newer spotlog (its schema is 99");
}

#[test]
fn a_truncated_journal_is_left_alone() {
    let home = Home::new();
    home.ok(&["demo", "--quiet"]);
    let whole = bytes(&home.journal());
    for length in [50, 100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(home.journal(), &whole[..length]).unwrap();
        let before = bytes(&home.journal());
        let (code, _, err) = home.run(&["list"]);
        assert_eq!(code, 5, "{length}: {err}");
        assert!(err.contains("cut short"), "{length}: {err}");
        assert_eq!(bytes(&home.journal()), before);
    }
}

#[test]
fn damage_inside_is_found_and_told_and_never_a_panic() {
    let home = Home::new();
    home.ok(&["demo", "--quiet"]);
    let whole = bytes(&home.journal());
    let mut told = 0;
    for start in (4096..whole.len() - 512).step_by(8 * 4096) {
        let mut broken = whole.clone();
        broken[start..start + 512].fill(0xa5);
        fs::write(home.journal(), &broken).unwrap();
        for verb in [&["list"][..], &["report"], &["export", "-"], &["doctor"]] {
            let (code, out, err) = home.run(verb);
            assert!([0, 1, 5].contains(&code), "{verb:?} at {start}: {code} {out} {err}");
            assert!(!err.contains("panicked"), "{verb:?} at {start}: {err}");
            told += usize::from(code == 5);
        }
    }
    assert!(told > 0);
}

#[test]
fn a_wrong_word_in_a_column_is_named_with_its_record() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let connection = Connection::open(home.journal()).unwrap();
    connection
        .execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE observation SET presence = 'perhaps';")
        .unwrap();
    drop(connection);
    let (code, _, err) = home.run(&["list"]);
    assert_eq!(code, 5);
    assert!(err.contains("table observation, record ") && err.contains("column presence"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_read_only_journal_can_be_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.ok(&["new", "chest"]);
    fs::set_permissions(home.journal(), fs::Permissions::from_mode(0o400)).unwrap();
    let before = bytes(&home.journal());
    assert!(home.ok(&["list"]).contains("chest"));
    assert!(home.ok(&["report"]).contains("Spot journal of Me"));
    let (code, _, err) = home.run(&["look", "1"]);
    assert_eq!(code, 1);
    assert!(err.contains("cannot be written: the file is marked read-only; nothing was changed"), "{err}");
    assert_eq!(bytes(&home.journal()), before);
}

#[cfg(unix)]
#[test]
fn a_journal_is_for_its_owner_alone_and_doctor_says_when_it_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let folder = home.path("private");
    let journal = folder.join("j");
    let journal = journal.to_str().unwrap();
    home.ok(&["new", "chest", "--journal", journal]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(Path::new(journal)), mode(&folder)), (0o600, 0o700));
    home.ok(&["doctor", "--journal", journal]);
    fs::set_permissions(journal, fs::Permissions::from_mode(0o644)).unwrap();
    let (code, out, _) = home.run(&["doctor", "--journal", journal]);
    assert_eq!(code, 1);
    assert!(out.contains("others may open") && out.contains("doctor --repair"), "{out}");
}

#[test]
fn a_journal_that_another_program_is_writing_is_busy_and_unharmed() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let mut other = Connection::open(home.journal()).unwrap();
    let lock = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    assert!(home.ok(&["list"]).contains("chest"), "reading goes on");
    let (code, _, err) = home.run(&["new", "chin", "--wait", "1"]);
    assert_eq!(code, 4, "{err}");
    assert!(err.contains("another program is writing"), "{err}");
    drop(lock);
    home.ok(&["new", "chin"]);
}

#[test]
fn two_programs_that_write_at_once_both_succeed() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    home.ok(&["same", "1"]);
                }
            });
        }
    });
    let shown = home.ok(&["show", "1", "--json"]);
    assert_eq!(shown.matches("\"presence\"").count(), 41);
    home.ok(&["doctor"]);
}

/// SQLite gives the error of a full disk when a file grows beyond `max_page_count`.
#[test]
fn a_full_disk_is_told_and_leaves_the_journal_as_it_was() {
    let home = Home::new();
    let mut store = Store::open(&home.journal()).unwrap();
    let windows = Windows::default();
    let context = context(&windows);
    let journal = ops::demo_journal(context.as_of().day()).unwrap();
    let pages: i64 = store.read(|c| Ok(c.pragma_query_value(None, "page_count", |r| r.get(0))?)).unwrap();
    store.read(|c| Ok(c.pragma_update(None, "max_page_count", pages)?)).unwrap();
    let error = ops::import(&mut store, &context, &journal).unwrap_err();
    assert!(error.to_string().contains("is full; nothing was changed"), "{error}");
    assert_eq!(error.exit_code(), 1);
    assert!(store.read(spotlog::store::load_journal).unwrap().is_empty());
    store.read(|c| Ok(c.pragma_update(None, "max_page_count", 100_000)?)).unwrap();
    ops::import(&mut store, &context, &journal).unwrap();
    assert!(store.check().unwrap().iter().all(|check| check.found.is_ok()));
}

#[test]
fn undo_takes_back_one_change_after_another_and_stops_at_the_first() {
    let home = Home::new();
    // Undo is a change too, so only the time of the last change may differ.
    let content = || {
        let lines = home.ok(&["export", "-"]);
        lines
            .lines()
            .filter(|line| !line.contains("\"changed_at\""))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    home.ok(&["new", "chest"]);
    let first = content();
    home.ok(&["look", "1", "--size", "3", "--by", "ruler", "--note", "a note"]);
    let second = content();
    home.ok(&["close", "1", "--because", "removed"]);
    home.ok(&["undo"]);
    assert_eq!(content(), second);
    home.ok(&["undo"]);
    assert_eq!(content(), first);
    home.ok(&["undo"]);
    assert!(home.ok(&["list"]).contains("No spot is logged yet"));
    assert_eq!(home.run(&["undo"]).0, 3);
    home.ok(&["new", "chin"]);
    assert!(home.ok(&["list"]).contains("  1  chin"));
    home.ok(&["doctor"]);
}

#[test]
fn an_import_is_undone_whole() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let before = home.ok(&["export", "-"]);
    let file = home.write("full.json", &crate::exchange::FULL.replace("\"name\": \"Me\"", "\"name\": \"Other\""));
    home.ok(&["import", &file]);
    assert_ne!(home.ok(&["export", "-"]), before);
    home.ok(&["undo"]);
    assert_eq!(home.ok(&["export", "-"]), before);
}

#[test]
fn the_facts_of_the_rules_name_the_questions_in_their_order() {
    let schema = Store::open_in_memory().unwrap().schema().unwrap();
    let facts = schema.split_once("facts TEXT NOT NULL GENERATED ALWAYS AS (").unwrap().1;
    let words = facts.split_once(") VIRTUAL").unwrap().0.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let columns: Vec<&str> = words.filter(|word| spotlog::domain::question(word).is_some()).collect();
    let names: Vec<&str> = spotlog::domain::questions().map(|question| question.name).collect();
    assert_eq!(columns, names, "the column facts has not the order of the rows of answers!");
    for name in names {
        let has_check = schema.lines().any(|line| line.contains(&format!("{name} ")) && line.contains("CHECK ("));
        assert!(has_check, "{name}: the column has no CHECK of its values");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    /// The rules read the packed facts and everything else reads the columns. Both must be equal.
    #[test]
    fn the_facts_of_the_rules_are_the_columns_of_the_journal(journal in crate::properties::journals()) {
        let windows = Windows::default();
        let context = context(&windows);
        let mut store = Store::open_in_memory().unwrap();
        ops::import(&mut store, &context, &journal).unwrap();
        let whole = store.read(spotlog::store::load_journal).unwrap();
        let facts = ops::assess_everybody(&store, &context).unwrap();
        for (whole, judged) in whole.into_iter().zip(facts) {
            prop_assert_eq!(spotlog::domain::Facts::from(whole), judged.facts);
        }
    }
}

#[test]
fn a_schema_whose_names_are_no_text_is_damage_and_no_panic() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let mut bytes = fs::read(&copy).unwrap();
    // The table definitions are on several pages. Each occurrence of a column name is damaged in turn.
    let words = b"changed_at TEXT";
    let places: Vec<usize> =
        bytes.windows(words.len()).enumerate().filter(|(_, window)| window == words).map(|(at, _)| at).collect();
    assert!(places.len() > 5);
    for at in places {
        let whole = std::mem::replace(&mut bytes[at], 0xf0);
        fs::write(&copy, &bytes).unwrap();
        for verb in ["list", "doctor", "history"] {
            let (code, _, err) = home.run(&["--journal", copy.to_str().unwrap(), verb]);
            assert!(code == 5 && err.contains("its schema is not readable"), "{verb}: {code} {err}");
        }
        bytes[at] = whole;
    }
}
