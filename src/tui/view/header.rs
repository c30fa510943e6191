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
        match alarms(model).as_slice() {
            [] => Header { pieces: names(model, room), date: Some(date) },
            [first, rest @ ..] => {
                // What is less urgent of somebody else gives way first, then the date, then the words of the alarm.
                let named = shown_name(model).map(|name| format!("‹ {name} ›"));
                let all = usize::from(width.saturating_sub(2));
                let choices = [(true, rest, room), (true, rest, all), (false, rest, room), (false, rest, all)];
                let more = [(true, &[][..], all), (false, &[][..], all)];
                let composed = choices.into_iter().chain(more).map(|(is_long, rest, room)| {
                    let says = |alarm: &Alarm, is_long| (alarm.say(model, is_long), alarm.level, alarm.command);
                    let mut said = vec![says(first, is_long)];
                    said.extend(rest.iter().map(|alarm| says(alarm, false)));
                    (said, room)
                });
                let takes = |said: &[(String, Level, Command)]| {
                    let alarms: usize = said.iter().map(|(text, ..)| text.width() + 1).sum();
                    alarms + named.as_ref().map_or(0, |name| name.width() + 1)
                };
                let composed: Vec<_> = composed.collect();
                let fitting = composed.iter().position(|(said, room)| takes(said) <= room + 1);
                let (said, room) = &composed[fitting.unwrap_or(composed.len() - 1)];
                let mut header = Header { pieces: Vec::new(), date: (*room < all).then_some(date) };
                for (text, level, command) in said {
                    header.push(text, Role::of_level(*level), Link::Command(*command), *room);
                }
                if let Some(name) = named {
                    header.push(&name, Role::Title, Link::Command(Command::Me), *room);
                }
                header
            }
        }
    }

    /// Adds a piece after the others, cut where the room ends.
    fn push(&mut self, text: &str, role: Role, link: Link, room: usize) {
        let x = self.pieces.last().map_or(1, |piece| piece.x + piece.text.width() as u16 + 1);
        let text = cut(text, (room + 1).saturating_sub(usize::from(x)));
        self.pieces.push(Piece { x, text, role, link });
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

/// Something urgent of a person.
struct Alarm<'m> {
    /// The person, if it is not the shown one.
    whose: Option<&'m str>,
    level: Level,
    /// The command that shows it.
    command: Command,
}

impl Alarm<'_> {
    /// Returns the sentence with the key, or the word alone.
    fn say(&self, model: &Model, is_long: bool) -> String {
        let words = match (is_long, self.level) {
            (true, Level::Emergency) => "This may be an emergency",
            (true, _) => "Contact a doctor or nurse today",
            (false, level) => level.word(),
        };
        let whose = match self.whose {
            None => String::new(),
            Some(_) if model.world.is_blurred => "Somebody else: ".to_owned(),
            Some(name) => format!("{name}: "),
        };
        let key = model.world.start.keymap.chord_of(&model.contexts(), self.command);
        let shows = match key {
            Some(key) if is_long => format!(": {key} shows it"),
            Some(key) => format!(": {key}"),
            None => String::new(),
        };
        format!(" {} {whose}{words}{shows} ", self.level.mark())
    }
}

/// Returns the alarm of the shown person and the most urgent one of another, the more urgent first.
fn alarms(model: &Model) -> Vec<Alarm<'_>> {
    let own = model.urgent_level().map(|level| Alarm { whose: None, level, command: Command::Emergency });
    let others = model.world.loaded.others.iter().rev().max_by_key(|(_, level)| *level);
    // The page of the person names the others and has the key to switch to them.
    let leads = if matches!(model.screen(), Screen::Me(_)) { Command::NextPerson } else { Command::Me };
    let other = others.map(|(name, level)| Alarm { whose: Some(name), level: *level, command: leads });
    let mut alarms: Vec<Alarm<'_>> = own.into_iter().chain(other).collect();
    alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.level));
    alarms
}

/// Returns the name of the shown person, if the journal is about several.
fn shown_name(model: &Model) -> Option<&str> {
    let loaded = &model.world.loaded;
    let judged = loaded.judged.as_ref().filter(|_| !model.world.is_blurred && loaded.people.len() > 1)?;
    Some(&judged.assessment.name)
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
