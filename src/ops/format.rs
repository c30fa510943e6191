//! The formats of a report, one row each: word, file endings, what they are written from, and the writer.

use super::report::{Data, failed};
use crate::error::Result;
use crate::exchange::{Source, write_fhir, write_report, write_table};
use crate::report::{Document, Page, Paper, html, markdown, note, pdf, plain};
use std::io::Write;

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

/// Writes a document in a format for people.
pub type PageWriter = fn(&Document, Paper) -> Result<Vec<u8>>;

/// What a format is written from, and by what.
#[derive(Clone, Copy, Debug)]
pub enum Writer {
    /// For people: the document.
    Page(PageWriter),
    /// For programs: the records and the assessment.
    Data(fn(&Data<'_>, &mut dyn Write) -> Result<()>),
}

/// A format of a report.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word that options and forms use.
    pub word: &'static str,
    /// The endings of its files without the dot; new files get the first one.
    pub endings: &'static [&'static str],
    /// Whether and how it is printed.
    pub content: Content,
    /// What writes it, and from what.
    pub writer: Writer,
}

/// Every format, in the order in which they are offered.
pub static FORMATS: [Format; 8] = [
    Format {
        word: "pdf",
        endings: &["pdf"],
        content: Content::Binary,
        writer: Writer::Page(|document, paper| {
            pdf(document, Page { paper }).map_err(|message| failed()(std::io::Error::other(message)))
        }),
    },
    Format {
        word: "html",
        endings: &["html", "htm"],
        content: Content::Text,
        writer: Writer::Page(|document, paper| Ok(html(document, paper).into_bytes())),
    },
    Format {
        word: "text",
        endings: &["txt"],
        content: Content::Text,
        writer: Writer::Page(|document, _| Ok(plain(document, 100).into_bytes())),
    },
    Format {
        word: "markdown",
        endings: &["md"],
        content: Content::Text,
        writer: Writer::Page(|document, _| Ok(markdown(document).into_bytes())),
    },
    Format {
        word: "note",
        endings: &[],
        content: Content::Text,
        writer: Writer::Page(|document, _| Ok(note(document).into_bytes())),
    },
    Format {
        word: "json",
        endings: &["json"],
        content: Content::Json,
        writer: Writer::Data(|data, out| write_report(&data.report.judged.assessment, out).map_err(failed())),
    },
    Format {
        word: "fhir",
        endings: &[],
        content: Content::Json,
        writer: Writer::Data(|data, out| {
            let judged = &data.report.judged;
            let source = Source {
                facts: &judged.facts,
                assessment: &judged.assessment,
                notes: &data.notes()?,
                photos: &data.report.extras.photos,
                anonymous: data.anonymous,
                codes: data.codes,
                kind: data.bundle,
            };
            write_fhir(&source, out).map_err(failed())
        }),
    },
    Format {
        word: "csv",
        endings: &["csv"],
        content: Content::Text,
        writer: Writer::Data(|data, out| {
            if data.byte_order_mark {
                out.write_all("\u{feff}".as_bytes()).map_err(failed())?;
            }
            write_table(&data.journal()?, out).map_err(|error| failed()(std::io::Error::other(error)))
        }),
    },
];

impl Format {
    /// Returns the format of a word, or of a file ending.
    pub fn find(word: &str) -> Option<&'static Format> {
        let word = word.to_lowercase();
        FORMATS.iter().find(|format| format.word == word || format.endings.contains(&word.as_str()))
    }

    /// Returns the formats for people: the ending of a new file, and the writer.
    pub fn pages() -> impl Iterator<Item = (&'static str, PageWriter)> {
        FORMATS.iter().filter_map(|format| match format.writer {
            Writer::Page(write) => Some((*format.endings.first()?, write)),
            Writer::Data(_) => None,
        })
    }
}
