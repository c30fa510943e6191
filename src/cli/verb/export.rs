//! `spotlog export`: writes the whole journal to a file.

use crate::cli::args::{CopyArgs, path};
use crate::cli::passphrase::new_passphrase;
use crate::cli::print::Stream;
use crate::cli::session::{Run, Session, say_written};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::exchange::seal;
use crate::ops::{self, Existing};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Export {
    /// - writes to standard output
    #[arg(value_parser = path())]
    file: PathBuf,
    #[command(flatten)]
    copy: CopyArgs,
}

impl Run for Export {
    fn run(self, session: &Session) -> Result<u8> {
        let Export { file, copy } = &self;
        let encrypt = copy.passphrase();
        let store = session.open_to_read()?;
        let is_stdout = file == Path::new("-");
        let existing = if is_stdout { Existing::Keep } else { session.existing(file, copy.force, Existing::Keep)? };
        let passphrase = encrypt.map(|secret| new_passphrase(session, secret)).transpose()?;
        let write = |out: &mut dyn Write| match &passphrase {
            None => ops::export(&store, out),
            Some(passphrase) => {
                let mut bytes = Vec::new();
                ops::export(&store, &mut bytes)?;
                out.write_all(&seal(&bytes, passphrase)?).map_err(Error::io("the export cannot be written"))
            }
        };
        if is_stdout {
            let kind = if encrypt.is_some() { Stream::Bytes } else { Stream::Json };
            session.out.stream(kind, write)?;
            return Ok(0);
        }
        ops::write_private(file, existing, write)?;
        say_written(session, &format!("The journal is in {}.", file.shown()), file, encrypt.is_some())?;
        Ok(0)
    }
}
