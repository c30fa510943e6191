//! `spotlog timeline`: prints when each spot was there.

use crate::cli::session::{Run, Session, nobody};
use crate::domain::{Facts, Look, Word};
use crate::error::Result;
use crate::guidance::{Assessment, Level};
use crate::ops::{self, Judged};
use crate::report::timeline::{Span, timeline_text};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Timeline;

/// The dates of all spots, as `--json` prints them.
#[derive(Serialize)]
struct TimelineDates {
    /// The first day of the timeline.
    from: String,
    /// The last day of the timeline.
    to: String,
    spots: Vec<SpotDates>,
}

/// The dates of one spot, as `--json` prints them.
#[derive(Serialize)]
struct SpotDates {
    /// The number of the spot.
    spot: u32,
    level: &'static str,
    /// The earliest day that the entry allows; null if unknown.
    first_seen: Option<String>,
    looks: Vec<LookDate>,
    /// The days of the reviews.
    reviews: Vec<String>,
    /// Whether some of its entries are dated later.
    dated_later: bool,
}

/// One look at a spot, as `--json` prints it.
#[derive(Serialize)]
struct LookDate {
    at: String,
    presence: &'static str,
    glass_test: Option<&'static str>,
}

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
            session.out.json(&TimelineDates {
                from: span.from.to_string(),
                to: span.to.to_string(),
                spots: spot_dates(&facts, &assessment),
            })?;
            return Ok(0);
        }
        session.out.text(&timeline_text(&facts, &assessment, windows, 100))?;
        Ok(0)
    }
}

/// Returns the dates of each spot, which `--json` prints instead of the drawing.
fn spot_dates(facts: &Facts, assessment: &Assessment) -> Vec<SpotDates> {
    let row = |(number, level): (u32, Level)| {
        let tree = facts.spot(number)?;
        let looks = tree.observations.iter().filter(|o| !assessment.as_of.excludes(o.at));
        let look = |o: &Look| LookDate {
            at: o.at.to_string(),
            presence: o.answers.presence.word(),
            glass_test: o.answers.glass_test.map(|g| g.word()),
        };
        Some(SpotDates {
            spot: number,
            level: level.word(),
            first_seen: tree.spot.first_seen_if_born(facts.person.born).map(|seen| seen.earliest().to_string()),
            looks: looks.map(look).collect(),
            reviews: tree.reviews.iter().map(|r| r.on.to_string()).collect(),
            dated_later: assessment.ahead.has(number),
        })
    };
    let later = assessment.ahead.only.iter().map(|&number| (number, Level::None));
    assessment.spots.iter().map(|s| (s.number, s.level)).chain(later).filter_map(row).collect()
}
