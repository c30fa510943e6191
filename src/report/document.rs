//! A report as data: what stands in it, not how it looks.

use super::picture::Picture;

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
