//! Two photos of a spot: side by side, one over the other, or their difference. The person says what differs; the
//! program never does.

use crate::domain::{PhotoId, show_date};
use crate::ops::{NOT_AT_THE_SAME_SCALE, PictureState, Pixels, SpotPhoto};
use crate::tui::component::{Component, Selected, Step};
use crate::tui::form;
use crate::tui::graphics::Shown;
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::photo::{self, Palette, Part};
use crate::tui::widget::text::{cut, put, wrap};
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Block, Widget};
use std::sync::Arc;

/// What is said under the difference of two photos.
const DIFFERENCE: &str = "What is bright differs. Light, angle, stretched skin and hair differ too.";

/// The height from which what is said below the photos is not cut.
const ROOMY: u16 = 14;

/// How two photos are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    SideBySide,
    /// One at a time, in the same place.
    Over,
    Difference,
}

impl Way {
    fn next(self) -> Way {
        match self {
            Way::SideBySide => Way::Over,
            Way::Over => Way::Difference,
            Way::Difference => Way::SideBySide,
        }
    }
}

/// One of the two photos.
struct Side {
    /// Its place among the photos.
    at: usize,
    view: Option<(PhotoId, Result<Arc<Pixels>, String>)>,
}

/// A photo that is shown whole.
struct Placed<'s> {
    letter: char,
    side: &'s Side,
    part: Part,
    area: Rect,
}

/// The screen of two photos of a spot.
pub(crate) struct CompareScreen {
    number: u32,
    /// Those that can be shown, in the order in which they were taken.
    photos: Vec<SpotPhoto>,
    a: Side,
    b: Side,
    way: Way,
    /// Whether B is shown where only one is.
    shows_b: bool,
    /// What is shown of both.
    part: Part,
    /// How far B is moved against A, in parts of its size, and turned.
    moved: (f64, f64),
    turned: f64,
}

impl CompareScreen {
    /// Creates the screen with the first and the given photo. `None` without two photos that can be shown.
    pub(crate) fn new(number: u32, photos: &[SpotPhoto], shown: PhotoId) -> Option<CompareScreen> {
        let photos: Vec<SpotPhoto> = photos.iter().filter(|photo| photo.state == PictureState::Kept).cloned().collect();
        let last = photos.len().checked_sub(1).filter(|&last| last > 0)?;
        let b = photos.iter().position(|photo| photo.photo.id == shown).filter(|&at| at > 0).unwrap_or(last);
        Some(CompareScreen {
            number,
            photos,
            a: Side { at: 0, view: None },
            b: Side { at: b, view: None },
            way: Way::SideBySide,
            shows_b: true,
            part: Part::default(),
            moved: (0.0, 0.0),
            turned: 0.0,
        })
    }

    /// Takes the decoded view of a photo, or why it cannot be shown.
    pub(crate) fn take_view(&mut self, id: PhotoId, view: &Result<Arc<Pixels>, String>) {
        let photos = &self.photos;
        for side in [&mut self.a, &mut self.b] {
            if photos.get(side.at).is_some_and(|photo| photo.photo.id == id) {
                side.view = Some((id, view.clone()));
            }
        }
    }

    /// Returns the photos that are not decoded yet.
    pub(crate) fn lacks(&self, world: &World) -> Vec<&SpotPhoto> {
        if world.is_blurred || !world.shows_pictures() {
            return Vec::new();
        }
        let missing = [&self.a, &self.b].into_iter().filter_map(|side| {
            let photo = self.photos.get(side.at)?;
            let is_there = side.view.as_ref().is_some_and(|(id, _)| *id == photo.photo.id);
            (!is_there).then_some(photo)
        });
        missing.collect()
    }

    fn other(&mut self, of_b: bool, forward: bool) {
        let (side, kept) = if of_b { (&mut self.b, self.a.at) } else { (&mut self.a, self.b.at) };
        let count = self.photos.len();
        let step = |at: usize| (at + if forward { 1 } else { count - 1 }) % count;
        let mut next = step(side.at);
        if next == kept {
            next = step(next);
        }
        if next != kept {
            side.at = next;
        }
        (self.moved, self.turned) = ((0.0, 0.0), 0.0);
    }

    fn title_of(&self, letter: char, side: &Side) -> String {
        let day = self.photos.get(side.at).map_or_else(String::new, |photo| show_date(photo.at().day()));
        format!("{letter}  {day}")
    }

    /// Returns what is shown of B: moved and turned against A.
    fn part_of_b(&self) -> Part {
        Part { offset: self.moved, turn: -self.turned, ..self.part }
    }

    /// Divides the screen into the photos and the lines below them.
    fn layout(&self, world: &World, body: Rect) -> (Rect, Vec<(Role, String)>) {
        let inner = Rect {
            x: body.x + 2,
            y: body.y + 1,
            width: body.width.saturating_sub(4),
            height: body.height.saturating_sub(2),
        };
        let width = usize::from(inner.width);
        let question =
            "Does it look different to you? {say-changes} to say: size, shape, colour, feel, I see none, not sure";
        let mut below: Vec<(Role, String)> = Vec::new();
        let mut add = |role, text: &str| below.extend(wrap(text, width).into_iter().map(|line| (role, line)));
        if self.way == Way::Difference {
            add(Role::Dim, DIFFERENCE);
        }
        let turned = if self.turned == 0.0 { String::new() } else { format!(" · B turned by {}°", self.turned) };
        let zoom = if self.part.zoom > 1.0 { format!(" · {:.1} x", self.part.zoom) } else { String::new() };
        if inner.height < ROOMY {
            let brief = "Does it look different to you? {say-changes} says what.";
            below = vec![
                (
                    Role::Dim,
                    cut(
                        &format!("{}{zoom}{turned}", NOT_AT_THE_SAME_SCALE.split(':').next().unwrap_or_default()),
                        width,
                    ),
                ),
                (Role::Text, cut(&world.with_keys(Context::Compare, brief), width)),
            ];
        } else {
            add(Role::Dim, &format!("{NOT_AT_THE_SAME_SCALE}{zoom}{turned}"));
            add(Role::Text, &world.with_keys(Context::Compare, question));
        }
        let rows = (below.len() as u16).min(inner.height.saturating_sub(2));
        let top = Rect { height: inner.height - rows, ..inner };
        below.truncate(usize::from(rows));
        (top, below)
    }

    /// Returns the photos that are shown whole.
    fn sides(&self, top: Rect) -> Vec<Placed<'_>> {
        let half = top.width.saturating_sub(1) / 2;
        let (left, right) = (Rect { width: half, ..top }, Rect { x: top.right() - half, width: half, ..top });
        let a = |area| Placed { letter: 'A', side: &self.a, part: self.part, area };
        let b = |area| Placed { letter: 'B', side: &self.b, part: self.part_of_b(), area };
        match self.way {
            Way::SideBySide => vec![a(left), b(right)],
            Way::Over if self.shows_b => vec![b(top)],
            Way::Over => vec![a(top)],
            Way::Difference => Vec::new(),
        }
    }

    /// Draws one of the photos with its day above it.
    fn draw_side(&self, placed: &Placed<'_>, world: &World, theme: Theme, buffer: &mut Buffer) {
        let Placed { letter, side, part, area } = *placed;
        put(buffer, area, 0, 0, &cut(&self.title_of(letter, side), usize::from(area.width)), theme.style(Role::Title));
        let below = below_title(area);
        match &side.view {
            Some((_, Ok(pixels))) => photo::draw(pixels, part, below, world, buffer),
            Some((_, Err(why))) => say(why, Role::Error, below, theme, buffer),
            None => say("Opening the photo …", Role::Dim, below, theme, buffer),
        }
    }

    fn draw_difference(&self, world: &World, area: Rect, theme: Theme, buffer: &mut Buffer) {
        let title = format!("{} and {}", self.title_of('A', &self.a), self.title_of('B', &self.b));
        put(buffer, area, 0, 0, &cut(&title, usize::from(area.width)), theme.style(Role::Title));
        let below = below_title(area);
        let (Some((_, Ok(a))), Some((_, Ok(b)))) = (&self.a.view, &self.b.view) else {
            say("Opening the photos …", Role::Dim, below, theme, buffer);
            return;
        };
        let placed = photo::place(a, self.part, below, world.cell_ratio());
        let (across, down) = photo::dots(Palette::of(world));
        let size = (u32::from(placed.area.width) * across, u32::from(placed.area.height) * down);
        let of_b = photo::place(b, self.part_of_b(), below, world.cell_ratio());
        let one = a.part(placed.part, 0.0, size.0, size.1, [0; 3]);
        let other = b.part(of_b.part, self.part_of_b().turn, size.0, size.1, [0; 3]);
        photo::draw_dots(crate::ops::difference(&one, &other), placed.area, Palette::of(world), buffer);
    }
}

/// Returns the place of a photo below its day.
fn below_title(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

fn say(text: &str, role: Role, area: Rect, theme: Theme, buffer: &mut Buffer) {
    for (y, line) in wrap(text, usize::from(area.width)).iter().enumerate() {
        put(buffer, area, 0, area.height / 2 + y as u16, line, theme.style(role));
    }
}

impl Component for CompareScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Compare, Context::Everywhere]
    }

    fn selected(&self, _world: &World) -> Selected {
        Selected::Here(Some(self.number))
    }

    fn wheel(&mut self, down: bool, at: Position, world: &World) -> bool {
        let (top, _) = self.layout(world, world.body());
        let about = self.sides(top).into_iter().find_map(|Placed { side, part, area, .. }| {
            let (_, view) = side.view.as_ref()?;
            let (x, y) = photo::point_at(view.as_ref().ok()?, part, below_title(area), at, world)?;
            // B is moved against A, whose part it is that changes.
            Some((x + part.offset.0, y + part.offset.1))
        });
        self.part.zoom(!down, about);
        true
    }

    fn command(&mut self, command: Command, _world: &World) -> Option<Vec<Step>> {
        // A move of B by a sixteenth of what is shown.
        let step = 0.0625 / self.part.zoom;
        match command {
            Command::Flick => {
                self.shows_b = if self.way == Way::Over { !self.shows_b } else { false };
                self.way = Way::Over;
            }
            Command::NextWay => self.way = self.way.next(),
            Command::NextPhoto => self.other(true, true),
            Command::PreviousPhoto => self.other(true, false),
            Command::NextA => self.other(false, true),
            Command::PreviousA => self.other(false, false),
            Command::PhotoNearer => self.part.zoom(true, None),
            Command::PhotoFarther => self.part.zoom(false, None),
            Command::WholePhoto => {
                (self.part, self.moved, self.turned) = (Part::default(), (0.0, 0.0), 0.0);
            }
            Command::PhotoLeft => self.part.go(-1.0, 0.0),
            Command::PhotoRight => self.part.go(1.0, 0.0),
            Command::PhotoUp => self.part.go(0.0, -1.0),
            Command::PhotoDown => self.part.go(0.0, 1.0),
            Command::MoveBLeft => self.moved.0 = (self.moved.0 - step).max(-0.5),
            Command::MoveBRight => self.moved.0 = (self.moved.0 + step).min(0.5),
            Command::MoveBUp => self.moved.1 = (self.moved.1 - step).max(-0.5),
            Command::MoveBDown => self.moved.1 = (self.moved.1 + step).min(0.5),
            Command::TurnBLeft => self.turned = (self.turned - 1.0).max(-180.0),
            Command::TurnBRight => self.turned = (self.turned + 1.0).min(180.0),
            Command::SayChanges => {
                let photo = self.photos.get(self.b.at)?;
                return Some(vec![Step::Ask(form::say_changes(self.number, photo))]);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    fn draw(&self, world: &World, body: Rect, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
        Block::bordered().border_style(theme.style(Role::Border)).render(body, buffer);
        let place = world.loaded.title(self.number).unwrap_or_default();
        let title = format!(" Two photos of spot {}  {place} ", self.number);
        let width = usize::from(body.width.saturating_sub(4));
        put(buffer, body, 1, 0, &cut(&title, width), theme.style(Role::Title));
        let (top, below) = self.layout(world, body);
        for (y, (role, line)) in (0..).zip(&below) {
            put(buffer, Rect { y: top.bottom(), height: below.len() as u16, ..top }, 0, y, line, theme.style(*role));
        }
        if world.is_blurred {
            say(&world.with_keys(Context::Compare, "Covered. {blur} shows it."), Role::Dim, top, theme, buffer);
            return None;
        }
        if self.way == Way::Difference {
            self.draw_difference(world, top, theme, buffer);
        }
        self.sides(top).iter().for_each(|placed| self.draw_side(placed, world, theme, buffer));
        None
    }

    fn pictures(&self, world: &World) -> Vec<Shown> {
        let (top, _) = self.layout(world, world.body());
        let shown = |Placed { side, part, area, .. }: Placed<'_>| {
            let (_, view) = side.view.as_ref()?;
            photo::shown(view.as_ref().ok()?, part, below_title(area), world)
        };
        self.sides(top).into_iter().filter_map(shown).collect()
    }
}
