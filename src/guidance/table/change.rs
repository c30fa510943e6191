//! Persistence and change: the heart of the program.

use super::{FINDING, source};
use crate::guidance::See;
use crate::guidance::rule::{Judge, Kind, Rule, Source};
use crate::guidance::rules::{change, description, growth, persistence, task};

const CHANGES: &[Source] = &[source::MOLE_CHANGE, source::CHANGE];

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
        ..FINDING
    },
    Rule {
        ident: "reported-change",
        title: "You noticed a change",
        fires_when: "a change of size, shape, colour or feel was noted at a look, the first one too; no measurement \
                     takes it back",
        level: "follow-up",
        see: See::Dermatologist,
        sources: CHANGES,
        judge: Judge::EveryLook(change::reported_change),
        tell: change::tell_reported_change,
        ..FINDING
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
        judge: Judge::EveryLook(description::colour_changed),
        tell: description::tell_colour_changed,
        ..FINDING
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
        judge: Judge::EveryLook(description::shape_changed),
        tell: description::tell_shape_changed,
        ..FINDING
    },
    Rule {
        ident: "raised-changed",
        title: "Has become raised or firm",
        fires_when: "raised or firm is yes where it was no at the first answer since the last review",
        level: "follow-up",
        see: See::Dermatologist,
        sources: CHANGES,
        judge: Judge::EveryLook(description::raised_changed),
        tell: description::tell_raised_changed,
        ..FINDING
    },
    Rule {
        ident: "grown",
        title: "Has grown",
        fires_when: "a measurement is over the baseline by more than the ruler explains, and measuring again within \
                     14 days agreed or was not done",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
        judge: Judge::WholeSpot(growth::grown),
        tell: growth::tell_grown,
        ..FINDING
    },
    Rule {
        ident: "growing",
        title: "Is growing",
        fires_when: "four or more measurements over 28 days or more rise more steadily than the ruler explains, by \
                     1 mm or more in all",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::MOLE_CHANGE, source::CHANGE, source::RULER],
        judge: Judge::WholeSpot(growth::growing),
        tell: growth::tell_growing,
        ..FINDING
    },
    Rule {
        ident: "measure-again",
        title: "Measure again",
        fires_when: "a measurement is over the baseline by more than the ruler explains, and has not been taken again \
                     yet",
        level: "watch",
        see: See::Dermatologist,
        sources: &[source::RULER],
        kind: Kind::Task,
        judge: Judge::WholeSpot(growth::measure_again),
        tell: growth::tell_measure_again,
        ..FINDING
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
        judge: Judge::WholeSpot(growth::firm_and_growing),
        tell: growth::tell_firm_and_growing,
        ..FINDING
    },
    Rule {
        ident: "bleeds",
        title: "Bleeds without an injury",
        fires_when: "it bled, and whether after an injury was answered no or not at all",
        level: "follow-up",
        see: See::Dermatologist,
        sources: &[source::AAD],
        asks: &["after_injury"],
        judge: Judge::EveryLook(change::bleeds),
        tell: change::tell_bleeds,
        ..FINDING
    },
    Rule {
        ident: "bleeds-often",
        title: "Bleeds often",
        fires_when: "it bled at often_bleeds looks or more within 30 days, injured or not",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::MOLE_CHANGE],
        windows: &["often_bleeds"],
        judge: Judge::EveryLook(change::bleeds_often),
        tell: change::tell_bleeds_often,
        ..FINDING
    },
    Rule {
        ident: "worried",
        title: "You are worried",
        fires_when: "worried was answered yes, at a look or when the spot had gone",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::IN_DOUBT, source::FINAL],
        stays_when_gone: true,
        judge: Judge::WholeSpot(change::worried),
        tell: change::tell_worried,
        ..FINDING
    },
    Rule {
        ident: "recheck-due",
        title: "A look is due",
        fires_when: "the day of the next check has come",
        level: "watch",
        see: See::Dermatologist,
        sources: &[source::DOES_NOT_GO_AWAY],
        windows: &["early_recheck_days", "recheck_days", "persistence_days"],
        kind: Kind::Task,
        judge: Judge::WholeSpot(task::recheck_due),
        tell: task::tell_recheck_due,
        ..FINDING
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
        judge: Judge::EveryLook(persistence::scratch_mark_stays),
        tell: persistence::tell_scratch_mark_stays,
        ..FINDING
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
        judge: Judge::EveryLook(persistence::heat_rash_stays),
        tell: persistence::tell_heat_rash_stays,
        ..FINDING
    },
    Rule {
        ident: "comes-back",
        title: "Has come back",
        fires_when: "the spot is present after it had gone, at any time before",
        level: "follow-up",
        see: See::Doctor,
        sources: &[source::RECURRENT, source::COMES_AND_GOES],
        judge: Judge::EveryLook(persistence::comes_back),
        tell: persistence::tell_comes_back,
        ..FINDING
    },
];
