//! The settings of photos.

use crate::domain::Site;
use std::path::PathBuf;

/// What is kept of a picture that is named on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepPictures {
    /// The picture itself, without its place and camera.
    #[default]
    Copy,
    /// Its name and its SHA-256.
    Name,
}

impl KeepPictures {
    /// Every choice, with its word in the settings file.
    pub const ALL: [(&'static str, KeepPictures); 2] = [("copy", KeepPictures::Copy), ("name", KeepPictures::Name)];
}

/// How pictures are shown in the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShowPictures {
    /// As well as the terminal can, which is asked when the first one is shown.
    #[default]
    Auto,
    /// By the protocol of kitty.
    Kitty,
    /// By the protocol of iTerm2.
    Iterm2,
    /// By sixel.
    Sixel,
    /// With coloured characters; the terminal is not asked.
    Cells,
    /// Only as a line of text.
    Never,
}

impl ShowPictures {
    /// Every choice, with its word in the settings file.
    pub const ALL: [(&'static str, ShowPictures); 6] = [
        ("auto", ShowPictures::Auto),
        ("kitty", ShowPictures::Kitty),
        ("iterm2", ShowPictures::Iterm2),
        ("sixel", ShowPictures::Sixel),
        ("cells", ShowPictures::Cells),
        ("never", ShowPictures::Never),
    ];
}

/// The settings of photos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoSettings {
    /// What is kept of a picture.
    pub keep: KeepPictures,
    /// The folder to which a phone copies its pictures; `None` if there is none.
    pub inbox: Option<PathBuf>,
    /// The parts of the body whose photos stay covered until a key is pressed.
    pub private: Vec<Site>,
    /// How pictures are shown.
    pub show: ShowPictures,
}

/// The parts of the body that are covered by default.
const PRIVATE: [Site; 5] = [Site::Breast, Site::Groin, Site::Genitals, Site::Buttock, Site::Anus];

impl Default for PhotoSettings {
    fn default() -> Self {
        PhotoSettings {
            keep: KeepPictures::default(),
            inbox: None,
            private: PRIVATE.to_vec(),
            show: ShowPictures::default(),
        }
    }
}
