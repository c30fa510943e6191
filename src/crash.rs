//! What happens when the program fails unexpectedly: the terminal is given back first, then a report is written that holds
//! the place in the source and the way there, and no entry. The message of a panic may quote one, so it is left out.

use crate::domain::ShowPath;
use crate::file;
use crate::log::{Clock, Event, log};
use std::backtrace::Backtrace;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The name of a thread whose end by a panic is an answer and no fault of the program: it reads foreign bytes.
pub const EXPENDABLE: &str = "foreign bytes";

/// Returns whether the current thread may end by a panic.
pub fn is_expendable() -> bool {
    std::thread::current().name() == Some(EXPENDABLE)
}

/// Writes a report into `folder` on every later panic, in place of the usual message. `about` is the first line of the
/// report.
pub fn report_into(folder: PathBuf, about: String, clock: Clock) {
    std::panic::set_hook(Box::new(move |info| {
        if is_expendable() {
            return;
        }
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        log(Event::Panicked(&place));
        let text = report(&about, &place, &Backtrace::force_capture().to_string());
        let path = folder.join(format!("crash-{}.txt", clock().format("%Y%m%dT%H%M%SZ")));
        let written = write(&path, &text);
        let mut err = std::io::stderr();
        // A failure to print has nowhere to be reported.
        let _ = match written {
            Ok(()) => writeln!(err, "{}", told(&place, &path)),
            Err(_) => writeln!(err, "spotlog failed unexpectedly at {place}. What was saved is safe.\n\n{text}"),
        };
    }));
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    file::append_private(path)?.write_all(text.as_bytes())
}

fn told(place: &str, path: &Path) -> String {
    format!(
        "spotlog failed unexpectedly at {place}. What was saved is safe.\nA report without any entry of the journal is in \
         {}. Please attach it to a bug report.",
        path.shown()
    )
}

/// Returns the text of a report.
fn report(about: &str, place: &str, backtrace: &str) -> String {
    format!("{about}\npanicked at {place}\n\n{backtrace}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_the_place_and_the_way_there() {
        let text = report("spotlog 1.0", "src/a.rs:1:2", "0: main");
        assert_eq!(text, "spotlog 1.0\npanicked at src/a.rs:1:2\n\n0: main\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/crash-1.txt");
        write(&path, &text).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        assert!(told("src/a.rs:1:2", &path).contains("crash-1.txt"));
    }
}
