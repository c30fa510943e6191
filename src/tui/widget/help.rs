//! The keys of the place from which help was asked for.

use super::list::Scroll;
use super::text::put;
use crate::tui::keymap::{Context, by_command};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

pub struct Help {
    contexts: Vec<Context>,
    pub scroll: Scroll,
}

enum Line {
    Heading(&'static str),
    Keys(String, &'static str),
    Gap,
}

impl Help {
    pub fn new(contexts: Vec<Context>) -> Help {
        Help { contexts, scroll: Scroll::default() }
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for &context in &self.contexts {
            if !lines.is_empty() {
                lines.push(Line::Gap);
            }
            lines.push(Line::Heading(context.title()));
            for (command, chords) in by_command(context) {
                let keys: Vec<String> = chords.iter().map(ToString::to_string).collect();
                lines.push(Line::Keys(keys.join(" "), command.help()));
            }
        }
        lines
    }

    /// How many lines there are, and how many fit a screen of that height.
    pub fn extent(&self, height: u16) -> (usize, usize) {
        (self.lines().len(), usize::from(height.saturating_sub(2)))
    }

    pub fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        // Where the window is hardly wider, a frame inside the frame would only look torn.
        let width = if area.width <= 84 { area.width } else { 78 };
        let lines = self.lines();
        let height = area.height.min(lines.len() as u16 + 2);
        let area =
            area.centered(ratatui::layout::Constraint::Length(width), ratatui::layout::Constraint::Length(height));
        Clear.render(area, buffer);
        let block = Block::bordered().border_style(theme.style(Role::Border)).title(" Keys ");
        let inner = block.inner(area);
        block.render(area, buffer);
        let keys = if inner.width < 50 { 14 } else { 22 };
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
    }
}
