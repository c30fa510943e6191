//! The reference cards: how the two documents describe each condition (docs/guidance.md, section 8).
//!
//! The cards are for reading beside a spot. All are shown, in alphabetical order. They are never sorted by similarity
//! to an entry, and are never a match or a diagnosis. A feature that the documents do not mention is shown as a dash.

mod cards;

use self::Feature::{Colour, Course, GlassTest, Itch, Pain, Site, Size, Surface, Who, With};
use super::source::Source;

pub use cards::CARDS;

/// A card: one condition that the documents name, and their description of it in our own words.
pub struct Card {
    /// The name for links and the command line, in kebab case.
    pub ident: &'static str,
    /// The name that the documents use most. The cards are sorted by it.
    pub title: &'static str,
    /// Other names in the documents.
    pub also: &'static [&'static str],
    /// The features that the documents mention, in the order of [`Feature::ALL`]. Each text completes the phrase "the
    /// document says".
    pub features: &'static [(Feature, &'static str)],
    /// The places in the documents that the card is taken from.
    pub sources: &'static [Source],
}

/// A feature on a card. The variants are in the order of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The colour, as the documents describe it.
    Colour,
    /// The size, in the units of the documents.
    Size,
    /// The result of pressing a clear glass on it.
    GlassTest,
    /// What it looks or feels like: flat, raised, rough, a blister.
    Surface,
    /// Whether it itches.
    Itch,
    /// Whether it hurts.
    Pain,
    /// The parts of the body that it appears on.
    Site,
    /// The people who have it, by age, illness or habit.
    Who,
    /// How it begins, how long it lasts, and whether it returns.
    Course,
    /// Accompanying signs and stated causes.
    With,
}

impl Feature {
    /// Every feature, in the order of a card.
    pub const ALL: [Feature; 10] = [Colour, Size, GlassTest, Surface, Itch, Pain, Site, Who, Course, With];

    /// Returns the label on a card.
    pub const fn label(self) -> &'static str {
        match self {
            Colour => "Colour",
            Size => "Size",
            GlassTest => "Glass test",
            Surface => "Surface",
            Itch => "Itch",
            Pain => "Pain",
            Site => "Where",
            Who => "Who",
            Course => "Course",
            With => "With it",
        }
    }
}

impl Card {
    /// Returns every line of the card with its label. A feature that the documents do not mention has a dash.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if !self.also.is_empty() {
            lines.push(("Also called", self.also.join(", ")));
        }
        for feature in Feature::ALL {
            let said = self.features.iter().find(|(f, _)| *f == feature).map(|(_, said)| *said);
            lines.push((feature.label(), said.unwrap_or("–").to_owned()));
        }
        let source = |s: &Source| format!("{}, \"{}\"", s.document, s.section);
        lines.push(("Documents", self.sources.iter().map(source).collect::<Vec<_>>().join("; ")));
        lines
    }
}

/// Finds the card with that name, or the first with an identifier that starts with it. Case is ignored.
pub fn find_card(name: &str) -> Option<&'static Card> {
    let wanted = name.trim().to_lowercase().replace(' ', "-");
    let titled = |card: &&Card| !wanted.is_empty() && card.ident.starts_with(&wanted);
    CARDS.iter().find(|card| card.ident == wanted).or_else(|| CARDS.iter().find(titled))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_26() {
        assert_eq!(CARDS.len(), 26);
    }

    #[test]
    fn they_are_in_alphabetical_order() {
        let titles: Vec<String> = CARDS.iter().map(|card| card.title.to_lowercase()).collect();
        assert!(titles.is_sorted_by(|a, b| a < b), "{titles:?}");
    }

    #[test]
    fn idents_are_unique_and_in_kebab_case() {
        let idents: BTreeSet<&str> = CARDS.iter().map(|card| card.ident).collect();
        assert_eq!(idents.len(), CARDS.len());
        for ident in idents {
            let kebab =
                |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            assert!(ident.split('-').all(kebab), "{ident}");
        }
    }

    #[test]
    fn no_card_has_a_feature_twice_or_out_of_order() {
        assert!(Feature::ALL.is_sorted_by(|a, b| a < b));
        for card in CARDS {
            assert!(!card.features.is_empty(), "{}", card.ident);
            assert!(card.features.is_sorted_by(|a, b| a.0 < b.0), "{}", card.ident);
        }
    }

    #[test]
    fn every_card_has_a_source() {
        for card in CARDS {
            assert!(!card.sources.is_empty(), "{}", card.ident);
            let sources: BTreeSet<_> = card.sources.iter().map(|source| (source.document, source.section)).collect();
            assert_eq!(sources.len(), card.sources.len(), "{}", card.ident);
        }
    }
}
