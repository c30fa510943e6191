//! The settings file and the platform's folders.

mod layout;
mod listed;
mod photos;

pub use listed::{Listed, Source};
pub use photos::{KeepPictures, PhotoSettings, ShowPictures};

use crate::domain::{FieldError, Notation, ShowPath};
use crate::error::{Error, Result};
use crate::file;
use crate::guidance::Windows;
use crate::store::Keep;
use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};
use layout::{KeyNames, SettingsFile, Whole};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The paths of a person's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The journal to open. It need not exist yet.
    pub journal: PathBuf,
    /// Whether the journal was named on the command line or in the environment.
    pub journal_was_named: bool,
    /// The settings file. It need not exist; then every setting has its default.
    pub settings: PathBuf,
    /// The made-up journal of `spotlog demo`.
    pub demo: PathBuf,
    /// The log, in the folder that reports of crashes go to.
    pub log: PathBuf,
}

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The periods of the rules, each within its bounds.
    pub windows: Windows,
    /// Whether the terminal program uses the mouse.
    pub mouse: bool,
    /// The emergency number, as it is dialled.
    pub emergency_number: Option<String>,
    /// The colours of the terminal program. `NO_COLOR` takes precedence.
    pub theme: ThemeChoice,
    /// What the body map is drawn with.
    pub drawing: Drawing,
    /// The format of dates and sizes.
    pub notation: Notation,
    /// How many daily backups are kept.
    pub backups: Keep,
    /// What is kept and shown of photos.
    pub photos: PhotoSettings,
    /// The keys of commands as text; the terminal program parses them.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// The colour theme of the terminal program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// By the background colour if the terminal reports it, otherwise the terminal's own sixteen colours.
    #[default]
    Auto,
    /// 256 colours, for a dark background.
    Dark,
    /// 256 colours, for a light background.
    Light,
    /// Sixteen colours of high contrast, with no dim text.
    HighContrast,
    /// Always the terminal's own sixteen colours.
    Terminal,
}

impl ThemeChoice {
    /// Every theme, with its word in the settings file.
    pub const ALL: [(&'static str, ThemeChoice); 5] = [
        ("auto", ThemeChoice::Auto),
        ("dark", ThemeChoice::Dark),
        ("light", ThemeChoice::Light),
        ("high-contrast", ThemeChoice::HighContrast),
        ("terminal", ThemeChoice::Terminal),
    ];
}

/// The characters for drawing the body map, finest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// Braille, which nearly every terminal supports; ASCII on the Linux console, which does not.
    #[default]
    Auto,
    /// Blocks of two by four dots, from Unicode 16.
    Octant,
    /// Blocks of two by three dots, from Unicode 13.
    Sextant,
    /// Dots of two by four.
    Braille,
    /// Blocks of one by two dots.
    HalfBlock,
    /// A full stop in each cell, for terminals with only ASCII.
    Ascii,
}

impl Drawing {
    /// Every choice, with its word in the settings file.
    pub const ALL: [(&'static str, Drawing); 6] = [
        ("auto", Drawing::Auto),
        ("octant", Drawing::Octant),
        ("sextant", Drawing::Sextant),
        ("braille", Drawing::Braille),
        ("half-block", Drawing::HalfBlock),
        ("ascii", Drawing::Ascii),
    ];
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            windows: Windows::default(),
            mouse: true,
            emergency_number: None,
            theme: ThemeChoice::default(),
            drawing: Drawing::default(),
            notation: Notation::default(),
            backups: Keep::default(),
            photos: PhotoSettings::default(),
            keys: BTreeMap::new(),
        }
    }
}

impl Paths {
    /// Finds the paths. `journal` takes precedence over `SPOTLOG_JOURNAL` of the environment, and that over the
    /// platform's folder.
    pub fn find(journal: Option<PathBuf>, from_environment: Option<PathBuf>) -> Result<Paths> {
        let args =
            AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: "spotlog".into() };
        let folders = app_strategy::choose_native_strategy(args);
        let from_environment = from_environment.filter(|path| !path.as_os_str().is_empty());
        let from_environment = from_environment.map(|path| expand_home(&path)).transpose()?;
        let given = journal.or(from_environment);
        if let Some(url) = given.as_ref().filter(|path| path.as_os_str().as_encoded_bytes().starts_with(b"file://")) {
            let message = format!("{} is an address and not a path; leave out file://", url.shown());
            return Err(FieldError::new(message).at("--journal").into());
        }
        let journal_was_named = given.is_some();
        match (folders, given) {
            (Ok(folders), given) => Ok(Paths {
                journal: given.unwrap_or_else(|| folders.data_dir().join("journal.spotlog")),
                journal_was_named,
                settings: folders.config_dir().join("settings.toml"),
                demo: folders.data_dir().join("demo.spotlog"),
                log: folders.state_dir().unwrap_or_else(|| folders.data_dir()).join("spotlog.log"),
            }),
            // Without a home folder, a named journal can still be opened.
            (Err(_), Some(journal)) => {
                let demo = journal.with_extension("demo.spotlog");
                let (settings, log) = (journal.with_extension("settings.toml"), journal.with_extension("log"));
                Ok(Paths { settings, demo, log, journal, journal_was_named })
            }
            (Err(_), None) => Err(Error::NotFound(
                "there is no home folder to keep a journal in; name one with --journal FILE or SPOTLOG_JOURNAL".into(),
            )),
        }
    }
}

/// Replaces a leading `~` by the home folder, for paths that no shell has expanded.
///
/// # Errors
///
/// Fails for another user's home folder, as in `~name`, and for `~` without a home folder.
pub fn expand_home(path: &Path) -> Result<PathBuf, FieldError> {
    let Ok(rest) = path.strip_prefix("~") else {
        if path.as_os_str().as_encoded_bytes().starts_with(b"~") {
            let message = format!("only ~/ means a home folder here; for a file of that name write ./{}", path.shown());
            return Err(FieldError::new(message));
        }
        return Ok(path.to_owned());
    };
    let home =
        etcetera::home_dir().map_err(|_| FieldError::new("there is no home folder for ~; write the path out"))?;
    Ok(home.join(rest))
}

/// The size limit of the settings file, in bytes.
const MAX_SETTINGS_BYTES: u64 = 1 << 20;

impl Settings {
    /// Reads the settings file. Returns the defaults if there is none.
    pub fn load(path: &Path) -> Result<Settings> {
        Settings::parse(&read_text(path)?).map_err(|e| Error::Invalid(e.at(path.shown())))
    }

    /// Parses TOML: a table `[windows]` with the names of [`WINDOWS`](crate::guidance::WINDOWS), `[terminal]`,
    /// `[emergency]`, `[backups]`, `[photos]` and `[keys]`.
    ///
    /// # Errors
    ///
    /// A [`FieldError`] with the path of the setting and what is allowed.
    pub fn parse(text: &str) -> Result<Settings, FieldError> {
        let deserializer = toml::Deserializer::parse(text).map_err(|error| FieldError::new(error.to_string()))?;
        let file: SettingsFile = serde_path_to_error::deserialize(deserializer).map_err(|error| {
            let path = error.path().to_string();
            FieldError::new(layout::explain(error.into_inner().message())).at(path)
        })?;
        let SettingsFile { windows, terminal, emergency, backups, photos, keys } = file;
        let mut settings = Settings {
            mouse: terminal.mouse.0,
            theme: terminal.theme.0,
            drawing: terminal.drawing.0,
            notation: Notation { dates: terminal.dates.0, unit: terminal.unit.0 },
            backups: Keep { daily: backups.daily.0, weekly: backups.weekly.0, monthly: backups.monthly.0 },
            photos: photos.into(),
            emergency_number: emergency.number.0,
            keys: keys.into_iter().map(|(command, KeyNames(names))| (command, names)).collect(),
            windows: Windows::default(),
        };
        for (name, Whole(days)) in windows {
            settings.windows.set(&name, days).map_err(|error| error.at("windows"))?;
        }
        Ok(settings)
    }
}

fn is_not_there(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound)
}

/// A change of the settings file: table, name and value; `None` removes the value.
pub type Change = (&'static str, &'static str, Option<toml_edit::Value>);

/// Changes values of the settings file. Everything else is preserved, including comments.
pub fn keep(path: &Path, changes: Vec<Change>) -> Result<()> {
    let text = read_text(path)?;
    let parsed = text.parse::<toml_edit::DocumentMut>();
    let mut document = parsed.map_err(|e| Error::Invalid(FieldError::new(e.to_string()).at(path.shown())))?;
    for (table, name, value) in changes {
        let Some(value) = value else {
            if let Some(table) = document.get_mut(table).and_then(|item| item.as_table_like_mut()) {
                table.remove(name);
            }
            continue;
        };
        let item = document.entry(table).or_insert(toml_edit::Item::Table(toml_edit::Table::new()));
        let table = item
            .as_table_like_mut()
            .ok_or_else(|| Error::Invalid(FieldError::new("is a table in the settings").at(table)))?;
        let bare = |value: &toml_edit::Value| value.clone().decorated("", "").to_string();
        let same = table.get(name).and_then(|old| old.as_value()).is_some_and(|old| bare(old) == bare(&value));
        // An unchanged value keeps the comment behind it.
        if !same {
            table.insert(name, toml_edit::Item::Value(value));
        }
    }
    write_text(path, &document.to_string())
}

/// Returns the text of the settings file, empty if there is none.
pub fn read_text(path: &Path) -> Result<String> {
    match file::read_text(path, MAX_SETTINGS_BYTES) {
        Err(error) if is_not_there(&error) => Ok(String::new()),
        read => read,
    }
}

/// Replaces the text of the settings file.
pub fn write_text(path: &Path, text: &str) -> Result<()> {
    let failed = || Error::io(format!("the settings {} cannot be written", path.shown()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed())?;
    }
    // A link to a file elsewhere stays a link.
    let target = if path.is_symlink() { path.canonicalize().map_err(failed())? } else { path.to_owned() };
    file::write_private(&target, true, |out| out.write_all(text.as_bytes()).map_err(failed()))
}

/// Stores or removes the emergency number in the settings file.
pub fn keep_emergency_number(path: &Path, number: Option<&str>) -> Result<()> {
    keep(path, vec![("emergency", "number", number.map(toml_edit::Value::from))])
}

impl Settings {
    /// Returns the values of the settings screen, for [`keep`]. Defaults are omitted.
    pub fn changes(&self) -> Vec<Change> {
        let usual = Settings::default().values();
        // The screen does not ask for the backups and the photos.
        let asked =
            self.values().into_iter().zip(usual).filter(|((table, ..), _)| !["backups", "photos"].contains(table));
        let changed = |value: toml_edit::Value, usual: toml_edit::Value| {
            (value.to_string() != usual.to_string()).then_some(value)
        };
        asked.map(|((table, name, value), (.., usual))| (table, name, changed(value, usual))).collect()
    }
}

/// Returns the word for a value.
pub fn word_of<T: Copy + PartialEq>(all: &[(&'static str, T)], value: T) -> Option<&'static str> {
    all.iter().find(|(_, known)| *known == value).map(|(word, _)| *word)
}

/// Parses a phone number: digits and the usual separators. Blank means none.
pub fn parse_emergency_number(text: &str) -> Result<Option<String>, FieldError> {
    let number = text.trim();
    let is_dialled = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '*' | '#' | '(' | ')' | '/');
    if number.is_empty() {
        return Ok(None);
    }
    if number.len() > 30 || !number.chars().all(is_dialled) || !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(FieldError::new("a number to call is digits, with + - * # ( ) / and spaces between them"));
    }
    Ok(Some(number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DateFormat, LengthUnit};

    #[test]
    fn settings_take_windows_and_name_what_they_do_not_know() {
        let settings = Settings::parse("[windows]\npersistence_days = 14\n[terminal]\nmouse = false\n").unwrap();
        assert_eq!((settings.windows.persistence_days, settings.mouse), (14, false));
        for number in ["112", "\"112\"", "\" 112 \""] {
            let settings = Settings::parse(&format!("[emergency]\nnumber = {number}\n")).unwrap();
            assert_eq!(settings.emergency_number.as_deref(), Some("112"));
        }
        assert_eq!(Settings::parse("").unwrap(), Settings::default());
        for (text, path) in [
            ("[windows]\npersistence_days = 13\n", "windows.persistence_days"),
            ("[windows]\npersistence_days = 29\n", "windows.persistence_days"),
            ("[windows]\npersistence_days = \"long\"\n", "windows.persistence_days"),
            ("[windows]\npatience = 3\n", "windows.patience"),
            ("[terminal]\nmouse = 3\n", "terminal.mouse"),
            ("[emergency]\nnumber = \"ask mum\"\n", "emergency.number"),
            ("[emergency]\nnumber = true\n", "emergency.number"),
            ("[terminal]\ntheme = \"pink\"\n", "terminal.theme"),
            ("[terminal]\ndrawing = 3\n", "terminal.drawing"),
            ("[terminal]\ndates = \"dd.mm\"\n", "terminal.dates"),
            ("[terminal]\nunit = \"furlong\"\n", "terminal.unit"),
            ("[backups]\ndaily = 0\n", "backups.daily"),
            ("[backups]\nyearly = 1\n", "backups.yearly"),
            ("[photos]\nkeep = \"all\"\n", "photos.keep"),
            ("[photos]\nprivate = [\"moon\"]\n", "photos.private"),
            ("[photos]\nprivate = \"groin\"\n", "photos.private"),
            ("[photos]\nshow = 3\n", "photos.show"),
            ("[keys]\nnew-spot = 3\n", "keys.new-spot"),
            ("[colours]\n", "colours"),
            ("windows = 3\n", "windows"),
        ] {
            let error = Settings::parse(text).unwrap_err();
            assert_eq!(error.path, path, "{error}");
        }
        assert!(Settings::parse("[windows\n").unwrap_err().message.contains("TOML"));
    }

    #[test]
    fn keeping_the_emergency_number_leaves_the_rest_of_the_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/settings.toml");
        keep_emergency_number(&path, Some("112")).unwrap();
        assert_eq!(Settings::load(&path).unwrap().emergency_number.as_deref(), Some("112"));
        std::fs::write(&path, "# mine\n[windows]\npersistence_days = 14 # short\n").unwrap();
        keep_emergency_number(&path, Some("+49 112")).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# mine\n[windows]\npersistence_days = 14 # short\n"), "{text}");
        assert_eq!(Settings::parse(&text).unwrap().emergency_number.as_deref(), Some("+49 112"));
        keep_emergency_number(&path, None).unwrap();
        assert_eq!(Settings::load(&path).unwrap().emergency_number, None);
        std::fs::write(&path, "[windows\n").unwrap();
        assert!(keep_emergency_number(&path, Some("112")).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[windows\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_settings_file_that_is_a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("settings.toml"), folder.path().join("dotfiles.toml"));
        std::fs::write(&target, "").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        keep_emergency_number(&link, Some("112")).unwrap();
        assert!(link.is_symlink());
        assert_eq!(Settings::load(&target).unwrap().emergency_number.as_deref(), Some("112"));
    }

    #[test]
    fn the_settings_that_the_screen_knows_come_back_as_they_were_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, "[windows]\npersistence_days = 14 # short\n[keys]\nundo = \"U\"\n").unwrap();
        let mut settings = Settings::load(&path).unwrap();
        settings.theme = ThemeChoice::Light;
        settings.mouse = false;
        settings.notation = Notation { dates: DateFormat::DayFirst, unit: LengthUnit::Inches };
        settings.windows.set("recheck_days", 60).unwrap();
        keep(&path, settings.changes()).unwrap();
        assert_eq!(Settings::load(&path).unwrap(), settings);
        assert!(std::fs::read_to_string(&path).unwrap().contains("persistence_days = 14 # short"));
        keep(&path, Settings::default().changes()).unwrap();
        let kept = Settings::load(&path).unwrap();
        assert_eq!((kept.windows, kept.keys.len()), (Windows::default(), 1));
    }

    #[test]
    fn a_named_journal_wins_over_the_environment() {
        let paths = Paths::find(Some("a".into()), Some("b".into())).unwrap();
        assert_eq!(paths.journal, PathBuf::from("a"));
        assert_eq!(Paths::find(None, Some("b".into())).unwrap().journal, PathBuf::from("b"));
        assert_ne!(Paths::find(None, Some("".into())).unwrap().journal, PathBuf::from(""));
    }

    #[test]
    fn a_tilde_is_the_home_folder_and_never_a_folder_of_that_name() {
        let home = etcetera::home_dir().unwrap();
        for (given, meant) in [("~/a/b", home.join("a/b")), ("~", home.clone()), ("./~/a", "./~/a".into())] {
            assert_eq!(expand_home(Path::new(given)).unwrap(), meant);
        }
        assert_eq!(Paths::find(None, Some("~/j".into())).unwrap().journal, home.join("j"));
        assert!(expand_home(Path::new("~somebody/j")).unwrap_err().message.contains("./~somebody/j"));
        assert!(Paths::find(Some("file:///j".into()), None).is_err());
    }
}
