//! The drawings of a report as shapes, for the page and the browser, each with a text alternative.

use super::body::{aspect, outline, positions_of};
use crate::domain::{AsOf, Look, Method, Presence, SpotTree, View, Word, show_date};
use crate::guidance::{Assessment, SpotAssessment, Status, assumed_error};
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
    /// A line of text; `size` is its font size in millimetres.
    Words {
        /// The left end of the base line.
        at: (f64, f64),
        /// The font size.
        size: f64,
        /// One line, never wrapped.
        text: String,
    },
}

/// The style of a line. Colour is never used, since the page is printed in black.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Axes, outlines, error bars, and days on which a spot was there.
    Thin,
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

fn words(x: f64, y: f64, size: f64, text: impl Into<String>) -> Shape {
    Shape::Words { at: (x, y), size, text: text.into() }
}

/// Draws the growth of one spot: readings with their error, baseline and limit. Returns `None` if nothing was measured.
pub fn growth(tree: &SpotTree<Look>, spot: &SpotAssessment, as_of: AsOf) -> Option<Picture> {
    const WIDTH: f64 = 43.0;
    const HEIGHT: f64 = 24.0;
    let (left, right, top, bottom) = (7.0, WIDTH - 2.0, 2.0, HEIGHT - 4.0);
    let measured = tree.observations.iter().filter(|o| !as_of.excludes(o.at) && o.answers.presence != Presence::Gone);
    let readings: Vec<(NaiveDate, Method, f64)> = measured
        .filter_map(|o| o.answers.diameter().map(|(by, readings)| (o.at.day(), by, readings.median())))
        .collect();
    let (first, last) = (readings.first()?, readings.last()?);
    let jump = spot.growth.series.last().and_then(|s| s.last_jump);
    let lines = jump.map(|j| [j.baseline, j.baseline + j.limit]).into_iter().flatten();
    let high = readings.iter().map(|(.., mm)| mm + assumed_error(*mm)).chain(lines).fold(1.0, f64::max).ceil();
    let days = ((last.0 - first.0).num_days() as f64).max(1.0);
    let x = |day: NaiveDate| left + (day - first.0).num_days() as f64 / days * (right - left - 2.0) + 1.0;
    let y = |mm: f64| bottom - (mm / high).clamp(0.0, 1.0) * (bottom - top);
    let mut shapes = vec![
        line((left, top), (left, bottom), Stroke::Thin),
        line((left, bottom), (right, bottom), Stroke::Thin),
        words(0.5, top + 1.8, 2.2, format!("{high:.0} mm")),
        words(3.5, bottom, 2.2, "0"),
        words(left, HEIGHT - 1.0, 2.2, first.0.format("%-d %b %y").to_string()),
    ];
    if days > 1.0 {
        shapes.push(words(right - 12.0, HEIGHT - 1.0, 2.2, last.0.format("%-d %b %y").to_string()));
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
    let limit = jump
        .map_or_else(String::new, |j| format!("; baseline {:.1} mm, limit {:.2} mm", j.baseline, j.baseline + j.limit));
    let alt = match readings.len() {
        1 => format!("Size of spot {number}: {}.", said(first)),
        n => format!("Size of spot {number} over {n} readings: from {} to {}{limit}.", said(first), said(last)),
    };
    let caption = format!("Spot {number}, ±{:.1} mm", assumed_error(last.2));
    Some(Picture { width: WIDTH, height: HEIGHT, is_exact: false, caption, alt, shapes })
}

/// Draws the body views that have any of these spots, with their numbers. Returns `None` if there are none.
pub fn body_map<'t>(trees: impl Iterator<Item = &'t SpotTree<Look>>) -> Option<Picture> {
    const HEIGHT: f64 = 46.0;
    let drawn = |tree: &'t SpotTree<Look>| positions_of(&tree.spot).into_iter().map(|at| (tree.spot.number, at));
    let mut marks: Vec<(View, f64, f64, u32)> =
        trees.flat_map(drawn).map(|(number, at)| (at.view, at.x, at.y, number)).collect();
    if marks.is_empty() {
        return None;
    }
    marks.sort_by_key(|mark| mark.3);
    let mut shapes = Vec::new();
    let mut from = 0.0;
    let mut said = Vec::new();
    for &view in View::ALL.iter().filter(|view| marks.iter().any(|mark| mark.0 == **view)) {
        let width = (HEIGHT - 4.0) * aspect(view);
        let at = |x: f64, y: f64| (from + x * width, y * (HEIGHT - 4.0));
        for points in outline(view) {
            shapes.push(Shape::Line { points: points.iter().map(|&(x, y)| at(x, y)).collect(), stroke: Stroke::Thin });
        }
        let here: Vec<_> = marks.iter().filter(|mark| mark.0 == view).collect();
        for (i, (_, x, y, number)) in here.iter().enumerate() {
            // The numbers of spots at one place are drawn side by side.
            let before = here[..i].iter().filter(|m| (m.1 - x).abs() < 0.03 && (m.2 - y).abs() < 0.03).count();
            let (left, top) = at(*x, *y);
            shapes.push(Shape::Dot { at: (left, top), radius: 0.6, filled: true });
            shapes.push(words(left + 1.0 + 3.5 * before as f64, top + 0.9, 2.8, number.to_string()));
        }
        shapes.push(words(from + width / 2.0 - 4.0, HEIGHT - 0.5, 2.4, view.label()));
        let mut numbers: Vec<String> = here.iter().map(|mark| mark.3.to_string()).collect();
        numbers.dedup();
        said.push(format!("{}: spot {}", view.label(), numbers.join(", ")));
        from += width + 6.0;
    }
    let alt = format!("Where the spots are. {}.", said.join("; "));
    Some(Picture {
        width: (from - 6.0).max(20.0),
        height: HEIGHT,
        is_exact: false,
        caption: "Where the spots are".into(),
        alt,
        shapes,
    })
}

/// Draws the timeline of these rows.
pub fn timeline(rows: &[Row], span: Span) -> Option<Picture> {
    const TITLE: f64 = 46.0;
    const PLOT: f64 = 130.0;
    const ROW: f64 = 3.4;
    if rows.is_empty() {
        return None;
    }
    let height = ROW * rows.len() as f64 + 5.0;
    let x = |column: usize| TITLE + column as f64 / (span.columns.max(2) - 1) as f64 * PLOT;
    let mut shapes = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let middle = ROW * (i as f64 + 0.5);
        let number = row.spot.map_or_else(String::new, |n| format!("{n}  "));
        let title: String = format!("{number}{}", row.title).chars().take(30).collect();
        shapes.push(words(0.0, middle + 0.8, 2.5, title));
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
                    shapes.push(words(x(column) - 0.8, middle + 0.9, 2.6, cell.glyph().to_string()));
                }
                _ => {}
            }
        }
    }
    shapes.push(words(TITLE, height - 0.5, 2.3, show_date(span.from)));
    shapes.push(words(TITLE + PLOT - 16.0, height - 0.5, 2.3, show_date(span.to)));
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
    let mut shapes = vec![line((0.0, 2.0), (150.0, 2.0), Stroke::Thin)];
    for mm in 0..=150 {
        let long = match mm {
            mm if mm % 10 == 0 => 6.0,
            mm if mm % 5 == 0 => 4.5,
            _ => 3.0,
        };
        shapes.push(line((f64::from(mm), 2.0), (f64::from(mm), 2.0 + long), Stroke::Thin));
        if mm % 10 == 0 {
            shapes.push(words(f64::from(mm) - 1.0, 11.0, 2.6, mm.to_string()));
        }
    }
    shapes.push(line((0.0, 14.0), (85.6, 14.0), Stroke::Heavy));
    Picture {
        width: 152.0,
        height: 15.0,
        is_exact: true,
        caption: "Millimetres, if printed at full size: the heavy bar is as long as a bank card (85.6 mm)".into(),
        alt: "A ruler of 150 mm, with a bar of 85.6 mm to check the printed size.".into(),
        shapes,
    }
}

/// Returns the spots to draw: those with an open flag of level follow-up or higher.
pub fn flagged(assessment: &Assessment) -> Vec<u32> {
    let flagged = |number: u32| {
        assessment.flags_of(number).any(|f| f.status == Status::Open && f.level >= crate::guidance::Level::FollowUp)
    };
    assessment.spots.iter().map(|s| s.number).filter(|&n| flagged(n)).collect()
}
