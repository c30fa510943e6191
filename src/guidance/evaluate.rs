//! Judging a person: every rule over every spot, made into flags (guidance, sections 1a and 4).

use super::growth::{Growth, assumed_error};
use super::rule::{Firing, Judge, Kind, RULES, Rule};
use super::schedule::next_check;
use super::statement::statement;
use super::view::{SpotView, symptoms_of};
use super::{Level, See, Windows};
use crate::domain::{AsOf, Facts, Look, Moment, ObservationId, PersonId, SpotId, SpotTree};
use chrono::NaiveDate;

/// What a flag waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Open,
    /// The spot is gone; the flag comes back with it.
    Resting,
    /// A counting review answered it.
    Answered,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Resting => "resting",
            Status::Answered => "answered",
        }
    }
}

/// An entry that a flag rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub observation: Option<ObservationId>,
    pub at: Moment,
    pub what: String,
}

/// One rule that fired for one spot, or for the person.
#[derive(Clone)]
pub struct Flag {
    pub rule: &'static Rule,
    /// The spot's number; `None` for a flag about the person.
    pub spot: Option<u32>,
    pub level: Level,
    pub see: Option<See>,
    pub status: Status,
    /// The day of its first firing that counts for the status.
    pub since: NaiveDate,
    pub reason: String,
    pub evidence: Vec<Evidence>,
    /// The questions of the rule that were never answered, by field name.
    pub missing: Vec<&'static str>,
}

/// First and latest measured diameter and the assumed error of a reading of the latest, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diameters {
    pub first: f64,
    pub latest: f64,
    pub error: f64,
}

/// How one spot stands.
#[derive(Clone)]
pub struct SpotAssessment {
    pub number: u32,
    pub id: SpotId,
    pub level: Level,
    pub see: Option<See>,
    /// Days from first seen to the latest look.
    pub days_seen: Option<i64>,
    /// The day of the latest observation, and whether the spot was gone or closed by then.
    pub last_observed: Option<Moment>,
    pub gone: bool,
    pub next_check: Option<Moment>,
    /// The questions that were never answered, by field name.
    pub missing: Vec<&'static str>,
    pub diameter: Option<Diameters>,
    pub growth: Growth,
}

/// How a person stands as of one moment.
#[derive(Clone)]
pub struct Assessment {
    pub as_of: AsOf,
    pub person: PersonId,
    pub name: String,
    pub level: Level,
    pub see: Option<See>,
    pub flags: Vec<Flag>,
    pub spots: Vec<SpotAssessment>,
    pub next_check: Option<Moment>,
    pub statement: String,
}

impl Assessment {
    pub fn spot(&self, number: u32) -> Option<&SpotAssessment> {
        self.spots.iter().find(|s| s.number == number)
    }

    /// The flags of a spot, in the order of the report.
    pub fn flags_of(&self, number: u32) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(move |flag| flag.spot == Some(number))
    }

    pub fn open_flags(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(|flag| flag.status == Status::Open)
    }
}

/// Judges everything that is known of a person as of a moment. The same facts give the same judgement, in whatever
/// order they were entered.
pub fn evaluate(facts: &Facts, windows: &Windows, as_of: AsOf) -> Assessment {
    let ordered;
    let facts = if is_ordered(facts) {
        facts
    } else {
        ordered = order(facts.clone());
        &ordered
    };
    let symptoms = symptoms_of(facts, as_of);
    let born = facts.person.born;
    let mut flags = Vec::new();
    let mut spots = Vec::with_capacity(facts.spots.len());
    for tree in &facts.spots {
        let Some(view) = SpotView::new(tree, &tree.observations, born, &symptoms, windows, as_of) else { continue };
        let raised = raised(&view);
        flags.extend(raised.iter().map(|raised| (raised.order, tell(&view, raised))));
        spots.push(assess(view, &raised));
    }
    spots.sort_by_key(|spot: &SpotAssessment| spot.number);
    flags.sort_by_key(|(order, flag): &(usize, Flag)| (flag.status, std::cmp::Reverse(flag.level), flag.spot, *order));
    let flags: Vec<Flag> = flags.into_iter().map(|(_, flag)| flag).collect();
    let (level, see) = highest(flags.iter().map(|flag| (flag.status, flag.level, flag.see)));
    let fired = !flags.is_empty();
    Assessment {
        as_of,
        person: facts.person.id,
        name: facts.person.name.to_string(),
        level,
        see,
        next_check: spots.iter().filter_map(|s| s.next_check).min(),
        flags,
        spots,
        statement: statement(level, fired),
    }
}

/// How one spot stands, as [`evaluate`] finds it too, without the words of its flags: for lists, which do not show
/// them. `looks` are the spot's own, in order; `person` need not hold them.
pub fn stand(
    person: &Facts,
    spot: &SpotTree<Look>,
    looks: &[Look],
    windows: &Windows,
    as_of: AsOf,
) -> Option<SpotAssessment> {
    let symptoms = symptoms_of(person, as_of);
    let view = SpotView::new(spot, looks, person.person.born, &symptoms, windows, as_of)?;
    let raised = raised(&view);
    Some(assess(view, &raised))
}

fn is_ordered(facts: &Facts) -> bool {
    facts.spots.iter().all(|tree| tree.observations.is_sorted_by_key(|o| (o.at, o.id)))
}

fn order(mut facts: Facts) -> Facts {
    for tree in &mut facts.spots {
        tree.observations.sort_by_key(|o| (o.at, o.id));
    }
    facts
}

/// The most urgent level among open flags, and whom to see (guidance, section 1a.10).
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

/// A rule that fired for a spot, before it is put into words.
struct Raised {
    rule: &'static Rule,
    /// Its place in the table of rules.
    order: usize,
    status: Status,
    side: Side,
}

fn raised(spot: &SpotView<'_>) -> Vec<Raised> {
    let raise = |(order, rule): (usize, &'static Rule)| {
        let (side, status) = judge(spot, rule)?;
        Some(Raised { rule, order, status, side })
    };
    RULES.iter().enumerate().filter_map(raise).collect()
}

/// The firings of one rule on one side of the last review.
#[derive(Clone, Copy)]
struct Side {
    level: Level,
    since: NaiveDate,
    /// The latest firing at that level: the one that is told.
    told: Firing,
}

fn add(side: &mut Option<Side>, firing: Firing) {
    let day = firing.at.day();
    match side {
        None => *side = Some(Side { level: firing.level, since: day, told: firing }),
        Some(side) => {
            side.since = side.since.min(day);
            if firing.level > side.level || (firing.level == side.level && firing.at >= side.told.at) {
                (side.level, side.told) = (firing.level, firing);
            }
        }
    }
}

/// All firings of a rule for a spot, made into one finding and what it waits for.
fn judge(spot: &SpotView<'_>, rule: &'static Rule) -> Option<(Side, Status)> {
    if rule.kind == Kind::Task && (spot.is_gone() || spot.is_mistake()) {
        return None;
    }
    let (mut open, mut answered) = (None, None);
    let settled = rule.kind == Kind::SettledByReview && spot.persistence_settled;
    let mut sort = |firing: Firing| {
        let is_answered = rule.kind != Kind::Task && (settled || spot.is_answered(firing.at.day()));
        add(if is_answered { &mut answered } else { &mut open }, firing);
    };
    match rule.judge {
        Judge::EveryLook(fires) => spot.looks().filter_map(fires).for_each(&mut sort),
        Judge::WholeSpot(fires) => fires(spot).into_iter().for_each(&mut sort),
    }
    let rests = rule.kind != Kind::NeverRests;
    match (open, answered) {
        (Some(side), _) if spot.is_mistake() => Some((side, Status::Resting)),
        (Some(side), _) if spot.is_gone() && rests && side.level < Level::SameDay => Some((side, Status::Resting)),
        (Some(side), _) => Some((side, Status::Open)),
        (None, Some(side)) if spot.is_mistake() => Some((side, Status::Resting)),
        (None, Some(side)) => Some((side, Status::Answered)),
        (None, None) => None,
    }
}

fn tell(spot: &SpotView<'_>, raised: &Raised) -> Flag {
    let Raised { rule, status, side, .. } = *raised;
    let told = (rule.tell)(spot, &side.told);
    Flag {
        rule,
        spot: Some(spot.spot.number),
        level: side.level,
        see: side.level.see(rule.see),
        status,
        since: side.since,
        reason: told.reason,
        evidence: told.evidence,
        missing: rule.asks.iter().copied().filter(|field| !is_answered(spot, field)).collect(),
    }
}

fn assess(view: SpotView<'_>, raised: &[Raised]) -> SpotAssessment {
    let flags = raised.iter().map(|r| (r.status, r.side.level, r.side.level.see(r.rule.see)));
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
        missing: QUESTIONS.iter().filter(|q| !q.is_answered(&view)).map(|q| q.field).collect(),
        diameter: diameter.map(|(first, latest)| Diameters { first, latest, error: assumed_error(latest) }),
        growth: view.growth,
    }
}

/// A question about a spot, by the name of its field in the file format.
struct Question {
    field: &'static str,
    answered: Answered,
}

enum Answered {
    BySpot(fn(&SpotView<'_>) -> bool),
    /// By any look.
    ByLook(fn(&Look) -> bool),
}

use Answered::{ByLook, BySpot};

/// Every question that can be left open, in the order of the file format.
const QUESTIONS: &[Question] = &[
    Question { field: "first_seen", answered: BySpot(|s| s.spot.first_seen.is_some()) },
    Question { field: "since_birth", answered: BySpot(|s| s.spot.since_birth.is_answered()) },
    Question { field: "onset", answered: BySpot(|s| s.spot.onset.is_some()) },
    Question { field: "contexts", answered: BySpot(|s| !s.spot.contexts.is_empty()) },
    Question { field: "diameter_mm", answered: ByLook(|l| l.answers.diameter().is_some()) },
    Question { field: "count", answered: ByLook(|l| l.answers.count.is_some()) },
    Question { field: "spread", answered: ByLook(|l| l.answers.spread.is_some()) },
    Question { field: "colours", answered: ByLook(|l| !l.answers.colours.is_empty()) },
    Question { field: "morphology", answered: ByLook(|l| l.answers.morphology.is_some()) },
    Question { field: "outline", answered: ByLook(|l| l.answers.outline.is_some()) },
    Question { field: "surface", answered: ByLook(|l| l.answers.surface.is_some()) },
    Question { field: "raised", answered: ByLook(|l| l.answers.raised.is_answered()) },
    Question { field: "firm", answered: ByLook(|l| l.answers.firm.is_answered()) },
    Question { field: "glass_test", answered: ByLook(|l| l.answers.glass_test.is_some()) },
    Question { field: "itch", answered: ByLook(|l| l.answers.itch.is_answered()) },
    Question { field: "pain", answered: ByLook(|l| l.answers.pain.is_answered()) },
    Question { field: "warm_or_swollen", answered: ByLook(|l| l.answers.warm_or_swollen.is_answered()) },
    Question { field: "pus", answered: ByLook(|l| l.answers.pus.is_answered()) },
    Question { field: "bleeding", answered: ByLook(|l| l.answers.bleeding.bled().is_answered()) },
    // Only asked where it bled.
    Question { field: "after_injury", answered: BySpot(injury_is_known) },
    Question { field: "changes", answered: ByLook(|l| l.answers.changes.is_some()) },
    // Only asked where a description differs.
    Question { field: "described_differently", answered: BySpot(difference_is_known) },
    Question { field: "spreading", answered: ByLook(|l| l.answers.spreading.is_answered()) },
    Question { field: "worried", answered: ByLook(|l| l.answers.worried.is_answered()) },
    Question { field: "suspects_infection", answered: ByLook(|l| l.answers.suspects_infection.is_answered()) },
];

fn injury_is_known(spot: &SpotView<'_>) -> bool {
    let mut bleeds = spot.looks.iter().map(|j| j.look.answers.bleeding).filter(|b| b.bled().is_yes()).peekable();
    bleeds.peek().is_none() || bleeds.any(|b| b.after_injury().is_answered())
}

fn difference_is_known(spot: &SpotView<'_>) -> bool {
    use super::rules::description::{colour_changed, shape_changed};
    let differs = |at| colour_changed(at).is_some() || shape_changed(at).is_some();
    spot.looks().any(|at| at.look().answers.described_differently.is_answered()) || !spot.looks().any(differs)
}

fn is_answered(spot: &SpotView<'_>, field: &str) -> bool {
    QUESTIONS.iter().find(|q| q.field == field).is_none_or(|q| q.is_answered(spot))
}

impl Question {
    fn is_answered(&self, spot: &SpotView<'_>) -> bool {
        match self.answered {
            BySpot(answered) => answered(spot),
            ByLook(answered) => spot.looks.iter().any(|judged| answered(judged.look)),
        }
    }
}
