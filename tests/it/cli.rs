//! Tests of the command line, run as a process.

use crate::harness::{self, Home};

#[test]
fn a_spot_that_does_not_go_away_is_noticed_and_an_undo_outlives_the_program() {
    let home = Home::new();
    let out = home.ok(&["new", "left", "wrist", "back", "--on", "30 days ago", "--size", "3", "--by", "ruler"]);
    assert!(out.contains("Spot 1 is logged: left wrist, back."), "{out}");
    assert!(!out.contains("Has not gone away"), "{out}");
    let out = home.ok(&["look", "1", "--colour", "red"]);
    assert!(out.contains("Show this to a dermatologist."), "{out}");
    assert!(out.contains("Still there 30 days after it was first seen"), "{out}");
    assert!(home.ok(&["why", "1"]).contains("Tiny Red Dots On Skin"));
    assert!(home.ok(&["report"]).contains("has not gone away"));
    assert!(home.ok(&["undo"]).contains("Undone: look, spot 1"));
    assert!(!home.ok(&["report"]).contains("has not gone away (follow-up"));
    let history = home.ok(&["history"]);
    assert!(history.contains("undo: look, spot 1"), "{history}");
    assert!(history.contains("raised: spot 1: Has not gone away"), "a flag that was shown stays: {history}");
}

#[test]
fn exit_codes_are_those_of_the_manual() {
    let home = Home::new();
    assert_eq!(home.run(&["list"]).0, 0);
    assert_eq!(home.run(&["nonsense"]).0, 2);
    assert_eq!(home.run(&["look", "1"]).0, 3);
    assert_eq!(home.run(&["undo"]).0, 3);
    assert_eq!(home.run(&["report"]).0, 3);
    home.ok(&["new", "chest", "--first-seen", "unknown"]);
    assert_eq!(home.run(&["due", "--exit-code"]).0, 10);
    assert_eq!(home.run(&["due"]).0, 0);
    assert_eq!(home.run(&["show", "7"]).0, 3);
    assert_eq!(home.run(&["list", "--person", "Nobody"]).0, 3);
}

#[test]
fn bad_input_names_the_field_and_what_is_allowed() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let before = std::fs::read(home.journal()).unwrap();
    let long = "x".repeat(10_001);
    for (arguments, words) in [
        (vec!["new", "antenna"], "SITE: \"antenna\" is not a site; allowed: scalp"),
        (vec!["new", "wrist"], "which one: wrist front, wrist back?"),
        (vec!["new", "chest", "--first-seen", "mole"], "--first-seen: \"mole\" is not a date; allowed: today"),
        (vec!["new", "chest", "--first-seen", "2099-01-01"], "--first-seen: 2099-01-01 is after today"),
        (vec!["look", "1", "--on", "yesterday"], "--on: an observation of"),
        (vec!["look", "1", "--on", "2099-01-01"], "is after today"),
        (vec!["look", "1", "--on", "nov 2025"], "a day is needed"),
        (vec!["look", "1", "--size", "3 4 5 6", "--by", "ruler"], "--size: 4 readings were given; at most 3"),
        (vec!["look", "1", "--size", "301", "--by", "ruler"], "at most 300 mm"),
        (vec!["look", "1", "--size", "0", "--by", "ruler"], "over 0"),
        (vec!["look", "1", "--size", "3"], "--by: a diameter needs how it was measured; allowed: ruler"),
        (vec!["look", "1", "--colour", "mauve"], "[possible values: red, bright-red"),
        (vec!["look", "1", "--after-injury"], "--after-injury: is answered although bleeding is not"),
        (vec!["look", "1", "--note", &long], "--note: the text has 10001 characters; at most 10,000"),
        (vec!["look", "1", "--photo", "/"], "is a folder"),
        (vec!["review", "1", "--by", "doctor", "--on", "2099-01-01"], "is after today"),
        (vec!["report", "--as-of", "soon"], "--as-of: \"soon\" is not a date"),
    ] {
        let (code, out, err) = home.run(&arguments);
        assert_eq!(code, 2, "{arguments:?}: {out}{err}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    }
    assert_eq!(std::fs::read(home.journal()).unwrap(), before, "nothing was written");
}

#[test]
fn a_photo_over_the_limit_is_refused_and_a_smaller_one_is_kept_by_its_fingerprint() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let large = home.path("large.jpg");
    std::fs::File::create(&large).unwrap().set_len(32 * 1024 * 1024 + 1).unwrap();
    let (code, _, err) = home.run(&["look", "1", "--photo", large.to_str().unwrap()]);
    assert_eq!((code, err.contains("larger than 32 MiB")), (2, true), "{err}");
    home.ok(&["look", "1", "--photo", &home.picture("small.png")]);
    let shown = home.ok(&["show", "1", "--json"]);
    assert!(shown.contains(&spotlog::exchange::checksum(harness::PNG)), "{shown}");
}

#[test]
fn same_review_treatment_and_close_are_entries_like_any_other() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "40 days ago"]);
    home.ok(&["new", "left", "shin"]);
    home.ok(&["same", "1", "2"]);
    assert!(home.ok(&["show", "2"]).contains("no change noticed"));
    assert!(home.ok(&["list", "--flagged"]).contains("chest"));
    home.ok(&["review", "1", "--by", "dermatologist", "--said", "a mole", "--outcome", "known"]);
    assert!(home.ok(&["why", "1"]).contains("answered"));
    let (_, out, _) = home.run(&["review", "1", "--by", "pharmacist"]);
    assert!(out.contains("It answers no flag"), "{out}");
    assert_eq!(home.run(&["treatment", "2", "--improved"]).0, 3);
    home.ok(&["treatment", "2", "cream", "--kind", "home"]);
    home.ok(&["treatment", "2", "--improved=no"]);
    assert!(home.ok(&["show", "2"]).contains("cream; improved: no"));
    let (code, _, err) = home.run(&["close", "2", "--because", "mistake"]);
    assert_eq!((code, err.contains("add --yes")), (2, true), "{err}");
    home.ok(&["close", "2", "--because", "mistake", "--yes"]);
    assert!(home.ok(&["list"]).contains("a mistake"));
    let (code, _, err) = home.run(&["look", "2"]);
    assert_eq!((code, err.contains("`spotlog reopen 2` opens it again")), (2, true), "{err}");
    home.ok(&["reopen", "2"]);
    home.ok(&["same", "2", "2"]);
    home.ok(&["review", "--by", "doctor", "--said", "all looked at"]);
}

#[test]
fn nothing_that_was_typed_is_dropped_without_a_word() {
    let home = Home::new();
    assert_eq!(home.run(&["new", "chest", "--no-look", "--size", "3", "--by", "ruler"]).0, 2);
    home.ok(&["new", "chest", "--no-look"]);
    home.ok(&["treatment", "1", "cream"]);
    assert_eq!(home.run(&["treatment", "1", "--improved", "--kind", "home"]).0, 2);
    assert_eq!(home.run(&["treatment", "1", " "]).0, 2);
    assert_eq!(home.run(&["report", "--json", "--spot", "1"]).0, 2);
}

#[test]
fn no_journal_is_ever_overwritten_by_an_export() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let journal = home.journal();
    for target in [journal.to_str().unwrap().to_owned(), format!("{}-wal", journal.to_str().unwrap())] {
        for verb in [&["export", &target, "--force"][..], &["report", "--out", &target, "--force"]] {
            let (code, _, err) = home.run(verb);
            assert_eq!((code, err.contains("is not overwritten")), (2, true), "{verb:?}: {err}");
        }
    }
    assert!(home.ok(&["list"]).contains("chest"));
    home.ok(&["undo"]);
}

#[test]
fn reading_makes_no_journal() {
    let home = Home::new();
    for verb in [&["list"][..], &["due"], &["history"], &["export", "-"]] {
        home.ok(verb);
    }
    assert!(home.ok(&["list"]).contains("There is no journal at"));
    assert_eq!(home.run(&["doctor"]).0, 3);
    assert_eq!(home.run(&["show", "1"]).0, 3);
    assert!(!home.journal().exists());
}

#[test]
fn several_people_are_kept_apart() {
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "unknown", "--person", "Anna"]);
    let file = home.write("b.json", r#"{"format": "spotlog-journal/1", "people": [{"name": "Ben", "spots": []}]}"#);
    home.ok(&["import", &file]);
    home.ok(&["new", "chin", "--person", "Ben"]);
    assert!(home.ok(&["list"]).contains("chest"));
    let ben = home.ok(&["list", "--person", "Ben"]);
    assert!(ben.contains("  1  chin") && !ben.contains("chest"), "{ben}");
    let due = home.ok(&["due"]);
    assert!(due.contains("Anna, spot 1"), "{due}");
}

#[test]
fn data_is_json_where_it_is_asked_for() {
    let home = Home::new();
    home.ok(&["demo", "--quiet", "--as-of", "2026-11-21"]);
    for verb in [
        &["list"][..],
        &["show", "4"],
        &["why"],
        &["why", "4"],
        &["due"],
        &["report"],
        &["schema"],
        &["history"],
        &["paths"],
        &["doctor"],
        &["same", "2"],
        &["undo"],
    ] {
        let mut arguments = verb.to_vec();
        arguments.push("--json");
        let out = home.ok(&arguments);
        serde_json::from_str::<serde_json::Value>(&out).unwrap_or_else(|e| panic!("{verb:?}: {e}\n{out}"));
    }
}

#[test]
fn the_same_journal_and_day_give_the_same_bytes() {
    let home = Home::new();
    home.ok(&["demo", "--quiet", "--as-of", "2026-11-21"]);
    let report = || home.ok(&["report", "--format", "json", "--as-of", "2026-11-21"]);
    assert_eq!(report(), report());
    let parsed: serde_json::Value = serde_json::from_str(&report()).unwrap();
    assert_eq!(parsed["format"], "spotlog-report/1");
    assert_eq!(parsed["as_of"], "2026-11-21");
    assert_eq!(parsed["level"], "follow-up");
}

#[test]
fn the_demo_never_mixes_with_a_real_journal() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let (code, _, err) = home.run(&["demo", "--quiet"]);
    assert_eq!(code, 2);
    assert!(err.contains("never mixed"), "{err}");
}

#[test]
fn settings_change_the_windows_and_a_wrong_one_is_named() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "15 days ago"]);
    assert!(!home.ok(&["look", "1"]).contains("Has not gone away"));
    let settings = home.path(".config/spotlog/settings.toml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "[windows]\npersistence_days = 14\n").unwrap();
    if home.ok(&["paths"]).contains(settings.to_str().unwrap()) {
        assert!(home.ok(&["why", "1"]).contains("Has not gone away"));
        std::fs::write(&settings, "[windows]\npersistence_days = 99\n").unwrap();
        let (code, _, err) = home.run(&["list"]);
        assert_eq!(code, 2);
        assert!(err.contains("windows.persistence_days: 99 is out of bounds; allowed: 14 to 28"), "{err}");
    }
}

#[test]
fn what_the_program_prints_of_itself_needs_no_journal() {
    let home = Home::new();
    assert!(home.ok(&["completions", "bash"]).contains("spotlog"));
    assert!(home.ok(&["man"]).contains(".TH spotlog"));
    let schemas = home.ok(&["schema", "spotlog-journal/1"]);
    assert!(schemas.contains("wrist-back"));
    assert_eq!(home.run(&["schema", "other/1"]).0, 3);
    assert!(!home.journal().exists());
    assert!(home.ok(&["--help"]).contains("Exit codes"));
}

#[test]
fn without_a_terminal_the_list_is_printed() {
    let home = Home::new();
    assert!(home.ok(&[]).contains("No spot is logged yet"));
    home.ok(&["new", "chest"]);
    assert!(home.ok(&[]).contains("chest"));
}

#[test]
fn words_of_a_person_never_steer_the_terminal() {
    let home = Home::new();
    home.ok(&["new", "chest", "--label", "a\u{1b}[31mred\u{7} dot", "--note", "one\ntwo\u{1b}]0;title\u{7}"]);
    for verb in [&["list"][..], &["show", "1"], &["why", "1"], &["report"], &["due", "--as-of", "2099-01-01"]] {
        let out = home.ok(verb);
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{verb:?}: {out:?}");
        assert!(!out.contains("\ntwo"), "{verb:?}: {out:?}");
    }
    for typed in [
        &["new", "chest", "--label", "red\ndot"][..],
        &["me", "--name", "A\u{2028}B"],
        &["me", "--condition", "a\rb"],
        &["people", "--add", "A\nB"],
        &["medicine", "a\nb"],
        &["treatment", "1", "a\u{85}b"],
    ] {
        let (code, _, err) = home.run(typed);
        assert!(code == 2 && err.contains("one line"), "{typed:?}: {err}");
    }
}

#[test]
fn dates_and_sizes_are_written_and_read_as_the_settings_say() {
    let home = Home::new();
    let settings = home.path(".config/spotlog/settings.toml");
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "[terminal]\ndates = \"mm/dd/yyyy\"\nunit = \"inch\"\n").unwrap();
    let new =
        ["new", "left shin", "--first-seen", "11/02/2025", "--on", "11/03/2025", "--size", "1/8", "--by", "ruler"];
    home.ok(&new);
    let shown = home.ok(&["show", "1"]);
    assert!(shown.contains("11/03/2025") && shown.contains("0.12 in by ruler"), "{shown}");
    let kept = home.path("kept.json");
    home.ok(&["export", kept.to_str().unwrap()]);
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(kept.contains("2025-11-03") && kept.contains("3.175"), "{kept}");
    std::fs::write(&settings, "").unwrap();
    let (code, _, err) = home.run(&["look", "1", "--on", "11/04/2025"]);
    assert_eq!(code, 2, "{err}");
    assert!(home.ok(&["show", "1"]).contains("3.175 mm by ruler"));
}

#[test]
fn a_slip_is_refused_instead_of_taken_for_something_else() {
    let home = Home::new();
    for (typed, why) in [
        (&["new", "left shin", "--side", "right"][..], "SITE says left and --side says right"),
        (&["new", "shin", "--first-seen", "about"], "not a date"),
        (&["me", "--born", "8pm"], "not a date"),
        (&["people", "--add", "Mum\u{200b}"], "characters that are not shown"),
        (&["export", "clear.age"], "encrypt it with --encrypt"),
        (&["backup", "clear.age"], "encrypt it with --encrypt"),
        (&["remind", "--install", "--at", "24:00"], "00:00 to 23:59"),
    ] {
        let (code, _, err) = home.run(typed);
        assert!(code == 2 && err.contains(why), "{typed:?}: {err}");
    }
    home.ok(&["new", "left shin", "--side", "left", "--on", "2026-11-01"]);
    let (code, _, err) = home.run(&["close", "1", "--because", "removed", "--on", "2026-10-01"]);
    assert!(code == 2 && err.contains("before it was first seen (1 Nov 2026)"), "{err}");
    let (code, _, err) = home.run(&["move", "1", "--site", "left calf", "--side", "right"]);
    assert!(code == 2 && err.contains("--site says left"), "{err}");
}

#[test]
fn a_copy_of_a_journal_that_is_not_there_takes_the_place_of_no_good_one() {
    let home = Home::new();
    home.ok(&["new", "shin"]);
    let (copy, export) = (home.path("copy"), home.path("copy.json"));
    home.ok(&["backup", copy.to_str().unwrap()]);
    home.ok(&["export", export.to_str().unwrap()]);
    let before = [&copy, &export].map(|file| std::fs::read(file).unwrap());
    let elsewhere = home.path("typo/journal");
    for (verb, file) in [("backup", &copy), ("export", &export)] {
        let named = ["--journal", elsewhere.to_str().unwrap(), verb, file.to_str().unwrap(), "--force"];
        let (code, _, err) = home.run(&named);
        assert!(code == 3 && err.contains("there is no journal at"), "{verb}: {err}");
    }
    assert_eq!([&copy, &export].map(|file| std::fs::read(file).unwrap()), before);
}

#[test]
fn the_calendar_of_due_tells_an_emergency_and_exits_as_due_does() {
    let home = Home::new();
    let new = ["--as-of", "2026-11-20", "new", "calf", "--glass", "does-not-fade", "--with", "fever"];
    home.ok(&new);
    let (code, out, err) = home.run(&["--as-of", "2026-11-20", "due", "--ics", "--exit-code"]);
    assert!(code == 12 && err.contains("This may be an emergency"), "{code} {err}");
    assert!(out.starts_with("BEGIN:VCALENDAR"), "{out}");
}
