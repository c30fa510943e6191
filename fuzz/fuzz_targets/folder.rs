//! Fuzzes a shared folder with changed or foreign files. The records of the intact files must be read, whatever else is
//! in the folder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::guidance::Windows;
use spotlog::ops::{self, Context, Now};
use spotlog::store::Store;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The sync file of a machine with the demo journal.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(&folder.path().join("journal.spotlog")).expect("a new journal");
    let windows = Windows::default();
    ops::fill_demo(&mut store, &context(&windows)).expect("the made-up journal");
    let shared = folder.path().join("shared");
    std::fs::create_dir(&shared).expect("a folder");
    ops::sync(&mut store, &context(&windows), &shared, None).expect("an empty folder");
    std::fs::read(files(&shared).first().expect("its own file")).expect("its own file")
});

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect()
}

fn context(windows: &Windows) -> Context<'_> {
    let local = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(14, 30, 0));
    let local = local.expect("a minute of the calendar");
    Context { now: Now { local, utc: local.and_utc() }, windows, made_by: "fuzz", person: None, as_of: None }
}

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let shared = folder.path().join("shared");
    std::fs::create_dir(&shared).expect("a folder");
    std::fs::write(shared.join("01890000-0000-7000-8000-000000000001.spotlog-sync"), &*WHOLE).expect("a file");
    // The first byte of each part selects between a separate file and edits of the intact one.
    for (n, part) in bytes.split(|&byte| byte == 0xff).take(4).enumerate() {
        let Some((&kind, part)) = part.split_first() else { continue };
        let content = match kind % 2 {
            0 => part.to_vec(),
            _ => {
                let mut edited = WHOLE.clone();
                for edit in part.chunks(4) {
                    let at =
                        edit.iter().take(3).fold(0usize, |at, &byte| at << 8 | usize::from(byte)) % edited.len().max(1);
                    match (edit.get(3), edited.get_mut(at)) {
                        (Some(&byte), Some(old)) => *old = byte,
                        _ => edited.truncate(at),
                    }
                }
                edited
            }
        };
        let name = format!("01890000-0000-7000-8000-00000000001{n}.spotlog-sync");
        std::fs::write(shared.join(name), content).expect("a file");
    }
    let windows = Windows::default();
    let mut store = Store::open(&folder.path().join("journal.spotlog")).expect("a new journal");
    ops::sync(&mut store, &context(&windows), &shared, None).expect("what is bad is left out");
    let judged = ops::assess_everybody(&store, &context(&windows)).expect("a whole journal");
    assert!(judged.iter().any(|judged| !judged.facts.spots.is_empty()), "the whole file is taken in");
    let again = ops::sync(&mut store, &context(&windows), &shared, None).expect("and again");
    assert_eq!((again.added, again.changed, again.deletions), (0, 0, 0), "the second time nothing is new");
});
