//! The pictures of a sync folder: each a file named by its content, written before the file of the machine and never
//! changed. In an encrypted folder they are sealed, and their names do not tell which picture they are.

use super::{Synced, write_own};
use crate::domain::{Erasures, MAX_PICTURE_BYTES, PICTURE, PictureFormat, PictureHash};
use crate::error::{Error, Result};
use crate::exchange::PictureKey;
use crate::file::{self, Pipes};
use crate::store::{self, Found, Store, named_by};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The folder of the pictures inside the sync folder.
const PHOTOS: &str = "photos";
/// What encryption adds to a picture at most, in bytes.
const SEALING: u64 = 1 << 20;

/// Takes in the pictures that this machine lacks, leaves those that the folder lacks, and deletes erased ones. `keys` are
/// those of an encrypted folder; the first one seals.
pub(super) fn exchange(store: &Store, folder: &Path, keys: Option<&[PictureKey]>, synced: &mut Synced) -> Result<()> {
    let (kept, erased) = store.read(|c| Ok((store::kept_pictures(c)?, store::load_erased(c)?)))?;
    let folder = folder.join(PHOTOS);
    if kept.is_empty() && !folder.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).map_err(Error::io("the folder of the pictures cannot be made"))?;
    let pictures = store.pictures();
    for (hash, (format, _)) in kept.into_iter().filter(|(hash, _)| !erased.has(PICTURE, hash.key())) {
        match store.picture(hash, format)? {
            Found::Whole(bytes) => leave(&folder, hash, format, &bytes, keys, synced)?,
            Found::Missing | Found::Changed => match find(&folder, hash, format, keys) {
                Some(bytes) => {
                    pictures.put(hash, format, &bytes)?;
                    synced.pictures_in += 1;
                }
                None => synced.pictures_on_their_way += 1,
            },
        }
    }
    remove_erased(&folder, &erased, keys);
    Ok(())
}

fn plain(folder: &Path, hash: PictureHash, format: PictureFormat) -> PathBuf {
    folder.join(store::file_name(hash, format))
}

fn leave(
    folder: &Path,
    hash: PictureHash,
    format: PictureFormat,
    bytes: &[u8],
    keys: Option<&[PictureKey]>,
    synced: &mut Synced,
) -> Result<()> {
    let path = plain(folder, hash, format);
    match keys {
        None if path.exists() => return Ok(()),
        None => write_own(&path, bytes)?,
        Some(keys) => {
            // A folder that is encrypted now must not hold it in plain.
            let was_plain = path.exists() && std::fs::remove_file(&path).is_ok();
            let is_there = keys.iter().any(|key| folder.join(key.name_of(hash.key())).exists());
            if is_there && !was_plain {
                return Ok(());
            }
            if let Some(key) = keys.first().filter(|_| !is_there) {
                write_own(&folder.join(key.name_of(hash.key())), &key.seal(bytes)?)?;
            }
        }
    }
    synced.pictures_out += 1;
    Ok(())
}

/// Returns the bytes of a picture in the folder; `None` if it is not there or not whole.
fn find(folder: &Path, hash: PictureHash, format: PictureFormat, keys: Option<&[PictureKey]>) -> Option<Vec<u8>> {
    let read = |path: PathBuf, most| file::read(&path, most, Pipes::Refused).ok();
    let is_it = |bytes: &Vec<u8>| PictureHash::of(bytes) == hash;
    let in_plain = read(plain(folder, hash, format), MAX_PICTURE_BYTES).filter(is_it);
    in_plain.or_else(|| {
        let open =
            |key: &PictureKey| key.unseal(&read(folder.join(key.name_of(hash.key())), MAX_PICTURE_BYTES + SEALING)?);
        keys.into_iter().flatten().find_map(|key| open(key).filter(is_it))
    })
}

/// Deletes the files of erased pictures. One that cannot be deleted is tried again at the next sync.
fn remove_erased(folder: &Path, erased: &Erasures, keys: Option<&[PictureKey]>) {
    let is_gone = |kind, id| kind == PICTURE && erased.has(PICTURE, id);
    let gone: BTreeSet<Uuid> = erased.iter().filter(|(kind, id, _)| is_gone(*kind, *id)).map(|(_, id, _)| id).collect();
    if gone.is_empty() {
        return;
    }
    let sealed: BTreeSet<String> =
        keys.into_iter().flatten().flat_map(|key| gone.iter().map(|id| key.name_of(*id))).collect();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let is_plain = named_by(&path).is_some_and(|(hash, _)| gone.contains(&hash.key()));
        let is_sealed = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| sealed.contains(name));
        if is_plain || is_sealed {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Returns the keys of an encrypted folder, the smallest first. If there are pictures and no key yet, a new one is added to
/// `texts`.
pub(super) fn keys_of(store: &Store, texts: &mut BTreeSet<String>) -> Result<Vec<PictureKey>> {
    #[cfg(feature = "encryption")]
    if texts.is_empty() && !store.read(store::kept_pictures)?.is_empty() {
        texts.insert(PictureKey::generate().text());
    }
    #[cfg(not(feature = "encryption"))]
    let _ = store;
    Ok(texts.iter().map(|text| PictureKey::parse(text)).collect::<std::result::Result<_, _>>()?)
}
