//! The kept pictures: files in a folder beside the journal, each named by the SHA-256 of its content and never changed.
//!
//! A picture is written before the row that names it. So a row never lacks its picture, and a kill in between leaves a
//! picture without a row, which [`Pictures::sweep`] removes later.

use super::beside::{create_private_folder, remove_one, sync_folder_of, with_ending};
use super::copies::BACKUPS;
use crate::domain::{Erasures, PICTURE, PictureFormat, PictureHash, ShowPath};
use crate::error::{Error, Result};
use crate::file::{self, Pipes};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The suffix of the folder of pictures.
pub(super) const PHOTOS: &str = ".photos";
/// The folder of smaller pictures inside it. It may be deleted at any time.
const SMALL: &str = "small";
/// The folder of hard links to the pictures, inside that of the backups.
pub(super) const LINKS: &str = "photos";

/// The folder of pictures of a journal.
#[derive(Clone, Debug)]
pub struct Pictures {
    /// `None` for a journal in memory, which keeps no pictures.
    journal: Option<PathBuf>,
}

/// What a picture turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its bytes, which were checked.
    Whole(Vec<u8>),
    /// There is no file.
    Missing,
    /// The file has other bytes.
    Changed,
}

impl Pictures {
    /// Returns the pictures of the journal at `path`. The folder need not exist.
    pub fn of(path: &Path) -> Pictures {
        Pictures { journal: Some(path.to_owned()) }
    }

    /// Returns the pictures of a journal in memory, which are none.
    pub(super) fn of_none() -> Pictures {
        Pictures { journal: None }
    }

    /// Returns the folder; `None` for a journal in memory.
    pub fn folder(&self) -> Option<PathBuf> {
        self.journal.as_deref().map(|journal| with_ending(journal, PHOTOS))
    }

    fn links(&self) -> Option<PathBuf> {
        self.journal.as_deref().map(|journal| with_ending(journal, BACKUPS).join(LINKS))
    }

    /// Returns the path of a picture; `None` for a journal in memory.
    pub fn path(&self, hash: PictureHash, format: PictureFormat) -> Option<PathBuf> {
        let name = file_name(hash, format);
        Some(self.folder()?.join(&name[..2]).join(name))
    }

    /// Returns the path of a smaller copy with that long edge, which need not exist.
    pub fn small_path(&self, hash: PictureHash, side: u32) -> Option<PathBuf> {
        Some(self.folder()?.join(SMALL).join(format!("{hash}-{side}.jpg")))
    }

    /// Writes a picture, on the disk when this returns. One that is there already is kept. Returns whether it is new.
    ///
    /// # Errors
    ///
    /// [`Error::Conflict`] for a journal in memory, [`Error::Io`] if it cannot be written.
    pub fn put(&self, hash: PictureHash, format: PictureFormat, bytes: &[u8]) -> Result<bool> {
        let path =
            self.path(hash, format).ok_or_else(|| Error::Conflict("a journal in memory keeps no photos".into()))?;
        if matches!(self.read(hash, format)?, Found::Whole(_)) {
            return Ok(false);
        }
        self.write(&path, bytes)?;
        sync_folder_of(&path);
        // The name of the inner folder may be new too.
        path.parent().into_iter().for_each(sync_folder_of);
        Ok(true)
    }

    /// Writes a smaller copy of a picture. A failure is no error: it is made again when it is wanted.
    pub fn put_small(&self, hash: PictureHash, side: u32, bytes: &[u8]) {
        if let Some(path) = self.small_path(hash, side).filter(|path| !path.exists()) {
            let _ = self.write(&path, bytes);
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        path.parent().map_or(Ok(()), create_private_folder)?;
        let failed = Error::io(format!("{} cannot be written", path.shown()));
        file::write_private(path, true, |out| out.write_all(bytes).map_err(failed))
    }

    /// Reads a picture and checks that its bytes are those of its name.
    pub fn read(&self, hash: PictureHash, format: PictureFormat) -> Result<Found> {
        let Some(path) = self.path(hash, format) else { return Ok(Found::Missing) };
        checked(&path, hash)
    }

    /// Reads a smaller copy; `None` if there is none that can be read.
    pub fn read_small(&self, hash: PictureHash, side: u32) -> Option<Vec<u8>> {
        file::read(&self.small_path(hash, side)?, crate::domain::MAX_PICTURE_BYTES, Pipes::Refused).ok()
    }

    /// Lists the pictures, with their sizes in bytes. Other files in the folder are skipped.
    pub fn all(&self) -> Vec<(PictureHash, PictureFormat, u64)> {
        let folders = self.folder().map(|folder| entries(&folder)).unwrap_or_default();
        let inner = folders.iter().filter(|folder| folder.file_name().is_some_and(|name| name != SMALL));
        let files = inner.flat_map(|folder| entries(folder));
        let named = |path: PathBuf| {
            let (hash, format) = named_by(&path)?;
            Some((hash, format, path.metadata().ok()?.len()))
        };
        files.filter_map(named).collect()
    }

    /// Makes hard links to the pictures in the folder of the backups. A picture without one can still be read; only
    /// [`Pictures::mend`] cannot bring it back.
    pub(super) fn link_into_backups(&self) {
        let Some(links) = self.links() else { return };
        let missing = self.unlinked();
        if missing.is_empty() || create_private_folder(&links).is_err() {
            return;
        }
        for (hash, format) in missing {
            if let Some(path) = self.path(hash, format) {
                let _ = std::fs::hard_link(path, links.join(file_name(hash, format)));
            }
        }
    }

    /// Returns the pictures without a link among the backups.
    pub fn unlinked(&self) -> Vec<(PictureHash, PictureFormat)> {
        let Some(links) = self.links() else { return Vec::new() };
        let linked: BTreeSet<PictureHash> = entries(&links).iter().filter_map(|path| Some(named_by(path)?.0)).collect();
        self.all()
            .into_iter()
            .filter(|(hash, ..)| !linked.contains(hash))
            .map(|(hash, format, _)| (hash, format))
            .collect()
    }

    /// Brings back a missing or changed picture from the backups' links. Returns whether it is whole now.
    pub fn mend(&self, hash: PictureHash, format: PictureFormat) -> Result<bool> {
        let Some((links, path)) = self.links().zip(self.path(hash, format)) else { return Ok(false) };
        if let Found::Whole(_) = self.read(hash, format)? {
            return Ok(true);
        }
        let Found::Whole(bytes) = checked(&links.join(file_name(hash, format)), hash)? else { return Ok(false) };
        // The link may be the changed file itself, which the check excludes.
        remove_one(&path)?;
        self.put(hash, format, &bytes)
    }

    /// Deletes a picture that was written for a change that failed.
    pub fn take_back(&self, hash: PictureHash, format: PictureFormat) {
        // What stays has no row, and the sweep removes it.
        let _ = self.path(hash, format).map(|path| remove_one(&path));
        self.remove_small(|small| small == hash);
    }

    /// Deletes the erased pictures, their links and their smaller copies. Returns how many pictures there were.
    pub(super) fn erase(&self, erased: &Erasures) -> Result<usize> {
        let is_erased = |hash: PictureHash| erased.has(PICTURE, hash.key());
        let mut gone = 0;
        for (hash, format, _) in self.all().into_iter().filter(|(hash, ..)| is_erased(*hash)) {
            self.path(hash, format).map_or(Ok(()), |path| remove_one(&path))?;
            gone += 1;
        }
        let links = self.links().map(|links| entries(&links)).unwrap_or_default();
        for link in links.iter().filter(|link| named_by(link).is_some_and(|(hash, _)| is_erased(hash))) {
            remove_one(link)?;
        }
        self.remove_small(is_erased);
        Ok(gone)
    }

    fn remove_small(&self, is_gone: impl Fn(PictureHash) -> bool) {
        let small = self.folder().map(|folder| entries(&folder.join(SMALL))).unwrap_or_default();
        let of = |path: &PathBuf| path.file_name()?.to_str()?.get(..64)?.parse::<PictureHash>().ok();
        // They are not the picture itself, but they show it.
        small.iter().filter(|path| of(path).is_some_and(&is_gone)).for_each(|path| drop(remove_one(path)));
    }

    /// Returns the pictures that `named` lacks and that are more than a day old at `now`, so that none is on its way to a
    /// row.
    pub fn without_rows(&self, named: &BTreeSet<PictureHash>, now: DateTime<Utc>) -> Vec<(PictureHash, PictureFormat)> {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        let is_old = |path: &Path| {
            let written = path.metadata().and_then(|file| file.modified()).ok();
            written.and_then(|written| SystemTime::from(now).duration_since(written).ok()).is_some_and(|age| age > DAY)
        };
        let orphan = |&(hash, format, _): &(PictureHash, PictureFormat, u64)| {
            !named.contains(&hash) && self.path(hash, format).is_some_and(|path| is_old(&path))
        };
        self.all().into_iter().filter(orphan).map(|(hash, format, _)| (hash, format)).collect()
    }

    /// Deletes pictures that nothing names, with their links. Returns how many they were.
    pub fn sweep(&self, named: &BTreeSet<PictureHash>, now: DateTime<Utc>) -> Result<usize> {
        let gone = self.without_rows(named, now);
        for &(hash, format) in &gone {
            self.path(hash, format).map_or(Ok(()), |path| remove_one(&path))?;
            self.links().map_or(Ok(()), |links| remove_one(&links.join(file_name(hash, format))))?;
        }
        self.remove_small(|hash| gone.iter().any(|(swept, _)| *swept == hash));
        Ok(gone.len())
    }

    /// Gives the pictures to another journal too: by hard links, or copies where there can be none.
    pub(super) fn share_with(&self, other: &Pictures) -> Result<()> {
        for (hash, format, _) in self.all() {
            let Some((from, to)) = self.path(hash, format).zip(other.path(hash, format)) else { continue };
            to.parent().map_or(Ok(()), create_private_folder)?;
            if !to.exists()
                && std::fs::hard_link(&from, &to).is_err()
                && let Found::Whole(bytes) = self.read(hash, format)?
            {
                other.put(hash, format, &bytes)?;
            }
        }
        Ok(())
    }

    /// Deletes every picture with its smaller copies and links. Errors are ignored. Other files in the folder stay.
    pub(super) fn remove_all(&self) {
        let (Some(folder), Some(links)) = (self.folder(), self.links()) else { return };
        for (hash, format, _) in self.all() {
            let _ = self.path(hash, format).map(|path| remove_one(&path));
        }
        self.remove_small(|_| true);
        entries(&links).iter().filter(|link| named_by(link).is_some()).for_each(|link| drop(remove_one(link)));
        for inner in entries(&folder).into_iter().chain([folder, links]) {
            // Fails if anything is left in it.
            let _ = std::fs::remove_dir(inner);
        }
    }
}

/// Returns the name of the file of a picture.
pub fn file_name(hash: PictureHash, format: PictureFormat) -> String {
    format!("{hash}.{}", ending(format))
}

/// Returns the file ending of a format, without the dot.
pub fn ending(format: PictureFormat) -> &'static str {
    match format {
        PictureFormat::Jpeg => "jpg",
        PictureFormat::Png => "png",
    }
}

/// Parses the name of the file of a picture.
pub fn named_by(path: &Path) -> Option<(PictureHash, PictureFormat)> {
    let (hash, end) = path.file_name()?.to_str()?.split_once('.')?;
    let format = [PictureFormat::Jpeg, PictureFormat::Png].into_iter().find(|format| ending(*format) == end)?;
    Some((hash.parse().ok()?, format))
}

fn checked(path: &Path, hash: PictureHash) -> Result<Found> {
    match file::read(path, crate::domain::MAX_PICTURE_BYTES, Pipes::Refused) {
        Ok(bytes) if PictureHash::of(&bytes) == hash => Ok(Found::Whole(bytes)),
        Ok(_) | Err(Error::Invalid(_)) => Ok(Found::Changed),
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(Found::Missing),
        Err(error) => Err(error),
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pictures() -> (tempfile::TempDir, Pictures) {
        let folder = tempfile::tempdir().unwrap();
        let pictures = Pictures::of(&folder.path().join("journal"));
        (folder, pictures)
    }

    #[test]
    fn a_picture_is_written_once_and_read_only_if_it_is_whole() {
        let (_folder, pictures) = pictures();
        let (hash, format) = (PictureHash::of(b"pixels"), PictureFormat::Jpeg);
        assert_eq!(pictures.read(hash, format).unwrap(), Found::Missing);
        assert!(pictures.put(hash, format, b"pixels").unwrap());
        assert!(!pictures.put(hash, format, b"pixels").unwrap(), "it is there already");
        assert_eq!(pictures.all(), [(hash, format, 6)]);
        assert_eq!(pictures.read(hash, format).unwrap(), Found::Whole(b"pixels".to_vec()));
        std::fs::write(pictures.path(hash, format).unwrap(), b"pixel").unwrap();
        assert_eq!(pictures.read(hash, format).unwrap(), Found::Changed);
        assert!(pictures.put(hash, format, b"pixels").unwrap(), "a spoiled one is written again");
        assert!(Pictures::of_none().put(hash, format, b"pixels").is_err());
    }

    #[test]
    fn a_missing_picture_comes_back_from_the_links_of_the_backups() {
        let (_folder, pictures) = pictures();
        let (hash, format) = (PictureHash::of(b"pixels"), PictureFormat::Png);
        pictures.put(hash, format, b"pixels").unwrap();
        assert_eq!(pictures.unlinked().len(), 1);
        pictures.link_into_backups();
        assert!(pictures.unlinked().is_empty());
        std::fs::remove_file(pictures.path(hash, format).unwrap()).unwrap();
        assert!(pictures.mend(hash, format).unwrap());
        assert_eq!(pictures.read(hash, format).unwrap(), Found::Whole(b"pixels".to_vec()));
        let other = PictureHash::of(b"never kept");
        assert!(!pictures.mend(other, format).unwrap());
    }

    #[test]
    fn erasing_leaves_neither_picture_nor_link_nor_small_copy() {
        let (folder, pictures) = pictures();
        let format = PictureFormat::Jpeg;
        let (gone, stays) = (PictureHash::of(b"gone"), PictureHash::of(b"stays"));
        for (hash, bytes) in [(gone, b"gone".as_slice()), (stays, b"stays")] {
            pictures.put(hash, format, bytes).unwrap();
            pictures.put_small(hash, 256, b"small");
        }
        pictures.link_into_backups();
        let mut erased = Erasures::default();
        erased.erase(PICTURE, gone.key(), chrono::DateTime::UNIX_EPOCH, None);
        assert_eq!(pictures.erase(&erased).unwrap(), 1);
        let mut left = Vec::new();
        let mut folders = vec![folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for path in entries(&folder) {
                if path.is_dir() { folders.push(path) } else { left.push(path) }
            }
        }
        assert_eq!(left.len(), 3, "{left:?}");
        assert!(left.iter().all(|path| path.to_string_lossy().contains(&stays.to_string())), "{left:?}");
    }

    fn new_file_time(pictures: &Pictures, hash: PictureHash) -> SystemTime {
        pictures.path(hash, PictureFormat::Jpeg).unwrap().metadata().unwrap().modified().unwrap()
    }

    #[test]
    fn only_an_old_picture_that_nothing_names_is_swept() {
        let (_folder, pictures) = pictures();
        let format = PictureFormat::Jpeg;
        let (old, new) = (PictureHash::of(b"old"), PictureHash::of(b"new"));
        pictures.put(old, format, b"old").unwrap();
        pictures.put(new, format, b"new").unwrap();
        let file = std::fs::File::options().write(true).open(pictures.path(old, format).unwrap()).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let now = DateTime::from(new_file_time(&pictures, new)) + chrono::TimeDelta::hours(1);
        assert_eq!(pictures.sweep(&BTreeSet::from([old]), now).unwrap(), 0);
        assert_eq!(pictures.sweep(&BTreeSet::new(), now).unwrap(), 1);
        assert_eq!(pictures.all(), [(new, format, 3)]);
    }
}
