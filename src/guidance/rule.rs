//! The one table of rules.

use super::evaluate::Evidence;
use super::rules::{change, description, growth, persistence, task};
use super::view::{At, SpotView};
use super::{Level, See};
use crate::domain::Moment;

/// Changes with every change of a rule's meaning; reports name it.
pub const RULES_VERSION: &str = "1";

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
    pub judge: Judge,
    pub tell: fn(&SpotView<'_>, &Firing) -> Telling,
}

/// What happens to a flag of this rule when time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finding: once fired, only a review answers it; it rests while the spot is gone.
    Finding,
    /// A finding that stays open while the spot is gone.
    NeverRests,
    /// A finding that a counting review settles for good, earlier or later.
    SettledByReview,
    /// A thing to do: it holds on the as-of day, or it does not.
    Task,
}

/// How a rule is judged.
pub enum Judge {
    /// At every look, by itself.
    EveryLook(fn(At<'_, '_>) -> Option<Firing>),
    /// Over the whole spot.
    WholeSpot(fn(&SpotView<'_>) -> Vec<Firing>),
}

/// That a rule held, and when. The words come later, from [`Rule::tell`], and only for the firing that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Firing {
    /// Dated by the latest thing it used (guidance, section 1a.8).
    pub at: Moment,
    pub level: Level,
    /// The look it is about, as an index of [`SpotView::looks`].
    pub look: Option<usize>,
    /// Another look that it was compared with.
    pub compared_with: Option<usize>,
}

impl Firing {
    pub fn at_look(at: At<'_, '_>, level: Level) -> Self {
        Firing { at: at.look().at, level, look: Some(at.index), compared_with: None }
    }

    pub fn compared_with(self, look: usize) -> Self {
        Firing { compared_with: Some(look), ..self }
    }
}

/// What a flag says: the person's own numbers and dates, and the entries they come from.
pub struct Telling {
    pub reason: String,
    pub evidence: Vec<Evidence>,
}

pub fn find_rule(ident: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.ident == ident)
}

mod source {
    use super::Source;
    use crate::guidance::DOCUMENTS;

    const fn first(section: &'static str) -> Source {
        Source { document: DOCUMENTS[0], section }
    }
    const fn second(section: &'static str) -> Source {
        Source { document: DOCUMENTS[1], section }
    }
    const fn outside(section: &'static str) -> Source {
        Source { document: "outside the two documents", section }
    }

    pub const DOES_NOT_GO_AWAY: Source = first("Melanoma");
    pub const MOLE_CHANGE: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (1)");
    pub const EXTRAVASATION: Source = first("Extravasation");
    pub const HEAT_RASH: Source = first("What can cause red dots to appear on the skin?: heat rash");
    pub const IN_DOUBT: Source = first("What can cause red dots to appear on the skin?");
    pub const RECURRENT: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (4)");
    pub const COMES_AND_GOES: Source = first("Other chronic conditions");
    pub const CONCERNED: Source = second("When Should You Be Concerned?");
    pub const CHANGE: Source = second("1. Cherry Angiomas");
    pub const FINAL: Source = second("Final Thoughts");
    pub const EFG: Source = outside("elevated, firm, growing: Kelly 2003; Cancer Council Australia, care pathway");
    pub const AAD: Source = outside("American Academy of Dermatology: what to look for");
    pub const RULER: Source = outside("measurement error of a ruler on skin: see docs/rules.md, growth");
}

const CHANGES: &[Source] = &[source::MOLE_CHANGE, source::CHANGE];

/// Every rule, in the order of guidance section 2, which is also the order in a report.
pub static RULES: &[Rule] = &[
    Rule {
        ident: "persists",
        title: "Has not gone away",
        fires_when: "a look that says present comes persistence_days or more after the spot was first seen, or first \
                     seen is unknown; not for a spot that was there since birth",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::DOES_NOT_GO_AWAY, source::CONCERNED],
        asks: &["first_seen", "since_birth"],
        windows: &["persistence_days"],
        kind: Kind::SettledByReview,
        judge: Judge::EveryLook(persistence::persists),
        tell: persistence::tell_persists,
    },
    Rule {
        ident: "reported-change",
        title: "You noticed a change",
        fires_when: "a change of size, shape, colour or feel was noted at a look, the first one too; no measurement \
                     takes it back",
        level: "follow-up",
        see: See::Dermatologist,
        sources: CHANGES,
        asks: &[],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::EveryLook(change::reported_change),
        tell: change::tell_reported_change,
    },
    Rule {
        ident: "colour-changed",
        title: "The colour has changed",
        fires_when: "the colours differ from those first described since the last review, and it was not only \
                     described differently; a scratch or knock mark that turns orange, yellow or brown within \
                     scratch_days is left out",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::MOLE_CHANGE, source::CHANGE, source::EXTRAVASATION],
        asks: &["described_differently"],
        windows: &["scratch_days"],
        kind: Kind::Finding,
        judge: Judge::EveryLook(description::colour_changed),
        tell: description::tell_colour_changed,
    },
    Rule {
        ident: "shape-changed",
        title: "The shape has changed",
        fires_when: "the outline or the morphology differs from the one first described since the last review, and it \
                     was not only described differently",
        level: "follow-up",
        see: See::Dermatologist,
        sources: CHANGES,
        asks: &["described_differently"],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::EveryLook(description::shape_changed),
        tell: description::tell_shape_changed,
    },
    Rule {
        ident: "raised-changed",
        title: "Has become raised or firm",
        fires_when: "raised or firm is yes where it was no at the first answer since the last review",
        level: "follow-up",
        see: See::Dermatologist,
        sources: CHANGES,
        asks: &[],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::EveryLook(description::raised_changed),
        tell: description::tell_raised_changed,
    },
    Rule {
        ident: "grown",
        title: "Has grown",
        fires_when: "a measurement is over the baseline by more than the ruler explains, and measuring again within \
                     14 days agreed or was not done",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
        asks: &[],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::WholeSpot(growth::grown),
        tell: growth::tell_grown,
    },
    Rule {
        ident: "growing",
        title: "Is growing",
        fires_when: "four or more measurements over 28 days or more rise more steadily than the ruler explains, by \
                     1 mm or more in all",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
        asks: &[],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::WholeSpot(growth::growing),
        tell: growth::tell_growing,
    },
    Rule {
        ident: "measure-again",
        title: "Measure again",
        fires_when: "a measurement is over the baseline by more than the ruler explains, and has not been taken again \
                     yet",
        level: "watch",
        see: See::Dermatologist,
        sources: &[source::RULER],
        asks: &[],
        windows: &[],
        kind: Kind::Task,
        judge: Judge::WholeSpot(growth::measure_again),
        tell: growth::tell_measure_again,
    },
    Rule {
        ident: "firm-and-growing",
        title: "Raised, firm and growing for over a month",
        fires_when: "the spot was raised and firm at one look, and grew or was said to have changed in size at any \
                     look, the later of the two more than 30 days after it was first seen",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::EFG],
        asks: &["raised", "firm"],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::WholeSpot(growth::firm_and_growing),
        tell: growth::tell_firm_and_growing,
    },
    Rule {
        ident: "bleeds",
        title: "Bleeds without an injury",
        fires_when: "it bled, and whether after an injury was answered no or not at all",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::AAD],
        asks: &["after_injury"],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::EveryLook(change::bleeds),
        tell: change::tell_bleeds,
    },
    Rule {
        ident: "bleeds-often",
        title: "Bleeds often",
        fires_when: "it bled at often_bleeds looks or more within 30 days, injured or not",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::MOLE_CHANGE],
        asks: &[],
        windows: &["often_bleeds"],
        kind: Kind::Finding,
        judge: Judge::EveryLook(change::bleeds_often),
        tell: change::tell_bleeds_often,
    },
    Rule {
        ident: "worried",
        title: "You are worried",
        fires_when: "worried was answered yes, at a look or when the spot had gone",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::IN_DOUBT, source::FINAL],
        asks: &[],
        windows: &[],
        kind: Kind::NeverRests,
        judge: Judge::WholeSpot(change::worried),
        tell: change::tell_worried,
    },
    Rule {
        ident: "recheck-due",
        title: "A look is due",
        fires_when: "the day of the next check has come",
        level: "watch",
        see: See::Dermatologist,
        sources: &[source::DOES_NOT_GO_AWAY],
        asks: &[],
        windows: &["early_recheck_days", "recheck_days", "persistence_days"],
        kind: Kind::Task,
        judge: Judge::WholeSpot(task::recheck_due),
        tell: task::tell_recheck_due,
    },
    Rule {
        ident: "scratch-mark-stays",
        title: "The scratch or knock mark is still there",
        fires_when: "the spot came after a scratch or a blow and is present scratch_days or more after it was first \
                     seen, or first seen is unknown",
        level: "watch",
        see: See::Doctor,
        sources: &[source::EXTRAVASATION],
        asks: &["first_seen"],
        windows: &["scratch_days"],
        kind: Kind::Finding,
        judge: Judge::EveryLook(persistence::scratch_mark_stays),
        tell: persistence::tell_scratch_mark_stays,
    },
    Rule {
        ident: "heat-rash-stays",
        title: "The heat rash is still there",
        fires_when: "the spot came with heat and is present heat_hours or more after it was first seen, or first seen \
                     is unknown",
        level: "watch",
        see: See::Doctor,
        sources: &[source::HEAT_RASH],
        asks: &["first_seen"],
        windows: &["heat_hours"],
        kind: Kind::Finding,
        judge: Judge::EveryLook(persistence::heat_rash_stays),
        tell: persistence::tell_heat_rash_stays,
    },
    Rule {
        ident: "comes-back",
        title: "Has come back",
        fires_when: "the spot is present after it had gone, at any time before",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::RECURRENT, source::COMES_AND_GOES],
        asks: &[],
        windows: &[],
        kind: Kind::Finding,
        judge: Judge::EveryLook(persistence::comes_back),
        tell: persistence::tell_comes_back,
    },
];
