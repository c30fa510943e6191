//! Merging two people of a journal who are the same person. Starting on two machines creates a "Me" on each.

use super::act::{kept, record_shown};
use super::assess::{judge, person};
use super::{Context, Receipt, plain_field};
use crate::domain::{Answer, FieldError, LAST_NUMBER, Observation, PersonTree};
use crate::error::{Error, Result};
use crate::store::{self, Owner, RecordRef, Store, Transaction};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Moves every record of `from` to `into`, and deletes `from`. Spots with a taken number get the next free one.
/// Unanswered fields of `into` are filled from `from`. It is one change: an undo restores both people, and other
/// machines get it by their next sync.
pub fn unite_people(store: &mut Store, context: &Context<'_>, from: &str, into: &str) -> Result<Receipt> {
    let what = format!("{from} is the same person as {into}");
    // The delete must be later than the last change of the person, so that it wins on other machines.
    let known = store.read(|c| person(c, &Context { person: Some(from), ..*context }))?;
    let at = known.and_then(|row| context.changed(row.person.changed_at)).unwrap_or(context.now.utc);
    let ((done, judged), change) = store.write(at, context.made_by, &what, |tx| {
        let find = |name| -> Result<(i64, PersonTree<Observation>)> {
            let row = person(tx, &Context { person: Some(name), ..*context })?;
            let row = row.ok_or_else(|| Error::NotFound(format!("there is no {name} in this journal")))?;
            Ok((row.seq, store::load_person(tx, row)?))
        };
        let ((_, from), (seq, mut into)) = (find(from)?, find(into)?);
        if from.person.id == into.person.id {
            return Err(FieldError::new("name two different people").at("INTO").into());
        }
        let were_sound = from.check().is_ok() && into.check().is_ok();
        let (gone, renumbered) = move_records(tx, context, from, (seq, &mut into))?;
        if were_sound {
            into.check().map_err(plain_field)?;
        }
        into.person.changed_at = context.changed(into.person.changed_at);
        RecordRef::Person(&into.person).put(tx, Owner::Nobody)?;
        store::delete_record(tx, "person", gone)?;
        let row = store::people(tx)?.into_iter().find(|row| row.seq == seq);
        let row = row.ok_or_else(|| Error::NotFound(format!("there is no {} any more", into.person.name)))?;
        let judged = judge(tx, row, context)?;
        record_shown(tx, &judged.assessment)?;
        let numbers: Vec<String> = renumbered.iter().map(|(old, new)| format!("spot {old} is spot {new}")).collect();
        let numbers = if numbers.is_empty() { String::new() } else { format!(" Now {}.", numbers.join(", ")) };
        Ok((format!("Everything is {}'s now.{numbers}", into.person.name), judged))
    })?;
    Ok(Receipt { done, change: kept(store, change)?, spot: None, judged })
}

/// Returns the id of the emptied person, and the renumbered spots, each with its new number.
fn move_records(
    tx: &Transaction<'_>,
    context: &Context<'_>,
    from: PersonTree<Observation>,
    (seq, into): (i64, &mut PersonTree<Observation>),
) -> Result<(uuid::Uuid, Vec<(u32, u32)>)> {
    let owner = Owner::Person(seq);
    let mut renumbered = Vec::new();
    let numbers = |tree: &PersonTree<Observation>| tree.spots.iter().map(|tree| tree.spot.number).collect();
    let clashes: BTreeSet<u32> = numbers(into);
    let mut taken: BTreeSet<u32> = numbers(&from);
    taken.extend(&clashes);
    // Numbers of erased spots are not reused.
    taken.extend(store::load_erased(tx)?.numbers_of(into.person.id.0));
    for mut tree in from.spots {
        let spot = &mut tree.spot;
        if clashes.contains(&spot.number) {
            let last = clashes.range(..LAST_NUMBER).next_back().copied().unwrap_or_default();
            let next = (last + 1..=LAST_NUMBER).chain(1..).find(|number| !taken.contains(number));
            let next = next.unwrap_or(spot.number);
            renumbered.push((spot.number, next));
            taken.insert(next);
            spot.number = next;
        }
        spot.changed_at = context.changed(spot.changed_at);
        RecordRef::Spot(spot).put(tx, owner)?;
        into.spots.push(tree);
    }
    let changed = |old: &mut Option<DateTime<Utc>>| *old = context.changed(*old);
    for mut record in from.infections {
        changed(&mut record.changed_at);
        RecordRef::Infection(&record).put(tx, owner)?;
        into.infections.push(record);
    }
    for mut record in from.medicines {
        changed(&mut record.changed_at);
        RecordRef::Medicine(&record).put(tx, owner)?;
        into.medicines.push(record);
    }
    for mut record in from.symptoms {
        changed(&mut record.changed_at);
        RecordRef::Symptom(&record).put(tx, owner)?;
        into.symptoms.push(record);
    }
    for mut record in from.reviews {
        changed(&mut record.changed_at);
        RecordRef::Review(&record).put(tx, owner)?;
        into.reviews.push(record);
    }
    let (known, other) = (&mut into.person, from.person);
    known.born = known.born.or(other.born);
    for (known, other) in
        [(&mut known.pregnant, other.pregnant), (&mut known.long_term_illness, other.long_term_illness)]
    {
        if *known == Answer::Unanswered {
            *known = other;
        }
    }
    let new =
        other.conditions.into_iter().filter(|condition| !known.conditions.contains(condition)).collect::<Vec<_>>();
    known.conditions.extend(new);
    known.background.fill_from(other.background);
    Ok((other.id.0, renumbered))
}
