//! HL7 FHIR R4: the same facts for a clinic's software, as a document or as a transaction. Text and local codes by
//! default. SNOMED CT codes of body sites are only used on request, since they may need a licence.
//!
//! A spot is a BodyStructure, a look an Observation with `focus` on it, a flag an Observation derived from looks. There
//! is no Condition, no risk and no interpretation, which would be a diagnosis.

mod codes;
mod resource;

use super::source::{BundleKind, Choices, Source};
use crate::domain::{Journal, Look, ObservationId, PersonId, SpotTree};
use crate::error::{Error, Result};
use crate::guidance::Flag;
use resource::narrative;
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use uuid::Uuid;

/// The notice to show with an export that has SNOMED CT codes.
pub const SNOMED_NOTICE: &str = "This export holds codes of SNOMED CT. Using them may need an affiliate licence of SNOMED \
    International; HL7's licence does not cover it.";

/// Writes the Bundle of one person, one resource at a time, so that memory use does not grow with the journal. The same
/// facts give the same bytes.
pub fn write_fhir(source: &Source<'_>, mut out: impl Write) -> Result<()> {
    let day = source.assessment.as_of.day();
    let id = format!("urn:uuid:{}", derived(source.assessment.person, &format!("bundle {day}")));
    let bundle = Bundle {
        resource_type: "Bundle",
        identifier: json!({ "system": "urn:ietf:rfc:3986", "value": id }),
        kind: match source.choices.bundle {
            BundleKind::Document => "document",
            BundleKind::Transaction => "transaction",
        },
        timestamp: format!("{day}T00:00:00Z"),
        entry: Entries { source, notes: notes(source)? },
    };
    serde_json::to_writer_pretty(&mut out, &bundle).map_err(|why| Error::unwritten()(why.into()))?;
    out.write_all(b"\n").map_err(Error::unwritten())
}

/// Returns the note of each look that has one. An anonymous bundle has none.
fn notes(source: &Source<'_>) -> Result<BTreeMap<ObservationId, String>> {
    let journal = if source.anonymous { Journal::new() } else { (source.records)()? };
    let looks = journal.into_iter().flat_map(|tree| tree.spots).flat_map(|tree| tree.observations);
    Ok(looks.filter_map(|look| Some((look.id, look.note?.on_one_line()))).collect())
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
    source: &'a Source<'a>,
    notes: BTreeMap<ObservationId, String>,
}

/// The name of a section, with the ids of its resources.
type Section = (&'static str, Vec<Uuid>);

impl Entries<'_> {
    /// Returns the spots, without those entered by mistake.
    fn trees(&self) -> impl Iterator<Item = &SpotTree<Look>> {
        let Source { facts, assessment, .. } = self.source;
        let trees = assessment.spots.iter().filter_map(|spot| facts.spot(spot.number));
        trees.filter(|tree| !tree.spot.is_mistake(assessment.as_of))
    }

    /// Returns the flags of the person and of these spots.
    fn flags(&self) -> impl Iterator<Item = &Flag> {
        let is_here = |flag: &&Flag| flag.spot.is_none_or(|n| self.trees().any(|tree| tree.spot.number == n));
        self.source.assessment.flags.iter().filter(is_here)
    }

    fn looks<'t>(&self, tree: &'t SpotTree<Look>) -> impl Iterator<Item = &'t Look> + use<'t> {
        let as_of = self.source.assessment.as_of;
        tree.observations.iter().filter(move |look| !as_of.excludes(look.at))
    }

    /// Hands every resource but the composition to `put`, with its section and its id.
    fn each(&self, mut put: impl FnMut(&'static str, Uuid, Value)) {
        let Source { facts, assessment, choices: Choices { codes, .. }, .. } = *self.source;
        let (person, as_of) = (assessment.person, assessment.as_of);
        let patient = reference(person.0);
        for tree in self.trees() {
            put("Spots", tree.spot.id.0, resource::body_structure(tree, &patient, codes));
            let id = Uuid::new_v5(&tree.spot.id.0, b"history");
            put("How long each spot has been there", id, resource::history(tree, assessment, &patient));
        }
        for tree in self.trees() {
            for look in self.looks(tree) {
                let note = self.notes.get(&look.id).map(String::as_str);
                put("Looks", look.id.0, resource::look(look, tree, note, &patient));
            }
        }
        for flag in self.flags() {
            put("Flags of the journal's rules", flag_id(person, flag), resource::flag(flag, person, facts, &patient));
        }
        for review in facts.reviews.iter().filter(|r| !as_of.excludes_day(r.on)) {
            put("Reviews", review.id.0, resource::review(review, None, &patient));
        }
        for tree in self.trees() {
            for review in tree.reviews.iter().filter(|r| !as_of.excludes_day(r.on)) {
                put("Reviews", review.id.0, resource::review(review, Some(tree), &patient));
            }
            for treatment in tree.treatments.iter().filter(|t| !as_of.excludes_day(t.started_on)) {
                put("Treatments", treatment.id.0, resource::treatment(treatment, tree, &patient));
            }
        }
        for medicine in facts.medicines.iter().filter(|m| !as_of.excludes_day(m.started_on)) {
            put("Medicines", medicine.id.0, resource::medicine(medicine, assessment, &patient));
        }
        for (i, (number, at)) in self.source.photos.iter().enumerate().filter(|(_, (_, at))| !as_of.excludes(*at)) {
            let Some(tree) = self.trees().find(|tree| tree.spot.number == *number) else { continue };
            let id = Uuid::new_v5(&tree.spot.id.0, format!("photo {i}").as_bytes());
            put("Photos", id, resource::photo(*at, tree, &patient));
        }
        if let Some(answers) = resource::questionnaire_response(facts, assessment, &patient) {
            put("Answers", derived(person, "answers"), answers);
        }
    }

    fn composition(&self) -> Value {
        let assessment = self.source.assessment;
        let patient = reference(assessment.person.0);
        let mut sections: Vec<Section> = Vec::new();
        self.each(|title, id, _| match sections.iter_mut().find(|(known, _)| *known == title) {
            Some((_, ids)) => ids.push(id),
            None => sections.push((title, vec![id])),
        });
        let section = |(title, ids): &Section| {
            let entry: Vec<Value> = ids.iter().map(|id| reference(*id)).collect();
            json!({
                "title": title,
                "code": { "text": title },
                "text": narrative(&format!("{title}: {} entries, as the patient recorded them.", ids.len())),
                "entry": entry,
            })
        };
        let loinc =
            |code: &str, display: &str| json!({ "system": "http://loinc.org", "code": code, "display": display });
        let kind = "Self-recorded spot journal, not a diagnosis";
        json!({
            "resourceType": "Composition",
            "text": narrative(&format!("{kind}, as of {}", assessment.as_of.day())),
            "status": "final",
            "type": { "coding": [loinc("51855-5", "Patient Note")], "text": kind },
            "category": [{ "coding": [loinc("LP173418-7", "Note")], "text": "Patient-reported" }],
            "subject": patient,
            "date": assessment.as_of.day().to_string(),
            "author": [patient],
            "title": "Spot journal",
            "attester": [{ "mode": "personal", "party": patient }],
            "section": sections.iter().map(section).collect::<Vec<_>>(),
        })
    }
}

/// What a server is asked to do with an entry of a transaction.
#[derive(Serialize)]
struct Request {
    method: &'static str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    full_url: String,
    resource: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Request>,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let person = self.source.assessment.person;
        let mut entries = serializer.serialize_seq(None)?;
        let mut done = Ok(());
        let mut put = |id: Uuid, mut resource: Value| {
            if done.is_err() {
                return;
            }
            let url = resource["resourceType"].as_str().unwrap_or_default().to_owned();
            let request =
                (self.source.choices.bundle == BundleKind::Transaction).then_some(Request { method: "POST", url });
            resource["id"] = json!(id.to_string());
            let entry = Entry { full_url: format!("urn:uuid:{id}"), resource: without_empty(resource), request };
            done = entries.serialize_element(&entry);
        };
        put(derived(person, "composition"), self.composition());
        put(person.0, resource::patient(self.source));
        self.each(|_, id, resource| put(id, resource));
        done?;
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
