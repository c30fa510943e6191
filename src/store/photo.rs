//! Rows of photos: those of a picture, and the pictures that rows and history name.

use super::migrate::version;
use super::observation::photo;
use super::person::select;
use super::record::Owner;
use crate::domain::{Photo, PhotoId, PictureFormat, PictureHash};
use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// Returns the numbers of a person's spots that have photos.
pub fn numbers_with_photos(connection: &Connection, person: i64) -> Result<Vec<u32>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT s.number FROM photo p JOIN observation o ON o.seq = p.observation JOIN spot s ON s.seq = o.spot
         WHERE s.person = ?1 ORDER BY s.number",
    )?;
    let numbers = statement.query_map([person], |row| row.get(0))?;
    Ok(numbers.collect::<rusqlite::Result<_>>()?)
}

/// Returns the photos of these pictures, of every person, each with its owner.
pub fn photos_of_pictures(connection: &Connection, hashes: &[PictureHash]) -> Result<Vec<(Photo, Owner)>> {
    let mut found = Vec::new();
    for hash in hashes {
        let rest = "WHERE sha256 = ?1 AND format IS NOT NULL ORDER BY id";
        found.extend(select(connection, "photo", rest, [hash.to_string()], |r| {
            Ok((photo(r)?, Owner::Observation(r.get("observation")?)))
        })?);
    }
    Ok(found)
}

/// Returns the look of a photo.
pub fn owner_of_photo(connection: &Connection, id: PhotoId) -> Result<Option<Owner>> {
    let sql = "SELECT observation FROM photo WHERE id = ?1";
    let seq: Option<i64> = connection.query_row(sql, [id.to_string()], |row| row.get(0)).optional()?;
    Ok(seq.map(Owner::Observation))
}

/// Returns every picture that a row names and that is not erased by it, with the day of its earliest look.
pub fn kept_pictures(connection: &Connection) -> Result<BTreeMap<PictureHash, (PictureFormat, String)>> {
    if version(connection)? < FIRST_WITH_PICTURES {
        return Ok(BTreeMap::new());
    }
    let mut statement = connection.prepare(
        "SELECT p.sha256, p.format, min(o.at) FROM photo p JOIN observation o ON o.seq = p.observation
         WHERE p.format IS NOT NULL AND p.erased_on IS NULL GROUP BY p.sha256, p.format",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, Option<String>>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
    })?;
    let mut kept = BTreeMap::new();
    for row in rows {
        let (hash, format, at) = row?;
        let format = <PictureFormat as crate::domain::Word>::from_word(format.as_bytes());
        if let (Some(hash), Some(format)) = (hash.and_then(|hash| hash.parse().ok()), format) {
            kept.insert(hash, (format, at.unwrap_or_default()));
        }
    }
    Ok(kept)
}

/// Returns the file names of all photos with a picture, each with the time when it was taken; also those that were taken
/// off.
pub fn kept_shots(connection: &Connection) -> Result<BTreeSet<(String, Option<String>)>> {
    if version(connection)? < FIRST_WITH_PICTURES {
        return Ok(BTreeSet::new());
    }
    let sql = "WITH shot (file, taken_at, format) AS (
            SELECT file, taken_at, format FROM photo
            UNION SELECT before ->> 'file', before ->> 'taken_at', before ->> 'format' FROM history
                WHERE in_table = 'photo'
            UNION SELECT after ->> 'file', after ->> 'taken_at', after ->> 'format' FROM history
                WHERE in_table = 'photo')
        SELECT file, taken_at FROM shot WHERE format IS NOT NULL AND file IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The first version of the schema in which a photo can have a picture.
const FIRST_WITH_PICTURES: i64 = 6;

/// Returns every picture that a row or the history names, also that of a photo that was taken off.
pub fn named_pictures(connection: &Connection) -> Result<BTreeSet<PictureHash>> {
    if version(connection)? < FIRST_WITH_PICTURES {
        return Ok(BTreeSet::new());
    }
    let sql = "SELECT sha256 FROM photo WHERE format IS NOT NULL
        UNION SELECT json_extract(before, '$.sha256') FROM history
            WHERE in_table = 'photo' AND json_extract(before, '$.format') IS NOT NULL
        UNION SELECT json_extract(after, '$.sha256') FROM history
            WHERE in_table = 'photo' AND json_extract(after, '$.format') IS NOT NULL";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
    let mut named = BTreeSet::new();
    for row in rows {
        named.extend(row?.and_then(|hash| hash.parse::<PictureHash>().ok()));
    }
    Ok(named)
}
