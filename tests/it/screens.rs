//! Tests of the body map, the timeline, the check round, and random input.

use crate::harness::{Home, Screen, clock};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use spotlog::ops::fill_demo;
use spotlog::store::{Check, Store};
use spotlog::tui::Role;

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> Event {
    Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

/// Returns the program with a journal of `count` spots that are all due.
fn with_due_spots(count: usize) -> Screen {
    let mut screen = Screen::empty(100, 40);
    let places =
        ["chest", "abdomen", "left shin", "right shin", "scalp", "left palm", "nose", "chin", "left hip", "lip"];
    for place in places.iter().cycle().take(count) {
        let erase = "<BS><BS><BS><BS><BS>";
        screen.press(&format!("n{place}<Tab>{erase}40 days ago<Tab>{erase}40 days ago<C-s>"));
    }
    screen
}

#[test]
fn a_round_over_ten_spots_without_change_takes_twelve_keys_and_one_undo() {
    let mut screen = with_due_spots(10);
    screen.press("c").shows("Check round  1 of 10").shows("Is it the same?").press("ssss").shows("5 of 10");
    screen.press("ssssss").shows("10 of 10 answered.").press("<Enter>").shows("The check round of 10 spots is logged");
    screen.press("c").shows("Check round  1 of 10").shows("not due before 21 Dec 2026").press("<Esc>");
    screen.press("u").shows("Undone: check round, 10 spots").press("c").shows("1 of 10");
}

#[test]
fn a_round_takes_what_is_hard_to_see_last_or_first_and_can_be_left_out_and_gone_back() {
    let mut screen = with_due_spots(6);
    screen.press("c").hides("mirror or helper").press("o").shows("5  scalp").shows("mirror or helper");
    screen.press("o").shows("1  chest").press("b").press("g").press("<Left>").shows("Said so far: gone").press(" ");
    screen.press("x").press(" ").press("d").shows("A look at spot 6").press("<Tab><Tab>4<Tab>r<C-s>");
    screen.shows("mirror or helper").press("m").shows("bigger").shows("details, present").shows("not answered");
    screen.press("<Esc>").shows("Leave the round without logging it?").press("n").press("<Enter>");
    screen.shows("The check round of 4 spots is logged").shows("2 looks due");
}

#[test]
fn a_round_in_which_nothing_could_be_seen_is_over_and_logs_nothing() {
    let mut screen = with_due_spots(1);
    screen.press("cx<Enter>").shows("No spot was looked at, so nothing is logged.").shows("1 look due");
    screen.press("c").shows("0 answered").hides("can't see · ");
}

#[test]
fn a_spot_is_placed_on_the_body_without_typing_where() {
    let mut screen = Screen::empty(100, 40);
    screen.press("m").shows("Body map").shows("Enter logs a new spot here").shows("No spot on this drawing.");
    screen.press("<Tab><Tab>").shows("[head]").press("<Down><Down><Enter>").shows("New spot").press("<C-s>");
    screen.shows("Spot 1 is logged").shows("Enter opens spot 1, n logs a new one here");
    let number = screen.with_role(Role::Selected);
    assert!(number.iter().any(|piece| piece.contains('1')), "{number:?}");
    screen.press("<Enter>").shows("Spot 1");
    // A click places the spot at exactly that point.
    let mut screen = Screen::empty(100, 40);
    screen.press("m");
    let click = mouse(MouseEventKind::Down(MouseButton::Left), 32, 12);
    screen.event(click.clone()).event(click).shows("New spot").press("<C-s>").shows("Spot 1 is logged");
}

#[test]
fn the_map_goes_from_place_to_place_and_from_mark_to_mark() {
    let mut screen = Screen::demo(100, 40);
    screen.press("<Home>m").shows("[back]").shows("upper back: Enter opens spot 2").shows("!4").shows("12");
    screen.press(" ").hides("Enter opens spot 2").shows("Enter opens spot");
    for key in ["<Up>", "<Down>", "<Left>", "<Right>", "h", "j", "k", "l"] {
        screen.press(key).shows("Body map");
    }
    for view in ["head", "left hand", "right hand", "left foot", "right foot", "front", "back"] {
        screen.press("<Tab>").shows(&format!("[{view}]"));
    }
    screen.press("<BackTab>").shows("[front]");
}

/// Returns the place of some words on the screen, in columns and rows.
fn find(screen: &Screen, words: &str) -> (u16, u16) {
    let text = screen.text();
    let found = text
        .lines()
        .enumerate()
        .find_map(|(y, line)| Some((y, line.find(words).map(|at| line[..at].chars().count())?)));
    let (y, x) = found.unwrap_or_else(|| panic!("{words}\n{text}"));
    (x as u16, y as u16)
}

#[test]
fn front_and_back_are_side_by_side_with_left_and_right_where_the_width_allows() {
    for (width, height) in [(60, 24), (80, 24), (100, 30), (120, 40), (200, 60)] {
        let mut screen = Screen::demo(width, height);
        screen.press("<Home>m").shows("FRONT").shows("[BACK]");
        let line = screen.text().lines().nth(2).unwrap().to_owned();
        let places: Vec<usize> = line.match_indices("right").map(|(at, _)| at).collect();
        let lefts: Vec<usize> = line.match_indices("left").map(|(at, _)| at).collect();
        assert!(places[0] < lefts[0] && lefts[0] < lefts[1] && lefts[1] < places[1], "{line}");
        // The front has spot 7, and the back spot 2. The one in both elbow folds is drawn at both.
        screen.shows("!7").shows("!2");
        assert_eq!(screen.text().matches("!10").count(), 2, "{}", screen.text());
        screen.press("<BackTab>").shows("[FRONT]").press("<Tab>").shows("[BACK]");
    }
    let mut screen = Screen::demo(44, 40);
    screen.press("<Home>m").shows("BACK").hides("FRONT").hides("!7").press("<BackTab>").shows("FRONT").shows("!7");
}

#[test]
fn a_click_on_a_number_selects_it_and_a_second_one_opens_it() {
    let mut screen = Screen::demo(100, 30);
    screen.press("<Home>m");
    let click = |at: (u16, u16)| mouse(MouseEventKind::Down(MouseButton::Left), at.0, at.1);
    for number in ["!7", "!4", "!11", "~5"] {
        let at = find(&screen, number);
        let opens = format!("Enter opens spot {}", number.trim_start_matches(['!', '~']));
        screen.event(click(at)).shows(&opens);
    }
    let at = find(&screen, "~5");
    screen.event(click(at)).shows("Spot 5");
    // A row of the list does the same.
    screen.press("<Esc>m");
    let at = find(&screen, "9 chest");
    screen.event(click(at)).shows("Enter opens spot 9");
    let at = find(&screen, "9 chest");
    screen.event(click(at)).shows("Spot 9");
}

#[test]
fn a_spot_is_placed_on_the_second_drawing_with_keys_and_with_the_mouse() {
    let mut screen = Screen::empty(100, 30);
    screen.press("m<Right><Right><Right><Right><Right><Right><Right><Right><Right>").shows("[BACK]");
    screen.press("<Enter>").shows("New spot").press("<C-s>").shows("Spot 1 is logged").shows("Enter opens spot 1");
    let (x, y) = find(&screen, "[BACK]");
    let click = mouse(MouseEventKind::Down(MouseButton::Left), x + 3, y + 9);
    screen.event(click.clone()).shows("back: Enter logs a new spot here").event(click).shows("New spot");
    screen.press("<C-s>").shows("Spot 2 is logged");
    let line = screen.text().lines().nth(usize::from(y + 9)).unwrap().to_owned();
    assert_eq!(line.chars().nth(usize::from(x + 3)), Some('2'), "{line}");
}

#[test]
fn spots_of_one_place_are_drawn_apart_and_each_is_found() {
    let mut screen = Screen::empty(80, 24);
    for _ in 0..9 {
        screen.press("nleft forearm front<C-s>");
    }
    screen.press("m");
    let text = screen.text();
    let lines = text.lines().skip(2).take(18);
    let drawn: String = lines.map(|line| line.chars().take(54).collect::<String>() + "\n").collect();
    for number in 1..=9 {
        assert_eq!(drawn.matches(&number.to_string()).count(), 1, "{number}\n{drawn}");
    }
    let mut found = std::collections::BTreeSet::new();
    for _ in 0..9 {
        let text = screen.press(" ").text();
        found.insert(text.split("opens spot ").nth(1).unwrap().chars().next());
    }
    assert_eq!(found.len(), 9);
}

#[test]
fn the_timeline_makes_what_has_not_gone_away_a_heavy_line() {
    let mut screen = Screen::demo(120, 40);
    screen.press("t").shows("Timeline").shows("━ has not gone away").shows("cetirizine").shows("the one by the");
    let heavy = screen.with_role(Role::FollowUp);
    assert!(heavy.iter().any(|piece| piece.contains("━━━━")), "{heavy:?}");
    let wide = screen.text();
    assert_ne!(screen.press("+").text(), wide);
    screen.press("-").press("<Left>").press("<Right>").press("j").press("<Enter>").shows("Looks");
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "60 days ago", "--on", "60 days ago"]);
    home.ok(&["same", "1"]);
    let out = home.ok(&["timeline"]);
    assert!(out.contains("●") && out.contains("┃━") && out.contains("has not gone away"), "{out}");
    assert!(home.ok(&["timeline", "--json"]).contains("\"presence\": \"present\""));
}

#[test]
fn the_timeline_names_months_today_and_every_sign_and_says_what_is_known_of_the_row() {
    for (width, height) in [(80, 24), (100, 30), (120, 40), (200, 60)] {
        let mut screen = Screen::demo(width, height);
        screen.press("t").shows("Timeline  31 Mar 2026 to 21 Nov 2026").shows("Jul").shows("today");
        for sign in
            ["┃ a few weeks", "╌ not looked at", "d not fading under glass", "× gone", "▬ medicine", "* symptom"]
        {
            screen.shows(sign);
        }
        screen.shows("2  upper back").shows("! Show this to a dermatologist. Has not gone away");
        screen.shows("first seen 26 Oct 2026, 26 days ago · last look 16 Nov 2026, 5 days ago");
        screen.press("<Up>").shows("symptom, noticed 7 May 2026").press("<Up>").shows("medicine, started");
        assert!(!screen.with_role(Role::Dim).iter().any(|piece| piece.contains("cough")));
    }
    // Where it is short of room, the legend has the signs of the row.
    Screen::demo(40, 12).press("t").shows("today").shows("f fades under glass").hides("× gone").shows("! Show this");
    let mut screen = Screen::demo(100, 30);
    screen.press("t---").shows("2024").press("+++++++").shows("16 Nov");
    let click = |at: (u16, u16)| mouse(MouseEventKind::Down(MouseButton::Left), at.0, at.1);
    let at = find(&screen, "6 scalp");
    screen.event(click(at)).shows("last look 7 Sep 2026, 75 days ago").event(click(at)).shows("Spot 6");
}

#[test]
fn a_spot_there_since_birth_is_drawn_from_the_birth_date_or_from_the_left_edge() {
    let drawn = |born: &[&str]| {
        let home = Home::new();
        home.ok(&["new", "left shin", "--since-birth", "--on", "40 days ago"]);
        home.ok(&["new", "chest", "--first-seen", "300 days ago", "--on", "10 days ago"]);
        if !born.is_empty() {
            home.ok(&[&["me"][..], born].concat());
        }
        let out = home.ok(&["timeline"]);
        let line = out.lines().find(|line| line.contains("left shin")).unwrap();
        line.chars().skip(29).collect::<String>()
    };
    assert!(drawn(&[]).starts_with("───"), "{}", drawn(&[]));
    let born = drawn(&["--born", "150 days ago"]);
    let blank = born.chars().take_while(|c| *c == ' ').count();
    assert!((30..40).contains(&blank), "{born}");
    assert!(drawn(&["--born", "700 days ago"]).starts_with("───"));
}

/// Pseudorandom numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The environment variable with the number of events for the process with random input.
const EVENTS: &str = "SPOTLOG_TEST_EVENTS";

/// Sends random input to the demo journal. `SPOTLOG_EVENTS` sets the number of events.
#[test]
fn any_keys_clicks_and_sizes_leave_a_whole_journal_and_no_panic() {
    let events = std::env::var("SPOTLOG_EVENTS").unwrap_or_else(|_| "3000".into());
    // Reports are written to the current directory under random names, so it is a temporary folder.
    let folder = tempfile::tempdir().unwrap();
    let mut typing = std::process::Command::new(std::env::current_exe().unwrap());
    typing.args(["--exact", "screens::a_process_that_types_whatever_comes", "--nocapture", "--test-threads=1"]);
    let output = typing.current_dir(&folder).env(EVENTS, events).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// Run by the previous test as a separate process. Does nothing on its own.
#[test]
fn a_process_that_types_whatever_comes() {
    let Some(events) = std::env::var(EVENTS).ok().and_then(|n| n.parse().ok()) else { return };
    let home = Home::new();
    let mut store = Store::open(&home.journal()).unwrap();
    fill_demo(&mut store, &crate::harness::context(&spotlog::guidance::Windows::default())).unwrap();
    let mut screen = Screen::over(store, 80, 24);
    let mut dice = Dice(20_261_121);
    let codes = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::F(1),
        KeyCode::F(2),
        KeyCode::Char('s'),
    ];
    for _ in 0..events {
        let event = match dice.roll(20) {
            0 => Event::Resize(dice.roll(160) as u16, dice.roll(60) as u16),
            1 => mouse(MouseEventKind::Down(MouseButton::Left), dice.roll(170) as u16, dice.roll(70) as u16),
            2 => mouse(MouseEventKind::ScrollDown, 5, 5),
            3 => Event::Paste("9\u{202e}x\u{0}é中\n".into()),
            4..=9 => {
                let code = codes[dice.roll(codes.len() as u64) as usize];
                let control = if code == KeyCode::Char('s') { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
                Event::Key(KeyEvent::new(code, control))
            }
            _ => {
                let letter = char::from(b' ' + dice.roll(95) as u8);
                Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))
            }
        };
        screen.event(event);
        if screen.app.is_over() {
            drop(screen);
            screen = Screen::over(Store::open(&home.journal()).unwrap(), 80, 24);
        }
    }
    drop(screen);
    let store = Store::open(&home.journal()).unwrap();
    let checks: Vec<Check> = store.check().unwrap();
    assert!(checks.iter().all(|check| check.found.is_ok()), "{:?} at {}", checks.len(), clock().today());
}

#[test]
fn the_settings_are_a_form_and_take_effect_at_once() {
    let home = Home::new();
    let settings = home.path("settings.toml");
    let start = spotlog::tui::Start { settings: settings.clone(), ..spotlog::tui::Start::new(clock) };
    let mut screen = Screen::started(start, 100, 40);
    let erase = "<BS><BS><BS><BS><BS>";
    screen.press(&format!("nchest<Tab>{erase}20 days ago<C-s>")).hides("Has not gone away");
    screen
        .press("S")
        .shows("Settings")
        .shows("Not gone after, days")
        .press("<Tab><Tab><Tab><Tab><Tab><Tab><End><BS><BS>99<C-s>");
    screen.shows("\"99\" is not a whole number from 14 to").press("<BS><BS>14<C-s>").shows("The settings are kept.");
    screen.shows("Has not gone away");
    assert_eq!(std::fs::read_to_string(settings).unwrap(), "[windows]\npersistence_days = 14\n");
}

#[test]
fn the_report_is_written_to_a_file_from_its_screen() {
    let home = Home::new();
    let mut screen = Screen::demo(100, 30);
    let path = home.path("page");
    screen.press("re").shows("The report as a file").press("<Tab>");
    for _ in 0..40 {
        screen.press("<BS>");
    }
    screen.press("<C-s>").shows("a file needs a name");
    screen.event(Event::Paste(path.to_str().unwrap().into())).press("<C-s>").shows("It is not encrypted");
    let bytes = std::fs::read(home.path("page.pdf")).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    screen.shows("o opens it");
    screen.press("e<Right>").press("<Tab>");
    screen.event(Event::Paste("/no/such/folder".into())).press("<C-s>").shows("cannot be written");
}

#[test]
fn parts_of_the_report_are_left_out_and_taken_in_again() {
    let home = Home::new();
    let mut screen = Screen::demo(100, 60);
    screen.press("r").shows("7 spots to look at").press("<End>").shows("Ruler");
    // The other parts stay; the last part is the ruler.
    screen
        .press("s")
        .shows("Parts of the report")
        .press("<Left> <C-s>")
        .press("<End>")
        .hides("Ruler")
        .shows("To do by the patient");
    screen.press("e<Right><Right><Tab>");
    for _ in 0..40 {
        screen.press("<BS>");
    }
    let path = home.path("page.txt");
    screen.event(Event::Paste(path.to_str().unwrap().into())).press("<C-s>").shows("The report is in");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("Earlier flags") && !text.contains("Ruler"), "{text}");
    screen.press("s<Left> <C-s><End>").shows("Ruler");
}

#[test]
fn tab_jumps_from_part_to_part_of_the_report() {
    let mut screen = Screen::demo(100, 20);
    screen.press("r").shows("Spot journal of Alex Example").hides("Has it gone away?");
    screen.press("<Tab>").shows("Background").hides("Spot journal of");
    screen.press("<Tab>").shows("Spots to look at").hides("Background");
    screen.press("<BackTab>").shows("Background");
}

#[test]
fn the_report_on_the_screen_is_the_one_that_prints() {
    let home = Home::new();
    home.ok(&["new", "left shin", "--on", "2026-11-20", "--note", "Does it need to be seen?"]);
    let mut screen = Screen::on_file(&home.journal(), 120, 60);
    screen.press("r").shows("The patient asks").shows("Does it need to be seen?");
}

#[test]
fn a_folder_for_the_report_is_chosen_from_a_list() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("papers/2026")).unwrap();
    home.write("papers/other.txt", "");
    let mut screen = Screen::demo(100, 30);
    screen.press("re<Tab>");
    for _ in 0..40 {
        screen.press("<BS>");
    }
    let start = home.path("page.pdf");
    screen.event(Event::Paste(start.to_str().unwrap().into()));
    screen.press("<C-o>").shows("papers/").press("<Enter>").shows("2026/").shows("other.txt").press("<Left>");
    screen.press("<Enter>s").shows("papers/page.pdf").press("<C-s>").shows("The report is in");
    assert!(home.path("papers/page.pdf").exists());
    screen.press("e<Tab><C-o><Esc>").shows("The report as a file");
}

#[test]
fn one_key_makes_names_places_and_notes_unreadable_and_leaves_emergencies_alone() {
    let mut screen = Screen::demo(100, 30);
    screen.shows("Alex").shows("upper back").press("<C-b>");
    for words in ["Alex", "upper back", "cheek", "dermatologist"] {
        screen.hides(words);
    }
    screen.shows("5.0").press("<Enter>").hides("still there").press("<C-b>").shows("upper back");
    screen.press("<Esc>nleft shin<Tab>").press("<C-b>").hides("left shin");
    screen.press("<C-s>").hides("left shin").press("!").shows("Nothing that was entered is marked as an emergency");
}

#[cfg(unix)]
#[test]
fn a_journal_that_others_may_open_asks_at_the_start_whether_to_mend_that() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-11-20"]);
    std::fs::set_permissions(home.journal(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let start = || spotlog::tui::Start { is_open_to_others: true, ..spotlog::tui::Start::new(clock) };
    let mut screen = Screen::begin(Store::open(&home.journal()).unwrap(), start(), 80, 24);
    screen.shows("Make it private?").press("n").hides("Make it private?").shows("chest");
    assert_eq!(std::fs::metadata(home.journal()).unwrap().permissions().mode() & 0o777, 0o644);
    let mut screen = Screen::begin(Store::open(&home.journal()).unwrap(), start(), 80, 24);
    screen.press("y").shows("The journal is private now");
    assert_eq!(std::fs::metadata(home.journal()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_home_screen_is_grouped_by_what_to_do_and_folds_what_is_quiet() {
    let mut screen = Screen::demo(100, 30);
    let text = screen.text();
    let places: Vec<_> = ["Show a dermatologist  7", "Measure again  1", "Quiet  2", "Gone or closed  3"]
        .iter()
        .map(|heading| text.find(heading).unwrap_or_else(|| panic!("{heading}\n{text}")))
        .collect();
    assert!(places.is_sorted(), "{text}");
    screen.shows("Has not gone away · A look is due").shows("!~  6  scalp");
    screen.press("<Tab>").shows("5  right abdomen").press("<Tab>").shows("1  right shin \"birth");
    // A low window folds the groups with nothing to do until they are asked for.
    let mut screen = Screen::demo(80, 16);
    screen.shows("Quiet  2 · Gone or closed  3").hides("right shin").press("<Tab><Tab>").shows("right shin");
    screen.press("<Tab><Tab>").hides("right shin");
    // A filter finds the folded ones too, and a very low window leaves the headings out.
    screen.press("/birth").shows("right shin");
    Screen::demo(40, 12).hides("Show a dermatologist  7");
}

#[test]
fn the_emergency_page_says_whom_to_call_then_what_to_say_and_last_why() {
    let mut screen = Screen::empty(80, 30);
    screen.press("nleft shin<C-s>").press("<Esc>ME").press("<Tab><BS><BS><BS><BS><BS><BS><BS>2021-03-01<C-s><Esc>");
    screen.press("gdy").shows("On the phone, say");
    let text = screen.text();
    let places: Vec<_> =
        ["This may be an emergency. Call", "Do not wait", "Age: 5 years.", "On the skin: left shin", "Why"]
            .iter()
            .map(|part| text.find(part).unwrap_or_else(|| panic!("{part}\n{text}")))
            .collect();
    assert!(places.is_sorted(), "{text}");
    screen.press("<Esc><F2>N").shows("The emergency number, as you would dial it").press("<Esc>");
    // What is for today may become an emergency, and the glass test may tell.
    let mut screen = Screen::empty(80, 40);
    screen.press("nface<C-s>yy<C-s>").press("!").shows("glass test not done").shows("in the list of spots, g on");
    screen.shows("What makes it an emergency").shows("a stiff neck with fever");
}

#[test]
fn the_summary_of_a_round_shows_every_answer_and_leads_back_to_where_it_was_opened() {
    let mut screen = Screen::demo(40, 12);
    screen.press("css<Enter>").shows("2 of 10 answered").shows("more lines");
    screen.press("<End>").shows("11  right thigh").hides("2 of 10 answered");
    screen
        .press("<Left>")
        .shows("3 of 10")
        .press("<Enter><Enter>")
        .shows("The check round of 2 spots is logged:")
        .shows("1, 6.");
    // A question that has no room for its answers is not answered by a click on its frame.
    let mut screen = Screen::demo(30, 8);
    screen.press("cs<Esc>");
    for (column, row) in (0..30).map(|column| (column, 6)) {
        screen.event(mouse(MouseEventKind::Down(MouseButton::Left), column, row));
    }
    screen.press("n").shows("2 of 10");
}

#[test]
fn a_round_asks_for_the_size_of_what_is_bigger_and_takes_none_too() {
    let mut screen = Screen::empty(100, 40);
    for place in ["chest", "left shin"] {
        let erase = "<BS><BS><BS><BS><BS>";
        screen.press(&format!("n{place}<Tab>{erase}40 days ago<Tab>{erase}40 days ago<Tab>3<Tab>ruler<C-s>"));
    }
    screen.press("cb").shows("chest: bigger").shows("No ruler at hand?").press("4 4.5 4<C-s>");
    screen.shows("2 of 2").press("m").shows("left shin: smaller").press("<C-s>").shows("2 of 2 answered");
    screen.press("<Enter>").shows("The check round of 2 spots is logged").press("<Home>").press("<Enter>");
    screen.shows("4 4.5 4 mm by ruler").shows("\"bigger\"");
}

#[test]
fn the_first_frame_of_the_report_is_page_1_and_stays_while_the_rest_is_built() {
    let mut screen = Screen::demo(100, 30);
    screen.handle(Event::Key(KeyEvent::new(KeyCode::Char('r'), KeyModifiers::NONE)));
    let first = screen.text();
    let soon = screen.app.waits().is_some_and(|waits| waits.as_millis() <= 60);
    assert!(soon, "the rest is built once the frame is painted");
    screen.app.tick();
    screen.app.settle();
    screen.draw();
    let whole = screen.text();
    assert_eq!(screen.app.waits(), None, "nothing is left to do");
    assert_eq!(first, whole, "nothing moves");
    assert!(first.contains("more below"), "{first}");
    assert!(screen.press("j").text().contains("more lines"), "{}", screen.text());
}

#[test]
fn a_report_that_was_scrolled_never_shows_another_person() {
    let mut screen = Screen::demo(100, 30);
    screen.press("r<PgDn><PgDn>").hides("Spot journal of").press("M");
    for event in crate::harness::parse_keys("ABen<C-s><Esc>") {
        screen.handle(Event::Key(event));
    }
    let first = screen.text();
    let page = first.split_once('\n').unwrap().1;
    assert!(page.contains("Spot journal of Ben") && !page.contains("Alex"), "{first}");
    screen.event(Event::Resize(80, 24)).shows("Spot journal of Ben");
    let mut screen = Screen::demo(100, 30);
    screen.press("r<PgDn><PgDn>");
    let line = screen.text().lines().nth(3).unwrap()[4..40].to_owned();
    screen.press("j").press("k").shows(&line).event(Event::Resize(100, 24)).shows(&line);
}

#[test]
fn what_is_typed_before_the_report_is_whole_ends_where_it_ends_afterwards() {
    for keys in ["G", "jjj", "<PgDn><PgDn><PgDn><PgDn><PgDn><PgDn>kk", "<Tab><Tab><Tab>", "Gg"] {
        let (mut early, mut late) = (Screen::demo(100, 30), Screen::demo(100, 30));
        late.press(&format!("r{keys}"));
        for event in crate::harness::parse_keys(&format!("r{keys}")) {
            early.handle(Event::Key(event));
        }
        early.app.settle();
        early.draw();
        assert_eq!(early.text(), late.text(), "{keys}");
    }
    let (mut early, mut late) = (Screen::demo(100, 30), Screen::demo(100, 30));
    late.press("rY");
    crate::harness::parse_keys("rY").into_iter().for_each(|event| early.handle(Event::Key(event)));
    let copied = early.app.to_copy();
    assert!(copied.is_some() && copied == late.app.to_copy(), "the whole report is copied");
}

#[test]
fn undo_in_a_round_takes_back_its_last_answer_and_no_saved_change() {
    let mut screen = with_due_spots(3);
    screen.press("cu").shows("No answer of this round was given before this spot.");
    screen.press("sg").shows("3 of 3").press("u").shows("The answer for spot 2 is taken back.").shows("2 of 3");
    screen.press("U").shows("by its own key").shows("2 of 3");
    screen.press("ssu").shows("3 of 3").press("s<Enter>").shows("Spots").press("u").shows("Undone: check round");
}
