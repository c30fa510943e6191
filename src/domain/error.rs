//! The error type of invalid values.

use std::fmt;

/// An invalid value: which field, and what is allowed. `path` is empty for a value checked by itself. The caller adds
/// its place with [`FieldError::at`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The place: `people[0].spots[2].site` in a file, or the field's name in a form or on the command line.
    pub path: String,
    /// What is wrong and what is allowed, as a sentence without a full stop.
    pub message: String,
}

impl FieldError {
    /// Creates an error without a path.
    pub fn new(message: impl Into<String>) -> Self {
        FieldError { path: String::new(), message: message.into() }
    }

    /// Prepends `place` to the path.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.path = match (self.path.is_empty(), self.path.starts_with('[')) {
            (true, _) => place.to_string(),
            (false, true) => format!("{place}{}", self.path),
            (false, false) => format!("{place}.{}", self.path),
        };
        self
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

impl std::error::Error for FieldError {}
