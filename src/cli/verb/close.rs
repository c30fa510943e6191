//! `spotlog close`: a spot that was removed, or entered by mistake.

use crate::cli::args::words;
use crate::cli::entry::done;
use crate::cli::session::{Run, Session};
use crate::domain::{Because, FieldError};
use crate::error::Result;
use crate::ops;
use clap::Args;
use std::io::IsTerminal;

#[derive(Debug, Args)]
pub struct Close {
    #[arg(value_name = "SPOT")]
    spot: u32,
    #[arg(long, value_parser = words::<Because>())]
    because: Because,
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Do not ask again before a spot is closed as a mistake
    #[arg(long)]
    yes: bool,
}

impl Run for Close {
    fn run(self, session: &Session) -> Result<u8> {
        let Close { spot, because, on, yes } = self;
        let on = on.as_deref();
        let on = session.moment(on, "--on")?.day();
        let mut store = session.open()?;
        if because == Because::Mistake && !yes {
            let title = ops::spot(&store, &session.context(), spot)?.spot.title();
            confirm_mistake(session, spot, &title)?;
        }
        done(session, &ops::close_spot(&mut store, &session.context(), spot, on, because)?)
    }
}

/// Asks for confirmation, since a spot closed as a mistake raises no flags (docs/guidance.md, section 4).
fn confirm_mistake(session: &Session, spot: u32, title: &str) -> Result<()> {
    let not_closed = |why: &str| FieldError::new(format!("spot {spot} was not closed: {why}")).at("--yes");
    if !std::io::stdin().is_terminal() {
        return Err(not_closed("it would raise nothing any more; add --yes to say that you mean it").into());
    }
    let question =
        format!("Spot {spot} ({title}) will raise nothing any more. Type its number again to close it as a mistake: ");
    let answer = session.ask(&question)?;
    if answer == spot.to_string() { Ok(()) } else { Err(not_closed("another number was typed").into()) }
}
