//! `spotlog me`: shows or changes the personal data.

use crate::cli::args::YesNo;
use crate::cli::entry::{answer, done};
use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::{Facts, FieldError, Name, Precision, Said, Text, Word};
use crate::error::Result;
use crate::ops::{self, Judged, PersonChange};
use crate::report::say_person;
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Me {
    /// What the person is called
    #[arg(long)]
    name: Option<String>,
    /// The birth date, or unknown
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    pregnant: Option<YesNo>,
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    long_term_illness: Option<YesNo>,
    /// A condition in your own words; naming any replaces those there were
    #[arg(long = "condition", value_name = "TEXT")]
    conditions: Vec<String>,
}

impl Run for Me {
    fn run(self, session: &Session) -> Result<u8> {
        let change = PersonChange {
            name: self.name.as_deref().map(|n| Name::typed(n).map_err(|e| e.at("--name"))).transpose()?,
            born: self.born.as_deref().map(|said| born(session, said)).transpose()?,
            pregnant: self.pregnant.map(|a| answer(Some(a))),
            long_term_illness: self.long_term_illness.map(|a| answer(Some(a))),
            conditions: (!self.conditions.is_empty()).then(|| conditions(&self.conditions)).transpose()?,
        };
        let asks_nothing = change.name.is_none()
            && change.born.is_none()
            && change.pregnant.is_none()
            && change.long_term_illness.is_none()
            && change.conditions.is_none();
        if asks_nothing {
            return show(session);
        }
        let mut store = session.open()?;
        done(session, &ops::change_person(&mut store, &session.context(), change)?)
    }
}

/// Parses a birth date to the day, or "unknown".
fn born(session: &Session, said: &str) -> Result<Option<NaiveDate>> {
    let seen = Said::parse_birth(said, session.now.local).and_then(Said::first_seen).map_err(|e| e.at("--born"))?;
    match seen {
        Some(seen) if seen.precision != Precision::Day => {
            Err(FieldError::new("a birth date needs its day; allowed: YYYY-MM-DD, or unknown").at("--born").into())
        }
        seen => Ok(seen.map(|seen| seen.on)),
    }
}

/// Parses the conditions. Blank texts are dropped, so a single one removes all conditions.
fn conditions(said: &[String]) -> Result<Vec<Text>> {
    let texts: Result<Vec<Option<Text>>, FieldError> = said.iter().map(|text| Text::unless_blank(text)).collect();
    Ok(texts.map_err(|e| e.at("--condition"))?.into_iter().flatten().collect())
}

fn show(session: &Session) -> Result<u8> {
    let store = session.open_to_read()?;
    let Some(Judged { facts, assessment }) = ops::assess(&store, &session.context())? else {
        session.out.remark("There is nobody in this journal yet; the first entry makes the first person.\n")?;
        return Ok(0);
    };
    session.urgent(&assessment)?;
    session.ahead(&assessment.ahead)?;
    if session.out.json {
        session.out.json(&json!({
            "name": facts.person.name.to_string(),
            "born": facts.person.born.map(|day| day.to_string()),
            "pregnant": Option::<bool>::from(facts.person.pregnant),
            "long_term_illness": Option::<bool>::from(facts.person.long_term_illness),
            "conditions": facts.person.conditions.iter().map(|c| c.to_string()).collect::<Vec<_>>(),
            "symptoms": symptoms_json(&facts),
            "medicines": facts.medicines.iter().map(|m| json!({
                "name": m.name.as_ref().map(|n| n.to_string()),
                "started_on": m.started_on.to_string(),
                "stopped_on": m.stopped_on.map(|day| day.to_string()),
            })).collect::<Vec<_>>(),
            "infections": facts.infections.iter().map(|i| json!({
                "kind": i.kind.map(|k| k.word()), "on": i.on.to_string(),
            })).collect::<Vec<_>>(),
            "level": assessment.level.word(),
            "urgent": session.urgent_lines(&assessment),
        }))?;
        return Ok(0);
    }
    let mut page = format!("{}\n", facts.person.name);
    for line in say_person(&facts, assessment.as_of) {
        page.push_str(&print::wrap(&line, "- ", "  "));
    }
    page.push_str(&print::standing_of_person(&assessment));
    session.out.text(&page)?;
    Ok(0)
}

fn symptoms_json(facts: &Facts) -> Vec<Value> {
    let row = |s: &crate::domain::Symptom| json!({"symptom": s.symptom.word(), "at": s.at.to_string(), "present": s.present, "note": s.note.as_ref().map(|n| n.to_string())});
    facts.symptoms.iter().map(row).collect()
}
