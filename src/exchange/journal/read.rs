//! Reading: every value is parsed, and errors name the path.

use super::JournalVersion;
use super::layout;
use super::value::{OneOf, words};
use crate::domain::{
    BACKGROUND_AND_NOTES, Background, Closed, FieldError, FirstSeen, Infection, Journal, Medicine, Moment, Noted,
    Observation, Person, PersonTree, Photo, Picture, Position, Precision, Review, Spot, SpotTree, Symptom, Text,
    Treatment, check_born, check_names, check_time, questions,
};
use crate::exchange::identity::Identity;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeSet;
use std::str::FromStr;
use uuid::Uuid;

/// Parses a journal of any version, and returns its version too. No birth date may be after `born_by`; other dates may be
/// in the future.
pub fn read_journal(json: &[u8], born_by: NaiveDate) -> Result<(Journal, JournalVersion), FieldError> {
    // Some editors write a mark of the byte order, which JSON does not have.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let file: layout::Journal = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.inner();
        if inner.is_data() && path != "." {
            FieldError::new(inner.to_string()).at(path)
        } else {
            // For truncated or invalid JSON, the position in the text is more helpful than the path in the journal.
            FieldError::new(format!("this is not a whole journal file: {inner}"))
        }
    })?;
    deserializer.end().map_err(|error| FieldError::new(error.to_string()))?;
    journal_of(file, born_by)
}

/// Converts a parsed file to a journal.
pub(in crate::exchange) fn journal_of(
    file: layout::Journal,
    born_by: NaiveDate,
) -> Result<(Journal, JournalVersion), FieldError> {
    let version = JournalVersion::of(&file.format)?;
    let mut reader = Reader { version, ..Reader::default() };
    let mut journal = Journal::new();
    for (i, person) in file.people.into_iter().enumerate() {
        let tree = reader.person(person).and_then(|tree| {
            tree.person.born.map_or(Ok(()), |born| check_born(born, born_by))?;
            tree.check().map(|()| tree)
        });
        journal.push(tree.map_err(|e| e.at(format_args!("people[{i}]")))?);
    }
    check_names(&journal)?;
    Ok((journal, version))
}

#[derive(Default)]
struct Reader {
    version: JournalVersion,
    identity: Identity,
    used: BTreeSet<Uuid>,
}

/// Converts each record of a list. Errors get the list's name and the record's index.
fn each<T, R>(
    list: Option<Vec<T>>,
    name: &str,
    mut read: impl FnMut(T) -> Result<R, FieldError>,
) -> Result<Vec<R>, FieldError> {
    let records = list.unwrap_or_default().into_iter().enumerate();
    records.map(|(i, record)| read(record).map_err(|e| e.at(format_args!("{name}[{i}]")))).collect()
}

fn parse<T: FromStr<Err = FieldError>>(text: &str, field: &str) -> Result<T, FieldError> {
    text.parse().map_err(|e: FieldError| e.at(field))
}

fn maybe<T: FromStr<Err = FieldError>>(text: &Option<String>, field: &str) -> Result<Option<T>, FieldError> {
    text.as_deref().map(|t| parse(t, field)).transpose()
}

fn day(text: &str, field: &str) -> Result<NaiveDate, FieldError> {
    let moment: Moment = parse(text, field)?;
    match moment.time() {
        None => Ok(moment.day()),
        Some(_) => Err(FieldError::new(format!("\"{text}\" has an hour; allowed here: YYYY-MM-DD")).at(field)),
    }
}

fn maybe_day(text: &Option<String>, field: &str) -> Result<Option<NaiveDate>, FieldError> {
    text.as_deref().map(|t| day(t, field)).transpose()
}

fn changed_at(text: &Option<String>) -> Result<Option<DateTime<Utc>>, FieldError> {
    let parse = |t: &String| {
        let time = DateTime::parse_from_rfc3339(t).map_err(|_| {
            let shown: String = t.chars().take(40).collect();
            FieldError::new(format!("\"{shown}\" is not a time; allowed: UTC as in 2026-11-01T08:31:00Z"))
        });
        time.and_then(|time| check_time(time.to_utc())).map_err(|e| e.at("changed_at"))
    };
    text.as_ref().map(parse).transpose()
}

fn one<W>(word: Option<OneOf<W>>) -> Option<W> {
    word.map(|w| w.0)
}

impl Reader {
    /// Returns the record's own id, or one derived from its content.
    ///
    /// # Errors
    ///
    /// Fails for an invalid id, and for one that another record has.
    fn id(
        &mut self,
        given: &Option<String>,
        kind: &str,
        parent: Option<Uuid>,
        content: impl FnOnce() -> String,
    ) -> Result<Uuid, FieldError> {
        let id = match given {
            Some(text) => Uuid::try_parse(text).map_err(|_| {
                let shown: String = text.chars().take(40).collect();
                FieldError::new(format!("\"{shown}\" is not a UUID")).at("id")
            })?,
            None => self.identity.of(kind, parent, &content()),
        };
        if self.used.insert(id) {
            Ok(id)
        } else {
            Err(FieldError::new(format!("{id} names another record of this file too")).at("id"))
        }
    }

    /// Refuses a field that came after the version of the file.
    fn check_known(&self, since: u8, field: &str) -> Result<(), FieldError> {
        if since <= self.version.number() {
            return Ok(());
        }
        let first =
            JournalVersion::ALL.into_iter().find(|version| version.number() == since).unwrap_or(JournalVersion::NEWEST);
        let message = format!("is a field of {}, and this file is {}", first.format(), self.version.format());
        Err(FieldError::new(message).at(field))
    }

    /// Returns a value of a field that version 2 has first. Refuses it in a file of version 1.
    fn later<T>(&self, value: Option<T>, field: &str) -> Result<Option<T>, FieldError> {
        value.as_ref().map_or(Ok(()), |_| self.check_known(BACKGROUND_AND_NOTES, field))?;
        Ok(value)
    }

    fn later_text(&self, text: Option<String>, field: &str) -> Result<Option<Text>, FieldError> {
        maybe(&self.later(text, field)?, field)
    }

    fn noted(&self, answer: Option<bool>, note: Option<String>, field: &str) -> Result<Noted, FieldError> {
        let answer = self.later(answer, field)?.into();
        Ok(Noted { answer, note: self.later_text(note, &format!("{field}_note"))? })
    }

    fn person(&mut self, p: layout::Person) -> Result<PersonTree<Observation>, FieldError> {
        let id = self.id(&p.id, "person", None, || p.name.clone())?;
        let conditions = each(p.conditions, "conditions", |c| c.parse())?;
        let background = Background {
            skin_cancer_self: self.noted(p.skin_cancer_self, p.skin_cancer_self_note, "skin_cancer_self")?,
            skin_cancer_family: self.noted(p.skin_cancer_family, p.skin_cancer_family_note, "skin_cancer_family")?,
            immune_suppressed: self.noted(p.immune_suppressed, p.immune_suppressed_note, "immune_suppressed")?,
            skin_type: one(self.later(p.skin_type, "skin_type")?),
            sun: self.later_text(p.sun, "sun")?,
            allergies: each(self.later(p.allergies, "allergies")?, "allergies", |text| text.parse())?,
            sex: one(self.later(p.sex, "sex")?),
            note: self.later_text(p.note, "note")?,
        };
        let person = Person {
            id: crate::domain::PersonId(id),
            changed_at: changed_at(&p.changed_at)?,
            name: parse(&p.name, "name")?,
            born: maybe_day(&p.born, "born")?,
            pregnant: p.pregnant.into(),
            long_term_illness: p.long_term_illness.into(),
            conditions,
            background,
        };
        Ok(PersonTree {
            person,
            infections: each(p.infections, "infections", |r| self.infection(r, id))?,
            medicines: each(p.medicines, "medicines", |r| self.medicine(r, id))?,
            symptoms: each(p.symptoms, "symptoms", |r| self.symptom(r, id))?,
            reviews: each(p.reviews, "reviews", |r| self.review(r, id))?,
            spots: each(p.spots, "spots", |r| self.spot(r, id))?,
        })
    }

    fn infection(&mut self, r: layout::Infection, parent: Uuid) -> Result<Infection, FieldError> {
        let id = self.id(&r.id, "infection", Some(parent), || content(&r))?;
        Ok(Infection {
            id: crate::domain::InfectionId(id),
            changed_at: changed_at(&r.changed_at)?,
            kind: one(r.kind),
            on: day(&r.on, "on")?,
            note: self.later_text(r.note, "note")?,
        })
    }

    fn medicine(&mut self, r: layout::Medicine, parent: Uuid) -> Result<Medicine, FieldError> {
        let id = self.id(&r.id, "medicine", Some(parent), || content(&r))?;
        Ok(Medicine {
            id: crate::domain::MedicineId(id),
            changed_at: changed_at(&r.changed_at)?,
            name: maybe(&r.name, "name")?,
            started_on: day(&r.started_on, "started_on")?,
            stopped_on: maybe_day(&r.stopped_on, "stopped_on")?,
            note: self.later_text(r.note, "note")?,
        })
    }

    fn symptom(&mut self, r: layout::Symptom, parent: Uuid) -> Result<Symptom, FieldError> {
        let id = self.id(&r.id, "symptom", Some(parent), || content(&r))?;
        Ok(Symptom {
            id: crate::domain::SymptomId(id),
            changed_at: changed_at(&r.changed_at)?,
            at: parse(&r.at, "at")?,
            symptom: r.symptom.0,
            present: r.present,
            note: maybe(&r.note, "note")?,
        })
    }

    fn review(&mut self, r: layout::Review, parent: Uuid) -> Result<Review, FieldError> {
        let id = self.id(&r.id, "review", Some(parent), || content(&r))?;
        Ok(Review {
            id: crate::domain::ReviewId(id),
            changed_at: changed_at(&r.changed_at)?,
            on: day(&r.on, "on")?,
            by: r.by.0,
            said: maybe(&r.said, "said")?,
            outcome: one(r.outcome),
            note: self.later_text(r.note, "note")?,
        })
    }

    fn spot(&mut self, s: layout::Spot, parent: Uuid) -> Result<SpotTree<Observation>, FieldError> {
        let id = self.id(&s.id, "spot", Some(parent), || s.number.to_string())?;
        let spot = Spot {
            id: crate::domain::SpotId(id),
            changed_at: changed_at(&s.changed_at)?,
            number: s.number,
            label: maybe(&s.label, "label")?,
            site: s.site.0,
            side: one(s.side),
            position: s.position.map(position).transpose().map_err(|e| e.at("position"))?,
            first_seen: first_seen(s.first_seen).map_err(|e| e.at("first_seen"))?,
            since_birth: s.since_birth.into(),
            onset: one(s.onset),
            contexts: words(s.contexts),
            closed: match s.closed {
                Some(closed) => {
                    Some(Closed { on: day(&closed.on, "on").map_err(|e| e.at("closed"))?, because: closed.because.0 })
                }
                None => None,
            },
            note: self.later_text(s.note, "note")?,
        };
        Ok(SpotTree {
            spot,
            observations: each(s.observations, "observations", |r| self.observation(r, id))?,
            treatments: each(s.treatments, "treatments", |r| self.treatment(r, id))?,
            reviews: each(s.reviews, "reviews", |r| self.review(r, id))?,
        })
    }

    fn treatment(&mut self, r: layout::Treatment, parent: Uuid) -> Result<Treatment, FieldError> {
        let id = self.id(&r.id, "treatment", Some(parent), || content(&r))?;
        Ok(Treatment {
            id: crate::domain::TreatmentId(id),
            changed_at: changed_at(&r.changed_at)?,
            what: maybe(&r.what, "what")?,
            kind: one(r.kind),
            started_on: day(&r.started_on, "started_on")?,
            improved: r.improved.into(),
            note: self.later_text(r.note, "note")?,
        })
    }

    fn observation(&mut self, mut o: layout::Observation, parent: Uuid) -> Result<Observation, FieldError> {
        o.leave_out_empty_lists();
        let id = self.id(&o.id, "observation", Some(parent), || content(&o))?;
        let answers = o.take_answers()?;
        for question in questions().filter(|question| question.is_answered(&answers)) {
            self.check_known(question.since, question.name)?;
        }
        Ok(Observation {
            id: crate::domain::ObservationId(id),
            changed_at: changed_at(&o.changed_at)?,
            at: parse(&o.at, "at")?,
            answers,
            note: maybe(&o.note, "note")?,
            photos: each(o.photos, "photos", |photo| self.photo(photo, id))?,
        })
    }

    fn photo(&mut self, r: layout::Photo, parent: Uuid) -> Result<Photo, FieldError> {
        let id = self.id(&r.id, "photo", Some(parent), || content(&r))?;
        Ok(Photo {
            id: crate::domain::PhotoId(id),
            changed_at: changed_at(&r.changed_at)?,
            file: maybe(&r.file, "file")?,
            sha256: maybe(&r.sha256, "sha256")?,
            taken_at: maybe(&r.taken_at, "taken_at")?,
            picture: self.picture(r)?,
        })
    }

    fn picture(&self, r: layout::Photo) -> Result<Option<Picture>, FieldError> {
        let format = self.later(r.format, "format")?;
        let sizes = [("width", r.width), ("height", r.height), ("bytes", r.bytes)];
        let erased_on = maybe_day(&self.later(r.erased_on, "erased_on")?, "erased_on")?;
        let Some(OneOf(format)) = format else {
            let given = sizes.iter().find(|(_, size)| size.is_some()).map(|(name, _)| *name);
            return match given.or(erased_on.map(|_| "erased_on")) {
                None => Ok(None),
                Some(name) => Err(FieldError::new("belongs to a kept picture, which has a format").at(name)),
            };
        };
        let size = |(name, size): (&str, Option<u32>)| {
            size.ok_or_else(|| FieldError::new("is missing beside the format of a kept picture").at(name))
        };
        let (width, height, bytes) = (size(sizes[0])?, size(sizes[1])?, size(sizes[2])?);
        Ok(Some(Picture { format, width, height, bytes, erased_on }))
    }
}

/// Returns the content of an observation, from which its id is derived where a file gives it none.
pub(in crate::exchange) fn content_of(observation: &Observation) -> String {
    let mut record = layout::Observation { id: None, changed_at: None, ..observation.into() };
    record.leave_out_empty_lists();
    content(&record)
}

/// Returns the content of a record, from which its id is derived.
fn content(record: &impl Serialize) -> String {
    // These structs have only string keys, so serialising cannot fail. An empty text would only make the ids less
    // distinct.
    serde_json::to_string(record).unwrap_or_default()
}

fn position(p: layout::Position) -> Result<Position, FieldError> {
    for (name, value) in [("x", p.x), ("y", p.y)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(FieldError::new(format!("{value} is off the drawing; allowed: 0 to 1")).at(name));
        }
    }
    Ok(Position { view: p.view.0, x: p.x, y: p.y })
}

fn first_seen(seen: Option<layout::FirstSeen>) -> Result<Option<FirstSeen>, FieldError> {
    let Some(seen) = seen else { return Ok(None) };
    let precision = seen.precision.map(|precision| match precision {
        layout::Precision::Day => Some(Precision::Day),
        layout::Precision::Month => Some(Precision::Month),
        layout::Precision::Year => Some(Precision::Year),
        layout::Precision::Unknown => None,
    });
    FirstSeen::of(maybe_day(&seen.on, "on")?, precision).map_err(|e| e.at("on"))
}
