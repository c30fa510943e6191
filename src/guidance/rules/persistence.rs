//! Rules about spots that persist or come back.

use super::{day_of, evidence};
use crate::domain::{Context, Presence, Spot, show_date};
use crate::guidance::fired::{Fired, Firing, FlagKind, Telling};
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::source;
use crate::guidance::view::At;
use crate::guidance::windows::Windows;
use crate::guidance::{Level, See};
use chrono::{Days, NaiveDate};

pub(super) const PERSISTS: Rule = Rule {
    ident: "persists",
    title: "Has not gone away",
    brief: "has not gone away",
    fires_when: "a look that says present comes persistence_days or more after the spot was first seen, or first \
                 seen is unknown; not for a spot that was there since birth",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::DOES_NOT_GO_AWAY, source::CONCERNED],
    asks: &["first_seen", "since_birth"],
    windows: &["persistence_days"],
    kind: FlagKind::SettledByReview,
    ..Rule::finding(Judge::EveryLook(persists, tell_persists))
};

fn persists(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let from = persists_from(at.spot.spot, at.day(), at.spot.windows);
    if from.is_some_and(|from| at.day() >= from) {
        fired.at(at, Level::FollowUp);
    }
}

/// Returns the day from which a spot counts as persisting: `persistence_days` after it was first seen, or the day of a
/// look where that is unknown. `None` for a spot that was there since birth.
pub fn persists_from(spot: &Spot, look: NaiveDate, windows: &Windows) -> Option<NaiveDate> {
    let days = Days::new(windows.persistence_days.into());
    let from = spot.first_seen.map_or(Some(look), |seen| seen.earliest().checked_add_days(days));
    from.filter(|_| !spot.since_birth.is_yes())
}

fn tell_persists(at: At<'_, '_>, _: &Firing) -> Telling {
    let window = at.spot.windows.persistence_days;
    let had_gone = at.spot.first_gone.is_some_and(|gone| gone < at.spot.looks[at.index].place);
    let there = if had_gone { "There again" } else { "Still there" };
    let reason = match (at.spot.spot.first_seen, at.days()) {
        (Some(seen), Some(days)) => format!(
            "{there} {}{days} days after it was first seen ({}); a few weeks ({window} days) {} passed.",
            seen.up_to(),
            seen.label(),
            if seen.up_to().is_empty() { "have" } else { "may have" }
        ),
        _ => format!(
            "There on {}, and when it was first seen is not known: that counts as longer than a few weeks ({window} \
             days).",
            day_of(at.look())
        ),
    };
    present(at, reason)
}

pub(super) const SCRATCH_MARK_STAYS: Rule = Rule {
    ident: "scratch-mark-stays",
    title: "The scratch or knock mark is still there",
    brief: "scratch or knock mark still there",
    fires_when: "the spot came after a scratch or a blow and is present scratch_days or more after it was first \
                 seen, or first seen is unknown",
    level: "watch",
    see: See::Doctor,
    sources: &[source::EXTRAVASATION],
    asks: &["first_seen"],
    windows: &["scratch_days"],
    ..Rule::finding(Judge::EveryLook(scratch_mark_stays, tell_scratch_mark_stays))
};

fn scratch_mark_stays(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let contexts = &at.spot.spot.contexts;
    let knocked = contexts.contains(Context::Scratch) || contexts.contains(Context::Blow);
    if knocked && at.days_have_passed(at.spot.windows.scratch_days) {
        fired.at(at, Level::Watch);
    }
}

fn tell_scratch_mark_stays(at: At<'_, '_>, _: &Firing) -> Telling {
    let window = at.spot.windows.scratch_days;
    let reason = format!(
        "It came after a scratch or a knock and was still there on {}, {}. Such marks are said to go in several days \
         ({window}), so the scratch no longer explains it.",
        day_of(at.look()),
        since_first_seen(at)
    );
    present(at, reason)
}

pub(super) const HEAT_RASH_STAYS: Rule = Rule {
    ident: "heat-rash-stays",
    title: "The heat rash is still there",
    brief: "heat rash still there",
    fires_when: "the spot came with heat and is present heat_hours or more after it was first seen, or first seen \
                 is unknown",
    level: "watch",
    see: See::Doctor,
    sources: &[source::HEAT_RASH],
    asks: &["first_seen"],
    windows: &["heat_hours"],
    ..Rule::finding(Judge::EveryLook(heat_rash_stays, tell_heat_rash_stays))
};

fn heat_rash_stays(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let hours = i64::from(at.spot.windows.heat_hours);
    let passed = at.days().is_none_or(|days| days * 24 >= hours);
    if passed && at.spot.spot.contexts.contains(Context::Heat) {
        fired.at(at, Level::Watch);
    }
}

fn tell_heat_rash_stays(at: At<'_, '_>, _: &Firing) -> Telling {
    let window = at.spot.windows.heat_hours;
    let reason = format!(
        "It came with heat and was still there on {}, {}. Heat rash is said to go within {window} hours, so the heat \
         no longer explains it.",
        day_of(at.look()),
        since_first_seen(at)
    );
    present(at, reason)
}

pub(super) const COMES_BACK: Rule = Rule {
    ident: "comes-back",
    title: "Has come back",
    brief: "came back",
    fires_when: "the spot is present after it had gone, at any time before",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::RECURRENT, source::COMES_AND_GOES],
    ..Rule::finding(Judge::EveryLook(comes_back, tell_comes_back))
};

fn comes_back(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if at.spot.first_gone.is_some_and(|gone| gone < at.judged().place) {
        fired.at(at, Level::FollowUp);
    }
}

fn tell_comes_back(at: At<'_, '_>, _: &Firing) -> Telling {
    // One crop is from the first of consecutive looks to the observation that says gone.
    let mut crops: Vec<String> = Vec::new();
    let mut evidences = Vec::new();
    let mut began = None;
    let mut last = None;
    for observation in at.spot.observations {
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
    let mut telling = present(at, reason);
    telling.evidence.splice(0..0, evidences);
    telling
}

fn since_first_seen(at: At<'_, '_>) -> String {
    match (at.spot.spot.first_seen, at.days()) {
        _ if at.spot.spot.since_birth.is_yes() => "and it was there since birth".into(),
        (Some(seen), Some(days)) => {
            format!("{}{days} days after it was first seen ({})", seen.up_to(), seen.label())
        }
        _ => "and when it was first seen is not known".into(),
    }
}

fn present(at: At<'_, '_>, reason: String) -> Telling {
    let what = match at.look().answers.presence {
        Presence::Unsure => "unsure",
        _ => "present",
    };
    Telling { reason, evidence: vec![evidence(at.look(), what)] }
}
