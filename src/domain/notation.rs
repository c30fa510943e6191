//! How dates and sizes are displayed.
//!
//! Like the locale of a C library, this is set once, from the settings, and applies to everything that people read
//! (docs/decisions/0004). Output for programs (files, JSON) never uses it.

use super::FIRST_DAY;
use chrono::{Datelike, NaiveDate};
use std::sync::atomic::{AtomicU8, Ordering};

static DATES: AtomicU8 = AtomicU8::new(0);
static UNIT: AtomicU8 = AtomicU8::new(0);

/// The date format for display, and for reading a date of three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// `1 Nov 2026`. A date such as `1/10/2026` is rejected as ambiguous.
    #[default]
    Words,
    /// `2026-11-01`.
    Iso,
    /// `01/11/2026`.
    DayFirst,
    /// `11/01/2026`.
    MonthFirst,
}

impl DateFormat {
    /// Every format, with its word in the settings file.
    pub const ALL: [(&'static str, DateFormat); 4] = [
        ("words", DateFormat::Words),
        ("yyyy-mm-dd", DateFormat::Iso),
        ("dd/mm/yyyy", DateFormat::DayFirst),
        ("mm/dd/yyyy", DateFormat::MonthFirst),
    ];

    fn write(self, day: NaiveDate) -> String {
        match self {
            DateFormat::Words => format!("{} {} {}", day.day(), month(day), day.year()),
            DateFormat::Iso => day.format("%Y-%m-%d").to_string(),
            DateFormat::DayFirst => day.format("%d/%m/%Y").to_string(),
            DateFormat::MonthFirst => day.format("%m/%d/%Y").to_string(),
        }
    }

    fn write_short(self, day: NaiveDate) -> String {
        match self {
            DateFormat::Words => format!("{} {}", day.day(), month(day)),
            DateFormat::Iso => day.format("%m-%d").to_string(),
            DateFormat::DayFirst => day.format("%d/%m").to_string(),
            DateFormat::MonthFirst => day.format("%m/%d").to_string(),
        }
    }

    /// Parses a date of three numbers; `None` if it is invalid or ambiguous.
    ///
    /// With the year first the order is clear: `2026-10-1`, `2026/10/01`, `2026.10.01`. With dots the day comes first,
    /// `1.10.2026`, unless the setting is month first. With slashes, `1/10/2026`, only the setting decides.
    pub fn read_numbers(self, text: &str) -> Option<NaiveDate> {
        let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
        let parts: Vec<&str> = text.split(sign).collect();
        let &[a, b, c] = parts.as_slice() else { return None };
        let number = |word: &str, lengths: std::ops::RangeInclusive<usize>| -> Option<u32> {
            let is_number = lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| word.parse().ok()).flatten()
        };
        let (year, month, day) = match (a.len(), sign, self) {
            (4, ..) => (a, b, c),
            (_, '/', DateFormat::DayFirst) => (c, b, a),
            (_, '.', format) if format != DateFormat::MonthFirst => (c, b, a),
            (_, '/' | '.', DateFormat::MonthFirst) => (c, a, b),
            _ => return None,
        };
        let year = number(year, 4..=4)? as i32;
        NaiveDate::from_ymd_opt(year, number(month, 1..=2)?, number(day, 1..=2)?).filter(|day| *day >= FIRST_DAY)
    }
}

/// The unit of displayed sizes, and of typed numbers without a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LengthUnit {
    /// Metric, with one decimal when displayed.
    #[default]
    Millimetres,
    /// International inches of 25.4 mm.
    Inches,
}

impl LengthUnit {
    /// Every unit, with its word in the settings file.
    pub const ALL: [(&'static str, LengthUnit); 2] = [("mm", LengthUnit::Millimetres), ("inch", LengthUnit::Inches)];

    /// Returns the size of one unit in millimetres.
    pub fn millimetres(self) -> f64 {
        match self {
            LengthUnit::Millimetres => 1.0,
            LengthUnit::Inches => 25.4,
        }
    }

    fn write(self, mm: f64) -> String {
        match self {
            LengthUnit::Millimetres => format!("{mm:.1} mm"),
            LengthUnit::Inches => format!("{:.2} in", mm / self.millimetres()),
        }
    }
}

/// The date format and the unit, as in the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    /// How dates are shown, and how a date of three numbers is read.
    pub dates: DateFormat,
    /// How sizes are shown, and what a typed number without a unit means.
    pub unit: LengthUnit,
}

impl Notation {
    /// Returns the current notation.
    pub fn current() -> Notation {
        let dates = DateFormat::ALL.get(usize::from(DATES.load(Ordering::Relaxed)));
        let unit = LengthUnit::ALL.get(usize::from(UNIT.load(Ordering::Relaxed)));
        Notation {
            dates: dates.map(|(_, dates)| *dates).unwrap_or_default(),
            unit: unit.map(|(_, unit)| *unit).unwrap_or_default(),
        }
    }

    /// Makes this the current notation for the whole process.
    pub fn set(self) {
        DATES.store(self.dates as u8, Ordering::Relaxed);
        UNIT.store(self.unit as u8, Ordering::Relaxed);
    }
}

fn month(day: NaiveDate) -> &'static str {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS[day.month0() as usize]
}

/// Formats a day for display: `1 Oct 2026`.
pub fn show_date(day: NaiveDate) -> String {
    Notation::current().dates.write(day)
}

/// Formats a day without its year: `1 Oct`.
pub fn show_day(day: NaiveDate) -> String {
    Notation::current().dates.write_short(day)
}

/// Formats a size for display: `4.5 mm`, or `0.18 in`.
pub fn show_size(mm: f64) -> String {
    Notation::current().unit.write(mm)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn november() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
    }

    #[test]
    fn a_date_of_numbers_is_read_as_it_is_written_and_never_guessed() {
        for (format, text) in [(DateFormat::DayFirst, "01/11/2026"), (DateFormat::MonthFirst, "11/01/2026")] {
            assert_eq!(format.write(november()), text);
            assert_eq!(format.read_numbers(text), Some(november()));
            assert_eq!(format.read_numbers("13/13/2026"), None);
            assert_eq!(format.read_numbers("1/11/26"), None);
            assert_eq!(format.read_numbers("1/11/2026/1"), None);
            assert_eq!(format.read_numbers("1/11/0026"), None);
        }
        assert_eq!(DateFormat::Words.read_numbers("01/11/2026"), None);
        assert_eq!(DateFormat::Iso.write(november()), "2026-11-01");
    }

    #[test]
    fn sizes_are_written_in_the_unit_of_the_person() {
        assert_eq!(LengthUnit::Millimetres.write(4.5), "4.5 mm");
        assert_eq!(LengthUnit::Inches.write(4.5), "0.18 in");
    }

    #[test]
    fn every_word_stands_at_the_place_of_its_value() {
        for (at, (_, dates)) in DateFormat::ALL.iter().enumerate() {
            assert_eq!(*dates as usize, at);
        }
        for (at, (_, unit)) in LengthUnit::ALL.iter().enumerate() {
            assert_eq!(*unit as usize, at);
        }
    }
}
