//! Renders a document as PDF: real text in embedded fonts, tagged for screen readers, black on white.
//!
//! The part before the annex is set in the largest size that fits one page. The annex has pages of its own.

mod font;
mod layout;

use super::picture::{Shape, Stroke};
use super::{Document, Paper};
use font::{Fonts, Weight};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    ArtifactType, ContentTag, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::TextDirection;
use krilla::{SerializeSettings, color::luma};
use layout::{Draw, Element, ElementKind, Laid, lay_out};
use std::num::NonZeroU16;

/// The page settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    /// The size of every page.
    pub paper: Paper,
}

/// Points per millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// Returns the bytes of the PDF; the error is a sentence.
pub fn pdf(document: &Document, page: Page) -> Result<Vec<u8>, String> {
    let fonts = Fonts::embedded()?;
    let laid = lay_out(document, &fonts, page.paper);
    let settings = SerializeSettings { enable_tagging: true, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    let (width, height) = page.paper.size();
    let size =
        PageSettings::from_wh((width * POINTS) as f32, (height * POINTS) as f32).ok_or("the page has no size")?;
    let mut tree = Tree::new(&laid.elements);
    for (number, draws) in laid.pages.iter().enumerate() {
        let mut sheet = pdf.start_page_with(size.clone());
        let mut surface = sheet.surface();
        for run in draws.chunk_by(|a, b| a.leaf == b.leaf) {
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            run.iter().for_each(|placed| draw(&mut surface, &fonts, &placed.draw));
            surface.end_tagged();
            tree.add(run[0].leaf, identifier);
        }
        surface.start_tagged(ContentTag::Artifact(krilla::tagging::Artifact::with_kind(ArtifactType::Other)));
        foot(&mut surface, &fonts, &laid, page.paper, number);
        surface.end_tagged();
        surface.finish();
        sheet.finish();
    }
    pdf.set_tag_tree(tree.finish());
    let metadata = Metadata::new().title(document.title().to_owned()).language("en".into()).creator("spotlog".into());
    pdf.set_metadata(metadata);
    pdf.finish().map_err(|error| error.to_string())
}

/// Draws the footer of a page.
fn foot(surface: &mut Surface<'_>, fonts: &Fonts, laid: &Laid, paper: Paper, number: usize) {
    let text = format!("Self-recorded, not a diagnosis.  Page {} of {}", number + 1, laid.pages.len());
    let (_, height) = paper.size();
    let at = (layout::MARGIN, height - layout::MARGIN / 2.0);
    draw(surface, fonts, &Draw::Text { at, size: 6.5, weight: Weight::Regular, text });
}

fn point((x, y): (f64, f64)) -> Point {
    Point::from_xy((x * POINTS) as f32, (y * POINTS) as f32)
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, what: &Draw) {
    match what {
        Draw::Text { at, size, weight, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill::default()));
            let mut x = at.0;
            for run in fonts.runs(text) {
                let direction = if run.right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
                let font = fonts.font(*weight);
                surface.draw_text(point((x, at.1)), font, *size as f32, run.text, false, direction);
                x += fonts.width(run.text, *size, *weight);
            }
        }
        Draw::Shape { at, scale, shape } => draw_shape(surface, fonts, *at, *scale, shape),
        Draw::Rule { from, to, heavy } => {
            let stroke = if *heavy { Stroke::Heavy } else { Stroke::Thin };
            draw_line(surface, &[*from, *to], stroke, 1.0);
        }
    }
}

fn draw_shape(surface: &mut Surface<'_>, fonts: &Fonts, at: (f64, f64), scale: f64, shape: &Shape) {
    let place = |(x, y): (f64, f64)| (at.0 + x * scale, at.1 + y * scale);
    match shape {
        Shape::Line { points, stroke } => {
            let points: Vec<(f64, f64)> = points.iter().map(|&p| place(p)).collect();
            draw_line(surface, &points, *stroke, scale);
        }
        Shape::Dot { at, radius, filled } => {
            let (center, radius) = (place(*at), radius * scale);
            let mut path = PathBuilder::new();
            for i in 0..16 {
                let angle = f64::from(i) * std::f64::consts::TAU / 16.0;
                let p = point((center.0 + radius * angle.cos(), center.1 + radius * angle.sin()));
                if i == 0 { path.move_to(p.x, p.y) } else { path.line_to(p.x, p.y) }
            }
            path.close();
            let Some(path) = path.finish() else { return };
            let white = Fill { paint: luma::Color::white().into(), ..Fill::default() };
            surface.set_fill(Some(if *filled { Fill::default() } else { white }));
            surface.set_stroke(Some(Pen { width: 0.4, ..Pen::default() }));
            surface.draw_path(&path);
        }
        Shape::Words { at, size, text } => {
            let size = size * scale * POINTS;
            draw(surface, fonts, &Draw::Text { at: place(*at), size, weight: Weight::Regular, text: text.clone() });
        }
    }
}

fn draw_line(surface: &mut Surface<'_>, points: &[(f64, f64)], stroke: Stroke, scale: f64) {
    let mut path = PathBuilder::new();
    for (i, &at) in points.iter().enumerate() {
        let p = point(at);
        if i == 0 { path.move_to(p.x, p.y) } else { path.line_to(p.x, p.y) }
    }
    let Some(path) = path.finish() else { return };
    let (width, dash) = match stroke {
        Stroke::Thin => (0.5, None),
        Stroke::Heavy => (1.8, None),
        Stroke::Dashed => (0.6, Some(vec![3.0, 2.0])),
        Stroke::Dotted => (0.6, Some(vec![0.8, 1.6])),
    };
    let dash = dash.map(|array| StrokeDash { array, offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Pen { width: (width * scale) as f32, dash, ..Pen::default() }));
    surface.draw_path(&path);
}

/// The tag tree of the document, filled during drawing.
struct Tree<'e> {
    elements: &'e [Element],
    /// The drawn parts of each leaf, one for each page.
    leaves: Vec<Vec<krilla::tagging::Identifier>>,
}

impl<'e> Tree<'e> {
    fn new(elements: &'e [Element]) -> Self {
        let count = elements.iter().map(|element| element.leaves.end).max().unwrap_or(0);
        Tree { elements, leaves: (0..count).map(|_| Vec::new()).collect() }
    }

    fn add(&mut self, leaf: usize, identifier: krilla::tagging::Identifier) {
        self.leaves[leaf].push(identifier);
    }

    fn take(&mut self, leaf: usize) -> Vec<Node> {
        std::mem::take(&mut self.leaves[leaf]).into_iter().map(Node::from).collect()
    }

    fn finish(mut self) -> TagTree {
        let mut tree = TagTree::new();
        for element in self.elements {
            let leaves = element.leaves.clone();
            let level = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
            let group = match &element.kind {
                ElementKind::Heading(n) => TagGroup::with_children(Tag::Hn(level(*n), None), self.all(leaves)),
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
