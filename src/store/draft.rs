//! Drafts: half-filled forms and a half-done round. They are no records, so they have no history.

use super::open::Store;
use super::row::{change_time, show_utc};
use crate::error::Result;
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A half-filled form, or a half-done round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDraft {
    /// Which form it is: `new-spot`, or `look` with the id of its spot.
    pub what: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
    /// The answers to each question, as they were typed.
    pub answers: BTreeMap<String, Vec<String>>,
}

/// Loads the drafts of a person, with those from before there was one; `None` for a journal without people. A draft that
/// cannot be read is left out: nothing depends on it.
pub fn load_drafts(connection: &Connection, person: Option<Uuid>) -> Result<Vec<StoredDraft>> {
    let mut statement =
        connection.prepare_cached("SELECT what, at, answers FROM draft WHERE person IN (?1, '') ORDER BY at, what")?;
    let mut rows = statement.query([key(person)])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        let (what, at, answers): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Ok(answers) = serde_json::from_str(&answers) {
            drafts.push(StoredDraft { what, at: change_time(&at), answers });
        }
    }
    Ok(drafts)
}

impl Store {
    /// Keeps a draft in place of the one of the same form.
    pub fn keep_draft(&mut self, person: Option<Uuid>, draft: &StoredDraft) -> Result<()> {
        let answers = serde_json::json!(draft.answers).to_string();
        self.write_aside(|tx| {
            let sql = "INSERT OR REPLACE INTO draft (person, what, at, answers) VALUES (?1, ?2, ?3, ?4)";
            tx.prepare_cached(sql)?.execute((key(person), &draft.what, show_utc(draft.at), answers))?;
            Ok(())
        })
    }

    /// Deletes the draft of a form. Does nothing if there is none.
    pub fn drop_draft(&mut self, person: Option<Uuid>, what: &str) -> Result<()> {
        // The first entry adds the person, so its draft may be from before.
        self.write_aside(|tx| {
            let sql = "DELETE FROM draft WHERE person IN (?1, '') AND what = ?2";
            tx.prepare_cached(sql)?.execute((key(person), what))?;
            Ok(())
        })
    }
}

fn key(person: Option<Uuid>) -> String {
    person.map_or_else(String::new, |id| id.to_string())
}
