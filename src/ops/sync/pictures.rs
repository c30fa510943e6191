//! The pictures of a sync folder: each a file named by its content, written before the file of the machine and never
//! changed. In an encrypted folder they are sealed, and their names do not tell which picture they are.

use super::{Body, Other, Synced, write_own};
use crate::domain::{Erasures, MAX_PICTURE_BYTES, PICTURE, PictureFormat, PictureHash};
use crate::error::{Error, Result};
use crate::exchange::PictureKey;
use crate::file::{self, Pipes};
use crate::store::{self, Found, Store, named_by};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The folder of the pictures inside the sync folder.
const PHOTOS: &str = "photos";
/// What encryption adds to a picture at most, in bytes.
const SEALING: u64 = 1 << 20;

/// Takes in the pictures that the files of other machines name and that are in the folder, before the rows that name them.
pub(super) fn fetch(
    store: &Store,
    folder: &Path,
    others: &[Other],
    keys: Option<&[PictureKey]>,
    synced: &mut Synced,
) -> Result<()> {
    let mut erased = store.read(store::load_erased)?;
    others.iter().for_each(|other| erased.join(&other.state.erased));
    let pictures = store.pictures();
    let photos = others.iter().flat_map(|other| other.state.entries.values()).filter_map(|entry| match &entry.body {
        Body::Photo(photo) => photo.kept(),
        _ => None,
    });
    let named: BTreeMap<PictureHash, PictureFormat> = photos.map(|(hash, picture)| (hash, picture.format)).collect();
    for (hash, format) in named {
        let is_here = pictures.path(hash, format).is_none_or(|path| path.exists());
        if is_here || erased.has(PICTURE, hash.key()) {
            continue;
        }
        if let Some(bytes) = find(&folder.join(PHOTOS), hash, format, keys) {
            pictures.put(hash, format, &bytes)?;
            synced.pictures_in += 1;
        }
    }
    Ok(())
}

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
        // Nothing is read where both sides have it: the content is checked by doctor, and by whoever reads the folder.
        let is_here = pictures.path(hash, format).is_some_and(|path| path.exists());
        if is_here && is_left(&folder, hash, format, keys) {
            continue;
        }
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

/// Returns whether the folder has a picture in the form that it should have.
fn is_left(folder: &Path, hash: PictureHash, format: PictureFormat, keys: Option<&[PictureKey]>) -> bool {
    let is_plain = plain(folder, hash, format).exists();
    match keys {
        None => is_plain,
        Some(keys) => !is_plain && keys.iter().any(|key| folder.join(key.name_of(hash.key())).exists()),
    }
}

fn leave(
    folder: &Path,
    hash: PictureHash,
    format: PictureFormat,
    bytes: &[u8],
    keys: Option<&[PictureKey]>,
    synced: &mut Synced,
) -> Result<()> {
    if is_left(folder, hash, format, keys) {
        return Ok(());
    }
    let path = plain(folder, hash, format);
    match keys.and_then(|keys| keys.first()) {
        None => write_own(&path, bytes)?,
        Some(key) => {
            write_own(&folder.join(key.name_of(hash.key())), &key.seal(bytes)?)?;
            // A folder that is encrypted now must not hold it in plain. One that cannot be removed is tried again.
            let _ = std::fs::remove_file(&path);
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

/// Parses the keys of an encrypted folder, the smallest first.
pub(super) fn parse_keys(texts: &BTreeSet<String>) -> Result<Vec<PictureKey>> {
    Ok(texts.iter().map(|text| PictureKey::parse(text)).collect::<std::result::Result<_, _>>()?)
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
    parse_keys(texts)
}
