//! Setup and restoring of the terminal, and the main loop.

use super::app::App;
use super::desk::{self, Desk};
use super::graphics::{self, Graphics, Known};
use super::input::{Input, Told};
use super::paint::CompactBackend;
use super::theme::{Depth, Theme, has_many_colours};
use super::world::Start;
use crate::config::{Drawing, ThemeChoice};
use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::store::Store;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event, KeyEvent,
};
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// Whether the terminal is set up now, so that it is restored only once.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the external editor is using the terminal.
static EDITOR_HAS_TERMINAL: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// The output buffer size, large enough for a frame in one write.
const FRAME_BYTES: usize = 64 * 1024;

/// Returns the colours of the terminal for pictures, whatever the theme is; `None` with `NO_COLOR` and for sixteen.
fn depth_of_pictures() -> Option<Depth> {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let is_coloured = of("NO_COLOR").is_empty() && has_many_colours(&of("TERM"), &of("COLORTERM"));
    is_coloured.then(Depth::of_environment)
}

/// Runs the terminal program until the user quits.
pub fn run(store: Store, mut start: Start) -> Result<()> {
    start.depth = depth_of_pictures();
    start.is_console = std::env::var_os("TERM").is_some_and(|term| term == "linux");
    // The Linux console has no font for the finer markers.
    if start.drawing == Drawing::Auto && std::env::var_os("TERM").is_some_and(|term| term == "linux") {
        start.drawing = Drawing::Ascii;
    }
    let failed = || Error::io("the terminal cannot be used");
    let mouse = start.mouse;
    let theme = Theme::choose(start.theme, start.colors);
    let is_auto = start.theme == ThemeChoice::Auto;
    give_back_on_panic();
    give_back_on_signals().map_err(failed())?;
    // Listen for resizes before the size is queried, so that no resize is missed.
    let mut input = Input::new().map_err(failed())?;
    let mut guard = Some(Guard::take(mouse).map_err(failed())?);
    let mut terminal = screen().map_err(failed())?;
    let size = terminal.size().map_err(failed())?;
    let journal = store.path().to_owned();
    let mut left = desk::left_behind(&journal);
    start.left_note = left.as_ref().map(|left| left.text.clone());
    let mut app = App::new(store, start, theme, (size.width, size.height))?;
    let mut asked: Option<Instant> = None;
    let mut graphics = Graphics::new(app.shows_pictures(), Known::of_environment(), cell_size());
    while !app.is_over() {
        if let Some(text) = app.to_edit() {
            guard = None;
            let edited = edit(&journal, &text);
            input.forget_stops();
            guard.replace(Guard::take(mouse).map_err(failed())?);
            graphics.forget();
            draw_anew(&mut terminal, &mut app).map_err(failed())?;
            app.edited(edited);
        }
        if app.to_suspend() && !suspend() {
            app.tell("No shell waits behind this screen. q closes spotlog.");
        }
        if let Some(text) = app.to_copy() {
            execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text)).map_err(failed())?;
        }
        if guard.is_some() {
            draw_frame(&mut terminal, &mut app, &mut graphics).map_err(failed())?;
            // After the first frame, so that no terminal makes it wait.
            if asked.is_none() && wants_background(is_auto, theme) {
                asked = Some(Instant::now());
                ask_background().map_err(failed())?;
            }
        }
        let waits = [app.waits(), graphics.waits(Instant::now())].into_iter().flatten().min();
        // A terminal that is closed takes nothing with it that was typed.
        let mut told = input.next(waits).inspect_err(|_| app.keep_typed()).map_err(failed())?;
        if told.is_none() {
            app.tick();
        }
        // A held key queues events faster than a slow terminal paints, so handle all pending events before drawing.
        while let Some(now) = told {
            let mut after = None;
            match now {
                Told::Event(Event::Key(key)) if app.written_by(&key).is_some() => {
                    let (event, rest) = whole_burst(key, &app, &mut input).map_err(failed())?;
                    app.handle(event);
                    after = rest;
                }
                Told::Event(event) => app.handle(event),
                Told::Resized if graphics.resized(cell_size(), Instant::now()) => {
                    draw_anew(&mut terminal, &mut app).map_err(failed())?
                }
                Told::Resized => resize(&mut terminal, &mut app).map_err(failed())?,
                Told::Pictures(answer) => graphics.take(answer),
                Told::Stop => {
                    // A stop may last for days, so fold the log into the journal file first.
                    app.tick();
                    guard = None;
                    stop();
                }
                Told::End(signal) => {
                    app.keep_typed();
                    drop(guard.take());
                    desk::clear();
                    std::process::exit(128 + signal);
                }
                Told::Background(is_light) => {
                    let depth = Depth::of_environment();
                    app.set_theme(if is_light { Theme::Light(depth) } else { Theme::Dark(depth) });
                }
                Told::GoOn => {
                    // Whatever stopped the program may or may not have restored the terminal.
                    drop(guard.take());
                    guard = Some(Guard::take(mouse).map_err(failed())?);
                    graphics.forget();
                    draw_anew(&mut terminal, &mut app).map_err(failed())?;
                }
            }
            if !app.has_left_note() {
                left.take().into_iter().for_each(desk::Left::remove);
            }
            told = match after {
                _ if app.is_over() => None,
                Some(after) => Some(after),
                None => input.next(Some(Duration::ZERO)).inspect_err(|_| app.keep_typed()).map_err(failed())?,
            };
        }
    }
    app.settle();
    // A reply that comes after the end would be typed into the shell.
    if asked.is_some_and(|asked| asked.elapsed() < REPLY) || graphics.is_awaited() {
        let _ = input.next(Some(REPLY));
    }
    drop(guard);
    Ok(())
}

/// How long a terminal may take to reply about its background.
const REPLY: Duration = Duration::from_millis(60);

/// Returns whether the terminal is asked for its background: if nothing else told it, and it has more than sixteen
/// colours.
fn wants_background(is_auto: bool, theme: Theme) -> bool {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    cfg!(unix) && is_auto && theme == Theme::Sixteen && has_many_colours(&of("TERM"), &of("COLORTERM"))
}

/// Asks the terminal for its background (xterm, "Operating System Commands", 11).
fn ask_background() -> io::Result<()> {
    let mut out = io::stdout();
    out.write_all(b"\x1b]11;?\x1b\\")?;
    out.flush()
}

/// Draws a frame, and then the pictures in pixels if the terminal shows them.
fn draw_frame(terminal: &mut Screen, app: &mut App, graphics: &mut Graphics) -> io::Result<()> {
    let is_ready = graphics.is_ready(Instant::now());
    app.set_pixels(is_ready, graphics.cell());
    let wanted = app.pictures();
    let asks = !wanted.is_empty();
    let shown = if is_ready { wanted } else { Vec::new() };
    if graphics.clears(&shown) {
        // The cells over a picture that goes may be the same as before, and would not be written again.
        terminal.clear()?;
        graphics.forget();
    }
    app.set_pixels(!shown.is_empty(), graphics.cell());
    terminal.draw(|frame| {
        app.draw(frame);
        graphics.put_placeholders(&shown, frame.buffer_mut());
    })?;
    if asks && let Some(query) = graphics.query() {
        let mut out = io::stdout();
        out.write_all(&query)?;
        out.flush()?;
    }
    graphics.show(shown, &mut io::stdout())
}

/// Returns the width and height of a cell in pixels, if the system knows it.
fn cell_size() -> Option<(u16, u16)> {
    let window = crossterm::terminal::window_size().ok()?;
    let cell = (window.width.checked_div(window.columns)?, window.height.checked_div(window.rows)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// Combines a letter and the letters queued after it into one paste. A terminal without bracketed paste sends a pasted
/// text as keys. Also returns the first input after the letters.
fn whole_burst(key: KeyEvent, app: &App, input: &mut Input) -> io::Result<(Event, Option<Told>)> {
    let mut text: String = app.written_by(&key).into_iter().collect();
    loop {
        let more = input.next(Some(Duration::ZERO))?;
        if let Some(Told::Event(Event::Key(key))) = &more
            && let Some(letter) = app.written_by(key)
        {
            text.push(letter);
            continue;
        }
        let is_one = text.chars().nth(1).is_none();
        return Ok((if is_one { Event::Key(key) } else { Event::Paste(text) }, more));
    }
}

/// Redraws everything after another program used the terminal.
fn draw_anew(terminal: &mut Screen, app: &mut App) -> io::Result<()> {
    resize(terminal, app)?;
    terminal.clear()
}

/// Applies the current size of the window.
fn resize(terminal: &mut Screen, app: &mut App) -> io::Result<()> {
    terminal.backend_mut().look_again();
    let size = terminal.size()?;
    app.handle(Event::Resize(size.width, size.height));
    Ok(())
}

/// Stops every program of this job, as the terminal driver does for Ctrl-Z. This program gets the signal too, and
/// restores the terminal first. Returns false if no shell waits that could continue it.
#[cfg(unix)]
fn suspend() -> bool {
    use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
    let is_job = getsid(None).is_ok_and(|session| session != getpgrp());
    is_job && kill_current_process_group(Signal::TSTP).is_ok()
}

#[cfg(not(unix))]
fn suspend() -> bool {
    false
}

/// Stops the process until the shell continues it with SIGCONT.
#[cfg(unix)]
fn stop() {
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

#[cfg(not(unix))]
fn stop() {}

/// Opens the text in the editor from `$VISUAL` or `$EDITOR` and returns the edited text. The temporary file is private
/// and is removed afterwards.
fn edit(journal: &Path, text: &str) -> Result<String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os).find(|name| !name.is_empty());
    let editor = named.ok_or_else(|| {
        Error::Invalid(FieldError::new("no editor is named; allowed: the name of one in $VISUAL or $EDITOR"))
    })?;
    let failed = || Error::io("the note cannot be handed to the editor");
    let desk = Desk::lay(journal, text)?;
    // Ctrl-C is for the editor while it has the terminal.
    EDITOR_HAS_TERMINAL.store(true, Ordering::Relaxed);
    // The value may contain options ("code --wait"), so a shell parses it.
    let status = std::process::Command::new("sh")
        .arg("-c")
        .arg(r#"eval "$SPOTLOG_EDITOR \"\$1\"""#)
        .arg("sh")
        .arg(desk.file())
        .env("SPOTLOG_EDITOR", &editor)
        .status();
    EDITOR_HAS_TERMINAL.store(false, Ordering::Relaxed);
    let status = status.map_err(failed())?;
    if !status.success() {
        let name = editor.to_string_lossy().into_owned();
        return Err(Error::Invalid(FieldError::new(format!("the editor {name} failed; the note is as it was"))));
    }
    // The editor may have replaced the file, so it is read by its path.
    desk.read()
}

type Screen = Terminal<CompactBackend<BufWriter<io::Stdout>>>;

fn screen() -> io::Result<Screen> {
    Terminal::new(CompactBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())))
}

/// Restores the terminal when dropped.
struct Guard;

impl Guard {
    fn take(mouse: bool) -> io::Result<Guard> {
        enable_raw_mode()?;
        IS_TAKEN.store(true, Ordering::Relaxed);
        let guard = Guard;
        // A terminal without an alternate screen keeps its old content, and only cells that are not blank are drawn.
        execute!(io::stdout(), EnterAlternateScreen, Clear(ClearType::All), EnableBracketedPaste, cursor::Hide)?;
        if mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore_terminal();
    }
}

/// Undoes everything that [`Guard::take`] may have done, once. Errors are ignored, since they cannot be shown.
fn restore_terminal() {
    if !IS_TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut out = io::stdout();
    // Pictures are not part of a screen, and would stay.
    if let Some(bytes) = graphics::leave() {
        let _ = out.write_all(&bytes);
    }
    // Without an alternate screen, the content of the journal must not stay visible.
    let _ = execute!(
        out,
        DisableMouseCapture,
        DisableBracketedPaste,
        Clear(ClearType::All),
        cursor::MoveTo(0, 0),
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = out.flush();
}

/// Restores the terminal on a panic, so that its message is readable.
fn give_back_on_panic() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if crate::crash::is_expendable() {
            return;
        }
        restore_terminal();
        desk::clear();
        usual(info);
    }));
}

/// How long the main thread may take to keep what is typed after a signal.
#[cfg(unix)]
const LAST_WORDS: Duration = Duration::from_millis(500);

/// Restores the terminal on a signal and exits, if the main thread does not do so first. Every acknowledged change is
/// already on the disk.
#[cfg(unix)]
fn give_back_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGQUIT, SIGTSTP};
    // If the editor is stopped, this program, which waits for it, stops too.
    signal_hook::flag::register_conditional_default(SIGTSTP, Arc::clone(&EDITOR_HAS_TERMINAL))?;
    let mut signals = signal_hook::iterator::Signals::new(super::input::ENDS)?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if matches!(signal, SIGINT | SIGQUIT) && EDITOR_HAS_TERMINAL.load(Ordering::Relaxed) {
                continue;
            }
            std::thread::sleep(LAST_WORDS);
            restore_terminal();
            desk::clear();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn give_back_on_signals() -> io::Result<()> {
    Ok(())
}
