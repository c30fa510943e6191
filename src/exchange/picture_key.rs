//! The key to which the pictures of a sync folder are encrypted. One key for all of them: deriving one from a passphrase
//! takes a second and hundreds of MiB each time.

pub use format::PictureKey;

#[cfg(feature = "encryption")]
mod format {
    use crate::domain::FieldError;
    use age::secrecy::ExposeSecret;
    use age::x25519::Identity;
    use sha2::{Digest, Sha256};

    /// A secret key, which is in the encrypted files of the machines only.
    pub struct PictureKey(Identity);

    impl PictureKey {
        /// Makes a new key.
        pub fn generate() -> PictureKey {
            PictureKey(Identity::generate())
        }

        /// Parses the text of a key.
        pub fn parse(text: &str) -> Result<PictureKey, FieldError> {
            text.parse().map(PictureKey).map_err(|_| FieldError::new("is not a key of age").at("photo_keys"))
        }

        /// Returns the text of the key, which is secret.
        pub fn text(&self) -> String {
            self.0.to_string().expose_secret().to_owned()
        }

        /// Encrypts the bytes of a picture.
        pub fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, FieldError> {
            age::encrypt(&self.0.to_public(), bytes)
                .map_err(|error| FieldError::new(format!("a picture cannot be encrypted: {error}")))
        }

        /// Decrypts the bytes of a picture; `None` if they are not whole or of another key.
        pub fn unseal(&self, sealed: &[u8]) -> Option<Vec<u8>> {
            age::decrypt(&self.0, sealed).ok()
        }

        /// Returns the file name of a picture, from which nobody without the key can tell which picture it is. It is made
        /// from [`crate::domain::PictureHash::key`], which is all that is left of an erased picture.
        pub fn name_of(&self, picture: uuid::Uuid) -> String {
            let digest = Sha256::new().chain_update(self.text()).chain_update(picture.as_bytes()).finalize();
            let half: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
            format!("{half}.age")
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::domain::PictureHash;

        #[test]
        fn only_the_key_opens_a_picture_and_tells_its_name() {
            let (key, other) = (PictureKey::generate(), PictureKey::generate());
            let sealed = key.seal(b"pixels").unwrap();
            assert_eq!(key.unseal(&sealed).as_deref(), Some(b"pixels".as_slice()));
            assert_eq!(other.unseal(&sealed), None);
            assert_eq!(key.unseal(&sealed[..sealed.len() - 1]), None);
            let picture = PictureHash::of(b"pixels").key();
            let again = PictureKey::parse(&key.text()).unwrap();
            assert_eq!(again.name_of(picture), key.name_of(picture));
            assert_ne!(other.name_of(picture), key.name_of(picture));
            assert!(PictureKey::parse("AGE-SECRET-KEY-1").is_err());
        }
    }
}

/// A build without the feature `encryption` has no keys.
#[cfg(not(feature = "encryption"))]
mod format {
    use crate::domain::FieldError;

    /// Never made.
    pub enum PictureKey {}

    impl PictureKey {
        /// Refuses every key.
        pub fn parse(_: &str) -> Result<PictureKey, FieldError> {
            Err(FieldError::new("this spotlog was built without encryption").at("photo_keys"))
        }

        /// Never called.
        pub fn text(&self) -> String {
            match *self {}
        }

        /// Never called.
        pub fn seal(&self, _: &[u8]) -> Result<Vec<u8>, FieldError> {
            match *self {}
        }

        /// Never called.
        pub fn unseal(&self, _: &[u8]) -> Option<Vec<u8>> {
            match *self {}
        }

        /// Never called.
        pub fn name_of(&self, _: uuid::Uuid) -> String {
            match *self {}
        }
    }
}
