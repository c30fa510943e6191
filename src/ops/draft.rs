//! Drafts of forms and of a round: what is typed and not saved yet outlives a lost terminal.

use super::Context;
use super::assess::person;
use crate::domain::PersonId;
use crate::error::Result;
use crate::store::{self, Store};
use uuid::Uuid;

pub use crate::store::StoredDraft;

/// Returns the drafts of a person; without one, those of a journal without people.
pub fn drafts(store: &Store, person: Option<PersonId>) -> Result<Vec<StoredDraft>> {
    store.read(|c| store::load_drafts(c, person.map(|id| id.0)))
}

/// Keeps a draft in place of the one of the same form.
pub fn keep_draft(store: &mut Store, context: &Context<'_>, draft: &StoredDraft) -> Result<()> {
    let id = person_id(store, context)?;
    store.keep_draft(id, draft)
}

/// Deletes the draft of a form that was saved or thrown away.
pub fn drop_draft(store: &mut Store, context: &Context<'_>, what: &str) -> Result<()> {
    let id = person_id(store, context)?;
    store.drop_draft(id, what)
}

fn person_id(store: &Store, context: &Context<'_>) -> Result<Option<Uuid>> {
    store.read(|c| Ok(person(c, context)?.map(|row| row.person.id.0)))
}
