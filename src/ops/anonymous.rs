//! Anonymous reports: removes everything that could identify the person.

use crate::domain::{
    Facts, InfectionId, Look, MedicineId, Name, Observation, ObservationId, PersonId, PersonTree, PhotoId, Review,
    ReviewId, SpotId, SymptomId, TreatmentId,
};
use crate::guidance::Assessment;
use uuid::Uuid;

fn name() -> Name {
    "Anonymous".parse().expect("a literal that is not blank is a name")
}

/// Removes all free text of the person and replaces every identifier by a random one. The journal's identifiers contain
/// the time of the entry, and could be found in another export. The order of the records is preserved.
pub(super) fn anonymise(tree: &mut PersonTree<Observation>) {
    let PersonTree { person, infections, medicines, symptoms, reviews, spots } = tree;
    person.id = PersonId(Uuid::new_v4());
    person.name = name();
    person.conditions.clear();
    person.background = person.background.without_words();
    let review = |r: &mut Review, id| (r.id, r.said, r.note) = (ReviewId(id), None, None);
    renew(infections, |r, id| (r.id, r.note) = (InfectionId(id), None));
    renew(medicines, |r, id| (r.id, r.name, r.note) = (MedicineId(id), None, None));
    renew(symptoms, |r, id| (r.id, r.note) = (SymptomId(id), None));
    renew(reviews, review);
    renew(spots, |tree, id| (tree.spot.id, tree.spot.label, tree.spot.note) = (SpotId(id), None, None));
    for tree in spots {
        renew(&mut tree.reviews, review);
        renew(&mut tree.treatments, |r, id| (r.id, r.what, r.note) = (TreatmentId(id), None, None));
        renew(&mut tree.observations, |look, id| {
            (look.id, look.note) = (ObservationId(id), None);
            renew(&mut look.photos, |photo, id| {
                (photo.id, photo.file, photo.sha256, photo.picture) = (PhotoId(id), None, None, None)
            });
        });
    }
}

/// Assigns random identifiers in ascending order, since records of the same moment are sorted by identifier.
fn renew<T>(records: &mut [T], set: impl Fn(&mut T, Uuid)) {
    let mut ids: Vec<Uuid> = records.iter().map(|_| Uuid::new_v4()).collect();
    ids.sort_unstable();
    records.iter_mut().zip(ids).for_each(|(record, id)| set(record, id));
}

/// Removes the date of birth, and the age in days of every spot that was there since birth.
pub(super) fn hide_birth<O>(tree: &mut PersonTree<O>) {
    tree.person.born = None;
    for tree in tree.spots.iter_mut().filter(|tree| tree.spot.since_birth.is_yes()) {
        tree.spot.first_seen = None;
    }
}

/// Does the same as [`hide_birth`] in an assessment, which needed the date.
pub(super) fn hide_birth_in(assessment: &mut Assessment, facts: &Facts) {
    let since_birth = |number: u32| facts.spot(number).filter(|tree| tree.spot.since_birth.is_yes());
    for spot in assessment.spots.iter_mut().filter(|spot| since_birth(spot.number).is_some()) {
        // The next look of a spot that counts from the birth would lead back to it.
        (spot.days_seen, spot.next_check) = (None, None);
    }
    assessment.next_check = assessment.spots.iter().filter_map(|spot| spot.next_check).min();
    let as_of = assessment.as_of.day();
    for flag in &mut assessment.flags {
        let Some(tree) = flag.spot.and_then(since_birth).filter(|_| facts.person.born == Some(flag.since)) else {
            continue;
        };
        flag.since = tree.observations.first().map_or(as_of, |look: &Look| look.at.day());
    }
}
