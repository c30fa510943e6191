//! Helpers for tables of rule cases: small journals, in JSON or a short notation, and assertions on the flags.
//!
//! A case is a list of parts separated by `;`. A date without a year is in 2025. `?` means not answered. The case is
//! assessed as of its last day, unless it has an `as-of` part.
//!
//! - about the person, in any position: `me born=1990-05-17`, `has 03-05T10:00 fever`, `not 03-05 fever`, `took 03-01`,
//!   `infection 03-01 skin`, `visit 03-05 doctor` (a review of the person), `window new_days=3`, `as-of 03-17`,
//!   `unaged` (urgent flags do not age, for cases about something else);
//! - `spot chest 03-03 onset=sudden`, followed by its records: `look 03-05 count=many mm=1.9,2 glass=unclear`, `unsure`
//!   and `gone` likewise, `review 03-05 doctor known`, `treated 03-01 improved=no`, `closed 04-01 mistake`.

use crate::harness::{as_of, facts, judged, with_spots};
use serde_json::{Value, json};
use spotlog::guidance::{Assessment, Flag, Level, Status, Windows, evaluate};

/// Returns `rule level` of every open flag and `rule status` of every other, in the order of the report.
pub(crate) fn flags(assessment: &Assessment) -> Vec<String> {
    let say = |f: &Flag| match f.status {
        Status::Open => format!("{} {}", f.rule.ident, f.level.word()),
        status => format!("{} {}", f.rule.ident, status.word()),
    };
    assessment.flags.iter().map(say).collect()
}

fn first_seen(date: &str) -> Value {
    let precision = match date.len() {
        0 => return Value::Null,
        4 => "year",
        7 => "month",
        _ => "day",
    };
    json!({"on": format!("{date}{}", &"2000-01-01"[date.len()..]), "precision": precision})
}

/// Returns a spot in JSON with this first-seen date, these further fields and these observations.
pub(crate) fn spot(seen: &str, more: &str, observations: &[&str]) -> String {
    let seen = first_seen(seen);
    let more = if more.is_empty() { String::new() } else { format!("{more}, ") };
    format!(
        r#"{{"number": 1, "site": "chest", "first_seen": {seen}, {more}"observations": [{}]}}"#,
        observations.join(", ")
    )
}

/// Returns an observation in JSON with these answers.
pub(crate) fn look(at: &str, answers: &str) -> String {
    let answers = if answers.is_empty() { String::new() } else { format!(", {answers}") };
    format!(r#"{{"at": "{at}", "presence": "present"{answers}}}"#)
}

/// Returns an observation in JSON that the spot is gone.
pub(crate) fn gone(at: &str) -> String {
    format!(r#"{{"at": "{at}", "presence": "gone"}}"#)
}

/// Asserts the flags of a journal with one spot.
#[track_caller]
pub(crate) fn check(name: &str, spot: &str, as_of: &str, expected: &[&str]) {
    let assessment = judged(&with_spots(&format!("[{spot}]")), as_of);
    assert_eq!(flags(&assessment), expected, "{name}");
}

fn date(text: &str) -> String {
    let has_year = text.starts_with("19") || text.starts_with("20");
    if has_year { text.to_owned() } else { format!("2025-{text}") }
}

fn value(name: &str, text: &str) -> Value {
    match (name, text) {
        ("colours" | "contexts" | "changes" | "conditions", "none") => json!([]),
        ("colours" | "contexts" | "changes" | "conditions", words) => words.split(',').collect(),
        (_, "yes") => json!(true),
        (_, "no") => json!(false),
        (_, word) => json!(word),
    }
}

fn set<'a>(object: &mut Value, fields: impl Iterator<Item = &'a str>) {
    for field in fields.filter(|field| *field != "?") {
        let (name, text) = field.split_once('=').unwrap_or_else(|| panic!("\"{field}\" is no field"));
        match name {
            "mm" => {
                object["diameter_mm"] = text.split(',').map(|mm| json!(mm.parse::<f64>().unwrap())).collect();
                object["measured_by"] = json!("ruler");
            }
            "glass" => object["glass_test"] = json!(text),
            _ => object[name] = value(name, text),
        }
    }
}

fn push(owner: &mut Value, list: &str, item: Value) {
    match &mut owner[list] {
        Value::Array(items) => items.push(item),
        none => *none = json!([item]),
    }
}

fn last(spots: &mut [Value]) -> &mut Value {
    spots.last_mut().expect("a part of a spot stands after it")
}

/// Assesses a case in the notation above.
pub(crate) fn judge(case: &str) -> Assessment {
    let (mut me, mut windows, mut until) = (json!({"name": "Me"}), Windows::default(), String::new());
    let mut spots: Vec<Value> = Vec::new();
    for part in case.split(';').filter(|part| !part.trim().is_empty()) {
        let mut words = part.split_whitespace();
        let kind = words.next().unwrap();
        let mut word = || words.next().unwrap_or_else(|| panic!("\"{part}\" is too short"));
        let number = spots.len() + 1;
        match kind {
            "me" => set(&mut me, words),
            "has" | "not" => {
                let item = json!({"at": date(word()), "symptom": word(), "present": kind == "has"});
                push(&mut me, "symptoms", item);
            }
            "took" => push(&mut me, "medicines", json!({"name": "tablets", "started_on": date(word())})),
            "infection" => push(&mut me, "infections", json!({"on": date(word()), "kind": word()})),
            "visit" => push(&mut me, "reviews", json!({"on": date(word()), "by": word()})),
            "window" => {
                let (name, days) = word().split_once('=').unwrap();
                windows.set(name, days.parse().unwrap()).unwrap();
            }
            "unaged" => windows.urgent_days = u16::MAX,
            "as-of" => until = date(word()),
            "spot" => {
                let (site, seen) = (word(), word());
                let seen = first_seen(&if seen == "?" { String::new() } else { date(seen) });
                let mut item = json!({"number": number, "site": site, "first_seen": seen});
                set(&mut item, words);
                spots.push(item);
            }
            "look" | "unsure" | "gone" => {
                let presence = if kind == "look" { "present" } else { kind };
                let mut item = json!({"at": date(word()), "presence": presence});
                set(&mut item, words);
                push(last(&mut spots), "observations", item);
            }
            "review" => {
                let item = json!({"on": date(word()), "by": word(), "outcome": words.next()});
                push(last(&mut spots), "reviews", item);
            }
            "treated" => {
                let mut item = json!({"what": "a cream", "started_on": date(word())});
                set(&mut item, words);
                push(last(&mut spots), "treatments", item);
            }
            "closed" => last(&mut spots)["closed"] = json!({"on": date(word()), "because": word()}),
            other => panic!("there is no part \"{other}\""),
        }
    }
    if until.is_empty() {
        let days = case.split(|c: char| !(c.is_ascii_digit() || c == '-')).filter(|word| word.len() >= 5);
        until = days.map(date).filter(|day| day.len() == 10).max().unwrap_or_else(|| date("12-31"));
    }
    me["spots"] = spots.into();
    let journal = json!({"format": "spotlog-journal/1", "people": [me]});
    evaluate(&facts(&journal.to_string()), &windows, as_of(&until))
}

/// Returns the level of each flag of a rule, with its status if not open, in the order of the report. Returns `-` for
/// no flag.
pub(crate) fn outcome(rule: &str, assessment: &Assessment) -> String {
    let said: Vec<String> = flags_of(rule, assessment)
        .map(|flag| match flag.status {
            Status::Open => flag.level.word().to_owned(),
            status => format!("{} {}", flag.level.word(), status.word()),
        })
        .collect();
    if said.is_empty() { "-".to_owned() } else { said.join(", ") }
}

/// Returns the flags of a rule.
pub(crate) fn flags_of<'a>(rule: &'a str, assessment: &'a Assessment) -> impl Iterator<Item = &'a Flag> {
    assessment.flags.iter().filter(move |flag| flag.rule.ident == rule)
}

#[track_caller]
fn none_wrong(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Asserts the outcome of a rule for each case, and who is to be seen. `see` is for the level follow-up.
#[track_caller]
fn hold<Expected: AsRef<str>>(rule: &str, see: &str, cases: impl IntoIterator<Item = (String, Expected)>) {
    let mut wrong = Vec::new();
    for (case, expected) in cases {
        let (assessment, expected) = (judge(&case), expected.as_ref());
        let found = outcome(rule, &assessment);
        if found != expected {
            wrong.push(format!("{rule} of \"{case}\": expected {expected}, found {found}"));
        }
        for flag in flags_of(rule, &assessment) {
            let to = match flag.level {
                Level::Emergency => Some("emergency-services"),
                Level::SameDay => Some("doctor"),
                Level::FollowUp => Some(see),
                Level::Watch | Level::None => None,
            };
            if flag.see.map(|see| see.word()) != to {
                wrong.push(format!("{rule} of \"{case}\": see {:?}", flag.see));
            }
        }
    }
    none_wrong(&wrong);
}

/// Asserts a table of cases, `more words => expected`, on lines of their own or separated by `|`. Each case is `base`
/// with the words appended, or in place of `*`. A line with `#` is a comment.
#[track_caller]
pub(crate) fn table(rule: &str, see: &str, base: &str, rows: &str) {
    let lines = rows.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cases = lines.flat_map(|line| line.split('|')).map(|row| {
        let (more, expected) = row.split_once("=>").unwrap_or_else(|| panic!("\"{row}\" expects nothing"));
        let case = if base.contains('*') { base.replace('*', more) } else { format!("{base} {more}") };
        (case, expected.trim())
    });
    hold(rule, see, cases);
}

/// Asserts the same case for several values in place of `*`.
#[track_caller]
pub(crate) fn each(rule: &str, see: &str, case: &str, values: &[(&[&str], &str)]) {
    for (values, expected) in values {
        hold(rule, see, values.iter().map(|value| (case.replace('*', value), expected)));
    }
}

/// Asserts that a flag of the rule lists a question as open in `base`, with `?` in place of `*`. The question must not
/// be listed if the answer is in place of `*`, or appended.
#[track_caller]
pub(crate) fn asks(rule: &str, base: &str, questions: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (question, answer) in questions {
        let answered = if base.contains('*') { base.replace('*', answer) } else { format!("{base} {answer}") };
        for (case, listed) in [(base.replace('*', "?"), true), (answered, false)] {
            match flags_of(rule, &judge(&case)).next() {
                None => wrong.push(format!("{rule} of \"{case}\": did not fire")),
                Some(flag) if flag.missing.contains(question) != listed => {
                    wrong
                        .push(format!("{rule} of \"{case}\": {question} listed is to be {listed}: {:?}", flag.missing));
                }
                Some(_) => {}
            }
        }
    }
    none_wrong(&wrong);
}

/// Asserts when a symptom counts as being with a spot (guidance, section 1a.7). The last observation of `spot` is on 5
/// March at 10:00. The rule gives `with` if the symptom is with that observation, and `without` if not.
#[track_caller]
pub(crate) fn with_edges(rule: &str, see: &str, spot: &str, symptom: &str, with: &str, without: &str) {
    const EDGES: &[(&[&str], &str, bool)] = &[
        (&["03-03T10:00", "03-03", "03-05", "03-05T10:00", "04-04", "04-04T23:59"], "", true),
        (&["03-03T09:59", "03-02", "04-05", "04-05T00:00"], "", false),
        (&["03-04T10:00"], "; window with_hours=24", true),
        (&["03-04T09:59"], "; window with_hours=24", false),
        (&["03-12"], "; window recheck_days=7", true),
        (&["03-13"], "; window recheck_days=7", false),
    ];
    let rows = EDGES.iter().flat_map(|(times, more, is_with)| {
        let expected = if *is_with { with } else { without };
        times.iter().map(move |at| (format!("unaged; {spot}; has {at} {symptom}{more}"), expected))
    });
    let more = [
        (format!("{spot}; not 03-05 {symptom}"), without),
        (format!("{spot}; has 03-05 {symptom}; not 03-05T10:00 {symptom}"), with),
        (spot.to_owned(), without),
    ];
    hold(rule, see, rows.chain(more));
}

/// Like [`with_edges`], between the observation and a next one that the spot is gone. A follow-up then rests.
#[track_caller]
pub(crate) fn with_until_gone(rule: &str, spot: &str, symptom: &str, with: &str, without: &str) {
    let mut wrong = Vec::new();
    for (gone, times, expected) in [
        ("03-06", &["03-07T10:00", "03-07"][..], with),
        ("03-06", &["03-07T10:01", "03-08"], without),
        ("03-20T10:00", &["03-19", "03-20", "03-20T09:59"], with),
        ("03-20T10:00", &["03-20T10:00", "03-21"], without),
    ] {
        for at in times {
            let case = format!("unaged; {spot}; gone {gone}; has {at} {symptom}");
            let found = outcome(rule, &judge(&case)).replace(" resting", "");
            if found != expected {
                wrong.push(format!("{rule} of \"{case}\": expected {expected}, found {found}"));
            }
        }
    }
    none_wrong(&wrong);
}

/// Asserts that a counting review answers a flag on the day of its evidence, and not on an earlier day. All evidence
/// must be of one day.
#[track_caller]
pub(crate) fn answered_by(rule: &str, see: &str, case: &str, level: &str, review: &str, days: [&str; 2]) {
    let [before, day] = days;
    let answered = format!("{level} answered");
    let rows = [
        (day, "doctor", answered.as_str()),
        (day, "nurse", &answered),
        (day, "dermatologist", &answered),
        (before, "doctor", level),
        (day, "pharmacist", level),
        (day, "other", level),
    ];
    hold(rule, see, rows.map(|(day, by, expected)| (format!("{case}; {review} {day} {by}"), expected)));
}
