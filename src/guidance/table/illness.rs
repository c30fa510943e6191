//! Illnesses with a rash.

use super::{FINDING, source};
use crate::guidance::See;
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::rules::illness;

pub static RULES: &[Rule] = &[
    Rule {
        ident: "after-sore-throat",
        title: "Spots with a sore throat and swollen glands",
        fires_when: "a spot is with a sore throat and swollen glands, at any age",
        level: "same-day",
        see: See::Doctor,
        sources: &[source::SORE_THROAT],
        windows: &["with_hours"],
        judge: Judge::EveryLook(illness::after_sore_throat),
        tell: illness::tell_after_sore_throat,
        ..FINDING
    },
    Rule {
        ident: "itchy-blisters",
        title: "Blisters that itch, or on one side",
        fires_when: "a blister that itches, or a rash of blisters on the left or the right",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::BLISTERS],
        asks: &["itch"],
        judge: Judge::EveryLook(illness::itchy_blisters),
        tell: illness::tell_itchy_blisters,
        ..FINDING
    },
    Rule {
        ident: "face-then-body",
        title: "A rash on the face, then on the body",
        fires_when: "a rash on trunk, arm or leg was first seen 1 to new_days days after a rash on the face",
        level: "follow-up; same-day with fever",
        see: See::Doctor,
        sources: &[source::RUBELLA],
        asks: &["first_seen", "fever"],
        windows: &["new_days", "with_hours"],
        judge: Judge::EveryLook(illness::face_then_body),
        tell: illness::tell_face_then_body,
        ..FINDING
    },
    Rule {
        ident: "rough-rash-in-folds",
        title: "A rough rash in the folds",
        fires_when: "a rash that feels rough, at the neck, armpit or groin",
        level: "follow-up; same-day with fever",
        see: See::Doctor,
        sources: &[source::SCARLET_FEVER],
        asks: &["fever"],
        windows: &["with_hours"],
        judge: Judge::EveryLook(illness::rough_rash),
        tell: illness::tell_rough_rash,
        ..FINDING
    },
    Rule {
        ident: "face-and-eyes",
        title: "Redness of the face, with the eyes",
        fires_when: "red or pink on the face, with watery or itchy eyes or blurred vision",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::ROSACEA],
        windows: &["with_hours"],
        judge: Judge::EveryLook(illness::face_and_eyes),
        tell: illness::tell_face_and_eyes,
        ..FINDING
    },
];
