//! The formats of a report: those for people, and those for programs.

use crate::exchange::{DATA_FORMATS, DataWriter};
use crate::report::{About, FormatOf, PAGE_FORMATS, PageWriter};

/// A format of a report.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// For people: written from the document.
    Page(&'static FormatOf<PageWriter>),
    /// For programs: written from the records and the assessment.
    Data(&'static FormatOf<DataWriter>),
}

impl Format {
    /// Returns every format, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Format> {
        PAGE_FORMATS.iter().map(Format::Page).chain(DATA_FORMATS.iter().map(Format::Data))
    }

    /// Returns the format of a word, or of a file ending.
    pub fn find(word: &str) -> Option<Format> {
        let word = word.to_lowercase();
        Format::all().find(|format| format.about().word == word || format.about().endings.contains(&word.as_str()))
    }

    /// Returns what is known of the format.
    pub fn about(self) -> &'static About {
        match self {
            Format::Page(of) => &of.about,
            Format::Data(of) => &of.about,
        }
    }
}
