//! A picture in the cells of the screen.

use crate::config::Drawing;
use crate::ops::{Blocks, Cell, Colour, Pixels, cells};
use crate::tui::graphics::Shown;
use crate::tui::theme::Depth;
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Style};
use std::sync::Arc;

/// What a terminal can show of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Palette {
    /// The number of colours; `None` shows the shape alone.
    pub depth: Option<Depth>,
    /// The setting of the characters.
    pub drawing: Drawing,
    /// Whether the terminal is one whose font has half blocks only, such as the Linux console.
    pub is_console: bool,
}

impl Palette {
    /// Returns what pictures are drawn with.
    pub(crate) fn of(world: &World) -> Palette {
        let start = &world.start;
        Palette { depth: start.depth, drawing: start.drawing, is_console: start.is_console }
    }

    /// Returns the finest characters that the terminal's font has.
    fn blocks(self) -> Blocks {
        match (self.depth, self.drawing) {
            (None, _) => Blocks::Braille,
            // The colours of a cell with two dots are exactly those of the dots, which 256 colours need.
            (Some(Depth::Indexed), _) | (_, Drawing::HalfBlock | Drawing::Ascii) => Blocks::Half,
            (_, Drawing::Sextant) => Blocks::Sextant,
            (_, Drawing::Octant) => Blocks::Octant,
            (_, Drawing::Auto | Drawing::Braille) if self.is_console => Blocks::Half,
            (_, Drawing::Auto | Drawing::Braille) => Blocks::Quadrant,
        }
    }

    /// Returns what is said beside a picture of which only the shape is shown.
    pub(crate) fn remark(self) -> Option<&'static str> {
        self.depth.is_none().then_some("shape only: no colours here")
    }
}

/// Which part of a picture is shown, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    /// 1 shows the whole picture; 2 a half of it across and down.
    pub zoom: f64,
    /// The middle of the part, 0 to 1 across and down the picture.
    pub middle: (f64, f64),
    /// How far the picture is turned, in degrees clockwise.
    pub turn: f64,
    /// How far the picture is moved to the right and down, in parts of its size. Beside it is nothing.
    pub offset: (f64, f64),
}

impl Default for Part {
    fn default() -> Self {
        Part { zoom: 1.0, middle: (0.5, 0.5), turn: 0.0, offset: (0.0, 0.0) }
    }
}

/// The largest zoom: beyond it a pixel of a phone's photo is larger than a few dots.
const MOST_ZOOM: f64 = 64.0;
/// The factor of one step of the zoom.
const STEP: f64 = 1.25;

impl Part {
    /// Shows less or more of the picture. The point `about`, 0 to 1 across and down the picture, stays where it is.
    pub(crate) fn zoom(&mut self, nearer: bool, about: Option<(f64, f64)>) {
        let factor = if nearer { STEP } else { 1.0 / STEP };
        self.zoom_to(self.zoom * factor, about);
    }

    /// Shows the picture in a zoom, about the middle or about a point.
    pub(crate) fn zoom_to(&mut self, zoom: f64, about: Option<(f64, f64)>) {
        let zoom = zoom.clamp(1.0, MOST_ZOOM);
        let (shrunk, about) = (self.zoom / zoom, about.unwrap_or(self.middle));
        let keep = |middle: f64, about: f64| about + (middle - about) * shrunk;
        self.middle = (keep(self.middle.0, about.0), keep(self.middle.1, about.1));
        self.zoom = zoom;
        self.go(0.0, 0.0);
    }

    /// Moves the part by eighths of what is shown.
    pub(crate) fn go(&mut self, across: f64, down: f64) {
        let step = 0.125 / self.zoom;
        // The part stays inside of the picture.
        let margin = 0.5 / self.zoom;
        let keep = |at: f64| at.clamp(margin.min(0.5), 1.0 - margin.min(0.5));
        self.middle = (keep(self.middle.0 + across * step), keep(self.middle.1 + down * step));
    }
}

/// The place of a picture in an area, and what of it is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    /// The cells that it takes.
    pub area: Rect,
    /// x, y, width and height of the part in pixels.
    pub part: (f64, f64, f64, f64),
}

/// Returns how many pixels of a picture are as wide as a cell where all of it is shown.
fn whole_scale(size: (f64, f64), area: Rect, ratio: f64) -> f64 {
    (size.0 / f64::from(area.width.max(1))).max(size.1 / (f64::from(area.height.max(1)) * ratio))
}

/// Returns how many dots are across a cell: pixels of the terminal, or parts of a character.
fn dots_across(world: &World) -> f64 {
    match world.cell.filter(|_| world.has_pixels) {
        Some((width, _)) => f64::from(width),
        None => f64::from(dots(Palette::of(world)).0),
    }
}

/// Returns the zoom in which each pixel of a picture of this size is one dot.
pub(crate) fn zoom_of_pixels(size: (u32, u32), area: Rect, world: &World) -> f64 {
    whole_scale((f64::from(size.0), f64::from(size.1)), area, world.cell_ratio()) / dots_across(world)
}

/// Returns whether a part of a picture is shown larger than its pixels: one of them is more than a dot.
pub(crate) fn is_coarse(pixels: &Pixels, part: Part, area: Rect, world: &World) -> bool {
    let size = (f64::from(pixels.width), f64::from(pixels.height));
    part.zoom > 1.0 && whole_scale(size, area, world.cell_ratio()) / part.zoom < dots_across(world)
}

/// Returns the point of a picture at a cell, 0 to 1 across and down. `None` if the picture is not there.
pub(crate) fn point_at(pixels: &Pixels, part: Part, area: Rect, at: Position, world: &World) -> Option<(f64, f64)> {
    let Placed { area, part: (left, top, width, height) } = place(pixels, part, area, world.cell_ratio());
    let across = |from: f64, length: f64, cell: u16, of: u16| from + length * (f64::from(cell) + 0.5) / f64::from(of);
    area.contains(at).then(|| {
        let x = across(left, width, at.x - area.x, area.width) / f64::from(pixels.width.max(1));
        (x, across(top, height, at.y - area.y, area.height) / f64::from(pixels.height.max(1)))
    })
}

/// Places a part of a picture in an area, as large as it fits. `ratio` is the height of a cell over its width.
pub(crate) fn place(pixels: &Pixels, part: Part, area: Rect, ratio: f64) -> Placed {
    let (width, height) = (f64::from(pixels.width.max(1)), f64::from(pixels.height.max(1)));
    let (across, down) = (f64::from(area.width.max(1)), f64::from(area.height.max(1)) * ratio);
    let scale = whole_scale((width, height), area, ratio) / part.zoom;
    let (shown_width, shown_height) = (width.min(across * scale), height.min(down * scale));
    let columns = ((shown_width / scale).round() as u16).clamp(1, area.width.max(1));
    let rows = ((shown_height / scale / ratio).round() as u16).clamp(1, area.height.max(1));
    let left = (part.middle.0 * width - shown_width / 2.0).clamp(0.0, width - shown_width);
    let top = (part.middle.1 * height - shown_height / 2.0).clamp(0.0, height - shown_height);
    let placed = Rect {
        x: area.x + (area.width - columns.min(area.width)) / 2,
        y: area.y + (area.height - rows.min(area.height)) / 2,
        width: columns,
        height: rows,
    };
    let (left, top) = (left - part.offset.0 * width, top - part.offset.1 * height);
    Placed { area: placed, part: (left, top, shown_width, shown_height) }
}

/// Returns a part of a picture as it is shown in the pixels of the terminal.
pub(crate) fn shown(pixels: &Arc<Pixels>, part: Part, area: Rect, world: &World) -> Option<Shown> {
    let Placed { area, part: shown } = place(pixels, part, area, world.cell_ratio());
    let is_there = area.width > 0 && area.height > 0;
    is_there.then(|| Shown { area, pixels: Arc::clone(pixels), part: shown, turn: part.turn })
}

/// Draws a part of a picture into an area, unless the terminal shows it in pixels there.
pub(crate) fn draw(pixels: &Pixels, part: Part, area: Rect, world: &World, buffer: &mut Buffer) {
    if !world.has_pixels {
        draw_in_cells(pixels, part, area, Palette::of(world), world.cell_ratio(), buffer);
    }
}

/// Draws a part of a picture in cells.
pub(crate) fn draw_in_cells(
    pixels: &Pixels,
    part: Part,
    area: Rect,
    palette: Palette,
    ratio: f64,
    buffer: &mut Buffer,
) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let Placed { area, part: shown } = place(pixels, part, area, ratio);
    let blocks = palette.blocks();
    let (across, down) = blocks.dots();
    let size = (u32::from(area.width) * across, u32::from(area.height) * down);
    draw_dots(pixels.part(shown, part.turn, size.0, size.1, [0; 3]), area, palette, buffer);
}

/// Draws dots that were made for an area.
pub(crate) fn draw_dots(mut dots: Pixels, area: Rect, palette: Palette, buffer: &mut Buffer) {
    if palette.depth == Some(Depth::Indexed) {
        dither(&mut dots);
    }
    for (y, row) in (area.y..).zip(cells(&dots, palette.blocks())) {
        for (x, cell) in (area.x..area.right()).zip(row) {
            if let Some(place) = buffer.cell_mut((x, y)) {
                place.reset();
                place.set_char(cell.glyph).set_style(style(cell, palette));
            }
        }
    }
}

/// Returns how many dots a cell has, across and down.
pub(crate) fn dots(palette: Palette) -> (u32, u32) {
    palette.blocks().dots()
}

fn style(cell: Cell, palette: Palette) -> Style {
    let colour = |colour: Colour| match palette.depth {
        Some(Depth::Full) => Color::Rgb(colour[0], colour[1], colour[2]),
        _ => Color::Indexed(nearest(colour).0),
    };
    match palette.depth {
        // The terminal's own colours: light dots are its text.
        None => Style::new(),
        Some(_) => Style::new().fg(colour(cell.front)).bg(colour(cell.back)),
    }
}

/// Passes on what each dot lacks to the colour of the 256 that is nearest, after Floyd and Steinberg.
fn dither(dots: &mut Pixels) {
    let (width, height) = (dots.width as usize, dots.height as usize);
    let mut wanted: Vec<f32> = dots.rgb.iter().map(|&byte| f32::from(byte)).collect();
    for y in 0..height {
        for x in 0..width {
            let at = (y * width + x) * 3;
            let Some(want) = wanted.get(at..at + 3).map(|want| [want[0], want[1], want[2]]) else { return };
            let (_, near) = nearest(want.map(|value| value.clamp(0.0, 255.0) as u8));
            for i in 0..3 {
                dots.rgb[at + i] = near[i];
                let rest = want[i] - f32::from(near[i]);
                for (dx, dy, share) in [(1, 0, 7.0), (-1, 1, 3.0), (0, 1, 5.0), (1, 1, 1.0)] {
                    let (to_x, to_y) = (x as isize + dx, y + dy);
                    if (0..width as isize).contains(&to_x) && to_y < height {
                        wanted[(to_y * width + to_x as usize) * 3 + i] += rest * share / 16.0;
                    }
                }
            }
        }
    }
}

/// Returns the nearest of the 240 fixed colours of a terminal with 256: its number, and its colour in xterm.
fn nearest(colour: Colour) -> (u8, Colour) {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |value: u8| (0..6_u8).min_by_key(|&at| LEVELS[usize::from(at)].abs_diff(value)).unwrap_or_default();
    let cube = colour.map(level);
    let cube = (16 + 36 * cube[0] + 6 * cube[1] + cube[2], cube.map(|at| LEVELS[usize::from(at)]));
    let mean = colour.iter().map(|&value| u16::from(value)).sum::<u16>() / 3;
    let step = (mean.saturating_sub(3) / 10).min(23) as u8;
    let grey = (232 + step, [8 + 10 * step; 3]);
    let far = |other: Colour| (0..3).map(|i| u32::from(colour[i].abs_diff(other[i])).pow(2)).sum::<u32>();
    if far(grey.1) < far(cube.1) { grey } else { cube }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::Now;
    use crate::tui::world::Start;
    use chrono::DateTime;

    fn clock() -> Now {
        let utc = DateTime::UNIX_EPOCH;
        Now { local: utc.naive_utc(), utc }
    }

    fn pixels(width: u32, height: u32) -> Pixels {
        Pixels { width, height, rgb: vec![100; (width * height * 3) as usize] }
    }

    #[test]
    fn a_picture_keeps_its_shape_and_is_in_the_middle() {
        let area = Rect::new(2, 1, 40, 10);
        let wide = place(&pixels(400, 100), Part::default(), area, 2.0);
        assert_eq!((wide.area, wide.part), (Rect::new(2, 3, 40, 5), (0.0, 0.0, 400.0, 100.0)));
        let high = place(&pixels(100, 400), Part::default(), area, 2.0);
        assert_eq!(high.area, Rect::new(19, 1, 5, 10));
        let near = place(&pixels(400, 100), Part { zoom: 4.0, ..Part::default() }, area, 2.0);
        assert_eq!((near.area, near.part.2), (Rect::new(2, 1, 40, 10), 100.0));
    }

    #[test]
    fn what_is_shown_stays_inside_of_the_picture() {
        let mut part = Part::default();
        (0..40).for_each(|_| part.zoom(true, None));
        assert_eq!(part.zoom, MOST_ZOOM);
        (0..400).for_each(|_| part.go(-1.0, 1.0));
        let placed = place(&pixels(400, 100), part, Rect::new(0, 0, 40, 10), 2.0).part;
        assert!(placed.0 >= 0.0 && placed.1 + placed.3 <= 100.0, "{placed:?}");
        (0..40).for_each(|_| part.zoom(false, None));
        assert_eq!(part, Part::default());
    }

    #[test]
    fn the_point_that_a_zoom_is_about_stays_under_the_pointer() {
        let world = World::new(Start::new(clock), (80, 24));
        let (picture, area, at) = (pixels(400, 100), Rect::new(0, 0, 40, 10), Position::new(31, 4));
        let mut part = Part::default();
        let before = point_at(&picture, part, area, at, &world).unwrap();
        assert_eq!(point_at(&picture, part, area, Position::new(31, 0), &world), None, "above it");
        // While it is higher than the area, rows are added at its top.
        part.zoom_to(4.0, Some(before));
        let start = point_at(&picture, part, area, at, &world).unwrap();
        for nearer in [true, true, false, true] {
            part.zoom(nearer, Some(start));
            let now = point_at(&picture, part, area, at, &world).unwrap();
            assert!((now.0 - start.0).abs() < 0.01 && (now.1 - start.1).abs() < 0.01, "{start:?} {now:?} {part:?}");
        }
        assert_eq!(zoom_of_pixels((400, 100), area, &world), 5.0, "ten pixels a cell, two dots");
        assert!(is_coarse(&picture, Part { zoom: 5.1, ..part }, area, &world));
        assert!(!is_coarse(&picture, Part { zoom: 5.0, ..part }, area, &world));
    }

    #[test]
    fn every_size_of_picture_and_area_is_drawn() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 12));
        for depth in [None, Some(Depth::Indexed), Some(Depth::Full)] {
            for drawing in Drawing::ALL.map(|(_, drawing)| drawing) {
                let palette = Palette { depth, drawing, is_console: false };
                for (width, height) in [(1, 1), (3, 2000), (2000, 3), (64, 48)] {
                    for area in [Rect::ZERO, Rect::new(0, 0, 1, 1), Rect::new(5, 5, 25, 7)] {
                        draw_in_cells(&pixels(width, height), Part::default(), area, palette, 2.0, &mut buffer);
                    }
                }
            }
        }
    }

    #[test]
    fn a_dithered_area_has_the_mean_colour_of_the_picture() {
        let mut dots = Pixels { width: 32, height: 32, rgb: [173, 120, 99].repeat(32 * 32) };
        dither(&mut dots);
        for (i, wanted) in [173.0, 120.0, 99.0].into_iter().enumerate() {
            let mean = dots.rgb.iter().skip(i).step_by(3).map(|&byte| f64::from(byte)).sum::<f64>() / 1024.0;
            assert!((mean - wanted).abs() < 4.0, "{mean} for {wanted}");
        }
        assert_eq!(nearest([255, 0, 0]), (196, [255, 0, 0]));
        assert_eq!(nearest([128, 128, 128]), (244, [128; 3]));
    }
}
