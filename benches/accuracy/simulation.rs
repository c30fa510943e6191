//! Simulated spots, measured once a month for two years and assessed by the program's own growth test.
//!
//! Every simulated check goes through [`spotlog::guidance::analyse`], as of its own day and with the data known by
//! then. What the test asks to measure again is measured again. The measurement errors are an assumption between
//! published bounds. Nothing here is clinical data.

use chrono::{Days, NaiveDate};
use spotlog::domain::{Method, Readings};
use spotlog::guidance::{Check, Growth as Found, analyse};
use std::collections::BTreeMap;

/// The number of spots in each cell of the tables.
const SPOTS: usize = 4_000;
const SEED: u64 = 20_260_301;
const DAYS_A_MONTH: f64 = 30.4;
const MONTHS: u32 = 24;
/// The standard deviation of the day of a planned check.
const JITTER_DAYS: f64 = 5.0;
const MISSED: f64 = 0.15;
/// The days until a measurement is repeated. [`AGAIN_READINGS`] is the number of readings then.
const AGAIN_AFTER_DAYS: u64 = 3;
const AGAIN_READINGS: usize = 2;
/// The limit of the fixed rule for comparison: the newest reading exceeds the first by this much.
const FIXED_MM: f64 = 2.0;

/// Growth rates in millimetres a month.
pub(super) const RATES: [f64; 4] = [0.2, 0.5, 1.0, 2.0];
/// The months in which growth starts.
pub(super) const ONSETS: [f64; 2] = [0.0, 12.0];
/// The shakiness of a hand: its errors as multiples of those that the rule assumes.
pub(super) const HANDS: [f64; 3] = [1.0, 1.5, 2.0];
/// The numbers of readings at the first check.
pub(super) const FIRST_READINGS: [usize; 2] = [3, 1];

/// The growth of a spot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Growth {
    pub mm_a_month: f64,
    pub from_month: f64,
}

impl Growth {
    /// No growth.
    pub(super) const NONE: Growth = Growth { mm_a_month: 0.0, from_month: 0.0 };
}

/// The SplitMix64 generator, which is small, fast and portable.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a uniform number from 0 up to, but not including, 1.
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn is(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Returns a normally distributed number with mean 0 (Box-Muller).
    fn normal(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        deviation * radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// A spot, and how a person measures it.
struct Spot {
    first_mm: f64,
    growth: Growth,
    /// The step to which this person rounds sizes.
    step_mm: f64,
    hand: f64,
}

impl Spot {
    fn new(random: &mut Random, growth: Growth, hand: f64) -> Spot {
        let first_mm = (3.5f64.ln() + random.normal(0.40)).exp().clamp(1.0, 12.0);
        let step_mm = match random.uniform() {
            share if share < 0.50 => 1.0,
            share if share < 0.90 => 0.5,
            _ => 0.1,
        };
        Spot { first_mm, growth, step_mm, hand }
    }

    fn true_mm(&self, day: u64) -> f64 {
        let months = day as f64 / DAYS_A_MONTH - self.growth.from_month;
        self.first_mm + self.growth.mm_a_month * months.max(0.0)
    }

    /// Returns the readings of one day. They share an error of the day, and each has its own error.
    fn measure(&self, random: &mut Random, true_mm: f64, count: usize) -> Readings {
        let on_the_day = true_mm + random.normal(0.15 * self.hand);
        let mm: Vec<f64> = (0..count)
            .map(|_| {
                let mut seen = on_the_day + random.normal(self.hand * 0.40f64.hypot(0.06 * true_mm));
                if random.is(0.01) {
                    let slip = 1.5 + 2.5 * random.uniform();
                    seen += if random.is(0.5) { -slip } else { slip };
                }
                self.write_down(random, seen.max(0.3))
            })
            .collect();
        Readings::from_mm(&mm).ok().flatten().expect("one to three sizes that are allowed")
    }

    /// Rounds as this person does. People who write whole millimetres prefer 5 and 10.
    fn write_down(&self, random: &mut Random, mm: f64) -> f64 {
        let mut written = ((mm / self.step_mm).round_ties_even() * self.step_mm).max(self.step_mm);
        if self.step_mm == 1.0 && random.is(0.15) {
            for liked in [5.0, 10.0] {
                if (written - liked).abs() <= 1.0 {
                    written = liked;
                }
            }
        }
        written
    }
}

/// A measurement of the spot on one day.
struct Visit {
    readings: usize,
    /// The true size. A repeated measurement uses the size at the check that asked for it.
    true_mm: f64,
    is_again: bool,
}

/// Returns monthly checks by day, each shifted from its planned day and some missed. The first is day 0.
fn plan(random: &mut Random, spot: &Spot, first_readings: usize) -> BTreeMap<u64, Visit> {
    let day_of = |month: u32| (f64::from(month) * DAYS_A_MONTH + random.normal(JITTER_DAYS)).max(0.0);
    let mut days: Vec<f64> = (0..=MONTHS).map(day_of).collect();
    days.sort_by(f64::total_cmp);
    let first = days[0];
    let visit = |day, readings| (day, Visit { readings, true_mm: spot.true_mm(day), is_again: false });
    let later = days[1..].iter().filter(|_| !random.is(MISSED)).map(|day| visit((day - first).round() as u64, 1));
    later.chain([visit(0, first_readings)]).collect()
}

/// The months until each rule first flagged a spot; infinite if it never did.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub spotlog: f64,
    /// The newest reading is larger than the first.
    pub larger: f64,
    /// The newest reading is two millimetres or more above the first.
    pub fixed: f64,
}

fn simulate(random: &mut Random, growth: Growth, hand: f64, first_readings: usize) -> Outcome {
    let spot = Spot::new(random, growth, hand);
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");
    let mut visits = plan(random, &spot, first_readings);
    let mut checks: Vec<Check> = Vec::new();
    let mut first_mm = None;
    let mut outcome = Outcome { spotlog: f64::INFINITY, larger: f64::INFINITY, fixed: f64::INFINITY };
    let mut is_asked = false;
    while let Some((day, Visit { readings, true_mm, is_again })) = visits.pop_first() {
        if is_again && !is_asked {
            // A planned check in between was enough.
            continue;
        }
        let readings = spot.measure(random, true_mm, readings);
        let months = day as f64 / DAYS_A_MONTH;
        let newest = readings.iter().next().unwrap_or_default();
        let rise = newest - *first_mm.get_or_insert(newest);
        if !is_again && rise > 1e-9 {
            outcome.larger = outcome.larger.min(months);
        }
        if !is_again && rise >= FIXED_MM - 1e-9 {
            outcome.fixed = outcome.fixed.min(months);
        }
        let today = start + Days::new(day);
        checks.push(Check { day: today, look: checks.len(), method: Method::Ruler, readings });
        let found = analyse(&checks, &[], today);
        if let (true, Some(look)) = (outcome.spotlog.is_infinite(), first_flag(&found)) {
            outcome.spotlog = (checks[look].day - start).num_days() as f64 / DAYS_A_MONTH;
        }
        let is_pending = found.pending().next().is_some();
        if is_pending {
            visits.entry(day + AGAIN_AFTER_DAYS).or_insert(Visit { readings: AGAIN_READINGS, true_mm, is_again: true });
        }
        is_asked = is_pending;
        if [outcome.spotlog, outcome.larger, outcome.fixed].iter().all(|months| months.is_finite()) {
            break;
        }
    }
    outcome
}

/// Returns the index of the check with the first finding: grown or growing.
fn first_flag(found: &Found) -> Option<usize> {
    let grown = found.series.iter().filter_map(|s| s.grown.map(|g| g.look));
    let growing = found.series.iter().filter_map(|s| s.growing.map(|(first, _)| first.look));
    grown.chain(growing).min()
}

/// Simulates one cell of the tables. The same arguments give the same outcomes.
pub(super) fn outcomes(growth: Growth, hand: f64, first_readings: usize) -> Vec<Outcome> {
    let cell = [growth.mm_a_month, growth.from_month, hand, first_readings as f64];
    let seed = cell.iter().fold(SEED, |seed, part| Random(seed ^ part.to_bits()).next());
    (0..SPOTS as u64)
        .map(|spot| simulate(&mut Random(Random(seed ^ spot).next()), growth, hand, first_readings))
        .collect()
}

/// Returns the percentage of spots that the program's own rules flagged at least once.
pub(super) fn share_flagged(outcomes: &[Outcome]) -> f64 {
    share(outcomes, |o| o.spotlog.is_finite())
}

fn share(outcomes: &[Outcome], is: impl Fn(&Outcome) -> bool) -> f64 {
    100.0 * outcomes.iter().filter(|o| is(o)).count() as f64 / outcomes.len() as f64
}

/// Returns the months from the onset to the flag, sorted, of the spots that were not flagged before the onset.
pub(super) fn delays(outcomes: &[Outcome], onset: f64) -> Vec<f64> {
    delays_by(outcomes, onset, |o| o.spotlog)
}

fn delays_by(outcomes: &[Outcome], onset: f64, by: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    let mut months: Vec<f64> = outcomes.iter().map(by).filter(|&m| m >= onset).map(|m| m - onset).collect();
    months.sort_by(f64::total_cmp);
    months
}

/// Returns the percentile of a sorted list, given as a share.
pub(super) fn percentile(ordered: &[f64], share: f64) -> f64 {
    let place = (share * ordered.len() as f64).ceil() as usize;
    ordered.get(place.max(1) - 1).copied().unwrap_or(f64::INFINITY)
}

/// Returns the table row of steady spots: the percentage that each rule flags at least once in two years.
pub(super) fn steady_row(hand: f64) -> String {
    let [three, one] = FIRST_READINGS.map(|first| outcomes(Growth::NONE, hand, first));
    format!(
        "| {hand} | {:.1} % | {:.1} % | {:.1} % | {:.1} % |",
        share_flagged(&three),
        share_flagged(&one),
        share(&one, |o| o.larger.is_finite()),
        share(&one, |o| o.fixed.is_finite())
    )
}

/// Returns the table row of growing spots: the months from the onset to the flag, and the share flagged before.
pub(super) fn growing_row(growth: Growth, hand: f64) -> String {
    let [three, one] = FIRST_READINGS.map(|first| outcomes(growth, hand, first));
    let cell = |outcomes: &[Outcome], by: fn(&Outcome) -> f64| {
        let months = delays_by(outcomes, growth.from_month, by);
        let say = |share| match percentile(&months, share) {
            months if months.is_finite() => format!("{months:.1}"),
            _ => "never".to_owned(),
        };
        let before = match growth.from_month {
            0.0 => String::new(),
            onset => format!("; {:.0} % before", share(outcomes, |o| by(o) < onset)),
        };
        format!("{} ({}){before}", say(0.5), say(0.9))
    };
    format!(
        "| {:.1} | {hand} | {} | {} | {} | {} |",
        growth.mm_a_month,
        cell(&three, |o| o.spotlog),
        cell(&one, |o| o.spotlog),
        cell(&one, |o| o.larger),
        cell(&one, |o| o.fixed)
    )
}

/// Returns the page docs/accuracy.md.
pub(super) fn page() -> String {
    let mut page = format!(
        "# How often the growth test is wrong, and how late it is\n\nMade by `UPDATE_DOCS=1 cargo bench --bench accuracy`; \
         a test keeps it true.\n\n{METHOD}## Spots that do not grow\n\nPer cent flagged \
         at least once in two years.\n\n| shakiness of the hand | spotlog, first check measured three times | spotlog, \
         measured once | newest larger than first | 2 mm larger than first |\n|---|---|---|---|---|\n"
    );
    for hand in HANDS {
        page.push_str(&format!("{}\n", steady_row(hand)));
    }
    for (onset, title) in ONSETS.iter().zip(["Spots that grow from the start", "Spots that grow after a quiet year"]) {
        page.push_str(&format!(
            "\n## {title}\n\nMonths from the onset until half of the spots are flagged, and in brackets until nine in ten \
             are.{}\n\n| mm a month | shakiness | spotlog, three first readings | spotlog, one | newest larger than first \
             | 2 mm larger than first |\n|---|---|---|---|---|---|\n",
            if *onset > 0.0 { " \"Before\" is the share that was flagged during the quiet year, wrongly." } else { "" }
        ));
        for rate in RATES {
            for hand in HANDS {
                let growth = Growth { mm_a_month: rate, from_month: *onset };
                page.push_str(&format!("{}\n", growing_row(growth, hand)));
            }
        }
    }
    page + CANNOT_SAY
}

const METHOD: &str = "\
The figures come from simulated spots that the program's own rules judge, 4,000 in each cell. Each is measured once a month
for two years, 15 % of the months are missed, and what the program asks to measure again is measured twice more three days
later. A reading has an error of 0.4 mm and 6 % of the size (one standard deviation), a day has one of 0.15 mm, and one
reading in a hundred is a slip of 1.5 to 4 mm. Half of the people write whole millimetres, four in ten half ones. A shakiness
of 2 doubles these errors. Beside spotlog stand two simple rules for the same readings.

";

const CANNOT_SAY: &str = "
## What these figures cannot say

- The errors are a proposal between published bounds, not measured on the people who use this program. Whoever is twice as
  shaky gets about eight times as many wrong flags.
- Real spots do not grow in a straight line, and are not round. Errors of one person are not independent of each other.
- Many melanomas grow by about 0.05 mm a month. No rule for a ruler notices that in time: a flat line says nothing about them.
  Persistence, colour, shape, bleeding and worry are separate rules, and need no ruler.
- With twenty steady spots, even 5 % means that two people in three see at least one wrong flag in two years.
";
