//! Fuzzes a journal file: a journal that can be read can be assessed, and is the same after writing and reading.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::domain::{AsOf, Facts, Moment};
use spotlog::exchange::{read_journal, read_sync, write_journal};
use spotlog::guidance::{Windows, evaluate};

fuzz_target!(|bytes: &[u8]| {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day of the calendar");
    let _ = read_sync(bytes, today);
    let Ok((journal, _)) = read_journal(bytes, today) else { return };
    let mut written = Vec::new();
    write_journal(&journal, &mut written).expect("memory takes everything");
    assert_eq!(read_journal(&written, today).expect("what was written").0, journal);
    for tree in journal {
        evaluate(&Facts::from(tree), &Windows::default(), AsOf::exactly(Moment::on(today)));
    }
});
