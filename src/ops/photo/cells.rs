//! A picture as characters of a terminal: in each cell the block that fits best, in two colours.

use ratatui::symbols::braille::BRAILLE;
use ratatui::symbols::pixel;

/// A colour of a screen: red, green and blue, 0 to 255.
pub type Colour = [u8; 3];

/// One cell of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The character, which covers a part of the cell.
    pub glyph: char,
    /// The colour of that part.
    pub front: Colour,
    /// The colour of the rest.
    pub back: Colour,
}

/// A set of block characters: each covers other dots of the cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocks {
    /// One by two dots. Every terminal has them.
    Half,
    /// Two by two dots.
    Quadrant,
    /// Two by three dots, from Unicode 13.
    Sextant,
    /// Two by four dots, from Unicode 16.
    Octant,
    /// Dots of two by four without a colour, for terminals with few colours or none.
    Braille,
}

impl Blocks {
    /// Returns the dots of a cell, across and down.
    pub fn dots(self) -> (u32, u32) {
        match self {
            Blocks::Half => (1, 2),
            Blocks::Quadrant => (2, 2),
            Blocks::Sextant => (2, 3),
            Blocks::Octant | Blocks::Braille => (2, 4),
        }
    }

    /// Returns the character that covers exactly these dots, counted from the left and then from the top; bit 0 is the
    /// first.
    fn glyph(self, dots: u8) -> char {
        let dots = usize::from(dots);
        match self {
            Blocks::Half => [' ', '▀', '▄', '█'][dots & 3],
            Blocks::Quadrant => pixel::QUADRANTS[dots & 15],
            Blocks::Sextant => pixel::SEXTANTS[dots & 63],
            Blocks::Octant => pixel::OCTANTS[dots],
            Blocks::Braille => BRAILLE[dots],
        }
    }
}

/// A picture as red, green and blue bytes, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Three for each pixel.
    pub rgb: Vec<u8>,
}

impl Pixels {
    /// Returns the colour of a pixel; one outside is black.
    pub fn at(&self, x: u32, y: u32) -> Colour {
        if x >= self.width || y >= self.height {
            return [0; 3];
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        self.rgb.get(at..at + 3).and_then(|rgb| rgb.try_into().ok()).unwrap_or_default()
    }

    /// Returns a part of the picture as `width` by `height` pixels, each the mean of those that it covers. `part` is x, y,
    /// width and height in pixels, turned about its middle by `turn` degrees clockwise. What is outside of the picture is
    /// `ground`.
    pub fn part(&self, part: (f64, f64, f64, f64), turn: f64, width: u32, height: u32, ground: Colour) -> Pixels {
        let (left, top, across, down) = part;
        if turn != 0.0 {
            return self.turned(part, turn, (width, height), ground);
        }
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for y in 0..height {
            let (from_y, to_y) = span(top, down, y, height);
            for x in 0..width {
                let (from_x, to_x) = span(left, across, x, width);
                rgb.extend(self.mean(from_x, to_x, from_y, to_y).unwrap_or(ground));
            }
        }
        Pixels { width, height, rgb }
    }

    fn turned(&self, part: (f64, f64, f64, f64), turn: f64, size: (u32, u32), ground: Colour) -> Pixels {
        let (left, top, across, down) = part;
        let (middle_x, middle_y) = (left + across / 2.0, top + down / 2.0);
        let (step_x, step_y) = (across / f64::from(size.0.max(1)), down / f64::from(size.1.max(1)));
        let (sin, cos) = turn.to_radians().sin_cos();
        let mut rgb = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
        for y in 0..size.1 {
            let dy = (f64::from(y) + 0.5) * step_y - down / 2.0;
            for x in 0..size.0 {
                let dx = (f64::from(x) + 0.5) * step_x - across / 2.0;
                let (at_x, at_y) = (middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos);
                let around = |at: f64, step: f64| (at - step / 2.0, at + step / 2.0);
                let ((from_x, to_x), (from_y, to_y)) = (around(at_x, step_x), around(at_y, step_y));
                rgb.extend(self.mean(from_x, to_x, from_y, to_y).unwrap_or(ground));
            }
        }
        Pixels { width: size.0, height: size.1, rgb }
    }

    /// Returns the mean of the pixels between these places; `None` if they are outside.
    fn mean(&self, from_x: f64, to_x: f64, from_y: f64, to_y: f64) -> Option<Colour> {
        let middle = ((from_x + to_x) / 2.0, (from_y + to_y) / 2.0);
        let is_inside =
            (0.0..f64::from(self.width)).contains(&middle.0) && (0.0..f64::from(self.height)).contains(&middle.1);
        if !is_inside {
            return None;
        }
        let range = |from: f64, to: f64, most: u32| {
            let first = (from.max(0.0) as u32).min(most - 1);
            (first, (to.ceil().max(0.0) as u32).clamp(first + 1, most))
        };
        let ((first_x, end_x), (first_y, end_y)) = (range(from_x, to_x, self.width), range(from_y, to_y, self.height));
        // More than a few samples of a large area change nothing that is seen.
        let step = |first: u32, end: u32| ((end - first) / 8).max(1) as usize;
        let (mut sum, mut count) = ([0_u32; 3], 0);
        for y in (first_y..end_y).step_by(step(first_y, end_y)) {
            for x in (first_x..end_x).step_by(step(first_x, end_x)) {
                let colour = self.at(x, y);
                (0..3).for_each(|i| sum[i] += u32::from(colour[i]));
                count += 1;
            }
        }
        Some(sum.map(|sum| (sum / count) as u8))
    }
}

fn span(start: f64, length: f64, at: u32, of: u32) -> (f64, f64) {
    let step = length / f64::from(of.max(1));
    (start + step * f64::from(at), start + step * f64::from(at + 1))
}

/// Returns the rows of cells of a picture with one pixel for each dot.
pub fn cells(pixels: &Pixels, blocks: Blocks) -> Vec<Vec<Cell>> {
    let (across, down) = blocks.dots();
    let row = |y: u32| {
        let cell = |x: u32| {
            let dots: Vec<Colour> =
                (0..across * down).map(|dot| pixels.at(x * across + dot % across, y * down + dot / across)).collect();
            best(&dots, blocks)
        };
        (0..pixels.width / across).map(cell).collect()
    };
    if blocks == Blocks::Braille {
        return braille(pixels);
    }
    (0..pixels.height / down).map(row).collect()
}

/// Splits the dots of a cell into two colours: along the line between the two that differ most.
fn best(dots: &[Colour], blocks: Blocks) -> Cell {
    let apart = |a: Colour, b: Colour| (0..3).map(|i| (i32::from(a[i]) - i32::from(b[i])).pow(2)).sum::<i32>();
    let (mut far, mut ends) = (-1, (0, 0));
    for a in 0..dots.len() {
        for b in a + 1..dots.len() {
            let distance = apart(dots[a], dots[b]);
            if distance > far {
                (far, ends) = (distance, (a, b));
            }
        }
    }
    let (one, other) = (dots[ends.0], dots[ends.1]);
    let (mut front, mut back, mut covered) = (Mean::default(), Mean::default(), 0_u8);
    for (at, &dot) in dots.iter().enumerate() {
        if apart(dot, one) <= apart(dot, other) {
            front.add(dot);
            covered |= 1 << at;
        } else {
            back.add(dot);
        }
    }
    Cell { glyph: blocks.glyph(covered), front: front.get(), back: back.get() }
}

#[derive(Default)]
struct Mean([u32; 3], u32);

impl Mean {
    fn add(&mut self, colour: Colour) {
        (0..3).for_each(|i| self.0[i] += u32::from(colour[i]));
        self.1 += 1;
    }

    fn get(&self) -> Colour {
        self.0.map(|sum| (sum / self.1.max(1)) as u8)
    }
}

/// Draws the shape alone, light dots on dark, with the brightness stretched and the rest of each dot passed on.
fn braille(pixels: &Pixels) -> Vec<Vec<Cell>> {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let grey =
        |colour: Colour| 0.2126 * f32::from(colour[0]) + 0.7152 * f32::from(colour[1]) + 0.0722 * f32::from(colour[2]);
    let mut light: Vec<f32> = pixels.rgb.chunks_exact(3).map(|rgb| grey([rgb[0], rgb[1], rgb[2]])).collect();
    light.resize(width * height, 0.0);
    let mut sorted = light.clone();
    sorted.sort_by(f32::total_cmp);
    let percentile = |share: usize| sorted.get(sorted.len().saturating_sub(1) * share / 100).copied().unwrap_or(0.0);
    let (low, high) = (percentile(2), percentile(98));
    let stretch = |value: f32| ((value - low) / (high - low).max(1.0)).clamp(0.0, 1.0);
    let mut light: Vec<f32> = light.into_iter().map(stretch).collect();
    let mut raised = vec![false; light.len()];
    for y in 0..height {
        for x in 0..width {
            let at = y * width + x;
            raised[at] = light[at] >= 0.5;
            let rest = light[at] - if raised[at] { 1.0 } else { 0.0 };
            // Floyd and Steinberg: the right neighbour and three below.
            for (dx, dy, share) in [(1, 0, 7.0), (-1, 1, 3.0), (0, 1, 5.0), (1, 1, 1.0)] {
                let (to_x, to_y) = (x as isize + dx, y + dy);
                if (0..width as isize).contains(&to_x) && to_y < height {
                    light[to_y * width + to_x as usize] += rest * share / 16.0;
                }
            }
        }
    }
    let dot = |x: usize, y: usize| x < width && y < height && raised[y * width + x];
    let cell = |x: usize, y: usize| {
        let dots = (0..8_usize).filter(|at| dot(x * 2 + at % 2, y * 4 + at / 2)).map(|at| 1_u8 << at).sum();
        Cell { glyph: Blocks::Braille.glyph(dots), front: [255; 3], back: [0; 3] }
    };
    (0..height / 4).map(|y| (0..width / 2).map(|x| cell(x, y)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_dots_has_a_character_of_its_own() {
        for blocks in [Blocks::Half, Blocks::Quadrant, Blocks::Sextant, Blocks::Octant, Blocks::Braille] {
            let (across, down) = blocks.dots();
            let most = u8::try_from((1_u32 << (across * down)) - 1).unwrap();
            let all: std::collections::BTreeSet<char> = (0..=most).map(|dots| blocks.glyph(dots)).collect();
            assert_eq!(all.len(), usize::from(most) + 1, "{blocks:?}");
        }
        assert_eq!(Blocks::Sextant.glyph(1), '\u{1fb00}');
        assert_eq!(Blocks::Sextant.glyph(62), '\u{1fb3b}');
        assert_eq!(Blocks::Octant.glyph(0b0000_0100), '\u{1cd00}');
        assert_eq!(Blocks::Octant.glyph(0b0101_0101), '▌');
        assert_eq!(Blocks::Braille.glyph(0b1000_0000), '⢀');
    }

    #[test]
    fn a_cell_has_the_two_colours_of_its_dots() {
        let (red, blue) = ([200, 0, 0], [0, 0, 200]);
        let pixels = Pixels { width: 2, height: 2, rgb: [red, blue, red, blue].concat() };
        let found = cells(&pixels, Blocks::Quadrant)[0][0];
        assert_eq!(found, Cell { glyph: '▌', front: red, back: blue });
        let plain = Pixels { width: 2, height: 2, rgb: [red; 4].concat() };
        assert_eq!(cells(&plain, Blocks::Quadrant)[0][0], Cell { glyph: '█', front: red, back: [0; 3] });
        assert!(cells(&Pixels { width: 1, height: 0, rgb: vec![] }, Blocks::Braille).is_empty());
    }

    #[test]
    fn a_part_is_the_mean_of_what_it_covers_and_the_ground_outside() {
        let pixels = Pixels { width: 2, height: 1, rgb: vec![10, 10, 10, 30, 30, 30] };
        assert_eq!(pixels.part((0.0, 0.0, 2.0, 1.0), 0.0, 1, 1, [9; 3]).rgb, [20; 3]);
        assert_eq!(pixels.part((-2.0, 0.0, 4.0, 1.0), 0.0, 2, 1, [9; 3]).rgb, [9, 9, 9, 20, 20, 20]);
        assert_eq!(pixels.part((0.0, 0.0, 2.0, 1.0), 0.0, 4, 1, [9; 3]).rgb[..6], [10; 6]);
        assert_eq!(pixels.part((0.0, 0.0, 2.0, 1.0), 180.0, 2, 1, [9; 3]).rgb, [30, 30, 30, 10, 10, 10]);
    }

    #[test]
    fn braille_has_as_many_raised_dots_as_there_is_light() {
        let rgb: Vec<u8> = (0..64 * 64).flat_map(|at| [(at % 64 * 4) as u8; 3]).collect();
        let rows = cells(&Pixels { width: 64, height: 64, rgb }, Blocks::Braille);
        let raised = |columns: std::ops::Range<usize>| -> u32 {
            rows.iter()
                .flat_map(|row| &row[columns.clone()])
                .map(|cell| (u32::from(cell.glyph) - 0x2800).count_ones())
                .sum()
        };
        let (dark, light) = (raised(0..8), raised(24..32));
        assert!(dark * 4 < light, "{dark} {light}");
    }
}
