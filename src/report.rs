//! Builds a document from an assessment, and output text from documents. Pure: a report is made from values.

mod answers;
mod back;
pub mod body;
mod build;
mod card;
mod document;
mod format;
mod front;
mod html;
mod in_full;
mod markdown;
mod note;
mod pdf;
pub mod picture;
mod run;
mod section;
mod subject;
mod text;
pub mod timeline;

pub use answers::{
    say_background, say_field, say_fields, say_glass_test, say_glass_tests, say_infection, say_look, say_medicine,
    say_next_look, say_note, say_numbers, say_observation, say_person, say_personal, say_symptom,
};
pub use build::{page_1, report};
pub use card::Card;
pub use document::{Block, Document, Head, Part, Sheet};
pub use format::{About, Content, FormatOf, PageWriter};
pub use html::{GENERATOR, Paper, html};
pub use markdown::markdown;
pub use note::note;
pub use pdf::{Page, pdf};
pub use run::{Run, Runs};
pub use section::Section;
pub use subject::{Extras, Options};
pub use text::{Line, NOT_EXAMINED, Role, lines, plain};

use crate::error::Error;

/// The formats for people, in the order in which they are offered.
pub static PAGE_FORMATS: [FormatOf<PageWriter>; 5] = [
    FormatOf {
        about: About {
            word: "pdf",
            endings: &["pdf"],
            content: Content::Binary,
            marks: &[("%PDF-", "/Creator(spotlog)")],
        },
        write: |document, paper| {
            pdf(document, Page { paper }).map_err(|why| Error::unwritten()(std::io::Error::other(why)))
        },
    },
    FormatOf {
        about: About {
            word: "html",
            endings: &["html", "htm"],
            content: Content::Text,
            marks: &[("<!DOCTYPE html>", GENERATOR)],
        },
        write: |document, paper| Ok(html(document, paper).into_bytes()),
    },
    FormatOf {
        about: About {
            word: "text",
            endings: &["txt"],
            content: Content::Text,
            marks: &[("Spot journal of ", NOT_EXAMINED), ("This may be an emergency. ", NOT_EXAMINED)],
        },
        write: |document, _| Ok(plain(document, 100).into_bytes()),
    },
    FormatOf {
        about: About {
            word: "markdown",
            endings: &["md"],
            content: Content::Text,
            marks: &[("# Spot journal of ", NOT_EXAMINED), ("# This may be an emergency. ", NOT_EXAMINED)],
        },
        write: |document, _| Ok(markdown(document).into_bytes()),
    },
    FormatOf {
        about: About { word: "note", endings: &[], content: Content::Text, marks: &[] },
        write: |document, _| Ok(note(document).into_bytes()),
    },
];
