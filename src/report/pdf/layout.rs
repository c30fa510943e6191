//! Layout of a document on pages.

use super::font::{Fonts, Weight};
use crate::report::picture::{Picture, Shape};
use crate::report::{Block, Document, Paper};
use std::ops::Range;

/// The page margin, in millimetres.
pub(super) const MARGIN: f64 = 11.0;
/// The text sizes to try, in points. The first that fits the main part on one page is used.
const SIZES: [f64; 8] = [9.0, 8.5, 8.0, 7.5, 7.0, 6.6, 6.2, 5.8];
/// The text size if the main part does not fit on one page, and for the annex.
const READABLE: f64 = 7.5;

/// A drawing operation. Positions are in millimetres from the top left corner of the page.
#[derive(Clone)]
pub(super) enum Draw {
    Text { at: (f64, f64), size: f64, weight: Weight, text: String },
    Shape { at: (f64, f64), scale: f64, shape: Shape },
    Rule { from: (f64, f64), to: (f64, f64), heavy: bool },
}

/// A drawing operation with its leaf in the tag tree.
pub(super) struct Placed {
    pub leaf: usize,
    pub draw: Draw,
}

/// The kind of an element in the tag tree.
pub(super) enum ElementKind {
    Heading(u16),
    Paragraph,
    Item,
    /// The number of columns. The leaves are the cells, row by row.
    Table(usize),
    Figure(String),
}

/// A part of the document with its leaves.
pub(super) struct Element {
    pub kind: ElementKind,
    pub leaves: Range<usize>,
}

/// A laid-out document: the drawing operations of each page, and the elements of the tag tree.
pub(super) struct Laid {
    pub pages: Vec<Vec<Placed>>,
    pub elements: Vec<Element>,
}

/// Lays out the document. Every person starts on a new page.
pub(super) fn lay_out(document: &Document, fonts: &Fonts, paper: Paper) -> Laid {
    let mut all = Laid { pages: Vec::new(), elements: Vec::new() };
    let mut leaves = 0;
    for person in document.people() {
        let laid = lay_out_person(person, fonts, paper);
        let placed = |placed: Placed| Placed { leaf: placed.leaf + leaves, ..placed };
        all.pages.extend(laid.pages.into_iter().map(|page| page.into_iter().map(placed).collect()));
        let behind = |e: Element| Element { leaves: e.leaves.start + leaves..e.leaves.end + leaves, ..e };
        all.elements.extend(laid.elements.into_iter().map(behind));
        leaves = all.elements.iter().map(|element| element.leaves.end).max().unwrap_or(0);
    }
    all
}

fn lay_out_person(blocks: &[Block], fonts: &Fonts, paper: Paper) -> Laid {
    let annex = blocks.iter().position(|block| matches!(block, Block::Annex(_)));
    let blocks = flowing(blocks);
    let annex = annex.map(|_| blocks.iter().position(|block| matches!(block, Block::Annex(_))).unwrap_or(blocks.len()));
    let (main, rest) = blocks.split_at(annex.unwrap_or(blocks.len()));
    let set = |size: f64| {
        let mut setter = Setter::new(fonts, paper, size);
        main.iter().for_each(|block| setter.block(block));
        setter.end_row();
        setter
    };
    let mut setter = SIZES.iter().map(|&size| set(size)).find(|s| s.pages.len() == 1).unwrap_or_else(|| set(READABLE));
    if !rest.is_empty() {
        setter.size = READABLE;
        setter.new_page();
        rest.iter().for_each(|block| setter.block(block));
        setter.end_row();
    }
    if setter.missing {
        let text = format!("{} stands for a sign that the font of this page does not have.", super::font::MISSING);
        setter.block(&Block::Paragraph(text));
    }
    Laid { pages: setter.pages, elements: setter.elements }
}

/// Joins consecutive short items into one paragraph, since a line for each would waste the page.
fn flowing(blocks: &[Block]) -> Vec<Block> {
    let short = |block: &Block| match block {
        Block::Item { mark, notes, urgent, .. } => notes.is_empty() && !urgent && !mark.starts_with(['!', '~']),
        _ => false,
    };
    let say = |block: &Block| match block {
        Block::Item { mark, text, .. } if mark.starts_with('[') => format!("{mark} {text}."),
        Block::Item { text, .. } => text.clone(),
        _ => String::new(),
    };
    let mut out = Vec::new();
    for run in blocks.chunk_by(|a, b| short(a) && short(b)) {
        if short(&run[0]) {
            out.push(Block::Paragraph(run.iter().map(say).collect::<Vec<_>>().join("  ")));
        } else {
            out.extend(run.iter().cloned());
        }
    }
    out
}

struct Setter<'f> {
    fonts: &'f Fonts,
    width: f64,
    bottom: f64,
    size: f64,
    y: f64,
    pages: Vec<Vec<Placed>>,
    elements: Vec<Element>,
    leaves: usize,
    /// The position of the next picture in a row, and the height of the row so far.
    row: Option<(f64, f64)>,
    missing: bool,
}

impl<'f> Setter<'f> {
    fn new(fonts: &'f Fonts, paper: Paper, size: f64) -> Self {
        let (width, height) = paper.size();
        Setter {
            fonts,
            width: width - 2.0 * MARGIN,
            bottom: height - MARGIN - 2.0,
            size,
            y: MARGIN,
            pages: vec![Vec::new()],
            elements: Vec::new(),
            leaves: 0,
            row: None,
            missing: false,
        }
    }

    fn leading(&self, size: f64) -> f64 {
        size * 1.22 / super::POINTS
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    fn put(&mut self, leaf: usize, draw: Draw) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { leaf, draw });
        }
    }

    fn element(&mut self, kind: ElementKind, from: usize) {
        self.elements.push(Element { kind, leaves: from..self.leaves });
    }

    fn printable(&mut self, text: &str) -> String {
        let (text, missing) = self.fonts.printable(text);
        self.missing |= missing;
        text
    }

    /// Breaks text into lines of a width; words that are too long are split.
    fn lines(&self, text: &str, width: f64, size: f64, weight: Weight) -> Vec<String> {
        let measure = |text: &str| self.fonts.width(text, size, weight);
        let space = measure(" ");
        let mut lines = vec![String::new()];
        let mut used = 0.0;
        for word in text.split_whitespace() {
            let needs = measure(word);
            if used > 0.0 && used + space + needs > width {
                lines.push(String::new());
                used = 0.0;
            }
            let Some(line) = lines.last_mut() else { break };
            if used > 0.0 {
                line.push(' ');
                used += space;
            }
            if needs <= width {
                line.push_str(word);
                used += needs;
                continue;
            }
            for c in word.chars() {
                let needs = measure(c.encode_utf8(&mut [0; 4]));
                if used + needs > width {
                    lines.push(String::new());
                    used = 0.0;
                }
                if let Some(line) = lines.last_mut() {
                    line.push(c);
                }
                used += needs;
            }
        }
        lines
    }

    /// Writes text from the current line on, and starts new pages as needed.
    fn write(&mut self, leaf: usize, text: &str, indent: f64, size: f64, weight: Weight) {
        let text = self.printable(text);
        for line in self.lines(&text, self.width - indent, size, weight) {
            let leading = self.leading(size);
            if self.y + leading > self.bottom {
                self.new_page();
            }
            let at = (MARGIN + indent, self.y + leading * 0.78);
            self.put(leaf, Draw::Text { at, size, weight, text: line });
            self.y += leading;
        }
    }

    /// Writes a bold heading, followed by text in the same paragraph.
    fn run_in(&mut self, leaf: usize, head: &str, rest: &str) {
        const HANG: f64 = 3.5;
        let size = self.size;
        let (head, rest) = (self.printable(head), self.printable(rest));
        let lines = self.lines(&head, self.width, size, Weight::Bold);
        let Some((last, full)) = lines.split_last() else { return };
        full.iter().for_each(|line| self.line(leaf, line, 0.0, Weight::Bold));
        let used = self.fonts.width(&format!("{last}  "), size, Weight::Bold);
        // Fill the rest of the line with as many words as fit.
        let mut words = rest.split_whitespace().peekable();
        let mut beside = String::new();
        while let Some(word) = words.peek() {
            let longer = if beside.is_empty() { (*word).to_owned() } else { format!("{beside} {word}") };
            if used + self.fonts.width(&longer, size, Weight::Regular) > self.width {
                break;
            }
            beside = longer;
            words.next();
        }
        self.line(leaf, last, 0.0, Weight::Bold);
        if !beside.is_empty() {
            let at = (MARGIN + used, self.y - self.leading(size) * 0.22);
            self.put(leaf, Draw::Text { at, size, weight: Weight::Regular, text: beside });
        }
        let left: Vec<&str> = words.collect();
        if !left.is_empty() {
            self.write(leaf, &left.join(" "), HANG, size, Weight::Regular);
        }
    }

    /// Writes one line in the current text size.
    fn line(&mut self, leaf: usize, text: &str, indent: f64, weight: Weight) {
        let (size, leading) = (self.size, self.leading(self.size));
        if self.y + leading > self.bottom {
            self.new_page();
        }
        let at = (MARGIN + indent, self.y + leading * 0.78);
        self.put(leaf, Draw::Text { at, size, weight, text: text.to_owned() });
        self.y += leading;
    }

    fn block(&mut self, block: &Block) {
        if !matches!(block, Block::Figure(_)) {
            self.end_row();
        }
        let (size, from) = (self.size, self.leaves);
        match block {
            Block::Title(text) => {
                let leaf = self.leaf();
                self.write(leaf, text, 0.0, size * 1.5, Weight::Bold);
                self.element(ElementKind::Heading(1), from);
            }
            Block::Heading(text) | Block::Annex(text) => {
                self.y += self.leading(size) * 0.35;
                // A heading must not be alone at the foot of a page.
                if self.y + self.leading(size) * 3.0 > self.bottom {
                    self.new_page();
                }
                let leaf = self.leaf();
                self.write(leaf, text, 0.0, size * 1.15, Weight::Bold);
                let y = self.y + 0.1;
                self.put(leaf, Draw::Rule { from: (MARGIN, y), to: (MARGIN + self.width, y), heavy: false });
                self.y += 0.6;
                self.element(ElementKind::Heading(2), from);
            }
            // Each person is laid out separately.
            Block::NextPerson => {}
            Block::Paragraph(text) => {
                let leaf = self.leaf();
                self.write(leaf, text, 0.0, size, Weight::Regular);
                self.element(ElementKind::Paragraph, from);
            }
            Block::Item { mark, text, notes, urgent } => {
                let leaf = self.leaf();
                let top = self.y;
                let page = self.pages.len();
                let head = format!("{mark} {text}");
                self.run_in(leaf, head.trim(), notes.first().map_or("", String::as_str));
                notes.iter().skip(1).for_each(|note| self.write(leaf, note, 3.5, size, Weight::Regular));
                if *urgent && page == self.pages.len() {
                    // A heavy bar beside it, since black on white has no alarm colour.
                    let x = MARGIN - 2.0;
                    self.put(leaf, Draw::Rule { from: (x, top), to: (x, self.y), heavy: true });
                }
                self.element(ElementKind::Item, from);
            }
            Block::Table { head, rows } => self.table(head, rows),
            Block::Figure(picture) => self.figure(picture),
        }
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let (from, size) = (self.leaves, self.size * 0.9);
        let columns = head.len();
        let natural = |c: usize| {
            let cells = rows.iter().filter_map(|row| row.get(c)).chain(head.get(c));
            cells.map(|cell| self.fonts.width(cell, size, Weight::Bold)).fold(2.0, f64::max) + 2.0
        };
        let mut widths: Vec<f64> = (0..columns).map(natural).collect();
        // The widest columns are narrowed until all columns fit.
        while widths.iter().sum::<f64>() > self.width {
            let widest = widths.iter().copied().fold(0.0, f64::max);
            let over = widths.iter().sum::<f64>() - self.width;
            let least = (widest - over).max(widest * 0.8).max(6.0);
            if widest <= 6.0 {
                break;
            }
            widths.iter_mut().filter(|w| **w == widest).for_each(|w| *w = least);
        }
        for (r, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
            let weight = if r == 0 { Weight::Bold } else { Weight::Regular };
            let cells: Vec<Vec<String>> = (0..columns)
                .map(|c| {
                    let text = self.printable(row.get(c).map_or("", String::as_str));
                    self.lines(&text, widths[c] - 1.5, size, weight)
                })
                .collect();
            let leading = self.leading(size);
            let height = cells.iter().map(Vec::len).max().unwrap_or(1) as f64 * leading + 0.5;
            if self.y + height > self.bottom {
                self.new_page();
            }
            let mut x = MARGIN;
            for (cell, width) in cells.into_iter().zip(&widths) {
                let leaf = self.leaf();
                for (l, line) in cell.into_iter().enumerate() {
                    let at = (x, self.y + leading * (l as f64 + 0.78));
                    self.put(leaf, Draw::Text { at, size, weight, text: line });
                }
                x += width;
            }
            self.y += height;
            let last = self.leaves - 1;
            let y = self.y - 0.3;
            self.put(last, Draw::Rule { from: (MARGIN, y), to: (MARGIN + self.width, y), heavy: false });
        }
        self.element(ElementKind::Table(columns), from);
    }

    /// Places a picture beside the previous one if it fits.
    fn figure(&mut self, picture: &Picture) {
        let from = self.leaves;
        // Drawings shrink with the text, but only so far that their labels stay readable.
        let smaller = (self.size / SIZES[0]).max(0.72).min(self.width / picture.width);
        let scale = if picture.is_exact { 1.0 } else { smaller };
        let (width, caption) = (picture.width * scale, self.leading(self.size * 0.8));
        let lines = self.lines(&picture.caption, width.max(30.0), self.size * 0.8, Weight::Regular);
        let height = picture.height * scale + caption * lines.len() as f64 + 1.0;
        let fits = |(x, _): &(f64, f64), setter: &Self| x + width <= MARGIN + setter.width + 0.01;
        let (x, tallest) = match self.row.filter(|row| fits(row, self)) {
            Some(row) => row,
            None => {
                self.end_row();
                (MARGIN, 0.0)
            }
        };
        if self.y + height > self.bottom && x == MARGIN {
            self.new_page();
        }
        let leaf = self.leaf();
        for shape in &picture.shapes {
            self.put(leaf, Draw::Shape { at: (x, self.y), scale, shape: shape.clone() });
        }
        for (l, text) in lines.into_iter().enumerate() {
            let at = (x, self.y + picture.height * scale + caption * (l as f64 + 0.8));
            self.put(leaf, Draw::Text { at, size: self.size * 0.8, weight: Weight::Regular, text });
        }
        self.row = Some((x + width + 3.0, tallest.max(height)));
        self.element(ElementKind::Figure(picture.alt.clone()), from);
    }

    fn end_row(&mut self) {
        if let Some((_, height)) = self.row.take() {
            self.y += height + 0.8;
        }
    }
}
