//! Tests that the figures in docs/accuracy.md are those of the current rules.

// Only the benchmark uses all of it.
#[allow(dead_code)]
#[path = "../../benches/accuracy/simulation.rs"]
mod simulation;

use simulation::{Growth, growing_row, steady_row};

#[test]
fn the_accuracy_page_has_the_figures_of_this_rule_set() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/accuracy.md")).unwrap();
    let again = "docs/accuracy.md is out of date; `just accuracy` makes it again";
    for row in [steady_row(1.0), growing_row(Growth { mm_a_month: 1.0, from_month: 0.0 }, 1.0)] {
        assert!(page.contains(&row), "{again}: {row}");
    }
}
