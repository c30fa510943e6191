//! `spotlog paths`: prints where everything is stored.

use crate::cli::print::shown;
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::Result;
use clap::Args;
use serde_json::json;
use std::path::Path;

#[derive(Debug, Args)]
pub struct Paths;

impl Run for Paths {
    fn run(self, session: &Session) -> Result<u8> {
        let p = &session.paths;
        if session.out.json {
            let paths = json!({ "journal": shown(&p.journal), "settings": shown(&p.settings), "demo": shown(&p.demo) });
            session.out.json(&paths)?;
            return Ok(0);
        }
        let note = |path: &Path| if path.exists() { "" } else { "  (not there yet)" };
        session.out.text(&format!(
            "journal   {}{}\nsettings  {}{}\ndemo      {}{}\n",
            p.journal.shown(),
            note(&p.journal),
            p.settings.shown(),
            note(&p.settings),
            p.demo.shown(),
            note(&p.demo)
        ))?;
        Ok(0)
    }
}
