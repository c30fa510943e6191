//! Tests of the project itself: imports, file sizes and generated pages.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of `src/lib.rs`. A module may import only from earlier rooms.
const ROOMS: [&str; 13] = [
    "domain", "error", "file", "log", "crash", "guidance", "store", "report", "exchange", "config", "ops", "cli", "tui",
];

/// Imports from earlier rooms that are forbidden, with the reason.
const FORBIDDEN: [(&str, &str, &str); 5] = [
    ("store", "guidance", "storage does not decide"),
    ("report", "store", "a report is made from values"),
    ("exchange", "store", "formats know no tables"),
    ("guidance", "error", "deciding cannot fail"),
    ("tui", "cli", "the screen does not know the command line"),
];

/// Files over 500 lines, each with its reason.
const LARGE: [(&str, &str); 0] = [];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// Asserts that a generated page equals the committed file. With `UPDATE_DOCS` set it writes the file instead.
#[track_caller]
pub(crate) fn must_equal_file(file: &str, expected: &str) {
    let path = root().join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, expected).unwrap();
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{file} is out of date; `just docs` writes it anew");
}

/// Asserts that a frozen page is as it was. With `UPDATE_DOCS` set it writes a page that is not there yet.
#[track_caller]
pub(crate) fn must_stay(file: &str, expected: &str) {
    if !root().join(file).exists() {
        must_equal_file(file, expected);
    }
    let found = fs::read_to_string(root().join(file)).unwrap();
    assert!(found == expected, "{file} is frozen: what is new belongs to the next version");
}

#[test]
fn modules_import_only_from_the_rooms_above_them() {
    let mut wrong = Vec::new();
    for path in sources("src") {
        let file = name(&path);
        let room = file.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap().to_owned();
        let Some(own) = ROOMS.iter().position(|r| *r == room) else { continue };
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap();
            if code.contains("crate::{") {
                wrong.push(format!("{file}:{}: name each room in a line of its own", number + 1));
            }
            for part in code.split("crate::").skip(1) {
                let imported = part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                let Some(other) = ROOMS.iter().position(|r| *r == imported) else { continue };
                let forbidden = FORBIDDEN.iter().find(|(from, to, _)| *from == room && *to == imported);
                // The command line may start the terminal program.
                let door = room == "cli"
                    && imported == "tui"
                    && (part.starts_with("tui::run") || part.starts_with("tui::Start"));
                if (other > own && !door) || forbidden.is_some() {
                    let why = forbidden.map_or("it is below", |f| f.2);
                    wrong.push(format!("{file}:{}: {room} imports {imported} ({why}): {}", number + 1, line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_over_five_hundred_lines_has_a_reason() {
    for path in sources("src") {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let file = name(&path);
        let excused = LARGE.iter().any(|(known, _)| *known == file);
        assert!(lines <= 500 || excused, "{file} has {lines} lines");
        assert!(lines > 500 || !excused, "{file} needs no excuse any more");
    }
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for path in sources("src") {
        for part in name(&path).split(['/', '.', '_']) {
            assert!(
                !["utils", "util", "common", "helpers", "helper", "manager", "service", "misc"].contains(&part),
                "{}",
                name(&path)
            );
        }
    }
}

#[test]
fn only_the_effects_of_the_screen_touch_the_journal() {
    for path in sources("src/tui") {
        let file = name(&path);
        let text = fs::read_to_string(&path).unwrap();
        // The last file only contains tests.
        let may = [
            "effect.rs",
            "effect/files.rs",
            "effect/photos.rs",
            "app.rs",
            "plain.rs",
            "terminal.rs",
            "app/every_word.rs",
        ];
        let may = may.iter().any(|name| file == format!("src/tui/{name}"));
        assert!(may || !text.contains("crate::store"), "{file} names the store");
    }
}

#[test]
fn the_key_reference_is_true() {
    must_equal_file("docs/keys.md", &spotlog::tui::keymap::markdown());
}

#[test]
fn the_command_reference_is_true() {
    must_equal_file("docs/cli.md", &spotlog::cli::markdown());
}

#[test]
fn the_rule_reference_is_true() {
    must_equal_file("docs/rules.md", &spotlog::guidance::markdown());
}

#[test]
fn the_schema_reference_is_true() {
    let store = spotlog::store::Store::open_in_memory().unwrap();
    must_equal_file("docs/schema.sql", &store.schema().unwrap());
}

#[test]
fn the_readme_names_the_number_of_rules_and_cards() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (rules, cards) = (spotlog::guidance::rules().count(), spotlog::guidance::CARDS.len());
    assert!(readme.contains(&format!("All {rules} rules")), "{rules} rules");
    assert!(readme.contains(&format!("A guide of {cards} cards")), "{cards} cards");
}

#[test]
fn the_readme_names_its_two_commands_first() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let place = |words: &str| readme.find(words).unwrap_or_else(|| panic!("README.md lacks {words}"));
    assert!(place("![") < place("cargo run --release"));
    assert!(place("cargo run --release") < 2_500 && place("cargo test") < 2_500);
}

#[test]
fn every_section_of_the_guidance_that_a_comment_cites_is_there() {
    let guidance = fs::read_to_string(root().join("docs/guidance.md")).unwrap();
    let sections: Vec<&str> =
        guidance.lines().filter_map(|line| line.strip_prefix("## ")?.split_once(". ")).map(|(name, _)| name).collect();
    let mut cited = 0;
    for path in sources("src") {
        let text = fs::read_to_string(&path).unwrap().replace("\n//!", "").replace("\n///", "").replace("\n//", "");
        assert!(!text.contains("evidence.md"), "{} cites what is not here", name(&path));
        for rest in text.split("guidance.md, section").skip(1) {
            let list = rest.trim_start_matches('s').trim_start();
            let section: String = list.chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(sections.contains(&section.as_str()), "{} cites section \"{section}\"", name(&path));
            cited += 1;
        }
    }
    assert!(cited > 20, "the citations are found");
}
