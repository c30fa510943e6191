//! Fuzzes a table of observations: a table that can be read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::exchange::{Whose, read_table, write_table};

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar");
    let Ok(table) = read_table(bytes, &[], today, Whose::default()) else { return };
    let journal = table.journal;
    let mut written = Vec::new();
    write_table(&journal, &mut written).expect("memory takes everything");
    read_table(&written, &[], today, Whose::default()).expect("what was written");
});
