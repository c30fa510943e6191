//! The records of a journal, one struct for each table of the store.
//!
//! `changed_at` is when the record's content last changed (UTC, RFC 3339), for merging; it is absent on records
//! that came from a file without one. `Answer::Unanswered`, `None` and empty lists mean "not answered".

use super::{
    Answer, Because, Change, Colour, Context, Count, FirstSeen, GlassTest, InfectionId, InfectionKind, Listed,
    Measurement, MedicineId, Method, Moment, Morphology, Name, ObservationId, Onset, Outcome, Outline, PersonId,
    PhotoId, Place, Presence, Readings, ReviewId, Reviewer, Side, Site, SpotId, Spread, Surface, SymptomId, Text,
    TreatmentId, TreatmentKind, View, WordList,
};
use chrono::{DateTime, NaiveDate, Utc};

type ChangedAt = Option<DateTime<Utc>>;

#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: PersonId,
    pub changed_at: ChangedAt,
    pub name: Name,
    pub born: Option<NaiveDate>,
    pub pregnant: Answer,
    pub long_term_illness: Answer,
    /// In the person's own words; no rule reads them.
    pub conditions: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Infection {
    pub id: InfectionId,
    pub changed_at: ChangedAt,
    pub kind: Option<InfectionKind>,
    pub on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Medicine {
    pub id: MedicineId,
    pub changed_at: ChangedAt,
    pub name: Option<Text>,
    pub started_on: NaiveDate,
    pub stopped_on: Option<NaiveDate>,
}

/// A symptom of the person at one moment: there, or asked for and not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Symptom {
    pub id: SymptomId,
    pub changed_at: ChangedAt,
    pub at: Moment,
    pub symptom: Listed,
    pub present: bool,
    pub note: Option<Text>,
}

/// What a clinician, or another reader, said of a person or a spot.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub id: ReviewId,
    pub changed_at: ChangedAt,
    pub on: NaiveDate,
    pub by: Reviewer,
    pub said: Option<Text>,
    pub outcome: Option<Outcome>,
}

/// A mark on one of the drawings of the body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub view: View,
    /// From the left edge of the drawing, 0 to 1.
    pub x: f64,
    /// From the top edge of the drawing, 0 to 1.
    pub y: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub on: NaiveDate,
    pub because: Because,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub id: SpotId,
    pub changed_at: ChangedAt,
    /// What people call the spot: from 1 and unique for a person.
    pub number: u32,
    pub label: Option<Text>,
    pub site: Site,
    pub side: Option<Side>,
    pub position: Option<Position>,
    /// `None`: unknown.
    pub first_seen: Option<FirstSeen>,
    pub since_birth: Answer,
    pub onset: Option<Onset>,
    pub contexts: WordList<Context>,
    pub closed: Option<Closed>,
}

impl Spot {
    pub fn place(&self) -> Place {
        Place { site: self.site, side: self.side }
    }

    /// The person's own label, or else the place.
    pub fn title(&self) -> String {
        match &self.label {
            Some(label) if !label.trim().is_empty() => label.on_one_line(),
            _ => self.place().label(),
        }
    }
}

/// Whether it bled, and whether that was after an injury; the second is only asked where the first is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bleeding {
    #[default]
    Unanswered,
    Answered {
        bled: bool,
        after_injury: Answer,
    },
}

impl Bleeding {
    pub fn bled(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { bled, .. } => Answer::from(Some(bled)),
        }
    }

    pub fn after_injury(self) -> Answer {
        match self {
            Bleeding::Unanswered => Answer::Unanswered,
            Bleeding::Answered { after_injury, .. } => after_injury,
        }
    }
}

/// What was answered at one observation: all that a rule may read of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answers {
    pub presence: Presence,
    pub measurement: Option<Measurement>,
    pub count: Option<Count>,
    pub spread: Option<Spread>,
    pub colours: WordList<Colour>,
    pub morphology: Option<Morphology>,
    pub outline: Option<Outline>,
    pub surface: Option<Surface>,
    pub raised: Answer,
    pub firm: Answer,
    pub glass_test: Option<GlassTest>,
    pub itch: Answer,
    pub pain: Answer,
    pub warm_or_swollen: Answer,
    pub pus: Answer,
    pub bleeding: Bleeding,
    /// `Some` and empty: asked, none noticed.
    pub changes: Option<WordList<Change>>,
    pub described_differently: Answer,
    pub spreading: Answer,
    pub worried: Answer,
    pub suspects_infection: Answer,
}

impl Answers {
    /// Nothing answered but whether the spot is there.
    pub fn only(presence: Presence) -> Self {
        Answers {
            presence,
            measurement: None,
            count: None,
            spread: None,
            colours: WordList::default(),
            morphology: None,
            outline: None,
            surface: None,
            raised: Answer::Unanswered,
            firm: Answer::Unanswered,
            glass_test: None,
            itch: Answer::Unanswered,
            pain: Answer::Unanswered,
            warm_or_swollen: Answer::Unanswered,
            pus: Answer::Unanswered,
            bleeding: Bleeding::Unanswered,
            changes: None,
            described_differently: Answer::Unanswered,
            spreading: Answer::Unanswered,
            worried: Answer::Unanswered,
            suspects_infection: Answer::Unanswered,
        }
    }

    /// The readings of the longest diameter and how they were taken.
    pub fn diameter(&self) -> Option<(Method, Readings)> {
        let measurement = self.measurement?;
        measurement.by().zip(measurement.diameter())
    }
}

/// An observation as it is kept: the answers, and what no rule reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    pub id: ObservationId,
    pub changed_at: ChangedAt,
    pub at: Moment,
    pub answers: Answers,
    pub note: Option<Text>,
    pub photos: Vec<Photo>,
}

/// An observation as the rules see it. (Guidance calls it a look where it says present or unsure.)
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

/// A reference to a picture that is kept elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    pub id: PhotoId,
    pub changed_at: ChangedAt,
    pub file: Option<Text>,
    pub sha256: Option<Text>,
    pub taken_at: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    pub id: TreatmentId,
    pub changed_at: ChangedAt,
    pub what: Option<Text>,
    pub kind: Option<TreatmentKind>,
    pub started_on: NaiveDate,
    pub improved: Answer,
}
