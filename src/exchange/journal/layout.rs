//! The structs of the file, with what the schema demands. The domain's structs may change; these only grow.

use crate::domain::{
    Because, Change, Colour, Context, Count, GlassTest, InfectionKind, LAST_NUMBER, Listed, MAX_PICTURE_BYTES,
    MAX_PICTURE_SIDE, Method, Millimetres, Morphology, Onset, Outcome, Outline, PictureFormat, Presence, Reviewer, Sex,
    Side, Site, SkinType, Spread, Surface, TreatmentKind, View, Word,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::borrow::Cow;

/// What the schema demands of an id, of a time of change, of a day and of a moment, as far as a pattern can.
const UUID: &str = "^(urn:uuid:)?\\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\\}?$";
const TIME: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";
const DAY: &str = "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
pub(in crate::exchange) const MOMENT: &str =
    "^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9])?$";

/// What the schema demands of a length in millimetres.
fn length_mm() -> serde_json::Value {
    serde_json::json!({ "type": "number", "exclusiveMinimum": 0, "maximum": Millimetres::MAX })
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::exchange) struct Journal {
    /// The name and version of the format.
    pub(super) format: String,
    /// No two people have one name.
    pub(super) people: Vec<Person>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// Unique in the file.
    #[schemars(length(min = 1, max = 10000), extend("pattern" = "\\S"))]
    pub(super) name: String,
    /// YYYY-MM-DD. Not after today.
    #[schemars(extend("pattern" = DAY))]
    pub(super) born: Option<String>,
    /// Absent or null: not answered.
    pub(super) pregnant: Option<bool>,
    /// Absent or null: not answered.
    pub(super) long_term_illness: Option<bool>,
    /// In the person's own words; no rule reads them.
    pub(super) conditions: Option<Vec<String>>,
    /// Whether the person has had skin cancer. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) skin_cancer_self: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) skin_cancer_self_note: Option<String>,
    /// Whether somebody in the family has had skin cancer. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) skin_cancer_family: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) skin_cancer_family_note: Option<String>,
    /// Whether the immune system is suppressed, as by a transplant. Absent or null: not answered. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) immune_suppressed: Option<bool>,
    /// What the person adds to it. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) immune_suppressed_note: Option<String>,
    /// How the skin takes the sun, after Fitzpatrick. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) skin_type: Option<OneOf<SkinType>>,
    /// How much sun the skin has had, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) sun: Option<String>,
    /// Each in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) allergies: Option<Vec<String>>,
    /// The sex of the person. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) sex: Option<OneOf<Sex>>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
    /// Infections of the person.
    pub(super) infections: Option<Vec<Infection>>,
    /// Medicines of the person.
    pub(super) medicines: Option<Vec<Medicine>>,
    /// Symptoms of the person, present or absent.
    pub(super) symptoms: Option<Vec<Symptom>>,
    /// Reviews of the person as a whole.
    pub(super) reviews: Option<Vec<Review>>,
    /// All spots, closed ones too.
    pub(super) spots: Option<Vec<Spot>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Infection {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// The infected part of the body.
    pub(super) kind: Option<OneOf<InfectionKind>>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    pub(super) on: String,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Medicine {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// In the person's own words.
    #[schemars(length(max = 10000))]
    pub(super) name: Option<String>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    pub(super) started_on: String,
    /// YYYY-MM-DD. Absent while it is taken.
    #[schemars(extend("pattern" = DAY))]
    pub(super) stopped_on: Option<String>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Symptom {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    pub(super) at: String,
    /// The symptom, from a closed list.
    pub(super) symptom: OneOf<Listed>,
    /// False: asked about, and absent.
    pub(super) present: bool,
    /// Required for the symptom other.
    #[schemars(length(max = 10000))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    pub(super) on: String,
    /// Who reviewed.
    pub(super) by: OneOf<Reviewer>,
    /// What the reviewer said, in the person's words.
    #[schemars(length(max = 10000))]
    pub(super) said: Option<String>,
    /// What follows from the review.
    pub(super) outcome: Option<OneOf<Outcome>>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Spot {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// The number shown to people: from 1, unique for a person.
    #[schemars(range(min = 1, max = LAST_NUMBER))]
    pub(super) number: u32,
    /// The person's own name for it, which no rule reads.
    #[schemars(length(max = 10000))]
    pub(super) label: Option<String>,
    /// The part of the body.
    pub(super) site: OneOf<Site>,
    /// The side of that part.
    pub(super) side: Option<OneOf<Side>>,
    /// The exact place on a drawing of the body.
    pub(super) position: Option<Position>,
    /// Absent, or with precision unknown: not known.
    pub(super) first_seen: Option<FirstSeen>,
    /// If true, the date of birth counts in place of first_seen.
    pub(super) since_birth: Option<bool>,
    /// How fast it came.
    pub(super) onset: Option<OneOf<Onset>>,
    /// Possible causes. Absent or empty: not answered.
    pub(super) contexts: Option<Vec<OneOf<Context>>>,
    /// All looks, those that say gone too.
    pub(super) observations: Option<Vec<Observation>>,
    /// Treatments of the spot.
    pub(super) treatments: Option<Vec<Treatment>>,
    /// Reviews of this spot.
    pub(super) reviews: Option<Vec<Review>>,
    /// Absent while the spot is open.
    pub(super) closed: Option<Closed>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Position {
    /// The drawing that x and y refer to.
    pub(super) view: OneOf<View>,
    /// From the left edge of the drawing, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub(super) x: f64,
    /// From the top edge of the drawing, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub(super) y: f64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstSeen {
    /// YYYY-MM-DD. Only the part that precision names counts.
    #[schemars(extend("pattern" = DAY))]
    pub(super) on: Option<String>,
    /// Absent means day, if there is a date.
    pub(super) precision: Option<Precision>,
}

#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Precision {
    Day,
    Month,
    Year,
    Unknown,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Observation {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    pub(super) at: String,
    /// The only answer that every look has.
    pub(super) presence: OneOf<Presence>,
    /// One to three readings of the longest diameter in millimetres, each over 0 and at most 300.
    #[schemars(length(max = 3), extend("items" = length_mm()))]
    pub(super) diameter_mm: Option<Vec<f64>>,
    /// Readings of the width across it, in the same form. No rule reads it.
    #[schemars(length(max = 3), extend("items" = length_mm()))]
    pub(super) width_mm: Option<Vec<f64>>,
    /// How it was measured. Required with diameter_mm.
    pub(super) measured_by: Option<OneOf<Method>>,
    /// How many spots there are.
    pub(super) count: Option<OneOf<Count>>,
    /// How far they spread.
    pub(super) spread: Option<OneOf<Spread>>,
    /// Every colour of the spot. Absent or empty: not answered.
    pub(super) colours: Option<Vec<OneOf<Colour>>>,
    /// The kind of mark.
    pub(super) morphology: Option<OneOf<Morphology>>,
    /// Whether the border is regular.
    pub(super) outline: Option<OneOf<Outline>>,
    /// What the surface is like.
    pub(super) surface: Option<OneOf<Surface>>,
    /// Whether it stands out from the skin.
    pub(super) raised: Option<bool>,
    /// Whether it feels firm.
    pub(super) firm: Option<bool>,
    /// Absent: not done.
    pub(super) glass_test: Option<OneOf<GlassTest>>,
    /// Whether it itches.
    pub(super) itch: Option<bool>,
    /// Whether it hurts.
    pub(super) pain: Option<bool>,
    /// Whether the skin there is warm or swollen.
    pub(super) warm_or_swollen: Option<bool>,
    /// Whether there is pus.
    pub(super) pus: Option<bool>,
    /// Whether it bled.
    pub(super) bleeding: Option<bool>,
    /// Whether an injury came first. Only beside bleeding.
    pub(super) after_injury: Option<bool>,
    /// What the person noticed to have changed. Empty: asked, and nothing noticed.
    pub(super) changes: Option<Vec<OneOf<Change>>>,
    /// Whether a description differs only in its words.
    pub(super) described_differently: Option<bool>,
    /// Whether the person sees it spreading.
    pub(super) spreading: Option<bool>,
    /// Whether the person is worried.
    pub(super) worried: Option<bool>,
    /// Whether the person thinks that it is infected.
    pub(super) suspects_infection: Option<bool>,
    /// The person's own words.
    #[schemars(length(max = 10000))]
    pub(super) note: Option<String>,
    /// References to pictures. The pictures themselves are not in the file.
    pub(super) photos: Option<Vec<Photo>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Photo {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// The path or name of the picture, as given.
    #[schemars(length(max = 10000))]
    pub(super) file: Option<String>,
    /// The SHA-256 of the picture, in hexadecimal.
    #[schemars(length(max = 10000))]
    pub(super) sha256: Option<String>,
    /// Local time: YYYY-MM-DD, or YYYY-MM-DDTHH:MM.
    #[schemars(extend("pattern" = MOMENT))]
    pub(super) taken_at: Option<String>,
    /// The format of a kept picture. Absent: the photo is only a name. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-since" = 2))]
    pub(super) format: Option<OneOf<PictureFormat>>,
    /// The width of a kept picture in pixels, upright. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = MAX_PICTURE_SIDE), extend("x-since" = 2))]
    pub(super) width: Option<u32>,
    /// The height of a kept picture in pixels, upright. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = MAX_PICTURE_SIDE), extend("x-since" = 2))]
    pub(super) height: Option<u32>,
    /// The size of a kept picture in bytes. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = MAX_PICTURE_BYTES), extend("x-since" = 2))]
    pub(super) bytes: Option<u32>,
    /// YYYY-MM-DD: the day on which a kept picture was erased for good. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = DAY), extend("x-since" = 2))]
    pub(super) erased_on: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Treatment {
    /// A UUID. Without one, an id is made from the content, so that importing twice adds nothing.
    #[schemars(extend("pattern" = UUID))]
    pub(super) id: Option<String>,
    /// When the content last changed, in UTC: 2026-11-01T08:31:00Z. The later change wins.
    #[schemars(extend("pattern" = TIME))]
    pub(super) changed_at: Option<String>,
    /// The name of the treatment, in the person's words.
    #[schemars(length(max = 10000))]
    pub(super) what: Option<String>,
    /// Where it comes from.
    pub(super) kind: Option<OneOf<TreatmentKind>>,
    /// YYYY-MM-DD.
    #[schemars(extend("pattern" = DAY))]
    pub(super) started_on: String,
    /// Whether it helped.
    pub(super) improved: Option<bool>,
    /// Anything else, in the person's own words. Since version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000), extend("x-since" = 2))]
    pub(super) note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Closed {
    /// YYYY-MM-DD: the day from which the spot is gone or void.
    #[schemars(extend("pattern" = DAY))]
    pub(super) on: String,
    /// Removed, or entered by mistake.
    pub(super) because: OneOf<Because>,
}

/// A word of a closed list, exactly as in the format.
pub(super) struct OneOf<W>(pub(super) W);

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
