//! Rebinding: with other keys for every command, no sentence on any screen still names a default key.

use crate::harness::{Screen, clock, context};
use spotlog::guidance::Windows;
use spotlog::store::Store;
use spotlog::tui::Start;
use spotlog::tui::keymap::{Chord, KEYMAP};
use std::collections::{BTreeMap, BTreeSet};

/// The commands that lead to each screen; a word in quotes is typed.
const PATHS: [&str; 34] = [
    "",
    "filter 'zzz",
    "open",
    "round",
    "round round-skip round-skip round-skip round-skip round-skip round-skip round-skip",
    "round round-same round-skip round-skip round-skip round-skip round-skip round-skip",
    "round round-same back",
    "glass-test",
    "glass-test press-glass",
    "glass-test unclear",
    "map",
    "map next-view",
    "timeline",
    "me",
    "me next-person",
    "me medicine",
    "me edit-person",
    "me emergency-number",
    "history",
    "report",
    "report open-report",
    "report export",
    "report sections",
    "guide",
    "guide open",
    "emergency",
    "palette 'rep",
    "symptoms",
    "settings",
    "new-spot 'wris",
    "new-spot 'wrist back",
    "look 'x",
    "look next-field calendar",
    "erase-for-good accept 'er",
];

/// A key of its own for every command: Ctrl with a syllable that is on no screen.
fn keys() -> BTreeMap<String, Vec<String>> {
    let commands: BTreeSet<_> = KEYMAP.iter().map(|binding| binding.command).collect();
    let syllables = ('ሀ'..).map(|syllable| vec![format!("Ctrl-{syllable}")]);
    commands.into_iter().map(|command| command.ident()).zip(syllables).collect()
}

fn rebound(store: Store, width: u16, height: u16) -> Screen {
    let mut start = Start::new(clock);
    start.set_keys(&keys()).unwrap();
    Screen::begin(store, start, width, height)
}

fn demo() -> Store {
    let mut store = Store::open_in_memory().unwrap();
    spotlog::ops::fill_demo(&mut store, &context(&Windows::default())).unwrap();
    store
}

/// Follows a path; every command is given by its own key.
fn follow(screen: &mut Screen, path: &str) {
    let keys = keys();
    for step in path.split(' ').filter(|step| !step.is_empty()) {
        match step.strip_prefix('\'') {
            Some(text) => drop(screen.press(text)),
            None => {
                let chord = Chord::parse(&keys[step][0]).unwrap();
                let event = crossterm::event::KeyEvent::new(chord.code, chord.modifiers);
                screen.event(crossterm::event::Event::Key(event));
            }
        }
    }
}

/// Returns the default keys that a text names: a key with a name, or a letter after "Press" or before a verb.
fn default_keys(text: &str) -> Vec<String> {
    const NAMED: [&str; 12] =
        ["Esc", "Enter", "Space", "Tab", "Backspace", "PgUp", "PgDn", "Home", "F1", "F2", "Ctrl-S", "Ctrl-O"];
    const VERBS: [&str; 16] = [
        "shows", "opens", "logs", "adds", "goes", "sets", "saves", "leaves", "counts", "writes", "undo", "undoes",
        "redo", "does", "a", "same",
    ];
    let is_letter = |word: &str| word.chars().count() == 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '?');
    let text = text.replace('\u{a0}', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| ".,;:()…".contains(c)).to_owned();
    let named = words.iter().map(|word| bare(word)).filter(|word| NAMED.contains(&word.as_str()));
    let letters = words.windows(2).filter_map(|pair| {
        let (first, second) = (bare(pair[0]), bare(pair[1]));
        let before_verb = is_letter(&first) && VERBS.contains(&second.as_str()) && first != "a";
        let after_press = first == "Press" && is_letter(&second);
        (before_verb || after_press).then(|| format!("{first} {second}"))
    });
    named.chain(letters).collect()
}

#[test]
fn no_sentence_names_a_key_that_was_rebound() {
    for (name, store) in [("demo", demo as fn() -> Store), ("empty", || Store::open_in_memory().unwrap())] {
        for path in PATHS {
            for (width, height) in [(120, 40), (40, 12)] {
                let mut screen = rebound(store(), width, height);
                follow(&mut screen, path);
                let text = screen.text();
                assert!(!text.contains(['{', '}']), "{name}, {path}: a key is not filled in:\n{text}");
                let named = default_keys(&text);
                assert!(named.is_empty(), "{name}, {path}, {width}x{height}: {named:?}:\n{text}");
            }
        }
    }
}

#[test]
fn help_shows_the_keys_that_were_set() {
    let mut screen = rebound(demo(), 120, 60);
    follow(&mut screen, "look help");
    let named: Vec<_> = default_keys(&screen.text());
    assert!(named.is_empty(), "{named:?}:\n{}", screen.text());
}

#[test]
fn the_default_keys_are_found_where_they_are_named() {
    let mut empty = Screen::empty(120, 40);
    assert_eq!(default_keys(&empty.text()), ["Press n", "Press g", "Press i", "u undo", "U redo"]);
    empty.press("!");
    assert!(default_keys(&empty.text()).iter().any(|key| key == "Esc"), "{}", empty.text());
    assert!(default_keys("f\u{a0}fades; r shows it (u: undo)").contains(&"r shows".to_owned()));
}
