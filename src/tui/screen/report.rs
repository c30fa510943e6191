//! The report, as it prints.

use crate::report::{self, Line, Options, Section};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Scroll;
use crate::tui::widget::text::{more_below, page, put};
use crate::tui::world::Loaded;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};
use std::path::PathBuf;

#[derive(Default)]
pub struct ReportScreen {
    pub scroll: Scroll,
    /// The parts that are left out.
    pub without: Vec<Section>,
    /// What the person wrote as a question; `None` until that is loaded.
    pub questions: Option<Vec<String>>,
    /// The file that was written last.
    pub written: Option<PathBuf>,
    lines: Vec<Line>,
}

fn inner(body: Rect) -> Rect {
    page(body, 100)
}

impl ReportScreen {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn height(body: Rect) -> usize {
        usize::from(inner(body).height)
    }

    pub fn lay_out(&mut self, loaded: &Loaded, options: Options<'_>, body: Rect) {
        self.lines = match (&loaded.judged, &self.questions) {
            (Some(judged), Some(questions)) => {
                let options = Options { questions, without: &self.without, ..options };
                let document = report::report(&judged.facts, &judged.assessment, options);
                report::lines(&document, usize::from(inner(body).width))
            }
            _ => Vec::new(),
        };
        self.scroll.go(0, self.lines.len(), Self::height(body));
    }

    pub fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let block = Block::bordered().border_style(theme.style(Role::Border));
        block.render(body, buffer);
        put(buffer, body, 1, 0, " Report ", theme.style(Role::Title));
        let page = inner(body);
        if self.lines.is_empty() && self.questions.is_some() {
            put(buffer, page, 0, 0, "There is nothing to report yet.", theme.style(Role::Dim));
        }
        let shown = self.lines.iter().skip(self.scroll.offset).take(usize::from(page.height));
        for (y, line) in shown.enumerate() {
            let role = match line.role {
                report::Role::Title | report::Role::Heading => Role::Title,
                report::Role::Urgent => Role::SameDay,
                report::Role::Item => Role::FollowUp,
                report::Role::Body => Role::Text,
                report::Role::Note => Role::Dim,
            };
            put(buffer, page, 0, y as u16, &line.text, theme.style(role));
        }
        more_below(buffer, body, self.lines.len().saturating_sub(self.scroll.offset + usize::from(page.height)), theme);
    }
}
