//! The timeline. A spot that has not gone away is drawn as a heavy line.

use super::said::summary_lines;
use crate::domain::show_date;
use crate::report::timeline::{Axis, Cell, Row, Span, timeline};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::ListState;
use crate::tui::widget::text::{cut, fit, more_below, put};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

/// The screen of the timeline.
#[derive(Default)]
pub(crate) struct TimelineScreen {
    list: ListState,
    /// The selected time span; `None` shows everything.
    span: Option<Span>,
    rows: Vec<Row>,
    shown: Option<Span>,
    areas: Areas,
    /// The lines of the legend. Empty if they are those of the selected row.
    legend: Vec<Vec<Entry>>,
}

/// A sign with its meaning.
type Entry = (Cell, &'static str);

/// The areas of the timeline, from top to bottom.
#[derive(Clone, Copy, Default)]
struct Areas {
    axis: Rect,
    /// The rows, with their titles at the left of the plot.
    plot: Rect,
    legend: Rect,
    /// What is known of the selected row.
    detail: Rect,
    /// The line between the legend and the detail. Empty if there is no room for it.
    rule: Rect,
}

fn title_width(body: Rect) -> u16 {
    match body.width {
        ..60 => 14,
        60..120 => 26,
        _ => 36,
    }
}

/// Returns the area below the axis and within the frame.
fn plot(body: Rect) -> Rect {
    let title = title_width(body);
    Rect {
        x: body.x + 1 + title,
        y: body.y + 2,
        width: body.width.saturating_sub(title + 3),
        height: body.height.saturating_sub(3),
    }
}

impl Areas {
    /// Divides `body` for a number of rows and lines of the legend. The detail gets what is left.
    fn new(body: Rect, rows: usize, legend: usize) -> Areas {
        let plot = plot(body);
        let legend = (legend as u16).min(plot.height);
        let (rule, least) = match plot.height {
            ..7 => (0, 0),
            7..13 => (0, 1),
            13..18 => (1, 3),
            18..28 => (1, 5),
            _ => (1, 9),
        };
        let room = plot.height - legend;
        let height = (rows.min(usize::from(u16::MAX)) as u16).min(room.saturating_sub(rule + least));
        let below = Rect { x: body.x + 2, width: body.width.saturating_sub(4), ..plot };
        let legend = Rect { y: plot.y + height, height: legend, ..below };
        let rule = Rect { x: body.x, y: legend.bottom(), width: body.width, height: rule };
        Areas {
            axis: Rect { y: plot.y.saturating_sub(1), height: 1, ..plot },
            plot: Rect { height, ..plot },
            legend,
            rule,
            detail: Rect {
                y: rule.bottom(),
                height: (body.bottom().saturating_sub(1)).saturating_sub(rule.bottom()),
                ..below
            },
        }
    }
}

/// Breaks a legend into lines.
fn wrap_legend(entries: &[Entry], width: usize) -> Vec<Vec<Entry>> {
    let mut lines: Vec<Vec<Entry>> = Vec::new();
    let mut left = 0;
    for entry in entries {
        let needs = entry.1.width() + 4;
        match lines.last_mut().filter(|_| needs <= left + 2) {
            Some(line) => line.push(*entry),
            None => {
                lines.push(vec![*entry]);
                left = width;
            }
        }
        left = left.saturating_sub(needs);
    }
    lines
}

impl TimelineScreen {
    /// Returns the rows and their time span for a size.
    fn rows_for(&self, world: &World, body: Rect) -> Option<(Vec<Row>, Span)> {
        let judged = world.loaded.judged.as_ref()?;
        let columns = usize::from(plot(body).width);
        let all = Span::all(&judged.facts, judged.assessment.as_of, columns);
        let span = self.span.map_or(all, |span| Span { columns, ..span });
        Some((timeline(&judged.facts, &judged.assessment, &world.start.windows, span), span))
    }

    /// Returns the lines of the legend: every sign, or those in use, or none where that is too long.
    fn fit_legend(&self, body: Rect) -> Vec<Vec<Entry>> {
        let width = usize::from(body.width.saturating_sub(4));
        let all = [Cell::legend(&self.rows), Cell::legend_of_used(&self.rows)];
        let lines =
            all.iter().map(|entries| wrap_legend(entries, width)).find(|lines| lines.len() <= most_legend(body));
        lines.unwrap_or_default()
    }

    /// Returns what is known of the selected row.
    fn detail(&self, world: &World) -> Vec<(Role, String)> {
        let Some((row, judged)) = self.rows.get(self.list.cursor).zip(world.loaded.judged.as_ref()) else {
            return Vec::new();
        };
        let Areas { detail, .. } = self.areas;
        let Some(number) = row.spot else {
            return vec![(Role::Title, row.title.clone()), (Role::Text, row.dates.clone())];
        };
        summary_lines(judged, number, world.start.emergency_number.as_deref(), usize::from(detail.width))
    }

    fn draw_rows(&self, axis: &Axis, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let plot = self.areas.plot;
        for (y, i) in (self.list.offset..self.rows.len()).take(usize::from(plot.height)).enumerate() {
            let row = &self.rows[i];
            let y = y as u16;
            let number = row.spot.map_or_else(|| "   ".into(), |n| format!("{n:>3}"));
            let title = format!("{:<3}{number} {}", row.level.mark(), row.title);
            let title = fit(&title, usize::from(title_width(body) - 1));
            let line = Rect { x: body.x + 1, y: plot.y + y, width: title_width(body), height: 1 };
            let is_selected = i == self.list.cursor;
            put(buffer, line, 0, 0, &title, theme.style(if is_selected { Role::Selected } else { Role::Text }));
            if !is_selected {
                put(buffer, line, 0, 0, row.level.mark(), theme.style(Role::of_level(row.level)));
            }
            let is_empty = |column: usize| row.cells.get(column) == Some(&Cell::Empty);
            for (column, _) in axis.ticks.iter().filter(|(column, _)| is_empty(*column)) {
                put(buffer, plot, *column as u16, y, "┊", theme.style(Role::Border));
            }
            if let Some((column, ..)) = axis.today.as_ref().filter(|(column, ..)| is_empty(*column)) {
                put(buffer, plot, *column as u16, y, "│", theme.style(Role::Baseline));
            }
            for (x, cell) in row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty) {
                put(buffer, plot, x as u16, y, cell.glyph().encode_utf8(&mut [0; 4]), theme.style(role_of(*cell)));
            }
        }
    }

    fn draw_legend(&self, theme: Theme, buffer: &mut Buffer) {
        let area = self.areas.legend;
        let of_row = || {
            let row = self.rows.get(self.list.cursor).map(std::slice::from_ref).unwrap_or_default();
            wrap_legend(&Cell::legend_of_used(row), usize::from(area.width))
        };
        let lines = if self.legend.is_empty() { of_row() } else { self.legend.clone() };
        for (y, line) in lines.iter().enumerate() {
            let mut x = 0;
            for (cell, what) in line {
                let glyph = cell.glyph().to_string();
                put(buffer, area, x, y as u16, &glyph, theme.style(role_of(*cell)));
                put(buffer, area, x + 2, y as u16, what, theme.style(Role::Text));
                x += what.width() as u16 + 4;
            }
        }
    }

    fn draw_detail(&self, world: &World, theme: Theme, buffer: &mut Buffer) {
        let Areas { detail, rule, .. } = self.areas;
        if rule.height > 0 {
            let line = "─".repeat(usize::from(rule.width.saturating_sub(2)));
            put(buffer, rule, 0, 0, &format!("├{line}┤"), theme.style(Role::Border));
        }
        let lines = self.detail(world);
        // The row has the title already.
        let skipped = usize::from(detail.height < 3 && lines.len() > 1);
        for (y, (role, line)) in lines.iter().skip(skipped).take(usize::from(detail.height)).enumerate() {
            let is_cut = y + 1 == usize::from(detail.height) && lines.len() > skipped + y + 1;
            let line = if is_cut { cut(&format!("{line} …"), usize::from(detail.width)) } else { line.clone() };
            put(buffer, detail, 0, y as u16, &line, theme.style(*role));
        }
    }
}

/// Returns how many lines the legend may have.
fn most_legend(body: Rect) -> usize {
    match body.height {
        ..12 => 1,
        12..16 => 2,
        16..30 => 3,
        _ => 6,
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
        self.legend = self.fit_legend(body);
        let legend = if self.legend.is_empty() { most_legend(body) } else { self.legend.len() };
        self.areas = Areas::new(body, self.rows.len(), legend);
        self.list.follow(self.rows.len(), usize::from(self.areas.plot.height));
    }

    fn go(&mut self, by: isize, _world: &World) {
        self.list.go(by, self.rows.len(), usize::from(self.areas.plot.height));
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

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let Areas { plot, .. } = self.areas;
        let inside = Rect { x: world.body().x, width: world.body().width, ..plot }.contains((column, row).into());
        let clicked =
            inside.then(|| self.list.offset + usize::from(row - plot.y)).filter(|at| *at < self.rows.len())?;
        if clicked == self.list.cursor {
            return Some(Command::Open);
        }
        self.list.set(clicked, self.rows.len(), usize::from(plot.height));
        None
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let (Some(span), Some(judged)) = (self.shown.filter(|_| !self.rows.is_empty()), &world.loaded.judged) else {
            put(buffer, body, 1, 0, " Timeline ", theme.style(Role::Title));
            let text =
                world.with_keys(Context::Timeline, "No spot is logged yet. Press {new-spot} to log the first one.");
            put(buffer, body, 2, 1, &text, theme.style(Role::Dim));
            return None;
        };
        let title = format!(" Timeline  {} to {} ", show_date(span.from), show_date(span.to));
        put(buffer, body, 1, 0, &cut(&title, usize::from(body.width.saturating_sub(2))), theme.style(Role::Title));
        let as_of = judged.assessment.as_of;
        let today = if as_of.is_live() { "today".to_owned() } else { show_date(as_of.day()) };
        let axis = span.axis(as_of.day(), &today);
        for (column, label) in &axis.ticks {
            put(buffer, self.areas.axis, *column as u16, 0, label, theme.style(Role::Text));
        }
        if let Some((_, start, label)) = &axis.today {
            put(buffer, self.areas.axis, *start as u16, 0, label, theme.style(Role::Title));
        }
        self.draw_rows(&axis, body, theme, buffer);
        self.draw_legend(theme, buffer);
        self.draw_detail(world, theme, buffer);
        let below = self.rows.len().saturating_sub(self.list.offset + usize::from(self.areas.plot.height));
        let frame = match self.areas.rule {
            rule if rule.height > 0 => Rect { height: rule.bottom() - body.y, ..body },
            _ => body,
        };
        more_below(buffer, frame, Some(below), theme);
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
