//! What this build is: for `spotlog --version` and bug reports.

use crate::error::Result;
use crate::store::Store;

/// The commit of the source, if the build knew it.
const COMMIT: Option<&str> = option_env!("SPOTLOG_COMMIT");

/// Returns the version of the program with the commit and the version of SQLite, on one line.
pub fn version() -> String {
    let commit = COMMIT.map_or_else(String::new, |commit| format!("commit {commit}, "));
    format!("{} ({commit}SQLite {})", env!("CARGO_PKG_VERSION"), crate::store::sqlite_version())
}

/// Returns how many people, spots and looks a journal has, and the most looks of one spot.
pub fn sizes(store: &Store) -> Result<Vec<(&'static str, usize)>> {
    let journal = store.read(crate::store::load_journal)?;
    let spots = || journal.iter().flat_map(|tree| &tree.spots);
    let looks = || spots().map(|spot| spot.observations.len());
    Ok(vec![
        ("people", journal.len()),
        ("spots", spots().count()),
        ("looks", looks().sum()),
        ("looks of one spot at most", looks().max().unwrap_or(0)),
    ])
}
