//! Sentences about the records of a sync.

use super::{Body, Entry, State};
use crate::domain::show_date;

/// Returns a sentence if a spot got another number or a person another name by the merge.
pub(super) fn say_renamed(ours: &Entry, stands: &Entry, merged: &State) -> Option<String> {
    match (&ours.body, &stands.body) {
        (Body::Spot(ours), Body::Spot(stands)) if ours.number != stands.number => {
            Some(format!("Spot {}, {}, is spot {} now: two had one number.", ours.number, ours.title(), stands.number))
        }
        (Body::Person(ours), Body::Person(stands)) if ours.name != stands.name => {
            let way =
                if is_there(merged, &ours.name) { say_way_to_unite(&stands.name, &ours.name) } else { String::new() };
            Some(format!("{} is called {} now.{way}", ours.name, stands.name))
        }
        _ => None,
    }
}

/// Returns a sentence about a new person who got a number appended, because somebody else has the name.
pub(super) fn say_namesake(new: &Entry, merged: &State) -> Option<String> {
    let Body::Person(person) = &new.body else { return None };
    let name = person.name.strip_suffix(')')?.rsplit_once(" (").filter(|(_, n)| n.parse::<u32>().is_ok())?.0;
    is_there(merged, name)
        .then(|| format!("{} is new here, from another machine.{}", person.name, say_way_to_unite(&person.name, name)))
}

fn say_way_to_unite(one: &str, other: &str) -> String {
    format!(" If both are one person: spotlog people merge \"{one}\" \"{other}\"")
}

fn is_there(state: &State, name: &str) -> bool {
    state.entries.values().any(|entry| matches!(&entry.body, Body::Person(person) if *person.name == *name))
}

/// Returns a phrase that names a record, for example "spot 3, left wrist back".
pub(super) fn say(entry: &Entry) -> String {
    match &entry.body {
        Body::Person(person) => format!("what is known of {}", person.name),
        Body::Spot(spot) => format!("spot {}, {}", spot.number, spot.title()),
        Body::Observation(look) => format!("the look of {}", show_date(look.at.day())),
        Body::Medicine(medicine) => {
            let name = medicine.name.as_ref().map_or_else(|| "a medicine".into(), |name| name.on_one_line());
            format!("{name}, from {}", show_date(medicine.started_on))
        }
        Body::Treatment(t) => format!("the treatment of {}", show_date(t.started_on)),
        other => format!("a {}", other.as_record().table()),
    }
}
