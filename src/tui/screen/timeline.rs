//! The timeline. A spot that has not gone away is drawn as a heavy line.

use crate::domain::show_date;
use crate::report::timeline::{Cell, Row, Span, timeline};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::ListState;
use crate::tui::widget::text::{cut, fit, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

/// The screen of the timeline.
pub(crate) struct TimelineScreen {
    list: ListState,
    /// The selected time span; `None` shows everything.
    span: Option<Span>,
    rows: Vec<Row>,
    shown: Option<Span>,
}

fn height(body: Rect) -> usize {
    usize::from(plot(body).height)
}

fn title_width(body: Rect) -> u16 {
    if body.width < 60 { 14 } else { 26 }
}

fn plot(body: Rect) -> Rect {
    let title = title_width(body);
    Rect {
        x: body.x + 1 + title,
        y: body.y + 1,
        width: body.width.saturating_sub(title + 3),
        height: body.height.saturating_sub(4),
    }
}

impl TimelineScreen {
    /// Creates a timeline of everything.
    pub(crate) fn new() -> TimelineScreen {
        TimelineScreen { list: ListState::default(), span: None, rows: Vec::new(), shown: None }
    }

    /// Returns the rows and their time span for a size.
    fn rows_for(&self, world: &World, body: Rect) -> Option<(Vec<Row>, Span)> {
        let judged = world.loaded.judged.as_ref()?;
        let columns = usize::from(plot(body).width);
        let all = Span::all(&judged.facts, judged.assessment.as_of, columns);
        let span = self.span.map_or(all, |span| Span { columns, ..span });
        Some((timeline(&judged.facts, &judged.assessment, &world.start.windows, span), span))
    }
}

impl Component for TimelineScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Timeline)
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(self.rows.get(self.list.cursor).and_then(|row| row.spot))
    }

    fn lay_out(&mut self, world: &World) {
        let body = world.body();
        let (rows, shown) = self.rows_for(world, body).map_or((Vec::new(), None), |(rows, span)| (rows, Some(span)));
        let first = self.shown.is_none();
        (self.rows, self.shown) = (rows, shown);
        if first && let Some(at) = self.rows.iter().position(|row| row.spot.is_some()) {
            self.list.cursor = at;
        }
        self.list.follow(self.rows.len(), height(body));
    }

    fn go(&mut self, by: isize, world: &World) {
        self.list.go(by, self.rows.len(), height(world.body()));
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let last = world.context().as_of().day();
        self.span = match command {
            Command::ZoomIn => self.shown.map(|span| span.zoom(true)),
            Command::ZoomOut => self.shown.map(|span| span.zoom(false)),
            Command::Earlier => self.shown.map(|span| span.pan(false, last)),
            Command::Later => self.shown.map(|span| span.pan(true, last)),
            _ => return None,
        };
        self.lay_out(world);
        Some(Vec::new())
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        put(buffer, body, 1, 0, " Timeline ", theme.style(Role::Title));
        let plot = plot(body);
        let Some(span) = self.shown.filter(|_| !self.rows.is_empty()) else {
            let text =
                world.with_keys(Context::Timeline, "No spot is logged yet. Press {new-spot} to log the first one.");
            put(buffer, body, 2, 1, &text, theme.style(Role::Dim));
            return None;
        };
        for (y, i) in (self.list.offset..self.rows.len()).take(usize::from(plot.height)).enumerate() {
            let row = &self.rows[i];
            let y = y as u16;
            let number = row.spot.map_or_else(|| "   ".into(), |n| format!("{n:>3}"));
            let title = format!("{:<3}{number} {}", row.level.mark(), row.title);
            let title = fit(&title, usize::from(title_width(body) - 1));
            let line = Rect { x: body.x + 1, y: plot.y + y, width: title_width(body), height: 1 };
            let role = match (i == self.list.cursor, row.spot) {
                (true, _) => Role::Selected,
                (false, Some(_)) => Role::Text,
                (false, None) => Role::Dim,
            };
            put(buffer, line, 0, 0, &title, theme.style(role));
            for (x, cell) in row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty) {
                put(buffer, plot, x as u16, y, cell.glyph().encode_utf8(&mut [0; 4]), theme.style(role_of(*cell)));
            }
        }
        let axis = Rect { y: plot.y + plot.height, height: 1, ..plot };
        let (from, to) = (show_date(span.from), show_date(span.to));
        put(buffer, axis, 0, 0, &from, theme.style(Role::Dim));
        if usize::from(axis.width) > from.len() + to.len() + 2 {
            put(buffer, axis, axis.width - to.len() as u16, 0, &to, theme.style(Role::Dim));
        }
        let legend: Vec<String> =
            Cell::legend(&self.rows).map(|(cell, what)| format!("{} {what}", cell.glyph())).collect();
        let below = Rect { x: body.x + 2, y: axis.y + 1, width: body.width.saturating_sub(4), height: 1 };
        let mut text = legend.join("  ");
        if text.width() > usize::from(below.width) {
            let later = if legend.len() > 9 { "  » dated later" } else { "" };
            text = format!("━ has not gone away  ● look  R review  × gone{later}");
        }
        put(buffer, below, 0, 0, &cut(&text, usize::from(below.width)), theme.style(Role::Dim));
        None
    }
}

fn role_of(cell: Cell) -> Role {
    match cell {
        Cell::Stays => Role::FollowUp,
        Cell::Persists => Role::Limit,
        Cell::Look | Cell::Fades | Cell::DoesNotFade | Cell::Symptom => Role::Reading,
        Cell::Review | Cell::Gone | Cell::Later => Role::Title,
        Cell::There | Cell::Taken => Role::Text,
        Cell::Unknown | Cell::Empty => Role::Dim,
    }
}
