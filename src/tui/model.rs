//! Everything that the screen shows and remembers.

use super::keymap::{Command, Context, Keymap};
use super::screen::emergency::EmergencyPage;
use super::screen::erasing::ErasingPage;
use super::screen::{Screen, spots::SpotsScreen};
use super::widget::field::{Kind, Line};
use super::widget::{calendar::Calendar, form::Form, help::Help, palette::Palette, picker::Picker};
use crate::config::{Drawing, ThemeChoice};
use crate::domain::{AsOf, Because, FieldError, show_day, show_size};
use crate::guidance::{Level, Status, Windows};
use crate::ops::{self, Judged, Now};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Who makes the changes, as the history has it.
pub const MADE_BY: &str = "screen";

/// How the terminal program was started.
pub struct Start {
    pub windows: Windows,
    pub mouse: bool,
    pub emergency_number: Option<String>,
    pub keymap: Keymap,
    pub theme: ThemeChoice,
    /// What the body map is drawn with.
    pub drawing: Drawing,
    /// The settings file, where the emergency number is kept.
    pub settings: PathBuf,
    pub person: Option<String>,
    pub as_of: Option<AsOf>,
    /// Whether the journal is the made-up one.
    pub demo: bool,
    /// What the person should know of a program that carries the journal elsewhere.
    pub synced: Option<String>,
    /// Whether others on this machine may open the journal, so that the person is asked whether to mend that.
    pub is_open_to_others: bool,
    /// The text of a note that was in an editor when the program was killed.
    pub left_note: Option<String>,
    /// A journal of more bytes than this is read and written beside the screen.
    pub large: u64,
    pub clock: fn() -> Now,
}

/// Some forty thousand looks, which are read and judged within two frames.
const LARGE: u64 = 32 * 1024 * 1024;

impl Start {
    /// Takes the keys that the settings give to commands.
    pub fn set_keys(&mut self, keys: &BTreeMap<String, Vec<String>>) -> Result<(), FieldError> {
        self.keymap = Keymap::with(keys)?;
        Ok(())
    }

    /// With nothing set and nobody named.
    pub fn new(clock: fn() -> Now) -> Start {
        Start {
            windows: Windows::default(),
            mouse: true,
            emergency_number: None,
            keymap: Keymap::default(),
            theme: ThemeChoice::Auto,
            drawing: Drawing::Auto,
            settings: PathBuf::new(),
            person: None,
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

pub struct Model {
    pub start: Start,
    pub now: Now,
    /// Width and height of the screen in cells.
    pub size: (u16, u16),
    pub loaded: Loaded,
    /// What the next form with a note begins with.
    pub kept_note: Option<String>,
    /// The latest change that was there when the program began: what is older is asked about before it is taken back.
    pub begun_after: i64,
    /// The first is the home screen and stays.
    pub screens: Vec<Screen>,
    pub modal: Option<Modal>,
    /// Whether the form on top is not the one that the act being done came from.
    pub form_stays: bool,
    /// The emergencies that were shown: each rule, and the spot it is about.
    pub shown_emergencies: Vec<(&'static str, Option<u32>)>,
    /// What was just done or failed; the next key takes it away.
    pub toast: Option<Toast>,
    /// Whether words are made unreadable, for eyes that look over the shoulder.
    pub is_blurred: bool,
    /// What takes longer than a frame, while it does.
    pub working: Option<Working>,
    pub is_over: bool,
}

pub enum Modal {
    Help(Help),
    Palette(Palette),
    /// The day of the date field that has the focus.
    Calendar(Calendar),
    /// The folder for the file of the path field that has the focus.
    Picker(Picker),
    /// What to do in an emergency, over everything else.
    Emergency(EmergencyPage),
    /// Leave the form without saving?
    LeaveForm,
    /// Leave the check round without logging its answers?
    LeaveRound,
    /// Take back a change of an earlier session? The question names it.
    UndoEarlier(String),
    /// Make the journal private?
    MakePrivate,
    /// Keep the note that was in an editor when the program was killed?
    LeftNote,
    /// What would be erased, until the word is typed.
    Erasing(Box<ErasingPage>),
    /// Delete these copies, which may still hold what was erased?
    DeleteKept(Vec<PathBuf>),
}

pub struct Toast {
    pub text: String,
    pub is_error: bool,
    /// What can be done about it with one key: undo after a change, redo after an undo.
    pub offers: Option<Command>,
}

/// What is being done while the person waits.
pub struct Working {
    /// A few words, such as "Reading the journal".
    pub what: &'static str,
    /// How much of it is done, where that can be told: so many spots of so many.
    pub done: usize,
    pub of: usize,
}

impl Working {
    pub fn words(&self) -> String {
        match self.of {
            0 => format!("{} …", self.what),
            of => format!("{}: {} of {of} spots …", self.what, self.done),
        }
    }
}

/// The journal's person as of now, and the rows of the home screen.
#[derive(Default)]
pub struct Loaded {
    /// `None` in a journal without anybody.
    pub judged: Option<Judged>,
    /// What needs attention first.
    pub rows: Vec<Row>,
    /// Who else has something same-day or an emergency open, and which of the two.
    pub others: Vec<(String, Level)>,
    /// How many people the journal has.
    pub people: usize,
}

/// One spot in the list, its words made once and not at every frame.
pub struct Row {
    pub number: u32,
    pub level: Level,
    pub title: String,
    /// Size and time, as they stand at the right.
    pub facts: String,
    /// Where it is, for the filter, in small letters.
    pub haystack: String,
    /// Index of the spot in the assessment; `None` where everything of it is dated later than today.
    pub spot: Option<usize>,
}

impl Loaded {
    pub fn new(judged: Option<Judged>) -> Loaded {
        let Some(judged) = judged else { return Loaded::default() };
        let mut rows: Vec<Row> = Vec::with_capacity(judged.assessment.spots.len());
        for (index, s) in judged.assessment.spots.iter().enumerate() {
            let Some(tree) = judged.facts.spot(s.number) else { continue };
            let title = tree.spot.title();
            let place = tree.spot.place().label();
            let closed = tree.spot.closed.map(|closed| match closed.because {
                Because::Mistake => "mistake".to_owned(),
                Because::Removed => format!("removed {}", show_day(closed.on)),
            });
            let seen = match (closed, s.gone, s.days_seen) {
                (Some(closed), ..) => closed,
                (None, true, _) => {
                    let day = s.last_observed.map(|m| show_day(m.day()));
                    day.map_or_else(|| "closed".into(), |day| format!("gone {day}"))
                }
                (None, false, _) if tree.spot.since_birth.is_yes() => "birth".into(),
                (None, false, Some(days)) => format!("{days} d"),
                (None, false, None) => "?".into(),
            };
            let size = s.diameter.filter(|_| !s.gone).map(|d| show_size(d.latest));
            let moves = if s.growth.pending().next().is_some() {
                "?"
            } else if says_growth(&judged, s.number) {
                "↗"
            } else {
                " "
            };
            rows.push(Row {
                number: s.number,
                level: s.level,
                facts: match size {
                    Some(size) => format!("{size} {moves} {seen:>5}"),
                    None => seen,
                },
                haystack: format!("{} {} {}", s.number, title, place).to_lowercase(),
                title,
                spot: Some(index),
            });
        }
        for tree in judged.assessment.ahead.only.iter().filter_map(|&number| judged.facts.spot(number)) {
            let title = tree.spot.title();
            rows.push(Row {
                number: tree.spot.number,
                level: Level::None,
                facts: "after today".to_owned(),
                haystack: format!("{} {} {}", tree.spot.number, title, tree.spot.place().label()).to_lowercase(),
                title,
                spot: None,
            });
        }
        rows.sort_by_key(|row| {
            let gone = row.spot.is_some_and(|index| judged.assessment.spots[index].gone);
            (std::cmp::Reverse(row.level), gone, row.number)
        });
        Loaded { judged: Some(judged), rows, others: Vec::new(), people: 0 }
    }
}

/// Whether an open flag says that the spot has grown.
fn says_growth(judged: &Judged, number: u32) -> bool {
    judged.assessment.flags_of(number).any(|flag| flag.status == Status::Open && flag.rule.says_growth)
}

impl Model {
    pub fn new(start: Start, size: (u16, u16)) -> Model {
        let now = (start.clock)();
        let modal = start.is_open_to_others.then_some(Modal::MakePrivate);
        let modal = modal.or(start.left_note.is_some().then_some(Modal::LeftNote));
        let warning = start.synced.clone().filter(|_| modal.is_none());
        Model {
            start,
            now,
            size,
            loaded: Loaded::default(),
            screens: vec![Screen::Spots(SpotsScreen::default())],
            modal,
            form_stays: false,
            shown_emergencies: Vec::new(),
            toast: warning.map(|text| Toast { text, is_error: false, offers: None }),
            begun_after: 0,
            kept_note: None,
            is_blurred: false,
            working: None,
            is_over: false,
        }
    }

    pub fn context(&self) -> ops::Context<'_> {
        ops::Context {
            now: self.now,
            windows: &self.start.windows,
            made_by: MADE_BY,
            person: self.start.person.as_deref(),
            as_of: self.start.as_of,
        }
    }

    /// The screen on top. There is always one: the home screen is never taken away.
    pub fn screen(&self) -> &Screen {
        &self.screens[self.screens.len() - 1]
    }

    pub fn screen_mut(&mut self) -> &mut Screen {
        let top = self.screens.len() - 1;
        &mut self.screens[top]
    }

    pub fn spots_screen(&mut self) -> &mut SpotsScreen {
        match &mut self.screens[0] {
            Screen::Spots(spots) => spots,
            _ => unreachable!("the first screen is the home screen"),
        }
    }

    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) => Some(form),
            _ => None,
        }
    }

    /// Where keys are looked up, the innermost place first.
    pub fn contexts(&self) -> Vec<Context> {
        match &self.modal {
            Some(Modal::Help(_)) => return vec![Context::Help, Context::Moving],
            Some(Modal::Palette(_)) => return vec![Context::Palette],
            Some(Modal::Calendar(_)) => return vec![Context::Calendar],
            Some(Modal::Picker(_)) => return vec![Context::Picker],
            Some(Modal::Emergency(_)) => return vec![Context::Emergency, Context::Moving],
            Some(Modal::Erasing(_)) => return vec![Context::Erasing],
            Some(
                Modal::LeaveForm
                | Modal::LeaveRound
                | Modal::MakePrivate
                | Modal::UndoEarlier(_)
                | Modal::DeleteKept(_)
                | Modal::LeftNote,
            ) => return vec![Context::Question],
            None => {}
        }
        let screen = match self.screen() {
            Screen::Form(form) => {
                return match form.fields.get(form.list.cursor).map(|field| &field.kind) {
                    Some(Kind::Words(_)) => vec![Context::ListField, Context::Form],
                    Some(Kind::Line(_, Line::Date)) => vec![Context::DateField, Context::Form],
                    Some(Kind::Note(_)) => vec![Context::NoteField, Context::Form],
                    Some(Kind::Line(_, Line::Path)) => vec![Context::PathField, Context::Form],
                    _ => vec![Context::Form],
                };
            }
            Screen::Spots(spots) if spots.filtering => return vec![Context::Filter],
            Screen::Spots(_) => Context::Spots,
            Screen::Spot(_) => Context::Spot,
            Screen::Map(_) => Context::Map,
            Screen::Timeline(_) => Context::Timeline,
            Screen::Round(_) => Context::Round,
            Screen::Glass(_) => Context::Glass,
            Screen::Me(_) => Context::Me,
            Screen::Guide(_) => Context::Guide,
            Screen::Report(_) => Context::Report,
            Screen::History(_) => Context::History,
        };
        vec![screen, Context::Moving, Context::Everywhere]
    }

    /// The number of the spot whose page is open.
    pub fn open_spot(&self) -> Option<u32> {
        self.screens.iter().rev().find_map(|screen| match screen {
            Screen::Spot(page) => Some(page.number),
            _ => None,
        })
    }

    /// The number of the spot that commands are about.
    pub fn selected(&self) -> Option<u32> {
        match (self.screen(), &self.screens[0]) {
            (Screen::Spot(page), _) => Some(page.number),
            (Screen::Glass(glass), _) => glass.spot,
            (Screen::Round(round), _) => round.number(),
            (Screen::Timeline(timeline), _) => timeline.number(),
            (Screen::Map(map), _) => map.number(&self.loaded),
            (_, Screen::Spots(spots)) => spots.selected(&self.loaded).map(|row| row.number),
            _ => None,
        }
    }

    /// For how long nothing need happen before time itself does: while a press of the glass is counted.
    pub fn waits(&self) -> Option<Duration> {
        match self.screen() {
            Screen::Glass(glass) if self.modal.is_none() && glass.left(self.now).is_some_and(|left| left > 0) => {
                Some(Duration::from_millis(250))
            }
            _ => None,
        }
    }

    /// The name of the person that is shown.
    pub fn name(&self) -> &str {
        self.loaded.judged.as_ref().map_or("Me", |judged| &judged.assessment.name)
    }

    pub fn tell(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: None });
    }

    /// Tells of a change that is on the disk.
    pub fn tell_done(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Undo) });
    }

    /// Tells of a change that was taken back.
    pub fn tell_undone(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: false, offers: Some(Command::Redo) });
    }

    pub fn tell_error(&mut self, text: impl Into<String>) {
        self.toast = Some(Toast { text: text.into(), is_error: true, offers: None });
    }
}
