//! The facts as the rules read them: as of one moment, with the answers known at each look computed once.

mod changes;
mod face;

pub(super) use changes::{colour_differs, is_reported, raised_differs, shape_differs};

use super::Windows;
use super::growth::{Check, Growth, analyse};
use super::person::PersonView;
use super::signs::{Noticed, Signs};
use crate::domain::{
    Answer, AsOf, Because, Closed, Colour, Count, FirstSeen, GlassTest, Look, Method, Moment, Morphology, Onset,
    Outcome, Outline, Presence, Spot, SpotTree, Spread, Surface, Treatment, WordList,
};
use chrono::{Days, NaiveDate};
use std::cell::OnceCell;

/// A spot as of one moment.
pub struct SpotView<'a> {
    pub spot: &'a Spot,
    pub person: &'a PersonView<'a>,
    pub treatments: &'a [Treatment],
    pub windows: &'a Windows,
    pub as_of: AsOf,
    /// Every observation in order, including those that say gone.
    pub observations: &'a [Look],
    /// The looks: observations that say present or unsure, in order.
    pub looks: Vec<Judged<'a>>,
    /// The days of counting reviews, ascending. The day of closing as removed counts as one.
    pub reviews: Vec<NaiveDate>,
    /// Whether a counting review settled persistence for good.
    pub persistence_settled: bool,
    pub closed: Option<Closed>,
    /// The first day on which the spot can have been seen; `None` if unknown.
    pub first_seen: Option<NaiveDate>,
    /// The last day on which it can have been first seen, never later than the first look. If first seen is unknown,
    /// the day of the first look. `None` for a spot there since birth without a known birth date.
    pub first_seen_at_latest: Option<NaiveDate>,
    /// The last day on which the spot counts as new: `new_days` after it was first seen. If first seen is unknown, it
    /// counts from the first look, unless the onset was gradual. `None` if it is new on no day.
    new_until: Option<NaiveDate>,
    pub growth: Growth,
    /// The index in [`SpotView::observations`] of the first one that says gone.
    pub first_gone: Option<usize>,
    /// Whether the outcome of the last counting review is known or monitor.
    known_or_monitored: bool,
    change_days: OnceCell<Vec<NaiveDate>>,
    /// For each look, the look that makes the spot spreading at it. Computed on first use.
    spreading: OnceCell<Vec<Option<usize>>>,
}

/// A look with the answers known at it and the baselines of its descriptions.
pub struct Judged<'a> {
    pub look: &'a Look,
    /// The index of the look in [`SpotView::observations`].
    pub place: usize,
    pub known: Known<'a>,
    pub baseline: Baselines,
}

/// The latest answers up to a look, since the last review before it (docs/guidance.md, section 1a.4).
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
    /// The day of the first of the glass tests that have not faded since; `None` where the latest one faded.
    pub not_fading_since: Option<NaiveDate>,
}

/// For each description, the look that set its baseline.
#[derive(Clone, Copy, Default)]
pub struct Baselines {
    pub colours: Baseline,
    pub outline: Baseline,
    pub morphology: Baseline,
    pub raised: Baseline,
    pub firm: Baseline,
}

/// An optional index into [`SpotView::looks`]. Kept small, since every look stores one for every description.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Baseline(Option<std::num::NonZeroU32>);

impl Baseline {
    /// Returns the index.
    pub fn get(self) -> Option<usize> {
        self.0.map(|after| after.get() as usize - 1)
    }

    fn at(index: usize) -> Self {
        Baseline(u32::try_from(index + 1).ok().and_then(std::num::NonZeroU32::new))
    }
}

/// One look of one spot, the argument of rules evaluated at every look.
#[derive(Clone, Copy)]
pub struct At<'v, 'a> {
    pub spot: &'v SpotView<'a>,
    /// Index into [`SpotView::looks`].
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
        match a.glass_test {
            Some(GlassTest::DoesNotFade | GlassTest::Unclear) => {
                self.not_fading_since.get_or_insert(look.at.day());
            }
            Some(GlassTest::Fades) => self.not_fading_since = None,
            None => {}
        }
    }
}

impl Baselines {
    /// Sets a baseline at the first look that answers. A look marked as only described differently replaces it.
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
    /// Builds the view of a spot as of the moment. The looks must be in order. Returns `None` if everything about the
    /// spot is dated later.
    pub fn new(tree: &'a SpotTree<Look>, looks: &'a [Look], person: &'a PersonView<'a>) -> Option<Self> {
        Self::build(tree, looks, person, true)
    }

    /// Builds the view without the growth analysis, which takes the longest.
    pub fn without_growth(tree: &'a SpotTree<Look>, looks: &'a [Look], person: &'a PersonView<'a>) -> Option<Self> {
        Self::build(tree, looks, person, false)
    }

    fn build(
        tree: &'a SpotTree<Look>,
        looks: &'a [Look],
        person: &'a PersonView<'a>,
        with_growth: bool,
    ) -> Option<Self> {
        let spot = &tree.spot;
        let as_of = person.as_of;
        // Observations are in time order, so those dated later are all at the end.
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
        let last_review = reviews.last().copied();
        let mut last_said = counting().filter(|r| Some(r.on) == last_review).map(|r| r.outcome).peekable();
        let said = last_said.peek().is_some();
        let known_or_monitored =
            said && removed != last_review && last_said.all(|o| matches!(o, Some(Outcome::Known | Outcome::Monitor)));
        let since_birth = spot.since_birth.is_yes();
        let seen = spot.first_seen_if_born(person.person.born);
        let looks = judge_looks(observations, &reviews);
        let first_look = looks.first().map(|judged| judged.look.at.day());
        let first_seen_at_latest = match seen {
            Some(seen) => Some(first_look.map_or(seen.latest(), |first| seen.latest().min(first))),
            None if since_birth => None,
            None => first_look,
        };
        let is_never_new = seen.is_none() && spot.onset == Some(Onset::Gradual);
        let new_days = Days::new(person.windows.new_days.into());
        let new_until = first_seen_at_latest.filter(|_| !is_never_new).and_then(|seen| seen.checked_add_days(new_days));
        let measured = looks.iter().enumerate().filter(|_| with_growth);
        let checks: Vec<Check> = measured.filter_map(|(i, judged)| check(judged.look, i)).collect();
        Some(SpotView {
            spot,
            person,
            treatments: &tree.treatments,
            windows: person.windows,
            as_of,
            growth: analyse(&checks, &reviews, as_of.day()),
            looks,
            first_gone: observations.iter().position(|o| o.answers.presence == Presence::Gone),
            observations,
            persistence_settled: removed.is_some() || counting().any(|r| r.outcome != Some(Outcome::Unsure)),
            reviews,
            closed,
            first_seen: seen.map(FirstSeen::earliest),
            first_seen_at_latest,
            new_until,
            known_or_monitored,
            change_days: OnceCell::new(),
            spreading: OnceCell::new(),
        })
    }

    /// Returns every look, in order.
    pub fn looks(&self) -> impl DoubleEndedIterator<Item = At<'_, 'a>> {
        (0..self.looks.len()).map(|index| At { spot: self, index })
    }

    /// Returns the look at that index.
    pub fn look(&self, index: usize) -> &'a Look {
        self.looks[index].look
    }

    /// Returns whether the spot was closed as a mistake. It then raises nothing, and no other rule reads it.
    pub fn is_mistake(&self) -> bool {
        self.closed.is_some_and(|c| c.because == Because::Mistake)
    }

    /// Returns whether the spot is closed, or its last observation says gone.
    pub fn is_gone(&self) -> bool {
        let gone = |o: &Look| o.answers.presence == Presence::Gone;
        self.closed.is_some() || self.observations.last().is_some_and(gone)
    }

    /// Returns whether a counting review answers a firing dated that day (docs/guidance.md, section 4).
    pub fn is_answered(&self, day: NaiveDate) -> bool {
        self.reviews.last().is_some_and(|&review| day <= review)
    }

    /// Returns the latest look.
    pub fn last_look(&self) -> Option<At<'_, 'a>> {
        self.looks().last()
    }
}

impl<'v, 'a: 'v> At<'v, 'a> {
    /// Returns the look with the answers known at it.
    pub fn judged(self) -> &'v Judged<'a> {
        &self.spot.looks[self.index]
    }

    /// Returns the look itself, with its own answers only.
    pub fn look(self) -> &'a Look {
        self.spot.looks[self.index].look
    }

    /// Returns the day of the look.
    pub fn day(self) -> NaiveDate {
        self.look().at.day()
    }

    /// Returns the whole days from first seen to this look; `None` where first seen is unknown.
    pub fn days(self) -> Option<i64> {
        self.spot.first_seen.map(|seen| (self.day() - seen).num_days())
    }

    /// Returns whether at least that many days have passed since first seen. Unknown counts as passed.
    pub fn days_have_passed(self, days: u16) -> bool {
        self.days().is_none_or(|passed| passed >= i64::from(days))
    }

    /// Returns the symptoms with the spot at this look (docs/guidance.md, section 1a.7), with their indices in
    /// [`PersonView::noticed`].
    pub fn symptoms(self) -> impl Iterator<Item = (usize, &'v Noticed<'a>)> {
        let at = self.look().at;
        let noticed = &self.spot.person.noticed;
        let windows = self.spot.windows;
        let (hours, after) = (i64::from(windows.with_hours), i64::from(windows.recheck_days));
        // A bare date sorts before the hours of its day, so the search can only exclude whole days.
        let around = hours / 24 + 2;
        let days_after = move |n: &Noticed<'_>| (n.at.day() - at.day()).num_days();
        let first = noticed.partition_point(|n| days_after(n) < -around);
        let last = first + noticed[first..].partition_point(|n| days_after(n) <= after.max(around));
        // Most looks have no symptom near them.
        let next = if first < last { self.seen_until() } else { None };
        (first..last).map(|place| (place, &noticed[place])).filter(move |(_, n)| {
            let until_next = n.at >= at && next.is_none_or(|next| n.at < next) && days_after(n) <= after;
            until_next || at.within_hours(n.at, hours)
        })
    }

    /// Returns the time of the next observation, or the day from which the spot is gone, if that is earlier.
    fn seen_until(self) -> Option<Moment> {
        let next = self.spot.observations.get(self.judged().place + 1).map(|o| o.at);
        // A removed spot is gone from the next day on.
        let removed = self.spot.closed.filter(|closed| closed.because == Because::Removed);
        let gone = removed.and_then(|closed| closed.on.succ_opt()).map(Moment::on);
        next.into_iter().chain(gone).min()
    }

    /// Returns whether any of these symptoms was with the spot at this look.
    pub fn is_with(self, signs: Signs) -> bool {
        self.symptoms().any(|(_, noticed)| noticed.means.shares(signs))
    }

    /// Returns the answers known at the look.
    pub fn known(self) -> &'v Known<'a> {
        &self.judged().known
    }

    /// Returns whether the glass test known at the look did not fade or was unclear.
    pub fn is_non_fading(self) -> bool {
        self.known().not_fading_since.is_some()
    }

    /// Returns whether the spot is a rash by count or spread.
    pub fn is_extensive(self) -> bool {
        let known = self.known();
        known.count >= Some(Count::ThreeOrMore) || known.spread >= Some(Spread::SeveralPlaces)
    }

    /// Returns whether the known morphology is patch or bruise.
    pub fn is_patch_or_bruise(self) -> bool {
        matches!(self.known().morphology, Some(Morphology::Patch | Morphology::Bruise))
    }

    /// Returns whether the spot is a rash, by count, spread or morphology.
    pub fn is_rash(self) -> bool {
        self.is_extensive() || self.is_patch_or_bruise()
    }

    /// Returns whether the spot was new at this look.
    pub fn is_new(self) -> bool {
        self.spot.new_until.is_some_and(|last| self.day() <= last)
    }

    /// Returns whether the spot was spreading. Either this look or one up to `rapid_hours` before said so, or count or
    /// spread rose since such a look.
    pub fn is_spreading(self) -> bool {
        self.spreading().is_some()
    }

    /// Returns the look that makes the spot spreading at this one: the look that said so, or the look it rose from.
    pub fn spreading(self) -> Option<usize> {
        self.spot.spreading_looks()[self.index]
    }

    /// Returns whether the spot is red or purple. With a non-fading test, brown or no colour answered counts too.
    pub fn is_red_or_purple(self) -> bool {
        let known = self.known().colours;
        let has = |wanted: &[Colour]| known.is_some_and(|colours| wanted.iter().any(|&c| colours.contains(c)));
        let red_or_purple = has(&[Colour::Red, Colour::BrightRed, Colour::DarkRed, Colour::Purple]);
        red_or_purple || (self.is_non_fading() && (has(&[Colour::Brown]) || known.is_none()))
    }

    /// Returns whether a known colour is a shade of red or pink.
    pub fn is_red_or_pink(self) -> bool {
        const COLOURS: [Colour; 5] = [Colour::Red, Colour::BrightRed, Colour::DarkRed, Colour::Pink, Colour::DarkPink];
        self.known().colours.is_some_and(|colours| COLOURS.iter().any(|&c| colours.contains(c)))
    }

    /// Returns the look of the glass test that is known here.
    pub fn glass_test_look(self) -> Option<usize> {
        (0..=self.index).rev().find(|&i| self.spot.look(i).answers.glass_test.is_some())
    }

    /// Returns the time of the look.
    pub fn moment(self) -> Moment {
        self.look().at
    }
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
            // A look on the day of a review is judged with the answers before it, and is known to the looks after it.
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
                // A look on the day of the review keeps the answers before it, and is known to the looks after it.
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
