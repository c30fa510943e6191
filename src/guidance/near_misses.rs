//! Finds near misses of the rules: evaluates the facts again for later days, and with one more answer.

use super::assessment::{Assessment, Flag, Status};
use super::evaluate::{evaluate, evaluate_spot};
use super::fired::FlagKind;
use super::growth::{REMEASURE_DAYS, Series};
use super::rule::Rule;
use super::signs::{self, Signs};
use super::{Level, SpotAssessment, WINDOWS, Windows};
use crate::domain::{
    Answer, Answers, AsOf, Count, Facts, GlassTest, Listed, Look, Moment, ObservationId, Presence, SpotTree, Spread,
    Symptom, SymptomId, Word, show_date,
};
use chrono::{NaiveDate, TimeDelta};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A rule that is not open, and would be on a later day or with one more answer.
pub struct NearMiss {
    /// The rule that would open.
    pub rule: &'static Rule,
    /// The level it would have then.
    pub level: Level,
    /// The condition: "on 22 Nov 2026, if it is still there".
    pub when: String,
}

/// The number of days that the preview covers.
const DAYS_AHEAD: i64 = 60;
/// Periods of the rules that are not windows, in days: when an unconfirmed jump counts, and "over a month".
const OTHER_DAYS: [i64; 2] = [REMEASURE_DAYS + 1, 31];

/// An unanswered question, and the answer to it that could fire a rule.
struct Missing {
    field: &'static str,
    answer: &'static str,
    give: fn(&mut Answers),
}

const MISSING: &[Missing] = &[
    Missing {
        field: "glass_test",
        answer: "it does not fade under glass",
        give: |a| a.glass_test = Some(GlassTest::DoesNotFade),
    },
    Missing { field: "count", answer: "there are three or more", give: |a| a.count = Some(Count::ThreeOrMore) },
    Missing { field: "spread", answer: "it is in several places", give: |a| a.spread = Some(Spread::SeveralPlaces) },
    Missing { field: "raised", answer: "it is raised", give: |a| a.raised = Answer::Yes },
    Missing { field: "firm", answer: "it is firm", give: |a| a.firm = Answer::Yes },
    Missing { field: "itch", answer: "it itches", give: |a| a.itch = Answer::Yes },
];

/// Finds the near misses of one spot that is still there. `now` is the evaluation of the person.
pub fn near_misses_of_spot(facts: &Facts, now: &Assessment, windows: &Windows, number: u32) -> Vec<NearMiss> {
    let Some(standing) = now.spot(number).filter(|spot| !spot.gone) else { return Vec::new() };
    let mut then = facts.with_looks_of(|tree| tree.spot.number == number || tree.spot.site.is_on_face());
    let Some(place) = then.spots.iter().position(|tree| tree.spot.number == number) else { return Vec::new() };
    then.spots[place].observations.retain(|o| !now.as_of.excludes(o.at));
    let mut found: Vec<NearMiss> = Vec::new();
    for missing in MISSING.iter().filter(|missing| standing.missing.contains(&missing.field)) {
        let mut answered = then.clone();
        let Some(look) = answered.spots[place].observations.last_mut() else { break };
        (missing.give)(&mut look.answers);
        let when = || format!("if {}", missing.answer);
        add(&mut found, now, &evaluate_spot(&answered, windows, now.as_of, number), Some(number), when);
    }
    for day in turning_days(&then.spots[place], windows, now.as_of.day()) {
        then.spots[place].observations.push(still_there(day));
        let later = evaluate_spot(&then, windows, AsOf::exactly(Moment::on(day)), number);
        let when = || format!("on {}", show_date(day));
        add(&mut found, now, &later, Some(number), when);
        then.spots[place].observations.pop();
    }
    for nearly in found.iter_mut().filter(|nearly| nearly.when.starts_with("on ")) {
        nearly.when.push_str(nearly.rule.unless);
    }
    found
}

/// Returns the coming days on which a rule about the spot can begin to hold. Each window is added to each date that it
/// may count from.
fn turning_days(tree: &SpotTree<Look>, windows: &Windows, today: NaiveDate) -> BTreeSet<NaiveDate> {
    let seen = tree.spot.first_seen.map(|seen| seen.earliest());
    let looks = tree.observations.iter().rev().take(2).map(|look| look.at.day());
    let from: Vec<NaiveDate> =
        seen.into_iter().chain(looks).chain(tree.treatments.iter().map(|t| t.started_on)).collect();
    let days = WINDOWS.iter().filter_map(|w| Some(i64::from(windows.get(w.name)?)));
    let days = days.flat_map(|value| [value, value / 24]).chain(OTHER_DAYS);
    days.flat_map(|days| from.iter().map(move |&from| from + TimeDelta::days(days)))
        .filter(|day| (1..=DAYS_AHEAD).contains(&(*day - today).num_days()))
        .collect()
}

/// Finds the rules that one more sign would fire. Empty unless the person logged a serious sign within `with_hours`.
pub fn near_misses_of_person(facts: &Facts, now: &Assessment, windows: &Windows) -> Vec<NearMiss> {
    let at = now.as_of.moment();
    let recent = |s: &&Symptom| !now.as_of.excludes(s.at) && s.at.within_hours(at, i64::from(windows.with_hours));
    let logged = facts.symptoms.iter().filter(recent).filter(|s| s.present).map(|s| s.symptom);
    let logged = Signs::of(&logged.collect::<Vec<Listed>>());
    let mut found: Vec<(&'static Rule, Level, Vec<String>)> = Vec::new();
    if !logged.shares(signs::SERIOUS) {
        return Vec::new();
    }
    for sign in signs::SERIOUS.iter().filter(|&sign| !logged.contains(sign)) {
        let mut then = facts.clone();
        let id = SymptomId(Uuid::max());
        then.symptoms.push(Symptom { id, changed_at: None, at, symptom: sign, present: true, note: None });
        let mut nearly = Vec::new();
        let flags = evaluate(&then, windows, now.as_of).flags;
        add(&mut nearly, now, &flags, None, String::new);
        for NearMiss { rule, level, .. } in nearly.into_iter().filter(|nearly| nearly.rule.is_foretold) {
            match found.iter_mut().find(|(known, at, _)| known.ident == rule.ident && *at == level) {
                Some((.., signs)) => signs.push(sign.label()),
                None => found.push((rule, level, vec![sign.label()])),
            }
        }
    }
    let say = |(rule, level, signs): (&'static Rule, Level, Vec<String>)| NearMiss {
        rule,
        level,
        when: format!("with one more of: {}", signs.join(", ")),
    };
    found.into_iter().map(say).collect()
}

/// Adds the flags about `spot` that are open in `then` but not now, or now at a lower level. A rule already found at
/// that level is not added again.
fn add(found: &mut Vec<NearMiss>, now: &Assessment, then: &[Flag], spot: Option<u32>, when: impl Fn() -> String) {
    let is_open = |f: &&Flag| f.spot == spot && f.status == Status::Open && f.rule.kind != FlagKind::Task;
    for flag in then.iter().filter(is_open) {
        let known =
            now.open_flags().any(|f| f.spot == spot && f.rule.ident == flag.rule.ident && f.level >= flag.level);
        let told = found.iter().any(|n| n.rule.ident == flag.rule.ident && n.level >= flag.level);
        if !known && !told {
            found.push(NearMiss { rule: flag.rule, level: flag.level, when: when() });
        }
    }
}

fn still_there(day: NaiveDate) -> Look {
    Look { id: ObservationId(Uuid::max()), at: Moment::on(day), answers: Answers::only(Presence::Present) }
}

/// Returns a sentence with the arithmetic of the growth test for the latest measurement.
pub fn say_growth(spot: &SpotAssessment) -> Option<String> {
    let series: &Series = spot.growth.series.last()?;
    let Some(jump) = series.last_jump else {
        return Some("Growth: not enough readings to compare yet; two measured looks by one method are needed.".into());
    };
    let last = series.points.last()?;
    let over = if jump.is_over() { "over it" } else { "not over it" };
    let checks = series.points.len();
    let first = series.points.first()?;
    let span = (last.day - first.day).num_days();
    let trend = match super::growth::trend(&series.points) {
        Some(trend) => {
            let rise = match trend.z {
                ..0.05 => "there is none".to_owned(),
                z => format!("it is {z:.1} times its uncertainty, and 3.0 is the limit"),
            };
            format!("a steady rise is tested over {checks} checks in {span} days: {rise}")
        }
        None => format!("a steady rise needs 4 checks over 28 days, and there are {checks} over {span}"),
    };
    Some(format!(
        "Growth: {:.1} mm by {} on {} against a baseline of {:.1} mm is {:+.1} mm; the limit is {:.2} mm (one reading can \
         be off by about {:.1} mm), so it is {over}. As for a trend, {trend}.",
        last.value,
        series.method.label(),
        show_date(last.day),
        jump.baseline,
        jump.rise,
        jump.limit,
        jump.sigma
    ))
}
