//! The rows of the home screen, grouped by what to do. Their texts are built once for each loaded journal.

use crate::domain::{AsOf, Because, Look, SpotTree, show_day, show_size};
use crate::guidance::{Flag, Level, See, SpotAssessment, rules};
use crate::ops::Judged;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A spot in the list.
pub(super) struct Row {
    pub number: u32,
    pub level: Level,
    pub group: Group,
    /// The mark of the level, and of a task that the group does not say.
    pub mark: String,
    /// The place.
    pub place: String,
    /// The place, with the label behind it.
    pub title: String,
    /// The size and the time, for the right side of the row.
    pub facts: String,
    /// The sizes in the order of the looks, as a line of bars. Empty for fewer than two.
    pub sizes: String,
    /// The titles of the open flags.
    pub why: String,
    /// The lowercase text that the filter searches: number, title and site.
    pub haystack: String,
    /// Whether it was entered by mistake, so that no drawing has it.
    pub is_mistake: bool,
    /// The index of the spot in the assessment. `None` if all its entries are dated in the future.
    pub spot: Option<usize>,
}

/// What to do about a spot. Groups sort by urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    rank: usize,
    pub heading: &'static str,
}

impl Group {
    const WATCH: Group = Group { rank: 100, heading: "Watch" };
    /// The spots without an open flag.
    pub(super) const QUIET: Group = Group { rank: 200, heading: "Quiet" };
    const AHEAD: Group = Group { rank: 201, heading: "Dated after today" };
    const GONE: Group = Group { rank: 202, heading: "Gone or closed" };

    /// Returns whether there is nothing to do. Such a group is folded where there is no room for all.
    pub(super) fn is_quiet(self) -> bool {
        self >= Group::QUIET
    }

    /// Returns the group of an assessed spot. `open` are its open flags.
    fn of(spot: &SpotAssessment, open: &[&Flag]) -> Group {
        let (rank, heading) = match (spot.level, spot.see) {
            (Level::Emergency, _) => (0, "Emergency: get help now"),
            (Level::SameDay, _) => (1, "Contact a doctor or nurse today"),
            (Level::FollowUp, Some(See::Dermatologist)) => (2, "Show a dermatologist"),
            (Level::FollowUp, _) => (3, "Make an appointment with a doctor"),
            (Level::Watch, _) => return Group::of_task(open).unwrap_or(Group::WATCH),
            (Level::None, _) if spot.gone => return Group::GONE,
            (Level::None, _) => return Group::QUIET,
        };
        Group { rank, heading }
    }

    /// Returns the group of the first of these tasks, in the order of the rules.
    fn of_task(open: &[&Flag]) -> Option<Group> {
        let is_open = |ident: &str| open.iter().any(|flag| flag.rule.ident == ident);
        let mut tasks = rules().enumerate().filter_map(|(rank, rule)| Some((rank, rule.ident, rule.group?)));
        let (rank, _, heading) = tasks.find(|(_, ident, _)| is_open(ident))?;
        Some(Group { rank: 4 + rank, heading })
    }
}

/// Builds the rows of a person, most urgent first.
pub(super) fn rows(judged: &Judged) -> Vec<Row> {
    let mut open: BTreeMap<u32, Vec<&Flag>> = BTreeMap::new();
    for flag in judged.assessment.open_flags() {
        flag.spot.into_iter().for_each(|number| open.entry(number).or_default().push(flag));
    }
    let open_of = |number: u32| open.get(&number).map_or(&[][..], Vec::as_slice);
    let spots = judged.assessment.spots.iter().enumerate();
    let as_of = judged.assessment.as_of;
    let mut rows: Vec<Row> = spots
        .filter_map(|(index, spot)| {
            Some(row(index, spot, judged.facts.spot(spot.number)?, open_of(spot.number), as_of))
        })
        .collect();
    let ahead = judged.assessment.ahead.only.iter().filter_map(|&number| judged.facts.spot(number));
    rows.extend(ahead.map(|tree| Row {
        number: tree.spot.number,
        level: Level::None,
        group: Group::AHEAD,
        mark: String::new(),
        facts: "after today".to_owned(),
        sizes: String::new(),
        why: String::new(),
        haystack: haystack(tree),
        place: tree.spot.place().label(),
        title: tree.spot.place_and_label(),
        is_mistake: false,
        spot: None,
    }));
    rows.sort_unstable_by_key(|row| (row.group, Reverse(row.level), row.number));
    rows
}

fn haystack(tree: &SpotTree<Look>) -> String {
    format!("{} {} {}", tree.spot.number, tree.spot.title(), tree.spot.place().label()).to_lowercase()
}

fn row(index: usize, s: &SpotAssessment, tree: &SpotTree<Look>, open: &[&Flag], as_of: AsOf) -> Row {
    let closed = tree.spot.closed.map(|closed| match closed.because {
        Because::Mistake => "mistake".to_owned(),
        Because::Removed => format!("removed {}", show_day(closed.on)),
    });
    let seen = match (closed, s.gone, tree.spot.days_since_seen(as_of)) {
        (Some(closed), ..) => closed,
        (None, true, _) => {
            let day = s.last_observed.map(|m| show_day(m.day()));
            day.map_or_else(|| "closed".into(), |day| format!("gone {day}"))
        }
        (None, false, _) if tree.spot.since_birth.is_yes() => "birth".into(),
        (None, false, Some(days)) => format!("{days} d"),
        (None, false, None) => "?".into(),
    };
    let mut why: Vec<&str> = open.iter().map(|flag| flag.rule.title).collect();
    if let ([_], Some(_)) = (open, Group::of_task(open)) {
        // The heading of the group says it already.
        why.clear();
    }
    let has_task = s.level > Level::Watch && Group::of_task(open).is_some();
    let size = s.diameter.filter(|_| !s.gone).map(|d| show_size(d.latest));
    let moves = if s.growth.pending().next().is_some() {
        "?"
    } else if open.iter().any(|flag| flag.rule.says_growth) {
        "↗"
    } else {
        " "
    };
    Row {
        number: s.number,
        level: s.level,
        group: Group::of(s, open),
        mark: format!("{}{}", s.level.mark(), if has_task { Level::Watch.mark() } else { "" }),
        place: tree.spot.place().label(),
        title: tree.spot.place_and_label(),
        facts: match size {
            Some(size) => format!("{size} {moves} {seen:>5}"),
            None => seen,
        },
        sizes: if s.gone { String::new() } else { bars(tree) },
        why: why.join(" · "),
        haystack: haystack(tree),
        is_mistake: tree.spot.is_mistake(as_of),
        spot: Some(index),
    }
}

/// The number of sizes drawn as bars.
pub(super) const BARS: usize = 7;

/// Draws the last sizes as bars between the smallest and the largest of them.
fn bars(tree: &SpotTree<Look>) -> String {
    const HEIGHTS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    let measured = tree.observations.iter().rev().filter_map(|look| look.answers.diameter());
    let mut sizes: Vec<f64> = measured.map(|(_, readings)| readings.median()).take(BARS).collect();
    sizes.reverse();
    let least = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    let most = sizes.iter().copied().fold(0.0, f64::max);
    let height = |size: f64| match most - least {
        // Sizes that differ by less than a reading can are one height.
        range if range < 0.5 => 2,
        range => ((size - least) / range * 6.0).round() as usize,
    };
    if sizes.len() < 2 { String::new() } else { sizes.iter().map(|&size| HEIGHTS[height(size).min(6)]).collect() }
}
