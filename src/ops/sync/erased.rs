//! What was erased travels in a file of its own beside that of a machine, which an older program does not look at. It is
//! written first: whoever reads the one has the other.

use super::{Other, State, files, machine_of, open, read_if_there, write_own};
use crate::domain::{Erasures, FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{SecretString, is_sealed, read_erased, seal, write_erased};
use std::path::Path;

/// How the files in the folder end.
pub const ENDING: &str = "spotlog-erased";

/// What the machines tell of what was erased, this one too: its journal may be an older copy. A file that cannot be read
/// is named in `left`, and the others go on.
pub fn read_all(folder: &Path, passphrase: Option<&SecretString>, left: &mut Vec<String>) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    for path in files(folder, ENDING)? {
        let name = path.shown().to_string();
        let erased = read_if_there(&path).and_then(|bytes| {
            let bytes = bytes.unwrap_or_default();
            // In a folder that is sealed only who has the passphrase can erase.
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

/// Leaves a machine's file, where it has anything new to say.
pub fn leave(folder: &Path, own: &Path, erased: &Erasures, passphrase: Option<&SecretString>) -> Result<()> {
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
