//! Reads passphrases: from the terminal, from a file, or from a program such as that of a keyring. Never from an
//! argument, which every user of the machine could see.

use super::Session;
use super::args::{NewPassphraseArgs, PassphraseArgs};
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{ExposeSecret, SecretString};
use crate::file::Pipes;
use crate::ops;
use std::io::{IsTerminal, Read};
use std::process::{Command, Stdio};
use unicode_width::UnicodeWidthChar;

/// The commonest passphrases, which are guessed first, one per line.
const COMMONEST: &str = include_str!("../../assets/common-passphrases.txt");

/// The warning before something is encrypted.
const NO_WAY_BACK: &str = "Without the passphrase nobody can open the file again, and nobody can give it back to you: \
    there is no other key. Write it down where you will find it.";

/// The size limit of a file or an output with a passphrase, in bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// The minimum length of a new passphrase, in characters.
const FEWEST: usize = 8;

/// Reads a new passphrase. The terminal asks for it twice. A passphrase that is easily guessed needs
/// `--weak-passphrase`, or a confirmation at the terminal.
pub(super) fn new_passphrase(session: &Session, args: &NewPassphraseArgs) -> Result<SecretString> {
    let is_asked = args.known.passphrase_file.is_none() && args.known.passphrase_command.is_none();
    let passphrase = if is_asked {
        session.out.aside(&format!("{NO_WAY_BACK}\n"))?;
        let first = ask("Passphrase: ")?;
        let second = ask("The same again: ")?;
        if first.expose_secret() != second.expose_secret() {
            return Err(FieldError::new("the two passphrases are not the same; nothing was written").into());
        }
        first
    } else {
        known_passphrase(session, &args.known)?
    };
    match weakness(passphrase.expose_secret()) {
        Some(why) if !args.weak_passphrase => {
            let refused = || FieldError::new(format!("{why}; take a longer one, or add --weak-passphrase"));
            if !session.can_ask() {
                return Err(refused().at("passphrase").into());
            }
            let answer = session.ask(&format!("Note: {why}. Type yes to take it all the same: "))?;
            if answer == "yes" { Ok(passphrase) } else { Err(refused().at("passphrase").into()) }
        }
        _ => Ok(passphrase),
    }
}

/// Returns why a passphrase is easily guessed; `None` if it is not known to be.
fn weakness(passphrase: &str) -> Option<String> {
    // Normalised as an attacker would: lower case, full-width forms as ASCII, and without zero-width characters.
    let folded: String = passphrase
        .trim()
        .chars()
        .filter(|c| c.width().is_none_or(|width| width > 0))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let letters: Vec<char> = folded.chars().collect();
    if letters.len() < FEWEST {
        return Some(format!("the passphrase has fewer than {FEWEST} characters"));
    }
    let is_common = |word: &str| COMMONEST.lines().any(|common| common == word);
    let stem = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    let is_repeated = (1..=letters.len() / 2).any(|n| letters.chunks(n).all(|part| letters.starts_with(part)));
    let steps: Vec<i64> =
        letters.windows(2).map(|two| i64::from(u32::from(two[1])) - i64::from(u32::from(two[0]))).collect();
    // 9 to 0 and 0 to 9 also count as steps.
    let is_row =
        steps.iter().all(|step| matches!(step, 0 | 1 | -9)) || steps.iter().all(|step| matches!(step, 0 | -1 | 9));
    let is_guessed = is_common(&folded) || (!stem.is_empty() && is_common(stem)) || is_repeated || is_row;
    is_guessed.then(|| "the passphrase is one of those that are guessed first".to_owned())
}

/// Reads the passphrase of an existing file.
pub(super) fn known_passphrase(session: &Session, args: &PassphraseArgs) -> Result<SecretString> {
    let bytes = match (&args.passphrase_file, &args.passphrase_command) {
        (Some(file), _) => {
            if cfg!(unix) && ops::may_be_read_by_others(file) {
                session.out.aside(&format!("Note: others on this machine may read {}.\n", file.shown()))?;
            }
            crate::file::read(file, MOST_BYTES, Pipes::Read)?
        }
        (None, Some(line)) => output_of(line)?,
        (None, None) => return ask("Passphrase: "),
    };
    let text = text_of(&bytes);
    sound(SecretString::from(text.lines().next().unwrap_or_default()))
}

/// Returns the output of a shell command. The command is killed if it prints more than [`MOST_BYTES`]. Ctrl-C ends both
/// programs.
fn output_of(line: &str) -> Result<Vec<u8>> {
    let failed = || Error::io("the program for the passphrase cannot be started");
    let refused = |message: &str| FieldError::new(message).at("--passphrase-command");
    let mut program = Command::new("sh").args(["-c", line]).stdout(Stdio::piped()).spawn().map_err(failed())?;
    let mut bytes = Vec::new();
    let read = program.stdout.take().map_or(Ok(0), |out| out.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    if bytes.len() as u64 > MOST_BYTES {
        let _ = program.kill();
    }
    let status = program.wait().map_err(failed())?;
    read.map_err(failed())?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(refused("the program for the passphrase printed more than 64 KiB").into());
    }
    if !status.success() {
        return Err(refused("the program for the passphrase failed").into());
    }
    Ok(bytes)
}

/// Decodes the text of a file: UTF-8, or UTF-16 with a byte order mark. The mark is removed.
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
    fn what_is_short_or_guessed_first_is_weak() {
        for weak in [
            "short",
            "seven77",
            "12345678",
            "Password",
            "iloveyou",
            "aaaaaaaaaaaa",
            "abababababab",
            "  1234567  ",
            "１２３４５６７８",
            "passwordpassword",
            "12345678901234567890",
            "spotlogspotlog",
            "dragon123",
            "pass\u{200b}word",
            "Password2024!",
            "hgfedcba",
        ] {
            assert!(weakness(weak).is_some(), "{weak}");
        }
        for strong in ["six quiet herons", "vier Wörter am See", "Zürich, früh", "xkcd 936 battery"] {
            assert_eq!(weakness(strong), None, "{strong}");
        }
    }

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
