//! Telling growth from a shaky ruler (docs/guidance.md, section 3).
//!
//! Lengths are millimetres, times are calendar days. A *check* is one look's readings; a *series* is the checks by one
//! method since the last review or change of method, and everything is computed inside one series.

use crate::domain::{Method, Readings, median};
use chrono::NaiveDate;

/// Comparisons allow this much for the arithmetic of floating point numbers.
const EPSILON: f64 = 1e-9;
/// Within these days later readings are a re-measurement, and not checks of their own.
pub const REMEASURE_DAYS: i64 = 14;
/// The limit of a jump is never below this.
const LEAST_LIMIT_MM: f64 = 1.25;
/// The variance of the median of three normal readings, in variances of one.
const MEDIAN_OF_THREE: f64 = 0.449;
/// The variance of the median of many normal readings, in variances of one, times their number.
const MEDIAN_OF_MANY: f64 = 1.57;
/// From this many checks on the baseline is the past, without the check that is judged and the three before it.
const QUIET_CHECKS: usize = 8;
const LATEST_CHECKS: usize = 4;
/// The scatter that a jump is measured against leaves out the newest checks: what grows now does not widen its own limit.
const NEWEST_CHECKS: usize = 2;

/// What one look measured, by any method but the eye.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    pub day: NaiveDate,
    /// The look, as its caller counts them.
    pub look: usize,
    pub method: Method,
    pub readings: Readings,
}

/// A check with what was measured again for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub day: NaiveDate,
    pub look: usize,
    /// The median of all readings that count for it.
    pub value: f64,
    /// Its own readings, taken at its look.
    pub own: Readings,
}

impl Point {
    fn is_triple(&self) -> bool {
        self.own.count() == 3
    }
}

/// The jump test of one check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jump {
    pub baseline: f64,
    /// The error of one reading as it was estimated: sigma_jump, or sigma_check where every check has three readings.
    pub sigma: f64,
    pub limit: f64,
    /// The check's value less the baseline.
    pub rise: f64,
    /// Whether every check of the series, this one too, has three readings of its own.
    pub triples: bool,
}

impl Jump {
    pub fn is_over(&self) -> bool {
        self.rise - self.limit > EPSILON
    }
}

/// The trend test of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The median of the slopes between checks, in millimetres a day (Theil-Sen).
    pub slope: f64,
    pub z: f64,
    /// Days from the first check to the last.
    pub span: i64,
    pub checks: usize,
}

impl Trend {
    pub fn is_growing(&self) -> bool {
        self.z - 3.0 > EPSILON && self.slope * self.span as f64 >= 1.0 - EPSILON
    }
}

/// A jump that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grown {
    /// The look that decided it; for one not measured again, the look that was over the limit.
    pub look: usize,
    /// The check that was over the limit, as an index of [`Series::points`].
    pub point: usize,
    pub jump: Jump,
    /// The median that was over: of the check's own readings and of those taken again.
    pub value: f64,
    pub remeasured: bool,
}

/// A trend that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growing {
    pub look: usize,
    pub trend: Trend,
}

/// Checks by one method with no review and no other method between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub method: Method,
    pub points: Vec<Point>,
    /// At most one: once it fired, the jump test rests for the series.
    pub grown: Option<Grown>,
    /// The first and the last check at which the trend counted. All between are of the same series, and so of the
    /// same level, and answered by the same reviews.
    pub growing: Option<(Growing, Growing)>,
    /// The jump that waits to be measured again, as of the day that was asked for.
    pub pending: Option<(usize, Jump)>,
    /// The jump test of the last check, for the chart; `None` for a single check.
    pub last_jump: Option<Jump>,
    /// Every time the series was judged.
    steps: Vec<Step>,
}

impl Series {
    /// Every check at which the trend counted. Slower than [`Series::growing`], which knows the first and the last.
    pub fn growing_at_every_check(&self) -> Vec<Growing> {
        if self.growing.is_none() {
            return Vec::new();
        }
        self.steps.iter().filter_map(|step| step.growing(&self.points)).collect()
    }
}

/// All series of one spot, in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Growth {
    pub series: Vec<Series>,
    /// Where in `series` the part after the last review begins.
    pub since_review: usize,
}

impl Growth {
    /// The jumps that wait to be measured again now, at most one a series, the earliest first; a review ends the waiting.
    pub fn pending(&self) -> impl Iterator<Item = (&Series, usize, Jump)> {
        let open = self.series[self.since_review.min(self.series.len())..].iter();
        open.filter_map(|s| s.pending.map(|(point, jump)| (s, point, jump)))
    }
}

/// The assumed error of one reading (one standard deviation), in millimetres, for a spot of `diameter`.
pub fn assumed_error(diameter: f64) -> f64 {
    // A tenth of a decimal number is seldom one; six places are a nanometre.
    ((0.1 * diameter).max(0.5) * 1e6).round() / 1e6
}

/// Judges the checks of a spot, in the order of time. `reviews` are the days of counting reviews, ascending; a check
/// on the day of a review belongs both to what came before and to what follows.
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
    // What was read again for the pending check: with one reading a check its own count too, with three they do not.
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
    // What was read again was too little to decide, so the check is told as it was read.
    let value = jump.baseline + jump.rise;
    Grown { look: points[point].look, point, jump, value, remeasured: false }
}

/// How many of the earlier checks the baseline of the last of `points` is the median of.
pub fn baseline_checks(points: &[Point]) -> usize {
    let triples = points.iter().all(Point::is_triple);
    let earlier = points.len().saturating_sub(1);
    match points.first() {
        _ if triples => earlier.min(3),
        _ if points.len() >= QUIET_CHECKS => points.len() - LATEST_CHECKS,
        Some(first) if first.is_triple() => earlier.min(1),
        _ => earlier.min(3),
    }
}

/// The baseline of the last of `points` and the variance of its error in variances of one reading; `None` without an
/// earlier check.
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

/// The values of the checks that make the baseline after a quiet time, in the order of their size. A series only grows
/// at its end, so each is put in its place once.
#[derive(Default)]
struct Past {
    ordered: Vec<f64>,
}

impl Past {
    /// The median of the first `used` points.
    fn median(&mut self, points: &[Point], used: usize) -> f64 {
        for point in &points[self.ordered.len().min(used)..used] {
            let place = self.ordered.partition_point(|&value| value < point.value);
            self.ordered.insert(place, point.value);
        }
        let middle = used / 2;
        if used % 2 == 1 { self.ordered[middle] } else { (self.ordered[middle - 1] + self.ordered[middle]) / 2.0 }
    }
}

/// Whether the newest check is far enough up for the limit to matter at all.
fn may_jump(points: &[Point], past: &mut Past) -> bool {
    let Some(newest) = points.last() else { return false };
    let used = baseline_checks(points);
    // The same as `baseline`, without going through the whole past at every check.
    let baseline = if used > 3 { Some(past.median(points, used)) } else { baseline(points).map(|(value, _)| value) };
    baseline.is_some_and(|baseline| newest.value - baseline > LEAST_LIMIT_MM)
}

/// The jump test of the last of `points`; `None` without an earlier one.
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

/// The person's own scatter, from the differences between successive checks.
fn own_error(points: &[Point]) -> f64 {
    let mut steps: Vec<f64> = points.windows(2).map(|pair| pair[1].value - pair[0].value).collect();
    let middle = median(&mut steps).unwrap_or_default();
    let mut off: Vec<f64> = steps.iter().map(|step| (step - middle).abs()).collect();
    1.4826 * median(&mut off).unwrap_or_default() / std::f64::consts::SQRT_2
}

/// sigma_trend: from the fifth check on the person's own scatter, between the assumed error and twice it.
fn trend_error(points: &[Point]) -> f64 {
    let sigma = series_error(points);
    if points.len() < 5 { sigma } else { own_error(points).clamp(sigma, 2.0 * sigma) }
}

/// sigma_jump: the scatter of all but the newest checks, drawn to the assumed error, between that and twice it.
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

/// The trend test of `points`; `None` before four checks over 28 days.
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
    let z = slope * spread(points).sqrt() / sigma;
    Some(Trend { slope, z, span, checks: points.len() })
}

/// Whether at least half of the slopes are steep enough for the trend test to count, with the least error it can reckon
/// with. Cheaper than the median of the slopes.
fn may_trend(points: &[Point]) -> bool {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return false };
    let span = (last.day - first.day).num_days();
    let bound = (3.0 * series_error(points) / spread(points).sqrt()).max(1.0 / span.max(1) as f64) - EPSILON;
    let days: Vec<f64> = points.iter().map(|p| (p.day - first.day).num_days() as f64).collect();
    let heights: Vec<f64> = points.iter().zip(&days).map(|(p, d)| p.value - bound * d).collect();
    let (mut rising, mut pairs) = (0usize, 0usize);
    for (i, &height) in heights.iter().enumerate() {
        let earlier = days[..i].partition_point(|&d| d < days[i]);
        rising += heights[..earlier].iter().filter(|&&h| h < height).count();
        pairs += earlier;
    }
    2 * rising >= pairs
}

/// The sum of squared distances of the days from their mean.
fn spread(points: &[Point]) -> f64 {
    let Some(first) = points.first() else { return 0.0 };
    let days = |p: &Point| (p.day - first.day).num_days() as f64;
    let mean = points.iter().map(days).sum::<f64>() / points.len() as f64;
    points.iter().map(|p| (days(p) - mean).powi(2)).sum()
}

/// Finds the first and the last check at which the trend counts without the full test at every one.
///
/// The full test looks at every pair of checks, at every check again: for hundreds of checks too slow to run before a
/// first frame. A median slope over a bound means that more than half of the pairs rise faster than the bound, and
/// with the least bound the test could ever have, counting the pairs of each new check is enough to rule nearly all
/// of them out.
#[derive(Default)]
struct TrendWatch {
    /// For every time the series was judged: its points then, and the look.
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
struct Step {
    points: usize,
    /// The value of its last point then; a re-measurement may have moved it since.
    value: f64,
    look: usize,
}

impl Step {
    /// The trend test as it stood then; `points` are those of the whole series.
    fn growing(&self, points: &[Point]) -> Option<Growing> {
        let now = &points[..self.points];
        let trend = if now.last()?.value == self.value {
            may_trend(now).then(|| trend(now)).flatten()
        } else {
            // Measured again since.
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

    /// The steps that the least bound cannot rule out.
    fn candidates(&self, points: &[Point]) -> Vec<usize> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
        let days: Vec<f64> = points.iter().map(|p| (p.day - first.day).num_days() as f64).collect();
        let span = (last.day - first.day).num_days();
        if points.len() < 4 || span < 28 {
            return Vec::new();
        }
        // Both parts only fall as a series grows, so the bound of the whole series is the least.
        let bound = (3.0 * 0.5 / spread(points).sqrt()).max(1.0 / span as f64) - EPSILON;
        let above = |value: f64, i: usize| value - bound * days[i];
        let mut heights: Vec<f64> = Vec::with_capacity(points.len());
        // Pairs of one day have no slope and are in neither count.
        let (mut rising, mut pairs) = (0usize, 0usize);
        let mut counted_of_last = (0usize, 0usize);
        let mut found = Vec::new();
        for (n, step) in self.steps.iter().enumerate() {
            let i = step.points - 1;
            if heights.len() == step.points {
                // The last point was measured again: its pairs are counted anew.
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
            // An even number of slopes has the mean of two as its median, which half of the pairs can carry.
            if step.points >= 4 && 2 * rising >= pairs {
                found.push(n);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
