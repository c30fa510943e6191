//! The help modal: the keys of the contexts it was opened from.

use super::list::Scroll;
use super::text::{more_below, put, wrap};
use crate::tui::keymap::{Context, Keymap, LETTERS};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

/// The help modal.
pub(crate) struct Help {
    contexts: Vec<Context>,
    keymap: Keymap,
    pub scroll: Scroll,
}

enum Line {
    Heading(&'static str),
    /// Keys, and one line of their help text. The keys are empty on continuation lines.
    Keys(String, String),
    Gap,
}

/// The columns of the frame and its padding.
const FRAME: u16 = 4;

/// Returns the widths of the modal and of its key column.
fn widths(screen: u16) -> (u16, u16) {
    // If the screen is only a little wider, the modal fills it: a frame inside the frame would look torn.
    let width = if screen <= 84 { screen } else { 78 };
    (width, if width < 54 { 12 } else { 22 })
}

impl Help {
    /// Creates help for these contexts.
    pub(crate) fn new(contexts: Vec<Context>, keymap: Keymap) -> Help {
        Help { contexts, keymap, scroll: Scroll::default() }
    }

    fn lines(&self, screen: u16) -> Vec<Line> {
        let (width, keys) = widths(screen);
        let room = usize::from(width.saturating_sub(FRAME + keys)).max(10);
        let mut lines = Vec::new();
        for &context in &self.contexts {
            if !lines.is_empty() {
                lines.push(Line::Gap);
            }
            lines.push(Line::Heading(context.title()));
            if let Some((_, help)) = context.letters() {
                let mut letters = LETTERS.to_owned();
                for line in wrap(&self.keymap.fill(&self.contexts, help), room) {
                    lines.push(Line::Keys(std::mem::take(&mut letters), line));
                }
            }
            for (command, chords) in self.keymap.by_command(context) {
                let mut chords = chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
                for line in wrap(command.help(), room) {
                    lines.push(Line::Keys(std::mem::take(&mut chords), line));
                }
            }
        }
        lines
    }

    /// Returns the number of lines on a screen of that size, and how many of them fit.
    pub(crate) fn extent(&self, screen: Rect) -> (usize, usize) {
        (self.lines(screen.width).len(), usize::from(screen.height.saturating_sub(2)))
    }

    /// Draws the modal in the middle of `area`.
    pub(crate) fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let (width, keys) = widths(area.width);
        let lines = self.lines(area.width);
        let height = area.height.min(lines.len() as u16 + 2);
        let area =
            area.centered(ratatui::layout::Constraint::Length(width), ratatui::layout::Constraint::Length(height));
        Clear.render(area, buffer);
        let block = Block::bordered().border_style(theme.style(Role::Border));
        let inner = block.inner(area);
        block.render(area, buffer);
        put(buffer, area, 1, 0, " Keys ", theme.style(Role::Title));
        for (y, line) in lines.iter().skip(self.scroll.offset).take(usize::from(inner.height)).enumerate() {
            let y = y as u16;
            match line {
                Line::Heading(text) => put(buffer, inner, 1, y, text, theme.style(Role::Title)),
                Line::Keys(chords, help) => {
                    let chords = super::text::cut(chords, usize::from(keys) - 1);
                    put(buffer, inner, 1, y, &chords, theme.style(Role::Key));
                    put(buffer, inner, 1 + keys, y, help, theme.style(Role::Text));
                }
                Line::Gap => {}
            }
        }
        let below = lines.len().saturating_sub(self.scroll.offset + usize::from(inner.height));
        if below > 0 {
            more_below(buffer, area, Some(below), theme);
        }
    }
}
