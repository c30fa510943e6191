//! The content of a report, in the order in which a doctor reads it. `front.rs` has page 1, `back.rs` what follows.

use super::card::{Card, card};
use super::document::{Document, Head, Part, Sheet};
use super::in_full::InFull;
use super::section::Section;
use super::subject::{Options, Subject};
use super::{back, front};
use crate::domain::{Facts, show_date};
use crate::guidance::{Assessment, DO_NOT_WAIT, Level, call_now};
use chrono::{Datelike, NaiveDate};

/// How many cards page 1 has room for.
const ON_PAGE_1: usize = 8;

/// Builds the report of one person.
pub fn report(facts: &Facts, assessment: &Assessment, options: Options<'_>) -> Document {
    let subject = Subject::new(facts, assessment, options);
    let mut in_full = InFull::default();
    let mut cards = cards(&subject, usize::MAX, &mut in_full);
    let further = cards.split_off(cards.len().min(ON_PAGE_1));
    let front = front::parts(&subject, cards, &mut in_full);
    document(&subject, front, back::parts(&subject, further, in_full))
}

/// Builds page 1 of the same report, which takes the same time however many spots there are to look at.
pub fn page_1(facts: &Facts, assessment: &Assessment, options: Options<'_>) -> Document {
    let subject = Subject::new(facts, assessment, options);
    let mut in_full = InFull::default();
    let cards = cards(&subject, ON_PAGE_1, &mut in_full);
    let front = front::parts(&subject, cards, &mut in_full);
    document(&subject, front, Vec::new())
}

/// Returns the cards of the first `most` flagged spots.
fn cards(subject: &Subject<'_>, most: usize, in_full: &mut InFull) -> Vec<Card> {
    let flagged = subject.flagged().into_iter().take(most);
    let cards = flagged.map(|about| {
        let photos = subject.photos_of(about.spot.number);
        let card = card(about.tree, about.spot, subject.assessment, &photos, in_full);
        Card { chart: card.chart.filter(|_| subject.has(Section::Figures)), ..card }
    });
    cards.collect()
}

fn document(subject: &Subject<'_>, front: Vec<Part>, back: Vec<Part>) -> Document {
    let highest = subject.open().map(|flag| flag.level).max().unwrap_or(Level::None);
    let call = || [call_now(subject.options.emergency_number), DO_NOT_WAIT.into()];
    let sheet = Sheet { alarm: (highest == Level::Emergency).then(call), head: head(subject), front, back };
    Document { people: vec![sheet] }.visible()
}

fn head(subject: &Subject<'_>) -> Head {
    let today = subject.today();
    let age = |born: NaiveDate| {
        let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
        let years = today.year() - born.year() - i32::from(!had_birthday);
        let months = (today - born).num_days().max(0) / 30;
        if years >= 2 { format!("{years} y") } else { format!("{months} months") }
    };
    let born = subject.facts.person.born;
    Head {
        name: subject.assessment.name.clone(),
        born: born.map_or_else(String::new, |born| format!("born {} · {}", show_date(born), age(born))),
        on: today,
    }
}
