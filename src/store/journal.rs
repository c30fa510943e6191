//! Loading of whole people with all their records.

use super::observation::load_observations;
use super::person::{PersonRow, infections, medicines, people, person_reviews, symptoms};
use super::spot::{load_spot, spot_reviews, spots, treatments};
use crate::domain::{Journal, Observation, PersonTree, SpotTree};
use crate::error::Result;
use rusqlite::Connection;

/// Loads the whole journal.
pub fn load_journal(connection: &Connection) -> Result<Journal> {
    people(connection)?.into_iter().map(|row| load_person(connection, row)).collect()
}

/// Loads a person with all records.
pub fn load_person(connection: &Connection, row: PersonRow) -> Result<PersonTree<Observation>> {
    let (mut tree, seqs) = load_tree(connection, row)?;
    for (tree, seq) in tree.spots.iter_mut().zip(seqs) {
        tree.observations = load_observations(connection, seq)?;
    }
    Ok(tree)
}

/// Loads one spot of a person with all its records.
pub fn load_spot_tree(connection: &Connection, person: i64, number: u32) -> Result<Option<SpotTree<Observation>>> {
    let Some((seq, spot)) = load_spot(connection, person, number)? else { return Ok(None) };
    let mut tree = SpotTree::new(spot);
    tree.observations = load_observations(connection, seq)?;
    let own = |(of, _): &(i64, _)| *of == seq;
    tree.treatments = treatments(connection, person)?.into_iter().filter(own).map(|(_, t)| t).collect();
    let own = |(of, _): &(i64, _)| *of == seq;
    tree.reviews = spot_reviews(connection, person)?.into_iter().filter(own).map(|(_, r)| r).collect();
    Ok(Some(tree))
}

/// Loads a person without observations, and the `seq` of each spot in the order of the spots.
pub(super) fn load_tree<O>(connection: &Connection, row: PersonRow) -> Result<(PersonTree<O>, Vec<i64>)> {
    let person = row.seq;
    let mut tree = PersonTree::new(row.person);
    tree.infections = infections(connection, person)?;
    tree.medicines = medicines(connection, person)?;
    tree.symptoms = symptoms(connection, person)?;
    tree.reviews = person_reviews(connection, person)?;
    let (seqs, found): (Vec<_>, Vec<_>) = spots(connection, person)?.into_iter().unzip();
    tree.spots = found.into_iter().map(SpotTree::new).collect();
    let index: std::collections::BTreeMap<i64, usize> = seqs.iter().enumerate().map(|(i, &s)| (s, i)).collect();
    for (seq, treatment) in treatments(connection, person)? {
        if let Some(&at) = index.get(&seq) {
            tree.spots[at].treatments.push(treatment);
        }
    }
    for (seq, review) in spot_reviews(connection, person)? {
        if let Some(&at) = index.get(&seq) {
            tree.spots[at].reviews.push(review);
        }
    }
    Ok((tree, seqs))
}
