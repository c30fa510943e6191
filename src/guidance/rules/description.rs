//! What was described one way and is now described another.

use super::{day_of, evidence, look_of};
use crate::domain::{Answers, Colour, Context, Look, Word};
use crate::guidance::Level;
use crate::guidance::rule::{Firing, Telling};
use crate::guidance::view::{At, SpotView};

/// The colours that a fading scratch or knock mark takes.
const FADING: [Colour; 3] = [Colour::Orange, Colour::Yellow, Colour::Brown];

pub fn colour_changed(at: At<'_, '_>) -> Option<Firing> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline.colours.get()?;
    if now.colours.is_empty() || now.described_differently.is_yes() {
        return None;
    }
    let then = &at.spot.look(baseline).answers.colours;
    let differs = !now.colours.same_words(then) && !is_fading_mark(at, now, then);
    differs.then(|| Firing::at_look(at, Level::FollowUp).compared_with(baseline))
}

fn is_fading_mark(at: At<'_, '_>, now: &Answers, then: &crate::domain::WordList<Colour>) -> bool {
    let contexts = &at.spot.spot.contexts;
    let knocked = contexts.contains(Context::Scratch) || contexts.contains(Context::Blow);
    let fresh = at.days().is_some_and(|days| days <= i64::from(at.spot.windows.scratch_days));
    let mut new = now.colours.iter().filter(|&colour| !then.contains(colour)).peekable();
    knocked && fresh && new.peek().is_some() && new.all(|colour| FADING.contains(&colour))
}

pub fn tell_colour_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let (then, now) = compared(spot, firing);
    let colours = |look: Option<&Look>| look.map_or_else(String::new, |l| l.answers.colours.label());
    let reason =
        format!("The colour was {} on {} and {} on {}.", colours(then), day_of(then), colours(now), day_of(now));
    telling(reason, then, now, |l| l.answers.colours.label())
}

pub fn shape_changed(at: At<'_, '_>) -> Option<Firing> {
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
    let against = [outline, morphology].into_iter().flatten().find(differs)?;
    Some(Firing::at_look(at, Level::FollowUp).compared_with(against))
}

pub fn tell_shape_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let (then, now) = compared(spot, firing);
    let mut parts = Vec::new();
    if let (Some(a), Some(b)) = (then, now) {
        let (a, b) = (&a.answers, &b.answers);
        if let (Some(was), Some(is)) = (a.outline, b.outline)
            && was != is
        {
            parts.push(format!("the outline was {} and is {}", was.label(), is.label()));
        }
        if let (Some(was), Some(is)) = (a.morphology, b.morphology)
            && was != is
        {
            parts.push(format!("it was described as a {} and is a {}", was.label(), is.label()));
        }
    }
    let reason = format!("Between {} and {} {}.", day_of(then), day_of(now), parts.join(", and "));
    telling(reason, then, now, |l| {
        let a = &l.answers;
        let words = [a.outline.map(|o| o.label()), a.morphology.map(|m| m.label())];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    })
}

pub fn raised_changed(at: At<'_, '_>) -> Option<Firing> {
    let now = &at.look().answers;
    let baseline = at.judged().baseline;
    let was_no = |index: Option<usize>, answer: fn(&Answers) -> crate::domain::Answer| {
        index.filter(|&i| answer(now).is_yes() && answer(&at.spot.look(i).answers).is_no())
    };
    let against = was_no(baseline.raised.get(), |a| a.raised).or_else(|| was_no(baseline.firm.get(), |a| a.firm))?;
    Some(Firing::at_look(at, Level::FollowUp).compared_with(against))
}

pub fn tell_raised_changed(spot: &SpotView<'_>, firing: &Firing) -> Telling {
    let (then, now) = compared(spot, firing);
    let mut became = Vec::new();
    if let (Some(a), Some(b)) = (then, now) {
        let (a, b) = (&a.answers, &b.answers);
        if a.raised.is_no() && b.raised.is_yes() {
            became.push("raised");
        }
        if a.firm.is_no() && b.firm.is_yes() {
            became.push("firm");
        }
    }
    let became = became.join(" and ");
    let reason = format!("It was not {became} on {} and is {became} on {}.", day_of(then), day_of(now));
    telling(reason, then, now, |l| format!("raised: {}, firm: {}", l.answers.raised.label(), l.answers.firm.label()))
}

fn compared<'a>(spot: &SpotView<'a>, firing: &Firing) -> (Option<&'a Look>, Option<&'a Look>) {
    (firing.compared_with.map(|i| spot.look(i)), look_of(spot, firing))
}

fn telling(reason: String, then: Option<&Look>, now: Option<&Look>, what: fn(&Look) -> String) -> Telling {
    Telling { reason, evidence: then.into_iter().chain(now).map(|l| evidence(l, what(l))).collect() }
}
