//! The body map: drawings with the spots, and a cursor for placing a new one.

mod figures;
mod labels;
mod panel;

use crate::domain::{Position, View, Word};
use crate::guidance::Level;
use crate::report::body::{Anchor, anchors, aspect, positions_of};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::rows::Row;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::form::Form;
use crate::tui::widget::text::{cut, put};
use crate::tui::world::{Loaded, World};
use figures::{Areas, Figure, marker_of, outline_cells};
use labels::{Label, Placed, leader_signs, place};
use panel::Panel;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::widgets::{Block, Widget};
use unicode_width::UnicodeWidthStr;

/// The screen of the body map.
pub(crate) struct MapScreen {
    /// The drawing with the cursor.
    view: View,
    /// The cursor position, as fractions of the width and height of the drawing.
    cursor: (f64, f64),
    /// The spot that was selected by its number. Others may be at the same position.
    on: Option<u32>,
    /// The drawings on the screen, laid out for its size and the journal.
    shown: Vec<Shown>,
    has_titles: bool,
    panel: Panel,
    /// Whether the place goes to the form below.
    picks: bool,
}

/// A direction of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Toward {
    Left,
    Right,
    Up,
    Down,
}

/// A drawing on the screen.
struct Shown {
    figure: Figure,
    outline: Vec<(u16, u16, String)>,
    /// The spots of the drawing, most urgent first.
    marks: Vec<Mark>,
    /// Where the number of each mark is drawn. `None` if there is no room for it.
    placed: Vec<Option<Placed>>,
}

/// A spot at a position of a drawing.
struct Mark {
    number: u32,
    at: (f64, f64),
    text: String,
    role: Role,
}

impl Mark {
    fn new(row: &Row, is_gone: bool, at: Position) -> Mark {
        let role = match row.level {
            Level::None if is_gone => Role::Dim,
            Level::None => Role::Title,
            level => Role::of_level(level),
        };
        let text = format!("{}{}", row.level.mark(), row.number);
        Mark { number: row.number, at: (at.x, at.y), text, role }
    }
}

/// Spots closer to the cursor than this are under it.
const SAME_PLACE: f64 = 0.02;

fn is_same_place(a: (f64, f64), b: (f64, f64)) -> bool {
    (a.0 - b.0).abs() < SAME_PLACE && (a.1 - b.1).abs() < SAME_PLACE
}

impl Shown {
    fn new(figure: Figure, world: &World) -> Shown {
        let marks = marks(figure.view, &world.loaded);
        let label = |mark: &Mark| Label { at: figure.cell(mark.at), width: mark.text.width() as u16 };
        let labels: Vec<Label> = marks.iter().map(label).collect();
        Shown {
            outline: outline_cells(figure.view, marker_of(world.start.drawing), figure.drawing),
            placed: place(&labels, figure.canvas(), &[]),
            marks,
            figure,
        }
    }

    /// Returns the mark whose number, or whose place, is at a cell of the screen.
    fn mark_at(&self, column: u16, row: u16) -> Option<&Mark> {
        let area = self.figure.area;
        let cell = area.contains((column, row).into()).then(|| (column - area.x, row - area.y))?;
        let placed = || self.marks.iter().zip(&self.placed);
        let by_number = placed().find(|(_, placed)| placed.as_ref().is_some_and(|placed| placed.covers(cell)));
        let by_place = || self.marks.iter().find(|mark| self.figure.cell(mark.at) == cell);
        by_number.map(|(mark, _)| mark).or_else(by_place)
    }

    /// Draws the outline, the lines to the numbers, and the numbers. `selected` is drawn last, over all others.
    fn draw(&self, selected: Option<u32>, theme: Theme, buffer: &mut Buffer) {
        let Figure { area, drawing, .. } = self.figure;
        for (x, y, symbol) in &self.outline {
            put(buffer, drawing, *x, *y, symbol, theme.style(Role::Dim));
        }
        let mut over = |(x, y): (u16, u16), text: &str, role: Role| {
            // What is under it must not shine through: a style adds to the one before.
            let cells = Rect { x: area.x + x, y: area.y + y, width: text.width() as u16, height: 1 };
            cells.intersection(buffer.area).positions().for_each(|cell| buffer[cell].reset());
            put(buffer, area, x, y, text, theme.style(role));
        };
        let is_selected = |mark: &Mark| selected == Some(mark.number);
        let role = |mark: &Mark| if is_selected(mark) { Role::Selected } else { mark.role };
        let signs = leader_signs(&self.placed);
        signs.iter().for_each(|(&cell, sign)| over(cell, sign, Role::Border));
        let all = || self.marks.iter().zip(&self.placed).filter_map(|(mark, placed)| Some((mark, placed.as_ref()?)));
        for cell in all().filter(|(mark, _)| is_selected(mark)).flat_map(|(_, placed)| &placed.leader) {
            over(*cell, signs.get(cell).unwrap_or(&" "), Role::Title);
        }
        for mark in self.marks.iter().rev() {
            over(self.figure.cell(mark.at), "•", role(mark));
        }
        for (mark, placed) in all() {
            over(placed.at, &mark.text, role(mark));
        }
    }

    /// Draws the name of the drawing between the words for its sides.
    fn draw_title(&self, is_focused: bool, theme: Theme, buffer: &mut Buffer) {
        let Figure { area, drawing, view } = self.figure;
        let line = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
        let name = view.label().to_uppercase();
        let name = if is_focused { format!("[{name}]") } else { name };
        let middle = drawing.x - area.x + drawing.width / 2;
        let start = middle.saturating_sub(name.len() as u16 / 2);
        put(buffer, line, start, 0, &name, theme.style(Role::Title));
        if let Some((left, right)) = self.figure.sides() {
            // As far from the name as the arms are, if there is room.
            let (first, last) = (drawing.x - area.x, drawing.x - area.x + drawing.width);
            let x = first.min(start.saturating_sub(left.len() as u16 + 1));
            put(buffer, line, x, 0, left, theme.style(Role::Text));
            let x = (last.saturating_sub(right.len() as u16)).max(start + name.len() as u16 + 1);
            put(buffer, line, x, 0, right, theme.style(Role::Text));
        }
    }
}

/// Returns the spots of a drawing, most urgent first.
fn marks(view: View, loaded: &Loaded) -> Vec<Mark> {
    let Some(judged) = &loaded.judged else { return Vec::new() };
    let mut marks = Vec::new();
    for row in loaded.rows.iter().filter(|row| !row.is_mistake) {
        let Some(tree) = judged.facts.spot(row.number) else { continue };
        let is_gone = row.spot.is_some_and(|at| judged.assessment.spots[at].gone);
        let here = positions_of(&tree.spot).into_iter().filter(|at| at.view == view);
        marks.extend(here.map(|at| Mark::new(row, is_gone, at)));
    }
    marks
}

impl MapScreen {
    /// Creates the screen with the drawing of the selected spot, or else the front.
    pub(crate) fn new(loaded: &Loaded, selected: Option<u32>) -> MapScreen {
        let tree = selected.zip(loaded.judged.as_ref()).and_then(|(number, judged)| judged.facts.spot(number));
        let at = tree.and_then(|tree| positions_of(&tree.spot).first().copied());
        let Position { view, x, y } = at.unwrap_or(Position { view: View::Front, x: 0.5, y: 0.3 });
        let on = at.and(selected);
        MapScreen {
            view,
            cursor: (x, y),
            on,
            shown: Vec::new(),
            has_titles: false,
            panel: Panel::default(),
            picks: false,
        }
    }

    /// Creates a map that gives the place at the cursor to the form below it.
    pub(crate) fn picking(loaded: &Loaded, selected: Option<u32>) -> MapScreen {
        MapScreen { picks: true, ..MapScreen::new(loaded, selected) }
    }

    fn shown_with_cursor(&self) -> Option<&Shown> {
        self.shown.iter().find(|shown| shown.figure.view == self.view)
    }

    /// Returns the lesion site nearest to the cursor.
    fn place(&self) -> Option<Anchor> {
        self.nearest(self.cursor)
    }

    fn nearest(&self, (x, y): (f64, f64)) -> Option<Anchor> {
        let wide = aspect(self.view);
        let far = |a: &Anchor| ((a.x - x) * wide).powi(2) + (a.y - y).powi(2);
        anchors(self.view).min_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// Moves the cursor to the next drawing. From the front to the back it stays on the same part of the body.
    fn next_view(&mut self, forward: bool) {
        let all = View::ALL;
        let at = all.iter().position(|&view| view == self.view).unwrap_or(0);
        let was = std::mem::replace(&mut self.view, all[(at + if forward { 1 } else { all.len() - 1 }) % all.len()]);
        let is_turned = matches!((was, self.view), (View::Front, View::Back) | (View::Back, View::Front));
        let from = if is_turned { (1.0 - self.cursor.0, self.cursor.1) } else { (0.5, 0.3) };
        self.cursor = self.nearest(from).map_or((0.5, 0.5), |a| (a.x, a.y));
        self.on = None;
    }

    /// Selects a spot on any of the shown drawings.
    fn select(&mut self, number: u32) {
        let here = |shown: &&Shown| shown.marks.iter().any(|mark| mark.number == number);
        let Some(shown) = self.shown_with_cursor().filter(here).or_else(|| self.shown.iter().find(here)) else {
            return;
        };
        if let Some(mark) = shown.marks.iter().find(|mark| mark.number == number) {
            (self.view, self.cursor, self.on) = (shown.figure.view, mark.at, Some(number));
        }
    }

    /// Moves the cursor to the nearest site or mark in a direction, on any of the shown drawings.
    fn go_toward(&mut self, toward: Toward) {
        let Some(from) = self.shown_with_cursor().map(|shown| shown.figure) else { return };
        // In heights of a drawing.
        let height = f64::from(from.drawing.height.max(1)) * 2.0;
        let far = |figure: &Figure| (f64::from(figure.drawing.x) - f64::from(from.drawing.x)) / height;
        let (x, y) = self.cursor;
        let reach = |figure: &Figure, (px, py): (f64, f64)| {
            let (dx, dy) = (far(figure) + (px - x) * aspect(figure.view), py - y);
            let (along, aside) = match toward {
                Toward::Left => (-dx, dy),
                Toward::Right => (dx, dy),
                Toward::Up => (-dy, dx),
                Toward::Down => (dy, dx),
            };
            // Penalises sideways distance.
            (along > 0.004 && aside.abs() <= along * 2.0).then_some(along + aside.abs() * 2.0)
        };
        let candidates = self.shown.iter().flat_map(|Shown { figure, marks, .. }| {
            let is_sideways = matches!(toward, Toward::Left | Toward::Right);
            let is_reachable = is_sideways || figure.view == self.view;
            let places = anchors(figure.view).map(|a| (a.x, a.y)).chain(marks.iter().map(|mark| mark.at));
            places.filter(move |_| is_reachable).filter_map(move |at| Some((reach(figure, at)?, figure.view, at)))
        });
        if let Some((_, view, at)) = candidates.min_by(|a, b| a.0.total_cmp(&b.0)) {
            (self.view, self.cursor, self.on) = (view, at, None);
        }
    }

    /// Moves the cursor to the next mark of the shown drawings, from top to bottom, then back to the first.
    fn next_mark(&mut self) {
        let mut marks: Vec<(usize, &Mark)> = Vec::new();
        for (i, shown) in self.shown.iter().enumerate() {
            marks.extend(shown.marks.iter().map(|mark| (i, mark)));
        }
        marks.sort_by(|(i, a), (j, b)| {
            i.cmp(j).then(a.at.1.total_cmp(&b.at.1)).then(a.at.0.total_cmp(&b.at.0)).then(a.number.cmp(&b.number))
        });
        let here = self.shown.iter().position(|shown| shown.figure.view == self.view).unwrap_or(0);
        let number = self.number();
        let is_at = |(i, mark): &(usize, &Mark)| {
            *i == here && Some(mark.number) == number && is_same_place(mark.at, self.cursor)
        };
        let is_after = |(i, mark): &(usize, &Mark)| (*i, mark.at.1, mark.at.0) > (here, self.cursor.1, self.cursor.0);
        let next = match marks.iter().position(is_at) {
            Some(at) => Some(at + 1),
            None => marks.iter().position(is_after),
        };
        if let Some((i, mark)) = next.and_then(|at| marks.get(at)).or(marks.first()) {
            (self.view, self.cursor, self.on) = (self.shown[*i].figure.view, mark.at, Some(mark.number));
        }
    }

    /// Returns the number of the spot at the cursor: the selected one, or else the most urgent one.
    fn number(&self) -> Option<u32> {
        let mut here =
            self.shown_with_cursor()?.marks.iter().filter(|mark| is_same_place(mark.at, self.cursor)).peekable();
        let first = here.peek().map(|mark| mark.number);
        here.find(|mark| Some(mark.number) == self.on).map(|mark| mark.number).or(first)
    }

    /// Moves the cursor to a cell of the screen, away from marks to exactly that point. Returns whether it can be there.
    fn point_to(&mut self, column: u16, row: u16) -> bool {
        for shown in &self.shown {
            if let Some(point) = shown.figure.point_at(column, row) {
                (self.view, self.cursor, self.on) = (shown.figure.view, point, None);
                return true;
            }
        }
        false
    }

    /// Returns the form of a new spot at the cursor.
    fn new_spot(&self, world: &World) -> Form {
        let mut form = form::new_spot();
        if let Some(anchor) = self.place() {
            form.place(anchor.place, self.position());
        }
        form.go(true, world.body(), world.said_now());
        form
    }

    /// Returns the point under the cursor.
    fn position(&self) -> Position {
        Position { view: self.view, x: self.cursor.0, y: self.cursor.1 }
    }
}

impl Component for MapScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.picks {
            // No key leads away to another person or page while the form waits.
            true => vec![Context::PickOnMap, Context::Map],
            false => contexts_of(Context::Map),
        }
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(self.number())
    }

    fn lay_out(&mut self, world: &World) {
        let Areas { figures, has_titles, panel } = Areas::new(world.body(), self.view);
        self.has_titles = has_titles;
        self.shown = figures.into_iter().map(|figure| Shown::new(figure, world)).collect();
        let numbers = self.shown.iter().flat_map(|shown| shown.marks.iter().map(|mark| mark.number));
        self.panel = Panel::new(panel, numbers.collect(), &world.loaded);
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        match command {
            Command::TakePlace => {
                let placed = self.place().map(|anchor| Step::Place(anchor.place, self.position()));
                return Some(placed.into_iter().collect());
            }
            Command::Open if self.number().is_some() => return None,
            Command::Open | Command::NewSpot => return Some(vec![Step::Ask(self.new_spot(world))]),
            Command::MapLeft => self.go_toward(Toward::Left),
            Command::MapRight => self.go_toward(Toward::Right),
            Command::MapUp => self.go_toward(Toward::Up),
            Command::MapDown => self.go_toward(Toward::Down),
            Command::NextMark => self.next_mark(),
            Command::NextView | Command::PreviousView => {
                self.next_view(command == Command::NextView);
                self.lay_out(world);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, column: u16, row: u16, _world: &World) -> Option<Command> {
        let before = (self.view, self.cursor, self.number());
        let on_number = self.shown.iter().find_map(|shown| Some((shown.figure.view, shown.mark_at(column, row)?)));
        if let Some((view, mark)) = on_number {
            (self.view, self.cursor, self.on) = (view, mark.at, Some(mark.number));
        } else if let Some(number) = self.panel.number_at(column, row, self.number()) {
            self.select(number);
        } else if !self.point_to(column, row) {
            return None;
        }
        let take = if self.picks { Command::TakePlace } else { Command::Open };
        (before == (self.view, self.cursor, self.number())).then_some(take)
    }

    fn drag(&mut self, column: u16, row: u16, _world: &World) {
        self.point_to(column, row);
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<ScreenPosition> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let views: Vec<String> = View::ALL
            .iter()
            .map(|view| if *view == self.view { format!("[{}]", view.label()) } else { view.label() })
            .collect();
        let title = format!(" Body map  {} ", views.join(" "));
        let title = if title.len() + 2 > usize::from(body.width) {
            let sides = self.shown_with_cursor().filter(|_| !self.has_titles).and_then(|shown| shown.figure.sides());
            let sides = sides.map_or_else(String::new, |(left, right)| format!(" {left} | {right} "));
            format!(" Body map  [{}] {sides}", self.view.label())
        } else {
            title
        };
        put(buffer, body, 1, 0, &title, theme.style(Role::Title));
        let number = self.number();
        for shown in &self.shown {
            if self.has_titles {
                shown.draw_title(shown.figure.view == self.view && self.shown.len() > 1, theme, buffer);
            }
            shown.draw(number, theme, buffer);
        }
        if let (None, Some(Shown { figure, .. })) = (number, self.shown_with_cursor()) {
            let (x, y) = figure.cell(self.cursor);
            put(buffer, figure.area, x, y, "+", theme.style(Role::Selected));
        }
        let below =
            Rect { x: body.x + 2, y: body.bottom().saturating_sub(2), width: body.width.saturating_sub(4), height: 1 };
        let here = self.place().map_or_else(String::new, |a| a.place.label());
        let does = match number {
            _ if self.picks => format!("{here}: {{take-place}} takes this place, {{back}} goes back to the form"),
            Some(number) => format!("{here}: {{open}} opens spot {number}, {{new-spot}} logs a new one here"),
            None => format!("{here}: {{open}} logs a new spot here"),
        };
        let does = cut(
            &world.with_keys(if self.picks { Context::PickOnMap } else { Context::Map }, &does),
            usize::from(below.width),
        );
        put(buffer, below, 0, 0, &does, theme.style(Role::Text));
        self.panel.draw(world, number, &here, theme, buffer);
        None
    }
}
