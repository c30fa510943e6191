//! `spotlog reopen`: opens a closed spot again.

use crate::cli::entry::done;
use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;

#[derive(Debug, Args)]
pub struct Reopen {
    #[arg(value_name = "SPOT")]
    spot: u32,
}

impl Run for Reopen {
    fn run(self, session: &Session) -> Result<u8> {
        let spot = self.spot;
        let mut store = session.open()?;
        done(session, &ops::reopen_spot(&mut store, &session.context(), spot)?)
    }
}
