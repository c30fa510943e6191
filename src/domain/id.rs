//! Typed ids: a UUID with the kind of record in its type.

use super::FieldError;
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        /// The id of one kind of record, as the name says.
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = FieldError;
            fn from_str(text: &str) -> Result<Self, FieldError> {
                Uuid::try_parse(text)
                    .map($name)
                    .map_err(|_| FieldError::new(format!("\"{text}\" is not a UUID")))
            }
        }
    )+};
}

ids! {
    PersonId, InfectionId, MedicineId, SymptomId, SpotId, ObservationId, PhotoId, TreatmentId,
    /// A review of a person or of a spot.
    ReviewId,
}
