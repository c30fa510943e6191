//! The measured checks of a spot, and the results of the two tests of growth (docs/guidance.md, section 3).

use crate::domain::{Method, Readings};
use chrono::NaiveDate;

/// Tolerance of comparisons, for floating-point rounding.
pub(super) const EPSILON: f64 = 1e-9;

/// The readings of one look, by any method but the eye.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    pub day: NaiveDate,
    /// The index of the look, as the caller counts them.
    pub look: usize,
    pub method: Method,
    pub readings: Readings,
}

/// A check together with its re-measurements.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub day: NaiveDate,
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
    pub baseline: f64,
    /// The estimated error of one reading: sigma_jump, or sigma_check where every check has three readings.
    pub sigma: f64,
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
    pub z: f64,
    /// Days from the first check to the last.
    pub span: i64,
    pub checks: usize,
}

impl Trend {
    /// Returns whether z exceeds 3 and the slope adds up to at least 1 mm over the span.
    pub fn is_growing(&self) -> bool {
        self.z - 3.0 > EPSILON && self.slope * self.span as f64 >= 1.0 - EPSILON
    }
}
