//! `spotlog-report/1`: an assessment for programs.

use crate::domain::Moment;
use crate::guidance::{Assessment, Flag, RULES_VERSION, SpotAssessment};
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// The name of the format, the `format` of every file.
pub(super) const FORMAT: &str = "spotlog-report/1";

#[derive(Serialize, JsonSchema)]
pub struct ReportV1 {
    /// Always `spotlog-report/1`.
    format: String,
    as_of: String,
    rules_version: String,
    person: PersonV1,
    level: String,
    see: Option<String>,
    flags: Vec<FlagV1>,
    spots: Vec<SpotV1>,
    next_check: Option<String>,
    statement: String,
}

#[derive(Serialize, JsonSchema)]
struct PersonV1 {
    id: String,
    name: String,
}

#[derive(Serialize, JsonSchema)]
struct FlagV1 {
    rule: String,
    /// The spot's number; null for a flag about the person.
    spot: Option<u32>,
    level: String,
    see: Option<String>,
    status: String,
    since: String,
    reason: String,
    evidence: Vec<EvidenceV1>,
    missing: Vec<String>,
    sources: Vec<SourceV1>,
}

#[derive(Serialize, JsonSchema)]
struct EvidenceV1 {
    observation: Option<String>,
    at: String,
    what: String,
}

#[derive(Serialize, JsonSchema)]
struct SourceV1 {
    document: String,
    section: String,
}

#[derive(Serialize, JsonSchema)]
struct SpotV1 {
    number: u32,
    id: String,
    level: String,
    see: Option<String>,
    /// Null when first seen is unknown.
    days_seen: Option<i64>,
    /// A date, or a date and time where the schedule is in hours.
    next_check: Option<String>,
    missing: Vec<String>,
    diameter_mm: Option<DiameterV1>,
}

#[derive(Serialize, JsonSchema)]
struct DiameterV1 {
    first: f64,
    latest: f64,
    error: f64,
}

impl From<&Assessment> for ReportV1 {
    fn from(a: &Assessment) -> Self {
        ReportV1 {
            format: FORMAT.into(),
            as_of: a.as_of.moment().to_string(),
            rules_version: RULES_VERSION.into(),
            person: PersonV1 { id: a.person.to_string(), name: a.name.clone() },
            level: a.level.word().into(),
            see: a.see.map(|see| see.word().into()),
            flags: a.flags.iter().map(FlagV1::from).collect(),
            spots: a.spots.iter().map(SpotV1::from).collect(),
            next_check: a.next_check.map(|m: Moment| m.to_string()),
            statement: a.statement.clone(),
        }
    }
}

impl From<&Flag> for FlagV1 {
    fn from(flag: &Flag) -> Self {
        let evidence = flag.evidence.iter().map(|e| EvidenceV1 {
            observation: e.observation.map(|id| id.to_string()),
            at: e.at.to_string(),
            what: e.what.clone(),
        });
        let sources =
            flag.rule.sources.iter().map(|s| SourceV1 { document: s.document.into(), section: s.section.into() });
        FlagV1 {
            rule: flag.rule.ident.into(),
            spot: flag.spot,
            level: flag.level.word().into(),
            see: flag.see.map(|see| see.word().into()),
            status: flag.status.word().into(),
            since: flag.since.to_string(),
            reason: flag.reason.clone(),
            evidence: evidence.collect(),
            missing: flag.missing.iter().map(|&m| m.into()).collect(),
            sources: sources.collect(),
        }
    }
}

impl From<&SpotAssessment> for SpotV1 {
    fn from(s: &SpotAssessment) -> Self {
        SpotV1 {
            number: s.number,
            id: s.id.to_string(),
            level: s.level.word().into(),
            see: s.see.map(|see| see.word().into()),
            days_seen: s.days_seen,
            next_check: s.next_check.map(|m| m.to_string()),
            missing: s.missing.iter().map(|&m| m.into()).collect(),
            diameter_mm: s.diameter.map(|d| DiameterV1 { first: d.first, latest: d.latest, error: d.error }),
        }
    }
}

/// Writes the assessment in this format.
pub fn write_report(assessment: &Assessment, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &ReportV1::from(assessment))?;
    out.write_all(b"\n")?;
    out.flush()
}
