//! When to look again (guidance, section 5).

use super::view::{At, SpotView};
use crate::domain::{GlassTest, Listed, Moment};

const REMEASURE_IN_DAYS: i64 = 3;
const NON_FADING_AGAIN_HOURS: i64 = 24;
const UNWELL_AGAIN_HOURS: i64 = 2;

/// Meningitis signs and sepsis signs (guidance, section 2, words).
pub(super) const SERIOUS_SIGNS: &[Listed] = &[
    Listed::StiffNeck,
    Listed::Fever,
    Listed::Headache,
    Listed::SevereHeadOrNeckPain,
    Listed::Nausea,
    Listed::LightSensitivity,
    Listed::Vomiting,
    Listed::FrequentVomiting,
    Listed::Sweating,
    Listed::FastHeartOrBreathing,
    Listed::Lethargy,
    Listed::ConfusedOrLessAlert,
    Listed::DrowsyOrUnresponsive,
];

/// The next check of a spot: a day, or a day and minute where it counts in hours. `None` for a spot that is gone or
/// closed. A spot without an observation is due at once.
pub fn next_check(spot: &SpotView<'_>) -> Option<Moment> {
    if spot.is_gone() {
        return None;
    }
    let Some(last) = spot.last_look() else { return Some(Moment::on(spot.as_of.day())) };
    let windows = spot.windows;
    let wait = if last.days_have_passed(windows.persistence_days) || spot.spot.since_birth.is_yes() {
        windows.recheck_days
    } else {
        windows.early_recheck_days
    };
    let again = Moment::on(last.day()).plus_days(i64::from(wait));
    let remeasure = spot
        .growth
        .pending()
        .map(|(series, point, _)| Moment::on(series.points[point].day).plus_days(REMEASURE_IN_DAYS));
    [Some(again), remeasure, next_glass_test(spot)].into_iter().flatten().min_by_key(|m| m.latest())
}

/// When the glass test is due again, unless a counting review followed the latest one.
fn next_glass_test(spot: &SpotView<'_>) -> Option<Moment> {
    let latest: At<'_, '_> = spot.looks().filter(|at| at.look().answers.glass_test.is_some()).last()?;
    if spot.is_answered(latest.day()) {
        return None;
    }
    match latest.look().answers.glass_test? {
        GlassTest::DoesNotFade | GlassTest::Unclear => Some(latest.look().at.plus_hours(NON_FADING_AGAIN_HOURS)),
        GlassTest::Fades => {
            let unwell = spot.looks().skip(latest.index).any(|at| at.with(SERIOUS_SIGNS).is_some());
            unwell.then(|| latest.look().at.plus_hours(UNWELL_AGAIN_HOURS))
        }
    }
}
