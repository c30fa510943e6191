//! Arguments that several verbs share, and how words and paths are parsed.

mod copy;

pub(super) use copy::{CopyArgs, NewPassphraseArgs, PassphraseArgs};

use crate::config::expand_home;
use crate::domain::{Answer, Word};
use clap::ValueEnum;
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;

/// An answer as an option has it; leaving the option out is the third one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    Yes,
    No,
}

impl From<YesNo> for Answer {
    fn from(answer: YesNo) -> Self {
        match answer {
            YesNo::Yes => Answer::Yes,
            YesNo::No => Answer::No,
        }
    }
}

/// Parses a word of a closed list, and offers the list to help and completions.
pub(super) fn words<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(W::ALL.iter().map(|w| w.word())).try_map(|word| W::parse(&word))
}

/// A path, in which `~` is the home folder also where no shell reads it.
pub(super) fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| expand_home(&path))
}
