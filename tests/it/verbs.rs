//! A call of every verb, for the tests that look at all that is printed.

use crate::harness::Home;

/// A call of every verb on the demo journal, in this order. Words in capitals are replaced: TEXT by a free text, FILE by a
/// new file, PERSON by the name of the person. The others are what is there.
const CALLS: &[&str] = &[
    "new|shin|--side|right|--on|2026-11-20|--first-seen|2026-11-01|--size|3|--by|ruler|--label|TEXT",
    "look|14|--on|2026-11-21|--pain|--note|TEXT",
    "same|14|--on|2026-11-22",
    "review|14|--by|doctor|--outcome|monitor|--on|2026-11-22|--said|TEXT",
    "treatment|14|TEXT|--started|2026-11-22",
    "symptom|fever|--at|2026-11-22",
    "medicine|aspirin|--started|2026-11-22",
    "infection|skin|--on|2026-11-22",
    "photo|add|14|PICTURE|--on|2026-11-21",
    "photo|add|14|OTHER-PICTURE|--on|2026-11-22",
    "photo|list",
    "photo|show|14@2026-11-21",
    "photo|compare|14@2026-11-21|14@2026-11-22",
    "photo|export|14@2026-11-21|FILE",
    "photo|remove|14@2026-11-21|--yes",
    "photo|erase|14@2026-11-22|--yes",
    "edit|look|14@2026-11-21|--note|OTHER-TEXT",
    "edit|spot|14|--note|TEXT",
    "edit|review|14@2026-11-22|--said|OTHER-TEXT",
    "edit|treatment|14@2026-11-22|--what|OTHER-TEXT",
    "edit|symptom|fever@2026-11-22|--note|TEXT",
    "edit|medicine|aspirin|--note|TEXT",
    "edit|infection|@2026-11-22|--note|TEXT",
    "edit|person|--note|TEXT",
    "note|14@2026-11-21|TEXT",
    "move|14|--site|left shin",
    "strike|look|14@2026-11-22|--yes",
    "close|14|--because|removed|--on|2026-11-23",
    "reopen|14",
    "me",
    "people",
    "glass",
    "glass|2",
    "list",
    "show|14",
    "why",
    "why|14",
    "timeline",
    "due",
    "report",
    "report|--format|note",
    "guide",
    "rules",
    "history",
    "undo",
    "redo",
    "backup|FILE",
    "restore|BACKUP",
    "export|FILE",
    "import|EXPORT",
    "erase|note|14@2026-11-21|--yes",
    "sync|FOLDER",
    "people|--add|Ben",
    "people|merge|Ben|PERSON",
    "doctor",
    "paths",
    "settings",
    "settings|edit",
    "remind",
    "completions|bash",
    "man",
    "schema",
];

/// Calls that cannot succeed on a machine without a desktop or an editor.
const MAY_FAIL: [&str; 2] = ["settings|edit", "remind"];

/// Runs a call of every verb with a free text, and gives each one with what was printed to `check`. The journal must be
/// the demo, or one of a person of that name with its spots.
pub(crate) fn run_every_verb(home: &Home, person: &str, text: &str, check: impl Fn(&str, &[u8])) {
    let shared = home.path("shared-by-every-verb");
    std::fs::create_dir(&shared).unwrap();
    let pictures = ["one.png", "another.png"].map(|name| home.picture(name));
    let file = |name: &str| home.path(name).to_str().unwrap().to_owned();
    let is_built = |call: &&&str| cfg!(feature = "photos") || !call.starts_with("photo");
    for call in CALLS.iter().filter(is_built) {
        let verb = call.split('|').next().unwrap();
        let argument = |word: &str| match word {
            "TEXT" => text.to_owned(),
            "OTHER-TEXT" => format!("{text} and more"),
            "PERSON" => person.to_owned(),
            "PICTURE" => pictures[0].clone(),
            "OTHER-PICTURE" => pictures[1].clone(),
            "FOLDER" => shared.to_str().unwrap().to_owned(),
            "FILE" => file(&format!("written-by-{verb}")),
            "BACKUP" => file("written-by-backup"),
            "EXPORT" => file("written-by-export"),
            word => word.to_owned(),
        };
        let output = home.spotlog().args(call.split('|').map(argument)).output().unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8_lossy(&printed);
        assert!(output.status.success() || MAY_FAIL.contains(call), "{call}: {shown}");
        check(call, &printed);
    }
}

/// Returns every verb of the command line with those below it, from the parser's own tree.
pub(crate) fn all_verbs() -> Vec<Vec<String>> {
    fn walk(command: &clap::Command, above: &[String], found: &mut Vec<Vec<String>>) {
        for verb in command.get_subcommands() {
            let path = [above, &[verb.get_name().to_owned()]].concat();
            walk(verb, &path, found);
            found.push(path);
        }
    }
    let mut found = Vec::new();
    walk(&<spotlog::cli::Cli as clap::CommandFactory>::command(), &[], &mut found);
    found
}

#[test]
fn every_verb_has_a_call() {
    for verb in all_verbs() {
        let verb = verb.join("|");
        let is_called =
            verb == "demo" || CALLS.iter().any(|call| *call == verb || call.starts_with(&format!("{verb}|")));
        assert!(is_called || verb.ends_with("help"), "{verb}: write a call of it in CALLS");
    }
}
