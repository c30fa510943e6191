//! Keys with modifiers: from events, parsed from text and displayed.

use crate::domain::FieldError;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::fmt;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// The key. A letter has its case, so Shift is not among the modifiers.
    pub code: KeyCode,
    /// Control and Alt only.
    pub modifiers: KeyModifiers,
}

pub(super) const fn char(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::NONE }
}

pub(super) const fn ctrl(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}

pub(super) const fn with_shift(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::SHIFT }
}

pub(super) const fn with_ctrl(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::CONTROL }
}

pub(super) const fn key(code: KeyCode) -> Chord {
    Chord { code, modifiers: KeyModifiers::NONE }
}

pub(super) const fn alt(c: char) -> Chord {
    Chord { code: KeyCode::Char(c), modifiers: KeyModifiers::ALT }
}

impl Chord {
    /// Returns the chord of a key press, or `None` for a key release, which some terminals send too. Shift is already
    /// in the letter, and counts beside an arrow only.
    pub fn of(event: KeyEvent) -> Option<Chord> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let mut modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        if matches!(event.code, KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right) {
            modifiers |= event.modifiers & KeyModifiers::SHIFT;
        }
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            // Terminals send Ctrl-H for Ctrl-Backspace, and with some settings for Backspace too.
            KeyCode::Char('h') if modifiers == KeyModifiers::CONTROL => {
                modifiers = KeyModifiers::NONE;
                KeyCode::Backspace
            }
            code => code,
        };
        Some(Chord { code, modifiers })
    }
}

impl Chord {
    /// Parses a key as written in help: `n`, `N`, `Ctrl-S`, `Space`, `Enter`, `F2`, `Left` or `←`.
    ///
    /// # Errors
    ///
    /// A [`FieldError`] that lists the allowed keys.
    pub fn parse(text: &str) -> Result<Chord, FieldError> {
        let mut rest = text.trim();
        let mut modifiers = KeyModifiers::NONE;
        for (prefix, modifier) in [("Ctrl-", KeyModifiers::CONTROL), ("Alt-", KeyModifiers::ALT)] {
            if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
                (rest, modifiers) = (after, modifiers | modifier);
            }
        }
        let named = |word: &str| {
            Some(match word {
                "Space" => KeyCode::Char(' '),
                "Enter" => KeyCode::Enter,
                "Esc" => KeyCode::Esc,
                "Tab" => KeyCode::Tab,
                "Shift-Tab" => KeyCode::BackTab,
                "Backspace" => KeyCode::Backspace,
                "Delete" => KeyCode::Delete,
                "Home" => KeyCode::Home,
                "End" => KeyCode::End,
                "PgUp" => KeyCode::PageUp,
                "PgDn" => KeyCode::PageDown,
                "Up" | "↑" => KeyCode::Up,
                "Down" | "↓" => KeyCode::Down,
                "Left" | "←" => KeyCode::Left,
                "Right" | "→" => KeyCode::Right,
                _ => return None,
            })
        };
        let arrow = |word: &str| {
            named(word).filter(|code| matches!(code, KeyCode::Up | KeyCode::Down | KeyCode::Left | KeyCode::Right))
        };
        if let Some(after) = rest.strip_prefix("Shift-").filter(|after| arrow(after).is_some()) {
            (rest, modifiers) = (after, modifiers | KeyModifiers::SHIFT);
        }
        let function =
            |word: &str| Some(KeyCode::F(word.strip_prefix('F')?.parse().ok().filter(|n| (1..=12).contains(n))?));
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) if !c.is_control() => {
                // `Display` writes letters with Ctrl or Alt as capitals.
                let c = if modifiers.is_empty() { c } else { c.to_ascii_lowercase() };
                named(rest).or(Some(KeyCode::Char(c)))
            }
            _ => named(rest).or_else(|| function(rest)),
        };
        code.map(|code| Chord { code, modifiers }).ok_or_else(|| {
            let shown: String = text.chars().take(20).collect();
            FieldError::new(format!(
                "\"{shown}\" is not a key; allowed: a letter, Space, Enter, Esc, Tab, Shift-Tab, Backspace, Delete, Home, End, \
                 PgUp, PgDn, Up, Down, Left, Right, F1 to F12, Ctrl- or Alt- before one, and Shift- before an arrow"
            ))
        })
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("Ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt-")?;
        }
        if self.modifiers.contains(KeyModifiers::SHIFT) {
            f.write_str("Shift-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.is_empty() => write!(f, "{c}"),
            KeyCode::Char(c) => write!(f, "{}", c.to_uppercase()),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::F(n) => write!(f, "F{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}
