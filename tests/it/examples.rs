//! The example journals, each with the flags that it must raise.

use crate::harness::{Home, Screen, as_of, clock, context};
use serde_json::Value;
use spotlog::exchange::read_journal;
use spotlog::guidance::{Assessment, Status, Windows, evaluate};
use spotlog::ops;
use spotlog::store::Store;
use std::path::{Path, PathBuf};

/// An example: its name and the content of its file.
pub(crate) struct Example {
    pub name: String,
    pub content: Value,
}

impl Example {
    /// Returns the moment of the assessment.
    pub(crate) fn as_of(&self) -> &str {
        self.content["as_of"].as_str().unwrap()
    }

    /// Returns the journal in the JSON file format.
    pub(crate) fn journal(&self) -> Vec<u8> {
        serde_json::to_vec(&self.content["journal"]).unwrap()
    }
}

/// Reads all examples, sorted by path.
pub(crate) fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let mut files: Vec<PathBuf> = ["first-table", "all-rules"]
        .iter()
        .flat_map(|part| std::fs::read_dir(folder.join(part)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| Example {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        content: serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap(),
    };
    files.into_iter().map(read).collect()
}

fn check(name: &str, found: &Assessment, expect: &Value) {
    assert_eq!(found.level.word(), expect["headline"], "{name}: headline");
    if let Some(see) = expect.get("see") {
        assert_eq!(found.see.map(|see| see.word()), see.as_str(), "{name}: see");
    }
    let is = |flag: &spotlog::guidance::Flag, wanted: &Value| {
        wanted["rule"] == flag.rule.ident && wanted["spot"].as_u64() == flag.spot.map(u64::from)
    };
    let flags = || found.flags.iter().map(|f| (f.rule.ident, f.spot, f.level, f.status)).collect::<Vec<_>>();
    for must in expect["must"].as_array().unwrap() {
        let status = must["status"].as_str().unwrap_or("open");
        let raised = found.flags.iter().any(|flag| {
            let level = must["level"].as_str().is_none_or(|level| level == flag.level.word());
            let see = must.get("see").is_none_or(|see| see.as_str() == flag.see.map(|see| see.word()));
            is(flag, must) && flag.status.word() == status && level && see
        });
        assert!(raised, "{name} must raise {must}: {:?}", flags());
    }
    for must_not in expect["must_not"].as_array().unwrap() {
        let open = found.flags.iter().any(|flag| is(flag, must_not) && flag.status == Status::Open);
        assert!(!open, "{name} must not raise {must_not}: {:?}", flags());
    }
}

#[test]
fn every_example_raises_what_it_must_and_nothing_that_it_must_not() {
    let examples = examples();
    assert_eq!(examples.len(), 48);
    for example in &examples {
        let mut journal = read_journal(&example.journal(), clock().today()).unwrap().0;
        let others = example.content["others"].as_object().or(example.content["expect"]["others"].as_object());
        for (name, expect) in others.into_iter().flatten() {
            let at = journal.iter().position(|person| person.person.name.to_string() == *name).unwrap();
            let facts = spotlog::domain::Facts::from(journal[at].clone());
            check(
                &format!("{}, {name}", example.name),
                &evaluate(&facts, &Windows::default(), as_of(example.as_of())),
                expect,
            );
        }
        let facts = spotlog::domain::Facts::from(journal.remove(0));
        let found = evaluate(&facts, &Windows::default(), as_of(example.as_of()));
        check(&example.name, &found, &example.content["expect"]);
    }
}

/// Returns the texts of the screens for an example, for checking section 7 of the guidance.
pub(crate) fn every_word_of(example: &Example) -> Vec<(String, String)> {
    let journal = read_journal(&example.journal(), clock().today()).unwrap().0;
    let mut store = Store::open_in_memory().unwrap();
    ops::import(&mut store, &context(&Windows::default()), &journal).unwrap();
    let mut said = Vec::new();
    let mut screen = Screen::as_of(store, as_of(example.as_of()), 100, 60);
    for keys in ["", "<Esc>", "<Enter>", "<Esc>r", "<Esc>M", "<Esc>H", "<Esc>!", "<Esc>g", "<Esc>l"] {
        said.push((format!("{} {keys}", example.name), screen.press(keys).text()));
    }
    said
}

/// Returns the output of the command line for an example. This takes longer.
pub(crate) fn every_print_of(example: &Example) -> Vec<(String, String)> {
    let home = Home::new();
    let file = home.write("in.json", &String::from_utf8(example.journal()).unwrap());
    home.ok(&["import", &file]);
    let mut said = Vec::new();
    for verb in [&["why"][..], &["why", "--json"], &["list"], &["report"], &["report", "--json"], &["me"], &["due"]] {
        let call = [verb, &["--as-of", example.as_of()]].concat();
        let (_, out, err) = home.run(&call);
        said.push((format!("{} {call:?}", example.name), out + &err));
    }
    said
}
