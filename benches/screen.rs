//! Benchmarks from a key to the next frame in a journal of 10,000 observations, without a real terminal. `cargo bench
//! --bench screen`

mod journal;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use spotlog::store::Store;
use spotlog::tui::{App, Start, Theme};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SIZE: (u16, u16) = (100, 30);
/// The numbers of spots, and of observations of each.
const SHAPES: [(u32, u32); 2] = [(100, 100), (20, 500)];

fn main() {
    divan::main();
}

/// A running program with its terminal.
struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    /// Opens the journal and draws the first frame.
    fn open(file: &Path) -> Screen {
        let store = Store::open(file).expect("the journal");
        let start = Start { mouse: false, ..Start::new(journal::now) };
        let app = App::new(store, start, Theme::Sixteen, SIZE).expect("the program");
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a terminal");
        let mut screen = Screen { app, terminal };
        screen.draw();
        screen
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| self.app.draw(frame)).expect("a frame");
    }

    fn press(&mut self, key: KeyCode) {
        self.app.handle(Event::Key(KeyEvent::new(key, KeyModifiers::NONE)));
        self.app.settle();
        self.draw();
    }
}

/// Creates a journal file, which is deleted when the first value is dropped.
fn file((spots, looks): (u32, u32)) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("journal.db");
    drop(journal::write(&journal::journal(spots, looks), &file));
    (folder, file)
}

/// Measures one key and its frame: after the keys of `before`, these two alternate.
fn keys(bencher: Bencher, shape: (u32, u32), before: &[KeyCode], keys: [KeyCode; 2]) {
    let (_folder, file) = file(shape);
    let mut screen = Screen::open(&file);
    before.iter().for_each(|&key| screen.press(key));
    let mut turn = keys.into_iter().cycle();
    bencher.bench_local(|| turn.next().map(|key| screen.press(key)));
}

#[divan::bench(args = SHAPES)]
fn first_frame(bencher: Bencher, shape: (u32, u32)) {
    let (_folder, file) = file(shape);
    bencher.bench_local(|| Screen::open(&file));
}

/// `j`, then `k`: the cursor moves down the list and up again, and the right side changes with it.
#[divan::bench(args = SHAPES)]
fn one_row(bencher: Bencher, shape: (u32, u32)) {
    keys(bencher, shape, &[], [KeyCode::Char('j'), KeyCode::Char('k')]);
}

#[divan::bench(args = SHAPES)]
fn one_page(bencher: Bencher, shape: (u32, u32)) {
    keys(bencher, shape, &[], [KeyCode::PageDown, KeyCode::PageUp]);
}

/// Opens the page of a spot, which loads it, and leaves it again: two keys and two frames.
#[divan::bench(args = SHAPES)]
fn open_and_leave_a_spot(bencher: Bencher, shape: (u32, u32)) {
    let (_folder, file) = file(shape);
    let mut screen = Screen::open(&file);
    bencher.bench_local(|| {
        screen.press(KeyCode::Enter);
        screen.press(KeyCode::Esc);
    });
}

/// Scrolls the page of a spot down and up.
#[divan::bench(args = SHAPES)]
fn one_page_of_a_spot(bencher: Bencher, shape: (u32, u32)) {
    keys(bencher, shape, &[KeyCode::Enter], [KeyCode::PageDown, KeyCode::PageUp]);
}
