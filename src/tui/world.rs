//! What every screen may read: how the program was started, the journal as of now, the clock and the size.

use super::keymap::{Command, Keymap};
use crate::config::{Drawing, ThemeChoice};
use crate::domain::{AsOf, Because, FieldError, show_day, show_size};
use crate::guidance::{Level, Status, Windows};
use crate::ops::{Context, Judged, Now};
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// What to say where a command needs a spot and none is selected.
    pub fn nothing_selected(&self) -> &'static str {
        if self.rows.is_empty() {
            "There is no spot yet. Press n to log the first one."
        } else {
            "No spot is selected. Esc shows all spots."
        }
    }

    /// The title of a spot.
    pub fn title(&self, number: u32) -> Option<&str> {
        self.rows.iter().find(|row| row.number == number).map(|row| row.title.as_str())
    }

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

/// What every screen may read, and none changes.
pub struct World {
    pub start: Start,
    pub now: Now,
    /// Width and height of the screen in cells.
    pub size: (u16, u16),
    pub loaded: Loaded,
    /// What takes longer than a frame, while it does.
    pub working: Option<Working>,
}

/// What is left for the screen between header and footer.
pub fn body(size: (u16, u16)) -> Rect {
    Rect { x: 0, y: 1, width: size.0, height: size.1.saturating_sub(2) }
}

/// Where the fields of a form are, inside its frame.
pub fn form_area(size: (u16, u16)) -> Rect {
    let body = body(size);
    Rect { x: body.x + 1, y: body.y + 1, width: body.width.saturating_sub(2), height: body.height.saturating_sub(2) }
}

impl World {
    /// What is left for the screen between header and footer.
    pub fn body(&self) -> Rect {
        body(self.size)
    }

    /// Where the fields of a form are, inside its frame.
    pub fn form_area(&self) -> Rect {
        form_area(self.size)
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            windows: &self.start.windows,
            made_by: MADE_BY,
            person: self.start.person.as_deref(),
            as_of: self.start.as_of,
        }
    }

    /// The name of the person that is shown.
    pub fn name(&self) -> &str {
        self.loaded.judged.as_ref().map_or("Me", |judged| &judged.assessment.name)
    }
}
