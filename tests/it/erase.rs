//! What is erased is in no byte of any file, on no machine, and never comes back by itself.

use crate::harness::Home;
use std::path::{Path, PathBuf};

/// A word that is in a text that will be erased, and nowhere else.
const MARK: &str = "Quitte";

/// Every file under a folder that holds the bytes.
fn files_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, bytes));
        } else if std::fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes) {
            found.push(path);
        }
    }
    found
}

#[track_caller]
fn is_nowhere(home: &Home, word: &str) {
    let found = files_with(home.folder.path(), word.as_bytes());
    assert!(found.is_empty(), "\"{word}\" is still in {found:?}");
}

/// A journal with two people; everything of Ben's, of his spot 2 and of its looks has a word of its own.
fn filled() -> Home {
    let home = Home::new();
    home.ok(&["new", "chest", "--note", "stays"]);
    home.ok(&["people", "--add", "Ben Quitte-name"]);
    let ben = |arguments: &[&str]| home.ok(&[arguments, &["--person", "Ben Quitte-name"]].concat());
    ben(&["new", "nose", "--label", "Quitte-one", "--note", "Quitte-first"]);
    ben(&["new", "chin", "--label", "Quitte-two", "--note", "Quitte-second", "--on", "2026-10-01"]);
    ben(&["look", "2", "--on", "2026-11-20", "--note", "Quitte-angry", "--glass", "does-not-fade"]);
    ben(&["look", "2", "--on", "2026-11-20", "--note", "Quitte-calm"]);
    ben(&["treatment", "2", "Quitte-cream"]);
    ben(&["review", "2", "--by", "doctor", "--said", "Quitte-said"]);
    ben(&["medicine", "Quitte-pill"]);
    ben(&["me", "--condition", "Quitte-condition"]);
    ben(&["undo"]);
    ben(&["redo"]);
    home
}

/// A backup of ours that holds everything, as that of an earlier day does.
fn back_up(home: &Home) {
    let folder = home.path("journal.spotlog.backups");
    for day in ["2026-11-01", "2026-11-10"] {
        let file = folder.join(format!("{day}.spotlog"));
        home.ok(&["backup", file.to_str().unwrap(), "--force"]);
    }
}

const BEN: [&str; 3] = ["--yes", "--person", "Ben Quitte-name"];

#[test]
fn an_erased_person_is_in_no_byte_of_any_file() {
    let home = filled();
    back_up(&home);
    assert!(files_with(home.folder.path(), MARK.as_bytes()).len() >= 3);
    let told = home.ok(&["erase", "person", "Ben Quitte-name", "--yes"]);
    assert!(
        told.contains("2 spots") && told.contains("cannot be undone") && told.contains("Not reached: exports"),
        "{told}"
    );
    is_nowhere(&home, MARK);
    assert!(home.ok(&["list"]).contains("chest") && !home.ok(&["people"]).contains("Ben"));
    assert!(home.ok(&["history"]).contains("erased: a person"));
    home.ok(&["doctor"]);
    for (_, backup) in spotlog::store::backups_of(&home.journal()) {
        home.ok(&["--journal", backup.to_str().unwrap(), "doctor"]);
    }
    // An undo takes back what is left, and never what is erased.
    while home.run(&["undo"]).0 == 0 {}
    is_nowhere(&home, MARK);
}

#[test]
fn an_erased_spot_takes_its_looks_and_its_number_with_it_and_nothing_else() {
    let home = filled();
    back_up(&home);
    let told = home.ok(&[&["erase", "spot", "2"], &BEN[..]].concat());
    assert!(told.contains("1 review, 1 spot, 1 treatment") && told.contains("3 looks"), "{told}");
    for word in ["Quitte-two", "Quitte-second", "Quitte-angry", "Quitte-calm", "Quitte-cream", "Quitte-said"] {
        is_nowhere(&home, word);
    }
    assert!(!files_with(home.folder.path(), b"Quitte-one").is_empty());
    home.ok(&["new", "knee", "--person", "Ben Quitte-name"]);
    let list = home.ok(&["list", "--person", "Ben Quitte-name"]);
    assert!(list.contains("  3  knee") && !list.contains("chin"), "{list}");
    assert_eq!(home.run(&[&["erase", "spot", "2"], &BEN[..]].concat()).0, 3);
    home.ok(&["doctor"]);
}

#[test]
fn a_look_of_several_of_a_day_is_chosen_and_the_others_stay() {
    let home = filled();
    let (code, _, err) = home.run(&[&["erase", "look", "2@2026-11-20"], &BEN[..]].concat());
    assert!(code == 2 && err.contains("add /1 to /2"), "{err}");
    let chosen = |n: usize| home.ok(&[&["erase", "look", &format!("2@2026-11-20/{n}")], &BEN[..]].concat());
    chosen(1);
    let angry_is_gone = files_with(home.folder.path(), b"Quitte-angry").is_empty();
    is_nowhere(&home, if angry_is_gone { "Quitte-angry" } else { "Quitte-calm" });
    assert!(!files_with(home.folder.path(), if angry_is_gone { b"Quitte-calm" } else { b"Quitte-angry" }).is_empty());
    home.ok(&["doctor"]);
}

#[test]
fn an_erased_note_leaves_the_look() {
    let home = filled();
    back_up(&home);
    home.ok(&[&["erase", "note", "2@2026-11-20/1"], &BEN[..]].concat());
    home.ok(&[&["erase", "note", "2@2026-11-20/2"], &BEN[..]].concat());
    is_nowhere(&home, "Quitte-angry");
    is_nowhere(&home, "Quitte-calm");
    let shown = home.ok(&["show", "2", "--json", "--person", "Ben Quitte-name"]);
    assert_eq!(shown.matches("\"presence\"").count(), 3, "{shown}");
    assert_eq!(home.run(&[&["erase", "note", "2@2026-11-20/1"], &BEN[..]].concat()).0, 3, "it has none any more");
    home.ok(&["doctor"]);
}

#[test]
fn what_was_undone_is_erased_from_the_history_too() {
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "2026-10-01"]);
    home.ok(&["look", "1", "--on", "2026-11-20", "--note", MARK]);
    home.ok(&["undo"]);
    assert!(!files_with(home.folder.path(), MARK.as_bytes()).is_empty());
    home.ok(&["erase", "look", "1@2026-11-20", "--yes"]);
    is_nowhere(&home, MARK);
    assert_eq!(home.run(&["redo"]).0, 3);
}

#[test]
fn without_a_terminal_nothing_is_erased_unless_yes_says_so() {
    let home = filled();
    let before = home.ok(&["export", "-"]);
    let (code, _, err) = home.run(&["erase", "spot", "1"]);
    assert!(code == 2 && err.contains("--yes is needed"), "{err}");
    for wrong in [&["erase", "spot", "x"][..], &["erase", "look", "1"], &["erase", "mole", "1"], &["erase", "person"]] {
        assert_eq!(home.run(&[wrong, &["--yes"]].concat()).0, 2, "{wrong:?}");
    }
    for missing in [&["erase", "spot", "9"][..], &["erase", "look", "1@2020-01-01"], &["erase", "person", "Nobody"]] {
        assert_eq!(home.run(&[missing, &["--yes"]].concat()).0, 3, "{missing:?}");
    }
    assert_eq!(home.ok(&["export", "-"]), before);
}

#[test]
fn a_backup_that_cannot_be_opened_is_named_and_kept_copies_are_offered() {
    let home = filled();
    back_up(&home);
    let damaged = home.path("journal.spotlog.backups/2026-11-05.spotlog");
    std::fs::write(&damaged, "half a backup").unwrap();
    std::fs::copy(home.journal(), home.path("journal.spotlog.before-restore-1")).unwrap();
    let (code, out, err) = home.run(&["erase", "person", "Ben Quitte-name", "--yes"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("2026-11-05.spotlog cannot be cleaned"), "{err}");
    assert!(out.contains("before-restore-1") && out.contains("--delete-kept deletes them"), "{out}");
    assert_eq!(files_with(home.folder.path(), MARK.as_bytes()), [home.path("journal.spotlog.before-restore-1")]);
    home.ok(&["erase", "spot", "1", "--yes", "--delete-kept"]);
    is_nowhere(&home, MARK);
}

#[test]
fn an_older_backup_that_is_restored_brings_nothing_erased_back() {
    let home = filled();
    let copy = home.path("elsewhere");
    home.ok(&["backup", copy.to_str().unwrap()]);
    home.ok(&[&["erase", "spot", "2"], &BEN[..]].concat());
    home.ok(&["restore", copy.to_str().unwrap()]);
    std::fs::remove_file(&copy).unwrap();
    is_nowhere(&home, "Quitte-angry");
    assert!(home.ok(&["list", "--person", "Ben Quitte-name"]).contains("Quitte-one"));
    home.ok(&["doctor"]);
}
