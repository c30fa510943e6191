//! The program without its terminal: what the real loop runs, and what tests feed with keys.

use super::effect;
use super::keymap::Chord;
use super::message::{Effect, Message};
use super::model::{Model, Start};
use super::theme::Theme;
use super::{update, view};
use crate::config::ThemeChoice;
use crate::error::Result;
use crate::store::Store;
use crossterm::event::{Event, KeyCode, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::Frame;
use std::collections::VecDeque;

/// A running program.
pub struct App {
    store: Store,
    model: Model,
    theme: Theme,
    /// The choice that the theme was made from.
    choice: ThemeChoice,
    data_version: i64,
}

impl App {
    /// `size` is the width and height of the screen in cells.
    pub fn new(store: Store, start: Start, theme: Theme, size: (u16, u16)) -> Result<App> {
        let data_version = store.data_version()?;
        let choice = start.theme;
        let mut app = App { store, model: Model::new(start, size), theme, choice, data_version };
        // The first frame needs the journal; an error here is for the shell, before the screen is taken over.
        for message in effect::perform(Effect::Load, &mut app.store, &app.model)? {
            app.dispatch(message);
        }
        Ok(app)
    }

    pub fn is_over(&self) -> bool {
        self.model.is_over
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        if self.choice != self.model.start.theme {
            self.choice = self.model.start.theme;
            self.theme = Theme::choose(self.choice);
        }
        view::draw(&self.model, self.theme, frame);
    }

    /// Takes one event to its end: until nothing is left to update and no effect to perform.
    pub fn handle(&mut self, event: Event) {
        let today = self.model.now.today();
        self.model.now = (self.model.start.clock)();
        self.reload_if_stale(today);
        if let Some(message) = self.read(event) {
            self.dispatch(message);
        }
    }

    /// For how long to wait for an event before [`App::tick`]; `None` is for ever.
    pub fn waits(&self) -> Option<std::time::Duration> {
        self.model.waits()
    }

    /// Time has passed without an event.
    pub fn tick(&mut self) {
        self.model.now = (self.model.start.clock)();
        self.dispatch(Message::Tick);
    }

    /// Another program may have written, and the day may have turned.
    fn reload_if_stale(&mut self, today: chrono::NaiveDate) {
        let Ok(version) = self.store.data_version() else { return };
        if version != self.data_version || today != self.model.now.today() {
            match effect::perform(Effect::Load, &mut self.store, &self.model) {
                Ok(messages) => {
                    self.data_version = version;
                    messages.into_iter().for_each(|message| self.dispatch(message));
                }
                // The next key tries again.
                Err(error) => self.dispatch(Message::Failed(error.to_string())),
            }
        }
    }

    fn read(&self, event: Event) -> Option<Message> {
        match event {
            Event::Key(key) => {
                let chord = Chord::of(key)?;
                let contexts = self.model.contexts();
                if let Some(command) = self.model.start.keymap.decode(&contexts, chord) {
                    return Some(Message::Command(command));
                }
                match chord.code {
                    KeyCode::Char(c) if contexts[0].takes_text() && chord.modifiers == KeyModifiers::NONE => {
                        Some(Message::Text(c.to_string()))
                    }
                    _ => None,
                }
            }
            Event::Paste(text) => self.model.contexts()[0].takes_text().then_some(Message::Text(text)),
            Event::Resize(width, height) => Some(Message::Resize { width, height }),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    Some(Message::Click { column: mouse.column, row: mouse.row })
                }
                MouseEventKind::ScrollDown => Some(Message::Wheel { down: true }),
                MouseEventKind::ScrollUp => Some(Message::Wheel { down: false }),
                _ => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn dispatch(&mut self, message: Message) {
        let mut effects: VecDeque<Effect> = update::update(&mut self.model, message).into();
        while let Some(effect) = effects.pop_front() {
            match effect::perform(effect, &mut self.store, &self.model) {
                Ok(messages) => {
                    for message in messages {
                        effects.extend(update::update(&mut self.model, message));
                    }
                }
                Err(error) => {
                    effects.extend(update::update(&mut self.model, Message::Failed(error.to_string())));
                }
            }
        }
    }
}
