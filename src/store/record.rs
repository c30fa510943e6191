//! Writing of records of any table: inserting, updating and comparing.

use super::row::{self, show_utc};
use crate::domain::{
    Closed, FirstSeen, Infection, Medicine, Observation, Person, Photo, Precision, Readings, Review, Spot, Symptom,
    Text, Treatment, questions,
};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params_from_iter};
use uuid::Uuid;

/// The parent row of a record, by its `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The owner of a person.
    Nobody,
    /// The owner of a spot, and of entries about the person.
    Person(i64),
    /// The owner of an observation, and of entries about the spot.
    Spot(i64),
    /// The owner of a photo.
    Observation(i64),
}

/// The columns of one row without its id and change time, in a fixed order.
pub(super) type ColumnValues = Vec<(&'static str, Value)>;

/// A reference to a record of any table.
#[derive(Clone, Copy)]
pub enum RecordRef<'a> {
    /// A row of `person`, which has no owner.
    Person(&'a Person),
    /// A row of `infection`, owned by a person.
    Infection(&'a Infection),
    /// A row of `medicine`, owned by a person.
    Medicine(&'a Medicine),
    /// A row of `symptom`, owned by a person.
    Symptom(&'a Symptom),
    /// A row of `review`, owned by a person or a spot.
    Review(&'a Review),
    /// A row of `spot`, owned by a person.
    Spot(&'a Spot),
    /// A row of `observation`, owned by a spot.
    Observation(&'a Observation),
    /// A row of `photo`, owned by an observation.
    Photo(&'a Photo),
    /// A row of `treatment`, owned by a spot.
    Treatment(&'a Treatment),
}

/// A record as stored in the journal.
pub struct Record {
    /// The row id, to which other rows refer.
    pub seq: i64,
    /// When the content last changed; `None` if it is not stored or cannot be read.
    pub changed_at: Option<DateTime<Utc>>,
    values: Vec<Value>,
}

impl RecordRef<'_> {
    /// Returns the name of the table.
    pub fn table(self) -> &'static str {
        match self {
            RecordRef::Person(_) => "person",
            RecordRef::Infection(_) => "infection",
            RecordRef::Medicine(_) => "medicine",
            RecordRef::Symptom(_) => "symptom",
            RecordRef::Review(_) => "review",
            RecordRef::Spot(_) => "spot",
            RecordRef::Observation(_) => "observation",
            RecordRef::Photo(_) => "photo",
            RecordRef::Treatment(_) => "treatment",
        }
    }

    /// Returns the id, without its type.
    pub fn id(self) -> Uuid {
        match self {
            RecordRef::Person(r) => r.id.0,
            RecordRef::Infection(r) => r.id.0,
            RecordRef::Medicine(r) => r.id.0,
            RecordRef::Symptom(r) => r.id.0,
            RecordRef::Review(r) => r.id.0,
            RecordRef::Spot(r) => r.id.0,
            RecordRef::Observation(r) => r.id.0,
            RecordRef::Photo(r) => r.id.0,
            RecordRef::Treatment(r) => r.id.0,
        }
    }

    /// Returns the change time.
    pub fn changed_at(self) -> Option<DateTime<Utc>> {
        match self {
            RecordRef::Person(r) => r.changed_at,
            RecordRef::Infection(r) => r.changed_at,
            RecordRef::Medicine(r) => r.changed_at,
            RecordRef::Symptom(r) => r.changed_at,
            RecordRef::Review(r) => r.changed_at,
            RecordRef::Spot(r) => r.changed_at,
            RecordRef::Observation(r) => r.changed_at,
            RecordRef::Photo(r) => r.changed_at,
            RecordRef::Treatment(r) => r.changed_at,
        }
    }

    fn columns(self, owner: Owner) -> Result<ColumnValues> {
        let mut columns = match (self, owner) {
            (RecordRef::Person(_), Owner::Nobody) => vec![],
            (RecordRef::Review(_), Owner::Person(seq)) => {
                vec![("person", Value::Integer(seq)), ("spot", Value::Null)]
            }
            (RecordRef::Review(_), Owner::Spot(seq)) => {
                vec![("person", Value::Null), ("spot", Value::Integer(seq))]
            }
            (
                RecordRef::Infection(_) | RecordRef::Medicine(_) | RecordRef::Symptom(_) | RecordRef::Spot(_),
                Owner::Person(seq),
            ) => vec![("person", Value::Integer(seq))],
            (RecordRef::Observation(_) | RecordRef::Treatment(_), Owner::Spot(seq)) => {
                vec![("spot", Value::Integer(seq))]
            }
            (RecordRef::Photo(_), Owner::Observation(seq)) => vec![("observation", Value::Integer(seq))],
            (record, owner) => {
                return Err(Error::Conflict(format!("a {} cannot belong to {owner:?}", record.table())));
            }
        };
        columns.extend(match self {
            RecordRef::Person(r) => person(r),
            RecordRef::Infection(r) => vec![("kind", row::word(r.kind)), ("on_day", row::text(r.on)), note(&r.note)],
            RecordRef::Medicine(r) => vec![
                ("name", row::text_or_null(r.name.as_ref())),
                ("started_on", row::text(r.started_on)),
                ("stopped_on", row::text_or_null(r.stopped_on)),
                note(&r.note),
            ],
            RecordRef::Symptom(r) => vec![
                ("at", row::text(r.at)),
                ("symptom", row::word(Some(r.symptom))),
                ("present", Value::Integer(i64::from(r.present))),
                note(&r.note),
            ],
            RecordRef::Review(r) => vec![
                ("on_day", row::text(r.on)),
                ("reviewer", row::word(Some(r.by))),
                ("said", row::text_or_null(r.said.as_ref())),
                ("outcome", row::word(r.outcome)),
                note(&r.note),
            ],
            RecordRef::Spot(r) => spot(r),
            RecordRef::Observation(r) => observation(r),
            RecordRef::Photo(r) => vec![
                ("file", row::text_or_null(r.file.as_ref())),
                ("sha256", row::text_or_null(r.sha256.as_ref())),
                ("taken_at", row::text_or_null(r.taken_at)),
                ("format", row::word(r.picture.map(|p| p.format))),
                ("width", row::whole(r.picture.map(|p| p.width))),
                ("height", row::whole(r.picture.map(|p| p.height))),
                ("bytes", row::whole(r.picture.map(|p| p.bytes))),
                ("erased_on", row::text_or_null(r.picture.and_then(|p| p.erased_on))),
            ],
            RecordRef::Treatment(r) => vec![
                ("what", row::text_or_null(r.what.as_ref())),
                ("kind", row::word(r.kind)),
                ("started_on", row::text(r.started_on)),
                ("improved", row::answer(r.improved)),
                note(&r.note),
            ],
        });
        Ok(columns)
    }

    /// Inserts the record, or updates the row with its id. Returns the row's `seq`.
    pub fn put(self, tx: &Transaction<'_>, owner: Owner) -> Result<i64> {
        let mut columns = self.columns(owner)?;
        columns.push(("id", row::text(self.id())));
        columns.push(("changed_at", row::text_or_null(self.changed_at().map(show_utc))));
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let updates: Vec<_> = names.iter().map(|name| format!("{name} = excluded.{name}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {} RETURNING seq",
            self.table(),
            names.join(", "),
            updates.join(", ")
        );
        let values = columns.into_iter().map(|(_, value)| value);
        Ok(tx.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
    }

    /// Returns whether the stored record has the same content, ignoring the change time.
    pub fn same_as(self, stored: &Record, owner: Owner) -> Result<bool> {
        Ok(self.columns(owner)?.iter().map(|(_, value)| value).eq(stored.values.iter()))
    }

    /// Returns the content in the format of the history.
    pub fn as_json(self, owner: Owner) -> Result<serde_json::Value> {
        let mut map = serde_json::Map::new();
        map.insert("id".into(), self.id().to_string().into());
        if let Some(at) = self.changed_at() {
            map.insert("changed_at".into(), show_utc(at).into());
        }
        for (name, value) in self.columns(owner)? {
            let value = match value {
                Value::Null => continue,
                Value::Integer(n) => n.into(),
                Value::Real(x) => x.into(),
                Value::Text(text) => text.into(),
                Value::Blob(_) => continue,
            };
            map.insert(name.into(), value);
        }
        Ok(map.into())
    }
}

/// Finds the record with this table and id.
pub fn find_record(connection: &Connection, record: RecordRef<'_>, owner: Owner) -> Result<Option<Record>> {
    let names: Vec<_> = record.columns(owner)?.iter().map(|(name, _)| *name).collect();
    let sql = format!("SELECT seq, changed_at, {} FROM {} WHERE id = ?1", names.join(", "), record.table());
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([record.id().to_string()], |row| {
        let values = (0..names.len()).map(|i| row.get(i + 2)).collect::<rusqlite::Result<Vec<Value>>>()?;
        Ok((row.get::<_, i64>(0)?, row.get::<_, Option<String>>(1)?, values))
    });
    let Some((seq, changed_at, values)) = found.optional()? else { return Ok(None) };
    let changed_at = changed_at.and_then(|text| row::parse_utc(&text).ok());
    Ok(Some(Record { seq, changed_at, values }))
}

fn person(r: &Person) -> ColumnValues {
    let list = |texts: &[Text]| row::text(serde_json::Value::from(texts.iter().map(|t| &**t).collect::<Vec<&str>>()));
    let b = &r.background;
    let words = |text: &Option<Text>| row::text_or_null(text.as_ref());
    vec![
        ("name", row::text(&r.name)),
        ("born", row::text_or_null(r.born)),
        ("pregnant", row::answer(r.pregnant)),
        ("long_term_illness", row::answer(r.long_term_illness)),
        ("conditions", list(&r.conditions)),
        ("skin_cancer_self", row::answer(b.skin_cancer_self.answer)),
        ("skin_cancer_self_note", words(&b.skin_cancer_self.note)),
        ("skin_cancer_family", row::answer(b.skin_cancer_family.answer)),
        ("skin_cancer_family_note", words(&b.skin_cancer_family.note)),
        ("immune_suppressed", row::answer(b.immune_suppressed.answer)),
        ("immune_suppressed_note", words(&b.immune_suppressed.note)),
        ("skin_type", row::word(b.skin_type)),
        ("sun", words(&b.sun)),
        ("allergies", if b.allergies.is_empty() { Value::Null } else { list(&b.allergies) }),
        ("sex", row::word(b.sex)),
        note(&b.note),
    ]
}

fn note(note: &Option<Text>) -> (&'static str, Value) {
    ("note", row::text_or_null(note.as_ref()))
}

fn spot(r: &Spot) -> ColumnValues {
    let position = r.position;
    let precision = |seen: FirstSeen| match seen.precision {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Year => "year",
    };
    vec![
        ("number", Value::Integer(i64::from(r.number))),
        ("label", row::text_or_null(r.label.as_ref())),
        ("site", row::word(Some(r.site))),
        ("side", row::word(r.side)),
        ("position_view", row::word(position.map(|p| p.view))),
        ("position_x", row::real(position.map(|p| p.x))),
        ("position_y", row::real(position.map(|p| p.y))),
        ("first_seen_on", row::text_or_null(r.first_seen.map(|s| s.on))),
        ("first_seen_precision", row::text_or_null(r.first_seen.map(precision))),
        ("since_birth", row::answer(r.since_birth)),
        ("onset", row::word(r.onset)),
        ("contexts", row::text(r.contexts.join(","))),
        ("closed_on", row::text_or_null(r.closed.map(|c: Closed| c.on))),
        ("closed_because", row::word(r.closed.map(|c| c.because))),
        note(&r.note),
    ]
}

fn observation(r: &Observation) -> ColumnValues {
    let a = &r.answers;
    let reading =
        |readings: Option<Readings>, i: usize| row::real(readings.and_then(|r| r.as_slice().get(i).map(|mm| mm.get())));
    let (diameter, width) = (a.measurement.and_then(|m| m.diameter()), a.measurement.and_then(|m| m.width()));
    let mut columns = vec![
        ("at", row::text(r.at)),
        note(&r.note),
        ("presence", row::word(Some(a.presence))),
        ("measured_by", row::word(a.measurement.and_then(|m| m.by()))),
        ("diameter_1", reading(diameter, 0)),
        ("diameter_2", reading(diameter, 1)),
        ("diameter_3", reading(diameter, 2)),
        ("width_1", reading(width, 0)),
        ("width_2", reading(width, 1)),
        ("width_3", reading(width, 2)),
    ];
    columns.extend(questions().map(|question| (question.name, row::given(question, question.get(a)))));
    columns
}
