//! Renders a document as a note of a few dense lines, to paste into a record.

use super::NOT_EXAMINED;
use super::Section;
use super::document::{Block, Document, Part, Sheet};
use super::run::words;

/// Renders each sheet as six lines: who, verdict, background, spots, what is new and asked, what was not answered.
pub fn note(document: &Document) -> String {
    let sheets: Vec<String> = document.people.iter().map(sheet).collect();
    sheets.join("\n")
}

fn sheet(sheet: &Sheet) -> String {
    let alarm = sheet.alarm.as_ref().map_or_else(String::new, |said| format!("{} ", said.join(" ")));
    let of = |section: Section| sheet.front.iter().filter(move |part| part.section == Some(section));
    let verdict = sheet.front.iter().find(|part| part.section.is_none()).map(said).unwrap_or_default();
    let cards: Vec<String> = sheet.parts().flat_map(|part| &part.blocks).filter_map(card).collect();
    let titled = |part: &Part| format!("{}: {}", part.heading, said(part));
    let asked: Vec<String> = of(Section::Questions).chain(of(Section::Changes)).map(titled).collect();
    let missing: Vec<String> = of(Section::NotAnswered).map(titled).collect();
    let lines = [
        format!("{alarm}{}; {}. {NOT_EXAMINED}", sheet.head.title(), sheet.head.record()),
        verdict,
        of(Section::Background).map(titled).collect(),
        cards.join(" | "),
        asked.join(" | "),
        missing.join(" | "),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).map(|line| line + "\n").collect()
}

fn card(block: &Block) -> Option<String> {
    let Block::Card(card) = block else { return None };
    Some(format!("{}: {}; why: {}", words(&card.title()), words(&card.facts()), words(&card.why)))
}

/// Returns the words of a part on one line.
fn said(part: &Part) -> String {
    let said = part.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(runs) => Some(words(runs)),
        Block::Item { text, .. } => Some(format!("{};", words(text).trim_end_matches(['.', ';']))),
        Block::Pairs(pairs) => {
            let pairs = pairs.iter().map(|(name, said)| format!("{name}: {}", words(said)));
            Some(pairs.collect::<Vec<_>>().join("; "))
        }
        _ => None,
    });
    said.collect::<Vec<_>>().join(" ").trim_end_matches(';').to_owned()
}
