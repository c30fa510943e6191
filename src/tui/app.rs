//! The program without its terminal. The main loop runs it, and tests feed it with keys.
//!
//! Effects are performed one after the other. In a journal of usual size each is done before the next frame is due.
//! With a large journal they run on their own thread, and the screen stays responsive: it shows the progress. Entries
//! can be typed and saved while a large journal is still being read.

#[cfg(test)]
mod every_word;

use super::effect::{self, EffectContext};
use super::graphics::Shown;
use super::keymap::Chord;
use super::message::{Effect, Message};
use super::model::Model;
use super::theme::Theme;
use super::world::{Start, Working};
use super::{update, view};
use crate::config::{ShowPictures, ThemeChoice};
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
use std::time::{Duration, Instant};

/// How long the screen waits for an effect before it is drawn without the result.
const PATIENCE: Duration = Duration::from_millis(25);
/// How long an effect runs before the footer says so. What is done sooner would only flicker.
const UNSEEN: Duration = Duration::from_millis(100);
/// How long after the last event the write-ahead log is folded into the journal file. It happens once; after that
/// nothing wakes the program.
const IDLE: Duration = Duration::from_millis(300);
/// How long after its first frame the rest of a screen is begun. The terminal paints meanwhile, and who only passes through
/// the screen does not wait for what is never seen.
const REST: Duration = Duration::from_millis(50);
/// How often a longer effect is polled.
const GLANCE: Duration = Duration::from_millis(8);

/// A running program.
pub struct App {
    store: Arc<Mutex<Store>>,
    model: Model,
    theme: Theme,
    /// The setting that `theme` was made from.
    choice: ThemeChoice,
    data_version: i64,
    /// The day of the last assessment.
    judged_on: NaiveDate,
    /// The pending effects, in order.
    effects: VecDeque<Effect>,
    running: Option<Running>,
    /// When the rest of the screen is begun; `None` if nothing is left of it.
    rest_at: Option<Instant>,
    /// The events received while an act is pending. They are handled after it.
    held: VecDeque<Event>,
    /// A text to open in an external editor.
    to_edit: Option<String>,
    /// Whether to suspend the program and return to the shell.
    to_suspend: bool,
    to_copy: Option<String>,
}

/// An effect that is being performed.
struct Running {
    answer: Receiver<Result<Vec<Message>>>,
    thread: JoinHandle<()>,
    progress: Arc<effect::Progress>,
    what: &'static str,
    /// Whether events are held until it is done.
    holds: bool,
    since: Instant,
}

impl App {
    /// Creates the program and loads the journal. `size` is the width and height of the screen in cells.
    pub fn new(mut store: Store, start: Start, theme: Theme, size: (u16, u16)) -> Result<App> {
        // Folding the log waits for the disk a second time, which would delay the frame after a key.
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
            rest_at: None,
            held: VecDeque::new(),
            to_edit: None,
            to_suspend: false,
            to_copy: None,
        };
        if let Some(answer) = app.perform(Effect::Load) {
            // An error here is reported in the shell, before anything is drawn.
            app.take_answer(Ok(answer?));
        }
        app.go_on();
        Ok(app)
    }

    /// Returns whether the user has quit.
    pub fn is_over(&self) -> bool {
        self.model.is_over
    }

    /// Returns the pictures to show in the pixels of the terminal: none below a modal or a message that covers them.
    pub(super) fn pictures(&self) -> Vec<Shown> {
        let world = &self.model.world;
        let rows = super::world::footer_rows(world.size);
        let room = usize::from(world.size.0.saturating_sub(2)) * usize::from(rows);
        let is_covered = self.model.toast.as_ref().is_some_and(|toast| toast.text.chars().count() > room);
        if self.model.modal.is_some() || is_covered || world.is_blurred {
            return Vec::new();
        }
        self.model.screen().component().pictures(world)
    }

    /// Says whether pictures are drawn in pixels, so that their cells stay empty, and the size of a cell in pixels.
    pub(super) fn set_pixels(&mut self, has_pixels: bool, cell: Option<(u16, u16)>) {
        self.model.world.has_pixels = has_pixels;
        self.model.world.cell = cell;
    }

    /// Returns the setting of how pictures are shown.
    pub(super) fn shows_pictures(&self) -> ShowPictures {
        self.model.world.start.photos.show
    }

    /// Draws one frame.
    pub fn draw(&mut self, frame: &mut Frame<'_>) {
        if self.choice != self.model.world.start.theme {
            self.choice = self.model.world.start.theme;
            self.theme = Theme::choose(self.choice, self.model.world.start.colors);
        }
        view::draw(&self.model, self.theme, frame);
        let is_due = self.model.screen().component().rest().is_some();
        self.rest_at = is_due.then(|| self.rest_at.unwrap_or_else(|| Instant::now() + REST));
    }

    /// Handles one event, and performs effects until none is left or one takes long.
    pub fn handle(&mut self, event: Event) {
        let is_resize = matches!(event, Event::Resize(..));
        // Events after an act apply to the state after it, even if the act still waits for a load.
        let acts = self.running.as_ref().is_some_and(|running| running.holds)
            || self.effects.iter().any(|effect| !effect.only_reads());
        if !is_resize && (acts || !self.held.is_empty()) {
            self.held.push_back(event);
            return;
        }
        self.read_clock();
        self.reload_if_stale();
        if let Some(message) = self.read(event) {
            self.dispatch(message);
        }
    }

    fn read_clock(&mut self) {
        let before = self.model.world.said_now();
        self.model.world.now = (self.model.world.start.clock)();
        self.model.keep_days(before);
    }

    /// Returns how long to wait for an event before [`App::tick`]; `None` means forever.
    pub fn waits(&self) -> Option<Duration> {
        if self.running.is_some() {
            return Some(GLANCE);
        }
        if self.model.screen().component().rest().is_some() {
            let left = |at: Instant| at.saturating_duration_since(Instant::now());
            return Some(self.rest_at.map_or(REST, left));
        }
        let idle = self.is_unfolded().then_some(IDLE);
        [self.model.waits(), idle].into_iter().flatten().min()
    }

    fn is_unfolded(&self) -> bool {
        self.store.try_lock().is_ok_and(|store| store.is_unfolded())
    }

    /// Handles the passing of time without an event.
    pub fn tick(&mut self) {
        self.read_clock();
        if self.running.is_some() {
            if let Some(answer) = self.answer(None) {
                self.take_answer(answer);
                self.go_on();
            }
            return;
        }
        if let Some(rest) = self.model.screen().component().rest() {
            if self.rest_at.is_none_or(|at| at <= Instant::now()) {
                self.begin(rest);
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

    /// Keeps what is typed in the open form, before the program ends without being asked.
    pub(super) fn keep_typed(&mut self) {
        self.settle();
        self.tick();
        self.settle();
    }

    /// Changes the colours until others are chosen in the settings.
    pub(super) fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// Waits until all pending effects are done and the screen is whole.
    pub fn settle(&mut self) {
        loop {
            if self.running.is_some() {
                if let Some(answer) = self.answer(Some(GLANCE)) {
                    self.take_answer(answer);
                    self.go_on();
                }
            } else if let Some(rest) = self.model.screen().component().rest().filter(|_| !self.is_over()) {
                self.begin(rest);
            } else {
                return;
            }
        }
    }

    /// Takes the text to open in an external editor.
    pub fn to_edit(&mut self) -> Option<String> {
        self.to_edit.take()
    }

    /// Returns whether suspending was requested, and resets the request.
    pub fn to_suspend(&mut self) -> bool {
        std::mem::take(&mut self.to_suspend)
    }

    /// Takes the text to give to the clipboard.
    pub fn to_copy(&mut self) -> Option<String> {
        self.to_copy.take()
    }

    /// Shows a message from the terminal code.
    pub fn tell(&mut self, text: &str) {
        self.model.tell(text);
    }

    /// Returns whether a note left by an earlier session still waits for a form or an answer.
    pub fn has_left_note(&self) -> bool {
        self.model.kept_note.is_some() || self.model.world.start.left_note.is_some()
    }

    /// Handles the text from the external editor, or the error of opening it.
    pub fn edited(&mut self, text: Result<String>) {
        self.dispatch(match text {
            Ok(text) => Message::Edited(text),
            Err(error) => Message::Failed(error.to_string()),
        });
    }

    /// Reloads the journal if another program has written to it, or the day has changed. Skipped while an effect runs;
    /// the next event tries again.
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

    /// Returns the letter that a key types in the current context, or `None` if it types nothing.
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
                let chord = Chord::of(key)?;
                if self.model.is_typed_over(chord) {
                    return None;
                }
                let command = self.model.world.start.keymap.decode(&self.model.contexts(), chord);
                let written = || self.written_by(&key).map(|letter| Message::Text(letter.to_string()));
                command.map(Message::Command).or_else(written)
            }
            Event::Paste(text) if self.model.contexts()[0].takes_text() => Some(Message::Text(text)),
            Event::Paste(text) => Some(Message::Pasted(text)),
            Event::Resize(width, height) => Some(Message::Resize { width, height }),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    Some(Message::Click { column: mouse.column, row: mouse.row })
                }
                MouseEventKind::Drag(MouseButton::Left) => Some(Message::Drag { column: mouse.column, row: mouse.row }),
                MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                    let down = mouse.kind == MouseEventKind::ScrollDown;
                    Some(Message::Wheel { down, column: mouse.column, row: mouse.row })
                }
                _ => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn dispatch(&mut self, message: Message) {
        self.effects.extend(update::update(&mut self.model, message));
        self.go_on();
    }

    /// Performs pending effects until one takes long, then handles the held events.
    fn go_on(&mut self) {
        loop {
            if self.running.is_some() {
                return;
            }
            match self.effects.pop_front() {
                Some(Effect::Edit(text)) => self.to_edit = Some(text),
                Some(Effect::Suspend) => self.to_suspend = true,
                Some(Effect::Copy(text)) => self.to_copy = Some(text),
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

    /// Performs the effect at once, or on a thread if the journal is large. Returns the result if it is done in time.
    fn perform(&mut self, effect: Effect) -> Option<Result<Vec<Message>>> {
        if let Ok(mut store) = self.store.try_lock()
            && store.size() <= self.model.world.start.large
            && !effect.is_long()
        {
            let asking = EffectContext::of(&self.model);
            return Some(effect::perform(effect, &mut store, &asking, &effect::Progress::default()));
        }
        self.begin(effect);
        self.answer(Some(PATIENCE))
    }

    /// Begins to perform the effect on a thread.
    fn begin(&mut self, effect: Effect) {
        let asking = EffectContext::of(&self.model);
        let progress = Arc::new(effect::Progress::default());
        let (answered, answer) = sync_channel(1);
        let (what, holds) = (effect.what(), !effect.only_reads());
        let (store, counted) = (Arc::clone(&self.store), Arc::clone(&progress));
        let thread = std::thread::spawn(move || {
            // A poisoned lock cannot be seen here: a panic on an earlier thread ended the program.
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            let done = effect::perform(effect, &mut store, &asking, &counted);
            drop(store);
            // Sending fails only if the program is over.
            let _ = answered.send(done);
        });
        self.running = Some(Running { answer, thread, progress, what, holds, since: Instant::now() });
    }

    /// Returns the result of the running effect if it is done within `patience`.
    fn answer(&mut self, patience: Option<Duration>) -> Option<Result<Vec<Message>>> {
        let running = self.running.take()?;
        match running.answer.recv_timeout(patience.unwrap_or_default()) {
            Ok(answer) => {
                self.model.world.working = None;
                Some(answer)
            }
            Err(RecvTimeoutError::Timeout) => {
                if running.since.elapsed() >= UNSEEN {
                    let (done, of) = running.progress.read();
                    self.model.world.working = Some(Working { what: running.what, done, of });
                }
                self.running = Some(running);
                None
            }
            Err(RecvTimeoutError::Disconnected) => match running.thread.join() {
                // The thread ends without an answer only by a panic, which must end the program too.
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
