//! Locks against other programs.

use std::fs::{File, TryLockError};
use std::path::Path;

/// A lock on a file or folder, released when it is dropped. A child process that was just started still has the file
/// open for a moment, so closing the file would not release it; unlocking does.
pub struct FileLock(File);

/// Another program has the lock.
pub(super) struct IsLocked;

impl FileLock {
    /// Takes the lock without waiting. Returns `None` if the file cannot be opened or locks are not supported there.
    pub(super) fn take(path: &Path) -> Result<Option<FileLock>, IsLocked> {
        let Ok(file) = File::open(path) else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(Some(FileLock(file))),
            Err(TryLockError::WouldBlock) => Err(IsLocked),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // The lock ends with the process at the latest.
        let _ = self.0.unlock();
    }
}
