//! Text that scrolls inside a frame.

use super::list::Scroll;
use super::text::{more_below, put, wrap};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Lines wrapped for a width, with a scroll position.
#[derive(Default)]
pub(crate) struct Page {
    lines: Vec<(Role, String)>,
    scroll: Scroll,
}

impl Page {
    /// Replaces the lines. Keeps the scroll position if the new lines reach that far.
    pub(crate) fn set(&mut self, lines: Vec<(Role, String)>, area: Rect) {
        self.lines = lines;
        self.go(0, area);
    }

    /// Returns whether the page has no lines.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Scrolls by a number of lines.
    pub(crate) fn go(&mut self, by: isize, area: Rect) {
        self.scroll.go(by, self.lines.len(), usize::from(area.height));
    }

    /// Draws the visible lines into `area`. The lower edge of `frame` shows how many are below.
    pub(crate) fn draw(&self, area: Rect, frame: Rect, theme: Theme, buffer: &mut Buffer) {
        draw(&self.lines, self.scroll, area, frame, theme, buffer);
    }
}

/// Draws the visible lines into `area`. The lower edge of `frame` shows how many are below.
pub(crate) fn draw(
    lines: &[(Role, String)],
    scroll: Scroll,
    area: Rect,
    frame: Rect,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let height = usize::from(area.height);
    for (y, (role, line)) in lines.iter().skip(scroll.offset).take(height).enumerate() {
        put(buffer, area, 0, y as u16, line, theme.style(*role));
    }
    more_below(buffer, frame, lines.len().saturating_sub(scroll.offset + height), theme);
}

/// Appends a text wrapped to `width` columns. All lines but the first start with `indent`.
pub(crate) fn say(lines: &mut Vec<(Role, String)>, role: Role, text: &str, width: usize, indent: &str) {
    for (i, line) in wrap(text, width.saturating_sub(indent.len())).into_iter().enumerate() {
        lines.push((role, if i == 0 { line } else { format!("{indent}{line}") }));
    }
}
