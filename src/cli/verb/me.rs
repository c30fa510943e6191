//! `spotlog me`: shows or changes the personal data.

use crate::cli::args::{BackgroundArgs, YesNo};
use crate::cli::entry::{answer, done};
use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::{Background, Facts, FieldError, Infection, Medicine, Name, Precision, Said, Symptom, Text, Word};
use crate::error::Result;
use crate::guidance::Assessment;
use crate::ops::{self, Judged, PersonChange};
use crate::report::say_person;
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value};

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
    #[command(flatten)]
    background: BackgroundArgs,
}

/// The personal data, as `--json` prints it.
#[derive(Serialize)]
struct PersonalData<'a> {
    name: &'a str,
    /// The birth date.
    born: Option<String>,
    /// Null if not answered.
    pregnant: Option<bool>,
    /// Null if not answered.
    long_term_illness: Option<bool>,
    /// The conditions in the person's own words.
    conditions: Vec<&'a str>,
    /// What a dermatologist asks, by the names of spotlog-journal/2; only what is answered.
    background: Map<String, Value>,
    symptoms: Vec<SymptomRow<'a>>,
    medicines: Vec<MedicineRow<'a>>,
    infections: Vec<InfectionRow>,
    /// The highest level of the person and of all spots.
    level: &'static str,
    /// The lines about what is for an emergency or the same day; usually empty.
    urgent: Vec<String>,
}

/// One symptom at one moment, as `--json` prints it.
#[derive(Serialize)]
struct SymptomRow<'a> {
    symptom: &'static str,
    at: String,
    /// Whether it was there; false if it was asked about and absent.
    present: bool,
    note: Option<&'a str>,
}

/// One medicine, as `--json` prints it.
#[derive(Serialize)]
struct MedicineRow<'a> {
    name: Option<&'a str>,
    started_on: String,
    /// Null if it was not stopped.
    stopped_on: Option<String>,
}

/// One infection, as `--json` prints it.
#[derive(Serialize)]
struct InfectionRow {
    kind: Option<&'static str>,
    on: String,
}

impl<'a> PersonalData<'a> {
    fn new(facts: &'a Facts, assessment: &Assessment, urgent: Vec<String>) -> Self {
        let symptom = |s: &'a Symptom| SymptomRow {
            symptom: s.symptom.word(),
            at: s.at.to_string(),
            present: s.present,
            note: s.note.as_deref(),
        };
        let medicine = |m: &'a Medicine| MedicineRow {
            name: m.name.as_deref(),
            started_on: m.started_on.to_string(),
            stopped_on: m.stopped_on.map(|day| day.to_string()),
        };
        let infection = |i: &Infection| InfectionRow { kind: i.kind.map(|k| k.word()), on: i.on.to_string() };
        PersonalData {
            name: &facts.person.name,
            born: facts.person.born.map(|day| day.to_string()),
            pregnant: facts.person.pregnant.into(),
            long_term_illness: facts.person.long_term_illness.into(),
            conditions: facts.person.conditions.iter().map(|c| &**c).collect(),
            background: background_json(&facts.person.background),
            symptoms: facts.symptoms.iter().map(symptom).collect(),
            medicines: facts.medicines.iter().map(medicine).collect(),
            infections: facts.infections.iter().map(infection).collect(),
            level: assessment.level.word(),
            urgent,
        }
    }
}

fn background_json(background: &Background) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |name: &str, value: Option<Value>| map.extend(value.map(|value| (name.to_owned(), value)));
    for (name, _, noted) in background.noted() {
        put(name, Option::<bool>::from(noted.answer).map(Value::from));
        put(&format!("{name}_note"), noted.note.as_deref().map(Value::from));
    }
    put("skin_type", background.skin_type.map(|kind| kind.word().into()));
    put("sun", background.sun.as_deref().map(Value::from));
    let allergies: Vec<&str> = background.allergies.iter().map(|text| &**text).collect();
    put("allergies", (!allergies.is_empty()).then(|| allergies.into()));
    put("sex", background.sex.map(|sex| sex.word().into()));
    put("note", background.note.as_deref().map(Value::from));
    map
}

impl Run for Me {
    fn run(self, session: &Session) -> Result<u8> {
        let mut change = PersonChange {
            name: self.name.as_deref().map(|n| Name::typed(n).map_err(|e| e.at("--name"))).transpose()?,
            born: self.born.as_deref().map(|said| born(session, said)).transpose()?,
            pregnant: self.pregnant.map(|a| answer(Some(a))),
            long_term_illness: self.long_term_illness.map(|a| answer(Some(a))),
            conditions: (!self.conditions.is_empty()).then(|| conditions(&self.conditions)).transpose()?,
            background: None,
        };
        let asks_nothing = change.name.is_none()
            && change.born.is_none()
            && change.pregnant.is_none()
            && change.long_term_illness.is_none()
            && change.conditions.is_none()
            && !self.background.is_given();
        if asks_nothing {
            return show(session);
        }
        let mut store = session.open()?;
        let known = ops::assess(&store, &session.context())?.map(|judged| judged.facts.person.background);
        change.background = self.background.change(&known.unwrap_or_default())?;
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
        session.out.json(&PersonalData::new(&facts, &assessment, session.urgent_lines(&assessment)))?;
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
