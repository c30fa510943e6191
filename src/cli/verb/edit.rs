//! `spotlog edit`: corrects a saved entry.

use super::me::Me;
use crate::cli::answers::AnswerArgs;
use crate::cli::args::{YesNo, words};
use crate::cli::entry::{answer, at_named, done, new_photos, text};
use crate::cli::session::{Run, Session};
use crate::domain::{
    Answer, Context, FieldError, Given, Infection, InfectionKind, Listed, Measurement, Medicine, Method, Notation,
    Observation, Onset, Outcome, Presence, Readings, Review, Reviewer, Said, Spot, Symptom, Text, Treatment,
    TreatmentKind, questions,
};
use crate::error::Result;
use crate::ops::{self, Address, NewLook, Saved, SavedKind};
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Edit {
    #[command(subcommand)]
    entry: Entry,
}

/// What can be corrected. Options that are left out leave their field as it is.
#[derive(Debug, Subcommand)]
enum Entry {
    /// A look: 4@2026-11-21, and 4@2026-11-21/2 for the second of a day
    Look(EditLook),
    /// What is known of a spot beside its looks; `move` changes its place
    Spot(EditSpot),
    /// A review: 4@2026-11-21, or me@2026-11-21 for one of the person
    Review(EditReview),
    /// A treatment, by the day it was started: 4@2026-11-21
    Treatment(EditTreatment),
    /// A symptom: fever@2026-11-21
    Symptom(EditSymptom),
    /// A medicine by its name, with the day it was started where there are several: aspirin@2026-11-21
    Medicine(EditMedicine),
    /// An infection by its day: @2026-11-21
    Infection(EditInfection),
    /// The person, as `me` does
    Person(Me),
}

#[derive(Debug, Args)]
struct EditLook {
    /// The spot and the day: 4@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    /// When you looked
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Was it there?
    #[arg(long, value_parser = words::<Presence>())]
    presence: Option<Presence>,
    /// The longest diameter, one to three readings: "3 3 3.5"
    #[arg(long, value_name = "SIZE")]
    size: Option<String>,
    /// The width across it
    #[arg(long, value_name = "SIZE")]
    width: Option<String>,
    /// How it was measured [default: as it was]
    #[arg(long, value_parser = words::<Method>())]
    by: Option<Method>,
    #[arg(long)]
    note: Option<String>,
    /// A picture to add; it is kept without its place and camera, and the file stays where it is
    #[arg(long, value_name = "FILE")]
    photo: Vec<PathBuf>,
    /// Make these not answered again
    #[arg(long, value_name = "FIELD", value_delimiter = ',', value_parser = fields())]
    clear: Vec<String>,
    #[command(flatten)]
    answers: AnswerArgs,
}

/// Returns a parser for the fields of a look that can be cleared.
fn fields() -> PossibleValuesParser {
    let own = ["size", "width", "note"].map(str::to_owned);
    PossibleValuesParser::new(own.into_iter().chain(questions().map(|question| question.option().into_owned())))
}

#[derive(Debug, Args)]
struct EditSpot {
    #[arg(value_name = "SPOT")]
    spot: u32,
    /// Your own name for it; an empty one takes it off
    #[arg(long)]
    label: Option<String>,
    /// When it was first seen, or unknown
    #[arg(long, value_name = "DATE")]
    first_seen: Option<String>,
    /// Was it there since birth?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    since_birth: Option<YesNo>,
    #[arg(long, value_parser = words::<Onset>())]
    onset: Option<Onset>,
    /// What had happened there; naming any replaces those there were
    #[arg(long, value_delimiter = ',', value_parser = words::<Context>())]
    context: Vec<Context>,
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct EditReview {
    /// The spot, or me, and the day: 4@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    /// Who said it
    #[arg(long, value_parser = words::<Reviewer>())]
    by: Option<Reviewer>,
    /// What was said, in your words
    #[arg(long)]
    said: Option<String>,
    #[arg(long, value_parser = words::<Outcome>())]
    outcome: Option<Outcome>,
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct EditTreatment {
    /// The spot and the day it was started: 4@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    /// What was tried
    #[arg(long)]
    what: Option<String>,
    #[arg(long, value_parser = words::<TreatmentKind>())]
    kind: Option<TreatmentKind>,
    /// When it was started
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// Has it helped?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    improved: Option<YesNo>,
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct EditSymptom {
    /// The symptom and the day: fever@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    /// Which symptom it was instead
    #[arg(long, value_parser = words::<Listed>())]
    symptom: Option<Listed>,
    /// Was it there?
    #[arg(long, value_name = "YES-OR-NO")]
    there: Option<YesNo>,
    /// When it was
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct EditMedicine {
    /// The name, or the name and the day it was started: aspirin@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    #[arg(long)]
    name: Option<String>,
    /// When it was started
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// When it was stopped, or unknown
    #[arg(long, value_name = "DATE")]
    stopped: Option<String>,
    #[arg(long)]
    note: Option<String>,
}

#[derive(Debug, Args)]
struct EditInfection {
    /// The day: @2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    #[arg(long, value_parser = words::<InfectionKind>())]
    kind: Option<InfectionKind>,
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    #[arg(long)]
    note: Option<String>,
}

impl Run for Edit {
    fn run(self, session: &Session) -> Result<u8> {
        if let Entry::Person(me) = self.entry {
            return me.run(session);
        }
        let mut store = session.open()?;
        let context = session.context();
        let find = |kind, which: &str| ops::find_saved(&store, &context, kind, &address(session, which)?);
        let was = match &self.entry {
            Entry::Look(args) => find(SavedKind::Look, &args.which)?,
            Entry::Review(args) => find(SavedKind::Review, &args.which)?,
            Entry::Treatment(args) => find(SavedKind::Treatment, &args.which)?,
            Entry::Symptom(args) => find(SavedKind::Symptom, &args.which)?,
            Entry::Medicine(args) => find(SavedKind::Medicine, &args.which)?,
            Entry::Infection(args) => find(SavedKind::Infection, &args.which)?,
            Entry::Spot(EditSpot { spot, .. }) => ops::find_spot(&store, &context, *spot)?,
            Entry::Person(_) => return Ok(0),
        };
        let mut now = was.clone();
        let photos = match &self.entry {
            Entry::Look(args) => new_photos(session, &args.photo)?,
            _ => Vec::new(),
        };
        match (self.entry, &mut now) {
            (Entry::Look(args), Saved::Look(_, look)) => args.apply(session, look)?,
            (Entry::Review(args), Saved::Review(_, review)) => args.apply(session, review)?,
            (Entry::Treatment(args), Saved::Treatment(_, treatment)) => args.apply(session, treatment)?,
            (Entry::Symptom(args), Saved::Symptom(symptom)) => args.apply(session, symptom)?,
            (Entry::Medicine(args), Saved::Medicine(medicine)) => args.apply(session, medicine)?,
            (Entry::Infection(args), Saved::Infection(infection)) => args.apply(session, infection)?,
            (Entry::Spot(args), Saved::Spot(spot)) => args.apply(session, spot)?,
            _ => {}
        }
        let at = if matches!(was, Saved::Symptom(_)) { "--at" } else { "--on" };
        let corrected = ops::correct_with_photos(&mut store, &context, &was, now, photos);
        done(session, &corrected.map_err(|error| at_named(error, at))?)
    }
}

/// Parses the address of an entry. Errors name the argument.
pub(super) fn address(session: &Session, which: &str) -> Result<Address, FieldError> {
    Address::parse(which, session.now.local).map_err(|e| e.at("WHICH"))
}

/// Sets the value of an option, if it was given.
fn set<T>(place: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *place = value;
    }
}

/// Sets the text of an option, if it was given; a blank one clears it.
fn set_text(place: &mut Option<Text>, given: Option<&str>, name: &str) -> Result<(), FieldError> {
    if given.is_some() {
        *place = text(given, name)?;
    }
    Ok(())
}

fn day(session: &Session, given: Option<&str>, option: &str) -> Result<Option<NaiveDate>> {
    given.map(|said| Ok(session.moment(Some(said), option)?.day())).transpose()
}

impl EditLook {
    fn apply(self, session: &Session, look: &mut Observation) -> Result<()> {
        if let Some(on) = &self.on {
            look.at = session.moment(Some(on), "--on")?;
        }
        let cleared = |name: &str| self.clear.iter().any(|field| field == name);
        let answers = &mut look.answers;
        set(&mut answers.presence, self.presence);
        answers.measurement = self.measurement(answers.measurement, &cleared)?;
        for question in questions().filter(|question| cleared(&question.option())) {
            question.set(answers, &Given::Nothing)?;
        }
        self.answers.set(answers)?;
        if answers.bleeding.bled().is_no() {
            // It says nothing without a bleeding.
            answers.bleeding.set_after_injury(Answer::Unanswered)?;
        }
        if cleared("note") {
            look.note = None;
        }
        set_text(&mut look.note, self.note.as_deref(), "--note")?;
        Ok(())
    }

    /// Returns the corrected measurement. A size that is not given stays, and so does its method.
    fn measurement(
        &self,
        was: Option<Measurement>,
        cleared: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Measurement>, FieldError> {
        let unit = Notation::current().unit;
        let read = |given: Option<&str>, field: &str, was: Option<Readings>| match given {
            Some(text) => Readings::parse(text, unit).map(Some).map_err(|e| e.at(format!("--{field}"))),
            None => Ok(was.map(|readings| (readings, false)).filter(|_| !cleared(field))),
        };
        let size = read(self.size.as_deref(), "size", was.and_then(|m| m.diameter()))?;
        let width = read(self.width.as_deref(), "width", was.and_then(|m| m.width()))?;
        let estimated = size.is_some_and(|(_, estimated)| estimated);
        let by = self.by.or(was.and_then(|m| m.by()).filter(|_| !estimated));
        NewLook::measurement(size, width, by)
    }
}

impl EditSpot {
    fn apply(self, session: &Session, spot: &mut Spot) -> Result<()> {
        set_text(&mut spot.label, self.label.as_deref(), "--label")?;
        if let Some(said) = self.first_seen.as_deref() {
            let seen = Said::parse(said, session.now.local).and_then(Said::first_seen);
            spot.first_seen = seen.map_err(|e| e.at("--first-seen"))?;
        }
        set(&mut spot.since_birth, self.since_birth.map(|given| answer(Some(given))));
        set(&mut spot.onset, self.onset.map(Some));
        if !self.context.is_empty() {
            spot.contexts = self.context.into_iter().collect();
        }
        set_text(&mut spot.note, self.note.as_deref(), "--note")?;
        Ok(())
    }
}

impl EditReview {
    fn apply(self, session: &Session, review: &mut Review) -> Result<()> {
        set(&mut review.on, day(session, self.on.as_deref(), "--on")?);
        set(&mut review.by, self.by);
        set_text(&mut review.said, self.said.as_deref(), "--said")?;
        set(&mut review.outcome, self.outcome.map(Some));
        set_text(&mut review.note, self.note.as_deref(), "--note")?;
        Ok(())
    }
}

impl EditTreatment {
    fn apply(self, session: &Session, treatment: &mut Treatment) -> Result<()> {
        set_text(&mut treatment.what, self.what.as_deref(), "--what")?;
        set(&mut treatment.kind, self.kind.map(Some));
        set(&mut treatment.started_on, day(session, self.started.as_deref(), "--started")?);
        set(&mut treatment.improved, self.improved.map(|given| answer(Some(given))));
        set_text(&mut treatment.note, self.note.as_deref(), "--note")?;
        Ok(())
    }
}

impl EditSymptom {
    fn apply(self, session: &Session, symptom: &mut Symptom) -> Result<()> {
        set(&mut symptom.symptom, self.symptom);
        set(&mut symptom.present, self.there.map(|there| there == YesNo::Yes));
        if let Some(at) = &self.at {
            symptom.at = session.moment(Some(at), "--at")?;
        }
        Ok(set_text(&mut symptom.note, self.note.as_deref(), "--note")?)
    }
}

impl EditMedicine {
    fn apply(self, session: &Session, medicine: &mut Medicine) -> Result<()> {
        set_text(&mut medicine.name, self.name.as_deref(), "--name")?;
        set(&mut medicine.started_on, day(session, self.started.as_deref(), "--started")?);
        match self.stopped.as_deref() {
            Some(said) if said.trim() == "unknown" => medicine.stopped_on = None,
            said => set(&mut medicine.stopped_on, day(session, said, "--stopped")?.map(Some)),
        }
        set_text(&mut medicine.note, self.note.as_deref(), "--note")?;
        Ok(())
    }
}

impl EditInfection {
    fn apply(self, session: &Session, infection: &mut Infection) -> Result<()> {
        set(&mut infection.kind, self.kind.map(Some));
        set(&mut infection.on, day(session, self.on.as_deref(), "--on")?);
        set_text(&mut infection.note, self.note.as_deref(), "--note")?;
        Ok(())
    }
}
