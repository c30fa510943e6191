//! `spotlog guide`: prints the reference cards.

use crate::cli::print::{self, SourceRow};
use crate::cli::session::{Run, Session};
use crate::error::{Error, Result};
use crate::guidance::{CARDS, Card, Feature, NOT_A_MATCH, PhotoGuide, TAKING_THE_PHOTO, find_card};
use clap::Args;
use serde::Serialize;

#[derive(Debug, Args)]
pub struct Guide {
    /// The card's name or its beginning; all cards without one
    #[arg(value_name = "CARD")]
    card: Option<String>,
}

/// A reference card, as `--json` prints it.
#[derive(Serialize)]
struct CardRow {
    /// The name for the command line.
    card: &'static str,
    title: &'static str,
    /// Other names in the documents.
    also: &'static [&'static str],
    features: Features,
    sources: Vec<SourceRow>,
}

/// What the documents say of each feature; null if they do not mention it.
#[derive(Default, Serialize)]
struct Features {
    colour: Option<&'static str>,
    size: Option<&'static str>,
    glass_test: Option<&'static str>,
    surface: Option<&'static str>,
    itch: Option<&'static str>,
    pain: Option<&'static str>,
    #[serde(rename = "where")]
    site: Option<&'static str>,
    who: Option<&'static str>,
    course: Option<&'static str>,
    /// Accompanying signs and stated causes.
    with_it: Option<&'static str>,
}

impl From<&Card> for CardRow {
    fn from(card: &Card) -> Self {
        let mut features = Features::default();
        for &(feature, text) in card.features {
            let said = match feature {
                Feature::Colour => &mut features.colour,
                Feature::Size => &mut features.size,
                Feature::GlassTest => &mut features.glass_test,
                Feature::Surface => &mut features.surface,
                Feature::Itch => &mut features.itch,
                Feature::Pain => &mut features.pain,
                Feature::Site => &mut features.site,
                Feature::Who => &mut features.who,
                Feature::Course => &mut features.course,
                Feature::With => &mut features.with_it,
            };
            *said = Some(text);
        }
        let sources = card.sources.iter().map(SourceRow::from).collect();
        CardRow { card: card.ident, title: card.title, also: card.also, features, sources }
    }
}

/// How to take a photo, as `--json` prints it.
#[derive(Serialize)]
struct PhotoGuideRow {
    card: &'static str,
    title: &'static str,
    steps: [&'static str; 6],
    limits: &'static str,
}

/// Prints how to take a photo.
fn taking_the_photo(session: &Session) -> Result<u8> {
    let PhotoGuide { ident, title, steps, limits } = TAKING_THE_PHOTO;
    if session.out.json {
        session.out.json(&PhotoGuideRow { card: ident, title, steps, limits })?;
        return Ok(0);
    }
    let mut text = format!("{title}\n");
    for (number, step) in (1..).zip(steps) {
        text.push_str(&print::wrap(step, &format!("{number}. "), "   "));
    }
    text.push('\n');
    text.push_str(&print::wrap(limits, "", ""));
    session.out.text(&text)?;
    Ok(0)
}

impl Run for Guide {
    fn run(self, session: &Session) -> Result<u8> {
        let name = self.card.as_deref();
        let Some(name) = name else {
            if session.out.json {
                session.out.json(&CARDS.iter().map(CardRow::from).collect::<Vec<_>>())?;
                return Ok(0);
            }
            let mut text = print::wrap(NOT_A_MATCH, "", "");
            text.push('\n');
            text.push_str(&format!("{:<28} spotlog guide {}\n", TAKING_THE_PHOTO.title, TAKING_THE_PHOTO.ident));
            text.extend(CARDS.iter().map(|card| format!("{:<28} spotlog guide {}\n", card.title, card.ident)));
            session.out.text(&text)?;
            return Ok(0);
        };
        if name == TAKING_THE_PHOTO.ident {
            return taking_the_photo(session);
        }
        let card = find_card(name).ok_or_else(|| {
            let names: Vec<&str> = CARDS.iter().map(|card| card.ident).collect();
            Error::NotFound(format!("there is no card {name}; there are: {}", names.join(", ")))
        })?;
        if session.out.json {
            session.out.json(&CardRow::from(card))?;
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
