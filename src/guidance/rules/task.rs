//! Rules that report a task, not a finding.

use super::{GLASS, evidence, telling};
use crate::domain::{GlassTest, show_date};
use crate::guidance::fired::{Fired, Firing, FlagKind, Telling};
use crate::guidance::rule::{Judge, Rule, Tells};
use crate::guidance::schedule::{UNWELL_AGAIN_HOURS, Why, earliest, latest_test, next_check};
use crate::guidance::signs;
use crate::guidance::source;
use crate::guidance::view::{At, SpotView};
use crate::guidance::{Level, See};

pub(super) const RECHECK_DUE: Rule = Rule {
    ident: "recheck-due",
    title: "A look is due",
    brief: "a look is due",
    fires_when: "the day of the next check has come",
    level: "watch",
    see: See::Dermatologist,
    sources: &[source::DOES_NOT_GO_AWAY],
    windows: &["early_recheck_days", "recheck_days", "persistence_days"],
    kind: FlagKind::Task,
    counted_as: Some(("look due", "looks due")),
    group: Some("Look due"),
    ..Rule::finding(Judge::WholeSpot(recheck_due, Tells::WholeSpot(tell_recheck_due)))
};

fn recheck_due(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    // Compared by day, also where the schedule counts in hours.
    if let Some(at) = next_check(spot).filter(|next| next.day() <= spot.as_of.day()) {
        fired.add(Firing { look: spot.looks.len().checked_sub(1), ..Firing::new(at, Level::Watch) });
    }
}

fn tell_recheck_due(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let Some(last) = spot.last_look() else {
        return Telling { reason: "No look has been logged yet.".into(), evidence: Vec::new() };
    };
    let still = match spot.first_seen.filter(|_| !spot.spot.since_birth.is_yes()) {
        Some(seen) => format!(
            " If it is still there, that will be {} days since it was first seen.",
            (spot.as_of.day() - seen).num_days()
        ),
        None => String::new(),
    };
    let why = match earliest(spot).1 {
        Why::Fresh(days) => format!(", {days} days after it (a fresh spot)"),
        Why::Older(days) => format!(", {days} days after it"),
        Why::MeasureAgain => ", to measure it again".into(),
        Why::GlassTest => ", to do the glass test again".into(),
        Why::NeverLooked => String::new(),
    };
    let (looked, due) = (show_date(last.day()), show_date(firing.at.day()));
    let reason = format!("Last looked at on {looked}; next look was due on {due}{why}.{still}");
    Telling { reason, evidence: vec![evidence(last.look(), "last look")] }
}

pub(super) const FADES_BUT_UNWELL: Rule = Rule {
    ident: "fades-but-unwell",
    title: "Test again under glass",
    brief: "repeat glass test due",
    fires_when: "the latest glass test faded, with a sign of meningitis or sepsis at that look or a later \
                 one; it takes nothing back",
    level: "watch",
    see: See::Doctor,
    sources: &[source::MENINGITIS_AND_DOTS],
    windows: &["with_hours"],
    kind: FlagKind::Task,
    ..Rule::finding(Judge::WholeSpot(fades_but_unwell, Tells::AtLook(tell_fades_but_unwell)))
};

/// Looks and symptoms up to the last review do not count; the schedule also starts again from the review.
fn fades_but_unwell(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    let Some(test) = latest_test(spot).filter(|at| at.look().answers.glass_test == Some(GlassTest::Fades)) else {
        return;
    };
    for at in spot.looks().skip(test.index) {
        for (place, noticed) in at.symptoms().filter(|(_, noticed)| noticed.means.shares(signs::SERIOUS)) {
            if !spot.is_answered(at.moment().max(noticed.at).day()) {
                fired.at_with(at, place, Level::Watch);
            }
        }
    }
}

fn tell_fades_but_unwell(at: At<'_, '_>, firing: &Firing) -> Telling {
    let test = latest_test(at.spot).map_or(firing.at, At::moment);
    let because = format!(
        "The glass test of {} faded, and that takes nothing back: test again within {UNWELL_AGAIN_HOURS} hours, and get \
         help at once when it no longer fades.",
        show_date(test.day())
    );
    telling(at, firing, &[GLASS], &because)
}
