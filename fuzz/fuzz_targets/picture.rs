//! Fuzzes taking in of a picture: whatever is taken in is taken in again as the same picture.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::ops::{Days, take_in};

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar");
    let days = Days { born: None, today };
    let file = tempfile::NamedTempFile::new().expect("room for a file");
    std::fs::write(file.path(), bytes).expect("room for a file");
    let Ok(taken) = take_in(file.path(), days) else { return };
    std::fs::write(file.path(), &taken.bytes).expect("room for a file");
    let again = take_in(file.path(), days).expect("what was taken in");
    assert_eq!((again.hash, again.picture), (taken.hash, taken.picture));
});
