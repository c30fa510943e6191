//! Collects the firings of a rule and sorts them into open and answered.

use super::person::PersonView;
use super::signs::Signs;
use super::view::{At, SpotView};
use super::{Level, See};
use crate::domain::{Moment, ObservationId};
use chrono::NaiveDate;

/// How a flag of a rule is closed or reopened over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// A finding. Only a review answers it; it rests while the spot is gone.
    Finding,
    /// A finding that a counting review settles for good, whether dated before or after the finding.
    SettledByReview,
    /// A finding that stays closed after a review with the outcome known or monitor, until a change fires. Emergencies
    /// always reopen it.
    ReopensOnChange,
    /// A task: it holds on the as-of day, or it does not.
    Task,
}

/// The text of a flag: the person's own numbers and dates, and the entries they come from.
#[derive(Default)]
pub struct Telling {
    /// Sentences that say why, with full stops.
    pub reason: String,
    /// The entries that `reason` is about.
    pub evidence: Vec<Evidence>,
}

/// An entry that a flag is based on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The look; `None` for a symptom, a treatment or another entry.
    pub observation: Option<ObservationId>,
    /// The time of the entry.
    pub at: Moment,
    /// A few words for a list, such as "treatment started".
    pub what: String,
}

/// A rule match. Its text is built later, for the displayed match only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Firing {
    /// The date of the latest thing it used (docs/guidance.md, section 1a.8).
    pub at: Moment,
    pub level: Level,
    /// The look it is about, as an index into [`SpotView::looks`].
    pub look: Option<usize>,
    /// The look that it was compared with.
    pub compared_with: Option<usize>,
    /// The symptoms it used, as indices into [`PersonView::noticed`].
    pub symptoms: [Option<u32>; 2],
    /// Whether a higher risk raised it to an emergency.
    pub raised: bool,
}

impl Firing {
    /// Creates a firing about no look and no symptom.
    pub fn new(at: Moment, level: Level) -> Self {
        Firing { at, level, look: None, compared_with: None, symptoms: [None; 2], raised: false }
    }

    /// Creates a firing about a look, dated as the look.
    pub fn at_look(at: At<'_, '_>, level: Level) -> Self {
        Firing { look: Some(at.index), ..Firing::new(at.look().at, level) }
    }

    /// Sets the look that it was compared with.
    pub fn compared_with(self, look: usize) -> Self {
        Firing { compared_with: Some(look), ..self }
    }

    /// Moves the date to `other` if that is later.
    pub fn not_before(self, other: Moment) -> Self {
        Firing { at: self.at.max(other), ..self }
    }

    fn with_symptom(self, place: usize, person: &PersonView<'_>) -> Self {
        let place = u32::try_from(place).ok();
        let symptoms = if self.symptoms[0].is_none() { [place, None] } else { [self.symptoms[0], place] };
        let at = place.and_then(|p| person.noticed.get(p as usize)).map_or(self.at, |n| n.at);
        Firing { symptoms, ..self.not_before(at) }
    }
}

/// The merged firings of one rule: either the open or the answered ones.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The highest level among the firings. Open firings count at their aged level.
    pub level: Level,
    /// The day of [`Side::told`] if that was urgent at its time, otherwise the first day at that level.
    pub since: NaiveDate,
    /// The day of the latest firing at any level.
    pub latest: NaiveDate,
    /// The displayed firing: the latest of the most urgent ones.
    pub told: Firing,
}

impl Side {
    fn of(firing: Firing, level: Level) -> Self {
        let day = firing.at.day();
        Side { level, since: day, latest: day, told: firing }
    }

    fn add(&mut self, firing: Firing, level: Level) {
        let day = firing.at.day();
        self.latest = self.latest.max(day);
        let other = Side::of(firing, level);
        if other.urgency() > self.urgency() {
            *self = Side { latest: self.latest, ..other };
        } else if other.urgency() == self.urgency() {
            self.since = self.since.min(day);
            if firing.at >= self.told.at {
                self.told = firing;
            }
            if self.was_urgent() {
                self.since = self.told.at.day();
            }
        }
    }

    /// Returns the sort key of a finding: the aged level, then the original level.
    pub fn urgency(&self) -> (Level, Level) {
        (self.level, self.told.level)
    }

    /// Returns whether the firing was above follow-up at its time.
    pub fn was_urgent(&self) -> bool {
        self.told.level >= Level::SameDay
    }

    /// Returns whether the aged level is below the original level (docs/guidance.md, section 1b).
    pub fn has_aged(&self) -> bool {
        self.level < self.told.level
    }

    /// Returns which professional to see. `follow_up` is the one that the rule names. An aged flag goes to a doctor.
    pub fn see(&self, follow_up: See) -> Option<See> {
        self.level.see(if self.has_aged() { See::Doctor } else { follow_up })
    }
}

/// Collects the firings of one rule, for one spot or for the person.
pub struct Fired<'v, 'a> {
    kind: FlagKind,
    raised_by_risk: bool,
    person: &'v PersonView<'a>,
    /// `None` for a rule about the person: a review of the person or of any spot answers it.
    spot: Option<&'v SpotView<'a>>,
    pub open: Option<Side>,
    pub answered: Option<Side>,
}

impl<'v, 'a> Fired<'v, 'a> {
    /// Creates an empty collection for one spot. `raised_by_risk` is whether a higher risk of the person raises
    /// same-day firings to emergencies.
    pub fn for_spot(kind: FlagKind, raised_by_risk: bool, spot: &'v SpotView<'a>) -> Self {
        Fired { kind, raised_by_risk, person: spot.person, spot: Some(spot), open: None, answered: None }
    }

    /// Creates an empty collection for the person. `raised_by_risk` is as in [`Fired::for_spot`].
    pub fn for_person(kind: FlagKind, raised_by_risk: bool, person: &'v PersonView<'a>) -> Self {
        Fired { kind, raised_by_risk, person, spot: None, open: None, answered: None }
    }

    /// Adds a firing at a look.
    pub fn at(&mut self, at: At<'_, '_>, level: Level) {
        self.add(Firing::at_look(at, level));
    }

    /// Adds a firing at a look for each of these symptoms that was with the spot.
    pub fn with(&mut self, at: At<'_, '_>, level: Level, signs: Signs) {
        self.add_with(at, Firing::at_look(at, level), signs);
    }

    /// Adds the firing once for each of these symptoms that was with the spot at the look.
    pub fn add_with(&mut self, at: At<'_, '_>, firing: Firing, signs: Signs) {
        for (place, _) in at.symptoms().filter(|(_, noticed)| noticed.means.shares(signs)) {
            self.add(firing.with_symptom(place, self.person));
        }
    }

    /// Adds a firing at a look for each pair of symptoms, one from each set.
    pub fn with_both(&mut self, at: At<'_, '_>, level: Level, one: Signs, other: Signs) {
        for (place, _) in at.symptoms().filter(|(_, noticed)| noticed.means.shares(one)) {
            self.add_with(at, Firing::at_look(at, level).with_symptom(place, self.person), other);
        }
    }

    /// Adds a firing at a look with the symptom at index `place` of [`PersonView::noticed`].
    pub fn at_with(&mut self, at: At<'_, '_>, place: usize, level: Level) {
        self.add(Firing::at_look(at, level).with_symptom(place, self.person));
    }

    /// Adds a firing for the person with the symptom at index `place` of [`PersonView::noticed`].
    pub fn noticed(&mut self, place: usize, level: Level) {
        let at = self.person.noticed[place].at;
        self.add(Firing::new(at, level).with_symptom(place, self.person));
    }

    /// Adds a firing to the open or to the answered ones. A higher risk may raise its level first.
    pub fn add(&mut self, mut firing: Firing) {
        let day = firing.at.day();
        if self.raised_by_risk && firing.level == Level::SameDay && self.person.risk(day).is_some() {
            (firing.level, firing.raised) = (Level::Emergency, true);
        }
        let (side, level) = if self.is_answered(&firing) {
            (&mut self.answered, firing.level)
        } else {
            (&mut self.open, self.person.aged(firing.level, day))
        };
        match side {
            None => *side = Some(Side::of(firing, level)),
            Some(side) => side.add(firing, level),
        }
    }

    /// Returns whether a counting review answers a firing (docs/guidance.md, section 4).
    fn is_answered(&self, firing: &Firing) -> bool {
        let day = firing.at.day();
        let Some(spot) = self.spot else { return self.person.is_answered(day) };
        match self.kind {
            FlagKind::Task => false,
            FlagKind::SettledByReview if spot.persistence_settled => true,
            FlagKind::ReopensOnChange if spot.is_held() && (firing.level < Level::Emergency || firing.raised) => true,
            _ => spot.is_answered(day),
        }
    }
}
