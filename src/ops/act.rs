//! One act of a person: finds whose journal it is, writes, judges, and keeps what was shown.

use super::assess::{judge, no_spot, person};
use super::{Context, Receipt};
use crate::domain::{Answer, FieldError, Name, Observation, Person, PersonId, PersonTree, SpotTree, Word, show_date};
use crate::error::{Error, Result};
use crate::guidance::{Assessment, Flag, Kind, Status};
use crate::store::{self, Owner, PersonRow, RecordRef, ShownFlag, Store, Transaction};
use uuid::Uuid;

/// One act: finds the person, lets `body` write and say what was done, and judges the journal as it then stands.
/// `body` gets a tree that holds the person and nothing else.
pub(super) fn act(
    store: &mut Store,
    context: &Context<'_>,
    what: &str,
    body: impl FnOnce(&Transaction<'_>, &PersonRow, &mut PersonTree<Observation>) -> Result<(Option<u32>, String)>,
) -> Result<Receipt> {
    let several = store.read(|c| Ok(store::people(c)?.len() > 1))?;
    let who = store.read(|c| super::assess::person(c, context)).ok().flatten().filter(|_| several);
    // With several people the history says whose entry it was, and so does an undo.
    let what = &who.map_or_else(|| what.to_owned(), |row| format!("{what} ({})", row.person.name));
    let ((spot, done, judged), change) = store.write(context.now.utc, context.made_by, what, |tx| {
        let row = person_or_first(tx, context)?;
        let mut tree = PersonTree::new(row.person.clone());
        let (spot, done) = body(tx, &row, &mut tree)?;
        // What is known of the person may be what was written.
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

/// That an act left a row in the history, without which it was taken back: what is said to be logged is stored.
pub(super) fn kept(store: &Store, change: Option<i64>) -> Result<i64> {
    change.ok_or_else(|| Error::Damaged {
        path: store.path().to_owned(),
        why: "what was written left no trace in its history, so nothing was kept".into(),
    })
}

/// Keeps which flags were shown, and when: a later correction may take the flag away, but not that it was shown.
pub(super) fn record_shown(tx: &Transaction<'_>, assessment: &Assessment) -> Result<()> {
    // A task comes and goes with the calendar; only findings are kept.
    let is_finding = |flag: &&Flag| flag.status == Status::Open && flag.rule.kind != Kind::Task;
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

/// The person of the context. The first entry of a journal also makes its first person, so that nothing needs setting
/// up.
pub(super) fn person_or_first(tx: &Transaction<'_>, context: &Context<'_>) -> Result<PersonRow> {
    let nobody = store::find_person(tx, None)?.is_none();
    if !nobody && let Some(row) = person(tx, context)? {
        return Ok(row);
    }
    let first = Person {
        id: PersonId(id()),
        changed_at: Some(context.now.utc),
        name: match context.person {
            Some(name) => name.parse().map_err(|e: FieldError| e.at("person"))?,
            None => first_name(),
        },
        born: None,
        pregnant: Answer::Unanswered,
        long_term_illness: Answer::Unanswered,
        conditions: Vec::new(),
    };
    let seq = RecordRef::Person(&first).put(tx, Owner::Nobody)?;
    Ok(PersonRow { seq, person: first })
}

/// Who the journal is about when nobody was named.
pub(super) fn first_name() -> Name {
    "Me".parse().expect("a literal that is not blank is a name")
}

pub(super) fn id() -> Uuid {
    Uuid::now_v7()
}

/// Puts the spot of that number, and nothing of what is its own, into the tree; returns its `seq`.
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

/// As [`take_spot`], for what a closed spot does not take.
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
