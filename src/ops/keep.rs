//! Encrypted backups, and restoring any backup.

use super::assess::troubled;
use super::bundle::{Plain, pack};
use super::file::{Existing, starts_like, starts_sealed, write_private};
use crate::domain::{Erasures, PICTURE, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{AnyBundle, BundleOf, BundleWriter, Sealing, SecretString, is_bundle};
use crate::file::{self, Pipes};
use crate::store::{self, Packed, Pictures, Store};
use chrono::NaiveDate;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The suffix of a journal that a backup replaced.
const BEFORE_RESTORE: &str = "before-restore";

/// Copies the journal to a new encrypted file and checks it, with its pictures if wanted. A copy with pictures is a
/// [bundle](BundleOf::Backup) that is encrypted as it is written. No plaintext is ever written to disk.
pub fn back_up_sealed(
    store: &Store,
    target: &Path,
    existing: Existing,
    passphrase: &SecretString,
    with_pictures: bool,
) -> Result<Packed> {
    let image = store.image()?;
    let mut packed = Packed::default();
    write_private(target, existing, |out| {
        let mut sealing = Sealing::begin(out, passphrase)?;
        packed = write_copy(store, &image, with_pictures, &mut sealing)?;
        sealing.finish().map_err(Error::io(format!("{} cannot be written", target.shown()))).map(drop)
    })?;
    match holds(target, passphrase, &image, packed) {
        Ok(true) => Ok(packed),
        found => {
            // A bad copy is deleted.
            let _ = std::fs::remove_file(target);
            let why = found.err().map_or_else(|| "it holds something else".to_owned(), |error| error.to_string());
            Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {why}") })
        }
    }
}

/// Writes the image of the journal, with its pictures if wanted and if it has any.
fn write_copy(store: &Store, image: &[u8], with_pictures: bool, out: &mut dyn Write) -> Result<Packed> {
    let failed = || Error::io("the copy cannot be written");
    if !with_pictures || store.read(store::kept_pictures)?.is_empty() {
        out.write_all(image).map_err(failed())?;
        return Ok(Packed::default());
    }
    let mut bundle = BundleWriter::begin_stream(out, BundleOf::Backup, image).map_err(failed())?;
    let packed = pack(store, &mut bundle)?;
    bundle.finish().map_err(failed())?;
    Ok(packed)
}

/// Opens a backup that is encrypted, or the zip that another program decrypted one to. Returns the image of the journal,
/// and the pictures that are not in it.
fn open_image(from: &Path, ask: impl FnOnce() -> Result<SecretString>) -> Result<(Vec<u8>, Option<AnyBundle>)> {
    let file = file::open(from, Pipes::Refused)?;
    let plain = match starts_sealed(from) {
        true => Plain::of_sealed(file, from, &ask()?, BundleOf::Backup)?,
        false => Plain::zip(file, from, BundleOf::Backup)?,
    };
    match plain {
        Plain::Bytes(image) => Ok((image, None)),
        Plain::Bundle(mut bundle) => Ok((bundle.journal()?, Some(bundle))),
    }
}

/// Returns whether an encrypted backup holds that image and these pictures.
fn holds(target: &Path, passphrase: &SecretString, image: &[u8], packed: Packed) -> Result<bool> {
    let (found, bundle) = open_image(target, || Ok(passphrase.clone()))?;
    let mut pictures = 0;
    if let Some(mut bundle) = bundle {
        for (place, hash, _) in bundle.pictures().to_vec() {
            bundle.picture(place, hash)?;
            pictures += 1;
        }
    }
    Ok(found == image && pictures == packed.pictures)
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
    let mut backup = Opened::open(from, ask)?;
    backup.journal.must_be_whole(from)?;
    let found = backup.journal.rebuilt(from)?;
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

/// An opened backup: its journal, and its pictures where they are not packed in that.
struct Opened {
    journal: Store,
    pictures: Option<AnyBundle>,
}

impl Opened {
    fn open(from: &Path, ask: impl FnOnce() -> Result<SecretString>) -> Result<Opened> {
        if !starts_sealed(from) && !starts_like(from, is_bundle) {
            return Ok(Opened { journal: Store::open_to_check(from)?, pictures: None });
        }
        let (image, pictures) = open_image(from, ask)?;
        Ok(Opened { journal: Store::open_image(image, from)?, pictures })
    }

    /// Writes its pictures into a folder, without those that are erased there.
    fn unpack_into(&mut self, pictures: &Pictures, erased: &Erasures) -> Result<()> {
        self.journal.unpack_into(pictures, erased)?;
        let Some(bundle) = &mut self.pictures else { return Ok(()) };
        for (place, hash, format) in bundle.pictures().to_vec() {
            if !erased.has(PICTURE, hash.key()) {
                pictures.put(hash, format, &bundle.picture(place, hash)?)?;
            }
        }
        Ok(())
    }
}

/// Returns the daily backups of the journal at `path`, oldest first. The journal itself need not be readable.
pub fn backups(path: &Path) -> Vec<(NaiveDate, PathBuf)> {
    store::backups_of(path)
}
