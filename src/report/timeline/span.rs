//! The days that a timeline shows, and its time axis.

use crate::domain::{AsOf, Facts, show_day};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use unicode_width::UnicodeWidthStr;

/// The displayed days and the number of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day, in the first column.
    pub from: NaiveDate,
    /// The last day, in the last column.
    pub to: NaiveDate,
    /// How many cells a row has. Zero if there is no room.
    pub columns: usize,
}

impl Span {
    /// Returns the span from the first sight of any spot to the as-of day. Extended to entries from time zones that are
    /// already a day ahead.
    pub fn all(facts: &Facts, as_of: AsOf, columns: usize) -> Span {
        let looks = facts.spots.iter().filter_map(|tree| tree.observations.iter().rfind(|o| !as_of.excludes(o.at)));
        let days = looks.map(|look| look.at.day()).chain(facts.symptoms.iter().map(|s| s.at.day()));
        let to = days.filter(|&day| !as_of.excludes_day(day)).fold(as_of.day(), NaiveDate::max);
        // A birth years ago would push everything else to the right edge.
        let born = facts.person.born.filter(|&born| born >= to - TimeDelta::days(365));
        let seen = facts.spots.iter().filter_map(|tree| tree.spot.first_seen_if_born(born)).map(|seen| seen.earliest());
        let looked = facts.spots.iter().filter_map(|tree| tree.observations.first()).map(|look| look.at.day());
        let logged = facts.symptoms.iter().map(|s| s.at.day()).chain(facts.medicines.iter().map(|m| m.started_on));
        let first = seen.chain(looked).chain(logged).filter(|&day| day <= to).min().unwrap_or(to);
        // At most a year at first; panning left shows older entries.
        let from = first.max(to - TimeDelta::days(365)).min(to - TimeDelta::days(13));
        Span { from, to, columns }
    }

    /// Returns the number of days from the first to the last, at least 1.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days().max(1)
    }

    /// Returns the column of a day; `None` outside the span.
    pub fn column(self, day: NaiveDate) -> Option<usize> {
        if day < self.from || day > self.to || self.columns == 0 {
            return None;
        }
        let part = (day - self.from).num_days() as f64 / self.days() as f64;
        Some((part * (self.columns - 1) as f64).round() as usize)
    }

    /// Returns the time axis. `today` is a day to mark, with its label.
    pub fn axis(self, today: NaiveDate, label: &str) -> Axis {
        let today = self.column(today).map(|column| {
            let start = column.min(self.columns.saturating_sub(label.width()));
            (column, start, label.to_owned())
        });
        let is_apart = |from: usize, to: usize| {
            today.as_ref().is_none_or(|(_, start, label)| to < *start || from > start + label.width())
        };
        let step = Step::fit(self);
        let days: Vec<(usize, NaiveDate)> = step.days(self).filter_map(|day| Some((self.column(day)?, day))).collect();
        let mut ticks: Vec<(usize, String)> = Vec::new();
        for (i, (column, day)) in days.iter().enumerate() {
            let next = days.get(i + 1).map_or(self.columns, |(next, _)| *next);
            let fits = |label: &&String| column + label.width() < next && is_apart(*column, column + label.width());
            ticks.push((*column, step.labels(*day).iter().find(fits).cloned().unwrap_or_default()));
        }
        Axis { ticks, today }
    }

    /// Halves or doubles the span, keeping its right edge.
    pub fn zoom(self, nearer: bool) -> Span {
        let days = if nearer { (self.days() / 2).max(14) } else { (self.days() * 2).min(365 * 40) };
        Span { from: self.to - TimeDelta::days(days), ..self }
    }

    /// Moves the span by a quarter to the left or right, never past the last day.
    pub fn pan(self, right: bool, last: NaiveDate) -> Span {
        let step = TimeDelta::days((self.days() / 4).max(1)) * if right { 1 } else { -1 };
        let to = (self.to + step).min(last);
        Span { from: to - TimeDelta::days(self.days()), to, ..self }
    }
}

/// The time axis of a span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    /// The columns of the ticks, each with its label. The label is empty where it has no room.
    pub ticks: Vec<(usize, String)>,
    /// The column of today, and the first column and the text of its label. `None` outside the span.
    pub today: Option<(usize, usize, String)>,
}

impl Axis {
    /// Returns the labels as a line of text.
    pub fn line(&self, columns: usize) -> String {
        let today = self.today.iter().map(|(_, start, label)| (*start, label));
        let mut labels: Vec<(usize, &String)> =
            self.ticks.iter().map(|(at, label)| (*at, label)).chain(today).collect();
        labels.sort();
        let mut line = String::new();
        for (at, label) in labels.into_iter().filter(|(at, label)| at + label.width() <= columns) {
            line.extend(std::iter::repeat_n(' ', at.saturating_sub(line.width())));
            line.push_str(label);
        }
        line
    }
}

/// The distance between two ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Weeks,
    Months(u32),
    Years(i32),
}

impl Step {
    /// Returns the smallest step whose labels have room.
    fn fit(span: Span) -> Step {
        const STEPS: [(Step, i64, i64); 9] = [
            (Step::Weeks, 7, 8),
            (Step::Months(1), 30, 5),
            (Step::Months(3), 91, 5),
            (Step::Months(6), 182, 5),
            (Step::Years(1), 365, 6),
            (Step::Years(2), 730, 6),
            (Step::Years(5), 1826, 6),
            (Step::Years(10), 3652, 6),
            (Step::Years(20), 7305, 6),
        ];
        let has_room = |&&(step, days, width): &&(Step, i64, i64)| {
            let is_short = step != Step::Weeks || span.days() <= 45;
            is_short && span.columns as i64 * days / span.days() >= width
        };
        STEPS.iter().find(has_room).map_or(Step::Years(50), |(step, ..)| *step)
    }

    fn is_tick(self, day: NaiveDate) -> bool {
        match self {
            Step::Weeks => day.weekday() == Weekday::Mon,
            Step::Months(months) => day.day() == 1 && day.month0().is_multiple_of(months),
            Step::Years(years) => day.ordinal() == 1 && day.year() % years == 0,
        }
    }

    fn days(self, span: Span) -> impl Iterator<Item = NaiveDate> {
        span.from.iter_days().take_while(move |day| *day <= span.to).filter(move |day| self.is_tick(*day))
    }

    /// Returns the labels of a tick, the longest first.
    fn labels(self, day: NaiveDate) -> Vec<String> {
        let year = day.year().to_string();
        match self {
            Step::Weeks => vec![show_day(day)],
            Step::Months(_) if day.month() == 1 => vec![format!("Jan {year}"), year],
            Step::Months(_) => vec![day.format("%b").to_string()],
            Step::Years(_) => vec![year],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_fall_into_columns_and_what_is_outside_into_none() {
        let span = Span { from: day("2026-01-01"), to: day("2026-01-31"), columns: 31 };
        assert_eq!(span.column(day("2026-01-01")), Some(0));
        assert_eq!(span.column(day("2026-01-31")), Some(30));
        assert_eq!(span.column(day("2025-12-31")), None);
        assert_eq!(span.column(day("2026-02-01")), None);
        assert_eq!(span.zoom(true).days(), 15);
        assert_eq!(span.zoom(false).days(), 60);
        assert_eq!(span.pan(true, span.to), Span { from: day("2026-01-01"), ..span });
        assert_eq!(span.pan(false, span.to).to, day("2026-01-24"));
        assert_eq!(Span { columns: 0, ..span }.column(day("2026-01-05")), None);
    }

    #[test]
    fn the_axis_names_weeks_months_or_years_by_the_length_of_the_span() {
        for (from, columns, expected) in [
            ("2026-11-01", 60, "   2 Nov                9 Nov               16 Nov     today"),
            ("2026-05-21", 60, "    Jun      Jul       Aug       Sep       Oct         today"),
            ("2025-11-21", 60, "       Jan 2026      Apr            Jul            Oct today"),
            ("2025-11-21", 24, "   2026 Apr   Jul  today"),
            ("2016-11-21", 60, "       2018       2020        2022        2024         today"),
            ("1986-11-21", 40, "   1990      2000      2010        today"),
        ] {
            let span = Span { from: day(from), to: day("2026-11-21"), columns };
            assert_eq!(span.axis(span.to, "today").line(columns), expected, "{from}");
        }
        let ahead = Span { from: day("2026-10-01"), to: day("2026-10-31"), columns: 30 };
        assert_eq!(ahead.axis(day("2026-11-21"), "today").today, None);
        assert_eq!(Span { columns: 0, ..ahead }.axis(day("2026-10-05"), "today").ticks, Vec::new());
    }
}
