//! Renders a document as Markdown, for notes and mails. Text of the person cannot become markup.

use super::NOT_EXAMINED;
use super::document::{Block, Document, Part, Sheet};
use super::run::{Run, words};

/// Renders a document as Markdown. Every block stands between blank lines, as CommonMark wants it.
pub fn markdown(document: &Document) -> String {
    let sheets: Vec<String> = document.people.iter().map(|sheet| blocks(sheet).join("\n\n")).collect();
    sheets.join("\n\n---\n\n") + "\n"
}

fn blocks(sheet: &Sheet) -> Vec<String> {
    let mut out = Vec::new();
    if let Some([call, wait]) = &sheet.alarm {
        out.extend([format!("# {}", escape(call)), escape(wait)]);
    }
    out.push(format!("# {}", escape(&sheet.head.title())));
    out.push(format!("{}. {}", escape(&sheet.head.record()), escape(NOT_EXAMINED)));
    sheet.parts().for_each(|part| put_part(part, &mut out));
    out
}

fn put_part(part: &Part, out: &mut Vec<String>) {
    if !part.heading.is_empty() {
        out.push(format!("## {}", escape(&part.heading)));
    }
    let is_item = |block: &Block| matches!(block, Block::Item { .. });
    for run in part.blocks.chunk_by(|a, b| is_item(a) && is_item(b)) {
        match &run[0] {
            Block::Item { .. } => out.push(run.iter().map(item).collect::<Vec<_>>().join("\n")),
            Block::Paragraph(said) => out.push(runs(said)),
            Block::Pairs(pairs) => {
                let lines: Vec<String> =
                    pairs.iter().map(|(name, said)| format!("- **{}:** {}", escape(name), runs(said))).collect();
                out.push(lines.join("\n"));
            }
            Block::Card(card) => {
                out.push(format!("### {}", escape(&words(&card.title()))));
                out.push(card.facts.iter().map(|line| runs(line)).collect::<Vec<_>>().join("\\\n"));
                out.push(format!("**Why:** {}", runs(&card.why)));
            }
            Block::Ticks { rows, choices } => {
                let boxes = choices.iter().map(|choice| format!("☐ {choice}")).collect::<Vec<_>>().join(" ");
                let row = |(number, place): &(u32, String)| vec![number.to_string(), place.clone(), boxes.clone()];
                let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
                out.push(table(&["#", "place", "answer"].map(String::from), &rows));
            }
            Block::Table { head, rows } => out.push(table(head, rows)),
            Block::Figure(picture) => out.push(format!("*{}*", escape(&picture.alt))),
        }
    }
}

fn item(block: &Block) -> String {
    let Block::Item { text, notes } = block else { return String::new() };
    // A backslash breaks the line; the indentation keeps it in the item.
    let notes: String = notes.iter().map(|note| format!("\\\n  {}", escape(note))).collect();
    format!("- {}{notes}", runs(text))
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = format!("|{}", "---|".repeat(head.len()));
    [line(head), rule].into_iter().chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
}

/// Sets bold pieces in asterisks. These may not touch a blank inside.
fn runs(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let text = escape(&run.text);
        let inner = text.trim();
        if run.strong && !inner.is_empty() {
            let (before, after) = (text.len() - text.trim_start().len(), text.len() - text.trim_end().len());
            out.push_str(&format!("{}**{inner}**{}", " ".repeat(before), " ".repeat(after)));
        } else {
            out.push_str(&text);
        }
    }
    out
}

/// Escapes markup characters and replaces control characters by blanks.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    // At the start of a line these would begin a list, a rule or a heading.
    match out.chars().next() {
        Some('-' | '+' | '=') => format!("\\{out}"),
        _ => out,
    }
}
