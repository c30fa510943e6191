//! The records of a journal, one struct for each table of the store.
//!
//! `changed_at` is the time at which the content last changed (UTC, RFC 3339), used for merging. It is absent on
//! records from a file without one. `Answer::Unanswered`, `None` and empty lists mean "not answered".

use super::{
    Answer, Answers, AsOf, Background, Because, Context, FieldError, FirstSeen, InfectionId, InfectionKind, Listed,
    MedicineId, Moment, Name, ObservationId, Onset, Outcome, PersonId, PhotoId, Picture, PictureHash, Place, Precision,
    ReviewId, Reviewer, Side, Site, SpotId, SymptomId, Text, TreatmentId, TreatmentKind, View, WordList,
};
use chrono::{DateTime, NaiveDate, Utc};

type ChangedAt = Option<DateTime<Utc>>;

/// A person of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Kept in copies and exports, except anonymous ones.
    pub id: PersonId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// Unique in a journal.
    pub name: Name,
    /// The birth date. `None` raises no risk (docs/guidance.md, section 2).
    pub born: Option<NaiveDate>,
    /// Shown in a report; no rule reads it.
    pub pregnant: Answer,
    /// A yes is a higher risk (docs/guidance.md, section 2).
    pub long_term_illness: Answer,
    /// Free text that no rule reads.
    pub conditions: Vec<Text>,
    /// What a dermatologist asks. No rule reads it.
    pub background: Background,
}

impl Person {
    /// Creates a person with a name and no other data.
    pub fn new(id: PersonId, changed_at: ChangedAt, name: Name) -> Person {
        Person {
            id,
            changed_at,
            name,
            born: None,
            pregnant: Answer::Unanswered,
            long_term_illness: Answer::Unanswered,
            conditions: Vec::new(),
            background: Background::default(),
        }
    }
}

/// An infection of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Infection {
    /// Kept in copies and exports, except anonymous ones.
    pub id: InfectionId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The infected part of the body; `None` if not given.
    pub kind: Option<InfectionKind>,
    /// The day from which it counts as recent, for `recent_infection_days`.
    pub on: NaiveDate,
    /// Anything else, in the person's own words. No rule reads it.
    pub note: Option<Text>,
}

/// A medicine of a person, with the days of its start and stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Medicine {
    /// Kept in copies and exports, except anonymous ones.
    pub id: MedicineId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// In the person's own words; `None` if not given.
    pub name: Option<Text>,
    /// The first day of taking it.
    pub started_on: NaiveDate,
    /// The last day of taking it; `None` while it is taken, or if not known.
    pub stopped_on: Option<NaiveDate>,
    /// Anything else, in the person's own words. No rule reads it.
    pub note: Option<Text>,
}

/// A symptom of the person at one moment: present, or asked about and absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Symptom {
    /// Kept in copies and exports, except anonymous ones.
    pub id: SymptomId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The local time at which it was noticed or denied, or only its day.
    pub at: Moment,
    /// Which of the listed symptoms it is.
    pub symptom: Listed,
    /// False for a symptom that was asked about and is absent.
    pub present: bool,
    /// The person's own words. Required for [`Listed::Other`].
    pub note: Option<Text>,
}

/// The opinion of a clinician or another reviewer about a person or a spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Kept in copies and exports, except anonymous ones.
    pub id: ReviewId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The day of the review. It answers findings dated on or before it.
    pub on: NaiveDate,
    /// Who reviewed. Not every reviewer answers findings; see [`Reviewer::counts`].
    pub by: Reviewer,
    /// What the reviewer said, as the person wrote it down. No rule reads it.
    pub said: Option<Text>,
    /// What follows from the review; `None` if not given.
    pub outcome: Option<Outcome>,
    /// Anything else, in the person's own words. No rule reads it.
    pub note: Option<Text>,
}

/// A position on one of the drawings of the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The drawing that `x` and `y` refer to.
    pub view: View,
    /// From the left edge of the drawing, 0 to 1.
    pub x: f64,
    /// From the top edge of the drawing, 0 to 1.
    pub y: f64,
}

/// The closing of a spot: the day and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The day from which the spot is gone or void.
    pub on: NaiveDate,
    /// Removed, or entered by mistake.
    pub because: Because,
}

/// A spot on the skin of a person, without its observations, treatments and reviews.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Kept in copies and exports, except anonymous ones.
    pub id: SpotId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The number shown to people: from 1, unique for a person.
    pub number: u32,
    /// The person's own name for it. Answers nothing (docs/guidance.md, section 4).
    pub label: Option<Text>,
    /// The part of the body, which some rules read.
    pub site: Site,
    /// `None` if not given, or if the site has only one.
    pub side: Option<Side>,
    /// The exact place on a drawing; `None` if the person did not mark it.
    pub position: Option<Position>,
    /// `None` if unknown.
    pub first_seen: Option<FirstSeen>,
    /// If yes, the date of birth counts in place of `first_seen`.
    pub since_birth: Answer,
    /// How fast it came; `None` if not given.
    pub onset: Option<Onset>,
    /// Possible causes, in the order given.
    pub contexts: WordList<Context>,
    /// `None` while the spot is open.
    pub closed: Option<Closed>,
    /// Anything else, in the person's own words. No rule reads it.
    pub note: Option<Text>,
}

impl Spot {
    /// Returns the site and the side.
    pub fn place(&self) -> Place {
        Place { site: self.site, side: self.side }
    }

    /// Returns when the spot was first seen: the birth date for a spot that was there since birth, if it is known.
    pub fn first_seen_if_born(&self, born: Option<NaiveDate>) -> Option<FirstSeen> {
        if self.since_birth.is_yes() {
            return born.map(|on| FirstSeen { on, precision: Precision::Day });
        }
        self.first_seen
    }

    /// Returns the days from when it was first seen to that of `as_of`; `None` if that is not known, or if it is there
    /// since birth.
    pub fn days_since_seen(&self, as_of: AsOf) -> Option<i64> {
        let seen = self.first_seen.filter(|_| !self.since_birth.is_yes())?;
        Some((as_of.day() - seen.earliest()).num_days())
    }

    /// Returns whether the spot is closed as a mistake as of that moment. It raises nothing, and no report prints it.
    pub fn is_mistake(&self, as_of: AsOf) -> bool {
        self.closed.is_some_and(|closed| closed.because == Because::Mistake && !as_of.excludes_day(closed.on))
    }

    /// Moves the spot to another place. A point on the drawing of the body belongs to the place, so it goes.
    pub fn move_to(&mut self, place: Place) {
        if place != self.place() {
            (self.site, self.side, self.position) = (place.site, place.side, None);
        }
    }

    /// Returns the person's own label, or else the place.
    pub fn title(&self) -> String {
        match &self.label {
            Some(label) if !label.trim().is_empty() => label.on_one_line(),
            _ => self.place().label(),
        }
    }

    /// Returns the place, and the person's own label behind it: `left wrist, back "by the strap"`.
    pub fn place_and_label(&self) -> String {
        let place = self.place().label();
        match self.title() {
            title if title == place => place,
            label => format!("{place} \"{label}\""),
        }
    }
}

/// A complete observation: the answers, and the fields that no rule reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Kept in copies and exports, except anonymous ones.
    pub id: ObservationId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The local time of the observation, or only its day.
    pub at: Moment,
    /// What the rules read.
    pub answers: Answers,
    /// The person's own words.
    pub note: Option<Text>,
    /// Pictures taken at this observation; empty if there are none.
    pub photos: Vec<Photo>,
}

/// An observation as the rules read it. (The guidance calls it a look if it says present or unsure.)
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The id of the observation it was made from.
    pub id: ObservationId,
    /// The local time of the observation, or only its day.
    pub at: Moment,
    /// Everything the rules read of it.
    pub answers: Answers,
}

/// An observation without the note and the photos, which no rule reads.
impl From<Look> for Observation {
    fn from(look: Look) -> Self {
        Observation {
            id: look.id,
            changed_at: None,
            at: look.at,
            answers: look.answers,
            note: None,
            photos: Vec::new(),
        }
    }
}

impl From<Observation> for Look {
    fn from(observation: Observation) -> Self {
        Look { id: observation.id, at: observation.at, answers: observation.answers }
    }
}

/// A photo of a look: a picture kept beside the journal, or only the name of one stored elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    /// Kept in copies and exports, except anonymous ones.
    pub id: PhotoId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The name of the picture as given, without folders if it is kept.
    pub file: Option<Text>,
    /// The SHA-256 of the picture when it was logged, in hexadecimal; `None` if not known. A kept picture has one.
    pub sha256: Option<Text>,
    /// When it was taken; `None` if not known.
    pub taken_at: Option<Moment>,
    /// The kept picture; `None` if the photo is only a name.
    pub picture: Option<Picture>,
}

impl Photo {
    /// Returns the hash of the kept picture, also of an erased one; `None` if the photo is only a name.
    pub fn hash(&self) -> Option<PictureHash> {
        self.picture?;
        self.sha256.as_ref()?.parse().ok()
    }

    /// Returns the kept picture with its hash, unless it is erased.
    pub fn kept(&self) -> Option<(PictureHash, Picture)> {
        self.hash().zip(self.picture).filter(|(_, picture)| picture.erased_on.is_none())
    }

    /// Checks what a kept picture needs: its sizes, its hash, and a file name without folders. Errors name the field.
    pub fn check(&self) -> Result<(), FieldError> {
        let Some(picture) = self.picture else { return Ok(()) };
        picture.check()?;
        let hash =
            self.sha256.as_ref().ok_or_else(|| FieldError::new("a kept picture needs its SHA-256").at("sha256"))?;
        hash.parse::<PictureHash>().map_err(|error| error.at("sha256"))?;
        if self.file.as_ref().is_some_and(|file| file.contains(['/', '\\'])) {
            return Err(FieldError::new("the name of a kept picture has no folders").at("file"));
        }
        Ok(())
    }
}

/// A treatment of a spot, and whether it helped.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// Kept in copies and exports, except anonymous ones.
    pub id: TreatmentId,
    /// When the content last changed; `None` if the file it came from did not say.
    pub changed_at: ChangedAt,
    /// The name of the treatment, in the person's own words.
    pub what: Option<Text>,
    /// Where it comes from; `None` if not given.
    pub kind: Option<TreatmentKind>,
    /// The first day, from which `treatment_days` count.
    pub started_on: NaiveDate,
    /// Whether it helped. Anything but yes counts as not improving once `treatment_days` have passed.
    pub improved: Answer,
    /// Anything else, in the person's own words. No rule reads it.
    pub note: Option<Text>,
}
