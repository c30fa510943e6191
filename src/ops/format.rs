//! The formats of a report: those for people, and those for programs.

use crate::exchange::{DATA_FORMATS, DataWriter};
use crate::report::{Content, FormatOf, PAGE_FORMATS, PageWriter};

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
        Format::all().find(|format| format.word() == word || format.endings().contains(&word.as_str()))
    }

    /// Returns the word that options and forms use.
    pub fn word(self) -> &'static str {
        match self {
            Format::Page(of) => of.word,
            Format::Data(of) => of.word,
        }
    }

    /// Returns the endings of its files without the dot; new files get the first one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Page(of) => of.endings,
            Format::Data(of) => of.endings,
        }
    }

    /// Returns whether and how it is printed.
    pub fn content(self) -> Content {
        match self {
            Format::Page(of) => of.content,
            Format::Data(of) => of.content,
        }
    }

    /// Returns how its files are recognized, as in [`FormatOf::marks`].
    pub(super) fn marks(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Format::Page(of) => of.marks,
            Format::Data(of) => of.marks,
        }
    }
}
