//! `spotlog redo`: redoes the change that was undone last.

use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub struct Redo;

impl Run for Redo {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let redone = ops::redo(&mut store, &session.context())?;
        if session.out.json {
            session.out.json(&json!({ "redone": redone }))?;
        } else {
            session.out.remark(&format!("Done again: {redone}.\n"))?;
        }
        Ok(0)
    }
}
