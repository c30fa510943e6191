//! How the drawings of the body are laid out on the screen, and their outlines.

use super::labels::Canvas;
use crate::config::Drawing;
use crate::domain::View;
use crate::report::body::{aspect, outline};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::symbols::Marker;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas as Paper, Line};

/// The width from which two drawings are shown side by side.
const WIDE: u16 = 60;
/// The width of the panel beside the drawings. It is below them if less is left for it.
const LEAST_PANEL: u16 = 20;
const MOST_PANEL: u16 = 60;
/// The height from which drawings have titles.
const LEAST_WITH_TITLES: u16 = 12;

/// The height of a drawing that gives lines below it to a panel.
const LEAST_WITH_PANEL: u16 = 16;

/// A drawing on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub view: View,
    /// The drawing with its margins, in which numbers can be.
    pub area: Rect,
    pub drawing: Rect,
}

impl Figure {
    /// Returns the area for placing numbers.
    pub(super) fn canvas(&self) -> Canvas {
        Canvas { width: self.area.width, height: self.area.height, margin: self.drawing.x - self.area.x }
    }

    /// Returns the cell of a point of the drawing, relative to `area`.
    pub(super) fn cell(&self, (x, y): (f64, f64)) -> (u16, u16) {
        let along =
            |part: f64, length: u16| (part.clamp(0.0, 1.0) * f64::from(length.saturating_sub(1))).round() as u16;
        (self.drawing.x - self.area.x + along(x, self.drawing.width), along(y, self.drawing.height))
    }

    /// Returns the point of the drawing at a cell of the screen.
    pub(super) fn point_at(&self, column: u16, row: u16) -> Option<(f64, f64)> {
        let Rect { x, y, width, height } = self.drawing;
        if !self.drawing.contains((column, row).into()) || width < 2 || height < 2 {
            return None;
        }
        Some((f64::from(column - x) / f64::from(width - 1), f64::from(row - y) / f64::from(height - 1)))
    }

    /// Returns the words for the sides of the screen at this drawing: on the front, the person's right is at the left.
    pub(super) fn sides(&self) -> Option<(&'static str, &'static str)> {
        match self.view {
            View::Front | View::Head => Some(("right", "left")),
            View::Back => Some(("left", "right")),
            View::LeftHand | View::RightHand | View::LeftFoot | View::RightFoot => None,
        }
    }
}

/// The areas of the body map.
#[derive(Clone, Debug)]
pub(super) struct Areas {
    pub figures: Vec<Figure>,
    /// Whether there is a line for titles above the drawings.
    pub has_titles: bool,
    /// What is known of the selected spot, and the list.
    pub panel: Option<Rect>,
}

/// Returns the drawings that are shown together.
fn together(view: View, width: u16) -> Vec<View> {
    let pair = match view {
        View::Front | View::Back => [View::Front, View::Back],
        View::LeftHand | View::RightHand => [View::LeftHand, View::RightHand],
        View::LeftFoot | View::RightFoot => [View::LeftFoot, View::RightFoot],
        View::Head => return vec![view],
    };
    if width >= WIDE { pair.to_vec() } else { vec![view] }
}

/// Returns the largest size of a drawing within these columns and rows. A cell is about twice as tall as it is wide.
fn size(view: View, columns: u16, rows: u16) -> (u16, u16) {
    let width = (f64::from(rows) * 2.0 * aspect(view)).round() as u16;
    if width <= columns {
        return (width, rows);
    }
    (columns, ((f64::from(columns) / (2.0 * aspect(view))).round() as u16).min(rows))
}

impl Areas {
    /// Divides `body` for the drawings that are shown with `view`. Its last line stays free.
    pub(super) fn new(body: Rect, view: View) -> Areas {
        let inner = Rect {
            x: body.x + 1,
            y: body.y + 1,
            width: body.width.saturating_sub(2),
            height: body.height.saturating_sub(3),
        };
        let views = together(view, body.width);
        let count = views.len() as u16;
        let margin = if body.width < WIDE { 4 } else { 5 };
        let has_titles = inner.height >= LEAST_WITH_TITLES;
        let top = inner.y + u16::from(has_titles);
        let room = inner.bottom().saturating_sub(top);
        let columns = (inner.width / count).saturating_sub(2 * margin);
        let (mut width, mut height) = size(view, columns, room);
        let beside = inner.width.saturating_sub(count * (width + 2 * margin) + 1).min(MOST_PANEL);
        let panel = if beside >= LEAST_PANEL {
            Some(Rect { x: inner.right() - beside, width: beside, ..inner })
        } else {
            let below = if room < LEAST_WITH_PANEL { 0 } else { (room.saturating_sub(12) / 2).clamp(4, 15) };
            (width, height) = size(view, columns, room - below);
            let y = top + height + 1;
            (below > 0).then(|| Rect {
                x: inner.x + 1,
                width: inner.width.saturating_sub(2),
                y,
                height: inner.bottom().saturating_sub(y),
            })
        };
        let each = match panel {
            Some(panel) if beside >= LEAST_PANEL => inner.width - panel.width - 1,
            _ => inner.width,
        } / count;
        let figure = |(i, view)| {
            let area = Rect { x: inner.x + i as u16 * each, y: top, width: each, height };
            Figure { view, area, drawing: Rect { x: area.x + each.saturating_sub(width) / 2, width, ..area } }
        };
        Areas { figures: views.into_iter().enumerate().map(figure).collect(), has_titles, panel }
    }
}

/// Returns the marker of a setting.
pub(super) fn marker_of(drawing: Drawing) -> Marker {
    match drawing {
        Drawing::Auto | Drawing::Braille => Marker::Braille,
        Drawing::Octant => Marker::Octant,
        Drawing::Sextant => Marker::Sextant,
        Drawing::HalfBlock => Marker::HalfBlock,
        Drawing::Ascii => Marker::Dot,
    }
}

/// Returns the cells of an outline, relative to the corner of its drawing.
pub(super) fn outline_cells(view: View, marker: Marker, area: Rect) -> Vec<(u16, u16, String)> {
    let area = Rect { x: 0, y: 0, ..area };
    let mut buffer = Buffer::empty(area);
    let paper = Paper::default().marker(marker).x_bounds([0.0, 1.0]).y_bounds([0.0, 1.0]).paint(|context| {
        for line in outline(view) {
            for pair in line.windows(2) {
                let [(x1, y1), (x2, y2)] = [pair[0], pair[1]];
                context.draw(&Line { x1, y1: 1.0 - y1, x2, y2: 1.0 - y2, color: Color::Reset });
            }
        }
    });
    paper.render(area, &mut buffer);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Side, Word};
    use crate::report::body::anchors;

    const SIZES: [(u16, u16); 8] = [(40, 10), (44, 38), (59, 20), (60, 22), (80, 22), (100, 28), (120, 38), (200, 58)];

    fn body((width, height): (u16, u16)) -> Rect {
        Rect { x: 0, y: 1, width, height }
    }

    #[test]
    fn front_and_back_are_side_by_side_from_60_columns_and_never_overlap() {
        for size in SIZES {
            for &view in View::ALL {
                let Areas { figures, panel, .. } = Areas::new(body(size), view);
                let pair = size.0 >= 60 && view != View::Head;
                assert_eq!(figures.len(), if pair { 2 } else { 1 }, "{size:?} {view:?}");
                let parts: Vec<Rect> = figures.iter().map(|f| f.area).chain(panel).collect();
                for (i, a) in parts.iter().enumerate() {
                    assert!(
                        body(size).inner(ratatui::layout::Margin::new(1, 1)).union(*a)
                            == body(size).inner(ratatui::layout::Margin::new(1, 1)),
                        "{size:?} {a:?}"
                    );
                    assert!(parts[i + 1..].iter().all(|b| !a.intersects(*b)), "{size:?} {parts:?}");
                }
            }
        }
    }

    #[test]
    fn every_place_is_on_its_drawing_and_on_its_side() {
        for size in SIZES {
            for &view in View::ALL {
                for figure in Areas::new(body(size), view).figures {
                    let margin = figure.drawing.x - figure.area.x;
                    for anchor in anchors(figure.view) {
                        let (x, y) = figure.cell((anchor.x, anchor.y));
                        let is_inside =
                            (margin..margin + figure.drawing.width).contains(&x) && y < figure.drawing.height;
                        assert!(is_inside, "{size:?} {anchor:?}");
                        let (Some((left, right)), Some(side)) = (figure.sides(), anchor.place.side) else { continue };
                        assert!(matches!(side, Side::Left | Side::Right));
                        let word = if anchor.x < 0.5 { left } else { right };
                        assert_eq!(word, side.word(), "{anchor:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_point_and_its_cell_are_the_same() {
        for figure in Areas::new(body((100, 28)), View::Front).figures {
            for (x, y) in [(0, 0), (5, 7), (figure.drawing.width - 1, figure.drawing.height - 1)] {
                let point = figure.point_at(figure.drawing.x + x, figure.drawing.y + y).unwrap();
                assert_eq!(figure.cell(point), (figure.drawing.x - figure.area.x + x, y));
            }
        }
    }
}
