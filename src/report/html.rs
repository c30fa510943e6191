//! Renders a document as one HTML page: no script, no network, all text escaped by the library, and ready to print.

use super::document::{Block, Document, Part, Sheet};
use super::picture::{Anchor, LETTERS, Picture, Shape, Stroke};
use super::run::Run;
use super::{Card, NOT_EXAMINED};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// No size on paper is below 8.5 points. On a screen the page follows the reader's colours and width.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#000;--paper:#fff;--line:#555}\
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#16181c;--line:#a8a8a8}}\
*{box-sizing:border-box}\
body{font:1rem/1.4 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:0 auto;padding:1rem}\
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:1.2rem 0 .3rem;border-bottom:.1rem solid var(--ink)}\
h3{font-size:1rem;margin:0}p{margin:.3rem 0}ul{margin:.3rem 0;padding-left:1.2rem}li{margin:.2rem 0}\
.words{overflow-wrap:break-word}.alarm{border:.2rem solid var(--ink);padding:.5rem;font-weight:bold}\
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.8rem 1rem}\
.card{border-top:.15rem solid var(--ink);padding-top:.3rem;break-inside:avoid;min-width:0}.urgent{border:.25rem solid var(--ink);padding:.3rem}\
.card figure{float:right;margin:0 0 .2rem .5rem}.number{background:var(--ink);color:var(--paper);border-radius:1rem;padding:0 .5rem;margin-right:.4rem}\
.label{font-style:italic;font-weight:normal}\
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.2rem 1rem;border:.1rem solid var(--line);padding:.4rem;margin:.3rem 0}\
dt{font-weight:bold;display:inline}dd{display:inline;margin:0}\
table{border-collapse:collapse;width:100%}th,td{border:.06rem solid var(--line);padding:.2rem .4rem;text-align:left;vertical-align:top}\
figure{margin:.3rem 0;break-inside:avoid}figcaption{font-size:.9rem}svg{max-width:100%;height:auto;color:var(--ink)}\
.box{display:inline-block;width:.8em;height:.8em;border:.08rem solid currentColor;margin:0 .25em 0 .7em}\
.line{border-bottom:.06rem dotted currentColor;min-height:1.6em}\
@media(max-width:46rem){table,thead,tbody,tr,th,td{display:block}thead{position:absolute;clip-path:inset(50%)}\
tr{border-top:.15rem solid var(--ink);padding:.2rem 0}td{border:0;padding:.05rem 0}td:before{content:attr(data-head) ': ';font-weight:bold}.exact{display:none}}\
@media print{:root{--ink:#000;--paper:#fff;--line:#555}body{font-size:9pt;line-height:1.25;max-width:none;padding:0}\
.number{print-color-adjust:exact;-webkit-print-color-adjust:exact}figcaption{font-size:8.6pt}.cards{grid-template-columns:1fr 1fr;gap:2mm 4mm}\
dl{grid-template-columns:1fr 1fr}.back{break-before:page}h2{break-after:avoid}thead{display:table-header-group}}";

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
            body { main { @for (i, one) in document.people.iter().enumerate() { (sheet(one, i == 0)) } } }
        }
    };
    page.into_string()
}

fn sheet(sheet: &Sheet, is_first: bool) -> Markup {
    html! {
        @if !is_first { hr.back; }
        @if let Some([call, wait]) = &sheet.alarm { p.alarm { (call) " " (wait) } }
        // A page has one first-level heading.
        @if is_first { h1.words { (sheet.head.title()) } } @else { h2.words { (sheet.head.title()) } }
        p { strong { (sheet.head.record()) "." } " " (NOT_EXAMINED) }
        @for part in &sheet.front { (self::part(part)) }
        div.back { @for part in &sheet.back { (self::part(part)) } }
    }
}

/// Renders a part. Consecutive items are one list, and consecutive cards one grid.
fn part(part: &Part) -> Markup {
    let kind = |block: &Block| match block {
        Block::Item { .. } => 1,
        Block::Card(_) => 2,
        _ => 0,
    };
    html! {
        @if !part.heading.is_empty() { h2.words { (part.heading) } }
        @for run in part.blocks.chunk_by(|a, b| kind(a) > 0 && kind(a) == kind(b)) {
            @match kind(&run[0]) {
                1 => ul { @for item in run { (block(item)) } },
                2 => div.cards { @for card in run { (block(card)) } },
                _ => @for one in run { (block(one)) },
            }
        }
    }
}

fn runs(runs: &[Run]) -> Markup {
    html! { @for run in runs { @if run.strong { strong { (run.text) } } @else { (run.text) } } }
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Paragraph(said) => html! { p.words { (runs(said)) } },
        Block::Item { text, notes } => html! {
            li.words { (runs(text)) @for note in notes { p { (note) } } }
        },
        Block::Pairs(pairs) => html! {
            dl { @for (name, said) in pairs { div.words { dt { (name) ":" } " " dd { (runs(said)) } } } }
        },
        Block::Card(card) => self::card(card),
        Block::Ticks { rows, choices } => html! {
            @for (number, place) in rows {
                p { strong { (number) } " " (place) @for choice in choices { " " span.box {} (choice) } }
                div.line {}
            }
        },
        Block::Table { head, rows } => html! {
            table {
                thead { tr { @for cell in head { th scope="col" { (cell) } } } }
                tbody { @for row in rows { tr {
                    @for (name, cell) in head.iter().zip(row) { td.words data-head=(name) { (cell) } }
                } } }
            }
        },
        Block::Figure(picture) => html! {
            figure class=[picture.is_exact.then_some("exact")] { (svg(picture)) figcaption { (picture.caption) } }
        },
    }
}

fn card(card: &Card) -> Markup {
    let class = if card.urgent().is_some() { "card urgent" } else { "card" };
    html! {
        section class=(class) {
            h3.words {
                span.number { (card.number) } (card.place)
                @if let Some(word) = card.urgent() { " · " (word) }
                @if let Some(label) = &card.label { " " span.label { "“" (label) "”" } }
            }
            @if let Some(chart) = &card.chart { figure { (svg(chart)) } }
            @for line in &card.facts { p.words { (runs(line)) } }
            p.words { strong { "Why:" } " " (runs(&card.why)) }
        }
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
                Stroke::Leader => ("0.12", None),
                Stroke::Heavy => ("0.8", None),
                Stroke::Dashed => ("0.25", Some("1.2 0.8")),
                Stroke::Dotted => ("0.25", Some("0.3 0.7")),
            };
            html! {
                polyline points=(points.join(" ")) fill="none" stroke="currentColor" stroke-width=(width) stroke-dasharray=[dash] {}
            }
        }
        Shape::Dot { at: (x, y), radius, filled } => html! {
            circle cx=(format!("{x:.2}")) cy=(format!("{y:.2}")) r=(format!("{radius:.2}"))
                fill=(if *filled { "currentColor" } else { "none" }) stroke="currentColor" stroke-width="0.2" {}
        },
        Shape::Words { at: (x, y), anchor, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            html! {
                text x=(format!("{x:.2}")) y=(format!("{y:.2}")) font-size=(format!("{LETTERS:.2}")) font-family="sans-serif"
                    fill="currentColor" text-anchor=(anchor) { (text) }
            }
        }
    }
}
