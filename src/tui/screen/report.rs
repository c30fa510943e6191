//! The report, as it is printed.

use crate::domain::PersonId;
use crate::report::{Extras, Section};
use crate::tui::component::{Component, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::report_source::ReportSource;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::page::{Page, text_of};
use crate::tui::widget::text::{inside, more_below, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::path::PathBuf;
use std::sync::Arc;

/// The screen of the report. Page 1 is built with its first frame, and the rest on another thread.
#[derive(Default)]
pub(crate) struct ReportScreen {
    /// The omitted parts.
    pub without: Vec<Section>,
    /// What the store has for the report; `None` until it is loaded.
    pub extras: Option<Extras>,
    /// The last exported file.
    pub written: Option<PathBuf>,
    page: Page,
    /// What the rest of the report is built from; `None` once `page` has it.
    awaited: Option<Arc<ReportSource>>,
    /// While `page` has page 1 alone: the line to scroll to once the rest is there.
    scroll_to: Option<isize>,
    /// The person of the lines in `page`, and their width.
    of: Option<(PersonId, usize)>,
}

impl ReportScreen {
    fn source(&self, world: &World) -> Option<ReportSource> {
        Some(ReportSource {
            judged: Arc::clone(world.loaded.judged.as_ref()?),
            extras: self.extras.clone()?,
            windows: world.start.windows.clone(),
            emergency_number: world.start.emergency_number.clone(),
            without: self.without.clone(),
            width: usize::from(inside(world.body()).width),
        })
    }

    /// Shows the whole report, if it is still built from `source`.
    pub(crate) fn fill(&mut self, source: &Arc<ReportSource>, lines: Vec<(Role, String)>, body: Rect) {
        if self.awaited.as_ref().is_some_and(|awaited| Arc::ptr_eq(awaited, source)) {
            self.awaited = None;
            self.page.set(lines, inside(body));
            if let Some(line) = self.scroll_to.take() {
                self.page.go(isize::MIN / 2, inside(body));
                self.page.go(line, inside(body));
            }
        }
    }

    /// Builds the rest now, for a command that needs it.
    fn finish(&mut self, world: &World) {
        if let Some(source) = self.awaited.clone() {
            self.fill(&source, source.lines(), world.body());
        }
    }
}

impl Component for ReportScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Report)
    }

    fn needs(&self) -> Option<Effect> {
        Some(Effect::LoadExtras)
    }

    fn lay_out(&mut self, world: &World) {
        let source = self.source(world);
        let of = source.as_ref().map(|source| (source.judged.facts.person.id, source.width));
        let is_same_person = self.of.map(|(person, _)| person) == of.map(|(person, _)| person);
        // Further down, the lines as they were are shown until the new ones are there.
        let shows_old = !self.page.is_at_top() && self.of == of && of.is_some();
        if !is_same_person {
            self.page = Page::default();
        }
        self.scroll_to = (!shows_old).then_some(self.page.top() as isize);
        if !shows_old {
            let first = source.as_ref().map(ReportSource::page_1);
            self.page.set(first.unwrap_or_default(), inside(world.body()));
        }
        (self.of, self.awaited) = (of, source.map(Arc::new));
    }

    fn rest(&self) -> Option<Effect> {
        self.awaited.clone().map(Effect::BuildReport)
    }

    fn go(&mut self, by: isize, world: &World) {
        self.scroll_to = self.scroll_to.map(|line| line.saturating_add(by).max(0));
        self.page.go(by, inside(world.body()));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let step = match command {
            Command::Export => Step::Ask(form::export(world.context().as_of().day(), world.loaded.people.len() > 1)),
            Command::Sections => Step::Ask(form::sections(&self.without)),
            Command::NextPart | Command::PreviousPart => {
                self.finish(world);
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
        let Some(source) = &self.awaited else { return Some(self.page.text()) };
        Some(text_of(&source.lines()))
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
