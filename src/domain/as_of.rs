//! The as-of moment of an evaluation, and which entries are dated after it.

use super::{FieldError, Moment};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// The maximum difference between two time zones in hours: from UTC-12 to UTC+14.
const ZONE_SPAN_HOURS: i64 = 26;

/// The as-of moment of an evaluation.
///
/// Entries have local times without a time zone. So an evaluation for now includes everything up to what any clock on
/// Earth can show now. An evaluation for a given moment includes exactly the entries up to it (docs/guidance.md,
/// section 1a.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    moment: Moment,
    /// The last instant that is included.
    horizon: NaiveDateTime,
    live: bool,
}

impl AsOf {
    /// Creates an as-of moment that was asked for. A bare date means the end of that day.
    pub fn exactly(moment: Moment) -> Self {
        AsOf { moment, horizon: moment.latest(), live: false }
    }

    /// Creates the as-of moment for now, by the local clock.
    pub fn now(local: NaiveDateTime) -> Self {
        AsOf { moment: Moment::on(local.date()), horizon: zone_horizon(local), live: true }
    }

    /// Returns the day that durations are counted to.
    pub fn day(self) -> NaiveDate {
        self.moment.day()
    }

    /// Returns the moment for display: a day, or a minute if one was asked for.
    pub fn moment(self) -> Moment {
        self.moment
    }

    /// Returns whether this is for now, and not for a given moment.
    pub fn is_live(self) -> bool {
        self.live
    }

    /// Returns whether an entry at that moment is dated later. A bare date counts by its first minute.
    pub fn excludes(self, moment: Moment) -> bool {
        moment.earliest() > self.horizon
    }

    /// Returns whether an entry on that day is dated later.
    pub fn excludes_day(self, day: NaiveDate) -> bool {
        self.excludes(Moment::on(day))
    }
}

/// Returns the latest time that any clock on Earth can show when the local one shows `local`.
fn zone_horizon(local: NaiveDateTime) -> NaiveDateTime {
    local.checked_add_signed(TimeDelta::hours(ZONE_SPAN_HOURS)).unwrap_or(local)
}

/// Checks that a new entry is not dated later than any clock on Earth shows. `local` is the local time.
pub fn check_not_ahead(at: Moment, local: NaiveDateTime) -> Result<(), FieldError> {
    if at.earliest() <= zone_horizon(local) {
        return Ok(());
    }
    Err(FieldError::new(format!(
        "{at} is after today ({}); allowed: up to {ZONE_SPAN_HOURS} hours ahead of this computer's clock",
        local.date()
    )))
}

/// Checks that a birth date is not after today.
pub fn check_born(born: NaiveDate, today: NaiveDate) -> Result<(), FieldError> {
    if born <= today {
        return Ok(());
    }
    Err(FieldError::new(format!("{born} is after today ({today}); allowed: today or earlier")).at("born"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    #[test]
    fn what_a_clock_anywhere_shows_counts_now_and_nothing_later() {
        let now = AsOf::now(local("2026-11-24T12:05"));
        for (entry, excluded) in [
            ("2026-11-24T12:05", false),
            ("2026-11-25", false),
            ("2026-11-25T09:00", false),
            ("2026-11-25T14:05", false),
            ("2026-11-25T14:06", true),
            ("2026-11-26", true),
            ("2036-01-10", true),
        ] {
            assert_eq!(now.excludes(entry.parse().unwrap()), excluded, "{entry}");
            assert_eq!(
                check_not_ahead(entry.parse().unwrap(), local("2026-11-24T12:05")).is_err(),
                excluded,
                "{entry}"
            );
        }
        assert!(!AsOf::now(local("2026-11-24T22:00")).excludes_day(local("2026-11-26T00:00").date()));
    }

    #[test]
    fn a_moment_that_was_asked_for_counts_exactly_what_is_not_after_it() {
        for (as_of, entry, excluded) in [
            ("2026-11-24", "2026-11-24T23:59", false),
            ("2026-11-24", "2026-11-25", true),
            ("2026-11-24T08:00", "2026-11-24", false),
            ("2026-11-24T08:00", "2026-11-24T08:01", true),
        ] {
            let as_of = AsOf::exactly(as_of.parse().unwrap());
            assert_eq!(as_of.excludes(entry.parse().unwrap()), excluded, "{entry}");
        }
    }
}
