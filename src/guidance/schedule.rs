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
    Some(earliest(spot).0)
}

/// Why a look is due when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    NeverLooked,
    /// A fresh spot, so many days after the last look.
    Fresh(u16),
    /// An older one, so many days after the last look.
    Older(u16),
    MeasureAgain,
    GlassTest,
}

/// The earliest moment at which a spot is to be looked at again, and why; for one that is neither gone nor closed.
pub(super) fn earliest(spot: &SpotView<'_>) -> (Moment, Why) {
    let Some(last) = spot.last_look() else { return (Moment::on(spot.as_of.day()), Why::NeverLooked) };
    let windows = spot.windows;
    let older = last.days_have_passed(windows.persistence_days) || spot.spot.since_birth.is_yes();
    let (wait, why) = if older {
        (windows.recheck_days, Why::Older(windows.recheck_days))
    } else {
        (windows.early_recheck_days, Why::Fresh(windows.early_recheck_days))
    };
    let again = (Moment::on(last.day()).plus_days(i64::from(wait)), why);
    let pending = spot.growth.pending().map(|(series, point, _)| {
        (Moment::on(series.points[point].day).plus_days(REMEASURE_IN_DAYS), Why::MeasureAgain)
    });
    let glass = next_glass_test(spot).map(|at| (at, Why::GlassTest));
    pending.chain(glass).fold(again, |earliest, other| earliest.min(other))
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
