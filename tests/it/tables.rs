//! Tests of tables of observations: those of spotlog, of other programs, and of spreadsheets.

use crate::harness::{Home, clock};
use serde_json::Value;
use spotlog::exchange::{Table, Whose, read_columns, read_table};

/// Parses a table of one's own. `map` says which column holds what.
pub(crate) fn table_of(bytes: &[u8], map: &[(String, String)]) -> Result<Table, spotlog::domain::FieldError> {
    read_table(bytes, &read_columns(bytes, map)?, clock().today(), Whose::default())
}

#[test]
fn a_table_of_another_program_is_read_with_a_map_of_its_columns() {
    let home = Home::new();
    let file = home.write("theirs.csv", "Date;ignored\n");
    let (code, _, err) = home.run(&["import", "--format", "csv", &file]);
    assert_eq!((code, err.contains("no column for the place on the body")), (2, true), "{err}");
    let file = home.write(
        "theirs.csv",
        "Date,Where,Size,How,Hurts\n2026-11-01,shin,3.5,ruler,yes\n2026-11-08,shin,4,ruler,no\n2026-11-08,chest,,,\n",
    );
    let map = [
        "--map",
        "Date=at",
        "--map",
        "Where=site",
        "--map",
        "Size=diameter_mm",
        "--map",
        "How=measured_by",
        "--map",
        "Hurts=pain",
    ];
    let call = [&["import", "--format", "csv", file.as_str()][..], &map].concat();
    assert!(home.ok(&call).contains("6 records added"), "a person, two spots, three looks");
    let out = home.ok(&["show", "1"]);
    assert!(out.contains("3.5 mm by ruler") && out.contains("painful"), "{out}");
    for (row, words) in [
        ("2026-13-01,shin,3,ruler,yes", "line 2.at"),
        ("2026-11-01,antenna,3,ruler,yes", "line 2.site"),
        ("2026-11-01,shin,big,ruler,yes", "line 2.diameter_mm: \"big\" is not a size"),
        ("2026-11-01,shin,3,ruler,maybe", "line 2.pain: \"maybe\" is not an answer"),
    ] {
        let file = home.write("wrong.csv", &format!("Date,Where,Size,How,Hurts\n{row}\n"));
        let (code, _, err) = home.run(&[&["import", "--format", "csv", file.as_str()][..], &map].concat());
        assert_eq!((code, err.contains(words)), (2, true), "{err}");
    }
    assert!(home.ok(&["due", "--ics"]).contains("DTSTART;VALUE=DATE:"));
}

#[test]
fn a_table_as_spreadsheets_of_all_kinds_save_it_is_read() {
    for (name, table) in [
        (
            "semicolons and decimal commas",
            "at;site;side;diameter_mm;measured_by\r\n2026-10-01;Wrist-Back;LEFT;3,5;ruler\r\n;;;;\r\n",
        ),
        ("tabs", "at\tsite\tside\tdiameter_mm\tmeasured_by\n2026-10-01\twrist back\tleft\t3.5\truler\n"),
        ("its own sign", "sep=|\r\nat|site|side|diameter_mm|measured_by\r\n2026-10-01|wrist-back|left|3.5|ruler\r\n"),
        (
            "a mark and capitals",
            "\u{feff} AT , Site ,SIDE,Diameter mm,Measured By\n1.10.2026,wrist-back,left,3.5,Ruler\n,,,,\n",
        ),
    ] {
        let read = table_of(table.as_bytes(), &[]).unwrap();
        let spot = &read.journal[0].spots[0];
        assert_eq!(spot.spot.place().label(), "left wrist, back", "{name}");
        let look = &spot.observations[0];
        assert_eq!(look.at.to_string(), "2026-10-01", "{name}");
        assert_eq!(look.answers.diameter().map(|(_, mm)| mm.median()), Some(3.5), "{name}");
        assert_eq!(spot.observations.len(), 1, "{name}");
    }
}

#[test]
fn no_column_of_a_table_is_lost_without_a_word_and_a_mistake_is_told_by_its_line() {
    let map = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(column, field)| ((*column).to_owned(), (*field).to_owned())).collect()
    };
    let read = |table: &str, pairs: &[(&str, &str)]| table_of(table.as_bytes(), &map(pairs));
    assert_eq!(read("at,site,color,mood\n2026-10-01,shin,red,hello\n", &[]).unwrap().left_out, ["color", "mood"]);
    for (table, pairs, words) in [
        (
            "at,site,a,b\n2026-10-01,shin,1,2\n",
            &[("a", "note"), ("b", "note")][..],
            "two columns hold this field: a and b",
        ),
        ("at,site,note,note\n2026-10-01,shin,1,2\n", &[], "two columns hold this field"),
        ("Date,Where\n2026-10-01,shin\n", &[("Date", "at"), ("Date", "note")], "Date: the column is mapped twice"),
        ("at,site,side\r\n2026-10-01,shin,left\r\n\r\n2026-10-02,shin,lefft\r\n", &[], "line 4.side: \"lefft\""),
        ("at,site\n2026-10-01,shin,stray\n", &[], "line 2: \"stray\" stands in a column without a heading"),
        ("at,site\n0026-10-01,shin\n", &[], "line 2.at: 0026-10-01 is no day of a journal; allowed: 1900-01-01"),
        ("at,site,number\n2026-10-01,shin,1\n2026-10-02,calf,1\n", &[], "line 3.site: this row says \"calf\""),
        ("at,site,note\n2026-10-01,shin,\"a\nb\"\n2026-13-01,shin,x\n", &[], "line 4.at"),
        ("at,site,side\n2026-10-01,,left\n", &[], "line 2.site: the cell is empty"),
        ("at,site,side\n,shin,left\n", &[], "line 2.at: the cell is empty"),
        ("at,site,first_seen_precision\n2026-10-01,shin,month\n", &[], "line 2.first_seen: is missing"),
        ("at,site,first_seen\n2026-10-01,shin,2026-10-02\n", &[], "line 2.at: an observation of 2026-10-01 is before"),
        ("at,site,after_injury\n2026-10-01,shin,yes\n", &[], "line 2.after_injury"),
        (
            "at,site,id\n2026-10-01,shin,6ba7b810-9dad-11d1-80b4-00c04fd430c8\n2026-10-02,shin,6ba7b810-9dad-11d1-80b4-00c04fd430c8\n",
            &[],
            "line 3.id: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 names another record of this table too",
        ),
    ] {
        let error = read(table, pairs).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(!error.contains("column 2"), "{error}");
    }
}

#[test]
fn a_sheet_without_ids_adds_to_a_journal_in_use_and_twice_is_once() {
    let home = Home::new();
    home.ok(&["new", "left", "shin"]);
    home.ok(&["me", "--born", "1980-01-01"]);
    let sheet = home.write("old.csv", "at,site,side\n2026-09-01,wrist-back,left\n2026-09-08,wrist-back,left\n");
    for _ in 0..2 {
        home.ok(&["import", "--format", "csv", &sheet]);
        let journal: Value = serde_json::from_str(&home.ok(&["export", "-"])).unwrap();
        assert_eq!(journal["people"].as_array().unwrap().len(), 1);
        assert_eq!(journal["people"][0]["born"], "1980-01-01", "what is known of the person stays");
        let spots = journal["people"][0]["spots"].as_array().unwrap();
        assert_eq!(spots.iter().map(|spot| &spot["number"]).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(spots[1]["observations"].as_array().unwrap().len(), 2);
    }
    let taken = home.write("taken.csv", "number,at,site\n1,2026-09-01,calf\n");
    let (code, _, err) = home.run(&["import", "--format", "csv", &taken]);
    assert_eq!((code, err.contains("spot 1 of this journal is another one")), (2, true), "{err}");
    home.ok(&["people", "--add", "Mum"]);
    let (code, _, err) = home.run(&["import", "--format", "csv", &sheet]);
    assert_eq!((code, err.contains("--person")), (2, true), "{err}");
    home.ok(&["--person", "Mum", "import", "--format", "csv", &sheet]);
}
