//! Draws a frame: header, screen, footer and modal.

mod header;

pub(super) use header::Link;

use header::Header;

use super::keymap::{Command, FooterKey};
use super::model::{Modal, Model};
use super::theme::{Role, Theme};
use super::widget::text::{put, wrap};
use super::world::{body, footer_rows};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// The minimum width and height of the window.
const LEAST: (u16, u16) = (30, 8);

/// Returns whether a window is large enough for a screen.
pub(super) fn has_room((width, height): (u16, u16)) -> bool {
    width >= LEAST.0 && height >= LEAST.1
}

/// Draws one frame.
pub(super) fn draw(model: &Model, theme: Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let size = (area.width, area.height);
    if !has_room(size) {
        let text = format!("Please widen the window to {} x {}.", LEAST.0, LEAST.1);
        put(frame.buffer_mut(), area, 0, 0, &text, theme.style(Role::Text));
        return;
    }
    let buffer = frame.buffer_mut();
    Header::of(model, area.width).draw(Rect { height: 1, ..area }, theme, buffer);
    let (body, world) = (body(size), &model.world);
    let cursor = model.screen().component().draw(world, body, theme, buffer);
    if model.world.is_blurred {
        blur(body, buffer);
    }
    draw_footer(model, area, theme, buffer);
    match &model.modal {
        Some(Modal::Help(help)) => help.draw(body, theme, buffer),
        Some(Modal::Palette(palette)) => palette.draw(body, theme, buffer),
        Some(Modal::Calendar(calendar)) => calendar.draw(body, theme, buffer),
        Some(Modal::Picker(picker)) => picker.draw(body, theme, buffer),
        Some(Modal::Emergency(page)) => page.draw(&model.urgent(), world, theme, buffer),
        Some(Modal::Erasing(page)) => page.draw(world, body, theme, buffer),
        Some(Modal::YesNo(question)) => question.draw(world, body, theme, buffer),
        None => {}
    }
    let shows_entries = |modal: &Modal| match modal {
        Modal::Palette(_) | Modal::Picker(_) | Modal::Erasing(_) => true,
        Modal::YesNo(asked) => asked.shows_entries(),
        Modal::Help(_) | Modal::Calendar(_) | Modal::Emergency(_) => false,
    };
    if model.world.is_blurred && model.modal.as_ref().is_some_and(shows_entries) {
        blur(body, buffer);
    }
    if let (Some(position), None) = (cursor, &model.modal) {
        frame.set_cursor_position(Position { x: position.x, y: position.y });
    }
}

/// The lower edge: the keys of the place, and a message over the lowest rows.
struct Footer {
    keys: Vec<FooterKey>,
    /// The area of the keys.
    area: Rect,
    /// The lines of the message, and the area that they cover.
    message: Option<(Vec<String>, Role, Rect)>,
}

impl Footer {
    fn of(model: &Model, screen: Rect) -> Footer {
        let rows = footer_rows((screen.width, screen.height));
        let area = Rect { y: screen.bottom().saturating_sub(rows), height: rows, ..screen };
        let has_spot = !model.world.loaded.rows.is_empty();
        let component = model.screen().component();
        let can_do = |command: Command| model.modal.is_some() || component.offers(command, &model.world);
        let offers = |command: Command| (has_spot || !command.needs_spot()) && can_do(command);
        // No message is shown while the emergency page is open.
        let toast = model.toast.as_ref().filter(|_| !matches!(model.modal, Some(Modal::Emergency(_))));
        let text = match (toast, &model.world.working) {
            (Some(toast), _) => {
                let offer = toast.offers.and_then(|command| {
                    let word = if command == Command::Redo { "redo" } else { "undo" };
                    Some((model.world.start.keymap.chord_of(&model.contexts(), command)?, word))
                });
                let role = if toast.is_error { Role::Error } else { Role::Toast };
                let offered = |(key, word)| format!("{} ({key}: {word})", toast.text);
                Some((offer.map_or_else(|| toast.text.clone(), offered), role))
            }
            (None, Some(working)) => Some((working.words(), Role::Toast)),
            (None, None) => None,
        };
        let message = text.map(|(text, role)| {
            let mut lines = wrap(&text, usize::from(screen.width.saturating_sub(2)));
            lines.truncate(4);
            let height = lines.len() as u16;
            let area = Rect { y: screen.bottom().saturating_sub(height), height, ..screen };
            (lines, role, area)
        });
        // A long message leaves the first keys in view, below it.
        let is_tall = message.as_ref().is_some_and(|(lines, ..)| rows > 1 && lines.len() >= usize::from(rows));
        let (area, message) = match message {
            Some((lines, role, covered)) if is_tall => {
                let above = Rect { y: covered.y.saturating_sub(1), ..covered };
                (Rect { y: screen.bottom().saturating_sub(1), height: 1, ..area }, Some((lines, role, above)))
            }
            message => (area, message),
        };
        let keys = model.world.start.keymap.footer(&model.contexts(), offers, (area.width, area.height));
        Footer { keys, area, message }
    }

    /// Returns what a click asks for: a key that is visible, or the key that a message offers.
    fn command_at(&self, at: Position, offered: Option<Command>) -> Option<Command> {
        if self.message.as_ref().is_some_and(|(_, _, covered)| covered.contains(at)) {
            return offered;
        }
        let is_at = |key: &&FooterKey| {
            self.area.y + key.row == at.y && (self.area.x + key.x..self.area.x + key.x + key.width()).contains(&at.x)
        };
        self.keys.iter().find(is_at)?.command
    }
}

/// Returns what is visible at that cell of the header or the footer, as what a click on it asks for.
pub(super) fn link_at(model: &Model, column: u16, row: u16) -> Option<Link> {
    let (width, height) = model.world.size;
    if row == 0 && model.modal.is_none() {
        return Header::of(model, width).link_at(model, column);
    }
    let offered = model.toast.as_ref().and_then(|toast| toast.offers);
    let footer = Footer::of(model, Rect { x: 0, y: 0, width, height });
    footer.command_at(Position { x: column, y: row }, offered).map(Link::Command)
}

fn draw_footer(model: &Model, screen: Rect, theme: Theme, buffer: &mut Buffer) {
    let Footer { keys, area, message } = Footer::of(model, screen);
    for key in keys {
        put(buffer, area, key.x, key.row, &key.key, theme.style(Role::Key));
        let x = key.x + key.key.width() as u16 + 1;
        put(buffer, area, x, key.row, key.label, theme.style(Role::Dim));
    }
    if let Some((lines, role, covered)) = message {
        Clear.render(covered, buffer);
        for (y, line) in lines.iter().enumerate() {
            put(buffer, covered, 1, y as u16, line, theme.style(role));
        }
        if model.world.is_blurred {
            blur(covered, buffer);
        }
    }
}

/// Makes every word unreadable. Marks, digits and lines stay: the user knows what they refer to.
fn blur(area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let cell = &mut buffer[(x, y)];
            if cell.symbol().chars().any(char::is_alphabetic) {
                let wide = cell.symbol().width() > 1;
                cell.set_symbol(if wide { "▒▒" } else { "▒" });
            }
        }
    }
}
