//! The verbs about a person: symptoms, medicines, infections, and who they are.

use super::args::{MeArgs, MedicineArgs, SymptomArgs};
use super::log::{answer, done, kept, text};
use super::{Session, print};
use crate::domain::{Facts, FieldError, InfectionKind, Listed, Name, Person, Precision, Said, Text, Word, show_date};
use crate::error::{Error, Result};
use crate::ops::{self, Draft, Judged, NewInfection, NewMedicine, NewSymptoms, PersonChange};
use crate::report::say_person;
use chrono::NaiveDate;
use serde_json::{Value, json};

pub fn symptom(session: &Session, args: SymptomArgs) -> Result<u8> {
    let mut symptoms: Vec<(Listed, bool)> = match &args.no {
        // `symptom fever --no`: what was named is what was not there.
        Some(no) if no.is_empty() => args.there.iter().map(|&listed| (listed, false)).collect(),
        Some(no) => args.there.iter().map(|&l| (l, true)).chain(no.iter().map(|&l| (l, false))).collect(),
        None => args.there.iter().map(|&listed| (listed, true)).collect(),
    };
    let mut seen: Vec<Listed> = Vec::new();
    for &(listed, _) in &symptoms {
        if seen.contains(&listed) && symptoms.iter().any(|&(l, p)| l == listed && !p) {
            let message = format!("{} is said to be there and not there; name it once", listed.word());
            return Err(FieldError::new(message).at("--no").into());
        }
        seen.push(listed);
    }
    symptoms.dedup();
    let new = NewSymptoms {
        at: session.moment(args.at.as_deref(), "--at")?,
        symptoms,
        note: text(args.note.as_deref(), "--note")?,
    };
    let draft = Draft::Symptoms(new.clone());
    let result = session.open().and_then(|mut store| ops::symptoms(&mut store, &session.context(), new));
    let result = result.map_err(|error| match error {
        Error::Invalid(FieldError { path, message }) if path == "at" => FieldError::new(message).at("--at").into(),
        other => other,
    });
    kept(session, &draft, result)
}

pub fn medicine(session: &Session, args: MedicineArgs) -> Result<u8> {
    let name = text(Some(&args.name), "NAME")?
        .ok_or_else(|| FieldError::new("a medicine needs a name, in your own words").at("NAME"))?;
    let day = |said: Option<&str>, option: &str| -> Result<NaiveDate> { Ok(session.moment(said, option)?.day()) };
    let stopped = args.stopped.as_deref().map(|said| day(Some(said), "--stopped")).transpose()?;
    let mut store = session.open()?;
    let receipt = match (args.started.as_deref(), stopped) {
        (None, Some(on)) => ops::stop_medicine(&mut store, &session.context(), &name, on)?,
        (started, stopped_on) => {
            let started_on = day(started, "--started")?;
            let new = NewMedicine { name: Some(name), started_on, stopped_on };
            ops::medicine(&mut store, &session.context(), new)?
        }
    };
    done(session, &receipt)
}

pub fn infection(session: &Session, kind: Option<InfectionKind>, on: Option<&str>) -> Result<u8> {
    let new = NewInfection { kind, on: session.moment(on, "--on")?.day() };
    let mut store = session.open()?;
    done(session, &ops::infection(&mut store, &session.context(), new)?)
}

pub fn me(session: &Session, args: MeArgs) -> Result<u8> {
    let change = PersonChange {
        name: args.name.as_deref().map(|n| Name::typed(n).map_err(|e| e.at("--name"))).transpose()?,
        born: args.born.as_deref().map(|said| born(session, said)).transpose()?,
        pregnant: args.pregnant.map(|a| answer(Some(a))),
        long_term_illness: args.long_term_illness.map(|a| answer(Some(a))),
        conditions: (!args.conditions.is_empty()).then(|| conditions(&args.conditions)).transpose()?,
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

/// A birth date to the day, or unknown.
fn born(session: &Session, said: &str) -> Result<Option<NaiveDate>> {
    let seen = Said::parse_birth(said, session.now.local).and_then(Said::first_seen).map_err(|e| e.at("--born"))?;
    match seen {
        Some(seen) if seen.precision != Precision::Day => {
            Err(FieldError::new("a birth date needs its day; allowed: YYYY-MM-DD, or unknown").at("--born").into())
        }
        seen => Ok(seen.map(|seen| seen.on)),
    }
}

/// One text with nothing in it takes all conditions away.
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

/// Makes one person of two.
pub fn merge(session: &Session, from: &str, into: &str) -> Result<u8> {
    let mut store = session.open()?;
    let receipt = ops::unite_people(&mut store, &session.context(), from, into)?;
    done(session, &receipt)
}

pub fn people(session: &Session, add: Option<&str>) -> Result<u8> {
    if let Some(name) = add {
        let name = Name::typed(name).map_err(|e| e.at("--add"))?;
        let mut store = session.open()?;
        let receipt = ops::add_person(&mut store, &session.context(), name)?;
        if session.out.json {
            session.out.json(&json!({ "done": receipt.done, "change": receipt.change }))?;
        } else {
            let name = &receipt.judged.assessment.name;
            session.out.remark(&format!("{} Use --person \"{name}\" to log for them.\n", receipt.done))?;
        }
        return Ok(0);
    }
    let people = ops::people(&session.open_to_read()?)?;
    if session.out.json {
        let row = |p: &Person| json!({"name": p.name.to_string(), "born": p.born.map(|day| day.to_string())});
        session.out.json(&people.iter().map(row).collect::<Vec<_>>())?;
        return Ok(0);
    }
    let born = |p: &Person| p.born.map_or_else(String::new, |day| format!(", born {}", show_date(day)));
    let lines: String = people.iter().map(|p| format!("{}{}\n", p.name, born(p))).collect();
    if lines.is_empty() {
        session.out.remark("There is nobody in this journal yet; the first entry makes the first person.\n")?;
    }
    session.out.text(&lines)?;
    Ok(0)
}
