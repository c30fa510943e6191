//! A report as data: what stands in it, not how it looks.

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
}
