//! Renders a document as PDF: real text in embedded fonts, tagged for screen readers, black on white.
//!
//! Page 1 is set in the largest size that leaves room for all of it; the rest has pages of its own. No letter is smaller
//! than 8.5 points.

mod flow;
mod font;
mod front;
mod layout;
mod page;
mod set;
mod tree;

use super::picture::{Anchor, LETTERS, Shape, Stroke};
use super::{Document, NOT_EXAMINED, Paper};
use chrono::{Datelike, NaiveDate};
use font::{Fonts, Weight};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{ArtifactType, ContentTag, SpanTag};
use krilla::{SerializeSettings, color::luma};
use layout::lay_out;
use page::Draw;
use tree::Tree;

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
    // PDF/UA, and PDF/A where the library proves it while it writes.
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { enable_tagging: true, configuration, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    let (width, height) = page.paper.size();
    let size =
        PageSettings::from_wh((width * POINTS) as f32, (height * POINTS) as f32).ok_or("the page has no size")?;
    let mut tree = Tree::new(&laid.elements);
    for (number, page_laid) in laid.pages.iter().enumerate() {
        let mut sheet = pdf.start_page_with(size.clone());
        let mut surface = sheet.surface();
        for run in page_laid.draws.chunk_by(|a, b| a.leaf == b.leaf) {
            let tag = match run[0].leaf {
                Some(_) => ContentTag::Span(SpanTag::empty()),
                None => artifact(),
            };
            let identifier = surface.start_tagged(tag);
            run.iter().for_each(|placed| draw(&mut surface, &fonts, &placed.draw));
            surface.end_tagged();
            if let Some(leaf) = run[0].leaf {
                tree.add(leaf, identifier, number, run[0].draw.at());
            }
        }
        surface.start_tagged(artifact());
        foot(&mut surface, &fonts, page_laid, page.paper);
        surface.end_tagged();
        surface.finish();
        sheet.finish();
    }
    pdf.set_outline(tree.outline());
    pdf.set_tag_tree(tree.finish());
    let mut metadata = Metadata::new().title(document.title()).language("en".into()).creator("spotlog".into());
    if let Some(sheet) = document.people.first() {
        metadata = metadata.creation_date(date(sheet.head.on));
    }
    pdf.set_metadata(metadata);
    pdf.finish().map_err(|error| format!("{error:?}"))
}

/// The day of the report counts as the day on which it was made, so that the same journal gives the same bytes.
fn date(day: NaiveDate) -> DateTime {
    let year = u16::try_from(day.year()).unwrap_or_default();
    DateTime::new(year).month(day.month() as u8).day(day.day() as u8)
}

fn artifact() -> ContentTag<'static> {
    ContentTag::Artifact(krilla::tagging::Artifact::with_kind(ArtifactType::Other))
}

/// Draws the foot of a page: whose it is, and which of how many.
fn foot(surface: &mut Surface<'_>, fonts: &Fonts, of: &layout::Page, paper: Paper) {
    let (width, height) = paper.size();
    let size = page::LEAST;
    let (number, count) = of.number;
    let right = format!("page {number} of {count}");
    let wide = fonts.width(&right, size, Weight::Bold);
    let y = height - page::MARGIN;
    let left = fonts.fit(
        &format!("{} · {NOT_EXAMINED}", of.who),
        size,
        Weight::Regular,
        width - 2.0 * page::MARGIN - wide - 4.0,
    );
    let text = |x, weight, text| Draw::Text { at: (x, y), size, weight, text, is_white: false };
    draw(surface, fonts, &text(page::MARGIN, Weight::Regular, left));
    draw(surface, fonts, &text(width - page::MARGIN - wide, Weight::Bold, right));
}

fn point((x, y): (f64, f64)) -> Point {
    Point::from_xy((x * POINTS) as f32, (y * POINTS) as f32)
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, what: &Draw) {
    match what {
        Draw::Text { at, size, weight, text, is_white } => {
            surface.set_stroke(None);
            surface.set_fill(Some(if *is_white { white() } else { Fill::default() }));
            let mut x = at.0;
            for run in &fonts.shape(text, *weight).runs {
                let font = fonts.font(*weight);
                surface.draw_glyphs(point((x, at.1)), &run.glyphs, font, &run.text, *size as f32, false);
                x += run.width(*size);
            }
        }
        Draw::Shape { at, scale, shape } => draw_shape(surface, fonts, *at, *scale, shape),
        Draw::Rule { from, to, heavy } => draw_line(surface, &[*from, *to], weight_of(*heavy), 1.0),
        Draw::Frame { from, to, heavy } => {
            let corners = [*from, (to.0, from.1), *to, (from.0, to.1), *from];
            draw_line(surface, &corners, weight_of(*heavy), 1.0);
        }
        Draw::Badge { from, to } => {
            let radius = (to.1 - from.1) / 2.0;
            let end = |x: f64, turn: f64| {
                (0..=8).map(move |i| {
                    let angle = turn + f64::from(i) / 8.0 * std::f64::consts::PI;
                    (x + radius * angle.sin(), from.1 + radius - radius * angle.cos())
                })
            };
            let (left, right) = (from.0 + radius, (to.0 - radius).max(from.0 + radius));
            fill(surface, end(right, 0.0).chain(end(left, std::f64::consts::PI)), Fill::default());
        }
    }
}

fn weight_of(heavy: bool) -> Stroke {
    if heavy { Stroke::Heavy } else { Stroke::Thin }
}

fn white() -> Fill {
    Fill { paint: luma::Color::white().into(), ..Fill::default() }
}

/// Fills the area inside points.
fn fill(surface: &mut Surface<'_>, points: impl Iterator<Item = (f64, f64)>, with: Fill) {
    let mut path = PathBuilder::new();
    for (i, at) in points.enumerate() {
        let p = point(at);
        if i == 0 { path.move_to(p.x, p.y) } else { path.line_to(p.x, p.y) }
    }
    path.close();
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(with));
    surface.draw_path(&path);
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
            let points = (0..16).map(|i| {
                let angle = f64::from(i) * std::f64::consts::TAU / 16.0;
                (center.0 + radius * angle.cos(), center.1 + radius * angle.sin())
            });
            surface.set_stroke(Some(Pen { width: 0.4, ..Pen::default() }));
            fill(surface, points, if *filled { Fill::default() } else { white() });
        }
        Shape::Words { at, anchor, text } => {
            let size = (LETTERS * scale * POINTS).max(page::LEAST);
            let text = fonts.printable(text).0;
            let wide = fonts.width(&text, size, Weight::Regular);
            let (x, y) = place(*at);
            let x = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - wide / 2.0,
                Anchor::End => x - wide,
            };
            draw(surface, fonts, &Draw::Text { at: (x, y), size, weight: Weight::Regular, text, is_white: false });
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
        Stroke::Leader => (0.3, None),
        Stroke::Heavy => (1.8, None),
        Stroke::Dashed => (0.6, Some(vec![3.0, 2.0])),
        Stroke::Dotted => (0.6, Some(vec![0.8, 1.6])),
    };
    let dash = dash.map(|array| StrokeDash { array, offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Pen { width: (width * scale) as f32, dash, ..Pen::default() }));
    surface.draw_path(&path);
}
