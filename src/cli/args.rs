//! Arguments that several verbs share, and parsers for words and paths.

mod background;
mod copy;

pub(super) use background::BackgroundArgs;
pub(super) use copy::{CopyArgs, NewPassphraseArgs, PassphraseArgs};

use crate::config::expand_home;
use crate::domain::{Answer, Word};
use clap::ValueEnum;
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use std::path::PathBuf;

/// The answer of an option. Without the option, the question is unanswered.
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

/// Returns a parser for a word of a closed list, which help and completions show.
pub(super) fn words<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(W::ALL.iter().map(|w| w.word())).try_map(|word| W::parse(&word))
}

/// Returns a parser for a path that expands `~`, for shells that do not.
pub(super) fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| expand_home(&path))
}
