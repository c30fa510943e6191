//! Tests that kill the program during writes. Every acknowledged entry is kept, and every file is intact.

use crate::harness::Home;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Returns how often the program is killed in each way, which `SPOTLOG_KILLS` overrides.
pub(crate) fn rounds(usual: u64) -> u64 {
    std::env::var("SPOTLOG_KILLS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(usual)
}

/// Runs a shell script in a loop and kills it. In the script `$0` is the program and `$1` the home directory. The
/// moment of the kill varies with `round`, within the time of three runs. Returns the printed lines, which are the
/// acknowledgements.
pub(crate) fn run_until_killed(home: &Home, script: &str, round: u64, one: Duration) -> Vec<String> {
    let patience = one.mul_f64(3.0 * ((round * 7_919) % 1_000) as f64 / 1_000.0);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("while :; do {script}; done"), env!("CARGO_BIN_EXE_spotlog")])
        .arg(home.folder.path())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home.folder.path())
        .env("SPOTLOG_JOURNAL", home.journal())
        .env("ROUND", round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.spawn().unwrap();
    let output = child.stdout.take().unwrap();
    std::thread::sleep(patience);
    // The whole process group: the shell and the program that it runs.
    crate::harness::kill("KILL", &format!("-{}", child.id()));
    child.wait().unwrap();
    BufReader::new(output).lines().map_while(Result::ok).collect()
}

/// Measures how long an action takes on this machine.
pub(crate) fn time(act: impl Fn()) -> Duration {
    const TRIES: u32 = 3;
    let start = Instant::now();
    (0..TRIES).for_each(|_| act());
    start.elapsed() / TRIES
}

#[test]
fn kills_while_entries_are_written_lose_no_acknowledged_one() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let one = time(|| drop(home.ok(&["same", "1"])));
    let count = || home.ok(&["show", "1", "--json"]).matches("\"presence\"").count();
    let mut acknowledged = count();
    let rounds = rounds(120);
    for round in 0..rounds {
        acknowledged += run_until_killed(&home, "\"$0\" same 1 --json || exit", round, one)
            .iter()
            .filter(|line| line.contains("\"done\""))
            .count();
    }
    // The last entry of a round may be saved without its acknowledgement having been read.
    let kept = count();
    let most = acknowledged + rounds as usize;
    assert!(kept >= acknowledged && kept <= most, "{kept} are there of {acknowledged} acknowledged");
    assert!(acknowledged > rounds as usize / 4, "the rounds were too short to write: {acknowledged}");
    home.ok(&["doctor"]);
}

#[test]
fn kills_while_journals_are_begun_leave_none_or_a_whole_one() {
    let home = Home::new();
    let one = time(|| drop(Home::new().ok(&["new", "chest"])));
    let mut acknowledged = 0;
    for round in 0..rounds(16) {
        // A new journal for every try, so that the program is killed while it creates the schema.
        let script = "n=$((n + 1)); j=$1/new-$ROUND-$n; \"$0\" --journal \"$j\" new chest --quiet && echo \"$j\"";
        for journal in run_until_killed(&home, script, round, one) {
            assert!(home.ok(&["--journal", &journal, "list"]).contains("chest"));
            acknowledged += 1;
        }
    }
    assert!(acknowledged > 0);
    let mut unfinished = 0;
    for entry in std::fs::read_dir(home.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let beside = ["-wal", "-shm", "-journal"].iter().any(|ending| path.to_string_lossy().ends_with(ending));
        if path.is_file() && !beside {
            // A journal that was created can be used.
            home.ok(&["--journal", path.to_str().unwrap(), "new", "chin"]);
            home.ok(&["--journal", path.to_str().unwrap(), "doctor"]);
            unfinished += 1;
        }
    }
    assert!(unfinished >= acknowledged);
}

#[test]
fn kills_while_files_are_imported_leave_all_of_a_file_or_nothing() {
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "unknown"]);
    let template = home.ok(&["export", "-"]);
    // Ten observations per file, so that a partial import would be noticed. The shell gives each file its own ids and
    // notes.
    let looks: Vec<String> = (0..10)
        .map(|n| {
            format!(
                r#"{{"id": "00000000-0000-7000-8000-RRRRNNNN000{n}", "at": "2026-11-01", "presence": "present",
                    "note": "file RRRRNNNN"}}"#
            )
        })
        .collect();
    let template = template.replacen("\"observations\": [", &format!("\"observations\": [{},", looks.join(",")), 1);
    home.write("template", &template);
    let script = "n=$((n + 1)); r=$(printf %04d $ROUND); f=$(printf %04d $n); \
        sed \"s/RRRR/$r/g; s/NNNN/$f/g\" \"$1/template\" > \"$1/file\"; \
        \"$0\" import \"$1/file\" --quiet && echo \"file $r$f\"";
    let one = time(|| drop(home.ok(&["same", "1"]))).mul_f64(1.5);
    let mut acknowledged = Vec::new();
    for round in 0..rounds(16) {
        acknowledged.extend(run_until_killed(&home, script, round, one));
    }
    let all = home.ok(&["export", "-"]);
    for note in &acknowledged {
        assert_eq!(all.matches(&format!("\"{note}\"")).count(), 10, "{note}");
    }
    assert_eq!(all.matches("\"note\": \"file ").count() % 10, 0, "half a file was taken in");
    assert!(!acknowledged.is_empty());
    home.ok(&["doctor"]);
}

#[test]
fn kills_while_backups_are_made_and_put_back_leave_whole_files() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    home.ok(&["backup", home.path("good").to_str().unwrap()]);
    let one = time(|| drop(home.ok(&["same", "1"]))).mul_f64(2.0);
    for round in 0..rounds(16) {
        let script = "n=$((n + 1)); \"$0\" backup \"$1/copy-$ROUND-$n\" --quiet && echo \"$1/copy-$ROUND-$n\"; \
            \"$0\" restore \"$1/good\" --quiet; \"$0\" same 1 --quiet";
        for copy in run_until_killed(&home, script, round, one) {
            home.ok(&["--journal", &copy, "doctor"]);
        }
        home.ok(&["doctor"]);
    }
    assert!(home.ok(&["list"]).contains("chest"));
}

#[test]
fn kills_while_machines_sync_lose_nothing_on_either() {
    let (a, b) = (Home::new(), Home::new());
    let shared = a.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let shared = shared.to_str().unwrap();
    a.ok(&["new", "chest"]);
    a.ok(&["sync", shared]);
    b.ok(&["sync", shared]);
    let one = time(|| drop(a.ok(&["sync", shared])));
    let mut acknowledged = 1;
    for round in 0..rounds(16) {
        let script = format!("\"$0\" same 1 --json || exit; \"$0\" sync '{shared}' --quiet");
        for home in [&a, &b] {
            let lines = run_until_killed(home, &script, round, one * 2);
            acknowledged += lines.iter().filter(|line| line.contains("\"done\"")).count();
        }
    }
    for home in [&a, &b, &a] {
        home.ok(&["sync", shared]);
        home.ok(&["doctor"]);
    }
    let kept = |home: &Home| home.ok(&["export", "-"]);
    assert_eq!(kept(&a), kept(&b));
    assert!(kept(&a).matches("\"presence\"").count() >= acknowledged, "{acknowledged} were acknowledged");
}

#[test]
fn four_programs_that_write_at_once_lose_no_entry() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let each: usize = std::env::var("SPOTLOG_ENTRIES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(25);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..each).for_each(|_| drop(home.ok(&["same", "1"]))));
        }
    });
    let kept = home.ok(&["show", "1", "--json"]).matches("\"presence\"").count();
    assert_eq!(kept, 1 + 4 * each);
    home.ok(&["doctor"]);
}
