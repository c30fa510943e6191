//! Sanitising of all output text: characters that a terminal would obey or hide become visible or are removed.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use unicode_width::UnicodeWidthChar;

/// The maximum number of combining marks on a letter. More would be drawn over neighbouring lines.
const MARKS: usize = 4;

/// How a character is output.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// Shown as an escape, such as `\u{1b}`.
    Named,
    Blank,
    Goes,
}

/// Returns how a character is output, regardless of its neighbours.
fn fate(c: char) -> Fate {
    match c {
        '\n' => Fate::Stays,
        '\t' | '\u{2028}' | '\u{2029}' => Fate::Blank,
        // Escapes, C0, DEL and C1.
        c if c.is_control() => Fate::Named,
        // Bidirectional embeddings, overrides, isolates and marks.
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => Fate::Goes,
        // Zero-width characters, annotations, tags and the variation selectors beyond the first sixteen.
        '\u{00ad}'
        | '\u{034f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{200b}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Fate::Goes,
        '\u{e0000}'..='\u{e0fff}' => Fate::Goes,
        _ => Fate::Stays,
    }
}

/// Returns whether a joiner next to this character is meaningful: in scripts that join their letters, and in emoji.
fn can_be_joined(c: char) -> bool {
    let script = matches!(c, '\u{0590}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{a800}'..='\u{abff}');
    let emoji = matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    (script || emoji) && fate(c) == Fate::Stays
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn is_mark(c: char) -> bool {
    !c.is_control() && !is_joiner(c) && fate(c) == Fate::Stays && c.width() == Some(0)
}

/// Returns whether a character needs no change: the common ones, and those used for drawing on the screen.
fn is_plain(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{2bff}')
}

/// Returns whether a character ends a line on some terminal or for some program.
pub(super) fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Replaces every line break and control character by a blank, so that foreign text cannot start a line of its own.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || ends_line(c) { ' ' } else { c }).collect()
}

/// Sanitises text for a terminal, a pipe or a log. Escapes and other control characters are shown by number. Characters
/// that hide or reorder others are removed, and a letter keeps at most four combining marks. Line breaks stay,
/// including CRLF.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut before = '\0';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next();
        // A removed character does not separate two marks.
        if fate(c) == Fate::Goes {
            continue;
        }
        let joins = is_joiner(c) && can_be_joined(before) && next.is_some_and(can_be_joined);
        if is_joiner(c) && !joins {
            continue;
        }
        marks = if is_mark(c) || is_joiner(c) { marks + usize::from(is_mark(c)) } else { 0 };
        match fate(c) {
            _ if c == '\r' && next == Some('\n') => out.push(c),
            _ if is_mark(c) && marks > MARKS => continue,
            Fate::Stays => out.push(c),
            Fate::Named => out.extend(c.escape_unicode()),
            Fate::Blank => out.push(' '),
            Fate::Goes => {}
        }
        before = c;
    }
    Cow::Owned(out)
}

/// Formats a path on one line. Bytes that are not UTF-8 are replaced.
pub trait ShowPath {
    /// Returns the path as text.
    fn shown(&self) -> String;
}

impl ShowPath for Path {
    #[allow(clippy::disallowed_methods)]
    fn shown(&self) -> String {
        one_line(&self.display().to_string())
    }
}

/// Sanitises JSON for a terminal. Characters that [`visible`] would change are written as `\u` escapes, so that a
/// program reads the same text.
pub fn visible_json(json: &str) -> Cow<'_, str> {
    if json.is_ascii() && !json.contains('\u{7f}') {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    let mut marks = 0;
    for c in json.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        // In JSON, raw control characters below the space occur only in whitespace between tokens.
        if c < ' ' || (fate(c) == Fate::Stays && !is_joiner(c) && marks <= MARKS) {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    Cow::Owned(out)
}

/// Copies text line by line, each changed by `change`. Bytes that are not UTF-8 are replaced.
pub struct Lines<W: Write> {
    out: W,
    change: fn(&str) -> Cow<'_, str>,
    line: Vec<u8>,
}

impl<W: Write> Lines<W> {
    /// Creates a writer to `out`. It must be flushed for an incomplete last line.
    pub fn new(out: W, change: fn(&str) -> Cow<'_, str>) -> Self {
        Lines { out, change, line: Vec::new() }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all((self.change)(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.pass_on()?;
            }
        }
        Ok(bytes.len())
    }

    /// Also writes the incomplete last line.
    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_or_hide_becomes_visible_or_goes() {
        let cases = [
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("a\u{7}\u{7f}\u{9b}1m", "a\\u{7}\\u{7f}\\u{9b}1m"),
            ("tab\there\r", "tab here\\u{d}"),
            ("line\r\nline\n", "line\r\nline\n"),
            ("\u{202e}evil\u{202c} \u{2066}x\u{2069}", "evil x"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("no\u{200b}thing\u{feff}\u{2060}", "nothing"),
            ("a\u{200d}b \u{200c}", "ab "),
            ("flag\u{e0067}\u{e007f}", "flag"),
            ("e\u{301}\u{302}\u{200b}\u{303}\u{ad}\u{304}\u{200d}\u{305}\u{306}", "e\u{301}\u{302}\u{303}\u{304}"),
            ("中\u{200d}国", "中国"),
            ("e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "e\u{301}\u{302}\u{303}\u{304}"),
            // Persian, Hindi, Thai and a family emoji are unchanged.
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("ที่นี่", "ที่นี่"),
            ("👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥", "👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥"),
            ("Ångström", "Ångström"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown, "{text:?}");
            assert_eq!(visible(&visible(text)), visible(text), "{text:?} twice");
        }
    }

    #[test]
    fn json_says_the_same_after_its_characters_are_escaped() {
        let text = "\u{1b}\u{7f}\u{9b}\u{202e}\u{2028}\u{200b}\u{200d}\u{e0067} é\t\n";
        let json = serde_json::to_string(text).unwrap();
        let shown = visible_json(&json);
        assert!(shown.chars().all(|c| c == 'é' || c.is_ascii_graphic() || c == ' '), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[test]
    fn lines_are_changed_whole_however_they_come() {
        let text = "e\u{301}\u{1b}[1m é\r\nlast\u{202e}";
        for step in 1..text.len() {
            let mut out = Vec::new();
            let mut lines = Lines::new(&mut out, visible);
            text.as_bytes().chunks(step).for_each(|part| lines.write_all(part).unwrap());
            lines.flush().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), "e\u{301}\\u{1b}[1m é\r\nlast");
        }
    }
}
