//! Spots that do not fade under a pressed glass.

use super::{
    COLOURS, COUNT, DIAMETER, FIRST_SEEN, GLASS, ITCH, MORPHOLOGY, NEW, RAISED, SITE, SPREAD, SPREADING, SURFACE,
    day_of, telling,
};
use crate::domain::{GlassTest, Morphology, Surface};
use crate::guidance::Level;
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::rule::Telling;
use crate::guidance::signs::{self, Signs};
use crate::guidance::view::{At, SpotView};

/// The border between pinprick dots and larger ones (S0, "What Is Petechiae?").
const PINPRICK_MM: f64 = 2.0;
/// Pinpricks that become like a bruise count within these days.
const BRUISE_WITHIN_DAYS: i64 = 7;

pub fn pinprick_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
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

pub fn tell_pinprick_rash(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let parts = &[FIRST_SEEN, COUNT, SPREAD, MORPHOLOGY, DIAMETER, ITCH, SPREADING];
    telling(spot, firing, parts, "This counts whatever the glass test says.")
}

pub fn non_fading_rash(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() && at.is_extensive() {
        fired.at(at, if at.is_new() || at.is_spreading() { Level::Emergency } else { Level::SameDay });
        fired.with(at, Level::Emergency, signs::SERIOUS.and(signs::WITH_NON_FADING));
    }
}

/// What does not fade, with everything that may have made it urgent.
pub fn tell_non_fading(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[GLASS, COLOURS, COUNT, SPREAD, MORPHOLOGY, DIAMETER, NEW, SPREADING], "")
}

pub fn non_fading_spot(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() && !at.is_extensive() && at.is_new() {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_non_fading_spot(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let because = "Test it again under glass within 24 hours. The documents speak of rashes and say nothing of one or \
                   two dots; that is no reason to be silent about them.";
    telling(spot, firing, &[GLASS, FIRST_SEEN, COUNT, MORPHOLOGY], because)
}

pub fn non_fading_and_ill(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_non_fading() {
        fired.with(at, Level::Emergency, signs::WITH_NON_FADING);
    }
}

pub fn stopped_fading(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.is_non_fading() {
        return;
    }
    let Some(test) = at.glass_test_look() else { return };
    let day = at.spot.look(test).at.day();
    let window = i64::from(at.spot.windows.persistence_days);
    let faded = (0..test)
        .rev()
        .take_while(|&i| (day - at.spot.look(i).at.day()).num_days() <= window)
        .find(|&i| at.spot.look(i).answers.glass_test == Some(GlassTest::Fades));
    if let Some(faded) = faded {
        fired.add(Firing::at_look(at, Level::SameDay).compared_with(faded));
        fired.add_with(at, Firing::at_look(at, Level::Emergency).compared_with(faded), Signs::ANY);
    }
}

pub fn tell_stopped_fading(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let faded = firing.compared_with.map(|i| spot.look(i));
    let because =
        format!("It faded on {}; up to {} days between the tests count.", day_of(faded), spot.windows.persistence_days);
    telling(spot, firing, &[GLASS], &because)
}

pub fn pinpricks_to_bruise(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !matches!(at.look().answers.morphology, Some(Morphology::Patch | Morphology::Bruise)) {
        return;
    }
    let near = |i: &usize| (at.day() - at.spot.look(*i).at.day()).num_days() <= BRUISE_WITHIN_DAYS;
    let was = |i: &usize| at.spot.look(*i).answers.morphology == Some(Morphology::Pinprick);
    if let Some(then) = (0..at.index).rev().take_while(near).find(was) {
        fired.add(Firing::at_look(at, Level::Emergency).compared_with(then));
    }
}

pub fn tell_pinpricks_to_bruise(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let then = firing.compared_with.map(|i| spot.look(i));
    let because = format!(
        "It was pinprick on {}; up to {BRUISE_WITHIN_DAYS} days between the two count, whatever the glass test says.",
        day_of(then)
    );
    telling(spot, firing, &[MORPHOLOGY], &because)
}

pub fn non_fading_patch(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.is_non_fading() || !at.is_red_or_purple() {
        return;
    }
    let large = at.known().diameter.is_some_and(|mm| mm > PINPRICK_MM);
    if at.is_patch_or_bruise() || (at.is_rash() && large) {
        fired.at(at, if at.is_new() && at.is_spreading() { Level::Emergency } else { Level::SameDay });
        fired.with(at, Level::Emergency, signs::WITH_PATCH);
    }
}

pub fn leg_spots_and_ill(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let raised_or_not_fading = at.is_non_fading() || at.known().raised.is_yes();
    if !at.spot.spot.site.is_on_leg() || !at.is_red_or_purple() || !raised_or_not_fading {
        return;
    }
    if at.known().surface == Some(Surface::OpenWound) {
        fired.at(at, Level::SameDay);
    }
    fired.with(at, Level::SameDay, signs::WITH_LEG_SPOTS);
}

pub fn tell_leg_spots(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE, COLOURS, GLASS, RAISED, SURFACE], "It cannot be settled at home.")
}

pub fn infant_fever(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.spot.spot.since_birth.is_yes() && at.spot.person.age(at.day()) == Some(0) {
        fired.with(at, Level::Emergency, signs::FEVER);
    }
}

pub fn tell_infant_fever(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(
        spot,
        firing,
        &[SITE],
        "In the first year of life a fever with a spot or a rash is for the emergency services.",
    )
}
