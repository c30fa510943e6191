//! Where a passphrase comes from: a question at the terminal, a file, or a program such as the one of a keyring. Never an
//! argument, which everybody on the machine could see.

use super::Session;
use super::args::PassphraseArgs;
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{ExposeSecret, SecretString};
use std::io::IsTerminal;
use std::process::{Command, Stdio};

/// What a person is told before something is encrypted.
const NO_WAY_BACK: &str = "Without the passphrase nobody can open the file again, and nobody can give it back to you: \
    there is no other key. Write it down where you will find it.";

/// A passphrase for something new. At the terminal it is asked for twice.
pub fn new_passphrase(session: &Session, args: &PassphraseArgs) -> Result<SecretString> {
    if let Some(given) = given(args)? {
        return Ok(given);
    }
    session.out.aside(&format!("{NO_WAY_BACK}\n"))?;
    let first = ask("Passphrase: ")?;
    let second = ask("The same again: ")?;
    if first.expose_secret() != second.expose_secret() {
        return Err(FieldError::new("the two passphrases are not the same; nothing was written").into());
    }
    Ok(first)
}

/// The passphrase of something that is there already.
pub fn known_passphrase(args: &PassphraseArgs) -> Result<SecretString> {
    match given(args)? {
        Some(given) => Ok(given),
        None => ask("Passphrase: "),
    }
}

fn given(args: &PassphraseArgs) -> Result<Option<SecretString>> {
    let text = match (&args.passphrase_file, &args.passphrase_command) {
        (Some(file), _) => {
            let cannot = || format!("the passphrase cannot be read from {}", file.shown());
            text_of(&std::fs::read(file).map_err(Error::io(cannot()))?)
        }
        (None, Some(line)) => {
            let output = Command::new("sh")
                .args(["-c", line])
                .stdin(Stdio::inherit())
                .stderr(Stdio::inherit())
                .output()
                .map_err(Error::io("the program for the passphrase cannot be started"))?;
            if !output.status.success() {
                let message = "the program for the passphrase failed";
                return Err(FieldError::new(message).at("--passphrase-command").into());
            }
            text_of(&output.stdout)
        }
        (None, None) => return Ok(None),
    };
    let line = text.lines().next().unwrap_or_default();
    sound(SecretString::from(line)).map(Some)
}

/// The text of a file, whichever program saved it: some begin with a mark of their encoding, which nobody typed.
fn text_of(bytes: &[u8]) -> String {
    let wide = |join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn ask(question: &str) -> Result<SecretString> {
    if !std::io::stdin().is_terminal() {
        let message = "there is no terminal to ask for the passphrase; take --passphrase-file or --passphrase-command";
        return Err(FieldError::new(message).into());
    }
    let answer = rpassword::prompt_password(question).map_err(Error::io("the passphrase cannot be asked for"))?;
    sound(SecretString::from(answer))
}

fn sound(passphrase: SecretString) -> Result<SecretString> {
    if passphrase.expose_secret().trim().is_empty() {
        return Err(FieldError::new("a passphrase needs at least one letter").into());
    }
    Ok(passphrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_passphrase_whichever_program_saved_them() {
        let utf16 = |units: &mut dyn Iterator<Item = u16>, big: bool| -> Vec<u8> {
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let words = "vier Wörter\r\n";
        let marked: Vec<u16> = std::iter::once(0xfeff).chain(words.encode_utf16()).collect();
        let files = [
            words.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", words.as_bytes()].concat(),
            utf16(&mut marked.iter().copied(), false),
            utf16(&mut marked.iter().copied(), true),
        ];
        for file in files {
            assert_eq!(text_of(&file).lines().next(), Some("vier Wörter"), "{file:?}");
        }
    }
}
