//! The state that every screen may read: the start options, the loaded journal, the clock and the size.

use super::keymap::{Command, Context as Place, Keymap, settings_lines};
use super::rows::{Row, rows};
use super::theme::Depth;
use crate::config::{Drawing, PhotoSettings, ShowPictures, ThemeChoice};
use crate::domain::{AsOf, FieldError, NO_NAME};
use crate::guidance::{Level, Windows};
use crate::ops::{self, Context, Draft, Judged, Now, Preview, StoredDraft};
use chrono::NaiveDateTime;
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The source of changes, as recorded in the history.
pub(super) const MADE_BY: &str = "screen";

/// The start options of the terminal program.
pub struct Start {
    /// The periods of the rules, from the settings.
    pub windows: Windows,
    /// Whether clicks and the wheel are taken. If not, the terminal keeps them.
    pub mouse: bool,
    /// As it is dialled; `None` says "your local emergency number".
    pub emergency_number: Option<String>,
    /// The keys, with those from the settings.
    pub keymap: Keymap,
    /// The colours, as chosen in the settings.
    pub theme: ThemeChoice,
    /// Whether there are colours at all; `None` leaves it to the environment.
    pub colors: Option<bool>,
    /// The marker for drawing the body map.
    pub drawing: Drawing,
    /// The path of the settings file, which contains the emergency number.
    pub settings: PathBuf,
    /// The name of the person to begin with; `None` for the first one.
    pub person: Option<String>,
    /// What is kept and shown of photos.
    pub photos: PhotoSettings,
    /// The colours of the terminal for pictures; `None` shows their shape alone.
    pub depth: Option<Depth>,
    /// Whether the terminal is one with few characters, such as the Linux console.
    pub is_console: bool,
    /// The as-of moment that was asked for; `None` follows the clock.
    pub as_of: Option<AsOf>,
    /// Whether the journal is the demo.
    pub demo: bool,
    /// A warning about a program that syncs the journal elsewhere.
    pub synced: Option<String>,
    /// Whether others on this machine may open the journal. If so, the user is asked whether to make it private.
    pub is_open_to_others: bool,
    /// The text of a note that was in an editor when the program was killed.
    pub left_note: Option<String>,
    /// A journal larger than this, in bytes, is read and written on a second thread.
    pub large: u64,
    /// Reads the clock. A test gives its own.
    pub clock: fn() -> Now,
}

/// About forty thousand observations, which are read and assessed within two frames.
const LARGE: u64 = 32 * 1024 * 1024;

impl Start {
    /// Sets the key bindings from the settings.
    pub fn set_keys(&mut self, keys: &BTreeMap<String, Vec<String>>) -> Result<(), FieldError> {
        self.keymap = Keymap::with(keys)?;
        Ok(())
    }

    /// Returns a line for each command whose keys can be changed alone, as the settings take it, behind a comment sign.
    pub fn key_lines() -> String {
        settings_lines()
    }

    /// Returns the defaults, with no person selected.
    pub fn new(clock: fn() -> Now) -> Start {
        Start {
            windows: Windows::default(),
            mouse: true,
            emergency_number: None,
            keymap: Keymap::default(),
            theme: ThemeChoice::Auto,
            colors: None,
            drawing: Drawing::Auto,
            settings: PathBuf::new(),
            person: None,
            photos: PhotoSettings::default(),
            depth: Some(Depth::Full),
            is_console: false,
            as_of: None,
            demo: false,
            synced: None,
            is_open_to_others: false,
            left_note: None,
            large: LARGE,
            clock,
        }
    }
}

/// A short message in the footer.
pub(super) struct Toast {
    pub text: String,
    pub is_error: bool,
    /// The command offered with it: undo after a change, redo after an undo.
    pub offers: Option<Command>,
}

/// A running effect that takes longer than a frame.
pub(super) struct Working {
    /// A few words, such as "Reading the journal".
    pub what: &'static str,
    /// The progress: `done` of `of` spots. `of` is 0 if the progress is unknown.
    pub done: usize,
    pub of: usize,
}

impl Working {
    /// Returns the text for the footer.
    pub(super) fn words(&self) -> String {
        match self.of {
            0 => format!("{} …", self.what),
            of => format!("{}: {} of {of} spots …", self.what, self.done),
        }
    }
}

/// The loaded person with the assessment, and the rows of the home screen.
#[derive(Default)]
pub(super) struct Loaded {
    /// `None` in a journal without people.
    pub judged: Option<Arc<Judged>>,
    /// Sorted by urgency.
    pub rows: Vec<Row>,
    /// The other people with an open same-day or emergency flag, each with the level.
    pub others: Vec<(String, Level)>,
    /// The names of the people in the journal, in the order in which they were entered.
    pub people: Vec<String>,
    /// The forms and the round that were not finished.
    pub drafts: Vec<StoredDraft>,
}

impl Loaded {
    /// Returns the title of a spot.
    pub(super) fn title(&self, number: u32) -> Option<&str> {
        self.rows.iter().find(|row| row.number == number).map(|row| row.title.as_str())
    }

    /// Returns the person after the shown one, if there are several.
    pub(super) fn next_person(&self) -> Option<&str> {
        let shown = self.judged.as_ref().map(|judged| &judged.assessment.name)?;
        let at = self.people.iter().position(|name| name == shown)?;
        let next = &self.people[(at + 1) % self.people.len()];
        (next != shown).then_some(next.as_str())
    }

    /// Builds the rows from an assessment.
    pub(super) fn new(judged: Option<Judged>) -> Loaded {
        let Some(judged) = judged else { return Loaded::default() };
        let rows = rows(&judged);
        Loaded { judged: Some(Arc::new(judged)), rows, ..Loaded::default() }
    }
}

/// The height of a cell over its width in most fonts, where the terminal does not tell it.
const CELL_RATIO: f64 = 2.0;

/// The state that every screen may read. No screen changes it.
pub(super) struct World {
    pub start: Start,
    pub now: Now,
    /// Width and height of the screen in cells.
    pub size: (u16, u16),
    pub loaded: Loaded,
    /// Whether pictures are drawn in the pixels of the terminal now, and not in cells.
    pub has_pixels: bool,
    /// The width and height of a cell in pixels, if they are known.
    pub cell: Option<(u16, u16)>,
    /// Whether words and photos are made unreadable, against onlookers.
    pub is_blurred: bool,
    /// The running effect, if it takes longer than a frame.
    pub working: Option<Working>,
}

/// Returns the area of the screen between header and footer.
pub(super) fn body(size: (u16, u16)) -> Rect {
    Rect { x: 0, y: 1, width: size.0, height: size.1.saturating_sub(1 + footer_rows(size)) }
}

/// Returns the number of rows of the footer.
pub(super) fn footer_rows(size: (u16, u16)) -> u16 {
    if size.1 >= 24 { 2 } else { 1 }
}

impl World {
    /// Creates the state with nothing loaded.
    pub(super) fn new(start: Start, size: (u16, u16)) -> World {
        let now = (start.clock)();
        let loaded = Loaded::default();
        World { start, now, size, loaded, has_pixels: false, cell: None, is_blurred: false, working: None }
    }

    /// Returns the area of the screen between header and footer.
    pub(super) fn body(&self) -> Rect {
        body(self.size)
    }

    /// Returns the number of lines of a page that has the whole screen.
    pub(super) fn page(&self) -> u16 {
        self.body().height.saturating_sub(4).max(1)
    }

    /// Returns the height of a cell over its width.
    pub(super) fn cell_ratio(&self) -> f64 {
        self.cell.map_or(CELL_RATIO, |(width, height)| f64::from(height) / f64::from(width))
    }

    /// Returns whether pictures are drawn at all.
    pub(super) fn shows_pictures(&self) -> bool {
        self.start.photos.show != ShowPictures::Never
    }

    /// Fills the keys of commands into a text of this place, as [`Keymap::fill`] does.
    pub(super) fn with_keys(&self, place: Place, text: &str) -> String {
        self.start.keymap.fill(&[place, Place::Moving, Place::Everywhere], text)
    }

    /// Returns what to say where a command needs a spot and none is selected.
    pub(super) fn nothing_selected(&self) -> String {
        let text = if self.loaded.rows.is_empty() {
            "There is no spot yet. Press {new-spot} to log the first one."
        } else {
            "No spot is selected. {back} shows all spots."
        };
        self.with_keys(Place::Spots, text)
    }

    /// Assesses an unfinished entry as if it were saved.
    pub(super) fn preview(&self, draft: &Draft) -> Preview {
        let judged = self.loaded.judged.as_deref();
        let (facts, open) = judged.map_or((None, &[][..]), |j| (Some(&j.facts), &j.assessment.flags[..]));
        ops::preview(facts, open, &self.context(), draft)
    }

    /// Returns the context for the use cases.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            windows: &self.start.windows,
            made_by: MADE_BY,
            person: self.start.person.as_deref(),
            as_of: self.start.as_of,
        }
    }

    /// Returns the local time that "today" means in a form: that of the as-of day, if one was asked for.
    pub(super) fn said_now(&self) -> NaiveDateTime {
        match self.start.as_of {
            Some(as_of) => as_of.day().and_time(self.now.local.time()),
            None => self.now.local,
        }
    }

    /// Returns the name of the shown person.
    pub(super) fn name(&self) -> &str {
        self.loaded.judged.as_ref().map_or(NO_NAME, |judged| &judged.assessment.name)
    }
}
