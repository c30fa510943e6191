//! What does not go away, and what comes back.

use super::{day_of, evidence, look_of};
use crate::domain::{Context, Presence, show_date};
use crate::guidance::Level;
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::rule::Telling;
use crate::guidance::view::{At, SpotView};

pub fn persists(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let exempt = at.spot.spot.since_birth.is_yes();
    if !exempt && at.days_have_passed(at.spot.windows.persistence_days) {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_persists(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let window = spot.windows.persistence_days;
    let reason = match (spot.spot.first_seen, days_at(spot, firing)) {
        (Some(seen), Some(days)) => format!(
            "Still there {days} days after it was first seen ({}); a few weeks ({window} days) have passed.",
            seen.label()
        ),
        _ => format!(
            "There on {}, and when it was first seen is not known: that counts as longer than a few weeks ({window} \
             days).",
            day_of(look_of(spot, firing))
        ),
    };
    present(spot, firing, reason)
}

pub fn scratch_mark_stays(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let contexts = &at.spot.spot.contexts;
    let knocked = contexts.contains(Context::Scratch) || contexts.contains(Context::Blow);
    if knocked && at.days_have_passed(at.spot.windows.scratch_days) {
        fired.at(at, Level::Watch);
    }
}

pub fn tell_scratch_mark_stays(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let window = spot.windows.scratch_days;
    let reason = format!(
        "It came after a scratch or a knock and was still there on {}, {}. Such marks are said to go in several days \
         ({window}), so the scratch no longer explains it.",
        day_of(look_of(spot, firing)),
        since_first_seen(spot, firing)
    );
    present(spot, firing, reason)
}

pub fn heat_rash_stays(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let hours = i64::from(at.spot.windows.heat_hours);
    let passed = at.days().is_none_or(|days| days * 24 >= hours);
    if passed && at.spot.spot.contexts.contains(Context::Heat) {
        fired.at(at, Level::Watch);
    }
}

pub fn tell_heat_rash_stays(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let window = spot.windows.heat_hours;
    let reason = format!(
        "It came with heat and was still there on {}, {}. Heat rash is said to go within {window} hours, so the heat \
         no longer explains it.",
        day_of(look_of(spot, firing)),
        since_first_seen(spot, firing)
    );
    present(spot, firing, reason)
}

pub fn comes_back(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.spot.first_gone.is_some_and(|gone| gone < at.judged().place) {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_comes_back(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    // Each crop: from the first look of a run of looks to the observation that says gone.
    let mut crops: Vec<String> = Vec::new();
    let mut evidences = Vec::new();
    let mut began = None;
    let mut last = None;
    for observation in spot.observations {
        if observation.answers.presence != Presence::Gone {
            began.get_or_insert(observation.at.day());
            last = Some(observation);
        } else if let Some(from) = began.take() {
            crops.push(format!("{} until gone on {}", show_date(from), show_date(observation.at.day())));
            evidences.push(evidence(observation, "gone"));
        }
    }
    if let (Some(from), Some(last)) = (began, last) {
        crops.push(format!("{} and still there on {}", show_date(from), show_date(last.at.day())));
    }
    let reason = format!("It had gone and is back. Seen from {}.", crops.join("; from "));
    let mut telling = present(spot, firing, reason);
    telling.evidence.splice(0..0, evidences);
    telling
}

fn days_at(spot: &SpotView<'_>, firing: &Firing) -> Option<i64> {
    firing.look.and_then(|index| At { spot, index }.days())
}

fn since_first_seen(spot: &SpotView<'_>, firing: &Firing) -> String {
    match (spot.spot.first_seen, days_at(spot, firing)) {
        _ if spot.spot.since_birth.is_yes() => "and it was there since birth".into(),
        (Some(seen), Some(days)) => format!("{days} days after it was first seen ({})", seen.label()),
        _ => "and when it was first seen is not known".into(),
    }
}

fn present(spot: &SpotView<'_>, firing: &Firing, reason: String) -> Telling {
    let what = |look: &crate::domain::Look| match look.answers.presence {
        Presence::Unsure => "unsure",
        _ => "present",
    };
    let evidence = look_of(spot, firing).map(|look| evidence(look, what(look)));
    Telling { reason, evidence: evidence.into_iter().collect() }
}
