//! `spotlog symptom`: logs symptoms of the person.

use crate::cli::args::words;
use crate::cli::entry::{at_named, kept, text};
use crate::cli::session::{Run, Session};
use crate::domain::{FieldError, Listed, Word};
use crate::error::Result;
use crate::ops::{self, Draft, NewSymptoms};
use clap::Args;

#[derive(Debug, Args)]
pub struct Symptom {
    /// What was there
    #[arg(required_unless_present = "no", value_name = "SYMPTOM", value_parser = words::<Listed>())]
    there: Vec<Listed>,
    /// What was asked for and not there; without a word, everything that was named before
    #[arg(long, value_name = "SYMPTOM", num_args = 0.., value_delimiter = ',', value_parser = words::<Listed>())]
    no: Option<Vec<Listed>>,
    /// When it was, with the hour where it is known
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// Needed for the symptom other
    #[arg(long)]
    note: Option<String>,
}

impl Run for Symptom {
    fn run(self, session: &Session) -> Result<u8> {
        let mut symptoms: Vec<(Listed, bool)> = match &self.no {
            // In `symptom fever --no` the symptoms named before are the absent ones.
            Some(no) if no.is_empty() => self.there.iter().map(|&listed| (listed, false)).collect(),
            Some(no) => self.there.iter().map(|&l| (l, true)).chain(no.iter().map(|&l| (l, false))).collect(),
            None => self.there.iter().map(|&listed| (listed, true)).collect(),
        };
        let mut seen: Vec<Listed> = Vec::new();
        for &(listed, _) in &symptoms {
            if seen.contains(&listed) && symptoms.iter().any(|&(l, p)| l == listed && !p) {
                let message = format!("{} is said to be there and not there; name it once", listed.word());
                return Err(FieldError::new(message).at("--no").into());
            }
            seen.push(listed);
        }
        symptoms.dedup();
        let new = NewSymptoms {
            at: session.moment(self.at.as_deref(), "--at")?,
            symptoms,
            note: text(self.note.as_deref(), "--note")?,
        };
        let draft = Draft::Symptoms(new.clone());
        let result = session.open().and_then(|mut store| ops::symptoms(&mut store, &session.context(), new));
        kept(session, &draft, result.map_err(|error| at_named(error, "--at")))
    }
}
