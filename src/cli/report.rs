//! The verb that makes the page for the doctor.

use super::Session;
use super::args::{PaperSize, ReportArgs, ReportFormat, SiteCodes};
use crate::domain::{FieldError, Said};
use crate::error::{Error, Result};
use crate::exchange::{Codes, SNOMED_NOTICE};
use crate::ops::{self, Format, Since, Wanted};
use crate::report::{Paper, Section};
use clap::ValueEnum;
use std::io::IsTerminal;
use std::path::Path;

pub fn report(session: &Session, args: ReportArgs) -> Result<u8> {
    // A dash is standard output.
    let out = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let format = match args.format {
        _ if session.out.json => ReportFormat::Json,
        Some(format) => format,
        None => out.and_then(format_of_name).unwrap_or(ReportFormat::Text),
    };
    let is_for_people =
        matches!(format, ReportFormat::Text | ReportFormat::Markdown | ReportFormat::Html | ReportFormat::Pdf);
    if !is_for_people && !args.spots.is_empty() {
        let message = "only the formats that people read can leave spots out; the others have all of them";
        return Err(FieldError::new(message).at("--spot").into());
    }
    let since = match args.since.as_str() {
        "last-review" => Since::LastReview,
        text => {
            Since::Day(Said::parse(text, session.now.local).and_then(Said::moment).map_err(|e| e.at("--since"))?.day())
        }
    };
    let without = args.without.iter().filter_map(|word| Section::of(word)).collect();
    let wanted = Wanted { only: args.spots.clone(), since, anonymous: args.anonymous, without };
    let store = session.open_to_read()?;
    let number = session.settings.emergency_number.as_deref();
    let paper = match args.paper {
        PaperSize::A4 => Paper::A4,
        PaperSize::Letter => Paper::Letter,
    };
    if args.everyone {
        if !is_for_people {
            let message = "only the formats that people read can hold several people; take --person, or export";
            return Err(FieldError::new(message).at("--everyone").into());
        }
        let context = session.context();
        let made = ops::make_everybodys_report(&store, &context, &wanted, number)?.ok_or_else(super::ask::nobody)?;
        let bytes = ops::write_document(&made, form(format, args.codes), paper)?.unwrap_or_default();
        if out.is_some() {
            session.urgent_others(&store, "")?;
        }
        return give(session, out, format, &bytes);
    }
    let made = ops::make_report(&store, &session.context(), &wanted, number)?.ok_or_else(super::ask::nobody)?;
    if let Some(missing) = args.spots.iter().find(|&&n| made.judged.assessment.spot(n).is_none()) {
        return Err(Error::NotFound(format!("there is no spot {missing} as of that day")));
    }
    let bytes =
        ops::write_report_as(&store, &session.context(), &made, form(format, args.codes), paper, args.anonymous)?;
    if !is_for_people {
        session.ahead_aside(&made.judged.assessment.ahead)?;
    }
    if out.is_some() || !is_for_people {
        // The page itself begins with it; a file or a program's format does not show it to who asked.
        let lines = session.urgent_lines(&made.judged.assessment);
        lines.iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
    }
    give(session, out, format, &bytes)?;
    if args.codes == SiteCodes::Snomed && format == ReportFormat::Fhir {
        session.out.aside(&format!("{SNOMED_NOTICE}\n"))?;
    }
    Ok(0)
}

/// The format that the ending of a file's name asks for.
fn format_of_name(path: &Path) -> Option<ReportFormat> {
    ReportFormat::from_str(path.extension()?.to_str()?, true).ok()
}

fn form(format: ReportFormat, codes: SiteCodes) -> Format {
    match format {
        ReportFormat::Text => Format::Text,
        ReportFormat::Markdown => Format::Markdown,
        ReportFormat::Html => Format::Html,
        ReportFormat::Pdf => Format::Pdf,
        ReportFormat::Json => Format::Json,
        ReportFormat::Fhir => Format::Fhir(if codes == SiteCodes::Snomed { Codes::Snomed } else { Codes::Text }),
        ReportFormat::Csv => Format::Csv,
    }
}

/// Writes the report to its file, or to standard output.
fn give(session: &Session, out: Option<&Path>, format: ReportFormat, bytes: &[u8]) -> Result<u8> {
    match out {
        Some(path) => {
            ops::write_private(path, bytes)?;
            super::files::say_written(session, &format!("The report is in {}.", path.display()), path, false)?;
        }
        None if format == ReportFormat::Pdf && std::io::stdout().is_terminal() => {
            return Err(FieldError::new("a PDF cannot be shown in a terminal; name a file").at("--out").into());
        }
        None if format == ReportFormat::Pdf => session.out.bytes(bytes)?,
        None => session.out.text(&String::from_utf8_lossy(bytes))?,
    }
    Ok(0)
}
