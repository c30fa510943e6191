//! `spotlog strike`: strikes out a saved entry.

use super::edit::address;
use crate::cli::entry::{confirmed, confirmed_by, done};
use crate::cli::session::{Run, Session};
use crate::domain::Name;
use crate::error::Result;
use crate::ops::{self, Context, SavedKind};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Strike {
    /// The kind of entry
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Struck,
    /// Which one, as `edit` names it: 4@2026-11-21, fever@2026-11-21, aspirin; a person by the whole name
    #[arg(value_name = "WHICH")]
    which: String,
    /// Do not ask; needed without a terminal
    #[arg(long)]
    yes: bool,
}

/// The result of striking out a person.
#[derive(Serialize)]
struct StrikeResult<'a> {
    /// The name of the person.
    struck_out: &'a str,
}

/// What can be struck out.
#[derive(Clone, Copy, Debug)]
enum Struck {
    Entry(SavedKind),
    /// A person with every entry.
    Person,
}

/// The word of a person, beside those of the kinds of entries.
const PERSON: &str = "person";

/// Returns a parser for what can be struck out.
fn kinds() -> impl TypedValueParser<Value = Struck> {
    let find = |word: String| {
        let kind = SavedKind::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, kind)| Struck::Entry(kind));
        kind.or((word == PERSON).then_some(Struck::Person))
    };
    let words = SavedKind::ALL.map(|(word, _)| word).into_iter().chain([PERSON]);
    PossibleValuesParser::new(words).try_map(move |word| find(word).ok_or("is no kind of entry"))
}

impl Run for Strike {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let Struck::Entry(kind) = self.kind else {
            let name = self.which.parse::<Name>().map_err(|error| error.at("WHICH"))?;
            let question = format!("Everything of {name} no longer counts. Type the name to strike it out: ");
            confirmed_by(session, self.yes, &format!("strike out {name}"), &question, &name)?;
            let context = Context { person: Some(&name), ..session.context() };
            let done = ops::strike_person(&mut store, &context, &name)?;
            match session.out.json {
                true => session.out.json(&StrikeResult { struck_out: &name })?,
                false => session.out.remark(&format!("{done}\n"))?,
            }
            return Ok(0);
        };
        let entry = ops::find_saved(&store, &session.context(), kind, &address(session, &self.which)?)?;
        confirmed(session, self.yes, &format!("strike out {}", entry.describe()))?;
        done(session, &ops::strike(&mut store, &session.context(), &entry)?)
    }
}
