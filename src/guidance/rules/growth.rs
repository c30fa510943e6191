//! Rules about growth, by the growth test of docs/guidance.md, section 3.

use super::{compared, evidence, mm};
use crate::domain::{Change, Word, show_date};
use crate::guidance::fired::{Evidence, Fired, Firing, FlagKind, Telling};
use crate::guidance::growth::{Growing, Grown, Jump, Series, baseline_checks};
use crate::guidance::rule::{Judge, Rule, Tells};
use crate::guidance::source;
use crate::guidance::view::{At, SpotView};
use crate::guidance::{Level, See};

/// "Growing for over a month": strictly more than this.
const MONTH_DAYS: i64 = 30;
const MANY_CAUSES: &str = "Growth has many causes; only an examination can tell.";

pub(super) const GROWN: Rule = Rule {
    ident: "grown",
    title: "Has grown",
    brief: "grew beyond ruler error",
    fires_when: "a measurement is over the baseline by more than the ruler explains, and measuring again within \
                 14 days agreed or was not done",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
    unless: ", unless it is measured again before",
    says_growth: true,
    ..Rule::finding(Judge::WholeSpot(grown, Tells::WholeSpot(tell_grown)))
};

fn grown(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    for grown in spot.growth.series.iter().filter_map(|s| s.grown) {
        fired.at(At { spot, index: grown.look }, Level::FollowUp);
    }
}

pub(super) const GROWING: Rule = Rule {
    ident: "growing",
    title: "Is growing",
    brief: "grows steadily",
    fires_when: "four or more measurements over 28 days or more rise more steadily than the ruler explains, by \
                 1 mm or more in all",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
    says_growth: true,
    ..Rule::finding(Judge::WholeSpot(growing, Tells::WholeSpot(tell_growing)))
};

fn growing(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    for (first, last) in spot.growth.series.iter().filter_map(|s| s.growing) {
        fired.at(At { spot, index: first.look }, Level::FollowUp);
        fired.at(At { spot, index: last.look }, Level::FollowUp);
    }
}

pub(super) const MEASURE_AGAIN: Rule = Rule {
    ident: "measure-again",
    title: "Measure again",
    brief: "repeat measurement due",
    fires_when: "a measurement is over the baseline by more than the ruler explains, and has not been taken again \
                 yet",
    level: "watch",
    see: See::Dermatologist,
    sources: &[source::RULER],
    kind: FlagKind::Task,
    counted_as: Some(("to measure again", "to measure again")),
    group: Some("Measure again"),
    ..Rule::finding(Judge::WholeSpot(measure_again, Tells::WholeSpot(tell_measure_again)))
};

fn measure_again(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    for (series, point, _) in spot.growth.pending() {
        fired.at(At { spot, index: series.points[point].look }, Level::Watch);
    }
}

pub(super) const FIRM_AND_GROWING: Rule = Rule {
    ident: "firm-and-growing",
    title: "Raised, firm and growing for over a month",
    brief: "raised, firm, growing over a month",
    fires_when: "the spot was raised and firm at one look, and grew or was said to have changed in size at any \
                 look, the later of the two more than 30 days after it was first seen",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::EFG],
    asks: &["raised", "firm"],
    ..Rule::finding(Judge::WholeSpot(firm_and_growing, Tells::AtLook(tell_firm_and_growing)))
};

fn firm_and_growing(spot: &SpotView<'_>, fired: &mut Fired<'_, '_>) {
    let firm: Vec<usize> = spot
        .looks()
        .filter(|at| at.judged().known.raised.is_yes() && at.judged().known.firm.is_yes())
        .map(|at| at.index)
        .collect();
    let size_changed = spot
        .looks()
        .filter(|at| at.look().answers.changes.as_ref().is_some_and(|changes| changes.contains(Change::Size)));
    let mut grew: Vec<usize> = size_changed.map(|at| at.index).collect();
    grew.extend(spot.growth.series.iter().filter_map(|s| s.grown).map(|grown| grown.look));
    if !firm.is_empty() {
        // Every check counts here. The first may come too early, and the last too late to date the firing.
        grew.extend(spot.growth.series.iter().flat_map(Series::growing_at_every_check).map(|g| g.look));
    }
    grew.sort_unstable();
    grew.dedup();
    let (Some(&first_firm), Some(&first_grew)) = (firm.first(), grew.first()) else { return };
    // A look of one kind (firm or grown) counts if a look of the other kind is at it or before it.
    let mut later: Vec<usize> = firm.iter().copied().filter(|&i| i >= first_grew).collect();
    later.extend(grew.iter().copied().filter(|&i| i >= first_firm));
    later.sort_unstable();
    later.dedup();
    for at in later.into_iter().map(|index| At { spot, index }) {
        if at.days().is_none_or(|days| days > MONTH_DAYS) {
            fired.add(Firing::at_look(at, Level::FollowUp).compared_with(first_firm.min(first_grew)));
        }
    }
}

fn tell_grown(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let series = spot.growth.series.iter();
    let here = series.filter_map(|s| Some((s, s.grown.filter(|grown| Some(grown.look) == firing.look)?)));
    join(spot, here.map(|(series, grown)| say_grown(series, &grown)))
}

/// Words a confirmed jump, and names its looks.
fn say_grown(series: &Series, grown: &Grown) -> (String, Vec<usize>) {
    let point = &series.points[grown.point];
    let again = if grown.remeasured && grown.look != point.look {
        "A repeat measurement confirmed it."
    } else if grown.remeasured {
        "It was read three times."
    } else {
        "It was not measured again within 14 days (not re-measured), so it counts."
    };
    let reason = format!("{} {again} {MANY_CAUSES}", jump_sentence(series, grown.point, grown.value, &grown.jump));
    (reason, baseline_looks(series, grown.point).chain([point.look, grown.look]).collect())
}

fn tell_measure_again(spot: &SpotView<'_>, _: &Firing) -> Telling {
    let say = |(series, point, jump): (&Series, usize, Jump)| {
        let wanted = if jump.triples { "three more readings" } else { "three readings in all" };
        let reason = format!(
            "{} Please measure it again within three days, by {}, until there are {wanted}; if it holds, or is not \
             measured again within 14 days, it counts as grown.",
            jump_sentence(series, point, jump.baseline + jump.rise, &jump),
            series.method.label()
        );
        (reason, baseline_looks(series, point).chain([series.points[point].look]).collect())
    };
    join(spot, spot.growth.pending().map(say))
}

/// Returns the looks in the baseline of a jump.
fn baseline_looks(series: &Series, point: usize) -> impl Iterator<Item = usize> {
    let used = baseline_checks(&series.points[..=point]);
    series.points[..used].iter().map(|p| p.look)
}

fn jump_sentence(series: &Series, point: usize, value: f64, jump: &Jump) -> String {
    let newest = &series.points[point];
    let used = baseline_checks(&series.points[..=point]);
    // A baseline of many checks ends long after its first check.
    let (from, what) = match used {
        0..=3 => (0, String::new()),
        _ => (used - 1, format!(" (the median of the first {used} measurements)")),
    };
    format!(
        "{}{what} to {} in {} days. One reading by {} can be off by about {}, so up to {} can be the measuring alone; this \
         is {}, more than the ruler explains.",
        mm(jump.baseline),
        mm(value),
        (newest.day - series.points[from].day).num_days(),
        series.method.label(),
        mm(jump.sigma),
        mm(jump.limit),
        mm(value - jump.baseline)
    )
}

fn tell_growing(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let here = spot.growth.series.iter().filter_map(|series| {
        let (first, last) = series.growing?;
        let growing = [last, first].into_iter().find(|growing| Some(growing.look) == firing.look)?;
        Some(say_growing(series, &growing))
    });
    join(spot, here)
}

/// Words a trend, and names its first and last look.
fn say_growing(series: &Series, Growing { look, trend }: &Growing) -> (String, Vec<usize>) {
    let reason = format!(
        "About {:.1} mm in 30 days over {} checks in {} days by {}, {} in all: steadier than the ruler \
         explains. {MANY_CAUSES}",
        trend.slope * 30.0,
        trend.checks,
        trend.span,
        series.method.label(),
        mm(trend.slope * trend.span as f64)
    );
    (reason, vec![series.points[0].look, *look])
}

fn tell_firm_and_growing(at: At<'_, '_>, firing: &Firing) -> Telling {
    let day = at.day();
    let since = match at.spot.first_seen {
        _ if at.spot.spot.since_birth.is_yes() => "and it was there since birth".into(),
        Some(seen) => format!("{} days after it was first seen", (day - seen).num_days()),
        None => "and when it was first seen is not known".into(),
    };
    let reason = format!(
        "By {} it had been raised and firm and had grown or changed in size, {since}; over {MONTH_DAYS} days count. \
         This rule is from outside the two documents. {MANY_CAUSES}",
        show_date(day)
    );
    let looks = compared(at, firing).into_iter().chain([at.look()]);
    Telling { reason, evidence: looks.map(|look| evidence(look, "raised and firm, or larger")).collect() }
}

/// Joins what is said of each series, with the readings of the looks it names.
fn join(spot: &SpotView<'_>, said: impl Iterator<Item = (String, Vec<usize>)>) -> Telling {
    let (reasons, looks): (Vec<String>, Vec<Vec<usize>>) = said.unzip();
    Telling { reason: reasons.join(" "), evidence: measured(spot, looks.into_iter().flatten()) }
}

/// Returns the readings at these looks, each once.
fn measured(spot: &SpotView<'_>, looks: impl IntoIterator<Item = usize>) -> Vec<Evidence> {
    let mut told: Vec<Evidence> = Vec::new();
    for look in looks.into_iter().map(|index| spot.look(index)) {
        let Some((method, readings)) = look.answers.diameter() else { continue };
        let evidence = evidence(look, format!("{} by {}", mm(readings.median()), method.label()));
        if !told.contains(&evidence) {
            told.push(evidence);
        }
    }
    told
}
