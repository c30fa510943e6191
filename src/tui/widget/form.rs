//! The form widget. Every question of every form is a [`Field`]. The form moves the focus, shows all errors beside
//! their fields, and knows whether anything was changed.

use super::choices::Choices;
use super::field::{Field, FieldKind};
use super::list::ListState;
use super::text::{cut, put, wrap};
use crate::domain::{FieldError, Place, Position};
use crate::guidance::Flag;
use crate::ops::{Reviewed, RoundAnswer, Saved};
use crate::tui::theme::{Role, Theme};
use chrono::NaiveDateTime;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// The visible lines of a note with the focus.
const NOTE_LINES: usize = 5;

/// The purpose of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    NewSpot,
    Look(u32),
    /// Asks in a round for the size of a spot that is bigger or smaller.
    RoundSize(u32, RoundAnswer),
    Review(Reviewed),
    Treatment(u32),
    /// Corrects the entry in [`Form::saved`].
    Correct,
    /// Adds a note to the entry in [`Form::saved`].
    AddNote,
    Symptoms,
    Medicine,
    Infection,
    Person,
    NewPerson,
    /// Asks what to erase. Saving the form only plans it.
    Erase,
    EmergencyNumber,
    Settings,
    Export,
    Sections,
    /// Asks for a new file for the journal after its file was moved away.
    SaveElsewhere,
}

/// A form: its fields, its focus and its state.
pub(crate) struct Form {
    pub purpose: Purpose,
    pub title: String,
    pub fields: Vec<Field>,
    pub list: ListState,
    pub is_changed: bool,
    /// The position of a new spot on the body map. It is used only while the lesion site is unchanged.
    pub placed: Option<(Place, Position)>,
    /// The entry that the form corrects, as it is saved.
    pub saved: Option<Box<Saved>>,
    /// The flags that saving the form as it is would raise.
    pub foreseen: Vec<Flag>,
}

impl Form {
    /// Creates a form with the focus on its first field.
    pub(crate) fn new(purpose: Purpose, title: String, fields: Vec<Field>) -> Form {
        let list = ListState::default();
        Form { purpose, title, fields, list, is_changed: false, placed: None, saved: None, foreseen: Vec::new() }
    }

    /// Returns the field with the focus.
    pub(crate) fn focused(&mut self) -> &mut Field {
        let cursor = self.list.cursor;
        &mut self.fields[cursor]
    }

    /// Changes the focused field. From then on, leaving the form asks first.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Field)) {
        self.is_changed = true;
        change(self.focused());
    }

    /// Moves the focus to the field of that name.
    pub(crate) fn go_to(&mut self, name: &str, area: Rect) {
        if let Some(at) = self.fields.iter().position(|field| field.name == name) {
            self.list.cursor = at;
            self.follow(area);
        }
    }

    /// Returns the field of that name. Only some forms have a given field.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Commits the highlighted answer of the focused field. Returns false if that field cannot be left; its error is
    /// then shown.
    pub(crate) fn leave(&mut self, area: Rect, now: NaiveDateTime) -> bool {
        let left = self.focused().leave(now);
        self.follow(area);
        left
    }

    /// Moves the focus by a number of fields, if the current one can be left. `area` is the area of the fields.
    pub(crate) fn go(&mut self, by: isize, area: Rect, now: NaiveDateTime) {
        if self.leave(area, now) {
            let last = self.fields.len() - 1;
            self.list.cursor = self.list.cursor.saturating_add_signed(by).min(last);
            self.follow(area);
        }
    }

    /// Scrolls the focused field into view, with all lines of its words and its error.
    pub(crate) fn follow(&mut self, area: Rect) {
        let len = self.fields.len();
        let height = usize::from(area.height).max(1);
        self.list.follow(len, height);
        let width = usize::from(value_area(area, self.label_width(area), 0).width);
        let mut needs: usize = (self.list.offset..=self.list.cursor).map(|at| self.lines_of(at, width, height)).sum();
        while self.list.offset < self.list.cursor && needs > height {
            needs -= self.lines_of(self.list.offset, width, height);
            self.list.offset += 1;
        }
    }

    /// Returns how many of `height` lines a field takes, with its error. The focused field also shows its words.
    fn lines_of(&self, at: usize, width: usize, height: usize) -> usize {
        let field = &self.fields[at];
        let error = error_lines(field, width);
        let value = match &field.kind {
            FieldKind::Words(choices) if at == self.list.cursor => {
                // A long list leaves room for its error.
                choice_lines(&choices.words, width).len().min(height.saturating_sub(error)).max(1)
            }
            FieldKind::Note(_) if at == self.list.cursor => NOTE_LINES,
            _ => 1,
        };
        value + error
    }

    /// Moves the focus to the field under the mouse, if the current one can be left.
    pub(crate) fn click(&mut self, row: u16, area: Rect, now: NaiveDateTime) {
        let width = usize::from(value_area(area, self.label_width(area), 0).width);
        let Some(mut left) = row.checked_sub(area.y).map(usize::from).filter(|_| row < area.bottom()) else {
            return;
        };
        for at in self.list.offset..self.fields.len() {
            let lines = self.lines_of(at, width, usize::from(area.height));
            if left < lines {
                if at != self.list.cursor && self.leave(area, now) {
                    self.list.cursor = at;
                    self.follow(area);
                }
                return;
            }
            left -= lines;
        }
    }

    /// Sets errors on their fields and moves the focus to the first of them. Returns the errors that belong to no
    /// field.
    pub(crate) fn refuse(&mut self, errors: Vec<FieldError>, area: Rect) -> Vec<FieldError> {
        let mut unplaced = Vec::new();
        let mut first = None;
        for error in errors {
            let name = error.path.split('.').next().unwrap_or_default();
            match self.fields.iter().position(|f| f.name == name) {
                Some(at) => {
                    self.fields[at].error = Some(error.message);
                    first = Some(first.map_or(at, |f: usize| f.min(at)));
                }
                None => unplaced.push(error),
            }
        }
        if let Some(first) = first {
            self.list.cursor = first;
            self.follow(area);
        }
        unplaced
    }

    /// Draws the fields that fit.
    pub(crate) fn draw(&self, area: Rect, now: NaiveDateTime, theme: Theme, buffer: &mut Buffer) -> Drawn {
        let label_width = self.label_width(area);
        let width = usize::from(value_area(area, label_width, 0).width);
        let mut below = 0;
        let mut y = 0;
        let mut cursor = None;
        for (i, field) in self.fields.iter().enumerate().skip(self.list.offset) {
            if y >= area.height {
                below = self.fields.len() - i;
                break;
            }
            let focused = i == self.list.cursor;
            let role = if focused { Role::Title } else { Role::Dim };
            put(buffer, area, 1, y, if focused { "›" } else { " " }, theme.style(Role::Key));
            put(buffer, area, 3, y, &cut(field.label, label_width.saturating_sub(1)), theme.style(role));
            let mut value = value_area(area, label_width, y);
            if focused {
                value.height = value.height.saturating_sub(error_lines(field, width) as u16).max(1);
                cursor = draw_focused(field, value, now, theme, buffer);
            } else {
                draw_resting(field, value, now, theme, buffer);
            }
            let bottom = y + self.lines_of(i, width, usize::from(area.height)) as u16;
            if let Some(error) = &field.error {
                let room = Rect { x: value.x, width: value.width, ..area };
                for (at, line) in wrap(error, width).iter().rev().enumerate() {
                    put(buffer, room, 0, bottom - 1 - at as u16, line, theme.style(Role::Error));
                }
            }
            y = bottom;
        }
        Drawn { cursor, below }
    }
}

/// The result of drawing a form.
pub(crate) struct Drawn {
    /// The position for the terminal cursor.
    pub cursor: Option<ScreenPosition>,
    /// The number of fields below the visible ones.
    pub below: usize,
}

impl Form {
    /// Returns what the letters typed in the focused field match, or an empty text if nothing is searched. `accept` is the
    /// key that takes it.
    pub(crate) fn found(&self, now: NaiveDateTime, accept: &str) -> String {
        match self.fields.get(self.list.cursor).and_then(|field| field.finding(now)) {
            Some(("", Some(word))) => format!("{accept}: {word}"),
            Some((typed, Some(word))) => format!("{typed} … {accept}: {word}"),
            Some((typed, None)) => format!("{typed} … fits nothing"),
            None => String::new(),
        }
    }

    /// Returns the width of the labels. It may be larger in forms where every value is a word or a number.
    fn label_width(&self, area: Rect) -> usize {
        let longest = self.fields.iter().map(|field| field.label.width()).max().unwrap_or(0) + 2;
        match (matches!(self.purpose, Purpose::Symptoms | Purpose::Settings), area.width < 60) {
            (true, true) => usize::from(area.width).saturating_sub(14).min(longest),
            (true, false) => longest.max(22),
            (false, true) => 14,
            (false, false) => 22,
        }
    }
}

/// Returns the area for the value of the field at line `y`, down to the end of the form.
fn value_area(area: Rect, label_width: usize, y: u16) -> Rect {
    let taken = 3 + label_width as u16;
    Rect {
        x: area.x + taken,
        y: area.y + y,
        width: area.width.saturating_sub(taken + 1),
        height: area.height.saturating_sub(y),
    }
}

fn error_lines(field: &Field, width: usize) -> usize {
    field.error.as_ref().map_or(0, |error| wrap(error, width).len())
}

fn draw_focused(
    field: &Field,
    area: Rect,
    now: NaiveDateTime,
    theme: Theme,
    buffer: &mut Buffer,
) -> Option<ScreenPosition> {
    match &field.kind {
        FieldKind::Words(choices) => draw_words(choices, area, theme, buffer),
        FieldKind::Note(note) => {
            let area = Rect { height: area.height.min(NOTE_LINES as u16), ..area };
            (&**note).render(area, buffer);
            buffer.set_style(area, theme.style(Role::Text));
            let (at, (top, left)) = (note.screen_cursor(), note.scroll_offset());
            Some(ScreenPosition {
                x: area.x + (at.col as u16).saturating_sub(left).min(area.width.saturating_sub(1)),
                y: area.y + (at.row as u16).saturating_sub(top).min(area.height.saturating_sub(1)),
            })
        }
        _ => {
            let input = field.input()?;
            let width = usize::from(area.width).max(2);
            let scroll = input.visual_scroll(width - 1);
            let text: String = skip_columns(input.value(), scroll);
            let role = if field.is_suggested { Role::Selected } else { Role::Text };
            put(buffer, area, 0, 0, &text, theme.style(role));
            let at = input.visual_cursor().saturating_sub(scroll) as u16;
            let hint = field.hint(now);
            let from = (text.width() as u16).max(at) + 3;
            if !hint.is_empty() && usize::from(from) + 8 < width {
                put(buffer, area, from, 0, &hint, theme.style(Role::Dim));
            }
            Some(ScreenPosition { x: area.x + at.min(area.width.saturating_sub(1)), y: area.y })
        }
    }
}

fn draw_resting(field: &Field, area: Rect, now: NaiveDateTime, theme: Theme, buffer: &mut Buffer) {
    let chosen = field.words();
    let (text, role) = match field.input() {
        Some(input) if input.value().trim().is_empty() => ("–".to_owned(), Role::Dim),
        Some(input) => {
            let hint = field.hint(now);
            let meant = if hint.is_empty() || hint == input.value() { String::new() } else { format!("   {hint}") };
            (format!("{}{meant}", input.value()), Role::Text)
        }
        None if matches!(field.kind, FieldKind::Note(_)) => match field.value().trim() {
            "" => ("–".to_owned(), Role::Dim),
            text => (text.lines().collect::<Vec<_>>().join(" ⏎ "), Role::Text),
        },
        None if chosen.is_empty() => ("–".to_owned(), Role::Dim),
        None => (chosen.join(", "), Role::Text),
    };
    put(buffer, area, 0, 0, &text, theme.style(role));
}

/// The extra columns of a word: the cursor, the box and the space between two words.
const BOX: usize = 6;

/// Draws the words with the cursor. Each has a box, with an x if the word is chosen. Returns the position of the
/// terminal cursor, which is after the typed letters.
fn draw_words(choices: &Choices, area: Rect, theme: Theme, buffer: &mut Buffer) -> Option<ScreenPosition> {
    let lines = choice_lines(&choices.words, usize::from(area.width));
    let height = usize::from(area.height).max(1);
    // If not all lines fit, those around the cursor are shown.
    let line_of_cursor = lines.iter().position(|line| line.iter().any(|index| choices.cursor() == Some(*index)));
    let first = line_of_cursor.unwrap_or(0).saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    let mut position = None;
    for (y, line) in lines.into_iter().skip(first).take(height).enumerate() {
        let (mut x, y) = (0, y as u16);
        for index in line {
            let word = choices.words[index];
            let (has_cursor, is_lit) = (choices.cursor() == Some(index), choices.lit() == Some(index));
            let role = if choices.is_chosen(index) { Role::Title } else { Role::Text };
            put(buffer, area, x, y, if has_cursor { "›" } else { " " }, theme.style(Role::Key));
            let (open, close) = if choices.only_one { ('(', ')') } else { ('[', ']') };
            let mark = if choices.is_chosen(index) { 'x' } else { ' ' };
            put(buffer, area, x + 1, y, &format!("{open}{mark}{close} "), theme.style(role));
            put(buffer, area, x + 5, y, word, theme.style(if is_lit { Role::Selected } else { role }));
            if is_lit && !choices.typed().is_empty() {
                let at = area.x + x + 5 + choices.typed().width() as u16;
                position = Some(ScreenPosition { x: at.min(area.right().saturating_sub(1)), y: area.y + y });
            }
            x += (word.width() + BOX) as u16;
        }
    }
    position
}

/// Wraps the words of a list into lines of indices.
fn choice_lines(words: &[&str], width: usize) -> Vec<Vec<usize>> {
    let mut lines = vec![Vec::new()];
    let mut left = width + 1;
    for (i, word) in words.iter().enumerate() {
        let needs = word.width() + BOX;
        if needs > left && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(Vec::new());
            left = width + 1;
        }
        left = left.saturating_sub(needs);
        if let Some(line) = lines.last_mut() {
            line.push(i);
        }
    }
    lines
}

fn skip_columns(text: &str, columns: usize) -> String {
    let mut skipped = 0;
    let mut rest = text.chars();
    while skipped < columns {
        match rest.next() {
            Some(c) => skipped += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0),
            None => break,
        }
    }
    rest.collect()
}
