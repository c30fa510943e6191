//! Encrypted backups, and restoring any backup.

use super::assess::troubled;
use super::file::{Existing, starts_sealed, write_private};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::exchange::{SecretString, seal, unseal};
use crate::file::{self, Pipes};
use crate::store::{self, Packed, Pictures, Store};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// The size limit of an encrypted backup. Opening one takes twice its size in memory.
const MAX_BACKUP_BYTES: u64 = 1 << 30;

/// The suffix of a journal that a backup replaced.
const BEFORE_RESTORE: &str = "before-restore";

/// The most bytes of pictures in an encrypted backup, which is made in memory so that no plaintext is on the disk.
const MOST_SEALED_PICTURES: u64 = 256 << 20;

/// Copies the journal to a new encrypted file and checks it, with its pictures if wanted. No plaintext is ever written to
/// disk.
///
/// # Errors
///
/// [`Error::Conflict`] if the pictures are too large to be encrypted in memory.
pub fn back_up_sealed(
    store: &Store,
    target: &Path,
    existing: Existing,
    passphrase: &SecretString,
    with_pictures: bool,
) -> Result<Packed> {
    let bytes: u64 = if with_pictures { store.pictures().all().iter().map(|(.., bytes)| bytes).sum() } else { 0 };
    if bytes > MOST_SEALED_PICTURES {
        return Err(Error::Conflict(format!(
            "the photos take {} MiB, and an encrypted backup holds at most {} MiB of them; leave them out with \
             --without-photos, and keep them by spotlog sync --encrypt",
            bytes >> 20,
            MOST_SEALED_PICTURES >> 20
        )));
    }
    let (image, packed) = store.image(with_pictures)?;
    let sealed = seal(&image, passphrase)?;
    write_private(target, existing, |out| {
        out.write_all(&sealed).map_err(Error::io(format!("{} cannot be written", target.shown())))
    })?;
    let verified = read(target).and_then(|bytes| Ok(unseal(&bytes, passphrase)? == image));
    match verified {
        Ok(true) => Ok(packed),
        found => {
            // A bad copy is deleted.
            let _ = std::fs::remove_file(target);
            let why = found.err().map_or_else(|| "it holds something else".to_owned(), |error| error.to_string());
            Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {why}") })
        }
    }
}

/// Restores a backup. Calls `ask` for the passphrase if the backup is encrypted. Returns the path of the replaced
/// content, if there was any. A journal that can be opened may be in use meanwhile; a damaged one is replaced as a
/// file.
pub fn restore(
    path: &Path,
    open: impl FnOnce() -> Result<Store>,
    from: &Path,
    ask: impl FnOnce() -> Result<SecretString>,
) -> Result<Option<PathBuf>> {
    let backup = open_backup(from, ask)?;
    backup.must_be_whole(from)?;
    let found = backup.rebuilt(from)?;
    let store = match open() {
        Ok(store) if store.must_be_whole(path).is_ok() => Some(store),
        Ok(_) | Err(Error::Damaged { .. } | Error::NotAJournal { .. } | Error::Stored { .. } | Error::Lost { .. }) => {
            None
        }
        Err(error) => return Err(error),
    };
    match store {
        Some(mut store) => {
            refuse_impossible(&found, &store)?;
            // Before the rows that name them.
            backup.unpack_into(&store.pictures(), &store.read(store::load_erased)?)?;
            store.replace_by(&found).map(Some)
        }
        None => {
            if store::is_in_use(path) {
                return Err(Error::Busy { path: path.to_owned() });
            }
            let _alone = store::lock(path)?;
            store::take_back_half_done(path, BEFORE_RESTORE)?;
            backup.unpack_into(&Pictures::of(path), &found.read(store::load_erased)?)?;
            let (kept, new_file) = (store::free_name(path, BEFORE_RESTORE), store::free_name(path, "restored"));
            found.back_up(&new_file, false)?;
            store::put_in_place(&new_file, path, &kept)?;
            Ok(kept.exists().then_some(kept))
        }
    }
}

/// Rejects a file with an invalid record, unless the journal has that person's faults already. If there is no sound
/// journal, a file with such a record is better than none.
fn refuse_impossible(found: &Store, journal: &Store) -> Result<()> {
    let known = troubled(&journal.read(store::load_journal)?);
    for (i, tree) in found.read(store::load_journal)?.iter().enumerate() {
        if !known.contains(&tree.person.id) {
            tree.check().map_err(|error| error.at(format_args!("people[{i}]")))?;
        }
    }
    Ok(())
}

fn open_backup(from: &Path, ask: impl FnOnce() -> Result<SecretString>) -> Result<Store> {
    if starts_sealed(from) {
        return Store::open_image(unseal(&read(from)?, &ask()?)?, from);
    }
    Store::open_to_check(from)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    file::read(path, MAX_BACKUP_BYTES, Pipes::Refused)
}

/// Returns the daily backups of the journal at `path`, oldest first. The journal itself need not be readable.
pub fn backups(path: &Path) -> Vec<(NaiveDate, PathBuf)> {
    store::backups_of(path)
}
