//! `spotlog export`: writes the whole journal to a file.

use crate::cli::args::{CopyArgs, path};
use crate::cli::passphrase::new_passphrase;
use crate::cli::print::Stream;
use crate::cli::session::{Run, Session, say_written};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::exchange::{JournalVersion, Sealing};
use crate::ops::{self, Existing};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Export {
    /// - writes to standard output
    #[arg(value_parser = path())]
    file: PathBuf,
    /// Write version 1, for an older program, and say what is left out; or the pictures too, as the ending .zip does
    #[arg(long, value_parser = formats())]
    format: Option<ExportFormat>,
    #[command(flatten)]
    copy: CopyArgs,
}

/// A format that can be asked for.
#[derive(Clone, Copy, Debug)]
enum ExportFormat {
    /// An older version of the journal format.
    Version(JournalVersion),
    /// journal.json and the pictures in one file.
    Zip,
}

/// Returns the parser of the formats: the versions before the newest one, and the zip.
fn formats() -> impl TypedValueParser<Value = ExportFormat> {
    let versions = || JournalVersion::ALL.into_iter().filter(|version| *version < JournalVersion::NEWEST);
    let word = |version: JournalVersion| format!("journal-{}", version.number());
    let words = versions().map(word).chain(["zip".to_owned()]);
    PossibleValuesParser::new(words.collect::<Vec<_>>()).map(move |chosen| {
        let version = versions().find(|version| word(*version) == chosen);
        version.map_or(ExportFormat::Zip, ExportFormat::Version)
    })
}

impl Run for Export {
    fn run(self, session: &Session) -> Result<u8> {
        let Export { file, format, copy } = &self;
        let encrypt = copy.passphrase();
        let is_zip = format.is_none() && ops::is_zip(file).map_err(|error| error.at("FILE"))?;
        let is_stdout = file == Path::new("-");
        if encrypt.is_none() {
            ops::check_clear_name(file)?;
        }
        let existing = if is_stdout { Existing::Keep } else { session.existing(file, copy.force, Existing::Keep)? };
        // A program that reads the export of no journal gets an empty one.
        let store = if is_stdout { session.open_to_read()? } else { session.open_to_copy()? };
        let passphrase = encrypt.map(|secret| new_passphrase(session, secret)).transpose()?;
        let format = format.or(is_zip.then_some(ExportFormat::Zip));
        let bundle = if passphrase.is_some() { ops::stream_bundle } else { ops::export_bundle };
        let export = |out: &mut dyn Write| match format {
            None => ops::export(&store, out),
            Some(ExportFormat::Zip) => match ops::say_lacking(bundle(&store, out)?) {
                None => Ok(()),
                Some(lacking) => session.out.aside(&format!("{lacking}\n")),
            },
            Some(ExportFormat::Version(version)) => match ops::export_version(&store, version, out)? {
                0 => Ok(()),
                n => {
                    let records = if n == 1 { "record" } else { "records" };
                    session.out.aside(&format!(
                        "Left out of {n} {records} what version {} has no fields for, such as notes, kept photos, and \
                         what a doctor asks.\n",
                        version.number()
                    ))
                }
            },
        };
        let write = |out: &mut dyn Write| match &passphrase {
            None => export(out),
            Some(passphrase) => {
                let mut sealing = Sealing::begin(out, passphrase)?;
                export(&mut sealing)?;
                sealing.finish().map_err(Error::io("the export cannot be written")).map(drop)
            }
        };
        if is_stdout {
            match (encrypt.is_some(), format) {
                (true, _) => session.out.stream(Stream::Bytes, write)?,
                (false, Some(ExportFormat::Zip)) => session.out.binary("FILE", write)?,
                (false, _) => session.out.stream(Stream::Json, write)?,
            }
            return Ok(0);
        }
        ops::write_private(file, existing, write)?;
        say_written(session, &format!("The journal is in {}.", file.shown()), file, encrypt.is_some())?;
        Ok(0)
    }
}
