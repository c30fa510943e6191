//! Logging of spots, looks, reviews and treatments.

use super::act::{act, id, take_open_spot, take_spot};
use super::photo::{NewPhoto, keeping, records};
use super::symptom::{NewSymptoms, put_symptoms};
use super::{Context, Receipt, one_line_at, plain_field};
use crate::domain::{
    Answer, Answers, Because, Closed, Context as Circumstance, FieldError, FirstSeen, Listed, Measurement, Method,
    Moment, Observation, ObservationId, Onset, Outcome, PersonTree, Place, Position, Precision, Presence, Readings,
    Review, ReviewId, Reviewer, Spot, SpotId, SpotTree, Symptom, Text, Treatment, TreatmentId, TreatmentKind, Word,
    WordList, check_not_ahead, show_date,
};
use crate::error::{Error, Result};
use crate::store::{self, Owner, PersonRow, RecordRef, Store, Transaction};
use chrono::NaiveDate;
use std::path::PathBuf;

/// A spot to log.
#[derive(Clone, Debug)]
pub struct NewSpot {
    /// The site, with its side where it has one.
    pub place: Place,
    /// The person's own name for it, on one line.
    pub label: Option<Text>,
    /// The exact place on a drawing; `None` if the person did not mark it.
    pub position: Option<Position>,
    /// `None` if unknown.
    pub first_seen: Option<FirstSeen>,
    /// If yes, the date of birth counts in place of `first_seen`.
    pub since_birth: Answer,
    /// How fast it came; `None` if not given.
    pub onset: Option<Onset>,
    /// Possible causes; empty if not given.
    pub contexts: WordList<Circumstance>,
}

/// A look to log.
#[derive(Clone, Debug)]
pub struct NewLook {
    /// The local time of the look, or only its day. Not in the future.
    pub at: Moment,
    /// What was seen, with the size.
    pub answers: Answers,
    /// The person's own words. Says what the symptom is if `with` has "other".
    pub note: Option<Text>,
    /// Photos that were taken at the look.
    pub photos: Vec<NewPhoto>,
    /// Picture files that a form names. Whoever logs the look takes them in first, as `photos`.
    pub files: Vec<PathBuf>,
    /// Symptoms present at the same time. They are stored with the person.
    pub with: Vec<Listed>,
}

impl NewLook {
    /// Returns a look that says only that the spot is there.
    pub fn seen(at: Moment) -> NewLook {
        NewLook::with_answers(at, Answers::only(Presence::Present))
    }

    /// Returns a look with answers alone.
    pub fn with_answers(at: Moment, answers: Answers) -> NewLook {
        NewLook { at, answers, note: None, photos: Vec::new(), files: Vec::new(), with: Vec::new() }
    }

    /// Rejects dates in the future.
    fn check_typed(&self, context: &Context<'_>) -> Result<()> {
        context.check_typed("at", self.at)?;
        let taken = self.photos.iter().filter_map(|new| new.photo.taken_at);
        taken.into_iter().try_for_each(|taken| context.check_typed("taken_at", taken))
    }

    /// Returns the symptoms as separate entries.
    pub(super) fn symptoms(&self, context: &Context<'_>) -> Vec<Symptom> {
        let symptoms = self.with.iter().map(|&symptom| (symptom, true)).collect();
        let note = self.note.clone().filter(|_| self.with.contains(&Listed::Other));
        NewSymptoms { at: self.at, symptoms, note }.entries(context)
    }

    /// Combines sizes and their method into a measurement. A size needs a method; an estimated size such as "pinpoint"
    /// implies the eye.
    ///
    /// # Errors
    ///
    /// Fails for a size without a method.
    pub fn measurement(
        size: Option<(Readings, bool)>,
        width: Option<(Readings, bool)>,
        by: Option<Method>,
    ) -> Result<Option<Measurement>, FieldError> {
        let estimated = size.is_some_and(|s| s.1) || width.is_some_and(|w| w.1);
        let by = by.or(estimated.then_some(Method::Eye));
        let (diameter, width) = (size.map(|s| s.0), width.map(|w| w.0));
        // A method without a size has no meaning for this look.
        Measurement::new(by.filter(|_| diameter.is_some() || width.is_some()), diameter, width)
    }
}

/// The subject of a review: one spot or the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    /// A spot of the context's person, by number.
    Spot(u32),
    /// The context's person as a whole.
    Person,
}

/// A review to log.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// The day of the review. Not in the future.
    pub on: NaiveDate,
    /// Who reviewed.
    pub by: Reviewer,
    /// What the reviewer said, in the person's words; `None` if not given.
    pub said: Option<Text>,
    /// What follows from it; `None` if not given.
    pub outcome: Option<Outcome>,
}

/// A treatment to log.
#[derive(Clone, Debug)]
pub struct NewTreatment {
    /// The name of the treatment, on one line; `None` if not given.
    pub what: Option<Text>,
    /// Where it comes from; `None` if not given.
    pub kind: Option<TreatmentKind>,
    /// The first day. Not in the future.
    pub started_on: NaiveDate,
    /// Whether it helped, as far as that is known now.
    pub improved: Answer,
}

/// Logs a new spot, with its first look if there is one.
pub fn add_spot(store: &mut Store, context: &Context<'_>, new: NewSpot, first: Option<NewLook>) -> Result<Receipt> {
    one_line_at(new.label.as_ref(), "label")?;
    let what = format!("new spot, {}", new.place.label());
    if let Some(seen) = new.first_seen {
        context.check_typed("first_seen.on", Moment::on(seen.earliest()))?;
    }
    if let Some(look) = &first {
        look.check_typed(context)?;
    }
    let photos = first.as_ref().map_or_else(Vec::new, |look| look.photos.clone());
    keeping(store, &photos, |store| put_spot(store, context, &what, new, first))
}

fn put_spot(
    store: &mut Store,
    context: &Context<'_>,
    what: &str,
    new: NewSpot,
    first: Option<NewLook>,
) -> Result<Receipt> {
    act(store, context, what, |tx, row, tree| {
        let number = store::next_spot_number(tx, row.seq)?;
        let spot = Spot {
            id: SpotId(id()),
            changed_at: Some(context.now.utc),
            number,
            label: new.label,
            site: new.place.site,
            side: new.place.side,
            position: new.position,
            first_seen: new.first_seen,
            since_birth: new.since_birth,
            onset: new.onset,
            contexts: new.contexts,
            closed: None,
            note: None,
        };
        tree.spots.push(SpotTree::new(spot));
        tree.symptoms = first.as_ref().map_or_else(Vec::new, |look| look.symptoms(context));
        tree.spots[0].observations.extend(first.map(|look| observation(context, look)));
        tree.check().map_err(plain_field)?;
        put_symptoms(tx, row, tree)?;
        let spot = RecordRef::Spot(&tree.spots[0].spot).put(tx, Owner::Person(row.seq))?;
        for look in &tree.spots[0].observations {
            put_observation(tx, spot, look)?;
        }
        Ok((Some(number), format!("Spot {number} is logged: {}.", tree.spots[0].spot.place().label())))
    })
}

/// Logs a look at a spot.
pub fn look(store: &mut Store, context: &Context<'_>, number: u32, look: NewLook) -> Result<Receipt> {
    let word = if look.answers.presence == Presence::Gone { "gone" } else { "look" };
    let photos = look.photos.clone();
    let put = |store: &mut Store| {
        act(store, context, &format!("{word}, spot {number}"), |tx, row, tree| {
            let day = show_date(put_look(tx, row, tree, context, (number, look))?.day());
            let done = if word == "gone" {
                format!("Spot {number} is recorded as gone on {day}.")
            } else {
                format!("The look at spot {number} of {day} is logged.")
            };
            Ok((Some(number), done))
        })
    };
    keeping(store, &photos, put)
}

/// Logs for each spot that it is present and that the person noticed no change.
pub fn same(store: &mut Store, context: &Context<'_>, numbers: &[u32], at: Moment) -> Result<Receipt> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let list = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    act(store, context, &format!("same, spot {list}"), |tx, row, tree| {
        for &number in &numbers {
            let mut answers = Answers::only(Presence::Present);
            answers.changes = Some(WordList::default());
            let look = NewLook::with_answers(at, answers);
            put_look(tx, row, tree, context, (number, look))?;
        }
        let only = (numbers.len() == 1).then(|| numbers[0]);
        Ok((only, format!("Spot {list}: present, no change noticed, on {}.", show_date(at.day()))))
    })
}

/// Records the outcome of a review of a spot or of the person.
pub fn review(store: &mut Store, context: &Context<'_>, of: Reviewed, new: NewReview) -> Result<Receipt> {
    let of_what = match of {
        Reviewed::Spot(number) => format!("spot {number}"),
        Reviewed::Person => "the person".into(),
    };
    context.check_typed("on", Moment::on(new.on))?;
    act(store, context, &format!("review by {}, {of_what}", new.by.label()), |tx, row, tree| {
        let counts = new.by.counts();
        let review = Review {
            id: ReviewId(id()),
            changed_at: Some(context.now.utc),
            on: new.on,
            by: new.by,
            said: new.said,
            outcome: new.outcome,
            note: None,
        };
        let owner = match of {
            Reviewed::Spot(number) => {
                let owner = Owner::Spot(take_spot(tx, row, tree, number)?);
                tree.spots[0].reviews = vec![review.clone()];
                owner
            }
            Reviewed::Person => {
                tree.reviews = vec![review.clone()];
                Owner::Person(row.seq)
            }
        };
        tree.check().map_err(plain_field)?;
        RecordRef::Review(&review).put(tx, owner)?;
        let note = if counts { "" } else { " It answers no flag: only a dermatologist's, doctor's or nurse's does." };
        let number = match of {
            Reviewed::Spot(number) => Some(number),
            Reviewed::Person => None,
        };
        let done =
            format!("The review of {of_what} by {} on {} is recorded.{note}", review.by.label(), show_date(review.on));
        Ok((number, done))
    })
}

/// Records a treatment of a spot.
pub fn treatment(store: &mut Store, context: &Context<'_>, number: u32, new: NewTreatment) -> Result<Receipt> {
    context.check_typed("started_on", Moment::on(new.started_on))?;
    one_line_at(new.what.as_ref(), "what")?;
    act(store, context, &format!("treatment, spot {number}"), |tx, row, tree| {
        let seq = take_spot(tx, row, tree, number)?;
        let treatment = Treatment {
            id: TreatmentId(id()),
            changed_at: Some(context.now.utc),
            what: new.what,
            kind: new.kind,
            started_on: new.started_on,
            improved: new.improved,
            note: None,
        };
        tree.spots[0].treatments = vec![treatment.clone()];
        tree.check().map_err(plain_field)?;
        RecordRef::Treatment(&treatment).put(tx, Owner::Spot(seq))?;
        Ok((Some(number), format!("The treatment of spot {number} since {} is recorded.", show_date(new.started_on))))
    })
}

/// Records whether the latest treatment of a spot has improved it.
pub fn treatment_improved(store: &mut Store, context: &Context<'_>, number: u32, improved: Answer) -> Result<Receipt> {
    act(store, context, &format!("treatment improved: {}, spot {number}", improved.label()), |tx, row, tree| {
        let seq = take_spot(tx, row, tree, number)?;
        let facts = store::load_facts(tx, row.clone(), &mut |_, _| {})?;
        let latest = facts.spot(number).and_then(|tree| tree.treatments.last().cloned()).ok_or_else(|| {
            Error::NotFound(format!("spot {number} has no treatment yet; `spotlog treatment {number} WHAT` adds one"))
        })?;
        let treatment = Treatment { improved, changed_at: context.changed(latest.changed_at), ..latest };
        RecordRef::Treatment(&treatment).put(tx, Owner::Spot(seq))?;
        Ok((Some(number), format!("The latest treatment of spot {number}: improved, {}.", improved.label())))
    })
}

/// Closes a spot as removed or as entered by mistake.
pub fn close_spot(
    store: &mut Store,
    context: &Context<'_>,
    number: u32,
    on: NaiveDate,
    because: Because,
) -> Result<Receipt> {
    context.check_typed("on", Moment::on(on))?;
    act(store, context, &format!("closed as {}, spot {number}", because.word()), |tx, row, tree| {
        take_open_spot(tx, row, tree, number)?;
        let spot = &mut tree.spots[0].spot;
        if let Some(seen) = spot.first_seen.filter(|seen| because == Because::Removed && on < seen.earliest()) {
            let message = format!("{} is before it was first seen ({})", show_date(on), seen.label());
            return Err(FieldError::new(message).at("on").into());
        }
        spot.closed = Some(Closed { on, because });
        spot.changed_at = context.changed(spot.changed_at);
        tree.check().map_err(plain_field)?;
        RecordRef::Spot(&tree.spots[0].spot).put(tx, Owner::Person(row.seq))?;
        let done = match because {
            Because::Removed => format!("Spot {number} is closed as removed on {}.", show_date(on)),
            Because::Mistake => format!("Spot {number} is closed as a mistake; it raises nothing any more."),
        };
        Ok((Some(number), done))
    })
}

/// Reopens a closed spot.
pub fn reopen_spot(store: &mut Store, context: &Context<'_>, number: u32) -> Result<Receipt> {
    act(store, context, &format!("opened again, spot {number}"), |tx, row, tree| {
        take_spot(tx, row, tree, number)?;
        let spot = &mut tree.spots[0].spot;
        if spot.closed.take().is_none() {
            return Err(Error::Conflict(format!("spot {number} is not closed")));
        }
        spot.changed_at = context.changed(spot.changed_at);
        RecordRef::Spot(&tree.spots[0].spot).put(tx, Owner::Person(row.seq))?;
        Ok((Some(number), format!("Spot {number} is open again.")))
    })
}

/// Converts a look to an observation with a new id, changed now.
pub(super) fn observation(context: &Context<'_>, look: NewLook) -> Observation {
    Observation {
        id: ObservationId(id()),
        changed_at: Some(context.now.utc),
        at: look.at,
        answers: look.answers,
        note: look.note,
        photos: records(context, look.photos),
    }
}

/// Moves a look of today to the spot's first day if that is tomorrow. This happens for spots entered in a time zone
/// further east.
fn not_before_the_spot(context: &Context<'_>, tree: &PersonTree<Observation>, look: NewLook) -> NewLook {
    let today = context.now.today();
    let seen = tree.spots[0].spot.first_seen.filter(|seen| seen.precision == Precision::Day).map(|seen| seen.on);
    let begins = seen
        .max(tree.person.born)
        .filter(|&day| day > today && check_not_ahead(Moment::on(day), context.now.local).is_ok());
    match begins {
        Some(day) if look.at.day() == today => NewLook { at: Moment::on(day), ..look },
        _ => look,
    }
}

/// Writes a look at the open spot with that number, and the symptoms with it. Returns the time of the look.
pub(super) fn put_look(
    tx: &Transaction<'_>,
    row: &PersonRow,
    tree: &mut PersonTree<Observation>,
    context: &Context<'_>,
    (number, look): (u32, NewLook),
) -> Result<Moment> {
    look.check_typed(context)?;
    let seq = take_open_spot(tx, row, tree, number)?;
    let look = not_before_the_spot(context, tree, look);
    tree.symptoms = look.symptoms(context);
    tree.spots[0].observations = vec![observation(context, look)];
    tree.check().map_err(plain_field)?;
    put_symptoms(tx, row, tree)?;
    let look = &tree.spots[0].observations[0];
    put_observation(tx, seq, look)?;
    Ok(look.at)
}

/// Writes an observation and its photos. `spot` is the `seq` of its spot.
pub(super) fn put_observation(tx: &Transaction<'_>, spot: i64, observation: &Observation) -> Result<()> {
    let seq = RecordRef::Observation(observation).put(tx, Owner::Spot(spot))?;
    for photo in &observation.photos {
        RecordRef::Photo(photo).put(tx, Owner::Observation(seq))?;
    }
    Ok(())
}
