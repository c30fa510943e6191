//! The line of counts above the list, and the hints for new users.

use crate::domain::show_day;
use crate::guidance::{Level, See, rules};
use crate::ops::Judged;
use crate::tui::keymap::{Command, Context};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::text::put;
use crate::tui::world::World;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

/// The number of observations after which no hints are shown.
const FIRST_LOOKS: usize = 8;

/// The columns between two counts.
const GAP: usize = 3;

/// A count with its words.
struct Part {
    role: Role,
    text: String,
    /// The first spot that is counted.
    first: u32,
}

/// Returns the counts of what is to be done, most urgent first.
fn parts(judged: &Judged) -> Vec<Part> {
    let assessment = &judged.assessment;
    let spots = |level, see: See| -> Vec<u32> {
        let counted = assessment.spots.iter().filter(|spot| spot.level == level && spot.see == Some(see));
        counted.map(|spot| spot.number).collect()
    };
    let levels = [
        (Level::Emergency, See::EmergencyServices, "emergency", "emergencies"),
        (Level::SameDay, See::Doctor, "for today", "for today"),
        (Level::FollowUp, See::Dermatologist, "to show a dermatologist", "to show a dermatologist"),
        (Level::FollowUp, See::Doctor, "to show a doctor", "to show a doctor"),
    ];
    let levels = levels.map(|(level, see, one, many)| (level, spots(level, see), one, many));
    let tasks = rules().filter_map(|rule| Some((rule, rule.counted_as?))).map(|(rule, (one, many))| {
        let open = assessment.open_flags().filter(|flag| flag.rule.ident == rule.ident);
        (Level::Watch, open.filter_map(|flag| flag.spot).collect(), one, many)
    });
    let part = |(level, spots, one, many): (Level, Vec<u32>, &str, &str)| {
        let first = *spots.first()?;
        let words = if spots.len() == 1 { one } else { many };
        Some(Part { role: Role::of_level(level), text: format!("{} {} {words}", level.mark(), spots.len()), first })
    };
    levels.into_iter().chain(tasks).filter_map(part).collect()
}

/// Returns the first spot of the count at a column of the line.
pub(super) fn spot_at(judged: &Judged, column: u16) -> Option<u32> {
    let mut x = 1;
    for part in parts(judged) {
        let end = x + part.text.width();
        if (x..end).contains(&usize::from(column)) {
            return Some(part.first);
        }
        x = end + GAP;
    }
    None
}

/// Draws the counts in one line, each with its mark.
pub(super) fn draw(judged: &Judged, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let parts = parts(judged);
    if parts.is_empty() {
        let assessment = &judged.assessment;
        let next =
            assessment.next_check.map_or_else(String::new, |next| format!(" Next look {}.", show_day(next.day())));
        let other = assessment.ahead.say(assessment.as_of);
        let said = other.unwrap_or_else(|| format!("No open flag. That rules nothing out.{next}"));
        put(buffer, area, 1, 0, &said, theme.style(Role::Text));
    }
    let mut x = 1;
    for part in parts {
        put(buffer, area, x as u16, 0, &part.text, theme.style(part.role));
        x += part.text.width() + GAP;
    }
}

/// Returns hints for new users. Each disappears once its action was done, and all do after the first observations, or
/// while something is urgent.
pub(super) fn first_hints(world: &World, contexts: &[Context]) -> Vec<String> {
    let Some(judged) = &world.loaded.judged else { return Vec::new() };
    let spots = &judged.facts.spots;
    let looks: usize = spots.iter().map(|tree| tree.observations.len()).sum();
    if looks > FIRST_LOOKS || judged.assessment.level >= Level::SameDay {
        return Vec::new();
    }
    let person = &judged.facts.person;
    let answers = || spots.iter().flat_map(|tree| &tree.observations).map(|look| &look.answers);
    let hints = [
        (spots.iter().any(|tree| tree.observations.len() > 1), Command::Look, "logs the next look, in a few days"),
        (answers().any(|a| a.glass_test.is_some()), Command::GlassTest, "does the glass test, step by step"),
        (
            answers().any(|a| a.measurement.is_some()),
            Command::Guide,
            "has the reference cards, the rules and how to take a photo",
        ),
        (person.born.is_some(), Command::Me, "is for your birth date, illness and medicines"),
        (world.start.emergency_number.is_some(), Command::Settings, "keeps the number to call in an emergency"),
    ];
    let keys = &world.start.keymap;
    let open = hints.into_iter().filter(|(was_done, ..)| !was_done);
    let line = |(_, command, what)| Some(format!("{} {what}", keys.chord_of(contexts, command)?));
    open.filter_map(line).collect()
}
