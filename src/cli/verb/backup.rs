//! `spotlog backup`: copies the journal, or lists its backups.

use crate::cli::args::{CopyArgs, path};
use crate::cli::passphrase::new_passphrase;
use crate::cli::print::{self, shown};
use crate::cli::session::{Run, Session, say_written};
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::ops::{self, Existing};
use crate::store::Store;
use clap::Args;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Backup {
    /// Without one the backups that there are are listed; - is standard output
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

impl Backup {
    /// Writes the copy to standard output. It is made in a private folder beside the journal first.
    fn to_stdout(&self, session: &Session, store: &Store) -> Result<u8> {
        let failed = || Error::io("the copy cannot be made");
        let passphrase = self.copy.passphrase().map(|secret| new_passphrase(session, secret)).transpose()?;
        let beside = session.paths.journal.parent().unwrap_or(Path::new("."));
        // A journal on a medium that is full or read-only can be copied too.
        let mut named = tempfile::Builder::new();
        let named = named.prefix(".spotlog-copy-");
        let folder = named.tempdir_in(beside).or_else(|_| named.tempdir()).map_err(failed())?;
        let made = folder.path().join("copy");
        let with_photos = !self.without_photos;
        match passphrase {
            Some(secret) => ops::back_up_sealed(store, &made, Existing::Keep, &secret, with_photos)?,
            None => ops::back_up(store, &made, Existing::Keep, with_photos)?,
        };
        let mut copy = std::fs::File::open(&made).map_err(failed())?;
        session.out.binary("FILE", |out| std::io::copy(&mut copy, out).map(drop).map_err(failed()))?;
        Ok(0)
    }
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
        if file == Path::new("-") {
            return self.to_stdout(session, &session.open_to_copy()?);
        }
        if encrypt.is_none() {
            ops::check_clear_name(file)?;
        }
        let existing = session.existing(file, copy.force, Existing::Keep)?;
        let store = session.open_to_copy()?;
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
        if let Some(lacking) = ops::say_lacking(packed) {
            session.out.aside(&format!("{lacking}\n"))?;
        }
        Ok(0)
    }
}
