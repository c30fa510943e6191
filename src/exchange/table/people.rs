//! The rows of a table, grouped by person and spot, become a journal.

use super::row::{Row, SpotCells};
use crate::domain::{
    Answer, Erasures, Facts, FieldError, FirstSeen, Journal, NO_NAME, Observation, ObservationId, Person, PersonId,
    PersonTree, Side, Site, Spot, SpotId, SpotTree, Text, Word, check_names,
};
use crate::exchange::identity::Identity;
use crate::exchange::journal::content_of;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The person of rows that name none, and the existing data.
#[derive(Clone, Copy, Default)]
pub struct Whose<'a> {
    /// The person of every row. A row that names another one is refused.
    pub person: Option<&'a str>,
    /// The person of the rows that name none.
    pub usual: Option<&'a str>,
    /// The people of the journal. A table without ids adds to them, with free numbers for its spots.
    pub known: &'a [Facts],
    /// The erasures of the journal. The numbers of erased spots are not free.
    pub erased: Option<&'a Erasures>,
}

/// The rows read so far, grouped by person and spot.
pub(super) struct People<'a> {
    whose: Whose<'a>,
    people: Vec<PersonRows>,
    by_name: BTreeMap<String, usize>,
}

struct PersonRows {
    name: String,
    id: Option<Uuid>,
    line: usize,
    spots: Vec<SpotRows>,
    by_number: BTreeMap<u32, usize>,
    by_place: BTreeMap<Place, usize>,
}

/// The site, side and label of a spot, which stand for it where it has no number.
type Place = (Option<Site>, Option<Side>, Option<String>);

struct SpotRows {
    cells: SpotCells,
    line: usize,
    looks: Vec<LookRow>,
}

struct LookRow {
    id: Option<Uuid>,
    look: Observation,
    line: usize,
}

/// The first line of a spot, and the lines of its observations.
type SpotLines = (usize, Vec<usize>);

impl<'a> People<'a> {
    pub(super) fn new(whose: Whose<'a>) -> Self {
        People { whose, people: Vec::new(), by_name: BTreeMap::new() }
    }

    /// Adds a row to the person with its name, and to the spot with its number, or else with its place and label.
    pub(super) fn add(&mut self, row: Row, line: usize) -> Result<(), FieldError> {
        let name = self.name_of(row.person)?;
        let p = *self.by_name.entry(name.clone()).or_insert_with(|| {
            self.people.push(PersonRows {
                name,
                id: None,
                line,
                spots: Vec::new(),
                by_number: BTreeMap::new(),
                by_place: BTreeMap::new(),
            });
            self.people.len() - 1
        });
        let rows = &mut self.people[p];
        if let Some(id) = row.person_id
            && *rows.id.get_or_insert(id) != id
        {
            return Err(FieldError::new(format!("{} has another id further up", rows.name)).at("person_id"));
        }
        let number = row.spot.number.as_ref().map(|cell| cell.value);
        let place = place_of(&row.spot);
        let known = match number {
            Some(number) => rows.by_number.get(&number),
            None => rows.by_place.get(&place),
        };
        let s = match known {
            Some(&s) => {
                let spot = &mut rows.spots[s];
                spot.cells.join(row.spot, spot.line)?;
                s
            }
            None => {
                rows.spots.push(SpotRows { cells: row.spot, line, looks: Vec::new() });
                rows.spots.len() - 1
            }
        };
        if let Some(number) = number {
            rows.by_number.insert(number, s);
        }
        rows.by_place.entry(place).or_insert(s);
        rows.spots[s].looks.push(LookRow { id: row.id, look: row.look, line });
        Ok(())
    }

    /// Returns the name of a row's person: from the row, from the request, or of the journal's only person.
    fn name_of(&self, said: Option<String>) -> Result<String, FieldError> {
        if let Some(said) = said {
            return match self.whose.person {
                Some(wanted) if said != wanted => {
                    Err(FieldError::new(format!("the row is of {said}, and --person says {wanted}")).at("person"))
                }
                _ => Ok(said),
            };
        }
        match (self.whose.person.or(self.whose.usual), self.whose.known) {
            (Some(name), _) => Ok(name.to_owned()),
            (None, []) => Ok(NO_NAME.to_owned()),
            (None, [one]) => Ok(one.person.name.to_string()),
            (None, several) => {
                let names: Vec<String> = several.iter().map(|tree| tree.person.name.to_string()).collect();
                let message = format!("the table does not say whose it is; add --person, one of: {}", names.join(", "));
                Err(FieldError::new(message).at("person"))
            }
        }
    }

    /// Makes the journal: people and spots that are known keep what a table has no column for.
    pub(super) fn into_journal(self) -> Result<Journal, FieldError> {
        let mut ids = Ids::default();
        let mut journal = Journal::new();
        for rows in self.people {
            let known = self.whose.known.iter().find(|tree| *tree.person.name == *rows.name);
            let erased = self.whose.erased.zip(known);
            let used = erased.into_iter().flat_map(|(erased, known)| erased.numbers_of(known.person.id.0));
            let (mut tree, lines) = rows.tree(known, used, &mut ids)?;
            if let Some(known) = self.whose.known.iter().find(|known| known.person.id == tree.person.id) {
                tree.person = known.person.clone();
            }
            tree.check().map_err(|error| at_line(error, &lines))?;
            journal.push(tree);
        }
        check_names(&journal)?;
        Ok(journal)
    }
}

/// Returns what stands for a spot without a number. In the words for a place, case, repeated blanks and end punctuation do
/// not count, since people do not type them the same way in every row.
fn place_of(cells: &SpotCells) -> Place {
    let plain = |words: &Text| {
        let words: Vec<&str> = words.split_whitespace().collect();
        words.join(" ").trim_end_matches(['.', ',', ';', '!']).to_lowercase()
    };
    let label = cells.label.as_ref().map(|cell| cell.value.to_string());
    let label = label.or_else(|| cells.place_words.as_ref().map(|cell| plain(&cell.value)));
    (cells.site.as_ref().map(|cell| cell.value), cells.side.as_ref().map(|cell| cell.value), label)
}

/// The ids of one table.
#[derive(Default)]
struct Ids {
    identity: Identity,
    used: BTreeSet<Uuid>,
}

impl Ids {
    /// Refuses an id that another record of the table has.
    fn take(&mut self, id: Uuid, field: &str, line: usize) -> Result<Uuid, FieldError> {
        if self.used.insert(id) {
            return Ok(id);
        }
        let error = FieldError::new(format!("{id} names another record of this table too"));
        Err(error.at(field).at(format!("line {line}")))
    }
}

impl PersonRows {
    /// Returns the person, and for each spot its line and those of its observations. New spots never get a used number.
    fn tree(
        self,
        known: Option<&Facts>,
        used: impl Iterator<Item = u32>,
        ids: &mut Ids,
    ) -> Result<(PersonTree<Observation>, Vec<SpotLines>), FieldError> {
        let of_name = || Identity::default().of("person", None, &self.name);
        let id = self.id.or_else(|| known.map(|tree| tree.person.id.0)).unwrap_or_else(of_name);
        let id = ids.take(id, "person_id", self.line)?;
        let name = self.name.parse().map_err(|e: FieldError| e.at("person").at(format!("line {}", self.line)))?;
        let mut tree = PersonTree::new(Person::new(PersonId(id), None, name));
        let mut taken: BTreeSet<u32> = self.by_number.keys().copied().collect();
        taken.extend(used);
        taken.extend(known.into_iter().flat_map(|tree| &tree.spots).map(|tree| tree.spot.number));
        let mut free = taken.last().map_or(1, |last| last.saturating_add(1));
        let mut lines = Vec::new();
        for SpotRows { cells, line, looks } in self.spots {
            let spot = spot_of(cells, known, id, &mut free, ids).map_err(|e| e.at(format!("line {line}")))?;
            let parent = ids.take(spot.id.0, "spot_id", line)?;
            let mut spot = SpotTree::new(spot);
            let mut of_looks = Vec::new();
            for LookRow { id, mut look, line } in looks {
                let id = id.unwrap_or_else(|| ids.identity.of("observation", Some(parent), &content_of(&look)));
                look.id = ObservationId(ids.take(id, "id", line)?);
                spot.observations.push(look);
                of_looks.push(line);
            }
            tree.spots.push(spot);
            lines.push((line, of_looks));
        }
        Ok((tree, lines))
    }
}

/// Returns the spot of these cells, with its id and number: those of the table, those of the known spot, or new ones.
fn spot_of(
    cells: SpotCells,
    known: Option<&Facts>,
    person: Uuid,
    free: &mut u32,
    ids: &mut Ids,
) -> Result<Spot, FieldError> {
    let (site, side, label) = place_of(&cells);
    let site = site.ok_or_else(|| FieldError::new("the cell is empty; allowed: a site, as shin").at("site"))?;
    let spots = || known.into_iter().flat_map(|tree| &tree.spots).map(|tree| &tree.spot);
    let of_number = |number: u32| spots().find(|spot| spot.number == number);
    let number = cells.number.map(|cell| cell.value);
    let id = match (cells.id.map(|cell| cell.value), number) {
        (Some(id), _) => id,
        (None, Some(number)) => match of_number(number) {
            Some(spot) if (spot.site, spot.side) != (site, side) => return Err(is_another(spot)),
            Some(spot) => spot.id.0,
            None => ids.identity.of("spot", Some(person), &number.to_string()),
        },
        (None, None) => {
            let place = [site.word(), side.map_or("", Word::word), label.as_deref().unwrap_or_default()];
            Identity::default().of("spot of a table", Some(person), &place.join("\n"))
        }
    };
    let same = spots().find(|spot| spot.id.0 == id);
    let number = number.or(same.map(|spot| spot.number)).unwrap_or_else(|| {
        *free += 1;
        *free - 1
    });
    // Words for a place are the name of a new spot, or its note beside a name.
    let words = cells.place_words.filter(|_| same.is_none()).map(|cell| cell.value);
    let (label, note) = match cells.label {
        Some(label) => (Some(label.value), words),
        None => (words, None),
    };
    Ok(Spot {
        id: SpotId(id),
        changed_at: None,
        number,
        label,
        site,
        side,
        position: same.and_then(|spot| spot.position),
        first_seen: FirstSeen::of(cells.first_seen.map(|c| c.value), cells.precision.map(|c| c.value))
            .map_err(|e| e.at("first_seen"))?,
        since_birth: Answer::from(cells.since_birth.map(|cell| cell.value)),
        onset: cells.onset.map(|cell| cell.value),
        contexts: cells.contexts.map(|cell| cell.value).unwrap_or_default(),
        closed: same.and_then(|spot| spot.closed),
        note,
    })
}

fn is_another(spot: &Spot) -> FieldError {
    let message = format!(
        "spot {} of this journal is another one, {}; leave the number out, and the spot gets a free one",
        spot.number,
        spot.place().label()
    );
    FieldError::new(message).at("number")
}

/// Replaces the path of an error in a person by the line of its row.
fn at_line(error: FieldError, spots: &[SpotLines]) -> FieldError {
    let index = |name: &str| {
        let (_, rest) = error.path.split_once(&format!("{name}["))?;
        rest.split_once(']')?.0.parse::<usize>().ok()
    };
    let Some((line, looks)) = index("spots").and_then(|s| spots.get(s)) else { return error };
    let line = index("observations").and_then(|o| looks.get(o)).unwrap_or(line);
    let field = error.path.rsplit("].").next().unwrap_or_default().to_owned();
    FieldError { path: field, message: error.message }.at(format!("line {line}"))
}
