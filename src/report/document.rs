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
}

impl Document {
    /// The last title, which is no alarm, for the name of the page.
    pub fn title(&self) -> &str {
        let titles = self.blocks.iter().rev().find_map(|block| match block {
            Block::Title(text) => Some(text.as_str()),
            _ => None,
        });
        titles.unwrap_or("Spot journal")
    }
}
