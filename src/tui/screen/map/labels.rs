//! Places the numbers of a drawing so that no two are drawn on one another.

use std::collections::BTreeMap;

/// A cell, relative to the corner of the canvas.
pub(super) type Cell = (u16, u16);

/// A number to be placed: its cell on the drawing, and its width.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub at: Cell,
    pub width: u16,
}

/// A placed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed {
    /// The first cell of the text.
    pub at: Cell,
    pub width: u16,
    /// The cells of the line to its place on the drawing. Empty if it is on its place or touches it.
    pub leader: Vec<Cell>,
}

impl Placed {
    /// Returns whether the text covers a cell.
    pub(super) fn covers(&self, (x, y): Cell) -> bool {
        y == self.at.1 && (self.at.0..self.at.0 + self.width).contains(&x)
    }
}

/// A canvas: a drawing with a margin at its left and at its right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Canvas {
    pub width: u16,
    pub height: u16,
    pub margin: u16,
}

/// How far a number may be from its place without a line: columns, and rows.
const NEAR: (u16, u16) = (1, 1);

/// The cells that are taken, and the places of all numbers.
struct Board<'l> {
    canvas: Canvas,
    taken: Vec<bool>,
    labels: &'l [Label],
    /// The number of labels whose place is a cell.
    places: Vec<u32>,
    /// The cells that were free when a text of this width was placed anywhere last. A board only fills.
    free: (u16, Vec<Cell>),
}

impl<'l> Board<'l> {
    fn new(labels: &'l [Label], canvas: Canvas) -> Board<'l> {
        let cells = usize::from(canvas.width) * usize::from(canvas.height);
        let (taken, places) = (vec![false; cells], vec![0; cells]);
        let mut board = Board { canvas, taken, labels, places, free: (0, Vec::new()) };
        for label in labels {
            let at = board.index(label.at);
            board.places.get_mut(at).into_iter().for_each(|count| *count += 1);
        }
        board
    }

    fn index(&self, (x, y): Cell) -> usize {
        usize::from(y) * usize::from(self.canvas.width) + usize::from(x)
    }

    fn is_taken(&self, x: u16, y: u16) -> bool {
        self.taken.get(self.index((x, y))).copied().unwrap_or(true)
    }

    fn take(&mut self, (x, y): Cell, width: u16) {
        for x in x..(x + width).min(self.canvas.width) {
            let at = self.index((x, y));
            self.taken.get_mut(at).into_iter().for_each(|cell| *cell = true);
        }
    }

    /// Returns whether a text fits there. A free cell must be left at each side, or two numbers would read as one.
    fn is_free(&self, (x, y): Cell, width: u16) -> bool {
        let fits = x + width <= self.canvas.width && y < self.canvas.height;
        fits && (x.saturating_sub(1)..(x + width + 1).min(self.canvas.width)).all(|x| !self.is_taken(x, y))
    }

    /// Returns the cells of the whole canvas at which a text of this width fits.
    fn all_free(&mut self, width: u16) -> Vec<Cell> {
        let Canvas { width: wide, height, .. } = self.canvas;
        let (known, mut cells) = std::mem::take(&mut self.free);
        if known != width {
            cells = (0..height).flat_map(|y| (0..wide).map(move |x| (x, y))).collect();
        }
        cells.retain(|&at| self.is_free(at, width));
        self.free = (width, cells.clone());
        cells
    }

    /// Returns the best free cell among these for a label. `far` is the cost of a cell.
    fn best(&self, i: usize, cells: impl Iterator<Item = Cell>, far: impl Fn(Cell) -> u32) -> Option<Cell> {
        let label = self.labels[i];
        let hides = |(x, y): Cell| -> u32 {
            let covered = (x..x + label.width).filter(|&x| (x, y) != label.at);
            covered.map(|x| self.places.get(self.index((x, y))).copied().unwrap_or(0)).sum()
        };
        let mut best: Option<(u32, u16, u16)> = None;
        for at in cells {
            let (x, y) = at;
            // A cell costs at least its distance, which is found faster than whether it is free.
            let far = far(at);
            if best.is_some_and(|best| (far, y, x) >= best) || !self.is_free(at, label.width) {
                continue;
            }
            let cost = (far + 4 * hides(at), y, x);
            if best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
        best.map(|(_, y, x)| (x, y))
    }
}

/// Returns the columns and rows from a text to a cell.
fn gap(at: Cell, width: u16, to: Cell) -> (u16, u16) {
    let last = at.0 + width.max(1) - 1;
    (at.0.saturating_sub(to.0).max(to.0.saturating_sub(last)), at.1.abs_diff(to.1))
}

/// Finds a cell for the label of an index.
type Finder = fn(&mut Board<'_>, usize) -> Option<Cell>;

/// Places labels, the most important first. `None` for a label for which the canvas has no room. `taken` are cells for
/// something else.
pub(super) fn place(labels: &[Label], canvas: Canvas, taken: &[Cell]) -> Vec<Option<Placed>> {
    let mut board = Board::new(labels, canvas);
    taken.iter().for_each(|&cell| board.take(cell, 1));
    let mut found: Vec<Option<Cell>> = vec![None; labels.len()];
    // The narrowest label for which no cell was free. A board only fills, so a wider one has no room either.
    let mut too_wide = u16::MAX;
    // Each number that can be on its own place gets it before others are moved near to theirs.
    for (find, is_last) in [(on_place as Finder, false), (near_place, false), (in_margin, false), (anywhere, true)] {
        for i in 0..labels.len() {
            let width = labels[i].width;
            if found[i].is_some() || width >= too_wide {
                continue;
            }
            found[i] = find(&mut board, i);
            match found[i] {
                Some(at) => board.take(at, width),
                None if is_last => too_wide = width,
                None => {}
            }
        }
    }
    let placed = |(label, at): (&Label, Option<Cell>)| {
        let at = at?;
        Some(Placed { at, width: label.width, leader: leader(at, label, canvas) })
    };
    labels.iter().zip(found).map(placed).collect()
}

fn on_place(board: &mut Board<'_>, i: usize) -> Option<Cell> {
    let Label { at: (x, y), width } = board.labels[i];
    let last = board.canvas.width.saturating_sub(width);
    let cells = (x.saturating_sub(width - 1)..=x.min(last)).map(|x| (x, y));
    // The digits, at the end of the text, are on the place if possible.
    board.best(i, cells, |(left, _)| u32::from((left + width - 1).abs_diff(x)))
}

fn near_place(board: &mut Board<'_>, i: usize) -> Option<Cell> {
    let Label { at: (x, y), width } = board.labels[i];
    let rows = y.saturating_sub(NEAR.1)..=y + NEAR.1;
    let columns = x.saturating_sub(width + NEAR.0)..=x + 1 + NEAR.0;
    let cells = rows.flat_map(|y| columns.clone().map(move |x| (x, y)));
    let far = |at: Cell| {
        let (columns, rows) = gap(at, width, (x, y));
        u32::from(columns) * 2 + u32::from(rows) * 3
    };
    let is_near = |at: &Cell| {
        let (columns, rows) = gap(*at, width, (x, y));
        columns <= NEAR.0 + 1 && rows <= NEAR.1
    };
    board.best(i, cells.filter(is_near), far)
}

fn in_margin(board: &mut Board<'_>, i: usize) -> Option<Cell> {
    let Label { at: (x, y), width } = board.labels[i];
    let Canvas { width: wide, height, margin } = board.canvas;
    if width >= margin {
        return None;
    }
    let right = wide.saturating_sub(width);
    let cells = (0..height).flat_map(|y| [(0, y), (right, y)]);
    let far = |(left, row): Cell| u32::from(row.abs_diff(y)) * 2 + u32::from(left.abs_diff(x));
    board.best(i, cells, far)
}

fn anywhere(board: &mut Board<'_>, i: usize) -> Option<Cell> {
    let Label { at, width } = board.labels[i];
    let cells = board.all_free(width).into_iter();
    let far = |to: Cell| {
        let (columns, rows) = gap(to, width, at);
        u32::from(columns) + u32::from(rows) * 2
    };
    board.best(i, cells, far)
}

/// Returns the cells from a text to its place: along its row, then along a column in the margin, then to the place.
fn leader(at: Cell, label: &Label, canvas: Canvas) -> Vec<Cell> {
    let (x, y) = label.at;
    let (columns, rows) = gap(at, label.width, label.at);
    if columns <= NEAR.0 + 1 && rows <= NEAR.1 {
        return Vec::new();
    }
    let after = at.0 + label.width;
    let (start, turn) = match (after <= x, at.0 > x) {
        (true, _) => (after, after.max(canvas.margin.saturating_sub(1)).min(x)),
        (_, true) => (at.0 - 1, (at.0 - 1).min(canvas.width.saturating_sub(canvas.margin)).max(x)),
        // Above or below the place.
        _ => (x, x),
    };
    let mut cells = Vec::new();
    for (to_x, to_y) in [(start, at.1), (turn, at.1), (turn, y), (x, y)] {
        let (mut x, mut y) = cells.last().copied().unwrap_or((to_x, to_y));
        if cells.is_empty() {
            cells.push((x, y));
        }
        while (x, y) != (to_x, to_y) {
            x = step(x, to_x);
            y = step(y, to_y);
            cells.push((x, y));
        }
    }
    cells
}

fn step(from: u16, to: u16) -> u16 {
    match from.cmp(&to) {
        std::cmp::Ordering::Less => from + 1,
        std::cmp::Ordering::Equal => from,
        std::cmp::Ordering::Greater => from - 1,
    }
}

/// Returns the signs of all leaders. Leaders that meet are joined.
pub(super) fn leader_signs(placed: &[Option<Placed>]) -> BTreeMap<Cell, &'static str> {
    const SIGNS: [&str; 16] = [" ", "╵", "╶", "╰", "╷", "│", "╭", "├", "╴", "╯", "─", "┴", "╮", "┤", "┬", "┼"];
    let mut sides: BTreeMap<Cell, usize> = BTreeMap::new();
    for placed in placed.iter().flatten().filter(|placed| !placed.leader.is_empty()) {
        let first = placed.leader[0];
        let text = (first.0.clamp(placed.at.0, placed.at.0 + placed.width - 1), placed.at.1);
        let cells: Vec<Cell> = [text].into_iter().chain(placed.leader.iter().copied()).collect();
        for pair in cells.windows(2) {
            let (out, back) = match (pair[1].0.cmp(&pair[0].0), pair[1].1.cmp(&pair[0].1)) {
                (std::cmp::Ordering::Greater, _) => (2, 8),
                (std::cmp::Ordering::Less, _) => (8, 2),
                (_, std::cmp::Ordering::Greater) => (4, 1),
                (_, std::cmp::Ordering::Less) => (1, 4),
                _ => (0, 0),
            };
            *sides.entry(pair[0]).or_default() |= out;
            *sides.entry(pair[1]).or_default() |= back;
        }
    }
    sides.into_iter().map(|(cell, sides)| (cell, SIGNS[sides & 15])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANVAS: Canvas = Canvas { width: 27, height: 18, margin: 5 };

    fn labels(of: &[(u16, u16, u16)]) -> Vec<Label> {
        of.iter().map(|&(x, y, width)| Label { at: (x, y), width }).collect()
    }

    #[track_caller]
    fn check_apart(placed: &[Option<Placed>], canvas: Canvas) {
        let all: Vec<&Placed> = placed.iter().flatten().collect();
        for (i, a) in all.iter().enumerate() {
            assert!(a.at.0 + a.width <= canvas.width && a.at.1 < canvas.height, "{a:?}");
            for b in &all[i + 1..] {
                let is_apart = a.at.1 != b.at.1 || a.at.0 + a.width < b.at.0 || b.at.0 + b.width < a.at.0;
                assert!(is_apart, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn no_two_numbers_overlap_or_touch_and_all_are_placed() {
        let same = |count: usize, width: u16| vec![(9, 8, width); count];
        for of in [
            vec![(9, 8, 2), (10, 8, 2)],
            vec![(9, 8, 3), (12, 8, 3), (11, 8, 3)],
            same(3, 2),
            same(9, 3),
            same(25, 3),
            vec![(5, 0, 2), (21, 0, 2), (5, 17, 4), (21, 17, 4), (13, 9, 5)],
            (0..25).map(|i| (8 + i % 3, 9 + i % 2, 3)).collect(),
        ] {
            let placed = place(&labels(&of), CANVAS, &[(0, 0)]);
            assert!(placed.iter().all(Option::is_some), "{of:?}");
            check_apart(&placed, CANVAS);
            assert!(placed.iter().flatten().all(|p| !p.covers((0, 0))), "{of:?}");
        }
    }

    #[test]
    fn a_number_with_room_is_on_its_place_and_one_that_had_to_move_far_has_a_line_to_it() {
        let placed = place(&labels(&[(9, 8, 2), (20, 3, 3)]), CANVAS, &[]);
        for (placed, at) in placed.iter().flatten().zip([(9, 8), (20, 3)]) {
            assert!(placed.covers(at) && placed.leader.is_empty());
        }
        for placed in place(&labels(&[(9, 8, 3); 25]), CANVAS, &[]).into_iter().flatten() {
            let (columns, rows) = gap(placed.at, placed.width, (9, 8));
            let is_near = columns <= NEAR.0 + 1 && rows <= NEAR.1;
            assert_eq!(placed.leader.last().copied(), (!is_near).then_some((9, 8)), "{placed:?}");
            let whole = placed.leader.windows(2).all(|p| p[0].0.abs_diff(p[1].0) + p[0].1.abs_diff(p[1].1) == 1);
            assert!(whole && placed.leader.iter().all(|&cell| !placed.covers(cell)), "{placed:?}");
        }
    }

    #[test]
    fn numbers_without_room_are_left_out_and_never_drawn_over_others() {
        let canvas = Canvas { width: 6, height: 2, margin: 0 };
        let placed = place(&labels(&[(2, 0, 2); 9]), canvas, &[]);
        assert_eq!(placed.iter().flatten().count(), 4);
        check_apart(&placed, canvas);
        assert!(place(&labels(&[(0, 0, 2)]), Canvas { width: 0, height: 0, margin: 0 }, &[])[0].is_none());
    }

    #[test]
    fn leaders_that_meet_are_joined() {
        let to =
            |y: u16| Placed { at: (0, y), width: 1, leader: leader((0, y), &Label { at: (9, 4), width: 1 }, CANVAS) };
        let signs = leader_signs(&[Some(to(3)), Some(to(4)), Some(to(5))]);
        assert_eq!((signs[&(4, 3)], signs[&(4, 4)], signs[&(4, 5)], signs[&(6, 4)]), ("╮", "┼", "╯", "─"));
    }
}
