//! `spotlog undo`: reverts the latest change.

use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Undo;

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct UndoResult<'a> {
    /// What the change was that is undone.
    undone: &'a str,
    /// A later change that stays, since another machine has built on it.
    passed_over: Option<&'a str>,
}

impl Run for Undo {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let undone = ops::undo(&mut store, &session.context())?;
        if session.out.json {
            session.out.json(&UndoResult { undone: &undone.what, passed_over: undone.passed_over.as_deref() })?;
        } else {
            let (what, stays) = (&undone.what, undone.say_passed_over());
            let said = format!("Undone: {what}. It stays in the history; `spotlog redo` does it again.{stays}\n");
            session.out.remark(&said)?;
        }
        Ok(0)
    }
}
