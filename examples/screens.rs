//! Draws the pictures of docs/screens.md, and the moving one of the README, from the made-up journal:
//! `cargo run --example screens`

use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use spotlog::guidance::Windows;
use spotlog::ops::{Context, Now, fill_demo};
use spotlog::store::Store;
use spotlog::tui::{App, Depth, Start, Theme};
use std::fmt::Write as _;
use std::path::Path;

/// Each picture: its file, what it shows, and the keys that lead there, as [`play`] reads them.
const PICTURES: &[(&str, &str, &str)] = &[
    ("spots", "The home screen: spots grouped by what to do, most urgent first. The right side says why.", "j"),
    (
        "spot",
        "A spot's page: what to do first, the chart with its error and limit, why in brief, and the entries in tabs.",
        "j>",
    ),
    ("look", "A look: eight questions, the answers of the last one, help, and what saving would do.", "jl"),
    ("correct", "A saved entry is corrected in its form.", "j>e"),
    ("round", "The check round: each open spot once, one key each, those that are due first.", "c"),
    ("map", "The body map: front and back, numbered marks by level, and a place for a new spot.", "m"),
    ("timeline", "The timeline: what has not gone away is a heavy line.", "t"),
    ("glass", "The guided glass test.", "g"),
    ("emergency", "The emergency screen, while an answer is still being typed.", "gdy"),
    ("report", "The report as it prints.", "r"),
];
/// The keys of the moving picture, one after the other; a picture is taken where it says so, here with `.`.
const TOUR: &str = ".j.j.>.w.^m.^t.^c.^gdy.^^^r.";
/// How long each picture of the tour stays.
const SECONDS: f64 = 2.5;
const SIZE: (u16, u16) = (100, 30);
const CELL: (usize, usize) = (9, 18);
const PAPER: &str = "#16161a";

fn clock() -> Now {
    let day = NaiveDate::from_ymd_opt(2026, 12, 12).expect("a day");
    let local = day.and_hms_opt(9, 30, 0).expect("a time of day");
    Now { local, utc: local.and_utc() }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    std::fs::create_dir_all(folder.join("screens"))?;
    let mut page = String::from(
        "# Screens\n\nDrawn by the program itself from the made-up journal of `spotlog demo`; `cargo run --example screens` \
         draws them anew.\n",
    );
    for (name, what, keys) in PICTURES {
        let pictures = play(&format!("{keys}."))?;
        pictures.iter().try_for_each(|one| std::fs::write(folder.join(format!("screens/{name}.svg")), svg(one)))?;
        page.push_str(&format!("\n## {what}\n\n![{what}](screens/{name}.svg)\n"));
    }
    std::fs::write(folder.join("screens.md"), page)?;
    std::fs::write(folder.join("images/tour.svg"), moving(&play(TOUR)?))?;
    Ok(())
}

/// Presses keys in the made-up journal: `>` is Enter, `^` is Esc, and `.` takes a picture.
fn play(keys: &str) -> Result<Vec<Buffer>, Box<dyn std::error::Error>> {
    let mut store = Store::open_in_memory()?;
    let windows = Windows::default();
    // The made-up journal ends some weeks before the day of the pictures, so that looks are due.
    let earlier = Now { local: clock().local - chrono::Days::new(21), utc: clock().utc - chrono::Days::new(21) };
    fill_demo(&mut store, &Context { now: earlier, windows: &windows, made_by: "example", person: None, as_of: None })?;
    let mut app = App::new(store, Start::new(clock), Theme::Dark(Depth::Indexed), SIZE)?;
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
    let mut pictures = Vec::new();
    for key in keys.chars() {
        let code = match key {
            '>' => KeyCode::Enter,
            '^' => KeyCode::Esc,
            '.' => {
                app.settle();
                terminal.draw(|frame| app.draw(frame))?;
                pictures.push(terminal.backend().buffer().clone());
                continue;
            }
            letter => KeyCode::Char(letter),
        };
        app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    Ok(pictures)
}

/// A picture of one screen.
fn svg(buffer: &Buffer) -> String {
    format!("{}{}</svg>\n", head(), elements(buffer))
}

/// A picture that shows one screen after the other, each for some seconds. Who wants no motion sees the first.
fn moving(frames: &[Buffer]) -> String {
    let (seconds, share) = (SECONDS * frames.len() as f64, 100.0 / frames.len() as f64);
    let mut svg = head();
    let _ = writeln!(
        svg,
        "<style>.f{{visibility:hidden;animation:show {seconds}s step-end infinite}}\
         @keyframes show{{0%{{visibility:visible}}{share:.3}%{{visibility:hidden}}}}\
         @media (prefers-reduced-motion:reduce){{.f{{animation:none}}.f:first-of-type{{visibility:visible}}}}</style>"
    );
    for (at, frame) in frames.iter().enumerate() {
        let delay = SECONDS * at as f64 - seconds;
        let _ = writeln!(svg, "<g class=\"f\" style=\"animation-delay:{delay}s\">\n{}</g>", elements(frame));
    }
    svg.push_str("</svg>\n");
    svg
}

fn head() -> String {
    let (width, height) = (usize::from(SIZE.0) * CELL.0, usize::from(SIZE.1) * CELL.1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" \
         font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>\n"
    )
}

/// A rectangle for every coloured background, and a text for every run of one style.
fn elements(buffer: &Buffer) -> String {
    let mut svg = String::new();
    for y in 0..buffer.area.height {
        let row: Vec<(usize, &Cell)> = (0..buffer.area.width).map(|x| (usize::from(x), &buffer[(x, y)])).collect();
        let top = usize::from(y) * CELL.1;
        for run in row.chunk_by(|(_, a), (_, b)| style_of(a) == style_of(b)) {
            let (ink, paper, is_bold) = style_of(run[0].1);
            let (left, width) = (run[0].0 * CELL.0, run.len() * CELL.0);
            if paper != PAPER {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{paper}\"/>",
                    CELL.1
                );
            }
            let weight = if is_bold { " font-weight=\"bold\"" } else { "" };
            // A word has a place of its own, so that another font does not shift those after it.
            for word in run.chunk_by(|(_, a), (_, b)| (a.symbol() == " ") == (b.symbol() == " ")) {
                let text: String = word.iter().map(|(_, cell)| cell.symbol()).collect();
                if text.trim().is_empty() {
                    continue;
                }
                let safe = text.replace('&', "&amp;").replace('<', "&lt;");
                let (x, length) = (word[0].0 * CELL.0, word.len() * CELL.0);
                let _ = writeln!(
                    svg,
                    "<text x=\"{x}\" y=\"{}\" fill=\"{ink}\"{weight} textLength=\"{length}\">{safe}</text>",
                    top + 14
                );
            }
        }
    }
    svg
}

/// The colour of the letters, that of the background, and whether the letters are bold.
fn style_of(cell: &Cell) -> (String, String, bool) {
    let (ink, paper) = (colour(cell.fg, "#dcdcdc"), colour(cell.bg, PAPER));
    let is_bold = cell.modifier.contains(Modifier::BOLD);
    if cell.modifier.contains(Modifier::REVERSED) { (paper, ink, is_bold) } else { (ink, paper, is_bold) }
}

/// The colours that the dark theme uses, of the 256.
fn colour(colour: Color, usual: &str) -> String {
    let Color::Indexed(index) = colour else { return usual.to_owned() };
    match index {
        16..=231 => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * u32::from(n) };
            let n = index - 16;
            format!("#{:02x}{:02x}{:02x}", level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * u32::from(index - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        _ => usual.to_owned(),
    }
}
