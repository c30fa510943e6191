//! `spotlog note`: adds a note to a look or a symptom.

use super::edit::address;
use crate::cli::entry::{done, text};
use crate::cli::session::{Run, Session};
use crate::domain::FieldError;
use crate::error::Result;
use crate::ops::{self, SavedKind};
use clap::Args;

#[derive(Debug, Args)]
pub struct Note {
    /// The look, 4@2026-11-21, or the symptom, fever@2026-11-21
    #[arg(value_name = "WHICH")]
    which: String,
    /// The note; it is added below the one that there is
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
}

impl Run for Note {
    fn run(self, session: &Session) -> Result<u8> {
        let note = text(Some(&self.text.join(" ")), "TEXT")?
            .ok_or_else(|| FieldError::new("a note needs words").at("TEXT"))?;
        let address = address(session, &self.which)?;
        let kind = if address.of.parse::<u32>().is_ok() { SavedKind::Look } else { SavedKind::Symptom };
        let mut store = session.open()?;
        let entry = ops::find_saved(&store, &session.context(), kind, &address)?;
        done(session, &ops::add_note(&mut store, &session.context(), &entry, &note)?)
    }
}
