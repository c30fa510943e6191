//! Why a picture is not taken in.

use crate::domain::{FieldError, MAX_PICTURE_SIDE};
use crate::error::Error;

/// The most pixels of a picture that is taken in.
pub const MOST_PIXELS: u64 = 64_000_000;

/// Why a picture is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no picture of a known format.
    NoPicture,
    /// It ends too early, or cannot be decoded.
    NotWhole,
    /// The number of its pixels.
    TooManyPixels(u64),
    /// Its longest side in pixels.
    TooLong(u32),
    /// The build cannot read HEIC.
    Heic,
    /// The build takes in no pictures.
    LeftOut,
}

impl Refused {
    /// Returns the error for a file of that name.
    pub(super) fn error(self, name: &str) -> Error {
        let message = match self {
            Refused::NoPicture => format!("{name} is neither JPEG, PNG nor HEIC."),
            Refused::NotWhole => return Error::NotWhole(format!("{name} is not whole; it may still be on its way.")),
            Refused::TooManyPixels(pixels) => format!(
                "{name} has {} million pixels; at most {} are taken. Choose 12 or 24 in the camera's settings.",
                pixels / 1_000_000,
                MOST_PIXELS / 1_000_000
            ),
            Refused::TooLong(side) => format!("{name} is {side} pixels long; at most {MAX_PICTURE_SIDE} are taken."),
            Refused::Heic => format!(
                "{name} is a HEIC photo, which this build cannot read. On the iPhone: Settings, Camera, Formats, Most \
                 Compatible; or convert it: heif-convert, sips -s format jpeg. Nothing was changed."
            ),
            Refused::LeftOut => "this spotlog was built without photos; build it with the feature photos, or set \
                 photos.keep to \"name\""
                .to_owned(),
        };
        FieldError::new(message).at("photo").into()
    }
}
