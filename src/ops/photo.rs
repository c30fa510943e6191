//! Photos: taking in, keeping, and drawing as characters.

mod cells;
#[cfg(feature = "photos")]
mod decode;
#[cfg(feature = "photos")]
mod exif;
#[cfg(feature = "photos")]
mod heic;
mod keep;
#[cfg(feature = "photos")]
mod strip;
mod take_in;
mod view;

pub use cells::{Blocks, Cell, Colour, Pixels, cells};
pub(super) use keep::{keeping, records};
pub use take_in::{Days, NewPhoto, Refused, TakenIn, photo_of_file, take_in};
pub(super) use view::view;

/// The most pixels of a picture that is taken in.
pub const MOST_PIXELS: u64 = 64_000_000;
