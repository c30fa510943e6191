//! The fields of records that came after a version of the file format. A file of that version says nothing of them, so
//! taking one in leaves them as they are. Versions are numbers here, from 1.

use super::{
    Answers, Background, Infection, Medicine, Observation, Person, PersonTree, Photo, Picture, Question, Review, Spot,
    Text, Treatment, questions,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The first version with the background of a person, notes, and kept pictures.
pub const BACKGROUND_AND_NOTES: u8 = 2;

/// The later fields of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Later {
    /// Of a person.
    Background(Box<Background>),
    /// Of a spot, a medicine, an infection, a treatment or a review.
    Note(Option<Text>),
    /// Of an observation. Only the answers to later questions count.
    Answers(Box<Answers>),
    /// Of a photo.
    Picture(Option<Picture>),
}

/// The place of fields in a record of which some version of the format says nothing.
pub enum LaterMut<'r> {
    /// In a person.
    Background(&'r mut Background),
    /// In a spot, a medicine, an infection, a treatment or a review.
    Note(&'r mut Option<Text>),
    /// In an observation.
    Answers(&'r mut Answers),
    /// In a photo.
    Picture(&'r mut Option<Picture>),
}

/// Says which field of each record is later than some version.
macro_rules! later_fields {
    ($($record:ty: $variant:ident $field:ident;)+) => {
        $(impl<'r> From<&'r mut $record> for LaterMut<'r> {
            fn from(record: &'r mut $record) -> Self {
                LaterMut::$variant(&mut record.$field)
            }
        })+
    };
}

later_fields! {
    Person: Background background;
    Infection: Note note;
    Medicine: Note note;
    Review: Note note;
    Spot: Note note;
    Treatment: Note note;
    Observation: Answers answers;
    Photo: Picture picture;
}

impl LaterMut<'_> {
    /// Returns the fields that came after `version`, or `None` if all are empty.
    pub fn get(&self, version: u8) -> Option<Later> {
        match self {
            LaterMut::Answers(answers) => answers_after(version, answers).then(|| Later::Answers(Box::new(**answers))),
            _ if version >= BACKGROUND_AND_NOTES => None,
            LaterMut::Background(background) if background.is_empty() => None,
            LaterMut::Background(background) => Some(Later::Background(Box::new((*background).clone()))),
            LaterMut::Note(note) => note.is_some().then(|| Later::Note((*note).clone())),
            LaterMut::Picture(picture) => picture.is_some().then_some(Later::Picture(**picture)),
        }
    }

    /// Replaces the fields that came after `version`. Those of another kind of record are ignored.
    pub fn set(self, version: u8, later: Later) {
        match (self, later) {
            (LaterMut::Answers(place), Later::Answers(answers)) => {
                // An answer that needs another one stays out if the file does not have that.
                questions_after(version).for_each(|question| drop(question.set(place, &question.get(&answers))));
            }
            _ if version >= BACKGROUND_AND_NOTES => {}
            (LaterMut::Background(place), Later::Background(background)) => *place = *background,
            (LaterMut::Note(place), Later::Note(note)) => *place = note,
            (LaterMut::Picture(place), Later::Picture(picture)) => *place = picture,
            (LaterMut::Background(_) | LaterMut::Note(_) | LaterMut::Answers(_) | LaterMut::Picture(_), _) => {}
        }
    }

    /// Removes the fields that came after `version`.
    pub fn clear(self, version: u8) {
        let empty = match &self {
            LaterMut::Background(_) => Later::Background(Box::default()),
            LaterMut::Note(_) => Later::Note(None),
            LaterMut::Answers(answers) => Later::Answers(Box::new(Answers::only(answers.presence))),
            LaterMut::Picture(_) => Later::Picture(None),
        };
        self.set(version, empty);
    }
}

fn questions_after(version: u8) -> impl Iterator<Item = &'static Question> {
    questions().filter(move |question| question.since > version)
}

fn answers_after(version: u8, answers: &Answers) -> bool {
    questions_after(version).any(|question| question.is_answered(answers))
}

impl PersonTree<Observation> {
    /// Returns the id of every record, with the place of its fields of which some version says nothing.
    pub fn later_fields(&mut self) -> Vec<(Uuid, LaterMut<'_>)> {
        let PersonTree { person, infections, medicines, symptoms: _, reviews, spots } = self;
        let mut found = vec![(person.id.0, person.into())];
        found.extend(infections.iter_mut().map(|r| (r.id.0, r.into())));
        found.extend(medicines.iter_mut().map(|r| (r.id.0, r.into())));
        found.extend(reviews.iter_mut().map(|r| (r.id.0, r.into())));
        for tree in spots {
            found.push((tree.spot.id.0, (&mut tree.spot).into()));
            found.extend(tree.treatments.iter_mut().map(|r| (r.id.0, r.into())));
            found.extend(tree.reviews.iter_mut().map(|r| (r.id.0, r.into())));
            for look in &mut tree.observations {
                found.extend(look.photos.iter_mut().map(|r| (r.id.0, r.into())));
                found.push((look.id.0, LaterMut::Answers(&mut look.answers)));
            }
        }
        found
    }
}

/// Fills the fields of a journal that came after `version`. `known` has them by the id of the record.
pub fn fill_later(journal: &mut [PersonTree<Observation>], version: u8, known: &BTreeMap<Uuid, Later>) {
    for (id, place) in journal.iter_mut().flat_map(PersonTree::later_fields) {
        if let Some(later) = known.get(&id) {
            place.set(version, later.clone());
        }
    }
}

/// Returns the fields that came after `version` and are in use, by the id of their record.
pub fn later_in_use(journal: &mut [PersonTree<Observation>], version: u8) -> BTreeMap<Uuid, Later> {
    let fields = journal.iter_mut().flat_map(PersonTree::later_fields);
    fields.filter_map(|(id, place)| Some((id, place.get(version)?))).collect()
}

#[cfg(test)]
mod tests;
