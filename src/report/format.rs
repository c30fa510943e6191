//! What is known of a format of a report: one row of a table.

use super::document::Document;
use super::html::Paper;
use crate::error::Result;

/// What kind of bytes a format consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// UTF-8 text. When printed, control characters become visible.
    Text,
    /// JSON. When printed, control characters are escaped.
    Json,
    /// Bytes that go to a file or a pipe, never to a terminal.
    Binary,
}

/// What is known of a format of a report.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The word that options and forms use.
    pub word: &'static str,
    /// The endings of its files without the dot; new files get the first one.
    pub endings: &'static [&'static str],
    /// Whether and how it is printed.
    pub content: Content,
    /// How its files start, and a text in them that no other program writes. A file that is recognized is replaced by a
    /// new report; without a row here no file is.
    pub marks: &'static [(&'static str, &'static str)],
}

/// A format of a report and its writer: a [`PageWriter`], or one of the formats for programs.
#[derive(Clone, Copy, Debug)]
pub struct FormatOf<W> {
    /// Word, endings, content and marks.
    pub about: About,
    /// What writes it.
    pub write: W,
}

/// Writes a document in a format for people.
pub type PageWriter = fn(&Document, Paper) -> Result<Vec<u8>>;
