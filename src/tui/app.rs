//! The program without its terminal: what the real loop runs, and what tests feed with keys.
//!
//! Effects are performed one after the other. In a journal as most people have it each is done before a frame is due. In
//! a large one they go to a thread of their own, which leaves the screen alive: it says what is being done, and a journal
//! that is still being read can already be written to.

#[cfg(test)]
mod every_word;

use super::effect::{self, Asking};
use super::keymap::Chord;
use super::message::{Effect, Message};
use super::model::Model;
use super::theme::Theme;
use super::world::{Start, Working};
use super::{update, view};
use crate::config::ThemeChoice;
use crate::error::{Error, Result};
use crate::store::Store;
use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::Frame;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// So long the screen waits for an effect before it is drawn without what will come of it.
const PATIENCE: Duration = Duration::from_millis(25);
/// So long after the last event what was saved is folded into the file itself; once, and after that nothing wakes.
const IDLE: Duration = Duration::from_millis(300);
/// How often to look after an effect that takes longer.
const GLANCE: Duration = Duration::from_millis(8);

/// A running program.
pub struct App {
    store: Arc<Mutex<Store>>,
    model: Model,
    theme: Theme,
    /// The choice that the theme was made from.
    choice: ThemeChoice,
    data_version: i64,
    /// The day for which the journal was judged last.
    judged_on: NaiveDate,
    /// What is to be done, in order.
    effects: VecDeque<Effect>,
    running: Option<Running>,
    /// What was typed while an act was being done; it is meant for what comes after.
    held: VecDeque<Event>,
    /// A text that is wanted in the person's own editor.
    to_edit: Option<String>,
    /// Whether the terminal is wanted back by the person.
    to_suspend: bool,
}

/// An effect that is being performed.
struct Running {
    answer: Receiver<Result<Vec<Message>>>,
    thread: JoinHandle<()>,
    progress: Arc<effect::Progress>,
    what: &'static str,
    /// Whether events wait until it is done.
    holds: bool,
}

impl App {
    /// `size` is the width and height of the screen in cells.
    pub fn new(mut store: Store, start: Start, theme: Theme, size: (u16, u16)) -> Result<App> {
        // Folding waits for the disk a second time, and between a key and its picture nobody should.
        store.fold_when_idle();
        let data_version = store.data_version()?;
        let choice = start.theme;
        let mut model = Model::new(start, size);
        model.begun_after = crate::ops::newest_change(&store)?;
        let mut app = App {
            store: Arc::new(Mutex::new(store)),
            judged_on: model.world.now.today(),
            model,
            theme,
            choice,
            data_version,
            effects: VecDeque::new(),
            running: None,
            held: VecDeque::new(),
            to_edit: None,
            to_suspend: false,
        };
        if let Some(answer) = app.perform(Effect::Load) {
            // An error here is for the shell, before anything is drawn.
            app.take_answer(Ok(answer?));
        }
        app.go_on();
        Ok(app)
    }

    pub fn is_over(&self) -> bool {
        self.model.is_over
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        if self.choice != self.model.world.start.theme {
            self.choice = self.model.world.start.theme;
            self.theme = Theme::choose(self.choice);
        }
        view::draw(&self.model, self.theme, frame);
    }

    /// Takes one event to its end: until nothing is left to update and no effect to perform, or one takes its time.
    pub fn handle(&mut self, event: Event) {
        let is_resize = matches!(event, Event::Resize(..));
        // What is typed after an act is meant for what comes after it, also where the act still waits for a reading.
        let acts = self.running.as_ref().is_some_and(|running| running.holds)
            || self.effects.iter().any(|effect| !effect.only_reads());
        if !is_resize && (acts || !self.held.is_empty()) {
            self.held.push_back(event);
            return;
        }
        self.model.world.now = (self.model.world.start.clock)();
        self.reload_if_stale();
        if let Some(message) = self.read(event) {
            self.dispatch(message);
        }
    }

    /// For how long to wait for an event before [`App::tick`]; `None` is for ever.
    pub fn waits(&self) -> Option<Duration> {
        if self.running.is_some() {
            return Some(GLANCE);
        }
        let idle = self.is_unfolded().then_some(IDLE);
        [self.model.waits(), idle].into_iter().flatten().min()
    }

    fn is_unfolded(&self) -> bool {
        self.store.try_lock().is_ok_and(|store| store.is_unfolded())
    }

    /// Time has passed without an event.
    pub fn tick(&mut self) {
        self.model.world.now = (self.model.world.start.clock)();
        if self.running.is_some() {
            if let Some(answer) = self.answer(None) {
                self.take_answer(answer);
                self.go_on();
            }
            return;
        }
        if let Ok(mut store) = self.store.try_lock()
            && store.is_unfolded()
        {
            store.fold();
        }
        self.dispatch(Message::Tick);
    }

    /// Waits until everything is done that was asked for.
    pub fn settle(&mut self) {
        while self.running.is_some() {
            if let Some(answer) = self.answer(Some(GLANCE)) {
                self.take_answer(answer);
                self.go_on();
            }
        }
    }

    /// The text that is wanted in the person's own editor, once.
    pub fn to_edit(&mut self) -> Option<String> {
        self.to_edit.take()
    }

    /// Whether the person asked for the shell, once.
    pub fn to_suspend(&mut self) -> bool {
        std::mem::take(&mut self.to_suspend)
    }

    /// Tells the person something that only the terminal knows.
    pub fn tell(&mut self, text: &str) {
        self.model.tell(text);
    }

    /// Whether a note that an earlier session left behind still waits for a form, or for an answer.
    pub fn has_left_note(&self) -> bool {
        self.model.kept_note.is_some() || self.model.world.start.left_note.is_some()
    }

    /// What the person's own editor made of the text, or why it could not be opened.
    pub fn edited(&mut self, text: Result<String>) {
        self.dispatch(match text {
            Ok(text) => Message::Edited(text),
            Err(error) => Message::Failed(error.to_string()),
        });
    }

    /// Another program may have written, and the day may have turned. While an effect is performed the journal is not
    /// asked: the next event tries again.
    fn reload_if_stale(&mut self) {
        let Ok(version) = self.store.try_lock().map(|store| store.data_version()) else { return };
        let Ok(version) = version else { return };
        let today = self.model.world.now.today();
        if version != self.data_version || today != self.judged_on {
            (self.data_version, self.judged_on) = (version, today);
            self.effects.push_back(Effect::Load);
            self.go_on();
        }
    }

    /// The letter that a key writes into what takes text now; `None` for a key that does something else.
    pub fn written_by(&self, key: &KeyEvent) -> Option<char> {
        let (chord, contexts) = (Chord::of(*key)?, self.model.contexts());
        let is_command = self.model.world.start.keymap.decode(&contexts, chord).is_some();
        match chord.code {
            KeyCode::Char(c) if !is_command && contexts[0].takes_text() && chord.modifiers == KeyModifiers::NONE => {
                Some(c)
            }
            _ => None,
        }
    }

    fn read(&self, event: Event) -> Option<Message> {
        match event {
            Event::Key(key) => {
                let command = self.model.world.start.keymap.decode(&self.model.contexts(), Chord::of(key)?);
                let written = || self.written_by(&key).map(|letter| Message::Text(letter.to_string()));
                command.map(Message::Command).or_else(written)
            }
            Event::Paste(text) => self.model.contexts()[0].takes_text().then_some(Message::Text(text)),
            Event::Resize(width, height) => Some(Message::Resize { width, height }),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    Some(Message::Click { column: mouse.column, row: mouse.row })
                }
                MouseEventKind::Drag(MouseButton::Left) => Some(Message::Drag { column: mouse.column, row: mouse.row }),
                MouseEventKind::ScrollDown => Some(Message::Wheel { down: true }),
                MouseEventKind::ScrollUp => Some(Message::Wheel { down: false }),
                _ => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn dispatch(&mut self, message: Message) {
        self.effects.extend(update::update(&mut self.model, message));
        self.go_on();
    }

    /// Performs what waits to be performed, until one takes its time; then what was typed meanwhile.
    fn go_on(&mut self) {
        loop {
            if self.running.is_some() {
                return;
            }
            match self.effects.pop_front() {
                Some(Effect::Edit(text)) => self.to_edit = Some(text),
                Some(Effect::Suspend) => self.to_suspend = true,
                Some(effect) => match self.perform(effect) {
                    Some(answer) => self.take_answer(answer),
                    None => return,
                },
                None => match self.held.pop_front() {
                    Some(event) => {
                        if let Some(message) = self.read(event) {
                            self.effects.extend(update::update(&mut self.model, message));
                        }
                    }
                    None => return,
                },
            }
        }
    }

    /// Performs the effect: at once, or on a thread where the journal is large. What came of it, where that is known.
    fn perform(&mut self, effect: Effect) -> Option<Result<Vec<Message>>> {
        let asking = Asking::of(&self.model);
        let progress = Arc::new(effect::Progress::default());
        if let Ok(mut store) = self.store.try_lock()
            && store.size() <= self.model.world.start.large
        {
            return Some(effect::perform(effect, &mut store, &asking, &progress));
        }
        let (answered, answer) = sync_channel(1);
        let (what, holds) = (effect.what(), !effect.only_reads());
        let (store, counted) = (Arc::clone(&self.store), Arc::clone(&progress));
        let thread = std::thread::spawn(move || {
            // A thread before this one that panicked has ended the program.
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            let done = effect::perform(effect, &mut store, &asking, &counted);
            drop(store);
            // Where nobody listens any more the program is over.
            let _ = answered.send(done);
        });
        self.running = Some(Running { answer, thread, progress, what, holds });
        self.answer(Some(PATIENCE))
    }

    /// What came of the running effect, where it is done within `patience`.
    fn answer(&mut self, patience: Option<Duration>) -> Option<Result<Vec<Message>>> {
        let running = self.running.take()?;
        match running.answer.recv_timeout(patience.unwrap_or_default()) {
            Ok(answer) => {
                self.model.world.working = None;
                Some(answer)
            }
            Err(RecvTimeoutError::Timeout) => {
                let (done, of) = running.progress.read();
                self.model.world.working = Some(Working { what: running.what, done, of });
                self.running = Some(running);
                None
            }
            Err(RecvTimeoutError::Disconnected) => match running.thread.join() {
                // It ends without an answer only by a panic, and that is the end of the program, as it would have been here.
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => Some(Ok(Vec::new())),
            },
        }
    }

    fn name_for_saving(&self) -> PathBuf {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).name_for_saving()
    }

    fn take_answer(&mut self, answer: Result<Vec<Message>>) {
        let messages = answer.unwrap_or_else(|error| match error {
            Error::Moved { .. } => vec![Message::Moved(error.to_string(), self.name_for_saving())],
            error => vec![Message::Failed(error.to_string())],
        });
        for message in messages {
            let effects = update::update(&mut self.model, message);
            self.effects.extend(effects);
        }
    }
}
