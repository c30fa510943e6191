//! Tests of the rules of the first table with small journals. Each rule fires, does not fire beyond its bounds, and
//! treats an unanswered question as unanswered.

use crate::harness::{judged, with_spots};
use crate::rules_kit::{check, flags, gone, look, spot};

fn mm(at: &str, readings: &str) -> String {
    look(at, &format!(r#""diameter_mm": [{readings}], "measured_by": "ruler""#))
}

const PERSISTS: &str = "persists follow-up";
const DUE: &str = "recheck-due watch";
/// A field for a spot since birth, so that persistence does not fire.
const BORN: &str = r#""since_birth": true"#;

#[test]
fn persistence_counts_from_first_seen_to_the_look() {
    let at = |seen: &str, looks: &[&str], as_of: &str, expected: &[&str]| {
        let looks: Vec<String> = looks.iter().map(|l| look(l, "")).collect();
        let looks: Vec<&str> = looks.iter().map(String::as_str).collect();
        check(&format!("{seen} {looks:?}"), &spot(seen, "", &looks), as_of, expected);
    };
    at("2025-03-03", &["2025-03-23"], "2025-03-23", &[]);
    at("2025-03-03", &["2025-03-24"], "2025-03-24", &[PERSISTS]);
    at("2025-03-03", &["2025-03-03"], "2025-03-24", &[DUE]);
    at("2025-03", &["2025-03-21"], "2025-03-21", &[]);
    at("2025-03", &["2025-03-22"], "2025-03-22", &[PERSISTS]);
    at("2024", &["2025-03-22"], "2025-03-22", &[PERSISTS]);
    at("", &["2025-03-03"], "2025-03-03", &[PERSISTS]);
    let born = spot("", BORN, &[&look("2025-03-03", "")]);
    check("since birth", &born, "2025-03-03", &[]);
    let not_born = spot("", r#""since_birth": false"#, &[&look("2025-03-03", "")]);
    check("not since birth", &not_born, "2025-03-03", &[PERSISTS]);
    let unsure = r#"{"at": "2025-03-24", "presence": "unsure"}"#;
    check("unsure is a look", &spot("2025-03-03", "", &[unsure]), "2025-03-24", &[PERSISTS]);
    check("gone is none", &spot("2025-03-03", "", &[&gone("2025-03-24")]), "2025-03-24", &[]);
}

#[test]
fn a_review_settles_persistence_for_good_unless_it_was_unsure() {
    let looks = [look("2025-03-28", ""), look("2025-05-02", "")];
    let looks = [looks[0].as_str(), looks[1].as_str()];
    for (by, outcome, on, expected) in [
        ("dermatologist", "known", "2025-04-02", "persists answered"),
        ("nurse", "treat", "2025-04-02", "persists answered"),
        ("doctor", "known", "2025-03-04", "persists answered"),
        ("doctor", "unsure", "2025-04-02", "persists follow-up"),
        ("doctor", "unsure", "2025-05-02", "persists answered"),
        ("pharmacist", "known", "2025-04-02", "persists follow-up"),
        ("other", "known", "2025-04-02", "persists follow-up"),
    ] {
        let review = format!(r#""reviews": [{{"on": "{on}", "by": "{by}", "outcome": "{outcome}"}}]"#);
        check(&review, &spot("2025-03-03", &review, &looks), "2025-05-02", &[expected]);
    }
    let later = r#""reviews": [{"on": "2025-06-01", "by": "doctor"}]"#;
    check("a review after the day is not known yet", &spot("2025-03-03", later, &looks), "2025-05-02", &[PERSISTS]);
}

#[test]
fn a_noticed_change_always_counts() {
    let with = |answers: &str| spot("2025-03-03", "", &[&look("2025-03-03", answers)]);
    check("size", &with(r#""changes": ["size"]"#), "2025-03-03", &["reported-change follow-up"]);
    check("none noticed", &with(r#""changes": []"#), "2025-03-03", &[]);
    check("not asked", &with(""), "2025-03-03", &[]);
}

#[test]
fn a_colour_is_compared_with_the_first_one_since_the_review() {
    let colours = |at: &str, words: &str| look(at, &format!(r#""colours": [{words}]"#));
    let red = colours("2025-03-03", r#""red""#);
    let case = |more: &str, then: &str| spot("2025-03-03", more, &[&red, then]);
    let changed = &["colour-changed follow-up"][..];
    check("other", &case("", &colours("2025-03-06", r#""red", "black""#)), "2025-03-06", changed);
    check("same", &case("", &colours("2025-03-06", r#""red""#)), "2025-03-06", &[]);
    check("not answered", &case("", &look("2025-03-06", "")), "2025-03-06", &[]);
    let differently = look("2025-03-06", r#""colours": ["pink"], "described_differently": true"#);
    check("described differently", &case("", &differently), "2025-03-06", &[]);
    let after = colours("2025-03-07", r#""pink""#);
    check(
        "the other words are the baseline then",
        &spot("2025-03-03", "", &[&red, &differently, &after]),
        "2025-03-07",
        &[],
    );
    let scratch = r#""contexts": ["scratch"]"#;
    check("fading scratch", &case(scratch, &colours("2025-03-09", r#""orange""#)), "2025-03-09", &[]);
    check("not only fading", &case(scratch, &colours("2025-03-09", r#""orange", "blue""#)), "2025-03-09", changed);
    check(
        "only a colour less",
        &spot("2025-03-03", scratch, &[&colours("2025-03-03", r#""red", "pink""#), &colours("2025-03-09", r#""red""#)]),
        "2025-03-09",
        changed,
    );
    check(
        "day 7 is within",
        &case(scratch, &colours("2025-03-10", r#""brown""#)),
        "2025-03-10",
        &["scratch-mark-stays watch"],
    );
    check(
        "day 8 is not",
        &case(scratch, &colours("2025-03-11", r#""brown""#)),
        "2025-03-11",
        &["colour-changed follow-up", "scratch-mark-stays watch"],
    );
    let reviewed = r#""reviews": [{"on": "2025-03-05", "by": "doctor", "outcome": "monitor"}]"#;
    let brown = colours("2025-03-06", r#""brown""#);
    check("a review starts a new baseline", &case(reviewed, &brown), "2025-03-06", &[]);
    let on_the_day = colours("2025-03-05", r#""brown""#);
    let black = colours("2025-03-06", r#""black""#);
    check(
        "a look on the day of the review is answered and is the new baseline",
        &spot("2025-03-03", reviewed, &[&red, &on_the_day, &brown]),
        "2025-03-06",
        &["colour-changed answered"],
    );
    check(
        "and a change after it is open",
        &spot("2025-03-03", reviewed, &[&red, &on_the_day, &black]),
        "2025-03-06",
        &["colour-changed follow-up"],
    );
}

#[test]
fn shape_and_height_are_compared_likewise() {
    let case = |then: &str, now: &str| spot("2025-03-03", "", &[&look("2025-03-03", then), &look("2025-03-06", now)]);
    let (shape, raised) = (&["shape-changed follow-up"][..], &["raised-changed follow-up"][..]);
    for (then, now, expected) in [
        (r#""outline": "regular""#, r#""outline": "irregular""#, shape),
        (r#""morphology": "spot""#, r#""morphology": "patch""#, shape),
        (r#""morphology": "spot""#, r#""morphology": "spot""#, &[]),
        (r#""morphology": "spot""#, r#""outline": "irregular""#, &[]),
        (r#""outline": "regular""#, r#""outline": "irregular", "described_differently": true"#, &[]),
        (r#""raised": false"#, r#""raised": true"#, raised),
        (r#""firm": false"#, r#""firm": true"#, raised),
        (r#""raised": true"#, r#""raised": false"#, &[]),
        ("", r#""raised": true"#, &[]),
        (r#""raised": false"#, r#""raised": true, "described_differently": true"#, raised),
    ] {
        check(&format!("{then} -> {now}"), &case(then, now), "2025-03-06", expected);
    }
}

#[test]
fn growth_is_flagged_with_its_task_before_it() {
    let case = |observations: &[&str], as_of: &str, expected: &[&str]| {
        check(as_of, &spot("", BORN, observations), as_of, expected);
    };
    let (a, b) = (mm("2025-03-03", "3"), mm("2025-04-03", "5"));
    case(&[&a, &b], "2025-04-03", &["measure-again watch"]);
    case(&[&a, &b], "2025-04-06", &["measure-again watch", DUE]);
    case(&[&a, &b], "2025-04-17", &["measure-again watch", DUE]);
    case(&[&a, &b], "2025-04-18", &["grown follow-up"]);
    case(&[&a, &b, &mm("2025-04-05", "5, 4.5")], "2025-04-05", &["grown follow-up"]);
    case(&[&a, &b, &mm("2025-04-05", "3, 3.5")], "2025-04-05", &[]);
    let by_eye = look("2025-04-03", r#""diameter_mm": [9], "measured_by": "eye""#);
    case(&[&a, &by_eye], "2025-04-03", &[]);
    let steps: Vec<String> =
        [("03-01", 3.0), ("03-29", 3.5), ("04-29", 4.0), ("05-30", 4.5), ("06-27", 4.5), ("07-29", 5.0)]
            .iter()
            .enumerate()
            .map(|(i, (d, v))| mm(&format!("2025-{d}"), &if i == 0 { format!("{v}, {v}, {v}") } else { v.to_string() }))
            .collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    // The fourth check is above the limit and pending. The fifth, a month later, finds that it was not measured again.
    case(&steps, "2025-07-29", &["grown follow-up", "growing follow-up"]);
}

#[test]
fn firm_and_growing_needs_both_and_more_than_a_month() {
    let firm = r#""raised": true, "firm": true"#;
    let case = |seen: &str, first: &str, second_day: &str, second: &str| {
        spot(seen, "", &[&look("2025-03-03", first), &look(second_day, second)])
    };
    let rules = |spot: &str, as_of: &str| {
        let found = judged(&with_spots(&format!("[{spot}]")), as_of);
        found.flags.iter().any(|f| f.rule.ident == "firm-and-growing")
    };
    let size = r#""changes": ["size"]"#;
    assert!(!rules(&case("2025-03-03", firm, "2025-04-02", size), "2025-04-02"), "day 30");
    assert!(rules(&case("2025-03-03", firm, "2025-04-03", size), "2025-04-03"), "day 31");
    assert!(rules(&case("2025-03-03", size, "2025-04-03", firm), "2025-04-03"), "in either order");
    assert!(rules(&case("", firm, "2025-03-04", size), "2025-03-04"), "first seen unknown is long ago");
    assert!(!rules(&case("2025-03-03", r#""raised": true"#, "2025-04-03", size), "2025-04-03"), "firm not answered");
    assert!(!rules(&case("2025-03-03", firm, "2025-04-03", r#""changes": ["colour"]"#), "2025-04-03"));
    let known = spot(
        "2025-03-03",
        "",
        &[&look("2025-03-03", r#""raised": true"#), &look("2025-03-20", r#""firm": true"#), &look("2025-04-03", size)],
    );
    assert!(rules(&known, "2025-04-03"), "raised is still known when firm is answered");
}

#[test]
fn bleeding_counts_alone_and_often() {
    let bled = |at: &str, injury: &str| look(at, &format!(r#""bleeding": true{injury}"#));
    let case = |looks: &[&str], as_of: &str, expected: &[&str]| check(as_of, &spot("", BORN, looks), as_of, expected);
    case(&[&bled("2025-03-03", "")], "2025-03-03", &["bleeds follow-up"]);
    case(&[&bled("2025-03-03", r#", "after_injury": false"#)], "2025-03-03", &["bleeds follow-up"]);
    case(&[&bled("2025-03-03", r#", "after_injury": true"#)], "2025-03-03", &[]);
    case(&[&look("2025-03-03", r#""bleeding": false"#)], "2025-03-03", &[]);
    let hurt = r#", "after_injury": true"#;
    let first = bled("2025-03-03", hurt);
    case(&[&first, &bled("2025-04-02", hurt)], "2025-04-02", &["bleeds-often follow-up"]);
    case(&[&first, &bled("2025-04-03", hurt)], "2025-04-03", &[]);
}

#[test]
fn worry_never_rests() {
    let worried = r#"{"at": "2025-03-05", "presence": "gone", "worried": true}"#;
    let first = look("2025-03-03", r#""changes": ["size"]"#);
    let found = spot("2025-03-03", "", &[&first, worried]);
    check("on a gone observation too", &found, "2025-03-05", &["worried follow-up", "reported-change resting"]);
    let reviewed = r#""reviews": [{"on": "2025-03-05", "by": "nurse"}]"#;
    check(
        "a review answers it",
        &spot("2025-03-03", reviewed, &[&first, worried]),
        "2025-03-05",
        &["reported-change answered", "worried answered"],
    );
}

#[test]
fn the_next_look_is_due_after_a_week_or_a_month() {
    let case = |spot: &str, as_of: &str, expected: &[&str]| check(as_of, spot, as_of, expected);
    let fresh = spot("2025-03-03", "", &[&look("2025-03-03", "")]);
    case(&fresh, "2025-03-09", &[]);
    case(&fresh, "2025-03-10", &[DUE]);
    let old = spot("", BORN, &[&look("2025-03-03", "")]);
    case(&old, "2025-04-01", &[]);
    case(&old, "2025-04-02", &[DUE]);
    case(&spot("2025-03-03", "", &[]), "2025-03-03", &[DUE]);
    case(&spot("2025-03-03", "", &[&look("2025-03-03", ""), &gone("2025-03-04")]), "2025-06-01", &[]);
    let glass = look("2025-03-03", r#""glass_test": "does-not-fade""#);
    let next = judged(&with_spots(&format!("[{}]", spot("2025-03-03", "", &[&glass]))), "2025-03-03").next_check;
    assert_eq!(next.map(|m| m.to_string()).as_deref(), Some("2025-03-04"), "24 hours after a test that did not fade");
    let timed = look("2025-03-03T08:30", r#""glass_test": "unclear""#);
    let next = judged(&with_spots(&format!("[{}]", spot("2025-03-03", "", &[&timed]))), "2025-03-03").next_check;
    assert_eq!(next.map(|m| m.to_string()).as_deref(), Some("2025-03-04T08:30"));
}

#[test]
fn marks_of_scratches_and_heat_should_have_gone() {
    let case =
        |context: &str, seen: &str, at: &str| spot(seen, &format!(r#""contexts": ["{context}"]"#), &[&look(at, "")]);
    let scratch = "scratch-mark-stays watch";
    check("day 6", &case("scratch", "2025-03-03", "2025-03-09"), "2025-03-09", &[]);
    check("day 7", &case("scratch", "2025-03-03", "2025-03-10"), "2025-03-10", &[scratch]);
    check("a blow too", &case("blow", "2025-03-03", "2025-03-10"), "2025-03-10", &[scratch]);
    check("not an insect", &case("insect", "2025-03-03", "2025-03-10"), "2025-03-10", &[]);
    check("unknown", &case("scratch", "", "2025-03-03"), "2025-03-03", &[PERSISTS, scratch]);
    check("heat on its day", &case("heat", "2025-03-03", "2025-03-03"), "2025-03-03", &[]);
    check("heat a day later", &case("heat", "2025-03-03", "2025-03-04"), "2025-03-04", &["heat-rash-stays watch"]);
}

#[test]
fn what_comes_back_is_told_with_every_crop() {
    let looks = [look("2025-03-03", ""), gone("2025-03-09"), look("2025-03-20", "")];
    let looks: Vec<&str> = looks.iter().map(String::as_str).collect();
    check("back", &spot("2025-03-03", "", &looks), "2025-03-20", &["comes-back follow-up"]);
    check("gone", &spot("2025-03-03", "", &looks[..2]), "2025-03-20", &[]);
    let found = judged(&with_spots(&format!("[{}]", spot("2025-03-03", "", &looks))), "2025-03-20");
    let reason = &found.flags[0].reason;
    assert!(reason.contains("3 Mar 2025 until gone on 9 Mar 2025"), "{reason}");
    assert!(reason.contains("20 Mar 2025 and still there on 20 Mar 2025"), "{reason}");
    assert_eq!(found.see.map(|s| s.word()), Some("doctor"));
}

#[test]
fn flags_rest_while_the_spot_is_gone_and_wake_with_it() {
    let looks = [look("2025-03-28", r#""changes": ["size"]"#), gone("2025-04-02"), look("2025-04-05", "")];
    let looks: Vec<&str> = looks.iter().map(String::as_str).collect();
    let spot = |n: usize| spot("2025-03-03", "", &looks[..n]);
    check("there", &spot(1), "2025-03-28", &[PERSISTS, "reported-change follow-up"]);
    check("gone", &spot(2), "2025-04-02", &["persists resting", "reported-change resting"]);
    check("back", &spot(3), "2025-04-05", &[PERSISTS, "reported-change follow-up", "comes-back follow-up"]);
}

#[test]
fn a_removed_spot_is_answered_and_a_mistake_raises_nothing() {
    let looks = look("2025-03-28", r#""worried": true"#);
    let closed = |because: &str| {
        spot("2025-03-03", &format!(r#""closed": {{"on": "2025-04-01", "because": "{because}"}}"#), &[&looks])
    };
    check("removed", &closed("removed"), "2025-06-01", &["persists answered", "worried answered"]);
    check("mistake", &closed("mistake"), "2025-06-01", &["persists resting", "worried resting"]);
    check("before it was closed", &closed("mistake"), "2025-03-28", &[PERSISTS, "worried follow-up"]);
}

#[test]
fn what_is_dated_later_is_left_out() {
    let spot = spot("2025-03-03", "", &[&look("2025-03-03", ""), &look("2025-03-28T10:00", r#""worried": true"#)]);
    check("the day before", &spot, "2025-03-27", &[DUE]);
    check("the minute before", &spot, "2025-03-28T09:59", &[DUE]);
    check("the minute", &spot, "2025-03-28T10:00", &[PERSISTS, "worried follow-up"]);
    check("the day", &spot, "2025-03-28", &[PERSISTS, "worried follow-up"]);
    assert!(judged(&with_spots(&format!("[{spot}]")), "2025-03-02").spots.is_empty(), "not there yet");
}

#[test]
fn the_most_urgent_stands_first_and_the_dermatologist_wins() {
    let spots = format!(
        r#"[{}, {}, {}]"#,
        spot("2025-03-03", "", &[&look("2025-03-03", r#""worried": true"#)]),
        spot("2025-03-03", r#""contexts": ["heat"]"#, &[&look("2025-03-05", "")])
            .replace(r#""number": 1"#, r#""number": 2"#),
        spot("", "", &[&look("2025-03-03", "")]).replace(r#""number": 1"#, r#""number": 3"#),
    );
    let found = judged(&with_spots(&spots), "2025-03-05");
    assert_eq!(flags(&found), ["worried follow-up", PERSISTS, "heat-rash-stays watch"]);
    assert_eq!(found.see.map(|s| s.word()), Some("dermatologist"));
    assert_eq!(found.spot(1).unwrap().see.map(|s| s.word()), Some("doctor"));
    assert_eq!(found.spot(2).unwrap().level.word(), "watch");
    assert_eq!(found.spot(2).unwrap().see, None);
}
