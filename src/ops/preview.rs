//! Previews the flags of an unfinished entry, so that an emergency is shown before the form is saved.

use super::Context;
use super::entry::{NewLook, NewSpot};
use super::symptom::NewSymptoms;
use crate::domain::{
    Answer, Facts, Look, ObservationId, Person, PersonId, PersonTree, Place, Site, Spot, SpotId, SpotTree, WordList,
};
use crate::guidance::{Flag, Level, Status, evaluate, evaluate_spot};
use uuid::Uuid;

/// An unfinished entry.
#[derive(Clone, Debug)]
pub enum Draft {
    /// A new spot. Without a place, only the answers of the look count.
    Spot(Option<NewSpot>, NewLook),
    /// A look at a spot that exists, by its number.
    Look(u32, NewLook),
    /// Symptoms of the person.
    Symptoms(NewSymptoms),
}

/// Returns the flags of level same-day or higher that the entry would open and that are not open already. `facts` are
/// the person's, `None` in a journal without people. `open` are the flags open now.
pub fn preview(facts: Option<&Facts>, open: &[Flag], context: &Context<'_>, draft: &Draft) -> Vec<Flag> {
    let mut then = match draft {
        // A symptom may be with any spot.
        Draft::Symptoms(_) => facts.cloned().unwrap_or_else(nobody),
        // A look affects its own spot and the person's flags.
        Draft::Spot(..) => outline(facts, |_| false),
        Draft::Look(number, _) => outline(facts, |tree| tree.spot.number == *number),
    };
    let number = match draft {
        Draft::Symptoms(new) => {
            then.symptoms.extend(new.entries(context));
            None
        }
        Draft::Spot(new, look) => {
            let number = then.spots.iter().map(|tree| tree.spot.number).max().unwrap_or(0).saturating_add(1);
            let mut tree = SpotTree::new(spot(new.as_ref(), number));
            tree.observations.push(as_look(look));
            then.spots.push(tree);
            then.symptoms.extend(look.symptoms(context));
            Some(number)
        }
        Draft::Look(number, look) => {
            if let Some(tree) = then.spots.iter_mut().find(|tree| tree.spot.number == *number) {
                tree.observations.push(as_look(look));
            }
            then.symptoms.extend(look.symptoms(context));
            Some(*number)
        }
    };
    let is_about = |flag: &Flag| number.is_none() || flag.spot.is_none() || flag.spot == number;
    let is_open = |flag: &Flag| {
        open.iter().any(|known| {
            known.status == Status::Open
                && known.rule.ident == flag.rule.ident
                && known.spot == flag.spot
                && known.level >= flag.level
        })
    };
    let urgent = |flag: &Flag| flag.status == Status::Open && flag.level >= Level::SameDay;
    let mut flags = match number {
        Some(number) => evaluate_spot(&then, context.windows, context.as_of(), number),
        None => evaluate(&then, context.windows, context.as_of()).flags,
    };
    flags.retain(|flag| urgent(flag) && is_about(flag) && !is_open(flag));
    flags
}

fn as_look(look: &NewLook) -> Look {
    Look { id: ObservationId(Uuid::max()), at: look.at, answers: look.answers }
}

/// Returns the person with the looks of the wanted spots and of those on the face. Rashes of the body are compared with
/// those of the face.
fn outline(facts: Option<&Facts>, wanted: impl Fn(&SpotTree<Look>) -> bool) -> Facts {
    facts.map_or_else(nobody, |facts| facts.with_looks_of(|tree| wanted(tree) || tree.spot.site.is_on_face()))
}

fn nobody() -> Facts {
    PersonTree::new(Person {
        id: PersonId(Uuid::nil()),
        changed_at: None,
        name: super::act::first_name(),
        born: None,
        pregnant: Answer::Unanswered,
        long_term_illness: Answer::Unanswered,
        conditions: Vec::new(),
    })
}

/// Builds the spot from the known fields. Before a place is typed, it gets a site that no rule mentions.
fn spot(new: Option<&NewSpot>, number: u32) -> Spot {
    let place = new.map_or(Place { site: Site::Other, side: None }, |new| new.place);
    Spot {
        id: SpotId(Uuid::max()),
        changed_at: None,
        number,
        label: None,
        site: place.site,
        side: place.side,
        position: None,
        first_seen: new.and_then(|new| new.first_seen),
        since_birth: new.map_or(Answer::Unanswered, |new| new.since_birth),
        onset: new.and_then(|new| new.onset),
        contexts: new.map_or_else(WordList::default, |new| new.contexts),
        closed: None,
    }
}
