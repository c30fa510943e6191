//! Rashes of the face, which a rash of the body may follow, and the crops of a spot.

use super::SpotView;
use crate::domain::{AsOf, Count, Facts, Look, Morphology, SpotTree, Spread};
use crate::guidance::Windows;
use crate::guidance::person::{FaceRash, PersonView, crop_day};
use chrono::NaiveDate;

impl<'a> PersonView<'a> {
    /// Builds a person's view that includes all face rashes of `facts`.
    pub fn with_face_rashes(facts: &'a Facts, windows: &'a Windows, as_of: AsOf) -> Self {
        let mut person = PersonView::new(facts, windows, as_of);
        let face = facts.spots.iter().filter(|tree| tree.spot.site.is_on_face() && may_be_rash(&tree.observations));
        let view = |tree: &'a SpotTree<Look>| SpotView::without_growth(tree, &tree.observations, &person)?.face_rash();
        let rashes: Vec<FaceRash> = face.filter_map(view).collect();
        rashes.into_iter().for_each(|rash| person.notice(Some(rash)));
        person
    }
}

/// Returns whether any look has an answer that makes a rash. A cheap pre-check, since most spots on the face are not
/// rashes.
fn may_be_rash(looks: &[Look]) -> bool {
    looks.iter().any(|look| {
        let a = &look.answers;
        a.count >= Some(Count::ThreeOrMore)
            || a.spread >= Some(Spread::SeveralPlaces)
            || matches!(a.morphology, Some(Morphology::Patch | Morphology::Bruise))
    })
}

impl SpotView<'_> {
    /// Returns the crops that this spot belongs to (see [`PersonView::crops`]).
    pub fn crops(&self) -> Vec<NaiveDate> {
        crop_day(self.spot, self.as_of).map_or_else(Vec::new, |day| self.person.crops(day))
    }

    /// Returns the spot as a rash of the face, if it is one.
    pub fn face_rash(&self) -> Option<FaceRash> {
        if !self.spot.site.is_on_face() || self.is_mistake() {
            return None;
        }
        let first_seen = self.first_seen?;
        let rash = self.looks().find(|at| at.is_rash())?;
        let since_birth = self.spot.since_birth.is_yes();
        Some(FaceRash { spot: self.spot.number, first_seen, since_birth, at: rash.look().at })
    }
}
