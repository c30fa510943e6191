//! A report as data: what stands in it, not how it looks.

use super::picture::{Picture, Shape};
use crate::domain::visible;
use std::borrow::Cow;

/// A report from its title to its last line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Title(String),
    Heading(String),
    Paragraph(String),
    /// A flag or another thing to notice.
    Item {
        /// The mark of its level, which stands beside the word.
        mark: String,
        text: String,
        /// Lines that belong to it, each a sentence or more.
        notes: Vec<String>,
        urgent: bool,
    },
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    Figure(Picture),
    /// The heading of what stands on pages of its own, behind the one page for the doctor.
    Annex(String),
    /// Here the report of another person begins.
    NextPerson,
}

impl Document {
    /// The reports of several people, one behind the other.
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

    /// As it may go to a page: every text through [`visible`].
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

    /// The blocks of each person.
    pub fn people(&self) -> impl Iterator<Item = &[Block]> {
        self.blocks.split(|block| *block == Block::NextPerson)
    }

    /// The last title of the first person, which is no alarm, for the name of the page.
    pub fn title(&self) -> &str {
        let first = self.people().next().unwrap_or_default();
        let titles = first.iter().rev().find_map(|block| match block {
            Block::Title(text) => Some(text.as_str()),
            _ => None,
        });
        titles.unwrap_or("Spot journal")
    }
}
