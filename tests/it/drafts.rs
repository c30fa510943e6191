//! Drafts: what is typed in a form or answered in a round outlives a lost terminal.

use crate::harness::{Home, Screen, clock};
use chrono::TimeDelta;
use spotlog::ops::Now;
use spotlog::store::Store;
use spotlog::tui::Start;
use std::sync::atomic::{AtomicI64, Ordering};

#[test]
fn a_half_filled_form_outlives_a_lost_terminal_and_is_gone_on_save() {
    let home = Home::new();
    Screen::on_file(&home.journal(), 100, 40).press("nleft shin<Tab><BS>3 days ago<Tab><Tab>3<Tab>");
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("A new spot was not finished. n goes on with it.");
    screen.press("n").shows("This is what you had typed: 21 Nov 2026 14:30.").shows("left shin").shows("2026-11-18");
    // The cursor is at the first question that is open.
    screen.press("r<C-s>").shows("Spot 1 is logged: left shin.");
    drop(screen);
    Screen::on_file(&home.journal(), 100, 40).hides("not finished").press("n").hides("left shin");
}

#[test]
fn what_is_typed_without_a_pause_is_kept_within_seconds() {
    static SECONDS: AtomicI64 = AtomicI64::new(0);
    fn running() -> Now {
        let since = TimeDelta::seconds(SECONDS.load(Ordering::Relaxed));
        Now { local: clock().local + since, utc: clock().utc + since }
    }
    let home = Home::new();
    let mut screen = Screen::begin(Store::open(&home.journal()).unwrap(), Start::new(running), 100, 40);
    screen.press("nleft");
    SECONDS.store(4, Ordering::Relaxed);
    screen.press(" s");
    Screen::on_file(&home.journal(), 100, 40).hides("not finished");
    SECONDS.store(5, Ordering::Relaxed);
    screen.press("hin");
    Screen::on_file(&home.journal(), 100, 40).shows("A new spot was not finished").press("n").shows("left sh");
}

#[test]
fn leaving_a_form_keeps_its_draft_or_throws_it_away() {
    let mut screen = Screen::empty(100, 40);
    screen.press("nchest<C-s>").press("l<Tab><Tab>2.5<Esc>").shows("k keep it as a draft");
    screen.press("k").shows("It is kept as a draft.").press("l").shows("2.5").press("<Esc>").press("y");
    screen.press("l").hides("2.5").press("<Esc>");
    // A draft belongs to its own spot.
    screen.press("nleft shin<C-s>").press("l<Tab><Tab>7<Esc>k").press("<Up>l").hides("› 3 Size              7");
}

#[test]
fn an_alarm_in_a_draft_or_a_round_is_shown_until_it_is_saved_or_thrown_away() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    let alarm = "<A-6>d<Tab><Tab><Tab><Tab>f";
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("l").press(alarm).shows("This may be an emergency. Call").press("<Esc><Tab>");
    screen.press("<Esc>").shows("This may be an emergency. Call your").shows("keep it as a draft").press("k");
    screen.shows("!!! This may be an emergency: ! shows it").press("!").shows("On the skin: chest");
    screen.shows("What is typed and not saved yet counts here too.");
    drop(screen);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("This may be an emergency. Call").press("<Esc>").press("l<Esc>y").hides("This may be an emergency");
    screen
        .press("cd")
        .press(alarm)
        .press("<Esc><Tab>")
        .press("<C-s>")
        .shows("summary")
        .shows("!!! This may be an emergency");
    screen.press("!").shows("On the skin: chest").press("<Esc>").press("<Enter>").shows("!!! This may be an emergency");
}

#[test]
fn an_alarm_in_the_draft_of_a_correction_or_a_medicine_is_shown() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest", "--context", "heat", "--with", "fever"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("<Enter>e<A-6>d").shows("This may be an emergency. Call").press("<Esc><Tab>");
    screen.press("<Esc>k").shows("!!! This may be an emergency: ! shows it");
    drop(screen);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("This may be an emergency. Call").shows("What is typed and not saved yet counts here too.");
    screen.press("<Esc><Enter>e<Esc>y").hides("This may be an emergency");

    home.ok(&["--as-of", "2026-11-21", "new", "left shin", "--first-seen", "2026-11-21", "--itch", "yes"]);
    home.ok(&["--as-of", "2026-11-21", "symptom", "fever"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.hides("This may be an emergency").press("Mm").hides("This may be an emergency");
    screen.press("p").shows("This may be an emergency").press("<Esc><Esc>k");
    drop(screen);
    Screen::on_file(&home.journal(), 100, 40).shows("This may be an emergency. Call").shows("severe allergic reaction");
}

#[test]
fn a_correction_and_a_note_outlive_a_lost_terminal_and_are_gone_once_struck() {
    let home = Home::new();
    home.ok(&["new", "chest", "--size", "3", "--by", "ruler"]);
    home.ok(&["new", "chin", "--size", "5", "--by", "ruler"]);
    Screen::on_file(&home.journal(), 100, 40).press("/chest<Enter><Enter>e<BS>4<Tab>");
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("A correction was not finished. Correct the entry again to go on with it.");
    screen.press("/chest<Enter><Enter>e").shows("This is what you had typed").press("<C-s>");
    assert!(home.ok(&["show", "1"]).contains("4 mm by ruler"), "{}", home.ok(&["show", "1"]));
    drop(screen);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.hides("not finished").press("/chin<Enter><Enter>aitches at night");
    // Nothing is typed for a while.
    screen.app.tick();
    drop(screen);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("A note on an entry was not finished.").press("/chin<Enter><Enter>a").shows("itches at night");
    screen.press("<Esc>k").press("x").press("y");
    drop(screen);
    Screen::on_file(&home.journal(), 100, 40).hides("not finished");
}

#[test]
fn a_move_and_a_correction_of_one_spot_have_drafts_of_their_own() {
    let home = Home::new();
    let of = ["--label", "by the strap", "--first-seen", "2026-10-01"];
    home.ok(&[&["--as-of", "2026-11-20", "new", "chest"][..], &of].concat());
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("Lright shin<Esc>k").shows("It is kept as a draft.");
    let correct = "<Enter><Tab><Tab><Tab><Tab>e";
    screen.press(correct).shows("by the strap").hides("This is what you had typed");
    screen.press("<Tab><BS>5<Esc>k").shows("It is kept as a draft.").press("<Esc>");
    screen
        .press("L")
        .shows("This is what you had typed")
        .shows("right shin")
        .press("<C-s>")
        .shows("Corrected spot 1: place");
    screen.press(correct).shows("This is what you had typed").shows("First seen        5").shows("right shin");
}

#[test]
fn a_round_goes_on_where_it_was_lost() {
    let home = Home::new();
    for place in ["chest", "left shin", "nose", "chin"] {
        home.ok(&["--as-of", "2026-11-01", "new", place, "--size", "3", "--by", "ruler"]);
    }
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("csb3.5<Tab>r<C-s>").press("d<Tab><Tab><Tab><Tab>co<C-s>").shows("3 answered");
    drop(screen);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("A check round was not finished. c goes on with it.").press("c").shows("3 answered").shows("4  chin");
    screen
        .press("g")
        .shows("4 of 4 answered")
        .press("<Enter>")
        .shows("The check round of 4 spots is logged: 1, 2, 3, 4.");
    let list = home.ok(&["show", "2"]);
    assert!(list.contains("3.5 mm") && list.contains("bigger"), "{list}");
    assert!(home.ok(&["show", "3"]).contains("changed: colour"), "{}", home.ok(&["show", "3"]));
    drop(screen);
    Screen::on_file(&home.journal(), 100, 40).hides("not finished");
}

#[test]
fn a_draft_is_neither_exported_nor_kept_when_something_is_erased() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    Screen::on_file(&home.journal(), 100, 40).press("nleft shin<Tab>");
    let export = home.ok(&["export", "-"]);
    assert!(!export.contains("shin"), "{export}");
    home.ok(&["erase", "spot", "1", "--yes"]);
    Screen::on_file(&home.journal(), 100, 40).hides("not finished");
}

#[test]
fn what_is_added_to_an_answer_of_a_round_is_logged_with_it_and_kept() {
    let home = Home::new();
    for place in ["chest", "nose"] {
        home.ok(&["--as-of", "2026-11-01", "new", place]);
    }
    Screen::on_file(&home.journal(), 100, 40).press("cfis").shows("1 answered");
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("c").shows("2  nose").press("ffs<Enter>").shows("The check round of 2 spots is logged: 1, 2.");
    let (first, second) = (home.ok(&["show", "1"]), home.ok(&["show", "2"]));
    assert!(first.contains("fades under glass") && first.contains("itches"), "{first}");
    assert!(!second.contains("fades under glass"), "{second}");
}

#[test]
fn what_is_added_in_a_round_stays_with_a_size_and_never_with_what_is_gone() {
    let home = Home::new();
    for place in ["chest", "nose", "chin"] {
        home.ok(&["--as-of", "2026-11-01", "new", place, "--size", "3", "--by", "ruler"]);
    }
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen
        .press("cfib4<C-s>")
        .press("ig")
        .press("f<Enter>")
        .shows("3 of 3 answered")
        .press("<Enter>")
        .shows("The check round of 3 spots is logged: 1, 2, 3.");
    let shown = |number: &str| home.ok(&["show", number]);
    assert!(shown("1").contains("4 mm") && shown("1").contains("fades under glass"), "{}", shown("1"));
    assert!(shown("2").contains("gone") && !shown("2").contains("itches"), "{}", shown("2"));
    assert!(shown("3").contains("fades under glass"), "what was seen in addition is a look: {}", shown("3"));
}

#[test]
fn a_form_that_begins_with_a_place_keeps_the_draft_and_a_first_draft_finds_its_person() {
    let mut screen = Screen::empty(100, 40);
    screen
        .press("nnose<Tab><Tab><Tab>4<Tab>r<Tab><Esc>k")
        .press("mn")
        .shows("This is what you had typed")
        .shows("4 mm");
    screen
        .press("<Esc>y")
        .press("<Esc>yy<Tab><Esc>k")
        .press("nchest<C-s>")
        .press("y")
        .shows("This is what you had typed");
    screen.shows("(•) yes");
}

#[test]
fn an_answer_of_a_round_keeps_its_day_however_often_the_round_is_lost() {
    let home = Home::new();
    for place in ["chest", "nose", "chin"] {
        home.ok(&["--as-of", "2026-11-01", "new", place, "--size", "3", "--by", "ruler"]);
    }
    let on = |day: &str, keys: &str| {
        let store = spotlog::store::Store::open(&home.journal()).unwrap();
        let mut screen = Screen::as_of(store, crate::harness::as_of(day), 100, 40);
        screen.press(keys);
        screen
    };
    on("2026-11-18", "cb4<C-s>");
    on("2026-11-19", "cs").shows("2 answered");
    on("2026-11-20", "cs").shows("bigger, with a size (on 18 Nov 2026)").press("<Enter>").shows("is logged");
    for (number, day) in [("1", "18 Nov 2026"), ("2", "19 Nov 2026"), ("3", "20 Nov 2026")] {
        let shown = home.ok(&["show", number]);
        assert!(shown.contains(day), "{number}: {shown}");
    }
}

#[test]
fn a_draft_is_not_offered_to_another_spot_that_gets_its_number() {
    let home = Home::new();
    home.ok(&["new", "nose", "--on", "2026-11-19"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("nchest<C-s>").shows("Spot 2 is logged").press("l<Tab><Tab>2.5<Esc>k").shows("It is kept as a draft.");
    screen.press("u").shows("Undone").press("nleft shin<C-s>").shows("Spot 2 is logged: left shin.");
    screen.press("l").hides("2.5").hides("This is what you had typed").press("<Esc>");
    drop(screen);
    Screen::on_file(&home.journal(), 100, 40).hides("was not finished");
}

#[test]
fn a_draft_and_an_answer_of_a_round_come_back_with_their_spot() {
    let home = Home::new();
    home.ok(&["new", "nose", "--on", "2026-11-19"]);
    home.ok(&["new", "chest", "--on", "2026-11-20"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("<Down>l<Tab><Tab>2.5<Esc>k").shows("It is kept as a draft.");
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("cgg<C-s>").shows("2 of 2 answered").press("<Esc>k");
    home.ok(&["undo"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.shows("A check round was not finished").press("l").hides("2.5").press("<Esc>");
    // The round of what is there is kept with the answer of the spot that is not.
    screen.press("c<C-s>").shows("1 of 1 answered").press("<Left>s<Esc>k");
    home.ok(&["redo"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("c<C-s>").shows("2 of 2 answered").press("<Esc>k<Down>l").shows("2.5");
}

#[test]
fn an_open_form_follows_its_spot_when_another_program_changes_the_numbers() {
    let home = Home::new();
    home.ok(&["new", "nose", "--on", "2026-11-19"]);
    home.ok(&["new", "chest", "--on", "2026-11-20"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("<Down>l").shows("spot 2").press("<Tab><Tab>2.5");
    home.ok(&["undo"]);
    home.ok(&["new", "left shin", "--on", "2026-11-20"]);
    screen.press("<C-s>").hides("is logged").press("<Tab>");
    screen.press("<C-s>").shows("Not saved: the spot is no longer in the journal.");
    assert!(!home.ok(&["show", "2"]).contains("2.5"));
    home.ok(&["undo"]);
    home.ok(&["redo"]);
}
