//! The only part of the terminal program that touches the journal.

use super::message::{Act, Effect, Message};
use super::model::{Loaded, Model};
use crate::error::{Error, Result};
use crate::guidance::Level;
use crate::ops;
use crate::store::Store;

/// How many changes the history shows.
const HISTORY: usize = 500;

/// Performs one effect; what came of it is told in messages. Refused values come back as messages too, and other
/// failures as errors.
pub fn perform(effect: Effect, store: &mut Store, model: &Model) -> Result<Vec<Message>> {
    let context = model.context();
    let receipt = match effect {
        Effect::Load => {
            let judged = ops::assess(store, &context)?;
            return Ok(vec![Message::Loaded(Box::new(Loaded::new(judged)))]);
        }
        Effect::LoadSpot(number) => {
            let tree = ops::spot(store, &context, number)?;
            let history = ops::spot_history(store, &context, number)?;
            return Ok(vec![Message::SpotLoaded(Box::new(tree), history)]);
        }
        Effect::LoadHistory => return Ok(vec![Message::HistoryLoaded(ops::history(store, HISTORY)?)]),
        Effect::Undo => {
            let undone = ops::undo(store, &context)?;
            let done = format!("Undone: {undone}. It stays in the history.");
            let loaded = Loaded::new(ops::assess(store, &context)?);
            return Ok(vec![Message::Done { done, spot: None }, Message::Loaded(Box::new(loaded))]);
        }
        Effect::Act(act) => match act {
            Act::AddSpot(spot, look) => ops::add_spot(store, &context, *spot, Some(*look)),
            Act::Look(number, look) => ops::look(store, &context, number, *look),
            Act::Same(number, at) => ops::same(store, &context, &[number], at),
            Act::Review(number, new) => ops::review(store, &context, ops::Reviewed::Spot(number), new),
            Act::Treatment(number, new) => ops::treatment(store, &context, number, new),
        },
    };
    match receipt {
        Ok(receipt) => {
            // A narrow window has no room for the reasons, so what the entry led to is said at once.
            let spot = receipt.spot.and_then(|number| receipt.judged.assessment.spot(number));
            let led_to = spot.filter(|s| s.level >= Level::FollowUp).map(|s| s.level.headline(s.see, s.next_check));
            let done = led_to.map_or(receipt.done.clone(), |headline| format!("{} {headline}", receipt.done));
            let loaded = Loaded::new(Some(receipt.judged));
            Ok(vec![Message::Done { done, spot: receipt.spot }, Message::Loaded(Box::new(loaded))])
        }
        Err(Error::Invalid(error)) => Ok(vec![Message::Refused(error)]),
        Err(error) => Err(error),
    }
}
