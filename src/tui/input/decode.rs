//! Decodes the bytes of a terminal into keys, mouse events and pasted text.
//!
//! Terminals also send bytes that are not keys: replies to queries of an earlier program (DCS, OSC, APC, device
//! attributes, cursor position reports) and unknown sequences. Each is consumed up to its end and dropped, so that no
//! part of it is read as keys.

use crate::tui::graphics::Answer;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use std::collections::VecDeque;
use std::time::Duration;

const ESC: u8 = 0x1b;
/// How long to wait for the rest of a sequence after a lone Esc. A terminal sends a sequence in one piece. The key Esc is
/// late by as much.
const ESC_ALONE: Duration = Duration::from_millis(1);
/// How long to wait for the rest of an incomplete sequence.
const UNFINISHED: Duration = Duration::from_millis(300);
/// How long to wait for the rest of a paste. Bytes that arrive later would be read as keys.
const PASTE: Duration = Duration::from_secs(5);
/// The bytes that start a sequence of several bytes after Esc.
const INTRODUCERS: &[u8] = b"[OPX]^_";
/// The longest reply that is read.
const LONGEST_REPLY: usize = 32;
const PASTE_END: &[u8] = b"\x1b[201~";

/// A decoder from bytes to events. The bytes may arrive split at any point.
#[derive(Default)]
pub(super) struct Decoder {
    /// The bytes that are not decoded yet.
    rest: Vec<u8>,
    /// Whether the next bytes are inside a control string. Only the reply about the background is read; any other is
    /// dropped.
    in_string: bool,
    /// The beginning of the control string.
    string: Vec<u8>,
    /// Whether the background is light, as the terminal replied.
    background: Option<bool>,
    /// What the terminal answered about pictures.
    answers: VecDeque<Answer>,
    /// The paste so far, until its end arrives.
    paste: Option<Vec<u8>>,
    events: VecDeque<Event>,
}

/// What the first bytes of the input are.
enum Piece {
    /// An incomplete sequence.
    Part,
    /// A complete sequence: its length in bytes, and its event.
    Whole(usize, Option<Event>),
    /// The start of a control string, with its length in bytes. The string lasts until its terminator.
    String(usize),
    /// The start of a paste, with its length in bytes.
    Paste(usize),
}

impl Decoder {
    /// Returns the next decoded event.
    pub(super) fn next(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Takes what the terminal replied about its background: whether it is light.
    pub(super) fn take_background(&mut self) -> Option<bool> {
        self.background.take()
    }

    /// Takes the next answer of the terminal about pictures.
    pub(super) fn take_answer(&mut self) -> Option<Answer> {
        self.answers.pop_front()
    }

    /// Returns how long to wait for more bytes before [`Decoder::give_up`], or `None` if nothing is incomplete.
    pub(super) fn waits(&self) -> Option<Duration> {
        match self.rest.as_slice() {
            _ if self.paste.is_some() => Some(PASTE),
            _ if self.in_string => Some(UNFINISHED),
            [] => None,
            [ESC] => Some(ESC_ALONE),
            _ => Some(UNFINISHED),
        }
    }

    /// Ends an incomplete input: a lone Esc becomes the key, a paste ends, and any other part is dropped.
    pub(super) fn give_up(&mut self) {
        if let Some(paste) = self.paste.take() {
            self.events.push_back(Event::Paste(String::from_utf8_lossy(&paste).into_owned()));
        } else if self.rest == [ESC] && !self.in_string {
            self.events.push_back(key(KeyCode::Esc, KeyModifiers::NONE));
        }
        self.rest.clear();
        self.string.clear();
        self.in_string = false;
    }

    /// Adds bytes to the input and decodes what is complete.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        // A terminal sends Alt with a letter in one piece; a letter that arrives later is a separate key.
        let is_key = |byte: &u8| *byte != ESC && !INTRODUCERS.contains(byte);
        if self.waits() == Some(ESC_ALONE) && bytes.first().is_some_and(is_key) {
            self.give_up();
        }
        if let Some(paste) = &mut self.paste {
            paste.extend(bytes);
        } else {
            self.rest.extend(bytes);
        }
        while self.advance() {}
    }

    /// Decodes one piece. Returns false if the rest is incomplete.
    fn advance(&mut self) -> bool {
        if let Some(paste) = &mut self.paste {
            let Some(end) = paste.windows(PASTE_END.len()).position(|part| part == PASTE_END) else { return false };
            self.rest = paste.split_off(end).split_off(PASTE_END.len());
            let text = String::from_utf8_lossy(paste).into_owned();
            self.paste = None;
            self.events.push_back(Event::Paste(text));
            return true;
        }
        if self.in_string {
            return self.skip_string();
        }
        match piece(&self.rest) {
            Piece::Part => return false,
            Piece::Whole(length, event) => {
                if event.is_none() {
                    self.answers.extend(answer(&self.rest[..length]));
                }
                self.rest.drain(..length);
                self.events.extend(event);
            }
            Piece::String(length) => {
                self.rest.drain(..length);
                self.in_string = true;
            }
            Piece::Paste(length) => self.paste = Some(self.rest.split_off(length)),
        }
        if self.paste.is_some() {
            self.rest.clear();
        }
        true
    }

    /// Skips a control string up to its end: BEL, ESC \, CAN, SUB, or the Esc of a new sequence.
    fn skip_string(&mut self) -> bool {
        let Some(at) = self.rest.iter().position(|byte| matches!(byte, 0x07 | 0x18 | 0x1a | &ESC)) else {
            let bytes: Vec<u8> = self.rest.drain(..).collect();
            self.keep_string(&bytes);
            return false;
        };
        let ends_at = match (self.rest[at], self.rest.get(at + 1)) {
            (ESC, None) => {
                let bytes: Vec<u8> = self.rest.drain(..at).collect();
                self.keep_string(&bytes);
                return false;
            }
            (ESC, Some(b'\\')) => at + 2,
            (ESC, Some(_)) => at,
            _ => at + 1,
        };
        let bytes: Vec<u8> = self.rest.drain(..ends_at).take(at).collect();
        self.keep_string(&bytes);
        let string = std::mem::take(&mut self.string);
        self.background = is_light(&string).or(self.background);
        // The number is that of the query in `graphics.rs`.
        self.answers.extend(string.starts_with(b"Gi=31;OK").then_some(Answer::Kitty));
        self.in_string = false;
        true
    }

    /// Keeps the beginning of a control string, as far as the reply that is read is long.
    fn keep_string(&mut self, bytes: &[u8]) {
        let room = LONGEST_REPLY.saturating_sub(self.string.len());
        self.string.extend(bytes.iter().take(room));
    }
}

/// Returns whether the background is light by a reply such as `11;rgb:ffff/ffff/ffff` (xterm, "Operating System
/// Commands").
fn is_light(reply: &[u8]) -> Option<bool> {
    let colours = std::str::from_utf8(reply).ok()?.strip_prefix("11;rgb:")?;
    let part = |text: &str| {
        let most = 16_f64.powi(i32::try_from(text.len()).ok().filter(|digits| (1..=4).contains(digits))?) - 1.0;
        Some(f64::from(u32::from_str_radix(text, 16).ok()?) / most)
    };
    let parts: Vec<f64> = colours.split('/').map(part).collect::<Option<_>>()?;
    let [red, green, blue] = parts.try_into().ok()?;
    // How bright the eye sees each colour (ITU-R BT.601).
    Some(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
}

/// Returns what a control sequence answers about pictures: `CSI ? 62 ; 4 c` are the attributes, where 4 is sixel, and
/// `CSI 6 ; 20 ; 10 t` is the height and the width of a cell (xterm, "Control Sequences").
fn answer(sequence: &[u8]) -> Option<Answer> {
    let inside = sequence.strip_prefix(b"\x1b[").or_else(|| sequence.strip_prefix(b"\x9b"))?;
    let (last, inside) = inside.split_last()?;
    match last {
        b'c' => {
            let mut attributes = inside.strip_prefix(b"?")?.split(|byte| *byte == b';');
            Some(Answer::Attributes { sixel: attributes.any(|attribute| attribute == b"4") })
        }
        b't' => {
            let [6, height, width] = numbers(inside)? else { return None };
            Some(Answer::Cell(width, height))
        }
        _ => None,
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn piece(bytes: &[u8]) -> Piece {
    match bytes {
        [] | [ESC] => Piece::Part,
        [ESC, b'[', ..] => csi(bytes, 2),
        [ESC, b'O', ..] => ss3(bytes),
        [ESC, b'P' | b'X' | b']' | b'^' | b'_', ..] => Piece::String(2),
        [ESC, ESC, ..] => Piece::Whole(1, Some(key(KeyCode::Esc, KeyModifiers::NONE))),
        [ESC, rest @ ..] => match letter(rest, KeyModifiers::ALT) {
            Piece::Whole(length, event) => Piece::Whole(length + 1, event),
            piece => piece,
        },
        // The one-byte (C1) forms, as some terminals send them. No UTF-8 letter starts with them.
        [0x9b, ..] => csi(bytes, 1),
        [0x90 | 0x98 | 0x9d..=0x9f, ..] => Piece::String(1),
        _ => letter(bytes, KeyModifiers::NONE),
    }
}

/// Decodes a letter, or a control character, which is a key with Ctrl.
fn letter(bytes: &[u8], modifiers: KeyModifiers) -> Piece {
    let with_ctrl = |c: u8| (KeyCode::Char(char::from(c)), modifiers | KeyModifiers::CONTROL);
    let (code, modifiers) = match bytes[0] {
        b'\r' => (KeyCode::Enter, modifiers),
        b'\t' => (KeyCode::Tab, modifiers),
        0x7f => (KeyCode::Backspace, modifiers),
        0 => with_ctrl(b' '),
        control @ 0x01..=0x1a => with_ctrl(control - 1 + b'a'),
        control @ 0x1c..=0x1f => with_ctrl(control - 0x1c + b'4'),
        first => {
            let length = match first {
                0x20..=0x7e => 1,
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return Piece::Whole(1, None),
            };
            return match bytes.get(..length).map(std::str::from_utf8) {
                None if bytes[1..].iter().all(|byte| (0x80..0xc0).contains(byte)) => Piece::Part,
                Some(Ok(text)) => {
                    let c = text.chars().next().filter(|c| !c.is_control());
                    Piece::Whole(length, c.map(|c| char_key(c, modifiers)))
                }
                _ => Piece::Whole(1, None),
            };
        }
    };
    Piece::Whole(1, Some(key(code, modifiers)))
}

fn char_key(c: char, modifiers: KeyModifiers) -> Event {
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    key(KeyCode::Char(c), modifiers | shift)
}

/// Decodes an SS3 sequence such as `ESC O A`: arrows and the first function keys of a keypad. Modifiers are before the
/// letter.
fn ss3(bytes: &[u8]) -> Piece {
    let digits = bytes[2..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let modifiers = modifiers(number(&bytes[2..2 + digits]).unwrap_or(1));
    match bytes.get(2 + digits) {
        None => Piece::Part,
        Some(control) if !(0x40..0x7f).contains(control) => Piece::Whole(2 + digits, None),
        Some(b'M') => Piece::Whole(3 + digits, Some(key(KeyCode::Enter, modifiers))),
        Some(&last) => Piece::Whole(3 + digits, named(last).map(|code| key(code, modifiers))),
    }
}

/// Decodes a control sequence (CSI): parameters, intermediate bytes, and a final byte that selects the function.
fn csi(bytes: &[u8], from: usize) -> Piece {
    match &bytes[from..] {
        // The function keys of the Linux console.
        [b'[', letter @ b'A'..=b'E', ..] => {
            return Piece::Whole(from + 2, Some(key(KeyCode::F(letter - b'A' + 1), KeyModifiers::NONE)));
        }
        [b'['] => return Piece::Part,
        [b'M', button, column, row, ..] => {
            let at = |byte: &u8| u16::from(byte.saturating_sub(32));
            let event = mouse(at(button), at(column), at(row), at(button) & 0b11 == 3);
            return Piece::Whole(from + 4, event);
        }
        [b'M', ..] => return Piece::Part,
        _ => {}
    }
    let Some(length) = bytes[from..].iter().position(|byte| !(0x20..0x40).contains(byte)) else { return Piece::Part };
    let (inside, last) = (&bytes[from..from + length], bytes[from + length]);
    if !(0x40..0x7f).contains(&last) {
        // The sequence was cut off; the next byte starts something else.
        return Piece::Whole(from + length, None);
    }
    if (inside, last) == (b"200", b'~') {
        return Piece::Paste(from + length + 1);
    }
    Piece::Whole(from + length + 1, known(inside, last))
}

/// Returns the event of a complete control sequence, or `None` for terminal replies and unknown sequences.
fn known(inside: &[u8], last: u8) -> Option<Event> {
    if let (Some(inside), b'M' | b'm') = (inside.strip_prefix(b"<"), last) {
        let [button, column, row] = numbers(inside)?;
        return mouse(button, column, row, last == b'm');
    }
    if inside.iter().any(|byte| !matches!(byte, b'0'..=b'9' | b';' | b':')) {
        return None;
    }
    let mut parts = inside.split(|byte| *byte == b';');
    let first = parts.next().unwrap_or_default();
    let mut second = parts.next().unwrap_or_default().split(|byte| *byte == b':');
    let modifiers = modifiers(second.next().and_then(number).unwrap_or(1));
    let kind = match second.next().and_then(number) {
        Some(2) => KeyEventKind::Repeat,
        Some(3) => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    let first = number(first.split(|byte| *byte == b':').next().unwrap_or_default());
    let code = match last {
        b'~' if first == Some(27) => char_code(parts.next().and_then(number)?)?,
        b'~' => numbered(first?)?,
        b'u' => char_code(first?)?,
        b'Z' => KeyCode::BackTab,
        b'M' => {
            let [button, column, row] = numbers(inside)?;
            return mouse(button.saturating_sub(32), column, row, button & 0b11 == 3);
        }
        // The number before such a letter is always 1. R is a cursor position report.
        letter if letter != b'R' && first.unwrap_or(1) == 1 => named(letter)?,
        _ => return None,
    };
    let modifiers = if code == KeyCode::BackTab { modifiers | KeyModifiers::SHIFT } else { modifiers };
    Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
}

fn named(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number as u8 - 10),
        17..=21 => KeyCode::F(number as u8 - 11),
        23 | 24 => KeyCode::F(number as u8 - 12),
        _ => return None,
    })
}

/// Returns the key for a character code.
fn char_code(number: u16) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        127 => KeyCode::Backspace,
        _ => KeyCode::Char(char::from_u32(number.into()).filter(|c| !c.is_control())?),
    })
}

/// Decodes a modifier parameter, which is 1 plus the modifier bits.
fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let of = |bit: u16, modifier| if bits & bit == 0 { KeyModifiers::NONE } else { modifier };
    of(1, KeyModifiers::SHIFT) | of(2, KeyModifiers::ALT) | of(4, KeyModifiers::CONTROL)
}

/// Returns the mouse event at a cell. `column` and `row` count from 1.
fn mouse(button: u16, column: u16, row: u16, is_up: bool) -> Option<Event> {
    let which = [MouseButton::Left, MouseButton::Middle, MouseButton::Right].get(usize::from(button & 0b11)).copied();
    let kind = match (button & 0b110_0000, which) {
        (64, Some(MouseButton::Left)) => MouseEventKind::ScrollUp,
        (64, Some(MouseButton::Middle)) => MouseEventKind::ScrollDown,
        (32, Some(button)) if !is_up => MouseEventKind::Drag(button),
        (32, _) => MouseEventKind::Moved,
        (0, which) if is_up => MouseEventKind::Up(which.unwrap_or(MouseButton::Left)),
        (0, Some(button)) => MouseEventKind::Down(button),
        _ => return None,
    };
    let modifiers = modifiers((button >> 2 & 0b111) + 1);
    Some(Event::Mouse(MouseEvent { kind, column: column.saturating_sub(1), row: row.saturating_sub(1), modifiers }))
}

fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn numbers(inside: &[u8]) -> Option<[u16; 3]> {
    let found: Option<Vec<u16>> = inside.split(|byte| *byte == b';').map(number).collect();
    found?.try_into().ok()
}

#[cfg(test)]
mod tests;
