//! Drafts of forms and of a round: what is typed and not saved yet outlives a lost terminal.
//!
//! A form names its spot by number. In the journal a draft names it by id: after an undo or a sync, another spot may have the
//! number, and must not be offered what was typed about the first.

use super::Context;
use super::assess::person;
use crate::domain::PersonId;
use crate::error::Result;
use crate::store::{self, Connection, Store};
use uuid::Uuid;

pub use crate::store::StoredDraft;

/// What stands before the id of a spot.
const SPOT: &str = "spot:";

/// Returns the drafts of a person; without one, those of a journal without people. One of a spot that is not there is left
/// out, and so is an answer about such a spot: a redo brings both back.
pub fn drafts(store: &Store, person: Option<PersonId>) -> Result<Vec<StoredDraft>> {
    let person = person.map(|id| id.0);
    let (drafts, spots) = store.read(|c| Ok((store::load_drafts(c, person)?, spots(c, person)?)))?;
    let by_number = |word: &str| match word.strip_prefix(SPOT) {
        None => Some(word.to_owned()),
        Some(id) => spots.iter().find(|(_, known)| id.parse() == Ok(*known)).map(|(number, _)| number.to_string()),
    };
    Ok(drafts.into_iter().filter_map(|draft| name_spots(draft, by_number)).collect())
}

/// Keeps a draft in place of the one of the same form.
pub fn keep_draft(store: &mut Store, context: &Context<'_>, draft: &StoredDraft) -> Result<()> {
    let (person, spots) = whose(store, context)?;
    // A word is never left out here.
    name_spots(draft.clone(), |word| Some(by_id(word, &spots))).map_or(Ok(()), |draft| store.keep_draft(person, &draft))
}

/// Deletes the draft of a form that was saved or thrown away.
pub fn drop_draft(store: &mut Store, context: &Context<'_>, what: &str) -> Result<()> {
    let (person, spots) = whose(store, context)?;
    let what = name_spot(what, &|word| Some(by_id(word, &spots))).unwrap_or_default();
    store.drop_draft(person, &what)
}

type Spots = Vec<(u32, Uuid)>;

fn whose(store: &Store, context: &Context<'_>) -> Result<(Option<Uuid>, Spots)> {
    store.read(|c| {
        let person = person(c, context)?.map(|row| row.person.id.0);
        Ok((person, spots(c, person)?))
    })
}

fn spots(connection: &Connection, person: Option<Uuid>) -> Result<Spots> {
    person.map_or(Ok(Vec::new()), |person| store::spot_ids(connection, person))
}

fn by_id(word: &str, spots: &Spots) -> String {
    let number: Option<u32> = word.parse().ok();
    let spot = spots.iter().find(|(known, _)| number == Some(*known));
    spot.map_or_else(|| word.to_owned(), |(_, id)| format!("{SPOT}{id}"))
}

/// Renames the spot of a draft, and in a round the spots of its answers. A draft or an answer without a name is left out.
fn name_spots(draft: StoredDraft, name: impl Fn(&str) -> Option<String>) -> Option<StoredDraft> {
    let answers = draft.answers.into_iter().filter_map(|(field, said)| Some((name(&field)?, said)));
    Some(StoredDraft { what: name_spot(&draft.what, &name)?, answers: answers.collect(), at: draft.at })
}

fn name_spot(what: &str, name: &impl Fn(&str) -> Option<String>) -> Option<String> {
    match what.split_once(' ') {
        Some((word, spot)) => Some(format!("{word} {}", name(spot)?)),
        None => Some(what.to_owned()),
    }
}
