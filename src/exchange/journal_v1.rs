//! `spotlog-journal/1` and `/2`: lossless export and import of a whole journal. Version 2 is version 1 with some optional
//! fields, of which a file of version 1 says nothing.
//!
//! A parsed journal is valid: every value is parsed, and [`PersonTree::check`] and [`check_names`] hold. Errors name
//! the path.

use super::identity::Identity;
use crate::domain::{
    Answers, Background, Because, Bleeding, Change, Closed, Colour, Context, Count, FieldError, FirstSeen, GlassTest,
    Infection, InfectionKind, Journal, LAST_NUMBER, Listed, Measurement, Medicine, Method, Millimetres, Moment,
    Morphology, Noted, Observation, Onset, Outcome, Outline, Person, PersonTree, Photo, Position, Precision, Presence,
    Readings, Review, Reviewer, Sex, Side, Site, SkinType, Spot, SpotTree, Spread, Surface, Symptom, Text, Treatment,
    TreatmentKind, View, Word, WordList, check_born, check_names, check_time,
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::str::FromStr;
use uuid::Uuid;

/// A version of the format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum JournalVersion {
    /// Without the later fields ([`crate::domain::Later`]): it says nothing of them.
    One,
    /// With the later fields. One that is absent is not answered.
    #[default]
    Two,
}

impl JournalVersion {
    /// Every version, the oldest first.
    pub const ALL: [JournalVersion; 2] = [JournalVersion::One, JournalVersion::Two];

    /// The name of the format, the `format` of a file.
    pub fn format(self) -> &'static str {
        match self {
            JournalVersion::One => "spotlog-journal/1",
            JournalVersion::Two => "spotlog-journal/2",
        }
    }

    /// The number of the version.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Returns the lowest version that has every field in use.
    pub fn needed_by(journal: &Journal) -> JournalVersion {
        if journal.iter().any(PersonTree::uses_later_fields) { JournalVersion::Two } else { JournalVersion::One }
    }

    fn of(format: &str) -> Result<JournalVersion, FieldError> {
        JournalVersion::ALL.into_iter().find(|version| version.format() == format).ok_or_else(|| {
            let shown: String = format.chars().take(40).collect();
            let known = JournalVersion::ALL.map(JournalVersion::format).join(", ");
            let newer = match format.starts_with("spotlog-journal/") {
                true => " It may be of a newer program.",
                false => "",
            };
            FieldError::new(format!("\"{shown}\" is not a format of this program; allowed: {known}.{newer}"))
                .at("format")
        })
    }
}

/// The size limit of a file, in bytes. A larger one is rejected before it is read.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// What the schema demands of an id, of a time of change, of a day and of a moment, as far as a pattern can.
const UUID: &str = "^(urn:uuid:)?\\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?$";
const TIME: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";
const DAY: &str = "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
pub(super) const MOMENT: &str =
    "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?$";

/// What the schema demands of a length in millimetres.
fn length_mm() -> serde_json::Value {
    serde_json::json!({ "type": "number", "exclusiveMinimum": 0, "maximum": Millimetres::MAX })
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JournalV1 {
    /// The name and version of the format.
    format: String,
    /// No two people have one name.
    people: Vec<PersonV1>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PersonV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// Unique in the file.
    #[schemars(length(min = 1, max = 10000), extend("pattern" = "\\S"))]
    name: String,
    /// YYYY-MM-DD. Not after today.
    #[schemars(extend("pattern" = DAY))]
    born: Option<String>,
    /// Absent or null: not answered.
    pregnant: Option<bool>,
    /// Absent or null: not answered.
    long_term_illness: Option<bool>,
    /// In the person's own words; no rule reads them.
    conditions: Option<Vec<String>>,
    /// Whether the person has had skin cancer. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    skin_cancer_self: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    skin_cancer_self_note: Option<String>,
    /// Whether somebody in the family has had skin cancer. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    skin_cancer_family: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    skin_cancer_family_note: Option<String>,
    /// Whether the immune system is suppressed, as by a transplant. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    immune_suppressed: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    immune_suppressed_note: Option<String>,
    /// How the skin takes the sun, after Fitzpatrick. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    skin_type: Option<OneOf<SkinType>>,
    /// How much sun the skin has had, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    sun: Option<String>,
    /// Each in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    allergies: Option<Vec<String>>,
    /// The sex of the person. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    sex: Option<OneOf<Sex>>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
    /// Infections of the person.
    infections: Option<Vec<InfectionV1>>,
    /// Medicines of the person.
    medicines: Option<Vec<MedicineV1>>,
    /// Symptoms of the person, present or absent.
    symptoms: Option<Vec<SymptomV1>>,
    /// Reviews of the person as a whole.
    reviews: Option<Vec<ReviewV1>>,
    /// All spots, closed ones too.
    spots: Option<Vec<SpotV1>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct InfectionV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// The infected part of the body.
    kind: Option<OneOf<InfectionKind>>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    on: String,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MedicineV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// In the person's own words.
    #[schemars(length(max = 10000))]
    name: Option<String>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    started_on: String,
    /// YYYY-MM-DD. Absent while it is taken.
    #[schemars(extend("pattern" = DAY))]
    stopped_on: Option<String>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SymptomV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    at: String,
    /// The symptom, from a closed list.
    symptom: OneOf<Listed>,
    /// False: asked about, and absent.
    present: bool,
    /// Required for the symptom other.
    #[schemars(length(max = 10000))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReviewV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    on: String,
    /// Who reviewed.
    by: OneOf<Reviewer>,
    /// What the reviewer said, in the person's words.
    #[schemars(length(max = 10000))]
    said: Option<String>,
    /// What follows from the review.
    outcome: Option<OneOf<Outcome>>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SpotV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// The number shown to people: from 1, unique for a person.
    #[schemars(range(min = 1, max = LAST_NUMBER))]
    number: u32,
    /// The person's own name for it, which no rule reads.
    #[schemars(length(max = 10000))]
    label: Option<String>,
    /// The part of the body.
    site: OneOf<Site>,
    /// The side of that part.
    side: Option<OneOf<Side>>,
    /// The exact place on a drawing of the body.
    position: Option<PositionV1>,
    /// Absent, or with precision unknown: not known.
    first_seen: Option<FirstSeenV1>,
    /// If true, the date of birth counts in place of first_seen.
    since_birth: Option<bool>,
    /// How fast it came.
    onset: Option<OneOf<Onset>>,
    /// Possible causes. Absent or empty: not answered.
    contexts: Option<Vec<OneOf<Context>>>,
    /// All looks, those that say gone too.
    observations: Option<Vec<ObservationV1>>,
    /// Treatments of the spot.
    treatments: Option<Vec<TreatmentV1>>,
    /// Reviews of this spot.
    reviews: Option<Vec<ReviewV1>>,
    /// Absent while the spot is open.
    closed: Option<ClosedV1>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PositionV1 {
    /// The drawing that x and y refer to.
    view: OneOf<View>,
    /// From the left edge of the drawing, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    x: f64,
    /// From the top edge of the drawing, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    y: f64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct FirstSeenV1 {
    /// YYYY-MM-DD. Only the part that precision names counts.
    #[schemars(extend("pattern" = DAY))]
    on: Option<String>,
    /// Absent means day, if there is a date.
    precision: Option<PrecisionV1>,
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
enum PrecisionV1 {
    Day,
    Month,
    Year,
    Unknown,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ObservationV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    at: String,
    /// The only answer that every look has.
    presence: OneOf<Presence>,
    /// One to three readings of the longest diameter in millimetres, each over 0 and at most 300.
    #[schemars(length(max = 3), extend("items" = length_mm()))]
    diameter_mm: Option<Vec<f64>>,
    /// Readings of the width across it, in the same form. No rule reads it.
    #[schemars(length(max = 3), extend("items" = length_mm()))]
    width_mm: Option<Vec<f64>>,
    /// How it was measured. Required with diameter_mm.
    measured_by: Option<OneOf<Method>>,
    /// How many spots there are.
    count: Option<OneOf<Count>>,
    /// How far they spread.
    spread: Option<OneOf<Spread>>,
    /// Every colour of the spot. Absent or empty: not answered.
    colours: Option<Vec<OneOf<Colour>>>,
    /// The kind of mark.
    morphology: Option<OneOf<Morphology>>,
    /// Whether the border is regular.
    outline: Option<OneOf<Outline>>,
    /// What the surface is like.
    surface: Option<OneOf<Surface>>,
    /// Whether it stands out from the skin.
    raised: Option<bool>,
    /// Whether it feels firm.
    firm: Option<bool>,
    /// Absent: not done.
    glass_test: Option<OneOf<GlassTest>>,
    /// Whether it itches.
    itch: Option<bool>,
    /// Whether it hurts.
    pain: Option<bool>,
    /// Whether the skin there is warm or swollen.
    warm_or_swollen: Option<bool>,
    /// Whether there is pus.
    pus: Option<bool>,
    /// Whether it bled.
    bleeding: Option<bool>,
    /// Whether an injury came first. Only beside bleeding.
    after_injury: Option<bool>,
    /// What the person noticed to have changed. Empty: asked, and nothing noticed.
    changes: Option<Vec<OneOf<Change>>>,
    /// Whether a description differs only in its words.
    described_differently: Option<bool>,
    /// Whether the person sees it spreading.
    spreading: Option<bool>,
    /// Whether the person is worried.
    worried: Option<bool>,
    /// Whether the person thinks that it is infected.
    suspects_infection: Option<bool>,
    /// The person's own words.
    #[schemars(length(max = 10000))]
    note: Option<String>,
    /// References to pictures. The pictures themselves are not in the file.
    photos: Option<Vec<PhotoV1>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PhotoV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// The path or name of the picture, as given.
    #[schemars(length(max = 10000))]
    file: Option<String>,
    /// The SHA-256 of the picture, in hexadecimal.
    #[schemars(length(max = 10000))]
    sha256: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    taken_at: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TreatmentV1 {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    changed_at: Option<String>,
    /// The name of the treatment, in the person's words.
    #[schemars(length(max = 10000))]
    what: Option<String>,
    /// Where it comes from.
    kind: Option<OneOf<TreatmentKind>>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    started_on: String,
    /// Whether it helped.
    improved: Option<bool>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClosedV1 {
    /// YYYY-MM-DD: the day from which the spot is gone or void.
    #[schemars(extend("pattern" = DAY))]
    on: String,
    /// Removed, or entered by mistake.
    because: OneOf<Because>,
}

/// A word of a closed list, exactly as in the format.
struct OneOf<W>(W);

impl<W: Word> Serialize for OneOf<W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de, W: Word> Deserialize<'de> for OneOf<W> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Cow::<'de, str>::deserialize(deserializer)?;
        W::from_word(word.as_bytes()).map(OneOf).ok_or_else(|| D::Error::custom(W::unknown(&word)))
    }
}

impl<W: Word> JsonSchema for OneOf<W> {
    fn schema_name() -> Cow<'static, str> {
        W::WHAT.trim_start_matches("a ").trim_start_matches("an ").replace(' ', "-").into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<&str> = W::ALL.iter().map(|w| w.word()).collect();
        schemars::json_schema!({ "type": "string", "enum": words })
    }
}

/// Parses a journal of any version. No birth date may be after `born_by`; other dates may be in the future.
pub fn read_journal(json: &[u8], born_by: NaiveDate) -> Result<Journal, FieldError> {
    read_journal_file(json, born_by).map(|(journal, _)| journal)
}

/// Does the same as [`read_journal`], and returns the version too.
pub fn read_journal_file(json: &[u8], born_by: NaiveDate) -> Result<(Journal, JournalVersion), FieldError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let file: JournalV1 = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
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
pub(super) fn journal_of(file: JournalV1, born_by: NaiveDate) -> Result<(Journal, JournalVersion), FieldError> {
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

fn words<W: Word>(list: Option<Vec<OneOf<W>>>) -> WordList<W> {
    list.unwrap_or_default().into_iter().map(|w| w.0).collect()
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

    /// Refuses a field that the version of the file does not have.
    fn later<T>(&self, value: Option<T>, field: &str) -> Result<Option<T>, FieldError> {
        if value.is_some() && self.version < JournalVersion::Two {
            let message =
                format!("is a field of {}, and this file is {}", JournalVersion::Two.format(), self.version.format());
            return Err(FieldError::new(message).at(field));
        }
        Ok(value)
    }

    fn later_text(&self, text: Option<String>, field: &str) -> Result<Option<Text>, FieldError> {
        maybe(&self.later(text, field)?, field)
    }

    fn noted(&self, answer: Option<bool>, note: Option<String>, field: &str) -> Result<Noted, FieldError> {
        let answer = self.later(answer, field)?.into();
        Ok(Noted { answer, note: self.later_text(note, &format!("{field}_note"))? })
    }

    fn person(&mut self, p: PersonV1) -> Result<PersonTree<Observation>, FieldError> {
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

    fn infection(&mut self, r: InfectionV1, parent: Uuid) -> Result<Infection, FieldError> {
        let id = self.id(&r.id, "infection", Some(parent), || content(&r))?;
        Ok(Infection {
            id: crate::domain::InfectionId(id),
            changed_at: changed_at(&r.changed_at)?,
            kind: one(r.kind),
            on: day(&r.on, "on")?,
            note: self.later_text(r.note, "note")?,
        })
    }

    fn medicine(&mut self, r: MedicineV1, parent: Uuid) -> Result<Medicine, FieldError> {
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

    fn symptom(&mut self, r: SymptomV1, parent: Uuid) -> Result<Symptom, FieldError> {
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

    fn review(&mut self, r: ReviewV1, parent: Uuid) -> Result<Review, FieldError> {
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

    fn spot(&mut self, s: SpotV1, parent: Uuid) -> Result<SpotTree<Observation>, FieldError> {
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

    fn treatment(&mut self, r: TreatmentV1, parent: Uuid) -> Result<Treatment, FieldError> {
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

    fn observation(&mut self, mut o: ObservationV1, parent: Uuid) -> Result<Observation, FieldError> {
        // An empty list means the same as no list, so both must get the same id.
        o.diameter_mm = o.diameter_mm.filter(|list| !list.is_empty());
        o.width_mm = o.width_mm.filter(|list| !list.is_empty());
        o.colours = o.colours.filter(|list| !list.is_empty());
        o.photos = o.photos.filter(|list| !list.is_empty());
        let id = self.id(&o.id, "observation", Some(parent), || content(&o))?;
        let diameter = Readings::from_mm(&o.diameter_mm.unwrap_or_default()).map_err(|e| e.at("diameter_mm"))?;
        let width = Readings::from_mm(&o.width_mm.unwrap_or_default()).map_err(|e| e.at("width_mm"))?;
        let measurement = Measurement::new(one(o.measured_by), diameter, width)?;
        let bleeding = match o.bleeding {
            Some(bled) => Bleeding::Answered { bled, after_injury: o.after_injury.into() },
            None if o.after_injury.is_some() => {
                return Err(
                    FieldError::new("is answered although bleeding is not; answer both or neither").at("after_injury")
                );
            }
            None => Bleeding::Unanswered,
        };
        let answers = Answers {
            presence: o.presence.0,
            measurement,
            count: one(o.count),
            spread: one(o.spread),
            colours: words(o.colours),
            morphology: one(o.morphology),
            outline: one(o.outline),
            surface: one(o.surface),
            raised: o.raised.into(),
            firm: o.firm.into(),
            glass_test: one(o.glass_test),
            itch: o.itch.into(),
            pain: o.pain.into(),
            warm_or_swollen: o.warm_or_swollen.into(),
            pus: o.pus.into(),
            bleeding,
            changes: o.changes.map(|changes| words(Some(changes))),
            described_differently: o.described_differently.into(),
            spreading: o.spreading.into(),
            worried: o.worried.into(),
            suspects_infection: o.suspects_infection.into(),
        };
        Ok(Observation {
            id: crate::domain::ObservationId(id),
            changed_at: changed_at(&o.changed_at)?,
            at: parse(&o.at, "at")?,
            answers,
            note: maybe(&o.note, "note")?,
            photos: each(o.photos, "photos", |photo| self.photo(photo, id))?,
        })
    }

    fn photo(&mut self, r: PhotoV1, parent: Uuid) -> Result<Photo, FieldError> {
        let id = self.id(&r.id, "photo", Some(parent), || content(&r))?;
        Ok(Photo {
            id: crate::domain::PhotoId(id),
            changed_at: changed_at(&r.changed_at)?,
            file: maybe(&r.file, "file")?,
            sha256: maybe(&r.sha256, "sha256")?,
            taken_at: maybe(&r.taken_at, "taken_at")?,
        })
    }
}

/// Returns the content of a record, from which its id is derived.
fn content(record: &impl Serialize) -> String {
    // These structs have only string keys, so serialising cannot fail. An empty text would only make the ids less
    // distinct.
    serde_json::to_string(record).unwrap_or_default()
}

fn position(p: PositionV1) -> Result<Position, FieldError> {
    for (name, value) in [("x", p.x), ("y", p.y)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(FieldError::new(format!("{value} is off the drawing; allowed: 0 to 1")).at(name));
        }
    }
    Ok(Position { view: p.view.0, x: p.x, y: p.y })
}

fn first_seen(seen: Option<FirstSeenV1>) -> Result<Option<FirstSeen>, FieldError> {
    let Some(seen) = seen else { return Ok(None) };
    let on = maybe_day(&seen.on, "on")?;
    match (on, seen.precision) {
        (None, None | Some(PrecisionV1::Unknown)) => Ok(None),
        (Some(_), Some(PrecisionV1::Unknown)) => {
            Err(FieldError::new("is given although the precision is unknown; leave one of them out").at("on"))
        }
        (Some(on), None | Some(PrecisionV1::Day)) => Ok(Some(FirstSeen { on, precision: Precision::Day })),
        (Some(on), Some(PrecisionV1::Month)) => Ok(Some(FirstSeen { on, precision: Precision::Month })),
        (Some(on), Some(PrecisionV1::Year)) => Ok(Some(FirstSeen { on, precision: Precision::Year })),
        (None, Some(_)) => Err(FieldError::new("is missing, with a precision of day, month or year").at("on")),
    }
}

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
pub(super) fn journal_file(journal: &Journal, version: JournalVersion) -> JournalV1 {
    JournalV1 { format: version.format().into(), people: journal.iter().map(PersonV1::from).collect() }
}

/// Returns one spot with all its records in this format.
pub fn spot_json(tree: &SpotTree<Observation>) -> serde_json::Value {
    // String keys and finite numbers only, so serialising cannot fail.
    serde_json::to_value(SpotV1::from(tree)).unwrap_or_default()
}

/// The canonical text of a record in this format, without its children. Every version of the program writes the same
/// text, so machines can use it to order two versions of a record.
pub trait Canonical {
    /// Returns the canonical text.
    fn canonical(&self) -> String;
}

macro_rules! canonical {
    ($($record:ty: $v1:ty;)+) => {
        $(impl Canonical for $record {
            fn canonical(&self) -> String {
                // String keys and finite numbers only, so serialising cannot fail.
                serde_json::to_string(&<$v1>::from(self)).unwrap_or_default()
            }
        })+
    };
}

canonical! {
    PersonTree<Observation>: PersonV1;
    SpotTree<Observation>: SpotV1;
    Infection: InfectionV1;
    Medicine: MedicineV1;
    Symptom: SymptomV1;
    Review: ReviewV1;
    Treatment: TreatmentV1;
    Observation: ObservationV1;
    Photo: PhotoV1;
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

fn one_of<W: Word>(words: &WordList<W>) -> Option<Vec<OneOf<W>>> {
    Some(words.iter().map(OneOf).collect())
}

impl From<&PersonTree<Observation>> for PersonV1 {
    fn from(tree: &PersonTree<Observation>) -> Self {
        let p = &tree.person;
        let b = &p.background;
        PersonV1 {
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

impl From<&Infection> for InfectionV1 {
    fn from(r: &Infection) -> Self {
        InfectionV1 {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            kind: r.kind.map(OneOf),
            on: r.on.to_string(),
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Medicine> for MedicineV1 {
    fn from(r: &Medicine) -> Self {
        MedicineV1 {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            name: show(r.name.as_ref()),
            started_on: r.started_on.to_string(),
            stopped_on: show(r.stopped_on),
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Symptom> for SymptomV1 {
    fn from(r: &Symptom) -> Self {
        SymptomV1 {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            at: r.at.to_string(),
            symptom: OneOf(r.symptom),
            present: r.present,
            note: show(r.note.as_ref()),
        }
    }
}

impl From<&Review> for ReviewV1 {
    fn from(r: &Review) -> Self {
        ReviewV1 {
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

impl From<&SpotTree<Observation>> for SpotV1 {
    fn from(tree: &SpotTree<Observation>) -> Self {
        let s = &tree.spot;
        let precision = |seen: FirstSeen| match seen.precision {
            Precision::Day => PrecisionV1::Day,
            Precision::Month => PrecisionV1::Month,
            Precision::Year => PrecisionV1::Year,
        };
        SpotV1 {
            id: Some(s.id.to_string()),
            changed_at: show_utc(s.changed_at),
            number: s.number,
            label: show(s.label.as_ref()),
            site: OneOf(s.site),
            side: s.side.map(OneOf),
            position: s.position.map(|p| PositionV1 { view: OneOf(p.view), x: p.x, y: p.y }),
            first_seen: Some(FirstSeenV1 {
                on: show(s.first_seen.map(|seen| seen.on)),
                precision: Some(s.first_seen.map_or(PrecisionV1::Unknown, precision)),
            }),
            since_birth: s.since_birth.into(),
            onset: s.onset.map(OneOf),
            contexts: one_of(&s.contexts),
            observations: list(&tree.observations),
            treatments: list(&tree.treatments),
            reviews: list(&tree.reviews),
            closed: s.closed.map(|c| ClosedV1 { on: c.on.to_string(), because: OneOf(c.because) }),
            note: show(s.note.as_ref()),
        }
    }
}

impl From<&Observation> for ObservationV1 {
    fn from(o: &Observation) -> Self {
        // Every field is named, so that a field that is not in this version must be left out explicitly.
        let Answers {
            presence,
            measurement,
            count,
            spread,
            colours,
            morphology,
            outline,
            surface,
            raised,
            firm,
            glass_test,
            itch,
            pain,
            warm_or_swollen,
            pus,
            bleeding,
            changes,
            described_differently,
            spreading,
            worried,
            suspects_infection,
        } = o.answers;
        let mm = |readings: Option<Readings>| Some(readings.map_or_else(Vec::new, |r| r.iter().collect()));
        ObservationV1 {
            id: Some(o.id.to_string()),
            changed_at: show_utc(o.changed_at),
            at: o.at.to_string(),
            presence: OneOf(presence),
            diameter_mm: mm(measurement.and_then(|m| m.diameter())),
            width_mm: mm(measurement.and_then(|m| m.width())),
            measured_by: measurement.and_then(|m| m.by()).map(OneOf),
            count: count.map(OneOf),
            spread: spread.map(OneOf),
            colours: one_of(&colours),
            morphology: morphology.map(OneOf),
            outline: outline.map(OneOf),
            surface: surface.map(OneOf),
            raised: raised.into(),
            firm: firm.into(),
            glass_test: glass_test.map(OneOf),
            itch: itch.into(),
            pain: pain.into(),
            warm_or_swollen: warm_or_swollen.into(),
            pus: pus.into(),
            bleeding: bleeding.bled().into(),
            after_injury: bleeding.after_injury().into(),
            changes: changes.as_ref().and_then(one_of),
            described_differently: described_differently.into(),
            spreading: spreading.into(),
            worried: worried.into(),
            suspects_infection: suspects_infection.into(),
            note: show(o.note.as_ref()),
            photos: list(&o.photos),
        }
    }
}

impl From<&Photo> for PhotoV1 {
    fn from(r: &Photo) -> Self {
        PhotoV1 {
            id: Some(r.id.to_string()),
            changed_at: show_utc(r.changed_at),
            file: show(r.file.as_ref()),
            sha256: show(r.sha256.as_ref()),
            taken_at: show(r.taken_at),
        }
    }
}

impl From<&Treatment> for TreatmentV1 {
    fn from(r: &Treatment) -> Self {
        TreatmentV1 {
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

/// The mark of a property in the schema that a later version added.
const SINCE: &str = "x-since";

/// Returns the JSON Schema of a version: without the properties of later ones.
pub(super) fn schema(version: JournalVersion) -> schemars::Schema {
    let mut schema = schemars::schema_for!(JournalV1).to_value();
    keep_known(&mut schema, version);
    if let Some(format) = schema.pointer_mut("/properties/format").and_then(serde_json::Value::as_object_mut) {
        format.insert("const".into(), version.format().into());
    }
    // It was an object and still is.
    schema.try_into().unwrap_or_default()
}

fn keep_known(schema: &mut serde_json::Value, version: JournalVersion) {
    match schema {
        serde_json::Value::Object(map) => {
            if let Some(properties) = map.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
                properties.retain(|_, property| version == JournalVersion::Two || property.get(SINCE).is_none());
            }
            map.remove(SINCE);
            map.values_mut().for_each(|value| keep_known(value, version));
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(|value| keep_known(value, version)),
        _ => {}
    }
}
