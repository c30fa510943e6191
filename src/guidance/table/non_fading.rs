//! Spots that do not fade under glass, meningitis, sepsis.

use super::{FINDING, source};
use crate::guidance::See;
use crate::guidance::rule::{Judge, Kind, Rule};
use crate::guidance::rules::{non_fading, signs_alone, task};

pub static RULES: &[Rule] = &[
    Rule {
        ident: "pinprick-rash-not-itchy",
        title: "Pinprick dots that do not itch",
        fires_when: "three or more, or in more than one place, pinprick or under 2 mm, and itch is no or not \
                     answered, whatever the glass test says; not where first seen is persistence_days or more \
                     before the look, unless it spreads or is with any listed symptom",
        level: "same-day; emergency at higher risk",
        see: See::Doctor,
        sources: &[source::WHAT_PETECHIAE_ARE, source::A_WORD],
        asks: &["itch", "count", "born", "long_term_illness"],
        windows: &["persistence_days", "with_hours", "rapid_hours", "recent_infection_days"],
        kind: Kind::ReopensOnChange,
        stays_when_gone: false,
        raised_by_risk: true,
        judge: Judge::EveryLook(non_fading::pinprick_rash),
        tell: non_fading::tell_pinprick_rash,
    },
    Rule {
        ident: "non-fading-rash",
        title: "A rash that does not fade under glass",
        fires_when: "the glass test does not fade or is unclear, and there are three or more or it is in \
                     several places",
        level: "same-day; emergency when new, spreading, with a sign of meningitis or sepsis, fatigue or unusual \
                bruising, or at higher risk",
        see: See::Doctor,
        sources: &[source::TELLING_PETECHIAE, source::WHAT_PETECHIAE_ARE, source::MENINGITIS_AND_DOTS],
        asks: &["first_seen", "spreading", "fever", "fatigue", "unusual-bruising", "born", "long_term_illness"],
        windows: &["new_days", "rapid_hours", "with_hours", "recent_infection_days"],
        kind: Kind::ReopensOnChange,
        stays_when_gone: true,
        raised_by_risk: true,
        judge: Judge::EveryLook(non_fading::non_fading_rash),
        tell: non_fading::tell_non_fading,
    },
    Rule {
        ident: "non-fading-spot",
        title: "A new spot that does not fade under glass",
        fires_when: "the glass test of a new spot does not fade or is unclear, and it is no rash by count or \
                     spread",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::TELLING_PETECHIAE],
        asks: &["first_seen", "count", "spread"],
        windows: &["new_days"],
        stays_when_gone: true,
        judge: Judge::EveryLook(non_fading::non_fading_spot),
        tell: non_fading::tell_non_fading_spot,
        ..FINDING
    },
    Rule {
        ident: "non-fading-and-ill",
        title: "Does not fade, and you feel ill",
        fires_when: "the glass test does not fade or is unclear, from one spot up, with fever, fatigue or \
                     unusual bruising",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::PRESSURE],
        asks: &["fever", "fatigue", "unusual-bruising"],
        windows: &["with_hours"],
        stays_when_gone: true,
        judge: Judge::EveryLook(non_fading::non_fading_and_ill),
        tell: non_fading::tell_non_fading,
        ..FINDING
    },
    Rule {
        ident: "stopped-fading",
        title: "Faded before, and does not now",
        fires_when: "the glass test does not fade or is unclear, and one at most persistence_days before it \
                     faded",
        level: "same-day; emergency with any listed symptom",
        see: See::Doctor,
        sources: &[source::MENINGITIS_AND_DOTS],
        windows: &["persistence_days", "with_hours"],
        stays_when_gone: true,
        judge: Judge::EveryLook(non_fading::stopped_fading),
        tell: non_fading::tell_stopped_fading,
        ..FINDING
    },
    Rule {
        ident: "pinpricks-to-bruise",
        title: "Pinpricks have become like a bruise",
        fires_when: "it was pinprick, and a patch or a bruise within 7 days after that, whatever the glass \
                     test says",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::MENINGITIS_AND_DOTS, source::SEPSIS_AND_DOTS],
        judge: Judge::EveryLook(non_fading::pinpricks_to_bruise),
        tell: non_fading::tell_pinpricks_to_bruise,
        ..FINDING
    },
    Rule {
        ident: "non-fading-patch",
        title: "A red or purple patch that does not fade",
        fires_when: "the glass test does not fade or is unclear, it is red or purple (brown, or no colour \
                     answered, counts too), and it is a patch or a bruise, or a rash over 2 mm",
        level: "same-day; emergency with bleeding gums, unusual bruising or fever, or when new and spreading",
        see: See::Doctor,
        sources: &[source::PURPURA, source::VESSELS],
        asks: &["colours", "fever", "bleeding-gums", "unusual-bruising"],
        windows: &["new_days", "rapid_hours", "with_hours"],
        kind: Kind::ReopensOnChange,
        stays_when_gone: true,
        judge: Judge::EveryLook(non_fading::non_fading_patch),
        tell: non_fading::tell_non_fading,
        ..FINDING
    },
    Rule {
        ident: "leg-spots-and-ill",
        title: "Red or purple spots on the leg, and you feel ill",
        fires_when: "on the leg or foot, red or purple, not fading or raised, and with joint pain, fatigue, \
                     numbness, weakness, belly pain, muscle ache, blood in the urine, a cough, vomiting or \
                     fever, or an open wound",
        level: "same-day",
        see: See::Doctor,
        sources: &[source::INFLAMED_VESSELS, source::VESSELS],
        asks: &["colours", "raised", "glass_test", "surface"],
        windows: &["with_hours"],
        judge: Judge::EveryLook(non_fading::leg_spots_and_ill),
        tell: non_fading::tell_leg_spots,
        ..FINDING
    },
    Rule {
        ident: "fades-but-unwell",
        title: "Test again under glass",
        fires_when: "the latest glass test faded, with a sign of meningitis or sepsis at that look or a later \
                     one; it takes nothing back",
        level: "watch",
        see: See::Doctor,
        sources: &[source::MENINGITIS_AND_DOTS],
        windows: &["with_hours"],
        kind: Kind::Task,
        judge: Judge::WholeSpot(task::fades_but_unwell),
        tell: task::tell_fades_but_unwell,
        ..FINDING
    },
    Rule {
        ident: "meningitis-signs",
        title: "Signs of meningitis",
        fires_when: "within with_hours: a stiff neck with another of fever, headache, nausea, light \
                     sensitivity and vomiting, or any three of them; no spot is needed",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::MENINGITIS_AND_DOTS, source::MENINGITIS],
        asks: &["stiff-neck", "fever", "headache", "nausea", "light-sensitivity", "vomiting"],
        windows: &["with_hours"],
        judge: Judge::Person {
            alone: signs_alone::meningitis,
            tell_alone: signs_alone::tell_meningitis,
            at_look: None,
        },
        tell: signs_alone::tell_with_spot,
        ..FINDING
    },
    Rule {
        ident: "sepsis-signs",
        title: "Signs of sepsis",
        fires_when: "less alert with a spot that is present, or any of fever, sweating, fast heart or \
                     breathing, lethargy or being less alert with a spot that does not fade: emergency; any \
                     two of them within with_hours, without a spot: same-day",
        level: "same-day or emergency, as told; emergency at higher risk",
        see: See::Doctor,
        sources: &[source::SEPSIS_AND_DOTS],
        asks: &[
            "fever",
            "sweating",
            "fast-heart-or-breathing",
            "lethargy",
            "confused-or-less-alert",
            "born",
            "long_term_illness",
        ],
        windows: &["with_hours", "recent_infection_days"],
        raised_by_risk: true,
        judge: Judge::Person {
            alone: signs_alone::sepsis,
            tell_alone: signs_alone::tell_sepsis,
            at_look: Some(signs_alone::sepsis_with_spot),
        },
        tell: signs_alone::tell_with_spot,
        ..FINDING
    },
    Rule {
        ident: "collapse-signs",
        title: "A sign that needs help at once",
        fires_when: "drowsy or unresponsive, a seizure, trouble breathing, or swelling of face, eyes or lips \
                     was entered; no spot is needed",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::COLLAPSE],
        judge: Judge::Person { alone: signs_alone::collapse, tell_alone: signs_alone::tell_collapse, at_look: None },
        tell: signs_alone::tell_with_spot,
        ..FINDING
    },
    Rule {
        ident: "infant-fever-rash",
        title: "Fever with a spot, under one year old",
        fires_when: "under 1 year at the look, fever with a spot that was not there since birth",
        level: "emergency",
        see: See::Doctor,
        sources: &[source::INFANT],
        asks: &["since_birth"],
        windows: &["with_hours"],
        judge: Judge::EveryLook(non_fading::infant_fever),
        tell: non_fading::tell_infant_fever,
        ..FINDING
    },
];
