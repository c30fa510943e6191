//! Tests of import and export.

use crate::harness::{Home, clock, journal};
use spotlog::domain::{Choice, questions};
use spotlog::exchange::{read_journal, write_journal};

/// A journal with every field of the format and every kind of value.
pub(crate) const FULL: &str = include_str!("full_journal.json");

pub(crate) fn export(journal: &spotlog::domain::Journal) -> String {
    let mut bytes = Vec::new();
    write_journal(journal, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_field_goes_in_and_comes_out_again() {
    let home = Home::new();
    let file = home.write("in.json", FULL);
    home.ok(&["import", &file]);
    let out = home.ok(&["export", "-"]);
    let (given, got): (serde_json::Value, serde_json::Value) =
        (serde_json::from_str(FULL).unwrap(), serde_json::from_str(&out).unwrap());
    assert_eq!(given, got);
    let other = Home::new();
    let file = other.write("out.json", &out);
    other.ok(&["import", &file]);
    assert_eq!(other.ok(&["export", "-"]), out, "and again, byte for byte");
    assert_eq!(export(&journal(FULL)), out, "with or without the store");
}

#[test]
fn importing_twice_changes_nothing() {
    let home = Home::new();
    let file = home.write("in.json", FULL);
    home.ok(&["import", &file]);
    let history = home.ok(&["history"]);
    let again = home.ok(&["import", &file]);
    assert!(again.starts_with("0 records added, 0 changed"), "{again}");
    assert_eq!(home.ok(&["history"]), history);
}

#[test]
fn ids_are_made_from_the_content_of_a_file_that_has_none() {
    let file = r#"{"format": "spotlog-journal/1", "people": [{"name": "Me",
        "symptoms": [{"at": "2026-11-01", "symptom": "fever", "present": true},
                     {"at": "2026-11-01", "symptom": "fever", "present": true}],
        "spots": [{"number": 1, "site": "chest", "observations": [{"at": "2026-11-01", "presence": "present"}]}]}]}"#;
    let once = journal(file);
    assert_eq!(once, journal(file));
    assert_ne!(once[0].symptoms[0].id, once[0].symptoms[1].id, "two alike are two");
    let longer = file.replace(r#""observations": ["#, r#""observations": [{"at": "2026-11-05", "presence": "gone"}, "#);
    let grown = journal(&longer);
    assert_eq!(grown[0].spots[0].spot.id, once[0].spots[0].spot.id);
    assert_eq!(grown[0].spots[0].observations[1].id, once[0].spots[0].observations[0].id);
    assert_eq!(once[0].person.id.0.get_version_num(), 5);
}

#[test]
fn an_empty_list_is_as_good_as_none_and_a_width_needs_no_method() {
    let look = |more: &str| {
        let file = format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"name": "Me", "spots": [{{"number": 1, "site": "chest",
               "observations": [{{"at": "2026-11-01", "presence": "present"{more}}}]}}]}}]}}"#
        );
        journal(&file).remove(0).spots.remove(0).observations.remove(0)
    };
    assert_eq!(look(""), look(r#", "colours": [], "diameter_mm": [], "photos": [], "width_mm": []"#));
    assert_ne!(look("").id, look(r#", "changes": []"#).id);
    for question in questions().filter(|question| matches!(question.choice, Choice::Any(_))) {
        let name = question.name;
        assert_eq!(look("").id, look(&format!(r#", "{name}": []"#)).id, "{name}: no list and an empty one differ");
    }
    let width = look(r#", "width_mm": [2.5]"#).answers.measurement.unwrap();
    assert_eq!((width.by(), width.width().map(|w| w.median())), (None, Some(2.5)));
}

#[test]
fn older_records_and_swapped_numbers_are_no_clash() {
    let spot = |id: u8, number: u8, month: u8| {
        format!(
            r#"{{"id": "0190f7a0-0000-7000-8000-0000000000{id:02}", "changed_at": "2026-{month:02}-01T00:00:00Z",
               "number": {number}, "site": "chest"}}"#
        )
    };
    let file = |spots: [String; 2]| {
        format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"id": "0190f7a0-0000-7000-8000-000000000001", "name": "Me",
               "spots": [{}]}}]}}"#,
            spots.join(", ")
        )
    };
    let home = Home::new();
    let import = |content: String| {
        let path = home.write("f.json", &content);
        home.ok(&["import", &path])
    };
    import(file([spot(3, 2, 6), spot(4, 1, 6)]));
    let out = import(file([spot(3, 1, 1), spot(4, 2, 1)]));
    assert!(out.contains("2 were older"), "{out}");
    let out = import(file([spot(3, 1, 7), spot(4, 2, 7)]));
    assert!(out.contains("2 changed"), "{out}");
    home.ok(&["undo"]);
    home.ok(&["undo"]);
    home.ok(&["doctor"]);
}

#[test]
fn the_newer_record_wins_and_the_older_stays_in_the_history() {
    let file = |changed_at: &str, name: &str| {
        let changed = if changed_at.is_empty() { String::new() } else { format!(r#""changed_at": "{changed_at}", "#) };
        format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"id": "0190f7a0-0000-7000-8000-000000000001", {changed}"name": "{name}"}}]}}"#
        )
    };
    let home = Home::new();
    let import = |content: String| {
        let path = home.write("f.json", &content);
        home.ok(&["import", &path])
    };
    let name = || home.ok(&["export", "-"]).lines().find(|l| l.contains("\"name\"")).unwrap().trim().to_owned();
    import(file("2026-01-02T00:00:00Z", "Two"));
    let out = import(file("2026-01-01T00:00:00Z", "One"));
    assert!(out.contains("1 were older"), "{out}");
    assert_eq!(name(), "\"name\": \"Two\",");
    assert!(import(file("2026-01-01T00:00:00Z", "One")).contains("1 were older"));
    assert_eq!(home.ok(&["history"]).lines().filter(|l| l.contains("import")).count(), 2, "kept once");
    import(file("", "Undated"));
    assert_eq!(name(), "\"name\": \"Two\",", "a record without a time is older than one with");
    import(file("2026-01-03T00:00:00Z", "Three"));
    assert_eq!(name(), "\"name\": \"Three\",");
}

#[test]
fn wrong_files_are_refused_whole_with_the_path() {
    let spot = |inside: &str| {
        format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"name": "Me", "born": "2000-01-01", "spots": [
                {{"number": 1, "site": "chest", "first_seen": {{"on": "2026-10-01", "precision": "day"}}, {inside}}}]}}]}}"#
        )
    };
    let look =
        |inside: &str| spot(&format!(r#""observations": [{{"at": "2026-11-01", "presence": "present", {inside}}}]"#));
    let person = |inside: &str| format!(r#"{{"format": "spotlog-journal/1", "people": [{{"name": "Me", {inside}}}]}}"#);
    let long = format!(r#""note": "{}""#, "x".repeat(10_001));
    for (file, words) in [
        (String::new(), "this is not a whole journal file: EOF"),
        ("{".into(), "EOF"),
        ("[]".into(), "invalid length"),
        (look(r#""glass_test": "fades""#).replace("]}]}", ""), "EOF"),
        (person("").replace(", }", "}").replace("/1", "/200"), "format: \"spotlog-journal/200\" is not a format"),
        (person(r#""nickname": "x""#), "people[0].nickname: unknown field `nickname`"),
        (look(r#""glas_test": "fades""#), "people[0].spots[0].observations[0].glas_test: unknown field"),
        (
            look(r#""glass_test": "maybe""#),
            "people[0].spots[0].observations[0].glass_test: \"maybe\" is not a glass test result; allowed: fades",
        ),
        (look(r#""itch": "yes""#), "people[0].spots[0].observations[0].itch: invalid type"),
        (look(r#""diameter_mm": [0], "measured_by": "ruler""#), "diameter_mm[0]: 0 mm is not a size"),
        (look(r#""diameter_mm": [3, 300.1], "measured_by": "ruler""#), "diameter_mm[1]: 300.1 mm is not a size"),
        (look(r#""diameter_mm": [3, 3, 3, 3], "measured_by": "ruler""#), "at most 3"),
        (look(r#""diameter_mm": [3]"#), "observations[0].measured_by: a diameter needs how it was measured"),
        (look(r#""width_mm": [0]"#), "observations[0].width_mm[0]: 0 mm is not a size"),
        (look(r#""after_injury": true"#), "after_injury: is answered although bleeding is not"),
        (look(&long), "observations[0].note: the text has 10001 characters"),
        (look("").replace(", }", "}").replace("2026-11-01", "2026-09-30"), "is before the spot was first seen"),
        (look("").replace(", }", "}").replace("2026-11-01", "2026-13-01"), "observations[0].at: \"2026-13-01\" is not a date"),
        (
            look("").replace(", }", "}").replace("2000-01-01", "2026-11-02"),
            "before the person's birth",
        ),
        (spot(r#""position": {"view": "front", "x": 1.1, "y": 0}"#), "spots[0].position.x: 1.1 is off the drawing"),
        (person(r#""spots": [{"site": "chest"}]"#), "missing field `number`"),
        (person(r#""spots": [{"number": 0, "site": "chest"}]"#), "spots are numbered from 1"),
        (
            person(r#""spots": [{"number": 1, "site": "chest"}, {"number": 1, "site": "chin"}]"#),
            "people[0].spots[1]",
        ),
        (
            person(r#""spots": [{"number": 1, "site": "chest", "first_seen": {"on": "2026-01-01", "precision": "unknown"}}]"#),
            "people[0].spots[0].first_seen.on: is given although the precision is unknown",
        ),
        (
            person(r#""symptoms": [{"at": "2026-11-01", "symptom": "other", "present": true}]"#),
            "people[0].symptoms[0].note: the symptom \"other\" needs a note",
        ),
        (
            r#"{"format": "spotlog-journal/1", "people": [{"name": "Me", "id": "0190f7a0-0000-7000-8000-000000000001"}, {"name": "Me", "id": "0190f7a0-0000-7000-8000-000000000002"}]}"#.into(),
            "people[1].name: there are two people called Me",
        ),
        (person(r#""spots": [{"number": 4294967295, "site": "chest"}]"#), "spots[0].number: spots are numbered from 1 to 999999"),
        (person(r#""changed_at": "9999-12-31T23:59:59.999Z""#), "people[0].changed_at: a time in the year 9999 cannot be"),
        (person(r#""changed_at": "1969-12-31T23:59:59Z""#), "people[0].changed_at: a time in the year 1969 cannot be"),
        (person(r#""changed_at": "+10000-01-01T00:00:00Z""#), "people[0].changed_at: \"+10000-01-01T00:00:00Z\" is not a time"),
        (look("").replace(", }", "}").replace("2026-11-01", "9999-12-31"), "observations[0].at: 9999-12-31 is no day of a journal"),
        (person(r#""born": "0001-01-01""#), "people[0].born: 0001-01-01 is no day of a journal"),
        (person(r#""id": "seven""#), "people[0].id: \"seven\" is not a UUID"),
        (person(r#""changed_at": "yesterday""#), "people[0].changed_at"),
        (person("").replace(", }", "}").replace("\"Me\"", "\" \""), "people[0].name: a name needs"),
    ] {
        let error = read_journal(file.as_bytes(), clock().today()).map(drop).expect_err(&file).to_string();
        assert!(error.contains(words), "{words}\n  is not in\n{error}\n  for {file}");
    }
}

#[test]
fn an_import_that_does_not_fit_what_is_there_changes_nothing() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let before = home.ok(&["export", "-"]);
    let other_me = home.write("me.json", r#"{"format": "spotlog-journal/1", "people": [{"name": "Me"}]}"#);
    let (code, _, err) = home.run(&["import", &other_me]);
    assert_eq!(code, 2);
    assert!(err.contains("people[0].name: Me is in this journal already"), "{err}");
    let id = serde_json::from_str::<serde_json::Value>(&before).unwrap()["people"][0]["id"].clone();
    let clash = home.write(
        "clash.json",
        &format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"id": {id}, "name": "Me", "spots": [
                {{"number": 2, "site": "chin"}}, {{"number": 1, "site": "chin"}}]}}]}}"#
        ),
    );
    let (code, _, err) = home.run(&["import", &clash]);
    assert_eq!(code, 2);
    assert!(err.contains("people[0].spots[1].number: this journal has a spot 1 already"), "{err}");
    assert_eq!(home.ok(&["export", "-"]), before, "spot 2 was not kept either");
}

#[test]
fn files_that_are_too_large_or_folders_are_refused_before_they_are_read() {
    let home = Home::new();
    let large = home.path("large.json");
    std::fs::File::create(&large).unwrap().set_len(256 * 1024 * 1024 + 1).unwrap();
    let (code, _, err) = home.run(&["import", large.to_str().unwrap()]);
    assert_eq!((code, err.contains("larger than 256 MiB")), (2, true), "{err}");
    let (code, _, err) = home.run(&["import", home.folder.path().to_str().unwrap()]);
    assert_eq!((code, err.contains("is a folder")), (2, true), "{err}");
    let (code, _, err) = home.run(&["import", "/nowhere/at/all.json"]);
    assert_eq!((code, err.contains("cannot be read")), (3, true), "{err}");
    home.ok(&["new", "shin"]);
    let (code, _, err) = home.run(&["export", home.folder.path().to_str().unwrap()]);
    assert_eq!((code, err.contains("is a folder")), (2, true), "{err}");
}

#[test]
fn what_is_there_already_is_replaced_only_where_it_is_wanted_or_a_report_of_ours() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let theirs = "A diary of somebody else's.";
    let key = home.write("key", "eight long words that nobody else knows");
    for (name, verb) in [
        ("out.json", &["export"][..]),
        ("sealed.age", &["export", "--passphrase-file", &key]),
        ("copy.db", &["backup"]),
        ("copy.age", &["backup", "--passphrase-file", &key]),
        ("page.txt", &["report", "--out"]),
        ("page.pdf", &["report", "--out"]),
        ("table.csv", &["report", "--format", "csv", "--out"]),
    ] {
        let target = home.write(name, theirs);
        let with = |more: &[&'static str]| [verb, &[target.as_str()], more].concat();
        let (code, _, err) = home.run(&with(&[]));
        assert_eq!((code, err.contains("--force")), (2, true), "{verb:?}: {err}");
        assert_eq!(std::fs::read_to_string(&target).unwrap(), theirs, "{verb:?}");
        home.ok(&with(&["--force"]));
        assert_ne!(std::fs::read(&target).unwrap(), theirs.as_bytes(), "{verb:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    for ending in ["txt", "md", "html", "pdf", "json"] {
        let page = home.folder.path().join(format!("own.{ending}"));
        for _ in 0..2 {
            home.ok(&["report", "--out", page.to_str().unwrap()]);
        }
    }
    let left: Vec<_> = std::fs::read_dir(home.folder.path()).unwrap().flatten().map(|f| f.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part")), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_link_is_written_through_and_one_that_leads_nowhere_is_refused() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let (link, real) = (home.folder.path().join("link.txt"), home.folder.path().join("real.txt"));
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let link = link.to_str().unwrap();
    for verb in [&["export", link, "--force"][..], &["report", "--out", link, "--force"]] {
        let (code, _, err) = home.run(verb);
        assert_eq!((code, err.contains("leads to nothing"), real.exists()), (2, true, false), "{err}");
    }
    std::fs::write(&real, "old").unwrap();
    home.ok(&["report", "--out", link, "--force"]);
    assert!(std::fs::read_to_string(&real).unwrap().contains("Spot journal"));
    assert!(std::path::Path::new(link).is_symlink());
}

#[test]
fn what_was_entered_under_a_clock_that_was_ahead_is_imported_and_stops_nothing() {
    let home = Home::new();
    let look = r#"[{"number": 1, "site": "chest", "observations": [{"at": "2036-01-10", "presence": "present"}]}]"#;
    let file = home.write("ahead.json", &crate::harness::with_spots(look));
    home.ok(&["import", &file]);
    home.ok(&["me", "--born", "1980-01-01"]);
    let exported = home.path("exported.json");
    home.ok(&["export", exported.to_str().unwrap()]);
    home.ok(&["import", exported.to_str().unwrap()]);
    std::fs::create_dir(home.path("shared")).unwrap();
    home.ok(&["sync", home.path("shared").to_str().unwrap()]);
    assert!(home.ok(&["doctor"]).contains("1 entry is dated after today"));
    assert_eq!(home.run(&["me", "--born", "2036-01-01"]).0, 2, "a birth date after today is refused");
}

/// SQL statements that store values which no import or command accepts.
const INSIDE: [(&str, &str); 10] = [
    ("a day that is in no calendar", "UPDATE observation SET at = '2026-02-30'"),
    ("a month that is none", "UPDATE spot SET first_seen_on = '2026-13-45'"),
    ("a number beyond all", "UPDATE spot SET number = 4294967295"),
    ("a number that is no u32", "UPDATE spot SET number = 5000000000"),
    ("the last second of 9999", "UPDATE spot SET changed_at = '9999-12-31T23:59:59.999Z'"),
    ("a year of five digits", "UPDATE observation SET changed_at = '+10000-01-01T00:00:00Z'"),
    ("a time that is none", "UPDATE person SET changed_at = 'yesterday'"),
    ("a change at no time", "UPDATE change SET at = 'once'"),
    ("a change in the year 10000", "UPDATE change SET at = '+10000-01-01T00:00:00Z'"),
    ("a day in the year 9999", "UPDATE observation SET at = '9999-12-31'"),
];

#[test]
fn one_impossible_value_inside_a_journal_makes_nothing_else_unusable() {
    for (what, sql) in INSIDE {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        let connection = rusqlite::Connection::open(home.journal()).unwrap();
        connection.execute_batch(&format!("PRAGMA ignore_check_constraints = ON; {sql}")).unwrap();
        drop(connection);
        let other = Home::new();
        other.ok(&["me", "--name", "Ben"]);
        other.ok(&["new", "nose"]);
        let file = other.path("other.json");
        other.ok(&["export", file.to_str().unwrap()]);
        let shared = home.path("shared");
        std::fs::create_dir(&shared).unwrap();
        other.ok(&["sync", shared.to_str().unwrap()]);
        for verb in [
            &["new", "chin"][..],
            &["undo"],
            &["redo"],
            &["history"],
            &["list"],
            &["me", "--condition", "asthma"],
            &["export", "-"],
            &["import", file.to_str().unwrap()],
            &["sync", shared.to_str().unwrap()],
            &["undo"],
            &["redo"],
            &["history"],
            &["report"],
        ] {
            let (code, out, err) = home.run(verb);
            assert_eq!(code, 0, "{what}, {verb:?}: {err}{out}");
        }
        assert!(home.ok(&["list"]).contains("chin") && home.ok(&["people"]).contains("Ben"), "{what}");
        let (code, _, err) = home.run(&["doctor"]);
        assert!([0, 5].contains(&code) && !err.contains("panicked"), "{what}: {err}");
    }
}

#[test]
fn a_backup_with_an_impossible_value_is_refused_with_its_path_unless_the_journal_has_it_already() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let change = |file: &std::path::Path| {
        rusqlite::Connection::open(file).unwrap().execute_batch("UPDATE spot SET number = 4294967295").unwrap();
    };
    change(&copy);
    let (code, _, err) = home.run(&["restore", copy.to_str().unwrap()]);
    assert!(code == 2 && err.contains("people[0].spots[0].number: spots are numbered"), "{code} {err}");
    change(&home.journal());
    home.ok(&["restore", copy.to_str().unwrap()]);
    home.ok(&["list"]);
}

#[test]
fn a_table_with_a_broken_quote_is_refused_with_the_line_of_the_quote() {
    let home = Home::new();
    for (table, why) in [
        ("at,site,note\n2026-10-01,shin,\"a\n2026-10-02,shin,x\n", "line 2: a quote is opened here and never closed"),
        (
            "at,site,note\n2026-10-01,shin,x\n2026-10-02,shin,\"a\n2026-10-03,shin,\"b\"\n",
            "line 3: a cell in quotes goes on",
        ),
        ("at,site,side\r2026-10-01,shin,left\r2026-10-02,shin,lefft\r", "line 3.side"),
        ("at,site,side\n2026-10-01,left shin,right\n", "line 2.side: the place says left and this cell says right"),
        ("at,site\n2026-10-01,wrist\n", "line 2.site: which one"),
        ("Date,Colour\n", "no column for the place on the body"),
        ("", "the file is empty"),
    ] {
        let file = home.write("theirs.csv", table);
        let (code, _, err) = home.run(&["import", "--format", "csv", &file]);
        assert!(code == 2 && err.contains(why), "{table:?}: {err}");
    }
    assert_eq!(home.ok(&["list", "--quiet"]).matches("shin").count(), 0, "nothing was taken in");
    let table = "Date;Where;Size (mm);Method;Notes\n2026-10-01;shin;3;ruler;\"5\"\" away; red\"\n2026-10-08;shin;3.5;ruler;5\" away\n";
    let file = home.write("usual.csv", table);
    let mapped = "Date,When,Site,\"Note\" \n2026-10-01,2026-10-02,shin,\"a, b\" \n";
    let mapped = home.write("mapped.csv", mapped);
    let other = Home::new();
    other.ok(&["import", "--format", "csv", "--map", "When=at", &mapped]);
    assert!(other.ok(&["show", "1"]).contains("2 Oct 2026") && other.ok(&["show", "1"]).contains("a, b"));
    let other = Home::new();
    other.ok(&["import", "--format", "csv", "--map", "When=at", "--map", "Note=", &mapped]);
    assert!(!other.ok(&["show", "1"]).contains("a, b"), "a column that is mapped to nothing is left out");
    home.ok(&["import", "--format", "csv", &file]);
    let shown = home.ok(&["show", "1"]);
    assert!(shown.contains("3.5 mm by ruler") && shown.contains("5\" away; red"), "{shown}");
    home.ok(&["people", "--add", "Mum"]);
    let (code, _, err) = home.run(&["--person", "mum", "import", "--format", "csv", &file]);
    assert!(code == 3 && err.contains("there is no mum in this journal; there is: Me, Mum"), "{err}");
}

#[test]
fn a_journal_file_with_a_byte_order_mark_is_read_and_one_in_utf_16_is_named() {
    let home = Home::new();
    home.ok(&["new", "shin"]);
    let export = home.path("kept.json");
    home.ok(&["export", export.to_str().unwrap()]);
    let text = std::fs::read_to_string(&export).unwrap();
    let other = Home::new();
    let marked = other.write("marked.json", &format!("\u{feff}{text}"));
    other.ok(&["import", &marked]);
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let path = other.path("wide.json");
    std::fs::write(&path, wide).unwrap();
    let (code, _, err) = other.run(&["import", path.to_str().unwrap()]);
    assert!(code == 2 && err.contains("UTF-16"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_report_is_written_to_a_pipe_without_reading_from_it() {
    let home = Home::new();
    home.ok(&["new", "shin"]);
    let page = home.ok(&["report", "--out", "/dev/stdout", "--force"]);
    assert_eq!(page.matches("shin").count(), home.ok(&["report", "--out", "-"]).matches("shin").count());
    assert!(home.ok(&["report", "--out", "/dev/stdout"]).contains("shin"));
}
