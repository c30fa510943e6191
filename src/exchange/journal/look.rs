//! The observation of the file, with a row for each answer. The rows only grow.

use super::value::{DAY, MOMENT, OneOf, TIME, UUID, list_of};
use crate::domain::{
    Answer, Answers, Bleeding, Change, Colour, Count, FieldError, GlassTest, MAX_PICTURE_BYTES, MAX_PICTURE_SIDE,
    Measurement, Method, Millimetres, Morphology, Outline, PictureFormat, Presence, Readings, Spread, Surface, Word,
    WordList,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the schema demands of a length in millimetres.
fn length_mm() -> serde_json::Value {
    serde_json::json!({ "type": "number", "exclusiveMinimum": 0, "maximum": Millimetres::MAX })
}

/// An answer that the file has as one property or as two.
trait InFile: Sized {
    /// The values of the properties, in order.
    type Values;

    fn to_file(self) -> Self::Values;

    /// # Errors
    ///
    /// Fails for values that exclude each other.
    fn from_file(values: Self::Values) -> Result<Self, FieldError>;

    /// Leaves out an empty list where it means the same as no list.
    fn without_empty(values: Self::Values) -> Self::Values {
        values
    }
}

/// Leaves out the empty list of a field. The function that reads the field says its type.
fn without_empty<A: InFile>(_: fn(Answers) -> A, values: A::Values) -> A::Values {
    A::without_empty(values)
}

impl InFile for Answer {
    type Values = (Option<bool>,);

    fn to_file(self) -> Self::Values {
        (self.into(),)
    }

    fn from_file((answer,): Self::Values) -> Result<Self, FieldError> {
        Ok(answer.into())
    }
}

impl<W: Word> InFile for Option<W> {
    type Values = (Option<OneOf<W>>,);

    fn to_file(self) -> Self::Values {
        (self.map(OneOf),)
    }

    fn from_file((word,): Self::Values) -> Result<Self, FieldError> {
        Ok(word.map(|word| word.0))
    }
}

impl<W: Word> InFile for WordList<W> {
    type Values = (Option<Vec<OneOf<W>>>,);

    fn to_file(self) -> Self::Values {
        Self::without_empty((Some(list_of(&self)),))
    }

    fn from_file((words,): Self::Values) -> Result<Self, FieldError> {
        Ok(super::value::words(words))
    }

    fn without_empty((words,): Self::Values) -> Self::Values {
        (words.filter(|list| !list.is_empty()),)
    }
}

impl<W: Word> InFile for Option<WordList<W>> {
    type Values = (Option<Vec<OneOf<W>>>,);

    fn to_file(self) -> Self::Values {
        (self.as_ref().map(list_of),)
    }

    fn from_file((words,): Self::Values) -> Result<Self, FieldError> {
        Ok(words.map(|list| super::value::words(Some(list))))
    }
}

impl InFile for Bleeding {
    type Values = (Option<bool>, Option<bool>);

    fn to_file(self) -> Self::Values {
        (self.bled().into(), self.after_injury().into())
    }

    fn from_file((bled, after_injury): Self::Values) -> Result<Self, FieldError> {
        let answered = |bled| Bleeding::Answered { bled, after_injury: Answer::Unanswered };
        let mut bleeding = bled.map_or(Bleeding::Unanswered, answered);
        bleeding.set_after_injury(after_injury.into()).map_err(|error| error.at("after_injury"))?;
        Ok(bleeding)
    }
}

/// Defines the observation of the file from its answers. A row has the name of the field in [`Answers`] and the type of
/// the property. A field with a second property names it after a comma. A field without a row does not compile.
macro_rules! observation {
    ($($(#[$meta:meta])* $field:ident: $type:ty $(, $(#[$more:meta])* $second:ident: $its:ty)?;)+) => {
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
            $($(#[$meta])* pub(super) $field: $type, $($(#[$more])* pub(super) $second: $its,)?)+
            /// The person's own words.
            #[schemars(length(max = 10000))]
            pub(super) note: Option<String>,
            /// References to pictures. The pictures themselves are not in the file.
            pub(super) photos: Option<Vec<Photo>>,
        }

        impl Observation {
            /// Returns an observation with these answers and sizes, and nothing else.
            pub(super) fn answering(answers: Answers) -> Self {
                let Answers { presence, measurement, $($field),+ } = answers;
                let mm = |readings: Option<Readings>| Some(readings.map_or_else(Vec::new, |r| r.iter().collect()));
                $(let ($field, $($second,)?) = $field.to_file();)+
                Observation {
                    id: None,
                    changed_at: None,
                    at: String::new(),
                    presence: OneOf(presence),
                    diameter_mm: mm(measurement.and_then(|m| m.diameter())),
                    width_mm: mm(measurement.and_then(|m| m.width())),
                    measured_by: measurement.and_then(|m| m.by()).map(OneOf),
                    $($field, $($second,)?)+
                    note: None,
                    photos: None,
                }
            }

            /// Leaves out empty lists that mean the same as none, so that both get the same id.
            pub(super) fn leave_out_empty_lists(&mut self) {
                self.diameter_mm = self.diameter_mm.take().filter(|list| !list.is_empty());
                self.width_mm = self.width_mm.take().filter(|list| !list.is_empty());
                self.photos = self.photos.take().filter(|list| !list.is_empty());
                $((self.$field, $(self.$second,)?) =
                    without_empty(|answers| answers.$field, (self.$field.take(), $(self.$second.take(),)?));)+
            }

            /// Takes the answers and the sizes out of it.
            ///
            /// # Errors
            ///
            /// Fails for sizes that are not allowed, and for answers that exclude each other.
            pub(super) fn take_answers(&mut self) -> Result<Answers, FieldError> {
                let readings = |mm: &Option<Vec<f64>>, name| {
                    Readings::from_mm(mm.as_deref().unwrap_or_default()).map_err(|error| error.at(name))
                };
                let diameter = readings(&self.diameter_mm, "diameter_mm")?;
                let width = readings(&self.width_mm, "width_mm")?;
                Ok(Answers {
                    presence: self.presence.0,
                    measurement: Measurement::new(self.measured_by.as_ref().map(|by| by.0), diameter, width)?,
                    $($field: InFile::from_file((self.$field.take(), $(self.$second.take(),)?))?,)+
                })
            }
        }
    };
}

observation! {
    /// How many spots there are.
    count: Option<OneOf<Count>>;
    /// How far they spread.
    spread: Option<OneOf<Spread>>;
    /// Every colour of the spot. Absent or empty: not answered.
    colours: Option<Vec<OneOf<Colour>>>;
    /// The kind of mark.
    morphology: Option<OneOf<Morphology>>;
    /// Whether the border is regular.
    outline: Option<OneOf<Outline>>;
    /// What the surface is like.
    surface: Option<OneOf<Surface>>;
    /// Whether it stands out from the skin.
    raised: Option<bool>;
    /// Whether it feels firm.
    firm: Option<bool>;
    /// Absent: not done.
    glass_test: Option<OneOf<GlassTest>>;
    /// Whether it itches.
    itch: Option<bool>;
    /// Whether it hurts.
    pain: Option<bool>;
    /// Whether the skin there is warm or swollen.
    warm_or_swollen: Option<bool>;
    /// Whether there is pus.
    pus: Option<bool>;
    /// Whether it bled.
    bleeding: Option<bool>,
    /// Whether an injury came first. Only beside bleeding.
    after_injury: Option<bool>;
    /// What the person noticed to have changed. Empty: asked, and nothing noticed.
    changes: Option<Vec<OneOf<Change>>>;
    /// Whether a description differs only in its words.
    described_differently: Option<bool>;
    /// Whether the person sees it spreading.
    spreading: Option<bool>;
    /// Whether the person is worried.
    worried: Option<bool>;
    /// Whether the person thinks that it is infected.
    suspects_infection: Option<bool>;
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
