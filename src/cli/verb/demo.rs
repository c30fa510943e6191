//! `spotlog demo`: opens a generated journal to try everything.

use crate::cli::open::{can_draw, open_screen};
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::Result;
use crate::ops;
use clap::Args;

#[derive(Debug, Args)]
pub struct Demo;

impl Run for Demo {
    fn run(self, session: &Session) -> Result<u8> {
        let named = session.paths.journal_was_named;
        let path = if named { session.paths.journal.clone() } else { session.paths.demo.clone() };
        ops::make_demo(&path, !named, &session.context())?;
        session.out.remark(&format!(
            "A made-up journal is in {0}. Look at it with: spotlog --journal '{0}'\n",
            path.shown()
        ))?;
        if can_draw(session) && !session.out.json && !session.out.quiet {
            return open_screen(session, &path, true);
        }
        Ok(0)
    }
}
