//! The location of a journal. SQLite's WAL is only safe on a local disk.

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// The identity of a file, independent of its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId(u64, u64);

impl FileId {
    /// Returns `None` if there is no file, or if the system has no file ids.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<FileId> {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).ok().map(|file| FileId(file.dev(), file.ino()))
    }

    /// Returns `None`, since this system has no file ids.
    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Option<FileId> {
        None
    }
}

/// The state of the WAL beside a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogState {
    /// The file has everything.
    Folded,
    /// The WAL has data that the file may lack.
    Pending,
    /// The WAL is missing although its index says that it had more than the file.
    Missing,
}

impl LogState {
    /// Reads the state. Call it before opening the journal, which creates the WAL and its index.
    pub fn of(path: &Path) -> LogState {
        let log = std::fs::metadata(super::beside::with_ending(path, "-wal"));
        match log {
            Ok(log) if log.len() > 0 => LogState::Pending,
            Err(_) if index_is_ahead(&super::beside::with_ending(path, "-shm")) => LogState::Missing,
            _ => LogState::Folded,
        }
    }
}

/// Returns whether the index of a WAL counts more frames than were checkpointed (SQLite, "WAL-mode File Format", 2.1).
fn index_is_ahead(index: &Path) -> bool {
    use std::io::Read;
    let mut header = [0u8; 100];
    let read = std::fs::File::open(index).and_then(|mut file| file.read_exact(&mut header));
    let word = |at: usize| u32::from_ne_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (is_initialized, frames, folded) = (header[12] == 1, word(16), word(96));
    read.is_ok() && is_initialized && frames > folded
}

/// The maximum number of symbolic links to follow, as on Linux.
const LINKS: usize = 40;

/// Resolves symbolic links at `path`, whether or not the target exists. So a journal has one WAL and one folder of
/// backups, whatever name it is opened by.
///
/// # Errors
///
/// [`Error::NotAJournal`] for circular links.
pub fn follow_links(path: &Path) -> Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = std::fs::read_link(&at) else { return Ok(at) };
        at = at.parent().unwrap_or(Path::new("")).join(target);
    }
    let why = "it is a link that leads in a circle";
    Err(Error::NotAJournal { path: path.to_owned(), why: why.into() })
}

/// Returns whether the disk of the file has no space for the files that SQLite needs beside an open journal.
#[cfg(target_os = "linux")]
pub(super) fn disk_is_full(path: &Path) -> bool {
    const ROOM: u64 = 64 * 1024;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    rustix::fs::statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM)
}

/// Returns false, since the check exists only for Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn disk_is_full(_: &Path) -> bool {
    false
}

/// Returns the network file system of the file, if it is a known one.
#[cfg(target_os = "linux")]
pub(super) fn network_of(path: &Path) -> Option<&'static str> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let at = [path, folder].into_iter().find_map(|path| rustix::fs::statfs(path).ok())?;
    network_name(at.f_type)
}

/// Returns `None`, since the check exists only for Linux.
#[cfg(not(target_os = "linux"))]
pub(super) fn network_of(_: &Path) -> Option<&'static str> {
    None
}

/// Maps a file system type of statfs(2) to its name. The type of the number differs between processors and libraries.
#[cfg(target_os = "linux")]
fn network_name(kind: impl Into<i128>) -> Option<&'static str> {
    // A processor of 32 bits has it as a negative number.
    match kind.into() as u32 {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB"),
        0x5346_414f => Some("AFS"),
        0x00c3_6400 => Some("Ceph"),
        0x0bd0_0bd0 => Some("Lustre"),
        _ => None,
    }
}

/// Returns the program that syncs the file's folder to other machines. It is recognised by its files in the folder or a
/// parent.
pub fn synced_by(path: &Path) -> Option<&'static str> {
    const MARKS: [(&str, &str); 5] = [
        (".stfolder", "Syncthing"),
        (".dropbox.cache", "Dropbox"),
        (".owncloudsync.log", "ownCloud"),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync", "Resilio Sync"),
    ];
    const NAMES: [(&str, &str); 4] = [
        ("Dropbox", "Dropbox"),
        ("OneDrive", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Google Drive", "Google Drive"),
    ];
    let path = std::path::absolute(path).ok()?;
    path.ancestors().skip(1).find_map(|folder| {
        let named = NAMES.iter().find(|(name, _)| folder.file_name().is_some_and(|found| found == *name));
        named.or_else(|| MARKS.iter().find(|(mark, _)| folder.join(mark).exists())).map(|(_, program)| *program)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_carried_elsewhere_is_known_by_what_its_program_leaves_there() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("deep/er/journal.spotlog");
        std::fs::create_dir_all(journal.parent().unwrap()).unwrap();
        assert_eq!(synced_by(&journal), None);
        std::fs::create_dir(folder.path().join(".stfolder")).unwrap();
        assert_eq!(synced_by(&journal), Some("Syncthing"));
        assert_eq!(synced_by(Path::new("/home/me/Dropbox/journal.spotlog")), Some("Dropbox"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn network_file_systems_are_known_by_their_numbers_and_local_ones_are_none() {
        assert_eq!((network_name(0x6969_i64), network_name(0xff53_4d42_u32.cast_signed())), (Some("NFS"), Some("SMB")));
        // ext4, btrfs, xfs, tmpfs.
        for local in [0xef53_i64, 0x9123_683e, 0x5846_5342, 0x0102_1994] {
            assert_eq!(network_name(local), None);
        }
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(network_of(&folder.path().join("not-there-yet")), None);
    }
}
