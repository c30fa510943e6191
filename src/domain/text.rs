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
        one_line(self.0.trim())
    }

    /// Text that names something, as it is typed: without a line break.
    pub fn must_be_one_line(&self) -> Result<(), FieldError> {
        if self.0.chars().any(ends_line) {
            return Err(FieldError::new("this is one line; a line break is not allowed"));
        }
        Ok(())
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

/// Whether a character ends a line, on some terminal or for some program.
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text with a blank in the place of every line break and control character: a line break of somebody's own never
/// begins a line of ours.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || ends_line(c) { ' ' } else { c }).collect()
}

/// What a person is called in the journal: a [`Text`] of one line that is not blank. Of a name that is read from a file a
/// line break becomes a blank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Text);

impl Name {
    /// A name as it is typed, which has no line break.
    pub fn typed(text: &str) -> Result<Self, FieldError> {
        let name = text.trim().parse::<Text>()?;
        name.must_be_one_line()?;
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
