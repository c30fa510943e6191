//! A field of a form. Values are parsed by the domain types, so that no check is written twice.

mod edit;

pub(crate) use edit::{Edit, insert, whole};

use super::choices::{Choices, spoken};
use crate::domain::{Answer, LengthUnit, Notation, Place, Readings, Said, Side, Text, Word, show_readings};
use chrono::NaiveDateTime;
use ratatui::style::Style;
use ratatui_textarea::{TextArea, WrapMode};
use std::borrow::Cow;
use tui_input::Input;

/// A field: a labelled question with its answer.
pub(crate) struct Field {
    /// The name used in errors, as in the file format.
    pub name: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
    pub error: Option<String>,
    /// Whether the text is still the initial suggestion. Typing then replaces it.
    pub is_suggested: bool,
    /// The number of the question, if it is one of the main ones.
    pub number: Option<u8>,
    /// A sentence or two that help to answer it.
    pub guide: &'static str,
    /// The answer at the last look, in words; empty if there was none.
    pub last: String,
    /// The selected one of the suggested places.
    pub pick: usize,
}

/// The kind of a field, with its state.
pub(crate) enum FieldKind {
    /// A line of text.
    Line(Input, Line),
    /// Free text of any number of lines.
    Note(Box<TextArea<'static>>),
    /// A fixed list: one word or several can be chosen, or none.
    Words(Choices),
    /// The heading of a group: the fields up to the next heading, which are hidden unless it is open.
    Group {
        /// Whether the fields of the group are shown.
        is_open: bool,
    },
    /// The button that saves the form.
    Save,
}

/// How the text of a line is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Free text.
    Text,
    /// A file name.
    Path,
    Place,
    Date,
    Size,
    /// A whole number from `least` to `most`.
    Whole {
        least: u16,
        most: u16,
    },
}

impl Line {
    /// Returns the maximum number of characters.
    fn room(self) -> usize {
        match self {
            Line::Text => Text::MAX_CHARS,
            Line::Path => 4096,
            Line::Place | Line::Date | Line::Size | Line::Whole { .. } => 200,
        }
    }
}

impl Field {
    fn new(name: &'static str, label: &'static str, kind: FieldKind) -> Field {
        let (guide, last) = ("", String::new());
        Field { name, label, kind, error: None, is_suggested: false, number: None, guide, last, pick: 0 }
    }

    /// Creates the heading of a closed group of fields.
    pub(crate) fn group(label: &'static str) -> Field {
        Field::new("", label, FieldKind::Group { is_open: false })
    }

    /// Creates the button that saves the form.
    pub(crate) fn save() -> Field {
        Field::go_on("Save")
    }

    /// Creates the button at the end of a form that does something else than save.
    pub(crate) fn go_on(label: &'static str) -> Field {
        Field::new("", label, FieldKind::Save)
    }

    /// Returns the field as the main question of that number.
    pub(crate) fn numbered(self, number: u8) -> Field {
        Field { number: Some(number), ..self }
    }

    /// Returns the field with a sentence or two that help to answer it.
    pub(crate) fn guided(self, guide: &'static str) -> Field {
        Field { guide, ..self }
    }

    /// Returns whether the field takes an answer, which a heading or a button does not.
    pub(crate) fn is_question(&self) -> bool {
        !matches!(self.kind, FieldKind::Group { .. } | FieldKind::Save)
    }

    /// Returns the answer in words, for a line; empty if there is none.
    pub(crate) fn say(&self) -> String {
        match &self.kind {
            FieldKind::Words(_) => self.words().iter().map(|word| spoken(word)).collect::<Vec<_>>().join(", "),
            _ => self.value().split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Creates an empty line of free text.
    pub(crate) fn text(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Line(Input::default(), Line::Text))
    }

    /// Creates a line of free text with an initial value.
    pub(crate) fn text_of(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, FieldKind::Line(Input::new(value.to_owned()), Line::Text))
    }

    /// Creates a field for a whole number with an initial value.
    pub(crate) fn whole(name: &'static str, label: &'static str, value: u16, (least, most): (u16, u16)) -> Field {
        Field::new(name, label, FieldKind::Line(Input::new(value.to_string()), Line::Whole { least, most }))
    }

    /// Creates a field for a file name with an initial value.
    pub(crate) fn path(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, FieldKind::Line(Input::new(value.to_owned()), Line::Path))
    }

    /// Creates a field for free text of any number of lines.
    pub(crate) fn note(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Note(Box::new(text_area(""))))
    }

    /// Creates a field for a lesion site.
    pub(crate) fn place(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Line(Input::default(), Line::Place))
    }

    /// Creates a date field. A value that is not empty is a suggestion, which typing replaces.
    pub(crate) fn date(name: &'static str, label: &'static str, value: &str) -> Field {
        let kind = FieldKind::Line(Input::new(value.to_owned()), Line::Date);
        Field { is_suggested: !value.is_empty(), ..Field::new(name, label, kind) }
    }

    /// Creates a field for a size: one or more readings.
    pub(crate) fn size(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, FieldKind::Line(Input::default(), Line::Size))
    }

    /// Creates a field for one word of a domain type.
    pub(crate) fn one<W: Word>(name: &'static str, label: &'static str, chosen: Option<W>) -> Field {
        Field::one_of(name, label, W::WORDS, chosen.map_or("", Word::word))
    }

    /// Creates a field for one of these words, with an initial choice.
    pub(crate) fn one_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &str) -> Field {
        let mut field = Field::new(name, label, FieldKind::Words(Choices::new(words.iter().copied(), true)));
        field.choose(chosen);
        field
    }

    /// Creates a field for one of the columns of a table.
    pub(crate) fn column(name: &'static str, label: &'static str, headings: &[String], chosen: Option<usize>) -> Field {
        let mut choices = Choices::new(headings.iter().cloned(), true);
        if let Some(index) = chosen {
            choices.choose(index);
        }
        Field::new(name, label, FieldKind::Words(choices))
    }

    /// Creates a field for any columns of a table.
    pub(crate) fn columns(name: &'static str, label: &'static str, headings: &[String]) -> Field {
        Field::new(name, label, FieldKind::Words(Choices::new(headings.iter().cloned(), false)))
    }

    /// Creates a field for any of these words, with initial choices by index.
    pub(crate) fn many_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &[bool]) -> Field {
        let mut choices = Choices::new(words.iter().copied(), false);
        choices.set(chosen);
        Field::new(name, label, FieldKind::Words(choices))
    }

    /// Creates a field for any words of a domain type.
    pub(crate) fn many<W: Word>(name: &'static str, label: &'static str) -> Field {
        Field::many_of(name, label, W::WORDS, &[])
    }

    /// Creates a yes-or-no field without an answer.
    pub(crate) fn answer(name: &'static str, label: &'static str) -> Field {
        Field::one_of(name, label, &["yes", "no"], "")
    }

    /// Creates a yes-or-no field with an initial answer.
    pub(crate) fn answer_of(name: &'static str, label: &'static str, answer: Answer) -> Field {
        let mut field = Field::answer(name, label);
        if let (FieldKind::Words(choices), Some(yes)) = (&mut field.kind, Option::<bool>::from(answer)) {
            choices.choose(usize::from(!yes));
        }
        field
    }

    /// Removes the answer, the error and the suggestion.
    pub(crate) fn clear(&mut self) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            FieldKind::Line(input, _) => *input = Input::default(),
            FieldKind::Note(note) => **note = text_area(""),
            FieldKind::Words(choices) => choices.clear(),
            FieldKind::Group { .. } | FieldKind::Save => {}
        }
    }

    /// Replaces the text of a text field.
    pub(crate) fn set(&mut self, text: &str) {
        self.clear();
        self.write(text);
    }

    /// Chooses a word. Does nothing if the list does not have it.
    pub(crate) fn choose(&mut self, word: &str) {
        if let FieldKind::Words(choices) = &mut self.kind
            && let Some(index) = choices.words.iter().position(|w| *w == word)
        {
            choices.choose(index);
        }
    }

    /// Chooses exactly these words of a list.
    pub(crate) fn choose_all(&mut self, words: &[&str]) {
        if let FieldKind::Words(choices) = &mut self.kind {
            choices.set(&choices.words.iter().map(|word| words.contains(&word.as_ref())).collect::<Vec<_>>());
        }
    }

    /// Clicks a word of a list.
    pub(crate) fn click(&mut self, index: usize) {
        self.error = None;
        if let FieldKind::Words(choices) = &mut self.kind {
            choices.click(index);
        }
    }

    /// Sets the word of a list that counts if none is chosen and an answer is needed.
    pub(crate) fn set_usual(&mut self, word: &str) {
        if let FieldKind::Words(choices) = &mut self.kind {
            choices.usual = choices.words.iter().position(|known| *known == word);
        }
    }

    /// Sets a text that typing replaces.
    pub(crate) fn suggest(&mut self, text: &str) {
        self.set(text);
        self.is_suggested = true;
    }

    /// Returns the text of a text field.
    pub(crate) fn value(&self) -> Cow<'_, str> {
        match &self.kind {
            FieldKind::Note(note) => note.lines().join("\n").into(),
            _ => self.input().map_or("", Input::value).into(),
        }
    }

    /// Returns the line input, if the field is a line.
    pub(crate) fn input(&self) -> Option<&Input> {
        match &self.kind {
            FieldKind::Line(input, _) => Some(input),
            _ => None,
        }
    }

    /// Returns the list of words, if the field has one.
    pub(crate) fn choices(&self) -> Option<&Choices> {
        match &self.kind {
            FieldKind::Words(choices) => Some(choices),
            _ => None,
        }
    }

    /// Returns the words of the answer, as in the file format.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.choices().map(|choices| choices.answer().collect()).unwrap_or_default()
    }

    /// Returns the answer of a yes-or-no field.
    pub(crate) fn chosen_answer(&self) -> Answer {
        match self.words().first() {
            Some(&"yes") => Answer::Yes,
            Some(&"no") => Answer::No,
            _ => Answer::Unanswered,
        }
    }

    /// Returns the typed letters and the answer that leaving the field takes for them. `None` if nothing is being
    /// searched.
    pub(crate) fn finding(&self, now: NaiveDateTime) -> Option<(&str, Option<String>)> {
        let said = |found: bool| {
            (!found).then(|| self.input().map_or("", |input| input.value().trim())).filter(|s| !s.is_empty())
        };
        match &self.kind {
            FieldKind::Words(choices) if choices.lit().is_none() && choices.typed().is_empty() => None,
            FieldKind::Words(choices) => {
                Some((choices.typed(), choices.lit().map(|index| choices.words[index].to_string())))
            }
            // A side alone is only half of a site.
            FieldKind::Line(input, Line::Place) if is_side(input.value()) => None,
            FieldKind::Line(input, Line::Place) => {
                let meant = self.suggested().get(self.pick).copied().map(typed_place);
                Some((said(Place::parse(input.value()).is_ok())?, meant))
            }
            FieldKind::Line(input, Line::Date) => {
                let typed = said(Said::parse(input.value(), now).is_ok())?;
                Some((typed, Some(begun_day(typed)?.to_owned())))
            }
            _ => None,
        }
    }

    /// Returns how the text so far is understood, or what may be typed. It is shown beside the field.
    pub(crate) fn hint(&self, now: NaiveDateTime) -> String {
        match &self.kind {
            FieldKind::Line(input, Line::Place) => match Place::parse(input.value()) {
                Ok(place) if place.lacks_side() => format!("{}: left or right?", place.label()),
                Ok(place) => place.label(),
                Err(_) if input.value().trim().is_empty() => "such as left wrist back".into(),
                Err(_) if self.suggested().is_empty() && !is_side(input.value()) => "no such place".into(),
                Err(_) => String::new(),
            },
            FieldKind::Line(input, Line::Date) => match Said::parse(input.value(), now) {
                Ok(Said::Moment(moment)) => crate::domain::show_date(moment.day()),
                Ok(Said::Unknown) => "not known".into(),
                Ok(said) => said.first_seen().ok().flatten().map_or_else(String::new, |seen| seen.label()),
                Err(_) => "such as today, 3 days ago, nov 1".into(),
            },
            FieldKind::Line(input, Line::Size) => match Readings::parse(input.value(), Notation::current().unit) {
                Ok((readings, by_eye)) => {
                    format!("{}{}", show_readings(readings), if by_eye { " by eye" } else { "" })
                }
                Err(_) => match Notation::current().unit {
                    LengthUnit::Millimetres => "such as 3, or three readings: 3 3 3.5".into(),
                    LengthUnit::Inches => "such as 1/8, or 3 mm".into(),
                },
            },
            FieldKind::Line(_, Line::Whole { least, most }) => format!("{least} to {most}"),
            _ => String::new(),
        }
    }
}

/// Returns a place in the words that may be typed for it.
pub(crate) fn typed_place(place: Place) -> String {
    let side = place.side.map_or_else(String::new, |side| format!("{} ", side.word()));
    format!("{side}{}", place.site.word())
}

/// Returns whether the text is the beginning of a side, such as `lef`.
fn is_side(text: &str) -> bool {
    let typed = text.trim().to_lowercase();
    !typed.is_empty() && Side::WORDS.iter().any(|side| side.starts_with(&typed))
}

/// The words for a day that may be typed in part.
const DAYS: [&str; 4] = ["today", "yesterday", "now", "unknown"];

/// Returns the word for a day that starts with `text`.
fn begun_day(text: &str) -> Option<&'static str> {
    let typed = text.trim().to_lowercase();
    DAYS.into_iter().find(|word| !typed.is_empty() && word.starts_with(&typed))
}

/// Returns the text area of a note. It uses the terminal cursor and the colours of the theme.
fn text_area(text: &str) -> TextArea<'static> {
    let mut area: TextArea<'static> = text.lines().map(str::to_owned).collect();
    area.set_cursor_style(Style::default());
    area.set_cursor_line_style(Style::default());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area
}
