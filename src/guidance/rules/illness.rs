//! Illnesses that the first document describes by their rash.

use super::{COLOURS, COUNT, FIRST_SEEN, ITCH, MORPHOLOGY, SITE, SPREAD, SURFACE, telling};
use crate::domain::{Morphology, Side, Surface, show_date};
use crate::guidance::Level;
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::person::FaceRash;
use crate::guidance::rule::Telling;
use crate::guidance::signs;
use crate::guidance::view::{At, SpotView};

pub fn after_sore_throat(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    fired.with_both(at, Level::SameDay, signs::SORE_THROAT, signs::SWOLLEN_GLANDS);
}

pub fn tell_after_sore_throat(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE], "Red dots after a sore throat with swollen glands are to be tested, at any age.")
}

pub fn itchy_blisters(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let one_sided = at.is_rash() && matches!(at.spot.spot.side, Some(Side::Left | Side::Right));
    if at.known().morphology == Some(Morphology::Blister) && (at.known().itch.is_yes() || one_sided) {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_itchy_blisters(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE, MORPHOLOGY, ITCH, COUNT, SPREAD], "Some infections look like this.")
}

/// Rashes of the face, known by this look, that came shortly before this one on trunk, arm or leg.
fn before<'v>(at: At<'v, '_>) -> impl Iterator<Item = FaceRash> + 'v {
    let site = at.spot.spot.site;
    let on_body = site.is_on_trunk() || site.is_on_arm() || site.is_on_leg();
    let seen = at.spot.first_seen.filter(|_| on_body && at.is_rash());
    let before = seen.into_iter().flat_map(move |seen| at.spot.person.face_rashes_before(seen));
    before.filter(move |rash| rash.at <= at.moment())
}

pub fn face_then_body(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if before(at).next().is_some() {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

pub fn tell_face_then_body(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let rash = firing.look.and_then(|index| before(At { spot, index }).min_by_key(|rash| rash.spot));
    let because = rash.map_or_else(String::new, |rash| {
        let seen = if rash.since_birth {
            "there since birth".to_owned()
        } else {
            format!("first seen on {}", show_date(rash.first_seen))
        };
        format!("Spot {} on the face was {seen}; 1 to {} days before count.", rash.spot, spot.windows.new_days)
    });
    telling(spot, firing, &[SITE, FIRST_SEEN, COUNT, SPREAD, MORPHOLOGY], &because)
}

pub fn rough_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_rash() && at.known().surface == Some(Surface::Rough) && at.spot.spot.site.is_in_folds() {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

pub fn tell_rough_rash(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE, SURFACE, COUNT, SPREAD, MORPHOLOGY], "An infection can look like this.")
}

pub fn face_and_eyes(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.spot.spot.site.is_on_face() && at.is_red_or_pink() {
        fired.with(at, Level::FollowUp, signs::EYES);
    }
}

pub fn tell_face_and_eyes(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE, COLOURS], "")
}
