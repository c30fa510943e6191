//! Tests of corrections: a saved entry is corrected, struck out, moved or gets a note, and each can be undone.

use crate::harness::{Home, Screen};

/// Returns a home with one spot: 3 mm, then 30 mm (a slip), which is judged as growth.
fn with_a_slip() -> Home {
    let home = Home::new();
    home.ok(&["new", "left wrist back", "--on", "2026-10-01", "--size", "3 3 3", "--by", "ruler"]);
    home.ok(&["look", "1", "--on", "2026-10-20", "--size", "30", "--by", "ruler", "--note", "after the beach"]);
    home
}

/// Returns the whole journal in the file format.
fn exported(home: &Home) -> String {
    let file = home.path("export.json");
    home.ok(&["export", file.to_str().unwrap(), "--force"]);
    std::fs::read_to_string(file).unwrap()
}

fn fails(home: &Home, arguments: &[&str], says: &str) {
    let (code, _, err) = home.run(arguments);
    assert!(code != 0 && err.contains(says), "{arguments:?}: {err}");
}

#[test]
fn a_mistyped_size_is_named_corrected_and_judged_again() {
    let home = with_a_slip();
    assert!(home.ok(&["why"]).contains("Has grown"));
    let (_, _, err) = home.run(&["look", "1", "--on", "2026-10-21", "--size", "0.5", "--by", "ruler"]);
    assert!(err.contains("far from the last size, 30 mm") && err.contains("spotlog edit look 1@2026-10-21"), "{err}");
    home.ok(&["strike", "look", "1@2026-10-21", "--yes"]);
    let said = home.ok(&["edit", "look", "1@2026-10-20", "--size", "3"]);
    assert!(said.contains("size 30 mm to 3 mm") && !said.contains("Has grown"), "{said}");
    let shown = home.ok(&["show", "1"]);
    assert!(shown.contains("3 mm by ruler, \"after the beach\""), "the rest stays: {shown}");
    home.ok(&["undo"]);
    assert!(home.ok(&["why"]).contains("Has grown"));
    home.ok(&["redo"]);
    assert!(!home.ok(&["why"]).contains("Has grown"));
    assert!(home.ok(&["history"]).contains("raised: spot 1: Has grown"), "that it was shown stays known");
    home.ok(&["doctor"]);
}

#[test]
fn every_kind_of_entry_is_corrected_and_struck_out() {
    let home = with_a_slip();
    home.ok(&["review", "1", "--by", "doctor", "--said", "fine", "--on", "2026-11-01"]);
    home.ok(&["review", "--by", "nurse", "--on", "2026-11-02"]);
    home.ok(&["treatment", "1", "cream", "--started", "2026-11-03"]);
    home.ok(&["symptom", "fever", "--at", "2026-11-04"]);
    home.ok(&["medicine", "aspirin", "--started", "2026-11-05"]);
    home.ok(&["infection", "skin", "--on", "2026-11-06"]);
    for (edit, shows) in [
        (vec!["look", "1@2026-10-20", "--presence", "unsure", "--itch", "--clear", "size,note"], "itches"),
        (vec!["spot", "1", "--label", "by the strap"], "label"),
        (vec!["review", "1@2026-11-01", "--by", "dermatologist"], "reviewer"),
        (vec!["review", "me@2026-11-02", "--said", "come again"], "what was said"),
        (vec!["treatment", "1@2026-11-03", "--improved=no"], "improved"),
        (vec!["symptom", "fever@2026-11-04", "--there", "no"], "presence"),
        (vec!["medicine", "aspirin", "--stopped", "2026-11-07"], "stop"),
        (vec!["infection", "@2026-11-06", "--on", "2026-11-07"], "day"),
        (vec!["person", "--born", "1980-02-01"], "born"),
    ] {
        let said = home.ok(&[vec!["edit"], edit.clone()].concat());
        assert!(said.contains(shows), "{edit:?}: {said}");
    }
    for strike in [
        ["look", "1@2026-10-20"],
        ["review", "1@2026-11-01"],
        ["review", "me@2026-11-02"],
        ["treatment", "1@2026-11-03"],
        ["symptom", "fever@2026-11-04"],
        ["medicine", "ASPIRIN"],
        ["infection", "@2026-11-07"],
    ] {
        fails(&home, &["strike", strike[0], strike[1]], "--yes is needed");
        home.ok(&["strike", strike[0], strike[1], "--yes"]);
        fails(&home, &["strike", strike[0], strike[1], "--yes"], "there is no such entry");
        home.ok(&["undo"]);
        home.ok(&["redo"]);
    }
    let left = exported(&home);
    assert!(!left.contains("fever") && !left.contains("aspirin") && !left.contains("cream"), "{left}");
    home.ok(&["doctor"]);
}

#[test]
fn wrong_corrections_are_refused_with_what_is_allowed_and_change_nothing() {
    let home = with_a_slip();
    home.ok(&["look", "1", "--on", "2026-10-20"]);
    let before = exported(&home);
    for (arguments, says) in [
        (vec!["edit", "look", "1@2026-10-20", "--size", "3"], "that day has 2 of them; add /1 to /2"),
        (vec!["edit", "look", "1@2026-10-20/3", "--size", "3"], "there are 2"),
        (vec!["edit", "look", "1", "--size", "3"], "add the day"),
        (vec!["edit", "look", "wrist@2026-10-20", "--size", "3"], "is not the number of a spot"),
        (vec!["edit", "look", "7@2026-10-20", "--size", "3"], "no spot 7"),
        (vec!["edit", "look", "1@2026-10-20/1"], "nothing is different"),
        (vec!["edit", "look", "1@2026-10-20/1", "--on", "2026-12-24"], "--on"),
        (vec!["edit", "look", "1@2026-10-20/1", "--size", "minus two"], "--size"),
        (vec!["edit", "spot", "1", "--first-seen", "2026-11-20"], "first-seen"),
        (vec!["edit", "medicine", "aspirin", "--started", "2026-11-20"], "no such entry"),
        (vec!["move", "1", "--site", "the moon"], "--site"),
        (vec!["note", "1@2026-10-20/1", " "], "TEXT"),
        (vec!["note", "cold@2026-10-20", "so"], "cold"),
        (vec!["strike", "spot", "1", "--yes"], "look"),
    ] {
        fails(&home, &arguments, says);
    }
    assert_eq!(exported(&home), before);
}

#[test]
fn a_note_is_added_below_the_one_there_is_and_a_spot_moves() {
    let home = with_a_slip();
    home.ok(&["note", "1@2026-10-20", "stung", "a", "little"]);
    home.ok(&["symptom", "fever", "--at", "2026-11-04"]);
    home.ok(&["note", "fever@2026-11-04", "39 in the evening"]);
    home.ok(&["move", "1", "--site", "left shin"]);
    home.ok(&["move", "1", "--side", "right"]);
    let journal = exported(&home);
    assert!(journal.contains("after the beach\\nstung a little") && journal.contains("39 in the evening"), "{journal}");
    assert!(home.ok(&["show", "1"]).contains("Spot 1: right shin"));
}

#[test]
fn what_was_struck_out_stays_out_of_an_import_and_of_other_machines_unless_it_is_newer() {
    let (a, b) = (with_a_slip(), Home::new());
    let shared = a.path("shared");
    std::fs::create_dir_all(&shared).unwrap();
    let shared = shared.to_str().unwrap();
    let old = a.write("old.json", &exported(&a));
    for home in [&a, &b] {
        home.ok(&["sync", shared]);
    }
    a.ok(&["strike", "look", "1@2026-10-20", "--yes"]);
    assert!(a.ok(&["import", &old]).contains("1 were struck out here and are left out"));
    for home in [&a, &b, &a] {
        home.ok(&["sync", shared]);
        assert!(!home.ok(&["show", "1"]).contains("20 Oct"));
    }
    assert!(b.ok(&["import", &old]).contains("1 were struck out"), "on the other machine too");
    let newer = std::fs::read_to_string(&old).unwrap().replace("\"changed_at\": \"2026", "\"changed_at\": \"2027");
    let newer = a.write("newer.json", &newer);
    a.ok(&["import", &newer]);
    for home in [&a, &b] {
        home.ok(&["sync", shared]);
        assert!(home.ok(&["show", "1"]).contains("20 Oct"), "a newer version comes back");
    }
}

#[test]
fn a_size_mistyped_two_looks_back_is_corrected_with_six_keys() {
    let home = with_a_slip();
    for on in ["2026-10-27", "2026-11-03"] {
        home.ok(&["look", "1", "--on", on, "--size", "3", "--by", "ruler"]);
    }
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    // Open the spot, two looks down, correct, the new size, save.
    screen.press("<Enter><Down><Down>e").shows("Correct the look at spot 1 of 20 Oct 2026");
    screen.press("3<C-s>").shows("Corrected the look").shows("size 30 mm to 3 mm");
    screen.press("<Esc>").shows("left wrist");
    let shown = home.ok(&["show", "1"]);
    assert!(!shown.contains("30 mm") && shown.contains("after the beach"), "{shown}");
}

#[test]
fn on_the_screen_a_look_is_struck_out_and_comes_back_and_gets_a_note() {
    let home = with_a_slip();
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("<Enter>x").shows("Strike out the look at spot 1 of 20 Oct 2026?").press("n").shows("30 mm");
    screen.press("xy").shows("Struck out").press("<Esc>u").shows("Undone").press("<Enter>").shows("30 mm");
    screen.press("a").shows("A note on the look").press("peeled<C-s>").shows("Corrected");
    assert!(home.ok(&["show", "1"]).contains("peeled"));
    screen.press("L").shows("Move spot 1, now left wrist, back").press("right shin<Enter>").shows("place");
    assert!(home.ok(&["show", "1"]).contains("right shin"));
}

#[test]
fn a_correction_changes_only_what_was_typed_over() {
    let home = Home::new();
    let look = ["look", "1", "--on", "2026-11-20 09:15", "--size", "3.1 3.4 3", "--width", "2", "--by", "ruler"];
    home.ok(&["new", "chest", "--first-seen", "2026-09", "--no-look"]);
    home.ok(&[&look[..], &["--bleeding", "--after-injury=no", "--no-change", "--note", "hi"]].concat());
    let before = exported(&home);
    let mut screen = Screen::on_file(&home.journal(), 80, 40);
    screen.press("<Enter>e<C-s>").shows("nothing is different").press("<Esc>");
    screen.press("<Down>e<C-s>").shows("nothing is different").press("<Esc>");
    assert_eq!(exported(&home), before);
    screen.press("<Up>e<Tab><Tab><Tab>red<C-s>").shows("Corrected the look").shows("colours");
    let after = exported(&home);
    assert!(after.contains("\"red\""));
    for field in ["3.4", "\"width", "2026-11-20T09:15", "after_injury", "\"hi\"", "2026-09"] {
        assert!(before.contains(field) && after.contains(field), "{field}");
    }
}

#[test]
fn a_spot_entered_by_mistake_is_asked_about_twice() {
    let home = with_a_slip();
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("x").shows("Was spot 1 entered by mistake?").press("y").shows("Really close spot 1");
    screen.press("n");
    assert!(!home.ok(&["show", "1"]).contains("Closed"));
    screen.press("xyy").shows("closed as a mistake");
    assert!(home.ok(&["show", "1"]).contains("Closed on"));
    screen.press("u");
    assert!(!home.ok(&["show", "1"]).contains("Closed"));
}

#[test]
fn a_size_far_from_the_last_one_is_asked_about_before_it_is_saved() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-11-01", "--size", "3", "--by", "ruler"]);
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("l<Tab><Tab>30<Tab>ruler<C-s>").shows("30 mm is far from the last size, 3 mm on 1 Nov 2026");
    assert!(screen.press("n").text().contains("A look at spot 1"), "the form stays");
    assert!(!home.ok(&["show", "1"]).contains("30 mm"));
    screen.press("<C-s>y").shows("logged");
    assert!(home.ok(&["show", "1"]).contains("30 mm"));
}

#[test]
fn the_entries_of_the_person_are_corrected_on_the_screen() {
    let home = Home::new();
    home.ok(&["symptom", "fever", "--at", "2026-11-04"]);
    home.ok(&["medicine", "aspirn", "--started", "2026-11-05"]);
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("Me").shows("What is known of Me").press("<Esc><Down><Down>e").shows("Correct the medicine aspirn");
    screen.press("<BS>in<C-s>").shows("Corrected the medicine aspirn: name");
    screen.press("<Up>a39 at night<C-s>").shows("Corrected the symptom fever").shows("39 at night");
    screen.press("xy").shows("Struck out the symptom fever");
    let journal = exported(&home);
    assert!(journal.contains("aspirin") && !journal.contains("fever"), "{journal}");
}

#[test]
fn an_entry_that_was_changed_elsewhere_is_not_overwritten() {
    let home = with_a_slip();
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("<Enter>e");
    home.ok(&["edit", "look", "1@2026-10-20", "--size", "4"]);
    screen.press("3<C-s>").shows("was changed elsewhere");
    assert!(home.ok(&["show", "1"]).contains("4 mm"));
}

#[test]
fn the_hint_about_a_slip_names_the_look_and_the_person() {
    let home = Home::new();
    home.ok(&["new", "left shin", "--on", "2026-11-01", "--size", "3", "--by", "ruler"]);
    home.ok(&["people", "--add", "Ben"]);
    home.ok(&["new", "right shin", "--on", "2026-11-01", "--size", "3", "--by", "ruler", "--person", "Ben"]);
    for on in ["2026-11-20", "2026-11-10"] {
        let look = ["look", "1", "--on", on, "--size", "30", "--by", "ruler", "--person", "Ben"];
        let (_, _, err) = home.run(&look);
        assert!(err.contains(&format!("spotlog edit look 1@{on}/1 --person \"Ben\" --size")), "{err}");
    }
}

#[test]
fn a_look_that_one_machine_struck_out_and_another_corrected_later_keeps_its_photo() {
    let (a, b) = (Home::new(), Home::new());
    let shared = a.path("shared");
    std::fs::create_dir_all(&shared).unwrap();
    let shared = shared.to_str().unwrap();
    let picture = a.picture("p.png");
    a.ok(&["new", "left shin", "--on", "2026-11-20", "--size", "3", "--by", "ruler", "--photo", &picture]);
    for home in [&a, &b] {
        home.ok(&["sync", shared]);
    }
    a.ok(&["strike", "look", "1@2026-11-20", "--yes"]);
    b.ok(&["edit", "look", "1@2026-11-20", "--size", "4"]);
    for home in [&b, &a, &b] {
        home.ok(&["sync", shared]);
    }
    for home in [&a, &b] {
        let shown = home.ok(&["show", "1"]);
        assert!(shown.contains("4 mm") && shown.contains("p.png"), "{shown}");
    }
}

#[test]
fn what_was_struck_out_again_by_redo_stays_out_of_an_import() {
    let home = with_a_slip();
    home.ok(&["strike", "look", "1@2026-10-20", "--yes"]);
    home.ok(&["undo"]);
    let file = home.write("with.json", &exported(&home));
    home.ok(&["redo"]);
    // The undo gave the look a later time than the strike; the redo of the strike is later still.
    assert!(home.ok(&["import", &file]).contains("1 were struck out"));
    assert!(!home.ok(&["show", "1"]).contains("20 Oct"));
}

#[test]
fn a_correction_of_one_field_leaves_no_nonsense_in_another() {
    let home = Home::new();
    let look = ["new", "chest", "--on", "2026-11-20", "--size", "3", "--width", "2", "--by", "ruler"];
    home.ok(&[&look[..], &["--bleeding", "--after-injury"]].concat());
    home.ok(&["edit", "look", "1@2026-11-20", "--bleeding=no", "--width", "pinpoint"]);
    let shown = home.ok(&["show", "1"]);
    assert!(shown.contains("3 mm by ruler") && !shown.contains("after an injury"), "{shown}");
    home.ok(&["medicine", "aspirin", "--started", "2026-11-01"]);
    fails(&home, &["edit", "medicine", "aspirin", "--name", " "], "a medicine needs a name");
    home.ok(&["edit", "look", "1@2026/11/20", "--size", "4"]);
}

#[test]
fn the_cursor_stays_on_its_entry_when_the_rows_change() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-11-01"]);
    for on in ["2026-11-10", "2026-11-11T08:00", "2026-11-11T20:00"] {
        home.ok(&["look", "1", "--on", on]);
    }
    let mut screen = Screen::on_file(&home.journal(), 80, 30);
    screen.press("<Enter><Down><Down>").press("s").press("x").shows("Strike out the look at spot 1 of 10 Nov 2026?");
    screen.press("n<Up>x").shows("of 11 Nov 2026, 08:00?").press("n");
}

#[test]
fn a_person_is_struck_out_by_the_typed_name_and_comes_back_whole() {
    let home = with_a_slip();
    home.ok(&["people", "--add", "Ben"]);
    let picture = home.picture("a.png");
    for arguments in [
        vec!["new", "nose", "--photo", &picture, "--person", "Ben"],
        vec!["symptom", "fever", "--person", "Ben"],
        vec!["review", "1", "--by", "nurse", "--person", "Ben"],
    ] {
        home.ok(&arguments);
    }
    let before = exported(&home);
    fails(&home, &["strike", "person", "Ben"], "--yes is needed");
    fails(&home, &["strike", "person", "Bo", "--yes"], "there is no Bo");
    let said = home.ok(&["strike", "person", "Ben", "--yes"]);
    assert!(said.contains("Struck out Ben, with every entry"), "{said}");
    assert!(!home.ok(&["people"]).contains("Ben"));
    let old = home.write("before.json", &before);
    let taken = home.ok(&["import", &old]);
    assert!(taken.contains("struck out") && !home.ok(&["people"]).contains("Ben"), "{taken}");
    home.ok(&["undo"]);
    let content = |text: &str| text.lines().filter(|line| !line.contains("changed_at")).collect::<String>();
    assert_eq!(content(&exported(&home)), content(&before));
    home.ok(&["doctor"]);

    let mut screen = Screen::on_file(&home.journal(), 100, 30);
    screen.press("MpxBe<C-s>").shows("that is not the name; type Ben").press("n<C-s>").shows("Struck out Ben");
    screen.hides("nose").press("u").shows("Undone");
    assert!(home.ok(&["people"]).contains("Ben"));
}

#[test]
fn a_glass_test_is_a_row_of_its_own_that_is_corrected_and_struck_out() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-10", "new", "chest", "--glass", "fades"]);
    home.ok(&["--as-of", "2026-11-12", "look", "1", "--glass", "does-not-fade"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("<Enter><Tab>").shows("‹Tests 2›").press("e").shows("Correct the look at spot 1 of 12 Nov 2026");
    screen.shows("› 6 Under a glass").press("f<C-s>").shows("12 Nov 2026: fades");
    screen.press("<Down>x").shows("Strike out the look at spot 1 of 10 Nov 2026?").press("n");
    // A tab without entries strikes out nothing, least of all the spot.
    screen.press("<Tab>x").shows("There is no entry on this tab").hides("Strike out").press("e").hides("Correct the");
}
