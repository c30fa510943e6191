//! The ways through the program that a person goes, fed with keys, each with the number of its keys. Words that are
//! typed count as one key.

use crate::harness::{Home, Screen};
use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use spotlog::store::Store;
use spotlog::tui::{Role, Start};

/// Presses keys and counts them. A text in quotes is typed and counts as one.
fn walk(screen: &mut Screen, keys: &[&str]) -> usize {
    for key in keys {
        screen.press(key);
    }
    keys.len()
}

const SIZE: (u16, u16) = (100, 30);

fn empty() -> Screen {
    Screen::empty(SIZE.0, SIZE.1)
}

#[test]
fn a_first_dot_is_logged_in_twelve_keys_that_are_all_on_the_screen() {
    let mut screen = empty();
    screen.shows("Press n to log the first one.");
    let mut keys = walk(&mut screen, &["n"]);
    screen.shows("› 1 Where").shows("Tab next field").shows("Ctrl-S save");
    keys += walk(&mut screen, &["left wrist back", "<Tab>", "<Tab>", "<Tab>", "3 3 3.5", "<Tab>", "r", "<Tab>", "red"]);
    keys += walk(&mut screen, &["<Tab>", "f", "<C-s>"]);
    screen.shows("Spot 1 is logged: left wrist, back.");
    assert!(keys <= 13, "{keys}");
}

#[test]
fn a_dot_seen_three_weeks_ago_is_told_before_it_is_saved() {
    let mut screen = empty();
    walk(&mut screen, &["n", "chest", "<Tab>", "3 weeks ago", "<Tab>"]);
    screen.shows("If you save now").shows("! Has not gone away: new");
    screen.press("<C-s>").shows("Show this to a dermatologist.");
}

#[test]
fn a_size_mistyped_two_looks_back_is_corrected_in_six_keys() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-10-01", "new", "chest", "--size", "3", "--by", "ruler"]);
    home.ok(&["--as-of", "2026-10-20", "look", "1", "--size", "30", "--by", "ruler"]);
    home.ok(&["--as-of", "2026-11-10", "look", "1", "--size", "3", "--by", "ruler"]);
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    let keys = walk(&mut screen, &["<Enter>", "<Down>", "e", "<BS>", "3", "<C-s>"]);
    screen.shows("Corrected the look");
    assert!(keys <= 6 && !home.ok(&["show", "1"]).contains("30 mm"), "{}", home.ok(&["show", "1"]));
}

#[test]
fn a_spot_entered_by_mistake_and_one_in_the_wrong_place_are_mended_from_the_list() {
    let mut screen = empty();
    screen.press("nleft wrist front<C-s>").press("nchest<C-s>");
    let keys = walk(&mut screen, &["L", "upper back", "<Enter>"]);
    screen.shows("upper back");
    assert!(keys <= 6);
    let keys = walk(&mut screen, &["x", "y", "y"]);
    screen.shows("Gone or closed");
    assert!(keys <= 6);
}

#[test]
fn a_child_with_fever_at_three_in_the_morning_is_an_emergency_before_anything_is_saved() {
    let mut screen = empty();
    screen.press("nchest<C-s>");
    let keys = walk(&mut screen, &["g", "d", "y"]);
    screen.shows("This may be an emergency").shows("Call your local emergency number");
    assert!(keys <= 4);
}

#[test]
fn a_word_of_a_note_is_found_again() {
    let mut screen = empty();
    screen.press("nchest<C-s>").press("<Enter>aafter the beach<C-s><Esc>").press("nnose<C-s>");
    let keys = walk(&mut screen, &["/", "beach"]);
    screen.shows("chest").hides("nose");
    assert!(keys <= 3);
}

#[test]
fn a_table_a_backup_and_a_calendar_are_written_from_the_list_of_commands() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-11-20", "new", "chest", "--size", "3", "--by", "ruler"]);
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    for (word, file, begins) in [
        ("excel", "looks.csv", "person"),
        ("json", "all.json", "{"),
        ("calendar", "next.ics", "BEGIN:VCALENDAR"),
        ("backup", "copy.spotlog", "SQLite"),
    ] {
        let path = home.path(file);
        let erase = "<C-w>".repeat(8);
        screen.press(&format!(":{word}")).press("<Enter>").shows("File").press(&erase);
        screen.press(path.to_str().unwrap()).press("<C-s>").shows(file);
        let written = std::fs::read(&path).unwrap_or_else(|error| panic!("{word}: {error}\n{}", screen.text()));
        assert!(written.starts_with(begins.as_bytes()), "{word}: {}", String::from_utf8_lossy(&written));
        // An existing file is refused at its field, and stays as it is.
        screen.press(&format!(":{word}")).press("<Enter>").press(&erase).press(path.to_str().unwrap());
        screen.press("<C-s>").shows("File").press("<Esc>y");
    }
}

#[test]
fn a_second_computer_gets_everything_over_a_folder() {
    let (one, two) = (Home::new(), Home::new());
    one.ok(&["--as-of", "2026-11-20", "new", "chest"]);
    let shared = one.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let sync = |home: &Home| {
        let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
        screen.press(":second computer<Enter>").shows("Folder").press(shared.to_str().unwrap()).press("<C-s>");
        screen.shows("other machine");
        screen
    };
    sync(&one);
    sync(&two).press("<Esc>").shows("chest").press("nnose<C-s>");
    sync(&two);
    sync(&one).press("<Esc>").shows("nose");
}

#[test]
fn a_backup_is_put_back_and_a_file_is_taken_in_from_the_list_of_commands() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let (backup, export) = (home.path("copy.spotlog"), home.path("all.json"));
    home.ok(&["backup", backup.to_str().unwrap()]);
    home.ok(&["new", "nose"]);
    home.ok(&["export", export.to_str().unwrap()]);
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    screen.press(":restore<Enter>").press(backup.to_str().unwrap()).press("<C-s>");
    screen.shows("The journal now holds what").shows("chest").hides("nose");
    screen.press(":import<Enter>").press(export.to_str().unwrap()).press("<C-s>").shows("records added");
    // After a restore, an undo asks first.
    screen.press("uy").shows("Undone: import").hides("nose").press("U").shows("nose");
    screen.press(":import<Enter>").press(home.path("missing").to_str().unwrap()).press("<C-s>").shows("› File");
    screen.press("<Esc>y").press(":check journal<Enter>").shows("passed").press("<Esc>").shows("chest");
}

#[test]
fn a_spreadsheet_with_headings_of_its_own_is_taken_in_after_asking_for_its_columns() {
    let home = Home::new();
    let table = home.write("looks.tsv", "Observed\tBody spot\tmm\tTool\tMood\n2026-10-01\tleft shin\t3\truler\tfine\n");
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    screen.press(":import<Enter>").press(&table).press("<C-s>");
    screen
        .shows("Which column of the table holds what?")
        .shows("Observed")
        .shows("Body spot")
        .shows("Every table needs it");
    screen.press("<C-s>").shows("choose the column that holds it");
    // One column cannot be the day and the place.
    screen.press("obs<Tab>obs<C-s>").shows("this column is chosen for \"Looked on\"");
    screen.press("body s<Tab><Tab>mm<C-s>").shows("choose a column, or one way for all");
    screen.press("all by ru<C-s>");
    screen
        .shows("records added")
        .shows("Columns that were not taken in: Tool, Mood")
        .shows("left shin")
        .shows("3.0 mm");
    assert!(home.ok(&["show", "1"]).contains("1 Oct 2026"));
}

#[test]
fn a_table_that_is_refused_shows_its_columns_with_the_line_and_never_ends_the_program() {
    let home = Home::new();
    let import = |name: &str, table: &str, keys: &str, shown: &str| {
        let table = home.write(name, table);
        let mut screen = Screen::on_file(&home.journal(), 120, 40);
        screen.press(":import<Enter>").press(&table).press("<C-s>").press(keys).shows(shown);
        screen
    };
    import("a.csv", "Date,Where\n2026-10-01,shin\n2026-10-02,antenna\n", "", "line 3: \"antenna\" is not a site");
    // No heading can be asked about, or none is known.
    import("b.csv", ",\n1,2\n", "", "COLUMN=at` names one");
    import("c.csv", "colours,surface\nred,smooth\n", "<C-s>", "choose the column that holds it");
    let many: Vec<String> = (0..70).map(|n| format!("c{n}")).collect();
    import("d.csv", &format!("{}\n", many.join(",")), "", "COLUMN=at` names one");
    // A heading twice, and one that is the name of another field.
    let twice = "at,site,Mood,Mood\n2026-10-01,shin,1,2\n";
    import("e.csv", twice, "", "Mood (2)").press("<C-s>").shows("Columns that were not taken in: Mood, Mood");
    let other = "ID,Date,Where\n1,2026-10-01,chest\n";
    let mut screen = import("f.csv", other, "", "Leave out");
    screen.press("id<C-s>").shows("records added");
    // Another file is another table.
    let clear = home.write("g.csv", "at,site\n2026-10-01,nose\n");
    let mut screen = import("h.csv", "A,B\n2026-10-01,shin\n", "", "Which column");
    screen.press("<S-Tab>").press(&"<BS>".repeat(80)).press(&clear).press("<C-s>").shows("records added");
}

#[test]
fn rows_that_say_a_place_alike_are_looks_at_one_spot() {
    let home = Home::new();
    let table =
        "Date,Where,mm\n2026-10-01,Behind the left ear,3\n2026-10-08,behind the  left ear.,4\n2026-10-15,left shin,2\n";
    let file = home.write("alike.csv", table);
    home.ok(&["import", "--format", "csv", "--map", "mm=diameter_mm", "--by", "ruler", &file]);
    let list = home.ok(&["list"]);
    assert!(list.matches("Behind the left ear").count() == 1 && list.matches(" mm").count() == 2, "{list}");
}

#[test]
fn a_table_whose_headings_are_usual_is_taken_in_without_asking() {
    let home = Home::new();
    let table = home.write("looks.csv", "Date,Where,Size (mm),Method\n2026-10-01,left shin,3,ruler\n");
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    screen.press(":import<Enter>").press(&table).press("<C-s>").shows("records added").shows("left shin");
}

#[test]
fn a_weekly_round_of_ten_takes_twelve_keys() {
    let home = Home::new();
    for place in
        ["scalp", "nose", "chin", "chest", "abdomen", "left shin", "right shin", "left heel", "left palm", "back"]
    {
        home.ok(&["--as-of", "2026-11-01", "new", place]);
    }
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    let mut keys = walk(&mut screen, &["c"]);
    for _ in 0..10 {
        keys += walk(&mut screen, &["s"]);
    }
    keys += walk(&mut screen, &["<Enter>"]);
    screen.shows("The check round of 10 spots is logged.");
    assert!(keys <= 12, "{keys}");
}

#[test]
fn the_filter_finds_words_of_notes() {
    let mut screen = Screen::empty(100, 30);
    screen.press("nleft shin<C-s>").press("nchest<C-s>").press("l");
    for _ in 0..11 {
        screen.press("<Tab>");
    }
    screen.press("stung after Gardening<C-s>").press("/garden").shows("chest").hides("left shin");
    screen.press("<Enter>").shows("Spots with \"garden\"").press("l<C-s>").hides("left shin").shows("chest");
    screen.press("<Esc>").shows("left shin");
}

/// Clicks the last place on the screen that has these words.
fn click(screen: &mut Screen, word: &str) {
    click_in(screen, word, word);
}

/// Clicks on a word in the last line that has other words.
fn click_in(screen: &mut Screen, words: &str, word: &str) {
    let text = screen.text();
    let line = text.lines().enumerate().filter(|(_, line)| line.contains(words)).last();
    let (row, line) = line.unwrap_or_else(|| panic!("{words} is not on the screen:\n{text}"));
    let column = line.split(word).next().unwrap().chars().count() + 1;
    let kind = MouseEventKind::Down(MouseButton::Left);
    let modifiers = KeyModifiers::NONE;
    screen.event(Event::Mouse(MouseEvent { kind, column: column as u16, row: row as u16, modifiers }));
}

#[test]
fn every_key_of_the_footer_can_be_clicked() {
    let mut screen = Screen::empty(100, 40);
    click(&mut screen, "n new spot");
    screen.shows("New spot, with its first look").press("left shin");
    click(&mut screen, "( ) does not fade");
    screen.shows("(•) does not fade");
    click(&mut screen, "[ ] red");
    screen.shows("[x] red");
    click(&mut screen, "[ Save ]");
    screen.shows("Spot 1 is logged").shows("(u: undo)");
    click(&mut screen, "u: undo");
    screen.shows("Undone: new spot");
    click(&mut screen, "U: redo");
    screen.shows("1  left shin");
    click(&mut screen, "g glass");
    click(&mut screen, "Esc back");
    click(&mut screen, ": commands");
    screen.shows("What do you want to do?").press("left shin");
    click(&mut screen, "spot 1 left shin");
    screen.shows("Spot 1  left shin").hides("What do you want");
    // A count leads to the first spot that it counts, the name in the header to the person.
    let mut screen = Screen::demo(100, 30);
    click(&mut screen, "1 to measure again");
    assert!(screen.with_role(Role::Selected)[0].contains("right abdomen"));
    click(&mut screen, "spotlog");
    screen.shows("Me");
}

#[test]
fn every_answer_of_a_question_a_round_and_the_glass_test_can_be_clicked() {
    let mut screen = Screen::demo(100, 40);
    screen.press("c").shows("1 of 10");
    click(&mut screen, "+ f fades");
    screen.shows("Said so far: fades");
    click(&mut screen, "Esc back");
    screen.shows("Leave the round without logging it?");
    click(&mut screen, "n stay here");
    screen.shows("Said so far: fades").press("<Esc>");
    click(&mut screen, "y throw the answers away");
    screen.shows("Spots").press("g").shows("Glass test of spot 2");
    click(&mut screen, "Space counts");
    screen.shows("Press …");
    click(&mut screen, "d  Does not fade");
    screen.shows("Symptoms of Alex Example");
}

#[test]
fn a_spot_that_was_removed_is_closed_and_opened_again_from_the_list_of_commands() {
    let mut screen = empty();
    screen.press("nchest<C-s>").press(":cut out<Enter>").shows("Spot 1, chest, was removed").press("<C-s>");
    screen.shows("Gone or closed").press(":reopen<Enter>").hides("Gone or closed").shows("Spot 1 is open again.");
}

#[test]
fn an_answer_that_is_clicked_is_judged_like_one_that_is_typed() {
    let mut screen = empty();
    screen.press("y<Tab>");
    click_in(&mut screen, "Trouble breathing    ", "( ) yes");
    screen.shows("This may be an emergency. Call");
}

#[test]
fn a_form_is_never_saved_for_another_person_and_its_alarm_stays_with_its_own() {
    let mut screen = empty();
    screen.press("nchest<C-s>").press("MABen<C-s>").press("p").shows("‹ Me ›").press("<Esc>");
    screen.press("y<Tab>y").shows("This may be an emergency").press("<Esc><Tab>").press("<F2>rMp");
    screen.shows("‹ Ben ›").press("<Esc><Esc>").hides("Symptoms of").press("<C-s>").hides("Logged for");
    screen.press("P").shows("!!! This may be an emergency").press("y").shows("Symptoms of Me").shows("(•) yes");
}

#[test]
fn letters_typed_while_the_emergency_page_opens_are_not_taken_for_its_keys() {
    let mut screen = empty();
    screen.press("nchest<C-s>").press("l<A-6>d<Tab><Tab><Tab><Tab>fever ").shows("This may be an emergency. Call");
    screen.hides("Spot journal of").press("<Esc>").shows("A look at spot 1");
}

#[test]
fn a_form_takes_its_place_from_the_body_map() {
    let home = Home::new();
    let mut screen = Screen::on_file(&home.journal(), 100, 40);
    screen.press("n<C-o>").shows("Body map").shows("takes this place").press("<Down><Down>");
    screen.press("<Esc>").shows("› 1 Where").press("<C-o><Enter>").shows("› 2 First seen").press("<C-s>");
    screen.shows("Spot 1 is logged").press("L<C-o><Down><Down><Down><Down><Enter><C-s>").shows("place");
    let export = home.ok(&["export", "-"]);
    assert!(export.contains("\"position\": {"), "{export}");
}

#[test]
fn the_words_of_a_spot_and_of_the_report_are_copied() {
    let mut screen = Screen::demo(100, 30);
    screen.press("Y").shows("Copied, if the terminal allows it.");
    let copied = screen.app.to_copy().unwrap();
    assert!(copied.starts_with("Spot 2, upper back") && copied.contains("Still there"), "{copied}");
    screen.press("<Esc>rY");
    assert!(screen.app.to_copy().unwrap().contains("Spot journal of Alex Example"));
}

#[test]
fn a_spot_opened_from_the_body_map_leads_back_to_it() {
    let mut screen = Screen::demo(100, 30);
    screen.press("m<Enter>").shows("Spot 2").press("<Esc>").shows("Body map").press("<Esc>").shows("Spots");
}

#[test]
fn wife_and_child_have_records_of_their_own_and_are_named_when_urgent() {
    let mut screen = empty();
    screen.press("nchest<C-s>");
    let keys = walk(&mut screen, &["M", "A", "Mia", "<C-s>"]);
    screen.shows("Mia is added.");
    assert!(keys <= 4);
    screen.press("<Esc>").press("nleft cheek<C-s>").shows("‹ Mia ›");
    // A rash that does not fade is urgent. The other person's page names it.
    walk(&mut screen, &["g", "d"]);
    screen.press("y").shows("This may be an emergency").press("<Esc><C-s>");
    screen.press("<Esc><Esc>");
    let keys = walk(&mut screen, &["P"]);
    screen.shows("chest").hides("left cheek").shows("Mia").shows("emergency");
    assert!(keys <= 1);
}

#[test]
fn what_changed_since_the_visit_is_on_the_page_and_the_answer_is_kept() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-09-01", "new", "chest", "--size", "3 3 3", "--by", "ruler", "--colour", "red"]);
    home.ok(&["--as-of", "2026-09-20", "review", "1", "--by", "dermatologist", "--outcome", "monitor"]);
    home.ok(&["--as-of", "2026-11-10", "look", "1", "--size", "5 5 5", "--by", "ruler", "--colour", "red,brown"]);
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, 60);
    let keys = walk(&mut screen, &["r"]);
    screen.shows("3.0 → 5.0 mm").shows("red → red, brown");
    assert!(keys <= 1);
    screen.press("<Esc>");
    let keys = walk(&mut screen, &["v", "d", "<Tab>", "<Tab>", "k", "<Tab>", "a mole", "<C-s>"]);
    screen.shows("is recorded").shows("undo");
    assert!(keys <= 8 && home.ok(&["show", "1"]).contains("a mole"), "{keys}");
}

#[test]
fn sizes_in_inches_and_american_dates_are_read_and_shown() {
    let home = Home::new();
    std::fs::create_dir_all(home.path(".config/spotlog")).unwrap();
    home.write(".config/spotlog/settings.toml", "[terminal]\nunit = \"inch\"\ndates = \"mm/dd/yyyy\"\n");
    home.ok(&["new", "chest", "--on", "11/03/2026", "--size", "0.25", "--by", "ruler"]);
    let shown = home.ok(&["show", "1"]);
    assert!(shown.contains("0.25 in") && shown.contains("11/03/2026"), "{shown}");
}

#[test]
fn a_changed_key_is_the_one_that_the_footer_and_the_hints_name() {
    let home = Home::new();
    let mut start = Start::new(crate::harness::clock);
    start.set_keys(&[("new-spot".to_owned(), vec!["+".to_owned()])].into()).unwrap();
    let mut screen = Screen::begin(Store::open(&home.journal()).unwrap(), start, SIZE.0, SIZE.1);
    screen.shows("Press + to log the first one.").shows("+ new spot");
    assert!(walk(&mut screen, &["+"]) == 1);
    screen.shows("New spot, with its first look");
}

#[test]
fn a_spot_is_logged_and_looked_at_with_the_mouse_only() {
    let mut screen = Screen::empty(100, 40);
    click(&mut screen, "n new spot");
    click(&mut screen, "Ctrl-O body map");
    screen.shows("Body map");
    click(&mut screen, "Enter take place");
    click(&mut screen, "( ) fades");
    click(&mut screen, "[ ] pink");
    click(&mut screen, "[ Save ]");
    screen.shows("Spot 1 is logged");
    click(&mut screen, "l look");
    click(&mut screen, "( ) unsure");
    click(&mut screen, "[ Save ]");
    screen.shows("2 looks").shows("undo");
    click(&mut screen, "Enter open");
    screen.shows("1 of 1");
    click(&mut screen, "Esc back");
    click(&mut screen, "q quit");
    assert!(screen.app.is_over());
}

#[test]
fn a_phone_of_forty_columns_shows_every_key_that_a_first_dot_and_a_round_need() {
    let mut screen = Screen::empty(40, 12);
    screen.shows("n").press("n").shows("› 1 Where").press("left wrist back<Tab><Tab><Tab>").shows("› 3 Size");
    screen.press("3").press("<C-s>").shows("ruler").press("r<C-s>").shows("Spot 1");
    screen.press("c").shows("same").press("s").press("<Enter>").shows("logged");
    screen.press("<Enter>").shows("left wrist, back");
}

#[test]
fn a_dot_that_comes_and_goes_is_told_as_one_that_came_back() {
    let home = Home::new();
    home.ok(&["--as-of", "2026-09-01", "new", "chest"]);
    let mut screen = Screen::on_file(&home.journal(), SIZE.0, SIZE.1);
    for (day, presence) in [("2026-09-20", "g"), ("2026-10-10", "p"), ("2026-10-25", "g"), ("2026-11-15", "p")] {
        let keys = walk(&mut screen, &["l", presence, "<Tab>", day, "<C-s>"]);
        assert!(keys <= 5);
        if presence == "g" {
            screen.press("<Down>");
        }
    }
    screen.press("<Enter>").shows("Has come back");
}

#[test]
fn a_question_of_a_form_is_reached_by_its_number() {
    let mut screen = empty();
    screen.press("n").shows("› 1 Where").press("<A-6>").shows("› 6").press("<A-1>chest<A-8>").shows("› 8");
    screen.press("<A-1>").shows("› 1 Where").shows("chest");
}
