//! References to pictures. The journal stores the file name and a checksum, never the picture itself.

use crate::domain::{FieldError, Photo, PhotoId};
use crate::error::{Error, Result};
use crate::exchange::checksum;
use crate::file::{self, Pipes};
use std::path::Path;
use uuid::Uuid;

/// The size limit of a picture, in bytes.
pub const MAX_PHOTO_BYTES: u64 = 32 * 1024 * 1024;

/// Returns the reference to a picture file: its name as given, and the SHA-256 of its current content.
pub fn photo_of_file(file: &Path) -> Result<Photo> {
    let bytes = file::read(file, MAX_PHOTO_BYTES, Pipes::Refused).map_err(|error| match error {
        Error::Invalid(error) => error.at("photo").into(),
        error => error,
    })?;
    Ok(Photo {
        id: PhotoId(Uuid::now_v7()),
        changed_at: None,
        file: Some(file.to_string_lossy().parse().map_err(|e: FieldError| e.at("photo"))?),
        sha256: Some(checksum(&bytes).parse()?),
        taken_at: None,
    })
}
