//! `spotlog same`: logs that spots are present and no change was noticed.

use crate::cli::entry::done;
use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;

#[derive(Debug, Args)]
pub struct Same {
    /// The numbers of the spots
    #[arg(required = true, value_name = "SPOT")]
    spots: Vec<u32>,
    /// When you looked
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

impl Run for Same {
    fn run(self, session: &Session) -> Result<u8> {
        let (spots, on) = (&self.spots, self.on.as_deref());
        let at = session.moment(on, "--on")?;
        let mut store = session.open()?;
        done(session, &ops::same(&mut store, &session.context(), spots, at)?)
    }
}
