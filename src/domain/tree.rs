//! A person with everything that is theirs, and what must hold across records.

use super::{
    FieldError, Infection, Look, Medicine, Moment, Observation, Person, Precision, Review, Spot, Symptom, Treatment,
};
use chrono::NaiveDate;

/// A person with everything that is theirs. `O` is how much of each observation is there: [`Observation`] for a
/// whole journal, [`Look`] for what the rules need.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonTree<O> {
    pub person: Person,
    pub infections: Vec<Infection>,
    pub medicines: Vec<Medicine>,
    pub symptoms: Vec<Symptom>,
    pub reviews: Vec<Review>,
    pub spots: Vec<SpotTree<O>>,
}

/// A spot with everything that is its own. Observations are in the order of their time, then of their id.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotTree<O> {
    pub spot: Spot,
    pub observations: Vec<O>,
    pub treatments: Vec<Treatment>,
    pub reviews: Vec<Review>,
}

/// What the rules read of one person.
pub type Facts = PersonTree<Look>;

/// Everybody, in the order in which they were entered.
pub type Journal = Vec<PersonTree<Observation>>;

impl<O> PersonTree<O> {
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

    /// The spot of that number. Spots mostly stand in the order of their numbers, so that is where it is looked for first.
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
    /// The person with every record, and the looks of the wanted spots only.
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
    pub fn new(spot: Spot) -> Self {
        SpotTree { spot, observations: Vec::new(), treatments: Vec::new(), reviews: Vec::new() }
    }
}

impl PersonTree<Observation> {
    /// What no single field can know: no observation before birth or before a day-precise first-seen date, no number
    /// twice, no `other` symptom without a note. Errors name the path in the file format.
    ///
    /// A date may be ahead: a clock in another zone, or a wrong one, may have made it. What is typed is held to
    /// [`check_not_ahead`](super::check_not_ahead) and [`check_born`](super::check_born) as well.
    pub fn check(&self) -> Result<(), FieldError> {
        for (i, symptom) in self.symptoms.iter().enumerate() {
            let noted = symptom.note.as_ref().is_some_and(|n| !n.trim().is_empty());
            if symptom.symptom == super::Listed::Other && !noted {
                return Err(FieldError::new("the symptom \"other\" needs a note that says what it is")
                    .at(format!("symptoms[{i}].note")));
            }
        }
        for (i, tree) in self.spots.iter().enumerate() {
            let number = tree.spot.number;
            if self.spots[..i].iter().any(|other| other.spot.number == number) {
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
        if self.spot.number == 0 {
            return Err(FieldError::new("spots are numbered from 1").at("number"));
        }
        for (i, observation) in self.observations.iter().enumerate() {
            self.check_order(observation.at, born).map_err(|e| e.at(format!("observations[{i}].at")))?;
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

/// Two people of one name could not be told apart on the command line.
pub fn check_names<O>(people: &[PersonTree<O>]) -> Result<(), FieldError> {
    for (i, tree) in people.iter().enumerate() {
        if people[..i].iter().any(|other| other.person.name == tree.person.name) {
            return Err(FieldError::new(format!("there are two people called {}", tree.person.name))
                .at(format!("people[{i}].name")));
        }
    }
    Ok(())
}
