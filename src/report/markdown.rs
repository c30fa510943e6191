//! Renders a document as Markdown, for notes and mails. Text of the person cannot become markup.

use super::{Block, Document};

/// Renders a document as Markdown.
pub fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("# {}\n\n", escape(text))),
            Block::Heading(text) | Block::Annex(text) => out.push_str(&format!("\n## {}\n\n", escape(text))),
            Block::NextPerson => out.push_str("\n---\n\n"),
            Block::Paragraph(text) => out.push_str(&format!("{}\n\n", escape(text))),
            Block::Item { mark, text, notes, urgent } => {
                let strong = if *urgent { "**" } else { "" };
                out.push_str(&format!("- {strong}{}{strong}\n", escape(format!("{mark} {text}").trim())));
                notes.iter().for_each(|note| out.push_str(&format!("  {}\n", escape(note))));
            }
            Block::Table { head, rows } => {
                let line = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                out.push_str(&line(head));
                out.push_str(&format!("|{}\n", "---|".repeat(head.len())));
                rows.iter().for_each(|row| out.push_str(&line(row)));
                out.push('\n');
            }
            Block::Figure(picture) => out.push_str(&format!("*{}*\n\n", escape(&picture.alt))),
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
