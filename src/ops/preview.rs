//! Previews the flags of an unfinished entry, so that an emergency is shown before the form is saved.

use super::Context;
use super::entry::{NewLook, NewSpot};
use super::saved::Saved;
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
    /// A corrected entry, in place of the saved one with its id; or a new one, if there is none.
    Entry(Box<Saved>),
}

/// A flag that is open once the entry is saved.
#[derive(Clone)]
pub struct Foreseen {
    /// The flag, as it would be told.
    pub flag: Flag,
    /// Whether it is not open now, or open at a lower level.
    pub is_new: bool,
}

impl Foreseen {
    /// Returns whether saving opens a flag of level same-day or higher.
    pub fn is_alarm(&self) -> bool {
        self.is_new && self.flag.level >= Level::SameDay
    }
}

/// What an entry would do once it is saved.
pub struct Preview {
    /// The flags that would be open: those of the spot of the entry and of the person, or all of them for an entry of the
    /// person.
    pub flags: Vec<Foreseen>,
    /// The spot with the entry; `None` for an entry of the person, and for a new spot without a place.
    pub spot: Option<SpotTree<Look>>,
}

/// Assesses an entry as if it were saved. `facts` are the person's, `None` in a journal without people. `open` are the
/// flags open now.
pub fn preview(facts: Option<&Facts>, open: &[Flag], context: &Context<'_>, draft: &Draft) -> Preview {
    let mut then = match draft {
        // What is known of the person may change every flag.
        Draft::Symptoms(_) => facts.cloned().unwrap_or_else(nobody),
        // A look affects its own spot and the person's flags.
        Draft::Spot(..) => outline(facts, |_| false),
        Draft::Look(number, _) => outline(facts, |tree| tree.spot.number == *number),
        Draft::Entry(entry) => match entry.spot() {
            None => facts.cloned().unwrap_or_else(nobody),
            Some(number) => outline(facts, |tree| tree.spot.number == number),
        },
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
        Draft::Entry(entry) => {
            enter(&mut then, entry);
            entry.spot()
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
    let flags = match number {
        Some(number) => evaluate_spot(&then, context.windows, context.as_of(), number),
        None => evaluate(&then, context.windows, context.as_of()).flags,
    };
    let open_then = flags.into_iter().filter(|flag| flag.status == Status::Open && is_about(flag));
    let flags = open_then.map(|flag| Foreseen { is_new: !is_open(&flag), flag }).collect();
    let is_placed = !matches!(draft, Draft::Spot(None, _));
    let mut spot = then.spots.into_iter().find(|tree| is_placed && Some(tree.spot.number) == number);
    // The entry may be of an earlier day than the last look.
    spot.iter_mut().for_each(|tree| tree.observations.sort_unstable_by_key(|look| (look.at, look.id)));
    Preview { flags, spot }
}

/// Puts an entry in place of the saved one with its id, or adds it.
fn enter(facts: &mut Facts, entry: &Saved) {
    let tree = facts.spots.iter_mut().find(|tree| Some(tree.spot.number) == entry.spot());
    match (entry, tree) {
        (Saved::Look(_, look), Some(tree)) => {
            put(&mut tree.observations, look.clone().into(), |known| known.id == look.id)
        }
        (Saved::Spot(spot), Some(tree)) => tree.spot.clone_from(spot),
        (Saved::Review(_, r), Some(tree)) => put(&mut tree.reviews, r.clone(), |known| known.id == r.id),
        (Saved::Treatment(_, r), Some(tree)) => put(&mut tree.treatments, r.clone(), |known| known.id == r.id),
        (Saved::Review(None, r), None) => put(&mut facts.reviews, r.clone(), |known| known.id == r.id),
        (Saved::Symptom(r), _) => put(&mut facts.symptoms, r.clone(), |known| known.id == r.id),
        (Saved::Medicine(r), _) => put(&mut facts.medicines, r.clone(), |known| known.id == r.id),
        (Saved::Infection(r), _) => put(&mut facts.infections, r.clone(), |known| known.id == r.id),
        // Its spot was struck out or erased meanwhile.
        (Saved::Look(..) | Saved::Spot(_) | Saved::Review(Some(_), _) | Saved::Treatment(..), None) => {}
    }
}

fn put<T>(entries: &mut Vec<T>, entry: T, is_same: impl Fn(&T) -> bool) {
    match entries.iter_mut().find(|known| is_same(known)) {
        Some(known) => *known = entry,
        None => entries.push(entry),
    }
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
    PersonTree::new(Person::new(PersonId(Uuid::nil()), None, super::act::first_name()))
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
        note: None,
    }
}
