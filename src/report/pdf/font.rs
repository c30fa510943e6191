//! The fonts of the page: text becomes glyphs with their widths.

use flate2::read::GzDecoder;
use harfrust::{Direction, ShapeOptions, ShapePlan, ShapePlanKey, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;
use std::rc::Rc;
use std::sync::LazyLock;

/// DejaVu Sans Condensed: Latin, Greek, Cyrillic, Arabic and more (assets/fonts/LICENSE). Compressed, they take half the
/// room in the program, and a few milliseconds of the first page.
static FONTS: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let regular = include_bytes!("../../../assets/fonts/DejaVuSansCondensed.ttf.gz");
    let bold = include_bytes!("../../../assets/fonts/DejaVuSansCondensed-Bold.ttf.gz");
    [decompressed(regular), decompressed(bold)]
});

fn decompressed(bytes: &[u8]) -> Vec<u8> {
    let mut font = Vec::with_capacity(2 * bytes.len());
    // A font that is cut short is refused where it is read.
    let _ = GzDecoder::new(bytes).read_to_end(&mut font);
    font
}

/// The weight of a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The fonts of both weights.
pub(super) struct Fonts {
    faces: [FontFace; 2],
    charmap: Charmap<'static>,
    /// The shaped texts so far, since reports repeat the same words, and the same page is set in several sizes.
    shaped: RefCell<BTreeMap<(Weight, String), Rc<Shaped>>>,
}

/// A font of one weight, as the shaper and as the PDF need it.
struct FontFace {
    font: Font,
    parsed: FontRef<'static>,
    data: ShaperData,
    /// A plan for each script and direction so far. Making one takes longer than shaping a word.
    plans: RefCell<Vec<ShapePlan>>,
}

/// The glyphs of a text, at size 1.
pub(super) struct Shaped {
    /// The parts with one writing direction, from left to right.
    pub runs: Vec<ShapedRun>,
    width: f64,
}

/// The glyphs of a part with one writing direction.
pub(super) struct ShapedRun {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    width: f64,
}

impl ShapedRun {
    /// Returns the width in millimetres; `size` is in points.
    pub(super) fn width(&self, size: f64) -> f64 {
        self.width * size / super::POINTS
    }
}

/// A part of a text with one writing direction.
struct Run<'t> {
    text: &'t str,
    right_to_left: bool,
}

impl Fonts {
    /// Loads the fonts embedded in the program.
    pub(super) fn embedded() -> Result<Fonts, String> {
        let [regular, bold] = &*FONTS;
        let [regular, bold] = [FontFace::read(regular)?, FontFace::read(bold)?];
        let charmap = regular.parsed.charmap();
        Ok(Fonts { faces: [regular, bold], charmap, shaped: RefCell::default() })
    }

    /// Returns the font of a weight, for drawing.
    pub(super) fn font(&self, weight: Weight) -> Font {
        self.faces[weight as usize].font.clone()
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
                c if self.charmap.map(c).is_some() => {
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
    fn runs<'t>(text: &'t str) -> Vec<Run<'t>> {
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
        self.shape(text, weight).width * size / super::POINTS
    }

    /// Returns the glyphs of a text.
    pub(super) fn shape(&self, text: &str, weight: Weight) -> Rc<Shaped> {
        let key = (weight, text.to_owned());
        if let Some(known) = self.shaped.borrow().get(&key) {
            return Rc::clone(known);
        }
        let face = &self.faces[weight as usize];
        let runs: Vec<ShapedRun> = Fonts::runs(text).iter().map(|run| face.shape(run)).collect();
        let shaped = Rc::new(Shaped { width: runs.iter().map(|run| run.width).sum(), runs });
        self.shaped.borrow_mut().insert(key, Rc::clone(&shaped));
        shaped
    }
}

impl FontFace {
    fn read(bytes: &'static [u8]) -> Result<FontFace, String> {
        const UNREADABLE: &str = "the font of the page cannot be read";
        let parsed = FontRef::new(bytes).map_err(|_| UNREADABLE)?;
        let font = Font::new(bytes.to_vec().into(), 0).ok_or(UNREADABLE)?;
        Ok(FontFace { font, data: ShaperData::new(&parsed), parsed, plans: RefCell::default() })
    }

    fn shape(&self, run: &Run<'_>) -> ShapedRun {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(run.text);
        buffer.set_direction(if run.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        let shaper = self.data.shaper(&self.parsed).build();
        let (script, language, direction) = (buffer.script(), buffer.language(), buffer.direction());
        let key = ShapePlanKey::new(Some(script), direction).language(language.as_ref());
        let mut plans = self.plans.borrow_mut();
        let at = plans.iter().position(|plan| key.matches(plan)).unwrap_or_else(|| {
            plans.push(ShapePlan::new(&shaper, direction, Some(script), language.as_ref(), &[]));
            plans.len() - 1
        });
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&plans[at])));
        let em = f64::from(shaper.units_per_em());
        let in_em = |units: i32| (f64::from(units) / em) as f32;
        // A cluster is the letters that its glyphs stand for; it reaches to the next one in the text.
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let end_of = |start: usize| {
            let next = starts.partition_point(|other| *other <= start);
            starts.get(next).copied().unwrap_or(run.text.len())
        };
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, at)| {
            let start = info.cluster as usize;
            let [advance, x, y, down] = [at.x_advance, at.x_offset, at.y_offset, at.y_advance].map(in_em);
            KrillaGlyph::new(GlyphId::new(info.glyph_id), advance, x, y, down, start..end_of(start), None)
        });
        let units: i32 = shaped.glyph_positions().iter().map(|at| at.x_advance).sum();
        ShapedRun { text: run.text.to_owned(), glyphs: glyphs.collect(), width: f64::from(units) / em }
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
