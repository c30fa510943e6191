//! Logging of records that belong to the person and to no spot: personal data, symptoms, medicines, infections.

use super::act::{act, first_name, id, kept, person_or_first};
use super::assess::{judge, person};
use super::{Context, Receipt, one_line_at, plain_field};
use crate::domain::{
    Answer, Background, FieldError, Infection, InfectionId, InfectionKind, Medicine, MedicineId, Moment, Name, Person,
    PersonId, PersonTree, Text, Word, check_born, check_names, show_date,
};
use crate::error::{Error, Result};
use crate::store::{self, Owner, RecordRef, Store};
use chrono::NaiveDate;

/// A medicine to log.
#[derive(Clone, Debug)]
pub struct NewMedicine {
    /// The name in the person's words, on one line; `None` if not given.
    pub name: Option<Text>,
    /// The first day of taking it. Not in the future.
    pub started_on: NaiveDate,
    /// The last day of taking it, not before the first; `None` while it is taken.
    pub stopped_on: Option<NaiveDate>,
}

/// An infection to log.
#[derive(Clone, Debug)]
pub struct NewInfection {
    /// The infected part of the body; `None` if not given.
    pub kind: Option<InfectionKind>,
    /// The day from which it counts as recent. Not in the future.
    pub on: NaiveDate,
}

/// Changes to a person; `None` leaves a field unchanged.
#[derive(Clone, Debug, Default)]
pub struct PersonChange {
    /// A name that no other person of the journal has.
    pub name: Option<Name>,
    /// `Some(None)` removes the date.
    pub born: Option<Option<NaiveDate>>,
    /// [`Answer::Unanswered`] removes an earlier answer.
    pub pregnant: Option<Answer>,
    /// [`Answer::Unanswered`] removes an earlier answer.
    pub long_term_illness: Option<Answer>,
    /// The whole list, each on one line; an empty one removes all.
    pub conditions: Option<Vec<Text>>,
    /// The whole background, with what stays as it was.
    pub background: Option<Background>,
}

/// Returns all people, in the order in which they were entered.
pub fn people(store: &Store) -> Result<Vec<Person>> {
    store.read(|c| Ok(store::people(c)?.into_iter().map(|row| row.person).collect()))
}

/// Returns the number and the title of every spot of everybody, for a list to choose from. Where there are several
/// people, the title begins with the name.
pub fn spot_titles(store: &Store) -> Result<Vec<(u32, String)>> {
    store.read(|c| {
        let people = store::people(c)?;
        let several = people.len() > 1;
        let mut titles = Vec::new();
        for row in people {
            let facts = store::load_outline(c, row)?.0;
            let name = if several { format!("{}: ", facts.person.name) } else { String::new() };
            titles.extend(facts.spots.iter().map(|tree| (tree.spot.number, format!("{name}{}", tree.spot.title()))));
        }
        Ok(titles)
    })
}

/// Returns every note of the context's person, each with the number of its spot.
pub fn notes(store: &Store, context: &Context<'_>) -> Result<Vec<(u32, Text)>> {
    let notes = store.read(|c| match person(c, context)? {
        Some(row) => store::notes(c, row.seq),
        None => Ok(Vec::new()),
    })?;
    Ok(notes.into_iter().map(|(number, _, note)| (number, note)).collect())
}

/// Returns the other people who have spots, and how many.
pub fn spots_of_others(store: &Store, shown: &str) -> Result<Vec<(Name, usize)>> {
    let others = |row: &store::PersonRow| *row.person.name != *shown;
    let found = store.read(|c| {
        let count = |row: store::PersonRow| Ok((store::load_outline(c, row.clone())?.0.spots.len(), row.person.name));
        store::people(c)?.into_iter().filter(others).map(count).collect::<Result<Vec<_>>>()
    })?;
    Ok(found.into_iter().filter(|(spots, _)| *spots > 0).map(|(spots, name)| (name, spots)).collect())
}

/// Records the start of a medicine.
pub fn medicine(store: &mut Store, context: &Context<'_>, new: NewMedicine) -> Result<Receipt> {
    if let Some(stopped) = new.stopped_on.filter(|&stopped| stopped < new.started_on) {
        let message = format!("{stopped} is before it was started ({})", new.started_on);
        return Err(FieldError::new(message).at("stopped_on").into());
    }
    for (field, day) in [("started_on", Some(new.started_on)), ("stopped_on", new.stopped_on)] {
        day.map_or(Ok(()), |day| context.check_typed(field, Moment::on(day)))?;
    }
    one_line_at(new.name.as_ref(), "name")?;
    let name = new.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
    act(store, context, &format!("medicine: {name}"), |tx, row, tree| {
        let medicine = Medicine {
            id: MedicineId(id()),
            changed_at: Some(context.now.utc),
            name: new.name,
            started_on: new.started_on,
            stopped_on: new.stopped_on,
            note: None,
        };
        tree.medicines = vec![medicine.clone()];
        tree.check().map_err(plain_field)?;
        RecordRef::Medicine(&medicine).put(tx, Owner::Person(row.seq))?;
        Ok((None, format!("{name} is recorded, started on {}.", show_date(medicine.started_on))))
    })
}

/// Records that the latest medicine with that name was stopped.
pub fn stop_medicine(store: &mut Store, context: &Context<'_>, name: &Text, on: NaiveDate) -> Result<Receipt> {
    context.check_typed("stopped_on", Moment::on(on))?;
    act(store, context, &format!("medicine stopped: {}", name.on_one_line()), |tx, row, tree| {
        let (facts, _) = store::load_outline(tx, row.clone())?;
        let same = |m: &&Medicine| m.name.as_ref().is_some_and(|n| n.to_lowercase() == name.to_lowercase());
        let latest = facts.medicines.iter().rev().find(same).cloned().ok_or_else(|| {
            Error::NotFound(format!("there is no medicine called {}; --started records one", name.on_one_line()))
        })?;
        if on < latest.started_on {
            let message = format!("{on} is before it was started ({})", latest.started_on);
            return Err(FieldError::new(message).at("stopped_on").into());
        }
        let medicine = Medicine { stopped_on: Some(on), changed_at: context.changed(latest.changed_at), ..latest };
        tree.medicines = vec![medicine.clone()];
        tree.check().map_err(plain_field)?;
        RecordRef::Medicine(&medicine).put(tx, Owner::Person(row.seq))?;
        Ok((None, format!("{} is recorded as stopped on {}.", name.on_one_line(), show_date(on))))
    })
}

/// Records an infection.
pub fn infection(store: &mut Store, context: &Context<'_>, new: NewInfection) -> Result<Receipt> {
    context.check_typed("on", Moment::on(new.on))?;
    let kind = new.kind.map_or_else(String::new, |kind| format!(" ({})", kind.label()));
    act(store, context, &format!("infection{kind}"), |tx, row, tree| {
        let infection = Infection {
            id: InfectionId(id()),
            changed_at: Some(context.now.utc),
            kind: new.kind,
            on: new.on,
            note: None,
        };
        tree.infections = vec![infection.clone()];
        tree.check().map_err(plain_field)?;
        RecordRef::Infection(&infection).put(tx, Owner::Person(row.seq))?;
        Ok((None, format!("An infection{kind} on {} is recorded.", show_date(new.on))))
    })
}

/// Changes the data of the person.
pub fn change_person(store: &mut Store, context: &Context<'_>, change: PersonChange) -> Result<Receipt> {
    if let Some(Some(born)) = change.born {
        check_born(born, context.now.today())?;
    }
    change.conditions.iter().flatten().try_for_each(|condition| one_line_at(Some(condition), "conditions"))?;
    let allergies = change.background.iter().flat_map(|background| &background.allergies);
    allergies.into_iter().try_for_each(|allergy| one_line_at(Some(allergy), "allergies"))?;
    act(store, context, "who the person is", |tx, row, tree| {
        let was_sound = match change.born {
            // A birth date must be before every observation, so all of them are loaded.
            Some(_) => {
                *tree = store::load_person(tx, row.clone())?;
                tree.check().is_ok()
            }
            None => true,
        };
        let person = &mut tree.person;
        person.changed_at = context.changed(person.changed_at);
        if let Some(name) = change.name {
            person.name = name;
        }
        if let Some(born) = change.born {
            person.born = born;
        }
        if let Some(pregnant) = change.pregnant {
            person.pregnant = pregnant;
        }
        if let Some(illness) = change.long_term_illness {
            person.long_term_illness = illness;
        }
        if let Some(conditions) = change.conditions {
            person.conditions = conditions;
        }
        if let Some(background) = change.background {
            person.background = background;
        }
        // Faults that existed before do not block this change.
        if was_sound {
            tree.check().map_err(plain_field)?;
        }
        refuse_taken_name(tx, &tree.person)?;
        RecordRef::Person(&tree.person).put(tx, Owner::Nobody)?;
        // The receipt repeats the date as it was parsed.
        let born = change.born.flatten().map_or_else(String::new, |born| format!(": born {}", show_date(born)));
        Ok((None, format!("What is known of {} is recorded{born}.", tree.person.name)))
    })
}

/// Adds another person, and returns that person in the receipt.
pub fn add_person(store: &mut Store, context: &Context<'_>, name: Name) -> Result<Receipt> {
    let new = Person::new(PersonId(id()), Some(context.now.utc), name);
    let what = format!("new person, {}", new.name);
    let (judged, change) = store.write(context.now.utc, context.made_by, &what, |tx| {
        refuse_taken_name(tx, &new)?;
        if store::find_person(tx, None)?.is_none() && new.name != first_name() {
            // The first person is created even if nothing was logged yet: they are adding somebody else.
            person_or_first(tx, &Context { person: None, ..*context })?;
        }
        RecordRef::Person(&new).put(tx, Owner::Nobody)?;
        let context = Context { person: Some(&new.name), ..*context };
        let row = person(tx, &context)?.ok_or_else(|| Error::NotFound(format!("there is no {}", new.name)))?;
        judge(tx, row, &context)
    })?;
    Ok(Receipt { done: format!("{} is added.", new.name), change: kept(store, change)?, spot: None, judged })
}

/// Rejects a name that another person has.
fn refuse_taken_name(tx: &store::Transaction<'_>, new: &Person) -> Result<()> {
    let mut people: Vec<PersonTree<()>> = Vec::new();
    for row in store::people(tx)? {
        if row.person.id != new.id {
            people.push(PersonTree::new(row.person));
        }
    }
    people.push(PersonTree::new(new.clone()));
    check_names(&people).map_err(plain_field)?;
    Ok(())
}
