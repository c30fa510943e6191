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
            alarms => Header::of_alarms(model, alarms, &date, room, usize::from(width.saturating_sub(2))),
        }
    }

    /// Composes the header of alarms and the name, with as many words as fit into `room` beside the date, or else into
    /// `all` without it.
    fn of_alarms(model: &Model, alarms: &[Alarm<'_>], date: &str, room: usize, all: usize) -> Header {
        let whole = usize::MAX;
        // The words of the first alarm, those of the other, the columns of names, and whether the date is shown.
        let choices = [
            (Words::Sentence, Words::Word, whole, true),
            (Words::Sentence, Words::Word, whole, false),
            (Words::Sentence, Words::Word, SHORT_NAME, false),
            (Words::Sentence, Words::Mark, SHORT_NAME, false),
            (Words::Sentence, Words::Mark, SHORTEST_NAME, false),
            (Words::Word, Words::Word, SHORT_NAME, false),
            (Words::Word, Words::Mark, SHORT_NAME, false),
            (Words::Word, Words::Mark, SHORTEST_NAME, false),
        ];
        let mut composed: Vec<Header> = Vec::new();
        for (first, other, name, has_date) in choices {
            let mut header = Header { pieces: Vec::new(), date: has_date.then(|| date.to_owned()) };
            for (alarm, words) in alarms.iter().zip([first, other]) {
                header.push(alarm.say(model, words, name), Role::of_level(alarm.level), Link::Command(alarm.command));
            }
            if let Some(shown) = shown_name(model) {
                header.push(format!("‹ {} ›", cut(shown, name)), Role::Title, Link::Command(Command::Me));
            }
            composed.push(header);
        }
        let fits = |header: &Header| header.end() <= if header.date.is_some() { room } else { all } + 1;
        let at = composed.iter().position(fits).unwrap_or(composed.len() - 1);
        let mut header = composed.swap_remove(at);
        // Only the name, the last piece, can be too wide now.
        for piece in &mut header.pieces {
            piece.text = cut(&piece.text, (all + 1).saturating_sub(usize::from(piece.x)));
        }
        header
    }

    /// Returns the column after the last piece.
    fn end(&self) -> usize {
        self.pieces.last().map_or(1, |piece| usize::from(piece.x) + piece.text.width())
    }

    /// Adds a piece after the others.
    fn push(&mut self, text: String, role: Role, link: Link) {
        let x = if self.pieces.is_empty() { 1 } else { self.end() + 1 };
        self.pieces.push(Piece { x: x.min(usize::from(u16::MAX)) as u16, text, role, link });
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

/// The columns of a name where there is little room, and where there is hardly any.
const SHORT_NAME: usize = 12;
const SHORTEST_NAME: usize = 5;

/// How much is said of an alarm.
#[derive(Clone, Copy)]
enum Words {
    /// What to do, and the key that shows why.
    Sentence,
    /// The word of the level, and the key.
    Word,
    Mark,
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
    /// Says it, with at most `name` columns for the name of the person.
    fn say(&self, model: &Model, words: Words, name: usize) -> String {
        let mark = self.level.mark();
        let whose = match self.whose {
            None => String::new(),
            Some(_) if model.world.is_blurred => format!("{}: ", cut("Somebody else", name)),
            Some(whose) => format!("{}: ", cut(whose, name)),
        };
        let key = model.world.start.keymap.chord_of(&model.contexts(), self.command);
        let key = key.map_or_else(String::new, |key| format!(": {key}"));
        match (words, self.level) {
            (Words::Mark, _) => format!(" {mark} "),
            (Words::Word, Level::SameDay) => format!(" {mark} {whose}doctor today{key} "),
            (Words::Word, level) => format!(" {mark} {whose}{}{key} ", level.word()),
            (Words::Sentence, level) => {
                let what = match level {
                    Level::Emergency => "This may be an emergency",
                    _ => "Contact a doctor or nurse today",
                };
                let shows = if key.is_empty() { "" } else { " shows it" };
                format!(" {mark} {whose}{what}{key}{shows} ")
            }
        }
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
