//! The calendar modal of a date field. Weeks start on Monday.

use super::text::put;
use crate::tui::theme::{Role, Theme};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Clear, Widget};

/// A calendar of one month, with one selected day.
pub(crate) struct Calendar {
    pub day: NaiveDate,
    today: NaiveDate,
    /// The time of day from the field, which is kept.
    time: Option<NaiveTime>,
}

const WIDTH: u16 = 7 * 3 + 3;
/// The names of the days, at most six weeks, and the frame.
const HEIGHT: u16 = 1 + 6 + 2;

impl Calendar {
    /// Creates a calendar with `day` selected.
    pub(crate) fn new(day: NaiveDate, time: Option<NaiveTime>, today: NaiveDate) -> Calendar {
        Calendar { day, today, time }
    }

    /// Moves by a number of days. A move outside the years 1900 to 9999, which a journal allows, is ignored.
    pub(crate) fn go(&mut self, days: i64) {
        let by = Days::new(days.unsigned_abs());
        let to = if days < 0 { self.day.checked_sub_days(by) } else { self.day.checked_add_days(by) };
        self.set(to);
    }

    /// Moves by one month, to the same day or the last one of a shorter month.
    pub(crate) fn go_months(&mut self, forward: bool) {
        let one = Months::new(1);
        let to = if forward { self.day.checked_add_months(one) } else { self.day.checked_sub_months(one) };
        self.set(to);
    }

    /// Moves to today.
    pub(crate) fn go_today(&mut self) {
        self.day = self.today;
    }

    fn set(&mut self, to: Option<NaiveDate>) {
        if let Some(day) = to.filter(|day| (1900..=9999).contains(&day.year())) {
            self.day = day;
        }
    }

    /// Returns the text for the field. It is an unambiguous date: year, month and day.
    pub(crate) fn text(&self) -> String {
        match self.time {
            Some(time) => format!("{} {}", self.day.format("%Y-%m-%d"), time.format("%H:%M")),
            None => self.day.format("%Y-%m-%d").to_string(),
        }
    }

    fn area(body: Rect) -> Rect {
        body.centered(Constraint::Length(WIDTH), Constraint::Length(HEIGHT))
    }

    /// Returns the days of the month, each with its column and row inside the frame.
    fn places(&self) -> impl Iterator<Item = (NaiveDate, u16, u16)> {
        let first = self.day.with_day(1).unwrap_or(self.day);
        let before = first.weekday().num_days_from_monday();
        let month = first.month();
        first.iter_days().take_while(move |day| day.month() == month).map(move |day| {
            let at = before + day.day0();
            (day, 1 + (at % 7 * 3) as u16, 1 + (at / 7) as u16)
        })
    }

    /// Selects the day under the mouse. Returns true if it was already selected.
    pub(crate) fn click(&mut self, column: u16, row: u16, body: Rect) -> bool {
        let area = Calendar::area(body);
        let (x, y) = (column.wrapping_sub(area.x + 1), row.wrapping_sub(area.y + 1));
        let hit = self.places().find(|&(_, left, line)| line == y && (left..left + 2).contains(&x));
        let Some((day, ..)) = hit else { return false };
        let again = day == self.day;
        self.day = day;
        again
    }

    /// Draws the calendar in the middle of `body`.
    pub(crate) fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let area = Calendar::area(body).intersection(body);
        Clear.render(area, buffer);
        let title = format!(" {} ", self.day.format("%B %Y"));
        Block::bordered().border_style(theme.style(Role::Border)).render(area, buffer);
        put(buffer, area, 1, 0, &title, theme.style(Role::Title));
        let inner = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(2),
        };
        put(buffer, inner, 1, 0, "Mo Tu We Th Fr Sa Su", theme.style(Role::Dim));
        for (day, x, y) in self.places() {
            let role = match day {
                day if day == self.day => Role::Selected,
                day if day == self.today => Role::Title,
                // An observation cannot be in the future.
                day if day > self.today => Role::Dim,
                _ => Role::Text,
            };
            put(buffer, inner, x, y, &format!("{:>2}", day.day()), theme.style(role));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(day: &str) -> Calendar {
        Calendar::new(day.parse().unwrap(), None, "2026-11-21".parse().unwrap())
    }

    #[test]
    fn a_month_begins_under_its_day_of_the_week() {
        // 1 November 2026 is a Sunday, so the month spans six weeks.
        let places: Vec<_> = calendar("2026-11-21").places().collect();
        assert_eq!((places[0].1, places[0].2), (19, 1));
        assert_eq!((places[29].1, places[29].2), (1, 6));
        assert_eq!(calendar("2028-02-03").places().count(), 29);
    }

    #[test]
    fn it_goes_by_days_and_months_and_stays_in_its_years() {
        let mut calendar = calendar("2026-01-31");
        calendar.go_months(true);
        assert_eq!(calendar.text(), "2026-02-28");
        calendar.go(-28);
        assert_eq!(calendar.text(), "2026-01-31");
        calendar.go(-1_000_000);
        assert_eq!(calendar.text(), "2026-01-31");
        calendar.go(i64::MIN);
        calendar.go_today();
        assert_eq!(calendar.text(), "2026-11-21");
    }

    #[test]
    fn the_time_of_day_of_the_field_stays() {
        let day = "2026-11-20".parse().unwrap();
        let mut calendar = Calendar::new(day, NaiveTime::from_hms_opt(14, 30, 0), day);
        calendar.go(-7);
        assert_eq!(calendar.text(), "2026-11-13 14:30");
    }
}
