//! What the home screen says in a journal without spots.

use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::text::{put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// The longest lines, in columns.
const WIDEST: usize = 60;

const ABOUT: &str = "Log a spot, and look at it again later. Spotlog says when to show it to a doctor, and why. It does not \
                     diagnose. A spot without a flag is not known to be fine.";

const CHOICES: [(&str, Command); 4] = [
    ("Press {new-spot} to log the first one.", Command::NewSpot),
    ("Press {glass-test} for the glass test, step by step.", Command::GlassTest),
    ("Press {guide} for the reference cards and the rules.", Command::Guide),
    ("Press {emergency} for what to do in an emergency.", Command::Emergency),
];

/// A line, and what a click on it does.
#[derive(Clone)]
struct Line {
    text: String,
    role: Role,
    command: Option<Command>,
}

/// Returns the wrapped lines. Those of lower rank are left out where there are too few rows.
fn lines(world: &World, area: Rect) -> Vec<Line> {
    let width = WIDEST.min(usize::from(area.width.saturating_sub(2)));
    let wrapped = |text: &str, role: Role, command: Option<Command>| {
        let text = world.with_keys(Context::Spots, text);
        wrap(&text, width).into_iter().map(move |text| Line { text, role, command })
    };
    let people = world.loaded.people.len();
    let (title, more, role) = if people > 1 {
        let title = format!("No spot of {} is logged yet.", world.name());
        let more = format!("There are {people} people in this journal: {{me}} shows them and goes on to the next.");
        (title, more, Role::Text)
    } else {
        ("No spot is logged yet.".into(), "spotlog demo opens a made-up journal to try things.".into(), Role::Dim)
    };
    let choices = CHOICES.iter().flat_map(|(text, command)| wrapped(text, Role::Text, Some(*command)));
    let parts: [(u8, Vec<Line>); 4] = [
        (0, wrapped(&title, Role::Title, None).collect()),
        (3, wrapped(ABOUT, Role::Text, None).collect()),
        (1, choices.collect()),
        (2, wrapped(&more, role, None).collect()),
    ];
    let blank = Line { text: String::new(), role: Role::Text, command: None };
    let up_to = |most: u8| -> Vec<Line> {
        let kept: Vec<Vec<Line>> =
            parts.iter().filter(|(rank, _)| *rank <= most).map(|(_, lines)| lines.clone()).collect();
        kept.join(&blank)
    };
    let fitting = (1..=3).rev().map(up_to).find(|lines| lines.len() <= usize::from(area.height));
    fitting.unwrap_or_else(|| up_to(1))
}

/// Returns the left and upper corner of lines in the middle of an area, relative to it.
fn corner(lines: &[Line], area: Rect) -> (u16, u16) {
    let widest = lines.iter().map(|line| line.text.width()).max().unwrap_or(0);
    (area.width.saturating_sub(widest as u16) / 2, area.height.saturating_sub(lines.len() as u16) / 2)
}

/// Draws the lines in the middle of an area.
pub(super) fn draw(world: &World, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let lines = lines(world, area);
    let (x, top) = corner(&lines, area);
    for (y, line) in (top..).zip(&lines) {
        put(buffer, area, x, y, &line.text, theme.style(line.role));
    }
}

/// Returns the command of the line at a cell of the screen.
pub(super) fn command_at(world: &World, area: Rect, column: u16, row: u16) -> Option<Command> {
    let lines = lines(world, area);
    let (x, top) = corner(&lines, area);
    let line = lines.get(usize::from(row.checked_sub(area.y + top)?))?;
    let column = usize::from(column.checked_sub(area.x + x)?);
    line.command.filter(|_| column < line.text.width())
}
