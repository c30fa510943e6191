//! The first row: what is urgent, or else whose record it is, and the date.

use crate::domain::show_date;
use crate::guidance::Level;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::text::{cut, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

/// What a click asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Link {
    Command(Command),
    /// Shows that person.
    Person(String),
}

/// A piece of the header at its place.
struct Piece {
    x: u16,
    text: String,
    role: Role,
    link: Link,
}

/// The first row of the screen.
pub(super) struct Header {
    pieces: Vec<Piece>,
    /// The date, unless the pieces take its place.
    date: Option<String>,
}

impl Header {
    /// Composes the header of a window of that width.
    pub(super) fn of(model: &Model, width: u16) -> Header {
        let day = model.world.context().as_of().day();
        let ahead = model.world.loaded.judged.as_ref().and_then(|judged| judged.assessment.ahead.say_briefly());
        // Every screen shows that later entries are left out. The weekday makes room for it.
        let date = match ahead {
            Some(ahead) => format!("{ahead} · {}", show_date(day)),
            None => format!("{} {}", day.format("%a"), show_date(day)),
        };
        let room = usize::from(width).saturating_sub(date.width() + 3);
        match urgent(model, room) {
            Some((text, level, command)) => {
                let takes_date = text.width() > room;
                let room = if takes_date { usize::from(width.saturating_sub(2)) } else { room };
                let piece =
                    Piece { x: 1, text: cut(&text, room), role: Role::of_level(level), link: Link::Command(command) };
                Header { pieces: vec![piece], date: (!takes_date).then_some(date) }
            }
            None => Header { pieces: names(model, room), date: Some(date) },
        }
    }

    /// Draws the header.
    pub(super) fn draw(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        Clear.render(area, buffer);
        if let Some(date) = &self.date {
            let x = area.width.saturating_sub(date.width() as u16 + 1);
            put(buffer, area, x, 0, date, theme.style(Role::Dim));
        }
        for piece in &self.pieces {
            put(buffer, area, piece.x, 0, &piece.text, theme.style(piece.role));
        }
    }

    /// Returns what a click at that column asks for, if a key can ask for it here. A form would otherwise be saved for
    /// another person than the one it was opened for.
    pub(super) fn link_at(&self, model: &Model, column: u16) -> Option<Link> {
        let is_at = |piece: &&Piece| (piece.x..piece.x + piece.text.width() as u16).contains(&column);
        let link = self.pieces.iter().find(is_at)?.link.clone();
        let command = match link {
            Link::Command(command) => command,
            Link::Person(_) => Command::NextPerson,
        };
        model.world.start.keymap.chord_of(&model.contexts(), command).map(|_| link)
    }
}

/// Returns the sentence about what is urgent, and what a click on it asks for. What is urgent of other people is said if
/// this person has nothing urgent.
fn urgent(model: &Model, room: usize) -> Option<(String, Level, Command)> {
    let own = model.urgent_level().map(|level| ("", level, Command::Emergency));
    let others = model.world.loaded.others.iter().max_by_key(|(_, level)| *level);
    // The page of the person names the others and has the key to switch to them.
    let leads = if matches!(model.screen(), Screen::Me(_)) { Command::NextPerson } else { Command::Me };
    let (name, level, command) = own.or(others.map(|(name, level)| (name.as_str(), *level, leads)))?;
    let words = match level {
        Level::Emergency => "This may be an emergency",
        _ => "Contact a doctor or nurse today",
    };
    let whose = match name {
        "" => String::new(),
        _ if model.world.is_blurred => "Somebody else: ".to_owned(),
        name => format!("{name}: "),
    };
    let key = model.world.start.keymap.chord_of(&model.contexts(), command);
    let shows = key.as_ref().map_or_else(String::new, |key| format!(": {key} shows it"));
    let text = format!(" {} {whose}{words}{shows} ", level.mark());
    if text.width() <= room {
        return Some((text, level, command));
    }
    // If the sentence does not fit, only the word and the key are shown.
    let key = key.map_or_else(String::new, |key| format!(": {key}"));
    Some((format!(" {} {whose}{}{key} ", level.mark(), level.word()), level, command))
}

/// Returns the name of the program and the people, the shown one between angle quotes. Others are left out where there
/// is no room.
fn names(model: &Model, room: usize) -> Vec<Piece> {
    let loaded = &model.world.loaded;
    let shown = loaded.judged.as_ref().filter(|_| !model.world.is_blurred).map(|judged| &judged.assessment.name);
    let demo = if model.world.start.demo { " · made-up journal" } else { "" };
    let Some(shown) = shown.filter(|_| loaded.people.len() > 1) else {
        let name = shown.map_or_else(String::new, |name| format!(" · {name}"));
        let text = cut(&format!("spotlog{name}{demo}"), room);
        return vec![Piece { x: 1, text, role: Role::Title, link: Link::Command(Command::Me) }];
    };
    let own = format!("‹ {shown} ›");
    let mut left = room.saturating_sub(format!("spotlog{demo}   {own}").width());
    let mut pieces = vec![Piece {
        x: 1,
        text: cut(&format!("spotlog{demo}"), room),
        role: Role::Title,
        link: Link::Command(Command::Me),
    }];
    let mut push = |text: String, role, link| {
        let before = pieces.last().map_or(1, |piece: &Piece| piece.x + piece.text.width() as u16 + 2);
        let text = cut(&text, (room + 1).saturating_sub(usize::from(before)));
        pieces.push(Piece { x: before, text, role, link });
    };
    for name in &loaded.people {
        if name == shown {
            push(own.clone(), Role::Title, Link::Command(Command::Me));
        } else if name.width() + 2 <= left {
            left -= name.width() + 2;
            push(name.clone(), Role::Text, Link::Person(name.clone()));
        }
    }
    if let Some(key) = model.world.start.keymap.chord_of(&model.contexts(), Command::NextPerson) {
        let text = format!("{key} switch");
        if text.width() + 2 <= left {
            push(text, Role::Key, Link::Command(Command::NextPerson));
        }
    }
    pieces
}
