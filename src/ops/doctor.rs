//! Checking a journal.

use super::Context;
use crate::domain::{FieldError, Observation, PICTURE, PersonTree, PictureHash, ShowPath, show_date};
use crate::error::{Error, Result};
use crate::guidance::Ahead;
use crate::store::{self, Check, Found, Replayed, Store};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Checks the file, its schema, references, WAL and permissions, and reads every entry.
///
/// # Errors
///
/// Fails with the reason if the file cannot be opened at all.
pub fn doctor(path: &Path, context: &Context<'_>) -> Result<Vec<Check>> {
    if let Some(lost) = store::lost(path) {
        return Err(lost);
    }
    if !path.try_exists().unwrap_or(true) {
        return Err(Error::NotFound(format!("there is no journal at {}", path.shown())));
    }
    // Read before the file is opened, since opening creates the WAL.
    let log = store::LogState::of(path);
    let store = match Store::open_to_check(path) {
        // A file that cannot be checked without changing it, such as a half-created journal, is opened normally.
        Err(Error::NotPermitted { .. } | Error::Disk { .. } | Error::Full { .. } | Error::NotAJournal { .. }) => {
            Store::open(path)?
        }
        opened => opened?,
    };
    let mut checks = store.check()?;
    checks.push(store.check_numbers());
    checks.push(Check { what: "log", found: check_log(&store, log) });
    checks.extend(check_photos(&store, context.now.utc));
    checks.push(Check { what: "entries", found: check_entries(&store, context).map_err(|error| error.to_string()) });
    Ok(checks)
}

/// Checks whether the file is missing data of its WAL. A copy of the file alone does not show that. A backup with more
/// changes than the journal does.
fn check_log(store: &Store, log: store::LogState) -> std::result::Result<String, String> {
    let path = store.path();
    if log == store::LogState::Missing {
        return Err(format!(
            "the log {} is missing; what was entered last may be missing with it",
            store::with_ending(path, "-wal").shown()
        ));
    }
    let own = store.read(|c| Ok(store::changes(c, 1)?.first().map_or(0, |change| change.id)));
    let own = own.map_err(|error| error.to_string())?;
    // After a deliberate restore, the journal may be older than its backups.
    let was_restored = store::with_ending(path, ".before-restore-1").exists();
    let ahead = store::backups_of(path)
        .into_iter()
        .filter_map(|(_, backup)| Some((store::newest_change(&backup)?, backup)))
        .max()
        .filter(|(newest, _)| *newest > own && !was_restored);
    match ahead {
        Some((newest, backup)) => Err(format!(
            "entries are missing: the backup {} has {newest} changes and this file {own}. It may be a copy without its log \
             (-wal); spotlog restore puts the backup back",
            backup.shown()
        )),
        None if log == store::LogState::Pending => Ok("beside the file; spotlog backup copies both as one".into()),
        None => Ok("folded into the file".into()),
    }
}

/// Checks that every kept picture is there and is the one that was taken in. No check for a journal without photos.
fn check_photos(store: &Store, now: DateTime<Utc>) -> Option<Check> {
    let found = (|| -> Result<Option<std::result::Result<String, String>>> {
        let (kept, named, erased) =
            store.read(|c| Ok((store::kept_pictures(c)?, store::named_pictures(c)?, store::load_erased(c)?)))?;
        let pictures = store.pictures();
        let (mut whole, mut bytes, mut wrong) = (0, 0, Vec::new());
        for (hash, (format, at)) in &kept {
            let day = at.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| at.clone(), show_date);
            match store.picture(*hash, *format)? {
                Found::Whole(content) => (whole, bytes) = (whole + 1, bytes + content.len() as u64),
                // Another machine erased it, and the row is on its way.
                Found::Missing if erased.has(PICTURE, hash.key()) => {}
                Found::Missing => wrong.push(format!("the picture of {day} is missing")),
                Found::Changed => wrong.push(format!("the picture of {day} is not what was taken in")),
            }
        }
        let loose = pictures.without_rows(&with_backups(store, named), now).len();
        if kept.is_empty() && loose == 0 {
            return Ok(None);
        }
        if !wrong.is_empty() {
            let more = if wrong.len() > 5 { format!(", and {} more", wrong.len() - 5) } else { String::new() };
            wrong.truncate(5);
            let folder = pictures.folder().unwrap_or_default();
            return Ok(Some(Err(format!(
                "{}{more}; they belong in {}, and spotlog doctor --repair looks in the backups. After a sync one may still \
                 be on its way",
                wrong.join(", "),
                folder.shown()
            ))));
        }
        let mut said = format!("{whole} pictures, {} KiB, each as it was taken in", bytes.div_ceil(1024));
        if loose > 0 {
            said.push_str(&format!("; {loose} belong to no photo, and spotlog doctor --repair removes them"));
        }
        let unlinked = pictures.unlinked().len();
        if unlinked > 0 && !store::backups_of(store.path()).is_empty() {
            said.push_str(&format!("; {unlinked} have no link among the backups yet"));
        }
        Ok(Some(Ok(said)))
    })();
    match found {
        Ok(None) => None,
        Ok(Some(found)) => Some(Check { what: PHOTOS, found }),
        Err(error) => Some(Check { what: PHOTOS, found: Err(error.to_string()) }),
    }
}

/// The name of the check of the pictures.
const PHOTOS: &str = "photos";

/// Adds the pictures that the daily backups name, so that a restore finds them.
fn with_backups(store: &Store, mut named: BTreeSet<PictureHash>) -> BTreeSet<PictureHash> {
    for (_, backup) in store::backups_of(store.path()) {
        // One that cannot be opened names nothing that can be restored.
        let found = Store::open_to_check(&backup).and_then(|backup| backup.read(store::named_pictures));
        named.extend(found.unwrap_or_default());
    }
    named
}

/// What was mended of the pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MendedPictures {
    /// Pictures that came back from the backups.
    pub back: usize,
    /// Pictures that are still missing or changed.
    pub missing: usize,
    /// Files that belonged to no photo and were removed.
    pub swept: usize,
}

impl MendedPictures {
    /// Returns what was done, as sentences; empty if nothing was to be done.
    pub fn say(&self) -> Vec<String> {
        let counts = [
            (self.back, "pictures came back from the backups."),
            (self.swept, "pictures that belonged to no photo are removed."),
            (self.missing, "pictures are in no backup of this machine; a sync or a packed backup may have them."),
        ];
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, said)| format!("{count} {said}")).collect()
    }
}

/// Brings missing pictures back from the links of the backups, and removes those that belong to no photo.
pub fn mend_pictures(path: &Path, context: &Context<'_>) -> Result<MendedPictures> {
    let store = Store::open_to_check(path)?;
    let (kept, named, erased) =
        store.read(|c| Ok((store::kept_pictures(c)?, store::named_pictures(c)?, store::load_erased(c)?)))?;
    let pictures = store.pictures();
    let mut mended = MendedPictures::default();
    for (hash, (format, _)) in kept.iter().filter(|(hash, _)| !erased.has(PICTURE, hash.key())) {
        if matches!(store.picture(*hash, *format)?, Found::Whole(_)) {
            continue;
        }
        match pictures.mend(*hash, *format)? {
            true => mended.back += 1,
            false => mended.missing += 1,
        }
    }
    mended.swept = pictures.sweep(&with_backups(&store, named), context.now.utc)?;
    Ok(mended)
}

fn check_entries(store: &Store, context: &Context<'_>) -> Result<String> {
    let journal = store.read(store::load_journal)?;
    for (i, tree) in journal.iter().enumerate() {
        tree.check().map_err(|error| error.at(format_args!("people[{i}]")))?;
    }
    let unreadable = store.read(store::count_unreadable_times)?;
    if unreadable > 0 {
        let message =
            format!("{unreadable} records have a time of change that cannot be read; they count as the oldest");
        return Err(FieldError::new(message).into());
    }
    let spots: usize = journal.iter().map(|tree| tree.spots.len()).sum();
    let looks = || journal.iter().flat_map(|tree| &tree.spots).flat_map(|spot| &spot.observations);
    let as_of = context.as_of();
    let ahead_of = |tree: &PersonTree<Observation>| {
        let mut ahead = Ahead::of_person(tree, as_of);
        tree.spots.iter().for_each(|spot| ahead.add(spot, spot.observations.iter().map(|o| o.at), as_of, true));
        ahead.entries
    };
    let ahead: usize = journal.iter().map(ahead_of).sum();
    let ahead = match ahead {
        0 => String::new(),
        1 => "; 1 entry is dated after today".into(),
        n => format!("; {n} entries are dated after today"),
    };
    Ok(format!("{} people, {spots} spots, {} observations, all readable{ahead}", journal.len(), looks().count()))
}

/// The result of a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// The new path of the damaged file; `None` if the file was missing.
    pub damaged: Option<PathBuf>,
    /// The backup used as the start; `None` if there was no good one and the history alone was used.
    pub backup: Option<PathBuf>,
    /// The changes recovered from the history of the damaged file.
    pub replayed: Replayed,
}

/// Returns the complete backups in which every record is readable, the one with the newest changes first. The day in a
/// name is the clock's, and does not show how recent the content is.
pub fn good_backups<'p>(path: &'p Path, context: &'p Context<'p>) -> impl Iterator<Item = PathBuf> + 'p {
    let is_good = |backup: &PathBuf| {
        doctor(backup, context).is_ok_and(|checks| {
            checks.iter().all(|c| c.found.is_ok() || c.is_about_permissions() || c.is_about_photos())
        })
    };
    store::newest_first(path).into_iter().filter(is_good)
}

/// The suffix of the damaged file.
const DAMAGED: &str = "damaged";

/// Builds a new journal from the good backup with the newest changes, plus the readable changes in the history of the
/// damaged file. Without a good backup, the history is replayed into an empty journal. The damaged file is only copied
/// and then renamed, never written. An interrupted repair can be repeated.
pub fn repair(path: &Path, context: &Context<'_>) -> Result<Repaired> {
    if store::is_in_use(path) {
        return Err(Error::Busy { path: path.to_owned() });
    }
    let _alone = store::lock(path)?;
    store::take_back_half_done(path, DAMAGED)?;
    let (looked_at, new_file) = (store::with_ending(path, ".looked-at"), store::with_ending(path, ".repaired"));
    store::remove(&looked_at);
    store::remove(&new_file);
    let mut failed = None;
    for backup in good_backups(path, context).map(Some).chain([None]) {
        store::copy_aside(path, &looked_at)?;
        let made = rebuild(path, &looked_at, backup.as_deref(), &new_file);
        store::remove(&looked_at);
        match made {
            Ok(replayed) => {
                let damaged = store::free_name(path, DAMAGED);
                store::put_in_place(&new_file, path, &damaged)?;
                return Ok(Repaired { damaged: damaged.exists().then_some(damaged), backup, replayed });
            }
            Err(error) => {
                store::remove(&new_file);
                failed.get_or_insert(error);
            }
        }
    }
    // At least the attempt without a backup was made.
    Err(failed.unwrap_or_else(|| Error::Conflict("nothing was tried".into())))
}

/// Allows a new journal in place of a lost one by renaming its backups. Returns their new path.
pub fn begin_new(path: &Path) -> Result<PathBuf> {
    match store::lost(path) {
        Some(_) => store::set_backups_aside(path),
        None => Err(Error::Conflict(format!(
            "{} is neither missing nor empty beside backups; name another file to begin a new journal",
            path.shown()
        ))),
    }
}

fn rebuild(path: &Path, looked_at: &Path, backup: Option<&Path>, new_file: &Path) -> Result<Replayed> {
    let damaged = |why: String| Error::Damaged { path: path.to_owned(), why };
    if let Some(backup) = backup {
        Store::open_to_check(backup)?.rebuilt(backup)?.back_up(new_file, false)?;
    }
    let mut store = Store::open(new_file)?;
    // Opening a copy of a backup with an older schema makes another copy before the migration.
    store::kept_copies(new_file).iter().try_for_each(|copy| store::delete_kept(copy))?;
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

/// Removes the access of other users on this machine to the journal.
pub fn make_private(path: &Path) -> Result<()> {
    store::make_private(path)
}

/// Returns whether other users on this machine may open the journal.
pub fn others_may_open(path: &Path) -> bool {
    store::others_may_open(path)
}

/// Returns warnings about the location of the journal, each with what to do.
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

/// Returns a warning if another program syncs the journal to other machines.
pub fn synced_warning(path: &Path) -> Option<String> {
    store::synced_by(path).map(|program| {
        format!(
            "Note: {program} carries the folder of your journal to other machines. Two that write to it at once would harm \
             it: keep the journal elsewhere, and let spotlog sync use that folder."
        )
    })
}
