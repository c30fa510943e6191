//! The temporary file of a note in an external editor. It is in a private folder beside the journal, and every exit
//! removes it. A killed program cannot; the next start finds the note, offers its text and removes it.

use crate::error::{Error, Result};
use crate::file;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::TempDir;

/// The maximum number of folders beside one journal. More programs with a note in an editor use a temporary folder,
/// which no later start finds.
const PLACES: usize = 3;
const NOTE: &str = "note.txt";
const LOCK: &str = "lock";

/// The maximum size of the edited file. A note has at most 10,000 characters; a much larger file is refused.
const MAX_NOTE_BYTES: u64 = 1 << 20;

/// The folder of the note that is in an editor now, for exits that run no destructors.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// A note in a file for an editor. Dropping it removes the folder.
pub(super) struct Desk {
    folder: PathBuf,
    /// A file lock held while the folder is in use.
    _lock: Option<File>,
    /// The temporary folder used if none can be created beside the journal.
    _elsewhere: Option<TempDir>,
}

impl Desk {
    /// Creates the folder (0700) and writes the text to the file (0600).
    pub(super) fn lay(journal: &Path, text: &str) -> Result<Desk> {
        let failed = || Error::io("the note cannot be handed to the editor");
        let beside = places(journal).find_map(|folder| {
            let lock = make_private(&folder).and_then(|()| File::create_new(folder.join(LOCK))).ok()?;
            lock.try_lock().ok()?;
            Some((folder, lock))
        });
        let desk = match beside {
            Some((folder, lock)) => Desk { folder, _lock: Some(lock), _elsewhere: None },
            None => {
                let elsewhere = tempfile::Builder::new().prefix("spotlog-note-").tempdir().map_err(failed())?;
                Desk { folder: elsewhere.path().to_owned(), _lock: None, _elsewhere: Some(elsewhere) }
            }
        };
        hold(Some(desk.folder.clone()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(desk.file()).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(failed())?;
        Ok(desk)
    }

    /// Returns the path of the file for the editor.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.join(NOTE)
    }

    /// Reads the file after editing.
    pub(super) fn read(&self) -> Result<String> {
        file::read_text(&self.file(), MAX_NOTE_BYTES)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        clear();
    }
}

/// Removes the folder of the note that is in an editor, if there is one.
pub(super) fn clear() {
    let held = hold(None);
    if let Some(folder) = held {
        // On failure the next start removes it.
        let _ = fs::remove_dir_all(folder);
    }
}

fn hold(folder: Option<PathBuf>) -> Option<PathBuf> {
    let mut held = FOLDER.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    std::mem::replace(&mut *held, folder)
}

/// A note left beside the journal by a killed program. It stays there until the user has decided, since this program
/// can be killed too.
pub(super) struct Left {
    pub text: String,
    folders: Vec<PathBuf>,
}

impl Left {
    /// Removes the folders of the note.
    pub(super) fn remove(self) {
        for folder in self.folders {
            // On failure the next start offers the note again.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// Finds notes left beside the journal by killed programs. A folder with any other content is not ours, whatever its
/// name. If all notes are blank, their folders are removed at once.
pub(super) fn left_behind(journal: &Path) -> Option<Left> {
    let mut left = Left { text: String::new(), folders: Vec::new() };
    for folder in places(journal).filter(|folder| is_ours(folder)) {
        // The lock is held while the note is in an editor.
        let is_in_use = File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
        if is_in_use {
            continue;
        }
        if let Ok(text) = file::read_text(&folder.join(NOTE), MAX_NOTE_BYTES)
            && !text.trim().is_empty()
        {
            let gap = if left.text.is_empty() { "" } else { "\n\n" };
            left.text.push_str(gap);
            left.text.push_str(text.trim());
        }
        left.folders.push(folder);
    }
    if left.text.is_empty() {
        left.remove();
        return None;
    }
    Some(left)
}

/// Returns whether a folder contains our lock and otherwise only a note and the files an editor makes for it.
fn is_ours(folder: &Path) -> bool {
    let is_plain = |path: &Path| path.symlink_metadata().is_ok_and(|kind| kind.is_file());
    let is_folder = folder.symlink_metadata().is_ok_and(|kind| kind.is_dir());
    let entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().collect();
    let is_of_note = |name: &str| name == LOCK || name.contains(NOTE);
    is_folder
        && is_plain(&folder.join(LOCK))
        && entries.iter().all(|entry| is_plain(&entry.path()) && is_of_note(&entry.file_name().to_string_lossy()))
}

fn places(journal: &Path) -> impl Iterator<Item = PathBuf> {
    (1..=PLACES).map(move |n| {
        let mut name = journal.as_os_str().to_owned();
        name.push(format!(".note-{n}"));
        name.into()
    })
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

/// Creates the folder. On these systems it lies where only its owner may read.
#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_gone_after_use_and_found_after_a_kill() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal");
        let desk = Desk::lay(&journal, "in work").unwrap();
        assert!(left_behind(&journal).is_none(), "it is in use");
        assert_eq!(desk.read().unwrap(), "in work");
        drop(desk);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        // The state after a kill: nothing is dropped, and the lock is free.
        let left = places(&journal).next().unwrap();
        make_private(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join(NOTE), "not saved yet").unwrap();
        let found = left_behind(&journal).unwrap();
        assert_eq!(found.text, "not saved yet");
        assert!(left.exists(), "until it is decided about");
        found.remove();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(left_behind(&journal).is_none());
        // A folder of another program with the same name is left alone.
        fs::create_dir(&left).unwrap();
        fs::write(left.join("holiday.jpg"), "theirs").unwrap();
        assert!(left_behind(&journal).is_none());
        fs::write(left.join(LOCK), "").unwrap();
        assert!(left_behind(&journal).is_none());
        assert!(left.join("holiday.jpg").exists());
        fs::remove_dir_all(&left).unwrap();
        // A symbolic link is not followed.
        #[cfg(unix)]
        {
            let own = folder.path().join("own");
            fs::create_dir(&own).unwrap();
            fs::write(own.join(NOTE), "theirs").unwrap();
            std::os::unix::fs::symlink(&own, &left).unwrap();
            assert!(left_behind(&journal).is_none());
            assert!(own.join(NOTE).exists());
        }
    }
}
