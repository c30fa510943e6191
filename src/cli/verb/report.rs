//! `spotlog report`: writes the page for the doctor.

use crate::cli::args::path;
use crate::cli::print::Stream;
use crate::cli::session::{Run, Session, nobody, say_written};
use crate::cli::terminal;
use crate::domain::{FieldError, Said, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{BundleKind, Choices, Codes, SNOMED_NOTICE};
use crate::ops::{self, Existing, Format, Since, Wanted};
use crate::report::{Content, Document, PageWriter, Paper, Section, plain};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Report {
    /// The form [default: by the ending of the file, otherwise text]
    #[arg(long, value_parser = format())]
    format: Option<Format>,
    /// Write to a file instead of the screen; - is the screen
    #[arg(long, value_name = "FILE", value_parser = path())]
    out: Option<PathBuf>,
    /// Replace a file that is there already; a report of spotlog's is replaced without it
    #[arg(long, requires = "out")]
    force: bool,
    /// Only these spots, in the formats that people read
    #[arg(long = "spot", value_name = "SPOT")]
    spots: Vec<u32>,
    /// Leave a part out; what needs attention always stays
    #[arg(long, value_name = "PART", value_parser = PossibleValuesParser::new(Section::ALL.iter().map(|(word, _)| *word)))]
    without: Vec<String>,
    /// Everybody of the journal, each on pages of their own
    #[arg(long, conflicts_with_all = ["spots"])]
    everyone: bool,
    /// Tell what changed since that day, or since the last-review by someone who examined
    #[arg(long, value_name = "DATE", default_value = "last-review")]
    since: String,
    /// Without name, birth date and every word of your own
    #[arg(long)]
    anonymous: bool,
    #[arg(long, value_enum, default_value_t = PaperSize::A4)]
    paper: PaperSize,
    /// Codes of body sites in FHIR; snomed may need a licence
    #[arg(long, value_enum, default_value_t = SiteCodes::Text)]
    codes: SiteCodes,
    /// In FHIR: a document to keep, or a transaction for a server to store
    #[arg(long, value_enum, default_value_t = Bundle::Document)]
    bundle: Bundle,
    /// In CSV: begin with the mark that some spreadsheets need to read accents
    #[arg(long)]
    bom: bool,
}

impl Run for Report {
    fn run(self, session: &Session) -> Result<u8> {
        // A dash means standard output.
        let out = self.out.as_deref().filter(|path| *path != Path::new("-"));
        let format = match self.format {
            _ if session.out.json => Format::find("json"),
            Some(format) => Some(format),
            None => out.and_then(|path| Format::find(path.extension()?.to_str()?)).or_else(|| Format::find("text")),
        };
        // Always found: both words are in the table.
        let Some(format) = format else { return Err(nobody()) };
        let is_data = matches!(format, Format::Data(_));
        if is_data && !self.spots.is_empty() {
            let message = "only the formats that people read can leave spots out; the others have all of them";
            return Err(FieldError::new(message).at("--spot").into());
        }
        let since = match self.since.as_str() {
            "last-review" => Since::LastReview,
            text => Since::Day(
                Said::parse(text, session.now.local).and_then(Said::moment).map_err(|e| e.at("--since"))?.day(),
            ),
        };
        let without = self.without.iter().filter_map(|word| Section::of(word)).collect();
        let wanted = Wanted { only: self.spots.clone(), since, anonymous: self.anonymous, without };
        let store = session.open_to_read()?;
        let existing = match out {
            Some(path) => session.existing(path, self.force, Existing::ReplaceReport)?,
            None => Existing::Keep,
        };
        let target = Target { session, out, existing, format };
        let number = session.settings.emergency_number.as_deref();
        let context = session.context();
        let paper = match self.paper {
            PaperSize::A4 => Paper::A4,
            PaperSize::Letter => Paper::Letter,
        };
        if self.everyone {
            let Format::Page(page) = format else {
                let message = "only the formats that people read can hold several people; take --person, or export";
                return Err(FieldError::new(message).at("--everyone").into());
            };
            let made = ops::make_everybodys_report(&store, &context, &wanted, number)?.ok_or_else(nobody)?;
            if out.is_some() {
                session.urgent_others(&store, "")?;
            }
            target.write(&made, page.write, paper)?;
            return Ok(0);
        }
        let made = ops::make_report(&store, &context, &wanted)?.ok_or_else(nobody)?;
        if let Some(missing) = self.spots.iter().find(|&&n| made.judged.assessment.spot(n).is_none()) {
            return Err(Error::NotFound(format!("there is no spot {missing} as of that day")));
        }
        if is_data {
            session.ahead_aside(&made.judged.assessment.ahead)?;
        }
        if out.is_some() || is_data {
            // A page starts with these lines, but a file or a data format does not show them to the user.
            let lines = session.urgent_lines(&made.judged.assessment);
            lines.iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
        }
        match format {
            Format::Page(page) => target.write(&made.document(&context, &wanted, number), page.write, paper)?,
            Format::Data(data) => {
                let codes = match self.codes {
                    SiteCodes::Text => Codes::Text,
                    SiteCodes::Snomed => Codes::Snomed,
                };
                let choices = Choices {
                    codes,
                    bundle: match self.bundle {
                        Bundle::Document => BundleKind::Document,
                        Bundle::Transaction => BundleKind::Transaction,
                    },
                    byte_order_mark: self.bom,
                };
                let write = |out: &mut dyn Write| {
                    ops::write_data(data, (&store, &context), &made, self.anonymous, choices, out)
                };
                target.stream(write)?;
            }
        }
        if self.codes == SiteCodes::Snomed && format.about().word == "fhir" {
            session.out.aside(&format!("{SNOMED_NOTICE}\n"))?;
        }
        Ok(0)
    }
}

/// The paper size of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PaperSize {
    A4,
    Letter,
}

/// The kind of bundle of a FHIR report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Bundle {
    Document,
    Transaction,
}

/// The codes of body sites in a FHIR report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SiteCodes {
    Text,
    Snomed,
}

/// Returns a parser for the word of a format or the ending of its files.
fn format() -> impl TypedValueParser<Value = Format> {
    let words = Format::all().map(|format| PossibleValue::new(format.about().word).aliases(format.about().endings));
    PossibleValuesParser::new(words).try_map(|word| Format::find(&word).ok_or("is not a format"))
}

/// The destination of a report.
struct Target<'a> {
    session: &'a Session,
    /// The file; `None` for standard output.
    out: Option<&'a Path>,
    existing: Existing,
    format: Format,
}

impl Target<'_> {
    /// Writes a document: text for a terminal at its width, every other one by its format.
    fn write(&self, document: &Document, write: PageWriter, paper: Paper) -> Result<()> {
        let is_shown = self.out.is_none() && self.format.about().word == "text";
        match terminal::size_of_output().filter(|_| is_shown) {
            Some((columns, _)) => self.give(plain(document, columns).as_bytes()),
            None => self.give(&write(document, paper)?),
        }
    }

    fn give(&self, bytes: &[u8]) -> Result<()> {
        self.stream(|out| out.write_all(bytes).map_err(Error::unwritten()))
    }

    fn stream(&self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        let Target { session, out, existing, format } = *self;
        if let Some(path) = out {
            ops::write_private(path, existing, write)?;
            return say_written(session, &format!("The report is in {}.", path.shown()), path, false);
        }
        let kind = match format.about().content {
            Content::Binary => return session.out.binary("--out", write),
            Content::Json => Stream::Json,
            Content::Text => Stream::Text,
        };
        session.out.stream(kind, write)
    }
}
