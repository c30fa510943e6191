//! Rules about illnesses that the first document describes by their rash.

use super::{COLOURS, COUNT, FIRST_SEEN, ITCH, MORPHOLOGY, SITE, SPREAD, SURFACE, telling};
use crate::domain::{Morphology, Side, Surface, show_date};
use crate::guidance::fired::{Fired, Firing, Telling};
use crate::guidance::person::FaceRash;
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::signs;
use crate::guidance::source;
use crate::guidance::view::At;
use crate::guidance::{Level, See};

pub(super) const AFTER_SORE_THROAT: Rule = Rule {
    ident: "after-sore-throat",
    title: "Spots with a sore throat and swollen glands",
    brief: "with sore throat and swollen glands",
    fires_when: "a spot is with a sore throat and swollen glands, at any age",
    level: "same-day",
    see: See::Doctor,
    sources: &[source::SORE_THROAT],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(after_sore_throat, tell_after_sore_throat))
};

fn after_sore_throat(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    fired.with_both(at, Level::SameDay, signs::SORE_THROAT, signs::SWOLLEN_GLANDS);
}

fn tell_after_sore_throat(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE], "Red dots after a sore throat with swollen glands are to be tested, at any age.")
}

pub(super) const ITCHY_BLISTERS: Rule = Rule {
    ident: "itchy-blisters",
    title: "Blisters that itch, or on one side",
    brief: "blisters that itch, or on one side",
    fires_when: "a blister that itches, or a rash of blisters on the left or the right",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::BLISTERS],
    asks: &["itch"],
    ..Rule::finding(Judge::EveryLook(itchy_blisters, tell_itchy_blisters))
};

fn itchy_blisters(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let one_sided = at.is_rash() && matches!(at.spot.spot.side, Some(Side::Left | Side::Right));
    if at.known().morphology == Some(Morphology::Blister) && (at.known().itch.is_yes() || one_sided) {
        fired.at(at, Level::FollowUp);
    }
}

fn tell_itchy_blisters(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE, MORPHOLOGY, ITCH, COUNT, SPREAD], "Some infections look like this.")
}

/// Returns the face rashes known by this look that preceded this rash on trunk, arm or leg.
fn before<'v>(at: At<'v, '_>) -> impl Iterator<Item = FaceRash> + 'v {
    let site = at.spot.spot.site;
    let on_body = site.is_on_trunk() || site.is_on_arm() || site.is_on_leg();
    let seen = at.spot.first_seen.filter(|_| on_body && at.is_rash());
    let before = seen.into_iter().flat_map(move |seen| at.spot.person.face_rashes_before(seen));
    before.filter(move |rash| rash.at <= at.moment())
}

pub(super) const FACE_THEN_BODY: Rule = Rule {
    ident: "face-then-body",
    title: "A rash on the face, then on the body",
    brief: "rash on the face, then on the body",
    fires_when: "a rash on trunk, arm or leg was first seen 1 to new_days days after a rash on the face",
    level: "follow-up; same-day with fever",
    see: See::Doctor,
    sources: &[source::RUBELLA],
    asks: &["first_seen", "fever"],
    windows: &["new_days", "with_hours"],
    ..Rule::finding(Judge::EveryLook(face_then_body, tell_face_then_body))
};

fn face_then_body(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if before(at).next().is_some() {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

fn tell_face_then_body(at: At<'_, '_>, firing: &Firing) -> Telling {
    let rash = before(at).min_by_key(|rash| rash.spot);
    let because = rash.map_or_else(String::new, |rash| {
        let seen = if rash.since_birth {
            "there since birth".to_owned()
        } else {
            format!("first seen on {}", show_date(rash.first_seen))
        };
        format!("Spot {} on the face was {seen}; 1 to {} days before count.", rash.spot, at.spot.windows.new_days)
    });
    telling(at, firing, &[SITE, FIRST_SEEN, COUNT, SPREAD, MORPHOLOGY], &because)
}

pub(super) const ROUGH_RASH_IN_FOLDS: Rule = Rule {
    ident: "rough-rash-in-folds",
    title: "A rough rash in the folds",
    brief: "rough rash in the folds",
    fires_when: "a rash that feels rough, at the neck, armpit or groin",
    level: "follow-up; same-day with fever",
    see: See::Doctor,
    sources: &[source::SCARLET_FEVER],
    asks: &["fever"],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(rough_rash, tell_rough_rash))
};

fn rough_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_rash() && at.known().surface == Some(Surface::Rough) && at.spot.spot.site.is_in_folds() {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

fn tell_rough_rash(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE, SURFACE, COUNT, SPREAD, MORPHOLOGY], "An infection can look like this.")
}

pub(super) const FACE_AND_EYES: Rule = Rule {
    ident: "face-and-eyes",
    title: "Redness of the face, with the eyes",
    brief: "redness of the face, with the eyes",
    fires_when: "red or pink on the face, with watery or itchy eyes or blurred vision",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::ROSACEA],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(face_and_eyes, tell_face_and_eyes))
};

fn face_and_eyes(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.spot.spot.site.is_on_face() && at.is_red_or_pink() {
        fired.with(at, Level::FollowUp, signs::EYES);
    }
}

fn tell_face_and_eyes(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE, COLOURS], "")
}
