//! Helpers for several tests: running the program as a process, and feeding the terminal program with keys.

use assert_cmd::Command;
use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::style::Color;
use spotlog::domain::{AsOf, Facts, Journal, Moment};
use spotlog::exchange::read_journal;
use spotlog::guidance::{Assessment, Windows, evaluate};
use spotlog::ops::{Context, Now};
use spotlog::store::Store;
use spotlog::tui::{App, Role, Start, Theme};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A whole PNG of one pixel, with nothing in it that is stripped.
pub(crate) const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9c\
    c8ac\x04\0\x03\x06\x017\x9e\xde\x5cv\0\0\0\0IEND\xaeB`\x82";

/// Returns the time of the tests: Saturday, 21 November 2026, 14:30.
pub(crate) fn clock() -> Now {
    let local = day("2026-11-21").and_hms_opt(14, 30, 0).unwrap();
    Now { local, utc: local.and_utc() }
}

/// Parses a day such as `2026-11-21`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Returns the moment of an assessment.
pub(crate) fn as_of(text: &str) -> AsOf {
    AsOf::exactly(text.parse::<Moment>().unwrap())
}

/// Returns a context at the time of the tests.
pub(crate) fn context(windows: &Windows) -> Context<'_> {
    Context { now: clock(), windows, made_by: "test", person: None, as_of: None }
}

/// Returns a journal of one person with these spots, in the JSON file format.
pub(crate) fn with_spots(spots: &str) -> String {
    format!(r#"{{"format": "spotlog-journal/1", "people": [{{"name": "Me", "spots": {spots}}}]}}"#)
}

/// Parses a journal.
pub(crate) fn journal(json: &str) -> Journal {
    read_journal(json.as_bytes(), clock().today()).unwrap_or_else(|e| panic!("{e}\n{json}")).0
}

/// Parses a journal and returns the facts of its first person.
pub(crate) fn facts(json: &str) -> Facts {
    journal(json).remove(0).into()
}

/// Parses a journal and assesses its first person at a moment.
pub(crate) fn judged(json: &str, at: &str) -> Assessment {
    evaluate(&facts(json), &Windows::default(), as_of(at))
}

/// A temporary home directory for running the program.
pub(crate) struct Home {
    pub folder: TempDir,
}

impl Home {
    /// Creates an empty home directory.
    pub(crate) fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap() }
    }

    /// Returns the path of a file in the home directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the path of the journal.
    pub(crate) fn journal(&self) -> PathBuf {
        self.path("journal.spotlog")
    }

    /// Returns a command that runs the program with a clean environment.
    pub(crate) fn spotlog(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_spotlog"));
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC").env("SPOTLOG_JOURNAL", self.journal());
        // At the cost of the program, each sealed file would take a second.
        command.env("SPOTLOG_SEAL_COST", "4");
        command
    }

    /// Runs the program. Returns the exit code, standard output and standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.spotlog().args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Runs the program, which must succeed, and returns its output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}{out}");
        out
    }

    /// Writes a picture of one pixel and returns its path.
    pub(crate) fn picture(&self, name: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, PNG).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Writes a file into the home directory and returns its path.
    pub(crate) fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

/// Returns the steps at which a test kills the program or fails its disk: the first, the last, and some between. With
/// `SPOTLOG_STEPS=all`, as in `.ci/run`, it returns every step.
#[cfg(target_os = "linux")]
pub(crate) fn steps(count: u32) -> Vec<u32> {
    let all = std::env::var_os("SPOTLOG_STEPS").is_some_and(|steps| steps == "all");
    let stride = if all { 1 } else { (count / 5).max(1) };
    (1..=count).filter(|step| *step <= 2 || *step + 2 > count || step % stride == 0).collect()
}

/// Sends a signal with the shell's builtin `kill`, since a small system has no other.
#[cfg(unix)]
pub(crate) fn kill(signal: &str, process: &str) {
    let line = format!("kill -s {signal} -- {process}");
    std::process::Command::new("sh").args(["-c", &line]).status().unwrap();
}

/// The terminal program with a journal, fed with keys.
pub(crate) struct Screen {
    pub app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    /// Starts the program with a journal.
    pub(crate) fn over(store: Store, width: u16, height: u16) -> Screen {
        Screen::begin(store, Start::new(clock), width, height)
    }

    /// Starts the program with an empty journal.
    pub(crate) fn started(start: Start, width: u16, height: u16) -> Screen {
        Screen::begin(Store::open_in_memory().unwrap(), start, width, height)
    }

    /// Starts the program as of a moment.
    pub(crate) fn as_of(store: Store, as_of: AsOf, width: u16, height: u16) -> Screen {
        Screen::begin(store, Start { as_of: Some(as_of), ..Start::new(clock) }, width, height)
    }

    /// Starts the program with a journal and start options.
    pub(crate) fn begin(store: Store, start: Start, width: u16, height: u16) -> Screen {
        let mut app = App::new(store, start, Theme::Labelled, (width, height)).unwrap();
        app.settle();
        let mut screen = Screen { app, terminal: Terminal::new(TestBackend::new(width, height)).unwrap() };
        screen.draw();
        screen
    }

    /// Starts the program with an empty journal and default options.
    pub(crate) fn empty(width: u16, height: u16) -> Screen {
        Screen::over(Store::open_in_memory().unwrap(), width, height)
    }

    /// Starts the program with the demo journal.
    pub(crate) fn demo(width: u16, height: u16) -> Screen {
        let mut store = Store::open_in_memory().unwrap();
        spotlog::ops::fill_demo(&mut store, &context(&Windows::default())).unwrap();
        Screen::over(store, width, height)
    }

    /// Starts the program with a journal file.
    pub(crate) fn on_file(path: &Path, width: u16, height: u16) -> Screen {
        Screen::over(Store::open(path).unwrap(), width, height)
    }

    /// Draws a frame.
    pub(crate) fn draw(&mut self) {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
    }

    /// Handles an event, waits for its effects and draws.
    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        if let Event::Resize(width, height) = event {
            self.terminal.backend_mut().resize(width, height);
        }
        self.app.handle(event);
        self.app.settle();
        self.draw();
        self
    }

    /// Handles an event and draws the first frame after it, without waiting for anything.
    pub(crate) fn handle(&mut self, event: Event) {
        self.app.handle(event);
        self.draw();
    }

    /// Presses keys: letters as they are, others by name, as in `n<Tab>3 days ago<C-s>`.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for event in parse_keys(keys) {
            self.event(Event::Key(event));
        }
        self
    }

    /// Returns the text of the screen, without spaces at the ends of lines.
    pub(crate) fn text(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                // A terminal clears the cell that a wide letter covers; the backend keeps what was there.
                x += (unicode_width::UnicodeWidthStr::width(symbol) as u16).max(1);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Returns everything visible: letters, roles and the cursor.
    pub(crate) fn fingerprint(&mut self) -> String {
        let buffer = self.terminal.backend().buffer();
        let cells: Vec<String> = buffer.content.iter().map(|cell| format!("{}{:?}", cell.symbol(), cell.fg)).collect();
        format!("{} {:?}", cells.concat(), self.terminal.backend_mut().get_cursor_position())
    }

    /// Returns the pieces of the screen with this role, in reading order.
    pub(crate) fn with_role(&self, role: Role) -> Vec<String> {
        let buffer = self.terminal.backend().buffer();
        let mut pieces = Vec::new();
        for y in 0..buffer.area.height {
            let mut piece = String::new();
            for x in 0..buffer.area.width {
                let cell = &buffer[(x, y)];
                if cell.fg == Color::Indexed(role as u8) {
                    piece.push_str(cell.symbol());
                } else if !piece.trim().is_empty() {
                    pieces.push(piece.trim().to_owned());
                    piece.clear();
                } else {
                    piece.clear();
                }
            }
            if !piece.trim().is_empty() {
                pieces.push(piece.trim().to_owned());
            }
        }
        pieces
    }

    /// Returns the runs of roles in each line with their lengths, as in `2 Border, 76 Text`. Cells without a role have
    /// only the length.
    pub(crate) fn roles(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let role = |colour: Color| Role::ALL.into_iter().find(|role| colour == Color::Indexed(*role as u8));
        let mut text = String::new();
        for line in buffer.content.chunks(usize::from(buffer.area.width).max(1)) {
            let runs = line.chunk_by(|a, b| a.fg == b.fg);
            let runs = runs.map(|run| match role(run[0].fg) {
                Some(role) => format!("{} {role:?}", run.len()),
                None => run.len().to_string(),
            });
            text.push_str(&runs.collect::<Vec<_>>().join(", "));
            text.push('\n');
        }
        text
    }

    /// Asserts that the words are on the screen.
    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Self {
        assert!(self.text().contains(words), "\"{words}\" is not on the screen:\n{}", self.text());
        self
    }

    /// Asserts that the words are not on the screen.
    #[track_caller]
    pub(crate) fn hides(&mut self, words: &str) -> &mut Self {
        assert!(!self.text().contains(words), "\"{words}\" is on the screen:\n{}", self.text());
        self
    }
}

/// Parses keys in the notation of [`Screen::press`].
pub(crate) fn parse_keys(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (code, modifiers) = match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, after)) => {
                rest = after;
                named(name)
            }
            None => {
                rest = &rest[c.len_utf8()..];
                (KeyCode::Char(c), KeyModifiers::NONE)
            }
        };
        events.push(KeyEvent::new(code, modifiers));
    }
    events
}

fn named(name: &str) -> (KeyCode, KeyModifiers) {
    if let Some(letter) = name.strip_prefix("C-").and_then(|l| l.chars().next()) {
        return (KeyCode::Char(letter), KeyModifiers::CONTROL);
    }
    if let Some(letter) = name.strip_prefix("A-").and_then(|l| l.chars().next()) {
        return (KeyCode::Char(letter), KeyModifiers::ALT);
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "S-Tab" => KeyCode::BackTab,
        "BS" => KeyCode::Backspace,
        "F1" => KeyCode::F(1),
        "F2" => KeyCode::F(2),
        other => panic!("there is no key <{other}>"),
    };
    (code, KeyModifiers::NONE)
}
