//! The timeline: what has not gone away is a heavy line.

use crate::domain::show_date;
use crate::report::timeline::{Cell, Row, Span, timeline};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::ListState;
use crate::tui::widget::text::{cut, fit, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

pub struct TimelineScreen {
    pub list: ListState,
    /// `None`: everything.
    span: Option<Span>,
    rows: Vec<Row>,
    shown: Option<Span>,
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
    pub fn new() -> TimelineScreen {
        TimelineScreen { list: ListState::default(), span: None, rows: Vec::new(), shown: None }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn height(body: Rect) -> usize {
        usize::from(plot(body).height)
    }

    /// The spot under the cursor.
    pub fn number(&self) -> Option<u32> {
        self.rows.get(self.list.cursor)?.spot
    }

    pub fn zoom(&mut self, nearer: bool) {
        self.span = self.shown.map(|span| span.zoom(nearer));
    }

    pub fn pan(&mut self, right: bool, last: chrono::NaiveDate) {
        self.span = self.shown.map(|span| span.pan(right, last));
    }

    /// The rows for a size and a journal; what [`TimelineScreen::fill`] takes.
    pub fn rows_for(&self, world: &World, body: Rect) -> Option<(Vec<Row>, Span)> {
        let judged = world.loaded.judged.as_ref()?;
        let columns = usize::from(plot(body).width);
        let all = Span::all(&judged.facts, judged.assessment.as_of, columns);
        let span = self.span.map_or(all, |span| Span { columns, ..span });
        Some((timeline(&judged.facts, &judged.assessment, &world.start.windows, span), span))
    }

    pub fn fill(&mut self, made: Option<(Vec<Row>, Span)>, body: Rect) {
        let (rows, span) = made.map_or((Vec::new(), None), |(rows, span)| (rows, Some(span)));
        let first = self.shown.is_none();
        (self.rows, self.shown) = (rows, span);
        if first && let Some(at) = self.rows.iter().position(|row| row.spot.is_some()) {
            self.list.cursor = at;
        }
        self.list.follow(self.rows.len(), Self::height(body));
    }

    pub fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        put(buffer, body, 1, 0, " Timeline ", theme.style(Role::Title));
        let plot = plot(body);
        let Some(span) = self.shown.filter(|_| !self.rows.is_empty()) else {
            put(buffer, body, 2, 1, "No spot is logged yet. Press n to log the first one.", theme.style(Role::Dim));
            return;
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
