//! `spotlog backup`: copies the journal, or lists its backups.

use crate::cli::args::{CopyArgs, path};
use crate::cli::passphrase::new_passphrase;
use crate::cli::print::shown;
use crate::cli::session::{Run, Session, say_written};
use crate::domain::{FieldError, ShowPath};
use crate::error::Result;
use crate::ops::{self, Existing};
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Backup {
    /// Without one the backups that there are are listed
    #[arg(value_parser = path())]
    file: Option<PathBuf>,
    #[command(flatten)]
    copy: CopyArgs,
}

/// One backup in the list, as `--json` prints it.
#[derive(Serialize)]
struct BackupRow {
    day: String,
    file: String,
}

/// The result of copying, as `--json` prints it.
#[derive(Serialize)]
struct BackupResult {
    /// The file of the copy.
    file: String,
}

impl Run for Backup {
    fn run(self, session: &Session) -> Result<u8> {
        let Backup { file, copy } = &self;
        let file = file.as_deref();
        let encrypt = copy.passphrase();
        let Some(file) = file else {
            if encrypt.is_some() || copy.force {
                let message = "nothing is copied without a file; name the file of the copy";
                return Err(FieldError::new(message).at("FILE").into());
            }
            // Backups are listed without opening the journal, which may be damaged.
            let backups = ops::backups(&session.paths.journal);
            if session.out.json {
                let rows = backups.iter().map(|(day, path)| BackupRow { day: day.to_string(), file: shown(path) });
                session.out.json(&rows.collect::<Vec<_>>())?;
                return Ok(0);
            }
            if backups.is_empty() {
                session.out.remark("There is no backup yet; the first entry of a day makes one.\n")?;
            }
            let lines: String = backups.iter().map(|(day, path)| format!("{day}  {}\n", path.shown())).collect();
            session.out.text(&lines)?;
            return Ok(0);
        };
        let store = session.open_to_read()?;
        let existing = session.existing(file, copy.force, Existing::Keep)?;
        match encrypt {
            Some(secret) => ops::back_up_sealed(&store, file, existing, &new_passphrase(session, secret)?)?,
            None => ops::back_up(&store, file, existing)?,
        }
        if session.out.json {
            session.out.json(&BackupResult { file: shown(file) })?;
        }
        say_written(session, &format!("The journal is copied to {}.", file.shown()), file, encrypt.is_some())?;
        Ok(0)
    }
}
