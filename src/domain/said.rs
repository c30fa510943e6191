//! Parsing of dates in everyday words. Nothing here reads a clock; "now" is always an argument, in local time.

use super::date::{parse_hour_minute, parse_iso_day};
use super::{FIRST_DAY, FieldError, FirstSeen, Moment, Notation, Precision};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// A date in everyday words, with the precision of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A day, with a time if one was said.
    Moment(Moment),
    /// Any day of one month.
    Month {
        /// Four digits, from the year of the first allowed day on.
        year: i32,
        /// From 1 to 12.
        month: u32,
    },
    /// Any day of one year.
    Year(i32),
    /// The person said that they do not know.
    Unknown,
}

const ALLOWED: &str = "allowed: today, yesterday, 3 days ago, last monday, 2026-11-01, 1 nov, nov 2026, 2026, \
                       about a month ago, unknown";

impl Said {
    /// Parses a date in everyday words, relative to `now`.
    ///
    /// # Errors
    ///
    /// Fails for anything unclear: in a medical journal a typing error must not become a date.
    pub fn parse(text: &str, now: NaiveDateTime) -> Result<Said, FieldError> {
        Said::read(text, now, true)
    }

    /// Does the same as [`Said::parse`], but a day and a month need a year. For a birthday, the latest such day is
    /// never meant.
    pub fn parse_birth(text: &str, now: NaiveDateTime) -> Result<Said, FieldError> {
        Said::read(text, now, false)
    }

    fn read(text: &str, now: NaiveDateTime, may_lack_year: bool) -> Result<Said, FieldError> {
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
            return match moment.day() {
                day if day < FIRST_DAY => {
                    Err(FieldError::new(format!("{day} is too early; allowed: {FIRST_DAY} or later")))
                }
                _ => Ok(Said::Moment(moment)),
            };
        }
        let time = take_time(&mut words).map_err(|()| wrong())?;
        words.retain(|w| !matches!(*w, "about" | "around" | "roughly" | "at" | "on" | "in" | "the" | "of"));
        // A time alone is one of today, which no birthday is.
        if words.is_empty() && (time.is_none() || !may_lack_year) {
            return Err(wrong());
        }
        if let ([a, b], false) = (words.as_slice(), may_lack_year)
            && [a, b].iter().any(|word| parse_month(word).is_some())
            && [a, b].iter().any(|word| word.len() <= 4 && parse_day_number(word).is_some())
        {
            return Err(FieldError::new(format!(
                "\"{}\" has no year; allowed: a day with its year, such as 1990-05-17 or 17 may 1990, or unknown",
                text.trim()
            )));
        }
        let said = parse_words(&words, now).ok_or_else(wrong)?;
        match (said, time) {
            (said, None) => Ok(said),
            (Said::Moment(m), Some(time)) if m.time().is_none() => Ok(Said::Moment(Moment::at(m.day().and_time(time)))),
            _ => Err(wrong()),
        }
    }

    /// Returns the moment of a look, a symptom or a review.
    ///
    /// # Errors
    ///
    /// Fails if the date has no day.
    pub fn moment(self) -> Result<Moment, FieldError> {
        match self {
            Said::Moment(moment) => Ok(moment),
            _ => Err(FieldError::new(
                "a day is needed here; allowed: today, yesterday, 3 days ago, last monday, 2026-11-01, nov 1",
            )),
        }
    }

    /// Returns a first-seen date; `None` is unknown.
    pub fn first_seen(self) -> Result<Option<FirstSeen>, FieldError> {
        let of = |y, m, precision| {
            let on = NaiveDate::from_ymd_opt(y, m, 1)
                .ok_or_else(|| FieldError::new(format!("there is no such date; {ALLOWED}")))?;
            Ok(Some(FirstSeen { on, precision }))
        };
        match self {
            Said::Moment(m) => Ok(Some(FirstSeen { on: m.day(), precision: Precision::Day })),
            Said::Month { year, month } => of(year, month, Precision::Month),
            Said::Year(year) => of(year, 1, Precision::Year),
            Said::Unknown => Ok(None),
        }
    }
}

/// Removes a time of day from the end of the words: `14:30`, `8:30 pm`, `8pm`, `8 p.m.`.
///
/// # Errors
///
/// Fails for a word that looks like a time but is not one.
fn take_time(words: &mut Vec<&str>) -> Result<Option<NaiveTime>, ()> {
    let half = |word: &str| match word {
        "am" | "a.m." => Some(false),
        "pm" | "p.m." => Some(true),
        _ => None,
    };
    let Some(&last) = words.last() else { return Ok(None) };
    let (clock, afternoon, used) = if let Some(afternoon) = half(last) {
        (words.len().checked_sub(2).map(|at| words[at]).ok_or(())?, Some(afternoon), 2)
    } else {
        let ending = ["a.m.", "p.m.", "am", "pm"].iter().find(|ending| {
            last.strip_suffix(**ending).is_some_and(|clock| clock.starts_with(|c: char| c.is_ascii_digit()))
        });
        match ending {
            Some(ending) => (&last[..last.len() - ending.len()], half(ending), 1),
            None if last.contains(':') => (last, None, 1),
            None => return Ok(None),
        }
    };
    let time = match afternoon {
        None => parse_hour_minute(clock),
        Some(afternoon) => {
            let with_minutes = if clock.contains(':') { clock.to_owned() } else { format!("{clock}:00") };
            parse_hour_minute(&with_minutes).and_then(|time| {
                let hour = chrono::Timelike::hour(&time);
                let hour = (1..=12).contains(&hour).then_some(hour % 12 + if afternoon { 12 } else { 0 })?;
                NaiveTime::from_hms_opt(hour, chrono::Timelike::minute(&time), 0)
            })
        }
    };
    words.truncate(words.len() - used);
    time.map(Some).ok_or(())
}

fn parse_words(words: &[&str], now: NaiveDateTime) -> Option<Said> {
    let today = now.date();
    let day = |d: NaiveDate| Some(Said::Moment(Moment::on(d)));
    let month = |d: NaiveDate| Some(Said::Month { year: d.year(), month: d.month() });
    match words {
        ["now"] => Some(Said::Moment(Moment::at(now))),
        ["today"] | [] => day(today),
        ["yesterday"] => day(today.pred_opt()?),
        ["day", "before", "yesterday"] => day(today.checked_sub_days(Days::new(2))?),
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
        [numbers] if numbers.starts_with(|c: char| c.is_ascii_digit()) && numbers.contains(['/', '.', '-']) => {
            Notation::current().dates.read_numbers(numbers).and_then(day)
        }
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
            // Without a year it is the latest such day, including today; 29 February may be years back.
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
        "fortnight" => today.checked_sub_days(Days::new(u64::from(count) * 14)).and_then(day),
        // Nobody means an exact day by "two months ago", so the precision is a month.
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
    match word.strip_suffix('.').unwrap_or(word) {
        "tues" => Some(Weekday::Tue),
        "weds" => Some(Weekday::Wed),
        "thur" | "thurs" => Some(Weekday::Thu),
        word => (word.len() >= 3).then(|| word.parse().ok()).flatten(),
    }
}

fn parse_month(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word == "sept" {
        return Some(9);
    }
    (word.len() >= 3 && word.chars().all(char::is_alphabetic))
        .then(|| word.parse::<chrono::Month>().ok().map(|m| m.number_from_month()))
        .flatten()
}

fn parse_day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    (digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

/// Parses four digits, from the earliest allowed year on.
fn parse_year(word: &str) -> Option<i32> {
    let year = (word.len() == 4 && word.chars().all(|c| c.is_ascii_digit())).then(|| word.parse().ok())??;
    (year >= FIRST_DAY.year()).then_some(year)
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
            ("tues", "17 Nov 2026"),
            ("thurs", "19 Nov 2026"),
            ("last weds", "18 Nov 2026"),
            ("3 sept 2026", "3 Sep 2026"),
            ("sept 3", "3 Sep 2026"),
            ("oct. 1", "1 Oct 2026"),
            ("1.10.2026", "1 Oct 2026"),
            ("2026/10/01", "1 Oct 2026"),
            ("2026-10-1", "1 Oct 2026"),
            ("2026.1.5", "5 Jan 2026"),
            ("the day before yesterday", "19 Nov 2026"),
            ("a fortnight ago", "7 Nov 2026"),
            ("2 fortnights ago", "24 Oct 2026"),
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
            ("today 8:30 pm", "2026-11-21T20:30"),
            ("today 8pm", "2026-11-21T20:00"),
            ("today at 12 p.m.", "2026-11-21T12:00"),
            ("today 12am", "2026-11-21T00:00"),
            ("1.10.2026 7:05am", "2026-10-01T07:05"),
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
            "0026-11-01",
            "0226-11-01T08:30",
            "1899/12/31",
            "1.10.26",
            "31.11.2026",
            "1.2/2026",
            "today 13pm",
            "today 0am",
            "pm",
            "am",
            "1/10.2026",
            "99999 days ago",
            "13 13",
            "nov nov",
            "last",
            "ago",
            "unknown 12:00",
            "oct 2024 12:00",
            "🦀",
            "-1 days ago",
            "about",
            "in the",
            "on",
        ] {
            let error = Said::parse(text, saturday()).unwrap_err();
            assert!(error.message.contains("allowed"), "{text}: {error}");
        }
    }

    #[test]
    fn a_birthday_needs_its_year() {
        for text in ["26 nov", "nov 26", "26th of november", "Nov. 26"] {
            let error = Said::parse_birth(text, saturday()).unwrap_err();
            assert!(error.message.contains("has no year"), "{text}: {error}");
        }
        for text in ["about", "8pm", "10:00"] {
            assert!(Said::parse_birth(text, saturday()).is_err(), "{text}");
        }
        for (text, day) in [("26 nov 1990", "1990-11-26"), ("1990-11-26", "1990-11-26"), ("yesterday", "2026-11-20")] {
            let said = Said::parse_birth(text, saturday()).unwrap();
            assert_eq!(said.moment().unwrap().to_string(), day, "{text}");
        }
        assert_eq!(Said::parse_birth("unknown", saturday()).unwrap(), Said::Unknown);
    }
}
