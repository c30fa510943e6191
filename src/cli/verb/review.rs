//! `spotlog review`: records the opinion of a doctor or another reviewer.

use crate::cli::args::words;
use crate::cli::entry::{done, text};
use crate::cli::session::{Run, Session};
use crate::domain::{Outcome, Reviewer};
use crate::error::Result;
use crate::ops::{self, NewReview, Reviewed};
use clap::Args;

#[derive(Debug, Args)]
pub struct Review {
    /// Without one the review is of the person
    #[arg(value_name = "SPOT")]
    spot: Option<u32>,
    /// Who said it
    #[arg(long, value_parser = words::<Reviewer>())]
    by: Reviewer,
    /// What was said, in your words
    #[arg(long)]
    said: Option<String>,
    #[arg(long, value_parser = words::<Outcome>())]
    outcome: Option<Outcome>,
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

impl Run for Review {
    fn run(self, session: &Session) -> Result<u8> {
        let new = NewReview {
            on: session.moment(self.on.as_deref(), "--on")?.day(),
            by: self.by,
            said: text(self.said.as_deref(), "--said")?,
            outcome: self.outcome,
        };
        let of = self.spot.map_or(Reviewed::Person, Reviewed::Spot);
        let mut store = session.open()?;
        done(session, &ops::review(&mut store, &session.context(), of, new)?)
    }
}
