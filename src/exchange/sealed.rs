//! Encryption with a passphrase in the age format (age-encryption.org/v1), which other programs can open too.

pub use format::{seal, unseal};
pub use secrecy::{ExposeSecret, SecretString};

/// How an encrypted file starts: in binary form, and in text form for mail.
const BEGINNINGS: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// Returns whether the bytes are an encrypted file, for a passphrase or a key.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

#[cfg(feature = "encryption")]
mod format {
    use super::SecretString;
    use crate::domain::FieldError;
    use age::scrypt::{Identity, Recipient};

    /// The scrypt work factor for writing, as a power of two. The same as in the age program: about 256 MiB and a second.
    /// It is fixed, so that a busy machine does not write weaker files.
    const COST: u8 = 18;
    /// The highest work factor for reading. Scrypt takes 1 KiB for each unit of work, so 2 to the power of 20 is 1 GiB.
    const MAX_COST: u8 = 20;

    /// Returns the work factor for writing. A debug build takes another one from `SPOTLOG_SEAL_COST`, since the tests seal
    /// some hundred files; a release build does not read it.
    fn cost() -> u8 {
        let asked = cfg!(debug_assertions).then(|| std::env::var("SPOTLOG_SEAL_COST").ok()).flatten();
        asked.and_then(|cost| cost.parse().ok()).unwrap_or(COST)
    }

    /// Encrypts the bytes. Deriving the key takes about a second, on purpose.
    pub fn seal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
        let mut recipient = Recipient::new(passphrase.clone());
        recipient.set_work_factor(cost());
        age::encrypt(&recipient, bytes).map_err(|error| FieldError::new(format!("this cannot be encrypted: {error}")))
    }

    /// Decrypts bytes.
    ///
    /// # Errors
    ///
    /// Fails for a wrong passphrase, a file that was changed or truncated, one encrypted for a key instead of a passphrase,
    /// and one that would need more than 1 GiB of memory.
    pub fn unseal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let mut identity = Identity::new(passphrase.clone());
        identity.set_max_work_factor(MAX_COST);
        age::decrypt(&identity, bytes).map_err(|error| {
            FieldError::new(match error {
                age::DecryptError::DecryptionFailed => {
                    "the passphrase does not open this file, or the file was changed".to_owned()
                }
                age::DecryptError::NoMatchingKeys => {
                    "this file was encrypted for a key and not with a passphrase".to_owned()
                }
                age::DecryptError::ExcessiveWork { .. } => {
                    "to open this file takes more than 1 GiB of memory, which is refused; the program age can open it"
                        .to_owned()
                }
                age::DecryptError::Io(_) | age::DecryptError::InvalidHeader | age::DecryptError::InvalidMac => {
                    "the encrypted file is damaged or not whole".to_owned()
                }
                other => format!("the encrypted file cannot be opened: {other}"),
            })
        })
    }
}

/// A build without the feature `encryption` recognises encrypted files and refuses them.
#[cfg(not(feature = "encryption"))]
mod format {
    use super::SecretString;
    use crate::domain::FieldError;

    const LEFT_OUT: &str = "this spotlog was built without encryption; build it with the feature encryption";

    /// Refuses to encrypt.
    pub fn seal(_: &[u8], _: &SecretString) -> Result<Vec<u8>, FieldError> {
        Err(FieldError::new(LEFT_OUT))
    }

    /// Refuses to decrypt.
    pub fn unseal(_: &[u8], _: &SecretString) -> Result<Vec<u8>, FieldError> {
        Err(FieldError::new(LEFT_OUT))
    }
}

#[cfg(all(test, feature = "encryption"))]
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
