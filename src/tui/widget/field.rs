//! One field of a form. Fields parse through the domain; nothing is checked twice.

use super::choices::Choices;
use crate::domain::{
    Answer, LengthUnit, Notation, Place, Readings, Said, Side, Text, Word, show_readings, suggest_places,
};
use chrono::NaiveDateTime;
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use std::borrow::Cow;
use tui_input::{Input, InputRequest};

/// A labelled question.
pub struct Field {
    /// The name that errors use, as in the file format.
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub error: Option<String>,
    /// Whether the text is still the one that the form began with: what is typed then takes its place.
    pub is_suggested: bool,
}

pub enum Kind {
    /// One line that is typed.
    Line(Input, Line),
    /// Words of the person's own, of any number of lines.
    Note(Box<TextArea<'static>>),
    /// One word of a list or any of them, or none.
    Words(Choices),
}

/// What a line is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Words of the person's own.
    Text,
    /// The name of a file.
    Path,
    Place,
    Date,
    Size,
    /// A whole number between two.
    Whole {
        least: u16,
        most: u16,
    },
}

impl Line {
    /// How many characters fit.
    fn room(self) -> usize {
        match self {
            Line::Text => Text::MAX_CHARS,
            Line::Path => 4096,
            Line::Place | Line::Date | Line::Size | Line::Whole { .. } => 200,
        }
    }
}

impl Field {
    fn new(name: &'static str, label: &'static str, kind: Kind) -> Field {
        Field { name, label, kind, error: None, is_suggested: false }
    }

    pub fn text(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Line(Input::default(), Line::Text))
    }

    /// A text that begins with what is known.
    pub fn text_of(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, Kind::Line(Input::new(value.to_owned()), Line::Text))
    }

    /// A whole number that begins with what is set.
    pub fn whole(name: &'static str, label: &'static str, value: u16, (least, most): (u16, u16)) -> Field {
        Field::new(name, label, Kind::Line(Input::new(value.to_string()), Line::Whole { least, most }))
    }

    pub fn path(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, Kind::Line(Input::new(value.to_owned()), Line::Path))
    }

    /// A text of any number of lines.
    pub fn note(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Note(Box::new(text_area(""))))
    }

    pub fn place(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Line(Input::default(), Line::Place))
    }

    pub fn date(name: &'static str, label: &'static str, value: &str) -> Field {
        let is_suggested = !value.is_empty();
        Field { is_suggested, ..Field::new(name, label, Kind::Line(Input::new(value.to_owned()), Line::Date)) }
    }

    pub fn size(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Line(Input::default(), Line::Size))
    }

    pub fn one<W: Word>(name: &'static str, label: &'static str, chosen: Option<W>) -> Field {
        let mut choices = Choices::new(W::ALL.iter().map(|w| w.word()).collect(), true);
        if let Some(index) = chosen.and_then(|word| W::ALL.iter().position(|w| *w == word)) {
            choices.choose(index);
        }
        Field::new(name, label, Kind::Words(choices))
    }

    /// One of these words, which begins with what is set.
    pub fn one_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &str) -> Field {
        let mut field = Field::new(name, label, Kind::Words(Choices::new(words.to_vec(), true)));
        field.choose(chosen);
        field
    }

    /// Any of these words, which begins with those that are set.
    pub fn many_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &[bool]) -> Field {
        let mut choices = Choices::new(words.to_vec(), false);
        choices.set(chosen);
        Field::new(name, label, Kind::Words(choices))
    }

    pub fn many<W: Word>(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Words(Choices::new(W::ALL.iter().map(|w| w.word()).collect(), false)))
    }

    pub fn answer(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Words(Choices::new(vec!["yes", "no"], true)))
    }

    /// An answer that begins with what is known.
    pub fn answer_of(name: &'static str, label: &'static str, answer: Answer) -> Field {
        let mut field = Field::answer(name, label);
        if let (Kind::Words(choices), Some(yes)) = (&mut field.kind, Option::<bool>::from(answer)) {
            choices.choose(usize::from(!yes));
        }
        field
    }

    /// Takes every answer away.
    pub fn clear(&mut self) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            Kind::Line(input, _) => *input = Input::default(),
            Kind::Note(note) => **note = text_area(""),
            Kind::Words(choices) => choices.clear(),
        }
    }

    /// Puts another text into a field of text.
    pub fn set(&mut self, text: &str) {
        self.clear();
        self.write(text);
    }

    /// Chooses one word of the list, where it is one of it.
    pub fn choose(&mut self, word: &str) {
        if let Kind::Words(choices) = &mut self.kind
            && let Some(index) = choices.words.iter().position(|w| *w == word)
        {
            choices.choose(index);
        }
    }

    /// What was typed into a field of text.
    pub fn value(&self) -> Cow<'_, str> {
        match &self.kind {
            Kind::Note(note) => note.lines().join("\n").into(),
            _ => self.input().map_or("", Input::value).into(),
        }
    }

    pub fn input(&self) -> Option<&Input> {
        match &self.kind {
            Kind::Line(input, _) => Some(input),
            Kind::Note(_) | Kind::Words(_) => None,
        }
    }

    /// The words that are the answer, as the format has them.
    pub fn words(&self) -> Vec<&'static str> {
        match &self.kind {
            Kind::Words(choices) => choices.answer().collect(),
            _ => Vec::new(),
        }
    }

    pub fn chosen_answer(&self) -> Answer {
        match self.words().first() {
            Some(&"yes") => Answer::Yes,
            Some(&"no") => Answer::No,
            _ => Answer::Unanswered,
        }
    }

    /// Takes typed or pasted text: into a text, or as the first letters of a word of the list.
    pub fn write(&mut self, text: &str) {
        self.error = None;
        if std::mem::take(&mut self.is_suggested) {
            self.clear();
        }
        match &mut self.kind {
            Kind::Line(input, line) => {
                let is_whole = insert(input, text, line.room());
                self.error = (!is_whole).then(|| said_cut(line.room()));
            }
            Kind::Note(note) => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                let tame = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
                let taken: usize = note.lines().iter().map(|line| line.chars().count() + 1).sum();
                let (new, is_whole) = up_to(tame, (Text::MAX_CHARS + 1).saturating_sub(taken));
                note.insert_str(new);
                self.error = (!is_whole).then(|| said_cut(Text::MAX_CHARS));
            }
            Kind::Words(choices) => choices.write(text),
        }
    }

    pub fn next_choice(&mut self, forward: bool) {
        self.error = None;
        match &mut self.kind {
            Kind::Line(input, _) => {
                self.is_suggested = false;
                input.handle(if forward { InputRequest::GoToNextChar } else { InputRequest::GoToPrevChar });
            }
            Kind::Note(note) => note.move_cursor(if forward { CursorMove::Forward } else { CursorMove::Back }),
            Kind::Words(choices) => choices.step(forward),
        }
    }

    /// Takes back the last letter; in a list where none was typed, every answer.
    pub fn erase(&mut self) {
        self.error = None;
        if self.is_suggested {
            self.clear();
        }
        match &mut self.kind {
            Kind::Words(choices) => {
                if !choices.erase_letter() {
                    choices.clear();
                }
            }
            _ => self.edit(Edit::EraseBefore),
        }
    }

    /// Forgets the letters that were typed to find a word, and the word that is highlighted; false where there is
    /// neither.
    pub fn let_go(&mut self) -> bool {
        let Kind::Words(choices) = &mut self.kind else { return false };
        let held = choices.let_go();
        if held {
            self.error = None;
        }
        held
    }

    /// Moves or deletes within a text; a list of words has nothing of the kind.
    pub fn edit(&mut self, edit: Edit) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            Kind::Line(input, _) => {
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
            Kind::Note(note) => match edit {
                Edit::EraseBefore => drop(note.delete_char()),
                Edit::EraseAfter => drop(note.delete_next_char()),
                Edit::EraseWord => drop(note.delete_word()),
                Edit::WordBefore => note.move_cursor(CursorMove::WordBack),
                Edit::WordAfter => note.move_cursor(CursorMove::WordForward),
                Edit::Start => note.move_cursor(CursorMove::Head),
                Edit::End => note.move_cursor(CursorMove::End),
            },
            Kind::Words(choices) => {
                if edit == Edit::EraseWord {
                    choices.let_go();
                }
            }
        }
    }

    /// Takes back what was typed last into a note.
    pub fn undo_typing(&mut self) {
        if let Kind::Note(note) = &mut self.kind {
            note.undo();
        }
    }

    /// Goes a line up or down inside a note; false where there is no such line.
    pub fn go_line(&mut self, down: bool) -> bool {
        let Kind::Note(note) = &mut self.kind else { return false };
        let before = note.screen_cursor().row;
        note.move_cursor(if down { CursorMove::Down } else { CursorMove::Up });
        note.screen_cursor().row != before
    }

    /// Takes the first of several places that the words so far fit.
    pub fn take_first_place(&mut self) {
        if let Kind::Line(input, Line::Place) = &mut self.kind
            && Place::parse(input.value()).is_err()
            && let Some(place) = meant_place(input.value())
        {
            *input = Input::new(place);
        }
    }

    /// Takes what is highlighted or meant, so that the field can be left. False where what was typed fits nothing: it
    /// stays, and the error is beside the field.
    pub fn leave(&mut self, now: NaiveDateTime) -> bool {
        let left = match &mut self.kind {
            Kind::Words(choices) => choices.leave().map_err(|typed| {
                format!("no word here begins with \"{typed}\"; Backspace takes a letter back, Esc all of them")
            }),
            // Enter takes the first place; who leaves in another way is asked which one it is.
            Kind::Line(input, Line::Place) if !input.value().trim().is_empty() => {
                Place::parse(input.value()).map(drop).map_err(|error| error.message)
            }
            Kind::Line(input, Line::Date) if !input.value().trim().is_empty() => {
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
            Kind::Line(input, Line::Size) if !input.value().trim().is_empty() => {
                let read = Readings::parse(input.value(), Notation::current().unit);
                read.map(drop).map_err(|error| error.message)
            }
            Kind::Line(input, Line::Whole { least, most }) => whole(input.value(), *least, *most).map(drop),
            _ => Ok(()),
        };
        self.error = left.err();
        self.error.is_none()
    }

    /// What was typed to find a word, and the word that leaving the field takes for it; `None` where nothing is being
    /// found.
    pub fn finding(&self, now: NaiveDateTime) -> Option<(&str, Option<String>)> {
        let said = |found: bool| {
            (!found).then(|| self.input().map_or("", |input| input.value().trim())).filter(|s| !s.is_empty())
        };
        match &self.kind {
            Kind::Words(choices) if choices.lit().is_none() && choices.typed().is_empty() => None,
            Kind::Words(choices) => Some((choices.typed(), choices.lit().map(|index| choices.words[index].to_owned()))),
            // A side is only half of what is going to be typed.
            Kind::Line(input, Line::Place) if is_side(input.value()) => None,
            Kind::Line(input, Line::Place) => {
                Some((said(Place::parse(input.value()).is_ok())?, meant_place(input.value())))
            }
            Kind::Line(input, Line::Date) => {
                let typed = said(Said::parse(input.value(), now).is_ok())?;
                Some((typed, Some(begun_day(typed)?.to_owned())))
            }
            _ => None,
        }
    }

    /// How the program understands what was typed so far, or what may be typed; shown beside the field.
    pub fn hint(&self, now: NaiveDateTime) -> String {
        match &self.kind {
            Kind::Line(input, Line::Place) => match Place::parse(input.value()) {
                Ok(place) => place.label(),
                Err(_) if input.value().trim().is_empty() => "such as left wrist back".into(),
                Err(_) => {
                    let fit: Vec<_> = suggest_places(input.value()).iter().take(4).map(|p| p.site.word()).collect();
                    if fit.is_empty() { "no such place".into() } else { fit.join(", ") }
                }
            },
            Kind::Line(input, Line::Date) => match Said::parse(input.value(), now) {
                Ok(Said::Moment(moment)) => crate::domain::show_date(moment.day()),
                Ok(Said::Unknown) => "not known".into(),
                Ok(said) => said.first_seen().ok().flatten().map_or_else(String::new, |seen| seen.label()),
                Err(_) => "such as today, 3 days ago, nov 1".into(),
            },
            Kind::Line(input, Line::Size) => match Readings::parse(input.value(), Notation::current().unit) {
                Ok((readings, by_eye)) => {
                    format!("{}{}", show_readings(readings), if by_eye { " by eye" } else { "" })
                }
                Err(_) => match Notation::current().unit {
                    LengthUnit::Millimetres => "such as 3, or three readings: 3 3 3.5".into(),
                    LengthUnit::Inches => "such as 1/8, or 3 mm".into(),
                },
            },
            Kind::Line(_, Line::Whole { least, most }) => format!("{least} to {most}"),
            Kind::Line(_, Line::Text | Line::Path) | Kind::Note(_) | Kind::Words(_) => String::new(),
        }
    }
}

/// Inserts text at the cursor in one step, as much of it as a line of `room` characters holds; whether that is all of it.
pub fn insert(input: &mut Input, text: &str, room: usize) -> bool {
    let taken = input.value().chars().count();
    let at = input.cursor();
    let before = input.value().chars().take(at);
    // A line break in a pasted text would end up inside the line.
    let tame = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let (new, is_whole) = up_to(tame, room.saturating_sub(taken));
    let value = before.chain(new.chars()).chain(input.value().chars().skip(at)).collect();
    *input = Input::new(value).with_cursor(at + new.chars().count());
    is_whole
}

/// As many characters as there is room for, and whether that is all of them.
fn up_to(mut text: impl Iterator<Item = char>, room: usize) -> (String, bool) {
    let kept = text.by_ref().take(room).collect();
    (kept, text.next().is_none())
}

fn said_cut(room: usize) -> String {
    format!("only {room} characters fit; the rest was left out")
}

/// A whole number between two; the error says which are allowed.
pub fn whole(text: &str, least: u16, most: u16) -> Result<u16, String> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("\"{}\" is not a whole number from {least} to {most}", text.trim()))
}

/// The first of the places that the words so far fit.
fn meant_place(text: &str) -> Option<String> {
    let place = suggest_places(text).first().copied()?;
    let side = place.side.map_or_else(String::new, |side| format!("{} ", side.word()));
    Some(format!("{side}{}", place.site.word()))
}

fn is_side(text: &str) -> bool {
    Side::from_word(text.trim().to_lowercase().as_bytes()).is_some()
}

/// The words for a day that are often begun and not ended.
const DAYS: [&str; 4] = ["today", "yesterday", "now", "unknown"];

/// The word for a day that begins so.
fn begun_day(text: &str) -> Option<&'static str> {
    let typed = text.trim().to_lowercase();
    DAYS.into_iter().find(|word| !typed.is_empty() && word.starts_with(&typed))
}

/// What a key may do inside a text, beside writing into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    EraseBefore,
    EraseAfter,
    EraseWord,
    WordBefore,
    WordAfter,
    Start,
    End,
}

/// The editor of a note. Its cursor is the terminal's own, and its colours are those of the theme.
fn text_area(text: &str) -> TextArea<'static> {
    let mut area: TextArea<'static> = text.lines().map(str::to_owned).collect();
    area.set_cursor_style(Style::default());
    area.set_cursor_line_style(Style::default());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area
}
