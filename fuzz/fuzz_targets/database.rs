//! Fuzzes a damaged journal file: bytes of an intact one are overwritten, or it is truncated. It must be refused or
//! read without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::guidance::Windows;
use spotlog::ops::{self, Context, Now};
use spotlog::store::Store;
use std::sync::LazyLock;

/// The demo journal, which has every kind of record.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut store = Store::open_in_memory().expect("memory");
    ops::fill_demo(&mut store, &context(&Windows::default())).expect("the made-up journal");
    store.image().expect("memory")
});

fn context(windows: &Windows) -> Context<'_> {
    let local = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(14, 30, 0));
    let local = local.expect("a minute of the calendar");
    Context { now: Now { local, utc: local.and_utc() }, windows, made_by: "fuzz", person: None, as_of: None }
}

fuzz_target!(|edits: &[u8]| {
    let mut bytes = WHOLE.clone();
    // Three bytes are the position and one is the value. An incomplete last edit truncates the file.
    for edit in edits.chunks(4) {
        let at = edit.iter().take(3).fold(0usize, |at, &byte| at << 8 | usize::from(byte)) % bytes.len().max(1);
        match edit.get(3) {
            Some(&byte) => {
                if let Some(old) = bytes.get_mut(at) {
                    *old = byte;
                }
            }
            None => bytes.truncate(at),
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.spotlog");
    std::fs::write(&path, &bytes).expect("a file");
    let windows = Windows::default();
    let context = context(&windows);
    let _ = ops::doctor(&path, &context);
    let Ok(mut store) = Store::open(&path) else { return };
    let _ = (ops::assess_everybody(&store, &context), ops::history(&store, 50));
    let _ = ops::undo(&mut store, &context);
    let _ = ops::export(&store, std::io::sink());
});
