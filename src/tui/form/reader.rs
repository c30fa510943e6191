//! Reads the fields of a form and collects all errors.

use crate::domain::{Answer, FieldError, Moment, Said, Text, Word, WordList};
use crate::tui::widget::field::FieldKind;
use crate::tui::widget::form::Form;
use chrono::NaiveDateTime;
use std::borrow::Cow;

/// A reader of a form, with the errors so far.
pub(super) struct Reader<'f> {
    pub form: &'f Form,
    pub now: NaiveDateTime,
    pub errors: Vec<FieldError>,
}

impl<'f> Reader<'f> {
    /// Creates a reader without errors.
    pub(super) fn new(form: &'f Form, now: NaiveDateTime) -> Self {
        Reader { form, now, errors: Vec::new() }
    }

    /// Returns the value, or records its error for the field.
    pub(super) fn keep<T>(&mut self, name: &str, value: Result<T, FieldError>) -> Option<T> {
        value.map_err(|e| self.errors.push(e.at(name))).ok()
    }

    /// Returns the text of a field, which is empty if the form does not have it.
    pub(super) fn value(&self, name: &str) -> Cow<'_, str> {
        self.form.field(name).map_or(Cow::Borrowed(""), |field| field.value())
    }

    /// Reads a date, with an optional time.
    pub(super) fn moment(&mut self, name: &str) -> Option<Moment> {
        let moment = Said::parse(&self.value(name), self.now).and_then(Said::moment);
        self.keep(name, moment)
    }

    /// Reads a text; `None` if it is blank.
    pub(super) fn text(&mut self, name: &str) -> Option<Text> {
        let text = Text::unless_blank(&self.value(name));
        self.keep(name, text).flatten()
    }

    /// Reads the chosen word of a domain type.
    pub(super) fn one<W: Word>(&self, name: &str) -> Option<W> {
        self.form.field(name)?.words().first().and_then(|word| W::from_word(word.as_bytes()))
    }

    /// Returns the word that counts if none is chosen.
    pub(super) fn usual<W: Word>(&self, name: &str) -> Option<W> {
        match &self.form.field(name)?.kind {
            FieldKind::Words(choices) => W::from_word(choices.usual()?.as_bytes()),
            _ => None,
        }
    }

    /// Returns the first chosen word of a list that is not a domain type.
    pub(super) fn word(&self, name: &str) -> &'f str {
        self.form.field(name).and_then(|field| field.words().first().copied()).unwrap_or_default()
    }

    /// Reads the chosen words of a domain type.
    pub(super) fn many<W: Word>(&self, name: &str) -> WordList<W> {
        let words = self.form.field(name).map(|f| f.words()).unwrap_or_default();
        words.iter().filter_map(|word| W::from_word(word.as_bytes())).collect()
    }

    /// Reads a yes-or-no answer.
    pub(super) fn answer(&self, name: &str) -> Answer {
        self.form.field(name).map_or(Answer::Unanswered, |field| field.chosen_answer())
    }

    /// Records an error of a field.
    pub(super) fn refuse(&mut self, name: &str, message: &str) {
        self.errors.push(FieldError::new(message).at(name));
    }
}
