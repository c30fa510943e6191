//! Tests with committed journals and backups of earlier versions: each can be opened, undone, repaired and restored.
//! `schema-1` is from before erasing was added, `schema-2` from after.

use crate::harness::Home;
use std::path::PathBuf;

const SCHEMAS: [&str; 2] = ["schema-1", "schema-2"];

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/journals").join(name)
}

/// Returns a home directory with a journal of that schema.
fn home_with(name: &str) -> Home {
    let home = Home::new();
    std::fs::copy(file(name), home.journal()).unwrap();
    // The permissions that the program sets, which a checkout does not keep.
    #[cfg(unix)]
    std::fs::set_permissions(home.journal(), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    home
}

#[test]
fn a_journal_of_an_earlier_program_opens_with_every_entry() {
    for schema in SCHEMAS {
        let home = home_with(&format!("{schema}.spotlog"));
        let exported = std::fs::read_to_string(file(&format!("{schema}.json"))).unwrap();
        assert_eq!(home.ok(&["export", "-"]), exported, "{schema}");
        home.ok(&["doctor"]);
        assert!(home.ok(&["list", "--person", "Ann"]).contains("by the strap"), "{schema}");
    }
}

#[test]
fn an_entry_of_an_earlier_program_is_undone_and_done_again() {
    for schema in SCHEMAS {
        let home = home_with(&format!("{schema}.spotlog"));
        let before = home.ok(&["export", "-"]);
        assert!(home.ok(&["undo"]).contains("same, spot 1"), "{schema}");
        assert_ne!(home.ok(&["export", "-"]), before);
        home.ok(&["redo"]);
        home.ok(&["look", "1", "--size", "4", "--by", "ruler"]);
        home.ok(&["doctor"]);
    }
}

#[test]
fn a_damaged_journal_of_an_earlier_program_is_repaired_from_its_backup_and_history() {
    for schema in SCHEMAS {
        let home = home_with(&format!("{schema}.spotlog"));
        let exported = home.ok(&["export", "-"]);
        let backups = home.path("journal.spotlog.backups");
        std::fs::create_dir_all(&backups).unwrap();
        std::fs::copy(file(&format!("{schema}-backup.spotlog")), backups.join("2026-11-11.spotlog")).unwrap();
        let connection = rusqlite::Connection::open(file(&format!("{schema}.spotlog"))).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'person'";
        let page: usize = connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap();
        let mut bytes = std::fs::read(file(&format!("{schema}.spotlog"))).unwrap();
        bytes[(page - 1) * 4096..page * 4096].fill(0x55);
        std::fs::write(home.journal(), bytes).unwrap();
        home.ok(&["doctor", "--repair"]);
        assert_eq!(home.ok(&["export", "-"]), exported, "{schema}");
    }
}

#[test]
fn a_backup_of_an_earlier_program_is_put_back() {
    for schema in SCHEMAS {
        let home = Home::new();
        home.ok(&["new", "chin"]);
        let backup = file(&format!("{schema}-backup.spotlog"));
        home.ok(&["restore", backup.to_str().unwrap()]);
        assert!(home.ok(&["list", "--person", "Ann"]).contains("by the strap"), "{schema}");
        home.ok(&["undo"]);
        home.ok(&["doctor"]);
    }
}
