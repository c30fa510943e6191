//! Sudden, spreading, painful, after a medicine.

use super::{FINDING, source};
use crate::guidance::See;
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::rules::sudden;

pub static RULES: &[Rule] = &[
    Rule {
        ident: "sudden-crop",
        title: "Several came suddenly",
        fires_when: "the spot is new, and it came suddenly as three or more, or it and two others of the \
                     person, each first seen on a known day, came within rapid_hours",
        level: "follow-up; same-day where the glass test of the spot does not fade or was not done",
        see: See::Doctor,
        sources: &[source::CONCERNED],
        asks: &["first_seen", "onset", "count", "glass_test"],
        windows: &["new_days", "rapid_hours"],
        judge: Judge::EveryLook(sudden::sudden_crop),
        tell: sudden::tell_sudden_crop,
        ..FINDING
    },
    Rule {
        ident: "spreading",
        title: "Is spreading",
        fires_when: "spreading was said at the look or one at most rapid_hours before, or count or spread is \
                     higher than at a look at most rapid_hours before",
        level: "follow-up; same-day where the glass test was not done; emergency where it does not fade",
        see: See::Doctor,
        sources: &[source::CONCERNED, source::MENINGITIS_AND_DOTS],
        asks: &["glass_test"],
        windows: &["rapid_hours"],
        judge: Judge::EveryLook(sudden::spreading),
        tell: sudden::tell_spreading,
        ..FINDING
    },
    Rule {
        ident: "with-illness",
        title: "A spot together with feeling ill",
        fires_when: "a spot is new, or a rash, or has a change that no review has answered, and is painful or \
                     with any listed symptom; itch alone is none",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::CONCERNED],
        asks: &["pain"],
        windows: &["new_days", "with_hours", "recheck_days"],
        judge: Judge::Person {
            alone: |_, _| {},
            tell_alone: sudden::tell_with_illness_alone,
            at_look: Some(sudden::with_illness),
        },
        tell: sudden::tell_with_illness,
        ..FINDING
    },
    Rule {
        ident: "after-new-medicine",
        title: "Came after a new medicine",
        fires_when: "the spot was first seen 0 to medicine_days days after a medicine was started",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::CONCERNED, source::DRUG_RASH, source::PETECHIAE],
        asks: &["first_seen"],
        windows: &["medicine_days"],
        judge: Judge::EveryLook(sudden::after_new_medicine),
        tell: sudden::tell_after_new_medicine,
        ..FINDING
    },
    Rule {
        ident: "allergic-reaction",
        title: "Signs of a severe allergic reaction",
        fires_when: "a spot with trouble breathing or swelling of face, eyes or lips; or with fever where it \
                     itches, spreads or is a welt, and it came with food or a product, or within rapid_hours \
                     after the start of a medicine",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::DRUG_RASH],
        asks: &["itch", "contexts", "trouble-breathing", "swelling-face-eyes-lips", "fever"],
        windows: &["rapid_hours", "with_hours"],
        judge: Judge::EveryLook(sudden::allergic_reaction),
        tell: sudden::tell_allergic_reaction,
        ..FINDING
    },
    Rule {
        ident: "painful-eye-mouth-genitals",
        title: "New and painful at the eye, mouth or genitals",
        fires_when: "a new spot at the eye, inside the mouth or at the genitals is painful",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::IN_DOUBT],
        asks: &["pain", "first_seen"],
        windows: &["new_days"],
        judge: Judge::EveryLook(sudden::painful_place),
        tell: sudden::tell_painful_place,
        ..FINDING
    },
    Rule {
        ident: "rash-emergency-signs",
        title: "A rash with an emergency sign",
        fires_when: "it covers the whole body; or a rash has an open wound; or a rash or a new spot is with \
                     trouble breathing, speaking or swallowing, swelling of face, eyes or lips, light \
                     sensitivity, a seizure, or being drowsy or unresponsive (the line of the document is \
                     garbled; this is how it is read)",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::RASH_EMERGENCY],
        asks: &["count", "spread", "surface"],
        windows: &["new_days", "with_hours"],
        judge: Judge::EveryLook(sudden::rash_emergency_signs),
        tell: sudden::tell_rash_emergency_signs,
        ..FINDING
    },
    Rule {
        ident: "rash-with-warning-signs",
        title: "A rash with a warning sign",
        fires_when: "a rash or a new spot is with fever, severe head or neck pain, a stiff neck, trouble \
                     breathing, frequent vomiting or diarrhoea, confusion or dizziness",
        level: "same-day",
        see: See::Doctor,
        sources: &[source::WITH_SYMPTOMS],
        asks: &["count", "spread", "fever"],
        windows: &["new_days", "with_hours"],
        judge: Judge::EveryLook(sudden::rash_with_warning_signs),
        tell: sudden::tell_with,
        ..FINDING
    },
    Rule {
        ident: "not-improving",
        title: "A treatment has not helped",
        fires_when: "treatment_days have passed since a treatment was started, and improved was not answered \
                     with yes",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::WITH_SYMPTOMS, source::ATOPIC, source::CONTACT],
        windows: &["treatment_days"],
        judge: Judge::WholeSpot(sudden::not_improving),
        tell: sudden::tell_not_improving,
        ..FINDING
    },
    Rule {
        ident: "maybe-infected",
        title: "May be infected",
        fires_when: "an infection is suspected, or there is pus, or it is painful and warm or swollen at one \
                     look",
        level: "follow-up; same-day with fever",
        see: See::Doctor,
        sources: &[source::INFECTION, source::STAPH, source::WITH_SYMPTOMS],
        asks: &["pus", "pain", "warm_or_swollen", "suspects_infection", "fever"],
        windows: &["with_hours"],
        judge: Judge::EveryLook(sudden::maybe_infected),
        tell: sudden::tell_maybe_infected,
        ..FINDING
    },
];
