//! Draws the pictures of docs/screens.md from the made-up journal: `cargo run --example screens`

use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use spotlog::guidance::Windows;
use spotlog::ops::{Context, Now, fill_demo};
use spotlog::store::Store;
use spotlog::tui::{App, Depth, Start, Theme};
use std::fmt::Write as _;
use std::path::Path;

/// Each picture: its file, what it shows, and the keys that lead there; `>` is Enter and `^` is Esc.
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
const SIZE: (u16, u16) = (100, 30);
const CELL: (usize, usize) = (9, 18);

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
        let mut store = Store::open_in_memory()?;
        let windows = Windows::default();
        // The made-up journal ends some weeks before the day of the pictures, so that looks are due.
        let earlier = Now { local: clock().local - chrono::Days::new(21), utc: clock().utc - chrono::Days::new(21) };
        fill_demo(
            &mut store,
            &Context { now: earlier, windows: &windows, made_by: "example", person: None, as_of: None },
        )?;
        let mut app = App::new(store, Start::new(clock), Theme::Dark(Depth::Indexed), SIZE)?;
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
        for key in keys.chars() {
            let code = match key {
                '>' => KeyCode::Enter,
                '^' => KeyCode::Esc,
                letter => KeyCode::Char(letter),
            };
            app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        }
        terminal.draw(|frame| app.draw(frame))?;
        std::fs::write(folder.join(format!("screens/{name}.svg")), svg(terminal.backend().buffer()))?;
        page.push_str(&format!("\n## {what}\n\n![{what}](screens/{name}.svg)\n"));
    }
    std::fs::write(folder.join("screens.md"), page)?;
    Ok(())
}

/// A picture of the screen: a rectangle for every coloured background, and a text for every run of one style.
fn svg(buffer: &Buffer) -> String {
    let (width, height) = (usize::from(buffer.area.width) * CELL.0, usize::from(buffer.area.height) * CELL.1);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" \
         font-size=\"15\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#16161a\"/>\n"
    );
    for y in 0..buffer.area.height {
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let reversed = cell.modifier.contains(Modifier::REVERSED);
            let (ink, paper) = (colour(cell.fg, "#dcdcdc"), colour(cell.bg, "#16161a"));
            let (ink, paper) = if reversed { (paper, ink) } else { (ink, paper) };
            let (left, top) = (usize::from(x) * CELL.0, usize::from(y) * CELL.1);
            if paper != "#16161a" {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{paper}\"/>",
                    CELL.0, CELL.1
                );
            }
            let text = cell.symbol();
            if text.trim().is_empty() {
                continue;
            }
            let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
            let safe = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(svg, "<text x=\"{left}\" y=\"{}\" fill=\"{ink}\"{weight}>{safe}</text>", top + 14);
        }
    }
    svg.push_str("</svg>\n");
    svg
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
