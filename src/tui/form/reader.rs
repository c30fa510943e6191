//! What the fields of a form say, with every error of them kept.

use crate::domain::{Answer, FieldError, Moment, Said, Text, Word, WordList};
use crate::tui::widget::form::Form;
use chrono::NaiveDateTime;
use std::borrow::Cow;

pub struct Reader<'f> {
    pub form: &'f Form,
    pub now: NaiveDateTime,
    pub errors: Vec<FieldError>,
}

impl<'f> Reader<'f> {
    pub fn new(form: &'f Form, now: NaiveDateTime) -> Self {
        Reader { form, now, errors: Vec::new() }
    }
}

impl Reader<'_> {
    pub fn keep<T>(&mut self, name: &str, value: Result<T, FieldError>) -> Option<T> {
        value.map_err(|e| self.errors.push(e.at(name))).ok()
    }

    pub fn value(&self, name: &str) -> Cow<'_, str> {
        self.form.field(name).map_or(Cow::Borrowed(""), |field| field.value())
    }

    pub fn moment(&mut self, name: &str) -> Option<Moment> {
        let moment = Said::parse(&self.value(name), self.now).and_then(Said::moment);
        self.keep(name, moment)
    }

    pub fn text(&mut self, name: &str) -> Option<Text> {
        let text = Text::unless_blank(&self.value(name));
        self.keep(name, text).flatten()
    }

    pub fn one<W: Word>(&self, name: &str) -> Option<W> {
        self.form.field(name)?.words().first().and_then(|word| W::from_word(word.as_bytes()))
    }

    /// The first chosen word of a list that is none of the journal's.
    pub fn word(&self, name: &str) -> &'static str {
        self.form.field(name).and_then(|field| field.words().first().copied()).unwrap_or_default()
    }

    pub fn many<W: Word>(&self, name: &str) -> WordList<W> {
        let words = self.form.field(name).map(|f| f.words()).unwrap_or_default();
        words.iter().filter_map(|word| W::from_word(word.as_bytes())).collect()
    }

    pub fn answer(&self, name: &str) -> Answer {
        self.form.field(name).map_or(Answer::Unanswered, |field| field.chosen_answer())
    }

    /// Keeps an error of a field.
    pub fn refuse(&mut self, name: &str, message: &str) {
        self.errors.push(FieldError::new(message).at(name));
    }
}
