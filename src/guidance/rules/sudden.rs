//! What comes suddenly, spreads, hurts, or follows a medicine.

use super::{
    COUNT, FIRST_SEEN, GLASS, ITCH, MORPHOLOGY, NEW, PAIN, SITE, SPREAD, SPREADING, SURFACE, WARM, days, symptoms_of,
    telling,
};
use crate::domain::{Context, Count, Medicine, Moment, Morphology, Onset, Site, Spread, Surface, show_date};
use crate::guidance::Level;
use crate::guidance::evaluate::Evidence;
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::person::PersonView;
use crate::guidance::rule::Telling;
use crate::guidance::signs;
use crate::guidance::view::{At, SpotView};
use chrono::NaiveDate;

pub fn sudden_crop(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if !at.is_new() {
        return;
    }
    let tested = at.known().glass_test.is_some() && !at.is_non_fading();
    let firing = Firing::at_look(at, if tested { Level::FollowUp } else { Level::SameDay });
    let sudden = at.spot.spot.onset == Some(Onset::Sudden);
    if sudden && at.known().count >= Some(Count::ThreeOrMore) {
        let first = at.spot.looks().find(|l| l.look().answers.count >= Some(Count::ThreeOrMore));
        fired.add(Firing { at: first.map_or(firing.at, At::moment), ..firing });
    }
    for third in at.spot.crops() {
        fired.add(Firing { at: Moment::on(third), ..firing });
    }
}

pub fn tell_sudden_crop(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let crops = spot.crops();
    let because = if crops.contains(&firing.at.day()) {
        format!(
            "It and two others or more were first seen within {} hours of each other, by {}.",
            spot.windows.rapid_hours,
            show_date(firing.at.day())
        )
    } else {
        format!("It came suddenly; three or more were counted from {} on.", show_date(firing.at.day()))
    };
    telling(spot, firing, &[FIRST_SEEN, COUNT, GLASS], &because)
}

pub fn spreading(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let Some(from) = at.spreading() else { return };
    let level = match at.known().glass_test {
        None => Level::SameDay,
        Some(_) if at.is_non_fading() => Level::Emergency,
        Some(_) => Level::FollowUp,
    };
    fired.add(Firing::at_look(at, level).compared_with(from));
}

pub fn tell_spreading(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let because = format!("Rapidly means within {} hours.", spot.windows.rapid_hours);
    telling(spot, firing, &[SPREADING, COUNT, SPREAD, GLASS], &because)
}

pub fn with_illness(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let concerns = at.is_new() || at.is_rash();
    let has_change = |firing: &Firing| at.spot.has_unanswered_change(firing.at.day());
    let painful = Firing::at_look(at, Level::FollowUp);
    if at.look().answers.pain.is_yes() && (concerns || has_change(&painful)) {
        fired.add(painful);
    }
    for (place, noticed) in at.symptoms() {
        if concerns || has_change(&painful.not_before(noticed.at)) {
            fired.at_with(at, place, Level::FollowUp);
        }
    }
}

pub fn tell_with_illness(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let told = telling(spot, firing, &[NEW, COUNT, SPREAD, MORPHOLOGY, PAIN], "");
    let reason = format!("Spot {} ({}). {}", spot.spot.number, spot.spot.title(), told.reason);
    Telling { reason, ..told }
}

/// Not reached: only spots make this rule fire.
pub fn tell_with_illness_alone(person: &PersonView<'_>, firing: &Firing) -> Telling {
    Telling { reason: String::new(), evidence: symptoms_of(person, firing) }
}

pub fn after_new_medicine(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let Some(seen) = at.spot.first_seen_at_latest else { return };
    if started_before(at.spot, seen).next().is_some() {
        fired.add(Firing { at: Moment::on(seen), ..Firing::at_look(at, Level::FollowUp) });
    }
}

/// The medicines that were started at most `medicine_days` before a day.
fn started_before<'v>(spot: &'v SpotView<'_>, day: NaiveDate) -> impl Iterator<Item = &'v Medicine> {
    let within = 0..=i64::from(spot.windows.medicine_days);
    spot.person.medicines.iter().copied().filter(move |m| within.contains(&(day - m.started_on).num_days()))
}

pub fn tell_after_new_medicine(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let seen = firing.at.day();
    let name = |m: &Medicine| m.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
    let said: Vec<String> = started_before(spot, seen)
        .map(|m| {
            format!(
                "{} after {} was started on {}",
                days((seen - m.started_on).num_days()),
                name(m),
                show_date(m.started_on)
            )
        })
        .collect();
    let first = if spot.spot.since_birth.is_yes() {
        // The days between the two would give the day of birth to whoever reads an anonymous report.
        let started: Vec<String> = started_before(spot, seen).map(|m| show_date(m.started_on)).collect();
        format!("There since birth, and a medicine was started before ({})", started.join(", "))
    } else {
        format!("First seen on {}, {}", show_date(seen), said.join(", "))
    };
    let reason = format!("{first}; up to {} days count. Tell the doctor about it.", spot.windows.medicine_days);
    let medicines = started_before(spot, seen).map(|m| Evidence {
        observation: None,
        at: Moment::on(m.started_on),
        what: format!("started {}", name(m)),
    });
    Telling { reason, evidence: medicines.collect() }
}

pub fn allergic_reaction(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    fired.with(at, Level::Emergency, signs::BREATHING_OR_SWELLING);
    let known = at.known();
    let like = known.itch.is_yes() || known.morphology == Some(Morphology::Welt) || at.is_spreading();
    if like && (came_with_food_or_product(at.spot) || rapidly_after(at.spot).is_some()) {
        fired.with(at, Level::Emergency, signs::FEVER);
    }
}

fn came_with_food_or_product(spot: &SpotView<'_>) -> bool {
    spot.spot.contexts.contains(Context::Food) || spot.spot.contexts.contains(Context::Product)
}

/// The medicine that was started at most `rapid_hours` before the spot was first seen.
fn rapidly_after<'v>(spot: &'v SpotView<'_>) -> Option<&'v Medicine> {
    let seen = spot.first_seen_at_latest?;
    let hours = i64::from(spot.windows.rapid_hours);
    let soon = |m: &&Medicine| m.started_on <= seen && Moment::on(m.started_on).within_hours(Moment::on(seen), hours);
    spot.person.medicines.iter().copied().find(soon)
}

pub fn tell_allergic_reaction(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let mut because = String::new();
    if came_with_food_or_product(spot) {
        because.push_str("It came with food or a product. ");
    }
    if let Some(medicine) = rapidly_after(spot) {
        because.push_str(&format!(
            "A medicine was started on {}, at most {} hours before it was first seen. ",
            show_date(medicine.started_on),
            spot.windows.rapid_hours
        ));
    }
    because.push_str("Trouble breathing, swelling or fever together with a rash can be a severe allergic reaction.");
    telling(spot, firing, &[ITCH, MORPHOLOGY, SPREADING], &because)
}

pub fn painful_place(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let place = matches!(at.spot.spot.site, Site::Eye | Site::Eyelid | Site::InsideMouth | Site::Genitals);
    if place && at.look().answers.pain.is_yes() && at.is_new() {
        fired.at(at, Level::Emergency);
    }
}

pub fn tell_painful_place(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(spot, firing, &[SITE, NEW, PAIN], "New and painful there is to be seen at once.")
}

pub fn rash_emergency_signs(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let known = at.known();
    let rash = at.is_rash();
    if known.spread == Some(Spread::WholeBody) || (rash && known.surface == Some(Surface::OpenWound)) {
        fired.at(at, Level::Emergency);
    }
    if rash || at.is_new() {
        fired.with(at, Level::Emergency, signs::WITH_RASH_EMERGENCY);
    }
}

pub fn tell_rash_emergency_signs(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    telling(
        spot,
        firing,
        &[NEW, COUNT, SPREAD, MORPHOLOGY, SURFACE],
        "The document asks for help at once then. (Its line is garbled: some words were lost.)",
    )
}

pub fn rash_with_warning_signs(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_rash() || at.is_new() {
        fired.with(at, Level::SameDay, signs::WITH_RASH_WARNING);
    }
}

/// A rash or a new spot, with a symptom.
pub fn tell_with(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let because = format!(
        "A symptom counts as with a spot within {} hours of a look, and after it until the next look.",
        spot.windows.with_hours
    );
    telling(spot, firing, &[NEW, COUNT, SPREAD, MORPHOLOGY], &because)
}

pub fn not_improving(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    for treatment in spot.treatments {
        let by = Moment::on(treatment.started_on).plus_days(i64::from(spot.windows.treatment_days));
        if !treatment.improved.is_yes() && by.day() <= spot.as_of.day() {
            fired.add(Firing::new(by, Level::FollowUp));
        }
    }
}

pub fn tell_not_improving(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let window = i64::from(spot.windows.treatment_days);
    let due = |t: &&crate::domain::Treatment| Moment::on(t.started_on).plus_days(window) == firing.at;
    let treatment = spot.treatments.iter().filter(|t| !t.improved.is_yes()).find(due);
    let what = treatment.and_then(|t| t.what.as_ref()).map_or_else(|| "The treatment".into(), |w| w.on_one_line());
    let started = treatment.map_or(firing.at.day(), |t| t.started_on);
    let answer = match treatment.map(|t| t.improved) {
        Some(answer) if answer.is_no() => "you said that it has not helped",
        _ => "whether it has helped was not answered with yes",
    };
    let reason = format!("{what}, from {}: {window} days have passed, and {answer}.", show_date(started));
    let evidence = Evidence { observation: None, at: Moment::on(started), what: "treatment started".into() };
    Telling { reason, evidence: vec![evidence] }
}

pub fn maybe_infected(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let a = &at.look().answers;
    if a.suspects_infection.is_yes() || a.pus.is_yes() || (a.pain.is_yes() && a.warm_or_swollen.is_yes()) {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

pub fn tell_maybe_infected(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let parts = &[
        |at: At<'_, '_>| at.look().answers.suspects_infection.is_yes().then(|| "you suspect an infection".into()),
        |at: At<'_, '_>| at.look().answers.pus.is_yes().then(|| "pus".into()),
        PAIN,
        WARM,
    ];
    telling(spot, firing, parts, "Ask a doctor before trying anything on it.")
}
