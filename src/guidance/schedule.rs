//! When to look again (docs/guidance.md, section 5).

use super::signs;
use super::view::{At, SpotView};
use crate::domain::{GlassTest, Moment};

const REMEASURE_IN_DAYS: i64 = 3;
const NON_FADING_AGAIN_HOURS: i64 = 24;
/// Hours until the next glass test if the latest one faded and the person has a sign of a serious illness.
pub(super) const UNWELL_AGAIN_HOURS: i64 = 2;

/// Returns the next check of a spot: a day, or a day and minute where the schedule counts in hours. Returns `None` for
/// a spot that is gone or closed. A spot without an observation is due at once.
pub(super) fn next_check(spot: &SpotView<'_>) -> Option<Moment> {
    if spot.is_gone() {
        return None;
    }
    Some(earliest(spot).0)
}

/// Why the next look is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    NeverLooked,
    /// A fresh spot: this many days after the last look.
    Fresh(u16),
    /// An older spot: this many days after the last look.
    Older(u16),
    MeasureAgain,
    GlassTest,
}

/// Returns the earliest moment of the next look, and why. The spot must be neither gone nor closed.
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

/// Returns the latest look with a glass test.
pub(super) fn latest_test<'v, 'a>(spot: &'v SpotView<'a>) -> Option<At<'v, 'a>> {
    spot.looks().rev().find(|at| at.look().answers.glass_test.is_some())
}

/// Returns when the glass test is due again; `None` if a counting review followed the latest one.
fn next_glass_test(spot: &SpotView<'_>) -> Option<Moment> {
    let latest = latest_test(spot).filter(|latest| !spot.is_answered(latest.day()))?;
    match latest.look().answers.glass_test? {
        GlassTest::DoesNotFade | GlassTest::Unclear => Some(latest.look().at.plus_hours(NON_FADING_AGAIN_HOURS)),
        GlassTest::Fades => {
            let unwell = spot.looks().skip(latest.index).any(|at| at.is_with(signs::SERIOUS));
            unwell.then(|| latest.look().at.plus_hours(UNWELL_AGAIN_HOURS))
        }
    }
}
