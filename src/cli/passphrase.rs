//! Where a passphrase comes from: a question at the terminal, a file, or a program such as the one of a keyring. Never an
//! argument, which everybody on the machine could see.

use super::Session;
use super::args::PassphraseArgs;
use crate::domain::FieldError;
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
        (Some(file), _) => std::fs::read_to_string(file)
            .map_err(Error::io(format!("the passphrase cannot be read from {}", file.display())))?,
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
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
        (None, None) => return Ok(None),
    };
    let line = text.lines().next().unwrap_or_default();
    sound(SecretString::from(line)).map(Some)
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
