//! `spotlog report`: the page for the doctor.

use crate::cli::args::path;
use crate::cli::print::Stream;
use crate::cli::session::{Run, Session, nobody, say_written};
use crate::domain::{FieldError, Said, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{Codes, SNOMED_NOTICE};
use crate::ops::{self, DataFormat, Existing, PageFormat, Since, Wanted};
use crate::report::{Paper, Section};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Report {
    /// The form [default: by the ending of the file, otherwise text]
    #[arg(long, value_enum)]
    format: Option<ReportFormat>,
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
    #[arg(long, value_name = "PART", value_parser = PossibleValuesParser::new(Section::ALL.map(|(word, _)| word)))]
    without: Vec<String>,
    /// Everybody of the journal, each on pages of their own
    #[arg(long, conflicts_with_all = ["spots"])]
    everyone: bool,
    /// Tell what changed since that day, or since the last-review of each spot
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
}

impl Run for Report {
    fn run(self, session: &Session) -> Result<u8> {
        let args = self;
        // A dash is standard output.
        let out = args.out.as_deref().filter(|path| *path != Path::new("-"));
        let format = match args.format {
            _ if session.out.json => ReportFormat::Json,
            Some(format) => format,
            None => out.and_then(format_of_name).unwrap_or(ReportFormat::Text),
        };
        let form = form(format, args.codes);
        if matches!(form, Form::Data(_)) && !args.spots.is_empty() {
            let message = "only the formats that people read can leave spots out; the others have all of them";
            return Err(FieldError::new(message).at("--spot").into());
        }
        let since = match args.since.as_str() {
            "last-review" => Since::LastReview,
            text => Since::Day(
                Said::parse(text, session.now.local).and_then(Said::moment).map_err(|e| e.at("--since"))?.day(),
            ),
        };
        let without = args.without.iter().filter_map(|word| Section::of(word)).collect();
        let wanted = Wanted { only: args.spots.clone(), since, anonymous: args.anonymous, without };
        let store = session.open_to_read()?;
        let existing = match out {
            Some(path) => session.existing(path, args.force, Existing::ReplaceReport)?,
            None => Existing::Keep,
        };
        let target = Target { session, out, existing, format };
        let number = session.settings.emergency_number.as_deref();
        let context = session.context();
        let paper = match args.paper {
            PaperSize::A4 => Paper::A4,
            PaperSize::Letter => Paper::Letter,
        };
        if args.everyone {
            let Form::Page(page) = form else {
                let message = "only the formats that people read can hold several people; take --person, or export";
                return Err(FieldError::new(message).at("--everyone").into());
            };
            let made = ops::make_everybodys_report(&store, &context, &wanted, number)?.ok_or_else(nobody)?;
            if out.is_some() {
                session.urgent_others(&store, "")?;
            }
            target.give(|out| ops::write_page(&made, page, paper, out))?;
            return Ok(0);
        }
        let made = ops::make_report(&store, &context, &wanted)?.ok_or_else(nobody)?;
        if let Some(missing) = args.spots.iter().find(|&&n| made.judged.assessment.spot(n).is_none()) {
            return Err(Error::NotFound(format!("there is no spot {missing} as of that day")));
        }
        if matches!(form, Form::Data(_)) {
            session.ahead_aside(&made.judged.assessment.ahead)?;
        }
        if out.is_some() || matches!(form, Form::Data(_)) {
            // The page itself begins with it; a file or a program's format does not show it to who asked.
            let lines = session.urgent_lines(&made.judged.assessment);
            lines.iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
        }
        match form {
            Form::Page(page) => {
                let document = made.document(&context, &wanted, number);
                target.give(|out| ops::write_page(&document, page, paper, out))?;
            }
            Form::Data(data) => {
                target.give(|out| ops::write_data(&store, &context, &made, data, args.anonymous, out))?
            }
        }
        if args.codes == SiteCodes::Snomed && format == ReportFormat::Fhir {
            session.out.aside(&format!("{SNOMED_NOTICE}\n"))?;
        }
        Ok(0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    #[value(alias = "txt")]
    Text,
    #[value(alias = "md")]
    Markdown,
    #[value(alias = "htm")]
    Html,
    Pdf,
    Json,
    Fhir,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperSize {
    A4,
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SiteCodes {
    Text,
    Snomed,
}

/// The format that the ending of a file's name asks for.
fn format_of_name(path: &Path) -> Option<ReportFormat> {
    ReportFormat::from_str(path.extension()?.to_str()?, true).ok()
}

/// Whether people or programs read a format.
#[derive(Clone, Copy)]
enum Form {
    Page(PageFormat),
    Data(DataFormat),
}

fn form(format: ReportFormat, codes: SiteCodes) -> Form {
    match format {
        ReportFormat::Text => Form::Page(PageFormat::Text),
        ReportFormat::Markdown => Form::Page(PageFormat::Markdown),
        ReportFormat::Html => Form::Page(PageFormat::Html),
        ReportFormat::Pdf => Form::Page(PageFormat::Pdf),
        ReportFormat::Json => Form::Data(DataFormat::Json),
        ReportFormat::Fhir if codes == SiteCodes::Snomed => Form::Data(DataFormat::Fhir(Codes::Snomed)),
        ReportFormat::Fhir => Form::Data(DataFormat::Fhir(Codes::Text)),
        ReportFormat::Csv => Form::Data(DataFormat::Csv),
    }
}

/// Where a report goes.
struct Target<'a> {
    session: &'a Session,
    /// Standard output without one.
    out: Option<&'a Path>,
    existing: Existing,
    format: ReportFormat,
}

impl Target<'_> {
    fn give(&self, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
        let Target { session, out, existing, format } = *self;
        let kind = match (out, format) {
            (Some(path), _) => {
                ops::write_private(path, existing, write)?;
                return say_written(session, &format!("The report is in {}.", path.shown()), path, false);
            }
            (None, ReportFormat::Pdf) if std::io::stdout().is_terminal() => {
                return Err(FieldError::new("a PDF cannot be shown in a terminal; name a file").at("--out").into());
            }
            (None, ReportFormat::Pdf) => Stream::Bytes,
            (None, ReportFormat::Json | ReportFormat::Fhir) => Stream::Json,
            (None, _) => Stream::Text,
        };
        session.out.stream(kind, write)
    }
}
