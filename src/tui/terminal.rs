//! The real terminal: taking it over, giving it back, and the loop.

use super::app::App;
use super::model::Start;
use super::paint::Thrifty;
use super::theme::Theme;
use crate::config::Drawing;
use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::store::Store;
use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event,
};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal was given back while the program was stopped, and taken again: all of it is to be drawn.
static TAKEN_AGAIN: AtomicBool = AtomicBool::new(false);

/// Whether the person's own editor has the terminal at the moment.
static EDITOR_HAS_TERMINAL: AtomicBool = AtomicBool::new(false);

/// Large enough that a frame leaves in one write.
const FRAME_BYTES: usize = 64 * 1024;

/// Opens the journal in the terminal until the person quits.
pub fn run(store: Store, mut start: Start) -> Result<()> {
    // The console of Linux has no font for anything finer.
    if start.drawing == Drawing::Auto && std::env::var_os("TERM").is_some_and(|term| term == "linux") {
        start.drawing = Drawing::Ascii;
    }
    let failed = || Error::io("the terminal cannot be used");
    let mouse = start.mouse;
    let theme = Theme::choose(start.theme);
    give_back_on_panic();
    give_back_on_signals(mouse).map_err(failed())?;
    let mut guard = Guard::take(mouse).map_err(failed())?;
    // From the first poll on a change of the size is told; the size that is asked for after it is never an old one.
    event::poll(std::time::Duration::ZERO).map_err(failed())?;
    let mut terminal = screen().map_err(failed())?;
    let size = terminal.size().map_err(failed())?;
    let mut app = App::new(store, start, theme, (size.width, size.height))?;
    while !app.is_over() {
        if let Some(text) = app.to_edit() {
            drop(guard);
            let edited = edit(&text);
            guard = Guard::take(mouse).map_err(failed())?;
            terminal.backend_mut().look_again();
            terminal.clear().map_err(failed())?;
            app.edited(edited);
        }
        terminal.draw(|frame| app.draw(frame)).map_err(failed())?;
        match app.waits() {
            Some(time) if !event::poll(time).map_err(failed())? => {
                app.tick();
                continue;
            }
            _ => take(&mut app, &mut terminal).map_err(failed())?,
        }
        // A held key queues faster than a slow terminal paints: take all that waits, then draw once.
        while !app.is_over() && event::poll(std::time::Duration::ZERO).map_err(failed())? {
            take(&mut app, &mut terminal).map_err(failed())?;
        }
    }
    app.settle();
    drop(guard);
    Ok(())
}

/// Opens the text in the editor that `$VISUAL` or `$EDITOR` names, and gives back what became of it. The file in between
/// can be read by nobody else and is gone afterwards.
fn edit(text: &str) -> Result<String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os).find(|name| !name.is_empty());
    let editor = named.ok_or_else(|| {
        Error::Invalid(FieldError::new("no editor is named; allowed: the name of one in $VISUAL or $EDITOR"))
    })?;
    let failed = || Error::io("the note cannot be handed to the editor");
    let mut file = tempfile::Builder::new().prefix("spotlog-note-").suffix(".txt").tempfile().map_err(failed())?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed())?;
    // Ctrl-C is the editor's own while it has the terminal.
    EDITOR_HAS_TERMINAL.store(true, Ordering::Relaxed);
    // The value may have options of its own ("code --wait"), which is for a shell to read.
    let status = std::process::Command::new("sh")
        .arg("-c")
        .arg(r#"eval "$SPOTLOG_EDITOR \"\$1\"""#)
        .arg("sh")
        .arg(file.path())
        .env("SPOTLOG_EDITOR", &editor)
        .status();
    EDITOR_HAS_TERMINAL.store(false, Ordering::Relaxed);
    let status = status.map_err(failed())?;
    if !status.success() {
        let name = editor.to_string_lossy().into_owned();
        return Err(Error::Invalid(FieldError::new(format!("the editor {name} failed; the note is as it was"))));
    }
    // An editor may have put another file in its place.
    std::fs::read_to_string(file.path()).map_err(failed())
}

type Screen = Terminal<Thrifty<BufWriter<io::Stdout>>>;

/// Takes one event from the terminal.
fn take(app: &mut App, terminal: &mut Screen) -> io::Result<()> {
    let event = event::read()?;
    if matches!(event, Event::Resize(..)) {
        terminal.backend_mut().look_again();
        if TAKEN_AGAIN.swap(false, Ordering::Relaxed) {
            terminal.clear()?;
        }
    }
    app.handle(event);
    Ok(())
}

fn screen() -> io::Result<Screen> {
    Terminal::new(Thrifty::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())))
}

/// Gives the terminal back when it goes out of scope.
struct Guard;

impl Guard {
    fn take(mouse: bool) -> io::Result<Guard> {
        let guard = Guard;
        take_over(mouse)?;
        Ok(guard)
    }
}

/// Makes the terminal the program's own.
fn take_over(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    // A terminal without an alternate screen keeps what stood there, and only what differs from blank is drawn.
    execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, cursor::Hide)?;
    if mouse {
        execute!(io::stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Undoes everything that [`take_over`] may have done. There is nobody left to tell where it fails.
fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// So that the message of a panic is readable.
fn give_back_on_panic() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        usual(info);
    }));
}

/// A signal ends the program at once, or stops it until the shell lets it go on. Whatever was acknowledged is on the
/// disk already.
#[cfg(unix)]
fn give_back_on_signals(mouse: bool) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::low_level;
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if signal == SIGTSTP {
                // An editor that has the terminal is stopped and goes on by itself.
                let is_ours = !EDITOR_HAS_TERMINAL.load(Ordering::Relaxed);
                if is_ours {
                    give_back();
                }
                let _ = low_level::emulate_default_handler(SIGTSTP);
                // Only once it goes on does it come here.
                if is_ours && take_over(mouse).is_ok() {
                    TAKEN_AGAIN.store(true, Ordering::Relaxed);
                    // The loop waits for an event; a change of the size is one, and asks for a whole frame.
                    let _ = low_level::raise(SIGWINCH);
                }
                continue;
            }
            if matches!(signal, SIGINT | SIGQUIT) && EDITOR_HAS_TERMINAL.load(Ordering::Relaxed) {
                continue;
            }
            give_back();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn give_back_on_signals(_mouse: bool) -> io::Result<()> {
    Ok(())
}
