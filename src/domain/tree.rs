//! A person with all records, and the checks between records.

use super::bounds::day;
use super::{
    FIRST_DAY, FieldError, Infection, LAST_DAY, LAST_NUMBER, Look, Medicine, Moment, Observation, Person, Precision,
    Review, Spot, SpotId, Symptom, Treatment,
};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use std::collections::BTreeSet;

/// Returns the upper limit for stored change times; later ones are treated as this one. One year is left above it, for
/// later changes to such a record, each a millisecond later.
pub fn latest_time() -> DateTime<Utc> {
    day(2299, 1, 1).and_time(NaiveTime::MIN).and_utc()
}

/// Checks that a change time from a file is in the allowed range.
pub fn check_time(time: DateTime<Utc>) -> Result<DateTime<Utc>, FieldError> {
    if (DateTime::UNIX_EPOCH.year()..2300).contains(&time.year()) {
        return Ok(time);
    }
    Err(FieldError::new(format!("a time in the year {} cannot be one of change; allowed: 1970 to 2299", time.year())))
}

/// A person with all records. `O` is the type of the observations: [`Observation`] for a whole journal, [`Look`] for
/// what the rules need.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonTree<O> {
    /// The person without the records below.
    pub person: Person,
    /// Infections, in the order of their days.
    pub infections: Vec<Infection>,
    /// Medicines, in the order of their first days.
    pub medicines: Vec<Medicine>,
    /// Symptoms, present and absent, in the order of their times.
    pub symptoms: Vec<Symptom>,
    /// Reviews of the person as a whole. Those of a spot are in its tree.
    pub reviews: Vec<Review>,
    /// All spots, closed ones too, mostly sorted by number.
    pub spots: Vec<SpotTree<O>>,
}

/// A spot with all its records. Observations are ordered by time, then by id.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotTree<O> {
    /// The spot without the records below.
    pub spot: Spot,
    /// All observations, those that say gone too.
    pub observations: Vec<O>,
    /// Treatments, in the order of their first days.
    pub treatments: Vec<Treatment>,
    /// Reviews of this spot only.
    pub reviews: Vec<Review>,
}

/// The data that the rules read of one person.
pub type Facts = PersonTree<Look>;

/// All people, in the order in which they were entered.
pub type Journal = Vec<PersonTree<Observation>>;

impl<O> PersonTree<O> {
    /// Creates the tree of a person without other records.
    pub fn new(person: Person) -> Self {
        PersonTree {
            person,
            infections: Vec::new(),
            medicines: Vec::new(),
            symptoms: Vec::new(),
            reviews: Vec::new(),
            spots: Vec::new(),
        }
    }

    /// Finds a spot by id.
    pub fn spot_of(&self, id: SpotId) -> Option<&SpotTree<O>> {
        self.spots.iter().find(|tree| tree.spot.id == id)
    }

    /// Finds a spot by number. Spots are mostly sorted by number, so a binary search is tried first.
    pub fn spot(&self, number: u32) -> Option<&SpotTree<O>> {
        match self.spots.binary_search_by_key(&number, |tree| tree.spot.number) {
            Ok(at) => Some(&self.spots[at]),
            Err(_) => self.spots.iter().find(|tree| tree.spot.number == number),
        }
    }
}

impl From<PersonTree<Observation>> for Facts {
    fn from(whole: PersonTree<Observation>) -> Facts {
        let spots = whole.spots.into_iter().map(|tree| SpotTree {
            spot: tree.spot,
            observations: tree.observations.into_iter().map(Look::from).collect(),
            treatments: tree.treatments,
            reviews: tree.reviews,
        });
        PersonTree {
            spots: spots.collect(),
            person: whole.person,
            infections: whole.infections,
            medicines: whole.medicines,
            symptoms: whole.symptoms,
            reviews: whole.reviews,
        }
    }
}

impl PersonTree<Look> {
    /// Returns the person with every record, but with the looks of the wanted spots only.
    pub fn with_looks_of(&self, wanted: impl Fn(&SpotTree<Look>) -> bool) -> Facts {
        let spots = self.spots.iter().map(|tree| SpotTree {
            spot: tree.spot.clone(),
            observations: if wanted(tree) { tree.observations.clone() } else { Vec::new() },
            treatments: tree.treatments.clone(),
            reviews: tree.reviews.clone(),
        });
        PersonTree {
            person: self.person.clone(),
            infections: self.infections.clone(),
            medicines: self.medicines.clone(),
            symptoms: self.symptoms.clone(),
            reviews: self.reviews.clone(),
            spots: spots.collect(),
        }
    }
}

impl<O> SpotTree<O> {
    /// Creates the tree of a spot without other records.
    pub fn new(spot: Spot) -> Self {
        SpotTree { spot, observations: Vec::new(), treatments: Vec::new(), reviews: Vec::new() }
    }
}

impl PersonTree<Observation> {
    /// Checks the rules between fields: no impossible date, no observation before birth or before a day-precise
    /// first-seen date, no duplicate number, no `other` symptom without a note. Errors name the path in the file
    /// format.
    ///
    /// A date may be in the future, since a clock in another zone or a wrong one may have made it. Typed dates must
    /// also pass [`check_not_ahead`](super::check_not_ahead) and [`check_born`](super::check_born).
    pub fn check(&self) -> Result<(), FieldError> {
        if let Some(born) = self.person.born {
            check_day(born, "born".into())?;
        }
        for (i, infection) in self.infections.iter().enumerate() {
            check_day(infection.on, format!("infections[{i}].on"))?;
        }
        for (i, medicine) in self.medicines.iter().enumerate() {
            check_day(medicine.started_on, format!("medicines[{i}].started_on"))?;
            if let Some(stopped) = medicine.stopped_on {
                check_day(stopped, format!("medicines[{i}].stopped_on"))?;
            }
        }
        for (i, symptom) in self.symptoms.iter().enumerate() {
            check_day(symptom.at.day(), format!("symptoms[{i}].at"))?;
            let noted = symptom.note.as_ref().is_some_and(|n| !n.trim().is_empty());
            if symptom.symptom == super::Listed::Other && !noted {
                return Err(FieldError::new("the symptom \"other\" needs a note that says what it is")
                    .at(format!("symptoms[{i}].note")));
            }
        }
        for (i, review) in self.reviews.iter().enumerate() {
            check_day(review.on, format!("reviews[{i}].on"))?;
        }
        let mut numbers = BTreeSet::new();
        for (i, tree) in self.spots.iter().enumerate() {
            let number = tree.spot.number;
            if !numbers.insert(number) {
                return Err(FieldError::new(format!("{} already has a spot {number}", self.person.name))
                    .at(format!("spots[{i}].number")));
            }
            tree.check(self.person.born).map_err(|e| e.at(format!("spots[{i}]")))?;
        }
        Ok(())
    }
}

impl SpotTree<Observation> {
    fn check(&self, born: Option<NaiveDate>) -> Result<(), FieldError> {
        let spot = &self.spot;
        if !(1..=LAST_NUMBER).contains(&spot.number) {
            return Err(FieldError::new(format!("spots are numbered from 1 to {LAST_NUMBER}")).at("number"));
        }
        if let Some(seen) = spot.first_seen {
            check_day(seen.earliest(), "first_seen.on".into())?;
        }
        if let Some(closed) = spot.closed {
            check_day(closed.on, "closed.on".into())?;
        }
        for (i, observation) in self.observations.iter().enumerate() {
            check_day(observation.at.day(), format!("observations[{i}].at"))?;
            self.check_order(observation.at, born).map_err(|e| e.at(format!("observations[{i}].at")))?;
            for (n, photo) in observation.photos.iter().enumerate() {
                photo.check().map_err(|e| e.at(format!("observations[{i}].photos[{n}]")))?;
                if let Some(taken) = photo.taken_at {
                    check_day(taken.day(), format!("observations[{i}].photos[{n}].taken_at"))?;
                }
            }
        }
        for (i, treatment) in self.treatments.iter().enumerate() {
            check_day(treatment.started_on, format!("treatments[{i}].started_on"))?;
        }
        for (i, review) in self.reviews.iter().enumerate() {
            check_day(review.on, format!("reviews[{i}].on"))?;
        }
        Ok(())
    }

    fn check_order(&self, at: Moment, born: Option<NaiveDate>) -> Result<(), FieldError> {
        if let Some(born) = born.filter(|born| at.day() < *born) {
            return Err(FieldError::new(format!(
                "an observation of {} is before the person's birth ({born})",
                at.day()
            )));
        }
        match self.spot.first_seen {
            Some(seen) if seen.precision == Precision::Day && at.day() < seen.on => Err(FieldError::new(format!(
                "an observation of {} is before the spot was first seen ({})",
                at.day(),
                seen.on
            ))),
            _ => Ok(()),
        }
    }
}

/// Checks that a day is in the allowed range; `path` names its field.
fn check_day(day: NaiveDate, path: String) -> Result<(), FieldError> {
    if (FIRST_DAY..=LAST_DAY).contains(&day) {
        return Ok(());
    }
    Err(FieldError::new(format!("{day} is no day of a journal; allowed: {FIRST_DAY} to {LAST_DAY}")).at(path))
}

/// Checks that no two people have the same name, since the command line identifies people by name.
pub fn check_names<O>(people: &[PersonTree<O>]) -> Result<(), FieldError> {
    let mut names = BTreeSet::new();
    for (i, tree) in people.iter().enumerate() {
        if !names.insert(&tree.person.name) {
            return Err(FieldError::new(format!("there are two people called {}", tree.person.name))
                .at(format!("people[{i}].name")));
        }
    }
    Ok(())
}
