//! The tag tree and the outline, for screen readers and for jumping.

use super::page::{Element, ElementKind};
use krilla::destination::XyzDestination;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagTree};
use std::num::NonZeroU16;

/// The tag tree of the document, filled during drawing.
pub(super) struct Tree<'e> {
    elements: &'e [Element],
    /// The drawn parts of each leaf, one for each page.
    leaves: Vec<Vec<krilla::tagging::Identifier>>,
    /// Where each leaf begins: the page, and the place on it.
    begins: Vec<Option<(usize, (f64, f64))>>,
}

impl<'e> Tree<'e> {
    pub(super) fn new(elements: &'e [Element]) -> Self {
        let count = elements.iter().map(|element| element.leaves.end).max().unwrap_or(0);
        Tree { elements, leaves: (0..count).map(|_| Vec::new()).collect(), begins: vec![None; count] }
    }

    pub(super) fn add(&mut self, leaf: usize, identifier: krilla::tagging::Identifier, page: usize, at: (f64, f64)) {
        self.leaves[leaf].push(identifier);
        self.begins[leaf].get_or_insert((page, at));
    }

    /// Returns the headings as an outline: those of a person below the person.
    pub(super) fn outline(&self) -> Outline {
        let mut people: Vec<OutlineNode> = Vec::new();
        for element in self.elements {
            let ElementKind::Heading(level, title) = &element.kind else { continue };
            let Some(Some((page, at))) = self.begins.get(element.leaves.start) else { continue };
            let node = OutlineNode::new(title.clone(), XyzDestination::new(*page, super::point(*at)));
            match people.last_mut().filter(|_| *level > 1) {
                Some(person) => person.push_child(node),
                None => people.push(node),
            }
        }
        let mut outline = Outline::new();
        people.into_iter().for_each(|person| outline.push_child(person));
        outline
    }

    fn take(&mut self, leaf: usize) -> Vec<Node> {
        std::mem::take(&mut self.leaves[leaf]).into_iter().map(Node::from).collect()
    }

    pub(super) fn finish(mut self) -> TagTree {
        let mut tree = TagTree::new();
        for element in self.elements {
            let leaves = element.leaves.clone();
            let level = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
            let group = match &element.kind {
                ElementKind::Heading(n, title) => {
                    TagGroup::with_children(Tag::Hn(level(*n), Some(title.clone())), self.all(leaves))
                }
                ElementKind::Paragraph => TagGroup::with_children(Tag::P, self.all(leaves)),
                ElementKind::Figure(alt) => TagGroup::with_children(Tag::Figure(Some(alt.clone())), self.all(leaves)),
                ElementKind::Item => {
                    let body = TagGroup::with_children(Tag::LBody, self.all(leaves));
                    let item = TagGroup::with_children(Tag::LI, vec![body.into()]);
                    TagGroup::with_children(Tag::L(ListNumbering::None), vec![item.into()])
                }
                ElementKind::Table(columns) => {
                    let mut table = TagGroup::new(Tag::Table);
                    for (r, row) in leaves.collect::<Vec<_>>().chunks((*columns).max(1)).enumerate() {
                        let mut cells = TagGroup::new(Tag::TR);
                        for &leaf in row {
                            let content = self.take(leaf);
                            cells.push(match r {
                                0 => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), content),
                                _ => TagGroup::with_children(Tag::TD, content),
                            });
                        }
                        table.push(cells);
                    }
                    table
                }
            };
            tree.push(group);
        }
        tree
    }

    fn all(&mut self, leaves: std::ops::Range<usize>) -> Vec<Node> {
        leaves.flat_map(|leaf| self.take(leaf)).collect()
    }
}
