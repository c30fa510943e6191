//! Tests of entries dated after the local date of today: from another time zone or a wrong clock.

use crate::harness::{Home, Screen, context, facts, with_spots};
use chrono::{NaiveDateTime, TimeDelta};
use spotlog::domain::{Answer, AsOf, Because, Listed, Moment, Reviewer};
use spotlog::error::Error;
use spotlog::guidance::{Windows, evaluate};
use spotlog::ops::{
    self, Context, NewInfection, NewMedicine, NewReview, NewSymptoms, NewTreatment, Receipt, Reviewed, RoundAnswer,
};
use spotlog::store::Store;

/// Returns a journal with an emergency entered at a local time.
fn emergency(at: &str) -> String {
    let day = &at[..10];
    format!(
        r#"{{"format": "spotlog-journal/1", "people": [{{"name": "Me",
        "symptoms": [{{"at": "{at}", "symptom": "fever", "present": true}}],
        "spots": [{{"number": 1, "site": "shin", "first_seen": {{"on": "{day}", "precision": "day"}},
        "observations": [{{"at": "{at}", "presence": "present", "glass_test": "does-not-fade", "count": "many"}}]}}]}}]}}"#
    )
}

#[test]
fn an_emergency_is_told_in_every_zone_from_the_minute_it_is_entered() {
    let utc = NaiveDateTime::parse_from_str("2026-11-24T20:00", "%Y-%m-%dT%H:%M").unwrap();
    let in_zone = |hours: i64, minutes: i64| utc + TimeDelta::hours(hours) + TimeDelta::minutes(minutes);
    for here in -12..=14 {
        for there in -12..=14 {
            let entered = in_zone(here, 0);
            for at in [entered.format("%Y-%m-%dT%H:%M").to_string(), entered.format("%Y-%m-%d").to_string()] {
                let now = AsOf::now(in_zone(there, 5));
                let found = evaluate(&facts(&emergency(&at)), &Windows::default(), now);
                assert_eq!(found.level.word(), "emergency", "entered {at} (UTC{here:+}), read at UTC{there:+}");
                assert_eq!(found.ahead.entries, 0);
            }
        }
    }
}

#[test]
fn what_is_further_ahead_is_counted_and_told_and_judged_from_its_day_on() {
    let facts = facts(&emergency("2036-01-10T10:00"));
    let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    let before = evaluate(&facts, &Windows::default(), AsOf::now(local("2026-11-25T10:00")));
    assert_eq!((before.level.word(), before.ahead.entries), ("none", 3), "the spot, its look and the fever");
    assert!(before.statement.starts_with("3 entries are dated after today (spot 1)."), "{}", before.statement);
    let then = evaluate(&facts, &Windows::default(), AsOf::now(local("2036-01-09T08:00")));
    assert_eq!((then.level.word(), then.ahead.entries), ("emergency", 0));
    // An assessment as of a chosen day excludes everything after it.
    let exactly = evaluate(&facts, &Windows::default(), AsOf::exactly("2036-01-09".parse().unwrap()));
    assert_eq!((exactly.level.word(), exactly.ahead.entries), ("none", 3));
    assert!(exactly.statement.contains("3 entries are dated after 9 Jan 2036"), "{}", exactly.statement);
}

#[test]
fn a_journal_with_one_look_of_ten_years_ahead_goes_on_working() {
    let home = Home::new();
    home.ok(&["new", "chin"]);
    let ahead = r#"{"format": "spotlog-journal/1", "people": [{"name": "Mum", "spots": [{"number": 7, "site": "shin",
        "first_seen": {"on": "2036-01-10", "precision": "day"},
        "observations": [{"at": "2036-01-10", "presence": "present", "note": "wrong clock"}]}]}]}"#;
    let file = home.write("ahead.json", ahead);
    home.ok(&["import", &file]);
    let mum = |words: &[&str]| home.run(&[words, &["--person", "Mum"]].concat());
    for words in [&["list"][..], &["due"], &["why"], &["show", "7"], &["me"], &["report"], &["timeline"], &["glass"]] {
        let (code, out, err) = mum(words);
        assert_eq!(code, 0, "{words:?}: {err}");
        if words != ["glass"] {
            assert!((out.clone() + &err).contains("2 entries are dated after"), "{words:?}: {out}{err}");
        }
        assert!(!out.contains("Nothing is due") && !out.contains("No spot was logged"), "{words:?}: {out}");
    }
    for format in ["markdown", "html", "json", "csv", "fhir"] {
        let (_, out, err) = mum(&["report", "--format", format]);
        assert!((out + &err).contains("2 entries are dated after"), "{format}");
    }
    assert!(mum(&["list"]).1.contains("dated after today"));
    assert!(mum(&["show", "7"]).1.contains("wrong clock"), "it can be shown");
    let drawn = mum(&["timeline"]).1;
    assert!(drawn.lines().any(|line| line.contains("  7 shin") && line.ends_with('»')), "{drawn}");
    assert!(mum(&["timeline", "--json"]).1.contains("\"dated_later\": true"));
    for words in [&["me", "--born", "1950-01-01"][..], &["symptom", "cough"], &["new", "calf"], &["undo"], &["redo"]] {
        let (code, out, err) = mum(words);
        assert_eq!(code, 0, "{words:?}: {out}{err}");
    }
    let folder = home.path("folder");
    std::fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    for words in [&["sync", folder][..], &["doctor"], &["export", "-"], &["import", &file]] {
        let (code, out, err) = home.run(words);
        assert_eq!(code, 0, "{words:?}: {out}{err}");
    }
    let (code, out, err) = mum(&["close", "7", "--because", "mistake", "--yes"]);
    assert_eq!(code, 0, "it can be closed: {out}{err}");
    // An export with such entries can be imported elsewhere.
    let exported = home.write("out.json", &home.ok(&["export", "-"]));
    let other = Home::new();
    other.ok(&["import", &exported]);
}

#[test]
fn what_is_typed_may_be_ahead_by_what_another_zone_shows_and_no_more() {
    type Act = fn(&mut Store, &Context<'_>, Moment) -> Result<Receipt, Error>;
    let acts: [(&str, Act); 9] = [
        ("at", |store, context, at| ops::same(store, context, &[1], at)),
        ("at", |store, context, at| ops::round(store, context, vec![(1, RoundAnswer::Same.look(at).unwrap())])),
        ("at", |store, context, at| {
            ops::symptoms(store, context, NewSymptoms { at, symptoms: vec![(Listed::Cough, true)], note: None })
        }),
        ("on", |store, context, at| {
            let new = NewReview { on: at.day(), by: Reviewer::Doctor, said: None, outcome: None };
            ops::review(store, context, Reviewed::Spot(1), new)
        }),
        ("started_on", |store, context, at| {
            ops::medicine(store, context, NewMedicine { name: None, started_on: at.day(), stopped_on: None })
        }),
        ("stopped_on", |store, context, at| {
            let started_on = "2026-11-01".parse().unwrap();
            ops::medicine(store, context, NewMedicine { name: None, started_on, stopped_on: Some(at.day()) })
        }),
        ("on", |store, context, at| ops::infection(store, context, NewInfection { kind: None, on: at.day() })),
        ("started_on", |store, context, at| {
            let new = NewTreatment { what: None, kind: None, started_on: at.day(), improved: Answer::Unanswered };
            ops::treatment(store, context, 1, new)
        }),
        ("on", |store, context, at| ops::close_spot(store, context, 1, at.day(), Because::Removed)),
    ];
    let windows = Windows::default();
    let context = context(&windows);
    for (field, act) in acts {
        for (at, allowed) in [("2026-11-21", true), ("2026-11-22", true), ("2026-11-23", false), ("2036-01-10", false)]
        {
            let mut store = Store::open_in_memory().unwrap();
            let journal = with_spots(
                r#"[{"number": 1, "site": "chin", "observations": [{"at": "2026-11-01", "presence": "present"}]}]"#,
            );
            ops::import(&mut store, &context, &crate::harness::journal(&journal)).unwrap();
            match act(&mut store, &context, at.parse().unwrap()) {
                Ok(_) => assert!(allowed, "{field} {at}"),
                Err(error) => {
                    let wanted = format!("{field}: {at} is after today (2026-11-21); allowed: up to 26 hours ahead");
                    assert!(!allowed && error.to_string().starts_with(&wanted), "{field} {at}: {error}");
                }
            }
        }
    }
}

#[test]
fn a_look_of_today_at_a_spot_first_seen_further_east_gets_the_day_of_the_spot() {
    let windows = Windows::default();
    let context = context(&windows);
    for (seen, expected) in
        [("2026-11-22", Some("2026-11-22")), ("2026-11-21", Some("2026-11-21")), ("2026-11-23", None)]
    {
        let mut store = Store::open_in_memory().unwrap();
        let spot =
            format!(r#"[{{"number": 1, "site": "chin", "first_seen": {{"on": "{seen}", "precision": "day"}}}}]"#);
        ops::import(&mut store, &context, &crate::harness::journal(&with_spots(&spot))).unwrap();
        let receipt = ops::same(&mut store, &context, &[1], "2026-11-21".parse().unwrap());
        let looked = receipt.ok().map(|r| r.judged.facts.spots[0].observations[0].at.to_string());
        assert_eq!(looked.as_deref(), expected, "{seen}");
    }
}

#[test]
fn every_screen_tells_of_what_is_dated_after_today_and_a_spot_of_nothing_else_is_a_row() {
    let windows = Windows::default();
    let mut store = Store::open_in_memory().unwrap();
    let context = context(&windows);
    let journal = ops::parse_journal(emergency("2036-01-10").as_bytes(), &store, &context).unwrap();
    ops::import(&mut store, &context, &journal).unwrap();
    let mut screen = Screen::over(store, 100, 30);
    let home = screen.text();
    assert!(home.contains("shin") && home.contains("after today") && !home.contains("Nothing is due"), "{home}");
    for keys in ["<Enter>", "<Esc>m", "<Esc>t", "<Esc>M", "<Esc>H", "<Esc>r", "<Esc>?"] {
        let shown = screen.press(keys).text();
        assert!(shown.contains("3 after today"), "{keys}: {shown}");
    }
}
