//! The content of a report, in the order in which a doctor reads it. `front.rs` has page 1, `back.rs` what follows.

use super::card::{Card, card};
use super::document::{Document, Head, Sheet};
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
    let highest = subject.open().map(|flag| flag.level).max().unwrap_or(Level::None);
    let mut in_full = InFull::default();
    let mut cards: Vec<Card> = subject
        .flagged()
        .into_iter()
        .map(|about| card(about.tree, about.spot, assessment, &subject.photos_of(about.spot.number), &mut in_full))
        .collect();
    if !subject.has(Section::Figures) {
        cards.iter_mut().for_each(|card| card.chart = None);
    }
    let further = cards.split_off(cards.len().min(ON_PAGE_1));
    let front = front::parts(&subject, cards, &mut in_full);
    let sheet = Sheet {
        alarm: (highest == Level::Emergency).then(|| [call_now(options.emergency_number), DO_NOT_WAIT.into()]),
        head: head(&subject),
        front,
        back: back::parts(&subject, further, in_full),
    };
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
