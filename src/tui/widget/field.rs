//! One field of a form. Fields parse through the domain; nothing is checked twice.

use crate::domain::{Answer, LengthUnit, Notation, Readings, Said, Word, show_readings, suggest_places};
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
    /// Words of the person's own.
    Text(Input),
    /// The name of a file.
    Path(Input),
    /// Words of the person's own, of any number of lines.
    Note(Box<TextArea<'static>>),
    Place(Input),
    Date(Input),
    Size(Input),
    /// One word of a list, or none.
    One(Choices),
    /// Any words of a list.
    Many(Choices),
}

/// A closed list of words, which of them are chosen, and where the mark is.
pub struct Choices {
    pub words: Vec<&'static str>,
    pub chosen: Vec<bool>,
    pub mark: usize,
    /// Letters typed so far to find a word: the one that is marked is taken when the field is left.
    typed: String,
    /// Whether the mark was moved by hand since the last word was chosen.
    is_moved: bool,
}

impl Choices {
    fn new(words: Vec<&'static str>) -> Choices {
        let chosen = vec![false; words.len()];
        Choices { words, chosen, mark: 0, typed: String::new(), is_moved: false }
    }

    fn choose_only(&mut self, index: usize) {
        self.chosen.fill(false);
        self.chosen[index] = true;
        self.mark = index;
    }

    /// The letters of a word that is being typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    pub fn chosen(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen).map(|(word, _)| *word)
    }
}

impl Field {
    fn new(name: &'static str, label: &'static str, kind: Kind) -> Field {
        Field { name, label, kind, error: None, is_suggested: false }
    }

    pub fn text(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Text(Input::default()))
    }

    /// A text that begins with what is known.
    pub fn text_of(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, Kind::Text(Input::new(value.to_owned())))
    }

    pub fn path(name: &'static str, label: &'static str, value: &str) -> Field {
        Field::new(name, label, Kind::Path(Input::new(value.to_owned())))
    }

    /// A text of any number of lines.
    pub fn note(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Note(Box::new(text_area(""))))
    }

    pub fn place(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Place(Input::default()))
    }

    pub fn date(name: &'static str, label: &'static str, value: &str) -> Field {
        let is_suggested = !value.is_empty();
        Field { is_suggested, ..Field::new(name, label, Kind::Date(Input::new(value.to_owned()))) }
    }

    pub fn size(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Size(Input::default()))
    }

    pub fn one<W: Word>(name: &'static str, label: &'static str, chosen: Option<W>) -> Field {
        let mut choices = Choices::new(W::ALL.iter().map(|w| w.word()).collect());
        if let Some(index) = chosen.and_then(|word| W::ALL.iter().position(|w| *w == word)) {
            choices.choose_only(index);
        }
        Field::new(name, label, Kind::One(choices))
    }

    /// One of these words, which begins with what is set.
    pub fn one_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &str) -> Field {
        let mut field = Field::new(name, label, Kind::One(Choices::new(words.to_vec())));
        field.choose(chosen);
        field
    }

    /// Any of these words, which begins with those that are set.
    pub fn many_of(name: &'static str, label: &'static str, words: &[&'static str], chosen: &[bool]) -> Field {
        let mut choices = Choices::new(words.to_vec());
        choices.chosen.copy_from_slice(chosen);
        Field::new(name, label, Kind::Many(choices))
    }

    pub fn many<W: Word>(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::Many(Choices::new(W::ALL.iter().map(|w| w.word()).collect())))
    }

    /// Any words of a list, and one more word for "asked, and none of them".
    pub fn many_or<W: Word>(name: &'static str, label: &'static str, none: &'static str) -> Field {
        let words = std::iter::once(none).chain(W::ALL.iter().map(|w| w.word())).collect();
        Field::new(name, label, Kind::Many(Choices::new(words)))
    }

    pub fn answer(name: &'static str, label: &'static str) -> Field {
        Field::new(name, label, Kind::One(Choices::new(vec!["yes", "no"])))
    }

    /// An answer that begins with what is known.
    pub fn answer_of(name: &'static str, label: &'static str, answer: Answer) -> Field {
        let mut field = Field::answer(name, label);
        if let (Kind::One(choices), Some(yes)) = (&mut field.kind, Option::<bool>::from(answer)) {
            choices.choose_only(usize::from(!yes));
        }
        field
    }

    /// Takes every answer away.
    pub fn clear(&mut self) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            Kind::Text(input) | Kind::Path(input) | Kind::Place(input) | Kind::Date(input) | Kind::Size(input) => {
                *input = Input::default()
            }
            Kind::Note(note) => **note = text_area(""),
            Kind::One(choices) | Kind::Many(choices) => choices.chosen.fill(false),
        }
    }

    /// Puts another text into a field of text.
    pub fn set(&mut self, text: &str) {
        self.clear();
        self.write(text);
    }

    /// Chooses one word of the list, where it is one of it.
    pub fn choose(&mut self, word: &str) {
        if let Kind::One(choices) | Kind::Many(choices) = &mut self.kind
            && let Some(index) = choices.words.iter().position(|w| *w == word)
        {
            choices.chosen[index] = true;
            choices.mark = index;
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
            Kind::Text(input) | Kind::Path(input) | Kind::Place(input) | Kind::Date(input) | Kind::Size(input) => {
                Some(input)
            }
            Kind::Note(_) | Kind::One(_) | Kind::Many(_) => None,
        }
    }

    /// The chosen words, as the format has them.
    pub fn words(&self) -> Vec<&'static str> {
        match &self.kind {
            Kind::One(choices) | Kind::Many(choices) => choices.chosen().collect(),
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
            Kind::Text(input) | Kind::Path(input) | Kind::Place(input) | Kind::Date(input) | Kind::Size(input) => {
                for c in text.chars() {
                    // A line break in a pasted text would end up inside a one-line field.
                    let c = if c.is_control() { ' ' } else { c };
                    input.handle(InputRequest::InsertChar(c));
                }
            }
            Kind::Note(note) => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                let tame: String = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
                note.insert_str(tame);
            }
            Kind::One(_) | Kind::Many(_) if text == " " => self.toggle(),
            Kind::One(choices) => {
                choices.type_letters(text);
                if choices.found().is_none() && !choices.typed.is_empty() {
                    // Of one answer a letter that leads nowhere may begin another: first y, then n.
                    let last = std::mem::replace(&mut choices.typed, text.to_lowercase());
                    if choices.found().is_none() {
                        choices.typed = last;
                    }
                }
                if let Some(found) = choices.found() {
                    choices.choose_only(found);
                }
            }
            Kind::Many(choices) => {
                choices.type_letters(text);
                choices.mark = choices.found().unwrap_or(choices.mark);
            }
        }
    }

    pub fn next_choice(&mut self, forward: bool) {
        self.error = None;
        let step = |choices: &mut Choices| {
            choices.typed.clear();
            choices.is_moved = true;
            let len = choices.words.len();
            choices.mark = if forward { (choices.mark + 1) % len } else { (choices.mark + len - 1) % len };
        };
        match &mut self.kind {
            Kind::Text(input) | Kind::Path(input) | Kind::Place(input) | Kind::Date(input) | Kind::Size(input) => {
                self.is_suggested = false;
                input.handle(if forward { InputRequest::GoToNextChar } else { InputRequest::GoToPrevChar });
            }
            Kind::Note(note) => note.move_cursor(if forward { CursorMove::Forward } else { CursorMove::Back }),
            Kind::One(choices) => {
                // The first step from "not answered" is onto a word, not past it.
                if choices.chosen().next().is_some() || !forward {
                    step(choices);
                }
                choices.choose_only(choices.mark);
            }
            Kind::Many(choices) => step(choices),
        }
    }

    /// Chooses the marked word, or no longer.
    pub fn toggle(&mut self) {
        self.error = None;
        match &mut self.kind {
            Kind::One(choices) | Kind::Many(choices) => {
                choices.typed.clear();
                choices.is_moved = false;
                let mark = choices.mark;
                choices.chosen[mark] = !choices.chosen[mark];
            }
            _ => {}
        }
        if let Kind::One(choices) = &mut self.kind
            && choices.chosen[choices.mark]
        {
            choices.choose_only(choices.mark);
        }
    }

    pub fn erase(&mut self) {
        if self.is_suggested {
            self.clear();
        }
        match &mut self.kind {
            Kind::Many(choices) if !choices.typed.is_empty() => {
                choices.typed.pop();
                choices.mark = choices.found().unwrap_or(choices.mark);
                self.error = None;
            }
            Kind::One(choices) | Kind::Many(choices) => {
                choices.chosen.fill(false);
                choices.typed.pop();
                if let Some(found) = choices.found() {
                    choices.choose_only(found);
                }
                choices.is_moved = false;
                self.error = None;
            }
            _ => self.edit(Edit::EraseBefore),
        }
    }

    /// Moves or deletes within a text; a list of words has nothing of the kind.
    pub fn edit(&mut self, edit: Edit) {
        self.error = None;
        self.is_suggested = false;
        match &mut self.kind {
            Kind::Text(input) | Kind::Path(input) | Kind::Place(input) | Kind::Date(input) | Kind::Size(input) => {
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
            Kind::One(_) | Kind::Many(_) => {}
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

    /// Takes what is highlighted, because the field is left. False where the letters match nothing: the field says so.
    pub fn leave(&mut self) -> bool {
        let wrong = match &mut self.kind {
            Kind::One(choices) | Kind::Many(choices) => choices.take().err(),
            // Enter takes the first place; who leaves in another way is asked which one it is.
            Kind::Place(input) if suggest_places(input.value()).len() == 1 => {
                self.accept_suggestion();
                None
            }
            Kind::Place(input) if !input.value().trim().is_empty() => {
                crate::domain::Place::parse(input.value()).err().map(|error| error.message)
            }
            _ => None,
        };
        let is_left = wrong.is_none();
        if !is_left {
            self.error = wrong;
        }
        is_left
    }

    /// Takes what is meant where the words so far fit several places; true when there was something to take.
    pub fn accept_suggestion(&mut self) -> bool {
        let Kind::Place(input) = &mut self.kind else { return false };
        if crate::domain::Place::parse(input.value()).is_ok() || input.value().trim().is_empty() {
            return false;
        }
        let Some(place) = suggest_places(input.value()).first().copied() else { return false };
        let side = place.side.map_or_else(String::new, |s| format!("{} ", s.word()));
        *input = Input::new(format!("{side}{}", place.site.word()));
        self.error = None;
        true
    }

    /// How the program understands what was typed so far, or what may be typed; shown beside the field.
    pub fn hint(&self, now: NaiveDateTime) -> String {
        match &self.kind {
            Kind::Place(input) => {
                let suggested = suggest_places(input.value());
                match crate::domain::Place::parse(input.value()) {
                    Ok(place) => place.label(),
                    Err(_) if input.value().trim().is_empty() => "such as left wrist back".into(),
                    Err(_) if suggested.is_empty() => "no such place".into(),
                    Err(_) => {
                        let names: Vec<_> = suggested.iter().take(4).map(|p| p.site.word()).collect();
                        format!("Enter: {}", names.join(", "))
                    }
                }
            }
            Kind::Date(input) => match Said::parse(input.value(), now) {
                Ok(Said::Moment(moment)) => crate::domain::show_date(moment.day()),
                Ok(Said::Unknown) => "not known".into(),
                Ok(said) => said.first_seen().ok().flatten().map_or_else(String::new, |seen| seen.label()),
                Err(_) => "such as today, 3 days ago, nov 1".into(),
            },
            Kind::Size(input) => match Readings::parse(input.value(), Notation::current().unit) {
                Ok((readings, by_eye)) => {
                    format!("{}{}", show_readings(readings), if by_eye { " by eye" } else { "" })
                }
                Err(_) => match Notation::current().unit {
                    LengthUnit::Millimetres => "such as 3, or three readings: 3 3 3.5".into(),
                    LengthUnit::Inches => "such as 1/8, or 3 mm".into(),
                },
            },
            Kind::Text(_) | Kind::Path(_) | Kind::Note(_) | Kind::One(_) | Kind::Many(_) => String::new(),
        }
    }
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

impl Choices {
    fn type_letters(&mut self, text: &str) {
        self.typed.extend(text.chars().filter(|c| !c.is_control()).flat_map(char::to_lowercase));
    }

    /// The word of the letters typed so far, or else the first that begins with them.
    fn found(&self) -> Option<usize> {
        if self.typed.is_empty() {
            return None;
        }
        let exact = self.words.iter().position(|word| *word == self.typed);
        exact.or_else(|| self.words.iter().position(|word| word.starts_with(&self.typed)))
    }

    /// Chooses the highlighted word: the one of the letters, or the one that was moved to where none is chosen. One run
    /// of letters chooses at most one.
    fn take(&mut self) -> Result<(), String> {
        if !self.typed.is_empty() {
            let Some(found) = self.found() else {
                return Err(format!("no word here begins with \"{}\"; Backspace takes a letter back", self.typed));
            };
            self.chosen[found] = true;
            self.mark = found;
            self.typed.clear();
        } else if self.is_moved && !self.chosen.contains(&true) {
            self.chosen[self.mark] = true;
        }
        self.is_moved = false;
        Ok(())
    }
}
