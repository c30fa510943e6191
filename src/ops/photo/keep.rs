//! Keeping of pictures: each is on the disk before the row that names it is written.

use super::NewPhoto;
use crate::domain::{Photo, PictureHash};
use crate::error::{Error, Result};
use crate::ops::Context;
use crate::store::Store;

/// Writes the pictures of photos and then runs `body`, which writes their rows. If it fails, the pictures that were not
/// there before are removed.
pub(in crate::ops) fn keeping<T>(
    store: &mut Store,
    photos: &[NewPhoto],
    body: impl FnOnce(&mut Store) -> Result<T>,
) -> Result<T> {
    let taken: Vec<_> = photos.iter().filter_map(|photo| photo.picture.as_ref()).collect();
    if taken.is_empty() {
        return body(store);
    }
    let pictures = store.pictures();
    let mut new = Vec::new();
    let mut put = || -> Result<()> {
        // One that was erased and is taken in again is wanted again. A journal that cannot be written fails here.
        store.bring_back_pictures(&taken.iter().map(|taken| taken.hash).collect::<Vec<PictureHash>>())?;
        for taken in &taken {
            if pictures.put(taken.hash, taken.picture.format, &taken.bytes)? {
                new.push((taken.hash, taken.picture.format));
            }
            taken.small.iter().for_each(|(side, bytes)| pictures.put_small(taken.hash, *side, bytes));
        }
        Ok(())
    };
    let done = put().and_then(|()| body(store));
    // A journal that was moved meanwhile has the rows already.
    if done.as_ref().is_err_and(|error| !matches!(error, Error::Moved { .. })) {
        new.into_iter().for_each(|(hash, format)| pictures.take_back(hash, format));
    }
    done
}

/// Returns the records of new photos, changed now.
pub(in crate::ops) fn records(context: &Context<'_>, photos: Vec<NewPhoto>) -> Vec<Photo> {
    photos.into_iter().map(|new| Photo { changed_at: Some(context.now.utc), ..new.photo }).collect()
}
