//! `spotlog strike`: strikes out a saved entry.

use super::edit::address;
use crate::cli::entry::{confirmed, done};
use crate::cli::session::{Run, Session};
use crate::error::Result;
use crate::ops::{self, SavedKind};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

#[derive(Debug, Args)]
pub struct Strike {
    /// The kind of entry
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: SavedKind,
    /// Which one, as `edit` names it: 4@2026-11-21, fever@2026-11-21, aspirin
    #[arg(value_name = "WHICH")]
    which: String,
    /// Do not ask; needed without a terminal
    #[arg(long)]
    yes: bool,
}

/// Returns a parser for the kinds of entries.
fn kinds() -> impl TypedValueParser<Value = SavedKind> {
    let find = |word: String| SavedKind::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| kind);
    let words = SavedKind::ALL.map(|(word, _)| word);
    PossibleValuesParser::new(words).try_map(move |word| find(word).ok_or("is no kind of entry"))
}

impl Run for Strike {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let entry = ops::find_saved(&store, &session.context(), self.kind, &address(session, &self.which)?)?;
        confirmed(session, self.yes, &format!("strike out {}", entry.describe()))?;
        done(session, &ops::strike(&mut store, &session.context(), &entry)?)
    }
}
