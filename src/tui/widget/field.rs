//! A field of a form. Values are parsed by the domain types, so that no check is written twice.

use super::choices::Choices;
use crate::domain::{
    Answer, LengthUnit, Notation, Place, Readings, Said, Side, Text, Word, show_readings, suggest_places,
};
use chrono::NaiveDateTime;
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use std::borrow::Cow;
use tui_input::{Input, InputRequest};

/// A field: a labelled question with its answer.
pub(crate) struct Field {
    /// The name used in errors, as in the file format.
    pub name: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
    pub error: Option<String>,
    /// Whether the text is still the initial suggestion. Typing then replaces it.
    pub is_suggested: bool,
}

/// The kind of a field, with its state.
pub(crate) enum FieldKind {
    /// A line of text.
    Line(Input, Line),
    /// Free text of any number of lines.
    Note(Box<TextArea<'static>>),
    /// A fixed list: one word or several can be chosen, or none.
    Words(Choices),
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
        Field { name, label, kind, error: None, is_suggested: false }
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
        let mut field = Field::new(name, label, FieldKind::Words(Choices::new(words.to_vec(), true)));
        field.choose(chosen);
        field
    }

    /// Creates a field for any of these words, with initial choices by index.
    pub(crate) fn many_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &[bool]) -> Field {
        let mut choices = Choices::new(words.to_vec(), false);
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
            choices.set(&choices.words.iter().map(|word| words.contains(word)).collect::<Vec<_>>());
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
            FieldKind::Note(_) | FieldKind::Words(_) => None,
        }
    }

    /// Returns the words of the answer, as in the file format.
    pub(crate) fn words(&self) -> Vec<&'static str> {
        match &self.kind {
            FieldKind::Words(choices) => choices.answer().collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the answer of a yes-or-no field.
    pub(crate) fn chosen_answer(&self) -> Answer {
        match self.words().first() {
            Some(&"yes") => Answer::Yes,
            Some(&"no") => Answer::No,
            _ => Answer::Unanswered,
        }
    }

    /// Inserts typed or pasted text. In a list it is the start of a word.
    pub(crate) fn write(&mut self, text: &str) {
        self.error = None;
        if std::mem::take(&mut self.is_suggested) {
            self.clear();
        }
        match &mut self.kind {
            FieldKind::Line(input, line) => {
                let is_whole = insert(input, text, line.room());
                self.error = (!is_whole).then(|| said_cut(line.room()));
            }
            FieldKind::Note(note) => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                let cleaned = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
                let taken: usize = note.lines().iter().map(|line| line.chars().count() + 1).sum();
                let (new, is_whole) = up_to(cleaned, (Text::MAX_CHARS + 1).saturating_sub(taken));
                note.insert_str(new);
                self.error = (!is_whole).then(|| said_cut(Text::MAX_CHARS));
            }
            FieldKind::Words(choices) => choices.write(text),
        }
    }

    /// Moves to the next or previous word of a list, or by one character in a text.
    pub(crate) fn next_choice(&mut self, forward: bool) {
        self.error = None;
        match &mut self.kind {
            FieldKind::Line(input, _) => {
                self.is_suggested = false;
                input.handle(if forward { InputRequest::GoToNextChar } else { InputRequest::GoToPrevChar });
            }
            FieldKind::Note(note) => note.move_cursor(if forward { CursorMove::Forward } else { CursorMove::Back }),
            FieldKind::Words(choices) => choices.step(forward),
        }
    }

    /// Deletes the character before the cursor. In a list without typed letters it removes the answer.
    pub(crate) fn erase(&mut self) {
        self.error = None;
        if self.is_suggested {
            self.clear();
        }
        match &mut self.kind {
            FieldKind::Words(choices) => {
                if !choices.erase_letter() {
                    choices.clear();
                }
            }
            _ => self.edit(Edit::EraseBefore),
        }
    }

    /// Drops the letters typed to find a word, and the highlight. Returns false if there was neither.
    pub(crate) fn let_go(&mut self) -> bool {
        let FieldKind::Words(choices) = &mut self.kind else { return false };
        let held = choices.let_go();
        if held {
            self.error = None;
        }
        held
    }

    /// Moves or deletes within a text. In a list, only [`Edit::EraseWord`] has an effect: it drops the typed letters
    /// and the highlight.
    pub(crate) fn edit(&mut self, edit: Edit) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            FieldKind::Line(input, _) => {
                input.handle(match edit {
                    Edit::EraseBefore => InputRequest::DeletePrevChar,
                    Edit::EraseAfter => InputRequest::DeleteNextChar,
                    Edit::EraseWord => InputRequest::DeletePrevWord,
                    Edit::WordBefore => InputRequest::GoToPrevWord,
                    Edit::WordAfter => InputRequest::GoToNextWord,
                    Edit::Start => InputRequest::GoToStart,
                    Edit::End => InputRequest::GoToEnd,
                });
            }
            FieldKind::Note(note) => match edit {
                Edit::EraseBefore => drop(note.delete_char()),
                Edit::EraseAfter => drop(note.delete_next_char()),
                Edit::EraseWord => drop(note.delete_word()),
                Edit::WordBefore => note.move_cursor(CursorMove::WordBack),
                Edit::WordAfter => note.move_cursor(CursorMove::WordForward),
                Edit::Start => note.move_cursor(CursorMove::Head),
                Edit::End => note.move_cursor(CursorMove::End),
            },
            FieldKind::Words(choices) => {
                if edit == Edit::EraseWord {
                    choices.let_go();
                }
            }
        }
    }

    /// Undoes the last typing in a note.
    pub(crate) fn undo_typing(&mut self) {
        if let FieldKind::Note(note) = &mut self.kind {
            note.undo();
        }
    }

    /// Moves a line up or down in a note. Returns false if there is no such line.
    pub(crate) fn go_line(&mut self, down: bool) -> bool {
        let FieldKind::Note(note) = &mut self.kind else { return false };
        let before = note.screen_cursor().row;
        note.move_cursor(if down { CursorMove::Down } else { CursorMove::Up });
        note.screen_cursor().row != before
    }

    /// Replaces an incomplete lesion site by the first site that its words match.
    pub(crate) fn take_first_place(&mut self) {
        if let FieldKind::Line(input, Line::Place) = &mut self.kind
            && Place::parse(input.value()).is_err()
            && let Some(place) = meant_place(input.value())
        {
            *input = Input::new(place);
        }
    }

    /// Commits the highlighted or recognised answer, so that the field can be left. Returns false if the text is
    /// invalid: it stays, and the error is shown beside the field.
    pub(crate) fn leave(&mut self, now: NaiveDateTime) -> bool {
        let left = match &mut self.kind {
            FieldKind::Words(choices) => choices
                .leave()
                .map_err(|typed| format!("no word here begins with \"{typed}\"; take letters back until one does")),
            // Enter takes the first match; leaving in any other way reports an incomplete site.
            FieldKind::Line(input, Line::Place) if !input.value().trim().is_empty() => {
                Place::parse(input.value()).map(drop).map_err(|error| error.message)
            }
            FieldKind::Line(input, Line::Date) if !input.value().trim().is_empty() => {
                match Said::parse(input.value(), now) {
                    Ok(_) => Ok(()),
                    Err(error) => match begun_day(input.value()) {
                        Some(word) => {
                            *input = Input::new(word.to_owned());
                            Ok(())
                        }
                        None => Err(error.message),
                    },
                }
            }
            FieldKind::Line(input, Line::Size) if !input.value().trim().is_empty() => {
                let read = Readings::parse(input.value(), Notation::current().unit);
                read.map(drop).map_err(|error| error.message)
            }
            FieldKind::Line(input, Line::Whole { least, most }) => whole(input.value(), *least, *most).map(drop),
            _ => Ok(()),
        };
        self.error = left.err();
        self.error.is_none()
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
                Some((choices.typed(), choices.lit().map(|index| choices.words[index].to_owned())))
            }
            // A side alone is only half of a site.
            FieldKind::Line(input, Line::Place) if is_side(input.value()) => None,
            FieldKind::Line(input, Line::Place) => {
                Some((said(Place::parse(input.value()).is_ok())?, meant_place(input.value())))
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
                Ok(place) => place.label(),
                Err(_) if input.value().trim().is_empty() => "such as left wrist back".into(),
                Err(_) => {
                    let fit: Vec<_> = suggest_places(input.value()).iter().take(4).map(|p| p.site.word()).collect();
                    if fit.is_empty() { "no such place".into() } else { fit.join(", ") }
                }
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
            FieldKind::Line(_, Line::Text | Line::Path) | FieldKind::Note(_) | FieldKind::Words(_) => String::new(),
        }
    }
}

/// Inserts text at the cursor, up to `room` characters in the line. Returns whether all of it fits.
pub(crate) fn insert(input: &mut Input, text: &str, room: usize) -> bool {
    let taken = input.value().chars().count();
    let at = input.cursor();
    let before = input.value().chars().take(at);
    // A pasted text may contain line breaks, which a line cannot hold.
    let cleaned = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let (new, is_whole) = up_to(cleaned, room.saturating_sub(taken));
    let value = before.chain(new.chars()).chain(input.value().chars().skip(at)).collect();
    *input = Input::new(value).with_cursor(at + new.chars().count());
    is_whole
}

/// Returns up to `room` characters, and whether that is all of them.
fn up_to(mut text: impl Iterator<Item = char>, room: usize) -> (String, bool) {
    let kept = text.by_ref().take(room).collect();
    (kept, text.next().is_none())
}

fn said_cut(room: usize) -> String {
    format!("only {room} characters fit; the rest was left out")
}

/// Parses a whole number from `least` to `most`. The error names the allowed range.
pub(crate) fn whole(text: &str, least: u16, most: u16) -> Result<u16, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("\"{}\" is not a whole number from {least} to {most}", text.trim()))
}

/// Returns the first lesion site that the words so far match.
fn meant_place(text: &str) -> Option<String> {
    let place = suggest_places(text).first().copied()?;
    let side = place.side.map_or_else(String::new, |side| format!("{} ", side.word()));
    Some(format!("{side}{}", place.site.word()))
}

fn is_side(text: &str) -> bool {
    Side::from_word(text.trim().to_lowercase().as_bytes()).is_some()
}

/// The words for a day that may be typed in part.
const DAYS: [&str; 4] = ["today", "yesterday", "now", "unknown"];

/// Returns the word for a day that starts with `text`.
fn begun_day(text: &str) -> Option<&'static str> {
    let typed = text.trim().to_lowercase();
    DAYS.into_iter().find(|word| !typed.is_empty() && word.starts_with(&typed))
}

/// An edit or a cursor movement inside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    EraseBefore,
    EraseAfter,
    EraseWord,
    WordBefore,
    WordAfter,
    Start,
    End,
}

/// Returns the text area of a note. It uses the terminal cursor and the colours of the theme.
fn text_area(text: &str) -> TextArea<'static> {
    let mut area: TextArea<'static> = text.lines().map(str::to_owned).collect();
    area.set_cursor_style(Style::default());
    area.set_cursor_line_style(Style::default());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area
}
