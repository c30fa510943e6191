//! The drawings of the body, for the screen and for the page: outlines, and the positions of the sites.

use crate::domain::{Place, Position, Side, Site, Spot, View, Word};
use std::sync::LazyLock;

/// A line of points. Coordinates are from the left and the top edge of the drawing, 0 to 1.
pub type Line = Vec<(f64, f64)>;

/// The position of a place on a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// The drawing that `x` and `y` refer to.
    pub view: View,
    /// The site, with its side where it has one.
    pub place: Place,
    /// From the left edge of the drawing, 0 to 1.
    pub x: f64,
    /// From the top edge of the drawing, 0 to 1.
    pub y: f64,
}

impl Anchor {
    /// Returns the position without the place.
    pub fn position(self) -> Position {
        Position { view: self.view, x: self.x, y: self.y }
    }
}

/// Returns the width-to-height ratio of a drawing.
pub fn aspect(view: View) -> f64 {
    match view {
        View::Front | View::Back => 0.46,
        View::Head => 0.8,
        View::LeftHand | View::RightHand => 0.75,
        View::LeftFoot | View::RightFoot => 0.5,
    }
}

/// Half of the standing figure, from the neck along the arm and the leg to the crotch. Each point is the distance from
/// the middle line and from the top, in heights of the figure.
const HALF_FIGURE: &[(f64, f64)] = &[
    (0.026, 0.118),
    (0.032, 0.145),
    (0.075, 0.165),
    (0.112, 0.185),
    (0.130, 0.230),
    (0.146, 0.300),
    (0.158, 0.360),
    (0.176, 0.430),
    (0.186, 0.490),
    (0.204, 0.530),
    (0.198, 0.565),
    (0.180, 0.560),
    (0.164, 0.500),
    (0.146, 0.430),
    (0.126, 0.360),
    (0.106, 0.250),
    (0.092, 0.330),
    (0.090, 0.390),
    (0.106, 0.460),
    (0.108, 0.560),
    (0.090, 0.690),
    (0.090, 0.770),
    (0.066, 0.900),
    (0.068, 0.930),
    (0.092, 0.970),
    (0.040, 0.972),
    (0.034, 0.920),
    (0.030, 0.790),
    (0.026, 0.700),
    (0.010, 0.520),
    (0.000, 0.505),
];

/// Half the width of the figure's drawing, in heights of the figure.
const HALF_WIDTH: f64 = 0.23;

fn mirrored(half: &[(f64, f64)]) -> Vec<Line> {
    let side = |sign: f64| half.iter().map(|&(x, y)| (0.5 + sign * x / (2.0 * HALF_WIDTH), y)).collect();
    vec![side(1.0), side(-1.0)]
}

fn ellipse(x: f64, y: f64, rx: f64, ry: f64) -> Line {
    (0..=24)
        .map(|i| f64::from(i) * std::f64::consts::TAU / 24.0)
        .map(|a| (x + rx * a.cos(), y + ry * a.sin()))
        .collect()
}

/// Returns the lines of a drawing.
pub fn outline(view: View) -> Vec<Line> {
    match view {
        View::Front | View::Back => {
            let mut lines = mirrored(HALF_FIGURE);
            lines.push(ellipse(0.5, 0.062, 0.044 / (2.0 * HALF_WIDTH), 0.060));
            if view == View::Back {
                lines.push(vec![(0.5, 0.17), (0.5, 0.44)]);
                lines.push(vec![(0.39, 0.5), (0.5, 0.525), (0.61, 0.5)]);
            } else {
                lines.push(vec![(0.42, 0.235), (0.5, 0.225), (0.58, 0.235)]);
            }
            lines
        }
        View::Head => vec![
            ellipse(0.5, 0.47, 0.34, 0.45),
            vec![(0.16, 0.40), (0.10, 0.42), (0.12, 0.54), (0.18, 0.55)],
            vec![(0.84, 0.40), (0.90, 0.42), (0.88, 0.54), (0.82, 0.55)],
            ellipse(0.35, 0.43, 0.07, 0.025),
            ellipse(0.65, 0.43, 0.07, 0.025),
            vec![(0.27, 0.36), (0.35, 0.34), (0.43, 0.36)],
            vec![(0.57, 0.36), (0.65, 0.34), (0.73, 0.36)],
            vec![(0.5, 0.44), (0.46, 0.57), (0.54, 0.57)],
            ellipse(0.5, 0.72, 0.12, 0.03),
        ],
        View::LeftHand => vec![hand()],
        View::RightHand => vec![hand().into_iter().map(|(x, y)| (1.0 - x, y)).collect()],
        View::LeftFoot => foot(),
        View::RightFoot => {
            foot().into_iter().map(|line| line.into_iter().map(|(x, y)| (1.0 - x, y)).collect()).collect()
        }
    }
}

/// A left hand seen from the back, with the thumb to the right.
fn hand() -> Line {
    vec![
        (0.30, 1.00),
        (0.28, 0.85),
        (0.18, 0.65),
        (0.08, 0.34),
        (0.14, 0.31),
        (0.24, 0.52),
        (0.24, 0.12),
        (0.31, 0.10),
        (0.35, 0.48),
        (0.39, 0.03),
        (0.47, 0.03),
        (0.48, 0.48),
        (0.55, 0.08),
        (0.62, 0.09),
        (0.61, 0.52),
        (0.64, 0.62),
        (0.84, 0.46),
        (0.90, 0.51),
        (0.72, 0.74),
        (0.64, 0.86),
        (0.62, 1.00),
    ]
}

/// A left foot seen from above, with the great toe to the right.
fn foot() -> Vec<Line> {
    let mut lines = vec![vec![
        (0.24, 0.20),
        (0.20, 0.40),
        (0.28, 0.62),
        (0.28, 0.86),
        (0.36, 0.97),
        (0.54, 0.98),
        (0.64, 0.90),
        (0.66, 0.66),
        (0.76, 0.42),
        (0.78, 0.20),
    ]];
    let toes = [(0.28, 0.15, 0.045), (0.37, 0.11, 0.045), (0.46, 0.085, 0.05), (0.56, 0.07, 0.05), (0.70, 0.10, 0.08)];
    lines.extend(toes.into_iter().map(|(x, y, r)| ellipse(x, y, r, r * 1.1)));
    lines
}

/// The sites on the front of the standing figure: distance from the middle line, in heights, and from the top. A
/// distance over zero gives a left and a right one.
const FRONT: &[(Site, f64, f64)] = &[
    (Site::Face, 0.0, 0.065),
    (Site::NeckFront, 0.0, 0.130),
    (Site::Shoulder, 0.092, 0.185),
    (Site::Chest, 0.0, 0.205),
    (Site::Chest, 0.050, 0.205),
    (Site::Breast, 0.056, 0.250),
    (Site::Armpit, 0.103, 0.235),
    (Site::Abdomen, 0.0, 0.380),
    (Site::Abdomen, 0.045, 0.360),
    (Site::Flank, 0.083, 0.340),
    (Site::UpperArmFront, 0.125, 0.280),
    (Site::ElbowFold, 0.143, 0.360),
    (Site::ForearmFront, 0.160, 0.425),
    (Site::WristFront, 0.174, 0.485),
    (Site::Palm, 0.186, 0.530),
    (Site::Hip, 0.095, 0.445),
    (Site::Groin, 0.035, 0.480),
    (Site::Genitals, 0.0, 0.515),
    (Site::ThighFront, 0.060, 0.590),
    (Site::Knee, 0.058, 0.700),
    (Site::Shin, 0.060, 0.800),
    (Site::Ankle, 0.050, 0.905),
    (Site::FootTop, 0.060, 0.955),
];

const BACK: &[(Site, f64, f64)] = &[
    (Site::Scalp, 0.0, 0.040),
    (Site::NeckBack, 0.0, 0.130),
    (Site::UpperBack, 0.0, 0.195),
    (Site::UpperBack, 0.055, 0.205),
    (Site::Back, 0.0, 0.300),
    (Site::Back, 0.050, 0.290),
    (Site::LowerBack, 0.0, 0.400),
    (Site::LowerBack, 0.045, 0.390),
    (Site::UpperArmBack, 0.125, 0.280),
    (Site::Elbow, 0.143, 0.360),
    (Site::ForearmBack, 0.160, 0.425),
    (Site::WristBack, 0.174, 0.485),
    (Site::HandBack, 0.186, 0.530),
    (Site::Buttock, 0.050, 0.475),
    (Site::Anus, 0.0, 0.500),
    (Site::ThighBack, 0.060, 0.590),
    (Site::KneeBack, 0.058, 0.700),
    (Site::Calf, 0.060, 0.790),
    (Site::Heel, 0.050, 0.950),
];

/// The sites on the head: distance from the middle of the drawing, and from its top.
const HEAD: &[(Site, f64, f64)] = &[
    (Site::Scalp, 0.0, 0.06),
    (Site::Forehead, 0.0, 0.22),
    (Site::Temple, 0.27, 0.30),
    (Site::Eyebrow, 0.15, 0.345),
    (Site::Eyelid, 0.15, 0.400),
    (Site::Eye, 0.15, 0.440),
    (Site::Ear, 0.38, 0.480),
    (Site::Nose, 0.0, 0.520),
    (Site::Cheek, 0.20, 0.600),
    (Site::Lip, 0.0, 0.690),
    (Site::InsideMouth, 0.0, 0.730),
    (Site::Chin, 0.0, 0.850),
    (Site::Face, 0.0, 0.620),
];

const HAND: &[(Site, f64, f64)] = &[
    (Site::Fingernail, 0.43, 0.06),
    (Site::Finger, 0.43, 0.30),
    (Site::Palm, 0.42, 0.62),
    (Site::HandBack, 0.42, 0.76),
    (Site::WristFront, 0.40, 0.90),
    (Site::WristBack, 0.52, 0.96),
];

const FOOT: &[(Site, f64, f64)] = &[
    (Site::Toenail, 0.70, 0.05),
    (Site::Toe, 0.70, 0.13),
    (Site::FootTop, 0.50, 0.36),
    (Site::Sole, 0.46, 0.60),
    (Site::Ankle, 0.46, 0.76),
    (Site::Heel, 0.46, 0.92),
];

/// Every place of every drawing, computed once.
static ANCHORS: LazyLock<Vec<Anchor>> =
    LazyLock::new(|| View::ALL.iter().flat_map(|&view| make_anchors(view)).collect());

/// Returns every place of a drawing, from the top to the bottom.
pub fn anchors(view: View) -> impl Iterator<Item = Anchor> {
    ANCHORS.iter().copied().filter(move |anchor| anchor.view == view)
}

fn make_anchors(view: View) -> Vec<Anchor> {
    let at = |site, side, x, y| Anchor { view, place: Place { site, side }, x, y };
    // From the front, a person's left is on the right of the drawing; from the back, on its left.
    let left_is = if view == View::Back { -1.0 } else { 1.0 };
    let paired = |table: &[(Site, f64, f64)], scale: f64| {
        let both = |&(site, off, y): &(Site, f64, f64)| match off > 0.0 {
            true => vec![
                at(site, Some(Side::Left), 0.5 + left_is * off * scale, y),
                at(site, Some(Side::Right), 0.5 - left_is * off * scale, y),
            ],
            false => vec![at(site, None, 0.5, y)],
        };
        table.iter().flat_map(both).collect()
    };
    let single = |table: &[(Site, f64, f64)], side, mirror: bool| {
        let one = |&(site, x, y): &(Site, f64, f64)| at(site, Some(side), if mirror { 1.0 - x } else { x }, y);
        table.iter().map(one).collect()
    };
    match view {
        View::Front => paired(FRONT, 0.5 / HALF_WIDTH),
        View::Back => paired(BACK, 0.5 / HALF_WIDTH),
        View::Head => paired(HEAD, 1.0),
        View::LeftHand => single(HAND, Side::Left, false),
        View::RightHand => single(HAND, Side::Right, true),
        View::LeftFoot => single(FOOT, Side::Left, false),
        View::RightFoot => single(FOOT, Side::Right, true),
    }
}

/// Returns where to draw a spot: at its own position, or else at its site on the first drawing that has it. A spot on
/// both sides is drawn at both. Empty for a place on no drawing.
pub fn positions_of(spot: &Spot) -> Vec<Position> {
    match spot.position {
        Some(position) => vec![position],
        None => anchors_of(spot.place()).into_iter().map(Anchor::position).collect(),
    }
}

fn anchors_of(place: Place) -> Vec<Anchor> {
    let at_site = || ANCHORS.iter().copied().filter(|a| a.place.site == place.site);
    let sides = match place.side {
        Some(Side::Both) => vec![Some(Side::Left), Some(Side::Right)],
        Some(Side::Middle) | None => vec![None],
        side => vec![side],
    };
    let found: Vec<Anchor> = sides.iter().filter_map(|side| at_site().find(|a| a.place.side == *side)).collect();
    if found.is_empty() { at_site().take(1).collect() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_site_but_other_has_a_place_on_a_drawing_and_every_place_lies_on_it() {
        for &site in Site::ALL.iter().filter(|&&site| site != Site::Other) {
            let found = ANCHORS.iter().any(|a| a.place.site == site);
            assert!(found, "{site:?} is on no drawing");
        }
        for &view in View::ALL {
            for anchor in anchors(view) {
                assert!((0.0..=1.0).contains(&anchor.x) && (0.0..=1.0).contains(&anchor.y), "{anchor:?}");
            }
            for line in outline(view) {
                assert!(line.iter().all(|(x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)), "{view:?}");
            }
        }
    }

    #[test]
    fn a_persons_left_is_at_the_right_of_the_front_and_at_the_left_of_the_back() {
        let x =
            |view, site| anchors(view).find(|a| a.place.site == site && a.place.side == Some(Side::Left)).unwrap().x;
        assert!(x(View::Front, Site::Shin) > 0.5);
        assert!(x(View::Back, Site::Calf) < 0.5);
        assert!(x(View::Head, Site::Cheek) > 0.5);
    }

    #[test]
    fn a_spot_is_drawn_on_its_side_and_one_on_both_sides_at_both() {
        let drawn = |site, side| {
            let found = anchors_of(Place { site, side });
            found.iter().map(|at| (at.view, at.x > 0.5)).collect::<Vec<_>>()
        };
        for (site, side, expected) in [
            (Site::Shin, Some(Side::Left), vec![(View::Front, true)]),
            (Site::Shin, Some(Side::Right), vec![(View::Front, false)]),
            (Site::Calf, Some(Side::Left), vec![(View::Back, false)]),
            (Site::ElbowFold, Some(Side::Both), vec![(View::Front, true), (View::Front, false)]),
            (Site::Calf, Some(Side::Both), vec![(View::Back, false), (View::Back, true)]),
            (Site::Finger, Some(Side::Right), vec![(View::RightHand, true)]),
            (Site::Finger, Some(Side::Both), vec![(View::LeftHand, false), (View::RightHand, true)]),
            (Site::Abdomen, None, vec![(View::Front, false)]),
            (Site::Other, None, vec![]),
        ] {
            assert_eq!(drawn(site, side), expected, "{site:?} {side:?}");
        }
    }
}
