//! `spotlog paths`: prints where everything is stored.

use crate::cli::print::shown;
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::Result;
use crate::store::Pictures;
use clap::Args;
use serde::Serialize;
use std::path::Path;

#[derive(Debug, Args)]
pub struct Paths;

/// The paths in use, as `--json` prints them. Not all of them need to exist.
#[derive(Serialize)]
struct PathsInUse {
    journal: String,
    /// The folder of the pictures; it is there once one is kept.
    photos: String,
    settings: String,
    /// The journal of `spotlog demo`.
    demo: String,
    /// The log, which holds no entry; reports of crashes are beside it.
    log: String,
}

impl Run for Paths {
    fn run(self, session: &Session) -> Result<u8> {
        let p = &session.paths;
        let photos = Pictures::of(&p.journal).folder().unwrap_or_default();
        if session.out.json {
            session.out.json(&PathsInUse {
                journal: shown(&p.journal),
                photos: shown(&photos),
                settings: shown(&p.settings),
                demo: shown(&p.demo),
                log: shown(&p.log),
            })?;
            return Ok(0);
        }
        let note = |path: &Path| if path.exists() { "" } else { "  (not there yet)" };
        session.out.text(&format!(
            "journal   {}{}\nphotos    {}{}\nsettings  {}{}\ndemo      {}{}\nlog       {}{}\n",
            p.journal.shown(),
            note(&p.journal),
            photos.shown(),
            note(&photos),
            p.settings.shown(),
            note(&p.settings),
            p.demo.shown(),
            note(&p.demo),
            p.log.shown(),
            note(&p.log)
        ))?;
        Ok(0)
    }
}
