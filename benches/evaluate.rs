//! Benchmarks of assessing 10,000 observations, in memory and from the file. `cargo bench --bench evaluate`

mod journal;

use divan::{Bencher, black_box};
use spotlog::domain::AsOf;
use spotlog::guidance::{Windows, evaluate};
use spotlog::ops;
use spotlog::store::Store;

/// The numbers of spots, and of observations of each.
const SHAPES: [(u32, u32); 2] = [(100, 100), (20, 500)];

fn main() {
    divan::main();
}

/// Only the rules.
#[divan::bench(args = SHAPES)]
fn rules(bencher: Bencher, (spots, looks): (u32, u32)) {
    let windows = Windows::default();
    let mut store = Store::open_in_memory().unwrap();
    ops::import(&mut store, &journal::context(&windows), &journal::journal(spots, looks)).unwrap();
    let facts = ops::assess(&store, &journal::context(&windows)).unwrap().unwrap().facts;
    let as_of = AsOf::now(journal::now().local);
    bencher.bench(|| evaluate(black_box(&facts), &windows, as_of));
}

/// Observations of one day, each of which may have spread from any other.
#[divan::bench(args = [1_000, 4_000, 16_000])]
fn looks_of_one_day(bencher: Bencher, looks: u32) {
    let windows = Windows::default();
    let mut journal = journal::journal(1, looks);
    let day = journal[0].spots[0].observations[0].at;
    journal[0].spots[0].observations.iter_mut().for_each(|look| look.at = day);
    let mut store = Store::open_in_memory().unwrap();
    ops::import(&mut store, &journal::context(&windows), &journal).unwrap();
    let facts = ops::assess(&store, &journal::context(&windows)).unwrap().unwrap().facts;
    let as_of = AsOf::now(journal::now().local);
    bencher.bench(|| evaluate(black_box(&facts), &windows, as_of));
}

/// The work of every verb and every reload of the screen: load, then assess.
#[divan::bench(args = SHAPES)]
fn load_and_judge(bencher: Bencher, (spots, looks): (u32, u32)) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = journal::write(&journal::journal(spots, looks), &folder.path().join("journal.db"));
    let windows = Windows::default();
    bencher.bench_local(|| ops::assess(black_box(&store), &journal::context(&windows)));
}

/// The same, including opening the file.
#[divan::bench(args = SHAPES)]
fn open_load_and_judge(bencher: Bencher, (spots, looks): (u32, u32)) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.db");
    drop(journal::write(&journal::journal(spots, looks), &file));
    let windows = Windows::default();
    bencher.bench_local(|| {
        let store = Store::open(black_box(&file)).expect("the journal");
        ops::assess(&store, &journal::context(&windows))
    });
}
