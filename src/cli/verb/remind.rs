//! `spotlog remind`: tells the desktop that a look is due, and lets the system do so every day. The words are neutral: no
//! place, no person and no level, since others may see the screen.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::guidance::Level;
use clap::Args;
use etcetera::base_strategy::{BaseStrategy, Xdg};
use std::path::PathBuf;
use std::process::{Command, Stdio};

#[derive(Debug, Args)]
pub struct Remind {
    /// Let the system look every day: a timer of systemd, or else a line for crontab
    #[arg(long, conflicts_with = "uninstall")]
    install: bool,
    /// The time of day for --install
    #[arg(long, value_name = "HH:MM", default_value = "18:00", requires = "install", value_parser = time)]
    at: String,
    /// Take away what --install made
    #[arg(long)]
    uninstall: bool,
}

/// The names of the units.
const UNITS: [&str; 2] = ["spotlog-remind.service", "spotlog-remind.timer"];
/// What is shown. It says nothing of what is due.
const WORDS: &str = "A skin check is due.";
/// What follows on the terminal, where nobody else reads it.
const TELLS_MORE: &str = " spotlog due tells more.";

fn time(text: &str) -> Result<String, String> {
    let parsed = chrono::NaiveTime::parse_from_str(text, "%H:%M");
    parsed
        .map(|time| time.format("%H:%M").to_string())
        .map_err(|_| "is no time of day; allowed: 00:00 to 23:59".to_owned())
}

impl Run for Remind {
    fn run(self, session: &Session) -> Result<u8> {
        match self {
            Remind { install: true, at, .. } => install(session, &at),
            Remind { uninstall: true, .. } => uninstall(session),
            _ => remind(session),
        }
    }
}

/// Shows a notification if a look is due, or if help is needed today.
fn remind(session: &Session) -> Result<u8> {
    let store = session.open_to_read()?;
    let today = session.context().as_of().day();
    let people = session.judged(&store)?;
    let is_due = people.iter().flat_map(|judged| &judged.assessment.spots).any(|spot| spot.is_due(today));
    let level = people.iter().map(|judged| judged.assessment.level).max().unwrap_or(Level::None);
    if !is_due && level < Level::SameDay {
        let open = if level > Level::Watch { "No look is due, but something is open" } else { "Nothing is due" };
        session.out.remark(&format!("{open}.{}\n", if level > Level::Watch { TELLS_MORE } else { "" }))?;
        return Ok(0);
    }
    session.out.remark(&format!("{WORDS}{TELLS_MORE}\n"))?;
    let shown = Command::new("notify-send").args(["Spotlog", WORDS]).stdout(Stdio::null()).status();
    match shown {
        Ok(status) if status.success() => Ok(0),
        _ => Err(Error::Conflict("notify-send could not show it; install libnotify (Debian: libnotify-bin)".into())),
    }
}

/// Returns the folder of the person's own units.
fn units() -> Result<PathBuf> {
    let folders = Xdg::new().map_err(|_| Error::NotFound("there is no home folder for a timer".into()))?;
    Ok(folders.config_dir().join("systemd/user"))
}

fn install(session: &Session, at: &str) -> Result<u8> {
    let program = std::env::current_exe().map_err(Error::io("the path of this program cannot be told"))?;
    let mut line = vec![program.to_string_lossy().into_owned()];
    // The folders of this shell may not be those of the system's.
    let journal = std::path::absolute(&session.paths.journal).unwrap_or_else(|_| session.paths.journal.clone());
    line.extend(["--journal".to_owned(), journal.to_string_lossy().into_owned()]);
    line.extend(["--quiet", "remind"].map(str::to_owned));
    if !has_systemd() {
        let quoted: Vec<String> = line.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect();
        let (hour, minute) = at.split_once(':').unwrap_or(("18", "00"));
        let (hour, minute) = (hour.trim_start_matches('0'), minute.trim_start_matches('0'));
        let or_zero = |number: &str| if number.is_empty() { "0".to_owned() } else { number.to_owned() };
        session.out.aside("systemd does not run here. Add this line with crontab -e:\n")?;
        // A percent sign ends a line of crontab.
        let line = quoted.join(" ").replace('%', "\\%");
        session.out.text(&format!("{} {} * * * {line}\n", or_zero(minute), or_zero(hour)))?;
        return Ok(0);
    }
    let folder = units()?;
    let failed = || Error::io(format!("{} cannot be written", folder.shown()));
    std::fs::create_dir_all(&folder).map_err(failed())?;
    let quoted: Vec<String> = line.iter().map(|word| quoted(word)).collect();
    let service = format!(
        "[Unit]\nDescription=Tells that a skin check is due\n\n[Service]\nType=oneshot\nExecStart={}\n",
        quoted.join(" ")
    );
    let timer = format!(
        "[Unit]\nDescription=Looks every day whether a skin check is due\n\n[Timer]\nOnCalendar=*-*-* {at}\n\
         Persistent=true\n\n[Install]\nWantedBy=timers.target\n"
    );
    for (name, text) in UNITS.into_iter().zip([service, timer]) {
        crate::file::write_private(&folder.join(name), true, |out| out.write_all(text.as_bytes()).map_err(failed()))?;
    }
    let enabled = systemctl(&["daemon-reload"]).and_then(|()| systemctl(&["enable", "--now", UNITS[1]]));
    enabled.inspect_err(|_| UNITS.iter().for_each(|name| drop(std::fs::remove_file(folder.join(name)))))?;
    let text =
        format!("Every day at {at} the system looks whether anything is due. spotlog remind --uninstall ends it.\n");
    session.out.remark(&print::wrap(&text, "", ""))?;
    Ok(0)
}

fn uninstall(session: &Session) -> Result<u8> {
    let folder = units()?;
    let there: Vec<PathBuf> = UNITS.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect();
    if there.is_empty() {
        return Err(Error::NotFound("no timer of spotlog is installed; a line in crontab is taken out there".into()));
    }
    if has_systemd() {
        systemctl(&["disable", "--now", UNITS[1]])?;
    }
    for path in &there {
        std::fs::remove_file(path).map_err(Error::io(format!("{} cannot be removed", path.shown())))?;
    }
    if has_systemd() {
        systemctl(&["daemon-reload"])?;
    }
    session.out.remark("The system looks no longer whether anything is due.\n")?;
    Ok(0)
}

/// Returns whether systemd runs for this person. It is not enough that its program is installed.
fn has_systemd() -> bool {
    let mut asked = Command::new("systemctl");
    let asked = asked.args(["--user", "show-environment"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    cfg!(target_os = "linux") && asked.is_ok_and(|status| status.success())
}

fn systemctl(arguments: &[&str]) -> Result<()> {
    let failed = Error::io("systemctl cannot be run");
    let output = Command::new("systemctl").arg("--user").args(arguments).output().map_err(failed)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Error::Conflict(format!("systemctl --user {} failed: {said}", arguments.join(" "))))
}

/// Quotes a word for a line of a unit (systemd.service, "Command lines").
fn quoted(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_unit_are_quoted() {
        assert_eq!(quoted("/home/a b/50%$x\"y"), "\"/home/a b/50%%$$x\\\"y\"");
        assert_eq!((time("7:05").as_deref(), time("25:00").is_err()), (Ok("07:05"), true));
    }
}
