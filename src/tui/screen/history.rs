//! Every change that was made, newest first.

use crate::ops::{HistoryEntry, Now};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{more_below, put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

#[derive(Default)]
pub struct HistoryScreen {
    pub scroll: Scroll,
    entries: Vec<HistoryEntry>,
    /// Made once for a width.
    lines: Vec<(Role, String)>,
}

impl HistoryScreen {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn height(body: Rect) -> usize {
        usize::from(body.height.saturating_sub(2))
    }

    pub fn fill(&mut self, entries: Vec<HistoryEntry>) {
        self.entries = entries;
    }

    pub fn lay_out(&mut self, now: Now, body: Rect) {
        let width = usize::from(body.width.saturating_sub(4));
        self.lines.clear();
        for entry in &self.entries {
            let change = &entry.change;
            let at = now.on_the_wall(change.at).format("%-d %b %Y %H:%M").to_string();
            let undone = if change.undone_by.is_some() { " (undone)" } else { "" };
            let role = if change.undone_by.is_some() || change.undoes.is_some() { Role::Dim } else { Role::Text };
            let raised = entry.raised.iter().map(|flag| (Role::Dim, format!("raised: {flag}")));
            for (role, text) in [(role, format!("{at}  {}{undone}", change.what))].into_iter().chain(raised) {
                let indent = if text.starts_with("raised") { "  " } else { "" };
                for line in wrap(&text, width.saturating_sub(2)) {
                    self.lines.push((role, format!("{indent}{line}")));
                }
            }
        }
        self.scroll.go(0, self.lines.len(), Self::height(body));
    }

    pub fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let block = Block::bordered().border_style(theme.style(Role::Border));
        let inner = block.inner(body);
        block.render(body, buffer);
        put(buffer, body, 1, 0, " History ", theme.style(Role::Title));
        if self.lines.is_empty() {
            put(buffer, inner, 1, 0, "Nothing has been changed yet.", theme.style(Role::Dim));
        }
        let shown = self.lines.iter().skip(self.scroll.offset).take(usize::from(inner.height));
        for (y, (role, line)) in shown.enumerate() {
            put(buffer, inner, 1, y as u16, line, theme.style(*role));
        }
        more_below(buffer, body, self.lines.len().saturating_sub(self.scroll.offset + Self::height(body)), theme);
    }
}
