//! Checking a journal.

use super::Context;
use crate::error::{Error, Result};
use crate::store::{self, Check, Store};
use std::path::Path;

/// Checks the file, its schema, its references and permissions, and reads every entry. A file that cannot be opened at
/// all is an error, which says why.
pub fn doctor(path: &Path, context: &Context<'_>) -> Result<Vec<Check>> {
    if !path.exists() {
        return Err(Error::NotFound(format!("there is no journal at {}", path.display())));
    }
    let store = Store::open(path)?;
    let mut checks = store.check()?;
    let entries = store.read(store::load_journal).and_then(|journal| {
        for tree in &journal {
            tree.check(context.now.today())?;
        }
        let spots: usize = journal.iter().map(|tree| tree.spots.len()).sum();
        let looks: usize = journal.iter().flat_map(|tree| &tree.spots).map(|spot| spot.observations.len()).sum();
        Ok(format!("{} people, {spots} spots, {looks} observations, all readable", journal.len()))
    });
    checks.push(Check { what: "entries", found: entries.map_err(|error| error.to_string()) });
    Ok(checks)
}
