//! The settings file and the platform's folders.

use crate::domain::{DateFormat, FieldError, LengthUnit, Notation, ShowPath};
use crate::error::{Error, Result};
use crate::file;
use crate::guidance::{WINDOWS, Windows};
use crate::store::Keep;
use etcetera::{AppStrategy, AppStrategyArgs, app_strategy};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The paths of a person's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    pub journal: PathBuf,
    /// Whether the journal was named on the command line or in the environment.
    pub journal_was_named: bool,
    pub settings: PathBuf,
    /// The made-up journal of `spotlog demo`.
    pub demo: PathBuf,
}

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub windows: Windows,
    /// Whether the terminal program uses the mouse.
    pub mouse: bool,
    /// The emergency number, as it is dialled.
    pub emergency_number: Option<String>,
    pub theme: ThemeChoice,
    pub drawing: Drawing,
    /// The format of dates and sizes.
    pub notation: Notation,
    /// How many daily backups are kept.
    pub backups: Keep,
    /// The keys of commands as text; the terminal program parses them.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// The colour theme of the terminal program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// By the background colour if the terminal reports it, otherwise the terminal's own sixteen colours.
    #[default]
    Auto,
    Dark,
    Light,
    HighContrast,
    Terminal,
}

impl ThemeChoice {
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
    Octant,
    Sextant,
    Braille,
    HalfBlock,
    Ascii,
}

impl Drawing {
    pub const ALL: [(&'static str, Drawing); 6] = [
        ("auto", Drawing::Auto),
        ("octant", Drawing::Octant),
        ("sextant", Drawing::Sextant),
        ("braille", Drawing::Braille),
        ("half-block", Drawing::HalfBlock),
        ("ascii", Drawing::Ascii),
    ];
}

/// Returns the value for a word of the settings file.
fn choose<T: Copy>(all: &[(&'static str, T)], value: &toml::Value) -> Result<T, FieldError> {
    let found = value.as_str().and_then(|word| all.iter().find(|(name, _)| *name == word));
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        FieldError::new(format!("{value} is not allowed; allowed: {}", names.join(", ")))
    })
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
            }),
            // Without a home folder, a named journal can still be opened.
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
        match file::read_text(path, MAX_SETTINGS_BYTES) {
            Ok(text) => Settings::parse(&text).map_err(|e| Error::Invalid(e.at(path.shown()))),
            Err(error) if is_not_there(&error) => Ok(Settings::default()),
            Err(error) => Err(error),
        }
    }

    /// Parses TOML: a table `[windows]` with the names of [`WINDOWS`], `[terminal] mouse` and `[emergency] number`.
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
                    ("keys", _) => {
                        let one = value.as_str().map(|key| vec![key.to_owned()]);
                        let several = value.as_array().and_then(|keys| {
                            keys.iter().map(|key| key.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
                        });
                        let keys = one.or(several).ok_or_else(|| {
                            FieldError::new("a key or a list of keys is needed, such as \"n\" or [\"n\", \"F5\"]")
                                .at(&path)
                        })?;
                        settings.keys.insert(key.clone(), keys);
                    }
                    ("terminal", "theme") => {
                        settings.theme = choose(&ThemeChoice::ALL, value).map_err(|e| e.at(&path))?;
                    }
                    ("terminal", "drawing") => {
                        settings.drawing = choose(&Drawing::ALL, value).map_err(|e| e.at(&path))?;
                    }
                    ("terminal", "dates") => {
                        settings.notation.dates = choose(&DateFormat::ALL, value).map_err(|e| e.at(&path))?;
                    }
                    ("terminal", "unit") => {
                        settings.notation.unit = choose(&LengthUnit::ALL, value).map_err(|e| e.at(&path))?;
                    }
                    ("backups", "daily" | "weekly" | "monthly") => {
                        let kept = value.as_integer().and_then(|number| usize::try_from(number).ok());
                        // With zero daily backups there would be no backup at all.
                        let least = usize::from(key == "daily");
                        let kept = kept.filter(|kept| (least..=366).contains(kept)).ok_or_else(|| {
                            FieldError::new(format!("{value} is not allowed; allowed: {least} to 366")).at(&path)
                        })?;
                        match key.as_str() {
                            "daily" => settings.backups.daily = kept,
                            "weekly" => settings.backups.weekly = kept,
                            _ => settings.backups.monthly = kept,
                        }
                    }
                    ("emergency", "number") => {
                        let number = value.as_str().map(str::to_owned).or(value.as_integer().map(|n| n.to_string()));
                        let number = number.ok_or_else(|| {
                            FieldError::new(format!("{value} is not allowed; allowed: a number to call, as text"))
                                .at(&path)
                        })?;
                        settings.emergency_number = parse_emergency_number(&number).map_err(|e| e.at(&path))?;
                    }
                    _ => return Err(unknown(&path)),
                }
            }
            if !matches!(name.as_str(), "windows" | "terminal" | "emergency" | "backups" | "keys") {
                return Err(unknown(&name));
            }
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
    let text = match file::read_text(path, MAX_SETTINGS_BYTES) {
        Ok(text) => text,
        Err(error) if is_not_there(&error) => String::new(),
        Err(error) => return Err(error),
    };
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
        let table = item.as_table_like_mut().ok_or_else(|| Error::Invalid(unknown(table)))?;
        let bare = |value: &toml_edit::Value| value.clone().decorated("", "").to_string();
        let same = table.get(name).and_then(|old| old.as_value()).is_some_and(|old| bare(old) == bare(&value));
        // An unchanged value keeps the comment behind it.
        if !same {
            table.insert(name, toml_edit::Item::Value(value));
        }
    }
    let failed = || Error::io(format!("the settings {} cannot be written", path.shown()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed())?;
    }
    // Written to a temporary file first, so that a full disk leaves the old settings intact.
    let beside = path.with_extension("toml.new");
    std::fs::write(&beside, document.to_string()).map_err(failed())?;
    std::fs::rename(&beside, path).map_err(failed())
}

/// Stores or removes the emergency number in the settings file.
pub fn keep_emergency_number(path: &Path, number: Option<&str>) -> Result<()> {
    keep(path, vec![("emergency", "number", number.map(toml_edit::Value::from))])
}

impl Settings {
    /// Returns the values of the settings screen, for [`keep`]. Defaults are omitted.
    pub fn changes(&self) -> Vec<Change> {
        let usual = Settings::default();
        let mut changes: Vec<Change> = Vec::new();
        for window in WINDOWS {
            let value = self.windows.get(window.name).filter(|value| *value != window.default);
            changes.push(("windows", window.name, value.map(|value| i64::from(value).into())));
        }
        let mut word = |name: &'static str, word: Option<&'static str>| {
            changes.push(("terminal", name, word.map(toml_edit::Value::from)));
        };
        word("theme", word_unless_usual(&ThemeChoice::ALL, self.theme, usual.theme));
        word("drawing", word_unless_usual(&Drawing::ALL, self.drawing, usual.drawing));
        word("dates", word_unless_usual(&DateFormat::ALL, self.notation.dates, usual.notation.dates));
        word("unit", word_unless_usual(&LengthUnit::ALL, self.notation.unit, usual.notation.unit));
        changes.push(("terminal", "mouse", (self.mouse != usual.mouse).then(|| self.mouse.into())));
        changes.push(("emergency", "number", self.emergency_number.as_deref().map(toml_edit::Value::from)));
        changes
    }
}

fn word_unless_usual<T: Copy + PartialEq>(all: &[(&'static str, T)], value: T, usual: T) -> Option<&'static str> {
    word_of(all, value).filter(|_| value != usual)
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

fn unknown(path: &str) -> FieldError {
    let windows: Vec<_> = WINDOWS.iter().map(|w| format!("windows.{}", w.name)).collect();
    FieldError::new(format!(
        "there is no such setting; allowed: {}, terminal.mouse, terminal.theme, terminal.drawing, terminal.dates, terminal.unit, emergency.number, backups.daily, backups.weekly, backups.monthly, keys.COMMAND",
        windows.join(", ")
    ))
    .at(path)
}

#[cfg(test)]
mod tests {
    use super::*;

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
