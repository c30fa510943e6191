//! The pixels of a kept picture, at a size that a screen needs.

use super::Pixels;
use crate::domain::Picture;
use crate::error::{Error, Result};
use crate::store::Pictures;

/// How much of a picture is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The view, which is large enough for a screen.
    View,
    /// Every pixel, for a part that is shown larger than the view has it.
    Whole,
}

/// Decodes a kept picture, upright and in the colours of sRGB. A missing view is made from `bytes`, the picture itself,
/// and kept.
#[cfg(feature = "photos")]
pub(in crate::ops) fn view(
    pictures: &Pictures,
    hash: crate::domain::PictureHash,
    picture: Picture,
    detail: Detail,
    bytes: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Pixels> {
    use super::{decode, exif, take_in};
    let (side, quality) = decode::VIEW;
    let decoded = |bytes: &[u8]| decode::decode(picture.format, bytes, exif::read(bytes).orientation).ok();
    let not_whole = || Error::NotWhole("the picture cannot be decoded".into());
    if detail == Detail::Whole {
        let bytes = bytes()?;
        let whole = take_in::apart(|| decoded(&bytes).map(decode::Decoded::whole));
        return whole.flatten().map(pixels).ok_or_else(not_whole);
    }
    let known = pictures.read_small(hash, side);
    let known = known.and_then(|jpeg| take_in::apart(|| decode::small(&jpeg)).flatten());
    if let Some(image) = known {
        return Ok(pixels(image));
    }
    let bytes = bytes()?;
    let made = take_in::apart(|| {
        let shrunk = decoded(&bytes)?.shrunk(side);
        let jpeg = decode::jpeg(&shrunk, quality, None)?;
        Some((shrunk, jpeg))
    });
    let (image, jpeg) = made.flatten().ok_or_else(not_whole)?;
    pictures.put_small(hash, side, &jpeg);
    Ok(pixels(image))
}

/// Encodes pixels as PNG. `None` if it cannot be done.
#[cfg(feature = "photos")]
pub fn png_of(pixels: &Pixels) -> Option<Vec<u8>> {
    use image::ImageEncoder;
    let mut out = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.write_image(&pixels.rgb, pixels.width, pixels.height, image::ExtendedColorType::Rgb8).ok()?;
    Some(out)
}

/// Encodes pixels as JPEG. `None` if it cannot be done.
#[cfg(feature = "photos")]
pub fn jpeg_of(pixels: &Pixels, quality: u8) -> Option<Vec<u8>> {
    let image = image::RgbImage::from_raw(pixels.width, pixels.height, pixels.rgb.clone())?;
    super::decode::jpeg(&image, quality, None)
}

/// Encodes nothing, since this build has no pictures.
#[cfg(not(feature = "photos"))]
pub fn png_of(_: &Pixels) -> Option<Vec<u8>> {
    None
}

/// Encodes nothing, since this build has no pictures.
#[cfg(not(feature = "photos"))]
pub fn jpeg_of(_: &Pixels, _: u8) -> Option<Vec<u8>> {
    None
}

#[cfg(feature = "photos")]
fn pixels(image: image::RgbImage) -> Pixels {
    Pixels { width: image.width(), height: image.height(), rgb: image.into_raw() }
}

/// Refuses, since this build decodes no pictures.
#[cfg(not(feature = "photos"))]
pub(in crate::ops) fn view(
    _: &Pictures,
    _: crate::domain::PictureHash,
    _: Picture,
    _: Detail,
    _: impl FnOnce() -> Result<Vec<u8>>,
) -> Result<Pixels> {
    Err(Error::Conflict("this spotlog was built without photos".into()))
}
