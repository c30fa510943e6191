//! The paths in a text that a terminal pastes when files are dropped on it: plain, in quotes, with backslashes before
//! blanks, or as `file://` addresses. Several are separated by blanks or lines.

use std::path::PathBuf;

/// The most files that are taken from one text.
const MOST: usize = 100;

/// Returns the paths in a text. A text that is a single path with plain blanks is one path, if its line begins like one.
pub(crate) fn paths(text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words = words(line);
        let are_paths = words.len() > 1 && words.iter().all(|word| begins_like_a_path(word));
        match are_paths || words.len() == 1 {
            true => found.extend(words),
            false => found.push(line.to_owned()),
        }
    }
    found.into_iter().map(|word| PathBuf::from(address(&word).unwrap_or(word))).take(MOST).collect()
}

fn begins_like_a_path(word: &str) -> bool {
    let drive = || word.as_bytes().get(1) == Some(&b':') && word.as_bytes()[0].is_ascii_alphabetic();
    ["/", "~/", "./", "../", "file://"].iter().any(|beginning| word.starts_with(beginning)) || drive()
}

/// Splits a line at blanks that are neither in quotes nor after a backslash, as a shell does.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut is_begun) = (String::new(), None, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '\'' | '"') => (quote, is_begun) = (Some(letter), true),
            // A backslash before a letter is part of a Windows path.
            (None, '\\') if letters.peek().is_some_and(|next| !next.is_alphanumeric()) => {
                word.extend(letters.next());
                is_begun = true;
            }
            (None, letter) if letter.is_whitespace() => {
                if std::mem::take(&mut is_begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (_, letter) => {
                word.push(letter);
                is_begun = true;
            }
        }
    }
    if is_begun {
        words.push(word);
    }
    words
}

/// Returns the path of a `file://` address; `None` for anything else.
fn address(word: &str) -> Option<String> {
    let rest = word.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let mut bytes = Vec::new();
    let mut left = path.bytes();
    while let Some(byte) = left.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (digit(left.next())?, digit(left.next())?);
        bytes.push((high * 16 + low) as u8);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_however_the_terminal_writes_it() {
        for (text, expected) in [
            ("/home/me/IMG_1.jpg", vec!["/home/me/IMG_1.jpg"]),
            ("'/home/me/IMG 1.jpg'", vec!["/home/me/IMG 1.jpg"]),
            ("\"/home/me/IMG 1.jpg\" ", vec!["/home/me/IMG 1.jpg"]),
            ("/home/me/IMG\\ 1.jpg", vec!["/home/me/IMG 1.jpg"]),
            ("/home/me/it\\'s.jpg", vec!["/home/me/it's.jpg"]),
            ("file:///home/me/IMG%201.jpg", vec!["/home/me/IMG 1.jpg"]),
            ("file://localhost/a%C3%A9.jpg", vec!["/aé.jpg"]),
            ("/home/me/IMG 1.jpg", vec!["/home/me/IMG 1.jpg"]),
            ("/a.jpg /b.jpg", vec!["/a.jpg", "/b.jpg"]),
            ("'/a b.jpg' '/c d.jpg'", vec!["/a b.jpg", "/c d.jpg"]),
            ("/a.jpg\r\n/b c.jpg\n", vec!["/a.jpg", "/b c.jpg"]),
            ("C:\\Users\\me\\IMG 1.jpg", vec!["C:\\Users\\me\\IMG 1.jpg"]),
            ("", vec![]),
            ("  \n ", vec![]),
            ("file:///a%zz", vec!["file:///a%zz"]),
        ] {
            assert_eq!(paths(text), expected.into_iter().map(PathBuf::from).collect::<Vec<_>>(), "{text}");
        }
        assert_eq!(paths(&"/a.jpg ".repeat(5000)).len(), MOST);
    }
}
