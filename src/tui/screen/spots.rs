//! The home screen: the list of spots, most urgent first. The right side shows the reasons.

mod detail;
mod summary;
mod welcome;

use summary::first_hints;

use crate::domain::Text;
use crate::tui::component::{Component, Step, contexts_of};
use crate::tui::keymap::{Command, Context};
use crate::tui::message::Effect;
use crate::tui::rows::{BARS, Group, Row};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::insert;
use crate::tui::widget::list::ListState;
use crate::tui::widget::palette::MOST_LETTERS;
use crate::tui::widget::text::{cut, fit, fit_right, put, wrap};
use crate::tui::world::{Loaded, World};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::collections::BTreeMap;
use tui_input::{Input, InputRequest};
use unicode_width::UnicodeWidthStr;

/// The width of the size and the time at the right of a row.
const FACTS: usize = 15;
/// The width of a list that has room for bars of the sizes.
const WIDTH_FOR_BARS: usize = 50;
/// The height of a list that has room for headings.
const LEAST_WITH_HEADINGS: usize = 8;

/// The home screen.
#[derive(Default)]
pub(crate) struct SpotsScreen {
    /// The index of the selected spot in `shown`.
    cursor: usize,
    /// The first visible line.
    offset: usize,
    /// The lines of the list.
    lines: Vec<Line>,
    /// The folded groups, each with the number of its spots.
    folded: String,
    /// Whether the quiet groups are shown where there is no room for all.
    is_unfolded: bool,
    filter: Input,
    /// Whether keys are typed into the filter.
    filtering: bool,
    /// The lowercase notes of each spot, which the filter searches too. They are loaded when it is opened.
    notes: BTreeMap<u32, String>,
    /// The spot to move the cursor to after the next load.
    pub wanted: Option<u32>,
    /// The indices of the rows that match the filter and are not folded.
    shown: Vec<usize>,
}

/// A line of the list. Numbers are indices into the shown spots.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The heading of a group, with the number of its spots.
    Heading(Group, usize),
    Spot(usize),
    /// The reasons of the spot above.
    Why(usize),
    /// The groups that are folded.
    Folded,
}

impl Line {
    /// Returns the spot that the line belongs to.
    fn spot(self) -> Option<usize> {
        match self {
            Line::Spot(at) | Line::Why(at) => Some(at),
            Line::Heading(..) | Line::Folded => None,
        }
    }
}

/// The areas of the list and the detail.
pub(crate) struct Areas {
    pub summary: Rect,
    pub list: Rect,
    /// Only present if there is room for two columns.
    pub detail: Option<Rect>,
}

impl Areas {
    /// Divides `body` into areas.
    pub(crate) fn new(body: Rect) -> Areas {
        let summary = Rect { height: 1, ..body };
        let rest = Rect { y: body.y + 1, height: body.height.saturating_sub(1), ..body };
        if rest.width < 76 {
            return Areas { summary, list: rest, detail: None };
        }
        let width = (rest.width * 52 / 100).clamp(40, 60).max(rest.width * 42 / 100).min(90);
        let list = Rect { width, ..rest };
        let detail = Rect { x: rest.x + width, width: rest.width - width, ..rest };
        Areas { summary, list, detail: Some(detail) }
    }

    /// Returns the number of visible rows of the list.
    pub(crate) fn rows(&self) -> usize {
        usize::from(self.list.height.saturating_sub(2))
    }
}

impl SpotsScreen {
    /// Returns the row at the cursor.
    pub(crate) fn selected_row<'l>(&self, loaded: &'l Loaded) -> Option<&'l Row> {
        self.shown.get(self.cursor).and_then(|&i| loaded.rows.get(i))
    }

    /// Filters the rows again. Moves the cursor to the spot `on`, if it matches.
    pub(crate) fn refresh(&mut self, loaded: &Loaded, on: Option<u32>, rows: usize) {
        let words: Vec<String> = self.filter.value().to_lowercase().split_whitespace().map(str::to_owned).collect();
        let noted = |row: &Row, word: &String| self.notes.get(&row.number).is_some_and(|notes| notes.contains(word));
        let matches = |row: &Row| words.iter().all(|word| row.haystack.contains(word) || noted(row, word));
        let found: Vec<usize> = (0..loaded.rows.len()).filter(|&i| matches(&loaded.rows[i])).collect();
        let group = |i: &usize| loaded.rows[*i].group;
        let headings = found.chunk_by(|a, b| group(a) == group(b)).count();
        let has_work = found.iter().any(|i| !group(i).is_quiet());
        let folds = has_work && words.is_empty() && !self.is_unfolded && found.len() + headings > rows;
        // A spot that was asked for is shown, whatever group it is in.
        let on_row = on.and_then(|number| found.iter().copied().find(|&i| loaded.rows[i].number == number));
        let folds = folds && on_row.is_none_or(|i| !group(&i).is_quiet());
        let is_folded = |i: &usize| folds && group(i).is_quiet();
        self.shown = found.iter().copied().filter(|i| !is_folded(i)).collect();
        let at = on_row.and_then(|row| self.shown.iter().position(|&i| i == row));
        self.cursor = at.unwrap_or(self.cursor).min(self.shown.len().saturating_sub(1));
        let folded: Vec<usize> = found.into_iter().filter(is_folded).collect();
        self.arrange(loaded, &folded, rows);
    }

    /// Arranges the lines: headings where there is room for them, and the reasons where there is room for all.
    fn arrange(&mut self, loaded: &Loaded, folded: &[usize], height: usize) {
        let group = |i: &usize| loaded.rows[*i].group;
        let lines = |headings: bool, reasons: bool| {
            let mut lines = Vec::new();
            let mut at = 0;
            for spots in self.shown.chunk_by(|a, b| group(a) == group(b)) {
                lines.extend(headings.then(|| Line::Heading(group(&spots[0]), spots.len())));
                for row in spots {
                    lines.push(Line::Spot(at));
                    let has_why = reasons && !loaded.rows[*row].why.is_empty();
                    lines.extend(has_why.then_some(Line::Why(at)));
                    at += 1;
                }
            }
            lines.extend((!folded.is_empty()).then_some(Line::Folded));
            lines
        };
        let groups = folded.chunk_by(|a, b| group(a) == group(b));
        let counted = groups.map(|spots| format!("{}  {}", group(&spots[0]).heading, spots.len()));
        self.folded = counted.collect::<Vec<_>>().join(" · ");
        // A list of one group of quiet spots needs no heading, and in a low window the spots come first.
        let is_plain = self.shown.iter().all(|i| group(i) == Group::QUIET) && folded.is_empty();
        let has_headings = !is_plain && height >= LEAST_WITH_HEADINGS;
        let full = lines(has_headings, true);
        self.lines = if full.len() <= height { full } else { lines(has_headings, false) };
        self.follow(height);
    }

    /// Moves to the first spot of the next group, and from the last group to the first. Folded groups are shown when
    /// they are reached.
    fn next_group(&mut self, loaded: &Loaded, rows: usize) {
        let group = |&i: &usize| loaded.rows[i].group;
        let here = self.shown.get(self.cursor).map(group);
        let after = self.shown.iter().skip(self.cursor).position(|i| Some(group(i)) != here);
        let is_folded = self.lines.iter().any(|line| matches!(line, Line::Folded));
        match after {
            Some(after) => self.cursor += after,
            None if is_folded => {
                self.is_unfolded = true;
                let first = loaded.rows.iter().find(|row| row.group.is_quiet()).map(|row| row.number);
                return self.refresh(loaded, first, rows);
            }
            None => {
                self.start_over();
                let first = self.selected_row(loaded).map(|row| row.number);
                return self.refresh(loaded, first, rows);
            }
        }
        self.follow(rows);
    }

    /// Scrolls the cursor into view, with the heading above it.
    fn follow(&mut self, height: usize) {
        let is_here = |line: &Line| line.spot() == Some(self.cursor);
        let Some(first) = self.lines.iter().position(is_here) else {
            self.offset = 0;
            return;
        };
        let last = self.lines.iter().rposition(is_here).unwrap_or(first);
        // The last spot brings what is folded below it into view.
        let last = if matches!(self.lines.get(last + 1), Some(Line::Folded)) && height > 2 { last + 1 } else { last };
        let above = first.saturating_sub(1);
        let top = if matches!(self.lines.get(above), Some(Line::Heading(..))) { above } else { first };
        let mut list = ListState { cursor: last, offset: self.offset };
        list.follow(self.lines.len(), height);
        self.offset = list.offset.min(top).max((last + 1).saturating_sub(height.max(1)));
    }

    /// Goes to the most urgent spot, of another person.
    pub(crate) fn start_over(&mut self) {
        (self.cursor, self.offset, self.is_unfolded) = (0, 0, false);
    }

    /// Takes the notes that the filter searches.
    pub(crate) fn fill_notes(&mut self, notes: &[(u32, Text)]) {
        self.notes.clear();
        for (number, note) in notes {
            let all = self.notes.entry(*number).or_default();
            all.push_str(&note.to_lowercase());
            all.push('\n');
        }
    }

    /// Clears the filter and keeps the cursor on its spot.
    pub(crate) fn clear_filter(&mut self, loaded: &Loaded, rows: usize) {
        let on = self.selected_row(loaded).map(|row| row.number);
        self.filter.reset();
        self.filtering = false;
        self.refresh(loaded, on, rows);
    }

    /// Names the columns on the upper edge of the list.
    fn draw_columns(&self, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let names = " size    days ";
        if area.width >= 40 && self.filter.value().is_empty() && !self.filtering {
            let x = area.width.saturating_sub(names.len() as u16 + 2);
            put(buffer, area, x, 0, names, theme.style(Role::Text));
        }
    }

    fn draw_list(&self, world: &World, contexts: &[Context], area: Rect, theme: Theme, buffer: &mut Buffer) {
        let loaded = &world.loaded;
        let filter = self.filter.value();
        let title = match (self.filtering, filter.is_empty()) {
            (true, _) => format!(" Filter: {filter}▏"),
            (false, false) => format!(" Spots with \"{}\" ", cut(filter, 20)),
            (false, true) => " Spots ".to_owned(),
        };
        let block = Block::bordered().border_style(theme.style(Role::Border));
        let inner = block.inner(area);
        block.render(area, buffer);
        put(buffer, area, 1, 0, &cut(&title, usize::from(area.width.saturating_sub(2))), theme.style(Role::Title));
        if self.shown.is_empty() {
            let text = world.with_keys(Context::Spots, "No spot matches. {back} shows all.");
            put(buffer, inner, 1, 0, &text, theme.style(Role::Dim));
        }
        self.draw_columns(area, theme, buffer);
        let width = usize::from(inner.width);
        let numbers = loaded.rows.iter().map(|row| row.number).max().unwrap_or(0).to_string().len();
        let marks = loaded.rows.iter().map(|row| row.mark.len()).max().unwrap_or(0);
        for (y, line) in self.lines.iter().skip(self.offset).take(usize::from(inner.height)).enumerate() {
            let y = y as u16;
            let i = match *line {
                Line::Heading(group, count) => {
                    put(
                        buffer,
                        inner,
                        0,
                        y,
                        &cut(&format!("{}  {count}", group.heading), width),
                        theme.style(Role::Title),
                    );
                    continue;
                }
                Line::Folded => {
                    let text = world.with_keys(Context::Spots, &format!("{}  {{next-group}} shows them", self.folded));
                    put(buffer, inner, 0, y, &cut(&text, width), theme.style(Role::Dim));
                    continue;
                }
                Line::Why(at) => {
                    let why = format!("{:marks$} {:numbers$}  {}", "", "", loaded.rows[self.shown[at]].why);
                    let is_selected = at == self.cursor;
                    let role = if is_selected { Role::Selected } else { Role::Text };
                    put(buffer, inner, 0, y, &fit(&why, width), theme.style(role));
                    continue;
                }
                Line::Spot(at) => at,
            };
            let row = &loaded.rows[self.shown[i]];
            let facts = fit_right(&row.facts, FACTS.min(width / 2));
            // Mark, number, title and facts, separated by spaces. The title gets the remaining width.
            let sizes = if width >= WIDTH_FOR_BARS { fit_right(&row.sizes, BARS + 1) } else { String::new() };
            let title = width.saturating_sub(marks + 1 + numbers + 2 + 1 + sizes.width() + facts.width() + 1);
            // A few letters of a label say nothing, and would cut the place.
            let called =
                if row.title.width() > title && row.place.width() + 6 > title { &row.place } else { &row.title };
            let title = fit(called, title);
            let line = format!("{:<marks$} {:>numbers$}  {title}{sizes} {facts} ", row.mark, row.number);
            if i == self.cursor {
                put(buffer, inner, 0, y, &fit(&line, width), theme.style(Role::Selected));
            } else {
                put(buffer, inner, 0, y, &line, theme.style(Role::Text));
                put(buffer, inner, 0, y, &row.mark, theme.style(Role::of_level(row.level)));
            }
        }
        let all = self.shown.len();
        if self.lines.len() > usize::from(inner.height) && area.width > 24 {
            let position = format!(" {} of {all} ", self.cursor + 1);
            let x = area.width.saturating_sub(position.len() as u16 + 2);
            put(buffer, area, x, area.height - 1, &position, theme.style(Role::Dim));
        }
        let hints: Vec<String> = first_hints(world, contexts).iter().flat_map(|hint| wrap(hint, width - 2)).collect();
        let free = usize::from(inner.height).saturating_sub(self.lines.len());
        if free > hints.len() {
            for (y, line) in hints.iter().enumerate() {
                put(buffer, inner, 1, inner.height - (hints.len() - y) as u16, line, theme.style(Role::Dim));
            }
        }
    }
}

impl Component for SpotsScreen {
    fn contexts(&self) -> Vec<Context> {
        if self.filtering { vec![Context::Filter] } else { contexts_of(Context::Spots) }
    }

    fn needs(&self) -> Option<Effect> {
        (self.filtering || !self.filter.value().is_empty()).then_some(Effect::LoadNotes)
    }

    fn lay_out(&mut self, world: &World) {
        let on = self.selected_row(&world.loaded).map(|row| row.number);
        self.refresh(&world.loaded, on, Areas::new(world.body()).rows());
    }

    fn go(&mut self, by: isize, world: &World) {
        let last = self.shown.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.follow(Areas::new(world.body()).rows());
        if self.cursor == 0 {
            self.offset = 0;
        }
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let (loaded, rows) = (&world.loaded, Areas::new(world.body()).rows());
        match command {
            Command::Filter if loaded.rows.is_empty() => {
                return Some(vec![Step::Tell(world.nothing_selected())]);
            }
            Command::Filter => {
                self.filtering = true;
                return Some(self.needs().map(Step::Do).into_iter().collect());
            }
            Command::Accept => self.filtering = false,
            Command::Erase => {
                self.filter.handle(InputRequest::DeletePrevChar);
                self.refresh(loaded, None, rows);
            }
            Command::Back => self.clear_filter(loaded, rows),
            Command::NextGroup => self.next_group(loaded, rows),
            _ => return None,
        }
        Some(Vec::new())
    }

    fn write(&mut self, text: &str, world: &World) {
        if self.filtering {
            insert(&mut self.filter, text, MOST_LETTERS);
            self.refresh(&world.loaded, None, Areas::new(world.body()).rows());
        }
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        let areas = Areas::new(world.body());
        if world.loaded.rows.is_empty() {
            // While the journal is loaded the lines are not shown.
            let is_shown = world.working.is_none() || world.loaded.judged.is_some();
            return if is_shown { welcome::command_at(world, world.body(), column, row) } else { None };
        }
        if row == areas.summary.y {
            let number = summary::spot_at(world.loaded.judged.as_ref()?, column.saturating_sub(areas.summary.x))?;
            self.refresh(&world.loaded, Some(number), areas.rows());
            return None;
        }
        let list = areas.list;
        let inside = column > list.x && column + 1 < list.right() && row > list.y && row + 1 < list.bottom();
        let line = inside.then(|| self.offset + usize::from(row - list.y - 1))?;
        match self.lines.get(line)? {
            Line::Folded => return Some(Command::NextGroup),
            line if line.spot() == Some(self.cursor) => return Some(Command::Open),
            line => self.cursor = line.spot()?,
        }
        self.follow(areas.rows());
        None
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        let areas = Areas::new(body);
        let Some(judged) = world.loaded.judged.as_ref().filter(|_| !world.loaded.rows.is_empty()) else {
            match &world.working {
                // Without this the page would say that the journal is empty.
                Some(working) if world.loaded.judged.is_none() => {
                    let words = working.words();
                    let x = body.width.saturating_sub(words.width() as u16) / 2;
                    put(buffer, body, x, body.height / 2, &words, theme.style(Role::Dim));
                }
                _ => welcome::draw(world, body, theme, buffer),
            }
            return None;
        };
        summary::draw(judged, areas.summary, theme, buffer);
        self.draw_list(world, &self.contexts(), areas.list, theme, buffer);
        if let Some(detail) = areas.detail {
            detail::draw(self.selected_row(&world.loaded), judged, world, detail, theme, buffer);
        }
        None
    }
}
