//! `spotlog import`: imports a journal file or a table.

use crate::cli::args::{PassphraseArgs, path, words};
use crate::cli::passphrase::known_passphrase;
use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::{FieldError, Method, ShowPath};
use crate::error::Result;
use crate::ops::{self, Bundle, Imported, Incoming};
use crate::store::Store;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;

/// The format of an imported file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ImportFormat {
    Journal,
    Csv,
}

#[derive(Debug, Args)]
pub struct Import {
    /// A file of the format spotlog-journal/1 or /2, a zip of one with its pictures, or a table; - reads standard input
    #[arg(value_parser = path())]
    file: PathBuf,
    #[arg(long, value_enum, default_value_t = ImportFormat::Journal)]
    format: ImportFormat,
    /// Bring back what was erased here and is in the file
    #[arg(long)]
    erased_too: bool,
    /// The field that a column of another name holds, as Date=at; Date= leaves it out; with --format csv
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// How the sizes were measured, where no column says it; with --format csv
    #[arg(long, value_parser = words::<Method>())]
    by: Option<Method>,
    #[command(flatten)]
    secret: PassphraseArgs,
}

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct ImportResult<'a> {
    /// Records that are new in the journal.
    added: usize,
    /// Records updated from the file.
    changed: usize,
    /// Records as they were.
    unchanged: usize,
    /// Records older than those in the journal; they are kept in the history.
    kept_out: usize,
    /// Records and notes skipped because they were erased here.
    erased: usize,
    /// Entries skipped because they were struck out here and not changed since.
    struck_out: usize,
    /// Pictures that are new beside the journal.
    photos: usize,
    /// The columns of a table that hold no field.
    columns_left_out: &'a [String],
}

impl Run for Import {
    fn run(self, session: &Session) -> Result<u8> {
        let Import { file, format, erased_too, map, by, secret } = &self;
        let (format, erased_too) = (*format, *erased_too);
        if format == ImportFormat::Journal && !map.is_empty() {
            return Err(FieldError::new("only a table has columns; add --format csv").at("--map").into());
        }
        if format == ImportFormat::Journal && by.is_some() {
            return Err(FieldError::new("a journal file says how it was measured; leave it out").at("--by").into());
        }
        let bytes = match Incoming::read(file, || known_passphrase(session, secret))? {
            Incoming::Bundle(bundle) if format == ImportFormat::Journal => {
                return take_in_bundle(session, bundle, erased_too);
            }
            Incoming::Bundle(_) => {
                let message = "a zip with pictures is no table; import it without --format csv";
                return Err(FieldError::new(message).at(file.shown()).into());
            }
            Incoming::Bytes(bytes) => bytes,
        };
        if let Some(kind) = ops::other_kind(&bytes, format == ImportFormat::Csv) {
            return Err(FieldError::new(kind).at(file.shown()).into());
        }
        let (journal, left_out) = match format {
            ImportFormat::Journal => {
                (ops::parse_journal(&bytes, &session.open_to_read()?, &session.context())?, Vec::new())
            }
            ImportFormat::Csv => {
                let mut columns = ops::table_columns(&bytes, &mapped(map)?)?;
                columns.measured_by = *by;
                let table = ops::parse_table(&bytes, &columns, false, &session.open_to_read()?, &session.context())?;
                (table.journal, table.left_out)
            }
        };
        let mut store = session.open()?;
        let import = if erased_too { ops::import_erased_too } else { ops::import };
        let tally = import(&mut store, &session.context(), &journal)?;
        tell(session, &store, tally, 0, &left_out)
    }
}

/// Takes in a journal with its pictures and prints the result.
fn take_in_bundle(session: &Session, mut bundle: Bundle, erased_too: bool) -> Result<u8> {
    let mut store = session.open()?;
    let (tally, pictures) = bundle.take_in(&mut store, &session.context(), erased_too)?;
    tell(session, &store, tally, pictures, &[])
}

/// Prints what was taken in. Returns the exit code.
fn tell(session: &Session, store: &Store, tally: Imported, pictures: usize, left_out: &[String]) -> Result<u8> {
    let people = ops::assess_everybody(store, &session.context())?;
    // Only the headline of the most urgent person, since the reasons may be many.
    if let Some(first) = people.iter().max_by_key(|judged| judged.assessment.level) {
        session.urgent_headline(&first.assessment)?;
    }
    if session.out.json {
        session.out.json(&ImportResult {
            added: tally.added,
            changed: tally.changed,
            unchanged: tally.unchanged,
            kept_out: tally.kept_out,
            erased: tally.erased,
            struck_out: tally.struck,
            photos: pictures,
            columns_left_out: left_out,
        })?;
        return Ok(0);
    }
    if !left_out.is_empty() {
        let what = if left_out.len() == 1 { "the column" } else { "the columns" };
        let told = format!("Not taken in: {what} {}. --map COLUMN=FIELD takes one in.\n", left_out.join(", "));
        session.out.aside(&told)?;
    }
    session.out.remark(&format!("{}\n", tally.say()))?;
    if pictures > 0 {
        session.out.remark(&format!("{pictures} pictures are kept beside the journal.\n"))?;
    }
    if let Some(missing) = ops::say_pictures_not_here(store)? {
        session.out.aside(&format!("{missing}\n"))?;
    }
    for judged in &people {
        session.out.remark(&print::levels(&judged.assessment))?;
        session.ahead(&judged.assessment.ahead)?;
    }
    Ok(0)
}

/// Parses the column mappings of the form `Date=at`.
fn mapped(map: &[String]) -> Result<Vec<(String, String)>, FieldError> {
    let pair = |text: &String| {
        let (column, field) = text
            .rsplit_once('=')
            .ok_or_else(|| FieldError::new(format!("\"{text}\" is not COLUMN=FIELD, such as Date=at")).at("--map"))?;
        Ok((column.trim().to_owned(), field.trim().to_owned()))
    };
    map.iter().map(pair).collect()
}
