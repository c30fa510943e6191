//! Tests of whole screens, fed with keys.

use crate::harness::{Home, Screen};
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use spotlog::tui::Role;
use spotlog::tui::keymap::{Command, Context, KEYMAP};

const ERASE: &str = "<BS><BS><BS><BS><BS>";

#[test]
fn an_empty_journal_says_what_to_press() {
    let mut screen = Screen::empty(80, 24);
    screen.shows("No spot is logged yet.").shows("Press n to log the first one.").shows("n new spot");
    screen.press("l").shows("There is no spot yet.");
    screen.press("r").shows("There is nothing to report yet.");
    screen.press("<Esc>H").shows("Nothing has been changed yet.");
    screen.press("<Esc>u").shows("there is nothing to undo");
}

#[test]
fn a_spot_of_thirty_days_ago_has_not_gone_away_today() {
    let home = Home::new();
    let mut screen = Screen::on_file(&home.journal(), 100, 30);
    screen.press(&format!("nleft wrist back<Tab>{ERASE}30 days ago<Tab>{ERASE}30 days ago<Tab>3<Tab>r<C-s>"));
    screen.shows("Spot 1 is logged: left wrist, back.").hides("Has not gone away");
    screen.press("l<C-s>").shows("The look at spot 1 of 21 Nov 2026 is logged.");
    screen.shows("Has not gone away").shows("Still there 30 days after it was first seen");
    screen.press("r").shows("1 spot to look at, for a dermatologist.");
    screen.press("<Esc>u").shows("Undone: look, spot 1").hides("Has not gone away");
    drop(screen);
    let mut again = Screen::on_file(&home.journal(), 100, 30);
    again.hides("Has not gone away").press("H").shows("undo: look, spot 1").shows("(undone)");
}

#[test]
fn a_first_look_takes_at_most_twelve_keys_beside_its_words() {
    let mut screen = Screen::empty(80, 44);
    // The keys: n, Tab three times to the size, Tab, r for ruler, Tab, Space for red, Tab, f for fades, Ctrl-S.
    let keys =
        ["n", "left shin", "<Tab>", "<Tab>", "<Tab>", "3 3 3.5", "<Tab>", "r", "<Tab>", " ", "<Tab>", "f", "<C-s>"];
    let words = ["left shin", "3 3 3.5"];
    assert!(keys.iter().filter(|key| !words.contains(key)).count() <= 12);
    screen.press(&keys.concat()).shows("Spot 1 is logged: left shin.");
    screen.press("<Enter>").shows("3 3 3.5 mm by ruler, red, fades under glass");
}

#[test]
fn what_needs_attention_stands_first_and_says_why() {
    let mut screen = Screen::demo(100, 30);
    screen.shows("to show a dermatologist").shows("1 to measure again").shows("Show this to a dermatologist.");
    let marks = screen.with_role(Role::FollowUp);
    assert!(marks.iter().any(|m| m == "!"), "{marks:?}");
    let selected = screen.with_role(Role::Selected);
    assert!(selected[0].contains("upper back") && selected[1].contains("Has not gone away"), "{selected:?}");
}

#[test]
fn the_demo_shows_every_state() {
    let mut screen = Screen::demo(160, 60);
    for words in [
        "Has not gone away",
        "Has grown",
        "Is growing",
        "Measure again",
        "Raised, firm and growing",
        "Bleeds without an injury",
        "You are worried",
        "You noticed a change",
        "The colour has changed",
        "Has become raised or firm",
        "A look is due",
        "The scratch or knock mark is still there",
        "Has come back",
        "answered",
        "resting",
        "None of the rules in this journal matched",
        "gone",
        "closed: removed",
        "closed: mistake",
    ] {
        screen.press("<Home>");
        let found = (0..13).any(|_| {
            let found = screen.text().contains(words);
            screen.press("j");
            found
        });
        assert!(found, "nothing of the demo shows \"{words}\"");
    }
}

#[test]
fn a_page_has_the_chart_the_looks_and_the_history() {
    let mut screen = Screen::demo(120, 70);
    screen.press("j<Enter>");
    screen
        .shows("Spot 4")
        .shows("● size  │ error ±0.5 mm  ∙ trend  ╌ limit 4.25  ┄ first")
        .shows("Looks")
        .shows("5 mm by ruler")
        .shows("History");
    assert!(screen.with_role(Role::Reading).iter().any(|r| r.contains('●')));
    assert!(!screen.with_role(Role::Limit).is_empty());
    screen.press("<Esc>").shows("Spots");
}

#[test]
fn every_wrong_answer_is_told_beside_its_field_and_nothing_is_lost() {
    let mut screen = Screen::empty(100, 40);
    screen.press("nantenna<Tab>").shows("\"antenna\" is not a site").shows("› 1 Where");
    screen.press(&format!("{}left wrist<Tab>", "<BS>".repeat(7))).shows("which one: wrist front, wrist back?");
    screen.shows(" left wrist … Enter: left wrist-front ").press("<Enter>").shows("left wrist, front");
    screen.press(&format!("{ERASE}mole<Tab>")).shows("\"mole\" is not a date").shows("› 2 First seen").shows("mole");
    screen.press(&format!("{ERASE}yest<Tab>")).shows("yesterday").hides("is not a date");
    screen.press(&format!("{ERASE}tomorrow<BackTab>")).shows("\"tomorrow\" is not a date").shows("›   Looked on");
    screen.press(&format!("{}today<Tab>3 4 5 6<Down>", "<BS>".repeat(8)));
    screen.shows("4 readings were given; at most 3 are").shows("› 3 Size");
    screen.press(&format!("{}3<C-s>", "<BS>".repeat(7)));
    screen.shows("a diameter needs how it was measured").shows("›   Measured by");
    screen.press("cx<C-s>").shows("no word here begins with \"cx\"").shows("›   Measured by").press("<Esc>");
    screen.press("c<C-s>").shows("Spot 1 is logged: left wrist, front.");
}

#[test]
fn a_highlighted_symptom_is_saved_and_its_emergency_told() {
    let mut screen = Screen::empty(100, 40);
    // A glass test that does not fade, `f` for fever, a site, and save.
    screen.press("gdf<Enter>").shows("This may be an emergency");
    screen.press("<Esc>").shows("fever");
    let mut screen = Screen::empty(100, 40);
    screen.press("nleft shin<Tab><Tab><Tab><Tab><Tab>red<Tab>").shows("red");
    screen.press("<C-s>").shows("Spot 1 is logged");
    screen.press("<Enter>").shows("red");
}

#[test]
fn after_an_undo_redo_is_offered_and_an_earlier_session_is_asked_about() {
    let home = Home::new();
    Screen::on_file(&home.journal(), 100, 30).press("nleft wrist back<C-s>");
    let mut screen = Screen::on_file(&home.journal(), 100, 30);
    let asked = ["This was done before spotlog was opened: new spot", "21 Nov 2026 at", "14:30. Take"];
    screen.press("u").shows("(Me)").press("n").hides("Take").shows("left wrist");
    screen.press("nleft shin<C-s>").shows("(u: undo)");
    screen.press("u").shows("Undone: new spot").shows("(U: redo)").hides("undo)").shows("1  left wrist");
    screen.hides("2  left shin").press("U").shows("Done again: new spot").shows("2  left shin").press("u");
    screen.press("u");
    for words in asked {
        screen.shows(words);
    }
    screen.press("y").shows("Undone: new spot").shows("(U: redo)").hides("1  left wrist");
    // A change redone in this session counts as made in this session.
    screen.press("U").shows("left wrist").press("u").shows("Undone: new spot").hides("Take");
    screen.press("u").shows("there is nothing to undo");
}

#[test]
fn letters_that_match_nothing_keep_the_focus_and_say_so() {
    let mut screen = Screen::empty(100, 40);
    screen.press("nleft shin<Tab><Tab><Tab><Tab><Tab>rex<Tab>");
    screen.shows("no word here begins with \"rex\"").shows("› 4 Colour");
    screen.press("<BS>d<Tab>").hides("no word here").hides("› 4 Colour");
}

#[test]
fn what_the_journal_refuses_comes_back_to_the_form() {
    let mut screen = Screen::empty(100, 30);
    screen.press(&format!("nchest<Tab><Tab>{ERASE}yesterday<C-s>"));
    screen.shows("an observation of 2026-11-20 is before");
    assert!(screen.with_role(Role::Title).iter().any(|t| t.contains("Looked on")), "{}", screen.text());
}

#[test]
fn leaving_a_changed_form_asks_and_an_unchanged_one_does_not() {
    let mut screen = Screen::empty(80, 24);
    screen.press("n<Esc>").shows("No spot is logged yet.");
    screen.press("nchest<Esc>").shows("Leave without saving");
    screen.press("n").shows("chest").hides("Leave without saving");
    screen.press("<Esc>y").shows("No spot is logged yet.");
    screen.press("nchest<C-c>").shows("Leave without saving");
    screen.press("<C-c>").shows("No spot is logged yet.");
}

#[test]
fn pasted_text_goes_into_the_field_and_never_acts_as_keys() {
    let mut screen = Screen::empty(80, 24);
    screen.press("n").event(Event::Paste("left shin\nq".into()));
    screen.shows("left shin q");
    assert!(!screen.app.is_over());
}

#[test]
fn choices_take_first_letters_and_arrows_and_can_be_erased() {
    let mut screen = Screen::demo(100, 40);
    screen.press("l").shows("›(•) present");
    screen.press("g").shows("(•) present").shows("›( ) gone").shows(" g … Enter: gone ");
    assert_eq!(screen.with_role(Role::Selected), ["gone"]);
    screen.press("<BS>").hides("Enter: gone").press("<BS>").hides("(•)").press("<Right><Right>");
    assert_eq!(screen.with_role(Role::Selected).len(), 1);
    screen.press("<C-c>").hides("Leave without saving");
    assert!(screen.with_role(Role::Selected).is_empty());
    screen.press("<C-c>y");
    screen.press("l<Tab><Tab><Tab><Tab><Right> ").shows("›[x] size").press(" ").shows("›[ ] size");
}

#[test]
fn a_filter_narrows_the_list_and_escape_shows_all() {
    let mut screen = Screen::demo(80, 24);
    screen.press("/wrist").shows("Filter: wrist").shows("left wrist, back").hides("birth");
    screen.press("<Enter>").shows("Spots with \"wrist\"");
    screen.press("<Esc>").shows("right shin");
    screen.press("/zzz").shows("No spot matches.");
    screen.press("<Enter><Enter>").shows("No spot matches.");
}

#[test]
fn the_palette_finds_what_people_call_things() {
    for (said, found) in [
        ("pdf", "report: "),
        ("print", "report: "),
        ("delete", "strike out: "),
        ("mistake", "strike out: "),
        ("language", "settings: "),
        ("ambulance", "emergency: "),
        ("emer", "emergency: "),
        ("emergency", "emergency: "),
        ("search", "filter: "),
        ("appointment", "review: "),
        ("remove", "strike out: "),
        ("gone", "look: "),
        ("itch", "look: "),
        ("edit", "open: "),
        ("wrong", "open: "),
        ("note", "open: "),
        ("close", "removed: "),
        ("child", "me: "),
        ("person", "me: "),
        ("drug", "me: "),
        ("compare", "photos: "),
        ("picture", "photos: "),
        ("email", "report: "),
        ("place", "move: "),
        ("privacy", "blur: "),
        ("today", "check round: "),
        ("pain", "symptoms: "),
        ("dark", "settings: "),
    ] {
        let mut screen = Screen::demo(100, 30);
        screen.press(":").press(said);
        let selected = screen.with_role(Role::Selected);
        assert!(selected.iter().any(|line| line.trim_start().starts_with(found)), "{said}: {selected:?}");
    }
}

#[test]
fn the_palette_finds_commands_and_spots() {
    let mut screen = Screen::demo(100, 30);
    screen.press(":strap<Enter>").shows("Spot 4");
    screen.press("<Esc>:history<Enter>").shows("History").shows("import");
    screen.press("<Esc>:zzzz").shows("Nothing matches.").press("<Enter>").shows("Spots");
}

#[test]
fn help_lists_the_keys_of_the_place() {
    let mut screen = Screen::demo(80, 24);
    screen.press("?").shows("Keys").shows("log a look at the selected spot").press("G").shows("close spotlog");
    screen.press("<Esc>n<F1>").shows("save the form");
}

#[test]
fn reviews_and_treatments_are_logged_from_the_page() {
    let mut screen = Screen::demo(100, 40);
    screen.press("v<C-s>").shows("who looked at it is needed");
    screen.press("d<Tab><Tab>k<Tab>seen<C-s>").shows("The review of spot 2 by dermatologist");
    screen.press(":upper back<Enter><Tab><Tab>").shows("‹Doctor 1›").shows("dermatologist, known:");
    screen
        .press("T<C-s>")
        .shows("what is being tried is needed")
        .press("cream<C-s>")
        .press("<Tab>")
        .shows("cream; improved: not");
}

#[test]
fn undoing_a_spot_closes_its_page() {
    let mut screen = Screen::empty(80, 24);
    screen
        .press("nchest<C-s><Enter>")
        .shows("Spot 1")
        .press("u")
        .shows("Undone: new spot")
        .shows("No spot is logged yet.");
    screen.hides("enter open").hides("l look").press("/").shows("There is no spot yet.").press("n").shows("New spot");
}

#[test]
fn a_text_can_be_edited_at_both_ends() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nwristx<Home>left <End><BS> back<C-s>").shows("Spot 1 is logged: left wrist, back.");
}

#[test]
fn a_wide_window_never_shows_less_than_a_narrow_one() {
    let mut screen = Screen::demo(100, 24);
    screen.press(":spot 11<Enter>").shows("w shows all").press("w").shows("‹Why›").shows("more lines");
    let mut seen = screen.text();
    for _ in 0..10 {
        seen.push_str(&screen.press("<PgDn>").text());
    }
    for words in ["Has not gone away", "Bleeds without an injury", "You are worried"] {
        assert!(seen.contains(words), "{words}");
    }
}

#[test]
fn same_is_one_key() {
    let mut screen = Screen::demo(100, 30);
    screen.press("s").shows("Spot 2: present, no change noticed, on 21 Nov 2026.");
    screen.press("u").shows("Undone: same, spot 2");
}

#[test]
fn another_program_is_noticed() {
    let home = Home::new();
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.shows("No spot is logged yet.");
    home.ok(&["new", "chest", "--on", "2026-11-20"]);
    screen.press("j").shows("chest");
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let mut screen = Screen::demo(100, 30);
    let mouse = |kind, column, row| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    let click = |row| mouse(MouseEventKind::Down(MouseButton::Left), 10, row);
    screen.event(click(8));
    let selected = screen.with_role(Role::Selected);
    assert!(selected[0].contains("scalp"), "{selected:?}");
    screen.event(click(8)).shows("Spot 6");
    screen.press("<Esc>").event(mouse(MouseEventKind::ScrollDown, 10, 5));
    assert!(screen.with_role(Role::Selected)[0].contains(" 10 "), "{:?}", screen.with_role(Role::Selected));
    screen.event(click(0)).shows("Emergency number");
}

#[test]
fn the_lines_of_the_first_screen_do_what_they_say_when_they_are_clicked() {
    for (line, opens) in
        [("Press n", "New spot, with its first look"), ("Press i", "Guide"), ("Press !", "do not ask this journal")]
    {
        let mut screen = Screen::empty(80, 24);
        let text = screen.text();
        let (row, column) = text.lines().enumerate().find_map(|(row, l)| Some((row, l.find(line)?))).unwrap();
        let click = |column: usize| {
            let kind = MouseEventKind::Down(MouseButton::Left);
            Event::Mouse(MouseEvent { kind, column: column as u16, row: row as u16, modifiers: KeyModifiers::NONE })
        };
        screen.event(click(2)).shows(line);
        screen.event(click(column)).shows(opens).hides(line);
    }
}

#[test]
fn every_size_is_composed_and_none_panics() {
    for (width, height) in [(40, 12), (80, 24), (120, 40), (300, 100), (30, 8), (0, 0), (1, 1), (29, 30), (200, 9)] {
        for keys in [
            "",
            "<Enter>",
            "r",
            "H",
            "n",
            "l",
            "?",
            ":",
            "/",
            "v",
            "T",
            "g",
            "y",
            "c",
            "t",
            "m",
            "m<Tab><Tab>",
            "M",
            "i",
            "i<Enter>",
            "!",
        ] {
            let mut screen = Screen::demo(width, height);
            screen.press(keys);
            for other in [(80, 24), (10, 3), (0, 0), (1, 1), (30, 1), (1, 30), (40, 12)] {
                screen.event(Event::Resize(other.0, other.1)).press("<Down><PgDn><Up>");
            }
        }
    }
    Screen::demo(20, 5).shows("Please widen");
    for (width, height) in [(40, 12), (80, 24)] {
        let mut screen = Screen::demo(width, height);
        screen.shows("help").shows("quit").shows("upper back");
    }
}

/// Returns keys that lead to a state in which the command has a visible effect.
pub(crate) fn way_to(context: Context, command: Command) -> &'static str {
    match (context, command) {
        (Context::Everywhere, Command::Undo) => "s",
        (Context::Everywhere, Command::Redo) => "su",
        (Context::Moving, Command::Up | Command::PageUp | Command::Top) => "<End>",
        (Context::Everywhere | Context::Moving | Context::Spots, Command::Back) => "/q<Enter>",
        (Context::Everywhere | Context::Moving | Context::Spots, _) => "",
        (Context::Spot, _) => "<Enter>",
        (Context::Map, Command::Open) => "m ",
        (Context::Map, _) => "m",
        (Context::Timeline, Command::Later) => "t++<Left><Left>",
        (Context::Timeline, Command::Earlier) => "t++",
        (Context::Timeline, Command::ZoomOut) => "t+",
        (Context::Timeline, _) => "t",
        (Context::Round, Command::RoundBack) => "cs",
        (Context::Round, Command::RoundSave) => "cs",
        (Context::Round, _) => "c",
        (Context::Glass, _) => "g",
        (Context::Me, _) => "M",
        (Context::Guide, _) => "i",
        (Context::Emergency, _) => "!",
        (Context::Report, _) => "r",
        (Context::History, _) => "H",
        (Context::Form, Command::NextChoice | Command::PreviousChoice) | (Context::ListField, _) => "l",
        (Context::Form, Command::PreviousField | Command::Up | Command::FirstQuestion) => "l<Tab>",
        (Context::Form, Command::Accept) => "nleft elb",
        (Context::Form, Command::LineEnd | Command::WordAfter | Command::Delete) => "nleft elbow<Home>",
        (Context::Form, _) => "nleft elbow",
        (Context::DateField, _) => "n<Tab>",
        (Context::NoteField, _) => "M<Esc>v<Tab><Tab><Tab>one",
        (Context::PlaceField, _) => "nleft",
        (Context::PickOnMap, _) => "n<C-o>",

        (Context::PathField, _) => "re<Tab>",
        (Context::Picker, Command::Up) => "re<Tab><C-o><Down>",
        (Context::Picker, _) => "re<Tab><C-o>",
        (Context::Calendar, Command::Today) => "n<Tab><C-d><Left>",
        (Context::Calendar, _) => "n<Tab><C-d>",
        (Context::Filter, Command::Up) => "/<Down>",
        (Context::Filter, Command::Erase) => "/left",
        (Context::Filter, _) => "/",
        (Context::Palette, Command::Up) => ":<Down>",
        (Context::Palette, Command::Erase) => ":q",
        (Context::Palette, _) => ":",
        (Context::Help, _) => "?",
        (Context::Erasing, Command::Up | Command::PageUp) => "X<Enter><PgDn>",
        (Context::Erasing, Command::Erase) => "X<Enter>er",
        (Context::Erasing, _) => "X<Enter>",
        (Context::Question | Context::Leaving, _) => "nx<Esc>",
        (Context::Photos | Context::Compare, _) => unreachable!("pressed elsewhere"),
    }
}

#[test]
fn every_key_of_the_table_does_something_that_can_be_seen() {
    // The keys of photos need kept pictures; tests/it/photos.rs presses them.
    let is_of_photos = |context| matches!(context, Context::Photos | Context::Compare);
    for binding in KEYMAP.iter().filter(|binding| !is_of_photos(binding.context)) {
        // The erasing page must scroll, so its window is small.
        let (width, height) = if binding.context == Context::Erasing { (40, 12) } else { (80, 24) };
        let mut screen = Screen::demo(width, height);
        screen.press(way_to(binding.context, binding.command));
        let before = screen.fingerprint();
        let key = crossterm::event::KeyEvent::new(binding.chord.code, binding.chord.modifiers);
        screen.event(Event::Key(key));
        let over = screen.app.is_over();
        assert_eq!(over, binding.command == Command::Quit, "{}", binding.chord);
        // The editor and the shell run outside the screen.
        let handed_over = screen.app.to_edit().is_some() || screen.app.to_suspend();
        let seen = over || handed_over || screen.fingerprint() != before;
        assert!(seen, "{} does nothing in {:?}:\n{}", binding.chord, binding.context, screen.text());
    }
}

#[test]
fn wide_and_long_words_stay_inside_their_places() {
    let mut screen = Screen::empty(60, 20);
    let label = "中文字符很长很长很长很长很长很长很长很长很长很长很长很长";
    screen.press("nchest");
    for _ in 0..15 {
        screen.press("<Tab>");
    }
    screen
        .shows("› ▸ How it came, its name")
        .press("<Enter><Tab><Tab><Tab>")
        .event(Event::Paste(label.into()))
        .press("<C-s>");
    screen.shows("Spot 1 is logged").shows("中");
    let width = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    screen.press("<Enter>");
    for line in screen.text().lines() {
        assert!(width(line) <= 60, "{line}");
    }
}

#[test]
fn a_non_fading_spot_with_fever_reaches_the_emergency_screen_in_three_keys() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nleft shin<C-s>").shows("Spot 1 is logged");
    // The keys: glass test, does not fade, and yes to the first question that follows, fever.
    screen.press("gd").hides("This may be an emergency").shows("Symptoms of Me").press("y");
    screen.shows("This may be an emergency. Call your local emergency number now").shows("Do not wait to see if it");
    screen.shows("Noticed: fever today at 14:30.").shows("On the skin: left shin, first seen 21 Nov 2026, today;");
    assert!(!screen.with_role(Role::Emergency).is_empty());
    // The journal stays usable: the form keeps its answer, and one key reopens the emergency screen.
    screen.press("<Esc>").shows("Symptoms of Me").shows("›( ) yes").shows("!!! This may be an emergency: F2 shows it");
    screen.press("<F2>").shows("Does not fade, and you feel ill").press("<Esc><C-s>").shows("Logged for Me: fever");
    screen.press("!").shows("Call your local emergency number now").press("<Esc>").shows("left shin");
    screen.press("r").shows("This may be an emergency. Call your local emergency number now");
}

#[test]
fn an_emergency_speaks_before_a_first_spot_has_a_place() {
    let mut screen = Screen::empty(80, 24);
    screen.press("gd").shows("New spot").press("fe ");
    screen.shows("This may be an emergency.").shows("Does not fade, and you feel ill");
    screen.press("<Esc>").shows("New spot").press("<Home>");
    for _ in 0..20 {
        screen.press("<Up>");
    }
    screen.shows("(•) does not fade");
}

#[test]
fn a_same_day_finding_is_a_banner_while_it_is_typed() {
    let mut screen = Screen::empty(100, 50);
    screen.press("nchest");
    for _ in 0..11 {
        screen.press("<Tab>");
    }
    // Three or more spots that spread, and no glass test yet.
    screen.press("t").shows("three or more").shows("How many");
    screen.hides("Contact a doctor or nurse today");
    screen.press("<Tab><Tab><Tab><Tab><Tab><Tab><Tab>").shows("› ▸ Spreading, worry").press("<Enter>y");
    screen.shows("!! Contact a doctor or nurse today: F2 shows it").shows("New spot");
    screen.press("<F2>").shows("Is spreading").shows("On the skin: chest, first seen").press("<Esc>").shows("New spot");
    screen.press("<C-s>").shows("!! Contact a doctor or nurse today: ! shows it");
}

#[test]
fn the_glass_test_counts_the_press_and_explains_every_answer() {
    let mut screen = Screen::empty(100, 44);
    screen.press("nchest<C-s>g").shows("Glass test of spot 1, chest").shows("look at the soles, the palms, the roof");
    screen.shows("Fades").shows("Does not fade").shows("Unclear").shows("None yet.").shows("Space counts the seconds");
    assert_eq!(screen.app.waits(), None, "nothing wakes up at rest");
    screen.press(" ").shows("Press …");
    assert!(screen.app.waits().is_some());
    screen.press("f").shows("The look at spot 1 of 21 Nov 2026 is logged.").shows("fades under glass");
    screen.press("g").shows("21 Nov 2026, 14:30: fades");
    screen.press("u").shows("Symptoms of Me").press("<Esc>").shows("glass test unclear");
    screen
        .press("<Enter>")
        .shows("unclear under glass, which counts as not")
        .press("<Tab>")
        .shows("‹Tests 2›")
        .press("w")
        .shows("Next look")
        .shows("22 Nov 2026, 14:30");
}

#[test]
fn symptoms_medicines_and_who_a_person_is_are_logged_for_several_people() {
    let mut screen = Screen::empty(100, 40);
    screen.press("y<C-s>").shows("answer at least one symptom");
    screen.press("y<Tab>n<C-s>").shows("Logged for Me: fever, no trouble breathing, on 21 Nov 2026.");
    screen
        .press("M")
        .shows("21 Nov 2026, 14:30: fever.")
        .shows("no trouble breathing")
        .shows("!! Signs of sepsis: with one more of");
    screen.press("maspirin<Tab>").press(ERASE).press("3 days ago<C-s>").shows("Medicine: aspirin, from 18 Nov 2026.");
    screen.press("f").press("g<C-s>").shows("Infection (gut) on 21 Nov 2026.");
    screen.press("e<Tab>").press("<BS><BS><BS><BS><BS><BS><BS>1950<C-s>").shows("a birth date needs its day");
    screen
        .press("-02-03<Tab>y<Tab>n<Tab>asthma; hay fever<C-s>")
        .shows("Born 3 Feb 1950.")
        .shows("Conditions: asthma, hay fever.");
    screen.press("ABen<C-s>").shows(" Ben ").shows("Also in this journal: Me").hides("aspirin");
    screen.press("ABen<C-s>").shows("there are two people called Ben").press("<Esc>y");
    screen.press("p").shows("aspirin");
    screen.press("vd<C-s>").shows("The review of the person by dermatologist");
}

#[test]
fn an_emergency_of_somebody_else_is_not_forgotten() {
    let mut screen = Screen::empty(100, 24);
    screen.press("y<Tab>n<C-s>").press("MABen<C-s>").press("yy<Tab><Tab><Tab><Tab>y");
    screen.shows("This may be an emergency");
    screen.press("<Esc><C-s>").press("p").shows("!!! Ben: This may be an emergency");
    screen.press("<Esc>").shows("Ben: This may be an emergency: M shows it").shows("‹ Me ›");
}

#[test]
fn the_most_urgent_alarm_comes_first_and_the_name_stays_beside_it() {
    let home = Home::new();
    home.ok(&["symptom", "fever", "sweating", "--person", "Ann", "--at", "2026-11-21"]);
    home.ok(&["people", "--add", "Mia"]);
    home.ok(&["new", "chest", "--person", "Mia", "--on", "2026-11-21", "--glass", "does-not-fade"]);
    home.ok(&["symptom", "fever", "--person", "Mia", "--at", "2026-11-21"]);
    let mut screen = Screen::on_file(&home.journal(), 100, 24);
    screen.shows("!!! Mia: This may be an emergency: M shows it").shows("!! doctor today: !").shows("‹ Ann ›");
    screen
        .press("P<Esc>")
        .shows("!!! This may be an emergency: ! shows it")
        .shows("!! Ann: doctor today")
        .shows("‹ Mia ›");
    screen.press("!").shows("┌ Mia ─").shows("Call your local emergency number").shows("Esc back").shows("r report");
    for (width, named) in [(60, true), (40, true), (30, false)] {
        let narrow = Screen::on_file(&home.journal(), width, 12);
        let first = narrow.text().lines().next().unwrap_or_default().to_owned();
        assert!(first.contains("!!! Mia: ") && first.contains("Ann") == named, "{width}: {first}");
    }
}

#[test]
fn the_emergency_number_is_kept_in_the_settings_and_shown() {
    let home = Home::new();
    let settings = home.path("settings.toml");
    let start = spotlog::tui::Start { settings: settings.clone(), ..spotlog::tui::Start::new(crate::harness::clock) };
    let mut screen = Screen::started(start, 80, 24);
    screen.press("MN").press("call mum<C-s>").shows("digits, with + - *");
    screen.press("<BS><BS><BS><BS><BS><BS><BS><BS>112<C-s>").shows("112 is kept as the emergency number.");
    screen.press("!").shows("call 112").shows("Nothing that was entered is marked as an emergency.");
    screen.press("<Esc>y").press("y<Tab><Tab><Tab><Tab>y").shows("Call 112 now");
    assert!(std::fs::read_to_string(settings).unwrap().contains("number = \"112\""));
}

#[test]
fn the_guide_has_every_card_and_every_rule_to_read_beside_a_spot() {
    let mut screen = Screen::demo(110, 40);
    screen.press("<Enter>i").shows("Spot 2, upper back: red").shows("Allergic or drug rash").shows("Colour");
    for card in spotlog::guidance::CARDS {
        screen.shows(card.title).press("j");
    }
    screen.press("g").shows("Taking the photo").shows("How to do it").shows("Take three photos").press("j");
    screen.shows("Has not gone away").shows("Source: Tiny Red Dots On Skin").shows("persistence_days is set to 21");
    screen.press("<Enter>").press("jj<Esc>").shows("Guide").press("<Esc>").shows("upper back");
    let mut narrow = Screen::demo(40, 12);
    narrow
        .press("i")
        .shows("Guide")
        .hides("Take every photo")
        .press("<Enter>")
        .shows("Take every photo")
        .press("<Esc>")
        .hides("Take every photo");
}

#[test]
fn the_emergency_page_says_the_latest_test_though_an_earlier_one_is_being_typed() {
    let mut screen = Screen::empty(80, 40);
    screen.press("nchest<Tab><BS><BS><BS><BS><BS>2026-10-01<C-s>").press("gdy").press("<Esc><C-s>");
    screen.press("l<Tab><BS><BS><BS><BS><BS>2026-11-01").press("<A-6>f");
    // It is another emergency: the spot faded before and does not now.
    screen.press("<Tab>").shows("On the skin: chest, first seen 1 Oct 2026, 51 days ago; does not fade under");
}

#[test]
fn hints_of_the_beginning_go_away_one_by_one() {
    let mut screen = Screen::empty(80, 24);
    screen
        .press("nleft shin<C-s>")
        .shows("l logs the next look")
        .shows("g does the glass test")
        .shows("S keeps the number");
    screen.press("l<C-s>").hides("logs the next look").shows("g does the glass test");
    screen.press("gf").hides("does the glass test");
    screen.press("Sx<BS>112<C-s>").hides("S keeps the number");
    Screen::demo(80, 50).hides("does the glass test");
}

#[test]
fn a_note_that_was_in_an_editor_is_offered_again() {
    let start = || spotlog::tui::Start {
        left_note: Some("itches since\nTuesday".into()),
        ..spotlog::tui::Start::new(crate::harness::clock)
    };
    let mut screen = Screen::started(start(), 100, 40);
    screen.shows("itches since Tuesday").press("y").shows("next form with a note begins with it");
    screen.press("nleft shin").shows("itches since").press("<C-s>");
    assert!(!screen.app.has_left_note());
    // A declined note is deleted; without an answer it is kept.
    let mut screen = Screen::started(start(), 100, 40);
    screen.press("n").hides("itches since");
    assert!(!screen.app.has_left_note());
    let mut screen = Screen::started(start(), 40, 12);
    screen.press("<Esc>");
    assert!(screen.app.has_left_note());
}

#[test]
fn a_setting_out_of_bounds_is_told_when_its_field_is_left() {
    let mut screen = Screen::empty(100, 40);
    screen.press("S<Tab><Tab><Tab><Tab><Tab><Tab>").shows("14 to 28").press("<BS><BS>99<Tab>");
    screen.shows("\"99\" is not a whole number from 14 to");
    screen.press("<BS><BS>28<Tab>").hides("is not a whole number");
}

#[test]
fn a_paste_is_cut_where_a_field_is_full_and_says_so() {
    let mut screen = Screen::empty(100, 40);
    screen.press("n").event(Event::Paste("left shin ".repeat(40_000))).shows("only 200 characters fit");
    let mut screen = Screen::demo(100, 40);
    screen.press("M").press("e").event(Event::Paste("é".repeat(400_000))).shows("only 10000 characters fit");
    screen.event(Event::Paste("more".into())).shows("only 10000 characters fit");
}

#[test]
fn a_done_act_says_which_key_takes_it_back() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nleft shin<C-s>").shows("Spot 1 is logged: left shin. (u: undo)");
    screen.press("u").shows("Undone: new spot").hides("left shin, ");
}

#[test]
fn what_is_typed_takes_the_place_of_the_date_that_was_suggested() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nleft shin<Tab>yesterday").shows("yesterday   20 Nov 2026").hides("todayyesterday");
    screen.press("<Tab>").shows("First seen        yesterday");
}

#[test]
fn a_day_is_taken_from_the_calendar_by_keys_and_by_the_mouse() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nleft shin<Tab><C-d>").shows("November 2026").shows("Mo Tu We Th Fr Sa Su");
    assert!(screen.with_role(Role::Selected).contains(&"21".to_owned()));
    screen.press("<Up><Left><PgUp>").shows("October 2026").press("<Enter>").shows("2026-10-13");
    screen.press("<C-d>");
    let text = screen.text();
    let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(" 5  6  7")).unwrap();
    let column = line.split(" 5  6  7").next().unwrap().chars().count() as u16 + 1;
    let click = |column| {
        let (kind, modifiers) = (MouseEventKind::Down(MouseButton::Left), KeyModifiers::NONE);
        Event::Mouse(MouseEvent { kind, column, row: row as u16, modifiers })
    };
    screen.event(click(column)).event(click(column)).shows("2026-10-05");
    screen.press("<C-d><Esc>").shows("2026-10-05").hides("October 2026 ");
}

#[test]
fn a_note_has_lines_and_an_editor_of_its_own() {
    let mut screen = Screen::empty(80, 24);
    screen.press("nleft shin");
    for _ in 0..13 {
        screen.press("<Tab>");
    }
    screen.press("first line<Enter>second<Up><Home>the <C-z><C-z><C-z><C-z>a ").shows("a first line").shows("second");
    screen.event(Event::Paste("pasted\r\nlines ".into())).shows("a pasted").shows("lines first line");
    screen.press("<C-o>");
    let text = screen.app.to_edit().unwrap();
    assert_eq!(text, "a pasted\nlines first line\nsecond");
    screen.app.edited(Ok("from outside\nof it\n".into()));
    screen.press("<C-s>").shows("Spot 1 is logged").press("<Enter>").shows("from outside");
}

#[test]
fn a_click_goes_to_a_field_and_the_place_follows_the_mouse_over_the_map() {
    let mouse = |kind, column, row| Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
    let left = MouseButton::Left;
    let mut screen = Screen::empty(80, 24);
    screen.press("n").event(mouse(MouseEventKind::Down(left), 30, 5)).press("4").shows("3 Size              4");
    screen.press("<Esc>ym").event(mouse(MouseEventKind::Down(left), 20, 4));
    let before = screen.fingerprint();
    screen.event(mouse(MouseEventKind::Drag(left), 20, 12));
    assert_ne!(screen.fingerprint(), before);
}

#[test]
fn a_large_journal_can_be_written_to_while_it_is_still_being_read() {
    use spotlog::tui::{App, Start, Theme};
    let home = Home::new();
    let spots: Vec<String> = (1..=400)
        .map(|n| {
            format!(
                r#"{{"number": {n}, "site": "chest", "observations": [{{"at": "2026-11-20", "presence": "present"}}]}}"#
            )
        })
        .collect();
    let file = home.write("many.json", &crate::harness::with_spots(&format!("[{}]", spots.join(","))));
    home.ok(&["import", &file]);
    let start = || Start { large: 0, ..Start::new(crate::harness::clock) };
    let store = spotlog::store::Store::open(&home.journal()).unwrap();
    let mut screen = Screen::begin(store, start(), 80, 24);
    screen.shows("chest").press("nleft shin<C-s>").shows("Spot 401 is logged: left shin.");
    screen.press("u").shows("Undone").press("H").shows("undo: new spot");
    drop(screen);
    // Keys pressed before the journal is loaded are handled, and their effects run after the load.
    let store = spotlog::store::Store::open(&home.journal()).unwrap();
    let mut app = App::new(store, start(), Theme::Labelled, (80, 24)).unwrap();
    // The same key is pressed again while the first still waits. It must not log the spot twice.
    for event in crate::harness::parse_keys("nright shin<C-s><C-s>") {
        app.handle(Event::Key(event));
    }
    app.settle();
    drop(app);
    assert_eq!(home.ok(&["list"]).matches("right shin").count(), 1);
}

#[test]
fn a_fever_that_is_only_highlighted_is_logged_and_told() {
    for leave in ["<Enter>", "<Tab>", "<BackTab>", "<Down>", "<Up>"] {
        let home = Home::new();
        let mut screen = Screen::on_file(&home.journal(), 80, 24);
        screen.press("gdf").shows("This may be an emergency").press("<Esc>").shows(" f … Enter: fever ").press(leave);
        screen.shows("fever").hides("Enter: fever");
        for _ in 0..30 {
            screen.press("<BackTab>");
        }
        screen.press("left shin<C-s>").shows("Spot 1 is logged").shows("This may be an emergency");
        assert!(home.ok(&["export", "-"]).contains("\"fever\""), "{leave}");
    }
}

#[test]
fn one_run_of_letters_chooses_one_word_and_red_is_red() {
    let home = Home::new();
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("nleft shin").press("<Tab><Tab><Tab><Tab><Tab>").shows("› 4 Colour").press("red<Tab>").shows("red");
    screen.press("<Up>").shows("[x] red ").press("<Tab>");
    for _ in 0..40 {
        let at = screen.text().lines().find(|line| line.contains("› ")).map(str::to_owned).unwrap();
        if at.contains("Feeling ill with") {
            break;
        }
        screen.press("<Tab>");
    }
    screen.press("fati<Tab><C-s>").shows("Spot 1 is logged");
    let kept = home.ok(&["export", "-"]);
    assert!(kept.contains("\"fatigue\"") && !kept.contains("\"fever\""), "{kept}");
    assert!(kept.contains("\"red\"") && !kept.contains("\"bright-red\""), "{kept}");
}

#[test]
fn the_footer_and_help_say_what_works_in_a_list() {
    let mut screen = Screen::demo(80, 24);
    screen.press("l").shows("a-z find").shows("Enter take").shows("Space choose");
    screen.press("<F1>").shows("In a list of words").shows("highlight the word that begins so");
    let mut narrow = Screen::demo(40, 12);
    narrow.press("l").shows("Ctrl-S save").shows("F2 emergency").shows("Esc");
}

#[test]
fn letters_lead_to_a_symptom_and_then_answer_it() {
    let mut screen = Screen::empty(100, 60);
    screen.press("nchest<C-s>").press("y").shows("› Fever").press("headache").shows("› Headache").press("y<Tab>");
    screen.press("sweating").shows("› Sweating").press("n<Tab>");
    // The first letter of "nausea" is an answer too, until the second one comes. The answer before it stays.
    screen.press("chills").shows("› Chills").shows("chills …").press("ynausea").shows("› Nausea").press("y");
    screen.press("coughy").shows("› Cough").press("vomi<BS>").shows("vom …").press("<C-s>").shows("Logged");
    screen.press("M").shows(": headache.").shows(": nausea.").shows(": no sweating.").hides(": fever.");
    screen.shows(": chills.").shows(": cough.").hides(": vomiting.");
}
