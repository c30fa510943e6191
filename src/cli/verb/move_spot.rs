//! `spotlog move`: corrects the place of a spot.

use crate::cli::args::words;
use crate::cli::entry::{done, one_side};
use crate::cli::session::{Run, Session};
use crate::domain::{FieldError, Place, Side};
use crate::error::Result;
use crate::ops::{self, Saved};
use clap::Args;

#[derive(Debug, Args)]
pub struct Move {
    #[arg(value_name = "SPOT")]
    spot: u32,
    /// Where it is: left wrist back, upper back, right shin …
    #[arg(long, value_name = "SITE", required_unless_present = "side")]
    site: Option<String>,
    /// left, right, middle or both; may stand in --site as well
    #[arg(long, value_parser = words::<Side>())]
    side: Option<Side>,
}

impl Run for Move {
    fn run(self, session: &Session) -> Result<u8> {
        let said: Option<Result<Place, FieldError>> = self.site.as_deref().map(Place::parse);
        let said = said.transpose().map_err(|e| e.at("--site"))?;
        let mut store = session.open()?;
        let was = ops::find_spot(&store, &session.context(), self.spot)?;
        let mut now = was.clone();
        if let Saved::Spot(spot) = &mut now {
            let side = one_side(said.and_then(|place| place.side), self.side, "--site")?;
            let place = said.unwrap_or(spot.place());
            spot.move_to(Place { side: side.or(place.side), ..place });
        }
        done(session, &ops::correct(&mut store, &session.context(), &was, now)?)
    }
}
