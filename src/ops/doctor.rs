//! Checking a journal.

use super::Context;
use crate::error::{Error, Result};
use crate::guidance::Ahead;
use crate::store::{self, Check, Replayed, Store};
use std::path::{Path, PathBuf};

/// Checks the file, its schema, its references and permissions, and reads every entry. A file that cannot be opened at
/// all is an error, which says why.
pub fn doctor(path: &Path, context: &Context<'_>) -> Result<Vec<Check>> {
    if !path.exists() {
        return Err(Error::NotFound(format!("there is no journal at {}", path.display())));
    }
    let store = match Store::open_to_check(path) {
        // What cannot be looked at without a change, such as a journal that was being made, is opened as it always is.
        Err(Error::NotPermitted { .. } | Error::Disk { .. } | Error::NotAJournal { .. }) => Store::open(path)?,
        opened => opened?,
    };
    let mut checks = store.check()?;
    let entries = store.read(store::load_journal).and_then(|journal| {
        let as_of = context.as_of();
        let mut ahead = 0;
        for tree in &journal {
            tree.check()?;
            let mut of_person = Ahead::of_person(tree, as_of);
            tree.spots.iter().for_each(|spot| of_person.add(spot, spot.observations.iter().map(|o| o.at), as_of, true));
            ahead += of_person.entries;
        }
        let ahead = if ahead > 0 { format!("; {ahead} dated after today") } else { String::new() };
        let spots: usize = journal.iter().map(|tree| tree.spots.len()).sum();
        let looks: usize = journal.iter().flat_map(|tree| &tree.spots).map(|spot| spot.observations.len()).sum();
        Ok(format!("{} people, {spots} spots, {looks} observations, all readable{ahead}", journal.len()))
    });
    checks.push(Check { what: "entries", found: entries.map_err(|error| error.to_string()) });
    Ok(checks)
}

/// What a repair found and did.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// Where the damaged file is now.
    pub damaged: PathBuf,
    /// The backup that was the beginning; `None` where there was no good one and the history told everything.
    pub backup: Option<PathBuf>,
    /// What the history of the damaged file still gave.
    pub replayed: Replayed,
}

/// The backups that are whole, with every record readable, the newest first.
pub fn good_backups<'p>(path: &'p Path, context: &'p Context<'p>) -> impl Iterator<Item = PathBuf> + 'p {
    let is_good = |backup: &PathBuf| {
        doctor(backup, context).is_ok_and(|checks| checks.iter().all(|c| c.found.is_ok() || c.is_about_permissions()))
    };
    store::backups_of(path).into_iter().rev().map(|(_, backup)| backup).filter(is_good)
}

/// Makes a journal anew from the newest good backup and what the history of the damaged file still gives; where there is
/// no good backup from the history alone, which begins with an empty journal. The damaged file is only copied and then
/// moved aside, never written.
pub fn repair(path: &Path, context: &Context<'_>) -> Result<Repaired> {
    if store::is_in_use(path) {
        return Err(Error::Busy { path: path.to_owned() });
    }
    let (damaged, looked_at, anew) =
        (store::free_name(path, "damaged"), store::free_name(path, "looked-at"), store::free_name(path, "repaired"));
    let mut failed = None;
    for backup in good_backups(path, context).map(Some).chain([None]) {
        store::copy_aside(path, &looked_at)?;
        let made = make_anew(path, &looked_at, backup.as_deref(), &anew);
        store::remove(&looked_at);
        match made {
            Ok(replayed) => {
                store::put_in_place(&anew, path, &damaged)?;
                return Ok(Repaired { damaged, backup, replayed });
            }
            Err(error) => {
                store::remove(&anew);
                failed.get_or_insert(error);
            }
        }
    }
    // There was at least the attempt without a backup.
    Err(failed.unwrap_or_else(|| Error::Conflict("nothing was tried".into())))
}

fn make_anew(path: &Path, looked_at: &Path, backup: Option<&Path>, anew: &Path) -> Result<Replayed> {
    let damaged = |why: String| Error::Damaged { path: path.to_owned(), why };
    if let Some(backup) = backup {
        store::copy_aside(backup, anew)?;
    }
    let mut store = Store::open(anew)?;
    let replayed = store.replay(looked_at)?;
    if replayed.changes == 0 && backup.is_none() {
        return Err(damaged("there is no good backup, and its history cannot be read either".into()));
    }
    if let Some(why) = store.check()?.into_iter().filter(|c| !c.is_about_permissions()).find_map(|c| c.found.err()) {
        return Err(damaged(why));
    }
    store.read(store::load_journal)?;
    Ok(replayed)
}

/// Takes from everybody else on this machine the right to open the journal.
pub fn make_private(path: &Path) -> Result<()> {
    store::make_private(path)
}

/// Whether others on this machine may open the journal.
pub fn others_may_open(path: &Path) -> bool {
    store::others_may_open(path)
}

/// What a person should know of where their journal is, each a sentence that says what to do.
pub fn warnings(path: &Path) -> Vec<String> {
    let mut warnings = Vec::new();
    if others_may_open(path) {
        warnings.push(
            "Note: others on this machine may open your journal; spotlog doctor --repair makes it private.".into(),
        );
    }
    warnings.extend(synced_warning(path));
    warnings
}

/// What a person should know where another program carries the journal to other machines.
pub fn synced_warning(path: &Path) -> Option<String> {
    store::synced_by(path).map(|program| {
        format!(
            "Note: {program} carries the folder of your journal to other machines. Two that write to it at once would harm \
             it: keep the journal elsewhere, and let spotlog sync use that folder."
        )
    })
}
