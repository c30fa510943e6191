//! The resources: one function each, from a record to JSON.

use super::codes::{side_code, site_code};
use super::{flag_id, reference};
use crate::domain::{
    Answer, Answers, Facts, Given, Look, Measurement, Medicine, Moment, PersonId, Review, SpotTree, Text, Treatment,
    Word, questions,
};
use crate::exchange::source::{Codes, Source};
use crate::guidance::{Assessment, Flag};
use crate::report::say_background;
use serde_json::{Value, json};

const LOCAL: &str = "urn:spotlog:codes";
const SNOMED: &str = "http://snomed.info/sct";
const UCUM: &str = "http://unitsofmeasure.org";

/// Returns a code of this program with its display.
fn coded(code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": LOCAL, "code": code, "display": text }], "text": text })
}

/// Returns an identifier that no other person's records have.
fn identifier(id: impl std::fmt::Display) -> Value {
    json!([{ "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}") }])
}

/// Returns the words of a resource for a person to read.
pub(super) fn narrative(text: &str) -> Value {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    json!({ "status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{escaped}</div>") })
}

fn component(code: &str, text: &str, value: Value) -> Value {
    let mut part = json!({ "code": coded(code, text) });
    if let (Some(part), Some(value)) = (part.as_object_mut(), value.as_object()) {
        part.extend(value.clone());
    }
    part
}

fn one_line(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.on_one_line())
}

pub(super) fn patient(source: &Source<'_>) -> Value {
    let (name, born) = (&source.assessment.name, source.facts.person.born);
    let born = born.filter(|_| !source.anonymous).map(|day| day.to_string());
    let said = born.as_ref().map_or_else(|| name.clone(), |born| format!("{name}, born {born}"));
    let name = if source.anonymous { Value::Null } else { json!([{ "text": name }]) };
    json!({
        "resourceType": "Patient",
        "text": narrative(&said),
        "identifier": identifier(source.assessment.person),
        "name": name,
        "birthDate": born,
        "gender": source.facts.person.background.sex.map(|sex| sex.word()),
    })
}

pub(super) fn body_structure(tree: &SpotTree<Look>, patient: &Value, codes: Codes) -> Value {
    let spot = &tree.spot;
    let snomed = |code: Option<&str>, text: String| match code.filter(|_| codes == Codes::Snomed) {
        Some(code) => json!({ "coding": [{ "system": SNOMED, "code": code }], "text": text }),
        None => json!({ "text": text }),
    };
    let side = spot.side.map(|side| snomed(side_code(side), side.word().to_owned()));
    let label = one_line(spot.label.as_ref());
    let quoted = label.as_ref().map_or_else(String::new, |label| format!(" “{label}”"));
    json!({
        "resourceType": "BodyStructure",
        "text": narrative(&format!("Spot {}: {}{quoted}", spot.number, spot.place().in_words())),
        "identifier": identifier(spot.id),
        "active": spot.closed.is_none(),
        "location": snomed(site_code(spot.site), crate::domain::Place { site: spot.site, side: None }.label()),
        "locationQualifier": side.into_iter().collect::<Vec<_>>(),
        "description": label,
        "patient": patient,
    })
}

/// What is known of a spot as a whole: number, first seen, since birth, how it came, days to today.
pub(super) fn history(tree: &SpotTree<Look>, assessment: &Assessment, patient: &Value) -> Value {
    let (spot, today) = (&tree.spot, assessment.as_of.day());
    let since_birth = Option::<bool>::from(spot.since_birth);
    let seen = spot.first_seen.filter(|_| since_birth != Some(true));
    let mut parts = vec![component("spot-number", "Number in the journal", json!({ "valueInteger": spot.number }))];
    parts.push(component("place", "Place in words", json!({ "valueString": spot.place().in_words() })));
    let seen_said = match seen {
        _ if since_birth == Some(true) => "since birth".to_owned(),
        Some(seen) => seen.label(),
        None => "unknown".to_owned(),
    };
    parts.push(component("first-seen", "First seen", json!({ "valueString": seen_said })));
    if let Some(seen) = seen {
        let days = (today - seen.earliest()).num_days().max(0);
        let days = json!({ "valueQuantity": { "value": days, "unit": "days", "system": UCUM, "code": "d" } });
        parts.push(component("days-to-today", "Days from first seen to the day of the report", days));
    }
    if let Some(since_birth) = since_birth {
        parts.push(component("since-birth", "There since birth", json!({ "valueBoolean": since_birth })));
    }
    if let Some(onset) = spot.onset {
        parts.push(component("onset", "How fast it came", json!({ "valueString": onset.word() })));
    }
    if !spot.contexts.is_empty() {
        parts.push(component("contexts", "What came before", json!({ "valueString": spot.contexts.label() })));
    }
    if let Some(closed) = spot.closed.filter(|closed| !assessment.as_of.excludes_day(closed.on)) {
        let said = format!("{} on {}", closed.because.label(), closed.on);
        parts.push(component("closed", "Closed", json!({ "valueString": said })));
    }
    json!({
        "resourceType": "Observation",
        "text": narrative(&format!("Spot {}, {}, first seen: {seen_said}", spot.number, spot.place().in_words())),
        "status": "final",
        "code": coded("spot-history", "How long a spot has been there, as the patient reports"),
        "subject": patient,
        "focus": [reference(spot.id.0)],
        "effectiveDateTime": today.to_string(),
        "performer": [patient],
        "component": parts,
    })
}

pub(super) fn look(look: &Look, tree: &SpotTree<Look>, note: Option<&str>, patient: &Value) -> Value {
    let time = look.at.time().map(|time| format!("Looked at {} local time.", time.format("%H:%M")));
    let notes: Vec<Value> =
        time.into_iter().chain(note.map(str::to_owned)).map(|text| json!({ "text": text })).collect();
    let said = format!("Spot {}, look of {}: {}", tree.spot.number, look.at.day(), look.answers.presence.word());
    json!({
        "resourceType": "Observation",
        "text": narrative(&said),
        "identifier": identifier(look.id),
        "status": "final",
        "code": coded("look", "Self-recorded look at a spot of the skin"),
        "subject": patient,
        "focus": [reference(tree.spot.id.0)],
        "effectiveDateTime": look.at.day().to_string(),
        "performer": [patient],
        "valueString": look.answers.presence.word(),
        "note": notes,
        "component": components(&look.answers),
    })
}

fn components(a: &Answers) -> Vec<Value> {
    let mut parts = Vec::new();
    let mm = |value: f64| json!({ "valueQuantity": { "value": value, "unit": "mm", "system": UCUM, "code": "mm" } });
    if let Some(measurement) = a.measurement {
        parts.extend(sizes(measurement).into_iter().map(|(code, text, value)| component(code, text, mm(value))));
        if let Some(by) = measurement.by() {
            parts.push(component("measured-by", "Measured by", json!({ "valueString": by.word() })));
        }
    }
    for question in questions() {
        let value = match question.get(a) {
            Given::Nothing => continue,
            Given::YesNo(yes) => json!({ "valueBoolean": yes }),
            Given::Word(word) => json!({ "valueString": word }),
            Given::Words(words) if words.is_empty() => json!({ "valueString": "none noticed" }),
            Given::Words(words) => json!({ "valueString": words.join(", ") }),
        };
        parts.push(component(&question.name.replace('_', "-"), question.title, value));
    }
    parts
}

fn sizes(measurement: Measurement) -> Vec<(&'static str, &'static str, f64)> {
    let diameter = measurement.diameter().map(|r| ("diameter", "Longest diameter, median of the readings", r.median()));
    let width = measurement.width().map(|r| ("width", "Width across, median of the readings", r.median()));
    diameter.into_iter().chain(width).collect()
}

/// A review of a spot, or of the person, as the patient wrote it down.
pub(super) fn review(review: &Review, tree: Option<&SpotTree<Look>>, patient: &Value) -> Value {
    let outcome = review.outcome.map_or("not noted", |outcome| outcome.word());
    let about = tree.map_or_else(|| "the patient".to_owned(), |tree| format!("spot {}", tree.spot.number));
    json!({
        "resourceType": "Observation",
        "text": narrative(&format!("Review of {about} on {} by {}: {outcome}", review.on, review.by.label())),
        "identifier": identifier(review.id),
        "status": "final",
        "code": coded("review", "Review by a professional, as the patient reports"),
        "subject": patient,
        "focus": tree.map(|tree| reference(tree.spot.id.0)).into_iter().collect::<Vec<_>>(),
        "effectiveDateTime": review.on.to_string(),
        "performer": [patient],
        "valueCodeableConcept": coded(outcome, outcome),
        "component": [component("reviewed-by", "Reviewed by", json!({ "valueString": review.by.word() }))],
        "note": one_line(review.said.as_ref()).map(|said| json!([{ "text": said }])),
    })
}

/// A photo: that there is one, and of when. The picture is not part of the journal.
pub(super) fn photo(at: Moment, tree: &SpotTree<Look>, patient: &Value) -> Value {
    let title = format!("Photo of spot {}, kept by the patient", tree.spot.number);
    json!({
        "resourceType": "Media",
        "text": narrative(&format!("{title}, {}", at.day())),
        "status": "completed",
        "subject": patient,
        "createdDateTime": at.day().to_string(),
        "operator": patient,
        "bodySite": { "text": tree.spot.place().in_words() },
        "content": { "title": title, "creation": at.day().to_string() },
    })
}

pub(super) fn treatment(treatment: &Treatment, tree: &SpotTree<Look>, patient: &Value) -> Value {
    let what = one_line(treatment.what.as_ref()).unwrap_or_else(|| "a treatment".into());
    let number = tree.spot.number;
    let (since, helped) = (treatment.started_on, treatment.improved.label());
    json!({
        "resourceType": "MedicationStatement",
        "text": narrative(&format!("Spot {number}: {what} since {since}, helped: {helped}")),
        "identifier": identifier(treatment.id),
        "status": "unknown",
        "medicationCodeableConcept": { "text": what },
        "subject": patient,
        "effectivePeriod": { "start": since.to_string() },
        "informationSource": patient,
        "reasonCode": [{ "text": format!("Spot {number}, {}", tree.spot.place().in_words()) }],
        "note": [{ "text": format!("Helped: {helped}.") }],
    })
}

pub(super) fn medicine(medicine: &Medicine, assessment: &Assessment, patient: &Value) -> Value {
    let name = one_line(medicine.name.as_ref()).unwrap_or_else(|| "a medicine".into());
    let stopped = medicine.stopped_on.filter(|day| !assessment.as_of.excludes_day(*day)).map(|day| day.to_string());
    let until = stopped.as_ref().map_or_else(String::new, |day| format!(" until {day}"));
    json!({
        "resourceType": "MedicationStatement",
        "text": narrative(&format!("Medicine: {name} from {}{until}", medicine.started_on)),
        "identifier": identifier(medicine.id),
        "status": if stopped.is_some() { "completed" } else { "active" },
        "medicationCodeableConcept": { "text": name },
        "subject": patient,
        "effectivePeriod": { "start": medicine.started_on.to_string(), "end": stopped },
        "informationSource": patient,
    })
}

pub(super) fn flag(flag: &Flag, person: PersonId, facts: &Facts, patient: &Value) -> Value {
    let spot = flag.spot.and_then(|number| facts.spot(number)).map(|tree| reference(tree.spot.id.0));
    let mut from: Vec<Value> = flag.evidence.iter().filter_map(|e| Some(reference(e.observation?.0))).collect();
    from.dedup();
    let sources: Vec<String> = flag.rule.sources.iter().map(|s| format!("{}, \"{}\"", s.document, s.section)).collect();
    let status = flag.status.word();
    let about = flag.spot.map_or_else(String::new, |number| format!("Spot {number}: "));
    json!({
        "resourceType": "Observation",
        "text": narrative(&format!("{about}{} ({}, {status}, since {})", flag.rule.brief, flag.level.word(), flag.since)),
        "identifier": identifier(flag_id(person, flag)),
        "status": "final",
        "code": coded(flag.rule.ident, flag.rule.brief),
        "subject": patient,
        "focus": spot.into_iter().collect::<Vec<_>>(),
        "effectiveDateTime": flag.since.to_string(),
        "performer": [patient],
        "valueCodeableConcept": coded(flag.level.word(), flag.level.word()),
        "component": [
            component("flag-status", "State of the flag", json!({ "valueCodeableConcept": coded(status, status) })),
        ],
        "note": [
            { "text": flag.reason },
            { "text": format!("Rule {} of the journal; source: {}", flag.rule.ident, sources.join("; ")) },
        ],
        "derivedFrom": from,
    })
}

/// The answers about the person. `None` if there are none.
pub(super) fn questionnaire_response(facts: &Facts, assessment: &Assessment, patient: &Value) -> Option<Value> {
    let as_of = assessment.as_of;
    let mut items = Vec::new();
    let mut put = |text: String, answer: Value| {
        let link = (items.len() + 1).to_string();
        items.push(json!({ "linkId": link, "text": text, "answer": [answer] }));
    };
    let mut yes_no = |text: &str, answer: Answer| {
        if let Some(answer) = Option::<bool>::from(answer) {
            put(text.to_owned(), json!({ "valueBoolean": answer }));
        }
    };
    yes_no("Pregnant", facts.person.pregnant);
    yes_no("Long-term illness", facts.person.long_term_illness);
    for (text, said) in say_background(&facts.person.background) {
        put(text.to_owned(), json!({ "valueString": said }));
    }
    for condition in &facts.person.conditions {
        put("Known for, in the patient's words".into(), json!({ "valueString": condition.on_one_line() }));
    }
    for s in facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)) {
        let note = s.note.as_ref().map_or_else(String::new, |note| format!(" ({})", note.on_one_line()));
        put(format!("{}, {}{note}", s.symptom.label(), s.at), json!({ "valueBoolean": s.present }));
    }
    for i in facts.infections.iter().filter(|i| !as_of.excludes_day(i.on)) {
        let kind = i.kind.map_or("not said", |kind| kind.word());
        put(format!("Infection on {}", i.on), json!({ "valueString": kind }));
    }
    (!items.is_empty()).then(|| {
        json!({
            "resourceType": "QuestionnaireResponse",
            "text": narrative("Answers of the patient about themselves"),
            "status": "completed",
            "subject": patient,
            "authored": as_of.day().to_string(),
            "author": patient,
            "item": items,
        })
    })
}
