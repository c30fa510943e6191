//! A table of observations: what is read can be written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::exchange::{read_table, write_table};
use std::collections::BTreeMap;

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar");
    let map = BTreeMap::new();
    let Ok(journal) = read_table(bytes, &map, today) else { return };
    let mut written = Vec::new();
    write_table(&journal, &mut written).expect("memory takes everything");
    read_table(&written, &map, today).expect("what was written");
});
