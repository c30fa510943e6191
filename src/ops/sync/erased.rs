//! Erasures are sent in a separate file beside that of a machine, which older versions ignore. It is written first, so
//! that a reader of the main file has it too.

use super::{Other, State, files, machine_of, open, read_if_there, write_own};
use crate::domain::{Erasures, FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{SecretString, is_sealed, read_erased, seal, write_erased};
use std::path::Path;

/// The extension of the files in the folder.
pub(super) const ENDING: &str = "spotlog-erased";

/// Reads the erasures of all machines, including this one, since its journal may be an older copy. An unreadable file
/// is reported in `left`, and the others are still read.
pub(super) fn read_all(folder: &Path, passphrase: Option<&SecretString>, left: &mut Vec<String>) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    for path in files(folder, ENDING)? {
        let name = path.shown().to_string();
        let erased = read_if_there(&path).and_then(|bytes| {
            let bytes = bytes.unwrap_or_default();
            // In an encrypted folder, erasing requires the passphrase.
            if passphrase.is_some() && !bytes.is_empty() && !is_sealed(&bytes) {
                return Err(FieldError::new("it is not encrypted, so nothing is erased by it").into());
            }
            Ok(read_erased(&open(bytes, passphrase)?)?)
        });
        match erased {
            Ok(erased) => {
                others.push(Other { name, machine: None, state: State { erased, ..State::default() } });
            }
            Err(error) => left.push(format!("{name}: {error}")),
        }
    }
    Ok(others)
}

/// Writes a machine's file if there is anything new.
pub(super) fn leave(folder: &Path, own: &Path, erased: &Erasures, passphrase: Option<&SecretString>) -> Result<()> {
    if erased.is_empty() {
        return Ok(());
    }
    let (machine, _) = machine_of(own);
    let path = folder.join(format!("{machine}.{ENDING}"));
    let cannot = Error::io("what was erased here cannot be written");
    let bytes = write_erased(erased).map_err(cannot)?;
    let found = read_if_there(&path).ok().flatten().unwrap_or_default();
    let was_sealed = is_sealed(&found);
    let said = open(found, passphrase).unwrap_or_default();
    if said == bytes && was_sealed == passphrase.is_some() {
        return Ok(());
    }
    match passphrase {
        Some(passphrase) => write_own(&path, &seal(&bytes, passphrase)?),
        None => write_own(&path, &bytes),
    }
}
