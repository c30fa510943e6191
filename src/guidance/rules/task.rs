//! What is to be done, and is no finding.

use super::evidence;
use crate::domain::show_date;
use crate::guidance::Level;
use crate::guidance::rule::{Firing, Telling};
use crate::guidance::schedule::{Why, earliest, next_check};
use crate::guidance::view::SpotView;

pub fn recheck_due(spot: &SpotView<'_>) -> Vec<Firing> {
    // By the day, also where the schedule counts in hours.
    let due = next_check(spot).filter(|next| next.day() <= spot.as_of.day());
    let look = spot.looks.len().checked_sub(1);
    due.map(|at| Firing { at, level: Level::Watch, look, compared_with: None }).into_iter().collect()
}

pub fn tell_recheck_due(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let Some(last) = spot.last_look() else {
        return Telling { reason: "No look has been logged yet.".into(), evidence: Vec::new() };
    };
    let still = match spot.first_seen {
        Some(seen) => format!(
            " If it is still there, that will be {} days since it was first seen.",
            (spot.as_of.day() - seen).num_days()
        ),
        None => String::new(),
    };
    let why = match earliest(spot).1 {
        Why::Fresh(days) => format!("a fresh spot is looked at again after {days} days"),
        Why::Older(days) => format!("it is looked at again after {days} days"),
        Why::MeasureAgain => "it is to be measured again within 3 days".into(),
        Why::GlassTest => "the glass test is to be done again".into(),
        Why::NeverLooked => "it was never looked at".into(),
    };
    let reason =
        format!("Last looked at on {}; {why}, so on {}.{still}", show_date(last.day()), show_date(firing.at.day()));
    Telling { reason, evidence: vec![evidence(last.look(), "last look")] }
}
