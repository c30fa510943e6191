//! A report as data, independent of its layout: a sheet for each person, parts in reading order, blocks in each part.

use super::card::Card;
use super::picture::{Picture, Shape};
use super::run::Runs;
use super::section::Section;
use crate::domain::{show_date, visible};
use chrono::NaiveDate;
use std::borrow::Cow;

/// A complete report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// One for each person, the most urgent first.
    pub people: Vec<Sheet>,
}

/// The report of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The headline of an emergency and what goes with it. It stands before everything.
    pub alarm: Option<[String; 2]>,
    /// Who and when.
    pub head: Head,
    /// What a doctor reads in a minute: page 1.
    pub front: Vec<Part>,
    /// What the front rests on: page 2 and after.
    pub back: Vec<Part>,
}

/// The head of a sheet, repeated on every page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// The name of the person.
    pub name: String,
    /// "born 12 Jun 1984 · 42 y"; empty if not known.
    pub born: String,
    /// The day that everything is counted to.
    pub on: NaiveDate,
}

/// A part of a report, with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The option that leaves it out; `None` for a part that always stays.
    pub section: Option<Section>,
    /// Empty for a part that needs none.
    pub heading: String,
    /// In reading order. Never empty.
    pub blocks: Vec<Block>,
}

/// A block of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Sentences of running text.
    Paragraph(Runs),
    /// A line of a list, and the sentences that belong to it.
    Item {
        /// What the item is about.
        text: Runs,
        /// Each at least a sentence.
        notes: Vec<String>,
    },
    /// Names with what is known of each, set in two columns where there is room.
    Pairs(Vec<(String, Runs)>),
    /// A flagged spot.
    Card(Box<Card>),
    /// The clinician's box: a row to tick and write for each spot.
    Ticks {
        /// The number and the place of each spot.
        rows: Vec<(u32, String)>,
        /// The boxes of a row.
        choices: Vec<String>,
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
}

impl Head {
    /// Returns name and birth on one line.
    pub fn who(&self) -> String {
        if self.born.is_empty() { self.name.clone() } else { format!("{} · {}", self.name, self.born) }
    }

    /// Returns the title of the sheet.
    pub fn title(&self) -> String {
        format!("Spot journal of {}", self.who())
    }

    /// Returns what kind of record this is, for the place beside the name.
    pub fn record(&self) -> String {
        format!("Patient’s own skin record, {}", show_date(self.on))
    }
}

impl Sheet {
    /// Returns every part, those of page 1 first.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.front.iter().chain(&self.back)
    }
}

impl Document {
    /// Joins the reports of several people.
    pub fn join(documents: impl IntoIterator<Item = Document>) -> Document {
        Document { people: documents.into_iter().flat_map(|document| document.people).collect() }
    }

    /// Returns the title of the first sheet, as the name of the whole.
    pub fn title(&self) -> String {
        self.people.first().map_or_else(|| "Spot journal".into(), |sheet| sheet.head.title())
    }

    /// Sanitises every text with [`visible`].
    pub fn visible(mut self) -> Document {
        for sheet in &mut self.people {
            let Head { name, born, on: _ } = &mut sheet.head;
            [name, born].into_iter().for_each(show);
            sheet.alarm.iter_mut().flatten().for_each(show);
            for part in sheet.front.iter_mut().chain(&mut sheet.back) {
                show(&mut part.heading);
                part.blocks.iter_mut().for_each(show_block);
            }
        }
        self
    }
}

fn show(text: &mut String) {
    if let Cow::Owned(shown) = visible(text) {
        *text = shown;
    }
}

fn show_runs(runs: &mut Runs) {
    runs.iter_mut().for_each(|run| show(&mut run.text));
}

fn show_block(block: &mut Block) {
    match block {
        Block::Paragraph(runs) => show_runs(runs),
        Block::Item { text, notes } => {
            show_runs(text);
            notes.iter_mut().for_each(show);
        }
        Block::Pairs(pairs) => pairs.iter_mut().for_each(|(name, said)| {
            show(name);
            show_runs(said);
        }),
        Block::Card(card) => {
            show(&mut card.place);
            card.label.iter_mut().for_each(show);
            card.facts.iter_mut().chain([&mut card.why]).for_each(show_runs);
            card.chart.iter_mut().for_each(show_picture);
        }
        Block::Ticks { rows, choices } => {
            rows.iter_mut().map(|(_, place)| place).chain(choices).for_each(show);
        }
        Block::Table { head, rows } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(show),
        Block::Figure(picture) => show_picture(picture),
    }
}

fn show_picture(picture: &mut Picture) {
    show(&mut picture.caption);
    show(&mut picture.alt);
    for shape in &mut picture.shapes {
        if let Shape::Words { text, .. } = shape {
            show(text);
        }
    }
}
