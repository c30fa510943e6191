//! Renders a document as lines of text of a given width.

use super::{Block, Document};
use unicode_width::UnicodeWidthStr;

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
    /// The first line of an item at same-day or above.
    Urgent,
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
    let width = width.max(20);
    let mut out: Vec<Line> = Vec::new();
    let mut put = |role, text: String| out.push(Line { role, text });
    for (i, block) in document.blocks.iter().enumerate() {
        let gap = !matches!(block, Block::Title(_)) && i > 0;
        match block {
            Block::Title(text) => wrap(text, width, "", "").into_iter().for_each(|l| put(Role::Title, l)),
            Block::Heading(text) | Block::Annex(text) => {
                put(Role::Body, String::new());
                wrap(text, width, "", "").into_iter().for_each(|l| put(Role::Heading, l));
            }
            Block::Paragraph(text) => {
                if gap && !matches!(document.blocks[i - 1], Block::Heading(_) | Block::Title(_)) {
                    put(Role::Body, String::new());
                }
                wrap(text, width, "", "").into_iter().for_each(|l| put(Role::Body, l));
            }
            Block::Item { mark, text, notes, urgent } => {
                let first = format!("{mark:<3} ");
                for (n, line) in wrap(text, width, &first, "    ").into_iter().enumerate() {
                    let role = if *urgent && n == 0 { Role::Urgent } else { Role::Item };
                    put(role, line);
                }
                for note in notes {
                    wrap(note, width, "    ", "    ").into_iter().for_each(|l| put(Role::Note, l));
                }
            }
            Block::NextPerson => {
                [String::new(), "=".repeat(width), String::new()].into_iter().for_each(|line| put(Role::Body, line));
            }
            Block::Figure(picture) => wrap(&picture.alt, width, "", "").into_iter().for_each(|l| put(Role::Note, l)),
            Block::Table { head, rows } => {
                table(head, rows, width).into_iter().for_each(|line| put(Role::Body, line));
            }
        }
    }
    out
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
        let named = head.iter().zip(row).skip(2).filter(|(_, cell)| !cell.is_empty() && *cell != "-");
        let cells: Vec<String> = named.map(|(name, cell)| format!("{name} {cell}")).collect();
        let title = row.iter().take(2).map(String::as_str).collect::<Vec<_>>().join("  ");
        out.extend(wrap(&format!("{title}: {}", cells.join(", ")), width, "", "    "));
    }
    out
}
