//! Evaluates every rule for every spot of a person and builds the flags (docs/guidance.md, sections 1a and 4).

use super::ahead::Ahead;
use super::assessment::{Assessment, Diameters, Flag, SpotAssessment, Status, say_neutral};
use super::fired::{Fired, Firing, FlagKind, Side, Telling};
use super::growth::assumed_error;
use super::person::PersonView;
use super::questions::{missing, missing_of};
use super::rule::{Judge, Rule, Tells};
use super::rules::rules;
use super::schedule::next_check;
use super::statement::statement;
use super::view::SpotView;
use super::{Level, See, Windows};
use crate::domain::{AsOf, Facts, Look, Spot, show_date};

/// Evaluates all facts of a person as of a moment. The result does not depend on the order in which the facts were
/// entered.
pub fn evaluate(facts: &Facts, windows: &Windows, as_of: AsOf) -> Assessment {
    let ordered;
    let facts = if is_ordered(facts) {
        facts
    } else {
        ordered = order(facts.clone());
        &ordered
    };
    let person = PersonView::with_face_rashes(facts, windows, as_of);
    let mut found = about_person(&person);
    let mut flags: Vec<(usize, Flag)> = Vec::new();
    let mut spots = Vec::with_capacity(facts.spots.len());
    let mut ahead = Ahead::of_person(facts, as_of);
    for tree in &facts.spots {
        let view = SpotView::new(tree, &tree.observations, &person);
        ahead.add(tree, tree.observations.iter().map(|o| o.at), as_of, view.is_some());
        let Some(view) = view else { continue };
        let raised = raised(&view);
        flags.extend(raised.iter().map(|raised| (raised.order, tell(&view, raised))));
        found.iter_mut().for_each(|found| found.add(&view, true));
        spots.push(assess(view, &raised));
    }
    flags.extend(found.iter().filter_map(|found| Some((found.order, found.flag(&person)?))));
    spots.sort_unstable_by_key(|spot: &SpotAssessment| spot.number);
    flags.sort_by_key(|(order, flag): &(usize, Flag)| (flag.status, std::cmp::Reverse(flag.level), flag.spot, *order));
    let flags: Vec<Flag> = flags.into_iter().map(|(_, flag)| flag).collect();
    let (level, see) = highest(flags.iter().map(|flag| (flag.status, flag.level, flag.see)));
    let statement = statement(level, &say_neutral(&flags, windows.recheck_days), ahead.say(as_of).as_deref());
    Assessment {
        as_of,
        person: facts.person.id,
        name: facts.person.name.to_string(),
        level,
        see,
        next_check: spots.iter().filter_map(|s| s.next_check).min(),
        flags,
        spots,
        statement,
        ahead,
        recheck_days: windows.recheck_days,
    }
}

/// Evaluates one spot, and its part in the flags about the person. This is a cheaper part of [`evaluate`] for repeated
/// calls, for example while an entry is typed. The other spots of `facts` count only where a rule for this spot reads
/// them.
pub fn evaluate_spot(facts: &Facts, windows: &Windows, as_of: AsOf, number: u32) -> Vec<Flag> {
    let person = PersonView::with_face_rashes(facts, windows, as_of);
    let mut found = about_person(&person);
    let mut flags = Vec::new();
    let tree = facts.spot(number).filter(|tree| tree.observations.is_sorted_by_key(|o| (o.at, o.id)));
    let ordered = facts.spot(number).filter(|_| tree.is_none()).map(|tree| {
        let mut tree = tree.clone();
        tree.observations.sort_unstable_by_key(|o| (o.at, o.id));
        tree
    });
    if let Some(view) = tree.or(ordered.as_ref()).and_then(|tree| SpotView::new(tree, &tree.observations, &person)) {
        flags.extend(raised(&view).iter().map(|raised| tell(&view, raised)));
        found.iter_mut().for_each(|found| found.add(&view, true));
    }
    flags.extend(found.iter().filter_map(|found| found.flag(&person)));
    flags
}

/// Evaluates a person spot by spot, with the same result as [`evaluate`] but without the texts of the flags. Lists use
/// it: they show no texts, and only one spot's looks need to be in memory.
pub struct SummaryBuilder<'a> {
    facts: &'a Facts,
    person: PersonView<'a>,
    found: Vec<Found>,
    spots: Vec<SpotAssessment>,
    ahead: Ahead,
}

/// The result of [`SummaryBuilder`].
pub struct Summary {
    /// The evaluated spots, in the order of their numbers.
    pub spots: Vec<SpotAssessment>,
    /// The highest open level of the flags about the person, and which professional to see.
    pub of_person: (Level, Option<See>),
    /// The entries excluded because they are dated later.
    pub ahead: Ahead,
}

impl<'a> SummaryBuilder<'a> {
    /// Starts an evaluation. `facts` may hold spots without their looks.
    pub fn new(facts: &'a Facts, windows: &'a Windows, as_of: AsOf) -> Self {
        let person = PersonView::new(facts, windows, as_of);
        let ahead = Ahead::of_person(facts, as_of);
        SummaryBuilder {
            facts,
            found: about_person(&person),
            person,
            spots: Vec::with_capacity(facts.spots.len()),
            ahead,
        }
    }

    /// Returns whether a spot must be added before the others: rashes of the body are compared with those of the face.
    pub fn comes_first(spot: &Spot) -> bool {
        spot.site.is_on_face()
    }

    /// Adds the spot at index `place` of the facts. `looks` are its observations, in order.
    pub fn add(&mut self, place: usize, looks: &[Look]) {
        let tree = &self.facts.spots[place];
        let view = SpotView::new(tree, looks, &self.person);
        self.ahead.add(tree, looks.iter().map(|o| o.at), self.person.as_of, view.is_some());
        let Some(view) = view else { return };
        let rash = view.face_rash();
        self.found.iter_mut().for_each(|found| found.add(&view, false));
        let raised = raised(&view);
        self.spots.push(assess(view, &raised));
        self.person.notice(rash);
    }

    /// Finishes the evaluation, after every spot was added.
    pub fn finish(mut self) -> Summary {
        self.spots.sort_unstable_by_key(|spot| spot.number);
        let sides = self.found.iter().filter_map(|found| {
            let (parts, status) = found.sides(&self.person);
            let side = parts.iter().map(|part| part.side).max_by_key(Side::urgency)?;
            Some((status, side.level, side.see(found.rule.see)))
        });
        let of_person = highest(sides);
        Summary { spots: self.spots, of_person, ahead: self.ahead }
    }
}

fn is_ordered(facts: &Facts) -> bool {
    facts.spots.iter().all(|tree| tree.observations.is_sorted_by_key(|o| (o.at, o.id)))
}

fn order(mut facts: Facts) -> Facts {
    for tree in &mut facts.spots {
        tree.observations.sort_unstable_by_key(|o| (o.at, o.id));
    }
    facts
}

/// Returns the highest level of the open flags, and which professional to see (docs/guidance.md, section 1a.10).
fn highest(flags: impl Iterator<Item = (Status, Level, Option<See>)>) -> (Level, Option<See>) {
    let mut highest = (Level::None, None);
    for (_, level, see) in flags.filter(|(status, ..)| *status == Status::Open) {
        if level > highest.0 {
            highest = (level, see);
        } else if level == highest.0 && see == Some(See::Dermatologist) {
            highest.1 = see;
        }
    }
    highest
}

/// A rule that fired for a spot, before its text is built.
struct Raised {
    rule: &'static Rule,
    /// Index of the rule in the order of the tables.
    order: usize,
    status: Status,
    side: Side,
    tell: Tells,
}

fn raised(spot: &SpotView<'_>) -> Vec<Raised> {
    let raise = |(order, rule): (usize, &'static Rule)| {
        let (side, status, tell) = judge(spot, rule)?;
        Some(Raised { rule, order, status, side, tell })
    };
    rules().enumerate().filter_map(raise).collect()
}

/// Evaluates a rule for a spot. Returns its firings as one finding, the status, and the function that builds its text.
fn judge(spot: &SpotView<'_>, rule: &'static Rule) -> Option<(Side, Status, Tells)> {
    if rule.kind == FlagKind::Task && spot.is_gone() {
        return None;
    }
    let mut fired = Fired::for_spot(rule.kind, rule.raised_by_risk, spot);
    let tell = match rule.judge {
        Judge::EveryLook(fires, tell) => {
            spot.looks().for_each(|at| fires(at, &mut fired));
            Tells::AtLook(tell)
        }
        Judge::WholeSpot(fires, tell) => {
            fires(spot, &mut fired);
            tell
        }
        Judge::Person { .. } => return None,
    };
    let rests = spot.is_gone() && !rule.stays_when_gone;
    let (side, status) = match (fired.open, fired.answered) {
        (Some(side), _) if spot.is_mistake() => (side, Status::Resting),
        (Some(side), _) if rests && side.level < Level::SameDay => (side, Status::Resting),
        (Some(side), _) => (side, Status::Open),
        (None, Some(side)) if spot.is_mistake() => (side, Status::Resting),
        (None, Some(side)) => (side, Status::Answered),
        (None, None) => return None,
    };
    Some((side, status, tell))
}

fn tell(spot: &SpotView<'_>, raised: &Raised) -> Flag {
    let Raised { rule, status, side, tell, .. } = *raised;
    let told = tell.tell(spot, &side.told);
    Flag {
        rule,
        spot: Some(spot.spot.number),
        level: side.level,
        see: side.see(rule.see),
        status,
        since: side.since,
        reason: say_aged(&side, told.reason + &say_risk(spot.person, &side.told)),
        evidence: told.evidence,
        missing: missing_of(rule.asks, Some(spot), spot.person, side.told.at),
    }
}

/// Returns a sentence that names the higher risk, if that made the firing an emergency.
fn say_risk(person: &PersonView<'_>, firing: &Firing) -> String {
    let risk = person.risk(firing.at.day()).filter(|_| firing.raised);
    risk.map_or_else(String::new, |risk| format!(" {}", risk.say()))
}

/// Returns the reason of a flag. For one that has aged, it adds the earlier level and what to do (docs/guidance.md,
/// section 1b).
fn say_aged(side: &Side, reason: String) -> String {
    if !side.has_aged() {
        return reason;
    }
    let (was, again) = match side.told.level {
        Level::Emergency => ("an emergency", "an emergency"),
        _ => ("something to tell a doctor or nurse that day", "as urgent"),
    };
    format!(
        "This was {was} on {}; what came of it is not recorded. {reason} If any of these signs is there now, enter it: \
         it is {again} again. If somebody has looked, record what was said.",
        show_date(side.told.at.day())
    )
}

/// The findings so far of a rule about the person: from the person's own entries, and from each spot.
struct Found {
    rule: &'static Rule,
    order: usize,
    open: Vec<Part>,
    answered: Vec<Part>,
}

struct Part {
    side: Side,
    spot: Option<u32>,
    /// The text for one spot. The text for the person's own entries is built on request.
    told: Option<Telling>,
    /// The questions about that spot that were never answered.
    missing: Vec<&'static str>,
}

/// The number of spots listed with their text. For the others only the number is given.
const TOLD_IN_FULL: usize = 4;

/// Evaluates every rule about the person without the spots.
fn about_person(person: &PersonView<'_>) -> Vec<Found> {
    let judge = |(order, rule): (usize, &'static Rule)| {
        let Judge::Person { alone, .. } = rule.judge else { return None };
        let mut fired = Fired::for_person(rule.kind, rule.raised_by_risk, person);
        if let Some((fires, _)) = alone {
            fires(person, &mut fired);
        }
        let part = |side: Option<Side>| {
            side.map(|side| Part { side, spot: None, told: None, missing: Vec::new() }).into_iter().collect()
        };
        Some(Found { rule, order, open: part(fired.open), answered: part(fired.answered) })
    };
    rules().enumerate().filter_map(judge).collect()
}

impl Found {
    /// Adds the firings at the looks of a spot. A spot entered by mistake is skipped.
    fn add(&mut self, spot: &SpotView<'_>, in_words: bool) {
        let Judge::Person { at_look: Some((fires, tell)), .. } = self.rule.judge else { return };
        if spot.is_mistake() {
            return;
        }
        let mut fired = Fired::for_person(self.rule.kind, self.rule.raised_by_risk, spot.person);
        spot.looks().for_each(|at| fires(at, &mut fired));
        let part = |side: Side| {
            let told = in_words.then(|| Tells::AtLook(tell).tell(spot, &side.told));
            let missing = missing_of(self.rule.asks, Some(spot), spot.person, side.told.at);
            Part { side, spot: Some(spot.spot.number), told, missing }
        };
        self.open.extend(fired.open.map(part));
        self.answered.extend(fired.answered.map(part));
    }

    /// Returns the parts that count, and the status of the flag.
    fn sides(&self, person: &PersonView<'_>) -> (&[Part], Status) {
        match self.open.as_slice() {
            [] => (self.answered.as_slice(), Status::Answered),
            open if open.iter().all(|part| person.rests(part.side.latest)) => (open, Status::Resting),
            open => (open, Status::Open),
        }
    }

    fn flag(&self, person: &PersonView<'_>) -> Option<Flag> {
        let (parts, status) = self.sides(person);
        let mut parts: Vec<&Part> = parts.iter().collect();
        parts.sort_by_key(|part| (std::cmp::Reverse(part.side.urgency()), part.spot));
        let shown = parts.first()?.side;
        let alike = parts.iter().map(|part| part.side).filter(|side| side.urgency() == shown.urgency());
        let since = if shown.was_urgent() { shown.since } else { alike.map(|side| side.since).min()? };
        let (mut reasons, mut evidence, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for part in &parts {
            match (&part.told, part.spot, &self.rule.judge) {
                (Some(told), ..) if reasons.len() < TOLD_IN_FULL => {
                    reasons.push(told.reason.clone() + &say_risk(person, &part.side.told));
                    evidence.extend(told.evidence.iter().cloned());
                }
                (_, Some(number), _) => others.push(number.to_string()),
                (_, None, Judge::Person { alone: Some((_, tell)), .. }) => {
                    let told = tell(person, &part.side.told);
                    reasons.push(told.reason + &say_risk(person, &part.side.told));
                    evidence.extend(told.evidence);
                }
                (_, None, _) => {}
            }
        }
        if !others.is_empty() {
            reasons.push(format!("Also spots {}.", others.join(", ")));
        }
        evidence.dedup();
        let of_person = missing_of(self.rule.asks, None, person, shown.told.at);
        let is_missing = |q: &&'static str| of_person.contains(q) || parts.iter().any(|part| part.missing.contains(q));
        Some(Flag {
            rule: self.rule,
            spot: None,
            level: shown.level,
            see: shown.see(self.rule.see),
            status,
            since,
            reason: say_aged(&shown, reasons.join(" ")),
            evidence,
            missing: self.rule.asks.iter().copied().filter(is_missing).collect(),
        })
    }
}

fn assess(view: SpotView<'_>, raised: &[Raised]) -> SpotAssessment {
    let flags = raised.iter().map(|r| (r.status, r.side.level, r.side.see(r.rule.see)));
    let (level, see) = highest(flags);
    let measured = || view.looks.iter().filter_map(|j| j.look.answers.diameter()).map(|(_, r)| r.median());
    let diameter = measured().next().zip(measured().next_back());
    SpotAssessment {
        number: view.spot.number,
        id: view.spot.id,
        level,
        see,
        days_seen: view.last_look().and_then(|at| at.days()).map(|days| days.max(0)),
        last_observed: view.observations.last().map(|o| o.at),
        gone: view.is_gone(),
        next_check: next_check(&view),
        missing: missing(&view),
        diameter: diameter.map(|(first, latest)| Diameters { first, latest, error: assumed_error(latest) }),
        growth: view.growth,
    }
}
