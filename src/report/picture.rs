//! The drawings of a report as shapes, for the page and the browser, each with a text alternative.

mod map;

pub use map::{Mark, body_map};

use crate::domain::{AsOf, Look, Method, Presence, SpotTree, Word, show_date};
use crate::guidance::{SpotAssessment, assumed_error};
use crate::report::timeline::{Cell, Row, Span};
use chrono::NaiveDate;

/// A drawing with its size in millimetres. Shapes are in millimetres from its top left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// From the left edge to the right.
    pub width: f64,
    /// From the top edge to the bottom.
    pub height: f64,
    /// Whether it must be printed at full size.
    pub is_exact: bool,
    /// The caption under the drawing.
    pub caption: String,
    /// The text alternative.
    pub alt: String,
    /// In drawing order: a later one covers an earlier one.
    pub shapes: Vec<Shape>,
}

/// A shape of a drawing. All lengths are in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line through points, not closed.
    Line {
        /// The points, in order.
        points: Vec<(f64, f64)>,
        /// The style, which tells lines apart in print.
        stroke: Stroke,
    },
    /// A mark, for a reading or a spot.
    Dot {
        /// The centre.
        at: (f64, f64),
        /// The radius, without the line around it.
        radius: f64,
        /// Whether it is filled. A reading by eye is not.
        filled: bool,
    },
    /// A line of text in [`LETTERS`].
    Words {
        /// The point of the base line that `anchor` names.
        at: (f64, f64),
        /// Which point of the text is at `at`.
        anchor: Anchor,
        /// One line, never wrapped.
        text: String,
    },
}

/// The size of all text in a drawing, in millimetres: 8.6 points, so that it can be read on paper.
pub const LETTERS: f64 = 3.04;

/// A point of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// The style of a line. Colour is never used, since the page is printed in black.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Axes, outlines, error bars, and days on which a spot was there.
    Thin,
    /// From a number to its place on the body.
    Leader,
    /// Days on which a spot persists, and the card under the ruler.
    Heavy,
    /// The limit of growth, and the days of a medicine.
    Dashed,
    /// The baseline of growth, and days without a look.
    Dotted,
}

fn line(from: (f64, f64), to: (f64, f64), stroke: Stroke) -> Shape {
    Shape::Line { points: vec![from, to], stroke }
}

fn words(x: f64, y: f64, anchor: Anchor, text: impl Into<String>) -> Shape {
    Shape::Words { at: (x, y), anchor, text: text.into() }
}

/// Draws the growth of one spot: readings with their error, baseline and limit, the first and the latest value at their
/// ends. Returns `None` if nothing was measured.
pub fn growth(tree: &SpotTree<Look>, spot: &SpotAssessment, as_of: AsOf) -> Option<Picture> {
    const WIDTH: f64 = 34.0;
    const HEIGHT: f64 = 17.0;
    /// The base line of the values, above everything that is drawn.
    const VALUES: f64 = 2.6;
    let (left, right, top, bottom) = (1.0, WIDTH - 1.0, 4.0, HEIGHT - 3.8);
    let measured = tree.observations.iter().filter(|o| !as_of.excludes(o.at) && o.answers.presence != Presence::Gone);
    let readings: Vec<(NaiveDate, Method, f64)> = measured
        .filter_map(|o| o.answers.diameter().map(|(by, readings)| (o.at.day(), by, readings.median())))
        .collect();
    let (first, last) = (readings.first()?, readings.last()?);
    let jump = spot.growth.series.last().and_then(|s| s.last_jump);
    let lines = jump.map(|j| [j.baseline, j.baseline + j.limit]).into_iter().flatten();
    let high = readings.iter().map(|(.., mm)| mm + assumed_error(*mm)).chain(lines).fold(1.0, f64::max);
    let days = ((last.0 - first.0).num_days() as f64).max(1.0);
    let x = |day: NaiveDate| left + 2.0 + (day - first.0).num_days() as f64 / days * (right - left - 4.0);
    let y = |mm: f64| bottom - (mm / high).clamp(0.0, 1.0) * (bottom - top);
    let date = |day: NaiveDate| day.format("%-d %b %y").to_string();
    let mut shapes = vec![
        line((left, bottom), (right, bottom), Stroke::Thin),
        words(left, HEIGHT - 0.8, Anchor::Start, date(first.0)),
        words(left, VALUES, Anchor::Start, format!("{:.1}", first.2)),
    ];
    if first.0 < last.0 {
        shapes.push(words(right, HEIGHT - 0.8, Anchor::End, date(last.0)));
        shapes.push(words(right, VALUES, Anchor::End, format!("{:.1} mm", last.2)));
    }
    if let Some(jump) = jump {
        shapes.push(line((left, y(jump.baseline)), (right, y(jump.baseline)), Stroke::Dotted));
        let limit = y(jump.baseline + jump.limit);
        shapes.push(line((left, limit), (right, limit), Stroke::Dashed));
    }
    for (day, by, mm) in &readings {
        let error = assumed_error(*mm);
        shapes.push(line((x(*day), y(mm + error)), (x(*day), y((mm - error).max(0.0))), Stroke::Thin));
        shapes.push(Shape::Dot { at: (x(*day), y(*mm)), radius: 0.7, filled: *by != Method::Eye });
    }
    let number = tree.spot.number;
    let said =
        |(day, by, mm): &(NaiveDate, Method, f64)| format!("{mm:.1} mm by {} on {}", by.label(), show_date(*day));
    let limit = jump.map_or_else(String::new, |j| {
        format!("; began at {:.1} mm, beyond ruler error from {:.1} mm", j.baseline, j.baseline + j.limit)
    });
    let alt = match readings.len() {
        1 => format!("Size of spot {number}: {}.", said(first)),
        n => format!("Size of spot {number} over {n} readings: from {} to {}{limit}.", said(first), said(last)),
    };
    Some(Picture { width: WIDTH, height: HEIGHT, is_exact: false, caption: String::new(), alt, shapes })
}

/// Draws the timeline of these rows.
pub fn timeline(rows: &[Row], span: Span) -> Option<Picture> {
    const TITLE: f64 = 50.0;
    const PLOT: f64 = 124.0;
    const ROW: f64 = 3.9;
    if rows.is_empty() {
        return None;
    }
    let height = ROW * rows.len() as f64 + 5.0;
    let x = |column: usize| TITLE + column as f64 / (span.columns.max(2) - 1) as f64 * PLOT;
    let mut shapes = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let middle = ROW * (i as f64 + 0.5);
        let number = row.spot.map_or_else(String::new, |n| format!("{n}  "));
        let title: String = format!("{number}{}", row.title).chars().take(28).collect();
        shapes.push(words(0.0, middle + 1.0, Anchor::Start, title));
        let mut from = 0;
        while from < row.cells.len() {
            if row.cells[from] == Cell::Empty {
                from += 1;
                continue;
            }
            let is_there = |cell: Cell| !matches!(cell, Cell::Empty);
            let stroke = |cell: Cell| match cell {
                Cell::Stays | Cell::Persists => Stroke::Heavy,
                Cell::Unknown => Stroke::Dotted,
                Cell::Taken => Stroke::Dashed,
                _ => Stroke::Thin,
            };
            let style = stroke(row.cells[from]);
            let mut to = from;
            while to + 1 < row.cells.len() && is_there(row.cells[to + 1]) && stroke(row.cells[to + 1]) == style {
                to += 1;
            }
            if to > from {
                shapes.push(line((x(from), middle), (x(to), middle), style));
            }
            from = to + 1;
        }
        for (column, cell) in row.cells.iter().enumerate() {
            match cell {
                Cell::Look | Cell::Symptom => {
                    shapes.push(Shape::Dot { at: (x(column), middle), radius: 0.7, filled: true });
                }
                Cell::Fades | Cell::DoesNotFade | Cell::Review | Cell::Gone | Cell::Later => {
                    shapes.push(words(x(column), middle + 1.0, Anchor::Middle, cell.glyph().to_string()));
                }
                _ => {}
            }
        }
    }
    shapes.push(words(TITLE, height - 0.8, Anchor::Start, show_date(span.from)));
    shapes.push(words(TITLE + PLOT, height - 0.8, Anchor::End, show_date(span.to)));
    let stays = rows.iter().filter(|row| row.cells.contains(&Cell::Stays)).filter_map(|row| row.spot);
    let stays: Vec<String> = stays.map(|n| n.to_string()).collect();
    let alt = match stays.is_empty() {
        true => "A row for each spot, from first seen to gone or now.".to_owned(),
        false => format!(
            "A row for each spot, from first seen to gone or now. Not gone away after a few weeks: spot {}.",
            stays.join(", ")
        ),
    };
    let later = if rows.iter().any(|row| row.cells.contains(&Cell::Later)) { ", » dated later" } else { "" };
    let caption = format!(
        "Heavy: not gone away after a few weeks. Dotted: not looked at. ● look, f fades, d does not fade under glass, \
         R review, × gone{later}"
    );
    Some(Picture { width: TITLE + PLOT + 2.0, height, is_exact: false, caption, alt, shapes })
}

/// Draws a ruler, with a bar that shows whether it was printed at full size.
pub fn ruler() -> Picture {
    let mut shapes = vec![line((1.0, 2.0), (151.0, 2.0), Stroke::Thin)];
    for mm in 0..=150 {
        let long = match mm {
            mm if mm % 10 == 0 => 6.0,
            mm if mm % 5 == 0 => 4.5,
            _ => 3.0,
        };
        shapes.push(line((f64::from(mm) + 1.0, 2.0), (f64::from(mm) + 1.0, 2.0 + long), Stroke::Thin));
        if mm % 10 == 0 {
            shapes.push(words(f64::from(mm) + 1.0, 11.4, Anchor::Middle, mm.to_string()));
        }
    }
    shapes.push(line((1.0, 14.0), (86.6, 14.0), Stroke::Heavy));
    Picture {
        width: 154.0,
        height: 15.0,
        is_exact: true,
        caption: "Millimetres, if printed at full size: the heavy bar is as long as a bank card (85.6 mm)".into(),
        alt: "A ruler of 150 mm, with a bar of 85.6 mm to check the printed size.".into(),
        shapes,
    }
}
