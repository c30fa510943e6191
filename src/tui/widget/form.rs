//! The form widget. Every question of every form is a [`Field`]. The form moves the focus, shows all errors beside
//! their fields, and knows whether anything was changed.

mod draw;
mod pane;

pub(crate) use draw::Layout;

use super::field::{Field, FieldKind, Line, typed_place};
use super::list::ListState;
use crate::domain::{FieldError, Place, Position, Said, SpotId};
use crate::exchange::Columns;
use crate::ops::{Preview, Reviewed, RoundAnswer, Saved, SpotPhoto};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use ratatui::layout::Rect;
use std::path::PathBuf;

/// The purpose of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    NewSpot,
    Look(u32),
    /// Asks in a round for the size of a spot that is bigger or smaller.
    RoundSize(u32, RoundAnswer),
    /// Takes in pictures of a spot.
    AddPhoto(u32),
    /// Asks what differs in the photo in [`Form::photo`].
    SayChanges,
    Review(Reviewed),
    Treatment(u32),
    /// Closes a spot that was removed.
    Removed(u32),
    /// Corrects the entry in [`Form::saved`].
    Correct,
    /// Corrects the place of a spot.
    Move,
    /// Adds a note to the entry in [`Form::saved`].
    AddNote,
    Symptoms,
    Medicine,
    Infection,
    Person,
    NewPerson,
    /// Asks for the name of the shown person, to strike out that person with everything.
    StrikePerson,
    /// Asks what to erase. Saving the form only plans it.
    Erase,
    EmergencyNumber,
    Settings,
    Export,
    /// Asks for the file or the folder of a task.
    Files(FileTask),
    Sections,
    /// Asks for a new file for the journal after its file was moved away.
    SaveElsewhere,
}

impl Purpose {
    /// Returns the number of the spot that the form is about, if it is about one.
    pub(crate) fn spot_mut(&mut self) -> Option<&mut u32> {
        match self {
            Purpose::Look(number)
            | Purpose::RoundSize(number, _)
            | Purpose::AddPhoto(number)
            | Purpose::Review(Reviewed::Spot(number))
            | Purpose::Treatment(number)
            | Purpose::Removed(number) => Some(number),
            _ => None,
        }
    }
}

/// Something that is done with a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileTask {
    Table,
    Journal,
    Reminders,
    BackUp,
    Restore,
    Import,
    Sync,
}

/// A table whose columns are asked about.
#[derive(Clone)]
pub(crate) struct AskedTable {
    /// The file, as it was typed.
    pub path: PathBuf,
    /// The columns, with the fields chosen so far.
    pub columns: Columns,
}

/// A form: its fields, its focus and its state.
pub(crate) struct Form {
    pub purpose: Purpose,
    pub title: String,
    pub fields: Vec<Field>,
    pub list: ListState,
    pub is_changed: bool,
    /// Whether answers have changed since the draft of the form was kept.
    pub is_unkept: bool,
    /// Since when answers wait to be kept in the draft; `None` if none wait.
    pub unkept_since: Option<DateTime<Utc>>,
    /// The field with the focus when the draft was kept last.
    pub kept_at: Option<usize>,
    /// The position of a new spot on the body map. It is used only while the lesion site is unchanged.
    pub placed: Option<(Place, Position)>,
    /// The spot that [`Form::purpose`] names by its number. An undo or a sync can give that number to another spot.
    pub spot: Option<SpotId>,
    /// The entry that the form corrects, as it is saved.
    pub saved: Option<Box<Saved>>,
    /// The photo that the form asks about.
    pub photo: Option<Box<SpotPhoto>>,
    /// The table whose columns the form asks about.
    pub asked: Option<Box<AskedTable>>,
    /// The day of the look whose answers are shown beside the questions.
    pub last_on: Option<NaiveDate>,
    /// The letters that led to the question with this index, among many questions with the same answers.
    pub sought: Option<(usize, String)>,
    /// What would be so once the form is saved as it is; `None` for a form that no rule reads.
    pub foreseen: Option<Box<Preview>>,
}

impl Form {
    /// Creates a form with the focus on its first field.
    pub(crate) fn new(purpose: Purpose, title: String, fields: Vec<Field>) -> Form {
        Form {
            purpose,
            title,
            fields,
            list: ListState::default(),
            is_changed: false,
            is_unkept: false,
            unkept_since: None,
            kept_at: Some(0),
            placed: None,
            spot: None,
            saved: None,
            photo: None,
            asked: None,
            last_on: None,
            sought: None,
            foreseen: None,
        }
    }

    /// Returns the field with the focus.
    pub(crate) fn focused(&mut self) -> &mut Field {
        let cursor = self.list.cursor;
        &mut self.fields[cursor]
    }

    /// Changes the focused field. From then on, leaving the form asks first.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Field)) {
        let is_question = self.focused().is_question();
        self.is_changed |= is_question;
        self.is_unkept |= is_question;
        change(self.focused());
    }

    /// Writes out the days that mean another day now than they did before.
    pub(crate) fn keep_days(&mut self, before: NaiveDateTime, now: NaiveDateTime) {
        for field in self.fields.iter_mut().filter(|field| matches!(field.kind, FieldKind::Line(_, Line::Date))) {
            let day = |at| Said::parse(&field.value(), at).and_then(Said::moment).ok();
            if let Some((was, is)) = day(before).zip(day(now))
                && was.day() != is.day()
            {
                let is_suggested = field.is_suggested;
                field.set(&was.to_string());
                field.is_suggested = is_suggested;
            }
        }
    }

    /// Handles typed text. Among symptoms, letters that begin no answer lead to the question that they begin.
    pub(crate) fn write(&mut self, text: &str, body: Rect) {
        let at = self.list.cursor;
        let sought = self.sought.take().filter(|(of, _)| *of == at).map(|(_, letters)| letters);
        let is_letters = text.chars().all(char::is_alphabetic);
        if let FieldKind::Words(choices) = &self.fields[at].kind
            && self.purpose == Purpose::Symptoms
            && (sought.is_some() || is_letters)
        {
            let (typed, is_lit) = (choices.typed(), choices.lit().is_some());
            let letters = format!("{}{}", sought.as_deref().unwrap_or(typed), text.to_lowercase());
            let is_answer = sought.is_none() && choices.begins(&letters);
            // "n" may be an answer, or the first letter of "nausea".
            if !is_answer && self.seek(letters, at, body) {
                self.fields[at].let_go();
                return;
            }
            if !is_answer && is_lit && is_letters {
                // Another word begins, so the answer is taken.
                self.change(Field::take_lit);
                return self.write(text, body);
            }
        }
        self.change(|field| field.write(text));
    }

    /// Deletes the letter before the cursor. Of the letters that led to a question, the last one goes, and no answer.
    pub(crate) fn erase(&mut self) {
        match &mut self.sought {
            Some((at, letters)) if *at == self.list.cursor && !letters.is_empty() => drop(letters.pop()),
            _ => self.change(|field| field.erase()),
        }
    }

    /// Moves the focus to the next question from an index on that has a word with these first letters. Returns false if
    /// there is none.
    fn seek(&mut self, letters: String, from: usize, body: Rect) -> bool {
        let begins = |at: &usize| {
            let Field { label, kind, .. } = &self.fields[*at];
            let label = label.to_lowercase();
            matches!(kind, FieldKind::Words(_))
                && (label.starts_with(&letters) || label.contains(&format!(" {letters}")))
        };
        let Some(at) = (from..self.fields.len()).chain(0..from).find(begins) else { return false };
        self.list.cursor = at;
        self.sought = Some((at, letters));
        self.follow(body);
        true
    }

    /// Returns whether a field is in a closed group.
    pub(crate) fn is_hidden(&self, at: usize) -> bool {
        let heading = self.fields[..at].iter().rev().find_map(|field| match field.kind {
            FieldKind::Group { is_open } => Some(is_open),
            _ => None,
        });
        self.fields[at].is_question() && heading == Some(false)
    }

    /// Opens the group that a field is in.
    fn show(&mut self, at: usize) {
        if let Some(FieldKind::Group { is_open }) = self.fields[..at]
            .iter_mut()
            .rev()
            .map(|field| &mut field.kind)
            .find(|kind| matches!(kind, FieldKind::Group { .. }))
        {
            *is_open = true;
        }
    }

    /// Opens or closes the group at the cursor. An opened one gives the focus to its first field. Returns false if the
    /// cursor is on no group.
    pub(crate) fn fold(&mut self, body: Rect) -> bool {
        let FieldKind::Group { is_open } = &mut self.focused().kind else { return false };
        *is_open = !*is_open;
        if *is_open {
            self.list.cursor = (self.list.cursor + 1).min(self.fields.len() - 1);
        }
        self.follow(body);
        true
    }

    /// Fills in a place with its point on the body map.
    pub(crate) fn place(&mut self, place: Place, position: Position) {
        self.placed = Some((place, position));
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == "site") {
            field.set(&typed_place(place));
        }
        (self.is_changed, self.is_unkept) = (true, true);
    }

    /// Moves the focus to the main question of that number, if the current field can be left.
    pub(crate) fn go_to_question(&mut self, number: u8, body: Rect, now: NaiveDateTime) {
        if let Some(at) = self.fields.iter().position(|field| field.number == Some(number))
            && self.leave(body, now)
        {
            self.list.cursor = at;
            self.follow(body);
        }
    }

    /// Moves the focus to the field of that name.
    pub(crate) fn go_to(&mut self, name: &str, body: Rect) {
        if let Some(at) = self.fields.iter().position(|field| field.name == name) {
            self.show(at);
            self.list.cursor = at;
            self.follow(body);
        }
    }

    /// Returns the index of the first shown question without an answer.
    pub(crate) fn first_open(&self) -> Option<usize> {
        (0..self.fields.len()).find(|&at| {
            let field = &self.fields[at];
            field.is_question() && !self.is_hidden(at) && field.say().is_empty()
        })
    }

    /// Returns the field of that name. Only some forms have a given field.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Commits the highlighted answer of the focused field. Returns false if that field cannot be left; its error is
    /// then shown.
    pub(crate) fn leave(&mut self, body: Rect, now: NaiveDateTime) -> bool {
        self.sought = None;
        let left = self.focused().leave(now);
        self.follow(body);
        left
    }

    /// Moves the focus to the next or the previous shown field, if the current one can be left.
    pub(crate) fn go(&mut self, forward: bool, body: Rect, now: NaiveDateTime) {
        if !self.leave(body, now) {
            return;
        }
        let cursor = self.list.cursor;
        let shown = |at: &usize| !self.is_hidden(*at);
        let next = if forward { (cursor + 1..self.fields.len()).find(shown) } else { (0..cursor).rev().find(shown) };
        self.list.cursor = next.unwrap_or(cursor);
        self.follow(body);
    }

    /// Returns whether the focus is on the last shown field, or only the button that saves follows.
    pub(crate) fn is_at_end(&self) -> bool {
        let is_save = |at: usize| matches!(self.fields[at].kind, FieldKind::Save);
        (self.list.cursor + 1..self.fields.len()).all(|at| self.is_hidden(at) || is_save(at))
    }

    /// Scrolls the focused field into view, with all lines of its words and its error. `body` is the area of the form
    /// with its frame.
    pub(crate) fn follow(&mut self, body: Rect) {
        let layout = Layout::new(self, body);
        self.list.cursor = self.list.cursor.min(self.fields.len().saturating_sub(1));
        self.list.offset = layout.offset(self);
    }

    /// Handles a click: moves the focus to the field under the mouse, if the current one can be left, and chooses the
    /// word there. Returns true for a click on the button that saves.
    pub(crate) fn click(&mut self, column: u16, row: u16, body: Rect, now: NaiveDateTime) -> bool {
        let layout = Layout::new(self, body);
        let Some((at, line)) = layout.field_at(self, row) else { return false };
        let word = layout.word_at(self, at, line, column);
        if at != self.list.cursor && !self.leave(body, now) {
            return false;
        }
        self.list.cursor = at;
        if let Some(index) = word {
            self.change(|field| field.click(index));
        }
        self.fold(body);
        self.follow(body);
        matches!(self.fields[at].kind, FieldKind::Save)
    }

    /// Sets errors on their fields and moves the focus to the first of them. Returns the errors that belong to no
    /// field.
    pub(crate) fn refuse(&mut self, errors: Vec<FieldError>, body: Rect) -> Vec<FieldError> {
        let mut unplaced = Vec::new();
        let mut first = None;
        for error in errors {
            let name = error.path.split('.').next().unwrap_or_default();
            match self.fields.iter().position(|f| f.is_question() && f.name == name) {
                Some(at) => {
                    self.show(at);
                    self.fields[at].error = Some(error.message);
                    first = Some(first.map_or(at, |f: usize| f.min(at)));
                }
                None => unplaced.push(error),
            }
        }
        if let Some(first) = first {
            self.list.cursor = first;
            self.follow(body);
        }
        unplaced
    }

    /// Returns what the letters typed in the focused field match, or an empty text if nothing is searched. `accept` is the
    /// key that takes it.
    pub(crate) fn found(&self, now: NaiveDateTime, accept: &str) -> String {
        if let Some((_, letters)) = self.sought.as_ref().filter(|(at, _)| *at == self.list.cursor) {
            return format!("{letters} …");
        }
        match self.fields.get(self.list.cursor).and_then(|field| field.finding(now)) {
            Some(("", Some(word))) => format!("{accept}: {word}"),
            Some((typed, Some(word))) => format!("{typed} … {accept}: {word}"),
            Some((typed, None)) => format!("{typed} … fits nothing"),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_was_shown_stays_when_midnight_passes() {
        let fields =
            vec![Field::date("at", "Looked on", "today"), Field::date("first_seen", "First seen", "2 Nov 2026")];
        let mut form = Form::new(Purpose::NewSpot, String::new(), fields);
        let at = |day, hour| chrono::NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(hour, 0, 0).unwrap();
        form.keep_days(at(21, 23), at(21, 23));
        assert_eq!(form.fields[0].value(), "today");
        form.keep_days(at(21, 23), at(22, 0));
        assert_eq!((&*form.fields[0].value(), &*form.fields[1].value()), ("2026-11-21", "2 Nov 2026"));
    }
}
