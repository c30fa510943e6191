//! Making reports: what the program knows, made ready for a doctor.

use super::assess::person;
use super::{Context, Judged};
use crate::domain::{Facts, Journal, Name, show_date};
use crate::error::{Error, Result};
use crate::exchange::{Codes, fhir_bundle, write_report, write_table};
use crate::guidance::evaluate;
use crate::report::{Document, Options, Page, Paper, html, markdown, pdf, plain, report};
use crate::store::{self, Store};
use chrono::NaiveDate;

/// What a report is to leave out or to add.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only these spots; empty for all.
    pub only: Vec<u32>,
    pub since: Since,
    /// Without name, birth date and every word of the person's own.
    pub anonymous: bool,
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
    let tree = store.read(|c| match person(c, context)? {
        Some(row) => store::load_person(c, row).map(Some),
        None => Ok(None),
    })?;
    let Some(tree) = tree else { return Ok(None) };
    let as_of = context.as_of();
    let mut questions = Vec::new();
    for spot in tree.spots.iter().filter(|t| wanted.only.is_empty() || wanted.only.contains(&t.spot.number)) {
        for observation in spot.observations.iter().filter(|o| !as_of.excludes(o.at)) {
            let note = observation.note.as_ref().map(|note| note.on_one_line()).filter(|note| note.ends_with('?'));
            questions.extend(
                note.map(|note| format!("Spot {}, {}: {note}", spot.spot.number, show_date(observation.at.day()))),
            );
        }
    }
    let mut facts = Facts::from(tree);
    if wanted.anonymous {
        questions.clear();
        take_words_away(&mut facts);
    }
    let assessment = evaluate(&facts, context.windows, as_of);
    if wanted.anonymous {
        // The rules needed it; the page does not, and it may tell who it is.
        facts.person.born = None;
    }
    let since = match wanted.since {
        Since::LastReview => None,
        Since::Day(day) => Some(day),
    };
    let options =
        Options { only: &wanted.only, emergency_number, since, questions: &questions, ..Options::new(context.windows) };
    let document = report(&facts, &assessment, options);
    Ok(Some(Report { document, judged: Judged { facts, assessment } }))
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

/// The bytes of a report in a form.
pub fn write_report_as(
    store: &Store,
    context: &Context<'_>,
    made: &Report,
    format: Format,
    paper: Paper,
    is_anonymous: bool,
) -> Result<Vec<u8>> {
    let failed = || Error::io("the report cannot be made");
    let Judged { facts, assessment } = &made.judged;
    let mut bytes = Vec::new();
    match format {
        Format::Text => bytes = plain(&made.document, 100).into_bytes(),
        Format::Markdown => bytes = markdown(&made.document).into_bytes(),
        Format::Html => bytes = html(&made.document, paper).into_bytes(),
        Format::Pdf => {
            bytes = pdf(&made.document, Page { paper }).map_err(|message| failed()(std::io::Error::other(message)))?;
        }
        Format::Json => write_report(assessment, &mut bytes).map_err(failed())?,
        Format::Fhir(codes) => {
            let bundle = fhir_bundle(facts, assessment, is_anonymous, codes);
            serde_json::to_writer_pretty(&mut bytes, &bundle).map_err(|e| failed()(e.into()))?;
            bytes.push(b'\n');
        }
        Format::Csv => {
            let journal = journal_of_person(store, context, is_anonymous)?;
            write_table(&journal, &mut bytes).map_err(|e| failed()(std::io::Error::other(e)))?;
        }
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
            if anonymous {
                spot.spot.label = None;
                spot.observations.iter_mut().for_each(|o| o.note = None);
            }
        }
        if anonymous {
            tree.person.name = self::anonymous();
        }
    }
    Ok(journal)
}

/// Every word that the person wrote may name somebody.
fn take_words_away(facts: &mut Facts) {
    facts.person.name = anonymous();
    facts.person.conditions.clear();
    facts.symptoms.iter_mut().for_each(|s| s.note = None);
    facts.medicines.iter_mut().for_each(|m| m.name = None);
    facts.reviews.iter_mut().for_each(|r| r.said = None);
    for tree in &mut facts.spots {
        tree.spot.label = None;
        tree.reviews.iter_mut().for_each(|r| r.said = None);
        tree.treatments.iter_mut().for_each(|t| t.what = None);
    }
}

fn anonymous() -> Name {
    "Anonymous".parse().expect("a literal that is not blank is a name")
}
