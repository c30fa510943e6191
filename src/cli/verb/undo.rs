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
}

impl Run for Undo {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let undone = ops::undo(&mut store, &session.context())?;
        if session.out.json {
            session.out.json(&UndoResult { undone: &undone })?;
        } else {
            session
                .out
                .remark(&format!("Undone: {undone}. It stays in the history; `spotlog redo` does it again.\n"))?;
        }
        Ok(0)
    }
}
