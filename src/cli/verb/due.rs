//! `spotlog due`: what is due, for scripts and status bars.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::exchange::calendar;
use crate::guidance::Level;
use crate::ops::Judged;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Due {
    /// Exit with 10, 11 or 12 where something is for follow-up, same-day or an emergency
    #[arg(long)]
    exit_code: bool,
    /// The next checks as an iCalendar file
    #[arg(long)]
    ics: bool,
}

/// What is due, as `--json` prints it.
#[derive(Serialize)]
struct DueList<'a> {
    /// The highest level of these people.
    level: &'static str,
    due: Vec<DueRow<'a>>,
}

/// One spot or one flag about a person, as `--json` prints it.
#[derive(Serialize)]
struct DueRow<'a> {
    /// The name of the person.
    person: &'a str,
    /// The number of the spot; null for a flag about the person.
    spot: Option<u32>,
    /// The title of the spot or of the flag.
    title: String,
    level: &'static str,
    /// Which professional to see.
    see: Option<&'static str>,
    /// Whether the day of the next look has come.
    look_due: bool,
    /// The day of the next look, with a time if the schedule is in hours.
    next_check: Option<String>,
}

impl Run for Due {
    fn run(self, session: &Session) -> Result<u8> {
        let Due { exit_code, ics } = self;
        let store = session.open_to_read()?;
        let people = session.judged(&store)?;
        let highest = people.iter().map(|j| j.assessment.level).max().unwrap_or(Level::None);
        let code = match highest {
            Level::FollowUp if exit_code => 10,
            Level::SameDay if exit_code => 11,
            Level::Emergency if exit_code => 12,
            _ => 0,
        };
        let is_ahead = people.iter().any(|judged| judged.assessment.ahead.entries > 0);
        if ics {
            for Judged { assessment, .. } in &people {
                session.urgent_aside(assessment)?;
                session.ahead_aside(&assessment.ahead)?;
            }
            let people: Vec<_> = people.iter().map(|j| (&j.facts, &j.assessment)).collect();
            match calendar(&people, session.now.utc) {
                Some(calendar) => session.out.text(&calendar)?,
                None => session.out.aside("No look is planned, so there is no calendar.\n")?,
            }
            return Ok(code);
        }
        let as_of = session.context().as_of();
        let number = session.settings.emergency_number.as_deref();
        let mut rows = Vec::new();
        let mut text = String::new();
        for Judged { facts, assessment } in &people {
            session.urgent(assessment)?;
            session.ahead(&assessment.ahead)?;
            for flag in assessment.open_flags().filter(|f| f.spot.is_none() && f.level >= Level::FollowUp) {
                rows.push(DueRow {
                    person: &assessment.name,
                    spot: None,
                    title: flag.rule.title.to_owned(),
                    level: flag.level.word(),
                    see: flag.see.map(|see| see.word()),
                    look_due: false,
                    next_check: None,
                });
                let headline = flag.level.headline(flag.see, None, number);
                let line = format!("{} {}: {}. {headline}\n", flag.level.mark(), assessment.name, flag.rule.title);
                text.push_str(&line);
            }
            for s in &assessment.spots {
                let is_due = s.is_due(as_of.day());
                if !is_due && s.level < Level::Watch {
                    continue;
                }
                let Some(tree) = facts.spot(s.number) else { continue };
                rows.push(DueRow {
                    person: &assessment.name,
                    spot: Some(s.number),
                    title: tree.spot.title(),
                    level: s.level.word(),
                    see: s.see.map(|see| see.word()),
                    look_due: is_due,
                    next_check: s.next_check.map(|m| m.to_string()),
                });
                let who = if people.len() > 1 { format!("{}, ", assessment.name) } else { String::new() };
                let look = if is_due { format!("look due since {}", print::day(s.next_check)) } else { String::new() };
                let headline =
                    if s.level >= Level::FollowUp { s.level.headline(s.see, None, number) } else { String::new() };
                let line =
                    format!("{:<3} {who}spot {} ({}) {headline} {look}", s.level.mark(), s.number, tree.spot.title());
                text.push_str(&line.split_whitespace().collect::<Vec<_>>().join(" "));
                text.push('\n');
            }
        }
        if session.out.json {
            session.out.json(&DueList { level: highest.word(), due: rows })?;
        } else if text.is_empty() {
            session.out.remark(if is_ahead { "Of the other entries none is due.\n" } else { "Nothing is due.\n" })?;
        } else {
            session.out.text(&text)?;
        }
        Ok(code)
    }
}
