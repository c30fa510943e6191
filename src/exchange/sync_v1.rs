//! `spotlog-sync/1` and `/2`: the file that one machine leaves for the others. A line with a checksum, then JSON: the
//! journal in its own format of the same version, and the tombstones.

use super::journal::{JournalFile, JournalVersion, journal_file, journal_of};
use super::picture_key::PictureKey;
use crate::domain::{FieldError, Journal, check_time};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The name of the format, without its version.
const FORMAT: &str = "spotlog-sync/";

/// A tombstone: the table of the deleted record, its id, and the time.
pub type Gone = (String, Uuid, DateTime<Utc>);

/// The content of a machine's file.
pub struct SyncFile {
    /// Everything that the machine knows.
    pub journal: Journal,
    /// The version of the format of the file.
    pub version: JournalVersion,
    /// What was deleted.
    pub gone: Vec<Gone>,
    /// The keys of the pictures of an encrypted folder, as text.
    pub photo_keys: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SyncV1 {
    journal: JournalFile,
    gone: Vec<GoneV1>,
    /// The keys of the pictures of an encrypted folder. Since version 2.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    photo_keys: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoneV1 {
    record: String,
    id: String,
    at: String,
}

/// Returns the bytes of a machine's file.
pub fn write_sync(
    journal: &Journal,
    version: JournalVersion,
    gone: &[Gone],
    photo_keys: &BTreeSet<String>,
) -> std::io::Result<Vec<u8>> {
    let gone = gone.iter().map(|(record, id, at)| GoneV1 {
        record: record.clone(),
        id: id.to_string(),
        at: at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    });
    let file = SyncV1 { journal: journal_file(journal, version), gone: gone.collect(), photo_keys: photo_keys.clone() };
    Ok(with_checksum(&name(version), &serde_json::to_vec(&file)?))
}

fn name(version: JournalVersion) -> String {
    format!("{FORMAT}{}", version.number())
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
/// Fails for an invalid file, for one that was copied only in part, and for one of a newer program.
pub fn read_sync(bytes: &[u8], born_by: NaiveDate) -> Result<SyncFile, FieldError> {
    let found =
        JournalVersion::ALL.into_iter().find(|version| bytes.starts_with(format!("{} ", name(*version)).as_bytes()));
    if found.is_none() && bytes.starts_with(FORMAT.as_bytes()) {
        return Err(FieldError::new("the file is of a newer spotlog; install that here to read it"));
    }
    let body = whole_body(&name(found.unwrap_or_default()), bytes)?;
    let file: SyncV1 = serde_json::from_slice(body).map_err(|error| FieldError::new(error.to_string()))?;
    if !file.photo_keys.is_empty() && found < Some(JournalVersion::Two) {
        return Err(FieldError::new("is a field of spotlog-sync/2").at("photo_keys"));
    }
    for key in &file.photo_keys {
        PictureKey::parse(key)?;
    }
    let photo_keys = file.photo_keys;
    let (journal, version) = journal_of(file.journal, born_by)?;
    let gone = file.gone.into_iter().map(|gone| {
        let id = Uuid::try_parse(&gone.id).map_err(|error| FieldError::new(error.to_string()).at("gone"))?;
        let at =
            DateTime::parse_from_rfc3339(&gone.at).map_err(|error| FieldError::new(error.to_string()).at("gone"))?;
        Ok((gone.record, id, check_time(at.to_utc()).map_err(|error| error.at("gone"))?))
    });
    Ok(SyncFile { journal, version, gone: gone.collect::<Result<_, FieldError>>()?, photo_keys })
}

/// Returns the SHA-256 of some bytes in hexadecimal.
pub fn checksum(body: &[u8]) -> String {
    Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect()
}
