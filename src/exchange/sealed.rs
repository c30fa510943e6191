//! Files that only a passphrase opens, in the format of age (age-encryption.org/v1), so that other programs open them too.

use crate::domain::FieldError;
use age::scrypt::{Identity, Recipient};
pub use age::secrecy::{ExposeSecret, SecretString};

/// How a sealed file begins.
const MAGIC: &[u8] = b"age-encryption.org/";

/// Whether the bytes are of a file that a passphrase or a key opens.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Seals the bytes; making the key from the passphrase takes about a second, on purpose.
pub fn seal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
    let recipient = Recipient::new(passphrase.clone());
    age::encrypt(&recipient, bytes).map_err(|error| FieldError::new(format!("this cannot be encrypted: {error}")))
}

/// Opens sealed bytes.
///
/// # Errors
/// A wrong passphrase, a file that was changed or cut short, and one that was made for a key and not for a passphrase.
pub fn unseal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
    age::decrypt(&Identity::new(passphrase.clone()), bytes).map_err(|error| {
        FieldError::new(match error {
            age::DecryptError::DecryptionFailed => {
                "the passphrase does not open this file, or the file was changed".to_owned()
            }
            age::DecryptError::NoMatchingKeys => {
                "this file was encrypted for a key and not with a passphrase".to_owned()
            }
            age::DecryptError::ExcessiveWork { .. } => "to open this file would take this machine too long".to_owned(),
            age::DecryptError::Io(_) | age::DecryptError::InvalidHeader | age::DecryptError::InvalidMac => {
                "the encrypted file is damaged or not whole".to_owned()
            }
            other => format!("the encrypted file cannot be opened: {other}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_opens_what_was_sealed_and_every_damage_is_told() {
        let (right, wrong) = (SecretString::from("four words or more"), SecretString::from("something else"));
        let sealed = seal(b"a spot on the left shin", &right).unwrap();
        assert!(is_sealed(&sealed) && !sealed.windows(4).any(|bytes| bytes == b"shin"));
        assert_eq!(unseal(&sealed, &right).unwrap(), b"a spot on the left shin");
        assert!(unseal(&sealed, &wrong).unwrap_err().message.contains("does not open"));
        let last = sealed.len() - 1;
        for length in [10, 60, last - 20, last] {
            assert!(unseal(&sealed[..length], &right).is_err(), "{length}");
        }
        let mut changed = sealed;
        changed[last] ^= 1;
        assert!(unseal(&changed, &right).is_err());
    }
}
