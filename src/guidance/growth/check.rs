//! The measured checks of a spot, and the results of the two tests of growth (docs/guidance.md, section 3).

use crate::domain::{Method, Readings};
use chrono::NaiveDate;

/// Tolerance of comparisons, for floating-point rounding.
pub(super) const EPSILON: f64 = 1e-9;

/// The readings of one look, by any method but the eye.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// The day of the look.
    pub day: NaiveDate,
    /// The index of the look, as the caller counts them.
    pub look: usize,
    /// How it was measured. Another method starts another series.
    pub method: Method,
    /// One to three readings of the longest diameter.
    pub readings: Readings,
}

/// A check together with its re-measurements.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The day of the check itself, not of a re-measurement.
    pub day: NaiveDate,
    /// The look of the check, as in [`Check::look`].
    pub look: usize,
    /// The median of all readings that count for it, in millimetres.
    pub value: f64,
    /// The readings taken at its own look.
    pub own: Readings,
}

impl Point {
    pub(super) fn is_triple(&self) -> bool {
        self.own.count() == 3
    }
}

/// The jump test of one check. Lengths are in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jump {
    /// The median of the earlier checks that count for it (docs/guidance.md, section 3.2).
    pub baseline: f64,
    /// The estimated error of one reading: sigma_jump, or sigma_check where every check has three readings.
    pub sigma: f64,
    /// The rise that error alone can explain (docs/guidance.md, section 3.3), at least 1.25 mm.
    pub limit: f64,
    /// The check's value minus the baseline.
    pub rise: f64,
    /// Whether every check of the series up to this one has three readings of its own.
    pub triples: bool,
}

impl Jump {
    /// Returns whether the rise exceeds the limit.
    pub fn is_over(&self) -> bool {
        self.rise - self.limit > EPSILON
    }
}

/// The trend test of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// The median of the slopes between checks, in millimetres per day (Theil-Sen).
    pub slope: f64,
    /// The slope in standard errors. A trend needs more than 3 (docs/guidance.md, section 3.4).
    pub z: f64,
    /// Days from the first check to the last.
    pub span: i64,
    /// The number of checks it is computed from, at least 4.
    pub checks: usize,
}

impl Trend {
    /// Returns whether z exceeds 3 and the slope adds up to at least 1 mm over the span.
    pub fn is_growing(&self) -> bool {
        self.z - 3.0 > EPSILON && self.slope * self.span as f64 >= 1.0 - EPSILON
    }
}
