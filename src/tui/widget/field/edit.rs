//! Typing, moving and deleting in a field.

use super::{Field, FieldKind, Line, begun_day, is_side, typed_place};
use crate::domain::{Notation, Place, Readings, Said, Text, suggest_places};
use chrono::NaiveDateTime;
use ratatui_textarea::CursorMove;
use tui_input::{Input, InputRequest};

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

impl Field {
    /// Inserts typed or pasted text. In a list it is the start of a word.
    pub(crate) fn write(&mut self, text: &str) {
        self.error = None;
        self.pick = 0;
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
            FieldKind::Group { is_open } if text == " " => *is_open = !*is_open,
            FieldKind::Group { .. } | FieldKind::Save => {}
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
            FieldKind::Group { is_open } => *is_open = forward,
            FieldKind::Save => {}
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

    /// Takes the highlighted word of a list as the answer.
    pub(crate) fn take_lit(&mut self) {
        if let FieldKind::Words(choices) = &mut self.kind {
            // A highlighted word can be taken, whatever was typed.
            let _ = choices.leave();
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
            FieldKind::Group { .. } | FieldKind::Save => {}
        }
    }

    /// Undoes the last typing in a note.
    pub(crate) fn undo_typing(&mut self) {
        if let FieldKind::Note(note) = &mut self.kind {
            note.undo();
        }
    }

    /// Moves a line up or down in a note or in the suggested places. Returns false if there is no such line.
    pub(crate) fn go_line(&mut self, down: bool) -> bool {
        let suggested = self.suggested().len();
        if suggested > 0 {
            let to = self.pick.checked_add_signed(if down { 1 } else { -1 }).filter(|to| *to < suggested);
            self.pick = to.unwrap_or(self.pick);
            return to.is_some();
        }
        let FieldKind::Note(note) = &mut self.kind else { return false };
        let before = note.screen_cursor().row;
        note.move_cursor(if down { CursorMove::Down } else { CursorMove::Up });
        note.screen_cursor().row != before
    }

    /// Returns the places that the typed words may mean. Empty if they name one, or if nothing is typed.
    pub(crate) fn suggested(&self) -> Vec<Place> {
        match &self.kind {
            FieldKind::Line(input, Line::Place)
                if Place::parse(input.value()).is_err() && !input.value().trim().is_empty() =>
            {
                suggest_places(input.value())
            }
            _ => Vec::new(),
        }
    }

    /// Replaces an incomplete lesion site by the selected one of the suggested sites.
    pub(crate) fn take_place(&mut self) {
        if let Some(place) = self.suggested().get(self.pick) {
            let place = typed_place(*place);
            self.set(&place);
        }
        self.pick = 0;
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
                let typed = input.value().trim();
                Place::parse(typed).map(drop).map_err(|error| {
                    match suggest_places(typed).is_empty() && !is_side(typed) {
                        // The list of all sites would push the form off the screen.
                        true => format!("\"{typed}\" is not a site; type another word, or take it from the body map"),
                        false => error.message,
                    }
                })
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
