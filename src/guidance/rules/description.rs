//! Rules about a description that differs from the baseline.

use super::{compared, day_of, evidence};
use crate::domain::{Answer, Answers, Look, Word};
use crate::guidance::fired::{Evidence, Fired, Firing, Telling};
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::source;
use crate::guidance::view::{At, SpotView, colour_differs, raised_differs, shape_differs};
use crate::guidance::{Level, See};

pub(super) const COLOUR_CHANGED: Rule = Rule {
    ident: "colour-changed",
    title: "The colour has changed",
    brief: "colour changed",
    fires_when: "the colours differ from those first described since the last review, and it was not only \
                 described differently; a scratch or knock mark that turns orange, yellow or brown within \
                 scratch_days is left out",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE, source::EXTRAVASATION],
    asks: &["described_differently"],
    windows: &["scratch_days"],
    ..Rule::finding(Judge::EveryLook(colour_changed, tell_colour_changed))
};

fn colour_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, colour_differs(at));
}

fn differs(at: At<'_, '_>, fired: &mut Fired<'_, '_>, from: Option<usize>) {
    if let Some(from) = from {
        fired.add(Firing::at_look(at, Level::FollowUp).compared_with(from));
    }
}

fn tell_colour_changed(at: At<'_, '_>, firing: &Firing) -> Telling {
    let now = at.look();
    let then = compared(at, firing);
    let was = |then: &Look| format!("{} on {} and ", then.answers.colours.label(), day_of(then));
    let was = then.map_or_else(String::new, was);
    let reason = format!("The colour was {was}{} on {}.", now.answers.colours.label(), day_of(now));
    tell_looks(reason, then.into_iter().collect(), now, |l| l.answers.colours.label())
}

pub(super) const SHAPE_CHANGED: Rule = Rule {
    ident: "shape-changed",
    title: "The shape has changed",
    brief: "shape changed",
    fires_when: "the outline or the morphology differs from the one first described since the last review, and it \
                 was not only described differently",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE],
    asks: &["described_differently"],
    ..Rule::finding(Judge::EveryLook(shape_changed, tell_shape_changed))
};

fn shape_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, shape_differs(at));
}

fn tell_shape_changed(at: At<'_, '_>, _: &Firing) -> Telling {
    let (now, baseline) = (at.look(), at.judged().baseline);
    let mut parts = Vec::new();
    let mut then = Vec::new();
    if let Some((look, was, is)) = differing(at.spot, now, baseline.outline.get(), |a| a.outline) {
        parts.push(format!("the outline is {}, and was {} on {}", is.label(), was.label(), day_of(look)));
        then.push(look);
    }
    if let Some((look, was, is)) = differing(at.spot, now, baseline.morphology.get(), |a| a.morphology) {
        parts.push(format!("it is a {}, and was a {} on {}", is.label(), was.label(), day_of(look)));
        then.push(look);
    }
    let reason = format!("On {} {}.", day_of(now), parts.join("; "));
    tell_looks(reason, then, now, |l| {
        let a = &l.answers;
        let words = [a.outline.map(|o| o.label()), a.morphology.map(|m| m.label())];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    })
}

pub(super) const RAISED_CHANGED: Rule = Rule {
    ident: "raised-changed",
    title: "Has become raised or firm",
    brief: "now raised or firm",
    fires_when: "raised or firm is yes where it was no at the first answer since the last review",
    level: "follow-up",
    see: See::Dermatologist,
    sources: &[source::MOLE_CHANGE, source::CHANGE],
    ..Rule::finding(Judge::EveryLook(raised_changed, tell_raised_changed))
};

fn raised_changed(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    differs(at, fired, raised_differs(at));
}

fn tell_raised_changed(at: At<'_, '_>, _: &Firing) -> Telling {
    let (now, baseline) = (at.look(), at.judged().baseline);
    let mut parts = Vec::new();
    let mut then = Vec::new();
    for (word, index, answer) in [
        ("raised", baseline.raised.get(), (|a| a.raised) as fn(&Answers) -> Answer),
        ("firm", baseline.firm.get(), |a| a.firm),
    ] {
        if let Some(look) = index.map(|i| at.spot.look(i))
            && answer(&look.answers).is_no()
            && answer(&now.answers).is_yes()
        {
            parts.push(format!("it is {word}, and was not on {}", day_of(look)));
            then.push(look);
        }
    }
    let reason = format!("On {} {}.", day_of(now), parts.join("; "));
    tell_looks(reason, then, now, |l| format!("raised: {}, firm: {}", l.answers.raised.label(), l.answers.firm.label()))
}

/// Returns the baseline's look with its word and the new word, if the two differ.
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
