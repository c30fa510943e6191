//! Renders a document as one HTML page: no script, no network, all text escaped by the library, and ready to print.

use super::picture::{Picture, Shape, Stroke};
use super::{Block, Document};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = "\
body{font:11pt/1.35 system-ui,sans-serif;color:#000;background:#fff;max-width:190mm;margin:8mm auto;padding:0 4mm}\
h1{font-size:15pt;margin:0 0 2mm}h2{font-size:12pt;margin:4mm 0 1mm;border-bottom:.3mm solid #000}\
p,li{margin:.6mm 0}table{border-collapse:collapse;width:100%;font-size:9pt}\
th,td{border:.2mm solid #555;padding:.4mm 1mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
ul{list-style:none;padding:0;margin:0}li{break-inside:avoid;overflow-wrap:anywhere}.urgent{border:.8mm solid #000;padding:1mm 2mm}\
.mark{font-weight:bold}.note{margin-left:6mm}figure{display:inline-block;margin:1mm 3mm 1mm 0;break-inside:avoid}\
figcaption{font-size:8pt}.annex{break-before:page}\
@media print{body{font-size:6pt;line-height:1.12;max-width:none;margin:0;padding:0}h1{font-size:11pt;margin:0 0 1mm}\
h2{font-size:7.5pt;margin:.8mm 0 .3mm}p,li{margin:.2mm 0}table{font-size:5.9pt}th,td{padding:.1mm .8mm}\
.note{display:inline;margin-left:1mm}.plain{display:inline;margin-right:1.5mm}figcaption{font-size:5.6pt}\
figure{margin:.4mm 2mm .4mm 0}svg{zoom:.64}.exact svg{zoom:1}}";

/// The paper size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// Returns width and height in millimetres.
    pub fn size(self) -> (f64, f64) {
        match self {
            Paper::A4 => (210.0, 297.0),
            Paper::Letter => (215.9, 279.4),
        }
    }

    fn css(self) -> &'static str {
        match self {
            Paper::A4 => "@page{size:A4;margin:8mm}",
            Paper::Letter => "@page{size:letter;margin:8mm}",
        }
    }
}

/// The mark at the start of a page that spotlog wrote it.
pub const GENERATOR: &str = r#"<meta name="generator" content="spotlog">"#;

/// Renders a document as an HTML page.
pub fn html(document: &Document, paper: Paper) -> String {
    let title = document.title();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="generator" content="spotlog";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(paper.css())) }
            }
            body { main { (blocks(document)) } }
        }
    };
    page.into_string()
}

/// Renders consecutive items as one list. Everything after the annex starts on a new page.
fn blocks(document: &Document) -> Markup {
    let is_item = |block: &Block| matches!(block, Block::Item { .. });
    let mut titles = 0;
    html! {
        @for run in document.blocks.chunk_by(|a, b| is_item(a) && is_item(b)) {
            @if is_item(&run[0]) {
                ul { @for item in run { (block(item, &mut titles)) } }
            } @else {
                @for one in run { (block(one, &mut titles)) }
            }
        }
    }
}

fn block(block: &Block, titles: &mut usize) -> Markup {
    match block {
        Block::Title(text) => {
            *titles += 1;
            // A page has one first-level heading.
            html! { @if *titles == 1 { h1 { (text) } } @else { h2 { (text) } } }
        }
        Block::Heading(text) => html! { h2 { (text) } },
        Block::Paragraph(text) => html! { p { (text) } },
        Block::Item { mark, text, notes, urgent } => html! {
            li class=[class_of(*urgent, notes)] {
                span.mark { (mark) " " } (text)
                @for note in notes { p.note { (note) } }
            }
        },
        Block::Table { head, rows } => html! {
            table {
                thead { tr { @for cell in head { th scope="col" { (cell) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        },
        Block::Figure(picture) => html! {
            figure class=[picture.is_exact.then_some("exact")] { (svg(picture)) figcaption { (picture.caption) } }
        },
        Block::NextPerson => html! { hr.annex; },
        Block::Annex(text) => html! { h2.annex { (text) } },
    }
}

/// Returns the style of an item. On paper, short items flow in one paragraph.
fn class_of(urgent: bool, notes: &[String]) -> Option<&'static str> {
    match (urgent, notes.is_empty()) {
        (true, _) => Some("urgent"),
        (false, true) => Some("plain"),
        (false, false) => None,
    }
}

fn svg(picture: &Picture) -> Markup {
    let view = format!("0 0 {:.1} {:.1}", picture.width, picture.height);
    let (width, height) = (format!("{:.1}mm", picture.width), format!("{:.1}mm", picture.height));
    html! {
        svg role="img" aria-label=(picture.alt) width=(width) height=(height) viewBox=(view) {
            @for shape in &picture.shapes { (draw(shape)) }
        }
    }
}

fn draw(shape: &Shape) -> Markup {
    match shape {
        Shape::Line { points, stroke } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
            let (width, dash) = match stroke {
                Stroke::Thin => ("0.2", None),
                Stroke::Heavy => ("0.8", None),
                Stroke::Dashed => ("0.25", Some("1.2 0.8")),
                Stroke::Dotted => ("0.25", Some("0.3 0.7")),
            };
            html! {
                polyline points=(points.join(" ")) fill="none" stroke="#000" stroke-width=(width) stroke-dasharray=[dash] {}
            }
        }
        Shape::Dot { at: (x, y), radius, filled } => html! {
            circle cx=(format!("{x:.2}")) cy=(format!("{y:.2}")) r=(format!("{radius:.2}"))
                fill=(if *filled { "#000" } else { "#fff" }) stroke="#000" stroke-width="0.2" {}
        },
        Shape::Words { at: (x, y), size, text } => html! {
            text x=(format!("{x:.2}")) y=(format!("{y:.2}")) font-size=(format!("{size:.1}")) font-family="sans-serif" { (text) }
        },
    }
}
