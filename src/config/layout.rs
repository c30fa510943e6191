//! The layout of the settings file, read by serde.

use super::photos::{KeepPictures, PhotoSettings, ShowPictures};
use super::{Drawing, ThemeChoice, expand_home, parse_emergency_number};
use crate::domain::{DateFormat, LengthUnit, Site, Word};
use crate::store::Keep;
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The tables of the settings file; what is left out has its default.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SettingsFile {
    pub(super) windows: BTreeMap<String, Whole>,
    pub(super) terminal: Terminal,
    pub(super) emergency: Emergency,
    pub(super) backups: Backups,
    pub(super) photos: PhotosTable,
    pub(super) keys: BTreeMap<String, KeyNames>,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Terminal {
    pub(super) mouse: Switch,
    pub(super) theme: Named<ThemeChoice>,
    pub(super) drawing: Named<Drawing>,
    pub(super) dates: Named<DateFormat>,
    pub(super) unit: Named<LengthUnit>,
}

impl Default for Terminal {
    fn default() -> Self {
        Terminal {
            mouse: Switch(true),
            theme: Named::default(),
            drawing: Named::default(),
            dates: Named::default(),
            unit: Named::default(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Emergency {
    pub(super) number: Number,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Backups {
    pub(super) daily: Kept<1>,
    pub(super) weekly: Kept<0>,
    pub(super) monthly: Kept<0>,
}

impl Default for Backups {
    fn default() -> Self {
        let Keep { daily, weekly, monthly } = Keep::default();
        Backups { daily: Kept(daily), weekly: Kept(weekly), monthly: Kept(monthly) }
    }
}

/// The settings of photos.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PhotosTable {
    keep: Named<KeepPictures>,
    inbox: Option<String>,
    private: Option<Sites>,
    show: Named<ShowPictures>,
}

impl From<PhotosTable> for PhotoSettings {
    fn from(table: PhotosTable) -> Self {
        let usual = PhotoSettings::default();
        // A path that cannot be expanded is used as it is, and then is not found.
        let inbox = table.inbox.filter(|inbox| !inbox.trim().is_empty()).map(PathBuf::from);
        PhotoSettings {
            keep: table.keep.0,
            inbox: inbox.map(|inbox| expand_home(&inbox).unwrap_or(inbox)),
            private: table.private.map_or(usual.private, |Sites(sites)| sites),
            show: table.show.0,
        }
    }
}

/// A value that the file has by name.
#[derive(Default)]
pub(super) struct Named<T>(pub(super) T);

/// A type whose values have names in the settings.
pub(super) trait HasNames: Copy + 'static {
    const NAMES: &'static [(&'static str, Self)];
}

impl HasNames for ThemeChoice {
    const NAMES: &'static [(&'static str, Self)] = &ThemeChoice::ALL;
}

impl HasNames for Drawing {
    const NAMES: &'static [(&'static str, Self)] = &Drawing::ALL;
}

impl HasNames for KeepPictures {
    const NAMES: &'static [(&'static str, Self)] = &KeepPictures::ALL;
}

impl HasNames for ShowPictures {
    const NAMES: &'static [(&'static str, Self)] = &ShowPictures::ALL;
}

impl HasNames for DateFormat {
    const NAMES: &'static [(&'static str, Self)] = &DateFormat::ALL;
}

impl HasNames for LengthUnit {
    const NAMES: &'static [(&'static str, Self)] = &LengthUnit::ALL;
}

impl<'de, T: HasNames> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let found = value.as_str().and_then(|word| T::NAMES.iter().find(|(name, _)| *name == word));
        found.map(|(_, value)| Named(*value)).ok_or_else(|| {
            let names: Vec<&str> = T::NAMES.iter().map(|(name, _)| *name).collect();
            D::Error::custom(format!("{value} is not allowed; allowed: {}", names.join(", ")))
        })
    }
}

/// A whole number.
pub(super) struct Whole(pub(super) i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        value.as_integer().map(Whole).ok_or_else(|| D::Error::custom(format!("{value} is not a whole number")))
    }
}

/// On or off.
pub(super) struct Switch(pub(super) bool);

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let switch = value.as_bool().map(Switch);
        switch.ok_or_else(|| D::Error::custom(format!("{value} is not allowed; allowed: true, false")))
    }
}

/// How many backups are kept, `LEAST` to 366. Without any daily one there would be no backup at all.
pub(super) struct Kept<const LEAST: usize>(pub(super) usize);

impl<'de, const LEAST: usize> Deserialize<'de> for Kept<LEAST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let kept = value.as_integer().and_then(|number| usize::try_from(number).ok());
        let kept = kept.filter(|kept| (LEAST..=366).contains(kept));
        kept.map(Kept).ok_or_else(|| D::Error::custom(format!("{value} is not allowed; allowed: {LEAST} to 366")))
    }
}

/// The number to call in an emergency, as text or as a whole number.
#[derive(Default)]
pub(super) struct Number(pub(super) Option<String>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let number = value.as_str().map(str::to_owned).or(value.as_integer().map(|number| number.to_string()));
        let number = number
            .ok_or_else(|| D::Error::custom(format!("{value} is not allowed; allowed: a number to call, as text")))?;
        parse_emergency_number(&number).map(Number).map_err(D::Error::custom)
    }
}

/// A list of parts of the body.
pub(super) struct Sites(pub(super) Vec<Site>);

impl<'de> Deserialize<'de> for Sites {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = toml::Value::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("{value} is not allowed; allowed: a list of sites, as [\"groin\"]"));
        let words = value.as_array().ok_or_else(wrong)?;
        let site = |word: &toml::Value| Site::parse(word.as_str().unwrap_or_default()).map_err(D::Error::custom);
        words.iter().map(site).collect::<Result<_, _>>().map(Sites)
    }
}

/// The keys of a command: one, or a list.
pub(super) struct KeyNames(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for KeyNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMany {
            One(String),
            Many(Vec<String>),
        }
        match OneOrMany::deserialize(deserializer) {
            Ok(OneOrMany::One(key)) => Ok(KeyNames(vec![key])),
            Ok(OneOrMany::Many(keys)) => Ok(KeyNames(keys)),
            Err(_) => Err(D::Error::custom("a key or a list of keys is needed, such as \"n\" or [\"n\", \"F5\"]")),
        }
    }
}

/// Returns the message of an error of serde in the words of the settings.
pub(super) fn explain(message: &str) -> String {
    match message.split_once(", expected ") {
        Some((begin, allowed)) if begin.starts_with("unknown field") => {
            format!("there is no such setting; allowed: {}", allowed.trim_start_matches("one of ").replace('`', ""))
        }
        _ => message.replace("expected a map", "allowed: a table of settings"),
    }
}
