//! Making reports: what the program knows, made ready for a doctor.

use super::anonymous::{anonymise, hide_birth, hide_birth_in};
use super::assess::person;
use super::{Context, Judged};
use crate::domain::{AsOf, Facts, Journal, Moment, Text, show_date};
use crate::error::{Error, Result};
use crate::exchange::{Codes, fhir_bundle, write_report, write_table};
use crate::guidance::evaluate;
use crate::report::{Document, Options, Page, Paper, Section, html, markdown, pdf, plain, report};
use crate::store::{self, Store};
use chrono::NaiveDate;

/// What a report is to leave out or to add.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only these spots; empty for all.
    pub only: Vec<u32>,
    pub since: Since,
    /// Without name, birth date, identifiers and every word of the person's own.
    pub anonymous: bool,
    /// What is left out.
    pub without: Vec<Section>,
}

/// Since when changes are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// Since the last review of each spot.
    #[default]
    LastReview,
    Day(NaiveDate),
}

/// A report that is ready to be written in any format, with the facts it was made from.
pub struct Report {
    pub document: Document,
    pub judged: Judged,
}

/// The report of the context's person; `None` in a journal without anybody.
pub fn make_report(
    store: &Store,
    context: &Context<'_>,
    wanted: &Wanted,
    emergency_number: Option<&str>,
) -> Result<Option<Report>> {
    let found = store.read(|c| match person(c, context)? {
        Some(row) if wanted.anonymous => {
            let mut tree = store::load_person(c, row)?;
            anonymise(&mut tree);
            Ok(Some((Facts::from(tree), Vec::new())))
        }
        Some(row) => {
            let asking = store::asking_notes(c, row.seq)?;
            Ok(Some((store::load_facts(c, row, &mut |_, _| {})?, asking)))
        }
        None => Ok(None),
    })?;
    let Some((mut facts, asking)) = found else { return Ok(None) };
    let as_of = context.as_of();
    let questions = say_questions(asking, as_of, &wanted.only);
    let mut assessment = evaluate(&facts, context.windows, as_of);
    if wanted.anonymous {
        hide_birth_in(&mut assessment, &facts);
        hide_birth(&mut facts);
    }
    let since = match wanted.since {
        Since::LastReview => None,
        Since::Day(day) => Some(day),
    };
    let options = Options {
        windows: context.windows,
        only: &wanted.only,
        emergency_number,
        since,
        questions: &questions,
        without: &wanted.without,
    };
    let document = report(&facts, &assessment, options);
    Ok(Some(Report { document, judged: Judged { facts, assessment } }))
}

/// The reports of everybody as one document, the most urgent first, and otherwise in the order in which they were entered;
/// `None` where there is nobody.
pub fn make_everybodys_report(
    store: &Store,
    context: &Context<'_>,
    wanted: &Wanted,
    emergency_number: Option<&str>,
) -> Result<Option<Document>> {
    let mut reports = Vec::new();
    for row in super::people(store)? {
        let context = Context { person: Some(&row.name), ..*context };
        reports.extend(make_report(store, &context, wanted, emergency_number)?);
    }
    reports.sort_by_key(|report| std::cmp::Reverse(report.judged.assessment.open_flags().map(|flag| flag.level).max()));
    let documents: Vec<Document> = reports.into_iter().map(|report| report.document).collect();
    Ok((!documents.is_empty()).then(|| Document::join(documents)))
}

/// What the context's person wrote as a question: the notes that end in a question mark.
pub fn questions(store: &Store, context: &Context<'_>) -> Result<Vec<String>> {
    let asking = store.read(|c| match person(c, context)? {
        Some(row) => store::asking_notes(c, row.seq),
        None => Ok(Vec::new()),
    })?;
    Ok(say_questions(asking, context.as_of(), &[]))
}

fn say_questions(asking: Vec<(u32, Moment, Text)>, as_of: AsOf, only: &[u32]) -> Vec<String> {
    let wanted =
        |(number, at, _): &(u32, Moment, Text)| !as_of.excludes(*at) && (only.is_empty() || only.contains(number));
    let say = |(number, at, note): (u32, Moment, Text)| {
        let note = note.on_one_line();
        note.ends_with('?').then(|| format!("Spot {number}, {}: {note}", show_date(at.day())))
    };
    asking.into_iter().filter(wanted).filter_map(say).collect()
}

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Pdf,
    Json,
    Fhir(Codes),
    Csv,
}

impl Format {
    /// The forms that people read, by the ending of a file's name.
    pub const FOR_PEOPLE: [(&'static str, Format); 4] =
        [("pdf", Format::Pdf), ("html", Format::Html), ("txt", Format::Text), ("md", Format::Markdown)];
}

/// The bytes of a document in one of the forms that people read; `None` for the forms of programs.
pub fn write_document(document: &Document, format: Format, paper: Paper) -> Result<Option<Vec<u8>>> {
    Ok(Some(match format {
        Format::Text => plain(document, 100).into_bytes(),
        Format::Markdown => markdown(document).into_bytes(),
        Format::Html => html(document, paper).into_bytes(),
        Format::Pdf => pdf(document, Page { paper }).map_err(|message| failed()(std::io::Error::other(message)))?,
        Format::Json | Format::Fhir(_) | Format::Csv => return Ok(None),
    }))
}

fn failed() -> impl FnOnce(std::io::Error) -> Error {
    Error::io("the report cannot be made")
}

/// The bytes of a report in a form.
pub fn write_report_as(
    store: &Store,
    context: &Context<'_>,
    made: &Report,
    format: Format,
    paper: Paper,
    is_anonymous: bool,
) -> Result<Vec<u8>> {
    if let Some(bytes) = write_document(&made.document, format, paper)? {
        return Ok(bytes);
    }
    let Judged { facts, assessment } = &made.judged;
    let mut bytes = Vec::new();
    match format {
        Format::Fhir(codes) => {
            let bundle = fhir_bundle(facts, assessment, is_anonymous, codes);
            serde_json::to_writer_pretty(&mut bytes, &bundle).map_err(|e| failed()(e.into()))?;
            bytes.push(b'\n');
        }
        Format::Csv => {
            let journal = journal_of_person(store, context, is_anonymous)?;
            write_table(&journal, &mut bytes).map_err(|e| failed()(std::io::Error::other(e)))?;
        }
        _ => write_report(assessment, &mut bytes).map_err(failed())?,
    }
    Ok(bytes)
}

/// The context's person with everything, as a journal of one; for tables.
pub fn journal_of_person(store: &Store, context: &Context<'_>, anonymous: bool) -> Result<Journal> {
    let tree = store.read(|c| match person(c, context)? {
        Some(row) => store::load_person(c, row).map(Some),
        None => Ok(None),
    })?;
    let as_of = context.as_of();
    let mut journal: Journal = tree.into_iter().collect();
    for tree in &mut journal {
        for spot in &mut tree.spots {
            spot.observations.retain(|o| !as_of.excludes(o.at));
        }
        if anonymous {
            anonymise(tree);
            hide_birth(tree);
        }
    }
    Ok(journal)
}
