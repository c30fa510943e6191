//! Filling pages with bits, one after the other.

use super::page::{Area, Placed};
use super::set::{Bit, Setter};
use crate::report::Block;

/// The space between two columns.
pub(super) const GUTTER: f64 = 5.0;

/// The pages that are filled.
pub(super) struct Flow {
    area: Area,
    /// What stands at the top of each page.
    head: Vec<Placed>,
    pages: Vec<Vec<Placed>>,
    y: f64,
    /// Bits that must stand on one page with what follows.
    kept: Vec<Bit>,
}

/// The height of the head of a page.
const HEAD: f64 = 8.0;

impl Flow {
    pub(super) fn new(area: Area, head: Vec<Placed>) -> Self {
        Flow { area, head, pages: Vec::new(), y: f64::MAX, kept: Vec::new() }
    }

    /// Adds bits in the order of reading.
    pub(super) fn bits(&mut self, bits: impl IntoIterator<Item = Bit>) {
        for bit in bits {
            let goes_on = bit.keeps_next;
            self.kept.push(bit);
            if !goes_on {
                self.place();
            }
        }
    }

    /// Sets blocks and adds them.
    pub(super) fn blocks(&mut self, setter: &mut Setter<'_>, blocks: &[Block]) {
        let width = self.area.width();
        let half = (width - GUTTER) / 2.0;
        let is_card = |block: &Block| matches!(block, Block::Card(_));
        for run in blocks.chunk_by(|a, b| is_card(a) && is_card(b)) {
            if is_card(&run[0]) {
                for pair in run.chunks(2) {
                    let bits: Vec<Bit> = pair.iter().flat_map(|block| set(setter, block, half)).collect();
                    self.bits([beside(bits, half + GUTTER)]);
                }
            } else {
                let bits: Vec<Bit> = run.iter().flat_map(|block| set(setter, block, width)).collect();
                self.bits(bits);
            }
        }
    }

    /// Places the bits that belong together: on this page if they fit, otherwise on a new one.
    fn place(&mut self) {
        let height: f64 = self.kept.iter().map(|bit| bit.height).sum();
        if self.y + height > self.area.bottom {
            self.new_page();
        }
        for (i, bit) in std::mem::take(&mut self.kept).into_iter().enumerate() {
            // What is higher than a page is parted.
            if self.y + bit.height > self.area.bottom && i > 0 {
                self.new_page();
            }
            let is_first = self.y == self.area.top + HEAD;
            if let Some(repeat) = bit.repeat.clone().filter(|_| is_first) {
                self.draw(repeat.draws.clone(), repeat.height);
            }
            self.draw(bit.draws, bit.height);
        }
    }

    fn draw(&mut self, draws: Vec<Placed>, height: f64) {
        let by = (self.area.left, self.y);
        if let Some(page) = self.pages.last_mut() {
            page.extend(draws.into_iter().map(|p| Placed { leaf: p.leaf, draw: p.draw.moved(by) }));
        }
        self.y += height;
    }

    fn new_page(&mut self) {
        self.pages.push(self.head.clone());
        self.y = self.area.top + HEAD;
    }

    /// Returns the pages.
    pub(super) fn finish(mut self) -> Vec<Vec<Placed>> {
        self.place();
        self.pages
    }
}

/// Puts bits beside one another, each `step` to the right of the one before.
pub(super) fn beside(bits: Vec<Bit>, step: f64) -> Bit {
    let mut row = Bit::default();
    for (i, bit) in bits.into_iter().enumerate() {
        let by = (step * i as f64, 0.0);
        row.draws.extend(bit.draws.into_iter().map(|p| Placed { leaf: p.leaf, draw: p.draw.moved(by) }));
        row.height = row.height.max(bit.height);
    }
    row
}

/// Sets a block in a column.
pub(super) fn set(setter: &mut Setter<'_>, block: &Block, width: f64) -> Vec<Bit> {
    match block {
        Block::Paragraph(runs) => setter.paragraph(runs, width),
        Block::Item { text, notes } => setter.item(text, notes, width),
        Block::Pairs(pairs) => {
            let say = |(name, said): &(String, Vec<_>)| {
                [vec![crate::report::run::stress(format!("{name}: "))], said.clone()].concat()
            };
            pairs.iter().flat_map(|pair| setter.paragraph(&say(pair), width)).collect()
        }
        Block::Card(card) => vec![setter.card(card, width)],
        Block::Table { head, rows } => setter.table(head, rows, width),
        Block::Figure(picture) => vec![setter.figure(picture, width)],
        // The box of the clinician belongs to page 1.
        Block::Ticks { .. } => Vec::new(),
    }
}
