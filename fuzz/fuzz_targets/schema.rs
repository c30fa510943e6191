//! Fuzzes a journal changed by foreign SQL. It must be refused, or its schema is exactly ours and acknowledged entries
//! are stored.
#![no_main]

use libfuzzer_sys::fuzz_target;
use spotlog::domain::{Answers, Moment, Presence};
use spotlog::guidance::Windows;
use spotlog::ops::{self, Context, NewLook, Now};
use spotlog::store::{Connection, Store};
use std::sync::LazyLock;

/// The demo journal, which has every kind of record.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut store = Store::open_in_memory().expect("memory");
    ops::fill_demo(&mut store, &context(&Windows::default())).expect("the made-up journal");
    store.image().expect("memory")
});

static OURS: LazyLock<String> =
    LazyLock::new(|| Store::open_in_memory().and_then(|store| store.schema()).expect("the schema"));

/// The statements that bytes select. After a byte that selects none, the rest is SQL.
const STEPS: [&str; 14] = [
    "CREATE TRIGGER evil AFTER INSERT ON observation BEGIN DELETE FROM observation WHERE seq = NEW.seq; END;",
    "CREATE TRIGGER evil2 BEFORE INSERT ON history BEGIN SELECT RAISE(IGNORE); END;",
    "CREATE VIEW evil3 AS SELECT * FROM observation;",
    "CREATE UNIQUE INDEX evil4 ON observation (spot);",
    "CREATE TABLE evil5 (x);",
    "DROP TABLE history;",
    "DROP TABLE shown_flag;",
    "DROP INDEX history_by_row;",
    "CREATE VIEW history AS SELECT 1 AS seq, 1 AS change;",
    "CREATE VIEW shown_flag AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n;",
    "PRAGMA user_version = 0;",
    "PRAGMA user_version = 1;",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'spot';",
    "ANALYZE;",
];

fn context(windows: &Windows) -> Context<'_> {
    let local = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(14, 30, 0));
    let local = local.expect("a minute of the calendar");
    Context { now: Now { local, utc: local.and_utc() }, windows, made_by: "fuzz", person: None, as_of: None }
}

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("journal.spotlog");
    std::fs::write(&path, &*WHOLE).expect("a file");
    let connection = Connection::open(&path).expect("a whole file");
    for (i, &byte) in bytes.iter().enumerate().take(8) {
        let own = || std::str::from_utf8(&bytes[i + 1..]).unwrap_or_default();
        // Generated SQL may fail, but must not run forever.
        match STEPS.get(usize::from(byte)) {
            Some(step) => drop(connection.execute_batch(step)),
            None if own().to_uppercase().contains("RECURSIVE") => {}
            None => {
                let _ = connection.execute_batch(own());
                break;
            }
        }
    }
    drop(connection);
    let windows = Windows::default();
    let context = context(&windows);
    let _ = ops::doctor(&path, &context);
    let Ok(mut store) = Store::open(&path) else { return };
    assert_eq!(store.schema().expect("an open journal"), *OURS);
    let Ok(before) = ops::spot(&store, &context, 1) else { return };
    let at = Moment::on(context.now.today());
    let look = NewLook {
        at,
        answers: Answers::only(Presence::Present),
        note: None,
        with: Vec::new(),
        photos: Vec::new(),
        files: Vec::new(),
    };
    if ops::look(&mut store, &context, 1, look).is_ok() {
        let after = ops::spot(&store, &context, 1).expect("the spot that was looked at");
        assert_eq!(after.observations.len(), before.observations.len() + 1);
    }
});
