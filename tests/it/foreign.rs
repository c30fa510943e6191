//! Files of somebody else's: nothing that they bring with them acts.

use crate::harness::Home;
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

/// What somebody may add to a journal, or put in the place of a part of it.
const FOREIGN: [&str; 9] = [
    "CREATE TRIGGER evil AFTER INSERT ON observation BEGIN DELETE FROM observation WHERE seq = NEW.seq; END",
    "CREATE TRIGGER evil AFTER INSERT ON history BEGIN DELETE FROM history WHERE seq = NEW.seq; END",
    "CREATE TRIGGER evil BEFORE INSERT ON spot BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW evil AS SELECT * FROM observation",
    "CREATE UNIQUE INDEX evil ON observation (spot, presence)",
    "CREATE TABLE evil (x)",
    "DROP TRIGGER spot_insert",
    "DROP TABLE shown_flag; CREATE VIEW shown_flag AS
        WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS seq, * FROM n, change",
    "DROP TABLE history; CREATE VIEW history AS
        WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
        SELECT x AS seq, x AS change, 'spot' AS in_table, x AS row, 'insert' AS op, '' AS before, '' AS after FROM n",
];

fn with_foreign(file: &Path, sql: &str) {
    let connection = Connection::open(file).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
}

fn logged(home: &Home) -> Vec<String> {
    home.ok(&["list"]).lines().map(str::to_owned).collect()
}

#[test]
fn a_foreign_item_of_a_schema_is_named_and_never_acts_whichever_way_it_comes() {
    for sql in FOREIGN {
        let began = Instant::now();
        let home = Home::new();
        home.ok(&["new", "chest"]);
        home.ok(&["new", "chin"]);
        let before = logged(&home);
        let copy = home.path("copy.db");
        home.ok(&["backup", copy.to_str().unwrap()]);
        with_foreign(&copy, sql);

        // Put back: refused, and the journal is as it was.
        let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
        assert_eq!(code, 5, "{sql}: {err}");
        assert!(
            err.contains("evil\" is not spotlog's") || err.contains("is missing") || err.contains("is not"),
            "{err}"
        );
        assert_eq!(logged(&home), before, "{sql}");

        // Opened: refused by every verb.
        let opened = Home { folder: tempfile::tempdir().unwrap() };
        std::fs::copy(&copy, opened.journal()).unwrap();
        for verb in [&["list"][..], &["export", "-"], &["new", "shin"], &["report"], &["doctor"], &["history"]] {
            let (code, out, err) = opened.run(verb);
            assert!(code == 5 && err.contains("its schema is not spotlog's"), "{sql} {verb:?}: {out}{err}");
        }

        // Among the backups: a repair does not begin from it.
        let backups = home.path("journal.spotlog.backups");
        std::fs::copy(&copy, backups.join("2026-12-31.spotlog")).unwrap();
        std::fs::write(home.journal(), "no journal any more").unwrap();
        home.ok(&["doctor", "--repair"]);
        let own = Connection::open(home.journal()).unwrap();
        let count = "SELECT count(*) FROM sqlite_schema WHERE name = 'evil' OR type = 'view'";
        assert_eq!(own.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "{sql}");
        drop(own);
        home.ok(&["new", "calf"]);
        assert!(home.ok(&["list"]).contains("calf"));
        assert!(began.elapsed() < Duration::from_secs(60), "{sql} never ends");
    }
}

#[test]
fn a_journal_with_a_foreign_item_is_repaired_from_its_rows() {
    for sql in FOREIGN {
        let home = Home::new();
        for place in ["chest", "chin", "calf"] {
            home.ok(&["new", place]);
        }
        let before = logged(&home);
        with_foreign(&home.journal(), sql);
        home.ok(&["doctor", "--repair"]);
        let after = logged(&home);
        home.ok(&["doctor"]);
        if sql.contains("DROP TABLE history") {
            // The backup of the day is from before its first entry, and nothing gives the rest.
            assert!(after.is_empty() || after[0].contains("No spot"), "{after:?}");
            continue;
        }
        assert_eq!(after, before, "{sql}");
        home.ok(&["look", "1", "--size", "3", "--by", "ruler"]);
        assert!(home.ok(&["show", "1"]).contains("3"));
    }
}
