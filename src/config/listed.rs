//! Every setting with its value and where the value comes from.

use super::{Drawing, Settings, ThemeChoice, word_of};
use crate::domain::{DateFormat, LengthUnit};
use crate::guidance::WINDOWS;

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
    /// Returns every setting. `text` is the content of the file that they were read from, empty without one.
    pub fn listed(&self, text: &str) -> Vec<Listed> {
        let file: toml::Table = text.parse().unwrap_or_default();
        let is_in_file = |table: &str, name: &str| {
            file.get(table).and_then(|table| table.as_table()).is_some_and(|table| table.contains_key(name))
        };
        let mut listed = Vec::new();
        let mut add = |table: &str, name: &str, value: String| {
            let from = if is_in_file(table, name) { Source::File } else { Source::Default };
            listed.push(Listed { name: format!("{table}.{name}"), value, from });
        };
        let quoted = |word: Option<&str>| format!("\"{}\"", word.unwrap_or_default());
        add("terminal", "theme", quoted(word_of(&ThemeChoice::ALL, self.theme)));
        add("terminal", "drawing", quoted(word_of(&Drawing::ALL, self.drawing)));
        add("terminal", "dates", quoted(word_of(&DateFormat::ALL, self.notation.dates)));
        add("terminal", "unit", quoted(word_of(&LengthUnit::ALL, self.notation.unit)));
        add("terminal", "mouse", self.mouse.to_string());
        add("emergency", "number", quoted(self.emergency_number.as_deref()));
        add("backups", "daily", self.backups.daily.to_string());
        add("backups", "weekly", self.backups.weekly.to_string());
        add("backups", "monthly", self.backups.monthly.to_string());
        for window in WINDOWS {
            let value = self.windows.get(window.name).unwrap_or(window.default);
            add("windows", window.name, value.to_string());
        }
        for (command, keys) in &self.keys {
            let keys: Vec<String> = keys.iter().map(|key| quoted(Some(key))).collect();
            add("keys", command, format!("[{}]", keys.join(", ")));
        }
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            listed[0].from = Source::Environment("NO_COLOR");
        }
        listed
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
