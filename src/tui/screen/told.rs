//! A page with the result of a longer task, such as a sync.

use crate::tui::component::{Component, contexts_of};
use crate::tui::keymap::Context;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::{Page, say};
use crate::tui::widget::text::{page_area, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};

/// The longest lines of the page.
const WIDEST: u16 = 100;

/// The page with its title and its lines.
pub(crate) struct ToldScreen {
    title: &'static str,
    lines: Vec<String>,
    page: Page,
}

impl ToldScreen {
    /// Creates the page.
    pub(crate) fn new(title: &'static str, lines: Vec<String>) -> ToldScreen {
        ToldScreen { title, lines, page: Page::default() }
    }
}

impl Component for ToldScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::History)
    }

    fn lay_out(&mut self, world: &World) {
        let area = page_area(world.body(), WIDEST);
        let mut lines = Vec::new();
        for line in &self.lines {
            say(&mut lines, Role::Text, line, usize::from(area.width), "  ");
        }
        self.page.set(lines, area);
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, page_area(world.body(), WIDEST));
    }

    fn draw(&self, _world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        put(buffer, body, 1, 0, self.title, theme.style(Role::Title));
        self.page.draw(page_area(body, WIDEST), body, theme, buffer);
        None
    }
}
