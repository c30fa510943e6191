//! Decoding of pictures, within limits, and the smaller ones that are shown.

use super::{MOST_PIXELS, Refused};
use crate::domain::{MAX_PICTURE_SIDE, PictureFormat};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, Limits, RgbImage, imageops};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;

/// The most memory that decoding one picture may take, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The long edge of the view, in pixels, and its JPEG quality.
pub(super) const VIEW: (u32, u8) = (1_600, 88);
/// The long edge of the thumb, in pixels, and its JPEG quality.
pub(super) const THUMB: (u32, u8) = (256, 80);

/// A decoded picture, upright.
pub(super) struct Decoded {
    pub image: RgbImage,
    pub icc: Option<Vec<u8>>,
}

/// Decodes a picture. Its size is checked first.
pub(super) fn decode(format: PictureFormat, bytes: &[u8], orientation: u8) -> Result<Decoded, Refused> {
    let bytes = Cursor::new(bytes);
    match format {
        PictureFormat::Jpeg => finish(JpegDecoder::new(bytes).map_err(|_| Refused::NotWhole)?, orientation),
        PictureFormat::Png => finish(PngDecoder::new(bytes).map_err(|_| Refused::NotWhole)?, orientation),
    }
}

fn finish(mut decoder: impl ImageDecoder, orientation: u8) -> Result<Decoded, Refused> {
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    decoder.set_limits(limits).map_err(|_| Refused::NotWhole)?;
    let icc = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Refused::NotWhole)?;
    if let Some(orientation) = Orientation::from_exif(orientation) {
        image.apply_orientation(orientation);
    }
    Ok(Decoded { image: image.into_rgb8(), icc })
}

/// Checks the size of a picture before it is decoded.
pub(super) fn check_size(width: u32, height: u32) -> Result<(), Refused> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err(Refused::NotWhole);
    }
    if pixels > MOST_PIXELS {
        return Err(Refused::TooManyPixels(pixels));
    }
    if width.max(height) > MAX_PICTURE_SIDE {
        return Err(Refused::TooLong(width.max(height)));
    }
    Ok(())
}

impl Decoded {
    /// Returns the whole picture in the colours of sRGB.
    pub(super) fn whole(self) -> RgbImage {
        self.icc.as_deref().and_then(|icc| to_srgb(&self.image, icc)).unwrap_or(self.image)
    }

    /// Returns the picture at most `side` pixels long, in the colours of sRGB. A smaller one keeps its size.
    pub(super) fn shrunk(&self, side: u32) -> RgbImage {
        let (width, height) = self.image.dimensions();
        let long = width.max(height);
        let scale = |edge: u32| {
            let shrunk = u64::from(edge) * u64::from(side) / u64::from(long.max(1));
            u32::try_from(shrunk).unwrap_or(side).max(1)
        };
        let image = match long > side {
            true => imageops::thumbnail(&self.image, scale(width), scale(height)),
            false => self.image.clone(),
        };
        self.icc.as_deref().and_then(|icc| to_srgb(&image, icc)).unwrap_or(image)
    }
}

/// Converts a picture from its own colours. `None` if the profile cannot be used, or is not one of red, green and blue.
fn to_srgb(image: &RgbImage, icc: &[u8]) -> Option<RgbImage> {
    let profile = ColorProfile::new_from_slice(icc).ok().filter(|own| own.color_space == DataColorSpace::Rgb)?;
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options).ok()?;
    let mut out = vec![0; image.as_raw().len()];
    transform.transform(image.as_raw(), &mut out).ok()?;
    RgbImage::from_raw(image.width(), image.height(), out)
}

/// Decodes one of our own smaller pictures. `None` if it cannot be read.
pub(super) fn small(jpeg: &[u8]) -> Option<RgbImage> {
    decode(PictureFormat::Jpeg, jpeg, 1).ok().map(|decoded| decoded.image)
}

/// Encodes a picture as JPEG, with its colour profile.
pub(super) fn jpeg(image: &RgbImage, quality: u8, icc: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
    if let Some(icc) = icc {
        // A profile that does not fit is left out.
        let _ = encoder.set_icc_profile(icc);
    }
    encoder.write_image(image.as_raw(), image.width(), image.height(), image::ExtendedColorType::Rgb8).ok()?;
    Some(out)
}
