//! What a report is made from: the options, and the spots and flags that are printed.

use super::card::About;
use super::document::{Block, Part};
use super::section::Section;
use crate::domain::{Facts, Moment};
use crate::guidance::{Assessment, Flag, Level, SpotAssessment, Status, Windows};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a report shows beyond the facts and the assessment. It is loaded with them, so a section that needs more has one
/// place to get it from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The person's notes that are questions, with spot and day.
    pub questions: Vec<String>,
    /// The spot and the moment of each photo, in the order of time.
    pub photos: Vec<(u32, Moment)>,
}

/// The extras of a report without any.
static NO_EXTRAS: Extras = Extras { questions: Vec::new(), photos: Vec::new() };

/// The options of a report.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The periods of the rules.
    pub windows: &'a Windows,
    /// The spots to include; empty for all.
    pub only: &'a [u32],
    /// Named in the headline of an emergency; `None` says "your local emergency number".
    pub emergency_number: Option<&'a str>,
    /// The start of the changes; `None` for the last visit.
    pub since: Option<NaiveDate>,
    /// What the store has beyond the facts.
    pub extras: &'a Extras,
    /// The sections to leave out.
    pub without: &'a [Section],
}

impl<'a> Options<'a> {
    /// Creates the options of a complete report of all spots.
    pub fn new(windows: &'a Windows) -> Self {
        Options { windows, only: &[], emergency_number: None, since: None, extras: &NO_EXTRAS, without: &[] }
    }
}

/// What every part of a sheet is made from.
pub(super) struct Subject<'a> {
    pub facts: &'a Facts,
    pub assessment: &'a Assessment,
    pub options: Options<'a>,
    /// The spots of the report: the wanted ones, without those entered by mistake, in the order of their numbers.
    pub spots: Vec<About<'a>>,
    /// The flags of these spots and of the person, in the order of the assessment.
    pub flags: Vec<&'a Flag>,
}

impl<'a> Subject<'a> {
    pub(super) fn new(facts: &'a Facts, assessment: &'a Assessment, options: Options<'a>) -> Self {
        let as_of = assessment.as_of;
        let wanted = |number: u32| options.only.is_empty() || options.only.contains(&number);
        let of = |spot: &'a SpotAssessment| Some((facts.spot(spot.number)?, spot));
        let spots = assessment.spots.iter().filter(|spot| wanted(spot.number)).filter_map(of);
        let spots: Vec<About<'_>> = spots
            .filter(|(tree, _)| !tree.spot.is_mistake(as_of))
            .map(|(tree, spot)| About::new(tree, spot, as_of))
            .collect();
        let printed: BTreeSet<u32> = spots.iter().map(|about| about.spot.number).collect();
        let is_printed = |flag: &&Flag| flag.spot.is_none_or(|number| printed.contains(&number));
        let flags = assessment.flags.iter().filter(is_printed).collect();
        Subject { facts, assessment, options, spots, flags }
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.assessment.as_of.day()
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &'a Flag> + '_ {
        self.flags.iter().copied().filter(|flag| flag.status == Status::Open)
    }

    /// Returns the spots with a card, by level, then by number.
    pub(super) fn flagged(&self) -> Vec<&About<'a>> {
        let mut flagged: Vec<&About<'_>> =
            self.spots.iter().filter(|about| about.spot.level >= Level::FollowUp).collect();
        flagged.sort_unstable_by_key(|about| (std::cmp::Reverse(about.spot.level), about.spot.number));
        flagged
    }

    pub(super) fn has(&self, section: Section) -> bool {
        !self.options.without.contains(&section)
    }

    /// Returns the day of the last visit: the latest review by someone who examines, of the person or of any spot.
    pub(super) fn last_visit(&self) -> Option<NaiveDate> {
        let reviews = self.facts.reviews.iter().chain(self.facts.spots.iter().flat_map(|tree| &tree.reviews));
        let counting = reviews.filter(|r| r.by.counts() && !self.assessment.as_of.excludes_day(r.on));
        counting.map(|review| review.on).max()
    }

    /// Returns the days of the photos of a spot, in order.
    pub(super) fn photos_of(&self, number: u32) -> Vec<NaiveDate> {
        let photos = self.options.extras.photos.iter().filter(|(n, at)| *n == number && !self.excludes(*at));
        let mut days: Vec<NaiveDate> = photos.map(|(_, at)| at.day()).collect();
        days.sort_unstable();
        days
    }

    fn excludes(&self, at: Moment) -> bool {
        self.assessment.as_of.excludes(at)
    }
}

/// Returns a part, unless it is left out or has nothing to say.
pub(super) fn part(subject: &Subject<'_>, section: Option<Section>, heading: &str, blocks: Vec<Block>) -> Option<Part> {
    let is_wanted = !blocks.is_empty() && section.is_none_or(|section| subject.has(section));
    is_wanted.then(|| Part { section, heading: heading.into(), blocks })
}
