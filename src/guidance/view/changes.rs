//! Changes between the looks of a spot, as described or as reported.

use super::{At, SpotView};
use crate::domain::{Answer, Answers, Colour, Context, Look, WordList};
use crate::guidance::growth::Series;
use chrono::NaiveDate;

/// The colours of a fading scratch or bruise.
const FADING: [Colour; 3] = [Colour::Orange, Colour::Yellow, Colour::Brown];

impl SpotView<'_> {
    /// Returns whether the last review has the outcome known or monitor and no change has fired after it. Non-fading
    /// rules then stay closed unless it is an emergency (docs/guidance.md, section 4).
    pub fn is_held(&self) -> bool {
        let Some(&review) = self.reviews.last() else { return false };
        self.known_or_monitored && self.change_days().last().is_none_or(|&change| change <= review)
    }

    /// Returns, for each look, the look that makes the spot spreading at it. That is the latest one, at most
    /// `rapid_hours` before, that said so or from which count or spread rose. Of looks with equal answers only the
    /// latest can qualify, so one forward pass is enough.
    pub(super) fn spreading_looks(&self) -> &[Option<usize>] {
        self.spreading.get_or_init(|| {
            let hours = i64::from(self.windows.rapid_hours);
            let answers = |look: &Look| (look.answers.count, look.answers.spread, look.answers.spreading.is_yes());
            // A bare date may be any minute of its day, so it can be nearer than a later time.
            let is_alike =
                |a: &Look, b: &Look| answers(a) == answers(b) && a.at.time().is_some() == b.at.time().is_some();
            let mut latest: Vec<usize> = Vec::new();
            let mut found = Vec::with_capacity(self.looks.len());
            for index in 0..self.looks.len() {
                let now = self.look(index);
                let (count, spread, said) = answers(now);
                let leads_here = |&&then: &&usize| {
                    let then = self.look(then);
                    let (was_count, was_spread, was_said) = answers(then);
                    let rose =
                        (was_count.is_some() && count > was_count) || (was_spread.is_some() && spread > was_spread);
                    (was_said || rose) && then.at.within_hours(now.at, hours)
                };
                found.push(if said { Some(index) } else { latest.iter().filter(leads_here).max().copied() });
                if said || count.is_some() || spread.is_some() {
                    latest.retain(|&then| !is_alike(self.look(then), now));
                    latest.push(index);
                }
            }
            found
        })
    }

    /// Returns whether, as of a day, a change had fired that no review up to that day answered.
    pub fn has_unanswered_change(&self, by: NaiveDate) -> bool {
        let review = self.reviews[..self.reviews.partition_point(|&review| review <= by)].last();
        let days = self.change_days();
        days[..days.partition_point(|&change| change <= by)]
            .last()
            .is_some_and(|change| review.is_none_or(|review| change > review))
    }

    /// Returns the days on which any of the change rules fired, ascending.
    fn change_days(&self) -> &[NaiveDate] {
        self.change_days.get_or_init(|| {
            let noticed = self.looks().filter(|&at| {
                is_reported(at)
                    || colour_differs(at).is_some()
                    || shape_differs(at).is_some()
                    || raised_differs(at).is_some()
            });
            let mut days: Vec<NaiveDate> = noticed.map(At::day).collect();
            let grown = self.growth.series.iter().filter_map(|s| s.grown).map(|g| g.look);
            let growing = self.growth.series.iter().flat_map(Series::growing_at_every_check).map(|g| g.look);
            days.extend(grown.chain(growing).map(|look| self.look(look).at.day()));
            days.sort_unstable();
            days
        })
    }
}

/// Returns whether the look itself reports a change.
pub(crate) fn is_reported(at: At<'_, '_>) -> bool {
    at.look().answers.changes.as_ref().is_some_and(|changes| !changes.is_empty())
}

/// Returns the baseline look if the colours differ from it.
pub(crate) fn colour_differs(at: At<'_, '_>) -> Option<usize> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline.colours.get()?;
    if now.colours.is_empty() || now.described_differently.is_yes() {
        return None;
    }
    let then = &at.spot.look(baseline).answers.colours;
    let differs = !now.colours.same_words(then) && !is_fading_mark(at, now, then);
    differs.then_some(baseline)
}

fn is_fading_mark(at: At<'_, '_>, now: &Answers, then: &WordList<Colour>) -> bool {
    let contexts = &at.spot.spot.contexts;
    let knocked = contexts.contains(Context::Scratch) || contexts.contains(Context::Blow);
    let fresh = at.days().is_some_and(|days| days <= i64::from(at.spot.windows.scratch_days));
    let mut new = now.colours.iter().filter(|&colour| !then.contains(colour)).peekable();
    knocked && fresh && new.peek().is_some() && new.all(|colour| FADING.contains(&colour))
}

/// Returns the baseline look if the outline or morphology differs from it.
pub(crate) fn shape_differs(at: At<'_, '_>) -> Option<usize> {
    let now = &at.look().answers;
    if now.described_differently.is_yes() {
        return None;
    }
    let (outline, morphology) = (at.judged().baseline.outline.get(), at.judged().baseline.morphology.get());
    let differs = |index: &usize| {
        let then = &at.spot.look(*index).answers;
        let other_outline = now.outline.is_some() && then.outline.is_some() && now.outline != then.outline;
        let other_form = now.morphology.is_some() && then.morphology.is_some() && now.morphology != then.morphology;
        (outline == Some(*index) && other_outline) || (morphology == Some(*index) && other_form)
    };
    [outline, morphology].into_iter().flatten().find(differs)
}

/// Returns the baseline look if it was not raised or firm and this look is.
pub(crate) fn raised_differs(at: At<'_, '_>) -> Option<usize> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline;
    let was_no = |index: Option<usize>, answer: fn(&Answers) -> Answer| {
        index.filter(|&i| answer(now).is_yes() && answer(&at.spot.look(i).answers).is_no())
    };
    was_no(baseline.raised.get(), |a| a.raised).or_else(|| was_no(baseline.firm.get(), |a| a.firm))
}
