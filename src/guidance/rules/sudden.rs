//! Rules about spots that come suddenly, spread, hurt, or follow a medicine.

use super::{
    COUNT, FIRST_SEEN, GLASS, ITCH, MORPHOLOGY, NEW, PAIN, SITE, SPREAD, SPREADING, SURFACE, WARM, days, telling,
};
use crate::domain::{Context, Count, Medicine, Moment, Morphology, Onset, Site, Spread, Surface, show_date};
use crate::guidance::fired::{Evidence, Fired, Firing, Telling};
use crate::guidance::rule::{Judge, Rule, Tells};
use crate::guidance::signs;
use crate::guidance::source;
use crate::guidance::view::{At, SpotView};
use crate::guidance::{Level, See};
use chrono::NaiveDate;

pub(super) const SUDDEN_CROP: Rule = Rule {
    ident: "sudden-crop",
    title: "Several came suddenly",
    brief: "several came suddenly",
    fires_when: "the spot is new, and it came suddenly as three or more, or it and two others of the \
                 person, each first seen on a known day, came within rapid_hours",
    level: "follow-up; same-day where the glass test of the spot does not fade or was not done",
    see: See::Doctor,
    sources: &[source::CONCERNED],
    asks: &["first_seen", "onset", "count", "glass_test"],
    windows: &["new_days", "rapid_hours"],
    ..Rule::finding(Judge::EveryLook(sudden_crop, tell_sudden_crop))
};

fn sudden_crop(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
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

fn tell_sudden_crop(at: At<'_, '_>, firing: &Firing) -> Telling {
    let crops = at.spot.crops();
    let because = if crops.contains(&firing.at.day()) {
        format!(
            "It and two others or more were first seen within {} hours of each other, by {}.",
            at.spot.windows.rapid_hours,
            show_date(firing.at.day())
        )
    } else {
        format!("It came suddenly; three or more were counted from {} on.", show_date(firing.at.day()))
    };
    telling(at, firing, &[FIRST_SEEN, COUNT, GLASS], &because)
}

pub(super) const IS_SPREADING: Rule = Rule {
    ident: "spreading",
    title: "Is spreading",
    brief: "spreading",
    fires_when: "spreading was said at the look or one at most rapid_hours before, or count or spread is \
                 higher than at a look at most rapid_hours before",
    level: "follow-up; same-day where the glass test was not done; emergency where it does not fade",
    see: See::Doctor,
    sources: &[source::CONCERNED, source::MENINGITIS_AND_DOTS],
    asks: &["glass_test"],
    windows: &["rapid_hours"],
    ..Rule::finding(Judge::EveryLook(spreading, tell_spreading))
};

fn spreading(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let Some(from) = at.spreading() else { return };
    let level = match at.known().glass_test {
        None => Level::SameDay,
        Some(_) if at.is_non_fading() => Level::Emergency,
        Some(_) => Level::FollowUp,
    };
    fired.add(Firing::at_look(at, level).compared_with(from));
}

fn tell_spreading(at: At<'_, '_>, firing: &Firing) -> Telling {
    let because = format!("An increase within {} hours counts as spreading.", at.spot.windows.rapid_hours);
    telling(at, firing, &[SPREADING, COUNT, SPREAD, GLASS], &because)
}

pub(super) const WITH_ILLNESS: Rule = Rule {
    ident: "with-illness",
    title: "A spot together with feeling ill",
    brief: "a spot together with feeling ill",
    fires_when: "a spot is new, or a rash, or has a change that no review has answered, and is painful or \
                 with any listed symptom; itch alone is none",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::CONCERNED],
    asks: &["pain"],
    windows: &["new_days", "with_hours", "recheck_days"],
    ..Rule::finding(Judge::Person { alone: None, at_look: Some((with_illness, tell_with_illness)) })
};

fn with_illness(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
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

fn tell_with_illness(at: At<'_, '_>, firing: &Firing) -> Telling {
    let told = telling(at, firing, &[NEW, COUNT, SPREAD, MORPHOLOGY, PAIN], "");
    let reason = format!("Spot {} ({}). {}", at.spot.spot.number, at.spot.spot.title(), told.reason);
    Telling { reason, ..told }
}

pub(super) const AFTER_NEW_MEDICINE: Rule = Rule {
    ident: "after-new-medicine",
    title: "Came after a new medicine",
    brief: "came after a new medicine",
    fires_when: "the spot was first seen 0 to medicine_days days after a medicine was started",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::CONCERNED, source::DRUG_RASH, source::PETECHIAE],
    asks: &["first_seen"],
    windows: &["medicine_days"],
    ..Rule::finding(Judge::EveryLook(after_new_medicine, tell_after_new_medicine))
};

fn after_new_medicine(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let Some(seen) = at.spot.first_seen_at_latest else { return };
    if started_before(at.spot, seen).next().is_some() {
        fired.add(Firing { at: Moment::on(seen), ..Firing::at_look(at, Level::FollowUp) });
    }
}

/// Returns the medicines started at most `medicine_days` before a day.
fn started_before<'v>(spot: &'v SpotView<'_>, day: NaiveDate) -> impl Iterator<Item = &'v Medicine> {
    let within = 0..=i64::from(spot.windows.medicine_days);
    spot.person.medicines.iter().copied().filter(move |m| within.contains(&(day - m.started_on).num_days()))
}

fn tell_after_new_medicine(at: At<'_, '_>, firing: &Firing) -> Telling {
    let seen = firing.at.day();
    let name = |m: &Medicine| m.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
    let said: Vec<String> = started_before(at.spot, seen)
        .map(|m| {
            format!(
                "{} after {} was started on {}",
                days((seen - m.started_on).num_days()),
                name(m),
                show_date(m.started_on)
            )
        })
        .collect();
    let first = if at.spot.spot.since_birth.is_yes() {
        // The number of days between the two would reveal the date of birth in an anonymous report.
        let started: Vec<String> = started_before(at.spot, seen).map(|m| show_date(m.started_on)).collect();
        format!("There since birth, and a medicine was started before ({})", started.join(", "))
    } else {
        format!("First seen on {}, {}", show_date(seen), said.join(", "))
    };
    let reason = format!("{first}; up to {} days count. Tell the doctor about it.", at.spot.windows.medicine_days);
    let medicines = started_before(at.spot, seen).map(|m| Evidence {
        observation: None,
        at: Moment::on(m.started_on),
        what: format!("started {}", name(m)),
    });
    Telling { reason, evidence: medicines.collect() }
}

pub(super) const ALLERGIC_REACTION: Rule = Rule {
    ident: "allergic-reaction",
    title: "Signs of a severe allergic reaction",
    brief: "signs of a severe allergic reaction",
    fires_when: "a spot with trouble breathing or swelling of face, eyes or lips; or with fever where it \
                 itches, spreads or is a welt, and it came with food or a product, or within rapid_hours \
                 after the start of a medicine",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::DRUG_RASH],
    asks: &["itch", "contexts", "trouble-breathing", "swelling-face-eyes-lips", "fever"],
    windows: &["rapid_hours", "with_hours"],
    ..Rule::finding(Judge::EveryLook(allergic_reaction, tell_allergic_reaction))
};

fn allergic_reaction(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
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

/// Returns a medicine started at most `rapid_hours` before the spot was first seen.
fn rapidly_after<'v>(spot: &'v SpotView<'_>) -> Option<&'v Medicine> {
    let seen = spot.first_seen_at_latest?;
    let hours = i64::from(spot.windows.rapid_hours);
    let soon = |m: &&Medicine| m.started_on <= seen && Moment::on(m.started_on).within_hours(Moment::on(seen), hours);
    spot.person.medicines.iter().copied().find(soon)
}

fn tell_allergic_reaction(at: At<'_, '_>, firing: &Firing) -> Telling {
    let mut because = String::new();
    if came_with_food_or_product(at.spot) {
        because.push_str("It came with food or a product. ");
    }
    if let Some(medicine) = rapidly_after(at.spot) {
        because.push_str(&format!(
            "A medicine was started on {}, at most {} hours before it was first seen. ",
            show_date(medicine.started_on),
            at.spot.windows.rapid_hours
        ));
    }
    because.push_str("Trouble breathing, swelling or fever together with a rash can be a severe allergic reaction.");
    telling(at, firing, &[ITCH, MORPHOLOGY, SPREADING], &because)
}

pub(super) const PAINFUL_EYE_MOUTH_GENITALS: Rule = Rule {
    ident: "painful-eye-mouth-genitals",
    title: "New and painful at the eye, mouth or genitals",
    brief: "new and painful at eye, mouth or genitals",
    fires_when: "a new spot at the eye, inside the mouth or at the genitals is painful",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::IN_DOUBT],
    asks: &["pain", "first_seen"],
    windows: &["new_days"],
    ..Rule::finding(Judge::EveryLook(painful_place, tell_painful_place))
};

fn painful_place(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let place = matches!(at.spot.spot.site, Site::Eye | Site::Eyelid | Site::InsideMouth | Site::Genitals);
    if place && at.look().answers.pain.is_yes() && at.is_new() {
        fired.at(at, Level::Emergency);
    }
}

fn tell_painful_place(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(at, firing, &[SITE, NEW, PAIN], "New and painful there is to be seen at once.")
}

pub(super) const RASH_EMERGENCY_SIGNS: Rule = Rule {
    ident: "rash-emergency-signs",
    title: "A rash with an emergency sign",
    brief: "rash with an emergency sign",
    fires_when: "it covers the whole body; or a rash has an open wound; or a rash or a new spot is with \
                 trouble breathing, speaking or swallowing, swelling of face, eyes or lips, light \
                 sensitivity, a seizure, or being drowsy or unresponsive (the line of the document is \
                 garbled; this is how it is read)",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::RASH_EMERGENCY],
    asks: &["count", "spread", "surface"],
    windows: &["new_days", "with_hours"],
    ..Rule::finding(Judge::EveryLook(rash_emergency_signs, tell_rash_emergency_signs))
};

fn rash_emergency_signs(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let known = at.known();
    let rash = at.is_rash();
    if known.spread == Some(Spread::WholeBody) || (rash && known.surface == Some(Surface::OpenWound)) {
        fired.at(at, Level::Emergency);
    }
    if rash || at.is_new() {
        fired.with(at, Level::Emergency, signs::WITH_RASH_EMERGENCY);
    }
}

fn tell_rash_emergency_signs(at: At<'_, '_>, firing: &Firing) -> Telling {
    telling(
        at,
        firing,
        &[NEW, COUNT, SPREAD, MORPHOLOGY, SURFACE],
        "The document asks for help at once then. (Its line is garbled: some words were lost.)",
    )
}

pub(super) const RASH_WITH_WARNING_SIGNS: Rule = Rule {
    ident: "rash-with-warning-signs",
    title: "A rash with a warning sign",
    brief: "rash with a warning sign",
    fires_when: "a rash or a new spot is with fever, severe head or neck pain, a stiff neck, trouble \
                 breathing, frequent vomiting or diarrhoea, confusion or dizziness",
    level: "same-day",
    see: See::Doctor,
    sources: &[source::WITH_SYMPTOMS],
    asks: &["count", "spread", "fever"],
    windows: &["new_days", "with_hours"],
    ..Rule::finding(Judge::EveryLook(rash_with_warning_signs, tell_with))
};

fn rash_with_warning_signs(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.is_rash() || at.is_new() {
        fired.with(at, Level::SameDay, signs::WITH_RASH_WARNING);
    }
}

/// Words a rash or a new spot together with its symptoms.
fn tell_with(at: At<'_, '_>, firing: &Firing) -> Telling {
    let because = format!(
        "A symptom counts as with a spot within {} hours of a look, and after it until the next look.",
        at.spot.windows.with_hours
    );
    telling(at, firing, &[NEW, COUNT, SPREAD, MORPHOLOGY], &because)
}

pub(super) const NOT_IMPROVING: Rule = Rule {
    ident: "not-improving",
    title: "A treatment has not helped",
    brief: "treatment has not helped",
    fires_when: "treatment_days have passed since a treatment was started, and improved was not answered \
                 with yes",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::WITH_SYMPTOMS, source::ATOPIC, source::CONTACT],
    windows: &["treatment_days"],
    unless: ", unless it has helped by then",
    ..Rule::finding(Judge::WholeSpot(not_improving, Tells::WholeSpot(tell_not_improving)))
};

fn not_improving(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    for treatment in spot.treatments {
        let by = Moment::on(treatment.started_on).plus_days(i64::from(spot.windows.treatment_days));
        if !treatment.improved.is_yes() && by.day() <= spot.as_of.day() {
            fired.add(Firing::new(by, Level::FollowUp));
        }
    }
}

fn tell_not_improving(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let window = i64::from(spot.windows.treatment_days);
    let due = |t: &&crate::domain::Treatment| Moment::on(t.started_on).plus_days(window) == firing.at;
    let treatment = spot.treatments.iter().filter(|t| !t.improved.is_yes()).find(due);
    let what = treatment.and_then(|t| t.what.as_ref()).map_or_else(|| "The treatment".into(), |w| w.on_one_line());
    let started = treatment.map_or(firing.at.day(), |t| t.started_on);
    let answer = match treatment.map(|t| t.improved) {
        Some(answer) if answer.is_no() => "it was answered that it has not helped",
        _ => "whether it has helped was not answered with yes",
    };
    let reason = format!("{what}, from {}: {window} days have passed, and {answer}.", show_date(started));
    let evidence = Evidence { observation: None, at: Moment::on(started), what: "treatment started".into() };
    Telling { reason, evidence: vec![evidence] }
}

pub(super) const MAYBE_INFECTED: Rule = Rule {
    ident: "maybe-infected",
    title: "May be infected",
    brief: "may be infected",
    fires_when: "an infection is suspected, or there is pus, or it is painful and warm or swollen at one \
                 look",
    level: "follow-up; same-day with fever",
    see: See::Doctor,
    sources: &[source::INFECTION, source::STAPH, source::WITH_SYMPTOMS],
    asks: &["pus", "pain", "warm_or_swollen", "suspects_infection", "fever"],
    windows: &["with_hours"],
    ..Rule::finding(Judge::EveryLook(maybe_infected, tell_maybe_infected))
};

fn maybe_infected(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let a = &at.look().answers;
    if a.suspects_infection.is_yes() || a.pus.is_yes() || (a.pain.is_yes() && a.warm_or_swollen.is_yes()) {
        fired.at(at, Level::FollowUp);
        fired.with(at, Level::SameDay, signs::FEVER);
    }
}

fn tell_maybe_infected(at: At<'_, '_>, firing: &Firing) -> Telling {
    let parts = &[
        |at: At<'_, '_>| at.look().answers.suspects_infection.is_yes().then(|| "an infection is suspected".into()),
        |at: At<'_, '_>| at.look().answers.pus.is_yes().then(|| "pus".into()),
        PAIN,
        WARM,
    ];
    telling(at, firing, parts, "Ask a doctor before trying anything on it.")
}
