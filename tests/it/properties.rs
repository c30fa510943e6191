//! Property tests for any journal.

use crate::harness::day;
use chrono::TimeDelta;
use proptest::prelude::*;
use spotlog::domain::{
    Answer, Answers, Background, Because, Bleeding, Change, Choice, Closed, Context as Circumstance, Facts, FirstSeen,
    Given, GlassTest, Infection, InfectionId, Journal, Listed, Look, Measurement, Medicine, MedicineId, Method, Moment,
    Noted, Observation, ObservationId, Onset, Outcome, Person, PersonId, PersonTree, Precision, Presence, Question,
    Readings, Review, ReviewId, Reviewer, Sex, Side, Site, SkinType, Spot, SpotId, SpotTree, Symptom, SymptomId, Text,
    Treatment, TreatmentId, Word, WordList, questions,
};
use spotlog::exchange::{read_journal, write_journal, write_report};
use spotlog::guidance::{Level, Summary, SummaryBuilder, Windows, evaluate};
use spotlog::ops::{Context, assess, import as import_journal};
use spotlog::store::Store;
use uuid::Uuid;

const LAST_DAY: &str = "2026-06-30";

fn moment(days_back: i64, minute: Option<u32>) -> Moment {
    let day = day(LAST_DAY) - TimeDelta::days(days_back);
    match minute {
        Some(minute) => Moment::at(day.and_hms_opt(minute / 60, minute % 60, 0).unwrap()),
        None => Moment::on(day),
    }
}

fn word<W: Word>() -> impl Strategy<Value = W> {
    prop::sample::select(W::ALL)
}

fn maybe<W: Word>() -> impl Strategy<Value = Option<W>> {
    prop::option::weighted(0.6, word())
}

fn words<W: Word>(most: usize) -> impl Strategy<Value = WordList<W>> {
    prop::collection::vec(word(), 0..=most).prop_map(|words| words.into_iter().collect())
}

fn answer() -> impl Strategy<Value = Answer> {
    prop::sample::select(&Answer::ALL[..])
}

prop_compose! {
    fn measurements()(
        tenths in prop::collection::vec(5u32..80, 0..=3),
        by in word::<Method>(),
    ) -> Option<Measurement> {
        let mm: Vec<f64> = tenths.iter().map(|t| f64::from(*t) / 10.0).collect();
        let diameter = Readings::from_mm(&mm).unwrap();
        Measurement::new(diameter.map(|_| by), diameter, None).unwrap()
    }
}

/// Generates an answer to a question, which is often none.
fn given(question: &'static Question) -> BoxedStrategy<Given<'static>> {
    let some = |words: &'static [&'static str]| prop::collection::vec(prop::sample::select(words), 1..=3);
    let any_of = |words| some(words).prop_map(Given::Words).boxed();
    let answered = match question.choice {
        Choice::YesNo => any::<bool>().prop_map(Given::YesNo).boxed(),
        Choice::One(words) => prop::sample::select(words).prop_map(Given::Word).boxed(),
        Choice::Any(words) => any_of(words),
        Choice::AnyOrNone(words) => prop_oneof![1 => Just(Given::Words(Vec::new())), 2 => any_of(words)].boxed(),
    };
    prop_oneof![2 => Just(Given::Nothing), 3 => answered].boxed()
}

prop_compose! {
    /// Generates the answers of a look, to any of all questions.
    fn answers()(
        presence in prop::sample::select(&[Presence::Present, Presence::Present, Presence::Unsure, Presence::Gone][..]),
        measurement in measurements(),
        given in questions().map(given).collect::<Vec<_>>(),
    ) -> Answers {
        let mut answers = Answers { measurement, ..Answers::only(presence) };
        for (question, given) in questions().zip(given) {
            // An injury is refused where bleeding is not answered.
            let is_set = question.set(&mut answers, &given).is_ok();
            assert!(is_set || question.name == "after_injury", "{}", question.name);
        }
        answers
    }
}

prop_compose! {
    fn spots()(
        // Mostly within a few days, for the rules that count in hours.
        span in prop::sample::select(&[6i64, 30, 120][..]),
        looks in prop::collection::vec((0f64..1.0, prop::option::weighted(0.2, 0u32..1440), answers()), 0..8),
        seen in prop::option::weighted(0.8, (prop::sample::select(&[0i64, 1, 3, 8, 40][..]), prop::sample::select(&[Precision::Day, Precision::Month, Precision::Year][..]))),
        since_birth in answer(),
        onset in maybe::<Onset>(),
        contexts in words::<Circumstance>(2),
        (site, side) in (word::<Site>(), maybe::<Side>()),
        closed in prop::option::weighted(0.15, (0i64..120, word::<Because>())),
        treatments in prop::collection::vec((0i64..60, answer()), 0..2),
        reviews in prop::collection::vec((0i64..120, word::<Reviewer>(), maybe::<Outcome>()), 0..3),
        note_of_spot in prop::bool::weighted(0.1),
        ids in prop::collection::vec(any::<u128>(), 14),
    ) -> SpotTree<Observation> {
        let looks: Vec<_> = looks.into_iter().map(|(at, minute, a)| ((at * span as f64) as i64, minute, a)).collect();
        let oldest = looks.iter().map(|look| look.0).max().unwrap_or(0);
        let mut ids = ids.into_iter().map(Uuid::from_u128);
        let mut id = || ids.next().unwrap();
        let mut tree = SpotTree::new(Spot {
            id: SpotId(id()), changed_at: None, number: 1, label: None, site, side, position: None,
            first_seen: seen.map(|(before, precision)| {
                FirstSeen { on: moment(oldest + before, None).day(), precision }
            }),
            since_birth, onset, contexts, note: note(note_of_spot),
            closed: closed.map(|(back, because)| Closed { on: moment(back, None).day(), because }),
        });
        for (back, minute, answers) in looks {
            tree.observations.push(Observation {
                id: ObservationId(id()), changed_at: None, at: moment(back, minute), answers, note: None, photos: vec![],
            });
        }
        tree.observations.sort_by_key(|o| (o.at, o.id));
        tree.reviews = reviews.into_iter().map(|(back, by, outcome)| {
            Review { id: ReviewId(id()), changed_at: None, on: moment(back, None).day(), by, said: None, outcome, note: None }
        }).collect();
        tree.reviews.sort_by_key(|r| (r.on, r.id));
        tree.treatments = treatments.into_iter().map(|(back, improved)| Treatment {
            id: TreatmentId(id()), changed_at: None, what: None, kind: None, started_on: moment(back, None).day(), improved, note: None,
        }).collect();
        tree.treatments.sort_by_key(|t| (t.started_on, t.id));
        tree
    }
}

prop_compose! {
    fn symptoms()(
        back in 0f64..1.0,
        span in prop::sample::select(&[4i64, 30, 120][..]),
        minute in prop::option::weighted(0.5, 0u32..1440),
        symptom in word::<Listed>(),
        present in prop::bool::weighted(0.8),
        id in any::<u128>(),
    ) -> Symptom {
        Symptom {
            id: SymptomId(Uuid::from_u128(id)), changed_at: None, at: moment((back * span as f64) as i64, minute),
            symptom, present, note: (symptom == Listed::Other).then(|| "odd".parse().unwrap()),
        }
    }
}

fn note(is_given: bool) -> Option<Text> {
    is_given.then(|| "a word".parse().unwrap())
}

prop_compose! {
    /// Generates a background, which is mostly empty.
    fn backgrounds()(
        is_given in prop::bool::weighted(0.3),
        (own, family, immune) in (answer(), answer(), answer()),
        skin_type in maybe::<SkinType>(),
        sex in maybe::<Sex>(),
        noted in any::<bool>(),
    ) -> Background {
        let with_note = |answer| Noted { answer, note: note(noted) };
        let background = Background {
            skin_cancer_self: with_note(own), skin_cancer_family: with_note(family), immune_suppressed: with_note(immune),
            skin_type, sun: note(noted), allergies: note(noted).into_iter().collect(), sex, note: note(noted),
        };
        if is_given { background } else { Background::default() }
    }
}

prop_compose! {
    /// Generates a person without spots.
    fn people()(
        born in prop::option::weighted(0.4, prop::sample::select(&[200i64, 365, 366, 12_000, 24_105, 24_107][..])),
        long_term_illness in answer(),
        background in backgrounds(),
        symptoms in prop::collection::vec(symptoms(), 0..6),
        medicines in prop::collection::vec(0i64..120, 0..2),
        infections in prop::collection::vec(0i64..60, 0..2),
        reviews in prop::collection::vec((0i64..120, word::<Reviewer>()), 0..2),
        ids in prop::collection::vec(any::<u128>(), 8),
    ) -> PersonTree<Observation> {
        let mut ids = ids.into_iter().map(Uuid::from_u128);
        let mut id = || ids.next().unwrap();
        let day = |back: i64| moment(back, None).day();
        let mut tree = PersonTree::new(Person {
            born: born.map(day), long_term_illness, background,
            ..Person::new(PersonId(Uuid::from_u128(1)), None, "Me".parse().unwrap())
        });
        tree.symptoms = symptoms;
        tree.symptoms.sort_by_key(|s| (s.at, s.id));
        tree.medicines = medicines.into_iter().map(|back| Medicine {
            id: MedicineId(id()), changed_at: None, name: None, started_on: day(back), stopped_on: None, note: note(back == 0),
        }).collect();
        tree.medicines.sort_by_key(|m| (m.started_on, m.id));
        tree.infections = infections.into_iter().map(|back| Infection {
            id: InfectionId(id()), changed_at: None, kind: None, on: day(back), note: note(back == 0),
        }).collect();
        tree.infections.sort_by_key(|i| (i.on, i.id));
        tree.reviews = reviews.into_iter().map(|(back, by)| Review {
            id: ReviewId(id()), changed_at: None, on: day(back), by, said: None, outcome: None, note: note(back == 0),
        }).collect();
        tree.reviews.sort_by_key(|r| (r.on, r.id));
        tree
    }
}

/// Generates journals of one person with up to four spots. All observations are after birth.
pub(crate) fn journals() -> impl Strategy<Value = Journal> {
    (people(), prop::collection::vec(spots(), 0..4)).prop_map(|(mut tree, mut spots)| {
        for (i, tree) in spots.iter_mut().enumerate() {
            tree.spot.number = i as u32 + 1;
        }
        tree.spots = spots;
        vec![tree]
    })
}

fn facts(mut journal: Journal) -> Facts {
    journal.remove(0).into()
}

fn level(facts: &Facts) -> Level {
    evaluate(facts, &Windows::default(), crate::harness::as_of(LAST_DAY)).level
}

fn report(facts: &Facts) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_report(&evaluate(facts, &Windows::default(), crate::harness::as_of(LAST_DAY)), &mut bytes).unwrap();
    bytes
}

fn newest_look(facts: &mut Facts, spot: usize) -> Option<&mut Look> {
    let look = facts.spots.get_mut(spot)?.observations.last_mut()?;
    (look.answers.presence != Presence::Gone).then_some(look)
}

proptest! {
    // 256 cases each, or as many as PROPTEST_CASES asks for; .ci/run asks for 10,000.
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn an_export_read_again_is_the_same_journal(journal in journals()) {
        let mut bytes = Vec::new();
        write_journal(&journal, &mut bytes).unwrap();
        prop_assert_eq!(read_journal(&bytes, crate::harness::clock().today()).unwrap().0, journal);
    }

    #[test]
    fn the_order_of_entry_does_not_matter(journal in journals(), seed in any::<u64>()) {
        let facts = facts(journal);
        let mut shuffled = facts.clone();
        for (i, tree) in shuffled.spots.iter_mut().enumerate() {
            let len = tree.observations.len().max(1);
            tree.observations.rotate_left((seed as usize + i) % len);
        }
        shuffled.spots.reverse();
        prop_assert_eq!(report(&facts), report(&shuffled));
    }

    #[test]
    fn a_worse_answer_at_the_newest_look_never_lowers_the_level(journal in journals(), which in 0usize..4, worse in 0usize..9) {
        let mut facts = facts(journal);
        let before = level(&facts);
        let Some(look) = newest_look(&mut facts, which) else { return Ok(()) };
        let a = &mut look.answers;
        match worse {
            0 => a.pain = Answer::Yes,
            1 => a.warm_or_swollen = Answer::Yes,
            2 => a.pus = Answer::Yes,
            3 => a.bleeding = Bleeding::Answered { bled: true, after_injury: a.bleeding.after_injury() },
            4 => a.spreading = Answer::Yes,
            5 => a.worried = Answer::Yes,
            6 => a.suspects_infection = Answer::Yes,
            7 => a.changes = Some(a.changes.unwrap_or_default().iter().chain([Change::Size]).collect()),
            _ => a.glass_test = Some(GlassTest::DoesNotFade),
        }
        prop_assert!(level(&facts) >= before);
    }

    #[test]
    fn another_spot_never_lowers_the_level(journal in journals(), mut more in spots()) {
        let facts = facts(journal.clone());
        more.reviews.clear();
        // Removal of a spot counts as a review.
        more.spot.closed = more.spot.closed.filter(|closed| closed.because == Because::Mistake);
        more.spot.number = 99;
        let mut larger = journal;
        larger[0].spots.push(more);
        prop_assert!(level(&self::facts(larger)) >= level(&facts));
    }

    #[test]
    fn a_symptom_that_is_there_never_lowers_the_level(journal in journals(), mut more in symptoms()) {
        let facts = facts(journal);
        more.present = true;
        let mut larger = facts.clone();
        larger.symptoms.push(more);
        prop_assert!(level(&larger) >= level(&facts));
    }

    #[test]
    fn another_person_changes_nothing(journal in journals(), mut other in people(), theirs in spots()) {
        other.person.id = PersonId(Uuid::from_u128(2));
        other.person.name = "Ben".parse().unwrap();
        other.spots.push(theirs);
        let mut store = Store::open_in_memory().unwrap();
        let alone = report(&facts(journal.clone()));
        let windows = Windows::default();
        let context = crate::harness::context(&windows);
        let mut both = journal;
        both.push(other);
        import_journal(&mut store, &context, &both).unwrap();
        let context = Context { person: Some("Me"), as_of: Some(crate::harness::as_of(LAST_DAY)), ..context };
        let judged = assess(&store, &context).unwrap().unwrap();
        let mut bytes = Vec::new();
        write_report(&judged.assessment, &mut bytes).unwrap();
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), String::from_utf8(alone).unwrap());
    }

    #[test]
    fn a_review_answers_what_is_dated_up_to_it_and_nothing_else(journal in journals(), back in 0i64..120) {
        let mut facts = facts(journal);
        let on = moment(back, None).day();
        let Some(tree) = facts.spots.first_mut() else { return Ok(()) };
        tree.reviews.retain(|r| r.on <= on);
        tree.reviews.push(Review {
            id: ReviewId(Uuid::from_u128(7)), changed_at: None, on, by: Reviewer::Doctor, said: None,
            outcome: Some(Outcome::Unsure), note: None,
        });
        let found = evaluate(&facts, &Windows::default(), crate::harness::as_of(LAST_DAY));
        for flag in found.flags_of(1).filter(|f| f.rule.kind != spotlog::guidance::FlagKind::Task) {
            match flag.status {
                spotlog::guidance::Status::Answered => {}
                // The flags of a mistake rest, whatever the reviews say.
                spotlog::guidance::Status::Resting if facts.spots[0].spot.closed.is_some_and(|c| c.because == Because::Mistake) => {}
                _ => prop_assert!(flag.since > on, "{} since {} in spite of a review on {on}", flag.rule.ident, flag.since),
            }
        }
        if facts.spots[0].spot.closed.is_none() {
            for flag in found.flags.iter().filter(|f| f.spot.is_none() && f.status == spotlog::guidance::Status::Open) {
                prop_assert!(flag.since > on, "{} since {} in spite of a review on {on}", flag.rule.ident, flag.since);
            }
        }
    }

    #[test]
    fn a_list_says_the_same_as_the_report(journal in journals()) {
        let facts = facts(journal);
        let windows = Windows::default();
        let as_of = crate::harness::as_of(LAST_DAY);
        let whole = evaluate(&facts, &windows, as_of);
        let mut stand = SummaryBuilder::new(&facts, &windows, as_of);
        for first in [true, false] {
            for (place, tree) in facts.spots.iter().enumerate().filter(|(_, t)| SummaryBuilder::comes_first(&t.spot) == first) {
                stand.add(place, &tree.observations);
            }
        }
        let Summary { spots: each, of_person: (of_person, _), .. } = stand.finish();
        let flags = whole.open_flags().filter(|flag| flag.spot.is_none()).map(|flag| flag.level);
        prop_assert_eq!(of_person, flags.max().unwrap_or(Level::None));
        prop_assert_eq!(each.len(), whole.spots.len());
        for (one, other) in each.into_iter().zip(&whole.spots) {
            prop_assert_eq!((one.number, one.level, one.see, one.next_check), (other.number, other.level, other.see, other.next_check));
        }
    }
}
