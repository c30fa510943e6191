//! Tests of how urgency ages (guidance, section 1b): levels, dates and texts in the days after an alarm.

use crate::harness::{Home, Screen, as_of};
use crate::rules_kit::{flags_of, judge, outcome};
use spotlog::ops;
use spotlog::store::Store;

#[test]
fn an_alarm_keeps_its_level_for_its_days_and_is_then_for_a_doctor() {
    let emergency = "spot chest 03-03; look 03-03 glass=unclear count=many";
    for (rule, case, level) in [
        ("non-fading-rash", emergency, "emergency"),
        ("meningitis-signs", "has 03-03 stiff-neck; has 03-03 fever", "emergency"),
        ("sepsis-signs", "has 03-03 sweating; has 03-03 fever", "same-day"),
        ("pinprick-rash-not-itchy", "spot chest 03-03; look 03-03 count=many morphology=pinprick", "same-day"),
        ("maybe-infected", "has 03-03 fever; spot chest 03-03; look 03-03 pus=yes", "same-day"),
    ] {
        for (more, expected) in [
            ("as-of 03-03", level),
            ("as-of 03-10", level),
            ("as-of 03-10T23:59", level),
            ("as-of 03-11", "follow-up"),
            ("as-of 03-06; window urgent_days=3", level),
            ("as-of 03-07; window urgent_days=3", "follow-up"),
            ("as-of 03-17; window urgent_days=14", level),
            ("as-of 03-18; window urgent_days=14", "follow-up"),
        ] {
            let found = judge(&format!("{case}; {more}"));
            assert_eq!(outcome(rule, &found), expected, "{rule} {more}");
            let flag = flags_of(rule, &found).next().unwrap();
            assert_eq!(flag.since.to_string(), "2025-03-03", "{rule} {more}");
            let to = if level == "emergency" && expected == level { "emergency-services" } else { "doctor" };
            assert_eq!(flag.see.map(|see| see.word()), Some(to), "{rule} {more}");
            let aged = expected == "follow-up";
            assert_eq!(flag.reason.contains("on 3 Mar 2025; what came of it is not recorded"), aged, "{}", flag.reason);
            assert_eq!(flag.reason.contains("record what was said"), aged, "{}", flag.reason);
        }
    }
}

#[test]
fn new_evidence_is_a_new_alarm_with_a_date_of_its_own() {
    let signs = "has 03-03 stiff-neck; has 03-03 fever; has 04-10 stiff-neck; has 04-10 fever";
    for (as_of, expected, since) in [
        ("03-11", "follow-up", "2025-03-03"),
        ("04-09", "follow-up resting", "2025-03-03"),
        ("04-10", "emergency", "2025-04-10"),
        ("04-17", "emergency", "2025-04-10"),
        ("04-18", "follow-up", "2025-04-10"),
        ("05-10", "follow-up", "2025-04-10"),
        ("05-11", "follow-up resting", "2025-04-10"),
    ] {
        let found = judge(&format!("{signs}; as-of {as_of}"));
        assert_eq!(outcome("meningitis-signs", &found), expected, "{as_of}");
        assert_eq!(flags_of("meningitis-signs", &found).next().unwrap().since.to_string(), since, "{as_of}");
    }
    // A later finding of a lower level does not hide the earlier one.
    let spreading = "spot chest 01-01; look 03-03 spreading=yes glass=unclear; look 03-20 spreading=yes glass=fades";
    let found = judge(spreading);
    assert_eq!(outcome("spreading", &found), "follow-up");
    let flag = flags_of("spreading", &found).next().unwrap();
    assert!(flag.reason.starts_with("This was an emergency on 3 Mar 2025"), "{}", flag.reason);
}

#[test]
fn what_aged_rests_with_a_gone_spot_and_what_was_answered_keeps_its_level() {
    let rash = "spot chest 01-01; look 03-05 spread=whole-body";
    for (more, expected) in [
        ("gone 03-09; as-of 03-12", "emergency"),
        ("gone 03-09; as-of 03-13", "follow-up resting"),
        ("gone 03-09; look 03-12; as-of 03-13", "emergency"),
        ("review 03-06 doctor; as-of 12-31", "emergency answered"),
        ("review 03-04 doctor; as-of 12-31", "follow-up"),
    ] {
        assert_eq!(outcome("rash-emergency-signs", &judge(&format!("{rash}; {more}"))), expected, "{more}");
    }
    // A non-fading spot stays open when it is gone, at any age.
    let found = judge("spot chest 01-01; look 03-05 glass=unclear count=many; gone 03-09; as-of 12-31");
    assert_eq!(outcome("non-fading-rash", &found), "follow-up");
}

#[test]
fn an_emergency_condition_does_not_age_so_a_review_that_knew_the_spot_does_not_hold_it_back() {
    let case = "spot chest 01-01; look 03-05 count=many glass=unclear spreading=yes; review 03-01 doctor known";
    for (as_of, expected) in [("03-05", "emergency"), ("03-12", "emergency"), ("03-13", "follow-up")] {
        assert_eq!(outcome("non-fading-rash", &judge(&format!("{case}; as-of {as_of}"))), expected, "{as_of}");
    }
}

#[test]
fn where_nothing_is_open_it_says_how_many_are_answered_and_how_many_rest() {
    let signs = "has 03-03 stiff-neck; has 03-03 fever; as-of 04-03";
    let resting =
        "Nothing is open now: 1 flag rests because the spot is gone, or because it was more than 30 days ago.";
    assert!(judge(signs).statement.starts_with(resting), "{}", judge(signs).statement);
    let both =
        judge(&format!("{signs}; spot chest 01-01; look 03-05 changes=size; review 03-06 doctor known; gone 03-07"));
    assert!(both.statement.contains(" flags are answered by a review. That does not mean"), "{}", both.statement);
    assert!(judge("spot chest 03-01; look 03-05; as-of 03-06").statement.starts_with("None of the rules"));
}

#[test]
fn a_symptom_after_the_day_of_removal_is_not_with_the_spot() {
    let spot = "spot chest 01-01; look 03-05T10:00 glass=unclear; closed 03-10 removed";
    for (at, expected) in [("03-10", "emergency"), ("03-10T23:59", "emergency"), ("03-11", "-"), ("03-20", "-")] {
        let found = outcome("non-fading-and-ill", &judge(&format!("{spot}; has {at} fever")));
        assert_eq!(found.trim_end_matches(" answered"), expected, "{at}");
    }
}

#[test]
fn screens_exit_codes_and_the_page_speak_of_the_level_as_it_has_aged() {
    let home = Home::new();
    let journal = r#"{"format": "spotlog-journal/1", "people": [{"name": "Me", "symptoms": [
        {"at": "2026-11-01", "symptom": "stiff-neck", "present": true},
        {"at": "2026-11-01", "symptom": "fever", "present": true}]}]}"#;
    let file = home.write("in.json", journal);
    home.ok(&["import", &file]);
    for (day, code) in [("2026-11-08", 12), ("2026-11-09", 10), ("2026-12-01", 10), ("2026-12-02", 0)] {
        let (found, out, err) = home.run(&["due", "--exit-code", "--as-of", day]);
        assert_eq!(found, code, "{day}: {out}{err}");
        let (_, report, _) = home.run(&["report", "--as-of", day]);
        assert_eq!(report.contains("This may be an emergency"), code == 12, "{day}: {report}");
        assert_eq!(report.contains("was an emergency on 1 Nov 2026"), code != 12, "{day}: {report}");
        let mut store = Store::open_in_memory().unwrap();
        let windows = Default::default();
        let context = crate::harness::context(&windows);
        let journal = ops::parse_journal(journal.as_bytes(), &store, &context).unwrap();
        ops::import(&mut store, &context, &journal).unwrap();
        let shown = Screen::as_of(store, as_of(day), 100, 30).text();
        assert_eq!(shown.contains("This may be an emergency"), code == 12, "{day}: {shown}");
    }
}

#[test]
fn the_page_does_not_say_of_a_symptom_that_is_over_that_it_is_there_now() {
    let home = Home::new();
    home.ok(&["new", "belly", "--on", "2026-11-16"]);
    home.ok(&["symptom", "fever", "--at", "2026-11-20 08:00"]);
    let page = || home.ok(&["report", "--as-of", "2026-11-21"]);
    assert!(page().contains("Feeling ill now: fever 20 Nov"), "{}", page());
    home.ok(&["symptom", "--no", "fever", "--at", "2026-11-20 20:00"]);
    assert!(page().contains("Feeling ill now: nothing recorded; before: fever 20 Nov, not on 20 Nov"), "{}", page());
}

#[test]
fn an_alarm_names_whom_it_is_about() {
    let home = Home::new();
    home.ok(&["new", "left wrist back"]);
    home.ok(&["people", "--add", "Lena"]);
    home.ok(&["new", "belly", "--person", "Lena", "--glass", "does-not-fade", "--count", "many", "--with", "fever"]);
    assert!(home.run(&["due"]).1.contains("!!! Lena: "), "{}", home.run(&["due"]).1);
}
