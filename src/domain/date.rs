//! Dates as a journal needs them: a day or a minute, a day, month or year of first notice, and the words people
//! use for them. Nothing here reads a clock; "now" is always an argument, in local time.

use super::{FieldError, Notation, show_date};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::{fmt, str::FromStr};

/// When something was: a day, or a minute of a day where the hour matters. A bare day sorts before every minute
/// of it (guidance, section 1a.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    day: NaiveDate,
    time: Option<NaiveTime>,
}

impl Moment {
    pub fn on(day: NaiveDate) -> Self {
        Moment { day, time: None }
    }

    /// Cut to the minute.
    pub fn at(when: NaiveDateTime) -> Self {
        let minute = chrono::Timelike::minute(&when.time());
        let time = NaiveTime::from_hms_opt(chrono::Timelike::hour(&when.time()), minute, 0);
        Moment { day: when.date(), time }
    }

    pub fn day(self) -> NaiveDate {
        self.day
    }

    pub fn time(self) -> Option<NaiveTime> {
        self.time
    }

    /// The first instant this can mean.
    pub fn earliest(self) -> NaiveDateTime {
        self.day.and_time(self.time.unwrap_or(NaiveTime::MIN))
    }

    /// The last instant this can mean, to the minute.
    pub fn latest(self) -> NaiveDateTime {
        let last = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(NaiveTime::MIN);
        self.day.and_time(self.time.unwrap_or(last))
    }

    /// Whether the smallest gap that the two allow is at most `hours` (guidance, section 1a.5).
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

    /// `hours` later: exact for a minute, the day counted on for a bare day.
    pub fn plus_hours(self, hours: i64) -> Self {
        match self.time {
            Some(time) => {
                let then = self.day.and_time(time).checked_add_signed(chrono::TimeDelta::hours(hours));
                then.map_or(self, Moment::at)
            }
            None => self.plus_days(hours / 24),
        }
    }

    /// The day `days` later, without an hour.
    pub fn plus_days(self, days: i64) -> Self {
        Moment::on(self.day.checked_add_days(Days::new(days.max(0) as u64)).unwrap_or(self.day))
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

    /// Only the forms of files: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
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

/// `YYYY-MM-DD`, exactly. By hand because this runs once for every observation that is loaded.
pub(super) fn parse_iso_day(text: &str) -> Option<NaiveDate> {
    let b = text.as_bytes();
    if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let number =
        |part: &[u8]| part.iter().try_fold(0u32, |n, c| c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0')));
    NaiveDate::from_ymd_opt(number(&b[..4])? as i32, number(&b[5..7])?, number(&b[8..])?)
}

fn parse_hour_minute(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |t: &str| (t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit())).then(|| t.parse().ok());
    NaiveTime::from_hms_opt(digits(hour)??, digits(minute).filter(|_| minute.len() == 2)??, 0)
}

/// How exactly the day of first notice is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    Day,
    Month,
    Year,
}

/// When a spot was first seen. `None` in an `Option<FirstSeen>` means unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FirstSeen {
    /// Kept as it was given; with precision month or year only the month or year counts.
    pub on: NaiveDate,
    pub precision: Precision,
}

impl FirstSeen {
    /// The first day it can mean, from which persistence counts (guidance, section 1).
    pub fn earliest(self) -> NaiveDate {
        match self.precision {
            Precision::Day => self.on,
            Precision::Month => self.on.with_day(1).unwrap_or(self.on),
            Precision::Year => NaiveDate::from_ymd_opt(self.on.year(), 1, 1).unwrap_or(self.on),
        }
    }

    /// The last day it can mean.
    pub fn latest(self) -> NaiveDate {
        let next = match self.precision {
            Precision::Day => return self.on,
            Precision::Month => self.earliest().checked_add_months(Months::new(1)),
            Precision::Year => self.earliest().checked_add_months(Months::new(12)),
        };
        next.and_then(|d| d.pred_opt()).unwrap_or(self.on)
    }

    /// As people read it: `1 Oct 2026`, `Oct 2026`, `2026`.
    pub fn label(self) -> String {
        match self.precision {
            Precision::Day => show_date(self.on),
            Precision::Month => self.on.format("%b %Y").to_string(),
            Precision::Year => self.on.format("%Y").to_string(),
        }
    }
}

/// A date as a person says it, with the precision that the words have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Moment(Moment),
    Month { year: i32, month: u32 },
    Year(i32),
    Unknown,
}

const ALLOWED: &str = "allowed: today, yesterday, 3 days ago, last monday, 2026-11-01, 1 nov, nov 2026, 2026, \
                       about a month ago, unknown";

impl Said {
    /// Parses a date as people say it, relative to `now`. What is not understood is an error, never a guess:
    /// in a medical journal a typing slip must not become a date.
    pub fn parse(text: &str, now: NaiveDateTime) -> Result<Said, FieldError> {
        let folded = text.trim().to_lowercase().replace(',', " ");
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        let wrong = || {
            let shown: String = text.chars().take(40).collect();
            FieldError::new(format!("\"{shown}\" is not a date; {ALLOWED}"))
        };
        if words.is_empty() {
            return Err(FieldError::new(format!("no date was given; {ALLOWED}")));
        }
        if let Ok(moment) = folded.to_uppercase().replace(' ', "T").parse::<Moment>() {
            return Ok(Said::Moment(moment));
        }
        // A time of day at the end: "yesterday 14:30".
        let time = words.last().and_then(|w| w.contains(':').then(|| parse_hour_minute(w)));
        let time = match time {
            Some(None) => return Err(wrong()),
            Some(Some(time)) => {
                words.pop();
                Some(time)
            }
            None => None,
        };
        words.retain(|w| !matches!(*w, "about" | "around" | "roughly" | "at" | "on" | "in" | "the" | "of"));
        let said = parse_words(&words, now).ok_or_else(wrong)?;
        match (said, time) {
            (said, None) => Ok(said),
            (Said::Moment(m), Some(time)) if m.time.is_none() => {
                Ok(Said::Moment(Moment { day: m.day, time: Some(time) }))
            }
            _ => Err(wrong()),
        }
    }

    /// The moment of a look, a symptom or a review: it needs a day.
    pub fn moment(self) -> Result<Moment, FieldError> {
        match self {
            Said::Moment(moment) => Ok(moment),
            _ => Err(FieldError::new(
                "a day is needed here; allowed: today, yesterday, 3 days ago, last monday, 2026-11-01, nov 1",
            )),
        }
    }

    /// When a spot was first seen; `None` is unknown.
    pub fn first_seen(self) -> Result<Option<FirstSeen>, FieldError> {
        let of = |y, m, precision| {
            let on = NaiveDate::from_ymd_opt(y, m, 1)
                .ok_or_else(|| FieldError::new(format!("there is no such date; {ALLOWED}")))?;
            Ok(Some(FirstSeen { on, precision }))
        };
        match self {
            Said::Moment(m) => Ok(Some(FirstSeen { on: m.day, precision: Precision::Day })),
            Said::Month { year, month } => of(year, month, Precision::Month),
            Said::Year(year) => of(year, 1, Precision::Year),
            Said::Unknown => Ok(None),
        }
    }
}

fn parse_words(words: &[&str], now: NaiveDateTime) -> Option<Said> {
    let today = now.date();
    let day = |d: NaiveDate| Some(Said::Moment(Moment::on(d)));
    let month = |d: NaiveDate| Some(Said::Month { year: d.year(), month: d.month() });
    match words {
        ["now"] => Some(Said::Moment(Moment::at(now))),
        ["today"] | [] => day(today),
        ["yesterday"] => day(today.pred_opt()?),
        ["unknown"] | ["?"] => Some(Said::Unknown),
        ["this", "month"] => month(today),
        ["last", "month"] => month(today.checked_sub_months(Months::new(1))?),
        ["this", "year"] => Some(Said::Year(today.year())),
        ["last", "year"] => Some(Said::Year(today.year() - 1)),
        ["last", "week"] => day(today.checked_sub_days(Days::new(7))?),
        [count, unit, "ago"] => ago(parse_count(count)?, unit, today),
        ["last", name] | [name] if parse_weekday(name).is_some() => {
            let wanted = parse_weekday(name)?;
            (1..=7).filter_map(|n| today.checked_sub_days(Days::new(n))).find(|d| d.weekday() == wanted).and_then(day)
        }
        [year] if year.len() == 4 => parse_year(year).map(Said::Year),
        [year_month] if year_month.len() == 7 && year_month.as_bytes()[4] == b'-' => {
            let first = parse_iso_day(&format!("{year_month}-01"))?;
            month(first)
        }
        [iso] if iso.len() == 10 && iso.contains('-') => parse_iso_day(iso).and_then(day),
        [numbers] if numbers.contains('/') => Notation::current().dates.read_numbers(numbers).and_then(day),
        [name] => {
            let number = parse_month(name)?;
            let year = if number > today.month() { today.year() - 1 } else { today.year() };
            Some(Said::Month { year, month: number })
        }
        [name, year] if year.len() == 4 && parse_month(name).is_some() => {
            Some(Said::Month { year: parse_year(year)?, month: parse_month(name)? })
        }
        [a, b] => {
            let (number, name) = if parse_month(a).is_some() { (b, a) } else { (a, b) };
            let (number, name) = (parse_day_number(number)?, parse_month(name)?);
            // Without a year it is the last such day, today included; 29 February may be years back.
            (0..8)
                .filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, name, number))
                .find(|d| *d <= today)
                .and_then(day)
        }
        [a, b, year] => {
            let (number, name) = if parse_month(a).is_some() { (b, a) } else { (a, b) };
            day(NaiveDate::from_ymd_opt(parse_year(year)?, parse_month(name)?, parse_day_number(number)?)?)
        }
        _ => None,
    }
}

fn ago(count: u32, unit: &str, today: NaiveDate) -> Option<Said> {
    let day = |d: NaiveDate| Some(Said::Moment(Moment::on(d)));
    match unit.trim_end_matches('s') {
        "day" => today.checked_sub_days(Days::new(u64::from(count))).and_then(day),
        "week" => today.checked_sub_days(Days::new(u64::from(count) * 7)).and_then(day),
        // "Two months ago" is not a day in anyone's memory: it keeps the precision of the word.
        "month" => {
            let then = today.checked_sub_months(Months::new(count))?;
            Some(Said::Month { year: then.year(), month: then.month() })
        }
        "year" => Some(Said::Year(today.checked_sub_months(Months::new(count.checked_mul(12)?))?.year())),
        _ => None,
    }
}

fn parse_count(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match word {
        "a" | "an" => Some(1),
        _ if word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit()) => word.parse().ok(),
        _ => WORDS.iter().position(|w| *w == word).map(|i| i as u32 + 1),
    }
}

fn parse_weekday(word: &str) -> Option<Weekday> {
    (word.len() >= 3).then(|| word.parse().ok()).flatten()
}

fn parse_month(word: &str) -> Option<u32> {
    (word.len() >= 3 && word.chars().all(char::is_alphabetic))
        .then(|| word.parse::<chrono::Month>().ok().map(|m| m.number_from_month()))
        .flatten()
}

fn parse_day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// Four digits from 1900: an earlier year is a typing slip.
fn parse_year(word: &str) -> Option<i32> {
    let year = (word.len() == 4 && word.chars().all(|c| c.is_ascii_digit())).then(|| word.parse().ok())??;
    (year >= 1900).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saturday() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(14, 30, 0).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_say_them() {
        for (text, first_seen) in [
            ("today", "21 Nov 2026"),
            ("Today", "21 Nov 2026"),
            ("yesterday", "20 Nov 2026"),
            ("3 days ago", "18 Nov 2026"),
            ("a week ago", "14 Nov 2026"),
            ("about two weeks ago", "7 Nov 2026"),
            ("last monday", "16 Nov 2026"),
            ("saturday", "14 Nov 2026"),
            ("fri", "20 Nov 2026"),
            ("2026-11-01", "1 Nov 2026"),
            ("nov 1", "1 Nov 2026"),
            ("1 nov", "1 Nov 2026"),
            ("Dec 24", "24 Dec 2025"),
            ("1st of november 2025", "1 Nov 2025"),
            ("nov 1, 2025", "1 Nov 2025"),
            ("29 feb", "29 Feb 2024"),
            ("november", "Nov 2026"),
            ("december", "Dec 2025"),
            ("oct 2024", "Oct 2024"),
            ("2026-10", "Oct 2026"),
            ("about a month ago", "Oct 2026"),
            ("last month", "Oct 2026"),
            ("2 years ago", "2024"),
            ("2001", "2001"),
        ] {
            let said = Said::parse(text, saturday()).unwrap();
            assert_eq!(said.first_seen().unwrap().unwrap().label(), first_seen, "{text}");
        }
        assert_eq!(Said::parse("unknown", saturday()).unwrap(), Said::Unknown);
        for (text, moment) in [
            ("now", "2026-11-21T14:30"),
            ("today 8:05", "2026-11-21T08:05"),
            ("yesterday at 23:59", "2026-11-20T23:59"),
            ("2026-11-01 08:30", "2026-11-01T08:30"),
            ("2026-11-01T08:30", "2026-11-01T08:30"),
        ] {
            assert_eq!(Said::parse(text, saturday()).unwrap().moment().unwrap().to_string(), moment, "{text}");
        }
    }

    #[test]
    fn a_slip_is_an_error_and_never_a_date() {
        for text in [
            "",
            " ",
            "mole",
            "3d",
            "2026-13-01",
            "2026-02-30",
            "31 nov 2026",
            "1/11/2026",
            "tomorrow",
            "25:00",
            "today 25:00",
            "yesterdya",
            "0026",
            "1850",
            "3 fortnights ago",
            "99999 days ago",
            "13 13",
            "nov nov",
            "last",
            "ago",
            "unknown 12:00",
            "oct 2024 12:00",
            "🦀",
            "-1 days ago",
        ] {
            let error = Said::parse(text, saturday()).unwrap_err();
            assert!(error.message.contains("allowed"), "{text}: {error}");
        }
    }

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
