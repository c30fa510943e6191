//! Merges several states of one journal into one. Pure and independent of the order, so that machines with the same
//! states agree.

use crate::domain::{
    Erasures, FieldError, Infection, Journal, LAST_NUMBER, LaterMut, Medicine, NOTE, Name, Observation, Person,
    PersonTree, Photo, Review, Spot, SpotTree, Symptom, Treatment,
};
use crate::exchange::{Canonical, JournalVersion};
use crate::store::RecordRef;
use chrono::{DateTime, TimeDelta, Utc};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The kind of a record; owners sort before their children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// A person, who has no owner.
    Person,
    /// An infection of a person.
    Infection,
    /// A medicine of a person.
    Medicine,
    /// A symptom of a person.
    Symptom,
    /// A spot of a person.
    Spot,
    /// A treatment of a spot.
    Treatment,
    /// A review of a person or of a spot.
    Review,
    /// An observation of a spot.
    Observation,
    /// A reference to a picture, of an observation.
    Photo,
}

impl RecordKind {
    /// Every kind, in order.
    pub const ALL: [RecordKind; 9] = [
        RecordKind::Person,
        RecordKind::Infection,
        RecordKind::Medicine,
        RecordKind::Symptom,
        RecordKind::Spot,
        RecordKind::Treatment,
        RecordKind::Review,
        RecordKind::Observation,
        RecordKind::Photo,
    ];

    /// The name of the kind in the journal.
    pub fn word(self) -> &'static str {
        match self {
            RecordKind::Person => "person",
            RecordKind::Infection => "infection",
            RecordKind::Medicine => "medicine",
            RecordKind::Symptom => "symptom",
            RecordKind::Spot => "spot",
            RecordKind::Treatment => "treatment",
            RecordKind::Review => "review",
            RecordKind::Observation => "observation",
            RecordKind::Photo => "photo",
        }
    }
}

/// The kind and id of a record.
pub type Key = (RecordKind, Uuid);

/// A record without its children.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Without any children. Has no owner.
    Person(Person),
    /// Owned by a person.
    Infection(Infection),
    /// Owned by a person.
    Medicine(Medicine),
    /// Owned by a person.
    Symptom(Symptom),
    /// Without its children. Owned by a person.
    Spot(Spot),
    /// Owned by a spot.
    Treatment(Treatment),
    /// Owned by a person or by a spot.
    Review(Review),
    /// Without its photos, which are separate records. Owned by a spot.
    Observation(Observation),
    /// Owned by an observation.
    Photo(Photo),
}

impl Body {
    /// Returns a reference for the store.
    pub fn as_record(&self) -> RecordRef<'_> {
        match self {
            Body::Person(r) => RecordRef::Person(r),
            Body::Infection(r) => RecordRef::Infection(r),
            Body::Medicine(r) => RecordRef::Medicine(r),
            Body::Symptom(r) => RecordRef::Symptom(r),
            Body::Spot(r) => RecordRef::Spot(r),
            Body::Treatment(r) => RecordRef::Treatment(r),
            Body::Review(r) => RecordRef::Review(r),
            Body::Observation(r) => RecordRef::Observation(r),
            Body::Photo(r) => RecordRef::Photo(r),
        }
    }

    /// Returns the place of the fields of which some version of the format says nothing.
    fn later_fields(&mut self) -> Option<LaterMut<'_>> {
        Some(match self {
            Body::Person(r) => r.into(),
            Body::Infection(r) => r.into(),
            Body::Medicine(r) => r.into(),
            Body::Spot(r) => r.into(),
            Body::Treatment(r) => r.into(),
            Body::Review(r) => r.into(),
            Body::Observation(r) => r.into(),
            Body::Photo(r) => r.into(),
            Body::Symptom(_) => return None,
        })
    }

    /// Returns after how many versions of the format the record has fields.
    fn has_later_fields(&self) -> usize {
        let mut body = self.clone();
        let place = body.later_fields();
        let versions = JournalVersion::ALL.into_iter();
        place.map_or(0, |place| versions.filter(|version| place.get(version.number()).is_some()).count())
    }

    fn canonical(&self) -> String {
        match self {
            Body::Person(r) => r.canonical(),
            Body::Infection(r) => r.canonical(),
            Body::Medicine(r) => r.canonical(),
            Body::Symptom(r) => r.canonical(),
            Body::Spot(r) => r.canonical(),
            Body::Treatment(r) => r.canonical(),
            Body::Review(r) => r.canonical(),
            Body::Observation(r) => r.canonical(),
            Body::Photo(r) => r.canonical(),
        }
    }

    fn kind(&self) -> RecordKind {
        match self {
            Body::Person(_) => RecordKind::Person,
            Body::Infection(_) => RecordKind::Infection,
            Body::Medicine(_) => RecordKind::Medicine,
            Body::Symptom(_) => RecordKind::Symptom,
            Body::Spot(_) => RecordKind::Spot,
            Body::Treatment(_) => RecordKind::Treatment,
            Body::Review(_) => RecordKind::Review,
            Body::Observation(_) => RecordKind::Observation,
            Body::Photo(_) => RecordKind::Photo,
        }
    }
}

/// One version of a record, and its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The content. Its kind and id are the key of the entry.
    pub body: Body,
    /// The parent record; `None` for a person.
    pub owner: Option<Key>,
}

impl Entry {
    /// Returns the change time; `None` sorts before every time.
    pub fn changed_at(&self) -> Option<DateTime<Utc>> {
        self.body.as_record().changed_at()
    }

    /// Returns whether this version wins over another one of the same record. The later one wins. A tie is broken by the
    /// later fields, which an old file in between took from one of them. Then the text in the file format decides, which
    /// every version of the program writes identically.
    fn wins_over(&self, other: &Entry) -> bool {
        let text = |entry: &Entry| (entry.body.has_later_fields(), entry.body.canonical(), entry.owner);
        match self.changed_at().cmp(&other.changed_at()) {
            Ordering::Equal => self != other && text(self) > text(other),
            order => order == Ordering::Greater,
        }
    }
}

/// Everything a machine knows: its records, its tombstones with their times, and all erasures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The version of each record that is known here.
    pub entries: BTreeMap<Key, Entry>,
    /// When each deleted record was deleted. A later version of the record wins over it.
    pub gone: BTreeMap<Key, DateTime<Utc>>,
    /// What was erased for good. Wins over entries of any time.
    pub erased: Erasures,
    /// The version of the file that it came from. An entry of an older one says nothing of later fields.
    pub version: JournalVersion,
    /// The keys of the pictures of an encrypted folder, as text. They are no part of the journal.
    pub photo_keys: BTreeSet<String>,
}

impl State {
    /// Creates a state from a journal and its tombstones, without erasures.
    pub fn new(journal: Journal, gone: BTreeMap<Key, DateTime<Utc>>) -> State {
        let mut state = State { gone, ..State::default() };
        for tree in journal {
            let person = state.add(Body::Person(tree.person), None);
            for r in tree.infections {
                state.add(Body::Infection(r), Some(person));
            }
            for r in tree.medicines {
                state.add(Body::Medicine(r), Some(person));
            }
            for r in tree.symptoms {
                state.add(Body::Symptom(r), Some(person));
            }
            for r in tree.reviews {
                state.add(Body::Review(r), Some(person));
            }
            for tree in tree.spots {
                let spot = state.add(Body::Spot(tree.spot), Some(person));
                for r in tree.treatments {
                    state.add(Body::Treatment(r), Some(spot));
                }
                for r in tree.reviews {
                    state.add(Body::Review(r), Some(spot));
                }
                for mut observation in tree.observations {
                    let photos = std::mem::take(&mut observation.photos);
                    let observation = state.add(Body::Observation(observation), Some(spot));
                    for r in photos {
                        state.add(Body::Photo(r), Some(observation));
                    }
                }
            }
        }
        state
    }

    /// Returns whether any of its records or notes is erased.
    pub fn holds_any(&self, erased: &Erasures) -> bool {
        !erased.is_empty()
            && self.entries.iter().any(|((kind, id), entry)| {
                let has_note = matches!(&entry.body, Body::Observation(look) if look.note.is_some());
                erased.has(kind.word(), *id) || has_note && erased.has_note(*id, entry.changed_at())
            })
    }

    fn add(&mut self, body: Body, owner: Option<Key>) -> Key {
        let key = (body.kind(), body.as_record().id());
        self.entries.insert(key, Entry { body, owner });
        key
    }

    /// Builds the journal of the records: people in the order of their ids, everything else in the order of a journal.
    pub fn journal(&self) -> Journal {
        let mut people: BTreeMap<Uuid, PersonTree<Observation>> = BTreeMap::new();
        let mut spots: BTreeMap<Uuid, (Uuid, SpotTree<Observation>)> = BTreeMap::new();
        let mut looks: BTreeMap<Uuid, (Uuid, Observation)> = BTreeMap::new();
        // Owners sort first.
        for ((_, id), entry) in &self.entries {
            let owner = entry.owner.map(|(_, id)| id).unwrap_or_default();
            let person = people.get_mut(&owner);
            match (&entry.body, person) {
                (Body::Person(r), _) => drop(people.insert(*id, PersonTree::new(r.clone()))),
                (Body::Spot(r), _) => drop(spots.insert(*id, (owner, SpotTree::new(r.clone())))),
                (Body::Infection(r), Some(tree)) => tree.infections.push(r.clone()),
                (Body::Medicine(r), Some(tree)) => tree.medicines.push(r.clone()),
                (Body::Symptom(r), Some(tree)) => tree.symptoms.push(r.clone()),
                (Body::Review(r), Some(tree)) => tree.reviews.push(r.clone()),
                (Body::Review(r), None) => {
                    if let Some((_, tree)) = spots.get_mut(&owner) {
                        tree.reviews.push(r.clone());
                    }
                }
                (Body::Treatment(r), _) => {
                    if let Some((_, tree)) = spots.get_mut(&owner) {
                        tree.treatments.push(r.clone());
                    }
                }
                (Body::Observation(r), _) => drop(looks.insert(*id, (owner, r.clone()))),
                (Body::Photo(r), _) => {
                    if let Some((_, look)) = looks.get_mut(&owner) {
                        look.photos.push(r.clone());
                    }
                }
                _ => {}
            }
        }
        for (spot, look) in looks.into_values() {
            if let Some((_, tree)) = spots.get_mut(&spot) {
                tree.observations.push(look);
            }
        }
        for (person, mut tree) in spots.into_values() {
            tree.observations.sort_unstable_by_key(|look| (look.at, look.id));
            if let Some(whole) = people.get_mut(&person) {
                whole.spots.push(tree);
            }
        }
        let mut journal: Journal = people.into_values().collect();
        journal.iter_mut().for_each(|tree| tree.spots.sort_by_key(|tree| tree.spot.number));
        journal
    }
}

/// Fills the fields that came after the version of a state, so that an old file or program takes none away. They come from
/// the best version of each record in newer states.
pub(super) fn fill_later(old: &mut State, others: &[&State]) {
    let version = old.version.number();
    for (key, entry) in &mut old.entries {
        let versions = others.iter().filter_map(|state| state.entries.get(key));
        let best = versions.reduce(|best, other| if other.wins_over(best) { other } else { best });
        let known = best.and_then(|best| best.body.clone().later_fields().and_then(|place| place.get(version)));
        if let (Some(known), Some(place)) = (known, entry.body.later_fields()) {
            place.set(version, known);
        }
    }
}

/// Merges all states. A record erased in any state is erased with its children, whatever the clocks say. For every
/// other record the last writer wins, and a tombstone at or after the change wins over it. But a surviving child
/// restores its owner. If two people have one name or two spots one number, the older id keeps it.
///
/// # Errors
///
/// Fails for a record without its owner in any state, which no machine writes.
pub fn merge(states: &[&State]) -> Result<State, FieldError> {
    let mut merged = State::default();
    states.iter().for_each(|state| merged.erased.join(&state.erased));
    for state in states {
        for (&key, &at) in &state.gone {
            let latest = merged.gone.entry(key).or_insert(at);
            *latest = at.max(*latest);
        }
        for (&key, entry) in &state.entries {
            let entry = without_erased_note(entry, &mut merged.erased);
            match merged.entries.get_mut(&key) {
                Some(known) if !entry.wins_over(known) => {}
                Some(known) => *known = entry.into_owned(),
                None => drop(merged.entries.insert(key, entry.into_owned())),
            }
        }
    }
    leave_out_erased(&mut merged);
    let lives = |key: &Key, entry: &Entry| merged.gone.get(key).is_none_or(|&gone| entry.changed_at() > Some(gone));
    let mut living: BTreeSet<Key> = BTreeSet::new();
    for (&key, entry) in merged.entries.iter().filter(|(key, entry)| lives(key, entry)) {
        living.insert(key);
        let mut owner = entry.owner;
        while let Some(above) = owner {
            let entry = merged.entries.get(&above).ok_or_else(|| {
                FieldError::new(format!("the {} {} belongs to nothing that is there", key.0.word(), key.1))
            })?;
            living.insert(above);
            owner = entry.owner;
        }
    }
    merged.entries.retain(|key, _| living.contains(key));
    merged.gone.retain(|key, _| !living.contains(key));
    tell_names_apart(&mut merged)?;
    tell_numbers_apart(&mut merged);
    Ok(merged)
}

/// Returns a version of a look without its note, if that is erased. An erasure that counts is then dated no earlier than
/// the version.
pub(super) fn without_erased_note<'e>(entry: &'e Entry, erased: &mut Erasures) -> Cow<'e, Entry> {
    let mut entry = Cow::Borrowed(entry);
    if let Body::Observation(Observation { id, note: Some(_), changed_at, .. }) = entry.body
        && erased.has_note(id.0, changed_at)
    {
        if let Some(note) = erased.get(NOTE, id.0) {
            erased.erase(NOTE, id.0, note.at, changed_at);
        }
        if let Body::Observation(look) = &mut entry.to_mut().body {
            look.note = None;
        }
    }
    entry
}

/// Removes the erased records with their children and marks all of them as erased. Older versions only know tombstones,
/// so each gets one later than its version.
fn leave_out_erased(merged: &mut State) {
    if merged.erased.is_empty() {
        return;
    }
    let State { entries, gone, erased, version: _, photo_keys: _ } = merged;
    let owner = |key: &Key| entries.get(key).and_then(|entry| entry.owner);
    let mut left_out: Vec<Key> = Vec::new();
    for (&key, entry) in entries.iter() {
        let mut chain = std::iter::successors(Some(key), owner);
        if let Some(root) = chain.find_map(|(kind, id)| erased.get(kind.word(), id)) {
            erased.erase(key.0.word(), key.1, root.at, entry.changed_at());
            if let (Body::Spot(spot), Some((_, person))) = (&entry.body, entry.owner) {
                erased.keep_number(key.1, person, spot.number);
            }
            left_out.push(key);
        }
    }
    left_out.iter().for_each(|key| drop(entries.remove(key)));
    tell_as_gone(gone, erased);
}

/// Adds a tombstone for every erased record, since older versions only understand those.
pub(super) fn tell_as_gone(gone: &mut BTreeMap<Key, DateTime<Utc>>, erased: &Erasures) {
    for (kind, id, _) in erased.iter() {
        let kind = RecordKind::ALL.into_iter().find(|known| known.word() == kind);
        if let (Some(kind), Some(erasure)) = (kind, kind.and_then(|kind| erased.get(kind.word(), id))) {
            let latest = gone.entry((kind, id)).or_insert(erasure.at);
            *latest = erasure.at.max(*latest);
        }
    }
}

/// Returns the change time of a renaming or renumbering: later than its inputs, and the same on every machine.
fn later(at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    Some(at.unwrap_or(DateTime::UNIX_EPOCH) + TimeDelta::milliseconds(1))
}

fn tell_names_apart(state: &mut State) -> Result<(), FieldError> {
    let mut taken: BTreeSet<Name> = BTreeSet::new();
    for entry in state.entries.values_mut() {
        let Body::Person(person) = &mut entry.body else { continue };
        let name = person.name.clone();
        let mut n = 2;
        while taken.contains(&person.name) {
            person.name = format!("{name} ({n})").parse()?;
            n += 1;
        }
        if person.name != name {
            person.changed_at = later(person.changed_at);
        }
        taken.insert(person.name.clone());
    }
    Ok(())
}

/// Renumbers spots with a duplicate number or one beyond the last. The later id gets an unused number.
fn tell_numbers_apart(state: &mut State) {
    // Every number in use or used before, so that no new one clashes.
    let mut used: BTreeSet<(Key, u32)> = BTreeSet::new();
    for entry in state.entries.values() {
        if let (Body::Spot(spot), Some(owner)) = (&entry.body, entry.owner) {
            used.insert((owner, spot.number));
        }
    }
    used.extend(
        state.erased.iter().filter_map(|(_, _, erasure)| {
            erasure.number.map(|(person, number)| ((RecordKind::Person, person), number))
        }),
    );
    let mut taken: BTreeSet<(Key, u32)> = BTreeSet::new();
    for entry in state.entries.values_mut() {
        let (Body::Spot(spot), Some(owner)) = (&mut entry.body, entry.owner) else { continue };
        if spot.number <= LAST_NUMBER && taken.insert((owner, spot.number)) {
            continue;
        }
        let last = used.range((owner, 0)..=(owner, LAST_NUMBER)).next_back().map_or(0, |(_, number)| *number);
        let next = (last + 1..=LAST_NUMBER).chain(1..).find(|number| !used.contains(&(owner, *number)));
        spot.number = next.unwrap_or(spot.number);
        spot.changed_at = later(spot.changed_at);
        used.insert((owner, spot.number));
        taken.insert((owner, spot.number));
    }
}
