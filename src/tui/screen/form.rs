//! The form screen: the commands and the frame of a form.

use crate::domain::{Moment, Said, show_day};
use crate::tui::component::{Component, Step};
use crate::tui::form::kept;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::calendar::Calendar;
use crate::tui::widget::field::{Edit, FieldKind, Line};
use crate::tui::widget::form::{Form, Layout};
use crate::tui::widget::text::{cut, put};
use crate::tui::world::World;
use crate::tui::yes_no::YesNo;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

impl Component for Form {
    fn contexts(&self) -> Vec<Context> {
        match self.fields.get(self.list.cursor).map(|field| &field.kind) {
            Some(FieldKind::Words(_)) => vec![Context::ListField, Context::Form],
            Some(FieldKind::Line(_, Line::Date)) => vec![Context::DateField, Context::Form],
            Some(FieldKind::Note(_)) => vec![Context::NoteField, Context::Form],
            Some(FieldKind::Line(_, Line::Place)) => vec![Context::PlaceField, Context::Form],
            Some(FieldKind::Line(_, Line::Path)) => vec![Context::PathField, Context::Form],
            _ => vec![Context::Form],
        }
    }

    fn lay_out(&mut self, world: &World) {
        self.follow(world.body());
    }

    fn go(&mut self, by: isize, world: &World) {
        if !self.focused().go_line(by > 0) {
            Form::go(self, by > 0, world.body(), world.said_now());
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let (body, now) = (world.body(), world.said_now());
        match command {
            Command::Back => return Some(leave(self)),
            Command::Save => return Some(vec![Step::Save]),
            Command::Accept => {
                if self.fold(body) {
                    return Some(Vec::new());
                }
                self.focused().take_place();
                if self.is_at_end() || matches!(self.focused().kind, FieldKind::Save) {
                    return Some(vec![Step::Save]);
                }
                Form::go(self, true, body, now);
            }
            Command::NextField => Form::go(self, true, body, now),
            Command::PreviousField => Form::go(self, false, body, now),
            Command::NextChoice => self.change(|field| field.next_choice(true)),
            Command::PreviousChoice => self.change(|field| field.next_choice(false)),
            Command::Tick => self.change(|field| field.write(" ")),
            Command::Erase => self.erase(),
            Command::Delete => self.change(|field| field.edit(Edit::EraseAfter)),
            Command::EraseWord => self.change(|field| field.edit(Edit::EraseWord)),
            Command::LineStart => self.focused().edit(Edit::Start),
            Command::LineEnd => self.focused().edit(Edit::End),
            Command::WordBefore => self.focused().edit(Edit::WordBefore),
            Command::WordAfter => self.focused().edit(Edit::WordAfter),
            Command::NewLine => self.change(|field| field.write("\n")),
            Command::UndoTyping => self.focused().undo_typing(),
            Command::Editor => return Some(vec![Step::Do(Effect::Edit(self.focused().value().into_owned()))]),
            Command::PickPlace => return Some(vec![Step::PickPlace]),
            Command::Calendar => return Some(vec![Step::Calendar(calendar(self, world))]),
            Command::Browse => {
                let path = PathBuf::from(self.focused().value().into_owned());
                let folder = path.parent().map(PathBuf::from).unwrap_or_default();
                return Some(vec![Step::Do(Effect::ListFolder(folder))]);
            }
            command => self.go_to_question(question(command)?, body, now),
        }
        Some(Vec::new())
    }

    fn write(&mut self, text: &str, world: &World) {
        Form::write(self, text, world.body());
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        Form::click(self, column, row, world.body(), world.said_now()).then_some(Command::Save)
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let now = world.said_now();
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let title = format!(" {} ", self.title);
        let width = usize::from(body.width.saturating_sub(2));
        put(buffer, body, 1, 0, &cut(&title, width), theme.style(Role::Title));
        let layout = Layout::new(self, body);
        if let (Some(day), Some(x)) = (self.last_on, layout.last_column()) {
            let room = usize::from(layout.fields.right().saturating_sub(x)) + 1;
            let titles = ["Last time, ", "Last, ", ""].map(|last| format!(" {last}{} ", show_day(day)));
            let title = titles.iter().find(|title| title.len() <= room).unwrap_or(&titles[2]);
            put(buffer, body, x.saturating_sub(body.x + 1), 0, title, theme.style(Role::Title));
        }
        if let Some(pane) = layout.pane {
            self.draw_pane(pane, pane.x > body.x + 1, theme, buffer);
        }
        let (cursor, below) = Form::draw(self, &layout, now, theme, buffer);
        // The lower edge shows the match for the typed letters, so that no field moves. The count of further fields is
        // left out if both do not fit.
        let found = match self.found(now, &world.with_keys(Context::Form, "{accept}")) {
            found if found.is_empty() => cut(&self.last_time(&layout), usize::from(body.width.saturating_sub(4))),
            found => cut(&format!(" {found} "), usize::from(body.width.saturating_sub(4))),
        };
        let more = match below {
            0 => String::new(),
            1 => " 1 more field ".to_owned(),
            below => format!(" {below} more fields "),
        };
        let x = body.width.saturating_sub(more.len() as u16 + 2);
        if usize::from(x) > found.width() + 2 {
            put(buffer, body, x, body.height - 1, &more, theme.style(Role::Dim));
        }
        put(buffer, body, 2, body.height - 1, &found, theme.style(Role::Key));
        cursor
    }
}

impl Form {
    /// Returns what the question in focus was answered last time, for a window without room for it beside the answers.
    fn last_time(&self, layout: &Layout) -> String {
        let last = self.fields.get(self.list.cursor).map_or("", |field| field.last.as_str());
        match self.last_on {
            Some(day) if !last.is_empty() && layout.pane.is_none() && layout.last_column().is_none() => {
                format!(" {}: {last} ", show_day(day))
            }
            _ => String::new(),
        }
    }
}

/// Returns the number of the question that a command goes to.
fn question(command: Command) -> Option<u8> {
    const QUESTIONS: [Command; 8] = [
        Command::FirstQuestion,
        Command::SecondQuestion,
        Command::ThirdQuestion,
        Command::FourthQuestion,
        Command::FifthQuestion,
        Command::SixthQuestion,
        Command::SeventhQuestion,
        Command::EighthQuestion,
    ];
    QUESTIONS.into_iter().zip(1..).find(|(known, _)| *known == command).map(|(_, number)| number)
}

/// Drops the highlight, or else closes the form. A changed form asks first.
fn leave(form: &mut Form) -> Vec<Step> {
    if form.focused().let_go() {
        return Vec::new();
    }
    let as_draft = kept::what(form).is_some();
    let foreseen = form.foreseen.iter().flat_map(|preview| &preview.flags);
    let level = foreseen.filter(|foreseen| foreseen.is_alarm()).map(|foreseen| foreseen.flag.level).max();
    vec![if form.is_changed { Step::Confirm(YesNo::LeaveForm { as_draft, level }) } else { Step::Close }]
}

/// Returns a calendar for the focused date field, with the date of the field selected.
fn calendar(form: &mut Form, world: &World) -> Calendar {
    let now = world.said_now();
    let said = Said::parse(&form.focused().value(), now);
    let moment = said.as_ref().ok().and_then(|said| said.moment().ok());
    let day = moment.map(Moment::day).or_else(|| Some(said.ok()?.first_seen().ok()??.on));
    Calendar::new(day.unwrap_or(now.date()), moment.and_then(Moment::time), now.date())
}
