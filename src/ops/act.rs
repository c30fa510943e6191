//! The common steps of a write: finds the person, writes, evaluates, and records the flags that are shown.

use super::assess::{judge, no_spot, person};
use super::{Context, Receipt};
use crate::domain::{FieldError, NO_NAME, Name, Observation, Person, PersonId, PersonTree, SpotTree, Word, show_date};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, Flag, FlagKind, Status};
use crate::store::{self, Owner, PersonRow, RecordRef, ShownFlag, Store, Transaction};
use uuid::Uuid;

/// Runs one write. `body` gets a tree with the person only, writes, and describes what it did. Afterwards the journal
/// is evaluated again.
pub(super) fn act(
    store: &mut Store,
    context: &Context<'_>,
    what: &str,
    body: impl FnOnce(&Transaction<'_>, &PersonRow, &mut PersonTree<Observation>) -> Result<(Option<u32>, String)>,
) -> Result<Receipt> {
    let who = store.read(|c| if store::people(c)?.len() > 1 { person(c, context) } else { Ok(None) })?;
    // With several people, the history and an undo name the person of the entry.
    let what = &who.map_or_else(|| what.to_owned(), |row| format!("{what} ({})", row.person.name));
    let ((spot, done, judged), change) = store.write(context.now.utc, context.made_by, what, |tx| {
        let row = person_or_first(tx, context)?;
        let mut tree = PersonTree::new(row.person.clone());
        let (spot, done) = body(tx, &row, &mut tree)?;
        // Loads the person again, since the change may be about the person.
        let row = store::people(tx)?.into_iter().find(|now| now.seq == row.seq).unwrap_or(row);
        let judged = judge(tx, row, context)?;
        record_shown(tx, &judged.assessment)?;
        Ok((spot, done, judged))
    })?;
    let done = match store.no_backup() {
        None => done,
        Some(error) => format!("{done} (There is no backup of today: {error}.)"),
    };
    Ok(Receipt { done, change: kept(store, change)?, spot, judged })
}

/// Checks that a write left a row in the history. Without one it was rolled back, so it must not be reported as stored.
pub(super) fn kept(store: &Store, change: Option<i64>) -> Result<i64> {
    change.ok_or_else(|| Error::Damaged {
        path: store.path().to_owned(),
        why: "what was written left no trace in its history, so nothing was kept".into(),
    })
}

/// Records which flags were shown, and when. A later correction may remove the flag, but not the record that it was
/// shown.
pub(super) fn record_shown(tx: &Transaction<'_>, assessment: &Assessment) -> Result<()> {
    // Tasks come and go with the calendar, so only findings are recorded.
    let is_finding = |flag: &&Flag| flag.status == Status::Open && flag.rule.kind != FlagKind::Task;
    let open = assessment.flags.iter().filter(is_finding);
    let shown: Vec<ShownFlag> = open
        .map(|flag| ShownFlag {
            change: 0,
            person: assessment.person.to_string(),
            spot: flag.spot.and_then(|n| assessment.spot(n)).map(|s| (s.id.to_string(), s.number)),
            rule: flag.rule.ident.into(),
            level: flag.level.word().into(),
            since: flag.since.to_string(),
        })
        .collect();
    store::record_flags(tx, &shown)
}

/// Returns the person of the context. The first entry of a journal also creates its first person, so that no setup is
/// needed.
pub(super) fn person_or_first(tx: &Transaction<'_>, context: &Context<'_>) -> Result<PersonRow> {
    let nobody = store::find_person(tx, None)?.is_none();
    if !nobody && let Some(row) = person(tx, context)? {
        return Ok(row);
    }
    let name = match context.person {
        Some(name) => name.parse().map_err(|e: FieldError| e.at("person"))?,
        None => first_name(),
    };
    let first = Person::new(PersonId(id()), Some(context.now.utc), name);
    let seq = RecordRef::Person(&first).put(tx, Owner::Nobody)?;
    Ok(PersonRow { seq, person: first })
}

/// The name of the first person if none was given.
pub(super) fn first_name() -> Name {
    NO_NAME.parse().expect("a literal that is not blank is a name")
}

/// Creates the id of a new record: a UUID of version 7, which sorts by time.
pub(super) fn id() -> Uuid {
    Uuid::now_v7()
}

/// Loads the spot with that number into the tree, without its records. Returns its `seq`.
pub(super) fn take_spot(
    tx: &Transaction<'_>,
    row: &PersonRow,
    tree: &mut PersonTree<Observation>,
    number: u32,
) -> Result<i64> {
    let (seq, spot) = store::load_spot(tx, row.seq, number)?.ok_or_else(|| no_spot(number))?;
    tree.spots = vec![SpotTree::new(spot)];
    Ok(seq)
}

/// Does the same as [`take_spot`], but fails for a closed spot.
pub(super) fn take_open_spot(
    tx: &Transaction<'_>,
    row: &PersonRow,
    tree: &mut PersonTree<Observation>,
    number: u32,
) -> Result<i64> {
    let seq = take_spot(tx, row, tree, number)?;
    match tree.spots[0].spot.closed {
        None => Ok(seq),
        Some(closed) => Err(Error::Conflict(format!(
            "spot {number} was closed as {} on {}; `spotlog reopen {number}` opens it again",
            closed.because.word(),
            show_date(closed.on)
        ))),
    }
}
