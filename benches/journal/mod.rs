//! The generated journal of the benchmarks: one person with spots measured and described at every look.

use chrono::{Days, NaiveDate};
use spotlog::domain::{
    Answer, Answers, Colour, FirstSeen, GlassTest, Journal, Measurement, Method, Moment, Morphology, Observation,
    ObservationId, Outline, Person, PersonId, PersonTree, Precision, Presence, Readings, Review, ReviewId, Reviewer,
    Side, Site, Spot, SpotId, SpotTree, Surface, WordList,
};
use spotlog::guidance::Windows;
use spotlog::ops::{self, Context, Now};
use spotlog::store::Store;
use std::path::Path;
use uuid::Uuid;

/// The number of days between the observations of a spot. The last one is yesterday.
const DAYS_APART: u64 = 5;

/// Returns the time of the benchmarks: 21 November 2026, 20:00.
pub(crate) fn now() -> Now {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    let local = today.and_hms_opt(20, 0, 0).expect("a time of day");
    Now { local, utc: local.and_utc() }
}

/// Returns a context at the time of the benchmarks.
pub(crate) fn context(windows: &Windows) -> Context<'_> {
    Context { now: now(), windows, made_by: "bench", person: None, as_of: None }
}

/// Returns a journal of one person with that many spots and observations of each. Sizes scatter, every fifth spot also
/// grows slowly, and every tenth was reviewed halfway.
pub(crate) fn journal(spots: u32, looks: u32) -> Journal {
    let mut person = PersonTree::new(Person {
        born: NaiveDate::from_ymd_opt(1980, 1, 1),
        pregnant: Answer::No,
        long_term_illness: Answer::No,
        ..Person::new(PersonId(id(1, 0, 0)), None, "Bench".parse().expect("a name"))
    });
    person.spots = (1..=spots).map(|number| spot(number, looks)).collect();
    vec![person]
}

/// Writes the journal into a new file and returns the open store.
pub(crate) fn write(journal: &Journal, file: &Path) -> Store {
    let mut store = Store::open(file).expect("a new journal");
    ops::import(&mut store, &context(&Windows::default()), journal).expect("an import");
    store
}

fn id(kind: u128, number: u32, look: u32) -> Uuid {
    let fixed = 0xbe4c_0000_0000_5000_8000_0000_0000_0000;
    Uuid::from_u128(fixed | kind << 56 | u128::from(number) << 24 | u128::from(look))
}

fn spot(number: u32, looks: u32) -> SpotTree<Observation> {
    const SITES: [Site; 5] = [Site::Shin, Site::UpperBack, Site::WristBack, Site::Cheek, Site::Abdomen];
    let day_of = |look: u32| now().today() - Days::new(1 + u64::from(looks - 1 - look) * DAYS_APART);
    let mut tree = SpotTree::new(Spot {
        id: SpotId(id(2, number, 0)),
        changed_at: None,
        number,
        label: None,
        site: SITES[number as usize % SITES.len()],
        side: Some(if number.is_multiple_of(2) { Side::Left } else { Side::Right }),
        position: None,
        first_seen: Some(FirstSeen { on: day_of(0), precision: Precision::Day }),
        since_birth: Answer::No,
        onset: None,
        contexts: WordList::default(),
        closed: None,
        note: None,
    });
    tree.observations = (0..looks)
        .map(|look| Observation {
            id: ObservationId(id(3, number, look)),
            changed_at: None,
            at: Moment::on(day_of(look)),
            answers: answers(number, look),
            note: (look % 8 == 0).then(|| "looks as it did last time".parse().expect("a text")),
            photos: Vec::new(),
        })
        .collect();
    if number.is_multiple_of(10) {
        tree.reviews.push(Review {
            id: ReviewId(id(4, number, 0)),
            changed_at: None,
            on: day_of(looks / 2),
            by: Reviewer::Dermatologist,
            said: None,
            outcome: None,
            note: None,
        });
    }
    tree
}

/// Returns the answers of an observation: a size in half millimetres, and nearly always the same description.
fn answers(number: u32, look: u32) -> Answers {
    // Small numbers that neither repeat soon nor rise.
    let scatter = f64::from((number * 7 + look * look * 13) % 4) * 0.5;
    let growth = if number.is_multiple_of(5) { f64::from(look) * 0.02 } else { 0.0 };
    let mm = 3.0 + f64::from(number % 4) + ((scatter + growth) * 2.0).round() / 2.0;
    let readings = if look == 0 { vec![mm; 3] } else { vec![mm] };
    let diameter = Readings::from_mm(&readings).expect("sizes that are allowed");
    let mut answers = Answers::only(Presence::Present);
    answers.measurement = Measurement::new(Some(Method::Ruler), diameter, None).unwrap();
    answers.colours = [Colour::Red, Colour::Brown].into_iter().collect();
    answers.morphology = Some(Morphology::Spot);
    answers.outline = Some(if look % 40 == 39 { Outline::Irregular } else { Outline::Regular });
    answers.surface = Some(Surface::Smooth);
    answers.raised = Answer::No;
    answers.firm = Answer::No;
    answers.itch = if look % 16 == 15 { Answer::Yes } else { Answer::No };
    answers.glass_test = Some(GlassTest::Fades);
    answers.changes = Some(WordList::default());
    answers
}
