//! `spotlog settings`: shows every setting and where it comes from, or opens the file in an editor.

use crate::cli::open::read_clock;
use crate::cli::session::{Run, Session};
use crate::config::{self, Settings as InUse};
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::io::Write;
use std::process::Command;

#[derive(Debug, Args)]
pub struct Settings {
    #[command(subcommand)]
    verb: Option<SettingsVerb>,
}

#[derive(Debug, Subcommand)]
enum SettingsVerb {
    /// Open the file in $VISUAL or $EDITOR; a text with a fault is not taken over
    Edit,
}

/// One setting, as `--json` prints it.
#[derive(Serialize)]
struct SettingRow {
    /// The table and the name, as in the file.
    name: String,
    /// The value, as it would be written in the file.
    value: String,
    /// `default`, `file`, or the name of a variable of the environment.
    from: &'static str,
}

impl Run for Settings {
    fn run(self, session: &Session) -> Result<u8> {
        let path = &session.paths.settings;
        let text = config::read_text(path)?;
        if self.verb.is_some() {
            return edit(session, &text);
        }
        let listed = InUse::load(path)?.listed(&text);
        if session.out.json {
            let rows = listed.into_iter().map(|s| SettingRow { name: s.name, value: s.value, from: s.from.word() });
            session.out.json(&rows.collect::<Vec<_>>())?;
            return Ok(0);
        }
        let name_width = listed.iter().map(|setting| setting.name.len()).max().unwrap_or(0);
        let value_width = listed.iter().map(|setting| setting.value.len()).max().unwrap_or(0);
        let rows =
            listed.iter().map(|s| format!("{:name_width$}  {:value_width$}  {}\n", s.name, s.value, s.from.word()));
        let note = if path.exists() { "" } else { "  (not there yet)" };
        session.out.text(&format!("{}{note}\n\n{}", path.shown(), rows.collect::<String>()))?;
        Ok(0)
    }
}

/// Opens a copy of the settings in the editor, and takes it over once it can be read.
fn edit(session: &Session, before: &str) -> Result<u8> {
    let path = &session.paths.settings;
    let failed = || Error::io(format!("the settings {} cannot be edited", path.shown()));
    let editor = ["VISUAL", "EDITOR"].into_iter().filter_map(std::env::var_os).find(|name| !name.is_empty());
    let Some(editor) = editor.map(|name| name.to_string_lossy().into_owned()) else {
        let message = format!("set it to your editor, or edit {} yourself", path.shown());
        return Err(FieldError::new(message).at("EDITOR").into());
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut copy = tempfile::Builder::new().prefix("spotlog-").suffix(".toml").tempfile().map_err(failed())?;
    let mut text = if before.is_empty() { template(session) } else { before.to_owned() };
    if !text.contains("[keys]") {
        let lines = crate::tui::Start::key_lines();
        text.push_str(&format!("\n# [keys]\n# Take the # away here too. A command may have several keys.\n{lines}"));
    }
    copy.write_all(text.as_bytes()).map_err(failed())?;
    let status = Command::new(program).args(words).arg(copy.path()).status().map_err(failed())?;
    if !status.success() {
        return Err(Error::Conflict(format!("{program} failed; the settings are as they were")));
    }
    let after = std::fs::read_to_string(copy.path()).map_err(failed())?;
    if after == text {
        session.out.remark("Nothing was changed.\n")?;
        return Ok(0);
    }
    check(&after).map_err(|error| {
        Error::Invalid(FieldError::new(format!("{error}. The settings are as they were")).at(path.shown()))
    })?;
    config::write_text(path, &after)?;
    session.out.remark(&format!("The settings are in {}.\n", path.shown()))?;
    Ok(0)
}

/// Checks a text of settings, with the commands and the keys that it names.
fn check(text: &str) -> Result<(), FieldError> {
    let settings = InUse::parse(text)?;
    crate::tui::Start::new(read_clock).set_keys(&settings.keys).map_err(|error| error.at("keys"))
}

/// Returns a file with every setting as it is, behind a comment sign.
fn template(session: &Session) -> String {
    let mut text = String::from("# Settings of spotlog. Take the # away to change a value.\n");
    let mut table = "";
    let listed = session.settings.listed("");
    for setting in &listed {
        let (of, name) = setting.name.split_once('.').unwrap_or(("", &setting.name));
        if of != table {
            text.push_str(&format!("\n[{of}]\n"));
            table = of;
        }
        text.push_str(&format!("# {name} = {}\n", setting.value));
    }
    text
}
