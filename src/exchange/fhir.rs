//! HL7 FHIR R4: the same facts as a document for a clinic's software. Text and local codes by default. SNOMED CT codes
//! of body sites are only used on request, since they may need a licence.
//!
//! A spot is a BodyStructure, a look an Observation with `focus` on it, a flag an Observation derived from looks. There
//! is no Condition, no risk and no interpretation, which would be a diagnosis.

use crate::domain::{
    Answer, Answers, Facts, Given, Look, Measurement, PersonId, Side, Site, SpotTree, Word, questions,
};
use crate::guidance::{Assessment, Flag, Status};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Value, json};
use std::io::{self, Write};
use uuid::Uuid;

/// Whether sites also get SNOMED CT codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codes {
    /// Only the names of the sites, as text and local codes.
    #[default]
    Text,
    /// SNOMED CT codes too. Show [`SNOMED_NOTICE`] with the export.
    Snomed,
}

/// The notice to show with an export that has SNOMED CT codes.
pub const SNOMED_NOTICE: &str = "This export holds codes of SNOMED CT. Using them may need an affiliate licence of SNOMED \
    International; HL7's licence does not cover it.";

const LOCAL: &str = "urn:spotlog:codes";
const SNOMED: &str = "http://snomed.info/sct";
const UCUM: &str = "http://unitsofmeasure.org";

/// Writes the Bundle of one person, one resource at a time, so that memory use does not grow with the journal. The same
/// facts give the same bytes.
pub fn write_fhir(
    facts: &Facts,
    assessment: &Assessment,
    anonymous: bool,
    codes: Codes,
    mut out: impl Write,
) -> io::Result<()> {
    let day = assessment.as_of.day();
    let id = format!("urn:uuid:{}", derived(assessment.person, &format!("bundle {day}")));
    let bundle = Bundle {
        resource_type: "Bundle",
        identifier: json!({ "system": "urn:ietf:rfc:3986", "value": id }),
        kind: "document",
        timestamp: format!("{day}T00:00:00Z"),
        entry: Entries { facts, assessment, anonymous, codes },
    };
    serde_json::to_writer_pretty(&mut out, &bundle)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bundle<'a> {
    resource_type: &'static str,
    identifier: Value,
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    entry: Entries<'a>,
}

/// The resources, each built when it is written.
struct Entries<'a> {
    facts: &'a Facts,
    assessment: &'a Assessment,
    anonymous: bool,
    codes: Codes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Composition {
    resource_type: &'static str,
    id: Uuid,
    status: &'static str,
    #[serde(rename = "type")]
    kind: Value,
    subject: Reference,
    date: String,
    author: [Reference; 1],
    title: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    section: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    code: Value,
    entry: Vec<Reference>,
}

/// A reference to a resource.
#[derive(Clone, Copy, Serialize)]
struct Reference {
    reference: Urn,
}

#[derive(Clone, Copy)]
struct Urn(Uuid);

impl Serialize for Urn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("urn:uuid:{}", self.0))
    }
}

impl Entries<'_> {
    fn trees(&self) -> impl Iterator<Item = &SpotTree<Look>> {
        self.assessment.spots.iter().filter_map(|spot| self.facts.spot(spot.number))
    }

    fn looks<'t>(&self, tree: &'t SpotTree<Look>) -> impl Iterator<Item = &'t Look> + use<'t> {
        let as_of = self.assessment.as_of;
        tree.observations.iter().filter(move |look| !as_of.excludes(look.at))
    }

    fn composition(&self, id: Uuid, answers: Option<Uuid>) -> Composition {
        let person = self.assessment.person;
        let spots = self.trees().map(|tree| tree.spot.id.0).collect();
        let looks = self.trees().flat_map(|tree| self.looks(tree)).map(|look| look.id.0).collect();
        let flags = self.assessment.flags.iter().map(|flag| flag_id(person, flag)).collect();
        let parts: [(&str, Vec<Uuid>); 4] = [
            ("Spots", spots),
            ("Looks", looks),
            ("Flags of the journal's rules", flags),
            ("Answers", answers.into_iter().collect()),
        ];
        let section = |(title, ids): (&'static str, Vec<Uuid>)| Section {
            title,
            code: json!({ "text": title }),
            entry: ids.into_iter().map(|id| Reference { reference: Urn(id) }).collect(),
        };
        let patient = Reference { reference: Urn(person.0) };
        Composition {
            resource_type: "Composition",
            id,
            status: "final",
            kind: json!({ "text": "Self-recorded spot journal, not a diagnosis" }),
            subject: patient,
            date: self.assessment.as_of.day().to_string(),
            author: [patient],
            title: "Spot journal",
            section: parts.into_iter().filter(|(_, ids)| !ids.is_empty()).map(section).collect(),
        }
    }
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Entry<R> {
            full_url: Urn,
            resource: R,
        }
        let Entries { facts, assessment, anonymous, codes } = *self;
        let person = assessment.person;
        let patient = reference(person.0);
        let mut entries = serializer.serialize_seq(None)?;
        let answers =
            questionnaire_response(facts, assessment, &patient).map(|value| (derived(person, "answers"), value));
        let id = derived(person, "composition");
        let composition = self.composition(id, answers.as_ref().map(|(id, _)| *id));
        entries.serialize_element(&Entry { full_url: Urn(id), resource: composition })?;
        let mut put = |id: Uuid, mut resource: Value| {
            resource["id"] = json!(id.to_string());
            entries.serialize_element(&Entry { full_url: Urn(id), resource: without_empty(resource) })
        };
        let name = if anonymous { Value::Null } else { json!([{ "text": assessment.name }]) };
        let born = facts.person.born.filter(|_| !anonymous).map(|day| day.to_string());
        put(person.0, json!({ "resourceType": "Patient", "name": name, "birthDate": born }))?;
        for tree in self.trees() {
            put(tree.spot.id.0, body_structure(tree, &patient, codes))?;
        }
        for tree in self.trees() {
            for look in self.looks(tree) {
                put(look.id.0, observation(look, tree, &patient))?;
            }
        }
        for flag in &assessment.flags {
            put(flag_id(person, flag), flag_observation(flag, person, facts, &patient))?;
        }
        if let Some((id, value)) = answers {
            put(id, value)?;
        }
        entries.end()
    }
}

fn reference(id: Uuid) -> Value {
    json!({ "reference": format!("urn:uuid:{id}") })
}

/// Derives an id from the person's id and a name, so that it is the same in every export.
fn derived(person: PersonId, name: &str) -> Uuid {
    Uuid::new_v5(&person.0, name.as_bytes())
}

fn flag_id(person: PersonId, flag: &Flag) -> Uuid {
    derived(person, &format!("flag {} {}", flag.rule.ident, flag.spot.map_or_else(String::new, |n| n.to_string())))
}

fn coded(code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": LOCAL, "code": code, "display": text }], "text": text })
}

fn body_structure(tree: &SpotTree<Look>, patient: &Value, codes: Codes) -> Value {
    let spot = &tree.spot;
    let snomed = |code: Option<&str>, text: String| match code.filter(|_| codes == Codes::Snomed) {
        Some(code) => json!({ "coding": [{ "system": SNOMED, "code": code }], "text": text }),
        None => json!({ "text": text }),
    };
    let side = spot.side.map(|side| snomed(side_code(side), side.word().to_owned()));
    json!({
        "resourceType": "BodyStructure",
        "identifier": [{ "system": LOCAL, "value": format!("spot {}", spot.number) }],
        "active": spot.closed.is_none(),
        "location": snomed(site_code(spot.site), crate::domain::Place { site: spot.site, side: None }.label()),
        "locationQualifier": side.into_iter().collect::<Vec<_>>(),
        "description": spot.label.as_ref().map(|label| label.on_one_line()),
        "patient": patient,
    })
}

fn observation(look: &Look, tree: &SpotTree<Look>, patient: &Value) -> Value {
    let spot = reference(tree.spot.id.0);
    let time =
        look.at.time().map(|time| json!([{ "text": format!("Looked at {} local time.", time.format("%H:%M")) }]));
    json!({
        "resourceType": "Observation",
        "status": "final",
        "code": coded("look", "Self-recorded look at a spot of the skin"),
        "subject": patient,
        "focus": [spot],
        "effectiveDateTime": look.at.day().to_string(),
        "performer": [patient],
        "valueString": look.answers.presence.word(),
        "note": time,
        "component": components(&look.answers),
    })
}

fn components(a: &Answers) -> Vec<Value> {
    let mut parts = Vec::new();
    let mut put = |code: &str, text: &str, value: Value| {
        let mut part = json!({ "code": coded(code, text) });
        if let (Some(part), Some(value)) = (part.as_object_mut(), value.as_object()) {
            part.extend(value.clone());
        }
        parts.push(part);
    };
    let mm = |value: f64| json!({ "valueQuantity": { "value": value, "unit": "mm", "system": UCUM, "code": "mm" } });
    if let Some(measurement) = a.measurement {
        sizes(measurement).into_iter().for_each(|(code, text, value)| put(code, text, mm(value)));
        if let Some(by) = measurement.by() {
            put("measured-by", "Measured by", json!({ "valueString": by.word() }));
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
        put(&question.name.replace('_', "-"), question.title, value);
    }
    parts
}

fn sizes(measurement: Measurement) -> Vec<(&'static str, &'static str, f64)> {
    let diameter = measurement.diameter().map(|r| ("diameter", "Longest diameter, median of the readings", r.median()));
    let width = measurement.width().map(|r| ("width", "Width across, median of the readings", r.median()));
    diameter.into_iter().chain(width).collect()
}

fn flag_observation(flag: &Flag, person: PersonId, facts: &Facts, patient: &Value) -> Value {
    let spot = flag.spot.and_then(|number| facts.spot(number)).map(|tree| reference(tree.spot.id.0));
    let mut from: Vec<Value> = flag.evidence.iter().filter_map(|e| Some(reference(e.observation?.0))).collect();
    from.dedup();
    let sources: Vec<String> = flag.rule.sources.iter().map(|s| format!("{}, \"{}\"", s.document, s.section)).collect();
    let status = match flag.status {
        Status::Open => "open",
        Status::Resting => "resting",
        Status::Answered => "answered",
    };
    json!({
        "resourceType": "Observation",
        "identifier": [{ "system": LOCAL, "value": flag_id(person, flag).to_string() }],
        "status": "final",
        "code": coded(flag.rule.ident, "Follow-up suggested by a rule of the journal"),
        "subject": patient,
        "focus": spot.into_iter().collect::<Vec<_>>(),
        "effectiveDateTime": flag.since.to_string(),
        "performer": [patient],
        "valueCodeableConcept": { "text": flag.level.word() },
        "note": [
            { "text": format!("{} ({status}): {}", flag.rule.title, flag.reason) },
            { "text": format!("Rule {}; source: {}", flag.rule.ident, sources.join("; ")) },
        ],
        "derivedFrom": from,
    })
}

fn questionnaire_response(facts: &Facts, assessment: &Assessment, patient: &Value) -> Option<Value> {
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
    for s in facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)) {
        put(format!("{}, {}", s.symptom.label(), s.at), json!({ "valueBoolean": s.present }));
    }
    for m in facts.medicines.iter().filter(|m| !as_of.excludes_day(m.started_on)) {
        let name = m.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
        put(format!("Medicine started on {}", m.started_on), json!({ "valueString": name }));
    }
    for i in facts.infections.iter().filter(|i| !as_of.excludes_day(i.on)) {
        let kind = i.kind.map_or("not said", |kind| kind.word());
        put(format!("Infection on {}", i.on), json!({ "valueString": kind }));
    }
    (!items.is_empty()).then(|| {
        json!({
            "resourceType": "QuestionnaireResponse",
            "status": "completed",
            "subject": patient,
            "authored": as_of.day().to_string(),
            "author": patient,
            "item": items,
        })
    })
}

/// Removes empty elements, which FHIR does not allow: nulls, empty texts, lists and objects.
fn without_empty(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::Array(values) => {
            let kept: Vec<Value> = values.into_iter().filter_map(without_empty).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        Value::Object(fields) => {
            let kept: serde_json::Map<String, Value> =
                fields.into_iter().filter_map(|(name, value)| Some((name, without_empty(value)?))).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        // Control characters are not allowed in a FHIR string.
        Value::String(text) => {
            Some(Value::String(text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()))
        }
        other => Some(other),
    }
}

fn side_code(side: Side) -> Option<&'static str> {
    match side {
        Side::Left => Some("7771000"),
        Side::Right => Some("24028007"),
        Side::Both => Some("51440002"),
        Side::Middle => None,
    }
}

/// Returns the code of a body site from DICOM (PS3.16, CID 4029); `None` for a site without an exact one.
fn site_code(site: Site) -> Option<&'static str> {
    Some(match site {
        Site::Scalp => "43067004",
        Site::Forehead => "68698007",
        Site::Face => "73897004",
        Site::Temple => "16621002",
        Site::Eyebrow => "367577003",
        Site::Nose => "113179006",
        Site::Cheek => "36141000",
        Site::Ear => "1902009",
        Site::Lip => "88089004",
        Site::Chin => "23747009",
        Site::InsideMouth => "113277000",
        Site::NeckFront => "11584001",
        Site::NeckBack => "4658004",
        Site::Chest => "244106003",
        Site::Abdomen => "75093004",
        Site::Back => "66643007",
        Site::LowerBack => "113182001",
        Site::Armpit => "76261009",
        Site::UpperArmFront => "45981001",
        Site::UpperArmBack => "72939005",
        Site::Elbow => "181536004",
        Site::ElbowFold => "17957002",
        Site::ForearmFront => "70559009",
        Site::ForearmBack => "41550009",
        Site::WristFront => "24527008",
        Site::WristBack => "52876008",
        Site::Palm => "70887009",
        Site::Finger => "244169007",
        Site::Groin => "39687006",
        Site::Genitals => "60944009",
        Site::Buttock => "22180002",
        Site::ThighFront => "61248009",
        Site::ThighBack => "4578000",
        Site::Knee => "181553006",
        Site::KneeBack => "84507004",
        Site::Shin => "25763004",
        Site::Calf => "47224004",
        Site::Heel => "84607009",
        Site::Toe => "52034004",
        _ => return None,
    })
}
