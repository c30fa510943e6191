//! What is to be done, and is no finding.

use super::evidence;
use crate::domain::show_date;
use crate::guidance::Level;
use crate::guidance::rule::{Firing, Telling};
use crate::guidance::schedule::next_check;
use crate::guidance::view::SpotView;

pub fn recheck_due(spot: &SpotView<'_>) -> Vec<Firing> {
    let due = next_check(spot).filter(|next| !spot.as_of.excludes(*next));
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
    let reason = format!(
        "Last looked at on {}; the next look was for {}.{still}",
        show_date(last.day()),
        show_date(firing.at.day())
    );
    Telling { reason, evidence: vec![evidence(last.look(), "last look")] }
}
