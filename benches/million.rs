//! Compares assessing a million observations with only reading them. `cargo bench --bench million`
//!
//! One run alternates on one file between two tasks: a bare loop over the rows with rusqlite, and the program's own
//! load and assessment. It prints the medians and their ratio, which the issue and the notes quote.

mod journal;

use rusqlite::Connection;
use spotlog::guidance::Windows;
use spotlog::ops;
use spotlog::store::Store;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const SPOTS: u32 = 20_000;
const LOOKS: u32 = 50;
const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` and `cargo bench -- --test` only check that it starts.
    let (spots, rounds) = if std::env::args().any(|a| a == "--test") { (20, 1) } else { (SPOTS, ROUNDS) };
    // Writing the file takes minutes, so it is kept for the next run.
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("million-{spots}.db"));
    let store = if file.exists() {
        Store::open(&file).expect("the journal of an earlier run")
    } else {
        journal::write(&journal::journal(spots, LOOKS), &file)
    };
    let windows = Windows::default();
    let context = journal::context(&windows);
    let bare = Connection::open(&file).expect("the same file");
    let (mut rows, mut index, mut levels, mut flags) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        rows.push(time(|| read_every(&bare, ROWS)));
        index.push(time(|| read_every(&bare, INDEX)));
        levels
            .push(time(|| ops::summarize(&store, &context).expect("levels").map(|(_, standing)| standing.spots.len())));
        flags.push(time(|| ops::assess(&store, &context).expect("flags").map(|judged| judged.assessment.flags.len())));
    }
    let (rows, index, levels, flags) = (median(rows), median(index), median(levels), median(flags));
    let count = u64::from(spots) * u64::from(LOOKS);
    println!("{count} observations, {spots} spots, {rounds} rounds, medians");
    println!("bare loop over the rows, every answer   {rows:>9.1?}");
    println!("bare loop over the index of the facts   {index:>9.1?}");
    for (what, took) in
        [("load and judge, levels of every spot", levels), ("load and judge, every flag in words ", flags)]
    {
        let of = |bare: Duration| took.as_secs_f64() / bare.as_secs_f64();
        println!("{what}  {took:>9.1?}   {:.2} x the rows, {:.2} x the index", of(rows), of(index));
    }
    check_size(&file);
}

/// Every column that a rule reads, in any order.
const ROWS: &str = "SELECT at, id, presence, measured_by, diameter_1, diameter_2, diameter_3, width_1, width_2, width_3, \
    count, spread, colours, morphology, outline, surface, raised, firm, glass_test, itch, pain, warm_or_swollen, pus, \
    bleeding, after_injury, changes, described_differently, spreading, worried, suspects_infection FROM observation";
const INDEX: &str = "SELECT facts FROM observation INDEXED BY observation_facts ORDER BY spot, facts";

fn read_every(connection: &Connection, sql: &str) -> usize {
    let mut statement = connection.prepare_cached(sql).expect("a query");
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("rows");
    let mut read = 0;
    while let Some(row) = rows.next().expect("a row") {
        for column in 0..columns {
            black_box(row.get_ref(column).expect("a value"));
        }
        read += 1;
    }
    read
}

fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let from = Instant::now();
    black_box(work());
    from.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn check_size(file: &Path) {
    let bytes = std::fs::metadata(file).map_or(0, |meta| meta.len());
    println!("the file has {} MB", bytes / 1_000_000);
}
