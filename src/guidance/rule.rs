//! What a rule is. The rules themselves are rows of the tables in [`super::table`].

use super::evaluate::Evidence;
use super::fired::{Fired, Firing};
use super::person::PersonView;
use super::view::{At, SpotView};
use super::{DOCUMENTS, See};

/// Changes with every change of a rule's meaning; reports name it.
pub const RULES_VERSION: &str = "2";

/// Where a rule comes from: a document and the heading in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub document: &'static str,
    pub section: &'static str,
}

/// One rule of guidance, section 2.
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
    /// Whether a higher risk of the person makes a same-day firing an emergency (S0, "Sepsis and Petechiae").
    pub raised_by_risk: bool,
    pub judge: Judge,
    /// Puts a firing about a spot into words; for a rule about the person, what one spot gives to it.
    pub tell: fn(&SpotView<'_>, &Firing) -> Telling,
}

/// What happens to a flag of this rule when time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finding: once fired, only a review answers it; it rests while the spot is gone.
    Finding,
    /// A finding that a counting review settles for good, earlier or later.
    SettledByReview,
    /// A finding that, after a review that knew the spot or wants it monitored, only a change opens again; emergencies
    /// always do.
    ReopensOnChange,
    /// A thing to do: it holds on the as-of day, or it does not.
    Task,
}

/// How a rule is judged.
pub enum Judge {
    /// At every look, by itself.
    EveryLook(fn(At<'_, '_>, &mut Fired<'_, '_>)),
    /// Over the whole spot.
    WholeSpot(fn(&SpotView<'_>, &mut Fired<'_, '_>)),
    /// One flag for the person: by what was entered of the person alone, and at every look of every spot.
    Person {
        alone: fn(&PersonView<'_>, &mut Fired<'_, '_>),
        tell_alone: fn(&PersonView<'_>, &Firing) -> Telling,
        at_look: Option<fn(At<'_, '_>, &mut Fired<'_, '_>)>,
    },
}

impl Judge {
    /// How a firing about the person alone is put into words.
    pub fn tell_alone(&self) -> Option<fn(&PersonView<'_>, &Firing) -> Telling> {
        match self {
            Judge::Person { tell_alone, .. } => Some(*tell_alone),
            _ => None,
        }
    }
}

/// What a flag says: the person's own numbers and dates, and the entries they come from.
pub struct Telling {
    pub reason: String,
    pub evidence: Vec<Evidence>,
}

/// A heading of the first document.
pub(super) const fn first(section: &'static str) -> Source {
    Source { document: DOCUMENTS[0], section }
}

/// A heading of the second document.
pub(super) const fn second(section: &'static str) -> Source {
    Source { document: DOCUMENTS[1], section }
}

const OUTSIDE: &str = "outside the two documents";

/// What neither of the two documents says.
pub(super) const fn outside(section: &'static str) -> Source {
    Source { document: OUTSIDE, section }
}

impl Source {
    pub fn is_outside(self) -> bool {
        self.document == OUTSIDE
    }
}

impl Rule {
    /// Whether no source of the rule is one of the two documents.
    pub fn is_outside(&self) -> bool {
        self.sources.iter().all(|source| source.is_outside())
    }
}
