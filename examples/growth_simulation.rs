//! How often the growth test cries wolf on a stable spot, and how soon it notices a growing one.
//!
//! The base case of evidence.md: the noise model of C.2, two years of monthly checks, rule REC2 of C.3 (the first check
//! measured three times, later ones once), compared with the figures of C.4. The rules are not written down again here:
//! every simulated look goes through [`spotlog::guidance::analyse`], as of its own day and with what was known by then,
//! and what that asks to measure again is measured again. Nothing here is clinical data.
//!
//! `cargo run --release --example growth_simulation -- [SPOTS]` simulates SPOTS spots for each speed of growth (20,000),
//! and fails where a bound is missed. With far fewer spots chance alone can miss one.

use chrono::{Days, NaiveDate};
use spotlog::domain::{Method, Readings};
use spotlog::guidance::{Check, Growth, analyse};
use std::collections::BTreeMap;
use std::process::ExitCode;

const SEED: u64 = 20_260_301;
const DAYS_A_MONTH: f64 = 30.4;
const MONTHS: u32 = 24;
/// One standard deviation of the day of a planned check.
const JITTER_DAYS: f64 = 5.0;
const MISSED: f64 = 0.15;
/// Days until a measurement is taken again, and how often then.
const AGAIN_AFTER_DAYS: u64 = 3;
const AGAIN_READINGS: usize = 2;

/// One speed of growth, what the reference simulation found for it, and the most that is allowed. Both are per cent of
/// spots flagged where nothing grows (C.4, table T1), and else the median months to the flag (C.4, table T2).
struct Case {
    mm_a_month: f64,
    reference: f64,
    bound: f64,
}

const CASES: [Case; 4] = [
    Case { mm_a_month: 0.0, reference: 5.3, bound: 6.0 },
    Case { mm_a_month: 0.5, reference: 3.8, bound: 4.1 },
    Case { mm_a_month: 1.0, reference: 2.2, bound: 2.6 },
    Case { mm_a_month: 2.0, reference: 1.3, bound: 1.6 },
];
/// How often a stable spot is asked to be measured again (C.4, table T1).
const REFERENCE_REQUESTS: f64 = 0.29;

/// Small, fast and the same everywhere: SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, 1.
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn is(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Normal with mean 0 (Box-Muller).
    fn normal(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        deviation * radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// A spot and the person who measures it.
struct Spot {
    first_mm: f64,
    mm_a_month: f64,
    /// The step to which this person writes sizes down.
    step_mm: f64,
}

impl Spot {
    fn new(random: &mut Random, mm_a_month: f64) -> Spot {
        let first_mm = (3.5f64.ln() + random.normal(0.40)).exp().clamp(1.0, 12.0);
        let step_mm = match random.uniform() {
            share if share < 0.50 => 1.0,
            share if share < 0.90 => 0.5,
            _ => 0.1,
        };
        Spot { first_mm, mm_a_month, step_mm }
    }

    fn true_mm(&self, day: u64) -> f64 {
        self.first_mm + self.mm_a_month * day as f64 / DAYS_A_MONTH
    }

    /// The readings of one day: they share what the day does to the skin, and each has an error of its own (C.2).
    fn measure(&self, random: &mut Random, true_mm: f64, count: usize) -> Readings {
        let on_the_day = true_mm + random.normal(0.15);
        let mm: Vec<f64> = (0..count)
            .map(|_| {
                let mut seen = on_the_day + random.normal(0.40f64.hypot(0.06 * true_mm));
                if random.is(0.01) {
                    let slip = 1.5 + 2.5 * random.uniform();
                    seen += if random.is(0.5) { -slip } else { slip };
                }
                self.write_down(random, seen.max(0.3))
            })
            .collect();
        Readings::from_mm(&mm).ok().flatten().expect("one to three sizes that are allowed")
    }

    /// Rounded as this person does; whole-millimetre people like 5 and 10.
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

/// A day on which the spot is measured.
struct Visit {
    readings: usize,
    /// As in the reference a spot that is measured again has not grown on since the check that asked for it.
    true_mm: f64,
    is_again: bool,
}

/// Monthly checks, none of them on its planned day and some missed; the first is day 0 and is measured three times.
fn plan(random: &mut Random, spot: &Spot) -> BTreeMap<u64, Visit> {
    let day_of = |month: u32| (f64::from(month) * DAYS_A_MONTH + random.normal(JITTER_DAYS)).max(0.0);
    let mut days: Vec<f64> = (0..=MONTHS).map(day_of).collect();
    days.sort_by(f64::total_cmp);
    let first = days[0];
    let visit = |day, readings| (day, Visit { readings, true_mm: spot.true_mm(day), is_again: false });
    let later = days[1..].iter().filter(|_| !random.is(MISSED)).map(|day| visit((day - first).round() as u64, 1));
    later.chain([visit(0, 3)]).collect()
}

/// What came of one spot in two years.
struct Outcome {
    /// Months until the first flag; infinite without one.
    flagged: f64,
    requests: u32,
}

fn simulate(random: &mut Random, mm_a_month: f64) -> Outcome {
    let spot = Spot::new(random, mm_a_month);
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day");
    let mut visits = plan(random, &spot);
    let mut checks: Vec<Check> = Vec::new();
    let mut outcome = Outcome { flagged: f64::INFINITY, requests: 0 };
    let mut is_asked = false;
    while let Some((day, Visit { readings, true_mm, is_again })) = visits.pop_first() {
        if is_again && !is_asked {
            // A planned check came in between and was enough.
            continue;
        }
        let readings = spot.measure(random, true_mm, readings);
        let today = start + Days::new(day);
        checks.push(Check { day: today, look: checks.len(), method: Method::Ruler, readings });
        let growth = analyse(&checks, &[], today);
        if let (true, Some(look)) = (outcome.flagged.is_infinite(), first_flag(&growth)) {
            outcome.flagged = (checks[look].day - start).num_days() as f64 / DAYS_A_MONTH;
        }
        let is_pending = growth.pending().next().is_some();
        if is_pending {
            visits.entry(day + AGAIN_AFTER_DAYS).or_insert(Visit { readings: AGAIN_READINGS, true_mm, is_again: true });
            outcome.requests += u32::from(!is_asked);
        }
        is_asked = is_pending;
    }
    outcome
}

/// The look of the first finding: grown, or growing.
fn first_flag(growth: &Growth) -> Option<usize> {
    let grown = growth.series.iter().filter_map(|s| s.grown.map(|g| g.look));
    let growing = growth.series.iter().filter_map(|s| s.growing.map(|(first, _)| first.look));
    grown.chain(growing).min()
}

fn main() -> ExitCode {
    let spots = std::env::args().nth(1).map_or(Ok(20_000), |text| text.parse());
    let Some(spots) = spots.ok().filter(|&n: &usize| n > 0) else {
        eprintln!("SPOTS is how many spots to simulate for each speed of growth: a whole number over 0");
        return ExitCode::from(2);
    };
    println!("{spots} spots a row, {MONTHS} months of monthly checks, the first one measured three times\n");
    println!("| mm a month | % flagged | median months to flag | asked to measure again | reference | bound | holds |");
    println!("|---|---|---|---|---|---|---|");
    let mut all_hold = true;
    for Case { mm_a_month, reference, bound } in CASES {
        let mut random = Random(SEED ^ mm_a_month.to_bits());
        let mut outcomes: Vec<Outcome> = (0..spots).map(|_| simulate(&mut random, mm_a_month)).collect();
        outcomes.sort_by(|a, b| a.flagged.total_cmp(&b.flagged));
        let share = 100.0 * outcomes.iter().filter(|o| o.flagged.is_finite()).count() as f64 / spots as f64;
        let requests = f64::from(outcomes.iter().map(|o| o.requests).sum::<u32>()) / spots as f64;
        let median = outcomes[spots / 2].flagged;
        let (found, unit) = if mm_a_month == 0.0 { (share, "%") } else { (median, "months") };
        let median = if median.is_finite() { format!("{median:.2}") } else { "never".into() };
        let holds = if found <= bound { "yes" } else { "NO" };
        println!(
            "| {mm_a_month:.1} | {share:.2} | {median} | {requests:.2} | {reference} {unit} | {bound} {unit} | {holds} |"
        );
        all_hold &= found <= bound;
    }
    println!("\nThe reference asks {REFERENCE_REQUESTS} times a stable spot.");
    if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
