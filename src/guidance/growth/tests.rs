use super::*;
use crate::domain::Readings;
use proptest::prelude::*;

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + chrono::TimeDelta::days(n)
}

fn checks(rows: &[(i64, &[f64])]) -> Vec<Check> {
    let check = |(look, (d, mm)): (usize, &(i64, &[f64]))| Check {
        day: day(*d),
        look,
        method: Method::Ruler,
        readings: Readings::from_mm(mm).unwrap().unwrap(),
    };
    rows.iter().enumerate().map(check).collect()
}

fn points(rows: &[(i64, &[f64])]) -> Vec<Point> {
    let point = |c: &Check| Point { day: c.day, look: c.look, value: c.readings.median(), own: c.readings };
    checks(rows).iter().map(point).collect()
}

fn judged(rows: &[(i64, &[f64])], as_of: i64) -> Growth {
    analyse(&checks(rows), &[], day(as_of))
}

/// One row of the check vectors: days with readings; then B, sigma_trend, sigma_jump, L, newest - B; jump; and slope
/// over 30 days, z, trend.
type Vector<'a> = (&'a str, &'a [(i64, &'a [f64])], [f64; 5], bool, Option<(f64, f64, bool)>);

#[test]
fn the_check_vectors_of_the_evidence_hold() {
    let vectors: &[Vector<'_>] = &[
        ("V1", &[(0, &[3.0]), (31, &[4.0])], [3.0, 0.5, 0.5, 1.386, 1.0], false, None),
        ("V2", &[(0, &[3.0]), (31, &[5.0])], [3.0, 0.5, 0.5, 1.386, 2.0], true, None),
        ("V3", &[(0, &[4.0, 4.0, 4.5]), (30, &[4.5]), (61, &[5.5])], [4.0, 0.5, 0.5, 1.25, 1.5], true, None),
        (
            "V4",
            &[(0, &[3.0]), (30, &[3.0]), (60, &[4.0]), (91, &[3.0]), (120, &[4.0]), (152, &[4.0])],
            [3.0, 1.0, 0.7835, 1.773, 1.0],
            false,
            Some((0.197, 0.83, false)),
        ),
        (
            "V5",
            &[(0, &[3.0, 3.0, 3.5]), (28, &[3.5]), (59, &[4.0]), (90, &[4.5]), (118, &[4.5]), (150, &[5.0])],
            [3.0, 0.5, 0.5, 1.25, 2.0],
            true,
            Some((0.400, 3.35, true)),
        ),
        (
            "V6",
            &[(0, &[5.0]), (30, &[5.0]), (60, &[9.0]), (90, &[5.0]), (120, &[5.0])],
            [5.0, 1.0, 0.5, 1.25, 0.0],
            false,
            Some((0.0, 0.0, false)),
        ),
        (
            "V7",
            &[(0, &[10.0]), (14, &[11.0]), (45, &[10.0]), (100, &[12.0]), (130, &[11.0]), (160, &[12.0])],
            [10.0, 1.1, 1.1, 2.49, 2.0],
            false,
            Some((0.349, 1.54, false)),
        ),
        (
            "V8",
            &[
                (0, &[3.0]),
                (30, &[3.5]),
                (60, &[3.0]),
                (91, &[3.5]),
                (121, &[4.0]),
                (152, &[3.0]),
                (182, &[3.5]),
                (213, &[5.0]),
            ],
            [3.25, 0.5, 0.5, 1.25, 1.75],
            true,
            None,
        ),
        (
            "V9",
            &[
                (0, &[3.0]),
                (30, &[5.0]),
                (60, &[3.0]),
                (91, &[5.0]),
                (121, &[3.0]),
                (152, &[4.0]),
                (182, &[5.0]),
                (213, &[6.5]),
            ],
            [4.0, 1.0, 0.850, 1.965, 2.5],
            true,
            None,
        ),
    ];
    for (name, rows, [baseline, sigma_trend, sigma_jump, limit, rise], over, expected_trend) in vectors {
        let points = points(rows);
        let jump = jump(&points).unwrap();
        for (what, found, wanted) in [
            ("B", jump.baseline, baseline),
            ("sigma_trend", trend_error(&points), sigma_trend),
            ("sigma_jump", jump.sigma, sigma_jump),
            ("L", jump.limit, limit),
            ("rise", jump.rise, rise),
        ] {
            assert!((found - wanted).abs() < 0.0011, "{name} {what}: {found}, not {wanted}");
        }
        assert_eq!(jump.is_over(), *over, "{name}");
        if let Some((slope, z, growing)) = expected_trend {
            let trend = trend(&points).unwrap();
            assert!((trend.slope * 30.0 - slope).abs() < 0.0006, "{name} slope {}", trend.slope * 30.0);
            assert!((trend.z - z).abs() < 0.006, "{name} z {}", trend.z);
            assert_eq!(trend.is_growing(), *growing, "{name}");
        }
    }
}

#[test]
fn a_jump_asks_to_be_measured_again_and_then_counts_or_does_not() {
    let base: &[(i64, &[f64])] = &[(0, &[3.0]), (31, &[5.0])];
    let with = |more: &[(i64, &'static [f64])], as_of| {
        let mut rows = base.to_vec();
        rows.extend_from_slice(more);
        let growth = judged(&rows, as_of);
        (growth.pending().next().is_some(), growth.series[0].grown.map(|g| (g.look, g.remeasured)))
    };
    assert_eq!(with(&[], 31), (true, None));
    assert_eq!(with(&[], 45), (true, None), "day 14 still waits");
    assert_eq!(with(&[], 46), (false, Some((1, false))), "from day 15 on it counts without");
    assert_eq!(with(&[(33, &[5.0, 4.5])], 33), (false, Some((2, true))));
    assert_eq!(with(&[(33, &[3.0, 3.5])], 99), (false, None));
    assert_eq!(with(&[(31, &[5.0, 4.5])], 33), (false, Some((2, true))), "the same day is a re-measurement too");
    assert_eq!(with(&[(33, &[5.0])], 40), (true, None), "two readings decide nothing");
    assert_eq!(with(&[(33, &[5.0]), (40, &[5.0])], 40), (false, Some((3, true))));
    assert_eq!(with(&[(33, &[3.0])], 46), (false, Some((1, false))), "two readings by day 14 are too few");
    assert_eq!(with(&[(46, &[3.0, 3.0, 3.0])], 46), (false, Some((1, false))), "day 15 is too late");
}

#[test]
fn a_check_of_three_readings_confirms_itself_beside_a_single_one() {
    let growth = judged(&[(0, &[3.0]), (31, &[5.0, 5.0, 4.5])], 31);
    assert!(growth.pending().next().is_none());
    assert_eq!(growth.series[0].grown.map(|g| g.look), Some(1));
}

#[test]
fn series_of_three_readings_want_a_second_set_of_three() {
    let rows: Vec<(i64, &[f64])> = vec![(0, &[3.0, 3.0, 3.0]), (31, &[5.0, 5.0, 5.0])];
    let growth = judged(&rows, 31);
    let (_, point, jump) = growth.pending().next().expect("it asks for a second set");
    assert_eq!((point, jump.triples), (1, true));
    // sigma 0.5, scatter 0 over 6 + 4 degrees: w 0.15, sigma_check sqrt(max(0.06735, 0.09) + 0.04).
    assert!((jump.sigma - 0.13f64.sqrt()).abs() < 1e-12, "{}", jump.sigma);
    assert_eq!(jump.limit, 1.25);
    let with = |more: &[(i64, &'static [f64])], as_of| {
        let mut rows = rows.clone();
        rows.extend_from_slice(more);
        judged(&rows, as_of).series[0].grown.map(|g| g.remeasured)
    };
    assert_eq!(with(&[(33, &[5.0, 5.0])], 40), None, "two of the second set are not three");
    assert_eq!(with(&[(33, &[5.0, 5.0]), (34, &[4.5])], 40), Some(true));
    assert_eq!(with(&[(33, &[3.0, 3.5, 3.0])], 99), None);
    assert_eq!(with(&[(33, &[5.0, 5.0])], 46), Some(false));
}

#[test]
fn once_grown_the_jump_test_rests_until_a_review() {
    let rows: Vec<(i64, &[f64])> = vec![(0, &[3.0]), (31, &[5.0, 5.0, 5.0]), (60, &[9.0]), (100, &[9.0])];
    let growth = judged(&rows, 100);
    assert_eq!(growth.series[0].grown.map(|g| g.look), Some(1));
    let growth = analyse(&checks(&rows), &[day(31)], day(61));
    assert_eq!(growth.series.len(), 2, "the check on the day of the review is in both");
    assert_eq!(growth.series[0].grown.map(|g| g.look), Some(1));
    assert_eq!(growth.series[1].points[0].value, 5.0);
    assert_eq!(growth.series[1].grown.map(|g| (g.look, g.remeasured)), Some((2, false)));
}

#[test]
fn another_method_starts_a_new_series_and_so_does_going_back() {
    let mut rows = checks(&[(0, &[3.0]), (31, &[5.0]), (40, &[5.0]), (50, &[8.0])]);
    rows[1].method = Method::Photo;
    rows[2].method = Method::Photo;
    let growth = analyse(&rows, &[], day(50));
    assert_eq!(growth.series.iter().map(|s| s.points.len()).collect::<Vec<_>>(), [1, 2, 1]);
    assert!(growth.series.iter().all(|s| s.grown.is_none() && s.pending.is_none()));
}

#[test]
fn a_review_ends_the_waiting_for_a_second_measurement() {
    let rows = checks(&[(0, &[3.0]), (31, &[5.0])]);
    assert!(analyse(&rows, &[day(33)], day(34)).pending().next().is_none());
    let later = analyse(&rows, &[day(33)], day(60));
    assert_eq!(later.series[0].grown.map(|g| g.look), Some(1), "answered by the review, but it did happen");
}

#[test]
fn a_check_that_was_measured_again_counts_with_all_its_readings() {
    let rows: Vec<(i64, &[f64])> = vec![(0, &[3.0]), (31, &[5.0]), (33, &[3.0, 3.5])];
    assert_eq!(judged(&rows, 40).series[0].points[1].value, 3.5);
}

/// Runs the full trend test at every step, as section 3 defines it.
fn slowly(rows: &[Check]) -> Option<(usize, usize)> {
    let mut fired = Vec::new();
    for n in 1..=rows.len() {
        let points: Vec<Point> = rows[..n]
            .iter()
            .map(|c| Point { day: c.day, look: c.look, value: c.readings.median(), own: c.readings })
            .collect();
        if trend(&points).is_some_and(|t| t.is_growing()) {
            fired.push(n - 1);
        }
    }
    Some((*fired.first()?, *fired.last()?))
}

proptest! {
    #[test]
    fn ruling_checks_out_early_finds_the_same_trends(
        steps in prop::collection::vec((0i64..40, 0u32..8), 1..40),
        per_step in 0.0f64..0.3,
    ) {
        let mut at = 0;
        let rows: Vec<Check> = steps.iter().enumerate().map(|(look, (gap, noise))| {
            at += gap;
            // No check rises enough to be measured again, so every check is a step.
            let mm = 3.0 + (look as f64 * per_step).min(0.9) + f64::from(*noise) * 0.03;
            Check { day: day(at), look, method: Method::Ruler, readings: Readings::from_mm(&[mm]).unwrap().unwrap() }
        }).collect();
        let growth = analyse(&rows, &[], day(at));
        prop_assume!(growth.series[0].points.len() == rows.len());
        let found = growth.series[0].growing.map(|(first, last)| (first.look, last.look));
        prop_assert_eq!(found, slowly(&rows));
    }
}

#[test]
fn a_jump_by_one_method_still_waits_while_another_method_jumps_too() {
    let mut rows = checks(&[(0, &[3.0]), (31, &[5.0]), (32, &[3.0]), (34, &[5.0])]);
    rows[2].method = Method::Calliper;
    rows[3].method = Method::Calliper;
    let growth = analyse(&rows, &[], day(35));
    assert_eq!(growth.pending().map(|(s, point, _)| s.points[point].look).collect::<Vec<_>>(), [1, 3]);
}
