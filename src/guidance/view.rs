//! The facts as a rule sees them: as of one moment, with what was known at each look worked out once.

use super::Windows;
use super::growth::{Check, Growth, analyse};
use crate::domain::{
    Answer, AsOf, Because, Closed, Colour, Count, Facts, FirstSeen, GlassTest, Listed, Look, Method, Morphology,
    Outcome, Outline, Precision, Presence, Spot, SpotTree, Spread, Surface, Symptom, WordList,
};
use chrono::NaiveDate;

/// A spot as of one moment.
pub struct SpotView<'a> {
    pub spot: &'a Spot,
    pub windows: &'a Windows,
    pub as_of: AsOf,
    /// Every observation in order, those that say gone too.
    pub observations: &'a [Look],
    /// The looks: observations that say present or unsure, in order.
    pub looks: Vec<Judged<'a>>,
    /// The days of counting reviews, ascending; being closed as removed is one.
    pub reviews: Vec<NaiveDate>,
    /// Whether a counting review settled persistence for good.
    pub persistence_settled: bool,
    pub closed: Option<Closed>,
    /// The first day on which the spot can have been seen; `None` is unknown.
    pub first_seen: Option<NaiveDate>,
    pub growth: Growth,
    /// Where in [`SpotView::observations`] the first one stands that says gone.
    pub first_gone: Option<usize>,
    symptoms: &'a [&'a Symptom],
}

/// A look, with what was known at it and the descriptions it is compared with.
pub struct Judged<'a> {
    pub look: &'a Look,
    /// Where the look stands in [`SpotView::observations`].
    pub place: usize,
    pub known: Known<'a>,
    pub baseline: Baselines,
}

/// The latest answers given up to a look, after the last review before it (guidance, section 1a.4).
#[derive(Clone, Copy, Default)]
pub struct Known<'a> {
    pub count: Option<Count>,
    pub spread: Option<Spread>,
    pub colours: Option<&'a WordList<Colour>>,
    pub morphology: Option<Morphology>,
    pub outline: Option<Outline>,
    pub surface: Option<Surface>,
    pub raised: Answer,
    pub firm: Answer,
    pub itch: Answer,
    /// The median of the readings, in millimetres.
    pub diameter: Option<f64>,
    pub glass_test: Option<GlassTest>,
}

/// For each description the look that set its baseline.
#[derive(Clone, Copy, Default)]
pub struct Baselines {
    pub colours: Baseline,
    pub outline: Baseline,
    pub morphology: Baseline,
    pub raised: Baseline,
    pub firm: Baseline,
}

/// The place of a look in [`SpotView::looks`], if there is one; one of these for every description of every look, so
/// it is kept small.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Baseline(Option<std::num::NonZeroU32>);

impl Baseline {
    pub fn get(self) -> Option<usize> {
        self.0.map(|after| after.get() as usize - 1)
    }

    fn at(index: usize) -> Self {
        Baseline(u32::try_from(index + 1).ok().and_then(std::num::NonZeroU32::new))
    }
}

/// One look of one spot: what a rule that is judged at every look gets.
#[derive(Clone, Copy)]
pub struct At<'v, 'a> {
    pub spot: &'v SpotView<'a>,
    /// Index of [`SpotView::looks`].
    pub index: usize,
}

impl<'a> Known<'a> {
    fn learn(&mut self, look: &'a Look) {
        let a = &look.answers;
        fn take<T>(known: &mut Option<T>, answered: Option<T>) {
            if answered.is_some() {
                *known = answered;
            }
        }
        fn take_answer(known: &mut Answer, answered: Answer) {
            if answered.is_answered() {
                *known = answered;
            }
        }
        take(&mut self.count, a.count);
        take(&mut self.spread, a.spread);
        take(&mut self.colours, (!a.colours.is_empty()).then_some(&a.colours));
        take(&mut self.morphology, a.morphology);
        take(&mut self.outline, a.outline);
        take(&mut self.surface, a.surface);
        take_answer(&mut self.raised, a.raised);
        take_answer(&mut self.firm, a.firm);
        take_answer(&mut self.itch, a.itch);
        take(&mut self.diameter, a.diameter().map(|(_, readings)| readings.median()));
        take(&mut self.glass_test, a.glass_test);
    }
}

impl Baselines {
    /// The first look that answers sets a baseline; one that was only described differently puts its own words there.
    fn learn(&mut self, look: &Look, index: usize) {
        let a = &look.answers;
        let again = a.described_differently.is_yes();
        let set = |baseline: &mut Baseline, answered: bool| {
            if answered && (baseline.0.is_none() || again) {
                *baseline = Baseline::at(index);
            }
        };
        set(&mut self.colours, !a.colours.is_empty());
        set(&mut self.outline, a.outline.is_some());
        set(&mut self.morphology, a.morphology.is_some());
        set(&mut self.raised, a.raised.is_answered());
        set(&mut self.firm, a.firm.is_answered());
    }
}

impl<'a> SpotView<'a> {
    /// The spot with its looks, in order, as of the moment; or `None` where everything about it is dated later.
    pub fn new(
        tree: &'a SpotTree<Look>,
        looks: &'a [Look],
        born: Option<NaiveDate>,
        symptoms: &'a [&'a Symptom],
        windows: &'a Windows,
        as_of: AsOf,
    ) -> Option<Self> {
        let spot = &tree.spot;
        // In the order of their time, so what is dated later is all at the end.
        let observations = &looks[..looks.partition_point(|o| !as_of.excludes(o.at))];
        let seen_by_then = spot.first_seen.is_some_and(|seen| !as_of.excludes_day(seen.earliest()));
        if observations.is_empty() && !seen_by_then && (spot.first_seen.is_some() || !looks.is_empty()) {
            return None;
        }
        let closed = spot.closed.filter(|closed| !as_of.excludes_day(closed.on));
        let counting = || tree.reviews.iter().filter(|r| r.by.counts() && !as_of.excludes_day(r.on));
        let removed = closed.filter(|c| c.because == Because::Removed).map(|c| c.on);
        let mut reviews: Vec<NaiveDate> = counting().map(|r| r.on).chain(removed).collect();
        reviews.sort_unstable();
        reviews.dedup();
        let since_birth = spot.since_birth.is_yes();
        let seen =
            if since_birth { born.map(|on| FirstSeen { on, precision: Precision::Day }) } else { spot.first_seen };
        let looks = judge_looks(observations, &reviews);
        let checks: Vec<Check> = looks.iter().enumerate().filter_map(|(i, judged)| check(judged.look, i)).collect();
        Some(SpotView {
            spot,
            windows,
            as_of,
            growth: analyse(&checks, &reviews, as_of.day()),
            looks,
            first_gone: observations.iter().position(|o| o.answers.presence == Presence::Gone),
            observations,
            persistence_settled: removed.is_some() || counting().any(|r| r.outcome != Some(Outcome::Unsure)),
            reviews,
            closed,
            first_seen: seen.map(FirstSeen::earliest),
            symptoms,
        })
    }

    pub fn looks(&self) -> impl Iterator<Item = At<'_, 'a>> {
        (0..self.looks.len()).map(|index| At { spot: self, index })
    }

    pub fn look(&self, index: usize) -> &'a Look {
        self.looks[index].look
    }

    /// Closed as a mistake: it raises nothing and counts for no other rule.
    pub fn is_mistake(&self) -> bool {
        self.closed.is_some_and(|c| c.because == Because::Mistake)
    }

    /// Last observed as gone, or closed.
    pub fn is_gone(&self) -> bool {
        let gone = |o: &Look| o.answers.presence == Presence::Gone;
        self.closed.is_some() || self.observations.last().is_some_and(gone)
    }

    /// Whether a counting review answers what was dated that day (guidance, section 4).
    pub fn is_answered(&self, day: NaiveDate) -> bool {
        self.reviews.last().is_some_and(|&review| day <= review)
    }

    pub fn last_look(&self) -> Option<At<'_, 'a>> {
        self.looks().last()
    }
}

impl<'v, 'a> At<'v, 'a> {
    pub fn judged(self) -> &'v Judged<'a> {
        &self.spot.looks[self.index]
    }

    pub fn look(self) -> &'a Look {
        self.spot.looks[self.index].look
    }

    pub fn day(self) -> NaiveDate {
        self.look().at.day()
    }

    /// Whole days from first seen to this look; `None` where first seen is unknown.
    pub fn days(self) -> Option<i64> {
        self.spot.first_seen.map(|seen| (self.day() - seen).num_days())
    }

    /// Whether at least that many days had passed since first seen; unknown counts as passed.
    pub fn days_have_passed(self, days: u16) -> bool {
        self.days().is_none_or(|passed| passed >= i64::from(days))
    }

    /// The symptoms that were with the spot at this look (guidance, section 1a.7).
    pub fn symptoms(self) -> impl Iterator<Item = &'a Symptom> + 'v {
        let at = self.look().at;
        let next = self.spot.observations.get(self.judged().place + 1).map(|o| o.at);
        let windows = self.spot.windows;
        self.spot.symptoms.iter().copied().filter(move |s| {
            let days_after = (s.at.day() - at.day()).num_days();
            s.present
                && (at.within_hours(s.at, i64::from(windows.with_hours))
                    || (s.at >= at
                        && next.is_none_or(|next| s.at < next)
                        && days_after <= i64::from(windows.recheck_days)))
        })
    }

    /// The first of these symptoms that was with the spot at this look.
    pub fn with(self, listed: &[Listed]) -> Option<&'a Symptom> {
        self.symptoms().find(|s| listed.contains(&s.symptom))
    }
}

/// The symptoms of a person as of a moment, in the order of their time.
pub fn symptoms_of(facts: &Facts, as_of: AsOf) -> Vec<&Symptom> {
    let mut symptoms: Vec<&Symptom> = facts.symptoms.iter().filter(|s| !as_of.excludes(s.at)).collect();
    symptoms.sort_by_key(|s| (s.at, s.id));
    symptoms
}

fn judge_looks<'a>(observations: &'a [Look], reviews: &[NaiveDate]) -> Vec<Judged<'a>> {
    let mut judged: Vec<Judged<'a>> = Vec::with_capacity(observations.len());
    let mut known = Known::default();
    let mut baseline = Baselines::default();
    let mut period: Option<NaiveDate> = None;
    for (place, look) in observations.iter().enumerate() {
        if look.answers.presence == Presence::Gone {
            continue;
        }
        let before = reviews.partition_point(|&review| review < look.at.day());
        let started = before.checked_sub(1).map(|last| reviews[last]);
        if started != period {
            // A look on the day of a review is judged with what came before it, and is known to what follows.
            period = started;
            (known, baseline) = (Known::default(), Baselines::default());
            let first = judged.partition_point(|j| started.is_some_and(|review| j.look.at.day() < review));
            for (index, earlier) in judged.iter().enumerate().skip(first) {
                known.learn(earlier.look);
                baseline.learn(earlier.look, index);
            }
        }
        known.learn(look);
        judged.push(Judged { look, place, known, baseline });
        baseline.learn(look, judged.len() - 1);
    }
    judged
}

fn check(look: &Look, index: usize) -> Option<Check> {
    let (method, readings) = look.answers.diameter()?;
    (method != Method::Eye).then(|| Check { day: look.at.day(), look: index, method, readings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answers, Count, Moment, ObservationId};

    fn look(day: u32, change: impl FnOnce(&mut Answers)) -> Look {
        let mut answers = Answers::only(Presence::Present);
        change(&mut answers);
        let on = NaiveDate::from_ymd_opt(2025, 3, day).unwrap();
        Look { id: ObservationId(uuid::Uuid::from_u128(u128::from(day))), at: Moment::on(on), answers }
    }

    #[test]
    fn what_a_look_leaves_open_is_known_from_before_but_not_from_before_a_review() {
        let mut gone = look(3, |a| a.itch = Answer::Yes);
        gone.answers.presence = Presence::Gone;
        let looks = [
            look(1, |a| (a.count, a.raised, a.glass_test) = (Some(Count::Two), Answer::No, Some(GlassTest::Fades))),
            look(2, |a| a.count = Some(Count::Many)),
            gone,
            look(4, |a| a.glass_test = Some(GlassTest::Unclear)),
            look(5, |a| a.raised = Answer::Yes),
            look(6, |_| {}),
        ];
        let review = NaiveDate::from_ymd_opt(2025, 3, 5).unwrap();
        let judged = judge_looks(&looks, &[review]);
        let known: Vec<_> = judged.iter().map(|j| (j.known.count, j.known.raised, j.known.glass_test)).collect();
        assert_eq!(
            known,
            [
                (Some(Count::Two), Answer::No, Some(GlassTest::Fades)),
                (Some(Count::Many), Answer::No, Some(GlassTest::Fades)),
                (Some(Count::Many), Answer::No, Some(GlassTest::Unclear)),
                // The day of the review still knows what came before it, and is known to what follows.
                (Some(Count::Many), Answer::Yes, Some(GlassTest::Unclear)),
                (None, Answer::Yes, None),
            ]
        );
        assert!(
            judged.iter().all(|j| j.known.itch == Answer::Unanswered),
            "what is answered on a gone one is not known"
        );
        assert_eq!(judged[4].baseline.raised.get(), Some(3));
    }
}
