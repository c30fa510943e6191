//! What a rule is. The rules themselves are constants in `rules/`, by theme.

use super::See;
use super::fired::{Fired, Firing, Kind, Telling};
use super::person::PersonView;
use super::source::Source;
use super::view::{At, SpotView};

/// Changes with every change of a rule's meaning; reports name it.
pub const RULES_VERSION: &str = "2";

/// One rule of docs/guidance.md, section 2.
pub struct Rule {
    pub ident: &'static str,
    /// The finding in a few words, as a headline of the flag.
    pub title: &'static str,
    /// What fires it, for the rule reference.
    pub fires_when: &'static str,
    /// The level, in words: some rules have more than one.
    pub level: &'static str,
    /// Whom to see at the level follow-up.
    pub see: See,
    pub sources: &'static [Source],
    /// The questions whose answers it reads, by field name: those never answered are listed with the flag.
    pub asks: &'static [&'static str],
    /// The windows it uses, by name.
    pub windows: &'static [&'static str],
    pub kind: Kind,
    /// Whether its flag stays open while the spot is gone, whatever its level.
    pub stays_when_gone: bool,
    /// Whether a higher risk of the person makes a same-day firing an emergency ("Tiny Red Dots On Skin", "Sepsis and Petechiae").
    pub raised_by_risk: bool,
    /// The words for a day to come on which the rule would hold: what would keep it from that.
    pub unless: &'static str,
    /// Whether the person learns which one answer or sign is missing for the rule to hold.
    pub is_foretold: bool,
    /// Whether an open flag of it says that the spot has grown.
    pub says_growth: bool,
    /// How the home screen counts its open flags: one and several.
    pub counted_as: Option<(&'static str, &'static str)>,
    pub judge: Judge,
}

/// Judges a spot at one of its looks.
pub type LookFires = fn(At<'_, '_>, &mut Fired<'_, '_>);
/// Puts a firing about a spot into words.
pub type SpotTells = fn(&SpotView<'_>, &Firing) -> Telling;
/// Judges what was entered of the person alone.
pub type PersonFires = fn(&PersonView<'_>, &mut Fired<'_, '_>);
/// Puts a firing about the person alone into words.
pub type PersonTells = fn(&PersonView<'_>, &Firing) -> Telling;

/// How a rule is judged, each time with how its firings are put into words.
pub enum Judge {
    /// At every look, by itself.
    EveryLook(LookFires, SpotTells),
    /// Over the whole spot.
    WholeSpot(fn(&SpotView<'_>, &mut Fired<'_, '_>), SpotTells),
    /// One flag for the person: by what was entered of the person alone, and at every look of every spot.
    Person { alone: Option<(PersonFires, PersonTells)>, at_look: Option<(LookFires, SpotTells)> },
}

impl Rule {
    /// What most rules have in common; each constant names the rest.
    pub(super) const fn finding(judge: Judge) -> Rule {
        Rule {
            ident: "",
            title: "",
            fires_when: "",
            level: "",
            see: See::Doctor,
            sources: &[],
            asks: &[],
            windows: &[],
            kind: Kind::Finding,
            stays_when_gone: false,
            raised_by_risk: false,
            unless: ", if it is still there",
            is_foretold: true,
            says_growth: false,
            counted_as: None,
            judge,
        }
    }

    /// Whether no source of the rule is one of the two documents.
    pub fn is_outside(&self) -> bool {
        self.sources.iter().all(|source| source.is_outside())
    }
}
