//! The history: every change, newest first.

use crate::ops::HistoryEntry;
use crate::tui::component::{Component, contexts_of};
use crate::tui::keymap::Context;
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::Page;
use crate::tui::widget::text::{inside, put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

/// The screen of the history.
#[derive(Default)]
pub(crate) struct HistoryScreen {
    entries: Vec<HistoryEntry>,
    page: Page,
}

impl HistoryScreen {
    /// Sets the loaded entries.
    pub(crate) fn fill(&mut self, entries: Vec<HistoryEntry>) {
        self.entries = entries;
    }
}

impl Component for HistoryScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::History)
    }

    fn needs(&self) -> Option<Effect> {
        Some(Effect::LoadHistory)
    }

    fn lay_out(&mut self, world: &World) {
        let inner = inside(world.body());
        let width = usize::from(inner.width);
        let mut lines = Vec::new();
        for entry in &self.entries {
            let change = &entry.change;
            let at = world.now.show_time(change.at);
            let undone = if change.undone_by.is_some() { " (undone)" } else { "" };
            let role = if change.undone_by.is_some() || change.undoes.is_some() { Role::Dim } else { Role::Text };
            let raised = entry.raised.iter().map(|flag| (Role::Text, format!("raised: {flag}")));
            for (role, text) in [(role, format!("{at}  {}{undone}", change.what))].into_iter().chain(raised) {
                let indent = if text.starts_with("raised") { "  " } else { "" };
                for line in wrap(&text, width.saturating_sub(2)) {
                    lines.push((role, format!("{indent}{line}")));
                }
            }
        }
        self.page.set(lines, inner);
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, inside(world.body()));
    }

    fn draw(&self, _world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let inner = inside(body);
        put(buffer, body, 1, 0, " History ", theme.style(Role::Title));
        if self.page.is_empty() {
            put(buffer, inner, 0, 0, "Nothing has been changed yet.", theme.style(Role::Dim));
        }
        self.page.draw(inner, body, theme, buffer);
        None
    }
}
