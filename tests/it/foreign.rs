//! Tests with foreign files: nothing inside them is executed.

use crate::harness::Home;
use rusqlite::Connection;
#[cfg(unix)]
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// Statements that add to a journal or replace a part of it.
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

        // A restore is refused, and the journal is unchanged.
        let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
        assert_eq!(code, 5, "{sql}: {err}");
        assert!(
            err.contains("evil\" is not spotlog's") || err.contains("is missing") || err.contains("is not"),
            "{err}"
        );
        assert_eq!(logged(&home), before, "{sql}");

        // Opening it is refused by every verb.
        let opened = Home { folder: tempfile::tempdir().unwrap() };
        std::fs::copy(&copy, opened.journal()).unwrap();
        for verb in [&["list"][..], &["export", "-"], &["new", "shin"], &["report"], &["doctor"], &["history"]] {
            let (code, out, err) = opened.run(verb);
            assert!(code == 5 && err.contains("its schema is not spotlog's"), "{sql} {verb:?}: {out}{err}");
        }

        // A repair does not use it if it is among the backups.
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
fn a_comment_that_swallows_a_column_is_another_schema() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    // Without its line break the comment includes the next column.
    let connection = Connection::open(home.journal()).unwrap();
    connection
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, char(10) || '    times INTEGER', ' times INTEGER') WHERE name = 'erased';",
        )
        .unwrap();
    drop(connection);
    let (code, _, err) = home.run(&["list"]);
    assert!(code == 5 && err.contains("the table \"erased\" is not as spotlog makes it"), "{err}");
}

#[test]
fn a_journal_without_numbers_for_new_records_is_named_and_repaired() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    with_foreign(&home.journal(), "UPDATE sqlite_sequence SET seq = 9223372036854775807");
    let (code, _, err) = home.run(&["look", "1"]);
    assert!(code == 5 && err.contains("no numbers left"), "{err}");
    home.ok(&["doctor", "--repair"]);
    home.ok(&["look", "1"]);
}

#[test]
fn what_an_older_program_or_a_stranger_wrote_of_a_change_is_one_line() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    home.ok(&["new", "chin"]);
    with_foreign(&home.journal(), "UPDATE change SET what = 'x' || char(10) || '!! EMERGENCY: call 112'");
    for verb in ["undo", "redo", "history"] {
        let out = home.ok(&[verb]);
        assert!(!out.lines().any(|line| line.starts_with("!! EMERGENCY")), "{verb}: {out}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_that_is_only_called_as_ours_is_replaced_or_deleted() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    home.ok(&["look", "1", "--note", "in anger"]);
    let name = |ending: &str| home.path(&format!("journal.spotlog{ending}"));
    // Foreign folders and files beside the journal.
    for folder in [".before-summer", ".damaged-photos", ".note-1", ".backups-kept-7"] {
        std::fs::create_dir(name(folder)).unwrap();
        std::fs::write(name(folder).join("holiday.jpg"), "theirs").unwrap();
    }
    for file in [".before-restore-notes.txt", ".saved-1", ".before-me"] {
        std::fs::write(name(file), "theirs").unwrap();
    }
    std::fs::write(name(".backups").join("thesis.part"), "theirs").unwrap();
    home.ok(&["erase", "note", "1@today/2", "--yes", "--delete-kept"]);
    home.ok(&["same", "1"]);
    for folder in [".before-summer", ".damaged-photos", ".note-1", ".backups-kept-7"] {
        assert!(name(folder).join("holiday.jpg").exists(), "{folder}");
    }
    for file in [".before-restore-notes.txt", ".saved-1", ".before-me", ".backups/thesis.part"] {
        assert!(name(file).exists(), "{file}");
    }
    // Invalid targets of a backup and of the manual.
    let (pipe, dangling, link) = (home.path("pipe"), home.path("dangling"), home.path("link"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("nowhere", &dangling).unwrap();
    std::os::unix::fs::symlink(name(".before-summer"), &link).unwrap();
    for target in [&pipe, &dangling, &link] {
        let (code, _, err) = home.run(&["backup", "--force", target.to_str().unwrap()]);
        assert_eq!(code, 2, "{target:?}: {err}");
        assert!(target.symlink_metadata().unwrap().file_type().is_fifo() || target.is_symlink(), "{target:?}");
    }
    let other = Home::new();
    other.ok(&["new", "shin"]);
    assert_eq!(home.run(&["backup", "--force", other.journal().to_str().unwrap()]).0, 2);
    assert!(other.ok(&["list"]).contains("shin"));
    let manual = home.path("man");
    std::fs::create_dir(&manual).unwrap();
    let tax = home.write("tax", "theirs");
    std::os::unix::fs::symlink(&tax, manual.join("spotlog.1")).unwrap();
    let (code, _, err) = home.run(&["man", manual.to_str().unwrap()]);
    assert_eq!((code, std::fs::read_to_string(&tax).unwrap().as_str()), (2, "theirs"), "{err}");
    std::fs::remove_file(manual.join("spotlog.1")).unwrap();
    home.ok(&["man", manual.to_str().unwrap()]);
    home.ok(&["man", manual.to_str().unwrap()]);
    // A text that only quotes a report is not a report.
    let diary = home.write("diary.txt", "mine\nSelf-recorded, not examined, not a diagnosis.\n");
    assert_eq!(home.run(&["report", "--out", &diary]).0, 2);
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
            // The backup of the day is older than its first entry, and there is no other source.
            assert!(after.is_empty() || after[0].contains("No spot"), "{after:?}");
            continue;
        }
        assert_eq!(after, before, "{sql}");
        home.ok(&["look", "1", "--size", "3", "--by", "ruler"]);
        assert!(home.ok(&["show", "1"]).contains("3"));
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once_wherever_a_file_is_asked_for() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let (pipe, socket) = (home.path("pipe"), home.path("socket"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let shared = home.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let key = home.write("key", "four words of one's own");
    let out = home.path("out.age");
    let ask = |arguments: &[&str]| {
        let began = Instant::now();
        let output = home.spotlog().args(arguments).timeout(Duration::from_secs(20)).output().unwrap();
        assert!(began.elapsed() < Duration::from_secs(15), "{arguments:?} waits");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (no_file, is_pipe) in
        [(pipe.as_path(), true), (&socket, false), (Path::new("/dev/zero"), false), (&shared, false)]
    {
        let name = no_file.to_str().unwrap();
        let mut calls = vec![
            vec!["look", "1", "--photo", name],
            vec!["restore", name],
            vec!["--journal", name, "list"],
            vec!["--journal", name, "doctor"],
        ];
        if !is_pipe {
            // A pipe is allowed here, and is read until its end.
            calls.push(vec!["import", name]);
            calls.push(vec!["export", out.to_str().unwrap(), "--passphrase-file", name]);
            calls.push(vec!["import", &key, "--format", "csv", "--passphrase-file", name]);
        }
        for call in calls {
            let (code, err) = ask(&call);
            assert!(code.is_some_and(|code| code != 0) && !err.is_empty(), "{call:?}: {err}");
        }
        // Among the files of other machines it is reported, and the others are read.
        let there = shared.join("01890000-0000-7000-8000-000000000001.spotlog-sync");
        std::os::unix::fs::symlink(no_file, &there).unwrap();
        let mut sync = home.spotlog();
        sync.args(["sync", shared.to_str().unwrap()]).timeout(Duration::from_secs(20));
        let synced = sync.output().unwrap();
        assert!(synced.status.success(), "{name}: {}", String::from_utf8_lossy(&synced.stderr));
        assert!(String::from_utf8(synced.stdout).unwrap().contains("01890000-0000-7000-8000-000000000001"));
        std::fs::remove_file(&there).unwrap();
        // As the settings file.
        let settings = home.path(".config/spotlog/settings.toml");
        std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(no_file, &settings).unwrap();
        let (code, err) = ask(&["list"]);
        assert!(code == Some(2) && err.contains("settings.toml"), "{name}: {err}");
        std::fs::remove_file(&settings).unwrap();
    }
    // A program that prints an endless passphrase is stopped.
    let (code, err) = ask(&["export", out.to_str().unwrap(), "--passphrase-command", "yes"]);
    assert!(code == Some(2) && err.contains("more than 64 KiB"), "{err}");
    assert!(!out.exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_where_a_person_may_name_one() {
    let home = Home::new();
    let journal = home.write("j.json", crate::exchange::FULL);
    let script = format!(
        "cat '{journal}' | \"$1\" import /dev/stdin && \"$1\" export '{}' --passphrase-file <(printf 'four quiet herons')",
        home.path("o.age").to_str().unwrap()
    );
    let status = std::process::Command::new("bash")
        .args(["-c", &script, "bash", env!("CARGO_BIN_EXE_spotlog")])
        .env("HOME", home.folder.path())
        .env("SPOTLOG_JOURNAL", home.journal())
        .status();
    let Ok(status) = status else { return };
    assert!(status.success());
    assert!(home.path("o.age").exists());
}

#[test]
fn a_backup_brings_its_rows_and_nothing_that_leaves_no_number_to_give() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.db");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let whole = home.ok(&["export", "-"]);
    // The next row number of SQLite is the last possible one.
    with_foreign(&copy, "UPDATE sqlite_sequence SET seq = 9223372036854775807");
    home.ok(&["restore", copy.to_str().unwrap()]);
    assert_eq!(home.ok(&["export", "-"]), whole);
    home.ok(&["look", "1"]);
    home.ok(&["undo"]);
    with_foreign(&copy, "UPDATE change SET id = 9223372036854775807; UPDATE history SET change = 9223372036854775807");
    let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
    assert!(code == 5 && err.contains("beyond what is allowed"), "{err}");
    home.ok(&["look", "1"]);
}

#[test]
fn sqlite_is_built_without_what_is_never_used() {
    let settings = include_str!("../../.cargo/config.toml");
    let left_out: Vec<&str> = settings.split_whitespace().filter_map(|word| word.strip_prefix("-USQLITE_")).collect();
    // A name that SQLite does not know is not used either.
    for option in ["ENABLE_FTS3", "ENABLE_FTS5", "ENABLE_RTREE", "ENABLE_STAT4", "ENABLE_LOAD_EXTENSION"] {
        assert!(left_out.contains(&option), "{option}");
    }
    let sqlite = Connection::open_in_memory().unwrap();
    for option in left_out.iter().map(|option| option.trim_end_matches('"')) {
        let sql = "SELECT sqlite_compileoption_used(?1)";
        let is_used: bool = sqlite.query_row(sql, [option], |row| row.get(0)).unwrap();
        assert!(!is_used, "{option}");
    }
    assert!(sqlite.execute_batch("CREATE VIRTUAL TABLE t USING fts5(x)").is_err());
}
