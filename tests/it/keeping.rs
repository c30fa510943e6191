//! Backups, restoring, undo and redo.

use crate::harness::Home;

#[test]
fn undo_and_redo_go_any_number_of_steps_across_restarts() {
    let home = Home::new();
    for place in ["chest", "chin", "nose"] {
        home.ok(&["new", place]);
    }
    for place in ["nose", "chin", "chest"] {
        assert!(home.ok(&["undo"]).contains(place));
    }
    assert_eq!(home.run(&["undo"]).0, 3);
    for place in ["chest", "chin", "nose"] {
        assert!(home.ok(&["redo"]).contains(&format!("Done again: new spot, {place}")));
    }
    assert_eq!(home.run(&["redo"]).0, 3);
    let list = home.ok(&["list"]);
    assert!(["chest", "chin", "nose"].iter().all(|place| list.contains(place)), "{list}");
    // What is written after an undo leaves nothing to do again.
    home.ok(&["undo"]);
    home.ok(&["new", "lip"]);
    assert_eq!(home.run(&["redo"]).0, 3);
    home.ok(&["undo"]);
    assert!(home.ok(&["redo"]).contains("lip"));
    home.ok(&["doctor"]);
}

#[test]
fn the_first_entry_of_a_day_keeps_a_copy_of_what_was_before_it() {
    let home = Home::new();
    assert!(home.ok(&["backup"]).contains("There is no backup yet"));
    home.ok(&["new", "chest"]);
    home.ok(&["new", "chin"]);
    let backups: serde_json::Value = serde_json::from_str(&home.ok(&["backup", "--json"])).unwrap();
    assert_eq!(backups.as_array().unwrap().len(), 1);
    let file = backups[0]["file"].as_str().unwrap();
    assert_eq!(home.ok(&["--journal", file, "list", "--json"]), "[]\n", "from before the first entry");
}

#[test]
fn an_import_is_a_change_of_its_day_too() {
    let (home, other) = (Home::new(), Home::new());
    other.ok(&["new", "chest"]);
    let file = other.path("journal.json");
    other.ok(&["export", file.to_str().unwrap()]);
    home.ok(&["import", file.to_str().unwrap()]);
    let backups: serde_json::Value = serde_json::from_str(&home.ok(&["backup", "--json"])).unwrap();
    assert_eq!(backups.as_array().unwrap().len(), 1);
}

#[test]
fn a_backup_is_put_back_and_what_it_replaces_is_kept() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    let copy = copy.to_str().unwrap();
    home.ok(&["backup", copy]);
    let (code, _, err) = home.run(&["backup", copy]);
    assert!(code == 2 && err.contains("is there already"), "{code} {err}");
    home.ok(&["new", "chin"]);
    let out = home.ok(&["restore", copy]);
    assert!(!home.ok(&["list"]).contains("chin") && home.ok(&["list"]).contains("chest"));
    assert!(home.ok(&["doctor"]).contains("whole"));
    let kept = home.journal().with_extension("spotlog.before-restore-1");
    assert!(out.contains("before-restore-1"), "{out}");
    assert!(home.ok(&["--journal", kept.to_str().unwrap(), "list"]).contains("chin"));
}

#[test]
fn a_journal_that_somebody_writes_to_is_not_replaced() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    home.ok(&["new", "chin"]);
    let writer = rusqlite::Connection::open(home.journal()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
    assert_eq!(code, 4, "{err}");
    drop(writer);
    assert!(home.ok(&["list"]).contains("chin"));
    home.ok(&["doctor"]);
}

#[test]
fn what_is_no_whole_journal_is_not_put_back() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let text = home.write("text", "no journal at all, but long enough to be looked at");
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x55);
    let damaged = home.path("damaged.spotlog");
    std::fs::write(&damaged, bytes).unwrap();
    for (file, code) in [(text.as_str(), 5), (damaged.to_str().unwrap(), 5), ("/no/such/file", 3)] {
        assert_eq!(home.run(&["restore", file]).0, code, "{file}");
        assert!(home.ok(&["list"]).contains("chest"));
    }
    assert!(!home.journal().with_extension("spotlog.before-restore-1").exists());
}

#[test]
fn with_several_people_nobody_is_forgotten_or_confused() {
    let home = Home::new();
    home.ok(&["people", "--add", "Ben"]);
    home.ok(&["new", "chest"]);
    assert_eq!(home.ok(&["people"]), "Me\nBen\n", "the first person is the one who logs");
    home.ok(&["--person", "Ben", "symptom", "stiff-neck", "fever"]);
    for verb in ["list", "why"] {
        assert!(home.ok(&[verb]).contains("Ben"), "{verb} tells of the emergency of somebody else");
    }
    assert_eq!(home.run(&["undo", "--person", "Nobody"]).0, 3);
    assert!(home.ok(&["undo"]).contains("(Ben)"), "an undo says whose entry it took back");
}
