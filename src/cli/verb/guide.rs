//! `spotlog guide`: prints the reference cards.

use crate::cli::print;
use crate::cli::session::{Run, Session};
use crate::error::{Error, Result};
use crate::guidance::{CARDS, Card, Feature, NOT_A_MATCH, find_card};
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub struct Guide {
    /// The card's name or its beginning; all cards without one
    #[arg(value_name = "CARD")]
    card: Option<String>,
}

impl Run for Guide {
    fn run(self, session: &Session) -> Result<u8> {
        let name = self.card.as_deref();
        let Some(name) = name else {
            if session.out.json {
                session.out.json(&CARDS.iter().map(card_json).collect::<Vec<_>>())?;
                return Ok(0);
            }
            let mut text = print::wrap(NOT_A_MATCH, "", "");
            text.push('\n');
            text.extend(CARDS.iter().map(|card| format!("{:<28} spotlog guide {}\n", card.title, card.ident)));
            session.out.text(&text)?;
            return Ok(0);
        };
        let card = find_card(name).ok_or_else(|| {
            let names: Vec<&str> = CARDS.iter().map(|card| card.ident).collect();
            Error::NotFound(format!("there is no card {name}; there are: {}", names.join(", ")))
        })?;
        if session.out.json {
            session.out.json(&card_json(card))?;
            return Ok(0);
        }
        let mut text = format!("{}\n", card.title);
        for (label, said) in card.lines() {
            text.push_str(&print::wrap(&said, &format!("  {label:<12}"), "              "));
        }
        text.push('\n');
        text.push_str(&print::wrap(NOT_A_MATCH, "", ""));
        session.out.text(&text)?;
        Ok(0)
    }
}

fn card_json(card: &Card) -> Value {
    let said = |feature: Feature| card.features.iter().find(|(f, _)| *f == feature).map(|(_, text)| *text);
    let features: serde_json::Map<String, Value> = Feature::ALL
        .iter()
        .map(|&f| (f.label().to_lowercase().replace(' ', "_"), said(f).map_or(Value::Null, Value::from)))
        .collect();
    json!({
        "card": card.ident,
        "title": card.title,
        "also": card.also,
        "features": features,
        "sources": card.sources.iter().map(|s| json!({"document": s.document, "section": s.section})).collect::<Vec<_>>(),
    })
}
