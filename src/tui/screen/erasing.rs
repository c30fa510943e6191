//! The page that confirms erasing: what would be erased, what cannot be reached, and the word to type.

use crate::ops::{Plan, WORD};
use crate::tui::keymap::Context;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget;
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear, Widget};

/// The page that confirms erasing.
pub(crate) struct ErasingPage {
    pub plan: Plan,
    /// The text typed so far.
    pub typed: String,
    pub scroll: Scroll,
}

impl ErasingPage {
    /// Creates a page with nothing typed.
    pub(crate) fn new(plan: Plan) -> ErasingPage {
        ErasingPage { plan, typed: String::new(), scroll: Scroll::default() }
    }

    /// Appends typed text, up to twice the length of the word at once.
    pub(crate) fn write(&mut self, text: &str) {
        self.typed.extend(text.chars().filter(|c| !c.is_control()).take(2 * WORD.len()));
    }

    /// Returns whether the word was typed.
    pub(crate) fn is_confirmed(&self) -> bool {
        self.typed.trim() == WORD
    }

    /// Returns the number of lines in a body of that size, and how many of them fit.
    pub(crate) fn extent(&self, body: Rect) -> (usize, usize) {
        let page = page(body);
        (self.lines(page).len(), usize::from(page.height))
    }

    fn lines(&self, page: Rect) -> Vec<(Role, String)> {
        let lines = self.plan.lines();
        let wrapped = lines.iter().flat_map(|line| wrap(line, usize::from(page.width)));
        wrapped.map(|line| (Role::Text, line)).collect()
    }

    /// Draws the page into `body`.
    pub(crate) fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) {
        Clear.render(body, buffer);
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        put(buffer, body, 2, 0, " Erase for good ", theme.style(Role::Title));
        let page = page(body);
        let lines = self.lines(page);
        widget::page::draw(&lines, self.scroll, page, Rect { height: page.height + 2, ..body }, theme, buffer);
        let then = world.with_keys(Context::Erasing, "then {confirm}");
        let question = format!("Type {WORD}, {then}: {}▏", self.typed);
        put(buffer, body, 2, body.height.saturating_sub(2), &question, theme.style(Role::Key));
    }
}

/// Returns the area of the lines, above the question.
fn page(body: Rect) -> Rect {
    let width = body.width.saturating_sub(4).min(96);
    Rect { x: body.x + 2, y: body.y + 1, width, height: body.height.saturating_sub(4) }
}
