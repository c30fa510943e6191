//! The allowed ranges of days and numbers.

use chrono::NaiveDate;

/// The first and the last allowed day of a record. Entries under a clock that was years ahead are within. Dates beyond
/// are errors of other programs. From this range, no sum of days reaches the end of the calendar.
pub const FIRST_DAY: NaiveDate = day(1900, 1, 1);

/// The last allowed day of a record; see [`FIRST_DAY`].
pub const LAST_DAY: NaiveDate = day(2199, 12, 31);

/// The highest allowed number of a spot.
pub const LAST_NUMBER: u32 = 999_999;

/// Returns a day in a constant. An impossible date becomes [`NaiveDate::MAX`].
pub(super) const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}
