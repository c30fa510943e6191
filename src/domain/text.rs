//! Free text.

use super::FieldError;
use super::visible::{ends_line, one_line, visible};
use std::{fmt, ops::Deref, str::FromStr};

/// Free text of the person: at most 10,000 characters, kept as it was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// The maximum length, in characters.
    pub const MAX_CHARS: usize = 10_000;

    /// Returns the text on one line without control characters, for lists and titles. A line break could imitate a line
    /// of the program, and a terminal would obey an escape sequence.
    pub fn on_one_line(&self) -> String {
        one_line(self.0.trim())
    }

    /// Checks a typed name: it must not have a line break.
    pub fn must_be_one_line(&self) -> Result<(), FieldError> {
        if self.0.chars().any(ends_line) {
            return Err(FieldError::new("this is one line; a line break is not allowed"));
        }
        Ok(())
    }

    /// Returns `None` for a text without visible characters, which means "not answered" in a form or an option.
    pub fn unless_blank(text: &str) -> Result<Option<Text>, FieldError> {
        if text.trim().is_empty() { Ok(None) } else { text.trim().parse().map(Some) }
    }
}

impl FromStr for Text {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        // Counting characters is only needed if the number of bytes is over the limit.
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

/// The name of the first person until another one is given.
pub const NO_NAME: &str = "Me";

/// The name of a person in the journal: a non-blank [`Text`] of one line. A line break in a name from a file becomes a
/// blank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Text);

impl Name {
    /// Parses a typed name. It must not have a line break, nor a character that is not shown: two names would look alike.
    pub fn typed(text: &str) -> Result<Self, FieldError> {
        let name = text.trim().parse::<Text>()?;
        name.must_be_one_line()?;
        if visible(&name) != *name {
            return Err(FieldError::new("a name cannot have characters that are not shown; type it without them"));
        }
        name.parse()
    }
}

impl FromStr for Name {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        if text.trim().is_empty() {
            return Err(FieldError::new("a name needs at least one character"));
        }
        one_line(text).parse().map(Name)
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
