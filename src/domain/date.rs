//! Date types: a day or a minute, and a first-seen date as a day, month or year.

use super::{FieldError, show_date};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use std::{fmt, str::FromStr};

/// A day, or a minute of a day if the hour matters. A bare day sorts before every minute of it (docs/guidance.md,
/// section 1a.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: NaiveDate,
    time: Option<NaiveTime>,
}

impl Moment {
    /// Creates a moment without a time.
    pub fn on(day: NaiveDate) -> Self {
        Moment { day, time: None }
    }

    /// Creates a moment, truncated to the minute.
    pub fn at(when: NaiveDateTime) -> Self {
        let minute = chrono::Timelike::minute(&when.time());
        let time = NaiveTime::from_hms_opt(chrono::Timelike::hour(&when.time()), minute, 0);
        Moment { day: when.date(), time }
    }

    /// Returns the day.
    pub fn day(self) -> NaiveDate {
        self.day
    }

    /// Returns the time, to the minute; `None` for a bare day.
    pub fn time(self) -> Option<NaiveTime> {
        self.time
    }

    /// Returns the first possible instant.
    pub fn earliest(self) -> NaiveDateTime {
        self.day.and_time(self.time.unwrap_or(NaiveTime::MIN))
    }

    /// Returns the last possible instant, to the minute.
    pub fn latest(self) -> NaiveDateTime {
        let last = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(NaiveTime::MIN);
        self.day.and_time(self.time.unwrap_or(last))
    }

    /// Returns whether the smallest possible gap between the two is at most `hours` (docs/guidance.md, section 1a.5).
    pub fn within_hours(self, other: Moment, hours: i64) -> bool {
        let gap = if self.earliest() > other.latest() {
            self.earliest() - other.latest()
        } else if other.earliest() > self.latest() {
            other.earliest() - self.latest()
        } else {
            return true;
        };
        gap.num_minutes() <= hours * 60
    }

    /// Adds hours. A bare day is moved by whole days.
    pub fn plus_hours(self, hours: i64) -> Self {
        match self.time {
            Some(time) => {
                let then = self.day.and_time(time).checked_add_signed(chrono::TimeDelta::hours(hours));
                then.map_or(self, Moment::at)
            }
            None => self.plus_days(hours / 24),
        }
    }

    /// Adds days and drops the time.
    pub fn plus_days(self, days: i64) -> Self {
        Moment::on(self.day.checked_add_days(Days::new(days.max(0) as u64)).unwrap_or(self.day))
    }
}

impl Moment {
    /// Formats the day, with the time if it is known: `1 Oct 2026, 08:05`.
    pub fn label(self) -> String {
        match self.time {
            Some(time) => format!("{}, {}", show_date(self.day), time.format("%H:%M")),
            None => show_date(self.day),
        }
    }

    /// Formats the moment as a person may type it: `2026-11-21`, or `2026-11-21 14:30`.
    pub fn as_typed(self) -> String {
        self.to_string().replace('T', " ")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            None => write!(f, "{}", self.day.format("%Y-%m-%d")),
            Some(time) => write!(f, "{}T{}", self.day.format("%Y-%m-%d"), time.format("%H:%M")),
        }
    }
}

impl FromStr for Moment {
    type Err = FieldError;

    /// Parses only the forms used in files: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wrong = || {
            let shown: String = text.chars().take(40).collect();
            FieldError::new(format!(
                "\"{shown}\" is not a date; allowed: YYYY-MM-DD, or YYYY-MM-DDTHH:MM in local time"
            ))
        };
        if text.len() == 10 {
            return parse_iso_day(text).map(Moment::on).ok_or_else(wrong);
        }
        let (day, time) = text.split_once('T').ok_or_else(wrong)?;
        let day = parse_iso_day(day).ok_or_else(wrong)?;
        let time = parse_hour_minute(time).filter(|_| text.len() == 16).ok_or_else(wrong)?;
        Ok(Moment { day, time: Some(time) })
    }
}

/// Parses exactly `YYYY-MM-DD`. Written by hand, since it runs once for every loaded observation.
pub(super) fn parse_iso_day(text: &str) -> Option<NaiveDate> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let number =
        |part: &[u8]| part.iter().try_fold(0u32, |n, c| c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0')));
    NaiveDate::from_ymd_opt(number(&b[..4])? as i32, number(&b[5..7])?, number(&b[8..])?)
}

/// Parses `H:MM` or `HH:MM`.
pub(super) fn parse_hour_minute(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |t: &str| (t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit())).then(|| t.parse().ok());
    NaiveTime::from_hms_opt(digits(hour)??, digits(minute).filter(|_| minute.len() == 2)??, 0)
}

/// The precision of a first-seen date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// The day is known.
    Day,
    /// Any day of the month is possible.
    Month,
    /// Any day of the year is possible.
    Year,
}

/// When a spot was first seen; `None` in an `Option<FirstSeen>` means unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FirstSeen {
    /// The date as it was given. With precision month or year, only that part counts.
    pub on: NaiveDate,
    /// Which part of `on` counts.
    pub precision: Precision,
}

impl FirstSeen {
    /// Returns what comes before a number of days since then: nothing, or "up to " where the day is not known, since the
    /// days count from the earliest one.
    pub fn up_to(self) -> &'static str {
        if self.precision == Precision::Day { "" } else { "up to " }
    }

    /// Creates it from what a file says: the day, and the precision, of which the inner `None` is "unknown". Without a
    /// precision, the day counts as it is.
    ///
    /// # Errors
    ///
    /// Fails if one says what the other denies.
    pub fn of(on: Option<NaiveDate>, precision: Option<Option<Precision>>) -> Result<Option<FirstSeen>, FieldError> {
        match (on, precision) {
            (None, None | Some(None)) => Ok(None),
            (Some(on), None) => Ok(Some(FirstSeen { on, precision: Precision::Day })),
            (Some(on), Some(Some(precision))) => Ok(Some(FirstSeen { on, precision })),
            (Some(_), Some(None)) => {
                Err(FieldError::new("is given although the precision is unknown; leave one of them out"))
            }
            (None, Some(Some(_))) => Err(FieldError::new("is missing, with a precision of day, month or year")),
        }
    }

    /// Returns the first possible day, from which persistence counts (docs/guidance.md, section 1).
    pub fn earliest(self) -> NaiveDate {
        match self.precision {
            Precision::Day => self.on,
            Precision::Month => self.on.with_day(1).unwrap_or(self.on),
            Precision::Year => NaiveDate::from_ymd_opt(self.on.year(), 1, 1).unwrap_or(self.on),
        }
    }

    /// Returns the last possible day.
    pub fn latest(self) -> NaiveDate {
        let next = match self.precision {
            Precision::Day => return self.on,
            Precision::Month => self.earliest().checked_add_months(Months::new(1)),
            Precision::Year => self.earliest().checked_add_months(Months::new(12)),
        };
        next.and_then(|d| d.pred_opt()).unwrap_or(self.on)
    }

    /// Formats the date for display: `1 Oct 2026`, `Oct 2026`, `2026`.
    pub fn label(self) -> String {
        match self.precision {
            Precision::Day => show_date(self.on),
            Precision::Month => self.on.format("%b %Y").to_string(),
            Precision::Year => self.on.format("%Y").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_take_only_the_two_forms() {
        for text in ["2025-03-03", "2025-03-03T08:30"] {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        for text in [
            "2025-3-3",
            "2025-03-03T8:30",
            "2025-03-03 08:30",
            "2025-03-03T08:30:00",
            "2025-02-29",
            "20250303",
            "2025-03-03T24:00",
            "today",
            "+025-03-03",
            "2025-03-0é",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_bare_day_comes_before_its_hours_and_may_be_any_minute() {
        let m = |t: &str| t.parse::<Moment>().unwrap();
        assert!(m("2025-03-03") < m("2025-03-03T00:00"));
        assert!(m("2025-03-03T23:59") < m("2025-03-04"));
        for (a, b, hours, within) in [
            ("2025-03-03", "2025-03-03T12:00", 0, true),
            ("2025-03-03T10:00", "2025-03-05T10:00", 48, true),
            ("2025-03-03T10:00", "2025-03-05T10:01", 48, false),
            ("2025-03-03", "2025-03-05T23:59", 48, true),
            ("2025-03-03", "2025-03-05T00:01", 48, true),
            ("2025-03-03", "2025-03-06", 48, false),
            ("2025-03-03", "2025-03-07", 48, false),
        ] {
            assert_eq!(m(a).within_hours(m(b), hours), within, "{a} {b}");
            assert_eq!(m(b).within_hours(m(a), hours), within, "{b} {a}");
        }
    }

    #[test]
    fn an_imprecise_first_seen_spans_its_month_or_year() {
        let on = NaiveDate::from_ymd_opt(2024, 2, 10).unwrap();
        for (precision, first, last) in [
            (Precision::Day, "2024-02-10", "2024-02-10"),
            (Precision::Month, "2024-02-01", "2024-02-29"),
            (Precision::Year, "2024-01-01", "2024-12-31"),
        ] {
            let seen = FirstSeen { on, precision };
            assert_eq!((seen.earliest().to_string(), seen.latest().to_string()), (first.into(), last.into()));
        }
    }
}
