//! Rules about signs that count with or without a spot.

use super::{GLASS, symptoms_of, telling};
use crate::domain::{Word, show_date};
use crate::guidance::fired::{Evidence, Fired, Firing, Telling};
use crate::guidance::person::PersonView;
use crate::guidance::rule::{Judge, Rule};
use crate::guidance::signs::{self, Noticed, Signs};
use crate::guidance::source;
use crate::guidance::view::At;
use crate::guidance::{Level, See};

/// Returns the entries of these signs within `with_hours` up to the entry at `place`, including it.
fn up_to<'p, 'a>(person: &'p PersonView<'a>, place: usize, wanted: Signs) -> impl Iterator<Item = &'p Noticed<'a>> {
    let at = person.noticed[place].at;
    let hours = i64::from(person.windows.with_hours);
    // Entries at the same moment include each other.
    let end = person.noticed.partition_point(|n| n.at <= at);
    let far = move |n: &&Noticed<'_>| (at.day() - n.at.day()).num_days() <= hours / 24 + 1;
    let near = person.noticed[..end].iter().rev().take_while(far);
    near.filter(move |n| n.means.shares(wanted) && n.at.within_hours(at, hours))
}

/// Returns which of these signs were entered up to the entry at `place`.
fn gathered(person: &PersonView<'_>, place: usize, wanted: Signs) -> Signs {
    up_to(person, place, wanted).fold(Signs::default(), |all, n| all.union(n.means.both(wanted)))
}

fn entries<'v>(person: &'v PersonView<'_>, wanted: Signs) -> impl Iterator<Item = usize> + 'v {
    (0..person.noticed.len()).filter(move |&place| person.noticed[place].means.shares(wanted))
}

pub(super) const MENINGITIS_SIGNS: Rule = Rule {
    ident: "meningitis-signs",
    title: "Signs of meningitis",
    brief: "signs of meningitis",
    fires_when: "within with_hours: a stiff neck with another of fever, headache, nausea, light \
                 sensitivity and vomiting, or any three of them; no spot is needed",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::MENINGITIS_AND_DOTS, source::MENINGITIS],
    asks: &["stiff-neck", "fever", "headache", "nausea", "light-sensitivity", "vomiting"],
    windows: &["with_hours"],
    ..Rule::finding(Judge::Person { alone: Some((meningitis, tell_meningitis)), at_look: None })
};

fn meningitis(person: &PersonView<'_>, fired: &mut Fired<'_, '_>) {
    for place in entries(person, signs::MENINGITIS) {
        let together = gathered(person, place, signs::MENINGITIS);
        let stiff = together.shares(signs::STIFF_NECK);
        if together.count() >= 3 || (stiff && together.count() >= 2) {
            fired.noticed(place, Level::Emergency);
        }
    }
}

fn tell_meningitis(person: &PersonView<'_>, firing: &Firing) -> Telling {
    let because = "A stiff neck with one of the others, or any three of them, are told to be an emergency, with or \
                   without a rash.";
    tell_together(person, firing, signs::MENINGITIS, because)
}

fn sepsis(person: &PersonView<'_>, fired: &mut Fired<'_, '_>) {
    for place in entries(person, signs::SEPSIS) {
        let together = gathered(person, place, signs::SEPSIS);
        let alertness = u32::from(together.shares(signs::LESS_ALERT));
        if together.both(signs::SEPSIS_BUT_ALERTNESS).count() + alertness >= 2 {
            fired.noticed(place, Level::SameDay);
        }
    }
}

pub(super) const SEPSIS_SIGNS: Rule = Rule {
    ident: "sepsis-signs",
    title: "Signs of sepsis",
    brief: "signs of sepsis",
    fires_when: "less alert with a spot that is present, or any of fever, sweating, fast heart or \
                 breathing, lethargy or being less alert with a spot that does not fade: emergency; any \
                 two of them within with_hours, without a spot: same-day",
    level: "same-day or emergency, as told; emergency at higher risk",
    see: See::Doctor,
    sources: &[source::SEPSIS_AND_DOTS],
    asks: &[
        "fever",
        "sweating",
        "fast-heart-or-breathing",
        "lethargy",
        "confused-or-less-alert",
        "born",
        "long_term_illness",
    ],
    windows: &["with_hours", "recent_infection_days"],
    raised_by_risk: true,
    ..Rule::finding(Judge::Person {
        alone: Some((sepsis, tell_sepsis)),
        at_look: Some((sepsis_with_spot, tell_with_spot)),
    })
};

fn sepsis_with_spot(at: At<'_, '_>, fired: &mut Fired<'_, '_>) {
    let signs = if at.is_non_fading() { signs::SEPSIS } else { signs::LESS_ALERT };
    fired.with(at, Level::Emergency, signs);
}

fn tell_sepsis(person: &PersonView<'_>, firing: &Firing) -> Telling {
    tell_together(person, firing, signs::SEPSIS, "Two of these signs together are to be told to a doctor at once.")
}

fn tell_with_spot(at: At<'_, '_>, firing: &Firing) -> Telling {
    let told = telling(at, firing, &[GLASS], "");
    Telling { reason: format!("Spot {} ({}). {}", at.spot.spot.number, at.spot.spot.title(), told.reason), ..told }
}

pub(super) const COLLAPSE_SIGNS: Rule = Rule {
    ident: "collapse-signs",
    title: "A sign that needs help at once",
    brief: "a sign that needs help at once",
    fires_when: "drowsy or unresponsive, a seizure, trouble breathing, or swelling of face, eyes or lips \
                 was entered; no spot is needed",
    level: "emergency",
    see: See::Doctor,
    sources: &[source::COLLAPSE],
    is_foretold: false,
    ..Rule::finding(Judge::Person { alone: Some((collapse, tell_collapse)), at_look: None })
};

fn collapse(person: &PersonView<'_>, fired: &mut Fired<'_, '_>) {
    for place in entries(person, signs::COLLAPSE) {
        fired.noticed(place, Level::Emergency);
    }
}

fn tell_collapse(person: &PersonView<'_>, firing: &Firing) -> Telling {
    let evidence = symptoms_of(person, firing);
    let what: Vec<&str> = evidence.iter().map(|e| e.what.as_str()).collect();
    let reason = format!(
        "{} on {}. That is enough by itself, with or without a spot. This rule is from outside the two documents.",
        what.join(", "),
        show_date(firing.at.day())
    );
    Telling { reason: capital(&reason), evidence }
}

fn tell_together(person: &PersonView<'_>, firing: &Firing, wanted: Signs, because: &str) -> Telling {
    let place = firing.symptoms[0].map_or(0, |place| place as usize);
    let mut told: Vec<Evidence> = Vec::new();
    let mut entries: Vec<&Noticed<'_>> = match person.noticed.get(place) {
        Some(_) => up_to(person, place, wanted).collect(),
        None => Vec::new(),
    };
    entries.reverse();
    for noticed in entries {
        let what = noticed.symptom.symptom.label();
        // Only the latest entry of each symptom is kept.
        told.retain(|e| e.what != what);
        told.push(Evidence { observation: None, at: noticed.at, what });
    }
    let say = |e: &Evidence| format!("{} ({})", e.what, e.at.label());
    let said: Vec<String> = told.iter().map(say).collect();
    let hours = person.windows.with_hours;
    let reason = format!("{}, within {hours} hours. {because}", said.join(", "));
    Telling { reason: capital(&reason), evidence: told }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Listed, Word};
    use crate::guidance::DANGER_SIGNS;

    #[test]
    fn the_signs_named_before_anything_is_entered_are_those_of_these_rules() {
        for (signs, text) in [(signs::COLLAPSE, DANGER_SIGNS[0]), (signs::MENINGITIS, DANGER_SIGNS[1])] {
            for listed in Listed::ALL.iter().filter(|listed| Signs::of(&[**listed]).shares(signs)) {
                let first = listed.word().split('-').next().unwrap_or_default();
                assert!(text.contains(first), "{} is missing in {text:?}", listed.word());
            }
        }
    }
}
