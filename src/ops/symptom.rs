//! Logging of symptoms of the person, present or absent.

use super::act::{act, id};
use super::{Context, Receipt, plain_field};
use crate::domain::{FieldError, Listed, Moment, Observation, PersonTree, Symptom, SymptomId, Text, Word, show_date};
use crate::error::Result;
use crate::store::{Owner, PersonRow, RecordRef, Store, Transaction};

/// Symptoms asked about at one moment.
#[derive(Clone, Debug)]
pub struct NewSymptoms {
    /// The local time that applies to all of them.
    pub at: Moment,
    /// Each symptom with whether it was present.
    pub symptoms: Vec<(Listed, bool)>,
    /// Required for the symptom "other".
    pub note: Option<Text>,
}

impl NewSymptoms {
    /// Returns the entries for the journal.
    pub fn entries(&self, context: &Context<'_>) -> Vec<Symptom> {
        let entry = |&(symptom, present): &(Listed, bool)| Symptom {
            id: SymptomId(id()),
            changed_at: Some(context.now.utc),
            at: self.at,
            symptom,
            present,
            note: self.note.clone(),
        };
        self.symptoms.iter().map(entry).collect()
    }

    fn say(&self) -> String {
        let say =
            |&(symptom, present): &(Listed, bool)| format!("{}{}", if present { "" } else { "no " }, symptom.label());
        self.symptoms.iter().map(say).collect::<Vec<_>>().join(", ")
    }
}

/// Logs symptoms of the person, present or absent.
pub fn symptoms(store: &mut Store, context: &Context<'_>, new: NewSymptoms) -> Result<Receipt> {
    if new.symptoms.is_empty() {
        return Err(FieldError::new("no symptom was answered; answer at least one with yes or no")
            .at("symptom")
            .into());
    }
    context.check_typed("at", new.at)?;
    let said = new.say();
    act(store, context, &format!("symptoms: {said}"), |tx, row, tree| {
        tree.symptoms = new.entries(context);
        tree.check().map_err(plain_field)?;
        put_symptoms(tx, row, tree)?;
        Ok((None, format!("Logged for {}: {said}, on {}.", row.person.name, show_date(new.at.day()))))
    })
}

/// Writes the symptoms of the tree for the person of the row.
pub(super) fn put_symptoms(tx: &Transaction<'_>, row: &PersonRow, tree: &PersonTree<Observation>) -> Result<()> {
    for symptom in &tree.symptoms {
        RecordRef::Symptom(symptom).put(tx, Owner::Person(row.seq))?;
    }
    Ok(())
}
