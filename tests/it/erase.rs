//! Tests of erasing: erased data is in no file on any machine, and never returns by itself.

use crate::harness::{Home, Screen};
use spotlog::tui::Start;
use std::path::{Path, PathBuf};

/// A word that occurs only in texts that will be erased.
pub(crate) const MARK: &str = "Quitte";

/// Returns every file under a folder that contains the bytes.
pub(crate) fn files_with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
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

/// Returns a journal with two people. Every text of Ben, of his spot 2 and of its observations has a unique word.
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

/// Makes backups that contain everything, like those of earlier days.
pub(crate) fn back_up(home: &Home) {
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
    // Undo reverts the other changes, and never restores erased data.
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
    assert!(out.replace('\n', "").contains("before-restore-1") && out.contains("--delete-kept"), "{out}");
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

/// Returns three machines with the same journal, and their shared folder.
fn three() -> ([Home; 3], tempfile::TempDir) {
    let (homes, shared) = ([Home::new(), Home::new(), Home::new()], tempfile::tempdir().unwrap());
    homes[0].ok(&["new", "chest", "--note", "stays"]);
    homes[0].ok(&["new", "chin", "--label", "Quitte-label", "--note", "Quitte-note", "--first-seen", "2026-10-01"]);
    for at in [0, 1, 2] {
        homes[at].ok(&["sync", shared.path().to_str().unwrap()]);
    }
    (homes, shared)
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

#[test]
fn what_one_of_three_machines_erased_is_erased_on_all_whatever_the_order_and_later_changes() {
    for order in ORDERS {
        let (homes, shared) = three();
        let folder = shared.path().to_str().unwrap();
        homes[0].ok(&["erase", "spot", "2", "--yes"]);
        let told = homes[0].ok(&["sync", folder]);
        assert_eq!(told.matches("still holds what was erased").count(), 2, "{told}");
        // These changes are later than the erasing, and are about the erased spot.
        homes[1].ok(&["look", "2", "--note", "Quitte-later"]);
        homes[2].ok(&["close", "2", "--because", "removed"]);
        for at in order.into_iter().chain(order) {
            homes[at].ok(&["sync", folder]);
        }
        for home in &homes {
            is_nowhere(home, MARK);
            let list = home.ok(&["list"]);
            assert!(list.contains("chest") && !list.contains("chin"), "{order:?}: {list}");
            home.ok(&["doctor"]);
        }
        assert!(files_with(shared.path(), MARK.as_bytes()).is_empty(), "{order:?}");
        // Its number is not reused on any machine.
        assert!(homes[2].ok(&["new", "knee", "--json"]).contains("Spot 3 is logged"));
        assert!(homes[1].ok(&["sync", folder]).contains("0 records added, 0 changed, 0 taken away"));
    }
}

#[test]
fn an_erased_note_stays_erased_though_a_machine_changed_its_look_later() {
    for order in ORDERS {
        let (homes, shared) = three();
        let folder = shared.path().to_str().unwrap();
        let day = today(&homes[0]);
        homes[0].ok(&["erase", "note", &format!("2@{day}"), "--yes"]);
        // A later version of the observation, with the old note.
        let export = homes[1].ok(&["export", "-"]);
        let later = export.replace("\"note\": \"Quitte-note\"", "\"note\": \"Quitte-note\", \"itch\": true");
        let later = later.replace("changed_at\": \"20", "changed_at\": \"21").replace("\"itch\": null,", "");
        assert!(homes[1].ok(&["import", &homes[1].write("later.json", &later)]).contains("changed"));
        std::fs::remove_file(homes[1].path("later.json")).unwrap();
        for at in order.into_iter().chain(order) {
            homes[at].ok(&["sync", folder]);
        }
        for home in &homes {
            is_nowhere(home, "Quitte-note");
            let shown = home.ok(&["show", "2", "--json"]);
            assert!(shown.contains("\"itch\": true"), "{order:?}: {shown}");
            home.ok(&["doctor"]);
        }
        assert!(files_with(shared.path(), b"Quitte-note").is_empty());
    }
}

#[test]
fn a_note_written_after_one_was_erased_stays_on_every_machine_and_the_old_one_on_none() {
    for order in ORDERS {
        let (homes, shared) = three();
        let folder = shared.path().to_str().unwrap();
        let look = format!("2@{}", today(&homes[0]));
        homes[0].ok(&["erase", "note", &look, "--yes"]);
        homes[0].ok(&["note", &look, "written anew"]);
        // Erasing something else looks at everything that was ever erased.
        homes[0].ok(&["new", "knee", "--first-seen", "unknown", "--note", "Quitte-knee"]);
        homes[0].ok(&["erase", "spot", "3", "--yes"]);
        for at in order.into_iter().chain(order) {
            homes[at].ok(&["sync", folder]);
        }
        for home in &homes {
            assert!(home.ok(&["show", "2"]).contains("written anew"), "{order:?}: {}", home.ok(&["show", "2"]));
            is_nowhere(home, "Quitte-note");
            home.ok(&["doctor"]);
        }
        assert!(files_with(shared.path(), b"Quitte-note").is_empty());
        homes[1].ok(&["erase", "note", &look, "--yes"]);
        for at in order.into_iter().chain(order) {
            homes[at].ok(&["sync", folder]);
        }
        homes.iter().for_each(|home| is_nowhere(home, "written anew"));
    }
}

/// Returns the day of the only observation of spot 2.
fn today(home: &Home) -> String {
    let shown: serde_json::Value = serde_json::from_str(&home.ok(&["show", "2", "--json"])).unwrap();
    shown["observations"][0]["at"].as_str().unwrap()[..10].to_owned()
}

#[test]
fn a_sealed_folder_hides_what_was_erased_and_a_machine_that_was_away_hears_of_it() {
    let (a, b, shared) = (Home::new(), Home::new(), tempfile::tempdir().unwrap());
    let key = a.write("key", "four words or more\n");
    let sync =
        |home: &Home| home.ok(&["sync", shared.path().to_str().unwrap(), "--encrypt", "--passphrase-file", &key]);
    a.ok(&["new", "chin", "--note", MARK]);
    sync(&a);
    sync(&b);
    back_up(&b);
    let id = a.ok(&["show", "1", "--json"]);
    let id = id.split("\"id\": \"").nth(1).unwrap()[..36].to_owned();
    // A file from someone without the passphrase erases nothing.
    let plain = tempfile::tempdir().unwrap();
    let carrier = Home::new();
    carrier.ok(&["import", &carrier.write("j", &a.ok(&["export", "-"]))]);
    carrier.ok(&["erase", "spot", "1", "--yes"]);
    carrier.ok(&["sync", plain.path().to_str().unwrap()]);
    let smuggled = shared.path().join("0190f7a0-0000-7000-8000-0000000000ff.spotlog-erased");
    let mut made = std::fs::read_dir(plain.path()).unwrap().map(|entry| entry.unwrap().path());
    let made = made.find(|path| path.extension().is_some_and(|ending| ending == "spotlog-erased")).unwrap();
    std::fs::copy(made, &smuggled).unwrap();
    assert!(sync(&b).contains("it is not encrypted, so nothing is erased by it"));
    assert!(b.ok(&["show", "1"]).contains(MARK));
    std::fs::remove_file(&smuggled).unwrap();
    a.ok(&["erase", "spot", "1", "--yes"]);
    sync(&a);
    // Long after, when the journal file only says that something was deleted.
    for n in 0..3 {
        a.ok(&["new", ["nose", "knee", "heel"][n]]);
        sync(&a);
    }
    assert!(files_with(shared.path(), id.as_bytes()).is_empty(), "the folder tells ids in clear");
    b.ok(&["look", "1", "--note", MARK]);
    let told = sync(&b);
    assert!(told.contains("erased here, as on another machine"), "{told}");
    is_nowhere(&b, MARK);
    assert!(!sync(&a).contains("still holds"));
    is_nowhere(&a, MARK);
    assert_eq!(a.ok(&["export", "-"]), b.ok(&["export", "-"]));
}

#[test]
fn an_older_program_is_told_that_it_was_taken_away() {
    let (homes, shared) = three();
    homes[0].ok(&["erase", "spot", "2", "--yes"]);
    homes[0].ok(&["sync", shared.path().to_str().unwrap()]);
    let files = std::fs::read_dir(shared.path()).unwrap().map(|entry| entry.unwrap().path());
    let of_a: Vec<_> =
        files.filter(|path| std::fs::read_to_string(path).unwrap().contains("\"record\":\"spot\"")).collect();
    assert_eq!(of_a.len(), 1);
    // An older program does not know the file of erasures.
    std::fs::remove_file(of_a[0].with_extension("spotlog-erased")).unwrap();
    assert!(homes[1].ok(&["sync", shared.path().to_str().unwrap()]).contains("2 taken away"));
}

#[test]
fn an_old_export_brings_what_was_erased_back_only_where_that_is_asked_for() {
    let (homes, shared) = three();
    let folder = shared.path().to_str().unwrap();
    let (a, b) = (&homes[0], &homes[1]);
    let old = tempfile::tempdir().unwrap();
    let file = old.path().join("old.json");
    let file = file.to_str().unwrap();
    a.ok(&["export", file]);
    let before = a.ok(&["export", "-"]);
    let day = today(a);
    a.ok(&["erase", "note", &format!("2@{day}"), "--yes"]);
    a.ok(&["import", file]);
    is_nowhere(a, "Quitte-note");
    a.ok(&["erase", "spot", "2", "--yes"]);
    for home in [a, b] {
        home.ok(&["sync", folder]);
        let told = home.ok(&["import", file]);
        assert!(told.contains("2 were erased here and are left out; --erased-too"), "{told}");
        is_nowhere(home, MARK);
    }
    a.ok(&["import", file, "--erased-too"]);
    for home in [a, b, a] {
        home.ok(&["sync", folder]);
    }
    let content =
        |text: &str| text.lines().filter(|l| !l.contains("changed_at")).map(str::to_owned).collect::<Vec<_>>();
    for home in [a, b] {
        assert_eq!(content(&home.ok(&["export", "-"])), content(&before));
        home.ok(&["doctor"]);
    }
    // It can be erased again.
    b.ok(&["erase", "spot", "2", "--yes"]);
    for home in [b, a, &homes[2]] {
        home.ok(&["sync", folder]);
        is_nowhere(home, MARK);
    }
}

#[test]
fn a_note_is_brought_back_with_erased_too_though_its_look_is_newer_here() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    home.ok(&["new", "chin", "--note", MARK]);
    let old = home.ok(&["export", "-"]);
    home.ok(&["erase", "note", &format!("2@{}", today(&home)), "--yes"]);
    let file = home.write("old.json", &old);
    home.ok(&["import", &file]);
    assert!(!home.ok(&["show", "2"]).contains(MARK));
    home.ok(&["import", &file, "--erased-too"]);
    assert!(home.ok(&["show", "2"]).contains(MARK));
}

#[test]
fn hostile_files_of_erasures_are_named_and_do_no_harm() {
    let line = |inside: &str| {
        let body = format!(r#"{{"erased":[{{{inside}}}]}}"#);
        format!("spotlog-erased/1 sha256:{}\n{body}", spotlog::exchange::checksum(body.as_bytes()))
    };
    let id = "0190f7a0-0000-7000-8000-0000000000ff";
    let cases = [
        "Dear diary".to_owned(),
        line(&format!(r#""kind":"spot","id":"{id}","at":"9999-01-01T00:00:00Z","times":1"#)),
        line(&format!(r#""kind":"spot","id":"{id}","at":"2026-01-01T00:00:00Z","times":4294967295"#)),
        line(&format!(r#""kind":"spot","id":"{id}","at":"2026-01-01T00:00:00Z","times":0"#)),
        line(r#""kind":"spot","id":"chin","at":"2026-01-01T00:00:00Z","times":1"#),
        line(&format!(r#""kind":"spot","id":"{id}","at":"2026-01-01T00:00:00Z","times":1"#))[..90].to_owned(),
    ];
    for bytes in cases {
        let (home, shared) = (Home::new(), tempfile::tempdir().unwrap());
        home.ok(&["new", "chest"]);
        std::fs::write(shared.path().join(format!("{id}.spotlog-erased")), &bytes).unwrap();
        let told = home.ok(&["sync", shared.path().to_str().unwrap()]);
        assert!(told.contains("Left for the next time") && told.contains("spotlog-erased"), "{bytes}: {told}");
        assert!(home.ok(&["list"]).contains("chest"));
        home.ok(&["doctor"]);
    }
}

#[test]
fn on_the_screen_the_list_is_shown_and_only_the_word_erases() {
    for (width, height) in [(80, 24), (40, 12)] {
        let home = Home::new();
        home.ok(&["new", "chest", "--note", MARK]);
        home.ok(&["new", "chin"]);
        let mut screen = Screen::on_file(&home.journal(), width, height);
        screen.press(":erase for good<Enter>").shows("Erase for good");
        screen.press("<C-s>").shows("To be erased: spot").shows("Type erase, then Enter");
        while !screen.text().contains("cannot be undone") {
            let before = screen.text();
            screen.press("<Down>");
            assert_ne!(screen.text(), before, "the end of the list is not reached");
        }
        screen.press("<Enter>").shows("Nothing is erased yet");
        screen.press("<Esc>").shows("Erase for good");
        // The form is open again, and another subject is typed.
        for _ in 0..8 {
            screen.press("<BS>");
        }
        screen.press("spot 1<Enter>eras<BS><BS>ase<Enter>").shows("Erased: spot 1, chest").hides("undo)");
        screen.press("<Esc>").shows("chin").hides("chest");
        drop(screen);
        is_nowhere(&home, MARK);
    }
}

#[test]
fn erasing_asks_about_the_look_that_is_selected_or_the_person() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-11-20", "--size", "3", "--by", "ruler"]);
    home.ok(&["look", "1", "--on", "2026-11-20", "--size", "7", "--by", "ruler"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("<Enter>j");
    assert!(screen.with_role(spotlog::tui::Role::Selected)[0].contains("3 mm"), "{}", screen.text());
    screen.press("X").shows("look 1@2026-11-20/1").press("<C-s>").shows("To be erased: the look").press("erase<Enter>");
    assert!(home.ok(&["show", "1"]).contains("7 mm") && !home.ok(&["show", "1"]).contains("3 mm by"));
    screen.press("<Esc>MX").shows("person Me").press("<Esc>").press("m<BS>aspirin<C-s>jX").hides("person Me");
}

#[test]
fn on_the_screen_wrong_subjects_are_told_beside_the_field() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 24);
    screen.press("X<BS><BS><BS><BS><BS><BS>mole<C-s>").shows("\"mole\" cannot be erased; allowed: person Ben");
    screen.press("<BS><BS><BS><BS>spot 9<C-s>").shows("there is no spot 9");
}

#[test]
fn on_the_screen_a_person_is_erased_and_kept_copies_are_deleted() {
    let home = filled();
    std::fs::copy(home.journal(), home.path("journal.spotlog.before-restore-1")).unwrap();
    let start = Start { person: Some("Ben Quitte-name".into()), ..Start::new(crate::harness::clock) };
    let mut screen = Screen::begin(spotlog::store::Store::open(&home.journal()).unwrap(), start, 80, 24);
    for _ in 0..8 {
        screen.press("<BS>");
    }
    screen.press("X<BS><BS><BS><BS><BS><BS>person Ben Quitte-name<Enter>erase<Enter>");
    screen.shows("journal.spotlog.before-restore-1. Delete them?").press("y").shows("are deleted");
    screen.press("<Esc>").shows("chest").hides("chin").press("u");
    drop(screen);
    is_nowhere(&home, MARK);
}

#[test]
fn the_plain_menu_erases_with_the_word_and_not_without() {
    let home = Home::new();
    home.ok(&["new", "chest", "--note", MARK]);
    let menu = home.spotlog().arg("--plain").write_stdin("0\n").output().unwrap();
    let menu = String::from_utf8(menu.stdout).unwrap();
    let number = menu.lines().find_map(|line| line.strip_suffix(" erase for good")).unwrap().to_owned();
    let talk = |word: &str| {
        let input = format!("{number}\nspot 1\n{word}\n0\n");
        String::from_utf8(home.spotlog().arg("--plain").write_stdin(input).output().unwrap().stdout).unwrap()
    };
    let told = talk("yes");
    assert!(told.contains("This cannot be undone.") && told.contains("Nothing was erased."), "{told}");
    assert!(home.ok(&["list"]).contains("chest"));
    let told = talk("erase");
    assert!(told.contains("Erased: spot 1, chest"), "{told}");
    is_nowhere(&home, MARK);
}

#[test]
fn a_table_and_a_merge_of_people_give_no_number_of_an_erased_spot() {
    let home = Home::new();
    for site in ["chest", "chin", "nose"] {
        home.ok(&["new", site]);
    }
    home.ok(&["people", "--add", "Ben"]);
    home.ok(&["new", "knee", "--person", "Ben"]);
    for spot in ["3", "2"] {
        home.ok(&["erase", "spot", spot, "--yes"]);
    }
    let table = home.write("table.csv", "site,at,presence\nheel,2026-11-01,present\n");
    home.ok(&["import", &table, "--format", "csv", "--person", "Me"]);
    assert!(home.ok(&["list"]).contains(" 4  heel"));
    home.ok(&["people", "merge", "Ben", "Me"]);
    let list = home.ok(&["list"]);
    assert!(list.contains(" 5  knee"), "{list}");
}

#[test]
fn a_repair_from_a_backup_that_was_not_cleaned_brings_nothing_erased_back() {
    let home = filled();
    let old = home.path("old");
    home.ok(&["backup", old.to_str().unwrap()]);
    home.ok(&["erase", "person", "Ben Quitte-name", "--yes"]);
    // A backup that a user moved back into the folder, and a damaged journal.
    std::fs::rename(&old, home.path("journal.spotlog.backups/2026-11-15.spotlog")).unwrap();
    let page: i64 = {
        let connection = rusqlite::Connection::open(home.journal()).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'person'";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut bytes = std::fs::read(home.journal()).unwrap();
    let start = (usize::try_from(page).unwrap() - 1) * 4096;
    bytes[start..start + 4096].fill(0x55);
    std::fs::write(home.journal(), bytes).unwrap();
    home.ok(&["doctor", "--repair"]);
    assert!(home.ok(&["list"]).contains("chest") && !home.ok(&["people"]).contains("Ben"));
    is_nowhere(&home, MARK);
}
