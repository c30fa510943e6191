//! Rules about spots that do not fade under a pressed glass.

use super::{
    COLOURS, COUNT, DIAMETER, FIRST_SEEN, GLASS, ITCH, MORPHOLOGY, NEW, RAISED, SITE, SPREAD, SPREADING, SURFACE,
    compared, day_of, telling,
};
use crate::domain::{GlassTest, Morphology, Surface, show_date};
use crate::guidance::fired::{Fired, Firing, FlagKind, Telling};
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::signs::{self, Signs};
use crate::guidance::source;
use crate::guidance::view::At;
use crate::guidance::{Level, See};

/// The boundary between pinprick dots and larger ones ("Tiny Red Dots On Skin", "What Is Petechiae?").
const PINPRICK_MM: f64 = 2.0;
/// A change from pinpricks to a bruise counts within this many days.
const BRUISE_WITHIN_DAYS: i64 = 7;

pub(super) const PINPRICK_RASH_NOT_ITCHY: Rule = Rule {
    ident: "pinprick-rash-not-itchy",
    title: "Pinprick dots that do not itch",
    brief: "pinprick dots that do not itch",
    fires_when: "three or more, or in more than one place, pinprick or under 2 mm, and itch is no or not \
                 answered, whatever the glass test says; not where first seen is persistence_days or more \
                 before the look, unless it spreads or is with any listed symptom",
    level: "same-day; emergency at higher risk",
    see: See::Doctor,
    sources: &[source::WHAT_PETECHIAE_ARE, source::A_WORD],
    asks: &["itch", "count", "born", "long_term_illness"],
    windows: &["persistence_days", "with_hours", "rapid_hours", "recent_infection_days"],
    kind: FlagKind::ReopensOnChange,
    stays_when_gone: false,
    raised_by_risk: true,
    ..Rule::finding(Judge::EveryLook(pinprick_rash, tell_pinprick_rash))
};

fn pinprick_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let known = at.known();
    let pinprick = known.morphology == Some(Morphology::Pinprick) || known.diameter.is_some_and(|mm| mm < PINPRICK_MM);
    if !at.is_extensive() || !pinprick || known.itch.is_yes() {
        return;
    }
    let old = at.days().map_or_else(|| !at.is_new(), |days| days >= i64::from(at.spot.windows.persistence_days));
    if !old || at.is_spreading() {
        fired.at(at, Level::SameDay);
    }
    if old {
        fired.with(at, Level::SameDay, Signs::ANY);
    }
}

fn tell_pinprick_rash(at: At<'_, '_>, firing: &Firing) -> Telling {
    let parts = &[FIRST_SEEN, COUNT, SPREAD, MORPHOLOGY, DIAMETER, ITCH, SPREADING];
    telling(at, firing, parts, "This counts whatever the glass test says.")
}

pub(super) const NON_FADING_RASH: Rule = Rule {
    ident: "non-fading-rash",
    title: "A rash that does not fade under glass",
    brief: "rash that did not fade under glass",
    fires_when: "the glass test does not fade or is unclear, and there are three or more or it is in \
                 several places",
    level: "same-day; emergency when new, spreading, with a sign of meningitis or sepsis, fatigue or unusual \
            bruising, or at higher risk",
    see: See::Doctor,
    sources: &[source::TELLING_PETECHIAE, source::WHAT_PETECHIAE_ARE, source::MENINGITIS_AND_DOTS],
    asks: &["first_seen", "spreading", "fever", "fatigue", "unusual-bruising", "born", "long_term_illness"],
    windows: &["new_days", "rapid_hours", "with_hours", "recent_infection_days"],
    kind: FlagKind::ReopensOnChange,
    stays_when_gone: true,
    raised_by_risk: true,
    ..Rule::finding(Judge::EveryLook(non_fading_rash, tell_non_fading))
};

fn non_fading_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() && at.is_extensive() {
        fired.at(at, if at.is_new() || at.is_spreading() { Level::Emergency } else { Level::SameDay });
        fired.with(at, Level::Emergency, signs::SERIOUS.union(signs::WITH_NON_FADING));
    }
}

/// Words a non-fading finding, with everything that may have made it urgent.
fn tell_non_fading(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[GLASS, COLOURS, COUNT, SPREAD, MORPHOLOGY, DIAMETER, NEW, SPREADING], "")
}

pub(super) const NON_FADING_SPOT: Rule = Rule {
    ident: "non-fading-spot",
    title: "A new spot that does not fade under glass",
    brief: "new, did not fade under glass",
    fires_when: "the glass test of a new spot does not fade or is unclear, and it is no rash by count or \
                 spread",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::TELLING_PETECHIAE],
    asks: &["first_seen", "count", "spread"],
    windows: &["new_days"],
    stays_when_gone: true,
    ..Rule::finding(Judge::EveryLook(non_fading_spot, tell_non_fading_spot))
};

fn non_fading_spot(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() && !at.is_extensive() && at.is_new() {
        fired.at(at, Level::FollowUp);
    }
}

fn tell_non_fading_spot(at: At<'_, '_>, firing: &Firing) -> Telling {
    let because = "Test it again under glass within 24 hours. The documents speak of rashes and say nothing of one or \
                   two dots; that is no reason to be silent about them.";
    telling(at, firing, &[GLASS, FIRST_SEEN, COUNT, MORPHOLOGY], because)
}

pub(super) const NON_FADING_AND_ILL: Rule = Rule {
    ident: "non-fading-and-ill",
    title: "Does not fade, and you feel ill",
    brief: "did not fade, with feeling ill",
    fires_when: "the glass test does not fade or is unclear, from one spot up, with fever, fatigue or \
                 unusual bruising",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::PRESSURE],
    asks: &["fever", "fatigue", "unusual-bruising"],
    windows: &["with_hours"],
    stays_when_gone: true,
    ..Rule::finding(Judge::EveryLook(non_fading_and_ill, tell_non_fading))
};

fn non_fading_and_ill(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() {
        fired.with(at, Level::Emergency, signs::WITH_NON_FADING);
    }
}

pub(super) const STOPPED_FADING: Rule = Rule {
    ident: "stopped-fading",
    title: "Faded before, and does not now",
    brief: "faded before, then did not",
    fires_when: "the glass test does not fade or is unclear, and first did so at most persistence_days \
                 after one that faded",
    level: "same-day; emergency with any listed symptom",
    see: See::Doctor,
    sources: &[source::MENINGITIS_AND_DOTS],
    windows: &["persistence_days", "with_hours"],
    stays_when_gone: true,
    ..Rule::finding(Judge::EveryLook(stopped_fading, tell_stopped_fading))
};

fn stopped_fading(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let Some(since) = at.known().not_fading_since else { return };
    let window = i64::from(at.spot.windows.persistence_days);
    // A later test that does not fade is no new start, or it would end what this rule raised.
    let tested = at.spot.looks[..=at.index].partition_point(|judged| judged.look.at.day() <= since);
    let faded = (0..tested)
        .rev()
        .take_while(|&i| (since - at.spot.look(i).at.day()).num_days() <= window)
        .find(|&i| at.spot.look(i).answers.glass_test == Some(GlassTest::Fades));
    if let Some(faded) = faded {
        fired.add(Firing::at_look(at, Level::SameDay).compared_with(faded));
        fired.add_with(at, Firing::at_look(at, Level::Emergency).compared_with(faded), Signs::ANY);
    }
}

fn tell_stopped_fading(at: At<'_, '_>, firing: &Firing) -> Telling {
    let window = at.spot.windows.persistence_days;
    let because = |faded| match at.known().not_fading_since {
        Some(since) => format!(
            "It faded on {} and no longer did on {}; up to {window} days between the two tests count.",
            day_of(faded),
            show_date(since)
        ),
        None => String::new(),
    };
    telling(at, firing, &[GLASS], &compared(at, firing).map_or_else(String::new, because))
}

pub(super) const PINPRICKS_TO_BRUISE: Rule = Rule {
    ident: "pinpricks-to-bruise",
    title: "Pinpricks have become like a bruise",
    brief: "pinpricks became like a bruise",
    fires_when: "it was pinprick, and a patch or a bruise within 7 days after that, whatever the glass \
                 test says",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::MENINGITIS_AND_DOTS, source::SEPSIS_AND_DOTS],
    ..Rule::finding(Judge::EveryLook(pinpricks_to_bruise, tell_pinpricks_to_bruise))
};

fn pinpricks_to_bruise(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !matches!(at.look().answers.morphology, Some(Morphology::Patch | Morphology::Bruise)) {
        return;
    }
    let near = |i: &usize| (at.day() - at.spot.look(*i).at.day()).num_days() <= BRUISE_WITHIN_DAYS;
    let was = |i: &usize| at.spot.look(*i).answers.morphology == Some(Morphology::Pinprick);
    if let Some(then) = (0..at.index).rev().take_while(near).find(was) {
        fired.add(Firing::at_look(at, Level::Emergency).compared_with(then));
    }
}

fn tell_pinpricks_to_bruise(at: At<'_, '_>, firing: &Firing) -> Telling {
    let because = |then| {
        format!(
            "It was pinprick on {}; up to {BRUISE_WITHIN_DAYS} days between the two count, whatever the glass test says.",
            day_of(then)
        )
    };
    telling(at, firing, &[MORPHOLOGY], &compared(at, firing).map_or_else(String::new, because))
}

pub(super) const NON_FADING_PATCH: Rule = Rule {
    ident: "non-fading-patch",
    title: "A red or purple patch that does not fade",
    brief: "red or purple patch that did not fade",
    fires_when: "the glass test does not fade or is unclear, it is red or purple (brown, or no colour \
                 answered, counts too), and it is a patch or a bruise, or a rash over 2 mm",
    level: "same-day; emergency with bleeding gums, unusual bruising or fever, or when new and spreading",
    see: See::Doctor,
    sources: &[source::PURPURA, source::VESSELS],
    asks: &["colours", "fever", "bleeding-gums", "unusual-bruising"],
    windows: &["new_days", "rapid_hours", "with_hours"],
    kind: FlagKind::ReopensOnChange,
    stays_when_gone: true,
    ..Rule::finding(Judge::EveryLook(non_fading_patch, tell_non_fading))
};

fn non_fading_patch(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.is_non_fading() || !at.is_red_or_purple() {
        return;
    }
    let large = at.known().diameter.is_some_and(|mm| mm > PINPRICK_MM);
    if at.is_patch_or_bruise() || (at.is_rash() && large) {
        fired.at(at, if at.is_new() && at.is_spreading() { Level::Emergency } else { Level::SameDay });
        fired.with(at, Level::Emergency, signs::WITH_PATCH);
    }
}

pub(super) const LEG_SPOTS_AND_ILL: Rule = Rule {
    ident: "leg-spots-and-ill",
    title: "Red or purple spots on the leg, and you feel ill",
    brief: "red or purple on the leg, with feeling ill",
    fires_when: "on the leg or foot, red or purple, not fading or raised, and with joint pain, fatigue, \
                 numbness, weakness, belly pain, muscle ache, blood in the urine, a cough, vomiting or \
                 fever, or an open wound",
    level: "same-day",
    see: See::Doctor,
    sources: &[source::INFLAMED_VESSELS, source::VESSELS],
    asks: &["colours", "raised", "glass_test", "surface"],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(leg_spots_and_ill, tell_leg_spots))
};

fn leg_spots_and_ill(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let raised_or_not_fading = at.is_non_fading() || at.known().raised.is_yes();
    if !at.spot.spot.site.is_on_leg() || !at.is_red_or_purple() || !raised_or_not_fading {
        return;
    }
    if at.known().surface == Some(Surface::OpenWound) {
        fired.at(at, Level::SameDay);
    }
    fired.with(at, Level::SameDay, signs::WITH_LEG_SPOTS);
}

fn tell_leg_spots(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE, COLOURS, GLASS, RAISED, SURFACE], "It cannot be settled at home.")
}

pub(super) const INFANT_FEVER_RASH: Rule = Rule {
    ident: "infant-fever-rash",
    title: "Fever with a spot, under one year old",
    brief: "fever with a spot, under one year old",
    fires_when: "under 1 year at the look, fever with a spot that was not there since birth",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::INFANT],
    asks: &["since_birth"],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(infant_fever, tell_infant_fever))
};

fn infant_fever(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.spot.spot.since_birth.is_yes() && at.spot.person.age(at.day()) == Some(0) {
        fired.with(at, Level::Emergency, signs::FEVER);
    }
}

fn tell_infant_fever(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(
        at,
        firing,
        &[SITE],
        "In the first year of life a fever with a spot or a rash is for the emergency services.",
    )
}
