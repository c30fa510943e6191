//! What the person noticed: changes, bleeding, worry.

use super::{day_of, evidence, look_of};
use crate::domain::{Answer, show_date};
use crate::guidance::Level;
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::rule::Telling;
use crate::guidance::view::{At, SpotView};

/// Bleeds within this many days are counted together.
const OFTEN_WITHIN_DAYS: i64 = 30;

pub fn is_reported(at: At<'_, '_>) -> bool {
    at.look().answers.changes.as_ref().is_some_and(|changes| !changes.is_empty())
}

pub fn reported_change(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if is_reported(at) {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_reported_change(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let look = look_of(spot, firing);
    let changes = look.and_then(|l| l.answers.changes.as_ref()).map_or_else(String::new, |c| c.label());
    let reason = format!(
        "On {} you noted a change in {}. What you notice yourself counts, whatever the measurements say.",
        day_of(look),
        changes.replace(", ", " and ")
    );
    Telling { reason, evidence: look.map(|l| evidence(l, format!("changed: {changes}"))).into_iter().collect() }
}

pub fn bleeds(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let bleeding = at.look().answers.bleeding;
    if bleeding.bled().is_yes() && !bleeding.after_injury().is_yes() {
        fired.at(at, Level::FollowUp);
    }
}

pub fn tell_bleeds(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let look = look_of(spot, firing);
    let injury = match look.map(|l| l.answers.bleeding.after_injury()) {
        Some(Answer::No) => "without an injury",
        _ => "and whether after an injury was not answered",
    };
    let reason = format!("It bled on {}, {injury}. One bleed by itself is enough to show it.", day_of(look));
    Telling { reason, evidence: look.map(|l| evidence(l, "bled")).into_iter().collect() }
}

pub fn bleeds_often(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let bled = at.look().answers.bleeding.bled().is_yes();
    if bled && bleeds_up_to(at.spot, at.index).count() >= usize::from(at.spot.windows.often_bleeds) {
        fired.at(at, Level::FollowUp);
    }
}

/// The looks with a bleed in the days up to a look, that look itself first.
fn bleeds_up_to<'v>(spot: &'v SpotView<'_>, index: usize) -> impl Iterator<Item = usize> + 'v {
    let last = spot.look(index).at.day();
    (0..=index)
        .rev()
        .take_while(move |&i| (last - spot.look(i).at.day()).num_days() <= OFTEN_WITHIN_DAYS)
        .filter(|&i| spot.look(i).answers.bleeding.bled().is_yes())
}

pub fn tell_bleeds_often(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let mut looks: Vec<usize> = firing.look.map(|i| bleeds_up_to(spot, i).collect()).unwrap_or_default();
    looks.reverse();
    let days: Vec<_> = looks.iter().map(|&i| show_date(spot.look(i).at.day())).collect();
    let reason = format!(
        "It bled {} times within {OFTEN_WITHIN_DAYS} days ({}); {} or more count as often.",
        looks.len(),
        days.join(", "),
        spot.windows.often_bleeds
    );
    Telling { reason, evidence: looks.iter().map(|&i| evidence(spot.look(i), "bled")).collect() }
}

pub fn worried(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    let mut look = 0;
    for observation in spot.observations {
        let is_look = spot.looks.get(look).is_some_and(|judged| judged.look.id == observation.id);
        if observation.answers.worried.is_yes() {
            fired.add(Firing { look: is_look.then_some(look), ..Firing::new(observation.at, Level::FollowUp) });
        }
        look += usize::from(is_look);
    }
}

pub fn tell_worried(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let reason = format!(
        "On {} you said that you are worried. That is reason enough to ask a doctor.",
        show_date(firing.at.day())
    );
    let said = spot.observations.iter().rev().find(|o| o.at == firing.at && o.answers.worried.is_yes());
    Telling { reason, evidence: said.map(|o| evidence(o, "worried")).into_iter().collect() }
}
