//! Kill -9 in the middle of writing: whatever was acknowledged is there, and the file is whole.

use crate::harness::Home;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the program is killed. Each round writes until it dies.
const ROUNDS: u64 = 200;

#[test]
fn two_hundred_kills_lose_no_acknowledged_entry() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let mut acknowledged = 1;
    let one = time_of_one_entry(&home, &mut acknowledged);
    for round in 0..ROUNDS {
        acknowledged += write_until_killed(&home, round, one);
    }
    let shown = home.ok(&["show", "1", "--json"]);
    let kept = shown.matches("\"presence\"").count();
    // The last entry of a round may be on the disk without its acknowledgement having been read.
    let most = acknowledged + ROUNDS as usize;
    assert!(kept >= acknowledged && kept <= most, "{kept} are there of {acknowledged} acknowledged");
    assert!(acknowledged > ROUNDS as usize / 4, "the rounds were too short to write: {acknowledged}");
    home.ok(&["doctor"]);
}

/// How long an entry takes on this machine, as it is now.
fn time_of_one_entry(home: &Home, acknowledged: &mut usize) -> Duration {
    const TRIES: u32 = 5;
    let start = Instant::now();
    for _ in 0..TRIES {
        home.ok(&["same", "1"]);
        *acknowledged += 1;
    }
    start.elapsed() / TRIES
}

/// Runs the program again and again, as a person at the shell would, and kills it at a moment that differs from round
/// to round. Returns how many entries were acknowledged.
fn write_until_killed(home: &Home, round: u64, one: Duration) -> usize {
    // Spread over the time that three entries take, from before the file is opened to between two commits.
    let patience = one.mul_f64(3.0 * ((round * 7_919) % 1_000) as f64 / 1_000.0);
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg("while :; do \"$0\" same 1 --json || exit; done")
        .arg(env!("CARGO_BIN_EXE_spotlog"))
        .env_clear()
        .env("HOME", home.folder.path())
        .env("SPOTLOG_JOURNAL", home.journal())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.spawn().unwrap();
    let output = child.stdout.take().unwrap();
    std::thread::sleep(patience);
    // The whole group: the shell and the program that it is running.
    crate::harness::kill("KILL", &format!("-{}", child.id()));
    child.wait().unwrap();
    BufReader::new(output).lines().map_while(Result::ok).filter(|line| line.contains("\"done\"")).count()
}
