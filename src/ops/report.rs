//! Creating reports for a doctor.

use super::anonymous::{anonymise, hide_birth, hide_birth_in};
use super::assess::person;
use super::{Context, Judged};
use crate::domain::{AsOf, Facts, Journal, Moment, Text, show_date};
use crate::error::Result;
use crate::exchange::{Choices, DataWriter, Source};
use crate::guidance::evaluate;
use crate::report::{Document, Extras, FormatOf, Options, Section, report};
use crate::store::{self, Store};
use chrono::NaiveDate;
use std::io::Write;

/// The options of a report.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The spots to include; empty for all.
    pub only: Vec<u32>,
    /// Where the list of changes starts.
    pub since: Since,
    /// Leaves out name, birth date, identifiers and all free text.
    pub anonymous: bool,
    /// The sections to leave out.
    pub without: Vec<Section>,
}

/// The start of the period for which changes are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Since {
    /// The last visit: the latest review by someone who examines.
    #[default]
    LastReview,
    /// The same day for every spot.
    Day(NaiveDate),
}

/// The data of a report.
pub struct Report {
    /// The facts and the assessment. Without names and free text if the report is anonymous.
    pub judged: Judged,
    /// What only the store has, for the sections that need it.
    pub extras: Extras,
}

impl Report {
    /// Builds the document for people to read.
    pub fn document(&self, context: &Context<'_>, wanted: &Wanted, emergency_number: Option<&str>) -> Document {
        let since = match wanted.since {
            Since::LastReview => None,
            Since::Day(day) => Some(day),
        };
        let options = Options {
            windows: context.windows,
            only: &wanted.only,
            emergency_number,
            since,
            extras: &self.extras,
            without: &wanted.without,
        };
        report(&self.judged.facts, &self.judged.assessment, options)
    }
}

/// Builds the report of the context's person; `None` in a journal without people.
pub fn make_report(store: &Store, context: &Context<'_>, wanted: &Wanted) -> Result<Option<Report>> {
    let found = store.read(|c| match person(c, context)? {
        Some(row) if wanted.anonymous => {
            let photos = store::photo_times(c, row.seq)?;
            let mut tree = store::load_person(c, row)?;
            anonymise(&mut tree);
            Ok(Some((Facts::from(tree), Vec::new(), photos)))
        }
        Some(row) => {
            let asking = store::asking_notes(c, row.seq)?;
            let photos = store::photo_times(c, row.seq)?;
            Ok(Some((store::load_facts(c, row, &mut |_, _| {})?, asking, photos)))
        }
        None => Ok(None),
    })?;
    let Some((mut facts, asking, photos)) = found else { return Ok(None) };
    let as_of = context.as_of();
    let extras = Extras { questions: say_questions(asking, as_of, &wanted.only), photos };
    let mut assessment = evaluate(&facts, context.windows, as_of);
    if wanted.anonymous {
        hide_birth_in(&mut assessment, &facts);
        hide_birth(&mut facts);
    }
    Ok(Some(Report { judged: Judged { facts, assessment }, extras }))
}

/// Builds one document with the reports of all people, most urgent first, then in the order of entry. Returns `None` if
/// there are no people.
pub fn make_everybodys_report(
    store: &Store,
    context: &Context<'_>,
    wanted: &Wanted,
    emergency_number: Option<&str>,
) -> Result<Option<Document>> {
    let mut reports = Vec::new();
    for row in super::people(store)? {
        let context = Context { person: Some(&row.name), ..*context };
        reports.extend(make_report(store, &context, wanted)?);
    }
    reports.sort_by_key(|report| std::cmp::Reverse(report.judged.assessment.open_flags().map(|flag| flag.level).max()));
    let documents: Vec<Document> =
        reports.iter().map(|report| report.document(context, wanted, emergency_number)).collect();
    Ok((!documents.is_empty()).then(|| Document::join(documents)))
}

/// Returns what a report of the context's person shows beyond the facts and the assessment.
pub fn report_extras(store: &Store, context: &Context<'_>) -> Result<Extras> {
    let (asking, photos) = store.read(|c| match person(c, context)? {
        Some(row) => Ok((store::asking_notes(c, row.seq)?, store::photo_times(c, row.seq)?)),
        None => Ok((Vec::new(), Vec::new())),
    })?;
    Ok(Extras { questions: say_questions(asking, context.as_of(), &[]), photos })
}

fn say_questions(asking: Vec<(u32, Moment, Text)>, as_of: AsOf, only: &[u32]) -> Vec<String> {
    let wanted =
        |(number, at, _): &(u32, Moment, Text)| !as_of.excludes(*at) && (only.is_empty() || only.contains(number));
    let say = |(number, at, note): (u32, Moment, Text)| {
        let note = note.on_one_line();
        note.trim_end()
            .ends_with(store::QUESTION_MARKS)
            .then(|| format!("Spot {number}, {}: {note}", show_date(at.day())))
    };
    asking.into_iter().filter(wanted).filter_map(say).collect()
}

/// Writes the report in a format for programs. `report` is the one of [`make_report`] for the same person.
pub fn write_data(
    format: &FormatOf<DataWriter>,
    (store, context): (&Store, &Context<'_>),
    report: &Report,
    anonymous: bool,
    choices: Choices,
    out: &mut dyn Write,
) -> Result<()> {
    let source = Source {
        facts: &report.judged.facts,
        assessment: &report.judged.assessment,
        photos: &report.extras.photos,
        records: &|| journal_of_person(store, context, anonymous),
        anonymous,
        choices,
    };
    (format.write)(&source, out)
}

/// Returns a journal with only the context's person and the records up to the as-of moment, for tables. A spot entered by
/// mistake is left out.
pub fn journal_of_person(store: &Store, context: &Context<'_>, anonymous: bool) -> Result<Journal> {
    let tree = store.read(|c| match person(c, context)? {
        Some(row) => store::load_person(c, row).map(Some),
        None => Ok(None),
    })?;
    let as_of = context.as_of();
    let mut journal: Journal = tree.into_iter().collect();
    for tree in &mut journal {
        tree.spots.retain(|spot| !spot.spot.is_mistake(as_of));
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
