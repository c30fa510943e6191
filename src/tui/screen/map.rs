//! The body map: drawings with the spots, and a cursor for placing a new one.

use crate::config::Drawing;
use crate::domain::{Place, Position, View, Word};
use crate::guidance::Level;
use crate::report::body::{Anchor, anchors, aspect, outline, position_of};
use crate::tui::component::{Component, Selected, Step, contexts_of};
use crate::tui::form;
use crate::tui::keymap::{Command, Context};
use crate::tui::rows::Row;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::form::Form;
use crate::tui::widget::text::{cut, fit, put};
use crate::tui::world::{Loaded, World};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::style::Color;
use ratatui::symbols::Marker;
use ratatui::widgets::canvas::{Canvas, Line};
use ratatui::widgets::{Block, Widget};

/// The screen of the body map.
pub(crate) struct MapScreen {
    view: View,
    /// The cursor position, as fractions of the width and height of the drawing.
    cursor: (f64, f64),
    /// The cells of the outline, computed once for a drawing and a size.
    outline: Vec<(u16, u16, String)>,
}

/// A direction of an arrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Toward {
    Left,
    Right,
    Up,
    Down,
}

/// The spots at one position of a drawing.
struct Mark<'l> {
    x: f64,
    y: f64,
    rows: Vec<&'l Row>,
}

impl Mark<'_> {
    fn level(&self) -> Level {
        self.rows.iter().map(|row| row.level).max().unwrap_or(Level::None)
    }

    /// Returns the number of the spot, or the count of several spots.
    fn label(&self) -> String {
        match self.rows.as_slice() {
            [row] => row.number.to_string(),
            rows => format!("×{}", rows.len()),
        }
    }
}

/// Spots closer to each other than this share a mark.
const SAME_PLACE: f64 = 0.02;
/// The maximum width of the list beside the drawing. The list is omitted if less than [`LEAST_LIST`] is left for it.
const LIST: u16 = 34;
const LEAST_LIST: u16 = 20;

struct Areas {
    drawing: Rect,
    list: Option<Rect>,
}

fn areas(body: Rect, view: View) -> Areas {
    let inner = Rect {
        x: body.x + 1,
        y: body.y + 1,
        width: body.width.saturating_sub(2),
        height: body.height.saturating_sub(3),
    };
    // A cell is about twice as tall as it is wide.
    let width = ((f64::from(inner.height) * 2.0 * aspect(view)).round() as u16).min(inner.width);
    let beside = inner.width.saturating_sub(width + 1).min(LIST);
    let list = (beside >= LEAST_LIST).then(|| Rect { x: inner.right() - beside, width: beside, ..inner });
    let room = inner.width - list.map_or(0, |list| list.width + 1);
    Areas { drawing: Rect { x: inner.x + (room - width) / 2, width, ..inner }, list }
}

impl MapScreen {
    /// Creates the screen with the drawing of the selected spot, or else the front.
    pub(crate) fn new(loaded: &Loaded, selected: Option<u32>) -> MapScreen {
        let tree = selected.zip(loaded.judged.as_ref()).and_then(|(number, judged)| judged.facts.spot(number));
        match tree.and_then(|tree| position_of(&tree.spot)) {
            Some(Position { view, x, y }) => MapScreen { view, cursor: (x, y), outline: Vec::new() },
            None => MapScreen { view: View::Front, cursor: (0.5, 0.3), outline: Vec::new() },
        }
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

    fn position(&self) -> Position {
        Position { view: self.view, x: self.cursor.0, y: self.cursor.1 }
    }

    fn next_view(&mut self, forward: bool) {
        let all = View::ALL;
        let at = all.iter().position(|&view| view == self.view).unwrap_or(0);
        self.view = all[(at + if forward { 1 } else { all.len() - 1 }) % all.len()];
        let first = self.nearest((0.5, 0.3));
        self.cursor = first.map_or((0.5, 0.5), |a| (a.x, a.y));
    }

    /// Moves the cursor to the nearest site or mark in a direction.
    fn go_toward(&mut self, toward: Toward, loaded: &Loaded) {
        let (x, y) = self.cursor;
        let wide = aspect(self.view);
        let places = anchors(self.view).map(|a| (a.x, a.y));
        let marks: Vec<(f64, f64)> = self.marks(loaded).iter().map(|mark| (mark.x, mark.y)).collect();
        let reach = |&(px, py): &(f64, f64)| {
            let (dx, dy) = ((px - x) * wide, py - y);
            let (along, aside) = match toward {
                Toward::Left => (-dx, dy),
                Toward::Right => (dx, dy),
                Toward::Up => (-dy, dx),
                Toward::Down => (dy, dx),
            };
            // Penalises sideways distance.
            (along > 0.004 && aside.abs() <= along * 2.0).then_some(along + aside.abs() * 2.0)
        };
        let candidates = places.chain(marks).filter_map(|at| Some((reach(&at)?, at)));
        if let Some((_, at)) = candidates.min_by(|a, b| a.0.total_cmp(&b.0)) {
            self.cursor = at;
        }
    }

    /// Moves the cursor to the next mark of this drawing, from top to bottom, then back to the first.
    fn next_mark(&mut self, loaded: &Loaded) {
        let mut marks: Vec<(f64, f64)> = self.marks(loaded).iter().map(|mark| (mark.x, mark.y)).collect();
        marks.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
        let after =
            |at: &&(f64, f64)| (at.1, at.0) > (self.cursor.1 + 1e-9, self.cursor.0 + 1e-9) && **at != self.cursor;
        if let Some(&at) = marks.iter().find(after).or(marks.first()) {
            self.cursor = at;
        }
    }

    /// Returns the spots of this drawing, grouped by position.
    fn marks<'l>(&self, loaded: &'l Loaded) -> Vec<Mark<'l>> {
        let mut marks: Vec<Mark<'l>> = Vec::new();
        let Some(judged) = &loaded.judged else { return marks };
        for row in &loaded.rows {
            let tree = judged.facts.spot(row.number);
            let Some(at) = tree.and_then(|tree| position_of(&tree.spot)).filter(|at| at.view == self.view) else {
                continue;
            };
            let near = |mark: &&mut Mark<'_>| (mark.x - at.x).abs() < SAME_PLACE && (mark.y - at.y).abs() < SAME_PLACE;
            match marks.iter_mut().find(near) {
                Some(mark) => mark.rows.push(row),
                None => marks.push(Mark { x: at.x, y: at.y, rows: vec![row] }),
            }
        }
        marks
    }

    /// Returns the number of the spot at the cursor: the most urgent one of its mark.
    fn number(&self, loaded: &Loaded) -> Option<u32> {
        let marks = self.marks(loaded);
        let (x, y) = self.cursor;
        let here = marks.iter().find(|mark| (mark.x - x).abs() < SAME_PLACE && (mark.y - y).abs() < SAME_PLACE)?;
        here.rows.first().map(|row| row.number)
    }

    /// Returns the point of the drawing at a cell of the screen.
    fn point_at(&self, column: u16, row: u16, body: Rect) -> Option<(f64, f64)> {
        let area = areas(body, self.view).drawing;
        if !area.contains((column, row).into()) || area.width < 2 || area.height < 2 {
            return None;
        }
        Some((
            f64::from(column - area.x) / f64::from(area.width - 1),
            f64::from(row - area.y) / f64::from(area.height - 1),
        ))
    }

    /// Moves the cursor to the mouse position. Returns true if it was already there.
    fn point_to(&mut self, column: u16, row: u16, body: Rect, loaded: &Loaded) -> bool {
        let Some((x, y)) = self.point_at(column, row, body) else { return false };
        let wide = aspect(self.view);
        let far = |&(px, py): &(f64, f64)| ((px - x) * wide).powi(2) + (py - y).powi(2);
        let marks: Vec<(f64, f64)> = self.marks(loaded).iter().map(|mark| (mark.x, mark.y)).collect();
        let mark = marks.into_iter().filter(|at| far(at) < 0.0012).min_by(|a, b| far(a).total_cmp(&far(b)));
        // Away from marks, a click means exactly that point.
        let to = mark.unwrap_or((x, y));
        let again = self.cursor == to;
        self.cursor = to;
        again
    }

    /// Returns the form of a new spot at the cursor.
    fn new_spot(&self, world: &World) -> Form {
        let mut form = form::new_spot();
        if let Some(anchor) = self.place() {
            form.placed = Some((anchor.place, self.position()));
            if let Some(field) = form.fields.iter_mut().find(|field| field.name == "site") {
                field.write(&MapScreen::words(anchor.place));
            }
            form.is_changed = true;
        }
        form.go(true, world.body(), world.now.local);
        form
    }

    /// Returns the words of a lesion site, as typed into the form of a new spot.
    fn words(place: Place) -> String {
        match place.side {
            Some(side) => format!("{} {}", side.word(), place.site.word()),
            None => place.site.word().to_owned(),
        }
    }
}

impl Component for MapScreen {
    fn contexts(&self) -> Vec<Context> {
        contexts_of(Context::Map)
    }

    fn selected(&self, world: &World) -> Selected {
        Selected::Here(self.number(&world.loaded))
    }

    fn lay_out(&mut self, world: &World) {
        let area = areas(world.body(), self.view).drawing;
        self.outline = outline_cells(self.view, marker_of(world.start.drawing), area);
    }

    fn command(&mut self, command: Command, world: &World) -> Option<Vec<Step>> {
        let loaded = &world.loaded;
        match command {
            Command::Open if self.number(loaded).is_some() => return None,
            Command::Open | Command::NewSpot => return Some(vec![Step::Ask(self.new_spot(world))]),
            Command::MapLeft => self.go_toward(Toward::Left, loaded),
            Command::MapRight => self.go_toward(Toward::Right, loaded),
            Command::MapUp => self.go_toward(Toward::Up, loaded),
            Command::MapDown => self.go_toward(Toward::Down, loaded),
            Command::NextMark => self.next_mark(loaded),
            Command::NextView | Command::PreviousView => {
                self.next_view(command == Command::NextView);
                self.lay_out(world);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn click(&mut self, column: u16, row: u16, world: &World) -> Option<Command> {
        self.point_to(column, row, world.body(), &world.loaded).then_some(Command::Open)
    }

    fn drag(&mut self, column: u16, row: u16, world: &World) {
        if let Some(point) = self.point_at(column, row, world.body()) {
            self.cursor = point;
        }
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<ScreenPosition> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let views: Vec<String> = View::ALL
            .iter()
            .map(|view| if *view == self.view { format!("[{}]", view.label()) } else { view.label() })
            .collect();
        let title = format!(" Body map  {} ", views.join(" "));
        let title = if title.len() + 2 > usize::from(body.width) {
            format!(" Body map  [{}] ", self.view.label())
        } else {
            title
        };
        put(buffer, body, 1, 0, &title, theme.style(Role::Title));
        let Areas { drawing, list } = areas(body, self.view);
        for (x, y, symbol) in &self.outline {
            put(buffer, drawing, *x, *y, symbol, theme.style(Role::Dim));
        }
        let marks = self.marks(&world.loaded);
        let cell = |x: f64, y: f64| {
            let column = (x * f64::from(drawing.width.saturating_sub(1))).round() as u16;
            (column, (y * f64::from(drawing.height.saturating_sub(1))).round() as u16)
        };
        for mark in &marks {
            let (x, y) = cell(mark.x, mark.y);
            let text = format!("{}{}", mark.level().mark(), mark.label());
            let x = x.min(drawing.width.saturating_sub(text.chars().count() as u16));
            let role = match mark.level() {
                Level::None => Role::Title,
                level => Role::of_level(level),
            };
            put(buffer, drawing, x, y, &text, theme.style(role));
        }
        let (x, y) = cell(self.cursor.0, self.cursor.1);
        match self.number(&world.loaded) {
            Some(number) => {
                let mark = marks.iter().find(|mark| mark.rows.iter().any(|row| row.number == number));
                let text = mark.map_or_else(String::new, |mark| format!("{}{}", mark.level().mark(), mark.label()));
                let x = x.min(drawing.width.saturating_sub(text.chars().count() as u16));
                put(buffer, drawing, x, y, &text, theme.style(Role::Selected));
            }
            None => put(buffer, drawing, x, y, "+", theme.style(Role::Selected)),
        }
        let below =
            Rect { x: body.x + 2, y: body.bottom().saturating_sub(2), width: body.width.saturating_sub(4), height: 1 };
        let here = self.place().map_or_else(String::new, |a| a.place.label());
        let does = match self.number(&world.loaded) {
            Some(number) => format!("{here}: {{open}} opens spot {number}, {{new-spot}} logs a new one here"),
            None => format!("{here}: {{open}} logs a new spot here"),
        };
        put(
            buffer,
            below,
            0,
            0,
            &cut(&world.with_keys(Context::Map, &does), usize::from(below.width)),
            theme.style(Role::Text),
        );
        if let Some(list) = list {
            draw_list(&marks, world, self, list, theme, buffer);
        }
        None
    }
}

fn marker_of(drawing: Drawing) -> Marker {
    match drawing {
        Drawing::Auto | Drawing::Braille => Marker::Braille,
        Drawing::Octant => Marker::Octant,
        Drawing::Sextant => Marker::Sextant,
        Drawing::HalfBlock => Marker::HalfBlock,
        Drawing::Ascii => Marker::Dot,
    }
}

/// Returns the cells of an outline, relative to the corner of its area.
fn outline_cells(view: View, marker: Marker, area: Rect) -> Vec<(u16, u16, String)> {
    let area = Rect { x: 0, y: 0, ..area };
    let mut buffer = Buffer::empty(area);
    let canvas = Canvas::default().marker(marker).x_bounds([0.0, 1.0]).y_bounds([0.0, 1.0]).paint(|context| {
        for line in outline(view) {
            for pair in line.windows(2) {
                let [(x1, y1), (x2, y2)] = [pair[0], pair[1]];
                context.draw(&Line { x1, y1: 1.0 - y1, x2, y2: 1.0 - y2, color: Color::Reset });
            }
        }
    });
    canvas.render(area, &mut buffer);
    let mut cells = Vec::new();
    for y in 0..area.height {
        for x in 0..area.width {
            match buffer[(x, y)].symbol() {
                " " | "\u{2800}" => {}
                // The fallback for terminals with only ASCII.
                _ if marker == Marker::Dot => cells.push((x, y, ".".to_owned())),
                symbol => cells.push((x, y, symbol.to_owned())),
            }
        }
    }
    cells
}

fn draw_list(marks: &[Mark<'_>], world: &World, map: &MapScreen, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let on = map.number(&world.loaded);
    let width = usize::from(area.width);
    let mut y = 0;
    for row in marks.iter().flat_map(|mark| &mark.rows) {
        let facts = cut(row.facts.trim(), 15);
        let title = fit(&row.title, width.saturating_sub(9 + facts.chars().count()));
        let line = format!("{:<3}{:>3} {title} {facts}", row.level.mark(), row.number);
        let role = if on == Some(row.number) { Role::Selected } else { Role::Text };
        put(buffer, area, 0, y, &line, theme.style(role));
        y += 1;
    }
    if y == 0 {
        put(buffer, area, 0, 0, "No spot on this drawing.", theme.style(Role::Dim));
    }
    let judged = world.loaded.judged.as_ref();
    let nowhere = world.loaded.rows.iter().filter(|row| {
        let tree = judged.and_then(|judged| judged.facts.spot(row.number));
        tree.is_some_and(|tree| position_of(&tree.spot).is_none())
    });
    let count = nowhere.count();
    if count > 0 {
        let text = format!("{count} in another place, on no drawing");
        put(buffer, area, 0, area.height.saturating_sub(1), &text, theme.style(Role::Dim));
    }
}
