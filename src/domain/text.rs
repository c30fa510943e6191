//! Free text.

use super::FieldError;
use std::{fmt, ops::Deref, str::FromStr};

/// A person's own words: at most 10,000 characters, kept as they were given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    pub const MAX_CHARS: usize = 10_000;

    /// The words on one line, without control characters: for lists and titles, where a line break of a person's own
    /// would look like one of ours, and a terminal would obey an escape.
    pub fn on_one_line(&self) -> String {
        self.0.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
    }

    /// None for a text without a visible character, which in a form or an option means "not answered".
    pub fn unless_blank(text: &str) -> Result<Option<Text>, FieldError> {
        if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) }
    }
}

impl FromStr for Text {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        // Counting characters is only worth it where the bytes leave a doubt.
        if text.len() > Self::MAX_CHARS && text.chars().count() > Self::MAX_CHARS {
            return Err(FieldError::new(format!(
                "the text has {} characters; at most 10,000 are allowed",
                text.chars().count()
            )));
        }
        Ok(Text(text.to_owned()))
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a person is called in the journal: a [`Text`] that is not blank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Text);

impl FromStr for Name {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        if text.trim().is_empty() {
            return Err(FieldError::new("a name needs at least one character"));
        }
        text.parse().map(Name)
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
