//! Setting text, cards, tables and drawings as bits: pieces of a known height that a page takes whole.

use super::font::{Fonts, Weight};
use super::page::{Draw, Element, ElementKind, Placed};
use crate::report::Card;
use crate::report::picture::{Picture, Shape};
use crate::report::run::{Run, say, stress, words};
use std::rc::Rc;

/// A piece of a page: as high as it says, with positions from its left upper corner.
#[derive(Clone, Debug, Default)]
pub(super) struct Bit {
    pub height: f64,
    pub draws: Vec<Placed>,
    /// Whether the next one must stand on the same page.
    pub keeps_next: bool,
    /// What is drawn again where this is the first on a page: the head of a table.
    pub repeat: Option<Rc<Bit>>,
}

/// Sets text in one size, and counts the leaves and elements of the tag tree.
pub(super) struct Setter<'f> {
    pub fonts: &'f Fonts,
    pub size: f64,
    /// Whether each fact of a card starts a new line; otherwise they form one paragraph.
    pub is_roomy: bool,
    pub leaves: usize,
    pub elements: Vec<Element>,
    /// Whether a letter was missing in the font.
    pub missing: bool,
}

/// A word, or what stands between two blanks: pieces in one or two weights.
struct Piece {
    text: String,
    weight: Weight,
    after_blank: bool,
}

/// The width of the chart of a card, with the space beside it.
const BESIDE: f64 = 2.0;

impl<'f> Setter<'f> {
    pub(super) fn new(fonts: &'f Fonts, size: f64, leaves: usize) -> Self {
        Setter { fonts, size, is_roomy: true, leaves, elements: Vec::new(), missing: false }
    }

    pub(super) fn leading(&self, size: f64) -> f64 {
        size * if self.is_roomy { 1.23 } else { 1.18 } / super::POINTS
    }

    pub(super) fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    pub(super) fn element(&mut self, kind: ElementKind, from: usize) {
        self.elements.push(Element { kind, leaves: from..self.leaves });
    }

    pub(super) fn printable(&mut self, text: &str) -> String {
        let (text, missing) = self.fonts.printable(text);
        self.missing |= missing;
        text
    }

    /// Splits pieces at blanks, and words that are wider than `width` at letters.
    fn pieces(&mut self, runs: &[Run], size: f64, width: f64) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut after_blank = false;
        for run in runs {
            let weight = if run.strong { Weight::Bold } else { Weight::Regular };
            let text = self.printable(&run.text);
            for (i, word) in text.split(' ').enumerate() {
                after_blank |= i > 0;
                if word.is_empty() {
                    continue;
                }
                let mut rest = word;
                while !rest.is_empty() {
                    let end = self.fonts.fitting(rest, size, weight, width);
                    pieces.push(Piece { text: rest[..end].to_owned(), weight, after_blank });
                    (rest, after_blank) = (&rest[end..], false);
                }
            }
        }
        pieces
    }

    /// Breaks text into lines. `room` tells the left edge and the width of the line that begins at a height.
    pub(super) fn lines(&mut self, leaf: usize, runs: &[Run], size: f64, room: impl Fn(f64) -> (f64, f64)) -> Vec<Bit> {
        let leading = self.leading(size);
        let narrowest = room(0.0).1.min(room(f64::MAX).1);
        let pieces = self.pieces(runs, size, narrowest);
        let blank = self.fonts.width(" ", size, Weight::Regular);
        let mut lines: Vec<Vec<(f64, Weight, String)>> = vec![Vec::new()];
        let mut used = 0.0;
        // What belongs to one word is not parted.
        let mut rest = pieces.as_slice();
        while !rest.is_empty() {
            let end = rest.iter().skip(1).position(|piece| piece.after_blank).map_or(rest.len(), |at| at + 1);
            let (word, after) = rest.split_at(end);
            rest = after;
            let widths: Vec<f64> = word.iter().map(|p| self.fonts.width(&p.text, size, p.weight)).collect();
            let (x, width) = room((lines.len() - 1) as f64 * leading);
            let gap = if used > 0.0 && word[0].after_blank { blank } else { 0.0 };
            let fits = used + gap + widths.iter().sum::<f64>() <= width + 0.01;
            let (mut x, mut gap) = (x, gap);
            if !fits && used > 0.0 {
                close(&mut lines);
                lines.push(Vec::new());
                (used, gap) = (0.0, 0.0);
                x = room((lines.len() - 1) as f64 * leading).0;
            }
            for (i, (piece, wide)) in word.iter().zip(widths).enumerate() {
                // A word that is parted at letters goes on in the next line.
                if used > 0.0 && i > 0 && used + wide > room((lines.len() - 1) as f64 * leading).1 + 0.01 {
                    lines.push(Vec::new());
                    used = 0.0;
                    x = room((lines.len() - 1) as f64 * leading).0;
                }
                let Some(line) = lines.last_mut() else { break };
                let gap = if i == 0 { std::mem::take(&mut gap) } else { 0.0 };
                match line.last_mut() {
                    Some((_, weight, text)) if *weight == piece.weight => {
                        if gap > 0.0 {
                            text.push(' ');
                        }
                        text.push_str(&piece.text);
                    }
                    last => {
                        if let Some((_, _, text)) = last.filter(|_| gap > 0.0) {
                            text.push(' ');
                        }
                        line.push((x + used + gap, piece.weight, piece.text.clone()));
                    }
                }
                used += gap + wide;
            }
        }
        let set = |line: Vec<(f64, Weight, String)>| Bit {
            height: leading,
            draws: line
                .into_iter()
                .map(|(x, weight, text)| {
                    let at = (x, leading * 0.78);
                    Placed { leaf: Some(leaf), draw: Draw::Text { at, size, weight, text, is_white: false } }
                })
                .collect(),
            ..Bit::default()
        };
        lines.into_iter().map(set).collect()
    }

    /// Sets a paragraph. Its first and last two lines stay together.
    pub(super) fn paragraph(&mut self, runs: &[Run], width: f64) -> Vec<Bit> {
        let (from, size) = (self.leaves, self.size);
        let leaf = self.leaf();
        let lines = self.lines(leaf, runs, size, |_| (0.0, width));
        self.element(ElementKind::Paragraph, from);
        kept(lines)
    }

    /// Sets an item of a list: its line, and its notes below it, a little to the right.
    pub(super) fn item(&mut self, text: &[Run], notes: &[String], width: f64) -> Vec<Bit> {
        const HANG: f64 = 3.0;
        let (from, size) = (self.leaves, self.size);
        let leaf = self.leaf();
        let dot = Draw::Text { at: (0.0, 0.0), size, weight: Weight::Regular, text: "• ".into(), is_white: false };
        let mut bits = self.lines(leaf, text, size, |_| (HANG, width - HANG));
        if let Some(first) = bits.first_mut() {
            let dot = dot.moved((0.0, first.height * 0.78));
            first.draws.insert(0, Placed { leaf: Some(leaf), draw: dot });
        }
        for note in notes {
            bits.last_mut().into_iter().for_each(|last| last.keeps_next = true);
            bits.extend(self.lines(leaf, &[say(note.as_str())], size, |_| (HANG, width - HANG)));
        }
        self.element(ElementKind::Item, from);
        kept(bits)
    }

    /// Sets the heading of a part with the line under it. It stays with what follows.
    pub(super) fn heading(&mut self, text: &str, width: f64) -> Vec<Bit> {
        let (from, size) = (self.leaves, self.size * 1.1);
        let leaf = self.leaf();
        let mut bits = vec![Bit { height: 1.6, keeps_next: true, ..Bit::default() }];
        bits.extend(self.lines(leaf, &[stress(text)], size, |_| (0.0, width)));
        let rule = Draw::Rule { from: (0.0, 0.2), to: (width, 0.2), heavy: false };
        bits.push(Bit { height: 0.8, draws: vec![Placed { leaf: None, draw: rule }], ..Bit::default() });
        bits.iter_mut().for_each(|bit| bit.keeps_next = true);
        self.element(ElementKind::Heading(2, text.to_owned()), from);
        bits
    }

    /// Sets a drawing with its caption, as one bit.
    pub(super) fn figure(&mut self, picture: &Picture, width: f64) -> Bit {
        let from = self.leaves;
        let leaf = self.leaf();
        let scale = if picture.is_exact { 1.0 } else { (width / picture.width).min(1.0) };
        let draw = |shape: &Shape| Placed {
            leaf: Some(leaf),
            draw: Draw::Shape { at: (0.0, 0.0), scale, shape: shape.clone() },
        };
        let drawn =
            Bit { height: picture.height * scale, draws: picture.shapes.iter().map(draw).collect(), ..Bit::default() };
        let caption = if picture.caption.is_empty() {
            Vec::new()
        } else {
            self.lines(leaf, &[say(picture.caption.as_str())], super::page::LEAST, |_| (0.0, width))
        };
        self.element(ElementKind::Figure(picture.alt.clone()), from);
        stacked(std::iter::once(drawn).chain(caption))
    }

    /// Sets a card, as one bit: the head, the facts around the chart, and why.
    pub(super) fn card(&mut self, card: &Card, width: f64) -> Bit {
        let size = self.size;
        let head = self.card_head(card, width);
        let picture = card.chart.as_ref();
        let (wide, high) = picture.map_or((0.0, 0.0), |p| (p.width + BESIDE, p.height));
        let room = |y: f64| (0.0, if y < high { width - wide } else { width });
        let mut facts = Bit::default();
        let mut all = if self.is_roomy { card.facts.clone() } else { vec![card.facts()] };
        if !self.is_roomy {
            all.iter_mut().for_each(|line| line.retain(|run| !run.is_spare));
        }
        for line in all {
            let from = self.leaves;
            let leaf = self.leaf();
            let used = facts.height;
            let line = stacked(self.lines(leaf, &line, size, |y| room(y + used)));
            facts = stacked([facts, line]);
            self.element(ElementKind::Paragraph, from);
        }
        let used = facts.height;
        let from = self.leaves;
        let leaf = self.leaf();
        let runs = [vec![stress("Why: ")], card.why.clone()].concat();
        let why = stacked(self.lines(leaf, &runs, size, |y| room(y + used)));
        self.element(ElementKind::Paragraph, from);
        let mut body = stacked([facts, why]);
        if let Some(picture) = picture {
            let from = self.leaves;
            let leaf = Some(self.leaf());
            let at = (width - picture.width, 0.0);
            let draw = |shape: &Shape| Placed { leaf, draw: Draw::Shape { at, scale: 1.0, shape: shape.clone() } };
            body.draws.extend(picture.shapes.iter().map(draw));
            self.element(ElementKind::Figure(picture.alt.clone()), from);
        }
        body.height = body.height.max(high) + if self.is_roomy { 1.2 } else { 0.4 };
        let mut whole = stacked([head, body]);
        if card.urgent().is_some() {
            // A heavy bar beside it, since black on white has no alarm colour.
            let (from, to) = ((-1.4, 0.0), (-1.4, whole.height - 1.2));
            whole.draws.push(Placed { leaf: None, draw: Draw::Rule { from, to, heavy: true } });
        }
        whole
    }

    fn card_head(&mut self, card: &Card, width: f64) -> Bit {
        let size = self.size + 0.6;
        let from = self.leaves;
        let leaf = self.leaf();
        let number = card.number.to_string();
        let badge = self.fonts.width(&number, size, Weight::Bold) + 3.0;
        let mut runs = vec![stress(card.place.clone())];
        runs.extend(card.urgent().map(|word| stress(format!(" · {word}"))));
        let indent = |y: f64| if y < 0.1 { (badge + 1.5, width - badge - 1.5) } else { (0.0, width) };
        let place = self.lines(leaf, &runs, size, indent).len();
        runs.extend(card.label.as_ref().map(|label| say(format!(" “{label}”"))));
        let mut lines = self.lines(leaf, &runs, size, indent);
        // A label takes at most two lines; it stands whole after page 1.
        if lines.len() > place + 1 {
            lines.truncate(place + 1);
            if let Some(Placed { draw: Draw::Text { text, at, weight, .. }, .. }) =
                lines.last_mut().and_then(|line| line.draws.last_mut())
            {
                *text = self.fonts.fit(&format!("{}…”", text.trim_end()), size, *weight, width - at.0);
            }
        }
        self.element(ElementKind::Heading(2, format!("{number} {}", card.place)), from);
        let top = if self.is_roomy { 1.0 } else { 0.6 };
        let mut bits = vec![Bit { height: top, ..Bit::default() }];
        bits.extend(lines);
        let mut head = stacked(bits);
        let leading = self.leading(size);
        let text = |at| Draw::Text { at, size, weight: Weight::Bold, text: format!("{number} "), is_white: true };
        let badge_draw = Draw::Badge { from: (0.0, top), to: (badge, top + leading * 0.96) };
        let placed = [
            Placed { leaf: None, draw: Draw::Rule { from: (0.0, 0.0), to: (width, 0.0), heavy: false } },
            Placed { leaf: Some(leaf), draw: badge_draw },
            Placed { leaf: Some(leaf), draw: text((1.5, top + leading * 0.78)) },
        ];
        head.draws.splice(0..0, placed);
        head.height += 0.3;
        head
    }

    /// Sets a table: a bit for each line of a row, and the head again on every further page.
    pub(super) fn table(&mut self, head: &[String], rows: &[Vec<String>], width: f64) -> Vec<Bit> {
        const GAP: f64 = 2.0;
        let (from, size) = (self.leaves, super::page::LEAST);
        let columns = head.len();
        let natural = |c: usize| {
            let cells = rows.iter().filter_map(|row| row.get(c)).chain(head.get(c));
            cells.map(|cell| self.fonts.width(cell, size, Weight::Bold)).fold(2.0, f64::max) + GAP
        };
        let mut widths: Vec<f64> = (0..columns).map(natural).collect();
        // The widest columns are narrowed until all columns fit.
        while widths.iter().sum::<f64>() > width {
            let widest = widths.iter().copied().fold(0.0, f64::max);
            let over = widths.iter().sum::<f64>() - width;
            let least = (widest - over).max(widest * 0.8).max(8.0);
            if widest <= 8.0 {
                break;
            }
            widths.iter_mut().filter(|w| **w == widest).for_each(|w| *w = least);
        }
        let mut bits = Vec::new();
        let mut repeat: Option<Rc<Bit>> = None;
        for (r, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
            let mut lines: Vec<Bit> = Vec::new();
            let mut x = 0.0;
            for (c, wide) in widths.iter().enumerate() {
                let leaf = self.leaf();
                let text = row.get(c).map_or("", String::as_str);
                let run = if r == 0 { stress(text) } else { say(text) };
                let cell = self.lines(leaf, &[run], size, |_| (x, wide - GAP + 0.4));
                for (l, line) in cell.into_iter().enumerate() {
                    match lines.get_mut(l) {
                        Some(known) => known.draws.extend(line.draws),
                        None => lines.push(line),
                    }
                }
                x += wide;
            }
            let rule = Draw::Rule { from: (0.0, 0.3), to: (width, 0.3), heavy: false };
            lines.push(Bit { height: 0.9, draws: vec![Placed { leaf: None, draw: rule }], ..Bit::default() });
            // A row stands on one page, unless it is a long one.
            let last = lines.len() - 1;
            let is_short = lines.len() <= 12;
            for (l, line) in lines.iter_mut().enumerate() {
                line.keeps_next = r == 0 || (is_short && l < last) || l + 1 == last;
                line.repeat.clone_from(&repeat);
            }
            if r == 0 {
                let mut again = stacked(lines.iter().cloned());
                again.draws.iter_mut().for_each(|placed| placed.leaf = None);
                repeat = Some(Rc::new(again));
            }
            bits.extend(lines);
        }
        self.element(ElementKind::Table(columns), from);
        bits
    }

    /// Returns the words of a card's head, for the rows of the clinician's box.
    pub(super) fn fitted(&mut self, runs: &[Run], size: f64, width: f64) -> String {
        let text = self.printable(&words(runs));
        self.fonts.fit(&text, size, Weight::Bold, width)
    }
}

/// Ends a line with a blank, so that copied text and a screen reader do not join two words.
fn close(lines: &mut [Vec<(f64, Weight, String)>]) {
    if let Some((_, _, text)) = lines.last_mut().and_then(|line| line.last_mut()) {
        text.push(' ');
    }
}

/// Keeps the first two and the last two lines together.
fn kept(mut bits: Vec<Bit>) -> Vec<Bit> {
    let count = bits.len();
    for (i, bit) in bits.iter_mut().enumerate() {
        bit.keeps_next |= i + 1 < count && (i == 0 || i + 2 == count);
    }
    bits
}

/// Puts bits below one another, as one.
pub(super) fn stacked(bits: impl IntoIterator<Item = Bit>) -> Bit {
    let mut all = Bit::default();
    for bit in bits {
        let y = all.height;
        all.draws.extend(bit.draws.into_iter().map(|p| Placed { leaf: p.leaf, draw: p.draw.moved((0.0, y)) }));
        all.height += bit.height;
    }
    all
}
