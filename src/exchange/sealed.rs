//! Encryption with a passphrase in the age format (age-encryption.org/v1), which other programs can open too.

pub use format::{Sealing, seal, unseal, unsealing};
pub use secrecy::{ExposeSecret, SecretString};

use crate::domain::FieldError;
use std::io::ErrorKind;

/// How an encrypted file starts: in binary form, and in text form for mail.
const BEGINNINGS: [&[u8]; 2] = [b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----"];

/// Returns whether the bytes are an encrypted file, for a passphrase or a key.
pub fn is_sealed(bytes: &[u8]) -> bool {
    let text = without_blank(bytes);
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// Returns the bytes without what an editor or a mail program puts before a file in text form.
fn without_blank(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

const NOT_WHOLE: &str = "the encrypted file is damaged or not whole";

/// Returns the error for an encrypted file that cannot be read to its end.
pub fn broken(error: std::io::Error) -> FieldError {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::Other => FieldError::new(NOT_WHOLE),
        _ => FieldError::new(format!("the encrypted file cannot be read: {error}")),
    }
}

#[cfg(feature = "encryption")]
mod format {
    use super::{BEGINNINGS, NOT_WHOLE, SecretString, broken, without_blank};
    use crate::domain::FieldError;
    use crate::exchange::Seekable;
    use age::armor::ArmoredReader;
    use age::scrypt::{Identity, Recipient};
    use age::stream::StreamWriter;
    use age::{Decryptor, Encryptor};
    use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};
    use std::iter;

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

    /// Encrypts what is written to it. What is written last is in the file only after [`Sealing::finish`].
    pub struct Sealing<W: Write>(StreamWriter<W>);

    impl<W: Write> Sealing<W> {
        /// Begins an encrypted file. Deriving the key takes about a second, on purpose.
        pub fn begin(out: W, passphrase: &SecretString) -> Result<Self, FieldError> {
            let mut recipient = Recipient::new(passphrase.clone());
            recipient.set_work_factor(cost());
            let encryptor = Encryptor::with_recipients(iter::once(&recipient as _)).map_err(refused)?;
            Ok(Sealing(encryptor.wrap_output(out).map_err(refused)?))
        }

        /// Writes the end of the file.
        pub fn finish(self) -> io::Result<W> {
            self.0.finish()
        }
    }

    impl<W: Write> Write for Sealing<W> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.flush()
        }
    }

    fn refused(error: impl std::fmt::Display) -> FieldError {
        FieldError::new(format!("this cannot be encrypted: {error}"))
    }

    /// Encrypts the bytes. Deriving the key takes about a second, on purpose.
    pub fn seal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
        let mut sealing = Sealing::begin(Vec::new(), passphrase)?;
        sealing.write_all(bytes).map_err(refused)?;
        sealing.finish().map_err(refused)
    }

    /// Decrypts bytes.
    ///
    /// # Errors
    ///
    /// Fails for a wrong passphrase, a file that was changed or truncated, one encrypted for a key instead of a passphrase,
    /// and one that would need more than 1 GiB of memory.
    pub fn unseal(bytes: &[u8], passphrase: &SecretString) -> Result<Vec<u8>, FieldError> {
        let mut plain = Vec::new();
        unsealing(Cursor::new(bytes), passphrase)?.read_to_end(&mut plain).map_err(broken)?;
        Ok(plain)
    }

    /// Decrypts a file as it is read. One in binary form never is whole in memory.
    ///
    /// # Errors
    ///
    /// Fails as [`unseal`] does. A file that was changed or truncated further on fails when it is read there. One in
    /// text form must fit into 1 GiB.
    pub fn unsealing<'a>(
        mut input: impl Seekable + 'a,
        passphrase: &SecretString,
    ) -> Result<Box<dyn Seekable + 'a>, FieldError> {
        let is_text = skip_blank(&mut input).map_err(broken)?;
        let mut identity = Identity::new(passphrase.clone());
        identity.set_max_work_factor(MAX_COST);
        let opened = Decryptor::new_buffered(ArmoredReader::new(input));
        let plain = opened.and_then(|decryptor| decryptor.decrypt(iter::once(&identity as _)));
        let plain = plain.map_err(|error| {
            let message = match error {
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
                age::DecryptError::Io(error) => return broken(error),
                age::DecryptError::InvalidHeader | age::DecryptError::InvalidMac => NOT_WHOLE.to_owned(),
                other => format!("the encrypted file cannot be opened: {other}"),
            };
            FieldError::new(message)
        })?;
        if !is_text {
            return Ok(Box::new(BufReader::new(Bounded::new(plain).map_err(broken)?)));
        }
        // A file in text form is read again from its start wherever it is moved to.
        let mut bytes = Vec::new();
        plain.take(MOST_TEXT + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() as u64 > MOST_TEXT {
            return Err(FieldError::new("the encrypted file is in text form and larger than 1 GiB"));
        }
        Ok(Box::new(Cursor::new(bytes)))
    }

    /// The most bytes of a file in text form.
    const MOST_TEXT: u64 = 1 << 30;

    /// A file that is not read beyond its end, wherever its own content points.
    struct Bounded<R> {
        file: R,
        length: u64,
    }

    impl<R: Read + Seek> Bounded<R> {
        fn new(mut file: R) -> io::Result<Self> {
            let length = file.seek(SeekFrom::End(0))?;
            file.seek(SeekFrom::Start(0))?;
            Ok(Bounded { file, length })
        }
    }

    impl<R: Read> Read for Bounded<R> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            self.file.read(bytes)
        }
    }

    impl<R: Read + Seek> Seek for Bounded<R> {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let at = match to {
                SeekFrom::Start(at) => Some(at),
                SeekFrom::End(by) => self.length.checked_add_signed(by),
                SeekFrom::Current(by) => self.file.stream_position()?.checked_add_signed(by),
            };
            match at.filter(|at| *at <= self.length) {
                Some(at) => self.file.seek(SeekFrom::Start(at)),
                None => Err(io::ErrorKind::InvalidData.into()),
            }
        }
    }

    /// Moves past what an editor or a mail program puts before a file in text form. Returns whether it is in that form.
    fn skip_blank(input: &mut impl Seekable) -> io::Result<bool> {
        let mut start = Vec::new();
        input.by_ref().take(64).read_to_end(&mut start)?;
        let text = without_blank(&start);
        input.seek(SeekFrom::Start((start.len() - text.len()) as u64))?;
        Ok(text.starts_with(BEGINNINGS[1]))
    }
}

/// A build without the feature `encryption` recognises encrypted files and refuses them.
#[cfg(not(feature = "encryption"))]
mod format {
    use super::SecretString;
    use crate::domain::FieldError;
    use crate::exchange::Seekable;
    use std::convert::Infallible;
    use std::io::{self, Write};
    use std::marker::PhantomData;

    const LEFT_OUT: &str = "this spotlog was built without encryption; build it with the feature encryption";

    /// An encrypted file that is being written, which there is none of.
    pub struct Sealing<W: Write>(Infallible, PhantomData<W>);

    impl<W: Write> Sealing<W> {
        /// Refuses to encrypt.
        pub fn begin(_: W, _: &SecretString) -> Result<Self, FieldError> {
            Err(FieldError::new(LEFT_OUT))
        }

        /// Is never called.
        pub fn finish(self) -> io::Result<W> {
            match self.0 {}
        }
    }

    impl<W: Write> Write for Sealing<W> {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            match self.0 {}
        }

        fn flush(&mut self) -> io::Result<()> {
            match self.0 {}
        }
    }

    /// Refuses to decrypt.
    pub fn unsealing<'a>(_: impl Seekable + 'a, _: &SecretString) -> Result<Box<dyn Seekable + 'a>, FieldError> {
        Err(FieldError::new(LEFT_OUT))
    }

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
    use std::io::{Cursor, Read, Seek, SeekFrom};

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
        let mut plain = unsealing(Cursor::new(sealed.clone()), &right).unwrap();
        assert_eq!(plain.seek(SeekFrom::End(-4)).unwrap(), 19);
        for beyond in [SeekFrom::Start(24), SeekFrom::End(1), SeekFrom::Current(5), SeekFrom::Current(-20)] {
            assert!(plain.seek(beyond).is_err(), "{beyond:?}");
        }
        assert_eq!(std::io::read_to_string(&mut plain).unwrap(), "shin");
        // As an editor or a mail program leaves the text form.
        let mut cheap = age::scrypt::Recipient::new(right.clone());
        cheap.set_work_factor(4);
        let text = age::encrypt_and_armor(&cheap, b"a spot").unwrap();
        for before in ["", "\u{feff}", " \n"] {
            let mut plain = unsealing(Cursor::new(format!("{before}{text}").into_bytes()), &right).unwrap();
            plain.seek(SeekFrom::Start(2)).unwrap();
            let mut read = String::new();
            plain.read_to_string(&mut read).unwrap();
            assert_eq!(read, "spot", "after {before:?}");
        }
        let mut changed = sealed;
        changed[last] ^= 1;
        assert!(unseal(&changed, &right).is_err());
    }
}
