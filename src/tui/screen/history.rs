//! Every change that was made, newest first.

use crate::ops::{HistoryEntry, Now};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{cut, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

#[derive(Default)]
pub struct HistoryScreen {
    pub scroll: Scroll,
    lines: Vec<(Role, String)>,
}

impl HistoryScreen {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn height(body: Rect) -> usize {
        usize::from(body.height.saturating_sub(2))
    }

    pub fn fill(&mut self, entries: Vec<HistoryEntry>, now: Now) {
        self.lines.clear();
        for entry in entries {
            let change = &entry.change;
            let at = now.on_the_wall(change.at).format("%-d %b %Y %H:%M").to_string();
            let undone = if change.undone_by.is_some() { " (undone)" } else { "" };
            let role = if change.undone_by.is_some() || change.undoes.is_some() { Role::Dim } else { Role::Text };
            self.lines.push((role, format!("{at:<18} {}{undone}", change.what)));
            for flag in entry.raised {
                self.lines.push((Role::Dim, format!("{:<18} raised: {flag}", "")));
            }
        }
    }

    pub fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let block = Block::bordered().border_style(theme.style(Role::Border));
        let inner = block.inner(body);
        block.render(body, buffer);
        put(buffer, body, 1, 0, " History ", theme.style(Role::Title));
        if self.lines.is_empty() {
            put(buffer, inner, 1, 0, "Nothing has been changed yet.", theme.style(Role::Dim));
        }
        let width = usize::from(inner.width.saturating_sub(2));
        let shown = self.lines.iter().skip(self.scroll.offset).take(usize::from(inner.height));
        for (y, (role, line)) in shown.enumerate() {
            put(buffer, inner, 1, y as u16, &cut(line, width), theme.style(*role));
        }
    }
}
