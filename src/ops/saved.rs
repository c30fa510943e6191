//! Saved entries: what can be corrected, how people name one, and how it is found.

use super::assess::{no_spot, person};
use super::{Context, one_line_at};
use crate::domain::{
    Facts, FieldError, Infection, Listed, Look, Medicine, Moment, Observation, Review, Said, Spot, SpotTree, Symptom,
    Text, Treatment, Word, questions, show_date, show_readings,
};
use crate::error::{Error, Result};
use crate::store::{self, RecordRef, Store};
use chrono::{NaiveDate, NaiveDateTime};
use uuid::Uuid;

/// A saved entry with its content.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// A look, with the number of its spot.
    Look(u32, Observation),
    /// A spot, without its looks.
    Spot(Spot),
    /// A review, with the number of its spot; `None` for a review of the person.
    Review(Option<u32>, Review),
    /// A treatment, with the number of its spot.
    Treatment(u32, Treatment),
    /// A symptom of the person.
    Symptom(Symptom),
    /// A medicine of the person.
    Medicine(Medicine),
    /// An infection of the person.
    Infection(Infection),
}

/// The kinds of entries that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedKind {
    /// A look, by its spot and day.
    Look,
    /// A review, by its spot and day; without a spot, of the person.
    Review,
    /// A treatment, by its spot and the day it was started.
    Treatment,
    /// A symptom, by its word and day.
    Symptom,
    /// A medicine, by its name.
    Medicine,
    /// An infection, by its day.
    Infection,
}

impl SavedKind {
    /// Every kind, with its word on the command line.
    pub const ALL: [(&'static str, SavedKind); 6] = [
        ("look", SavedKind::Look),
        ("review", SavedKind::Review),
        ("treatment", SavedKind::Treatment),
        ("symptom", SavedKind::Symptom),
        ("medicine", SavedKind::Medicine),
        ("infection", SavedKind::Infection),
    ];
}

/// The address of a saved entry as people type it: `4@2026-11-21/2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What comes before the `@`: the number of a spot, a symptom, or the name of a medicine. Empty for an infection or
    /// a review of the person.
    pub of: String,
    /// The day of the entry. A medicine needs none.
    pub on: Option<NaiveDate>,
    /// The place of the entry among those of the day, from 1.
    pub nth: Option<usize>,
}

impl Address {
    /// Parses `4@2026-11-21`, `fever@yesterday/2`, `me@2026-11-21` or the name of a medicine.
    ///
    /// # Errors
    ///
    /// Fails for a day that cannot be read.
    pub fn parse(text: &str, now: NaiveDateTime) -> Result<Address, FieldError> {
        let Some((of, day)) = text.rsplit_once('@') else {
            return Ok(Address { of: text.trim().to_owned(), on: None, nth: None });
        };
        // A date can have slashes too, so the whole text is tried first.
        let is_whole = Said::parse(day, now).and_then(Said::moment).is_ok();
        let (day, nth) = match day.rsplit_once('/').map(|(day, nth)| (day, nth.trim().parse::<usize>())) {
            Some((day, Ok(nth))) if !is_whole && (1..100).contains(&nth) => (day, Some(nth)),
            _ => (day, None),
        };
        let on = Said::parse(day, now).and_then(Said::moment)?.day();
        Ok(Address { of: of.trim().to_owned(), on: Some(on), nth })
    }

    fn spot(&self) -> Result<u32, FieldError> {
        let wrong = |_| FieldError::new(format!("\"{}\" is not the number of a spot; allowed: 4@2026-11-21", self.of));
        self.of.parse().map_err(wrong)
    }
}

impl Saved {
    /// Finds an entry among a person's facts, where a look is without its note and its photos.
    pub fn of_facts(facts: &Facts, id: Uuid) -> Option<Saved> {
        let of_spot = |tree: &SpotTree<Look>| {
            let number = tree.spot.number;
            let look = tree.observations.iter().find(|r| r.id.0 == id).map(|r| Saved::Look(number, r.clone().into()));
            let own = || (tree.spot.id.0 == id).then(|| Saved::Spot(tree.spot.clone()));
            let review = || tree.reviews.iter().find(|r| r.id.0 == id).map(|r| Saved::Review(Some(number), r.clone()));
            let treatment =
                || tree.treatments.iter().find(|r| r.id.0 == id).map(|r| Saved::Treatment(number, r.clone()));
            look.or_else(own).or_else(review).or_else(treatment)
        };
        let review = || facts.reviews.iter().find(|r| r.id.0 == id).map(|r| Saved::Review(None, r.clone()));
        let symptom = || facts.symptoms.iter().find(|r| r.id.0 == id).map(|r| Saved::Symptom(r.clone()));
        let medicine = || facts.medicines.iter().find(|r| r.id.0 == id).map(|r| Saved::Medicine(r.clone()));
        let infection = || facts.infections.iter().find(|r| r.id.0 == id).map(|r| Saved::Infection(r.clone()));
        let of_person = || review().or_else(symptom).or_else(medicine).or_else(infection);
        facts.spots.iter().find_map(of_spot).or_else(of_person)
    }

    /// Returns the number of the spot that the entry belongs to.
    pub fn spot(&self) -> Option<u32> {
        match self {
            Saved::Look(number, _) | Saved::Treatment(number, _) => Some(*number),
            Saved::Spot(spot) => Some(spot.number),
            Saved::Review(number, _) => *number,
            Saved::Symptom(_) | Saved::Medicine(_) | Saved::Infection(_) => None,
        }
    }

    /// Returns the id of the record.
    pub fn id(&self) -> Uuid {
        self.as_record().id()
    }

    /// Returns a reference for the store.
    pub(super) fn as_record(&self) -> RecordRef<'_> {
        match self {
            Saved::Look(_, r) => RecordRef::Observation(r),
            Saved::Spot(r) => RecordRef::Spot(r),
            Saved::Review(_, r) => RecordRef::Review(r),
            Saved::Treatment(_, r) => RecordRef::Treatment(r),
            Saved::Symptom(r) => RecordRef::Symptom(r),
            Saved::Medicine(r) => RecordRef::Medicine(r),
            Saved::Infection(r) => RecordRef::Infection(r),
        }
    }

    /// Returns the kind, the spot and the day of the entry, for messages and the history. A time tells several entries
    /// of a day apart.
    pub fn describe(&self) -> String {
        let of = |number: Option<u32>| number.map_or_else(|| "the person".to_owned(), |n| format!("spot {n}"));
        match self {
            Saved::Look(number, r) => format!("the look at spot {number} of {}", r.at.label()),
            Saved::Spot(spot) => format!("spot {}", spot.number),
            Saved::Review(number, r) => {
                format!("the review of {} by {} on {}", of(*number), r.by.label(), show_date(r.on))
            }
            Saved::Treatment(number, r) => format!("the treatment of spot {number} from {}", show_date(r.started_on)),
            Saved::Symptom(r) => format!("the symptom {} of {}", r.symptom.label(), r.at.label()),
            Saved::Medicine(r) => {
                format!("the medicine {}", r.name.as_ref().map_or_else(|| "without a name".into(), Text::on_one_line))
            }
            Saved::Infection(r) => format!("the infection of {}", show_date(r.on)),
        }
    }

    /// Returns the note.
    pub(super) fn note_mut(&mut self) -> &mut Option<Text> {
        match self {
            Saved::Look(_, r) => &mut r.note,
            Saved::Spot(r) => &mut r.note,
            Saved::Review(_, r) => &mut r.note,
            Saved::Treatment(_, r) => &mut r.note,
            Saved::Symptom(r) => &mut r.note,
            Saved::Medicine(r) => &mut r.note,
            Saved::Infection(r) => &mut r.note,
        }
    }

    /// Names the fields that differ from an earlier version, with a size before and after.
    pub(super) fn differences(&self, was: &Saved) -> Vec<String> {
        let mut found = Vec::new();
        let mut differs = |name: &str, is_other: bool| found.extend(is_other.then(|| name.to_owned()));
        match (was, self) {
            (Saved::Look(_, was), Saved::Look(_, now)) => {
                differs("day", was.at != now.at);
                differs("presence", was.answers.presence != now.answers.presence);
                let (then, size) = (was.answers.measurement, now.answers.measurement);
                match (then.and_then(|m| m.diameter()), size.and_then(|m| m.diameter())) {
                    (Some(then), Some(size)) if then != size => {
                        differs(&format!("size {} to {}", show_readings(then), show_readings(size)), true);
                    }
                    (then, size) => differs("size", then != size),
                }
                differs("width", then.and_then(|m| m.width()) != size.and_then(|m| m.width()));
                differs("measured by", then.and_then(|m| m.by()) != size.and_then(|m| m.by()));
                for question in questions() {
                    let is_other = question.get(&was.answers) != question.get(&now.answers);
                    differs(&question.title.to_lowercase(), is_other);
                }
                differs("note", was.note != now.note);
                differs("photos", was.photos != now.photos);
            }
            (Saved::Spot(was), Saved::Spot(now)) => {
                differs("label", was.label != now.label);
                match was.place() == now.place() {
                    true => differs("place", was.position != now.position),
                    false => differs(&format!("place {} to {}", was.place().label(), now.place().label()), true),
                }
                differs("first seen", was.first_seen != now.first_seen);
                differs("since birth", was.since_birth != now.since_birth);
                differs("onset", was.onset != now.onset);
                differs("what came before", was.contexts != now.contexts);
                differs("note", was.note != now.note);
            }
            (Saved::Review(_, was), Saved::Review(_, now)) => {
                differs("day", was.on != now.on);
                differs("reviewer", was.by != now.by);
                differs("what was said", was.said != now.said);
                differs("outcome", was.outcome != now.outcome);
                differs("note", was.note != now.note);
            }
            (Saved::Treatment(_, was), Saved::Treatment(_, now)) => {
                differs("what", was.what != now.what);
                differs("kind", was.kind != now.kind);
                differs("start", was.started_on != now.started_on);
                differs("improved", was.improved != now.improved);
                differs("note", was.note != now.note);
            }
            (Saved::Symptom(was), Saved::Symptom(now)) => {
                differs("symptom", was.symptom != now.symptom);
                differs("presence", was.present != now.present);
                differs("time", was.at != now.at);
                differs("note", was.note != now.note);
            }
            (Saved::Medicine(was), Saved::Medicine(now)) => {
                differs("name", was.name != now.name);
                differs("start", was.started_on != now.started_on);
                differs("stop", was.stopped_on != now.stopped_on);
                differs("note", was.note != now.note);
            }
            (Saved::Infection(was), Saved::Infection(now)) => {
                differs("kind", was.kind != now.kind);
                differs("day", was.on != now.on);
                differs("note", was.note != now.note);
            }
            _ => {}
        }
        found
    }

    /// Returns the days of the entry with their fields in the file format.
    fn days(&self) -> Vec<(&'static str, Moment)> {
        match self {
            Saved::Look(_, r) => vec![("at", r.at)],
            Saved::Spot(r) => r.first_seen.iter().map(|seen| ("first_seen.on", Moment::on(seen.earliest()))).collect(),
            Saved::Review(_, r) => vec![("on", Moment::on(r.on))],
            Saved::Treatment(_, r) => vec![("started_on", Moment::on(r.started_on))],
            Saved::Symptom(r) => vec![("at", r.at)],
            Saved::Medicine(r) => {
                let stopped = r.stopped_on.map(|day| ("stopped_on", Moment::on(day)));
                [("started_on", Moment::on(r.started_on))].into_iter().chain(stopped).collect()
            }
            Saved::Infection(r) => vec![("on", Moment::on(r.on))],
        }
    }

    /// Checks what was typed. Days that the entry had before are not checked again.
    pub(super) fn check_typed(&self, was: &Saved, context: &Context<'_>) -> Result<()> {
        let before = was.days();
        for (field, day) in self.days().into_iter().filter(|day| !before.contains(day)) {
            context.check_typed(field, day)?;
        }
        match self {
            Saved::Spot(r) => one_line_at(r.label.as_ref(), "label")?,
            Saved::Treatment(_, r) => {
                one_line_at(r.what.as_ref(), "what")?;
                if matches!(was, Saved::Treatment(_, was) if was.what.is_some()) && r.what.is_none() {
                    return Err(FieldError::new("what was tried is needed").at("what").into());
                }
            }
            Saved::Medicine(r) => {
                one_line_at(r.name.as_ref(), "name")?;
                if matches!(was, Saved::Medicine(was) if was.name.is_some()) && r.name.is_none() {
                    return Err(FieldError::new("a medicine needs a name, in your own words").at("name").into());
                }
                if let Some(stopped) = r.stopped_on.filter(|&stopped| stopped < r.started_on) {
                    let message = format!("{stopped} is before it was started ({})", r.started_on);
                    return Err(FieldError::new(message).at("stopped_on").into());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Finds a saved entry of the person by its address.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none, an invalid value if a day has several and the address chooses none.
pub fn find_saved(store: &Store, context: &Context<'_>, kind: SavedKind, address: &Address) -> Result<Saved> {
    store.read(|c| {
        let row = person(c, context)?.ok_or_else(|| Error::NotFound("there is nobody in this journal yet".into()))?;
        let tree = |number| store::load_spot_tree(c, row.seq, number)?.ok_or_else(|| no_spot(number));
        let is_of_person = address.of.is_empty() || address.of == "me";
        let found: Vec<Saved> = match kind {
            SavedKind::Look => {
                let number = address.spot()?;
                tree(number)?.observations.into_iter().map(|look| Saved::Look(number, look)).collect()
            }
            SavedKind::Treatment => {
                let number = address.spot()?;
                tree(number)?.treatments.into_iter().map(|r| Saved::Treatment(number, r)).collect()
            }
            SavedKind::Review if !is_of_person => {
                let number = address.spot()?;
                tree(number)?.reviews.into_iter().map(|r| Saved::Review(Some(number), r)).collect()
            }
            _ => {
                let (facts, _) = store::load_outline(c, row.clone())?;
                match kind {
                    SavedKind::Review => facts.reviews.into_iter().map(|r| Saved::Review(None, r)).collect(),
                    SavedKind::Symptom => {
                        let symptom = Listed::parse(&address.of)?;
                        let same = facts.symptoms.into_iter().filter(|r| r.symptom == symptom);
                        same.map(Saved::Symptom).collect()
                    }
                    SavedKind::Medicine => {
                        let name = address.of.to_lowercase();
                        let is_it =
                            |r: &Medicine| r.name.as_ref().map_or(name.is_empty(), |n| n.to_lowercase() == name);
                        facts.medicines.into_iter().filter(is_it).map(Saved::Medicine).collect()
                    }
                    _ => facts.infections.into_iter().map(Saved::Infection).collect(),
                }
            }
        };
        choose(found, address)
    })
}

/// Returns the only entry of the day, or the chosen one.
fn choose(found: Vec<Saved>, address: &Address) -> Result<Saved> {
    let is_of_day =
        |entry: &Saved| address.on.is_none_or(|on| entry.days().first().is_some_and(|(_, at)| at.day() == on));
    let mut of_day: Vec<Saved> = found.into_iter().filter(is_of_day).collect();
    let count = of_day.len();
    match address.nth {
        _ if count == 0 => {
            let on = address.on.map_or_else(String::new, |on| format!(" on {on}"));
            Err(Error::NotFound(format!("there is no such entry{on}")))
        }
        Some(nth) if nth <= count => Ok(of_day.swap_remove(nth - 1)),
        Some(nth) => Err(Error::NotFound(format!("there is no entry {nth} of that day; there are {count}"))),
        None if count == 1 => Ok(of_day.remove(0)),
        None if address.on.is_none() => {
            Err(FieldError::new("there are several; add the day, as in 4@2026-11-21").at("WHICH").into())
        }
        None => Err(FieldError::new(format!("that day has {count} of them; add /1 to /{count}")).at("WHICH").into()),
    }
}

/// Finds the spot with that number.
pub fn find_spot(store: &Store, context: &Context<'_>, number: u32) -> Result<Saved> {
    Ok(Saved::Spot(super::spot(store, context, number)?.spot))
}
