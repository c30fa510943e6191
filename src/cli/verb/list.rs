//! `spotlog list`: lists the spots, the most urgent first.

use crate::cli::session::{Run, Session};
use crate::cli::terminal;
use crate::domain::{AsOf, Because, Facts, Look, ShowPath, Spot, SpotTree, Word, show_date, show_size};
use crate::error::Result;
use crate::guidance::{Level, SpotAssessment, Summary};
use crate::ops;
use clap::Args;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

#[derive(Debug, Args)]
pub struct List {
    /// Only spots with an open flag
    #[arg(long)]
    pub flagged: bool,
}

/// One spot, as `--json` prints it.
#[derive(Serialize)]
struct SpotRow<'a> {
    number: u32,
    /// The identifier, which stays the same on every machine.
    id: String,
    label: Option<&'a str>,
    site: Option<&'static str>,
    side: Option<&'static str>,
    level: &'static str,
    /// Which professional to see.
    see: Option<&'static str>,
    /// Days from first seen to the latest look; null if first seen is unknown.
    days_seen: Option<i64>,
    /// Whether it has gone or is closed.
    gone: bool,
    /// The latest measured diameter.
    diameter_mm: Option<f64>,
    /// The day of the next look, with a time if the schedule is in hours.
    next_check: Option<String>,
}

impl<'a> SpotRow<'a> {
    fn new(facts: &'a Facts, s: &SpotAssessment) -> Self {
        let spot = facts.spot(s.number).map(|tree| &tree.spot);
        SpotRow {
            number: s.number,
            id: s.id.to_string(),
            label: spot.and_then(|spot| spot.label.as_deref()),
            site: spot.map(|spot| spot.site.word()),
            side: spot.and_then(|spot| spot.side).map(|side| side.word()),
            level: s.level.word(),
            see: s.see.map(|see| see.word()),
            days_seen: s.days_seen,
            gone: s.gone,
            diameter_mm: s.diameter.map(|d| d.latest),
            next_check: s.next_check.map(|m| m.to_string()),
        }
    }
}

impl Run for List {
    fn run(self, session: &Session) -> Result<u8> {
        let flagged = self.flagged;
        let store = session.open_to_read()?;
        let Some((facts, Summary { spots: standing, of_person, ahead })) = ops::summarize(&store, &session.context())?
        else {
            if session.out.json {
                session.out.json(&Vec::<SpotRow>::new())?;
            } else {
                let missing = if session.paths.journal.try_exists().unwrap_or(true) {
                    String::new()
                } else {
                    format!(" There is no journal at {} yet.", session.paths.journal.shown())
                };
                let text = format!("No spot is logged yet.{missing} Log one with: spotlog new left wrist back\n");
                session.out.remark(&text)?;
            }
            return Ok(0);
        };
        session.urgent_others(&store, &facts.person.name)?;
        session.ahead(&ahead)?;
        let (level, see) = of_person;
        if standing.iter().map(|s| s.level).chain([level]).any(|level| level >= Level::SameDay)
            && let Some(judged) = ops::assess(&store, &session.context())?
        {
            session.urgent(&judged.assessment)?;
        }
        let mut spots: Vec<&SpotAssessment> = standing.iter().collect();
        spots.retain(|s| !flagged || s.level > Level::None);
        spots.sort_unstable_by_key(|s| (std::cmp::Reverse(s.level), s.gone, s.number));
        if session.out.json {
            session.out.json(&spots.iter().map(|s| SpotRow::new(&facts, s)).collect::<Vec<_>>())?;
            return Ok(0);
        }
        // What a line needs beside the title of the spot.
        let beside = 56;
        let width = terminal::width().saturating_sub(beside).clamp(12, 34);
        let mut text = String::new();
        if level == Level::FollowUp {
            text.push_str(&format!(
                "{:<3} {}: {} (spotlog why)\n",
                level.mark(),
                facts.person.name,
                level.headline(see, None, None)
            ));
        }
        for s in &spots {
            let Some(tree) = facts.spot(s.number) else { continue };
            text.push_str(&list_line(tree, s, session.context().as_of(), width));
        }
        if !flagged {
            let trees = ahead.only.iter().filter_map(|&number| facts.spot(number));
            text.extend(trees.map(|tree| list_line_ahead(&tree.spot, width)));
        }
        if text.is_empty() {
            session.out.remark(if flagged {
                "No spot has an open flag.\n"
            } else {
                "No spot was logged as of that day.\n"
            })?;
        }
        session.out.text(&text)?;
        // So that a list of one person is not mistaken for the list of all.
        for (name, spots) in ops::spots_of_others(&store, &facts.person.name)? {
            let spots = if spots == 1 { "1 spot".to_owned() } else { format!("{spots} spots") };
            session
                .out
                .remark(&format!("Also in this journal: {name}, {spots} (spotlog list --person \"{name}\")\n"))?;
        }
        Ok(0)
    }
}

fn list_line(tree: &SpotTree<Look>, s: &SpotAssessment, as_of: AsOf, width: usize) -> String {
    let size = s.diameter.map_or_else(|| "-".into(), |d| show_size(d.latest));
    let seen = match (s.gone, tree.spot.days_since_seen(as_of)) {
        (true, _) if tree.spot.closed.is_some_and(|c| c.because == Because::Mistake) => "a mistake".into(),
        (true, _) if tree.spot.closed.is_some() => {
            tree.spot.closed.map_or_else(String::new, |c| format!("removed {}", show_date(c.on)))
        }
        (true, _) => s.last_observed.map_or_else(|| "closed".into(), |m| format!("gone {}", show_date(m.day()))),
        (false, _) if tree.spot.since_birth.is_yes() => "since birth".into(),
        (false, Some(1)) => "1 day".to_owned(),
        (false, Some(days)) => format!("{days} days"),
        (false, None) => "unknown".into(),
    };
    let next = s.next_check.map_or_else(String::new, |m| format!("look {}", show_date(m.day())));
    let line =
        format!("{:<3} {:>3}  {}  {size:>8}  {seen:<18}  {next}", s.level.mark(), s.number, column(&tree.spot, width));
    line.trim_end().to_owned() + "\n"
}

/// Formats the line of a spot whose records are all dated later.
fn list_line_ahead(spot: &Spot, width: usize) -> String {
    format!("    {:>3}  {}  {:>8}  dated after today\n", spot.number, column(spot, width), "-")
}

/// Returns the title of a spot, cut or padded to its column.
fn column(spot: &Spot, width: usize) -> String {
    let mut title = spot.title();
    if title.width() > width {
        title = title.chars().take(width - 1).chain(['…']).collect();
    }
    let pad = " ".repeat(width.saturating_sub(title.width()));
    title + &pad
}
