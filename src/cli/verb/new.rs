//! `spotlog new`: logs a spot with its first look.

use crate::cli::answers::AnswerArgs;
use crate::cli::args::{YesNo, words};
use crate::cli::entry::{answer, kept, one_side, text};
use crate::cli::session::{Run, Session};
use crate::cli::verb::look::{LookArgs, new_look};
use crate::domain::{Context, FirstSeen, Onset, Place, Precision, Said, Side, own_words};
use crate::error::Result;
use crate::ops::{self, Draft, NewSpot};
use clap::Args;

#[derive(Debug, Args)]
pub struct New {
    /// Where it is: left wrist back, upper back, right shin …
    #[arg(required = true, value_name = "SITE")]
    site: Vec<String>,
    /// left, right, middle or both; may stand in SITE as well
    #[arg(long, value_parser = words::<Side>())]
    side: Option<Side>,
    /// When it was first seen [default: the day of the look]
    #[arg(long, value_name = "DATE")]
    first_seen: Option<String>,
    /// Was it there since birth?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    since_birth: Option<YesNo>,
    #[arg(long, value_parser = words::<Onset>())]
    onset: Option<Onset>,
    /// What had happened there
    #[arg(long, value_delimiter = ',', value_parser = words::<Context>())]
    context: Vec<Context>,
    /// Your own name for it; it never answers a flag
    #[arg(long)]
    label: Option<String>,
    /// Log the spot without a look
    #[arg(long, conflicts_with_all = ["LookArgs", "AnswerArgs"])]
    no_look: bool,
    #[command(flatten)]
    look: LookArgs,
    #[command(flatten)]
    answers: AnswerArgs,
}

impl Run for New {
    fn run(self, session: &Session) -> Result<u8> {
        let typed = self.site.join(" ");
        let mut place = Place::parse(&typed).map_err(|e| e.at("SITE"))?;
        let own_words = own_words(&typed, place);
        place.side = one_side(place.side, self.side, "SITE")?;
        let look = new_look(session, &self.look, &self.answers)?;
        let first_seen = match self.first_seen.as_deref() {
            Some(said) => {
                Said::parse(said, session.now.local).and_then(Said::first_seen).map_err(|e| e.at("--first-seen"))?
            }
            // A birthmark needs no date. For other spots the default is the day of the first look.
            None if self.since_birth == Some(YesNo::Yes) => None,
            None => Some(FirstSeen { on: look.at.day(), precision: Precision::Day }),
        };
        let spot = NewSpot {
            place,
            label: text(self.label.as_deref(), "--label")?.or(own_words),
            position: None,
            first_seen,
            since_birth: answer(self.since_birth),
            onset: self.onset,
            contexts: self.context.into_iter().collect(),
        };
        let draft = Draft::Spot(Some(spot.clone()), look.clone());
        let first = (!self.no_look).then_some(look);
        let result = session.open().and_then(|mut store| ops::add_spot(&mut store, &session.context(), spot, first));
        kept(session, &draft, result)
    }
}
