//! `spotlog treatment`: records a treatment of a spot, and whether it helped.

use crate::cli::args::{YesNo, words};
use crate::cli::entry::{answer, done, text};
use crate::cli::session::{Run, Session};
use crate::domain::{FieldError, TreatmentKind};
use crate::error::Result;
use crate::ops::{self, NewTreatment};
use clap::Args;

#[derive(Debug, Args)]
pub struct Treatment {
    #[arg(value_name = "SPOT")]
    spot: u32,
    /// What is being tried; without it the latest treatment is answered
    #[arg(value_name = "WHAT", required_unless_present = "improved")]
    what: Option<String>,
    #[arg(long, requires = "what", value_parser = words::<TreatmentKind>())]
    kind: Option<TreatmentKind>,
    /// When it was started [default: today]
    #[arg(long, requires = "what", value_name = "DATE")]
    started: Option<String>,
    /// Has it helped?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    improved: Option<YesNo>,
}

impl Run for Treatment {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let receipt = match (&self.what, self.improved) {
            (None, Some(improved)) => {
                ops::treatment_improved(&mut store, &session.context(), self.spot, improved.into())?
            }
            (what, improved) => {
                let new = NewTreatment {
                    what: Some(
                        text(what.as_deref(), "WHAT")?
                            .ok_or_else(|| FieldError::new("what is being tried is needed").at("WHAT"))?,
                    ),
                    kind: self.kind,
                    started_on: session.moment(self.started.as_deref(), "--started")?.day(),
                    improved: answer(improved),
                };
                ops::treatment(&mut store, &session.context(), self.spot, new)?
            }
        };
        done(session, &receipt)
    }
}
