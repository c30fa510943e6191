//! Tests of the plain mode: lines in, lines out.

use crate::harness::{Home, clock};
use spotlog::ops::Now;
use spotlog::store::Store;
use spotlog::tui::{Start, run_plain};

/// Returns the output for these typed lines. The journal is kept between calls.
fn talk(home: &Home, lines: &[&str]) -> String {
    let store = Store::open(&home.journal()).unwrap();
    let typed = lines.join("\n") + "\n";
    let mut out = Vec::new();
    run_plain(store, Start::new(clock), &mut typed.as_bytes(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    for line in out.lines().filter(|line| !line.starts_with("> ")) {
        assert!(line.chars().count() <= 40, "fit for a phone: {line}");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_spot_is_logged_looked_at_and_explained_by_numbers() {
    let home = Home::new();
    let out = talk(
        &home,
        &[
            "1",
            "left wrist back",
            "30 days ago",
            "30 days ago",
            "3",
            "1",
            "1,5",
            "1",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "n",
            "0",
        ],
    );
    assert!(out.contains("Spot 1 is logged: left wrist, back."), "{out}");
    let out = talk(&home, &["2", "1", "", "", "", "", "", "", "", "", "", "", "", "", "n", "7", "1", "0"]);
    assert!(out.contains("Has not gone away (follow-up). Still there 30 days"), "{out}");
    assert!(out.contains("1 left wrist, back, follow-up, 3.0 mm 30 d"), "{out}");
    assert!(talk(&home, &["8"]).contains("Spot journal of Me"));
    let asked = talk(&home, &["9", "no", "0"]);
    assert!(asked.contains("This was done before spotlog was opened: look, spot 1 (Me), on 21 Nov 2026 at"), "{asked}");
    assert!(asked.contains("Nothing was undone."), "{asked}");
    assert!(talk(&home, &["9", "yes", "0"]).contains("Undone: look, spot 1"));
}

#[test]
fn the_report_has_the_questions_that_the_notes_ask() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest", "--note", "Should it be cut out?"]);
    let out = talk(&home, &["8"]);
    assert!(out.contains("Should it be cut out?"), "{out}");
}

#[test]
fn a_wrong_answer_is_asked_again_and_the_end_of_the_input_logs_nothing() {
    let home = Home::new();
    let out = talk(&home, &["1", "antenna", "", "", "", "", "", "", "", "", "", "", "", "", "", "n", "chest", "0"]);
    assert!(out.contains("is not a site; allowed"), "{out}");
    assert!(out.contains("Spot 1 is logged: chest."), "{out}");
    talk(&home, &["1", "left shin", ""]);
    assert!(!talk(&home, &["6", "0"]).contains("shin"));
    assert!(talk(&home, &["77", "x", "0"]).contains("Type a number from 0 to 25, or how its line begins."));
}

#[test]
fn an_emergency_is_said_between_two_questions() {
    let home = Home::new();
    talk(&home, &["1", "chest", "", "", "", "", "", "", "", "", "", "", "", "", "", "n", "0"]);
    let out = talk(&home, &["5", "1", "2", "1", "2"]);
    let (before, after) = out.split_once("!!! This may be an emergency. Call your local emergency number now").unwrap();
    assert!(before.contains("Fever: 1 yes, 2 no"), "{out}");
    assert!(after.contains("Do not wait to see if it fades."), "{out}");
    assert!(after.contains("Trouble breathing: 1 yes, 2 no"), "the questions go on: {out}");
}

#[test]
fn a_round_and_the_symptoms_are_numbers_too() {
    let home = Home::new();
    for place in ["chest", "left shin"] {
        talk(&home, &["1", place, "40 days ago", "40 days ago", "", "", "", "", "", "", "", "", "", "", "", "n", "0"]);
    }
    let out = talk(&home, &["3", "1", "4", "6", "0"]);
    assert!(out.contains("1 of 2. Spot 1, chest"), "{out}");
    assert!(out.contains("The check round of 2 spots is logged"), "{out}");
    assert!(out.contains("2 left shin, gone 21 Nov"), "{out}");
    let again = talk(&home, &["3", "", "0"]);
    assert!(again.contains("1 of 1. Spot 1, chest") && again.contains("(not due yet)"), "{again}");
    // A word is an answer too, and what is none is asked again.
    let words = talk(&home, &["3", "xyz", "big", "0"]);
    assert!(words.contains("Type a number from 1 to"), "{words}");
    assert!(words.contains("The check round of 1 spot is logged"), "{words}");
}

#[test]
fn an_answer_that_contradicts_another_is_asked_again_and_nothing_typed_is_lost() {
    let home = Home::new();
    let typed = ["1", "left shin", "", "yesterday", "", "", "", "", "", "", "", "", "", "", "", "n"];
    let out = talk(&home, &typed);
    assert!(out.contains("Looked on: an observation of 2026-11-20 is before the spot was first seen"), "{out}");
    let out = talk(&home, &[&["new", "yes"], &[""; 14][..], &["n", "today", "list", "0"]].concat());
    assert!(out.contains("Spot 1 is logged: left shin."), "{out}");
    assert!(out.contains("1 left shin, "), "{out}");
}

#[test]
fn what_was_answered_before_the_input_ended_is_gone_on_with() {
    let home = Home::new();
    talk(&home, &["1", "left shin", "3 days ago"]);
    let out = talk(&home, &["1", "y", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "n", "0"]);
    assert!(out.contains("A new spot was not finished. Choose the same again to go on with it."), "{out}");
    assert!(out.contains("You answered this last on 21 Nov 2026 14:30. Go on with it? 1 yes, 2 no"), "{out}");
    assert!(out.contains("Where [left shin]:"), "{out}");
    assert!(out.contains("Spot 1 is logged: left shin."), "{out}");
    assert!(!talk(&home, &["0"]).contains("not finished"));
    // What is not wanted is thrown away.
    talk(&home, &["2", "1", "", "", "", "4"]);
    let out = talk(&home, &["look", "1", "n"]);
    assert!(out.contains("A look at spot 1, left shin, was not finished."), "{out}");
    assert!(!talk(&home, &["0"]).contains("not finished"));
}

const EMERGENCY: &str = "!!! This may be an emergency";

/// A journal with a spot whose glass test of today does not fade, and a draft of symptoms with a fever.
fn with_fever_in_a_draft() -> Home {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    talk(&home, &["5", "1", "2", "1"]);
    home
}

#[test]
fn an_emergency_in_a_draft_is_said_at_the_start_and_once_when_it_is_saved() {
    let home = with_fever_in_a_draft();
    let out = talk(&home, &["0"]);
    assert!(out.contains(EMERGENCY), "{out}");
    assert!(out.contains("What is typed and not saved yet counts here too."), "{out}");
    let out = talk(&home, &[&["4", "yes"], &[""; 60][..]].concat());
    assert!(out.contains("Logged for Me: fever"), "{out}");
    assert_eq!(out.matches(EMERGENCY).count(), 1, "{out}");
    let saved = talk(&home, &["0"]);
    assert!(saved.contains(EMERGENCY) && !saved.contains("not saved yet"), "{saved}");
}

#[test]
fn an_alarm_that_was_thrown_away_or_undone_is_said_again_when_it_comes_back() {
    let home = with_fever_in_a_draft();
    let out = talk(&home, &["4", "no", "1", "stop", "0"]);
    assert_eq!(out.matches(EMERGENCY).count(), 2, "{out}");
    assert!(out.contains("The draft is thrown away."), "{out}");
    assert!(out.contains("What you answered is a draft. Choose the same again"), "{out}");
    let out = talk(&home, &[&["4", "yes"], &[""; 53][..], &["9", "10", "0"]].concat());
    assert!(out.contains("Undone:") && out.contains("Done again:"), "{out}");
    assert_eq!(out.matches(EMERGENCY).count(), 2, "{out}");
}

#[test]
fn the_alarm_of_each_person_is_said() {
    let home = Home::new();
    for name in ["Ann", "Bob"] {
        home.ok(&["people", "--add", name]);
        home.ok(&[
            "--person",
            name,
            "--as-of",
            "2026-11-21",
            "new",
            "chest",
            "--glass",
            "does-not-fade",
            "--with",
            "fever",
        ]);
    }
    let out = talk(&home, &["17", "Bob", "17", "Ann", "0"]);
    assert_eq!(out.matches(EMERGENCY).count(), 2, "{out}");
    assert!(out.contains("Another person, in the menu, says why."), "{out}");
}

#[test]
fn the_day_of_an_older_draft_is_asked_first() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-21", "new", "chest", "--glass", "does-not-fade"]);
    let store = Store::open(&home.journal()).unwrap();
    fn a_week_ago() -> Now {
        let back = |time: chrono::TimeDelta| Now { local: clock().local - time, utc: clock().utc - time };
        back(chrono::TimeDelta::days(7))
    }
    let mut out = Vec::new();
    run_plain(store, Start::new(a_week_ago), &mut &b"4\n2\n"[..], &mut out).unwrap();
    let out = talk(&home, &["4", "yes", "now", "1", "0"]);
    assert!(out.contains("The answers count for 14 Nov 2026. Type now if they are of today."), "{out}");
    assert!(out.contains(EMERGENCY), "{out}");
}

#[test]
fn answers_in_a_group_of_a_draft_are_shown_before_they_are_saved() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    let main = [&["2", "1"], &[""; 12][..]].concat();
    talk(&home, &[&main[..], &["y", "y", "1"]].concat());
    let out = talk(&home, &[&["2", "1", "yes"], &[""; 40][..]].concat());
    let more = out.split_once("More questions?").map_or(out.as_str(), |(before, _)| before);
    assert!(more.matches('[').count() > 2, "{out}");
}

#[test]
fn a_round_that_was_broken_off_goes_on_at_the_next_spot() {
    let home = Home::new();
    for place in ["chest", "left shin"] {
        home.ok(&["--as-of", "2026-10-12", "new", place]);
    }
    assert!(talk(&home, &["3", "gone"]).contains("2 of 2. Spot 2"));
    assert!(!home.ok(&["--as-of", "2026-11-21", "list"]).contains("gone"));
    let out = talk(&home, &["3", "yes", "1", "0"]);
    assert!(out.contains("A check round was not finished."), "{out}");
    assert!(out.contains("You answered before: Spot 1, chest: gone."), "{out}");
    assert!(!out.contains("of 2. Spot 1") && out.contains("The check round of 2 spots is logged"), "{out}");
    assert!(!talk(&home, &["0"]).contains("not finished"));
}

#[test]
fn a_glass_test_takes_words_and_asks_again_for_what_is_none() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    let out = talk(&home, &["5", "7", "1", "maybe", "does not", "0"]);
    assert!(out.contains("There is no such spot. Enter alone goes back."), "{out}");
    assert!(out.contains("Type a number from 1 to 3, or nothing."), "{out}");
    assert!(out.contains("The colour stayed under the glass."), "{out}");
    assert!(talk(&home, &["glass", "1", "", "0"]).contains("Nothing was logged."));
}

#[test]
fn a_size_that_may_be_a_slip_is_asked_about() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-01", "new", "chest", "--size", "3", "--by", "ruler"]);
    let size = |size: &'static str, rest: &[&'static str]| {
        let mut lines = vec!["2", "1", "", "", size, "", "", "", "", "", "", "", "", "", "n"];
        lines.extend(rest);
        talk(&home, &lines)
    };
    // Enter alone leaves the size, which is asked about again; no answer is lost.
    let out = size("30", &["n", "", "n", "3.5", "0"]);
    assert_eq!(out.matches("Save it? y or n").count(), 2, "{out}");
    assert!(out.contains("Save it? y or n"), "{out}");
    assert!(out.contains("Size: it is not saved yet"), "{out}");
    assert!(home.ok(&["show", "1"]).contains("3.5 mm"));
}

#[test]
fn plain_and_a_dumb_terminal_ask_and_what_is_piped_is_listed() {
    let home = Home::new();
    let output = home.spotlog().arg("--plain").write_stdin("0\n").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("What now?"));
    let output = home.spotlog().write_stdin("").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("No spot is logged yet."));
}

#[test]
fn a_byte_that_is_no_text_ends_nothing() {
    let home = Home::new();
    let store = Store::open(&home.journal()).unwrap();
    let mut out = Vec::new();
    run_plain(store, Start::new(clock), &mut &b"1\nleft calf\n3\n\nca\xe9\n"[..], &mut out).unwrap();
    assert!(String::from_utf8_lossy(&out).contains("Measured by"), "the next question is asked");
}

#[test]
fn infections_reviews_of_the_person_moves_and_notes_are_asked_for() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    talk(&home, &["an infection", "skin", "3 days ago", "0"]);
    assert!(home.ok(&["me"]).contains("Infection (skin) on 18 Nov 2026"));
    talk(&home, &["review", "nurse", "", "", "nothing to add", "0"]);
    assert!(home.ok(&["export", "-"]).contains("nothing to add"));
    let out = talk(&home, &["move", "1", "left shin", "0"]);
    assert!(out.contains("left shin") && home.ok(&["show", "1"]).contains("left shin"), "{out}");
    talk(&home, &["note", "look", "1@2026-11-20", "after a swim", "0"]);
    assert!(home.ok(&["show", "1"]).contains("after a swim"));
    talk(&home, &["note", "spot", "1", "under the strap", "0"]);
    assert!(home.ok(&["show", "1"]).contains("under the strap"));
}

#[test]
fn a_correction_of_a_spot_that_was_not_finished_is_gone_on_with() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    let asked = talk(&home, &["correct", "spot", "1", "", "", "", "", "", "the round one"]);
    assert!(asked.contains("Your name for it"), "{asked}");
    let out = talk(&home, &["correct", "spot", "1", "yes", "", "", "", "", "", "", "", "", "0"]);
    assert!(out.contains("was not finished. Choose the same again to go on with it."), "{out}");
    assert!(home.ok(&["show", "1"]).contains("the round one"), "{asked}\n{out}");
    assert!(!talk(&home, &["0"]).contains("was not finished"));
}

#[test]
fn a_form_follows_its_spot_when_another_program_changes_the_numbers() {
    // What is typed while another program undoes the spot and logs another one must not be about the other.
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    home.ok(&["--as-of", "2026-11-20", "new", "left shin"]);
    let typed = ["look at", "2", "gone"].join("\n") + "\n";
    let then = ["", "", "", "", "", "", "", "", "", "", "", "", "n", "0"].join("\n") + "\n";
    let elsewhere = || {
        home.ok(&["undo"]);
        home.ok(&["--as-of", "2026-11-20", "new", "right calf"]);
    };
    let mut input = Typed { parts: vec![then.into_bytes(), typed.into_bytes()], between: Some(Box::new(elsewhere)) };
    let mut out = Vec::new();
    run_plain(Store::open(&home.journal()).unwrap(), Start::new(clock), &mut input, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("Not saved: the spot is no longer in the journal."), "{out}");
    assert!(!home.ok(&["show", "2"]).contains("gone"), "{out}");
    assert!(!talk(&home, &["0"]).contains("was not finished"));
}

/// Typed lines in parts, with something that happens elsewhere before the second part.
struct Typed<'t> {
    /// The last one is read first.
    parts: Vec<Vec<u8>>,
    between: Option<Box<dyn FnOnce() + 't>>,
}

impl std::io::Read for Typed<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let filled = std::io::BufRead::fill_buf(self)?;
        let count = filled.len().min(into.len());
        into[..count].copy_from_slice(&filled[..count]);
        std::io::BufRead::consume(self, count);
        Ok(count)
    }
}

impl std::io::BufRead for Typed<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.parts.last().is_some_and(Vec::is_empty) {
            self.parts.pop();
            self.between.take().into_iter().for_each(|happens| happens());
        }
        Ok(self.parts.last().map_or(&[], Vec::as_slice))
    }

    fn consume(&mut self, count: usize) {
        if let Some(part) = self.parts.last_mut() {
            part.drain(..count);
        }
    }
}
