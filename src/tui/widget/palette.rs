//! The command palette: finds commands, spots and reference cards by a few letters.

use super::field::insert;
use super::list::ListState;
use super::search::score;
use super::text::{fit, put};
use crate::guidance::CARDS;
use crate::tui::keymap::{Command, Context, Keymap, keyless};
use crate::tui::theme::{Role, Theme};
use crate::tui::world::Loaded;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::widgets::{Block, Clear, Widget};
use tui_input::{Input, InputRequest};

/// The maximum length of a search text, in characters.
pub(crate) const MOST_LETTERS: usize = 200;

/// The maximum number of matches. Nobody would look through more.
const MOST: usize = 50;

/// The least score for each typed letter. A letter of a scattered match brings 16 and less.
const CLOSE: i32 = 20;

/// The bonus for a command that is found by its name, before those that only mention the word.
const NAME: i32 = 12;

/// The bonus for a command of which a whole word was typed, before those that only have its letters. A word of its name
/// counts twice.
const WHOLE: i32 = 200;

/// The palette modal.
pub(crate) struct Palette {
    contexts: Vec<Context>,
    keymap: Keymap,
    pub input: Input,
    pub list: ListState,
    pub found: Vec<Choice>,
}

/// One match in the palette.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    pub label: String,
    pub keys: String,
    pub what: What,
}

/// What a match opens or runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Command(Command),
    Spot(u32),
    /// A reference card, by its index.
    Card(usize),
}

/// Counts what people call a command by the typed word: its name twice, another word for it once.
fn whole_words(command: Command, wanted: &str) -> i32 {
    let wanted = wanted.trim().to_lowercase();
    let has = |text: &str| !wanted.is_empty() && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == wanted);
    2 * i32::from(has(command.label())) + i32::from(has(command.also()))
}

impl Palette {
    /// Creates a palette with an empty search text.
    pub(crate) fn new(contexts: Vec<Context>, keymap: Keymap, loaded: &Loaded) -> Palette {
        let mut palette =
            Palette { contexts, keymap, input: Input::default(), list: ListState::default(), found: Vec::new() };
        palette.search(loaded);
        palette
    }

    /// Inserts typed text and searches again.
    pub(crate) fn write(&mut self, text: &str, loaded: &Loaded) {
        let before = self.input.value().len();
        insert(&mut self.input, text, MOST_LETTERS);
        // A full field stays unchanged, however much is typed.
        if self.input.value().len() != before {
            self.search(loaded);
        }
    }

    /// Deletes the last letter and searches again.
    pub(crate) fn erase(&mut self, loaded: &Loaded) {
        self.input.handle(InputRequest::DeletePrevChar);
        self.search(loaded);
    }

    fn search(&mut self, loaded: &Loaded) {
        let wanted = self.input.value();
        let mut found: Vec<(i32, Choice)> = Vec::new();
        for (command, label) in self.commands() {
            let by_name = score(command.label(), wanted).map(|score| score + NAME);
            if let Some(score) = score(&label, wanted).max(score(command.also(), wanted)).max(by_name) {
                let score = score + WHOLE * whole_words(command, wanted);
                let keys = self.keymap.chord_of(&self.contexts, command).map_or_else(String::new, |c| c.to_string());
                found.push((score, Choice { label, keys, what: What::Command(command) }));
            }
        }
        for row in &loaded.rows {
            let label = format!("spot {} {}", row.number, row.title);
            if let Some(score) = score(&label, wanted) {
                found.push((score, Choice { label, keys: String::new(), what: What::Spot(row.number) }));
            }
        }
        for (place, card) in CARDS.iter().enumerate() {
            let label = format!("card {}", card.title);
            // There are many cards, so without a letter only commands and spots are listed.
            if let Some(score) = score(&label, wanted).filter(|_| !wanted.is_empty()) {
                found.push((score, Choice { label, keys: String::new(), what: What::Card(place) }));
            }
        }
        // Letters that lie far apart in a sentence are no match that anybody means.
        let least = CLOSE * wanted.chars().count() as i32;
        found.retain(|(score, _)| *score >= least);
        // The sort is stable: at equal scores, commands come before spots, in the order of the table.
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.truncate(MOST);
        self.found = found.into_iter().map(|(_, choice)| choice).collect();
        self.list = ListState::default();
    }

    /// Returns the commands that are available here, without mere movements.
    fn commands(&self) -> Vec<(Command, String)> {
        let mut commands = Vec::new();
        for binding in self.keymap.hinted(&self.contexts) {
            if binding.command != Command::Palette && !commands.iter().any(|(c, _)| *c == binding.command) {
                commands.push((binding.command, format!("{}: {}", binding.command.label(), binding.command.help())));
            }
        }
        // These are rare enough to have no key.
        if self.contexts.contains(&Context::Everywhere) {
            commands.extend(keyless().map(|command| (command, format!("{}: {}", command.label(), command.help()))));
        }
        commands
    }

    /// Returns how many matches fit on a screen of that height.
    pub(crate) fn height(&self, screen: u16) -> usize {
        usize::from(screen.min(16).saturating_sub(4)).max(1)
    }

    fn area(&self, body: Rect) -> Rect {
        let rows = self.height(body.height) as u16;
        body.centered(Constraint::Length(body.width.min(78)), Constraint::Length(rows + 4))
    }

    /// Handles a click, which selects a choice. Returns true for a click on the selected one.
    pub(crate) fn click(&mut self, row: u16, body: Rect) -> bool {
        let first = self.area(body).y + 3;
        let at = row.checked_sub(first).map(|line| self.list.offset + usize::from(line));
        let again = at == Some(self.list.cursor);
        if let Some(at) = at.filter(|at| *at < self.found.len() && usize::from(row - first) < self.height(body.height))
        {
            self.list.cursor = at;
        }
        again
    }

    /// Draws the palette in the middle of `body`.
    pub(crate) fn draw(&self, body: Rect, theme: Theme, buffer: &mut Buffer) {
        let rows = self.height(body.height);
        let area = self.area(body);
        Clear.render(area, buffer);
        let block = Block::bordered().border_style(theme.style(Role::Border));
        let inner = block.inner(area);
        block.render(area, buffer);
        put(buffer, area, 1, 0, " What do you want to do? ", theme.style(Role::Title));
        put(buffer, inner, 1, 0, "›", theme.style(Role::Key));
        put(buffer, inner, 3, 0, &format!("{}▏", self.input.value()), theme.style(Role::Text));
        if self.found.is_empty() {
            put(buffer, inner, 1, 2, "Nothing matches.", theme.style(Role::Dim));
        }
        let width = usize::from(inner.width.saturating_sub(2));
        for (y, (i, choice)) in self.found.iter().enumerate().skip(self.list.offset).take(rows).enumerate() {
            let selected = i == self.list.cursor;
            let label = fit(&choice.label, width.saturating_sub(8));
            let line = format!("{label} {:>7}", choice.keys);
            let role = if selected { Role::Selected } else { Role::Text };
            put(buffer, inner, 1, y as u16 + 2, &line, theme.style(role));
        }
    }
}
