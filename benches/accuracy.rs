//! Measures how often a steady spot is flagged as growing, and how soon a growing one is: the tables of
//! docs/accuracy.md.
//!
//! `cargo bench --bench accuracy` prints the page and fails if a figure exceeds its bound. With `UPDATE_DOCS=1` it
//! writes the page.

#[path = "accuracy/simulation.rs"]
mod simulation;

use simulation::{Growth, ONSETS, outcomes, page, share_flagged};
use std::process::ExitCode;

/// The maximum that guidance section 3 allows: the percentage of flagged steady spots, by readings of the first check.
const STEADY: [(usize, f64); 2] = [(3, 6.0), (1, 9.0)];
/// The same for the median and the 90th percentile of the months to a flag, by growth rate. The first check has three
/// readings.
const GROWING: [(f64, f64, f64); 2] = [(0.5, 4.0, 5.6), (1.0, 2.5, 3.5)];

fn main() -> ExitCode {
    let page = page();
    print!("{page}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/accuracy.md");
        if let Err(error) = std::fs::write(path, &page) {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    }
    let mut missed = Vec::new();
    for (readings, most) in STEADY {
        let found = share_flagged(&outcomes(Growth::NONE, 1.0, readings));
        if found > most {
            missed.push(format!(
                "{found:.1} % of steady spots are flagged with {readings} first readings; at most {most}"
            ));
        }
    }
    for (rate, median, ninety) in GROWING {
        for onset in ONSETS {
            let growth = Growth { mm_a_month: rate, from_month: onset };
            let found = simulation::delays(&outcomes(growth, 1.0, 3), onset);
            let at = |share: f64| simulation::percentile(&found, share);
            if at(0.5) > median || (onset > 0.0 && at(0.9) > ninety) {
                missed.push(format!("{rate} mm a month from month {onset}: {:.2} ({:.2}) months", at(0.5), at(0.9)));
            }
        }
    }
    missed.iter().for_each(|line| eprintln!("{line}"));
    if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
