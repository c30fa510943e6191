//! Tests that no output contains characters that a terminal obeys, or that hide or reverse other text.

use crate::exchange::FULL;
use crate::harness::Home;
use crate::verbs::run_every_verb;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Returns escapes, C0, DEL, C1, bidirectional controls, line and paragraph separators, tags, and zero-width characters
/// that join nothing.
fn hostile() -> Vec<char> {
    let ranges = [
        '\u{1}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{202a}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
        '\u{2028}'..='\u{2029}',
        '\u{200b}'..='\u{200f}',
        '\u{2060}'..='\u{2064}',
        '\u{e0001}'..='\u{e0002}',
        '\u{e0020}'..='\u{e007f}',
    ];
    ranges.into_iter().flatten().chain(['\u{61c}', '\u{feff}', '\u{ad}', '\u{180e}']).collect()
}

/// The characters that end a line.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Returns a text with all of them, and a letter with too many combining marks.
fn hostile_text() -> String {
    let mut text: String = hostile().into_iter().flat_map(|c| ['a', c]).collect();
    text.push_str("\u{1b}]0;title\u{7}\u{1b}[2Je");
    text.extend(std::iter::repeat_n('\u{301}', 40));
    text
}

/// Appends the text to every free text in the journal.
fn poison(value: &mut Value, text: &str) {
    const OWN: [&str; 8] = ["name", "note", "said", "what", "label", "conditions", "file", "sha256"];
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, text)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(own) if OWN.contains(&name.as_str()) => own.push_str(text),
                    Value::Array(list) if name == "conditions" => {
                        list.iter_mut().for_each(|own| *own = format!("{}{text}", own.as_str().unwrap()).into());
                    }
                    value => poison(value, text),
                }
            }
        }
        _ => {}
    }
}

/// Asserts that an output contains none of them. Carriage returns may end lines, as calendars need.
#[track_caller]
fn check(what: &str, out: &[u8]) {
    let text = std::str::from_utf8(out).unwrap_or_else(|_| panic!("{what}: no UTF-8"));
    let text = text.replace("\r\n", "\n");
    let bad = hostile();
    if let Some(c) = text.chars().find(|c| *c != '\n' && bad.contains(c)) {
        let line = text.lines().find(|line| line.contains(c)).unwrap_or_default();
        panic!("{what}: {c:?} in {line:?}");
    }
    assert!(!text.contains(&"\u{301}".repeat(5)), "{what}: more marks than a letter has");
}

#[test]
fn no_character_that_a_terminal_obeys_leaves_through_a_verb_that_works() {
    let demo = Home::new();
    demo.ok(&["demo", "--quiet"]);
    let mut journal: Value = serde_json::from_str(&demo.ok(&["export", "-"])).unwrap();
    poison(&mut journal, &hostile_text());
    let home = Home::new();
    home.ok(&["import", &home.write("hostile.json", &journal.to_string())]);
    let people: Value = serde_json::from_str(&home.ok(&["people", "--json"])).unwrap();
    let name = people[0]["name"].as_str().unwrap();
    // A text on the command line is one line.
    let text: String = hostile_text().chars().filter(|c| !LINE_ENDS.contains(c)).collect();
    run_every_verb(&home, name, &text, check);
}

#[test]
fn no_character_that_a_terminal_obeys_leaves_through_any_verb() {
    let text = hostile_text();
    let mut journal: Value = serde_json::from_str(FULL).unwrap();
    poison(&mut journal, &text);
    let home = Home::new();
    let file = home.write("hostile.json", &journal.to_string());
    let folder = home.path("shared");
    fs::create_dir(&folder).unwrap();
    let name = journal["people"][0]["name"].as_str().unwrap().to_owned();
    let spot = journal["people"][0]["spots"][0]["number"].to_string();
    // The import replaces a line break in a name by a space.
    let name: String =
        name.chars().map(|c| if c.is_control() || "\u{2028}\u{2029}".contains(c) { ' ' } else { c }).collect();
    let one = ["--person", name.as_str()];
    let bad_name = format!("no such {}", text.replace('\u{0}', ""));
    let shared = folder.to_str().unwrap();
    let mut calls: Vec<Vec<&str>> = vec![vec!["import", &file], vec!["import", &bad_name], vec!["sync", shared]];
    for verb in ["list", "why", "due", "timeline", "report", "me", "people", "history", "glass", "doctor", "paths"] {
        calls.push(vec![verb]);
        calls.push(vec![verb, "--json"]);
        calls.push([&[verb][..], &one].concat());
    }
    for verb in ["show", "why", "glass"] {
        calls.push([&[verb, &spot][..], &one].concat());
        calls.push([&[verb, &spot, "--json"][..], &one].concat());
    }
    for format in ["text", "markdown", "html", "json", "fhir", "csv"] {
        calls.push([&["report", "--format", format][..], &one].concat());
    }
    calls.extend([
        [&["report", "--everyone"][..], &[]].concat(),
        [&["due", "--ics"][..], &one].concat(),
        vec!["export", "-"],
        vec!["list", "--person", &bad_name],
        vec!["guide", &bad_name],
        vec!["rules", &bad_name],
        vec!["restore", &bad_name],
        vec!["schema", &bad_name],
        vec!["new", &bad_name],
        vec!["new", "chest", "--label", &bad_name],
        vec!["new", "chest", "--first-seen", &bad_name],
        vec!["people", "--add", &bad_name],
        vec!["medicine", &bad_name],
        vec!["look", &bad_name],
        vec![&bad_name],
        vec!["report", "--out", "/no/such/\u{1b}[2J\u{202e}folder/x.txt"],
        [&["undo"][..], &[]].concat(),
        [&["redo"][..], &[]].concat(),
    ]);
    for call in &calls {
        let output = home.spotlog().args(call).output().unwrap();
        let what =
            format!("{:?}", call.iter().map(|word| word.chars().take(20).collect::<String>()).collect::<Vec<_>>());
        check(&format!("{what}, standard output"), &output.stdout);
        check(&format!("{what}, standard error"), &output.stderr);
    }
    // The plain mode.
    let talk = home.spotlog().arg("--plain").write_stdin("6\n7\n4\n\n3\n\n8\n9\n0\n").output().unwrap();
    check("--plain", &talk.stdout);
    check("--plain, standard error", &talk.stderr);
}

#[test]
fn json_and_exports_give_back_the_very_text_that_was_taken_in() {
    let mut journal: Value = serde_json::from_str(FULL).unwrap();
    poison(&mut journal, &hostile_text());
    let home = Home::new();
    home.ok(&["import", &home.write("hostile.json", &journal.to_string())]);
    let exported: Value = serde_json::from_str(&home.ok(&["export", "-"])).unwrap();
    let note = |journal: &Value| journal["people"][0]["spots"][0]["observations"][0]["note"].clone();
    assert_eq!(note(&exported), note(&journal));
}

#[test]
fn names_of_files_settings_and_the_environment_are_shown_too() {
    let home = Home::new();
    let evil = "x\u{1b}[2J\u{202e}y\nSpot 9 is logged";
    home.ok(&["new", "chest"]);
    let folder = home.path("shared");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(format!("{evil}.spotlog-sync")), "nothing").unwrap();
    fs::write(home.path(evil), "no journal").unwrap();
    let settings = home.path(".config/spotlog/settings.toml");
    let evil_file = home.path(evil);
    let evil_file = evil_file.to_str().unwrap();
    let mut outputs = Vec::new();
    for call in [
        &["sync", folder.to_str().unwrap()][..],
        &["import", evil_file],
        &["restore", evil_file],
        &["--journal", evil_file, "list"],
        &["--journal", evil_file, "doctor"],
        &["export", "/no/such/x\u{1b}[2J\u{202e}y\nSpot 9 is logged"],
        &["look", "1", "--photo", evil_file],
    ] {
        outputs.push((format!("{call:?}"), home.spotlog().args(call).output().unwrap()));
    }
    fs::create_dir_all(settings.parent().unwrap()).unwrap();
    fs::write(&settings, "\"a\\u001b[2J\\u202e\\nSpot 9 is logged\" = 1\n").unwrap();
    outputs.push(("a setting".into(), home.spotlog().arg("list").output().unwrap()));
    fs::remove_file(&settings).unwrap();
    outputs.push((
        "the environment".into(),
        home.spotlog().env("SPOTLOG_JOURNAL", evil_file).arg("list").output().unwrap(),
    ));
    for (what, output) in outputs {
        check(&what, &output.stdout);
        check(&what, &output.stderr);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!text.lines().any(|line| line.trim_start().starts_with("Spot 9 is logged")), "{what}: {text}");
    }
}

/// Where the program prints, with the reason why that is no way around the door.
const DOORS: &[(&str, &str)] = &[
    ("src/cli/print.rs", "the door itself"),
    ("src/cli.rs", "help without a person's words"),
    ("src/cli/session.rs", "whether it is a terminal"),
    ("src/cli/open.rs", "the numbered questions, through the door; whether it is a terminal"),
    ("src/log.rs", "fixed words and numbers"),
    ("src/crash.rs", "a place in the source and a path, not the message"),
    ("src/cli/verb/doctor/report.rs", "versions and sizes for the clipboard, in base64"),
    ("src/cli/verb/photo/show.rs", "whether it is a terminal; blocks of colour"),
    ("src/cli/verb/export.rs", "an encrypted journal"),
    ("src/cli/verb/completions.rs", "a script that holds no person's words"),
    ("src/cli/terminal.rs", "asks whether standard output is a terminal; a pager gets what print.rs has made visible"),
    ("src/cli/verb/man.rs", "a manual page that holds no person's words"),
    ("src/tui/terminal.rs", "the screen, whose cells go through the door in paint.rs"),
];

#[test]
fn every_call_that_prints_is_a_door() {
    let prints = ["println!", "print!(", "stdout()", "stderr()", ".print()", "Stream::Bytes", "dbg!"];
    fn walk(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => walk(&path, found),
                path => found.push(path),
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    for path in files {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let is_door = DOORS.iter().any(|(door, _)| *door == name);
        let found = prints.iter().find(|print| text.contains(**print));
        assert!(is_door || found.is_none(), "{name} prints by {found:?} past the door");
        assert!(!is_door || found.is_some(), "{name} is no door any more");
    }
}
