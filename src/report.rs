//! Builds a document from an assessment, and output text from documents. Pure: a report is made from values.

mod answers;
pub mod body;
mod build;
mod document;
mod html;
mod markdown;
mod pdf;
pub mod picture;
mod text;
pub mod timeline;

pub use answers::{
    say_background, say_field, say_fields, say_glass_tests, say_infection, say_look, say_medicine, say_moment,
    say_next_look, say_note, say_observation, say_person, say_personal, say_symptom,
};
pub use build::{Extras, Options, Section, report};
pub use document::{Block, Document};
pub use html::{GENERATOR, Paper, html};
pub use markdown::markdown;
pub use pdf::{Page, pdf};
pub use text::{Line, Role, lines, plain};
