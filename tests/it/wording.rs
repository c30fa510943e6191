//! Tests of the words that may never be printed (guidance, section 7).

use crate::examples::{every_print_of, every_word_of, examples};
use crate::harness::{Home, Screen};
use crate::snapshots::SCREENS;
use crate::tui::way_to;
use crate::verbs::{all_verbs, run_every_verb};
use spotlog::guidance::{CARDS, GLASS_TEST, Level, NEUTRAL, NOT_A_MATCH, See, WINDOWS, call_now, rules, statement};
use spotlog::tui::keymap::{self, Context, KEYMAP};
use std::collections::BTreeSet;

/// Conclusions that no output may contain. Each is searched as whole words.
const BANNED: &[&str] = &[
    "harmless",
    "benign",
    "safe",
    "normal",
    "nothing to worry about",
    "not cancer",
    "low risk",
    "healthy",
    "all clear",
    "no action needed",
    "no growth",
    "risk score",
    "probability",
    "you have melanoma",
];

#[track_caller]
fn check(what: &str, text: &str) {
    let folded: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let folded = format!(" {} ", folded.split_whitespace().collect::<Vec<_>>().join(" "));
    for banned in BANNED {
        assert!(!folded.contains(&format!(" {banned} ")), "\"{banned}\" stands in {what}:\n{text}");
    }
}

#[test]
fn the_search_itself_finds_what_it_looks_for() {
    for banned in BANNED {
        assert!(std::panic::catch_unwind(|| check("a text", &format!("It is {banned}, they say."))).is_err());
    }
    check("a text", "unsafe abnormal unhealthy");
}

#[test]
fn no_rule_says_what_may_not_be_said() {
    for rule in rules() {
        check(rule.ident, &format!("{} {} {} {}", rule.title, rule.brief, rule.fires_when, rule.level));
        let words: Vec<&str> = rule.brief.split_whitespace().collect();
        assert!(
            !words.is_empty() && !words.iter().any(|word| word.starts_with("you")),
            "{}: {}",
            rule.ident,
            rule.brief
        );
        for source in rule.sources {
            check(rule.ident, &format!("{} {}", source.document, source.section));
        }
    }
    for card in CARDS {
        check(card.ident, card.title);
        for (label, said) in card.lines() {
            check(card.ident, &format!("{label} {said}"));
        }
    }
    check("the cards", NOT_A_MATCH);
    check("the glass test", &GLASS_TEST.steps.join(" "));
    check("the glass test", GLASS_TEST.darker_skin);
    for answer in GLASS_TEST.answers {
        check(answer.label, &format!("{} {}", answer.means, answer.does_not_mean));
    }
    for number in [None, Some("112")] {
        check("an emergency", &call_now(number));
    }
    for window in WINDOWS {
        check(window.name, window.help);
    }
    for level in Level::ALL {
        check(level.word(), &statement(level, NEUTRAL, None));
        for see in [See::EmergencyServices, See::Doctor, See::Dermatologist] {
            check(level.word(), &level.headline(Some(see), None, None));
        }
    }
}

#[test]
fn no_verb_prints_what_may_not_be_printed() {
    let home = Home::new();
    home.ok(&["demo", "--quiet", "--as-of", "2026-11-21"]);
    let spots: Vec<String> = (1..=13).map(|n| n.to_string()).collect();
    let mut calls: Vec<Vec<&str>> = vec![
        vec!["report", "--json"],
        vec!["report", "--everyone", "--without", "annex"],
        vec!["doctor", "--repair"],
        vec!["--help"],
    ];
    calls.extend(CARDS.iter().map(|card| vec!["guide", card.ident]));
    calls.extend(rules().map(|rule| vec!["rules", rule.ident]));
    for spot in &spots {
        calls.push(vec!["show", spot]);
        calls.push(vec!["why", spot]);
    }
    let verbs = all_verbs();
    for verb in &verbs {
        calls.push(verb.iter().map(String::as_str).chain(["--help"]).collect());
    }
    for call in &calls {
        let (_, out, err) = home.run(call);
        check(&format!("{call:?}"), &format!("{out}{err}"));
    }
    run_every_verb(&home, "Alex Example", "a word", |call, printed| check(call, &String::from_utf8_lossy(printed)));
    let mut bytes = std::fs::read(home.journal()).unwrap();
    bytes[8192..].fill(0x55);
    std::fs::write(home.journal(), bytes).unwrap();
    let (_, out, err) = home.run(&["doctor"]);
    check("the way back", &format!("{out}{err}"));
}

#[test]
fn no_screen_shows_what_may_not_be_shown() {
    let mut screen = Screen::demo(120, 60);
    for _ in 0..13 {
        check("the spots", &screen.text());
        screen.press("<Enter>");
        check("a page", &screen.text());
        screen.press("<Esc>j");
    }
    let mut ways: BTreeSet<&str> = ["r<PgDn>", "r<PgDn><PgDn>", "r<PgDn><PgDn><PgDn>"].into();
    ways.extend(SCREENS.map(|(_, keys)| keys));
    let is_of_photos = |context| matches!(context, Context::Photos | Context::Compare);
    let bindings = KEYMAP.iter().filter(|binding| !is_of_photos(binding.context));
    ways.extend(bindings.map(|binding| way_to(binding.context, binding.command)));
    for keys in ways {
        check(keys, &Screen::demo(120, 60).press(keys).text());
    }
    check("the keys", &keymap::markdown());
}

#[test]
fn no_example_makes_it_say_what_may_not_be_said() {
    for example in &examples() {
        for (what, text) in every_word_of(example) {
            check(&what, &text);
        }
    }
    for example in examples().iter().step_by(3) {
        for (what, text) in every_print_of(example) {
            check(&what, &text);
        }
    }
}

#[test]
fn an_emergency_says_not_to_wait_and_a_same_day_finding_to_get_help_again() {
    for example in &examples() {
        let headline = example.content["expect"]["headline"].as_str().unwrap();
        let words = match headline {
            "emergency" => "Do not wait to see if it fades. A glass test that fades does not rule this out.",
            "same-day" => "If you have had advice and it gets worse, get help again.",
            _ => continue,
        };
        let said = every_print_of(example);
        for (what, text) in said {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(words), "{what}: {text}");
        }
    }
}

#[test]
fn what_is_to_be_shown_says_to_get_help_again() {
    let home = Home::new();
    let flat = |out: String| out.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = "If you have had advice and it gets worse, get help again.";
    assert!(flat(home.ok(&["new", "chest", "--first-seen", "unknown"])).contains(words));
    for call in [&["show", "1"][..], &["why"], &["report"], &["report", "--json"]] {
        assert!(flat(home.ok(call)).contains(words), "{call:?}");
    }
    Screen::demo(120, 60).shows("If you have had advice and it gets worse");
}

#[test]
fn where_nothing_fired_the_neutral_sentence_stands() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    for call in [&["why"][..], &["report"]] {
        let out = home.ok(call).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains("That does not mean the spot is fine"), "{out}");
        assert!(out.contains("If you are worried, see a doctor or dermatologist."), "{out}");
    }
}
