//! Writing, and the canonical text of a record.

use super::JournalVersion;
use super::layout;
use super::value::{OneOf, list_of};
use crate::domain::{
    FirstSeen, Infection, Journal, Medicine, Observation, Person, PersonTree, Photo, Precision, Review, Spot, SpotTree,
    Symptom, Text, Treatment,
};
use chrono::{DateTime, SecondsFormat, Utc};
use std::io::{self, Write};

/// Writes a journal in the lowest version that has every field in use, in the order of the format.
pub fn write_journal(journal: &Journal, out: impl Write) -> io::Result<()> {
    write_journal_as(journal, JournalVersion::needed_by(journal), out)
}

/// Does the same as [`write_journal`] in a given version. Version 1 is only for a journal without later fields.
pub fn write_journal_as(journal: &Journal, version: JournalVersion, out: impl Write) -> io::Result<()> {
    let file = journal_file(journal, version);
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, &file)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Returns a journal as it is in a file.
pub(in crate::exchange) fn journal_file(journal: &Journal, version: JournalVersion) -> layout::Journal {
    layout::Journal { format: version.format().into(), people: journal.iter().map(layout::Person::from).collect() }
}

/// Returns one spot with all its records in this format.
pub fn spot_json(tree: &SpotTree<Observation>) -> serde_json::Value {
    // String keys and finite numbers only, so serialising cannot fail.
    serde_json::to_value(layout::Spot::from(tree)).unwrap_or_default()
}

/// The canonical text of a record in this format, without its children. Every version of the program writes the same
/// text, so machines can use it to order two versions of a record.
pub trait Canonical {
    /// Returns the canonical text.
    fn canonical(&self) -> String;
}

macro_rules! canonical {
    ($($record:ty: $layout:ty;)+) => {
        $(impl Canonical for $record {
            fn canonical(&self) -> String {
                // String keys and finite numbers only, so serialising cannot fail.
                serde_json::to_string(&<$layout>::from(self)).unwrap_or_default()
            }
        })+
    };
}

canonical! {
    PersonTree<Observation>: layout::Person;
    SpotTree<Observation>: layout::Spot;
    Infection: layout::Infection;
    Medicine: layout::Medicine;
    Symptom: layout::Symptom;
    Review: layout::Review;
    Treatment: layout::Treatment;
    Observation: layout::Observation;
    Photo: layout::Photo;
}

impl Canonical for Person {
    fn canonical(&self) -> String {
        PersonTree::<Observation>::new(self.clone()).canonical()
    }
}

impl Canonical for Spot {
    fn canonical(&self) -> String {
        SpotTree::<Observation>::new(self.clone()).canonical()
    }
}

fn show_utc(time: Option<DateTime<Utc>>) -> Option<String> {
    time.map(|t| t.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

fn show(value: Option<impl ToString>) -> Option<String> {
    value.map(|v| v.to_string())
}

fn list<T, R: for<'a> From<&'a T>>(records: &[T]) -> Option<Vec<R>> {
    Some(records.iter().map(R::from).collect())
}

impl From<&PersonTree<Observation>> for layout::Person {
    fn from(tree: &PersonTree<Observation>) -> Self {
        let p = &tree.person;
        let b = &p.background;
        layout::Person {
            id: Some(p.id.to_string()),
            changed_at: show_utc(p.changed_at),
            name: p.name.to_string(),
            born: show(p.born),
            pregnant: p.pregnant.into(),
            long_term_illness: p.long_term_illness.into(),
            conditions: Some(p.conditions.iter().map(Text::to_string).collect()),
            skin_cancer_self: b.skin_cancer_self.answer.into(),
            skin_cancer_self_note: show(b.skin_cancer_self.note.as_ref()),
            skin_cancer_family: b.skin_cancer_family.answer.into(),
            skin_cancer_family_note: show(b.skin_cancer_family.note.as_ref()),
            immune_suppressed: b.immune_suppressed.answer.into(),
            immune_suppressed_note: show(b.immune_suppressed.note.as_ref()),
            skin_type: b.skin_type.map(OneOf),
            sun: show(b.sun.as_ref()),
            allergies: Some(b.allergies.iter().map(Text::to_string).collect()).filter(|list: &Vec<_>| !list.is_empty()),
            sex: b.sex.map(OneOf),
            note: show(b.note.as_ref()),
            infections: list(&tree.infections),
            medicines: list(&tree.medicines),
            symptoms: list(&tree.symptoms),
            reviews: list(&tree.reviews),
            spots: list(&tree.spots),
        }
    }
}

impl From<&Infection> for layout::Infection {
    fn from(r: &Infection) -> Self {
        layout::Infection {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            kind: r.kind.map(OneOf),
            on: r.on.to_string(),
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Medicine> for layout::Medicine {
    fn from(r: &Medicine) -> Self {
        layout::Medicine {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            name: show(r.name.as_ref()),
            started_on: r.started_on.to_string(),
            stopped_on: show(r.stopped_on),
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Symptom> for layout::Symptom {
    fn from(r: &Symptom) -> Self {
        layout::Symptom {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            at: r.at.to_string(),
            symptom: OneOf(r.symptom),
            present: r.present,
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Review> for layout::Review {
    fn from(r: &Review) -> Self {
        layout::Review {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            on: r.on.to_string(),
            by: OneOf(r.by),
            said: show(r.said.as_ref()),
            outcome: r.outcome.map(OneOf),
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&SpotTree<Observation>> for layout::Spot {
    fn from(tree: &SpotTree<Observation>) -> Self {
        let s = &tree.spot;
        let precision = |seen: FirstSeen| match seen.precision {
            Precision::Day => layout::Precision::Day,
            Precision::Month => layout::Precision::Month,
            Precision::Year => layout::Precision::Year,
        };
        layout::Spot {
            id: Some(s.id.to_string()),
            changed_at: show_utc(s.changed_at),
            number: s.number,
            label: show(s.label.as_ref()),
            site: OneOf(s.site),
            side: s.side.map(OneOf),
            position: s.position.map(|p| layout::Position { view: OneOf(p.view), x: p.x, y: p.y }),
            first_seen: Some(layout::FirstSeen {
                on: show(s.first_seen.map(|seen| seen.on)),
                precision: Some(s.first_seen.map_or(layout::Precision::Unknown, precision)),
            }),
            since_birth: s.since_birth.into(),
            onset: s.onset.map(OneOf),
            contexts: Some(list_of(&s.contexts)),
            observations: list(&tree.observations),
            treatments: list(&tree.treatments),
            reviews: list(&tree.reviews),
            closed: s.closed.map(|c| layout::Closed { on: c.on.to_string(), because: OneOf(c.because) }),
            note: show(s.note.as_ref()),
        }
    }
}

impl From<&Observation> for layout::Observation {
    fn from(o: &Observation) -> Self {
        let answers = layout::Observation::answering(o.answers);
        layout::Observation {
            id: Some(o.id.to_string()),
            changed_at: show_utc(o.changed_at),
            at: o.at.to_string(),
            // Version 1 has always had a list here, and a machine must write the same text as another.
            colours: answers.colours.or_else(|| Some(Vec::new())),
            note: show(o.note.as_ref()),
            photos: list(&o.photos),
            ..answers
        }
    }
}

impl From<&Photo> for layout::Photo {
    fn from(r: &Photo) -> Self {
        layout::Photo {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            file: show(r.file.as_ref()),
            sha256: show(r.sha256.as_ref()),
            taken_at: show(r.taken_at),
            format: r.picture.map(|p| OneOf(p.format)),
            width: r.picture.map(|p| p.width),
            height: r.picture.map(|p| p.height),
            bytes: r.picture.map(|p| p.bytes),
            erased_on: show(r.picture.and_then(|p| p.erased_on)),
        }
    }
}

impl From<&Treatment> for layout::Treatment {
    fn from(r: &Treatment) -> Self {
        layout::Treatment {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            what: show(r.what.as_ref()),
            kind: r.kind.map(OneOf),
            started_on: r.started_on.to_string(),
            improved: r.improved.into(),
            note: show(r.note.as_ref()),
        }
    }
}
