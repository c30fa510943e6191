//! Layout of a document on pages: page 1 by `front.rs`, the pages after it by `flow.rs`, both from what `set.rs` sets.

use super::flow::Flow;
use super::font::{Fonts, Weight};
use super::front;
use super::page::{Area, Draw, Element, Placed};
use super::set::Setter;
use crate::report::document::{Document, Head, Sheet};
use crate::report::run::say;
use crate::report::{Block, Paper};

/// The size of the pages after the first, in points.
const READABLE: f64 = 9.0;

/// A laid-out document: the pages, and the elements of the tag tree.
pub(super) struct Laid {
    pub pages: Vec<Page>,
    pub elements: Vec<Element>,
}

/// A page of one person.
pub(super) struct Page {
    pub draws: Vec<Placed>,
    /// Name and birth, in letters that the font has.
    pub who: String,
    /// The number of the page among those of the person, and how many these are.
    pub number: (usize, usize),
}

/// Lays out the document. Every person starts on a new page.
pub(super) fn lay_out(document: &Document, fonts: &Fonts, paper: Paper) -> Laid {
    let mut all = Laid { pages: Vec::new(), elements: Vec::new() };
    let mut leaves = 0;
    for sheet in &document.people {
        let setter = lay_out_sheet(sheet, fonts, Area::of(paper), leaves, &mut all.pages);
        leaves = setter.leaves;
        all.elements.extend(setter.elements);
    }
    all
}

fn lay_out_sheet<'f>(sheet: &Sheet, fonts: &'f Fonts, area: Area, leaves: usize, pages: &mut Vec<Page>) -> Setter<'f> {
    let (mut setter, first, moved) = front::page(sheet, fonts, area, leaves);
    setter.size = READABLE;
    let mut flow = Flow::new(area, running_head(&sheet.head, fonts, area));
    for part in moved.iter().chain(&sheet.back) {
        if !part.heading.is_empty() {
            flow.bits(setter.heading(&part.heading, area.width()));
        }
        flow.blocks(&mut setter, &part.blocks);
    }
    if setter.missing {
        let text = "Words in brackets [in … letters] are in letters that the font of this page lacks. The same report as \
                    HTML or text has them as they were written.";
        flow.blocks(&mut setter, &[Block::Paragraph(vec![say(text)])]);
    }
    let rest = flow.finish();
    let count = rest.len() + 1;
    let who = fonts.printable(&sheet.head.who()).0;
    let all = std::iter::once(first).chain(rest).enumerate();
    pages.extend(all.map(|(i, draws)| Page { draws, who: who.clone(), number: (i + 1, count) }));
    setter
}

/// Returns what stands at the top of every page but the first: whose pages they are.
fn running_head(head: &Head, fonts: &Fonts, area: Area) -> Vec<Placed> {
    let text = fonts.fit(&fonts.printable(&head.title()).0, READABLE, Weight::Bold, area.width());
    let y = area.top + 3.6;
    let text = Draw::Text { at: (area.left, y), size: READABLE, weight: Weight::Bold, text, is_white: false };
    let rule = Draw::Rule { from: (area.left, y + 1.4), to: (area.right, y + 1.4), heavy: false };
    [text, rule].into_iter().map(|draw| Placed { leaf: None, draw }).collect()
}
