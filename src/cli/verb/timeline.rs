//! `spotlog timeline`: prints when each spot was there.

use crate::cli::session::{Run, Session, nobody};
use crate::domain::{Facts, Look, Word};
use crate::error::Result;
use crate::guidance::{Assessment, Level};
use crate::ops::{self, Judged};
use crate::report::timeline::{Span, timeline_text};
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Timeline;

impl Run for Timeline {
    fn run(self, session: &Session) -> Result<u8> {
        let store = session.open_to_read()?;
        let Some(Judged { facts, assessment }) = ops::assess(&store, &session.context())? else {
            return Err(nobody());
        };
        session.urgent(&assessment)?;
        session.ahead(&assessment.ahead)?;
        let windows = &session.settings.windows;
        if session.out.json {
            let span = Span::all(&facts, assessment.as_of, 1);
            let rows = spot_spans(&facts, &assessment);
            session.out.json(&json!({ "from": span.from.to_string(), "to": span.to.to_string(), "spots": rows }))?;
            return Ok(0);
        }
        session.out.text(&timeline_text(&facts, &assessment, windows, 100))?;
        Ok(0)
    }
}

/// Returns the dates of each spot as JSON, instead of the drawing.
fn spot_spans(facts: &Facts, assessment: &Assessment) -> Vec<Value> {
    let row = |(number, level): (u32, Level)| {
        let tree = facts.spot(number)?;
        let looks = tree.observations.iter().filter(|o| !assessment.as_of.excludes(o.at));
        let look = |o: &Look| {
            json!({
                "at": o.at.to_string(),
                "presence": o.answers.presence.word(),
                "glass_test": o.answers.glass_test.map(|g| g.word()),
            })
        };
        Some(json!({
            "spot": number,
            "level": level.word(),
            "first_seen": tree.spot.first_seen.map(|seen| seen.earliest().to_string()),
            "looks": looks.map(look).collect::<Vec<_>>(),
            "reviews": tree.reviews.iter().map(|r| r.on.to_string()).collect::<Vec<_>>(),
            "dated_later": assessment.ahead.has(number),
        }))
    };
    let later = assessment.ahead.only.iter().map(|&number| (number, Level::None));
    assessment.spots.iter().map(|s| (s.number, s.level)).chain(later).filter_map(row).collect()
}
