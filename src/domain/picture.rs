//! Kept pictures: what the journal knows of a picture besides its bytes, which are in a file named by their SHA-256.

use super::{FieldError, PictureFormat};
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The longest side of a kept picture, in pixels.
pub const MAX_PICTURE_SIDE: u32 = 16_384;

/// The size limit of a picture, in bytes.
pub const MAX_PICTURE_BYTES: u64 = 32 * 1024 * 1024;

/// A picture kept beside the journal. A photo without one is only the name of a file elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The format of its bytes.
    pub format: PictureFormat,
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
    /// The size of its file.
    pub bytes: u32,
    /// The day on which its bytes were erased for good; `None` while they are kept.
    pub erased_on: Option<NaiveDate>,
}

impl Picture {
    /// Checks the sizes. Errors name the field.
    pub fn check(&self) -> Result<(), FieldError> {
        for (name, side) in [("width", self.width), ("height", self.height)] {
            if !(1..=MAX_PICTURE_SIDE).contains(&side) {
                return Err(
                    FieldError::new(format!("{side} is out of range; allowed: 1 to {MAX_PICTURE_SIDE}")).at(name)
                );
            }
        }
        if self.bytes == 0 || u64::from(self.bytes) > MAX_PICTURE_BYTES {
            let message = format!("{} is out of range; allowed: 1 to {MAX_PICTURE_BYTES}", self.bytes);
            return Err(FieldError::new(message).at("bytes"));
        }
        Ok(())
    }
}

/// The SHA-256 of a kept picture, by which its file is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PictureHash([u8; 32]);

impl PictureHash {
    /// Returns the hash of the bytes of a picture.
    pub fn of(bytes: &[u8]) -> PictureHash {
        PictureHash(Sha256::digest(bytes).into())
    }

    /// Returns the key under which its erasure is recorded: the first half of the hash in the form of a UUID.
    pub fn key(self) -> Uuid {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        Uuid::from_bytes(half)
    }
}

impl FromStr for PictureHash {
    type Err = FieldError;

    /// Parses exactly 64 lower-case hexadecimal digits, so that one picture has one name.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let bytes: Option<Vec<u8>> =
            text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect();
        let hash = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        hash.map(PictureHash).ok_or_else(|| {
            FieldError::new("is not the SHA-256 of a picture; allowed: 64 digits from 0 to 9 and a to f")
        })
    }
}

impl fmt::Display for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PictureHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_lower_case_digits_and_is_shown_as_it_was_written() {
        let text = "0123456789abcdef".repeat(4);
        let hash: PictureHash = text.parse().unwrap();
        assert_eq!(hash.to_string(), text);
        assert_eq!(hash.key().simple().to_string(), text[..32]);
        for wrong in ["", "0", &text[1..], &text.to_uppercase(), &format!("{text}0"), &text.replace('0', "g")] {
            assert!(wrong.parse::<PictureHash>().is_err(), "{wrong}");
        }
    }
}
