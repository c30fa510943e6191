//! A report as data, independent of its layout.

use super::picture::{Picture, Shape};
use crate::domain::visible;
use std::borrow::Cow;

/// A complete report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// In reading order. Those of several people are separated by [`Block::NextPerson`].
    pub blocks: Vec<Block>,
}

/// A part of a report, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The name of the report, or an alarm before it.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// Sentences of running text.
    Paragraph(String),
    /// A flag or another notice.
    Item {
        /// The symbol of its level, shown next to the word.
        mark: String,
        /// What the item is about: a flag with level and date, a review, a question.
        text: String,
        /// Lines that belong to the item, each at least a sentence.
        notes: Vec<String>,
        /// Whether the flag is same-day or an emergency, which sets it off from the others.
        urgent: bool,
    },
    /// A table of short texts.
    Table {
        /// The headings of the columns.
        head: Vec<String>,
        /// Each with as many cells as `head`.
        rows: Vec<Vec<String>>,
    },
    /// A drawing with its text alternative. Text formats show only that.
    Figure(Picture),
    /// The heading of the part after the doctor's page, which has pages of its own.
    Annex(String),
    /// The start of the report of another person.
    NextPerson,
}

impl Document {
    /// Joins the reports of several people.
    pub fn join(documents: impl IntoIterator<Item = Document>) -> Document {
        let mut blocks = Vec::new();
        for document in documents {
            if !blocks.is_empty() {
                blocks.push(Block::NextPerson);
            }
            blocks.extend(document.blocks);
        }
        Document { blocks }
    }

    /// Sanitises every text with [`visible`].
    pub fn visible(mut self) -> Document {
        let show = |text: &mut String| {
            if let Cow::Owned(shown) = visible(text) {
                *text = shown;
            }
        };
        for block in &mut self.blocks {
            match block {
                Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) | Block::Annex(text) => show(text),
                Block::Item { mark: _, text, notes, urgent: _ } => {
                    show(text);
                    notes.iter_mut().for_each(show);
                }
                Block::Table { head, rows } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(show),
                Block::Figure(picture) => {
                    show(&mut picture.caption);
                    show(&mut picture.alt);
                    for shape in &mut picture.shapes {
                        if let Shape::Words { text, .. } = shape {
                            show(text);
                        }
                    }
                }
                Block::NextPerson => {}
            }
        }
        self
    }

    /// Returns the blocks of each person.
    pub fn people(&self) -> impl Iterator<Item = &[Block]> {
        self.blocks.split(|block| *block == Block::NextPerson)
    }

    /// Returns the last title of the first person, as the name of the page. The title before it may be an alarm.
    pub fn title(&self) -> &str {
        let first = self.people().next().unwrap_or_default();
        let titles = first.iter().rev().find_map(|block| match block {
            Block::Title(text) => Some(text.as_str()),
            _ => None,
        });
        titles.unwrap_or("Spot journal")
    }
}
