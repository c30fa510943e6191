//! What a bug report needs: versions, terminal, sizes and settings, and no entry, name or path.

use crate::cli::session::Session;
use crate::cli::terminal;
use crate::config::Source;
use crate::error::{Error, Result};
use crate::ops;
use crate::store::{self, SCHEMA_VERSION};
use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// Prints the report, and gives it to the clipboard of the terminal if `copies` is set.
pub(super) fn print(session: &Session, copies: bool) -> Result<u8> {
    let text = report(session);
    session.out.text(&text)?;
    if copies {
        let copied = execute!(std::io::stderr(), CopyToClipboard::to_clipboard_from(&text));
        copied.map_err(Error::io("the report cannot be copied"))?;
        session.out.aside("It is copied too, if the terminal allows it.\n")?;
    }
    Ok(0)
}

fn report(session: &Session) -> String {
    let path = &session.paths.journal;
    let of = |name: &str| std::env::var(name).unwrap_or_else(|_| "not set".to_owned());
    let size = terminal::size().map_or_else(|| "none".to_owned(), |(columns, lines)| format!("{columns}x{lines}"));
    let mut lines = vec![
        format!("spotlog {}", ops::version()),
        format!("system: {} {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("terminal: {size}, TERM {}, COLORTERM {}", of("TERM"), of("COLORTERM")),
    ];
    let bytes = std::fs::metadata(path).map(|file| file.len());
    lines.push(match bytes {
        Ok(bytes) => format!(
            "journal: {bytes} bytes, {} backups, this program's schema {SCHEMA_VERSION}",
            store::backups_of(path).len()
        ),
        Err(error) => format!("journal: none ({})", error.kind()),
    });
    match ops::doctor(path, &session.context()) {
        Ok(checks) => lines.extend(checks.iter().map(|check| {
            // What was found may quote an entry.
            format!("check of {}: {}", check.what, if check.found.is_ok() { "passed" } else { "failed" })
        })),
        Err(error) => lines.push(format!("the check failed: {}", error.kind())),
    }
    match session.open_to_read().and_then(|store| ops::sizes(&store)) {
        Ok(sizes) => lines.extend(sizes.into_iter().map(|(what, count)| format!("{what}: {count}"))),
        Err(error) => lines.push(format!("it cannot be read: {}", error.kind())),
    }
    let text = crate::config::read_text(&session.paths.settings).unwrap_or_default();
    for setting in session.settings.listed(&text).into_iter().filter(|setting| setting.from != Source::Default) {
        // A number to call may tell where the person lives.
        let value = if setting.name == "emergency.number" { "set".to_owned() } else { setting.value };
        lines.push(format!("setting {} = {value} ({})", setting.name, setting.from.word()));
    }
    lines.join("\n") + "\n"
}
