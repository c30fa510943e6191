//! Fuzzes a table of observations: a table that can be read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::exchange::{Whose, read_columns, read_table, write_table};

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar");
    let read = |bytes: &[u8]| read_table(bytes, &read_columns(bytes, &[])?, today, Whose::default());
    let Ok(table) = read(bytes) else { return };
    let journal = table.journal;
    let mut written = Vec::new();
    write_table(&journal, &mut written).expect("memory takes everything");
    read(&written).expect("what was written");
});
