//! `spotlog restore`: restores the journal from a backup.

use crate::cli::args::{PassphraseArgs, path};
use crate::cli::passphrase::known_passphrase;
use crate::cli::print::shown;
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Restore {
    /// A backup, encrypted or not, or another journal file
    #[arg(value_parser = path())]
    file: PathBuf,
    #[command(flatten)]
    secret: PassphraseArgs,
}

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct RestoreResult {
    /// The file that the journal was restored from.
    restored: String,
    /// The file with what the journal held before; null if there was no journal.
    kept: Option<String>,
}

impl Run for Restore {
    fn run(self, session: &Session) -> Result<u8> {
        let Restore { file, secret } = &self;
        let path = &session.paths.journal;
        let kept = ops::restore(path, || session.open_at(path), file, || known_passphrase(session, secret))?;
        if session.out.json {
            session.out.json(&RestoreResult { restored: shown(file), kept: kept.as_deref().map(shown) })?;
        } else {
            let before = kept.map_or_else(String::new, |kept| format!(" What it held before is in {}.", kept.shown()));
            session.out.remark(&format!("The journal now holds what {} holds.{before}\n", file.shown()))?;
        }
        Ok(0)
    }
}
