//! Backups that a passphrase protects, and putting back any backup.

use super::file::write_private;
use crate::error::{Error, Result};
use crate::exchange::{SecretString, is_sealed, seal, unseal};
use crate::store::Store;
use std::path::{Path, PathBuf};

/// Copies the journal to a new file that only the passphrase opens, and checks what was written. Nothing of it is ever
/// on the disk in clear.
pub fn back_up_sealed(store: &Store, target: &Path, passphrase: &SecretString) -> Result<()> {
    if target.exists() {
        return Err(Error::Conflict(format!("{} is there already; name a new file", target.display())));
    }
    let image = store.image()?;
    write_private(target, &seal(&image, passphrase)?)?;
    let verified = read(target).and_then(|bytes| Ok(unseal(&bytes, passphrase)? == image));
    match verified {
        Ok(true) => Ok(()),
        found => {
            // Half a copy is no copy.
            let _ = std::fs::remove_file(target);
            let why = found.err().map_or_else(|| "it holds something else".to_owned(), |error| error.to_string());
            Err(Error::Damaged { path: target.to_owned(), why: format!("the copy does not check: {why}") })
        }
    }
}

/// Puts back what a backup holds, asking for the passphrase where it is encrypted, and keeps what it replaces in the file
/// whose path is returned.
pub fn restore(store: &mut Store, from: &Path, ask: impl FnOnce() -> Result<SecretString>) -> Result<PathBuf> {
    let mut start = [0; 32];
    let read_start = std::fs::File::open(from).and_then(|mut file| std::io::Read::read(&mut file, &mut start));
    match read_start {
        Ok(length) if is_sealed(&start[..length]) => {
            let image = unseal(&read(from)?, &ask()?)?;
            store.restore_image(image, from)
        }
        _ => store.restore(from),
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(Error::io(format!("{} cannot be read", path.display())))
}
