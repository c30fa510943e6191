//! The verb that makes the page for the doctor.

use super::Session;
use super::args::{PaperSize, ReportArgs, ReportFormat, SiteCodes};
use crate::domain::{FieldError, Said};
use crate::error::{Error, Result};
use crate::exchange::{Codes, SNOMED_NOTICE, fhir_bundle, write_report, write_table};
use crate::ops::{self, Report, Since, Wanted};
use crate::report::{Page, Paper, html, markdown, pdf, plain};
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
    let bytes = write(session, &store, &made, &args, format)?;
    match args.out {
        Some(path) => {
            super::files::write_private(&path, &bytes)?;
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

fn write(
    session: &Session,
    store: &crate::store::Store,
    made: &Report,
    args: &ReportArgs,
    format: ReportFormat,
) -> Result<Vec<u8>> {
    let failed = || Error::io("the report cannot be made");
    let paper = match args.paper {
        PaperSize::A4 => Paper::A4,
        PaperSize::Letter => Paper::Letter,
    };
    let ops::Judged { facts, assessment } = &made.judged;
    let mut bytes = Vec::new();
    match format {
        ReportFormat::Text => bytes = plain(&made.document, 100).into_bytes(),
        ReportFormat::Markdown => bytes = markdown(&made.document).into_bytes(),
        ReportFormat::Html => bytes = html(&made.document, paper).into_bytes(),
        ReportFormat::Pdf => {
            bytes = pdf(&made.document, Page { paper }).map_err(|message| failed()(std::io::Error::other(message)))?;
        }
        ReportFormat::Json => write_report(assessment, &mut bytes).map_err(failed())?,
        ReportFormat::Fhir => {
            let codes = if args.codes == SiteCodes::Snomed { Codes::Snomed } else { Codes::Text };
            let bundle = fhir_bundle(facts, assessment, args.anonymous, codes);
            serde_json::to_writer_pretty(&mut bytes, &bundle).map_err(|e| failed()(e.into()))?;
            bytes.push(b'\n');
        }
        ReportFormat::Csv => {
            let journal = ops::journal_of_person(store, &session.context(), args.anonymous)?;
            write_table(&journal, &mut bytes).map_err(|e| failed()(std::io::Error::other(e)))?;
        }
    }
    Ok(bytes)
}
