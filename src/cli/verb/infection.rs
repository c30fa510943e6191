//! `spotlog infection`: records an infection.

use crate::cli::args::words;
use crate::cli::entry::done;
use crate::cli::session::{Run, Session};
use crate::domain::InfectionKind;
use crate::error::Result;
use crate::ops::{self, NewInfection};
use clap::Args;

#[derive(Debug, Args)]
pub struct Infection {
    #[arg(value_name = "KIND", value_parser = words::<InfectionKind>())]
    kind: Option<InfectionKind>,
    /// When it was
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

impl Run for Infection {
    fn run(self, session: &Session) -> Result<u8> {
        let (kind, on) = (self.kind, self.on.as_deref());
        let new = NewInfection { kind, on: session.moment(on, "--on")?.day() };
        let mut store = session.open()?;
        done(session, &ops::infection(&mut store, &session.context(), new)?)
    }
}
