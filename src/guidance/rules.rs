//! The functions behind the rows of [`super::RULES`], by theme. For each rule one that fires and one that tells.

pub mod change;
pub mod description;
pub mod growth;
pub mod persistence;
pub mod task;

use super::evaluate::Evidence;
use super::rule::Firing;
use super::view::SpotView;
use crate::domain::{Look, show_date};

/// The look a firing is about. Rules that are judged at looks always name one, and its own look is in its view.
fn look_of<'a>(spot: &SpotView<'a>, firing: &Firing) -> Option<&'a Look> {
    firing.look.map(|index| spot.look(index))
}

fn evidence(look: &Look, what: impl Into<String>) -> Evidence {
    Evidence { observation: Some(look.id), at: look.at, what: what.into() }
}

/// The day of a look as people read it.
fn day_of(look: Option<&Look>) -> String {
    look.map_or_else(|| "an unknown day".into(), |look| show_date(look.at.day()))
}

/// A length as people read it: `3.0 mm`, and `1.25 mm` where a tenth would hide the arithmetic.
fn mm(value: f64) -> String {
    let tenths = value * 10.0;
    if (tenths - tenths.round()).abs() < 0.05 { format!("{value:.1} mm") } else { format!("{value:.2} mm") }
}
