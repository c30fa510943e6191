//! The settings file and the platform's own folders.

use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::guidance::{WINDOWS, Windows};
use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};
use std::path::{Path, PathBuf};

/// Where everything of a person's is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub journal: PathBuf,
    /// Whether the journal was named, on the command line or in the environment.
    pub journal_was_named: bool,
    pub settings: PathBuf,
    /// The made-up journal of `spotlog demo`.
    pub demo: PathBuf,
}

/// What a person can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub windows: Windows,
    /// Whether the terminal program takes the mouse.
    pub mouse: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { windows: Windows::default(), mouse: true }
    }
}

impl Paths {
    /// `journal` wins over the environment's `SPOTLOG_JOURNAL`, which wins over the platform's folder.
    pub fn find(journal: Option<PathBuf>, from_environment: Option<PathBuf>) -> Result<Paths> {
        let args =
            AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "spotlog".into() };
        let folders = app_strategy::choose_native_strategy(args);
        let given = journal.or(from_environment.filter(|path| !path.as_os_str().is_empty()));
        let journal_was_named = given.is_some();
        match (folders, given) {
            (Ok(folders), given) => Ok(Paths {
                journal: given.unwrap_or_else(|| folders.data_dir().join("journal.spotlog")),
                journal_was_named,
                settings: folders.config_dir().join("settings.toml"),
                demo: folders.data_dir().join("demo.spotlog"),
            }),
            // Without a home folder a journal that was named still opens.
            (Err(_), Some(journal)) => {
                let demo = journal.with_extension("demo.spotlog");
                Ok(Paths { settings: journal.with_extension("settings.toml"), demo, journal, journal_was_named })
            }
            (Err(_), None) => Err(Error::NotFound(
                "there is no home folder to keep a journal in; name one with --journal FILE or SPOTLOG_JOURNAL".into(),
            )),
        }
    }
}

impl Settings {
    /// Reads the settings file; without one, the defaults.
    pub fn load(path: &Path) -> Result<Settings> {
        match std::fs::read_to_string(path) {
            Ok(text) => Settings::parse(&text).map_err(|e| Error::Invalid(e.at(path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(error) => Err(Error::io(format!("the settings {} cannot be read", path.display()))(error)),
        }
    }

    /// Parses TOML: a table `[windows]` with the names of [`WINDOWS`], and `[terminal] mouse`.
    pub fn parse(text: &str) -> Result<Settings, FieldError> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| FieldError::new(e.to_string()))?;
        let mut settings = Settings::default();
        for (name, value) in table {
            let section = value.as_table().ok_or_else(|| unknown(&name))?;
            for (key, value) in section {
                let path = format!("{name}.{key}");
                match (name.as_str(), key.as_str()) {
                    ("windows", _) => {
                        let number = value
                            .as_integer()
                            .ok_or_else(|| FieldError::new(format!("{value} is not a whole number")).at(&path))?;
                        settings.windows.set(key, number).map_err(|e| e.at("windows"))?;
                    }
                    ("terminal", "mouse") => {
                        settings.mouse = value.as_bool().ok_or_else(|| {
                            FieldError::new(format!("{value} is not allowed; allowed: true, false")).at(&path)
                        })?;
                    }
                    _ => return Err(unknown(&path)),
                }
            }
            if !matches!(name.as_str(), "windows" | "terminal") {
                return Err(unknown(&name));
            }
        }
        Ok(settings)
    }
}

fn unknown(path: &str) -> FieldError {
    let windows: Vec<_> = WINDOWS.iter().map(|w| format!("windows.{}", w.name)).collect();
    FieldError::new(format!("there is no such setting; allowed: {}, terminal.mouse", windows.join(", "))).at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_take_windows_and_name_what_they_do_not_know() {
        let settings = Settings::parse("[windows]\npersistence_days = 14\n[terminal]\nmouse = false\n").unwrap();
        assert_eq!((settings.windows.persistence_days, settings.mouse), (14, false));
        assert_eq!(Settings::parse("").unwrap(), Settings::default());
        for (text, path) in [
            ("[windows]\npersistence_days = 13\n", "windows.persistence_days"),
            ("[windows]\npersistence_days = 29\n", "windows.persistence_days"),
            ("[windows]\npersistence_days = \"long\"\n", "windows.persistence_days"),
            ("[windows]\npatience = 3\n", "windows.patience"),
            ("[terminal]\nmouse = 3\n", "terminal.mouse"),
            ("[colours]\n", "colours"),
            ("windows = 3\n", "windows"),
        ] {
            let error = Settings::parse(text).unwrap_err();
            assert_eq!(error.path, path, "{error}");
        }
        assert!(Settings::parse("[windows\n").unwrap_err().message.contains("TOML"));
    }

    #[test]
    fn a_named_journal_wins_over_the_environment() {
        let paths = Paths::find(Some("a".into()), Some("b".into())).unwrap();
        assert_eq!(paths.journal, PathBuf::from("a"));
        assert_eq!(Paths::find(None, Some("b".into())).unwrap().journal, PathBuf::from("b"));
        assert_ne!(Paths::find(None, Some("".into())).unwrap().journal, PathBuf::from(""));
    }
}
