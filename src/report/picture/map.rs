//! The body map: where the spots are, each number beside the drawing with a line to its place.

use super::{Anchor, Picture, Shape, Stroke, line, words};
use crate::domain::{Look, Position, SpotTree, View, Word};
use crate::report::body::{aspect, outline, positions_of};
use crate::report::say_numbers;

/// A place on a drawing with the numbers of the spots there.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    at: Position,
    numbers: Vec<u32>,
}

/// The height of a figure and of a line of numbers, in millimetres.
const FIGURE: f64 = 28.0;
const LINE: f64 = 3.4;
/// The room for numbers at each side of a figure.
const ROOM: f64 = 9.0;
/// How many letters of numbers stand on one line there.
const ON_A_LINE: usize = 6;
/// Spots as near as this share one mark, in parts of the drawing.
const NEAR: f64 = 0.03;

/// Draws the body views that have any of these spots. The standing figure is always drawn from both sides. Returns
/// `None` if no spot has a place on a drawing. Views that do not fit into `width` go into a further row.
pub fn body_map<'t>(trees: impl Iterator<Item = &'t SpotTree<Look>>, width: f64) -> Option<Picture> {
    let mut marks: Vec<Mark> = Vec::new();
    for tree in trees {
        for at in positions_of(&tree.spot) {
            let is_near = |mark: &&mut Mark| {
                mark.at.view == at.view && (mark.at.x - at.x).abs() < NEAR && (mark.at.y - at.y).abs() < NEAR
            };
            match marks.iter_mut().find(is_near) {
                Some(mark) => mark.numbers.push(tree.spot.number),
                None => marks.push(Mark { at, numbers: vec![tree.spot.number] }),
            }
        }
    }
    if marks.is_empty() {
        return None;
    }
    let is_drawn = |view: View| matches!(view, View::Front | View::Back) || marks.iter().any(|m| m.at.view == view);
    let views: Vec<Drawn> = View::ALL.iter().filter(|view| is_drawn(**view)).map(|&view| draw(view, &marks)).collect();
    let mut shapes = Vec::new();
    let (mut x, mut y, mut tallest, mut widest) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for view in &views {
        if x > 0.0 && x + view.width > width + 0.01 {
            (x, y, tallest) = (0.0, y + tallest + 1.0, 0.0);
        }
        shapes.extend(view.shapes.iter().map(|shape| moved(shape, x, y)));
        x += view.width;
        tallest = tallest.max(view.height);
        widest = widest.max(x);
    }
    let said: Vec<String> = views.iter().map(|view| view.said.clone()).filter(|said| !said.is_empty()).collect();
    Some(Picture {
        width: widest,
        height: y + tallest,
        is_exact: false,
        caption: "L and R: the patient’s left and right.".into(),
        alt: format!("Where the spots are. {}.", said.join("; ")),
        shapes,
    })
}

/// A view with its numbers, at the left upper corner.
struct Drawn {
    width: f64,
    height: f64,
    shapes: Vec<Shape>,
    said: String,
}

fn draw(view: View, marks: &[Mark]) -> Drawn {
    let figure = match view {
        View::Front | View::Back => FIGURE,
        _ => FIGURE * 0.5,
    };
    let wide = figure * aspect(view);
    let at = |x: f64, y: f64| (ROOM + x * wide, y * figure);
    let thin = |points: Vec<(f64, f64)>| Shape::Line {
        points: points.into_iter().map(|(x, y)| at(x, y)).collect(),
        stroke: Stroke::Thin,
    };
    let mut shapes: Vec<Shape> = outline(view).into_iter().map(thin).collect();
    let here: Vec<&Mark> = marks.iter().filter(|mark| mark.at.view == view).collect();
    // A mark in the middle takes the emptier side.
    let (mut left, mut right): (Vec<&Mark>, Vec<&Mark>) = (Vec::new(), Vec::new());
    for mark in here.iter().filter(|mark| (mark.at.x - 0.5).abs() > 0.01) {
        if mark.at.x < 0.5 { left.push(mark) } else { right.push(mark) }
    }
    for mark in here.iter().filter(|mark| (mark.at.x - 0.5).abs() <= 0.01) {
        if left.len() < right.len() { left.push(mark) } else { right.push(mark) }
    }
    let mut bottom = figure;
    for (side, is_left) in [(&mut left, true), (&mut right, false)] {
        side.sort_by(|a, b| a.at.y.total_cmp(&b.at.y));
        let (edge, anchor) = if is_left { (ROOM - 0.8, Anchor::End) } else { (ROOM + wide + 0.8, Anchor::Start) };
        let mut free = 0.0;
        for (i, mark) in side.iter().enumerate() {
            let lines = mark.lines();
            let height = lines.len() as f64 * LINE;
            // As near to its place as the numbers below it leave room for.
            let below: f64 = side[i..].iter().map(|m| m.lines().len() as f64 * LINE).sum();
            let (x, y) = at(mark.at.x, mark.at.y);
            let top = (y - height / 2.0).min(figure - below).max(free);
            free = top + height;
            shapes.push(Shape::Dot { at: (x, y), radius: 0.6, filled: true });
            let end = if is_left { edge + 0.4 } else { edge - 0.4 };
            shapes.push(line((x, y), (end, top + LINE / 2.0), Stroke::Leader));
            for (n, text) in lines.into_iter().enumerate() {
                shapes.push(words(edge, top + LINE * (n as f64 + 0.82), anchor, text));
            }
        }
        bottom = bottom.max(free);
    }
    // From the front, a person's left is on the right of the drawing.
    let (at_left, at_right) = match view {
        View::Back => ("L", "R"),
        View::Front | View::Head => ("R", "L"),
        _ => ("", ""),
    };
    let foot = bottom + LINE;
    let middle = ROOM + wide / 2.0;
    shapes.push(words(middle, foot - 0.5, Anchor::Middle, view.label()));
    for (x, text) in [(ROOM - 2.0, at_left), (ROOM + wide + 2.0, at_right)].into_iter().filter(|(_, t)| !t.is_empty()) {
        shapes.push(words(x, foot - 0.5, Anchor::Middle, text));
    }
    let mut all: Vec<u32> = here.iter().flat_map(|mark| mark.numbers.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    let said = if all.is_empty() { String::new() } else { format!("{}: {}", view.label(), say_numbers(&all)) };
    Drawn { width: wide + 2.0 * ROOM, height: foot, shapes, said }
}

impl Mark {
    /// Returns the numbers on as few lines as have room for them.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for piece in say_numbers(&self.numbers).split(", ") {
            match lines.last_mut() {
                Some(line) if line.len() + 2 + piece.len() <= ON_A_LINE => {
                    line.push_str(", ");
                    line.push_str(piece);
                }
                _ => lines.push(piece.to_owned()),
            }
        }
        lines
    }
}

fn moved(shape: &Shape, dx: f64, dy: f64) -> Shape {
    let by = |(x, y): (f64, f64)| (x + dx, y + dy);
    match shape {
        Shape::Line { points, stroke } => {
            Shape::Line { points: points.iter().map(|&p| by(p)).collect(), stroke: *stroke }
        }
        Shape::Dot { at, radius, filled } => Shape::Dot { at: by(*at), radius: *radius, filled: *filled },
        Shape::Words { at, anchor, text } => Shape::Words { at: by(*at), anchor: *anchor, text: text.clone() },
    }
}
