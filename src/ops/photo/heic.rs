//! HEIC photos are decoded and kept as JPEG, so that every build and every other program can show them.

use super::Refused;
#[cfg(feature = "heic")]
use super::decode::Decoded;

/// The quality of the JPEG that is kept.
#[cfg(feature = "heic")]
const QUALITY: u8 = 95;

/// Decodes a HEIC photo, upright. Returns it as JPEG with its colour profile, and the pixels.
#[cfg(feature = "heic")]
pub(super) fn to_jpeg(bytes: &[u8]) -> Result<(Vec<u8>, Decoded), Refused> {
    let whole = |_| Refused::NotWhole;
    let info = heic_rs::probe(bytes).map_err(whole)?;
    super::decode::check_size(info.width, info.height)?;
    let options = heic_rs::DecodeOptions { max_pixels: Some(super::MOST_PIXELS), ..heic_rs::DecodeOptions::default() };
    let decoded = heic_rs::decode(bytes, &options).map_err(whole)?;
    let image = image::RgbImage::from_raw(decoded.width, decoded.height, decoded.data).ok_or(Refused::NotWhole)?;
    let icc = icc(bytes);
    let kept = super::decode::jpeg(&image, QUALITY, icc.clone()).ok_or(Refused::NotWhole)?;
    Ok((kept, Decoded { image, icc }))
}

#[cfg(feature = "heic")]
fn icc(bytes: &[u8]) -> Option<Vec<u8>> {
    let context = heic_rs::context::Context::open(bytes).ok()?;
    Some(context.props(context.meta.primary).ok()?.icc?.to_vec())
}

/// Refuses, since this build cannot read it.
#[cfg(not(feature = "heic"))]
pub(super) fn to_jpeg(_: &[u8]) -> Result<(Vec<u8>, super::decode::Decoded), Refused> {
    Err(Refused::Heic)
}
