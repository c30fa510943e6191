//! Renders a document as lines of text of a given width.

use super::document::{Block, Document, Sheet};
use super::run::words;
use crate::guidance::Level;
use unicode_width::UnicodeWidthStr;

/// What every report says of itself, below its title.
pub const NOT_EXAMINED: &str = "Self-recorded, not examined, not a diagnosis.";

/// The role of a line, from which a screen chooses its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name of the report, or an alarm.
    Title,
    /// The heading of a section.
    Heading,
    /// Running text, tables and empty lines.
    Body,
    /// The first line of an item.
    Item,
    /// The first line of an item at same-day.
    Urgent,
    /// The same in an emergency, and what to do then.
    Emergency,
    /// A further line of an item.
    Note,
}

/// A line of text and its role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Chooses the style on a screen. A file has no styles.
    pub role: Role,
    /// At most as wide as requested, with its indentation.
    pub text: String,
}

/// Renders the document as one text.
pub fn plain(document: &Document, width: usize) -> String {
    let mut text = String::new();
    for line in lines(document, width) {
        text.push_str(line.text.trim_end());
        text.push('\n');
    }
    text
}

/// Renders the document as lines, none wider than `width` columns.
pub fn lines(document: &Document, width: usize) -> Vec<Line> {
    let mut page = Lines { width: width.max(20), lines: Vec::new() };
    for (i, sheet) in document.people.iter().enumerate() {
        if i > 0 {
            page.gap();
            page.put(Role::Body, "=".repeat(page.width));
            page.gap();
        }
        page.sheet(sheet);
    }
    page.lines
}

struct Lines {
    width: usize,
    lines: Vec<Line>,
}

impl Lines {
    fn put(&mut self, role: Role, text: String) {
        self.lines.push(Line { role, text });
    }

    fn gap(&mut self) {
        self.put(Role::Body, String::new());
    }

    fn wrapped(&mut self, role: Role, text: &str, first: &str, rest: &str) {
        wrap(text, self.width, first, rest).into_iter().for_each(|line| self.put(role, line));
    }

    fn sheet(&mut self, sheet: &Sheet) {
        if let Some([call, wait]) = &sheet.alarm {
            self.wrapped(Role::Emergency, call, "", "");
            self.wrapped(Role::Body, wait, "", "");
        }
        self.wrapped(Role::Title, &sheet.head.title(), "", "");
        self.wrapped(Role::Body, &format!("{}.", sheet.head.record()), "", "");
        // What it is not stays on one line, also where lines are short.
        let pieces = match self.width {
            ..30 => 3,
            width if width < NOT_EXAMINED.len() => 2,
            _ => 1,
        };
        NOT_EXAMINED.splitn(pieces, ", ").for_each(|piece| self.wrapped(Role::Body, piece, "", ""));
        for part in sheet.parts() {
            self.gap();
            if !part.heading.is_empty() {
                self.wrapped(Role::Heading, &part.heading, "", "");
            }
            for (i, block) in part.blocks.iter().enumerate() {
                if i > 0 && matches!(block, Block::Card(_)) {
                    self.gap();
                }
                self.block(block);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(runs) => self.wrapped(Role::Body, &words(runs), "", ""),
            Block::Item { text, notes } => {
                self.wrapped(Role::Item, &words(text), "- ", "  ");
                notes.iter().for_each(|note| self.wrapped(Role::Note, note, "  ", "  "));
            }
            Block::Pairs(pairs) => {
                pairs.iter().for_each(|(name, said)| {
                    self.wrapped(Role::Body, &format!("{name}: {}", words(said)), "", "  ");
                });
            }
            Block::Card(card) => {
                let role = match card.level {
                    Level::Emergency => Role::Emergency,
                    Level::SameDay => Role::Urgent,
                    _ => Role::Item,
                };
                self.wrapped(role, &words(&card.title()), "", "   ");
                card.facts.iter().for_each(|line| self.wrapped(Role::Body, &words(line), "   ", "   "));
                self.wrapped(Role::Body, &format!("Why: {}", words(&card.why)), "   ", "   ");
            }
            Block::Ticks { rows, choices } => {
                let boxes: Vec<String> = choices.iter().map(|choice| format!("[ ] {choice}")).collect();
                for (number, place) in rows {
                    self.wrapped(Role::Body, &format!("{number} {place}: {} ______", boxes.join("  ")), "", "   ");
                }
            }
            Block::Figure(picture) => self.wrapped(Role::Note, &picture.alt, "", ""),
            Block::Table { head, rows } => {
                table(head, rows, self.width).into_iter().for_each(|line| self.put(Role::Body, line));
            }
        }
    }
}

fn wrap(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    textwrap::wrap(text, options).into_iter().map(|line| line.into_owned()).collect()
}

/// Renders a table with aligned columns if it fits. Otherwise each row is a sentence with its first two cells as title.
fn table(head: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    const GAP: usize = 2;
    let columns = head.len();
    let cell_width = |c: usize| {
        rows.iter().filter_map(|row| row.get(c)).chain([&head[c]]).map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(cell_width).collect();
    let total = widths.iter().sum::<usize>() + GAP * columns.saturating_sub(1);
    if total <= width {
        let line = |cells: &[String]| {
            let mut text = String::new();
            for (cell, width) in cells.iter().zip(&widths) {
                text.push_str(cell);
                text.push_str(&" ".repeat(width - cell.width() + GAP));
            }
            text.trim_end().to_owned()
        };
        return std::iter::once(line(head)).chain(rows.iter().map(|row| line(row))).collect();
    }
    let mut out = Vec::new();
    for row in rows {
        let named = head.iter().zip(row).skip(2).filter(|(_, cell)| !cell.is_empty() && *cell != "–");
        let cells: Vec<String> = named.map(|(name, cell)| format!("{name} {cell}")).collect();
        let title = row.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("  ");
        out.extend(wrap(&format!("{title}: {}", cells.join(", ")), width, "", "    "));
    }
    out
}
