//! `spotlog show`: prints a spot with all its looks.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::{Word, show_date};
use crate::error::Result;
use crate::exchange::spot_json;
use crate::ops::{self, Judged};
use crate::report::say_observation;
use clap::Args;

#[derive(Debug, Args)]
pub struct Show {
    #[arg(value_name = "SPOT")]
    spot: u32,
}

impl Run for Show {
    fn run(self, session: &Session) -> Result<u8> {
        let number = self.spot;
        let store = session.open_to_read()?;
        let mut tree = ops::spot(&store, &session.context(), number)?;
        if let Some(as_of) = session.as_of {
            tree.observations.retain(|o| !as_of.excludes(o.at));
            tree.reviews.retain(|r| !as_of.excludes_day(r.on));
            tree.treatments.retain(|t| !as_of.excludes_day(t.started_on));
        }
        if session.out.json {
            session.out.json(&spot_json(&tree))?;
            return Ok(0);
        }
        let spot = &tree.spot;
        let mut text = format!("Spot {number}: {}\n", spot.place().label());
        if let Some(label) = &spot.label {
            text.push_str(&format!("Called: {}\n", label.on_one_line()));
        }
        let seen = spot.first_seen.map_or_else(|| "unknown".into(), |seen| seen.label());
        text.push_str(&format!("First seen: {seen}; since birth: {}\n", spot.since_birth.label()));
        if let Some(onset) = spot.onset {
            text.push_str(&format!("Came: {}\n", onset.label()));
        }
        if !spot.contexts.is_empty() {
            text.push_str(&format!("With: {}\n", spot.contexts.label()));
        }
        if let Some(closed) = spot.closed {
            text.push_str(&format!("Closed on {}: {}\n", show_date(closed.on), closed.because.label()));
        }
        if let Some(note) = &spot.note {
            text.push_str(&print::wrap(&format!("Note: {}", note.on_one_line()), "", "      "));
        }
        text.push('\n');
        for observation in &tree.observations {
            text.push_str(&print::wrap(&say_observation(observation), "", "            "));
        }
        for review in &tree.reviews {
            let said = review.said.as_ref().map_or_else(String::new, |s| format!(": {}", s.on_one_line()));
            let outcome = review.outcome.map_or_else(String::new, |o| format!(" ({})", o.label()));
            text.push_str(&print::wrap(
                &format!("{:<11} review by {}{outcome}{said}", show_date(review.on), review.by.label()),
                "",
                "            ",
            ));
        }
        for treatment in &tree.treatments {
            let what = treatment.what.as_ref().map_or_else(|| "a treatment".into(), |w| w.on_one_line());
            text.push_str(&print::wrap(
                &format!("{:<11} {what}; improved: {}", show_date(treatment.started_on), treatment.improved.label()),
                "",
                "            ",
            ));
        }
        text.push('\n');
        if let Some(Judged { assessment, .. }) = ops::assess(&store, &session.context())? {
            session.urgent(&assessment)?;
            session.ahead(&assessment.ahead)?;
            text.push_str(&print::standing(&assessment, number));
        }
        session.out.text(&text)?;
        Ok(0)
    }
}
