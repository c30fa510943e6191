//! The structs of the file but for the observation, with what the schema demands. The domain's structs may change; these
//! only grow.

pub(super) use super::look::{Observation, Photo};
use super::value::{DAY, MOMENT, OneOf, TIME, UUID};
use crate::domain::{
    Because, Context, InfectionKind, LAST_NUMBER, Listed, Onset, Outcome, Reviewer, Sex, Side, Site, SkinType,
    TreatmentKind, View,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
