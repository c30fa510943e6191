//! `spotlog-report/1`: an assessment for programs.

use super::journal::MOMENT;
use crate::domain::Moment;
use crate::guidance::{Assessment, Flag, RULES_VERSION, SpotAssessment};
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// The name of the format, the `format` of every file.
pub(super) const FORMAT: &str = "spotlog-report/1";

/// The words of a level, and of who should look.
const LEVELS: [&str; 5] = ["none", "watch", "follow-up", "same-day", "emergency"];
const SEEN_BY: [Option<&str>; 4] = [Some("emergency-services"), Some("doctor"), Some("dermatologist"), None];

/// A report for programs: the assessment of one person as of one moment.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReportV1 {
    /// Always `spotlog-report/1`.
    #[schemars(extend("const" = FORMAT))]
    format: String,
    /// The day of the assessment, or a minute if one was asked for. Later entries are left out.
    #[schemars(extend("pattern" = MOMENT))]
    as_of: String,
    /// The version of the rules. It changes whenever the meaning of a rule does.
    rules_version: String,
    /// Whose spots these are.
    person: PersonV1,
    /// The level of the most urgent open flag.
    #[schemars(extend("enum" = LEVELS))]
    level: String,
    /// Which professional to see at that level; null for watch and none.
    #[schemars(extend("enum" = SEEN_BY))]
    see: Option<String>,
    /// Open, resting, answered; then by level.
    flags: Vec<FlagV1>,
    /// In the order of their numbers.
    spots: Vec<SpotV1>,
    /// The earliest next check of any spot; null if all are gone.
    #[schemars(extend("pattern" = MOMENT))]
    next_check: Option<String>,
    /// The sentences that belong with the level. Show them wherever the level is shown.
    statement: String,
}

#[derive(Serialize, JsonSchema)]
struct PersonV1 {
    /// A UUID, the same as in an export of the journal; random if the report is anonymous.
    id: String,
    /// The name in the journal.
    name: String,
}

/// A flag about a spot or the person.
#[derive(Serialize, JsonSchema)]
pub struct FlagV1 {
    /// The name of the rule, as in docs/rules.md.
    rule: String,
    /// The spot's number; null for a flag about the person.
    spot: Option<u32>,
    /// The level of the flag, which can fall with time.
    #[schemars(extend("enum" = LEVELS))]
    level: String,
    /// Which professional to see at that level; null for watch and none.
    #[schemars(extend("enum" = SEEN_BY))]
    see: Option<String>,
    /// One of open, resting and answered.
    #[schemars(extend("enum" = ["open", "resting", "answered"]))]
    status: String,
    /// The day from which it holds.
    #[schemars(extend("pattern" = MOMENT))]
    since: String,
    /// Why it fired, with the person's own numbers.
    reason: String,
    /// The entries that the reason is about.
    evidence: Vec<EvidenceV1>,
    /// Questions of the rule that were never answered, by field name.
    missing: Vec<String>,
    /// Where the rule comes from, the main source first.
    sources: Vec<SourceV1>,
}

#[derive(Serialize, JsonSchema)]
struct EvidenceV1 {
    /// The id of the look; null for another kind of entry.
    observation: Option<String>,
    /// The day of the entry, or its day and minute.
    #[schemars(extend("pattern" = MOMENT))]
    at: String,
    /// What it says, in a few words.
    what: String,
}

#[derive(Serialize, JsonSchema)]
struct SourceV1 {
    /// The document, as reports name it.
    document: String,
    /// The heading in it.
    section: String,
}

#[derive(Serialize, JsonSchema)]
struct SpotV1 {
    /// The number shown to people.
    number: u32,
    /// A UUID, the same as in an export of the journal; random if the report is anonymous.
    id: String,
    /// The level of its most urgent open flag.
    #[schemars(extend("enum" = LEVELS))]
    level: String,
    /// Which professional to see at that level; null for watch and none.
    #[schemars(extend("enum" = SEEN_BY))]
    see: Option<String>,
    /// Null when first seen is unknown.
    #[schemars(range(min = 0))]
    days_seen: Option<i64>,
    /// A date, or a date and time where the schedule is in hours.
    #[schemars(extend("pattern" = MOMENT))]
    next_check: Option<String>,
    /// Questions that were never answered, by field name.
    missing: Vec<String>,
    /// Null if it was never measured.
    diameter_mm: Option<DiameterV1>,
}

#[derive(Serialize, JsonSchema)]
struct DiameterV1 {
    /// The median of the first measured look.
    first: f64,
    /// The median of the latest measured look.
    latest: f64,
    /// The assumed error of one reading of the latest, one standard deviation.
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
