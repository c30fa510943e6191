//! Tests of the daily backup and the repair: killed at every step, with a wrong clock, and with an incomplete backup.

use crate::faults::{copy, failing_disk};
use crate::harness::{Home, clock, day};
use chrono::{Days, NaiveDate};
use spotlog::domain::{Person, PersonId};
use spotlog::store::{Owner, RecordRef, Store, backups_of, newest_change};
use std::path::{Path, PathBuf};

/// An initial folder, and the program running on a copy of it in each attempt.
pub(crate) struct Attempts {
    home: Home,
    begin: Home,
    library: PathBuf,
}

impl Attempts {
    /// Creates attempts with this initial folder.
    pub(crate) fn over(begin: Home) -> Attempts {
        let home = Home::new();
        let library = failing_disk(home.folder.path());
        Attempts { home, begin, library }
    }

    /// Returns the folder of the current attempt.
    pub(crate) fn work(&self) -> PathBuf {
        self.home.path("work")
    }

    /// Returns the journal of the current attempt.
    pub(crate) fn journal(&self) -> PathBuf {
        self.work().join("journal.spotlog")
    }

    /// Runs the program and kills it at a step, or counts the steps. Returns the exit code and the count.
    pub(crate) fn run(&self, arguments: &[&str], kill_at: Option<u32>) -> (Option<i32>, u32) {
        let count = self.home.path("count");
        let _ = std::fs::remove_file(&count);
        let (code, _) = self.fail(arguments, "kill", kill_at);
        (code, std::fs::metadata(&count).map_or(0, |file| file.len() as u32))
    }

    /// Runs the program with a disk that fails at a step, in a way that inject.c names `with`. Without a step, the
    /// steps are counted. Returns the exit code and standard error.
    pub(crate) fn fail(&self, arguments: &[&str], with: &str, at: Option<u32>) -> (Option<i32>, String) {
        let mut command = self.home.spotlog();
        command.env("SPOTLOG_JOURNAL", self.journal()).env("FAIL_IN", self.work()).env("LD_PRELOAD", &self.library);
        match at {
            Some(at) => command.env("FAIL_AT", at.to_string()).env("FAIL_WITH", with),
            None => command.env("FAIL_COUNT", self.home.path("count")),
        };
        let output = command.args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Replaces text in a file of the initial folder.
    pub(crate) fn in_what_it_begins_with(&self, file: &str, from: &str, to: &str) {
        let path = self.begin.path(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Starts a new attempt with a copy of the initial folder.
    pub(crate) fn begin(&self) {
        copy(self.begin.folder.path(), &self.work());
    }

    /// Runs the program, which must succeed, and returns its output.
    #[track_caller]
    pub(crate) fn ask(&self, arguments: &[&str]) -> String {
        let output = self.home.spotlog().env("SPOTLOG_JOURNAL", self.journal()).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert!(output.status.success(), "{arguments:?}: {}{}", text(output.stderr), text(output.stdout));
        text(output.stdout)
    }

    /// Kills the command at each step of [`crate::harness::steps`], and calls `after` to check the result.
    pub(crate) fn kill_everywhere(&self, arguments: &[&str], after: impl Fn(u32)) {
        self.begin();
        let (code, steps) = self.run(arguments, None);
        assert_eq!(code, Some(0));
        assert!(steps > 10, "{steps}");
        for at in crate::harness::steps(steps) {
            self.begin();
            assert_eq!(self.run(arguments, Some(at)).0, None, "step {at} of {steps}");
            after(at);
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_kill_at_any_step_of_the_daily_copy_leaves_no_half_copy_under_a_day() {
    let begin = Home::new();
    begin.ok(&["new", "chest", "--note", &"long ".repeat(2_000)]);
    begin.ok(&["new", "chin"]);
    std::fs::remove_dir_all(begin.path("journal.spotlog.backups")).unwrap();
    let attempts = Attempts::over(begin);
    let backups = attempts.work().join("journal.spotlog.backups");
    attempts.kill_everywhere(&["same", "1"], |at| {
        for (_, backup) in backups_of(&attempts.journal()) {
            assert!(attempts.ask(&["--journal", backup.to_str().unwrap(), "list"]).contains("chin"), "step {at}");
        }
        // The next change makes the missing backup and removes what the killed one left.
        attempts.ask(&["same", "1"]);
        let left = names(&backups);
        assert!(left.len() == 1 && left[0].ends_with(".spotlog"), "step {at}: {left:?}");
        let backup = backups.join(&left[0]);
        attempts.ask(&["--journal", backup.to_str().unwrap(), "doctor"]);
        attempts.ask(&["doctor"]);
    });
}

#[test]
fn a_repair_that_was_killed_at_any_step_is_repeated_without_loss() {
    let begin = Home::new();
    begin.ok(&["new", "chest"]);
    begin.ok(&["me", "--name", "Ann"]);
    let work = Home::new();
    {
        // A reader keeps the last entry in the WAL, so that the repair could lose it.
        let reader = rusqlite::Connection::open(begin.journal()).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM spot").unwrap();
        begin.ok(&["look", "1", "--note", "only in the log"]);
        copy(begin.folder.path(), work.folder.path());
    }
    let _ = std::fs::remove_file(work.path("journal.spotlog-shm"));
    let whole = begin.ok(&["export", "-"]);
    let page: i64 = {
        let connection = rusqlite::Connection::open(begin.journal()).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'person'";
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let mut bytes = std::fs::read(work.journal()).unwrap();
    let start = (usize::try_from(page).unwrap() - 1) * 4096;
    bytes[start..start + 4096].fill(0x55);
    std::fs::write(work.journal(), bytes).unwrap();
    let attempts = Attempts::over(work);
    attempts.kill_everywhere(&["doctor", "--repair"], |at| {
        attempts.ask(&["doctor", "--repair"]);
        let export = attempts.ask(&["export", "-"]);
        assert!(export == whole, "step {at}: {:?}\n{export}", names(&attempts.work()));
        let left = names(&attempts.work());
        assert!(!left.iter().any(|name| name.contains("repaired") || name.contains("looked-at")), "{at}: {left:?}");
    });
}

/// A journal with a clock set by the test.
struct Clocked {
    home: Home,
    store: Store,
}

impl Clocked {
    fn new() -> Clocked {
        let home = Home::new();
        let store = Store::open(&home.journal()).unwrap();
        Clocked { home, store }
    }

    /// Writes a person on a day, with a newly opened store.
    fn write(&mut self, day: NaiveDate, name: &str) {
        self.store = Store::open(&self.home.journal()).unwrap();
        let at = day.and_time(clock().local.time()).and_utc();
        let person = Person::new(PersonId(uuid::Uuid::now_v7()), Some(at), name.parse().unwrap());
        let body = |tx: &spotlog::store::Transaction<'_>| RecordRef::Person(&person).put(tx, Owner::Nobody);
        self.store.write(at, "test", name, body).unwrap();
        assert_eq!(self.store.no_backup(), None);
    }

    fn days(&self) -> Vec<String> {
        backups_of(&self.home.journal()).into_iter().map(|(day, _)| day.to_string()).collect()
    }

    fn copy_of(&self, day: &str) -> PathBuf {
        self.home.path(&format!("journal.spotlog.backups/{day}.spotlog"))
    }
}

#[test]
fn a_copy_that_a_wrong_clock_made_is_not_the_copy_of_that_day_when_it_comes() {
    let mut journal = Clocked::new();
    journal.write(day("2026-06-01"), "A");
    journal.write(day("2026-06-03"), "B");
    journal.write(day("2026-06-02"), "C");
    journal.write(day("2026-06-03"), "D");
    assert_eq!(newest_change(&journal.copy_of("2026-06-03")), Some(3), "what was there before the third");
    // A second change on the same day does not replace the backup.
    journal.write(day("2026-06-03"), "E");
    assert_eq!(newest_change(&journal.copy_of("2026-06-03")), Some(3));
    // The backup of the wrong clock is the state after the first change. A backup of that day already exists.
    assert_eq!(journal.days(), ["2026-06-01", "2026-06-02", "2026-06-03"]);
}

#[test]
fn a_clock_that_was_ahead_or_behind_costs_no_day() {
    for wrong in ["2036-06-01", "1999-01-01"] {
        let mut journal = Clocked::new();
        let first = day("2026-06-01");
        for n in 0..7 {
            journal.write(first + Days::new(n), &format!("before {n}"));
        }
        let real = journal.days();
        assert_eq!(real.len(), 7);
        journal.write(day(wrong), "wrong");
        assert!(real.iter().all(|day| journal.days().contains(day)), "{wrong}: {:?}", journal.days());
        for n in 7..30 {
            journal.write(first + Days::new(n), &format!("after {n}"));
            let days = journal.days();
            for back in 0..=7 {
                let day = (first + Days::new(n - back)).to_string();
                assert!(days.contains(&day), "{wrong}: {day} is not in {days:?}");
            }
        }
    }
}

#[test]
fn half_a_copy_under_the_name_of_a_day_is_none_and_is_replaced() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    home.ok(&["new", "chin"]);
    let (_, backup) = backups_of(&home.journal()).remove(0);
    let whole = std::fs::read(home.journal()).unwrap();
    for half in [&b""[..], &whole[..50], &whole[..4096], &whole[..whole.len() - 4096]] {
        std::fs::write(&backup, half).unwrap();
        assert_eq!(newest_change(&backup), None, "{} bytes", half.len());
        home.ok(&["same", "1"]);
        assert!(newest_change(&backup).is_some(), "{} bytes", half.len());
    }
    // A leftover log beside the name would be applied to the new backup.
    std::fs::write(&backup, b"").unwrap();
    std::fs::write(backup.with_extension("spotlog-journal"), &whole[..4096]).unwrap();
    home.ok(&["same", "1"]);
    home.ok(&["--journal", backup.to_str().unwrap(), "doctor"]);
}

#[test]
fn a_repair_begins_from_the_copy_with_the_newest_changes_whatever_day_its_name_says() {
    let mut journal = Clocked::new();
    journal.write(day("2026-06-01"), "A");
    journal.write(day("2036-06-01"), "B");
    for n in 2..6 {
        journal.write(day("2026-06-01") + Days::new(n), &format!("day {n}"));
    }
    let Clocked { home, store } = journal;
    drop(store);
    let mut bytes = std::fs::read(home.journal()).unwrap();
    bytes[8192..].fill(0);
    std::fs::write(home.journal(), bytes).unwrap();
    let told = home.ok(&["doctor", "--repair"]);
    assert!(told.contains("2026-06-06.spotlog"), "{told}");
    assert_eq!(home.ok(&["people"]), "A\nB\nday 2\nday 3\nday 4\n");
}

#[test]
fn after_an_older_backup_was_put_back_the_copies_since_then_are_the_newer_ones() {
    let mut journal = Clocked::new();
    for (day, name) in ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-04"].into_iter().zip(["A", "B", "C", "D"]) {
        journal.write(crate::harness::day(day), name);
    }
    let old = journal.copy_of("2026-06-02");
    journal.home.ok(&["restore", old.to_str().unwrap()]);
    // The backup from before the restore has three changes. This one has two, and is newer.
    journal.write(day("2026-06-05"), "E");
    journal.write(day("2026-06-06"), "F");
    let newest = spotlog::store::newest_first(&journal.home.journal()).remove(0);
    assert_eq!(newest, journal.copy_of("2026-06-06"));
}
