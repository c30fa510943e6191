//! The verb that makes the page for the doctor.

use super::Session;
use super::args::{PaperSize, ReportArgs, ReportFormat, SiteCodes};
use crate::domain::{FieldError, Said};
use crate::error::{Error, Result};
use crate::exchange::{Codes, SNOMED_NOTICE};
use crate::ops::{self, Format, Since, Wanted};
use crate::report::Paper;
use std::io::IsTerminal;

pub fn report(session: &Session, args: ReportArgs) -> Result<u8> {
    let format = if session.out.json { ReportFormat::Json } else { args.format };
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
    let wanted = Wanted { only: args.spots.clone(), since, anonymous: args.anonymous };
    let store = session.open_to_read()?;
    let number = session.settings.emergency_number.as_deref();
    let made = ops::make_report(&store, &session.context(), &wanted, number)?.ok_or_else(super::ask::nobody)?;
    if let Some(missing) = args.spots.iter().find(|&&n| made.judged.assessment.spot(n).is_none()) {
        return Err(Error::NotFound(format!("there is no spot {missing} as of that day")));
    }
    let paper = match args.paper {
        PaperSize::A4 => Paper::A4,
        PaperSize::Letter => Paper::Letter,
    };
    let codes = if args.codes == SiteCodes::Snomed { Codes::Snomed } else { Codes::Text };
    let form = match format {
        ReportFormat::Text => Format::Text,
        ReportFormat::Markdown => Format::Markdown,
        ReportFormat::Html => Format::Html,
        ReportFormat::Pdf => Format::Pdf,
        ReportFormat::Json => Format::Json,
        ReportFormat::Fhir => Format::Fhir(codes),
        ReportFormat::Csv => Format::Csv,
    };
    let bytes = ops::write_report_as(&store, &session.context(), &made, form, paper, args.anonymous)?;
    if args.out.is_some() || !is_for_people {
        // The page itself begins with it; a file or a program's format does not show it to who asked.
        let lines = session.urgent_lines(&made.judged.assessment);
        lines.iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
    }
    match args.out {
        Some(path) => {
            ops::write_private(&path, &bytes)?;
            session
                .out
                .remark(&format!("The report is in {}. It is not encrypted: anyone can read it.\n", path.display()))?;
        }
        None if format == ReportFormat::Pdf && std::io::stdout().is_terminal() => {
            return Err(FieldError::new("a PDF cannot be shown in a terminal; name a file").at("--out").into());
        }
        None if format == ReportFormat::Pdf => session.out.bytes(&bytes)?,
        None => session.out.text(&String::from_utf8_lossy(&bytes))?,
    }
    if args.codes == SiteCodes::Snomed && format == ReportFormat::Fhir {
        session.out.aside(&format!("{SNOMED_NOTICE}\n"))?;
    }
    Ok(0)
}
