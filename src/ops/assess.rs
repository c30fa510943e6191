//! Loading and evaluating.

use super::Context;
use crate::domain::{Facts, Journal, Observation, PersonId, SpotId, SpotTree};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, Level, Summary, SummaryBuilder, evaluate};
use crate::store::{self, Connection, PersonRow, Store};
use std::collections::BTreeSet;

/// A person's facts and their assessment.
pub struct Judged {
    /// The records that the assessment is made from, also those dated later.
    pub facts: Facts,
    /// The flags and the evaluation of every spot, as of the moment of the context.
    pub assessment: Assessment,
}

impl Judged {
    fn of(facts: Facts, context: &Context<'_>) -> Judged {
        let assessment = evaluate(&facts, context.windows, context.as_of());
        Judged { facts, assessment }
    }
}

/// Evaluates the person of the context; `None` in a journal without people.
pub fn assess(store: &Store, context: &Context<'_>) -> Result<Option<Judged>> {
    assess_telling(store, context, &mut |_, _| {})
}

/// Does the same as [`assess`] and reports progress: how many of how many spots were read.
pub fn assess_telling(
    store: &Store,
    context: &Context<'_>,
    tell: &mut dyn FnMut(usize, usize),
) -> Result<Option<Judged>> {
    store.read(|c| match person(c, context)? {
        Some(row) => {
            let facts = store::load_facts(c, row, tell)?;
            Ok(Some(Judged::of(facts, context)))
        }
        None => Ok(None),
    })
}

/// Evaluates all people, in the order in which they were entered.
pub fn assess_everybody(store: &Store, context: &Context<'_>) -> Result<Vec<Judged>> {
    store.read(|c| store::people(c)?.into_iter().map(|row| judge(c, row, context)).collect())
}

/// Evaluates the person of the context spot by spot, without the texts of the flags. Returns the person without looks
/// and the result.
pub fn summarize(store: &Store, context: &Context<'_>) -> Result<Option<(Facts, Summary)>> {
    store.read(|c| {
        let Some(row) = person(c, context)? else { return Ok(None) };
        let (facts, seqs) = store::load_outline(c, row)?;
        let mut summary = SummaryBuilder::new(&facts, context.windows, context.as_of());
        for first in [true, false] {
            let wanted = |(place, _): &(usize, i64)| SummaryBuilder::comes_first(&facts.spots[*place].spot) == first;
            let spots = seqs.iter().copied().enumerate().filter(wanted);
            store::stream_looks(c, spots, |place, looks| summary.add(place, looks))?;
        }
        let summary = summary.finish();
        Ok(Some((facts, summary)))
    })
}

/// Returns the other people with an open same-day or emergency flag, and that level.
pub fn urgent_others(store: &Store, context: &Context<'_>, shown: &str) -> Result<Vec<(String, Level)>> {
    let mut urgent = Vec::new();
    let people = store.read(store::people)?;
    for row in people.into_iter().map(|row| row.person).filter(|person| *person.name != *shown) {
        let context = Context { person: Some(&row.name), ..*context };
        let Some((_, summary)) = summarize(store, &context)? else { continue };
        let levels = summary.spots.iter().map(|spot| spot.level).chain([summary.of_person.0]);
        let level = levels.max().filter(|level| *level >= Level::SameDay);
        urgent.extend(level.map(|level| (row.name.to_string(), level)));
    }
    Ok(urgent)
}

/// Loads one spot of the context's person with every observation.
pub fn spot(store: &Store, context: &Context<'_>, number: u32) -> Result<SpotTree<Observation>> {
    store.read(|c| {
        let row = person(c, context)?.ok_or_else(|| no_spot(number))?;
        store::load_spot_tree(c, row.seq, number)?.ok_or_else(|| no_spot(number))
    })
}

/// Returns whether a number is still that of a spot: an undo or a sync of another program can give it to another one.
pub fn is_still(store: &Store, context: &Context<'_>, number: u32, id: SpotId) -> Result<bool> {
    store.read(|c| {
        let Some(row) = person(c, context)? else { return Ok(false) };
        Ok(store::load_spot(c, row.seq, number)?.is_some_and(|(_, spot)| spot.id == id))
    })
}

/// Loads the facts of a person and evaluates them.
pub(super) fn judge(connection: &Connection, row: PersonRow, context: &Context<'_>) -> Result<Judged> {
    Ok(Judged::of(store::load_facts(connection, row, &mut |_, _| {})?, context))
}

/// Finds the person that the context names, or the first one.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown name.
pub(super) fn person(connection: &Connection, context: &Context<'_>) -> Result<Option<PersonRow>> {
    let found = store::find_person(connection, context.person)?;
    match (found, context.person) {
        (None, Some(name)) => {
            let people = store::people(connection)?;
            // Older versions stored names with line breaks, which are displayed as blanks.
            if let Some(found) = people.iter().find(|row| *row.person.name == *name) {
                return Ok(Some(found.clone()));
            }
            let names: Vec<String> = people.iter().map(|p| p.person.name.to_string()).collect();
            Err(Error::NotFound(if names.is_empty() {
                format!("there is nobody in this journal yet, so no {name}")
            } else {
                format!("there is no {name} in this journal; there is: {}", names.join(", "))
            }))
        }
        (found, _) => Ok(found),
    }
}

/// Returns the error for an unknown spot number.
pub(super) fn no_spot(number: u32) -> Error {
    Error::NotFound(format!("there is no spot {number}; `spotlog list` shows the spots there are"))
}

/// Returns the people with an invalid record. Existing faults are no reason to reject other changes.
pub(super) fn troubled(journal: &Journal) -> BTreeSet<PersonId> {
    journal.iter().filter(|tree| tree.check().is_err()).map(|tree| tree.person.id).collect()
}
