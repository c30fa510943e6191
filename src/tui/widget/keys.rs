//! Keys with their words inside a page. Each can be clicked.

use super::text::put;
use crate::tui::keymap::Command;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

/// The columns between two keys.
const GAP: u16 = 3;

/// Keys laid out in rows.
pub(crate) struct Keys(Vec<Key>);

struct Key {
    command: Command,
    x: u16,
    y: u16,
    text: String,
}

impl Keys {
    /// Lays out groups of keys, each with its words, in rows of that width. A group begins a row.
    pub(crate) fn new(groups: impl IntoIterator<Item = Vec<(Command, String)>>, width: u16) -> Keys {
        let mut keys: Vec<Key> = Vec::new();
        for group in groups {
            let (mut x, mut y) = (0, keys.last().map_or(0, |last| last.y + 1));
            for (command, text) in group {
                let columns = text.width() as u16;
                if x > 0 && x + columns > width {
                    (x, y) = (0, y + 1);
                }
                keys.push(Key { command, x, y, text });
                x += columns + GAP;
            }
        }
        Keys(keys)
    }

    /// Returns the number of rows.
    pub(crate) fn height(&self) -> u16 {
        self.0.last().map_or(0, |last| last.y + 1)
    }

    /// Returns the command of the key at a cell of the screen, where the first row is at the top of `area`.
    pub(crate) fn at(&self, area: Rect, column: u16, row: u16) -> Option<Command> {
        if !area.contains(Position { x: column, y: row }) {
            return None;
        }
        let (column, row) = (column - area.x, row - area.y);
        let hit = |key: &&Key| row == key.y && (key.x..key.x + key.text.width() as u16).contains(&column);
        self.0.iter().find(hit).map(|key| key.command)
    }

    /// Draws the keys from the top of `area`.
    pub(crate) fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        for key in self.0.iter().filter(|key| key.y < area.height) {
            put(buffer, area, key.x, key.y, &key.text, theme.style(Role::Key));
        }
    }
}
