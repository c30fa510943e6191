//! Every setting with its value and where the value comes from.

use super::{Drawing, KeepPictures, Settings, ShowPictures, ThemeChoice, word_of};
use crate::domain::{DateFormat, LengthUnit, Word};
use crate::guidance::WINDOWS;
use toml_edit::Value;

/// A setting as it is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The table and the name, as in the file: `terminal.theme`.
    pub name: String,
    /// The value, as it would be written in the file.
    pub value: String,
    /// Where it comes from.
    pub from: Source,
}

/// Where the value of a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is not in the file.
    Default,
    /// The settings file.
    File,
    /// A variable of the environment, which wins over the file.
    Environment(&'static str),
}

impl Source {
    /// Returns the source in a word.
    pub fn word(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::File => "file",
            Source::Environment(name) => name,
        }
    }
}

impl Settings {
    /// Returns every setting with its table, its name and its value, but the keys.
    pub(super) fn values(&self) -> Vec<(&'static str, &'static str, Value)> {
        let word = |word: Option<&str>| Value::from(word.unwrap_or_default());
        let count = |count: usize| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
        let mut values = vec![
            ("terminal", "theme", word(word_of(&ThemeChoice::ALL, self.theme))),
            ("terminal", "drawing", word(word_of(&Drawing::ALL, self.drawing))),
            ("terminal", "dates", word(word_of(&DateFormat::ALL, self.notation.dates))),
            ("terminal", "unit", word(word_of(&LengthUnit::ALL, self.notation.unit))),
            ("terminal", "mouse", Value::from(self.mouse)),
            ("emergency", "number", word(self.emergency_number.as_deref())),
            ("backups", "daily", count(self.backups.daily)),
            ("backups", "weekly", count(self.backups.weekly)),
            ("backups", "monthly", count(self.backups.monthly)),
            ("photos", "keep", word(word_of(&KeepPictures::ALL, self.photos.keep))),
            ("photos", "inbox", word(self.photos.inbox.as_deref().and_then(|inbox| inbox.to_str()))),
            ("photos", "private", self.photos.private.iter().map(|site| site.word()).collect()),
            ("photos", "show", word(word_of(&ShowPictures::ALL, self.photos.show))),
        ];
        values.extend(WINDOWS.iter().map(|window| {
            let value = self.windows.get(window.name).unwrap_or(window.default);
            ("windows", window.name, Value::from(i64::from(value)))
        }));
        values
    }

    /// Returns every setting. `text` is the content of the file that they were read from, empty without one.
    pub fn listed(&self, text: &str) -> Vec<Listed> {
        let file: toml::Table = text.parse().unwrap_or_default();
        let from = |table: &str, name: &str| match file.get(table).and_then(|table| table.get(name)) {
            _ if name == "theme" && std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => {
                Source::Environment("NO_COLOR")
            }
            Some(_) => Source::File,
            None => Source::Default,
        };
        let listed = |table: &str, name: &str, value: &Value| Listed {
            name: format!("{table}.{name}"),
            value: value.to_string(),
            from: from(table, name),
        };
        let keys = self
            .keys
            .iter()
            .map(|(command, keys)| listed("keys", command, &keys.iter().map(String::as_str).collect::<Value>()));
        let values = self.values();
        values.iter().map(|(table, name, value)| listed(table, name, value)).chain(keys).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_the_file_is_told_from_a_default_even_if_it_is_the_same() {
        let text = "[terminal]\ntheme = \"auto\"\n[windows]\npersistence_days = 14\n[keys]\nnew-spot = \"N\"\n";
        let listed = Settings::parse(text).unwrap().listed(text);
        let of = |name: &str| listed.iter().find(|setting| setting.name == name).unwrap().clone();
        assert_eq!((of("terminal.theme").value.as_str(), of("terminal.theme").from), ("\"auto\"", Source::File));
        assert_eq!((of("terminal.unit").value.as_str(), of("terminal.unit").from), ("\"mm\"", Source::Default));
        assert_eq!(
            (of("windows.persistence_days").value.as_str(), of("keys.new-spot").value.as_str()),
            ("14", "[\"N\"]")
        );
        let written: String =
            listed.iter().filter(|s| s.name.starts_with("terminal.")).fold("[terminal]\n".into(), |all, s| {
                format!("{all}{} = {}\n", s.name.trim_start_matches("terminal."), s.value)
            });
        assert!(Settings::parse(&written).is_ok(), "{written}");
    }
}
