//! `spotlog-journal/1` and `/2`: lossless export and import of a whole journal. Each version is the one before with some
//! optional fields, of which an older file says nothing.
//!
//! A parsed journal is valid: every value is parsed, and [`PersonTree::check`] and [`crate::domain::check_names`] hold. Errors name
//! the path.

mod layout;
mod look;
mod read;
mod schema;
mod value;
mod write;

pub(super) use layout::Journal as JournalFile;
pub use read::read_journal;
pub(super) use read::{content_of, journal_of};
pub(super) use schema::schema;
pub(super) use value::MOMENT;
pub(super) use write::journal_file;
pub use write::{Canonical, spot_json, write_journal, write_journal_as};

use crate::domain::{FieldError, Journal, later_in_use};

/// The size limit of a file, in bytes. A larger one is rejected before it is read.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// A version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JournalVersion {
    /// The first. It says nothing of the fields of later ones ([`crate::domain::Later`]).
    One,
    /// With notes, kept photos, and what a doctor asks about the person.
    Two,
}

/// The newest.
impl Default for JournalVersion {
    fn default() -> Self {
        JournalVersion::NEWEST
    }
}

impl JournalVersion {
    /// Every version, the oldest first.
    pub const ALL: [JournalVersion; 2] = [JournalVersion::One, JournalVersion::Two];

    /// The version that has every field.
    pub const NEWEST: JournalVersion = JournalVersion::ALL[JournalVersion::ALL.len() - 1];

    /// The name of the format, the `format` of a file.
    pub fn format(self) -> &'static str {
        match self {
            JournalVersion::One => "spotlog-journal/1",
            JournalVersion::Two => "spotlog-journal/2",
        }
    }

    /// The number of the version.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Returns the lowest version that has every field in use.
    pub fn needed_by(journal: &Journal) -> JournalVersion {
        // Only one walk knows the later fields, and it can change them. A copy costs little beside the writing.
        let mut copy = journal.clone();
        let has_all = |version: &JournalVersion| later_in_use(&mut copy, version.number()).is_empty();
        JournalVersion::ALL.into_iter().find(has_all).unwrap_or(JournalVersion::NEWEST)
    }

    fn of(format: &str) -> Result<JournalVersion, FieldError> {
        JournalVersion::ALL.into_iter().find(|version| version.format() == format).ok_or_else(|| {
            let shown: String = format.chars().take(40).collect();
            let known = JournalVersion::ALL.map(JournalVersion::format).join(", ");
            let newer = match format.starts_with("spotlog-journal/") {
                true => " It may be of a newer program.",
                false => "",
            };
            FieldError::new(format!("\"{shown}\" is not a format of this program; allowed: {known}.{newer}"))
                .at("format")
        })
    }
}
