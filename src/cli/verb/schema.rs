//! `spotlog schema`: prints the JSON Schemas of the file formats. It needs neither journal nor settings.

use crate::cli::print::Out;
use crate::error::{Error, Result};
use crate::exchange::schemas;
use clap::Args;

#[derive(Debug, Args)]
pub struct Schema {
    /// The name of a format, such as spotlog-journal/2; all without one
    format: Option<String>,
}

impl Schema {
    /// Prints the schemas and returns the exit code. All bare verbs take the whole command line; this one ignores it.
    pub fn print(self, out: &Out, _command: clap::Command) -> Result<u8> {
        let format = self.format.as_deref();
        let all = schemas();
        match format {
            Some(name) => match all.iter().find(|(known, _)| *known == name) {
                Some((_, schema)) => out.json(schema)?,
                None => {
                    let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
                    return Err(Error::NotFound(format!("there is no format {name}; there is: {}", names.join(", "))));
                }
            },
            None => {
                let both: serde_json::Map<String, serde_json::Value> =
                    all.into_iter().map(|(name, schema)| (name.to_owned(), schema.into())).collect();
                out.json(&both)?;
            }
        }
        Ok(0)
    }
}
