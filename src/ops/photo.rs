//! Photos: taking in, keeping, and drawing as characters.

mod cells;
#[cfg(feature = "photos")]
mod decode;
mod difference;
#[cfg(feature = "photos")]
mod exif;
#[cfg(feature = "photos")]
mod heic;
mod keep;
mod refused;
#[cfg(feature = "photos")]
mod strip;
mod take_in;
mod view;

pub use cells::{Blocks, Cell, Colour, Pixels, cells};
pub use difference::difference;
pub(super) use keep::{keeping, records};
pub use refused::{MOST_PIXELS, Refused};
pub use take_in::{Days, NewPhoto, TakenIn, photo_of_file, take_in};
pub(super) use take_in::{KnownBy, known_by};
pub(super) use view::view;
pub use view::{Detail, jpeg_of, png_of};
