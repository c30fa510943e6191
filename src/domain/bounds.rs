//! Between which days and numbers everything lies.

use chrono::NaiveDate;

/// The first and the last day that any record can be of. Entries of a clock that was years ahead are within; what is
/// beyond is a mistake of another program, and no sum of days reaches the end of the calendar from here.
pub const FIRST_DAY: NaiveDate = day(1900, 1, 1);

pub const LAST_DAY: NaiveDate = day(2199, 12, 31);

/// The greatest number of a spot.
pub const LAST_NUMBER: u32 = 999_999;

pub(super) const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}
