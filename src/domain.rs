//! The data model of a journal. Words, sizes, dates and texts are parsed into validated types. [`PersonTree::check`]
//! checks the rules between fields and records.

mod answer;
mod answers;
mod as_of;
mod background;
mod bounds;
mod choice;
mod date;
mod erased;
mod error;
mod id;
mod later;
mod length;
mod notation;
mod picture;
mod place;
mod record;
mod said;
mod text;
mod tree;
mod visible;
mod words;

pub use answer::{Answer, Bleeding};
pub use answers::{Answers, Asked, Group, OnCard, Question, question, questions, questions_of_card};
pub use as_of::{AsOf, check_born, check_not_ahead};
pub use background::{Background, Noted};
pub use bounds::{FIRST_DAY, LAST_DAY, LAST_NUMBER};
pub use choice::{Choice, Given};
pub use date::{FirstSeen, Moment, Precision};
pub use erased::{Erasure, Erasures, NOTE, PICTURE};
pub use error::FieldError;
pub use id::{InfectionId, MedicineId, ObservationId, PersonId, PhotoId, ReviewId, SpotId, SymptomId, TreatmentId};
pub use later::{BACKGROUND_AND_NOTES, Later, LaterMut, fill_later, later_in_use};
pub use length::{Measurement, Millimetres, Readings, median, show_readings};
pub use notation::{DateFormat, LengthUnit, Notation, show_date, show_day, show_size};
pub use picture::{MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, Picture, PictureHash};
pub use place::{Place, own_words, suggest_places};
pub use record::{
    Closed, Infection, Look, Medicine, Observation, Person, Photo, Position, Review, Spot, Symptom, Treatment,
};
pub use said::Said;
pub use text::{NO_NAME, Name, Text};
pub use tree::{Facts, Journal, PersonTree, SpotTree, check_names, check_time, latest_time};
pub use visible::{Lines, ShowPath, one_line, visible, visible_json};
pub use words::*;
