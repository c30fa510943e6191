//! A made-up journal that shows every state, for trying out the program without a real one.

use super::Context;
use super::exchange::import;
use crate::domain::{
    Answer, Answers, Because, Bleeding, Change, Closed, Colour, Context as Circumstance, FieldError, FirstSeen,
    GlassTest, Infection, InfectionId, InfectionKind, Journal, Listed, Measurement, Medicine, MedicineId, Method,
    Moment, Morphology, Observation, ObservationId, Onset, Outcome, Outline, Person, PersonId, PersonTree, Precision,
    Presence, Readings, Review, ReviewId, Reviewer, ShowPath, Side, Site, Spot, SpotId, SpotTree, Surface, Symptom,
    SymptomId, Treatment, TreatmentId, TreatmentKind,
};
use crate::error::{Error, Result};
use crate::store::{self, Store};
use chrono::{Days, NaiveDate};
use std::path::Path;
use uuid::Uuid;

/// Fills the journal at `path` with the made-up one. If `recreate` is true, an existing journal there is deleted first,
/// with its backups. A file that is not a journal is refused.
pub fn make_demo(path: &Path, recreate: bool, context: &Context<'_>) -> Result<()> {
    if recreate && !store::is_new(path) {
        match Store::open(path).map(drop) {
            Ok(()) | Err(Error::Lost { .. }) => store::remove_with_backups(path),
            Err(error) => return Err(error),
        }
    }
    fill_demo(&mut Store::open(path)?, context)
}

/// Fills an empty journal with the made-up one.
///
/// # Errors
///
/// [`Error::Conflict`] if the journal has people already.
pub fn fill_demo(store: &mut Store, context: &Context<'_>) -> Result<()> {
    if !store.read(store::people)?.is_empty() {
        return Err(Error::Conflict(format!(
            "{} has entries already; the made-up journal is never mixed with another one",
            store.path().shown()
        )));
    }
    import(store, context, &demo_journal(context.as_of().day())?)?;
    Ok(())
}

/// Builds about twelve spots over eight months, up to `today`.
pub fn demo_journal(today: NaiveDate) -> Result<Journal, FieldError> {
    let mut story = Story { today, ids: 0 };
    let mut me = PersonTree::new(Person {
        born: NaiveDate::from_ymd_opt(1984, 6, 12),
        pregnant: Answer::No,
        long_term_illness: Answer::No,
        conditions: vec!["hay fever".parse()?],
        ..Person::new(PersonId(story.id()), None, "Alex Example".parse()?)
    });
    me.infections.push(Infection {
        id: InfectionId(story.id()),
        changed_at: None,
        kind: Some(InfectionKind::Lungs),
        on: story.day(200),
        note: None,
    });
    me.medicines.push(Medicine {
        id: MedicineId(story.id()),
        changed_at: None,
        name: Some("cetirizine".parse()?),
        started_on: story.day(230),
        stopped_on: Some(story.day(120)),
        note: None,
    });
    me.symptoms.push(Symptom {
        id: SymptomId(story.id()),
        changed_at: None,
        at: Moment::on(story.day(198)),
        symptom: Listed::Cough,
        present: true,
        note: Some("a cold, over after a week".parse()?),
    });
    me.spots = story.spots()?;
    me.check()?;
    Ok(vec![me])
}

struct Story {
    today: NaiveDate,
    ids: u128,
}

type Looks = Vec<(u64, Answers, Option<&'static str>)>;

impl Story {
    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(0xde30_0000_0000_5000_8000_0000_0000_0000 + self.ids)
    }

    fn day(&self, ago: u64) -> NaiveDate {
        self.today.checked_sub_days(Days::new(ago)).unwrap_or(self.today)
    }

    fn spot(&mut self, number: u32, site: Site, side: Option<Side>, seen: Option<u64>, looks: Looks) -> Tree {
        let mut tree = SpotTree::new(Spot {
            id: SpotId(self.id()),
            changed_at: None,
            number,
            label: None,
            site,
            side,
            position: None,
            first_seen: seen.map(|ago| FirstSeen { on: self.day(ago), precision: Precision::Day }),
            since_birth: Answer::Unanswered,
            onset: None,
            contexts: Default::default(),
            closed: None,
            note: None,
        });
        for (ago, answers, note) in looks {
            tree.observations.push(Observation {
                id: ObservationId(self.id()),
                changed_at: None,
                at: Moment::on(self.day(ago)),
                answers,
                note: note.and_then(|n| n.parse().ok()),
                photos: Vec::new(),
            });
        }
        tree
    }

    fn review(&mut self, ago: u64, by: Reviewer, said: &str, outcome: Outcome) -> Result<Review, FieldError> {
        let (id, on) = (ReviewId(self.id()), self.day(ago));
        Ok(Review { id, changed_at: None, on, by, said: Some(said.parse()?), outcome: Some(outcome), note: None })
    }

    fn spots(&mut self) -> Result<Vec<Tree>, FieldError> {
        let mut spots = Vec::new();

        // There since birth: no rule fires, and no look is due.
        let mut one = self.spot(
            1,
            Site::Shin,
            Some(Side::Right),
            None,
            vec![
                (190, size(&[4.0], Method::Ruler)?.with(brown), None),
                (100, size(&[4.0], Method::Ruler)?.with(brown), None),
                (12, size(&[4.0], Method::Ruler)?.with(brown).with(same), Some("as always")),
            ],
        );
        one.spot.since_birth = Answer::Yes;
        one.spot.label = Some("birthmark".parse()?);
        spots.push(one);

        // Persists.
        spots.push(self.spot(
            2,
            Site::UpperBack,
            None,
            Some(26),
            vec![
                (26, size(&[3.0, 3.0, 3.0], Method::Ruler)?.with(red).with(glass(GlassTest::Fades)), None),
                (19, size(&[3.0], Method::Ruler)?.with(red).with(same), None),
                (5, size(&[3.0], Method::Ruler)?.with(red).with(glass(GlassTest::Fades)), Some("still there")),
            ],
        ));

        // Gone again.
        spots.push(self.spot(
            3,
            Site::Cheek,
            Some(Side::Left),
            Some(41),
            vec![
                (41, size(&[1.0], Method::Ruler)?.with(pink).with(itchy), None),
                (34, present().with(pink), None),
                (18, present().with(pink), Some("fainter")),
                (6, gone(), Some("no trace")),
            ],
        ));

        // Has grown, and was measured again.
        let mut four = self.spot(
            4,
            Site::WristBack,
            Some(Side::Left),
            Some(121),
            vec![
                (121, size(&[3.0, 3.0, 3.5], Method::Ruler)?.with(red).with(flat), Some("noticed in the shower")),
                (114, size(&[3.0], Method::Ruler)?.with(red), None),
                (90, size(&[3.0], Method::Ruler)?.with(red).with(same), None),
                (61, size(&[3.5], Method::Ruler)?.with(red).with(glass(GlassTest::Fades)), None),
                (31, size(&[4.5], Method::Ruler)?.with(red), None),
                (29, size(&[4.5, 4.5], Method::Ruler)?.with(red), Some("measured twice more")),
                (9, size(&[5.0], Method::Ruler)?.with(red).with(raised), None),
            ],
        );
        four.spot.label = Some("the one by the watch strap".parse()?);
        spots.push(four);

        // Waits to be measured again. There since birth, so that no other rule fires.
        let mut five = self.spot(
            5,
            Site::Abdomen,
            Some(Side::Right),
            None,
            vec![
                (92, size(&[4.0, 4.0, 4.5], Method::Ruler)?.with(brown), None),
                (61, size(&[4.0], Method::Ruler)?.with(brown), None),
                (2, size(&[5.5], Method::Ruler)?.with(brown), None),
            ],
        );
        five.spot.since_birth = Answer::Yes;
        spots.push(five);

        // First seen unknown, never reviewed, a look is overdue.
        spots.push(self.spot(6, Site::Scalp, None, None, vec![(75, present().with(brown), Some("the barber saw it"))]));

        // A scratch that should have gone.
        let mut seven = self.spot(
            7,
            Site::ForearmFront,
            Some(Side::Left),
            Some(9),
            vec![
                (9, size(&[2.0], Method::Ruler)?.with(red), Some("cat")),
                (1, size(&[2.0], Method::Ruler)?.with(fading), None),
            ],
        );
        seven.spot.contexts = [Circumstance::Scratch].into_iter().collect();
        seven.spot.onset = Some(Onset::Sudden);
        spots.push(seven);

        // Reviewed as known. A change after the review reopens it.
        let mut eight = self.spot(
            8,
            Site::NeckBack,
            None,
            Some(235),
            vec![
                (235, size(&[5.0], Method::Calliper)?.with(brown).with(regular), None),
                (205, size(&[5.0], Method::Calliper)?.with(brown).with(regular), None),
                (150, size(&[5.0], Method::Calliper)?.with(brown).with(regular), None),
                (96, size(&[5.5], Method::Calliper)?.with(brown).with(regular), None),
                (14, size(&[5.0], Method::Calliper)?.with(two_colours).with(regular), Some("a dark corner")),
            ],
        );
        eight.reviews.push(self.review(
            198,
            Reviewer::Dermatologist,
            "a mole; come back if it changes",
            Outcome::Known,
        )?);
        spots.push(eight);

        // All flags are answered by a review.
        let mut nine = self.spot(
            9,
            Site::Chest,
            None,
            Some(180),
            vec![
                (180, size(&[2.0], Method::Ruler)?.with(bright), None),
                (150, size(&[2.0], Method::Ruler)?.with(bright), None),
                (20, size(&[2.0], Method::Ruler)?.with(bright).with(same), None),
            ],
        );
        nine.reviews.push(self.review(140, Reviewer::Doctor, "a cherry angioma", Outcome::Known)?);
        spots.push(nine);

        // Has come back, and a cream does not help.
        let mut ten = self.spot(
            10,
            Site::ElbowFold,
            Some(Side::Both),
            Some(140),
            vec![
                (140, present().with(rough).with(itchy), None),
                (118, gone(), None),
                (62, present().with(rough).with(itchy), None),
                (48, gone(), None),
                (6, present().with(rough).with(itchy), Some("dry air again")),
            ],
        );
        ten.treatments.push(Treatment {
            id: TreatmentId(self.id()),
            changed_at: None,
            what: Some("moisturising cream".parse()?),
            kind: Some(TreatmentKind::OverTheCounter),
            started_on: self.day(6),
            improved: Answer::Unanswered,
            note: None,
        });
        spots.push(ten);

        // Grows steadily; raised and firm; bled once; the person is worried.
        spots.push(self.spot(
            11,
            Site::ThighBack,
            Some(Side::Right),
            Some(150),
            vec![
                (150, size(&[3.0, 3.0, 3.0], Method::Photo)?.with(pink).with(flat), None),
                (122, size(&[3.2], Method::Photo)?.with(pink), None),
                (91, size(&[3.6], Method::Photo)?.with(pink), None),
                (60, size(&[3.9], Method::Photo)?.with(pink), None),
                (32, size(&[4.1], Method::Photo)?.with(pink).with(raised), None),
                (3, size(&[4.2], Method::Photo)?.with(pink).with(firm).with(bled).with(worried).with(larger), None),
            ],
        ));

        // Removed, with its flags answered.
        let mut twelve = self.spot(
            12,
            Site::HandBack,
            Some(Side::Left),
            Some(210),
            vec![
                (210, size(&[2.5], Method::Ruler)?.with(brown), None),
                (175, size(&[4.5], Method::Ruler)?.with(brown).with(larger), None),
            ],
        );
        twelve.reviews.push(self.review(170, Reviewer::Dermatologist, "taken out to be looked at", Outcome::Biopsy)?);
        twelve.spot.closed = Some(Closed { on: self.day(163), because: Because::Removed });
        spots.push(twelve);

        // Entered twice by mistake.
        let mut thirteen =
            self.spot(13, Site::WristBack, Some(Side::Left), Some(61), vec![(61, present().with(red), None)]);
        thirteen.spot.closed = Some(Closed { on: self.day(60), because: Because::Mistake });
        spots.push(thirteen);

        Ok(spots)
    }
}

type Tree = SpotTree<Observation>;

trait With {
    fn with(self, change: impl FnOnce(&mut Answers)) -> Self;
}

impl With for Answers {
    fn with(mut self, change: impl FnOnce(&mut Answers)) -> Self {
        change(&mut self);
        self
    }
}

fn present() -> Answers {
    Answers::only(Presence::Present)
}

fn gone() -> Answers {
    Answers::only(Presence::Gone)
}

fn size(mm: &[f64], by: Method) -> Result<Answers, FieldError> {
    let measurement = Measurement::new(Some(by), Readings::from_mm(mm)?, None)?;
    Ok(present().with(|a| a.measurement = measurement))
}

fn coloured(a: &mut Answers, colours: &[Colour], form: Morphology) {
    a.colours = colours.iter().copied().collect();
    a.morphology = Some(form);
}

fn red(a: &mut Answers) {
    coloured(a, &[Colour::Red], Morphology::Spot);
}

fn bright(a: &mut Answers) {
    coloured(a, &[Colour::BrightRed], Morphology::Spot);
    a.glass_test = Some(GlassTest::Fades);
}

fn pink(a: &mut Answers) {
    coloured(a, &[Colour::Pink], Morphology::Spot);
}

fn brown(a: &mut Answers) {
    coloured(a, &[Colour::Brown], Morphology::Spot);
}

fn two_colours(a: &mut Answers) {
    coloured(a, &[Colour::Brown, Colour::Black], Morphology::Spot);
}

fn fading(a: &mut Answers) {
    coloured(a, &[Colour::Red, Colour::Orange], Morphology::Spot);
}

fn rough(a: &mut Answers) {
    coloured(a, &[Colour::Red], Morphology::Patch);
    a.surface = Some(Surface::Rough);
    a.glass_test = Some(GlassTest::Fades);
}

fn regular(a: &mut Answers) {
    a.outline = Some(Outline::Regular);
}

fn flat(a: &mut Answers) {
    (a.raised, a.firm) = (Answer::No, Answer::No);
}

fn raised(a: &mut Answers) {
    a.raised = Answer::Yes;
}

fn firm(a: &mut Answers) {
    (a.raised, a.firm) = (Answer::Yes, Answer::Yes);
}

fn itchy(a: &mut Answers) {
    a.itch = Answer::Yes;
}

fn bled(a: &mut Answers) {
    a.bleeding = Bleeding::Answered { bled: true, after_injury: Answer::No };
}

fn worried(a: &mut Answers) {
    a.worried = Answer::Yes;
}

fn larger(a: &mut Answers) {
    a.changes = Some([Change::Size].into_iter().collect());
}

fn same(a: &mut Answers) {
    a.changes = Some(Default::default());
}

fn glass(result: GlassTest) -> impl FnOnce(&mut Answers) {
    move |a| a.glass_test = Some(result)
}
