//! HEIC photos are decoded and kept as JPEG, so that every build and every other program can show them.

use super::Refused;
use super::decode::Decoded;

/// The quality of the JPEG that is kept.
const QUALITY: u8 = 95;

/// Decodes a HEIC photo, upright.
#[cfg(feature = "heic")]
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Refused> {
    let whole = |_| Refused::NotWhole;
    let info = heic_rs::probe(bytes).map_err(whole)?;
    super::decode::check_size(info.width, info.height)?;
    let options = heic_rs::DecodeOptions { max_pixels: Some(super::MOST_PIXELS), ..heic_rs::DecodeOptions::default() };
    let decoded = heic_rs::decode(bytes, &options).map_err(whole)?;
    let image = image::RgbImage::from_raw(decoded.width, decoded.height, decoded.data).ok_or(Refused::NotWhole)?;
    Ok(Decoded { image, icc: icc(bytes) })
}

/// Encodes a decoded photo as the JPEG that is kept, with its colour profile.
pub(super) fn jpeg(decoded: &Decoded) -> Result<Vec<u8>, Refused> {
    super::decode::jpeg(&decoded.image, QUALITY, decoded.icc.clone()).ok_or(Refused::NotWhole)
}

#[cfg(feature = "heic")]
fn icc(bytes: &[u8]) -> Option<Vec<u8>> {
    let context = heic_rs::context::Context::open(bytes).ok()?;
    Some(context.props(context.meta.primary).ok()?.icc?.to_vec())
}

/// Refuses, since this build cannot read it.
#[cfg(not(feature = "heic"))]
pub(super) fn decode(_: &[u8]) -> Result<Decoded, Refused> {
    Err(Refused::Heic)
}
