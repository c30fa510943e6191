//! The records of a journal, one struct for each table of the store.
//!
//! `changed_at` is the time at which the content last changed (UTC, RFC 3339), used for merging. It is absent on
//! records from a file without one. `Answer::Unanswered`, `None` and empty lists mean "not answered".

use super::{
    Answer, Answers, Because, Context, FirstSeen, InfectionId, InfectionKind, Listed, MedicineId, Moment, Name,
    ObservationId, Onset, Outcome, PersonId, PhotoId, Place, ReviewId, Reviewer, Side, Site, SpotId, SymptomId, Text,
    TreatmentId, TreatmentKind, View, WordList,
};
use chrono::{DateTime, NaiveDate, Utc};

type ChangedAt = Option<DateTime<Utc>>;

/// A person of the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: PersonId,
    pub changed_at: ChangedAt,
    pub name: Name,
    pub born: Option<NaiveDate>,
    pub pregnant: Answer,
    pub long_term_illness: Answer,
    /// Free text that no rule reads.
    pub conditions: Vec<Text>,
}

/// An infection of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Infection {
    pub id: InfectionId,
    pub changed_at: ChangedAt,
    pub kind: Option<InfectionKind>,
    pub on: NaiveDate,
}

/// A medicine of a person, with the days of its start and stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Medicine {
    pub id: MedicineId,
    pub changed_at: ChangedAt,
    pub name: Option<Text>,
    pub started_on: NaiveDate,
    pub stopped_on: Option<NaiveDate>,
}

/// A symptom of the person at one moment: present, or asked about and absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Symptom {
    pub id: SymptomId,
    pub changed_at: ChangedAt,
    pub at: Moment,
    pub symptom: Listed,
    pub present: bool,
    pub note: Option<Text>,
}

/// The opinion of a clinician or another reviewer about a person or a spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub id: ReviewId,
    pub changed_at: ChangedAt,
    pub on: NaiveDate,
    pub by: Reviewer,
    pub said: Option<Text>,
    pub outcome: Option<Outcome>,
}

/// A position on one of the drawings of the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub view: View,
    /// From the left edge of the drawing, 0 to 1.
    pub x: f64,
    /// From the top edge of the drawing, 0 to 1.
    pub y: f64,
}

/// The closing of a spot: the day and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub on: NaiveDate,
    pub because: Because,
}

/// A spot on the skin of a person, without its observations, treatments and reviews.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub id: SpotId,
    pub changed_at: ChangedAt,
    /// The number shown to people: from 1, unique for a person.
    pub number: u32,
    pub label: Option<Text>,
    pub site: Site,
    pub side: Option<Side>,
    pub position: Option<Position>,
    /// `None` if unknown.
    pub first_seen: Option<FirstSeen>,
    pub since_birth: Answer,
    pub onset: Option<Onset>,
    pub contexts: WordList<Context>,
    pub closed: Option<Closed>,
}

impl Spot {
    /// Returns the site and the side.
    pub fn place(&self) -> Place {
        Place { site: self.site, side: self.side }
    }

    /// Returns the person's own label, or else the place.
    pub fn title(&self) -> String {
        match &self.label {
            Some(label) if !label.trim().is_empty() => label.on_one_line(),
            _ => self.place().label(),
        }
    }
}

/// A complete observation: the answers, and the fields that no rule reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    pub id: ObservationId,
    pub changed_at: ChangedAt,
    pub at: Moment,
    pub answers: Answers,
    pub note: Option<Text>,
    pub photos: Vec<Photo>,
}

/// An observation as the rules read it. (The guidance calls it a look if it says present or unsure.)
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub id: ObservationId,
    pub at: Moment,
    pub answers: Answers,
}

impl From<Observation> for Look {
    fn from(observation: Observation) -> Self {
        Look { id: observation.id, at: observation.at, answers: observation.answers }
    }
}

/// A reference to a picture stored elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    pub id: PhotoId,
    pub changed_at: ChangedAt,
    pub file: Option<Text>,
    pub sha256: Option<Text>,
    pub taken_at: Option<Moment>,
}

/// A treatment of a spot, and whether it helped.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    pub id: TreatmentId,
    pub changed_at: ChangedAt,
    pub what: Option<Text>,
    pub kind: Option<TreatmentKind>,
    pub started_on: NaiveDate,
    pub improved: Answer,
}
