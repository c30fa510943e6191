//! Tests of the report in every format: all have the same facts, and text of the user does no harm.

use crate::harness::{Home, clock, context, with_spots};
use crate::tables::table_of;
use serde_json::{Value, json};
use spotlog::domain::Moment;
use spotlog::exchange::{BundleKind, Choices, Codes, Source, calendar, read_journal, write_fhir, write_table};
use spotlog::guidance::{GET_HELP_AGAIN, Windows};
use spotlog::ops::{self, Judged, Since, Wanted, fill_demo, import, make_report};
use spotlog::report::{Block, Card, Document, Page, Paper, Part, Run, Section, html, markdown, note, pdf, plain};
use spotlog::store::Store;
use std::collections::BTreeSet;

fn demo() -> Store {
    let mut store = Store::open_in_memory().unwrap();
    fill_demo(&mut store, &context(&Windows::default())).unwrap();
    store
}

fn of_json(json: &str) -> Store {
    let mut store = Store::open_in_memory().unwrap();
    let journal = read_journal(json.as_bytes(), clock().today()).unwrap().0;
    import(&mut store, &context(&Windows::default()), &journal).unwrap();
    store
}

/// A report with its document.
struct Report {
    document: Document,
    judged: Judged,
    photos: Vec<(u32, Moment)>,
}

fn made(store: &Store, wanted: &Wanted) -> Report {
    let windows = Windows::default();
    let report = make_report(store, &context(&windows), wanted).unwrap().unwrap();
    let document = report.document(&context(&windows), wanted, None);
    Report { document, judged: report.judged, photos: report.extras.photos }
}

fn bundle(report: &Report, anonymous: bool) -> Value {
    bundle_with(report, anonymous, Choices::default())
}

fn bundle_with(report: &Report, anonymous: bool, choices: Choices) -> Value {
    let mut bytes = Vec::new();
    let Judged { facts, assessment } = &report.judged;
    let photos = &report.photos;
    let records = &|| Ok(Vec::new());
    write_fhir(&Source { facts, assessment, photos, records, anonymous, choices }, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Returns the text of a PDF in reading order, without spaces.
fn pdf_text(report: &Report) -> (String, usize) {
    let document = paper(report, Paper::A4);
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    (squeeze(&document.extract_text(&pages).unwrap()), pages.len())
}

fn paper(report: &Report, paper: Paper) -> lopdf::Document {
    lopdf::Document::load_mem(&pdf(&report.document, Page { paper }).unwrap()).unwrap()
}

/// Returns the smallest font size of a PDF, in points, by its text operators and the scale around them.
fn smallest_letter(document: &lopdf::Document) -> f32 {
    let number = |object: &lopdf::Object| object.as_float().unwrap();
    let mut smallest = f32::MAX;
    for page in document.get_pages().values() {
        let content = document.get_and_decode_page_content(*page).unwrap();
        let (mut scales, mut size) = (vec![1.0_f32], 0.0_f32);
        for operation in &content.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "q" => scales.push(*scales.last().unwrap()),
                "Q" => drop(scales.pop()),
                "cm" => *scales.last_mut().unwrap() *= number(&operands[3]).abs(),
                "Tf" => size = number(&operands[1]),
                "Tm" => size *= number(&operands[3]).abs(),
                "Tj" | "TJ" => smallest = smallest.min(size * scales.last().unwrap()),
                _ => {}
            }
        }
    }
    smallest
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_format_says_the_same_flags_sizes_and_dates() {
    let report = made(&demo(), &Wanted::default());
    let assessment = &report.judged.assessment;
    let (paper, _) = pdf_text(&report);
    let unescaped = markdown(&report.document).replace(['\\', '*'], "");
    let texts = [plain(&report.document, 400), words_of_html(&html(&report.document, Paper::A4)), unescaped];
    let texts: Vec<String> = texts.iter().map(|text| squeeze(text)).chain([paper]).collect();
    let fhir = bundle(&report, false);
    let resources: Vec<&Value> = fhir["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]).collect();
    let everywhere = |said: &str| {
        for text in &texts {
            assert!(text.contains(&squeeze(said)), "{said} in {text}");
        }
    };
    for flag in assessment.open_flags().filter(|flag| flag.level > spotlog::guidance::Level::Watch) {
        let since = spotlog::domain::show_date(flag.since);
        everywhere(&format!("{} ({}, since {since})", flag.rule.brief, flag.level.word()));
        let is_it = |r: &&&Value| {
            r["code"]["coding"][0]["code"] == flag.rule.ident
                && r["effectiveDateTime"] == flag.since.to_string()
                && r["valueCodeableConcept"]["text"] == flag.level.word()
        };
        assert!(resources.iter().any(|r| is_it(&r)), "{}", flag.rule.ident);
    }
    let cards = cards(&report.document);
    assert_eq!(cards.len(), 7);
    for card in &cards {
        everywhere(&format!("{} {}", card.number, card.place));
        let spot = assessment.spot(card.number).unwrap();
        let tree = report.judged.facts.spot(card.number).unwrap();
        let seen = tree.spot.first_seen.map_or_else(|| "unknown".to_owned(), |seen| seen.label());
        everywhere(&seen);
        for fact in card.facts.iter().chain([&card.why]) {
            for run in fact.iter().filter(|run| !run.is_spare) {
                everywhere(&run.text);
            }
        }
        let Some(size) = spot.diameter else { continue };
        let latest = tree.observations.iter().rev().find(|o| o.answers.diameter().is_some()).unwrap();
        let look = resources.iter().find(|r| r["id"] == latest.id.to_string()).unwrap();
        assert_eq!(look["component"][0]["valueQuantity"]["value"], size.latest);
        assert_eq!(look["effectiveDateTime"], latest.at.day().to_string());
    }
}

fn cards(document: &Document) -> Vec<Card> {
    let blocks = document.people.iter().flat_map(|sheet| sheet.parts()).flat_map(|part| &part.blocks);
    let card = |block: &Block| match block {
        Block::Card(card) => Some((**card).clone()),
        _ => None,
    };
    blocks.filter_map(card).collect()
}

/// Returns the text between the tags of a page.
fn words_of_html(page: &str) -> String {
    let body = page.split_once("<main>").unwrap().1;
    let text: String = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
}

/// Returns a flagged spot with five flags: has not gone, colour, raised, bled, worried.
fn with_five_flags(n: usize, label: &str) -> String {
    let sites = ["wrist-back", "shin", "upper-back", "cheek", "thigh-back", "neck-back", "elbow-fold", "chest"];
    format!(
        r#"{{"number": {n}, "site": "{}", "side": "left", "label": "{label}", "first_seen": {{"on": "2026-05-0{n}", "precision": "day"}},
        "observations": [
        {{"at": "2026-06-01", "presence": "present", "diameter_mm": [3, 3, 3], "measured_by": "ruler", "colours": ["red"], "raised": false, "itch": false}},
        {{"at": "2026-08-01", "presence": "present", "diameter_mm": [3], "measured_by": "ruler", "colours": ["red", "brown"], "raised": true, "glass_test": "fades", "itch": true}},
        {{"at": "2026-11-10", "presence": "present", "diameter_mm": [3.5], "measured_by": "ruler", "colours": ["red", "brown"], "raised": true, "bleeding": true,
          "after_injury": false, "worried": true, "pain": false, "note": "Why does it bleed?"}}]}}"#,
        sites[n - 1]
    )
}

fn simple(n: usize, label: &str, seen: &str) -> String {
    format!(
        r#"{{"number": {n}, "site": "shin", "side": "left", "label": "{label}", {seen},
        "observations": [{{"at": "2026-09-0{}", "presence": "present", "diameter_mm": [3], "measured_by": "ruler", "colours": ["red"]}},
        {{"at": "2026-11-10", "presence": "present", "diameter_mm": [3.5], "measured_by": "ruler", "glass_test": "fades"}}]}}"#,
        n % 9 + 1
    )
}

const SEEN: &str = r#""first_seen": {"on": "2026-09-01", "precision": "day"}"#;
const BORN: &str = r#""since_birth": true"#;

fn spots(count: usize, spot: impl Fn(usize) -> String) -> Store {
    let spots: Vec<String> = (1..=count).map(spot).collect();
    of_json(&with_spots(&format!("[{}]", spots.join(","))))
}

/// The spot of everything that can be wrong at once.
const MANY_FLAGS: &str = r#"{"number": 1, "site": "shin", "side": "left", "contexts": ["heat", "scratch"], "onset": "sudden",
    "first_seen": {"on": "2026-05-01", "precision": "day"}, "treatments": [{"what": "a cream", "started_on": "2026-09-10", "improved": false}],
    "observations": [
    {"at": "2026-06-01", "presence": "present", "diameter_mm": [3, 3, 3], "measured_by": "ruler", "colours": ["red"], "raised": false, "firm": false, "morphology": "spot", "outline": "regular"},
    {"at": "2026-08-01", "presence": "present", "diameter_mm": [5, 5, 5], "measured_by": "ruler", "colours": ["red", "brown"], "raised": true, "glass_test": "fades"},
    {"at": "2026-11-10", "presence": "present", "diameter_mm": [7, 7, 7.5], "measured_by": "ruler", "raised": true, "firm": true, "bleeding": true, "after_injury": false, "worried": true, "changes": ["size", "colour"], "glass_test": "fades"},
    {"at": "2026-11-14", "presence": "gone"},
    {"at": "2026-11-18", "presence": "present", "count": "many", "spread": "several-places", "colours": ["purple"], "morphology": "patch", "glass_test": "does-not-fade",
     "spreading": true, "pain": true, "warm_or_swollen": true, "pus": true, "bleeding": true, "surface": "open-wound", "suspects_infection": true, "worried": true, "outline": "irregular"}]}"#;

#[test]
fn page_1_holds_eight_flagged_spots_and_no_letter_is_small() {
    let long = |n: usize| if n.is_multiple_of(2) { "W".repeat(300) } else { "the one by the watch strap ".repeat(11) };
    // The name, the journal, and whether the body map is on page 1 too.
    let cases: [(&str, Store, usize, bool); 6] = [
        ("the made-up journal", demo(), 7, true),
        ("five flags each", spots(8, |n| with_five_flags(n, "by the strap")), 8, true),
        ("fifteen flags", of_json(&with_spots(&format!("[{MANY_FLAGS}]"))), 1, true),
        ("sixty", spots(60, |n| simple(n, "", SEEN)), 8, true),
        ("since birth", spots(110, |n| simple(n, "", BORN)), 0, true),
        ("long labels", spots(8, |n| with_five_flags(n, &long(n))), 8, false),
    ];
    for (name, store, on_page_1, has_map) in cases {
        let report = made(&store, &Wanted::default());
        let flags = report.judged.assessment.open_flags().filter(|flag| flag.spot == Some(1)).count();
        assert!(name != "five flags each" || flags == 5, "{flags}");
        assert!(name != "fifteen flags" || flags >= 15, "{flags}");
        let cards = cards(&report.document);
        for size in [Paper::A4, Paper::Letter] {
            let document = paper(&report, size);
            let smallest = smallest_letter(&document);
            assert!((8.49..20.0).contains(&smallest), "{name}, {size:?}: {smallest}");
            let first = squeeze(&document.extract_text(&[1]).unwrap());
            for card in cards.iter().take(on_page_1) {
                let head = squeeze(&format!("{} {}", card.number, card.place));
                // In the head of the card, and in the box in which the clinician answers.
                assert!(first.matches(&head).count() >= 2, "{name}, {size:?}: {head} in {first}");
            }
            let count = document.get_pages().len();
            assert!(first.contains(&format!("page1of{count}")), "{name}: {first}");
            assert!(on_page_1 == 0 || !has_map || first.contains("Where."), "{name}, {size:?}: {first}");
            let all: Vec<u32> = document.get_pages().keys().copied().collect();
            let text = squeeze(&document.extract_text(&all).unwrap());
            if name == "long labels" {
                assert!(text.contains(&squeeze(&long(1))) && text.contains(&long(2)), "whole after page 1");
            }
            assert!(all.iter().all(|n| squeeze(&document.extract_text(&[*n]).unwrap()).contains("page")));
        }
    }
}

/// Asserts that every letter and every line begins on its page.
fn must_stay_on_paper(document: &lopdf::Document, (width, height): (f32, f32)) {
    for page in document.get_pages().values() {
        let content = document.get_and_decode_page_content(*page).unwrap();
        for operation in content.operations.iter().filter(|o| matches!(o.operator.as_str(), "Tm" | "m" | "l")) {
            let last = operation.operands.len();
            let at = |i: usize| operation.operands[last - i].as_float().unwrap();
            let (x, y) = (at(2), at(1));
            assert!((0.0..=width).contains(&x) && (-height..=height).contains(&y), "{x} {y}");
        }
    }
}

const SIZES: [(Paper, (f32, f32)); 2] = [(Paper::A4, (595.3, 841.9)), (Paper::Letter, (612.0, 792.0))];

#[test]
fn nothing_runs_off_the_paper() {
    for store in
        [demo(), spots(60, |n| simple(n, &"x".repeat(300), SEEN)), spots(8, |n| with_five_flags(n, &"W".repeat(300)))]
    {
        let report = made(&store, &Wanted::default());
        for (size, points) in SIZES {
            must_stay_on_paper(&paper(&report, size), points);
        }
    }
}

#[test]
fn a_part_of_page_1_that_nobody_knows_is_on_paper_whole() {
    let lines: Vec<String> = (1..=70).map(|n| format!("the new line {n} of seventy")).collect();
    let item =
        |line: &String| Block::Item { text: vec![Run { text: line.clone(), ..Run::default() }], notes: Vec::new() };
    for section in [None, Some(Section::Ruler)] {
        for spot in [with_five_flags(1, "by the strap"), simple(1, "", SEEN)] {
            let mut report = made(&spots(1, |_| spot.clone()), &Wanted::default());
            let blocks = lines.iter().map(item).collect();
            report.document.people[0].front.insert(3, Part { section, heading: "What is new here".into(), blocks });
            for (size, points) in SIZES {
                must_stay_on_paper(&paper(&report, size), points);
            }
            let (text, _) = pdf_text(&report);
            for line in &lines {
                assert!(text.contains(&squeeze(line)), "{line} is not in {text}");
            }
        }
    }
}

#[test]
fn names_in_many_scripts_appear_or_are_told_to_be_missing() {
    let label = |label: &str| pdf_text(&made(&spots(1, |n| simple(n, label, SEEN)), &Wanted::default())).0;
    for script in ["κηλίδα", "пятно", "Größe"] {
        assert!(label(script).contains(script), "{script}");
    }
    for script in ["شامة", "שומה"] {
        assert!(!label(script).contains("letters]"), "{script} is in the font");
    }
    for (script, letters) in [("ほくろ", "EastAsian"), ("ไฝ", "Thai"), ("तिल", "Devanagari")] {
        let text = label(script);
        assert!(text.contains(&format!("[in{letters}letters]")), "{text}");
        assert!(text.contains("inlettersthatthefontofthispagelacks"), "{text}");
    }
}

#[test]
fn a_spot_entered_by_mistake_is_not_printed_and_nobody_is_called_you() {
    let report = made(&demo(), &Wanted::default());
    for text in [plain(&report.document, 100), note(&report.document), markdown(&report.document)] {
        assert!(!text.contains("Spot 13") && !text.contains("\n13 "), "{text}");
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        for banned in ["you", "You", "your", "z"] {
            // The headings of the two documents are quoted as they are.
            let quoted = [
                "How to Tell If You Have Petechiae",
                "When Should You Be Concerned",
                "red spots on your skin",
                GET_HELP_AGAIN,
            ];
            // The patient is only spoken to where it is said what is to do.
            let own = quoted.iter().fold(text.clone(), |text, quoted| text.replace(quoted, ""));
            let found = own.split(|c: char| !c.is_alphanumeric()).any(|word| word == banned);
            assert!(!found, "{banned}: {own}");
        }
        assert!(!words.contains(&"persistence_days"));
    }
}

#[test]
fn a_search_for_what_the_record_is_not_finds_it_at_every_width() {
    let report = made(&demo(), &Wanted::default());
    for width in [24, 40, 46, 47, 100] {
        assert!(plain(&report.document, width).contains("not a diagnosis."), "{width}");
    }
}

#[test]
fn a_note_is_six_lines() {
    let report = made(&demo(), &Wanted::default());
    let text = note(&report.document);
    assert_eq!(text.lines().count(), 6, "{text}");
    for said in [
        "born 12 Jun 1984",
        "7 spots to look at",
        "Skin cancer",
        "Back of left wrist",
        "Since the last visit",
        "Not answered",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

/// Texts with a special meaning for a browser, a spreadsheet, a terminal or a calendar.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"quoted\" & 'single'",
    "a, b; c | d",
    "=cmd()",
    "+1-1",
    "@SUM(A1)",
    "'=already",
    "two\nlines",
    "\u{202e}backwards",
    "*bold* _under_ [link](http://example.org) `code`",
    "BEGIN:VEVENT\r\nEND:VEVENT",
    "\u{1b}[31mred",
];

#[test]
fn what_a_person_wrote_does_no_harm_in_any_format() {
    let home = Home::new();
    for (i, words) in HOSTILE.iter().enumerate() {
        let quoted = serde_json::to_string(words).unwrap();
        let spots = format!(
            r#"[{{"number": 1, "site": "chest", "label": {quoted}, "first_seen": null, "observations": [{{"at": "2026-11-10", "presence": "present", "note": {quoted}}}]}}]"#
        );
        let store = of_json(&with_spots(&spots));
        let report = made(&store, &Wanted::default());
        let page = html(&report.document, Paper::A4);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("<a ") && page.matches("<html").count() == 1);
        let journal = ops::journal_of_person(&store, &context(&Windows::default()), false).unwrap();
        let mut table = Vec::new();
        write_table(&journal, &mut table).unwrap();
        for record in csv::Reader::from_reader(table.as_slice()).records() {
            for cell in record.unwrap().iter() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
        assert_eq!(table_of(&table, &[]).unwrap().journal, journal, "{words}");
        let judged = &report.judged;
        let calendar = calendar(&[(&judged.facts, &judged.assessment)], clock().utc).unwrap();
        assert_eq!(calendar.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "{calendar}");
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(|c: char| c.is_control())));
        let marked = markdown(&report.document);
        let bare = marked.replace("\\<", "").replace("\\]", "");
        assert!(!bare.contains("](http") && !bare.contains("<script"), "{marked}");
        pdf(&report.document, Page::default()).unwrap();
        // Terminal output contains no control characters that the terminal would obey.
        let file = home.write(&format!("{i}.json"), &with_spots(&spots));
        let journal = home.path(&format!("{i}.spotlog"));
        let journal = journal.to_str().unwrap();
        home.ok(&["--journal", journal, "import", &file]);
        for format in ["text", "markdown", "html", "csv", "fhir", "json"] {
            let out = home.ok(&["--journal", journal, "report", "--format", format]);
            assert!(!out.contains('\u{1b}'), "{format}: {out}");
        }
    }
}

#[test]
fn a_fhir_document_is_whole_and_the_same_every_time() {
    let report = made(&demo(), &Wanted::default());
    let fhir = bundle(&report, false);
    assert_eq!(fhir, bundle(&report, false));
    let entries = fhir["entry"].as_array().unwrap();
    assert_eq!(entries[0]["resource"]["resourceType"], "Composition");
    assert_eq!(entries[1]["resource"]["resourceType"], "Patient");
    let urls: BTreeSet<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(urls.len(), entries.len(), "every address once");
    fn walk(value: &Value, urls: &BTreeSet<&str>) {
        match value {
            Value::Object(fields) => {
                assert!(!fields.is_empty());
                if let Some(reference) = fields.get("reference") {
                    assert!(urls.contains(reference.as_str().unwrap()), "{reference}");
                }
                fields.values().for_each(|value| walk(value, urls));
            }
            Value::Array(values) => {
                assert!(!values.is_empty());
                values.iter().for_each(|value| walk(value, urls));
            }
            Value::String(text) => assert!(!text.trim().is_empty()),
            Value::Null => panic!("an empty element"),
            _ => {}
        }
    }
    walk(&fhir, &urls);
    let text = fhir.to_string();
    assert!(!text.contains("snomed") && !text.contains("Condition"));
    let coded = bundle_with(&report, false, Choices { codes: Codes::Snomed, ..Choices::default() }).to_string();
    assert!(coded.contains("http://snomed.info/sct"));
}

/// A spot with everything that a card can say.
const WHOLE: &str = r#"[{"number": 1, "site": "wrist-back", "side": "left", "label": "by the strap", "onset": "sudden", "contexts": ["scratch"],
    "first_seen": {"on": "2026-07-27", "precision": "day"},
    "treatments": [{"what": "a cream", "started_on": "2026-09-01", "improved": false}],
    "reviews": [{"on": "2026-09-05", "by": "nurse", "said": "watch it", "outcome": "unsure"}],
    "observations": [
    {"at": "2026-08-01", "presence": "present", "diameter_mm": [3], "measured_by": "ruler", "colours": ["red"], "raised": false, "glass_test": "fades",
     "photos": [{"file": "IMG_1.jpg", "taken_at": "2026-08-01T08:00"}]},
    {"at": "2026-11-10T09:30", "presence": "present", "diameter_mm": [4.5], "measured_by": "ruler", "colours": ["red", "brown"], "raised": true,
     "itch": true, "bleeding": true, "after_injury": false, "note": "It bled at night."}]},
    {"number": 2, "site": "calf", "first_seen": null, "observations": [{"at": "2026-11-10", "presence": "gone"}]},
    {"number": 3, "site": "shin", "first_seen": null, "observations": [{"at": "2026-11-10", "presence": "present"}],
     "closed": {"on": "2026-11-11", "because": "mistake"}}]"#;

#[test]
fn the_facts_of_a_card_stand_in_every_format() {
    let store = of_json(&with_spots(WHOLE));
    let report = made(&store, &Wanted::default());
    let (paper, _) = pdf_text(&report);
    let unescaped = markdown(&report.document).replace(['\\', '*'], "");
    let texts = [
        plain(&report.document, 400),
        note(&report.document),
        words_of_html(&html(&report.document, Paper::A4)),
        unescaped,
    ];
    let texts: Vec<String> = texts.iter().map(|text| squeeze(text)).chain([paper]).collect();
    for said in [
        "Back of left wrist",
        "by the strap",
        "(117 days, since 27 Jul)",
        "came suddenly after: scratch",
        "3.0 → ",
        "4.5 mm",
        "±0.5 (ruler, 1 Aug to 10 Nov)",
        "red → red, brown",
        "raised",
        "(new 10 Nov)",
        "glass test: fades 1 Aug",
        "itches 10 Nov",
        "bled, no injury 10 Nov",
        "a cream since 1 Sep, helped: no",
        "last review: nurse 5 Sep, unsure, “watch it”",
        "photo 1 Aug",
    ] {
        for text in &texts {
            assert!(text.contains(&squeeze(said)), "{said} in {text}");
        }
    }
    assert!(texts.iter().all(|text| !text.contains("IMG_1")), "no name of a file");
    let journal = ops::journal_of_person(&store, &context(&Windows::default()), false).unwrap();
    let mut bytes = Vec::new();
    write_table(&journal, &mut bytes).unwrap();
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    let head = table.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "two looks and one, without those of the mistake");
    let cell = |row: usize, name: &str| rows[row][head.iter().position(|known| known == name).unwrap()].to_owned();
    let spot =
        [("place", "back of left wrist"), ("label", "by the strap"), ("first_seen", "2026-07-27"), ("onset", "sudden")];
    let first = [
        ("at", "2026-08-01"),
        ("diameter_mm", "3.0"),
        ("measured_by", "ruler"),
        ("colours", "red"),
        ("raised", "no"),
        ("glass_test", "fades"),
        ("photos", "2026-08-01T08:00"),
        ("itch", ""),
    ];
    let last = [
        ("at", "2026-11-10T09:30"),
        ("diameter_mm", "4.5"),
        ("measured_by", "ruler"),
        ("colours", "red brown"),
        ("raised", "yes"),
        ("glass_test", ""),
        ("itch", "yes"),
        ("bleeding", "yes"),
        ("after_injury", "no"),
        ("note", "It bled at night."),
        ("treatments", "2026-09-01 a cream, helped: no"),
        ("reviews", "2026-09-05 nurse, unsure: watch it"),
        ("photos", ""),
    ];
    for (row, looks) in [(0, &first[..]), (1, &last[..])] {
        for (name, said) in spot.iter().chain(looks) {
            assert_eq!(cell(row, name), *said, "{name} of look {row}");
        }
    }
    assert_eq!((cell(2, "place").as_str(), cell(2, "presence").as_str()), ("calf", "gone"));
    assert!(table_of(&bytes, &[]).unwrap().left_out.is_empty());
    facts_in_fhir(&bundle(&report, false));
}

/// Reads the facts of the spot [`WHOLE`] back from a document.
fn facts_in_fhir(fhir: &Value) {
    let entries: Vec<&Value> = fhir["entry"].as_array().unwrap().iter().collect();
    let resources = |kind: &'static str| {
        entries.iter().map(|entry| &entry["resource"]).filter(move |resource| resource["resourceType"] == kind)
    };
    let body = |site: &str| {
        let found = entries.iter().find(|entry| entry["resource"]["location"]["text"] == site).unwrap();
        found["fullUrl"].clone()
    };
    // The values of each observation of the first spot with a code: the day, the value, and those of its components.
    let observed = |code: &str| -> Vec<Value> {
        let value = |of: &Value| {
            let quantity = &of["valueQuantity"]["value"];
            let values = [quantity, &of["valueString"], &of["valueBoolean"], &of["valueInteger"]];
            let known = values.into_iter().find(|value| !value.is_null());
            known.unwrap_or(&of["valueCodeableConcept"]["text"]).clone()
        };
        let here = body("wrist, back");
        let of_spot = resources("Observation").filter(|r| r["focus"][0]["reference"] == here);
        let coded = of_spot.filter(|r| r["code"]["coding"][0]["code"] == code);
        let read = coded.map(|r| {
            let mut read = serde_json::Map::new();
            read.insert("day".into(), r["effectiveDateTime"].clone());
            read.insert("value".into(), value(r));
            for component in r["component"].as_array().into_iter().flatten() {
                let name = component["code"]["coding"][0]["code"].as_str().unwrap();
                read.insert(name.into(), value(component));
            }
            for (i, note) in r["note"].as_array().into_iter().flatten().enumerate() {
                read.insert(format!("note {i}"), note["text"].clone());
            }
            Value::Object(read)
        });
        read.collect()
    };
    assert_eq!(
        observed("spot-history"),
        [json!({"day": "2026-11-21", "value": null, "spot-number": 1, "place": "back of left wrist",
            "first-seen": "27 Jul 2026", "days-to-today": 117, "onset": "sudden", "contexts": "scratch"})]
    );
    assert_eq!(
        observed("look"),
        [
            json!({"day": "2026-08-01", "value": "present", "diameter": 3.0, "measured-by": "ruler", "colours": "red",
                "raised": false, "glass-test": "fades"}),
            json!({"day": "2026-11-10", "value": "present", "diameter": 4.5, "measured-by": "ruler",
                "colours": "red, brown", "raised": true, "itch": true, "bleeding": true, "after-injury": false,
                "note 0": "Looked at 09:30 local time."}),
        ]
    );
    assert_eq!(
        observed("review"),
        [json!({"day": "2026-09-05", "value": "unsure", "reviewed-by": "nurse", "note 0": "watch it"})]
    );
    let treated: Vec<&Value> = resources("MedicationStatement").collect();
    assert_eq!(treated.len(), 1);
    assert_eq!(treated[0]["medicationCodeableConcept"]["text"], "a cream");
    assert_eq!(treated[0]["effectivePeriod"], json!({"start": "2026-09-01"}));
    assert_eq!(treated[0]["note"][0]["text"], "Helped: no.");
    let photos: Vec<&Value> = resources("Media").map(|media| &media["createdDateTime"]).collect();
    assert_eq!(photos, ["2026-08-01"]);
    let text = fhir.to_string();
    assert!(text.contains("51855-5") && !text.contains("IMG_1") && !text.contains("Spot 3"), "{text}");
}

#[test]
fn every_resource_has_words_and_a_transaction_asks_for_each() {
    let report = made(&demo(), &Wanted::default());
    let fhir = bundle_with(&report, false, Choices { bundle: BundleKind::Transaction, ..Choices::default() });
    assert_eq!(fhir["type"], "transaction");
    for entry in fhir["entry"].as_array().unwrap() {
        assert_eq!(entry["request"], serde_json::json!({"method": "POST", "url": entry["resource"]["resourceType"]}));
        assert!(entry["resource"]["text"]["div"].as_str().unwrap().starts_with("<div xmlns"), "{entry}");
    }
    let text = fhir.to_string();
    for said in
        ["MedicationStatement", "cetirizine", "2026-07-24", "hay fever", "flag-status", "since birth", "Patient Note"]
    {
        assert!(text.contains(said), "{said}");
    }
}

#[test]
fn a_calendar_has_alarms_and_tells_nothing() {
    let report = made(&of_json(&with_spots(WHOLE)), &Wanted::default());
    let text = calendar(&[(&report.judged.facts, &report.judged.assessment)], clock().utc).unwrap();
    for said in
        ["BEGIN:VALARM", "CLASS:PRIVATE", "SEQUENCE:", "STATUS:CONFIRMED", "STATUS:CANCELLED", "SUMMARY:skin check 1"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("wrist") && !text.contains("strap") && !text.contains("calf"), "{text}");
    let hourly = r#"[{"number": 1, "site": "shin", "first_seen": {"on": "2026-11-21", "precision": "day"}, "observations": [
        {"at": "2026-11-21T13:30", "presence": "present", "glass_test": "does-not-fade"}]}]"#;
    let report = made(&of_json(&with_spots(hourly)), &Wanted::default());
    let text = calendar(&[(&report.judged.facts, &report.judged.assessment)], clock().utc).unwrap();
    assert!(text.contains("DTSTART:20261122T133000") && text.contains("TRIGGER:PT0S"), "{text}");
    assert!(calendar(&[], clock().utc).is_none());
}

#[test]
fn a_note_that_ends_with_a_question_mark_of_any_script_is_asked() {
    let home = Home::new();
    for note in ["Does it need to be seen?", "これは何ですか？", "ما هذا؟", "Is it? I do not know."] {
        home.ok(&["new", "chest", "--first-seen", "unknown", "--note", note]);
    }
    let report = home.ok(&["report", "--without", "annex"]);
    let (_, asked) = report.split_once("The patient asks").expect("the part is there");
    for question in ["Does it need to be seen?", "これは何ですか？", "ما هذا؟"] {
        assert!(asked.contains(question), "{question}: {report}");
    }
    assert!(!asked.contains("I do not know"), "{report}");
}

#[test]
fn an_anonymous_report_holds_no_word_of_the_person() {
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "unknown", "--label", "Secretlabel", "--note", "Secretnote?"]);
    home.ok(&["me", "--name", "Secretname", "--born", "1984-06-12", "--condition", "Secretcondition"]);
    home.ok(&["medicine", "Secretmedicine", "--started", "2026-01-01"]);
    home.ok(&["symptom", "other", "--note", "Secretsymptom"]);
    home.ok(&["review", "1", "--by", "nurse", "--said", "Secretsaid"]);
    home.ok(&["treatment", "1", "Secretcream"]);
    assert!(home.ok(&["report"]).contains("Secretnote?"), "a question of the person's stands in the report");
    for format in ["text", "markdown", "html", "json", "fhir", "csv"] {
        let out = home.ok(&["report", "--anonymous", "--format", format]);
        assert!(!out.contains("Secret"), "{format}: {out}");
        assert!(!out.contains("1984-06-12") && !out.contains("12 Jun 1984"), "{format}");
    }
}

#[test]
fn changes_are_told_since_the_last_visit_or_since_a_day() {
    let report = made(&demo(), &Wanted::default());
    assert!(plain(&report.document, 200).contains("Since the last visit (4 Jul)"));
    let day = Since::Day("2026-11-01".parse().unwrap());
    let since = plain(&made(&demo(), &Wanted { since: day, ..Wanted::default() }).document, 200);
    assert!(since.contains("Since 1 Nov 2026\n") && since.contains("- 11: 4.1 → 4.2 mm"), "{since}");
}

#[test]
fn everybody_has_pages_of_their_own_in_one_report() {
    let home = crate::harness::Home::new();
    let people: Vec<String> = ["Anna", "Ben"]
        .iter()
        .map(|name| {
            format!(
                r#"{{"name": "{name}", "spots": [{{"number": 1, "site": "chest", "first_seen": {{"on": "2026-09-01"}},
                "observations": [{{"at": "2026-11-01", "presence": "present", "note": "Is {name} well?"}}]}}]}}"#
            )
        })
        .collect();
    let json = format!(r#"{{"format": "spotlog-journal/1", "people": [{}]}}"#, people.join(","));
    home.ok(&["import", &home.write("two.json", &json)]);
    for format in ["text", "markdown", "html"] {
        let text = home.ok(&["report", "--everyone", "--format", format, "--as-of", "2026-11-21"]);
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"));
        assert!(place("Spot journal of Anna") < place("Is Anna well?"));
        assert!(place("Is Anna well?") < place("Spot journal of Ben"));
        assert!(place("Spot journal of Ben") < place("Is Ben well?"));
    }
    let out = home.path("both.pdf");
    home.ok(&["report", "--everyone", "--format", "pdf", "--as-of", "2026-11-21", "--out", out.to_str().unwrap()]);
    let pdf = lopdf::Document::load(&out).unwrap();
    assert_eq!(pdf.get_pages().len(), 4);
    let page = |n: u32| squeeze(&pdf.extract_text(&[n]).unwrap());
    assert!(page(1).contains("Anna") && page(3).contains("Ben") && !page(3).contains("Anna"));
    assert!(page(1).contains("page1of2") && page(4).contains("page2of2"), "each person has pages of their own");
    let (code, _, err) = home.run(&["report", "--everyone", "--format", "fhir"]);
    assert!(code == 2 && err.contains("--everyone"), "{err}");
    let short = home.ok(&["report", "--person", "Anna", "--without", "ruler", "--without", "annex"]);
    assert!(!short.contains("Ruler") && short.contains("1 spot to look at"));
}
