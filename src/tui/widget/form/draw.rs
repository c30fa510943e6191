//! The layout of a form inside its frame, and its drawing.

use super::{Form, Purpose};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::choices::Choices;
use crate::tui::widget::field::{Field, FieldKind};
use crate::tui::widget::text::{cut, put, wrap};
use chrono::NaiveDateTime;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position as ScreenPosition, Rect};
use ratatui::widgets::Widget;
use unicode_width::UnicodeWidthStr;

/// The visible lines of a note with the focus.
const NOTE_LINES: usize = 5;
/// The visible lines of the suggested places.
const PLACE_LINES: usize = 5;
/// The least width inside the frame for help at the side.
const WIDE: u16 = 96;
/// The least height inside the frame for help below the fields.
const TALL: u16 = 19;
/// The most lines of a short list. Without the focus, short lists show all their words before longer ones do.
const SHORT: usize = 3;
/// The columns between two words of a list. The cursor takes the one before a word.
const GAP: usize = 2;

/// The places of everything in a form.
pub(crate) struct Layout {
    /// The area of the fields.
    pub fields: Rect,
    /// The area for help, beside the fields or below them.
    pub pane: Option<Rect>,
    label: usize,
    /// The width of the column with the answers of the last look; 0 if there is none.
    last: usize,
    /// How many lines the list of each field takes at most without the focus.
    resting: Vec<usize>,
}

/// A word of a list on the screen.
struct Cell {
    index: usize,
    x: usize,
    y: usize,
    mark: &'static str,
    word: String,
}

impl Layout {
    /// Lays a form out in `body`, which includes its frame.
    pub(crate) fn new(form: &Form, body: Rect) -> Layout {
        let inner = Rect {
            x: body.x + 1,
            y: body.y + 1,
            width: body.width.saturating_sub(2),
            height: body.height.saturating_sub(2),
        };
        let (fields, pane) = split(inner, form.is_explained());
        let label = label_width(form, fields);
        let has_last = fields.width >= 60 && form.fields.iter().any(|field| !field.last.is_empty());
        let last = if has_last { usize::from(fields.width / 6).clamp(12, 24) } else { 0 };
        let mut layout = Layout { fields, pane, label, last, resting: vec![1; form.fields.len()] };
        layout.share(form);
        layout
    }

    /// Gives the lines that are left to the lists that need them: first to those that can then show all their words.
    fn share(&mut self, form: &Form) {
        let shown = || (0..form.fields.len()).filter(|at| !form.is_hidden(*at));
        // A focused list may need a line or two more than at rest.
        let taken = shown().map(|at| self.lines_at_rest(form, at)).sum::<usize>() + 2;
        let mut left = usize::from(self.fields.height).saturating_sub(taken);
        let width = self.width();
        let all = |at: &usize| match &form.fields[*at].kind {
            FieldKind::Words(choices) => lines_of(choices, width).len(),
            _ => 1,
        };
        let mut lists: Vec<(usize, usize)> = shown().map(|at| (all(&at), at)).filter(|(all, _)| *all > 1).collect();
        lists.sort_unstable();
        // A long list shows two lines first, since its answer is among the first. It shows all if there is still room.
        let first = lists.iter().map(|&(all, at)| (if all <= SHORT { all } else { 2 }, at));
        for (wants, at) in first.chain(lists.iter().copied()) {
            let more = wants - self.resting[at];
            if more <= left {
                self.resting[at] = wants;
                left -= more;
            }
        }
    }

    /// Returns the width for values.
    fn width(&self) -> usize {
        usize::from(self.fields.width)
            .saturating_sub(3 + self.label + self.last + if self.last > 0 { 2 } else { 1 })
            .max(1)
    }

    /// Returns the area for the value of the field at line `y`, down to the end of the form.
    fn value(&self, y: u16) -> Rect {
        Rect {
            x: self.fields.x + 3 + self.label as u16,
            y: self.fields.y + y,
            width: self.width() as u16,
            height: self.fields.height.saturating_sub(y),
        }
    }

    /// Returns the column of the answers of the last look, if they are shown.
    pub(crate) fn last_column(&self) -> Option<u16> {
        (self.last > 0).then(|| self.fields.right() - self.last as u16)
    }

    fn lines_at_rest(&self, form: &Form, at: usize) -> usize {
        let field = &form.fields[at];
        let value = match &field.kind {
            FieldKind::Words(choices) => lines_of(choices, self.width()).len().min(self.resting[at]),
            _ => 1,
        };
        value + error_lines(field, self.width())
    }

    /// Returns how many lines a field takes, with its error. The focused field shows everything that it has.
    fn lines(&self, form: &Form, at: usize) -> usize {
        let field = &form.fields[at];
        if form.is_hidden(at) {
            return 0;
        }
        if at != form.list.cursor {
            return self.lines_at_rest(form, at);
        }
        let error = error_lines(field, self.width());
        let value = match &field.kind {
            // A long list leaves room for its error.
            FieldKind::Words(choices) => {
                let room = usize::from(self.fields.height).saturating_sub(error);
                lines_of(choices, self.width()).len().min(room).max(1)
            }
            FieldKind::Note(_) => NOTE_LINES,
            _ => 1 + field.suggested().len().min(PLACE_LINES),
        };
        value + error
    }

    /// Returns the first visible field: the focused one is in view, and no line is left empty below.
    pub(super) fn offset(&self, form: &Form) -> usize {
        let height = usize::from(self.fields.height).max(1);
        let needs = |from: usize, to: usize| (from..to).map(|at| self.lines(form, at)).sum::<usize>();
        let cursor = form.list.cursor;
        let mut offset = form.list.offset.min(cursor);
        while offset < cursor && needs(offset, cursor + 1) > height {
            offset += 1;
        }
        while offset > 0 && needs(offset - 1, form.fields.len()) <= height {
            offset -= 1;
        }
        offset
    }

    /// Returns each visible field with its first line.
    fn rows<'f>(&'f self, form: &'f Form) -> impl Iterator<Item = (usize, u16)> + 'f {
        let mut y = 0;
        (form.list.offset..form.fields.len()).filter(|at| !form.is_hidden(*at)).map_while(move |at| {
            let first = y;
            y += self.lines(form, at) as u16;
            (first < self.fields.height).then_some((at, first))
        })
    }

    /// Returns the field at a row of the screen, and the line in it.
    pub(super) fn field_at(&self, form: &Form, row: u16) -> Option<(usize, u16)> {
        let line = row.checked_sub(self.fields.y).filter(|_| row < self.fields.bottom())?;
        let (at, first) = self.rows(form).take_while(|(_, first)| *first <= line).last()?;
        (usize::from(line - first) < self.lines(form, at)).then_some((at, line - first))
    }

    /// Returns the word of a list at a line of its field and a column of the screen.
    pub(super) fn word_at(&self, form: &Form, at: usize, line: u16, column: u16) -> Option<usize> {
        let FieldKind::Words(choices) = &form.fields[at].kind else { return None };
        let x = usize::from(column.checked_sub(self.value(0).x)?);
        let height = self.lines(form, at);
        let focused = at == form.list.cursor;
        let (cells, _) = self.cells(choices, (!focused).then_some(self.resting[at]), height);
        let hit = cells.iter().find(|cell| {
            cell.y == usize::from(line) && (cell.x..cell.x + width_of(cell.mark, &cell.word)).contains(&x)
        });
        hit.map(|cell| cell.index)
    }

    /// Places the words of a list. Without the focus, a list with more than `resting` lines shows the chosen words first.
    /// Returns the words, and how many more there are.
    fn cells(&self, choices: &Choices, resting: Option<usize>, height: usize) -> (Vec<Cell>, usize) {
        let width = self.width();
        let lines = lines_of(choices, width);
        if let Some(resting) = resting.filter(|resting| lines.len() > *resting) {
            let is_answer = |index: &usize| choices.is_chosen(*index);
            let (chosen, others): (Vec<_>, Vec<_>) = (0..choices.words.len()).partition(is_answer);
            let more = " + 00 more".len();
            let order: Vec<usize> = chosen.into_iter().chain(others).collect();
            let wrapped = wrap_words(choices, &order, width, Some((resting, more)));
            let shown: usize = wrapped.iter().map(Vec::len).sum();
            return (place(choices, &wrapped), choices.words.len() - shown);
        }
        // If not all lines fit, those around the cursor are shown.
        let of_cursor = lines.iter().position(|line| line.iter().any(|index| choices.cursor() == Some(*index)));
        let last = lines.len().saturating_sub(height);
        let first = of_cursor.unwrap_or(0).saturating_sub(height / 2).min(last);
        let shown = &lines[first..(first + height).min(lines.len())];
        (place(choices, shown), 0)
    }
}

/// Splits the inside of the frame into the fields and the help.
fn split(inner: Rect, is_explained: bool) -> (Rect, Option<Rect>) {
    if !is_explained {
        return (inner, None);
    }
    if inner.width >= WIDE {
        let pane = (inner.width / 3).clamp(32, 60);
        let fields = Rect { width: inner.width - pane - 1, ..inner };
        return (fields, Some(Rect { x: fields.right() + 1, width: pane, ..inner }));
    }
    if inner.height >= TALL {
        let pane = if inner.height >= 32 { 8 } else { 4 };
        let fields = Rect { height: inner.height - pane, ..inner };
        return (fields, Some(Rect { y: fields.bottom(), height: pane, ..inner }));
    }
    (inner, None)
}

/// Returns the width of the labels. It may be larger in forms where every value is a word or a number.
fn label_width(form: &Form, area: Rect) -> usize {
    let number = if form.is_numbered() { 2 } else { 0 };
    let labels = form.fields.iter().filter(|field| field.is_question()).map(|field| field.label.width());
    let longest = labels.max().unwrap_or(0) + number + 1;
    match (matches!(form.purpose, Purpose::Symptoms | Purpose::Settings), area.width < 50) {
        (true, true) => usize::from(area.width).saturating_sub(20).min(longest),
        (false, true) => 14,
        (_, false) => longest.max(12),
    }
}

fn error_lines(field: &Field, width: usize) -> usize {
    field.error.as_ref().map_or(0, |error| wrap(error, width).len())
}

/// Returns the columns of a word with its box.
fn width_of(mark: &str, word: &str) -> usize {
    mark.width() + 1 + word.width()
}

/// Wraps all words of a list into lines of indices.
fn lines_of(choices: &Choices, width: usize) -> Vec<Vec<usize>> {
    wrap_words(choices, &(0..choices.words.len()).collect::<Vec<_>>(), width, None)
}

/// Wraps words into lines of indices. With `most`, into that many lines, with columns left free in the last one.
fn wrap_words(choices: &Choices, order: &[usize], width: usize, most: Option<(usize, usize)>) -> Vec<Vec<usize>> {
    let mut lines: Vec<Vec<usize>> = vec![Vec::new()];
    let mut x = 0;
    for &index in order {
        let (mark, word) = choices.shown(index);
        let needs = width_of(mark, &word);
        let room = match most {
            Some((most, free)) if lines.len() == most => width.saturating_sub(free),
            _ => width,
        };
        if x + needs > room && !lines[lines.len() - 1].is_empty() {
            // A word that would be cut in the last line, beside the count of the rest, is counted too.
            if most.is_some_and(|(most, free)| lines.len() == most || (lines.len() + 1 == most && needs + free > width))
            {
                break;
            }
            lines.push(Vec::new());
            x = 0;
        }
        x += needs + GAP;
        let last = lines.len() - 1;
        lines[last].push(index);
    }
    lines
}

fn place(choices: &Choices, lines: &[Vec<usize>]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (y, line) in lines.iter().enumerate() {
        let mut x = 0;
        for &index in line {
            let (mark, word) = choices.shown(index);
            let next = x + width_of(mark, &word) + GAP;
            cells.push(Cell { index, x, y, mark, word });
            x = next;
        }
    }
    cells
}

impl Form {
    /// Draws the fields that fit. Returns the position for the terminal cursor, and the number of fields below.
    pub(crate) fn draw(
        &self,
        layout: &Layout,
        now: NaiveDateTime,
        theme: Theme,
        buffer: &mut Buffer,
    ) -> (Option<ScreenPosition>, usize) {
        let area = layout.fields;
        let is_numbered = self.is_numbered();
        let mut cursor = None;
        let mut last_drawn = 0;
        for (at, y) in layout.rows(self) {
            last_drawn = at;
            let field = &self.fields[at];
            let focused = at == self.list.cursor;
            let role = if focused { Role::Title } else { Role::Text };
            put(buffer, area, 1, y, if focused { "›" } else { " " }, theme.style(Role::Key));
            if let FieldKind::Group { is_open } = field.kind {
                self.draw_group(at, is_open, Rect { y: area.y + y, height: 1, ..area }, layout, theme, buffer);
                continue;
            }
            let number = match field.number {
                Some(number) => format!("{number} "),
                None if is_numbered => "  ".to_owned(),
                None => String::new(),
            };
            put(buffer, area, 3, y, &number, theme.style(Role::Dim));
            let is_button = matches!(field.kind, FieldKind::Save);
            let label = if is_button { "" } else { field.label };
            let label = cut(label, layout.label.saturating_sub(1 + number.len()));
            put(buffer, area, 3 + number.len() as u16, y, &label, theme.style(role));
            let lines = layout.lines(self, at);
            let error = error_lines(field, layout.width());
            let mut value = layout.value(y);
            value.height = value.height.min((lines - error) as u16);
            match &field.kind {
                FieldKind::Words(choices) => {
                    let position =
                        draw_words(layout, choices, (!focused).then_some(layout.resting[at]), value, theme, buffer);
                    cursor = position.or(cursor);
                }
                FieldKind::Save => {
                    let role = if focused { Role::Selected } else { Role::Key };
                    put(buffer, value, 0, 0, &format!("[ {} ]", field.label), theme.style(role));
                }
                _ if focused => cursor = draw_focused(field, value, now, theme, buffer).or(cursor),
                _ => draw_resting(field, value, now, theme, buffer),
            }
            if let Some(x) = layout.last_column() {
                put(buffer, area, x - area.x, y, &cut(&field.last, layout.last - 1), theme.style(Role::Text));
            }
            if let Some(error) = &field.error {
                let below = layout.value(y + (lines - error_lines(field, layout.width())) as u16);
                for (at, line) in wrap(error, layout.width()).iter().enumerate() {
                    put(buffer, below, 0, at as u16, line, theme.style(Role::Error));
                }
            }
        }
        let is_counted = |at: &usize| !self.is_hidden(*at) && !matches!(self.fields[*at].kind, FieldKind::Save);
        let below = (last_drawn + 1..self.fields.len()).filter(is_counted).count();
        (cursor, below)
    }

    /// Returns whether the main questions have numbers.
    fn is_numbered(&self) -> bool {
        self.fields.iter().any(|field| field.number.is_some())
    }

    /// Draws the heading of a group: how many of its questions are answered, and the answers.
    fn draw_group(&self, at: usize, is_open: bool, row: Rect, layout: &Layout, theme: Theme, buffer: &mut Buffer) {
        let members = || self.fields[at + 1..].iter().take_while(|field| field.is_question());
        let answered: Vec<String> = members()
            .map(|field| (field.label, field.say()))
            .filter(|(_, said)| !said.is_empty())
            .map(|(label, said)| format!("{}: {said}", label.to_lowercase()))
            .collect();
        let role = if at == self.list.cursor { Role::Title } else { Role::Text };
        let label = format!("{} {}", if is_open { '▾' } else { '▸' }, self.fields[at].label);
        put(buffer, row, 3, 0, &label, theme.style(role));
        let said = match (is_open, answered.is_empty()) {
            (true, _) => String::new(),
            (false, true) if members().count() == 1 => "1 question".to_owned(),
            (false, true) => format!("{} questions", members().count()),
            (false, false) => answered.join(" · "),
        };
        let headings = self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Group { .. }));
        let widest = headings.map(|field| field.label.width()).max().unwrap_or(0);
        let x = (widest + 7).max(layout.label + 3) as u16;
        put(buffer, row, x, 0, &said, theme.style(if answered.is_empty() { Role::Dim } else { Role::Text }));
    }
}

/// Draws a text field with the focus.
fn draw_focused(
    field: &Field,
    area: Rect,
    now: NaiveDateTime,
    theme: Theme,
    buffer: &mut Buffer,
) -> Option<ScreenPosition> {
    if let FieldKind::Note(note) = &field.kind {
        (&**note).render(area, buffer);
        buffer.set_style(area, theme.style(Role::Text));
        let (at, (top, left)) = (note.screen_cursor(), note.scroll_offset());
        return Some(ScreenPosition {
            x: area.x + (at.col as u16).saturating_sub(left).min(area.width.saturating_sub(1)),
            y: area.y + (at.row as u16).saturating_sub(top).min(area.height.saturating_sub(1)),
        });
    }
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
    let places = field.suggested();
    let room = usize::from(area.height).saturating_sub(1).max(1);
    let first = field.pick.saturating_sub(room - 1);
    for (y, (at, place)) in places.iter().enumerate().skip(first).take(room).enumerate() {
        let role = if at == field.pick { Role::Selected } else { Role::Text };
        put(buffer, area, 0, y as u16 + 1, &place.label(), theme.style(role));
    }
    Some(ScreenPosition { x: area.x + at.min(area.width.saturating_sub(1)), y: area.y })
}

/// Draws a text field without the focus.
fn draw_resting(field: &Field, area: Rect, now: NaiveDateTime, theme: Theme, buffer: &mut Buffer) {
    let (text, role) = match field.input() {
        Some(input) if input.value().trim().is_empty() => ("–".to_owned(), Role::Dim),
        Some(input) => {
            let hint = field.hint(now);
            let meant = if hint.is_empty() || hint == input.value() { String::new() } else { format!("   {hint}") };
            (format!("{}{meant}", input.value()), Role::Text)
        }
        None => match field.value().trim() {
            "" => ("–".to_owned(), Role::Dim),
            text => (text.lines().collect::<Vec<_>>().join(" ⏎ "), Role::Text),
        },
    };
    put(buffer, area, 0, 0, &text, theme.style(role));
}

/// Draws the words of a list with the cursor; `resting` is how many lines it takes at most without the focus. Returns the
/// position of the terminal cursor, which is after the typed letters.
fn draw_words(
    layout: &Layout,
    choices: &Choices,
    resting: Option<usize>,
    area: Rect,
    theme: Theme,
    buffer: &mut Buffer,
) -> Option<ScreenPosition> {
    let focused = resting.is_none();
    let (cells, more) = layout.cells(choices, resting, usize::from(area.height).max(1));
    let mut position = None;
    for cell in &cells {
        let (x, y, index) = (cell.x as u16, cell.y as u16, cell.index);
        let is_lit = focused && choices.lit() == Some(index);
        let role = if choices.is_chosen(index) { Role::Title } else { Role::Text };
        if focused && choices.cursor() == Some(index) {
            let before = Rect { x: area.x.saturating_sub(1), ..area };
            put(buffer, before, x, y, "›", theme.style(Role::Key));
        }
        put(buffer, area, x, y, cell.mark, theme.style(role));
        let at = x + 1 + cell.mark.width() as u16;
        put(buffer, area, at, y, &cell.word, theme.style(if is_lit { Role::Selected } else { role }));
        if is_lit && !choices.typed().is_empty() {
            let at = area.x + at + choices.typed().width() as u16;
            position = Some(ScreenPosition { x: at.min(area.right().saturating_sub(1)), y: area.y + y });
        }
    }
    if let (Some(last), true) = (cells.last(), more > 0) {
        let more = format!("+ {more} more");
        let x = last.x + width_of(last.mark, &last.word) + 1;
        let fits = x + more.width() <= layout.width();
        let (x, y) = if fits { (x, last.y) } else { (0, last.y + 1) };
        put(buffer, area, x as u16, y as u16, &more, theme.style(Role::Dim));
    }
    position
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
