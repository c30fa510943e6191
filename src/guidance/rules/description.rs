//! What was described one way and is now described another.

use super::{day_of, evidence};
use crate::domain::{Answer, Answers, Colour, Context, Look, Word};
use crate::guidance::fired::{Fired, Firing};
use crate::guidance::rule::Telling;
use crate::guidance::view::{At, Baselines, SpotView};
use crate::guidance::{Evidence, Level};

/// The colours that a fading scratch or knock mark takes.
const FADING: [Colour; 3] = [Colour::Orange, Colour::Yellow, Colour::Brown];

pub fn colour_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, colour_differs(at));
}

/// The look whose description this one differs from.
pub fn colour_differs(at: At<'_, '_>) -> Option<usize> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline.colours.get()?;
    if now.colours.is_empty() || now.described_differently.is_yes() {
        return None;
    }
    let then = &at.spot.look(baseline).answers.colours;
    let differs = !now.colours.same_words(then) && !is_fading_mark(at, now, then);
    differs.then_some(baseline)
}

fn differs(at: At<'_, '_>, fired: &mut Fired<'_, '_>, from: Option<usize>) {
    if let Some(from) = from {
        fired.add(Firing::at_look(at, Level::FollowUp).compared_with(from));
    }
}

fn is_fading_mark(at: At<'_, '_>, now: &Answers, then: &crate::domain::WordList<Colour>) -> bool {
    let contexts = &at.spot.spot.contexts;
    let knocked = contexts.contains(Context::Scratch) || contexts.contains(Context::Blow);
    let fresh = at.days().is_some_and(|days| days <= i64::from(at.spot.windows.scratch_days));
    let mut new = now.colours.iter().filter(|&colour| !then.contains(colour)).peekable();
    knocked && fresh && new.peek().is_some() && new.all(|colour| FADING.contains(&colour))
}

pub fn tell_colour_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let Some((now, baseline)) = judged(spot, firing) else { return telling_nothing() };
    let then = baseline.colours.get().map(|i| spot.look(i));
    let reason = format!(
        "The colour was {} on {} and {} on {}.",
        then.map_or_else(String::new, |l| l.answers.colours.label()),
        day_of(then),
        now.answers.colours.label(),
        day_of(Some(now))
    );
    tell_looks(reason, then.into_iter().collect(), now, |l| l.answers.colours.label())
}

pub fn shape_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, shape_differs(at));
}

/// The look whose description this one differs from.
pub fn shape_differs(at: At<'_, '_>) -> Option<usize> {
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

pub fn tell_shape_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let Some((now, baseline)) = judged(spot, firing) else { return telling_nothing() };
    let mut parts = Vec::new();
    let mut then = Vec::new();
    if let Some((look, was, is)) = differing(spot, now, baseline.outline.get(), |a| a.outline) {
        parts.push(format!("the outline is {}, and was {} on {}", is.label(), was.label(), day_of(Some(look))));
        then.push(look);
    }
    if let Some((look, was, is)) = differing(spot, now, baseline.morphology.get(), |a| a.morphology) {
        parts.push(format!("it is a {}, and was a {} on {}", is.label(), was.label(), day_of(Some(look))));
        then.push(look);
    }
    let reason = format!("On {} {}.", day_of(Some(now)), parts.join("; "));
    tell_looks(reason, then, now, |l| {
        let a = &l.answers;
        let words = [a.outline.map(|o| o.label()), a.morphology.map(|m| m.label())];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    })
}

pub fn raised_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, raised_differs(at));
}

/// The look whose description this one differs from.
pub fn raised_differs(at: At<'_, '_>) -> Option<usize> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline;
    let was_no = |index: Option<usize>, answer: fn(&Answers) -> Answer| {
        index.filter(|&i| answer(now).is_yes() && answer(&at.spot.look(i).answers).is_no())
    };
    was_no(baseline.raised.get(), |a| a.raised).or_else(|| was_no(baseline.firm.get(), |a| a.firm))
}

pub fn tell_raised_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let Some((now, baseline)) = judged(spot, firing) else { return telling_nothing() };
    let mut parts = Vec::new();
    let mut then = Vec::new();
    for (word, index, answer) in [
        ("raised", baseline.raised.get(), (|a| a.raised) as fn(&Answers) -> Answer),
        ("firm", baseline.firm.get(), |a| a.firm),
    ] {
        if let Some(look) = index.map(|i| spot.look(i))
            && answer(&look.answers).is_no()
            && answer(&now.answers).is_yes()
        {
            parts.push(format!("it is {word}, and was not on {}", day_of(Some(look))));
            then.push(look);
        }
    }
    let reason = format!("On {} {}.", day_of(Some(now)), parts.join("; "));
    tell_looks(reason, then, now, |l| format!("raised: {}, firm: {}", l.answers.raised.label(), l.answers.firm.label()))
}

/// The look a firing is about, and the baselines it was judged by.
fn judged<'a>(spot: &SpotView<'a>, firing: &Firing) -> Option<(&'a Look, Baselines)> {
    let judged = &spot.looks[firing.look?];
    Some((judged.look, judged.baseline))
}

/// The baseline's look with its word and the new word, where the two differ.
fn differing<'a, W: Word>(
    spot: &SpotView<'a>,
    now: &Look,
    baseline: Option<usize>,
    word: fn(&Answers) -> Option<W>,
) -> Option<(&'a Look, W, W)> {
    let then = spot.look(baseline?);
    let (was, is) = (word(&then.answers)?, word(&now.answers)?);
    (was != is).then_some((then, was, is))
}

/// Not reached: these rules are judged at looks, and their firings name one.
fn telling_nothing() -> Telling {
    Telling { reason: "It is described in other words than before.".into(), evidence: Vec::new() }
}

fn tell_looks(reason: String, then: Vec<&Look>, now: &Look, what: fn(&Look) -> String) -> Telling {
    let mut told: Vec<Evidence> = Vec::new();
    for look in then.into_iter().chain([now]) {
        let evidence = evidence(look, what(look));
        if !told.contains(&evidence) {
            told.push(evidence);
        }
    }
    Telling { reason, evidence: told }
}
