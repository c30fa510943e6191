//! The fonts of the page, and text widths.

use krilla::text::Font;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// DejaVu Sans Condensed: Latin, Greek, Cyrillic, Arabic and more (assets/fonts/LICENSE).
static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/DejaVuSansCondensed.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/DejaVuSansCondensed-Bold.ttf");

/// The weight of a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The fonts of both weights, for drawing and for measuring text.
pub(super) struct Fonts {
    fonts: [Font; 2],
    faces: [Face<'static>; 2],
    /// Cached widths at size 1, by text, since reports repeat the same words.
    widths: RefCell<BTreeMap<(Weight, String), f64>>,
}

/// A part of a text with one writing direction.
pub(super) struct Run<'t> {
    pub text: &'t str,
    pub right_to_left: bool,
}

impl Fonts {
    /// Loads the fonts embedded in the program.
    pub(super) fn embedded() -> Result<Fonts, String> {
        let font =
            |bytes: &'static [u8]| Font::new(bytes.to_vec().into(), 0).ok_or("the font of the page cannot be read");
        let face = |bytes: &'static [u8]| Face::from_slice(bytes, 0).ok_or("the font of the page cannot be read");
        Ok(Fonts {
            fonts: [font(REGULAR)?, font(BOLD)?],
            faces: [face(REGULAR)?, face(BOLD)?],
            widths: RefCell::default(),
        })
    }

    /// Returns the font of a weight, for drawing.
    pub(super) fn font(&self, weight: Weight) -> Font {
        self.fonts[weight as usize].clone()
    }

    /// Replaces words in letters that the fonts do not have by the name of these letters, in brackets. Returns the text
    /// and whether there was any.
    pub(super) fn printable(&self, text: &str) -> (String, bool) {
        let mut out = String::with_capacity(text.len());
        let mut missing: Option<&str> = None;
        let mut any = false;
        for c in text.chars() {
            match c {
                c if c.is_whitespace() || c.is_control() => out.push(' '),
                // Directional marks are removed, since a line is set in separate pieces; joiners without letters too.
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
                c if self.faces[0].glyph_index(c).is_some() => {
                    missing = None;
                    out.push(c);
                }
                c if missing == Some(letters_of(c)) => {}
                c => {
                    let letters = letters_of(c);
                    out.push_str(&format!("[in {letters} letters]"));
                    (missing, any) = (Some(letters), true);
                }
            }
        }
        (out, any)
    }

    /// Returns the end of the longest beginning of a word that fits into `width`, one letter at least.
    pub(super) fn fitting(&self, word: &str, size: f64, weight: Weight, width: f64) -> usize {
        if self.width(word, size, weight) <= width {
            return word.len();
        }
        let mut used = 0.0;
        for (at, c) in word.char_indices() {
            used += self.width(c.encode_utf8(&mut [0; 4]), size, weight);
            if used > width && at > 0 {
                return at;
            }
        }
        word.len()
    }

    /// Returns the text, or as much of its beginning as fits into `width` with three dots.
    pub(super) fn fit(&self, text: &str, size: f64, weight: Weight, width: f64) -> String {
        if self.width(text, size, weight) <= width {
            return text.to_owned();
        }
        let end = self.fitting(text, size, weight, width - self.width("…", size, weight));
        format!("{}…", text[..end].trim_end())
    }

    /// Splits a text into parts with one writing direction each.
    pub(super) fn runs<'t>(&self, text: &'t str) -> Vec<Run<'t>> {
        let mut runs: Vec<Run<'t>> = Vec::new();
        let mut start = 0;
        let mut current = None;
        for (at, c) in text.char_indices() {
            let direction = match c {
                '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => true,
                // A blank inside a right-to-left run belongs to it.
                ' ' if current == Some(true) => continue,
                _ => false,
            };
            if current.is_some_and(|current| current != direction) {
                // A blank at the end of a right-to-left run belongs to what follows.
                let end = if current == Some(true) { start + text[start..at].trim_end_matches(' ').len() } else { at };
                runs.push(Run { text: &text[start..end], right_to_left: current == Some(true) });
                start = end;
            }
            current = Some(direction);
        }
        if let Some(direction) = current {
            runs.push(Run { text: &text[start..], right_to_left: direction });
        }
        runs
    }

    /// Returns the width of a text in millimetres; `size` is in points.
    pub(super) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let key = (weight, text.to_owned());
        let known = self.widths.borrow().get(&key).copied();
        let unit = known.unwrap_or_else(|| {
            let width = self.runs(text).iter().map(|run| self.measure(run, weight)).sum();
            self.widths.borrow_mut().insert(key, width);
            width
        });
        unit * size / super::POINTS
    }

    fn measure(&self, run: &Run<'_>, weight: Weight) -> f64 {
        let face = &self.faces[weight as usize];
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run.text);
        buffer.set_direction(if run.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(face, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        f64::from(units) / f64::from(face.units_per_em())
    }
}

/// Returns the name of the letters that a character is one of.
fn letters_of(c: char) -> &'static str {
    match c {
        '\u{900}'..='\u{97f}' | '\u{a8e0}'..='\u{a8ff}' => "Devanagari",
        '\u{980}'..='\u{dff}' => "Indian",
        '\u{e00}'..='\u{e7f}' => "Thai",
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}' => "East Asian",
        _ => "other",
    }
}
