//! The history, undo and redo.

use super::act::record_shown;
use super::assess::{judge, no_spot, person};
use super::{Context, Now};
use crate::domain::show_date;
use crate::error::{Error, Result};
use crate::guidance::find_rule;
use crate::store::{self, ChangeEntry, Store, Transaction};
use chrono::{DateTime, Utc};

/// A change, and the flags first shown with it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// The change as the store has it.
    pub change: ChangeEntry,
    /// For example `spot 4: Has not gone away`.
    pub raised: Vec<String>,
}

/// Returns the latest changes, newest first.
pub fn history(store: &Store, at_most: usize) -> Result<Vec<HistoryEntry>> {
    store.read(|c| {
        let changes = store::changes(c, at_most)?;
        let oldest = changes.last().map_or(0, |change| change.id);
        let shown = store::shown_flags(c, oldest)?;
        let raised = |change: &ChangeEntry| {
            let flags = shown.iter().filter(|flag| flag.change == change.id);
            flags
                .map(|flag| {
                    let title = find_rule(&flag.rule).map_or(flag.rule.as_str(), |rule| rule.title);
                    match &flag.spot {
                        Some((_, number)) => format!("spot {number}: {title}"),
                        None => title.to_owned(),
                    }
                })
                .collect()
        };
        Ok(changes.into_iter().map(|change| HistoryEntry { raised: raised(&change), change }).collect())
    })
}

/// Returns the changes that wrote a spot or its records, newest first.
pub fn spot_history(store: &Store, context: &Context<'_>, number: u32) -> Result<Vec<HistoryEntry>> {
    store.read(|c| {
        let row = person(c, context)?.ok_or_else(|| no_spot(number))?;
        let spot = store::find_spot(c, row.seq, number)?.ok_or_else(|| no_spot(number))?;
        let changes = store::spot_changes(c, spot)?;
        Ok(changes.into_iter().map(|change| HistoryEntry { raised: Vec::new(), change }).collect())
    })
}

/// A change from before this session that [`undo`] would undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The description of the change, with the person if known: `look, spot 4 (Ben)`.
    pub what: String,
    /// When it was made.
    pub at: DateTime<Utc>,
}

impl Earlier {
    /// Returns the question whether to undo it, with the local time.
    pub fn question(&self, now: Now) -> String {
        let at = now.to_local(self.at);
        let (day, time) = (show_date(at.date()), at.format("%H:%M"));
        format!("This was done before spotlog was opened: {}, on {day} at {time}. Take it back?", self.what)
    }
}

/// Returns the change that [`undo`] would undo, if its number is at most `up_to`: it is from an earlier session.
pub fn earlier_undo(store: &Store, up_to: i64) -> Result<Option<Earlier>> {
    let (next, people) = store.read(|c| Ok((store::next_undo(c)?, store::people(c)?)))?;
    Ok(next.filter(|change| change.id <= up_to).map(|change| Earlier {
        // With several people, the change itself names the person.
        what: match people.as_slice() {
            [one] => format!("{} ({})", change.what, one.person.name),
            _ => change.what,
        },
        at: change.at,
    }))
}

/// Returns the number of the latest change; 0 in a new journal.
pub fn newest_change(store: &Store) -> Result<i64> {
    store.read(|c| Ok(store::changes(c, 1)?.first().map_or(0, |change| change.id)))
}

/// What an undo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The description of the change that is undone.
    pub what: String,
    /// The description of a later change that stays, since another machine has built on it.
    pub passed_over: Option<String>,
}

impl Undone {
    /// Says what stays although it is newer, with a space before; empty if nothing does.
    pub fn say_passed_over(&self) -> String {
        let stays = |what: &String| format!(" What is newer stays, since another machine has built on it: {what}.");
        self.passed_over.as_ref().map_or_else(String::new, stays)
    }
}

/// Undoes the latest change that is not undone and that no other machine has built on.
pub fn undo(store: &mut Store, context: &Context<'_>) -> Result<Undone> {
    let mut passed_over = None;
    let undone = turn(store, context, "undo", |tx| {
        passed_over = store::passed_over(tx)?;
        store::undo_last(tx)
    })?;
    match undone {
        Some(what) => Ok(Undone { what, passed_over }),
        None => Err(Error::NotFound(match passed_over {
            Some(what) => format!("there is nothing to undo: another machine has built on the latest change, {what}"),
            None => "there is nothing to undo".into(),
        })),
    }
}

/// Redoes the latest undo. Returns the description of the change.
pub fn redo(store: &mut Store, context: &Context<'_>) -> Result<String> {
    turn(store, context, "redo", store::redo_last)?
        .ok_or_else(|| Error::NotFound("there is nothing to do again".into()))
}

fn turn(
    store: &mut Store,
    context: &Context<'_>,
    name: &str,
    last: impl FnOnce(&Transaction<'_>) -> Result<Option<String>>,
) -> Result<Option<String>> {
    let (turned, change) = store.write(context.now.utc, context.made_by, name, |tx| {
        // An unknown name is reported before anything is changed.
        person(tx, context)?;
        let turned = last(tx)?;
        for row in store::people(tx)? {
            record_shown(tx, &judge(tx, row, context)?.assessment)?;
        }
        Ok(turned)
    })?;
    if turned.is_some() && change.is_none() {
        return Err(Error::Conflict("nothing is left of the latest change that could be taken back".into()));
    }
    Ok(turned)
}
