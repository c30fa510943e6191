//! Where rules put what they find: each firing is sorted into what is open and what a review has answered.

use super::person::PersonView;
use super::signs::Signs;
use super::view::{At, SpotView};
use super::{Level, See};
use crate::domain::{Moment, ObservationId};
use chrono::NaiveDate;

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

/// What a flag says: the person's own numbers and dates, and the entries they come from.
pub struct Telling {
    pub reason: String,
    pub evidence: Vec<Evidence>,
}

/// An entry that a flag rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub observation: Option<ObservationId>,
    pub at: Moment,
    pub what: String,
}

/// That a rule held, and when. The words come later, and only for the firing that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Firing {
    /// Dated by the latest thing it used (docs/guidance.md, section 1a.8).
    pub at: Moment,
    pub level: Level,
    /// The look it is about, as an index of [`SpotView::looks`].
    pub look: Option<usize>,
    /// Another look that it was compared with.
    pub compared_with: Option<usize>,
    /// The symptoms it used, as indices of [`PersonView::noticed`].
    pub symptoms: [Option<u32>; 2],
    /// Whether it is an emergency only because of a higher risk.
    pub raised: bool,
}

impl Firing {
    pub fn new(at: Moment, level: Level) -> Self {
        Firing { at, level, look: None, compared_with: None, symptoms: [None; 2], raised: false }
    }

    pub fn at_look(at: At<'_, '_>, level: Level) -> Self {
        Firing { look: Some(at.index), ..Firing::new(at.look().at, level) }
    }

    pub fn compared_with(self, look: usize) -> Self {
        Firing { compared_with: Some(look), ..self }
    }

    /// Dated no earlier than something else that it used.
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

/// The firings of one rule on one side of the last review.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The highest level among the firings. Those that no review has answered count as they have aged.
    pub level: Level,
    /// For what was urgent at its time the day of [`Side::told`]; otherwise the first day at that level.
    pub since: NaiveDate,
    /// The day of the latest firing, at whatever level.
    pub latest: NaiveDate,
    /// The firing that is shown: the latest of the most urgent ones.
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

    /// By what firings are ranked: what they count for now, then what they were.
    pub fn urgency(&self) -> (Level, Level) {
        (self.level, self.told.level)
    }

    /// Whether it is, or was at its time, more than a follow-up.
    pub fn was_urgent(&self) -> bool {
        self.told.level >= Level::SameDay
    }

    /// Whether it was more urgent at its time than it counts for now (docs/guidance.md, section 1b).
    pub fn has_aged(&self) -> bool {
        self.level < self.told.level
    }

    /// Which professional to see. `follow_up` is the one that the rule names; an aged flag is for a doctor.
    pub fn see(&self, follow_up: See) -> Option<See> {
        self.level.see(if self.has_aged() { See::Doctor } else { follow_up })
    }
}

/// What one rule found, for one spot or for the person.
pub struct Fired<'v, 'a> {
    kind: Kind,
    raised_by_risk: bool,
    person: &'v PersonView<'a>,
    /// `None`: a review of the person, or of any spot, answers.
    spot: Option<&'v SpotView<'a>>,
    pub open: Option<Side>,
    pub answered: Option<Side>,
}

impl<'v, 'a> Fired<'v, 'a> {
    pub fn for_spot(kind: Kind, raised_by_risk: bool, spot: &'v SpotView<'a>) -> Self {
        Fired { kind, raised_by_risk, person: spot.person, spot: Some(spot), open: None, answered: None }
    }

    pub fn for_person(kind: Kind, raised_by_risk: bool, person: &'v PersonView<'a>) -> Self {
        Fired { kind, raised_by_risk, person, spot: None, open: None, answered: None }
    }

    /// It held at this look.
    pub fn at(&mut self, at: At<'_, '_>, level: Level) {
        self.add(Firing::at_look(at, level));
    }

    /// It held at this look with each of these symptoms that was with the spot then.
    pub fn with(&mut self, at: At<'_, '_>, level: Level, signs: Signs) {
        self.add_with(at, Firing::at_look(at, level), signs);
    }

    /// The firing with each of these symptoms that was with the spot at the look.
    pub fn add_with(&mut self, at: At<'_, '_>, firing: Firing, signs: Signs) {
        for (place, _) in at.symptoms().filter(|(_, noticed)| noticed.means.shares(signs)) {
            self.add(firing.with_symptom(place, self.person));
        }
    }

    /// It held at this look with one of each of two sets of symptoms.
    pub fn with_both(&mut self, at: At<'_, '_>, level: Level, one: Signs, other: Signs) {
        for (place, _) in at.symptoms().filter(|(_, noticed)| noticed.means.shares(one)) {
            self.add_with(at, Firing::at_look(at, level).with_symptom(place, self.person), other);
        }
    }

    /// It held at this look with what was entered at that place of [`PersonView::noticed`].
    pub fn at_with(&mut self, at: At<'_, '_>, place: usize, level: Level) {
        self.add(Firing::at_look(at, level).with_symptom(place, self.person));
    }

    /// It held for the person by what was entered at that place of [`PersonView::noticed`].
    pub fn noticed(&mut self, place: usize, level: Level) {
        let at = self.person.noticed[place].at;
        self.add(Firing::new(at, level).with_symptom(place, self.person));
    }

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

    /// Whether a counting review answers a firing (docs/guidance.md, section 4).
    fn is_answered(&self, firing: &Firing) -> bool {
        let day = firing.at.day();
        let Some(spot) = self.spot else { return self.person.is_answered(day) };
        match self.kind {
            Kind::Task => false,
            Kind::SettledByReview if spot.persistence_settled => true,
            Kind::ReopensOnChange if spot.is_held() && (firing.level < Level::Emergency || firing.raised) => true,
            _ => spot.is_answered(day),
        }
    }
}
