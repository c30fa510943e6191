//! `spotlog-erased/1`: the erasures that one machine sends to the others. A line with a checksum, then JSON: kinds,
//! identifiers and times, without any content.

use super::sync_v1::{whole_body, with_checksum};
use crate::domain::{Erasure, Erasures, FieldError, check_time};
use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const FORMAT: &str = "spotlog-erased/1";

/// The limit on how often one record can be erased and restored.
const MOST_TIMES: u32 = 1_000_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ErasedV1 {
    erased: Vec<LineV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineV1 {
    kind: String,
    id: String,
    /// RFC 3339, UTC.
    at: String,
    /// Odd while the record is erased.
    times: u32,
    /// The person of an erased spot, which comes with its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

/// Returns the bytes of a machine's file.
pub fn write_erased(erased: &Erasures) -> std::io::Result<Vec<u8>> {
    let lines = erased.iter().map(|(kind, id, erasure)| LineV1 {
        kind: kind.to_owned(),
        id: id.to_string(),
        at: erasure.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        times: erasure.times,
        person: erasure.number.map(|(person, _)| person.to_string()),
        number: erasure.number.map(|(_, number)| number),
    });
    Ok(with_checksum(FORMAT, &serde_json::to_vec(&ErasedV1 { erased: lines.collect() })?))
}

/// Parses a machine's file. Kinds that only a later version knows are skipped.
pub fn read_erased(bytes: &[u8]) -> Result<Erasures, FieldError> {
    let wrong = |error: &dyn std::fmt::Display| FieldError::new(error.to_string()).at("erased");
    let file: ErasedV1 = serde_json::from_slice(whole_body(FORMAT, bytes)?).map_err(|error| wrong(&error))?;
    let mut erased = Erasures::default();
    for line in file.erased {
        let id = |text: &str| Uuid::try_parse(text).map_err(|error| wrong(&error));
        let at = DateTime::parse_from_rfc3339(&line.at).map_err(|error| wrong(&error))?;
        let at = check_time(at.to_utc()).map_err(|error| error.at("erased"))?;
        if !(1..=MOST_TIMES).contains(&line.times) {
            return Err(wrong(&format!("times is {}; allowed: 1 to {MOST_TIMES}", line.times)));
        }
        let person = line.person.as_deref().map(id).transpose()?;
        let id = id(&line.id)?;
        if let Some(kind) = Erasures::kind(&line.kind) {
            erased.put(kind, id, Erasure { times: line.times, at, number: person.zip(line.number) });
        }
    }
    Ok(erased)
}
