//! `spotlog-sync/1`: the file that one machine leaves for the others. A line with a checksum, then JSON: the journal in
//! its own format, and the tombstones.

use super::journal_v1::{read_journal, write_journal};
use crate::domain::{FieldError, Journal, check_time};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const FORMAT: &str = "spotlog-sync/1";

/// A tombstone: the table of the deleted record, its id, and the time.
pub type Gone = (String, Uuid, DateTime<Utc>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SyncV1 {
    journal: serde_json::Value,
    gone: Vec<GoneV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoneV1 {
    record: String,
    id: String,
    at: String,
}

/// Returns the bytes of a machine's file.
pub fn write_sync(journal: &Journal, gone: &[Gone]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_journal(journal, &mut bytes)?;
    let gone = gone.iter().map(|(record, id, at)| GoneV1 {
        record: record.clone(),
        id: id.to_string(),
        at: at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    });
    let file = SyncV1 { journal: serde_json::from_slice(&bytes)?, gone: gone.collect() };
    Ok(with_checksum(FORMAT, &serde_json::to_vec(&file)?))
}

/// Prepends a line with the format and the checksum to the body.
pub(super) fn with_checksum(format: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("{format} sha256:{}\n", checksum(body)).into_bytes();
    out.extend(body);
    out
}

/// Returns the body of a file of that format.
///
/// # Errors
///
/// Fails for another format, and for a file that was copied only in part.
pub(super) fn whole_body<'b>(format: &str, bytes: &'b [u8]) -> Result<&'b [u8], FieldError> {
    if bytes.is_empty() {
        return Err(FieldError::new("the file is empty; it may still be on its way"));
    }
    let end = bytes.iter().position(|&byte| byte == b'\n');
    let line = end.and_then(|end| std::str::from_utf8(&bytes[..end]).ok()).unwrap_or_default();
    let sum = match line.split_once(" sha256:") {
        Some((found, sum)) if found == format => sum,
        _ => return Err(FieldError::new(format!("this is no {format} file"))),
    };
    let body = &bytes[end.unwrap_or_default() + 1..];
    if checksum(body) != sum {
        return Err(FieldError::new("the file is not whole; it may still be on its way"));
    }
    Ok(body)
}

/// Parses a machine's file.
///
/// # Errors
///
/// Fails for an invalid file, and for one that was copied only in part.
pub fn read_sync(bytes: &[u8], born_by: NaiveDate) -> Result<(Journal, Vec<Gone>), FieldError> {
    let file: SyncV1 =
        serde_json::from_slice(whole_body(FORMAT, bytes)?).map_err(|error| FieldError::new(error.to_string()))?;
    let journal = serde_json::to_vec(&file.journal).map_err(|error| FieldError::new(error.to_string()))?;
    let journal = read_journal(&journal, born_by)?;
    let gone = file.gone.into_iter().map(|gone| {
        let id = Uuid::try_parse(&gone.id).map_err(|error| FieldError::new(error.to_string()).at("gone"))?;
        let at =
            DateTime::parse_from_rfc3339(&gone.at).map_err(|error| FieldError::new(error.to_string()).at("gone"))?;
        Ok((gone.record, id, check_time(at.to_utc()).map_err(|error| error.at("gone"))?))
    });
    Ok((journal, gone.collect::<Result<_, FieldError>>()?))
}

/// Returns the SHA-256 of some bytes in hexadecimal.
pub fn checksum(body: &[u8]) -> String {
    Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}
