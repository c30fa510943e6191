//! `spotlog note`: adds a note to a look, a spot, a symptom or a medicine.

use super::edit::address;
use crate::cli::entry::{done, text};
use crate::cli::session::{Run, Session};
use crate::domain::{FieldError, Listed, Word};
use crate::error::{Error, Result};
use crate::ops::{self, SavedKind};
use clap::Args;

#[derive(Debug, Args)]
pub struct Note {
    /// The look, 4@2026-11-21; the spot, 4; the symptom, fever@2026-11-21; or the medicine by its name
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
        let mut store = session.open()?;
        let context = session.context();
        let entry = match (address.of.parse::<u32>(), address.on) {
            (Ok(number), None) => ops::find_spot(&store, &context, number)?,
            (Ok(_), Some(_)) => ops::find_saved(&store, &context, SavedKind::Look, &address)?,
            (Err(_), _) if Listed::from_word(address.of.as_bytes()).is_some() => {
                ops::find_saved(&store, &context, SavedKind::Symptom, &address)?
            }
            (Err(_), _) => match ops::find_saved(&store, &context, SavedKind::Medicine, &address) {
                Err(Error::NotFound(_)) => {
                    let message =
                        format!("\"{}\" is no symptom of the list and no medicine of this journal", address.of);
                    return Err(FieldError::new(message).at("WHICH").into());
                }
                found => found?,
            },
        };
        done(session, &ops::add_note(&mut store, &context, &entry, &note)?)
    }
}
