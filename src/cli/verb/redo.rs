//! `spotlog redo`: redoes the change that was undone last.

use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Redo;

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct RedoResult<'a> {
    /// What the change was that is done again.
    redone: &'a str,
}

impl Run for Redo {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let redone = ops::redo(&mut store, &session.context())?;
        if session.out.json {
            session.out.json(&RedoResult { redone: &redone })?;
        } else {
            session.out.remark(&format!("Done again: {redone}.\n"))?;
        }
        Ok(0)
    }
}
