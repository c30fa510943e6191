//! The tabs of a spot's page, one row each: the title, the entries that can be corrected, and the lines.

use crate::domain::{Answer, GlassTest, Observation, SpotTree, Word, show_date};
use crate::guidance::{SpotAssessment, near_misses_of_spot, say_growth};
use crate::ops::{HistoryEntry, Judged, Saved};
use crate::report::{say_glass_test, say_note, say_observation};
use crate::tui::keymap::Context;
use crate::tui::screen::said::why_lines;
use crate::tui::theme::Role;
use crate::tui::widget::page::say;
use crate::tui::world::World;
use std::ops::Range;

/// A tab of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// The looks, newest first.
    Looks,
    /// The glass tests.
    Tests,
    /// The reviews.
    Doctor,
    /// The treatments.
    Tried,
    /// The spot itself: where, since when, how it came.
    Spot,
    /// The changes that were made.
    History,
    /// The reasons with their arithmetic, and what nearly fired.
    Why,
}

/// The lines of a tab, and the lines of each entry among them.
pub(super) type Lines = (Vec<(Role, String)>, Vec<Range<usize>>);

impl Tab {
    pub(super) const ALL: [Tab; 7] =
        [Tab::Looks, Tab::Tests, Tab::Doctor, Tab::Tried, Tab::Spot, Tab::History, Tab::Why];

    pub(super) fn title(self) -> &'static str {
        match self {
            Tab::Looks => "Looks",
            Tab::Tests => "Tests",
            Tab::Doctor => "Doctor",
            Tab::Tried => "Tried",
            Tab::Spot => "The spot",
            Tab::History => "History",
            Tab::Why => "Why",
        }
    }

    /// Returns the tab after this one, or before it.
    pub(super) fn next(self, forward: bool) -> Tab {
        let at = Tab::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        let count = Tab::ALL.len();
        Tab::ALL[if forward { at + 1 } else { at + count - 1 } % count]
    }

    /// Returns how many entries the tab has; `None` for one without a number.
    pub(super) fn count(self, tree: &SpotTree<Observation>, history: &[HistoryEntry]) -> Option<usize> {
        match self {
            Tab::Looks => Some(tree.observations.len()),
            Tab::Tests => Some(tested(tree).count()),
            Tab::Doctor => Some(tree.reviews.len()),
            Tab::Tried => Some(tree.treatments.len()),
            Tab::History => Some(history.len()),
            Tab::Spot | Tab::Why => None,
        }
    }

    /// Returns the entries of the tab in the order of their rows, newest first.
    pub(super) fn entries(self, tree: &SpotTree<Observation>) -> Vec<Saved> {
        let number = tree.spot.number;
        match self {
            Tab::Looks => tree.observations.iter().rev().map(|look| Saved::Look(number, look.clone())).collect(),
            Tab::Tests => tested(tree).map(|(look, _)| Saved::Look(number, look.clone())).collect(),
            Tab::Doctor => tree.reviews.iter().rev().map(|r| Saved::Review(Some(number), r.clone())).collect(),
            Tab::Tried => tree.treatments.iter().rev().map(|r| Saved::Treatment(number, r.clone())).collect(),
            Tab::Spot => vec![Saved::Spot(tree.spot.clone())],
            Tab::History | Tab::Why => Vec::new(),
        }
    }

    /// Returns the question that is corrected on this tab; `None` for the one that is corrected most.
    pub(super) fn question(self) -> Option<&'static str> {
        (self == Tab::Tests).then_some("glass_test")
    }

    /// Returns the lines of the tab.
    pub(super) fn lines(
        self,
        tree: &SpotTree<Observation>,
        history: &[HistoryEntry],
        world: &World,
        width: usize,
    ) -> Lines {
        let (mut lines, mut rows) = (Vec::new(), Vec::new());
        let mut row = |lines: &mut Vec<(Role, String)>, text: &str| {
            let start = lines.len();
            say(lines, Role::Text, text, width, "            ");
            rows.push(start..lines.len());
        };
        match self {
            Tab::Looks => tree.observations.iter().rev().for_each(|look| row(&mut lines, &say_observation(look))),
            Tab::Doctor => {
                for r in tree.reviews.iter().rev() {
                    let outcome = r.outcome.map_or_else(String::new, |o| format!(", {}", o.label()));
                    let said = r.said.as_ref().map_or_else(String::new, |s| format!(": \"{s}\""));
                    let note = say_note(&r.note);
                    row(&mut lines, &format!("{:<11} {}{outcome}{said}{note}", show_date(r.on), r.by.label()));
                }
            }
            Tab::Tried => {
                for t in tree.treatments.iter().rev() {
                    let what = t.what.as_ref().map_or("a treatment", |w| &**w);
                    row(
                        &mut lines,
                        &format!(
                            "{:<11} {what}; improved: {}{}",
                            show_date(t.started_on),
                            t.improved.label(),
                            say_note(&t.note)
                        ),
                    );
                }
            }
            Tab::Spot => row(&mut lines, &say_spot(tree)),
            Tab::Tests => tested(tree).for_each(|(look, test)| row(&mut lines, &say_glass_test(look.at, test))),
            Tab::History => {
                for entry in history {
                    let at = world.now.show_time(entry.change.at);
                    let undone = if entry.change.undone_by.is_some() { " (undone)" } else { "" };
                    say(&mut lines, Role::Text, &format!("{at}  {}{undone}", entry.change.what), width, "  ");
                }
            }
            Tab::Why => why(&mut lines, world, tree.spot.number, width),
        }
        if lines.is_empty() {
            lines.push((Role::Dim, world.with_keys(Context::Spot, self.nothing())));
        }
        (lines, rows)
    }

    /// Returns what a tab without lines says.
    fn nothing(self) -> &'static str {
        match self {
            Tab::Looks => "None yet. Press {look} to log one.",
            Tab::Tests => "No glass test yet. Press {glass-test} to do one.",
            Tab::Doctor => "No review yet. Press {review} to record what a doctor said.",
            Tab::Tried => "Nothing yet. Press {treatment} to record what is being tried.",
            Tab::Spot | Tab::History | Tab::Why => "Nothing yet.",
        }
    }
}

/// Returns the looks with a glass test, newest first.
fn tested(tree: &SpotTree<Observation>) -> impl Iterator<Item = (&Observation, GlassTest)> {
    tree.observations.iter().rev().filter_map(|look| Some((look, look.answers.glass_test?)))
}

/// Appends the reasons with their arithmetic, what nearly fired, and the growth.
fn why(lines: &mut Vec<(Role, String)>, world: &World, number: u32, width: usize) {
    let Some(judged) = &world.loaded.judged else { return };
    let Some(spot) = judged.assessment.spot(number) else { return };
    lines.extend(why_lines(&judged.assessment, spot, width));
    nearly(lines, judged, world, number, width);
    growth(lines, spot, width);
    if let Some(next) = spot.next_check {
        heading(lines, "Next look");
        say(lines, Role::Text, &next.label(), width, "  ");
    }
}

fn nearly(lines: &mut Vec<(Role, String)>, judged: &Judged, world: &World, number: u32, width: usize) {
    let nearly = near_misses_of_spot(&judged.facts, &judged.assessment, &world.start.windows, number);
    if !nearly.is_empty() {
        heading(lines, "Not yet, but nearly");
    }
    for n in &nearly {
        let text = format!("{} {}: {}", n.level.mark(), n.rule.title, n.when);
        say(lines, Role::Text, &text, width, "  ");
    }
}

fn growth(lines: &mut Vec<(Role, String)>, spot: &SpotAssessment, width: usize) {
    if let Some(growth) = say_growth(spot) {
        heading(lines, "Growth");
        say(lines, Role::Text, &growth, width, "");
    }
}

fn heading(lines: &mut Vec<(Role, String)>, text: &str) {
    if !lines.is_empty() {
        lines.push((Role::Text, String::new()));
    }
    lines.push((Role::Title, text.to_owned()));
}

/// Words what was entered of the spot itself.
fn say_spot(tree: &SpotTree<Observation>) -> String {
    let spot = &tree.spot;
    let seen = spot.first_seen.map_or_else(|| "unknown".into(), |seen| seen.label());
    let mut said = vec![spot.place().label(), format!("first seen {seen}")];
    if spot.since_birth != Answer::Unanswered {
        said.push(format!("since birth: {}", spot.since_birth.label()));
    }
    said.extend(spot.onset.map(|onset| format!("came {}", onset.label())));
    if !spot.contexts.is_empty() {
        said.push(format!("after {}", spot.contexts.label()));
    }
    said.extend(spot.label.as_ref().map(|label| format!("\"{}\"", label.on_one_line())));
    said.join(", ") + &say_note(&spot.note)
}
