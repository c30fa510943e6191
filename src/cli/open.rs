//! `spotlog` without a verb: the terminal program, or numbered questions.

use super::session::{Run, Session};
use super::verb::list::List;
use crate::domain::{Lines, ShowPath, visible};
use crate::error::Result;
use crate::ops::Now;
use std::io::IsTerminal;
use std::path::Path;

/// Opens the journal in the terminal program. If no screen can be drawn or `--plain` is given, asks numbered questions.
/// If there is no terminal to ask on, or JSON is wanted, prints the list.
pub(super) fn open_journal(session: &Session) -> Result<u8> {
    if can_draw(session) {
        return open_screen(session, &session.paths.journal, false);
    }
    if !session.out.json && (session.plain || std::io::stdin().is_terminal()) {
        let store = session.open()?;
        crate::tui::run_plain(
            store,
            start(session, false)?,
            &mut std::io::stdin().lock(),
            &mut Lines::new(std::io::stdout(), visible),
        )?;
        return Ok(0);
    }
    List { flagged: false }.run(session)
}

/// Runs the terminal program on a journal and returns the exit code. A demo journal is opened without the warnings of
/// [`Session::open`].
pub(super) fn open_screen(session: &Session, journal: &Path, demo: bool) -> Result<u8> {
    let store = if demo { session.open_at(journal)? } else { session.open()? };
    let start = crate::tui::Start {
        synced: crate::ops::synced_warning(journal),
        is_open_to_others: crate::ops::others_may_open(journal),
        ..start(session, demo)?
    };
    crate::tui::run(store, start)?;
    Ok(0)
}

fn start(session: &Session, demo: bool) -> Result<crate::tui::Start> {
    let settings = &session.settings;
    let mut start = crate::tui::Start {
        windows: settings.windows.clone(),
        mouse: settings.mouse && !session.no_mouse,
        emergency_number: settings.emergency_number.clone(),
        theme: settings.theme,
        colors: session.colors,
        drawing: settings.drawing,
        photos: settings.photos.clone(),
        settings: session.paths.settings.clone(),
        person: session.person.clone(),
        as_of: session.as_of,
        demo,
        ..crate::tui::Start::new(read_clock)
    };
    start.set_keys(&settings.keys).map_err(|e| e.at("keys").at(session.paths.settings.shown()))?;
    Ok(start)
}

/// Returns whether the terminal program can run: standard input and output are a capable terminal, without `--plain`.
pub(super) fn can_draw(session: &Session) -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !session.plain && !dumb && std::io::stdout().is_terminal() && std::io::stdin().is_terminal()
}

/// Reads the system clock. Nothing else does, except tests.
#[allow(clippy::disallowed_methods)]
pub(super) fn read_clock() -> Now {
    let local = chrono::Local::now();
    Now { local: local.naive_local(), utc: local.to_utc() }
}
