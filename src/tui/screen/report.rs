//! The report, as it is printed.

use crate::domain::Facts;
use crate::guidance::Assessment;
use crate::report::{self, Document, Extras, Options, Section};
use crate::tui::component::{Component, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::Page;
use crate::tui::widget::text::{inside, more_below, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::path::PathBuf;

/// The screen of the report.
#[derive(Default)]
pub(crate) struct ReportScreen {
    /// The omitted parts.
    pub without: Vec<Section>,
    /// What the store has for the report; `None` until it is loaded.
    pub extras: Option<Extras>,
    /// The last exported file.
    pub written: Option<PathBuf>,
    page: Page,
    /// Whether `page` has only page 1 of the report. The rest is built once the frame is drawn.
    has_page_1_only: bool,
}

impl ReportScreen {
    /// Builds the lines of a report.
    fn lines(&self, world: &World, build: Build) -> Vec<(Role, String)> {
        let (Some(judged), Some(extras)) = (&world.loaded.judged, &self.extras) else { return Vec::new() };
        let emergency_number = world.start.emergency_number.as_deref();
        let options =
            Options { emergency_number, extras, without: &self.without, ..Options::new(&world.start.windows) };
        let document = build(&judged.facts, &judged.assessment, options);
        let lines = report::lines(&document, usize::from(inside(world.body()).width));
        lines.into_iter().map(|line| (role_of(line.role), line.text)).collect()
    }
}

/// Builds the whole report or a part of it.
type Build = fn(&Facts, &Assessment, Options<'_>) -> Document;

impl Component for ReportScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Report)
    }

    fn needs(&self) -> Option<Effect> {
        Some(Effect::LoadExtras)
    }

    fn lay_out(&mut self, world: &World) {
        let inner = inside(world.body());
        let first = if self.page.is_at_top() { self.lines(world, report::page_1) } else { Vec::new() };
        self.has_page_1_only = first.len() > usize::from(inner.height);
        let lines = if self.has_page_1_only { first } else { self.lines(world, report::report) };
        self.page.set(lines, inner);
    }

    fn is_unfinished(&self) -> bool {
        self.has_page_1_only
    }

    fn finish(&mut self, world: &World) {
        self.has_page_1_only = false;
        self.page.set(self.lines(world, report::report), inside(world.body()));
    }

    fn go(&mut self, by: isize, world: &World) {
        self.page.go(by, inside(world.body()));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let step = match command {
            Command::Export => Step::Ask(form::export(world.context().as_of().day(), world.loaded.people.len() > 1)),
            Command::Sections => Step::Ask(form::sections(&self.without)),
            Command::NextPart | Command::PreviousPart => {
                self.page.jump(command == Command::NextPart, inside(world.body()));
                return Some(Vec::new());
            }
            Command::OpenReport => match &self.written {
                Some(path) => Step::Do(Effect::OpenFile(path.clone())),
                None => {
                    let text = "No file was written yet. Press {export} to write one.";
                    Step::Tell(world.with_keys(Context::Report, text))
                }
            },
            _ => return None,
        };
        Some(vec![step])
    }

    fn text(&self) -> Option<String> {
        Some(self.page.text())
    }

    fn draw(&self, _world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let block = Block::bordered().border_style(theme.style(Role::Border));
        block.render(body, buffer);
        put(buffer, body, 1, 0, " Report ", theme.style(Role::Title));
        let page = inside(body);
        if self.page.is_empty() && self.extras.is_some() {
            put(buffer, page, 0, 0, "There is nothing to report yet.", theme.style(Role::Dim));
        }
        if self.page.is_at_top() && self.page.is_longer_than(page) {
            // The number of lines below is not known in the first frame.
            more_below(buffer, body, None, theme);
            self.page.draw(page, Rect::ZERO, theme, buffer);
        } else {
            self.page.draw(page, body, theme, buffer);
        }
        None
    }
}

fn role_of(role: report::Role) -> Role {
    match role {
        report::Role::Title | report::Role::Heading => Role::Title,
        report::Role::Urgent => Role::SameDay,
        report::Role::Item => Role::FollowUp,
        report::Role::Body => Role::Text,
        report::Role::Note => Role::Dim,
    }
}
