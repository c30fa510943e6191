//! A journal with its pictures in one file: a copy gets a table with their bytes.

use super::copy::copy_checked;
use super::edge::at_edge;
use super::open::Store;
use super::photo::kept_pictures;
use super::pictures::{Found, Pictures};
use super::schema::{PACKED, PACKED_SQL};
use crate::domain::{Erasures, PICTURE, PictureFormat, PictureHash, Word};
use crate::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// What was packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// The number of pictures in the copy.
    pub pictures: usize,
    /// The number of pictures that could not be read, so that the copy lacks them.
    pub missing: usize,
}

impl Store {
    /// Returns the pictures beside the journal.
    pub fn pictures(&self) -> Pictures {
        if self.is_in_memory() { Pictures::of_none() } else { Pictures::of(self.path()) }
    }

    /// Reads a picture and checks it: from the folder beside the journal, otherwise from the file itself if it is packed.
    pub fn picture(&self, hash: PictureHash, format: PictureFormat) -> Result<Found> {
        match self.pictures().read(hash, format)? {
            Found::Missing => {}
            found => return Ok(found),
        }
        let packed = packed(self.connection(), hash).map_err(|error| at_edge(error, self.path()))?;
        Ok(match packed {
            None => Found::Missing,
            Some(bytes) if PictureHash::of(&bytes) == hash => Found::Whole(bytes),
            Some(_) => Found::Changed,
        })
    }

    /// Writes the pictures of a packed file into a folder, without those that are erased there. Returns how many are new.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] if one is not the picture of its name.
    pub fn unpack_into(&self, pictures: &Pictures, erased: &Erasures) -> Result<usize> {
        let edge = |error: Error| at_edge(error, self.path());
        let mut new = 0;
        for (hash, format) in list(self.connection()).map_err(edge)? {
            let hash = hash.parse::<PictureHash>().ok().zip(PictureFormat::from_word(format.as_bytes()));
            let damaged = || {
                let why = "a picture in it is not the one of its name".to_owned();
                Error::Damaged { path: self.path().to_owned(), why }
            };
            let (hash, format) = hash.ok_or_else(damaged)?;
            let bytes = packed(self.connection(), hash).map_err(edge)?.unwrap_or_default();
            if PictureHash::of(&bytes) != hash {
                return Err(damaged());
            }
            if !erased.has(PICTURE, hash.key()) && pictures.put(hash, format, &bytes)? {
                new += 1;
            }
        }
        Ok(new)
    }

    /// Packs the pictures of this journal into a copy of it, one at a time.
    pub(super) fn pack_into(&self, copy: &Connection) -> Result<Packed> {
        let mut done = Packed::default();
        let kept = kept_pictures(self.connection())?;
        if kept.is_empty() {
            return Ok(done);
        }
        if !is_packed(copy)? {
            copy.execute_batch(PACKED_SQL)?;
        }
        let mut insert =
            copy.prepare("INSERT OR REPLACE INTO packed_photo (sha256, format, bytes) VALUES (?1, ?2, ?3)")?;
        for (hash, (format, _)) in kept {
            match self.picture(hash, format)? {
                Found::Whole(bytes) => {
                    insert.execute((hash.to_string(), format.word(), bytes))?;
                    done.pictures += 1;
                }
                Found::Missing | Found::Changed => done.missing += 1,
            }
        }
        Ok(done)
    }

    /// Packs the pictures into a copy of this journal in a file of its own, and puts the file on the disk.
    pub(super) fn pack_into_file(&self, copy: &Path) -> Result<Packed> {
        let connection = Connection::open(super::beside::sqlite_name(copy))?;
        let packed = self.pack_into(&connection)?;
        drop(connection);
        crate::file::sync(copy).map_err(Error::io("the pictures cannot be written"))?;
        Ok(packed)
    }

    /// Copies the open journal over an empty file, with its pictures if wanted.
    pub(super) fn copy_with(&self, copy: &Path, with_pictures: bool) -> Result<Packed> {
        copy_checked(self.connection(), copy)?;
        match with_pictures {
            true => self.pack_into_file(copy),
            false => {
                unpack(&Connection::open(super::beside::sqlite_name(copy))?)?;
                Ok(Packed::default())
            }
        }
    }

    /// Deletes erased pictures from a packed file.
    pub(super) fn erase_packed(&self, erased: &Erasures) -> Result<()> {
        if !is_packed(self.connection())? {
            return Ok(());
        }
        for (hash, _) in list(self.connection())? {
            if hash.parse::<PictureHash>().is_ok_and(|hash| erased.has(PICTURE, hash.key())) {
                self.connection().execute("DELETE FROM packed_photo WHERE sha256 = ?1", [hash])?;
            }
        }
        Ok(())
    }
}

/// Drops the pictures of a copy of a packed file.
pub(super) fn unpack(copy: &Connection) -> Result<()> {
    if is_packed(copy)? {
        copy.execute_batch("DROP TABLE packed_photo; VACUUM")?;
    }
    Ok(())
}

fn is_packed(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    Ok(connection.query_row(sql, [PACKED], |row| row.get(0))?)
}

fn list(connection: &Connection) -> Result<Vec<(String, String)>> {
    if !is_packed(connection)? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("SELECT sha256, format FROM packed_photo ORDER BY sha256")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get::<_, Option<String>>(1)?.unwrap_or_default()))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn packed(connection: &Connection, hash: PictureHash) -> Result<Option<Vec<u8>>> {
    if !is_packed(connection)? {
        return Ok(None);
    }
    let sql = "SELECT bytes FROM packed_photo WHERE sha256 = ?1";
    let bytes: Option<Option<Vec<u8>>> = connection.query_row(sql, [hash.to_string()], |row| row.get(0)).optional()?;
    Ok(bytes.flatten())
}
