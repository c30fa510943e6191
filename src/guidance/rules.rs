//! The rules by theme. Each is a constant next to the functions that evaluate it and word its findings. [`TABLES`]
//! lists them in the order of a report.

mod change;
mod description;
mod growth;
mod illness;
mod non_fading;
mod persistence;
mod signs_alone;
mod sudden;
mod task;

pub use persistence::persists_from;

use super::fired::{Evidence, Firing, Telling};
use super::person::PersonView;
use super::rule::Rule;
use super::view::At;
use crate::domain::{Answer, GlassTest, Look, Word, show_date};

/// A table of the reference: a heading and its rules.
pub struct Table {
    /// The heading in docs/rules.md.
    pub title: &'static str,
    /// In the order of a report.
    pub rules: &'static [Rule],
}

/// All rules in four tables. Reports use the same order.
pub static TABLES: [Table; 4] = [
    Table {
        title: "Persistence and change",
        rules: &[
            persistence::PERSISTS,
            change::REPORTED_CHANGE,
            description::COLOUR_CHANGED,
            description::SHAPE_CHANGED,
            description::RAISED_CHANGED,
            growth::GROWN,
            growth::GROWING,
            growth::MEASURE_AGAIN,
            growth::FIRM_AND_GROWING,
            change::BLEEDS,
            change::BLEEDS_OFTEN,
            change::WORRIED,
            task::RECHECK_DUE,
            persistence::SCRATCH_MARK_STAYS,
            persistence::HEAT_RASH_STAYS,
            persistence::COMES_BACK,
        ],
    },
    Table {
        title: "Sudden, spreading, painful, after a medicine",
        rules: &[
            sudden::SUDDEN_CROP,
            sudden::IS_SPREADING,
            sudden::WITH_ILLNESS,
            sudden::AFTER_NEW_MEDICINE,
            sudden::ALLERGIC_REACTION,
            sudden::PAINFUL_EYE_MOUTH_GENITALS,
            sudden::RASH_EMERGENCY_SIGNS,
            sudden::RASH_WITH_WARNING_SIGNS,
            sudden::NOT_IMPROVING,
            sudden::MAYBE_INFECTED,
        ],
    },
    Table {
        title: "Spots that do not fade, meningitis, sepsis",
        rules: &[
            non_fading::PINPRICK_RASH_NOT_ITCHY,
            non_fading::NON_FADING_RASH,
            non_fading::NON_FADING_SPOT,
            non_fading::NON_FADING_AND_ILL,
            non_fading::STOPPED_FADING,
            non_fading::PINPRICKS_TO_BRUISE,
            non_fading::NON_FADING_PATCH,
            non_fading::LEG_SPOTS_AND_ILL,
            task::FADES_BUT_UNWELL,
            signs_alone::MENINGITIS_SIGNS,
            signs_alone::SEPSIS_SIGNS,
            signs_alone::COLLAPSE_SIGNS,
            non_fading::INFANT_FEVER_RASH,
        ],
    },
    Table {
        title: "Illnesses with a rash",
        rules: &[
            illness::AFTER_SORE_THROAT,
            illness::ITCHY_BLISTERS,
            illness::FACE_THEN_BODY,
            illness::ROUGH_RASH_IN_FOLDS,
            illness::FACE_AND_EYES,
        ],
    },
];

/// A version of the rule set.
pub(super) struct Version {
    pub name: &'static str,
    /// What it changed, a sentence or two each.
    pub changes: &'static [&'static str],
}

/// Every version, the newest first. A change of what a rule means needs a new one.
pub(super) const VERSIONS: &[Version] = &[
    Version {
        name: "2",
        changes: &[
            "Urgency ages, with the window urgent_days. A flag about the person rests recheck_days after its latest \
             evidence.",
            "Growth is noticed sooner after a quiet time: the baseline follows the past from the eighth measurement on, \
             and what grows now no longer widens its own limit.",
            "The median of three readings is the middle one exactly.",
            "A spot that was removed is gone from the next day on, so a symptom after that day is not with it.",
            "Without `--as-of`, entries up to 26 hours ahead of this computer's clock count: another time zone may have \
             made them.",
        ],
    },
    Version { name: "1", changes: &[] },
];

/// The version of the rule set, which reports name.
pub const RULES_VERSION: &str = VERSIONS[0].name;

/// Returns every rule, in the order of a report.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().flat_map(|table| table.rules)
}

/// Returns the rule with that identifier.
pub fn find_rule(ident: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.ident == ident)
}

/// Returns the look that the look of a firing was compared with.
fn compared<'a>(at: At<'_, 'a>, firing: &Firing) -> Option<&'a Look> {
    firing.compared_with.map(|index| at.spot.look(index))
}

fn evidence(look: &Look, what: impl Into<String>) -> Evidence {
    Evidence { observation: Some(look.id), at: look.at, what: what.into() }
}

/// Formats the day of a look for display.
fn day_of(look: &Look) -> String {
    show_date(look.at.day())
}

/// Formats a length: `3.0 mm`, or `1.25 mm` where one decimal would hide the arithmetic.
fn mm(value: f64) -> String {
    let tenths = value * 10.0;
    if (tenths - tenths.round()).abs() < 0.05 { format!("{value:.1} mm") } else { format!("{value:.2} mm") }
}

/// Formats a number of days: `1 day`, `3 days`.
fn days(count: i64) -> String {
    if count == 1 { "1 day".into() } else { format!("{count} days") }
}

/// Words one fact known at a look; returns `None` where it is not known.
type Part = fn(At<'_, '_>) -> Option<String>;

const SITE: Part = |at| Some(at.spot.spot.place().in_words());
const FIRST_SEEN: Part = |at| {
    Some(match (at.spot.spot.first_seen, at.days()) {
        _ if at.spot.spot.since_birth.is_yes() => "there since birth".into(),
        (Some(seen), Some(passed)) => {
            format!("{}{} after it was first seen ({})", seen.up_to(), days(passed), seen.label())
        }
        _ => "when it was first seen is not known".into(),
    })
};
const COUNT: Part = |at| at.known().count.map(|count| count.label());
const SPREAD: Part = |at| at.known().spread.map(|spread| spread.label());
const MORPHOLOGY: Part = |at| at.known().morphology.map(|form| form.label());
const COLOURS: Part = |at| Some(at.known().colours.map_or_else(|| "its colour was not answered".into(), |c| c.label()));
const DIAMETER: Part = |at| at.known().diameter.map(mm);
const SURFACE: Part = |at| at.known().surface.map(|surface| surface.label());
const ITCH: Part = |at| match at.known().itch {
    Answer::Yes => Some("itches".into()),
    Answer::No => Some("does not itch".into()),
    Answer::Unanswered => Some("whether it itches was not answered".into()),
};
const RAISED: Part = |at| at.known().raised.is_yes().then(|| "raised".into());
const PAIN: Part = |at| at.look().answers.pain.is_yes().then(|| "painful".into());
const WARM: Part = |at| at.look().answers.warm_or_swollen.is_yes().then(|| "warm or swollen".into());
const GLASS: Part = |at| {
    let say = |test: &'static str| {
        let day = at.glass_test_look().map(|i| at.spot.look(i).at.day()).filter(|&day| day != at.day());
        day.map_or_else(|| test.to_owned(), |day| format!("{test} (test of {})", show_date(day)))
    };
    Some(match at.known().glass_test {
        Some(GlassTest::DoesNotFade) => say("does not fade under glass"),
        Some(GlassTest::Unclear) => say("unclear under glass, which counts as not fading"),
        Some(GlassTest::Fades) => say("fades under glass"),
        None => "the glass test was not done".into(),
    })
};
const SPREADING: Part = |at| {
    let then = at.spreading()?;
    Some(if at.spot.look(then).answers.spreading.is_yes() {
        format!("spreading was said on {}", show_date(at.spot.look(then).at.day()))
    } else {
        format!("more, or in more places, than on {}", show_date(at.spot.look(then).at.day()))
    })
};
const NEW: Part = |at| at.is_new().then(|| format!("new (within {} days)", at.spot.windows.new_days));

/// Words a firing at a look: the day, the known facts, the symptoms with the spot, and the explanation.
fn telling(at: At<'_, '_>, firing: &Firing, parts: &[Part], because: &str) -> Telling {
    let said: Vec<String> = parts.iter().filter_map(|part| part(at)).collect();
    let symptoms = symptoms_of(at.spot.person, firing);
    let with: Vec<&str> = symptoms.iter().map(|e| e.what.as_str()).collect();
    let with = match symptoms.iter().map(|e| e.at.day()).max() {
        None => String::new(),
        Some(day) if day == at.day() => format!("; with {}", with.join(" and ")),
        Some(day) => format!("; with {} on {}", with.join(" and "), show_date(day)),
    };
    let reason = format!("On {}: {}{with}. {because}", show_date(at.day()), said.join(", "));
    let mut told = vec![evidence(at.look(), said.join(", "))];
    told.extend(
        compared(at, firing).filter(|then| then.id != at.look().id).map(|then| evidence(then, "compared with")),
    );
    told.extend(symptoms);
    Telling { reason: reason.trim_end().to_owned(), evidence: told }
}

/// Returns the symptoms that a firing used.
fn symptoms_of(person: &PersonView<'_>, firing: &Firing) -> Vec<Evidence> {
    let noticed = firing.symptoms.iter().flatten().filter_map(|&place| person.noticed.get(place as usize));
    noticed.map(|n| Evidence { observation: None, at: n.at, what: n.symptom.symptom.label() }).collect()
}
