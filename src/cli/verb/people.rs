//! `spotlog people`: lists people, adds one, merges two.

use crate::cli::entry::done;
use crate::cli::session::{Run, Session};
use crate::domain::{Name, Person, show_date};
use crate::error::Result;
use crate::ops;
use clap::{Args, Subcommand};
use serde::Serialize;

#[derive(Debug, Subcommand)]
pub(super) enum PeopleVerb {
    /// Make one person of two, such as of the two who are called Me on two machines
    Merge {
        /// The person who goes; everything of theirs is moved
        #[arg(value_name = "FROM")]
        from: String,
        /// The person who stays
        #[arg(value_name = "INTO")]
        into: String,
    },
}

#[derive(Debug, Args)]
pub struct People {
    /// Add a person of this name
    #[arg(long, value_name = "NAME")]
    add: Option<String>,
    #[command(subcommand)]
    verb: Option<PeopleVerb>,
}

/// One person, as `--json` prints it.
#[derive(Serialize)]
struct PersonRow<'a> {
    name: &'a str,
    /// The birth date.
    born: Option<String>,
}

/// The result of `--add`, as `--json` prints it.
#[derive(Serialize)]
struct AddResult<'a> {
    /// A sentence that describes what was done.
    done: &'a str,
    /// The number of the change in the history.
    change: i64,
}

impl Run for People {
    fn run(self, session: &Session) -> Result<u8> {
        if let Some(PeopleVerb::Merge { from, into }) = self.verb {
            let mut store = session.open()?;
            return done(session, &ops::unite_people(&mut store, &session.context(), &from, &into)?);
        }
        let add = self.add.as_deref();
        if let Some(name) = add {
            let name = Name::typed(name).map_err(|e| e.at("--add"))?;
            let mut store = session.open()?;
            let receipt = ops::add_person(&mut store, &session.context(), name)?;
            if session.out.json {
                session.out.json(&AddResult { done: &receipt.done, change: receipt.change })?;
            } else {
                let name = &receipt.judged.assessment.name;
                session.out.remark(&format!("{} Use --person \"{name}\" to log for them.\n", receipt.done))?;
            }
            return Ok(0);
        }
        let people = ops::people(&session.open_to_read()?)?;
        if session.out.json {
            let rows = people.iter().map(|p| PersonRow { name: &p.name, born: p.born.map(|day| day.to_string()) });
            session.out.json(&rows.collect::<Vec<_>>())?;
            return Ok(0);
        }
        let born = |p: &Person| p.born.map_or_else(String::new, |day| format!(", born {}", show_date(day)));
        let lines: String = people.iter().map(|p| format!("{}{}\n", p.name, born(p))).collect();
        if lines.is_empty() {
            session.out.remark("There is nobody in this journal yet; the first entry makes the first person.\n")?;
        }
        session.out.text(&lines)?;
        Ok(0)
    }
}
