//! Draws a frame: header, screen, footer and modal.

use super::keymap::{Command, FooterKey};
use super::model::{Modal, Model};
use super::screen::Screen;
use super::theme::{Role, Theme};
use super::widget::text::{cut, put, wrap};
use super::world::{body, footer_rows};
use crate::domain::show_date;
use crate::guidance::Level;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// The minimum width and height of the window.
const LEAST: (u16, u16) = (30, 8);

/// Draws one frame.
pub(super) fn draw(model: &Model, theme: Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let size = (area.width, area.height);
    if size.0 < LEAST.0 || size.1 < LEAST.1 {
        let text = format!("Please widen the window to {} x {}.", LEAST.0, LEAST.1);
        put(frame.buffer_mut(), area, 0, 0, &text, theme.style(Role::Text));
        return;
    }
    let buffer = frame.buffer_mut();
    draw_header(model, Rect { height: 1, ..area }, theme, buffer);
    let (body, world) = (body(size), &model.world);
    let cursor = model.screen().component().draw(world, body, theme, buffer);
    if model.is_blurred {
        blur(body, buffer);
    }
    draw_footer(model, area, theme, buffer);
    match &model.modal {
        Some(Modal::Help(help)) => help.draw(body, theme, buffer),
        Some(Modal::Palette(palette)) => palette.draw(body, theme, buffer),
        Some(Modal::Calendar(calendar)) => calendar.draw(body, theme, buffer),
        Some(Modal::Picker(picker)) => picker.draw(body, theme, buffer),
        Some(Modal::Emergency(page)) => {
            page.draw(&model.urgent(), world, Rect { height: area.height - 1, ..area }, theme, buffer);
        }
        Some(Modal::Erasing(page)) => page.draw(world, body, theme, buffer),
        Some(Modal::YesNo(question)) => question.draw(world, body, theme, buffer),
        None => {}
    }
    let shows_entries = |modal: &Modal| match modal {
        Modal::Palette(_) | Modal::Picker(_) | Modal::Erasing(_) => true,
        Modal::YesNo(asked) => asked.shows_entries(),
        Modal::Help(_) | Modal::Calendar(_) | Modal::Emergency(_) => false,
    };
    if model.is_blurred && model.modal.as_ref().is_some_and(shows_entries) {
        blur(body, buffer);
    }
    if let (Some(position), None) = (cursor, &model.modal) {
        frame.set_cursor_position(Position { x: position.x, y: position.y });
    }
}

fn draw_header(model: &Model, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let day = model.world.context().as_of().day();
    let mut date = format!("{} {}", day.format("%a"), show_date(day));
    let ahead = model.world.loaded.judged.as_ref().and_then(|judged| judged.assessment.ahead.say_briefly());
    if let Some(ahead) = ahead {
        // Every screen shows that later entries are left out. The weekday makes room for it.
        date = format!("{ahead} · {}", show_date(day));
    }
    let x = area.width.saturating_sub(date.width() as u16 + 1);
    put(buffer, area, x, 0, &date, theme.style(Role::Dim));
    let room = usize::from(x.saturating_sub(2));
    // Urgent flags come first, on every screen. Those of other people are shown if this person has none.
    let own = model.urgent_level().map(|level| ("", level, Command::Emergency));
    let others = model.world.loaded.others.iter().max_by_key(|(_, level)| *level);
    // The page of the person names the others and has the key to switch to them.
    let leads = if matches!(model.screen(), Screen::Me(_)) { Command::NextPerson } else { Command::Me };
    if let Some((name, level, command)) = own.or(others.map(|(name, level)| (name.as_str(), *level, leads))) {
        let words = match level {
            Level::Emergency => "This may be an emergency",
            _ => "Contact a doctor or nurse today",
        };
        let whose = match name {
            "" => String::new(),
            _ if model.is_blurred => "Somebody else: ".to_owned(),
            name => format!("{name}: "),
        };
        let key = model.world.start.keymap.chord_of(&model.contexts(), command);
        let shows = key.as_ref().map_or_else(String::new, |key| format!(": {key} shows it"));
        let text = format!(" {} {whose}{words}{shows} ", level.mark());
        // If the sentence does not fit, only the word and the key are shown.
        let key = key.map_or_else(String::new, |key| format!(": {key}"));
        let text = if text.width() <= room { text } else { format!(" {} {whose}{}{key} ", level.mark(), level.word()) };
        if text.width() > room {
            // The text takes the place of the date.
            Clear.render(area, buffer);
        }
        let room = usize::from(area.width.saturating_sub(2)).min(text.width().max(room));
        put(buffer, area, 1, 0, &cut(&text, room), theme.style(Role::of_level(level)));
        return;
    }
    let name = model.world.loaded.judged.as_ref().filter(|_| !model.is_blurred);
    let name = name.map_or_else(String::new, |j| format!(" · {}", j.assessment.name));
    let demo = if model.world.start.demo { " · made-up journal" } else { "" };
    let title = format!("spotlog{name}{demo}");
    put(buffer, area, 1, 0, &cut(&title, room), theme.style(Role::Title));
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
        let keys = model.world.start.keymap.footer(&model.contexts(), has_spot, (area.width, rows));
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

/// Returns the command of what is visible at that cell of the header or the footer.
pub(super) fn command_at(model: &Model, column: u16, row: u16) -> Option<Command> {
    let (width, height) = model.world.size;
    if row == 0 && model.modal.is_none() {
        let urgent = model.urgent_level().map(|_| Command::Emergency);
        return Some(urgent.unwrap_or(Command::Me));
    }
    let offered = model.toast.as_ref().and_then(|toast| toast.offers);
    Footer::of(model, Rect { x: 0, y: 0, width, height }).command_at(Position { x: column, y: row }, offered)
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
        if model.is_blurred {
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
