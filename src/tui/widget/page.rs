//! Text that scrolls inside a frame. Some of its lines can be rows that are selected.

use super::list::Scroll;
use super::text::{more_below, put, wrap_indented};
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ops::Range;

/// Lines wrapped for a width, with a scroll position and a cursor over its rows.
#[derive(Default)]
pub(crate) struct Page {
    lines: Vec<(Role, String)>,
    scroll: Scroll,
    /// The lines of each row that can be selected, from top to bottom.
    rows: Vec<Range<usize>>,
    cursor: usize,
}

impl Page {
    /// Replaces the lines. Keeps the scroll position if the new lines reach that far.
    pub(crate) fn set(&mut self, lines: Vec<(Role, String)>, area: Rect) {
        self.set_rows(lines, Vec::new(), area);
    }

    /// Replaces the lines and the rows among them. Keeps the scroll position and the cursor if the new ones reach that
    /// far.
    pub(crate) fn set_rows(&mut self, lines: Vec<(Role, String)>, rows: Vec<Range<usize>>, area: Rect) {
        self.lines = lines;
        self.cursor = self.cursor.min(rows.len().saturating_sub(1));
        self.rows = rows;
        self.scroll(0, area);
    }

    /// Returns whether the page has no lines.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the index of the first line on the screen.
    pub(crate) fn top(&self) -> usize {
        self.scroll.offset
    }

    /// Returns whether the first line is the first on the screen.
    pub(crate) fn is_at_top(&self) -> bool {
        self.scroll.offset == 0
    }

    /// Returns whether not all lines fit into `area`.
    pub(crate) fn is_longer_than(&self, area: Rect) -> bool {
        self.lines.len() > usize::from(area.height)
    }

    /// Returns all lines.
    pub(crate) fn text(&self) -> String {
        text_of(&self.lines)
    }

    /// Returns the index of the selected row; `None` for a page without rows.
    pub(crate) fn selected(&self) -> Option<usize> {
        (!self.rows.is_empty()).then_some(self.cursor)
    }

    /// Sets the selected row before the rows are replaced.
    pub(crate) fn keep_on(&mut self, row: usize) {
        self.cursor = row;
    }

    /// Selects a row and scrolls it into view. The first row brings the lines above it into view too.
    pub(crate) fn select(&mut self, row: usize, area: Rect) {
        self.cursor = row.min(self.rows.len().saturating_sub(1));
        let Some(Range { start, end }) = self.rows.get(self.cursor).cloned() else { return };
        let height = usize::from(area.height).max(1);
        let first = if self.cursor == 0 && end <= height { 0 } else { start };
        if first < self.scroll.offset {
            self.scroll.offset = first;
        } else if end > self.scroll.offset + height {
            self.scroll.offset = end.saturating_sub(height).min(start);
        }
    }

    /// Moves by a number of lines. A single step goes to the next row while there is one, and then scrolls.
    pub(crate) fn go(&mut self, by: isize, area: Rect) {
        let is_above = self.rows.get(self.cursor).is_some_and(|row| row.start < self.scroll.offset);
        match by {
            1 if self.cursor + 1 < self.rows.len() => self.select(self.cursor + 1, area),
            -1 if self.cursor > 0 && !is_above => self.select(self.cursor - 1, area),
            _ => self.scroll(by, area),
        }
    }

    /// Scrolls to the next title, or to the one before; from the last to the first, and from the first to the last.
    pub(crate) fn jump(&mut self, forward: bool, area: Rect) {
        let at = self.scroll.offset;
        let titles = self.lines.iter().enumerate().filter(|(_, (role, _))| *role == Role::Title);
        let mut titles = titles.map(|(line, _)| line);
        // At the end of the page the last titles cannot come to the top.
        let last = self.lines.len().saturating_sub(usize::from(area.height));
        let to = if forward {
            titles.find(|line| *line > at && at < last).unwrap_or(0)
        } else {
            titles.rfind(|line| *line < at || at == 0).unwrap_or(0)
        };
        self.scroll(to as isize - at as isize, area);
    }

    /// Scrolls by a number of lines. The cursor stays on a visible row, if there is one.
    fn scroll(&mut self, by: isize, area: Rect) {
        self.scroll.go(by, self.lines.len(), usize::from(area.height));
        let seen = self.scroll.offset..self.scroll.offset + usize::from(area.height);
        let is_seen = |row: &Range<usize>| row.start < seen.end && row.end > seen.start;
        if by.abs() > 1 && !self.rows.get(self.cursor).is_some_and(is_seen) {
            let place = self.rows.iter().position(is_seen);
            self.cursor = place.unwrap_or(self.cursor);
        }
    }

    /// Returns the row at a position on the screen.
    pub(crate) fn row_at(&self, column: u16, row: u16, area: Rect) -> Option<usize> {
        let is_inside = area.contains(ratatui::layout::Position { x: column, y: row });
        let line = self.scroll.offset + usize::from(row.checked_sub(area.y)?);
        self.rows.iter().position(|row| row.contains(&line)).filter(|_| is_inside)
    }

    /// Draws the visible lines into `area`. The lower edge of `frame` shows how many are below.
    pub(crate) fn draw(&self, area: Rect, frame: Rect, theme: Theme, buffer: &mut Buffer) {
        draw(&self.lines, self.scroll, area, frame, theme, buffer);
        let Some(row) = self.rows.get(self.cursor) else { return };
        let seen = self.scroll.offset..self.scroll.offset + usize::from(area.height);
        for line in row.clone().filter(|line| seen.contains(line)) {
            let y = area.y + (line - self.scroll.offset) as u16;
            buffer.set_style(Rect { y, height: 1, ..area }, theme.style(Role::Selected));
        }
    }
}

/// Returns the lines as one text.
pub(crate) fn text_of(lines: &[(Role, String)]) -> String {
    lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n")
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
    more_below(buffer, frame, Some(lines.len().saturating_sub(scroll.offset + height)), theme);
}

/// Appends a text wrapped to `width` columns. All lines but the first start with `indent`.
pub(crate) fn say(lines: &mut Vec<(Role, String)>, role: Role, text: &str, width: usize, indent: &str) {
    lines.extend(wrap_indented(text, width, indent).into_iter().map(|line| (role, line)));
}
