//! `spotlog why`: explains every flag, and the rules that nearly fired.

use crate::cli::print;
use crate::cli::session::{Run, Session, nobody};
use crate::error::{Error, Result};
use crate::exchange::FlagV1;
use crate::guidance::{GET_HELP_AGAIN, Level, Status, near_misses_of_person, near_misses_of_spot, say_growth};
use crate::ops::{self, Judged};
use crate::report::{say_field, say_next_look};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Why {
    #[arg(value_name = "SPOT")]
    spot: Option<u32>,
}

/// The reasons for a level, as `--json` prints them.
#[derive(Serialize)]
struct Reasons<'a> {
    /// The flags of the spot or of everything, as in `spotlog-report/1`.
    flags: Vec<FlagV1>,
    /// The rules that have not fired but may soon.
    nearly: Vec<NearMissRow<'a>>,
    /// The questions never answered about the spot, by field name; empty without a spot.
    missing: &'a [&'static str],
}

/// One rule that nearly fired, as `--json` prints it.
#[derive(Serialize)]
struct NearMissRow<'a> {
    rule: &'static str,
    /// The level that it would have.
    level: &'static str,
    /// The condition, such as "on 22 Nov 2026, if it is still there".
    when: &'a str,
}

impl Run for Why {
    fn run(self, session: &Session) -> Result<u8> {
        let number = self.spot;
        let store = session.open_to_read()?;
        let Some(Judged { facts, assessment }) = ops::assess(&store, &session.context())? else {
            return Err(nobody());
        };
        session.ahead(&assessment.ahead)?;
        if let Some(number) = number
            && assessment.spot(number).is_none()
            && !assessment.ahead.only.contains(&number)
        {
            return Err(Error::NotFound(format!("there is no spot {number} as of that day")));
        }
        let flags: Vec<_> = assessment.flags.iter().filter(|f| number.is_none() || f.spot == number).collect();
        session.urgent_others(&store, &assessment.name)?;
        session.urgent_headline(&assessment)?;
        let windows = &session.settings.windows;
        let nearly = match number {
            Some(number) => near_misses_of_spot(&facts, &assessment, windows, number),
            None => near_misses_of_person(&facts, &assessment, windows),
        };
        if session.out.json {
            let nearly =
                nearly.iter().map(|n| NearMissRow { rule: n.rule.ident, level: n.level.word(), when: &n.when });
            session.out.json(&Reasons {
                flags: flags.into_iter().map(FlagV1::from).collect(),
                nearly: nearly.collect(),
                missing: number.and_then(|n| assessment.spot(n)).map_or(&[], |s| &s.missing),
            })?;
            return Ok(0);
        }
        let mut text = String::new();
        for flag in &flags {
            text.push_str(&print::flag(flag));
            if !flag.missing.is_empty() {
                let missing: Vec<_> = flag.missing.iter().map(|f| say_field(f)).collect();
                text.push_str(&print::wrap(&format!("Not answered: {}.", missing.join(", ")), "    ", "    "));
            }
            for source in flag.rule.sources {
                text.push_str(&print::wrap(&format!("[{}, \"{}\"]", source.document, source.section), "    ", "    "));
            }
        }
        if flags.iter().any(|f| f.status == Status::Open && f.level >= Level::FollowUp) {
            text.push_str(&format!("{GET_HELP_AGAIN}\n"));
        }
        if !flags.iter().any(|f| f.status == Status::Open) {
            text.push_str(&print::wrap(&assessment.neutral(flags.iter().copied()), "", ""));
        }
        if !nearly.is_empty() {
            text.push_str("\nNot yet, but nearly:\n");
        }
        for n in &nearly {
            let line = format!("{} ({}): {}", n.rule.title, n.level.word(), n.when);
            text.push_str(&print::wrap(&line, "  ", "    "));
        }
        for s in assessment.spots.iter().filter(|s| number == Some(s.number)) {
            if let Some(growth) = say_growth(s) {
                text.push_str(&print::wrap(&growth, "", ""));
            }
            if let Some(next) = s.next_check {
                text.push_str(&format!("{}\n", say_next_look(next, assessment.as_of)));
            }
            if !s.missing.is_empty() {
                let missing: Vec<_> = s.missing.iter().map(|f| say_field(f)).collect();
                text.push_str(&print::wrap(&format!("Never answered: {}.", missing.join(", ")), "", ""));
            }
        }
        session.out.text(&text)?;
        Ok(0)
    }
}
