//! Loading and judging.

use super::Context;
use crate::domain::{Facts, Journal, Observation, PersonId, SpotTree};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, Level, Stand, Standing, evaluate};
use crate::store::{self, Connection, PersonRow, Store};
use std::collections::BTreeSet;

/// A person's facts and how they stand.
pub struct Judged {
    pub facts: Facts,
    pub assessment: Assessment,
}

impl Judged {
    fn of(facts: Facts, context: &Context<'_>) -> Judged {
        let assessment = evaluate(&facts, context.windows, context.as_of());
        Judged { facts, assessment }
    }
}

/// The person of the context; `None` in a journal without anybody.
pub fn assess(store: &Store, context: &Context<'_>) -> Result<Option<Judged>> {
    assess_telling(store, context, &mut |_, _| {})
}

/// As [`assess`], and tells how many of how many spots were read.
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

/// Everybody, in the order in which they were entered.
pub fn assess_everybody(store: &Store, context: &Context<'_>) -> Result<Vec<Judged>> {
    store.read(|c| store::people(c)?.into_iter().map(|row| judge(c, row, context)).collect())
}

/// The person of the context, without any look, and how each spot stands, without the words of the flags.
pub fn stand(store: &Store, context: &Context<'_>) -> Result<Option<(Facts, Standing)>> {
    store.read(|c| {
        let Some(row) = person(c, context)? else { return Ok(None) };
        let (facts, seqs) = store::load_outline(c, row)?;
        let mut stand = Stand::new(&facts, context.windows, context.as_of());
        for first in [true, false] {
            let wanted = |(place, _): &(usize, i64)| Stand::comes_first(&facts.spots[*place].spot) == first;
            let spots = seqs.iter().copied().enumerate().filter(wanted);
            store::stream_looks(c, spots, |place, looks| stand.add(place, looks))?;
        }
        let standing = stand.finish();
        Ok(Some((facts, standing)))
    })
}

/// Who else than the person of that name has something same-day or an emergency open, and which of the two.
pub fn urgent_others(store: &Store, context: &Context<'_>, shown: &str) -> Result<Vec<(String, Level)>> {
    let mut urgent = Vec::new();
    let people = store.read(store::people)?;
    for row in people.into_iter().map(|row| row.person).filter(|person| *person.name != *shown) {
        let context = Context { person: Some(&row.name), ..*context };
        let Some((_, standing)) = stand(store, &context)? else { continue };
        let levels = standing.spots.iter().map(|spot| spot.level).chain([standing.of_person.0]);
        let level = levels.max().filter(|level| *level >= Level::SameDay);
        urgent.extend(level.map(|level| (row.name.to_string(), level)));
    }
    Ok(urgent)
}

/// One spot of the context's person with every observation whole.
pub fn spot(store: &Store, context: &Context<'_>, number: u32) -> Result<SpotTree<Observation>> {
    store.read(|c| {
        let row = person(c, context)?.ok_or_else(|| no_spot(number))?;
        store::load_spot_tree(c, row.seq, number)?.ok_or_else(|| no_spot(number))
    })
}

pub(super) fn judge(connection: &Connection, row: PersonRow, context: &Context<'_>) -> Result<Judged> {
    Ok(Judged::of(store::load_facts(connection, row, &mut |_, _| {})?, context))
}

/// The person that the context names, or the first. A name that nobody has is an error.
pub(super) fn person(connection: &Connection, context: &Context<'_>) -> Result<Option<PersonRow>> {
    let found = store::find_person(connection, context.person)?;
    match (found, context.person) {
        (None, Some(name)) => {
            let people = store::people(connection)?;
            // A name that an older program stored may have a line break where a blank is shown.
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

pub(super) fn no_spot(number: u32) -> Error {
    Error::NotFound(format!("there is no spot {number}; `spotlog list` shows the spots there are"))
}

/// The people of a journal with a record that no door would let in. What is wrong with them already is no reason to refuse
/// anything else.
pub(super) fn troubled(journal: &Journal) -> BTreeSet<PersonId> {
    journal.iter().filter(|tree| tree.check().is_err()).map(|tree| tree.person.id).collect()
}
