//! Tests that an anonymous report contains nothing that identifies the person.

use crate::harness::{as_of, context};
use crate::properties::journals;
use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use spotlog::domain::{Journal, Photo, PhotoId, Text};
use spotlog::exchange::{Choices, Codes, write_journal};
use spotlog::guidance::Windows;
use spotlog::ops::{self, Context, Format, Wanted};
use spotlog::report::Paper;
use spotlog::store::Store;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Replaces every text that a user can write by one that contains "SECRET".
fn with_secrets(journal: &mut Journal) {
    let secret = || Some("SECRET?".parse::<Text>().unwrap());
    for tree in journal {
        tree.person.name = "SECRET person".parse().unwrap();
        tree.person.conditions = secret().into_iter().collect();
        tree.symptoms.iter_mut().for_each(|s| s.note = secret());
        tree.infections.iter_mut().for_each(|i| i.note = secret());
        tree.medicines.iter_mut().for_each(|m| (m.name, m.note) = (secret(), secret()));
        tree.reviews.iter_mut().for_each(|r| (r.said, r.note) = (secret(), secret()));
        for spot in &mut tree.spots {
            (spot.spot.label, spot.spot.note) = (secret(), secret());
            spot.reviews.iter_mut().for_each(|r| (r.said, r.note) = (secret(), secret()));
            spot.treatments.iter_mut().for_each(|t| (t.what, t.note) = (secret(), secret()));
            for (i, look) in spot.observations.iter_mut().enumerate() {
                look.note = secret();
                let id = PhotoId(Uuid::from_u128(look.id.0.as_u128() ^ (i as u128 + 1)));
                let sha256 = secret();
                look.photos.push(Photo { id, changed_at: None, file: secret(), sha256, taken_at: None, picture: None });
            }
        }
    }
}

/// Returns the report in a format, as text. For a PDF, this is its words and its metadata.
fn written(store: &Store, context: &Context<'_>, format: Format) -> String {
    let wanted = Wanted { anonymous: true, ..Wanted::default() };
    let report = ops::make_report(store, context, &wanted).unwrap().unwrap();
    let mut bytes = Vec::new();
    match format {
        Format::Page(page) => bytes = (page.write)(&report.document(context, &wanted, None), Paper::A4).unwrap(),
        Format::Data(data) => {
            let choices = Choices { codes: Codes::Snomed, ..Choices::default() };
            ops::write_data(data, (store, context), &report, true, choices, &mut bytes).unwrap();
        }
    }
    match format.about().word {
        "pdf" => {}
        "html" => return words_of(&String::from_utf8(bytes).unwrap()),
        _ => return String::from_utf8(bytes).unwrap(),
    }
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    // The numbers of objects in the trailer say nothing; the identifier of the file and its properties might.
    let id = document.trailer.get(b"ID").ok();
    let info = document.trailer.get_deref(b"Info", &document).ok();
    format!("{}\n{id:?}\n{info:?}", document.extract_text(&pages).unwrap())
}

/// Returns an HTML page without its style and without the coordinates of its drawings. Labels of drawings stay.
fn words_of(html: &str) -> String {
    let body = html.split_once("</style>").map_or(html, |(_, body)| body);
    let parts = body.split('<').map(|part| part.split_once('>').unwrap_or(("", part)));
    let named =
        parts.map(|(tag, text)| format!("{}\n{text}", tag.split_once("aria-label=").map_or("", |(_, name)| name)));
    named.collect::<Vec<_>>().join("\n")
}

/// Returns every day named in a text, as `2026-11-01` or `1 Nov 2026`.
fn days(text: &str) -> BTreeSet<NaiveDate> {
    let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
    let iso = words.iter().filter_map(|word| word.get(..10)?.parse().ok());
    let said = words.windows(3).filter_map(|three| NaiveDate::parse_from_str(&three.join(" "), "%d %b %Y").ok());
    iso.chain(said).collect()
}

/// Returns every whole number that could be an age in days.
fn numbers(text: &str) -> BTreeSet<i64> {
    // Digits inside an identifier or a code do not count.
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.filter_map(|word| word.parse().ok()).filter(|n| (240..100_000).contains(n)).collect()
}

fn uuids(text: &str) -> BTreeSet<Uuid> {
    let words = text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'));
    words.filter(|word| word.len() == 36).filter_map(|word| word.parse().ok()).collect()
}

/// Returns the number of cases. It is small by default, since each makes seven reports; `.ci/run` asks for 200.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn an_anonymous_report_gives_away_no_birth_date_name_id_label_or_note(mut journal in journals(), on_paper in 0..16) {
        with_secrets(&mut journal);
        let born = journal[0].person.born;
        let mut bytes = Vec::new();
        write_journal(&journal, &mut bytes).unwrap();
        let known = uuids(&String::from_utf8(bytes).unwrap());
        let windows = Windows::default();
        let context = Context { as_of: Some(as_of("2026-06-30")), ..context(&windows) };
        let mut store = Store::open_in_memory().unwrap();
        ops::import(&mut store, &context, &journal).unwrap();
        // The page is the same document as the text, and slow to make.
        for format in Format::all().filter(|format| format.about().word != "pdf" || on_paper == 0) {
            let (word, text) = (format.about().word, written(&store, &context, format));
            prop_assert!(!text.contains("SECRET"), "{word}: {text}");
            let shown = uuids(&text);
            prop_assert!(shown.is_disjoint(&known), "{word}: an identifier of the journal");
            let made_here = shown.iter().all(|id| matches!(id.get_version_num(), 4 | 5));
            prop_assert!(made_here, "{word}: an identifier that holds a time");
            let days = days(&text);
            let Some(born) = born else { continue };
            prop_assert!(!days.contains(&born), "{word}: the birth date {born}: {text}");
            for &days_later in &numbers(&text) {
                let counted = days.contains(&(born + TimeDelta::days(days_later)));
                prop_assert!(!counted, "{word}: {days_later} days after the birth date {born}: {text}");
            }
        }
    }
}

#[test]
fn two_anonymous_reports_of_one_journal_share_no_identifier() {
    let windows = Windows::default();
    let context = context(&windows);
    let mut store = Store::open_in_memory().unwrap();
    ops::fill_demo(&mut store, &context).unwrap();
    let mut with_identifiers = 0;
    for format in Format::all() {
        let [one, other] = [(); 2].map(|()| uuids(&written(&store, &context, format)));
        assert!(one.is_disjoint(&other), "{}", format.about().word);
        with_identifiers += usize::from(!one.is_empty());
    }
    assert!(with_identifiers >= 3, "JSON, FHIR and CSV have identifiers of their own");
}

#[test]
fn an_attacker_would_find_what_a_report_with_a_name_gives_away() {
    // Tests the search itself.
    assert_eq!(
        days("born 1990-05-17, on 3 Mar 2025 and 2026-11-01T08:30"),
        ["1990-05-17", "2025-03-03", "2026-11-01"].map(|d| d.parse().unwrap()).into()
    );
    assert_eq!(numbers("a 1a-300-b 13001 days"), [13001].into());
}

/// A person with a spot that was there since birth, and looks whose distance from the birth no other number is near.
const SINCE_BIRTH: &str = r#"{"format": "spotlog-journal/1", "people": [{"name": "Kim", "born": "2025-01-17", "spots": [
    {"number": 1, "site": "shin", "since_birth": true, "observations": [
        {"at": "2026-05-03", "presence": "present", "diameter_mm": [3], "measured_by": "ruler", "colours": ["red"], "raised": false, "firm": false},
        {"at": "2026-06-11", "presence": "present", "diameter_mm": [6, 6, 6], "measured_by": "ruler", "raised": true, "firm": true, "worried": true,
         "changes": ["size"], "photos": [{"file": "a.jpg", "taken_at": "2026-06-11T08:00"}]}]},
    {"number": 2, "site": "calf", "first_seen": {"on": "2026-05-01", "precision": "day"}, "observations": [
        {"at": "2026-05-05", "presence": "present", "count": "many", "glass_test": "does-not-fade", "morphology": "pinprick"}]}]}]}"#;

#[test]
fn the_birth_cannot_be_worked_out_from_days_ages_or_next_looks() {
    let windows = Windows::default();
    let context = Context { as_of: Some(as_of("2026-06-30")), ..context(&windows) };
    let mut store = Store::open_in_memory().unwrap();
    ops::import(&mut store, &context, &crate::harness::journal(SINCE_BIRTH)).unwrap();
    let born: NaiveDate = "2025-01-17".parse().unwrap();
    for format in Format::all() {
        let (word, text) = (format.about().word, written(&store, &context, format));
        let named = days(&text);
        let counts = numbers(&text);
        for day in &named {
            let since = (*day - born).num_days();
            assert!(!counts.contains(&since), "{word}: {since} days to {day}");
        }
        // Neither the birth, nor a day that a rule counts from it, nor an age.
        for window in [0, 7, 21, 30, 56] {
            assert!(!named.contains(&(born + TimeDelta::days(window))), "{word}: {window} days after the birth");
        }
        for age in ["17 months", "17½ months", "1 y", "1½ years"] {
            assert!(!text.contains(age), "{word}: {age} in {text}");
        }
        if word == "json" {
            let report: serde_json::Value = serde_json::from_str(&text).unwrap();
            let spot = &report["spots"][0];
            assert!(spot["days_seen"].is_null() && spot["next_check"].is_null(), "{spot}");
            assert!(report["spots"][1]["days_seen"].is_number());
        }
    }
}
