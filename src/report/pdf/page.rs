//! What a page consists of: drawing operations, and the elements of the tag tree that they belong to.

use super::font::Weight;
use crate::report::Paper;
use crate::report::picture::Shape;
use std::ops::Range;

/// The page margin, in millimetres.
pub(super) const MARGIN: f64 = 10.0;
/// The room for the line at the foot of every page.
const FOOT: f64 = 4.5;
/// The smallest size of a letter anywhere, in points.
pub(super) const LEAST: f64 = 8.5;
/// A drawing operation. Positions are in millimetres from the top left corner of the page.
#[derive(Clone, Debug)]
pub(super) enum Draw {
    Text {
        at: (f64, f64),
        size: f64,
        weight: Weight,
        text: String,
        is_white: bool,
    },
    Shape {
        at: (f64, f64),
        scale: f64,
        shape: Shape,
    },
    Rule {
        from: (f64, f64),
        to: (f64, f64),
        heavy: bool,
    },
    /// A black area with round ends, under a white number.
    Badge {
        from: (f64, f64),
        to: (f64, f64),
    },
    /// An empty frame.
    Frame {
        from: (f64, f64),
        to: (f64, f64),
        heavy: bool,
    },
}

/// A drawing operation with its leaf in the tag tree; `None` for what is only decoration.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub leaf: Option<usize>,
    pub draw: Draw,
}

/// The kind of an element in the tag tree.
#[derive(Clone, Debug)]
pub(super) enum ElementKind {
    /// The level and the text.
    Heading(u16, String),
    Paragraph,
    Item,
    /// The number of columns. The leaves are the cells, row by row.
    Table(usize),
    Figure(String),
}

/// A part of the document with its leaves.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub kind: ElementKind,
    pub leaves: Range<usize>,
}

/// The part of a page that text may use: left, top, right and bottom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub(super) fn of(paper: Paper) -> Area {
        let (width, height) = paper.size();
        Area { left: MARGIN, top: MARGIN, right: width - MARGIN, bottom: height - MARGIN - FOOT }
    }

    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }
}

impl Draw {
    /// Returns its left upper corner, more or less.
    pub(super) fn at(&self) -> (f64, f64) {
        match self {
            Draw::Text { at, .. } | Draw::Shape { at, .. } => *at,
            Draw::Rule { from, .. } | Draw::Badge { from, .. } | Draw::Frame { from, .. } => *from,
        }
    }

    /// Moves everything by a distance.
    pub(super) fn moved(self, by: (f64, f64)) -> Draw {
        let to = |(x, y): (f64, f64)| (x + by.0, y + by.1);
        match self {
            Draw::Text { at, size, weight, text, is_white } => Draw::Text { at: to(at), size, weight, text, is_white },
            Draw::Shape { at, scale, shape } => Draw::Shape { at: to(at), scale, shape },
            Draw::Rule { from, to: end, heavy } => Draw::Rule { from: to(from), to: to(end), heavy },
            Draw::Badge { from, to: end } => Draw::Badge { from: to(from), to: to(end) },
            Draw::Frame { from, to: end, heavy } => Draw::Frame { from: to(from), to: to(end), heavy },
        }
    }
}
