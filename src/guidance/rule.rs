//! The definition of a rule. The rules themselves are constants in `rules/`, by theme.

use super::See;
use super::fired::{Fired, Firing, FlagKind, Telling};
use super::person::PersonView;
use super::source::Source;
use super::view::{At, SpotView};

/// A rule of docs/guidance.md, section 2.
pub struct Rule {
    /// The name in journals, reports and on the command line, in kebab case.
    pub ident: &'static str,
    /// The finding in a few words, used as the headline of the flag.
    pub title: &'static str,
    /// The finding for a clinician, in a few words that speak of the patient and not of "you".
    pub brief: &'static str,
    /// The condition, for the rule reference.
    pub fires_when: &'static str,
    /// The level in words, since some rules have more than one.
    pub level: &'static str,
    /// Which professional to see at the level follow-up.
    pub see: See,
    /// The headings that state its point, the main one first.
    pub sources: &'static [Source],
    /// The questions that the rule reads, by field name. The unanswered ones are listed with the flag.
    pub asks: &'static [&'static str],
    /// The windows it uses, by name.
    pub windows: &'static [&'static str],
    /// How a review and time close its flags.
    pub kind: FlagKind,
    /// Whether the flag stays open while the spot is gone, at any level.
    pub stays_when_gone: bool,
    /// Whether a higher risk of the person raises a same-day firing to an emergency ("Tiny Red Dots On Skin", "Sepsis
    /// and Petechiae").
    pub raised_by_risk: bool,
    /// Text after the date of a near miss: what would keep the rule from firing.
    pub unless: &'static str,
    /// Whether a near miss may say which answer or sign is missing.
    pub is_foretold: bool,
    /// Whether an open flag means that the spot has grown.
    pub says_growth: bool,
    /// The noun for its open flags on the home screen, singular and plural.
    pub counted_as: Option<(&'static str, &'static str)>,
    /// The heading of the group of the home screen for spots with this task and nothing more urgent.
    pub group: Option<&'static str>,
    /// The functions that evaluate it and word its findings.
    pub judge: Judge,
}

/// Evaluates a spot at one of its looks.
pub(super) type LookFires = fn(At<'_, '_>, &mut Fired<'_, '_>);
/// Builds the text of a firing at a look.
pub(super) type LookTells = fn(At<'_, '_>, &Firing) -> Telling;
/// Builds the text of a firing about a whole spot.
pub(super) type SpotTells = fn(&SpotView<'_>, &Firing) -> Telling;
/// Evaluates a whole spot.
pub(super) type SpotFires = fn(&SpotView<'_>, &mut Fired<'_, '_>);
/// Evaluates the person's own entries.
pub(super) type PersonFires = fn(&PersonView<'_>, &mut Fired<'_, '_>);
/// Builds the text of a firing about the person's own entries.
pub(super) type PersonTells = fn(&PersonView<'_>, &Firing) -> Telling;

/// How a rule is evaluated. Each function comes with the one that builds the text of its firings.
pub enum Judge {
    /// At every look separately.
    EveryLook(LookFires, LookTells),
    /// Over the whole spot.
    WholeSpot(SpotFires, Tells),
    /// One flag for the person: from the person's own entries, and from every look of every spot.
    Person {
        /// Reads symptoms and other entries of the person. `None` if the rule needs a look.
        alone: Option<(PersonFires, PersonTells)>,
        /// Reads one look of one spot. `None` if no look matters.
        at_look: Option<(LookFires, LookTells)>,
    },
}

/// Builds the text of a firing about a spot.
#[derive(Clone, Copy)]
pub enum Tells {
    /// For a rule that fires at looks only.
    AtLook(LookTells),
    /// For a rule whose text is about several looks, or about none.
    WholeSpot(SpotTells),
}

impl Tells {
    /// Builds the text. A rule that is evaluated at looks fires only at looks, so nothing is left unsaid.
    pub(super) fn tell(self, spot: &SpotView<'_>, firing: &Firing) -> Telling {
        match self {
            Tells::AtLook(tell) => firing.look.map_or_else(Telling::default, |index| tell(At { spot, index }, firing)),
            Tells::WholeSpot(tell) => tell(spot, firing),
        }
    }
}

impl Rule {
    /// Default values; each constant sets the rest.
    pub(super) const fn finding(judge: Judge) -> Rule {
        Rule {
            ident: "",
            title: "",
            brief: "",
            fires_when: "",
            level: "",
            see: See::Doctor,
            sources: &[],
            asks: &[],
            windows: &[],
            kind: FlagKind::Finding,
            stays_when_gone: false,
            raised_by_risk: false,
            unless: ", if it is still there",
            is_foretold: true,
            says_growth: false,
            counted_as: None,
            group: None,
            judge,
        }
    }

    /// Returns whether none of the sources is one of the two documents.
    pub fn is_outside(&self) -> bool {
        self.sources.iter().all(|source| source.is_outside())
    }
}
