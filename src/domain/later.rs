//! The fields of records that version 1 of the file format does not know. A record of version 1 says nothing of them, so
//! taking one in leaves them as they are.

use super::{Background, Observation, PersonTree, Picture, SpotTree, Text};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The later fields of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Later {
    /// Of a person.
    Background(Box<Background>),
    /// Of a spot, a medicine, an infection, a treatment or a review.
    Note(Option<Text>),
    /// Of a photo.
    Picture(Option<Picture>),
}

/// The place of the later fields in a record.
pub enum LaterMut<'r> {
    /// In a person.
    Background(&'r mut Background),
    /// In a spot, a medicine, an infection, a treatment or a review.
    Note(&'r mut Option<Text>),
    /// In a photo.
    Picture(&'r mut Option<Picture>),
}

impl LaterMut<'_> {
    /// Returns the fields, or `None` if all are empty.
    pub fn get(&self) -> Option<Later> {
        match self {
            LaterMut::Background(background) if background.is_empty() => None,
            LaterMut::Background(background) => Some(Later::Background(Box::new((*background).clone()))),
            LaterMut::Note(note) => note.is_some().then(|| Later::Note((*note).clone())),
            LaterMut::Picture(picture) => picture.is_some().then_some(Later::Picture(**picture)),
        }
    }

    /// Replaces the fields. Those of another kind of record are ignored.
    pub fn set(self, later: Later) {
        match (self, later) {
            (LaterMut::Background(place), Later::Background(background)) => *place = *background,
            (LaterMut::Note(place), Later::Note(note)) => *place = note,
            (LaterMut::Picture(place), Later::Picture(picture)) => *place = picture,
            (LaterMut::Background(_) | LaterMut::Note(_) | LaterMut::Picture(_), _) => {}
        }
    }

    /// Removes the fields.
    pub fn clear(self) {
        match self {
            LaterMut::Background(place) => *place = Background::default(),
            LaterMut::Note(place) => *place = None,
            LaterMut::Picture(place) => *place = None,
        }
    }
}

impl PersonTree<Observation> {
    /// Returns whether any record uses a later field.
    pub fn uses_later_fields(&self) -> bool {
        let PersonTree { person, infections, medicines, symptoms: _, reviews, spots } = self;
        let in_spot = |tree: &SpotTree<Observation>| {
            tree.spot.note.is_some()
                || tree.treatments.iter().any(|r| r.note.is_some())
                || tree.reviews.iter().any(|r| r.note.is_some())
                || tree.observations.iter().flat_map(|look| &look.photos).any(|r| r.picture.is_some())
        };
        !person.background.is_empty()
            || infections.iter().any(|r| r.note.is_some())
            || medicines.iter().any(|r| r.note.is_some())
            || reviews.iter().any(|r| r.note.is_some())
            || spots.iter().any(in_spot)
    }

    /// Returns the place of the later fields of every record that has any, with the id of the record.
    pub fn later_fields(&mut self) -> Vec<(Uuid, LaterMut<'_>)> {
        let PersonTree { person, infections, medicines, symptoms: _, reviews, spots } = self;
        let mut found = vec![(person.id.0, LaterMut::Background(&mut person.background))];
        found.extend(infections.iter_mut().map(|r| (r.id.0, LaterMut::Note(&mut r.note))));
        found.extend(medicines.iter_mut().map(|r| (r.id.0, LaterMut::Note(&mut r.note))));
        found.extend(reviews.iter_mut().map(|r| (r.id.0, LaterMut::Note(&mut r.note))));
        for tree in spots {
            found.push((tree.spot.id.0, LaterMut::Note(&mut tree.spot.note)));
            found.extend(tree.treatments.iter_mut().map(|r| (r.id.0, LaterMut::Note(&mut r.note))));
            found.extend(tree.reviews.iter_mut().map(|r| (r.id.0, LaterMut::Note(&mut r.note))));
            let photos = tree.observations.iter_mut().flat_map(|look| &mut look.photos);
            found.extend(photos.map(|r| (r.id.0, LaterMut::Picture(&mut r.picture))));
        }
        found
    }
}

/// Fills the later fields of a journal of version 1 with what is known of the same records, by their id.
pub fn fill_later(journal: &mut [PersonTree<Observation>], known: &BTreeMap<Uuid, Later>) {
    for (id, place) in journal.iter_mut().flat_map(PersonTree::later_fields) {
        if let Some(later) = known.get(&id) {
            place.set(later.clone());
        }
    }
}

/// Returns the later fields that are in use, by the id of their record.
pub fn later_in_use(journal: &mut [PersonTree<Observation>]) -> BTreeMap<Uuid, Later> {
    let fields = journal.iter_mut().flat_map(PersonTree::later_fields);
    fields.filter_map(|(id, place)| Some((id, place.get()?))).collect()
}
