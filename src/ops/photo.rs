//! Pictures: the journal keeps where they are and what they were, never the picture itself.

use crate::domain::{FieldError, Photo, PhotoId, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::checksum;
use std::path::Path;
use uuid::Uuid;

/// A larger picture is refused.
pub const MAX_PHOTO_BYTES: u64 = 32 * 1024 * 1024;

/// The reference to a picture file: its name as given and the SHA-256 of what is in it now.
pub fn photo_of_file(file: &Path) -> Result<Photo> {
    let cannot = || Error::io(format!("the photo {} cannot be read", file.shown()));
    let metadata = std::fs::metadata(file).map_err(cannot())?;
    if metadata.is_dir() {
        return Err(FieldError::new(format!("{} is a folder; a photo is a file", file.shown())).at("photo").into());
    }
    if metadata.len() > MAX_PHOTO_BYTES {
        let mib = metadata.len().div_ceil(1024 * 1024);
        let message = format!("{} has {mib} MiB; at most 32 MiB are allowed", file.shown());
        return Err(FieldError::new(message).at("photo").into());
    }
    let bytes = std::fs::read(file).map_err(cannot())?;
    Ok(Photo {
        id: PhotoId(Uuid::now_v7()),
        changed_at: None,
        file: Some(file.to_string_lossy().parse().map_err(|e: FieldError| e.at("photo"))?),
        sha256: Some(checksum(&bytes).parse()?),
        taken_at: None,
    })
}
