//! `spotlog backup`: copies the journal, or lists its backups.

use crate::cli::args::{CopyArgs, path};
use crate::cli::passphrase::new_passphrase;
use crate::cli::print::{self, shown};
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
    /// Leave the pictures out of the copy
    #[arg(long)]
    without_photos: bool,
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
    /// How many pictures are in it.
    photos: usize,
    /// How many pictures could not be read, so that it lacks them.
    photos_missing: usize,
}

impl Run for Backup {
    fn run(self, session: &Session) -> Result<u8> {
        let Backup { file, copy, without_photos } = &self;
        let with_photos = !without_photos;
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
        let packed = match encrypt {
            Some(secret) => {
                ops::back_up_sealed(&store, file, existing, &new_passphrase(session, secret)?, with_photos)?
            }
            None => ops::back_up(&store, file, existing, with_photos)?,
        };
        if session.out.json {
            session.out.json(&BackupResult {
                file: shown(file),
                photos: packed.pictures,
                photos_missing: packed.missing,
            })?;
        }
        say_written(
            session,
            &format!("The journal is copied to {}{}.", file.shown(), print::with_pictures(packed.pictures)),
            file,
            encrypt.is_some(),
        )?;
        if packed.missing > 0 {
            session
                .out
                .aside(&format!("{} pictures are missing in it; spotlog doctor names them.\n", packed.missing))?;
        }
        Ok(0)
    }
}
