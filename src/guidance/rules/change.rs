//! Rules about what the person noticed: changes, bleeding, worry.

use super::{day_of, evidence};
use crate::domain::{Answer, show_date};
use crate::guidance::fired::{Fired, Firing, Telling};
use crate::guidance::rule::{Judge, Rule, Tells};
use crate::guidance::source;
use crate::guidance::view::{At, SpotView, is_reported};
use crate::guidance::{Level, See};

/// Bleeds within this many days are counted together.
const OFTEN_WITHIN_DAYS: i64 = 30;

pub(super) const REPORTED_CHANGE: Rule = Rule {
    ident: "reported-change",
    title: "You noticed a change",
    brief: "patient noticed a change",
    fires_when: "a change of size, shape, colour or feel was noted at a look, the first one too; no measurement \
                 takes it back",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE],
    ..Rule::finding(Judge::EveryLook(reported_change, tell_reported_change))
};

fn reported_change(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    if is_reported(at) {
        fired.at(at, Level::FollowUp);
    }
}

fn tell_reported_change(at: At<'_, '_>, _: &Firing) -> Telling {
    let changes = at.look().answers.changes.as_ref().map_or_else(String::new, |changes| changes.label());
    let reason = format!(
        "A change in {1} was noticed on {0}. It counts, whatever the measurements say.",
        day_of(at.look()),
        changes.replace(", ", " and ")
    );
    Telling { reason, evidence: vec![evidence(at.look(), format!("changed: {changes}"))] }
}

pub(super) const BLEEDS: Rule = Rule {
    ident: "bleeds",
    title: "Bleeds without an injury",
    brief: "bled, no injury",
    fires_when: "it bled, and whether after an injury was answered no or not at all",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::AAD],
    asks: &["after_injury"],
    ..Rule::finding(Judge::EveryLook(bleeds, tell_bleeds))
};

fn bleeds(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let bleeding = at.look().answers.bleeding;
    if bleeding.bled().is_yes() && !bleeding.after_injury().is_yes() {
        fired.at(at, Level::FollowUp);
    }
}

fn tell_bleeds(at: At<'_, '_>, _: &Firing) -> Telling {
    let injury = match at.look().answers.bleeding.after_injury() {
        Answer::No => "without an injury",
        _ => "and whether after an injury was not answered",
    };
    let reason = format!("It bled on {}, {injury}. One bleed by itself is enough to show it.", day_of(at.look()));
    Telling { reason, evidence: vec![evidence(at.look(), "bled")] }
}

pub(super) const BLEEDS_OFTEN: Rule = Rule {
    ident: "bleeds-often",
    title: "Bleeds often",
    brief: "bleeds often",
    fires_when: "it bled at often_bleeds looks or more within 30 days, injured or not",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::MOLE_CHANGE],
    windows: &["often_bleeds"],
    ..Rule::finding(Judge::EveryLook(bleeds_often, tell_bleeds_often))
};

fn bleeds_often(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let bled = at.look().answers.bleeding.bled().is_yes();
    if bled && bleeds_up_to(at.spot, at.index).count() >= usize::from(at.spot.windows.often_bleeds) {
        fired.at(at, Level::FollowUp);
    }
}

/// Returns the looks with a bleed in the days up to a look, latest first. The look itself is included.
fn bleeds_up_to<'v>(spot: &'v SpotView<'_>, index: usize) -> impl Iterator<Item = usize> + 'v {
    let last = spot.look(index).at.day();
    (0..=index)
        .rev()
        .take_while(move |&i| (last - spot.look(i).at.day()).num_days() <= OFTEN_WITHIN_DAYS)
        .filter(|&i| spot.look(i).answers.bleeding.bled().is_yes())
}

fn tell_bleeds_often(at: At<'_, '_>, _: &Firing) -> Telling {
    let mut looks: Vec<usize> = bleeds_up_to(at.spot, at.index).collect();
    looks.reverse();
    let days: Vec<_> = looks.iter().map(|&i| show_date(at.spot.look(i).at.day())).collect();
    let reason = format!(
        "It bled {} times within {OFTEN_WITHIN_DAYS} days ({}); {} or more count as often.",
        looks.len(),
        days.join(", "),
        at.spot.windows.often_bleeds
    );
    Telling { reason, evidence: looks.iter().map(|&i| evidence(at.spot.look(i), "bled")).collect() }
}

pub(super) const WORRIED: Rule = Rule {
    ident: "worried",
    title: "You are worried",
    brief: "patient is worried",
    fires_when: "worried was answered yes, at a look or when the spot had gone",
    level: "follow-up",
    see: See::Doctor,
    sources: &[source::IN_DOUBT, source::FINAL],
    stays_when_gone: true,
    ..Rule::finding(Judge::WholeSpot(worried, Tells::WholeSpot(tell_worried)))
};

fn worried(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    let mut look = 0;
    for observation in spot.observations {
        let is_look = spot.looks.get(look).is_some_and(|judged| judged.look.id == observation.id);
        if observation.answers.worried.is_yes() {
            fired.add(Firing { look: is_look.then_some(look), ..Firing::new(observation.at, Level::FollowUp) });
        }
        look += usize::from(is_look);
    }
}

fn tell_worried(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let reason = format!("Worry was noted on {}. That is reason enough to ask a doctor.", show_date(firing.at.day()));
    let said = spot.observations.iter().rev().find(|o| o.at == firing.at && o.answers.worried.is_yes());
    Telling { reason, evidence: said.map(|o| evidence(o, "worried")).into_iter().collect() }
}
