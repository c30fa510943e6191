//! Separates growth from measurement error (docs/guidance.md, section 3).
//!
//! Lengths are millimetres, times are calendar days. A *check* is one look's readings. A *series* is the checks by one
//! method since the last review or change of method. All statistics are computed inside one series.

mod check;

use self::check::EPSILON;
use crate::domain::{Method, median};
use chrono::NaiveDate;

pub use check::{Check, Jump, Point, Trend};

/// Readings within this many days are a re-measurement, not checks of their own.
pub(super) const REMEASURE_DAYS: i64 = 14;
/// The lower bound of a jump's limit.
const LEAST_LIMIT_MM: f64 = 1.25;
/// The variance of the median of three normal readings, as a multiple of the variance of one.
const MEDIAN_OF_THREE: f64 = 0.449;
/// The variance of the median of n normal readings, as a multiple of the variance of one, times n.
const MEDIAN_OF_MANY: f64 = 1.57;
/// From this many checks on, the baseline is all checks except the last `LATEST_CHECKS`.
const QUIET_CHECKS: usize = 8;
const LATEST_CHECKS: usize = 4;
/// The newest checks, left out of the scatter for the jump test. Otherwise current growth would widen its own limit.
const NEWEST_CHECKS: usize = 2;

/// A confirmed jump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grown {
    /// The look that decided it. Without a re-measurement, the look that was over the limit.
    pub look: usize,
    /// The check that was over the limit, as an index into [`Series::points`].
    pub point: usize,
    /// The test that was over the limit.
    pub jump: Jump,
    /// The median that was over the limit, of the check's own readings and its re-measurements.
    pub value: f64,
    /// Whether three or more readings confirmed it. False once 14 days passed without them.
    pub remeasured: bool,
}

/// A trend that counts as growth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growing {
    /// The look at which the trend counted.
    pub look: usize,
    /// The test over all checks of the series up to that look.
    pub trend: Trend,
}

/// Checks by one method with no review and no other method between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The method of every check.
    pub method: Method,
    /// The checks in time order. A re-measurement belongs to the point it confirms or refutes.
    pub points: Vec<Point>,
    /// The confirmed jump. At most one: after it, the jump test stops for the series.
    pub grown: Option<Grown>,
    /// The first and the last check at which the trend counted. All checks between have the same level and are answered
    /// by the same reviews, since they are in one series.
    pub growing: Option<(Growing, Growing)>,
    /// The jump that waits to be measured again as of the requested day, with its index into `points`.
    pub pending: Option<(usize, Jump)>,
    /// The jump test of the last check, for the chart; `None` for a single check.
    pub last_jump: Option<Jump>,
    /// Every state in which the series was tested.
    steps: Vec<Step>,
}

impl Series {
    /// Returns every check at which the trend counted. Slower than [`Series::growing`], the first and the last.
    pub fn growing_at_every_check(&self) -> Vec<Growing> {
        if self.growing.is_none() {
            return Vec::new();
        }
        self.steps.iter().filter_map(|step| step.growing(&self.points)).collect()
    }
}

/// All series of one spot, in time order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    /// In time order. A check on the day of a review is in two of them.
    pub series: Vec<Series>,
    /// The index in `series` of the first one after the last review.
    pub since_review: usize,
}

impl Growth {
    /// Returns the jumps that wait for a re-measurement, at most one a series, earliest first. A review ends the wait.
    pub fn pending(&self) -> impl Iterator<Item = (&Series, usize, Jump)> {
        let open = self.series[self.since_review.min(self.series.len())..].iter();
        open.filter_map(|s| s.pending.map(|(point, jump)| (s, point, jump)))
    }
}

/// Returns the assumed error of one reading (one standard deviation), in millimetres, for a spot of `diameter`.
pub fn assumed_error(diameter: f64) -> f64 {
    // Rounds to six places (a nanometre), since a tenth of a decimal number is rarely exact in binary.
    ((0.1 * diameter).max(0.5) * 1e6).round() / 1e6
}

/// Analyses the checks of a spot, in time order. `reviews` are the days of counting reviews, ascending. A check on the
/// day of a review belongs to the series before it and to the series after it.
pub fn analyse(checks: &[Check], reviews: &[NaiveDate], as_of: NaiveDate) -> Growth {
    let mut growth = Growth::default();
    let starts = std::iter::once(None).chain(reviews.iter().copied().map(Some));
    for (i, start) in starts.enumerate() {
        let end = reviews.get(i).copied();
        if start.is_some() && start == end {
            continue;
        }
        growth.since_review = growth.series.len();
        let inside = |c: &&Check| start.is_none_or(|s| c.day >= s) && end.is_none_or(|e| c.day <= e);
        let segment: Vec<Check> = checks.iter().filter(inside).copied().collect();
        for run in segment.chunk_by(|a, b| a.method == b.method) {
            growth.series.push(judge_series(run, as_of));
        }
    }
    growth
}

fn judge_series(checks: &[Check], as_of: NaiveDate) -> Series {
    let method = checks.first().map_or(Method::Ruler, |c| c.method);
    let mut series = Series {
        method,
        points: Vec::new(),
        grown: None,
        growing: None,
        pending: None,
        last_jump: None,
        steps: Vec::new(),
    };
    // The readings of the pending check's re-measurement. Its own readings are included where a check has one reading,
    // and left out where every check has three.
    let mut pooled: Vec<f64> = Vec::new();
    let mut all: Vec<f64> = Vec::new();
    let mut trends = TrendWatch::default();
    let mut past = Past::default();
    for check in checks {
        if let Some((point, jump)) = series.pending {
            if (check.day - series.points[point].day).num_days() <= REMEASURE_DAYS {
                pooled.extend(check.readings.iter());
                all.extend(check.readings.iter());
                series.points[point].value = median(&mut all).unwrap_or(series.points[point].value);
                trends.see(&series.points, check.look);
                if pooled.len() >= 3 {
                    let value = median(&mut pooled).unwrap_or_default();
                    if value - jump.baseline - jump.limit > EPSILON {
                        series.grown = Some(Grown { look: check.look, point, jump, value, remeasured: true });
                    }
                    series.pending = None;
                }
                continue;
            }
            series.grown = Some(not_remeasured(&series.points, point, jump));
            series.pending = None;
        }
        series.points.push(Point {
            day: check.day,
            look: check.look,
            value: check.readings.median(),
            own: check.readings,
        });
        trends.see(&series.points, check.look);
        if series.grown.is_some() || !may_jump(&series.points, &mut past) {
            continue;
        }
        if let Some(jump) = jump(&series.points).filter(Jump::is_over) {
            let point = series.points.len() - 1;
            if check.readings.count() == 3 && !jump.triples {
                let value = series.points[point].value;
                series.grown = Some(Grown { look: check.look, point, jump, value, remeasured: true });
            } else {
                series.pending = Some((point, jump));
                all = check.readings.iter().collect();
                pooled = if jump.triples { Vec::new() } else { all.clone() };
            }
        }
    }
    if let Some((point, jump)) = series.pending
        && (as_of - series.points[point].day).num_days() > REMEASURE_DAYS
    {
        series.grown = Some(not_remeasured(&series.points, point, jump));
        series.pending = None;
    }
    series.growing = trends.finish(&series.points);
    series.steps = trends.steps;
    series.last_jump = jump(&series.points);
    series
}

fn not_remeasured(points: &[Point], point: usize, jump: Jump) -> Grown {
    // There were too few new readings to decide, so the original value is reported.
    let value = jump.baseline + jump.rise;
    Grown { look: points[point].look, point, jump, value, remeasured: false }
}

/// Returns the number of earlier checks in the baseline of the last of `points`.
pub(super) fn baseline_checks(points: &[Point]) -> usize {
    let triples = points.iter().all(Point::is_triple);
    let earlier = points.len().saturating_sub(1);
    match points.first() {
        _ if triples => earlier.min(3),
        _ if points.len() >= QUIET_CHECKS => points.len() - LATEST_CHECKS,
        Some(first) if first.is_triple() => earlier.min(1),
        _ => earlier.min(3),
    }
}

/// Returns the baseline of the last of `points`, and the variance of its error in variances of one reading. Returns
/// `None` without an earlier check.
fn baseline(points: &[Point]) -> Option<(f64, f64)> {
    let used = baseline_checks(points);
    let mut values: Vec<f64> = points[..used].iter().map(|point| point.value).collect();
    let k = match used {
        1 if points[0].is_triple() && !points.iter().all(Point::is_triple) => MEDIAN_OF_THREE,
        0..=3 => 1.0 / used as f64,
        _ => MEDIAN_OF_MANY / used as f64,
    };
    Some((median(&mut values)?, k))
}

/// The sorted values of the checks in a long baseline. A series only grows at its end, so each value is inserted once.
#[derive(Default)]
struct Past {
    ordered: Vec<f64>,
}

impl Past {
    /// Returns the median of the first `used` points.
    fn median(&mut self, points: &[Point], used: usize) -> f64 {
        for point in &points[self.ordered.len().min(used)..used] {
            let place = self.ordered.partition_point(|&value| value < point.value);
            self.ordered.insert(place, point.value);
        }
        let middle = used / 2;
        if used % 2 == 1 { self.ordered[middle] } else { (self.ordered[middle - 1] + self.ordered[middle]) / 2.0 }
    }
}

/// Returns whether the newest check is far enough above the baseline for the jump test to matter.
fn may_jump(points: &[Point], past: &mut Past) -> bool {
    let Some(newest) = points.last() else { return false };
    let used = baseline_checks(points);
    // The same value as `baseline`, without reading the whole past at every check.
    let baseline = if used > 3 { Some(past.median(points, used)) } else { baseline(points).map(|(value, _)| value) };
    baseline.is_some_and(|baseline| newest.value - baseline > LEAST_LIMIT_MM)
}

/// Returns the jump test of the last of `points`, or `None` without an earlier one.
pub fn jump(points: &[Point]) -> Option<Jump> {
    let triples = points.iter().all(Point::is_triple);
    let (baseline, k) = baseline(points)?;
    let sigma = if triples { check_error(points) } else { jump_error(points) };
    let limit = (1.96 * sigma * (1.0 + k).sqrt()).max(LEAST_LIMIT_MM);
    Some(Jump { baseline, sigma, limit, rise: points.last()?.value - baseline, triples })
}

fn series_error(points: &[Point]) -> f64 {
    let mut values: Vec<f64> = points.iter().map(|p| p.value).collect();
    assumed_error(median(&mut values).unwrap_or_default())
}

/// Returns the person's own scatter, from the differences between successive checks.
fn own_error(points: &[Point]) -> f64 {
    let mut steps: Vec<f64> = points.windows(2).map(|pair| pair[1].value - pair[0].value).collect();
    let middle = median(&mut steps).unwrap_or_default();
    let mut off: Vec<f64> = steps.iter().map(|step| (step - middle).abs()).collect();
    1.4826 * median(&mut off).unwrap_or_default() / std::f64::consts::SQRT_2
}

/// sigma_trend: from the fifth check on the person's own scatter, clamped to between one and two assumed errors.
fn trend_error(points: &[Point]) -> f64 {
    let sigma = series_error(points);
    if points.len() < 5 { sigma } else { own_error(points).clamp(sigma, 2.0 * sigma) }
}

/// sigma_jump: the scatter of all but the newest checks, shrunk towards the assumed error. Clamped to between one and
/// two assumed errors.
fn jump_error(points: &[Point]) -> f64 {
    let sigma = series_error(points);
    let settled = &points[..points.len().saturating_sub(NEWEST_CHECKS)];
    if settled.len() < 4 {
        return sigma;
    }
    let (own, m) = (own_error(settled), settled.len() as f64);
    let drawn = ((4.0 * sigma * sigma + (m - 1.0) * own * own) / (m + 3.0)).sqrt();
    drawn.clamp(sigma, 2.0 * sigma)
}

/// sigma_check: the error of a median of three, from the scatter within the days (docs/guidance.md, section 3, item 5).
fn check_error(points: &[Point]) -> f64 {
    let sigma = series_error(points);
    let scatter: f64 = points
        .iter()
        .map(|p| {
            let mean = p.own.iter().sum::<f64>() / p.own.count() as f64;
            p.own.iter().map(|r| (r - mean).powi(2)).sum::<f64>()
        })
        .sum();
    let freedom: usize = points.iter().map(|p| p.own.count() - 1).sum();
    let pooled = (6.0 * sigma * sigma + scatter) / (6.0 + freedom as f64);
    ((MEDIAN_OF_THREE * pooled).max(0.30 * 0.30) + 0.20 * 0.20).sqrt()
}

/// Returns the trend test of `points`, or `None` with fewer than four checks or under 28 days.
pub fn trend(points: &[Point]) -> Option<Trend> {
    let (first, last) = (points.first()?, points.last()?);
    let span = (last.day - first.day).num_days();
    if points.len() < 4 || span < 28 {
        return None;
    }
    let at: Vec<(i64, f64)> = points.iter().map(|p| ((p.day - first.day).num_days(), p.value)).collect();
    let mut slopes = Vec::with_capacity(points.len() * (points.len() - 1) / 2);
    for (i, (from, low)) in at.iter().enumerate() {
        let later = at[i + 1..].iter().filter(|(to, _)| to > from);
        slopes.extend(later.map(|(to, high)| (high - low) / (to - from) as f64));
    }
    let slope = median(&mut slopes)?;
    let triples = points.iter().all(Point::is_triple);
    let sigma = if triples { series_error(points) } else { trend_error(points) };
    let days: Vec<f64> = at.iter().map(|(day, _)| *day as f64).collect();
    let z = slope * spread(&days).sqrt() / sigma;
    Some(Trend { slope, z, span, checks: points.len() })
}

/// Returns whether at least half of the slopes exceed the least slope that the trend test could accept. Cheaper than
/// the median of the slopes.
fn may_trend(points: &[Point]) -> bool {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return false };
    let span = (last.day - first.day).num_days();
    let days: Vec<f64> = points.iter().map(|p| (p.day - first.day).num_days() as f64).collect();
    let bound = (3.0 * series_error(points) / spread(&days).sqrt()).max(1.0 / span.max(1) as f64) - EPSILON;
    let heights: Vec<f64> = points.iter().zip(&days).map(|(p, d)| p.value - bound * d).collect();
    let (mut rising, mut pairs) = (0usize, 0usize);
    for (i, &height) in heights.iter().enumerate() {
        let earlier = days[..i].partition_point(|&d| d < days[i]);
        rising += heights[..earlier].iter().filter(|&&h| h < height).count();
        pairs += earlier;
    }
    2 * rising >= pairs
}

/// Returns the sum of squared distances of the days from their mean.
fn spread(days: &[f64]) -> f64 {
    let mean = days.iter().sum::<f64>() / days.len() as f64;
    days.iter().map(|day| (day - mean).powi(2)).sum()
}

/// Finds the first and the last check at which the trend counts, without running the full test at every check.
///
/// The full test compares every pair of checks, again at every check. For hundreds of checks that is too slow before
/// the first frame. A median slope over a bound means that more than half of the pairs rise faster than the bound. With
/// the least possible bound, counting the pairs of each new check rules out nearly all checks.
#[derive(Default)]
struct TrendWatch {
    /// For each test of the series: the number of points at that time, and the look.
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
struct Step {
    points: usize,
    /// The value of the last point at that step. A later re-measurement may have changed it.
    value: f64,
    look: usize,
}

impl Step {
    /// Returns the trend test at that step; `points` are those of the whole series.
    fn growing(&self, points: &[Point]) -> Option<Growing> {
        let now = &points[..self.points];
        let trend = if now.last()?.value == self.value {
            may_trend(now).then(|| trend(now)).flatten()
        } else {
            // The last point was measured again after this step.
            let mut then = now.to_vec();
            then.last_mut()?.value = self.value;
            may_trend(&then).then(|| trend(&then)).flatten()
        };
        trend.filter(Trend::is_growing).map(|trend| Growing { look: self.look, trend })
    }
}

impl TrendWatch {
    fn see(&mut self, points: &[Point], look: usize) {
        if let Some(last) = points.last() {
            self.steps.push(Step { points: points.len(), value: last.value, look });
        }
    }

    fn finish(&self, points: &[Point]) -> Option<(Growing, Growing)> {
        let candidates = self.candidates(points);
        let test = |&step: &usize| self.steps[step].growing(points);
        let first = candidates.iter().find_map(test)?;
        let last = candidates.iter().rev().find_map(test)?;
        Some((first, last))
    }

    /// Returns the steps that the least bound cannot rule out.
    fn candidates(&self, points: &[Point]) -> Vec<usize> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
        let days: Vec<f64> = points.iter().map(|p| (p.day - first.day).num_days() as f64).collect();
        let span = (last.day - first.day).num_days();
        if points.len() < 4 || span < 28 {
            return Vec::new();
        }
        // Both terms only decrease as a series grows, so the bound of the whole series is the least.
        let bound = (3.0 * 0.5 / spread(&days).sqrt()).max(1.0 / span as f64) - EPSILON;
        let above = |value: f64, i: usize| value - bound * days[i];
        let mut heights: Vec<f64> = Vec::with_capacity(points.len());
        // Pairs on one day have no slope and are in neither count.
        let (mut rising, mut pairs) = (0usize, 0usize);
        let mut counted_of_last = (0usize, 0usize);
        let mut found = Vec::new();
        for (n, step) in self.steps.iter().enumerate() {
            let i = step.points - 1;
            if heights.len() == step.points {
                // The last point was measured again, so its pairs are counted again.
                rising -= counted_of_last.0;
                pairs -= counted_of_last.1;
                heights.pop();
            }
            let height = above(step.value, i);
            let earlier = days[..i].partition_point(|&d| d < days[i]);
            let under = heights[..earlier].iter().filter(|&&h| h < height).count();
            counted_of_last = (under, earlier);
            rising += under;
            pairs += earlier;
            heights.push(height);
            // The median of an even number of slopes is a mean of two, so exactly half of the pairs can be enough.
            if step.points >= 4 && 2 * rising >= pairs {
                found.push(n);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
