//! Taking in of a picture file: told by its first bytes, checked against limits, stripped, and decoded once to prove it.

use super::Refused;
use crate::domain::{FieldError, MAX_PICTURE_BYTES, Moment, Photo, PhotoId, Picture, PictureHash, ShowPath, one_line};
use crate::error::{Error, Result};
use crate::exchange::checksum;
use crate::file::{self, Pipes};
use chrono::{NaiveDate, NaiveDateTime};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Between which a photo can have been taken.
#[derive(Clone, Copy, Debug)]
pub struct Days {
    /// The birth of the person; `None` if not known.
    pub born: Option<NaiveDate>,
    /// The local day of today.
    pub today: NaiveDate,
}

/// A picture that was taken in: without place and camera, and proved to be whole.
#[derive(Clone, PartialEq)]
pub struct TakenIn {
    /// The name of the file, without folders.
    pub name: String,
    /// The stripped picture.
    pub bytes: Vec<u8>,
    /// The SHA-256 of `bytes`.
    pub hash: PictureHash,
    /// The sizes, upright.
    pub picture: Picture,
    /// When it was taken, by the clock of the camera; `None` if that is not known or not used.
    pub taken_at: Option<Moment>,
    /// Why the date of the camera is not used, as a sentence.
    pub date_not_used: Option<String>,
    /// Smaller JPEG copies to be shown, each with its long edge in pixels.
    pub small: Vec<(u32, Vec<u8>)>,
}

impl std::fmt::Debug for TakenIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TakenIn").field("hash", &self.hash).finish_non_exhaustive()
    }
}

/// A photo of a look that is not saved yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPhoto {
    /// Its record.
    pub photo: Photo,
    /// The picture to keep; `None` for a photo that is only a name.
    pub picture: Option<Arc<TakenIn>>,
}

/// Takes in a picture file. Nothing is written.
///
/// # Errors
///
/// [`Error::Invalid`] if it is no picture, or too large; [`Error::NotWhole`] if it ends too early or cannot be decoded.
pub fn take_in(file: &Path, days: Days) -> Result<TakenIn> {
    let bytes = read(file)?;
    let name = name_of(file);
    let taken = apart(|| prepare(&bytes)).unwrap_or(Err(Refused::NotWhole)).map_err(|refused| refused.error(&name))?;
    let (taken_at, date_not_used) = usable(taken.at, days);
    Ok(TakenIn {
        hash: PictureHash::of(&taken.bytes),
        picture: taken.picture,
        bytes: taken.bytes,
        small: taken.small,
        name,
        taken_at,
        date_not_used,
    })
}

/// What a picture file is recognised by once it is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "photos"), expect(dead_code, reason = "a build without photos recognises no picture"))]
pub(in crate::ops) enum KnownBy {
    /// The hash of the stripped picture.
    Hash(PictureHash),
    /// The name of the file and when it was taken. A HEIC photo is kept as another picture, whose hash takes decoding.
    Shot(String, Option<Moment>),
}

/// Returns what a picture file is recognised by, without decoding it; `None` if it is no picture.
pub(in crate::ops) fn known_by(file: &Path) -> Option<KnownBy> {
    let bytes = read(file).ok()?;
    apart(|| told_apart(&bytes, file)).flatten()
}

#[cfg(feature = "photos")]
fn told_apart(bytes: &[u8], file: &Path) -> Option<KnownBy> {
    use super::strip::{Kind, kind_of, strip};
    let shot = super::exif::read(bytes);
    Some(match kind_of(bytes)? {
        Kind::Kept(format) => KnownBy::Hash(PictureHash::of(&strip(format, bytes, shot.orientation)?)),
        Kind::Heic => KnownBy::Shot(kept_name(&name_of(file)), shot.at.map(Moment::at)),
    })
}

#[cfg(not(feature = "photos"))]
fn told_apart(_: &[u8], _: &Path) -> Option<KnownBy> {
    None
}

/// Runs what reads foreign bytes on a thread of its own, so that a fault in a decoder ends that thread only. `None` if
/// it did.
pub(super) fn apart<T: Send>(read: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(crate::crash::EXPENDABLE.into()).spawn_scoped(scope, read);
        thread.ok()?.join().ok()
    })
}

/// Runs `here` on this thread while `there` runs as in [`apart`].
#[cfg(feature = "photos")]
fn side_by_side<T, U: Send>(here: impl FnOnce() -> T, there: impl FnOnce() -> U + Send) -> (T, Option<U>) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(crate::crash::EXPENDABLE.into()).spawn_scoped(scope, there);
        let result = here();
        (result, thread.ok().and_then(|thread| thread.join().ok()))
    })
}

/// What comes of the bytes of a file.
struct Prepared {
    bytes: Vec<u8>,
    picture: Picture,
    at: Option<NaiveDateTime>,
    small: Vec<(u32, Vec<u8>)>,
}

#[cfg(feature = "photos")]
fn prepare(bytes: &[u8]) -> std::result::Result<Prepared, Refused> {
    use super::strip::{Kind, kind_of, strip};
    use super::{decode, exif, heic};
    use crate::domain::PictureFormat;
    let kind = kind_of(bytes).ok_or(Refused::NoPicture)?;
    let shot = exif::read(bytes);
    let small_of = |decoded: &decode::Decoded| -> Vec<_> {
        let sizes = [decode::VIEW, decode::THUMB].into_iter();
        sizes.filter_map(|(side, quality)| Some((side, decode::jpeg(&decoded.shrunk(side), quality, None)?))).collect()
    };
    let (format, stripped, small, (width, height)) = match kind {
        Kind::Kept(format) => {
            let stripped = strip(format, bytes, shot.orientation).ok_or(Refused::NotWhole)?;
            let decoded = decode::decode(format, &stripped, shot.orientation)?;
            (format, stripped, small_of(&decoded), decoded.image.dimensions())
        }
        Kind::Heic => {
            let decoded = heic::decode(bytes)?;
            // Both take long enough to be felt.
            let (kept, small) = side_by_side(|| heic::jpeg(&decoded), || small_of(&decoded));
            (PictureFormat::Jpeg, kept?, small.unwrap_or_default(), decoded.image.dimensions())
        }
    };
    // Within the limits of the file, except for HEIC of extreme sizes.
    let size = u32::try_from(stripped.len()).ok().filter(|&size| u64::from(size) <= MAX_PICTURE_BYTES);
    let size = size.ok_or(Refused::TooManyPixels(u64::from(width) * u64::from(height)))?;
    let picture = Picture { format, width, height, bytes: size, erased_on: None };
    Ok(Prepared { small, bytes: stripped, picture, at: shot.at })
}

/// Refuses, since this build takes in no pictures.
#[cfg(not(feature = "photos"))]
fn prepare(_: &[u8]) -> std::result::Result<Prepared, Refused> {
    Err(Refused::LeftOut)
}

/// Returns the date of the camera if it can be used, otherwise why not.
fn usable(at: Option<NaiveDateTime>, days: Days) -> (Option<Moment>, Option<String>) {
    let Some(at) = at else { return (None, None) };
    let says = format!("The photo says {}, which is", crate::domain::show_date(at.date()));
    if at.date() > days.today {
        return (None, Some(format!("{says} after today; its date is not used.")));
    }
    if days.born.is_some_and(|born| at.date() < born) {
        return (None, Some(format!("{says} before the birth; its date is not used.")));
    }
    if !(crate::domain::FIRST_DAY..=crate::domain::LAST_DAY).contains(&at.date()) {
        return (None, Some(format!("{says} no day of a journal; its date is not used.")));
    }
    (Some(Moment::at(at)), None)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    file::read(file, MAX_PICTURE_BYTES, Pipes::Refused).map_err(|error| match error {
        Error::Invalid(error) => error.at("photo").into(),
        error => error,
    })
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().map(|name| Path::new(name).shown().to_string()).unwrap_or_default();
    one_line(&name).chars().take(200).collect()
}

/// Returns the name of a file as it is kept. Backslashes are names on some systems and folders on others.
fn kept_name(name: &str) -> String {
    name.replace('\\', "_")
}

impl NewPhoto {
    /// Returns the photo of a picture that was taken in.
    pub fn of(taken: TakenIn) -> Result<NewPhoto> {
        let photo = Photo {
            id: PhotoId(Uuid::now_v7()),
            changed_at: None,
            file: Some(kept_name(&taken.name).parse().map_err(|e: FieldError| e.at("photo"))?),
            sha256: Some(taken.hash.to_string().parse()?),
            taken_at: taken.taken_at,
            picture: Some(taken.picture),
        };
        Ok(NewPhoto { photo, picture: Some(Arc::new(taken)) })
    }
}

/// Returns a photo that is only the name of a picture file, as given, and the SHA-256 of its current content.
pub fn photo_of_file(file: &Path) -> Result<NewPhoto> {
    let bytes = read(file)?;
    let photo = Photo {
        id: PhotoId(Uuid::now_v7()),
        changed_at: None,
        file: Some(file.to_string_lossy().parse().map_err(|e: FieldError| e.at("photo"))?),
        sha256: Some(checksum(&bytes).parse()?),
        taken_at: None,
        picture: None,
    };
    Ok(NewPhoto { photo, picture: None })
}

#[cfg(all(test, feature = "photos"))]
mod tests;
