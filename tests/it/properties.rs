//! What must hold for any journal.

use crate::harness::day;
use chrono::TimeDelta;
use proptest::prelude::*;
use spotlog::domain::{
    Answer, Answers, Bleeding, Change, Colour, Context, Facts, FirstSeen, GlassTest, Journal, Look, Measurement,
    Method, Moment, Morphology, Observation, ObservationId, Outcome, Outline, Person, PersonId, PersonTree, Precision,
    Presence, Readings, Review, ReviewId, Reviewer, Site, Spot, SpotId, SpotTree, Word, WordList,
};
use spotlog::exchange::{read_journal, write_journal, write_report};
use spotlog::guidance::{Level, Windows, evaluate, stand};
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

prop_compose! {
    fn answers()(
        presence in prop::sample::select(&[Presence::Present, Presence::Present, Presence::Unsure, Presence::Gone][..]),
        measurement in measurements(),
        colours in words::<Colour>(3),
        (morphology, outline, glass_test) in (maybe::<Morphology>(), maybe::<Outline>(), maybe::<GlassTest>()),
        (raised, firm, itch, pain) in (answer(), answer(), answer(), answer()),
        (bled, after_injury) in (answer(), answer()),
        changes in prop::option::of(words::<Change>(2)),
        (described_differently, spreading, worried) in (answer(), answer(), answer()),
    ) -> Answers {
        let mut a = Answers::only(presence);
        a.measurement = measurement;
        a.colours = colours;
        (a.morphology, a.outline, a.glass_test) = (morphology, outline, glass_test);
        (a.raised, a.firm, a.itch, a.pain) = (raised, firm, itch, pain);
        a.bleeding = match Option::<bool>::from(bled) {
            Some(bled) => Bleeding::Answered { bled, after_injury },
            None => Bleeding::Unanswered,
        };
        a.changes = changes;
        (a.described_differently, a.spreading, a.worried) = (described_differently, spreading, worried);
        a
    }
}

prop_compose! {
    fn spots()(
        looks in prop::collection::vec((0i64..120, prop::option::weighted(0.2, 0u32..1440), answers()), 0..8),
        seen in prop::option::weighted(0.8, (0i64..40, prop::sample::select(&[Precision::Day, Precision::Month, Precision::Year][..]))),
        since_birth in answer(),
        contexts in words::<Context>(2),
        site in word::<Site>(),
        reviews in prop::collection::vec((0i64..120, word::<Reviewer>(), maybe::<Outcome>()), 0..3),
        ids in prop::collection::vec(any::<u128>(), 12),
    ) -> SpotTree<Observation> {
        let oldest = looks.iter().map(|look| look.0).max().unwrap_or(0);
        let mut ids = ids.into_iter().map(Uuid::from_u128);
        let mut id = || ids.next().unwrap();
        let mut tree = SpotTree::new(Spot {
            id: SpotId(id()), changed_at: None, number: 1, label: None, site, side: None, position: None,
            first_seen: seen.map(|(before, precision)| {
                FirstSeen { on: moment(oldest + before, None).day(), precision }
            }),
            since_birth, onset: None, contexts, closed: None,
        });
        for (back, minute, answers) in looks {
            tree.observations.push(Observation {
                id: ObservationId(id()), changed_at: None, at: moment(back, minute), answers, note: None, photos: vec![],
            });
        }
        tree.observations.sort_by_key(|o| (o.at, o.id));
        tree.reviews = reviews.into_iter().map(|(back, by, outcome)| {
            Review { id: ReviewId(id()), changed_at: None, on: moment(back, None).day(), by, said: None, outcome }
        }).collect();
        tree.reviews.sort_by_key(|r| (r.on, r.id));
        tree
    }
}

/// Journals of one person with up to four spots.
pub fn journals() -> impl Strategy<Value = Journal> {
    prop::collection::vec(spots(), 0..4).prop_map(|mut spots| {
        for (i, tree) in spots.iter_mut().enumerate() {
            tree.spot.number = i as u32 + 1;
        }
        let mut tree = PersonTree::new(Person {
            id: PersonId(Uuid::from_u128(1)),
            changed_at: None,
            name: "Me".parse().unwrap(),
            born: None,
            pregnant: Answer::Unanswered,
            long_term_illness: Answer::Unanswered,
            conditions: vec![],
        });
        tree.spots = spots;
        vec![tree]
    })
}

fn facts(mut journal: Journal) -> Facts {
    crate::harness::facts_of(journal.remove(0))
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
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn an_export_read_again_is_the_same_journal(journal in journals()) {
        let mut bytes = Vec::new();
        write_journal(&journal, &mut bytes).unwrap();
        prop_assert_eq!(read_journal(&bytes, crate::harness::clock().today()).unwrap(), journal);
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
        more.spot.number = 99;
        let mut larger = journal;
        larger[0].spots.push(more);
        prop_assert!(level(&self::facts(larger)) >= level(&facts));
    }

    #[test]
    fn a_review_answers_what_is_dated_up_to_it_and_nothing_else(journal in journals(), back in 0i64..120) {
        let mut facts = facts(journal);
        let on = moment(back, None).day();
        let Some(tree) = facts.spots.first_mut() else { return Ok(()) };
        tree.reviews.retain(|r| r.on <= on);
        tree.reviews.push(Review {
            id: ReviewId(Uuid::from_u128(7)), changed_at: None, on, by: Reviewer::Doctor, said: None,
            outcome: Some(Outcome::Unsure),
        });
        let found = evaluate(&facts, &Windows::default(), crate::harness::as_of(LAST_DAY));
        for flag in found.flags_of(1).filter(|f| f.rule.kind != spotlog::guidance::Kind::Task) {
            match flag.status {
                spotlog::guidance::Status::Answered => {}
                _ => prop_assert!(flag.since > on, "{} since {} in spite of a review on {on}", flag.rule.ident, flag.since),
            }
        }
    }

    #[test]
    fn a_list_says_the_same_as_the_report(journal in journals()) {
        let facts = facts(journal);
        let windows = Windows::default();
        let as_of = crate::harness::as_of(LAST_DAY);
        let whole = evaluate(&facts, &windows, as_of);
        let each = facts.spots.iter().filter_map(|tree| stand(&facts, tree, &tree.observations, &windows, as_of));
        for (one, other) in each.zip(&whole.spots) {
            prop_assert_eq!((one.number, one.level, one.see, one.next_check), (other.number, other.level, other.see, other.next_check));
        }
    }
}
