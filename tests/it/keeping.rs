//! Tests of backups, restoring, undo and redo.

use crate::harness::Home;

#[test]
fn undo_and_redo_go_any_number_of_steps_across_restarts() {
    let home = Home::new();
    for place in ["chest", "chin", "nose"] {
        home.ok(&["new", place]);
    }
    for place in ["nose", "chin", "chest"] {
        assert!(home.ok(&["undo"]).contains(place));
    }
    assert_eq!(home.run(&["undo"]).0, 3);
    for place in ["chest", "chin", "nose"] {
        assert!(home.ok(&["redo"]).contains(&format!("Done again: new spot, {place}")));
    }
    assert_eq!(home.run(&["redo"]).0, 3);
    let list = home.ok(&["list"]);
    assert!(["chest", "chin", "nose"].iter().all(|place| list.contains(place)), "{list}");
    // A change after an undo leaves nothing to redo.
    home.ok(&["undo"]);
    home.ok(&["new", "lip"]);
    assert_eq!(home.run(&["redo"]).0, 3);
    home.ok(&["undo"]);
    assert!(home.ok(&["redo"]).contains("lip"));
    home.ok(&["doctor"]);
}

#[test]
fn the_first_entry_of_a_day_keeps_a_copy_of_what_was_before_it() {
    let home = Home::new();
    assert!(home.ok(&["backup"]).contains("There is no backup yet"));
    home.ok(&["new", "chest"]);
    home.ok(&["new", "chin"]);
    let backups: serde_json::Value = serde_json::from_str(&home.ok(&["backup", "--json"])).unwrap();
    assert_eq!(backups.as_array().unwrap().len(), 1);
    let file = backups[0]["file"].as_str().unwrap();
    assert_eq!(home.ok(&["--journal", file, "list", "--json"]), "[]\n", "from before the first entry");
}

#[test]
fn an_import_is_a_change_of_its_day_too() {
    let (home, other) = (Home::new(), Home::new());
    other.ok(&["new", "chest"]);
    let file = other.path("journal.json");
    other.ok(&["export", file.to_str().unwrap()]);
    home.ok(&["import", file.to_str().unwrap()]);
    let backups: serde_json::Value = serde_json::from_str(&home.ok(&["backup", "--json"])).unwrap();
    assert_eq!(backups.as_array().unwrap().len(), 1);
}

#[test]
fn a_backup_is_put_back_and_what_it_replaces_is_kept() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    let copy = copy.to_str().unwrap();
    home.ok(&["backup", copy]);
    let (code, _, err) = home.run(&["backup", copy]);
    assert!(code == 2 && err.contains("is there already"), "{code} {err}");
    home.ok(&["new", "chin"]);
    let out = home.ok(&["restore", copy]);
    assert!(!home.ok(&["list"]).contains("chin") && home.ok(&["list"]).contains("chest"));
    assert!(home.ok(&["doctor"]).contains("whole"));
    let kept = home.journal().with_extension("spotlog.before-restore-1");
    assert!(out.contains("before-restore-1"), "{out}");
    assert!(home.ok(&["--journal", kept.to_str().unwrap(), "list"]).contains("chin"));
}

#[test]
fn a_journal_that_somebody_writes_to_is_not_replaced() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    home.ok(&["new", "chin"]);
    let writer = rusqlite::Connection::open(home.journal()).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (code, _, err) = home.run(&["restore", copy.to_str().unwrap(), "--wait", "0"]);
    assert_eq!(code, 4, "{err}");
    drop(writer);
    assert!(home.ok(&["list"]).contains("chin"));
    home.ok(&["doctor"]);
}

#[test]
fn what_is_no_whole_journal_is_not_put_back() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let text = home.write("text", "no journal at all, but long enough to be looked at");
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x55);
    let damaged = home.path("damaged.spotlog");
    std::fs::write(&damaged, bytes).unwrap();
    for (file, code) in [(text.as_str(), 5), (damaged.to_str().unwrap(), 5), ("/no/such/file", 3)] {
        assert_eq!(home.run(&["restore", file]).0, code, "{file}");
        assert!(home.ok(&["list"]).contains("chest"));
    }
    assert!(!home.journal().with_extension("spotlog.before-restore-1").exists());
}

#[test]
fn with_several_people_nobody_is_forgotten_or_confused() {
    let home = Home::new();
    home.ok(&["people", "--add", "Ben"]);
    home.ok(&["new", "chest"]);
    assert_eq!(home.ok(&["people"]), "Me\nBen\n", "the first person is the one who logs");
    home.ok(&["--person", "Ben", "symptom", "stiff-neck", "fever"]);
    for verb in ["list", "why"] {
        assert!(home.ok(&[verb]).contains("Ben"), "{verb} tells of the emergency of somebody else");
    }
    assert_eq!(home.run(&["undo", "--person", "Nobody"]).0, 3);
    assert!(home.ok(&["undo"]).contains("(Ben)"), "an undo says whose entry it took back");
}

/// Writes a file with a passphrase.
fn secret(home: &Home, words: &str) -> String {
    home.write("secret", &format!("{words}\n"))
}

/// Returns every file in the home directory that contains these bytes.
fn files_with(home: &Home, words: &str) -> Vec<std::path::PathBuf> {
    let files = std::fs::read_dir(home.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let holds = |path: &std::path::PathBuf| {
        path.is_file() && std::fs::read(path).unwrap().windows(words.len()).any(|bytes| bytes == words.as_bytes())
    };
    files.filter(holds).collect()
}

#[test]
fn an_encrypted_backup_is_opened_by_its_passphrase_alone_and_leaves_nothing_in_clear() {
    let home = Home::new();
    home.ok(&["new", "chest", "--note", "only for me"]);
    let (copy, right) = (home.path("copy.age"), secret(&home, "four words or more"));
    let copy = copy.to_str().unwrap();
    let before = files_with(&home, "only for me");
    let told = home.ok(&["backup", copy, "--encrypt", "--passphrase-file", &right]);
    assert!(told.contains("Only its passphrase opens it"), "{told}");
    assert_eq!(files_with(&home, "only for me"), before, "no other file holds a word of it");
    let (code, _, err) = home.run(&["--journal", copy, "list"]);
    assert!(code == 5 && err.contains("it is an encrypted copy; spotlog restore puts it back"), "{code} {err}");
    home.ok(&["new", "chin"]);
    let wrong = home.write("wrong", "something else");
    let (code, _, err) = home.run(&["restore", copy, "--passphrase-file", &wrong]);
    assert!(code == 2 && err.contains("does not open this file"), "{code} {err}");
    let (code, _, err) = home.run(&["restore", copy]);
    assert!(code == 2 && err.contains("no terminal to ask"), "{code} {err}");
    assert!(home.ok(&["list"]).contains("chin"));
    home.ok(&["restore", copy, "--passphrase-command", &format!("cat {right}")]);
    assert!(!home.ok(&["list"]).contains("chin") && home.ok(&["show", "1"]).contains("only for me"));
    home.ok(&["doctor"]);
    let mut bytes = std::fs::read(copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(copy, &bytes).unwrap();
    assert_eq!(home.run(&["restore", copy, "--passphrase-file", &right]).0, 2);
    assert!(home.ok(&["list"]).contains("chest"));
}

#[test]
fn an_encrypted_export_is_read_again_and_machines_share_one_passphrase() {
    let (a, b) = (Home::new(), Home::new());
    a.ok(&["new", "chest"]);
    let key = secret(&a, "four words or more");
    let file = a.path("journal.age");
    let file = file.to_str().unwrap();
    a.ok(&["export", file, "--encrypt", "--passphrase-file", &key]);
    assert!(std::fs::read(file).unwrap().starts_with(b"age-encryption.org/v1"));
    b.ok(&["import", file, "--passphrase-file", &key]);
    assert!(b.ok(&["list"]).contains("chest"));
    let shared = a.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let shared = shared.to_str().unwrap();
    a.ok(&["new", "chin"]);
    a.ok(&["sync", shared, "--encrypt", "--passphrase-file", &key]);
    let (code, _, err) = b.run(&["sync", shared]);
    assert!(
        code == 2 && err.contains("are encrypted; add --encrypt"),
        "nothing in clear beside what is encrypted: {err}"
    );
    b.ok(&["sync", shared, "--encrypt", "--passphrase-file", &key]);
    assert!(b.ok(&["list"]).contains("chin"));
    for file in std::fs::read_dir(shared).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1"));
    }
}

/// Overwrites the first page of a table.
fn damage(journal: &std::path::Path, table: &str) {
    let connection = rusqlite::Connection::open(journal).unwrap();
    let page: i64 =
        connection.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0)).unwrap();
    connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(())).unwrap();
    drop(connection);
    let mut bytes = std::fs::read(journal).unwrap();
    let start = (usize::try_from(page).unwrap() - 1) * 4096;
    bytes[start..start + 4096].fill(0x55);
    std::fs::write(journal, bytes).unwrap();
}

#[test]
fn a_damaged_journal_is_made_anew_from_a_backup_and_its_history() {
    for table in ["observation", "spot", "person"] {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        home.ok(&["look", "1", "--size", "3", "--by", "ruler", "--note", "kept"]);
        home.ok(&["new", "chin"]);
        home.ok(&["undo"]);
        let whole = home.ok(&["export", "-"]);
        damage(&home.journal(), table);
        let damaged = std::fs::read(home.journal()).unwrap();
        let (code, _, err) = home.run(&["doctor"]);
        assert!(code == 5 && err.contains("The way back") && err.contains("newest good backup"), "{code} {err}");
        assert_eq!(std::fs::read(home.journal()).unwrap(), damaged, "looking changes nothing");
        let told = home.ok(&["doctor", "--repair"]);
        assert!(told.contains("4 later changes") && told.contains("all of them are back"), "{told}");
        assert_eq!(home.ok(&["export", "-"]), whole);
        assert_eq!(std::fs::read(home.path("journal.spotlog.damaged-1")).unwrap(), damaged);
        assert!(home.ok(&["doctor"]).contains("whole"));
        assert!(home.ok(&["redo"]).contains("chin"), "the history goes on where it was");
    }
}

#[test]
fn without_a_backup_the_history_alone_tells_everything_and_without_both_nothing_is_touched() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let whole = home.ok(&["export", "-"]);
    std::fs::remove_dir_all(home.path("journal.spotlog.backups")).unwrap();
    damage(&home.journal(), "spot");
    assert!(home.run(&["doctor"]).2.contains("there is no good backup"));
    assert!(home.ok(&["doctor", "--repair"]).contains("the history alone"));
    assert_eq!(home.ok(&["export", "-"]), whole);
    std::fs::remove_dir_all(home.path("journal.spotlog.backups")).ok();
    damage(&home.journal(), "spot");
    damage(&home.journal(), "history");
    let bytes = std::fs::read(home.journal()).unwrap();
    assert_eq!(home.run(&["doctor", "--repair"]).0, 5);
    assert_eq!(std::fs::read(home.journal()).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn a_journal_that_others_may_open_is_told_and_made_private() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.ok(&["new", "chest"]);
    std::fs::set_permissions(home.journal(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let (code, out, _) = home.run(&["doctor"]);
    assert!(code == 1 && out.contains("others may open"), "{code} {out}");
    let (_, _, err) = home.run(&["list"]);
    assert!(err.contains("others on this machine may open your journal") && err.contains("doctor --repair"), "{err}");
    home.ok(&["doctor", "--repair"]);
    assert_eq!(std::fs::metadata(home.journal()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run(&["list"]).2, "");
}

#[test]
fn a_backup_is_put_in_the_place_of_a_journal_that_can_no_longer_be_opened() {
    for lost in [0..100, 0..4096, 4096..40960] {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        let copy = home.path("copy.spotlog");
        home.ok(&["backup", copy.to_str().unwrap()]);
        let mut bytes = std::fs::read(home.journal()).unwrap();
        bytes[lost].fill(0);
        std::fs::write(home.journal(), &bytes).unwrap();
        assert_eq!(home.run(&["doctor"]).0, 5);
        assert!(home.ok(&["backup"]).contains("journal.spotlog.backups"), "the backups are listed all the same");
        let told = home.ok(&["restore", copy.to_str().unwrap()]);
        assert!(told.contains("before-restore-1"), "{told}");
        assert!(home.ok(&["list"]).contains("chest"));
        assert_eq!(std::fs::read(home.path("journal.spotlog.before-restore-1")).unwrap(), bytes);
        home.ok(&["doctor"]);
    }
}

#[cfg(unix)]
#[test]
fn a_backup_that_others_may_open_is_put_back_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o644)).unwrap();
    home.ok(&["restore", copy.to_str().unwrap()]);
}

#[test]
fn old_history_that_cannot_be_read_does_not_keep_the_new_one_from_coming_back() {
    let home = Home::new();
    home.ok(&["new", "chest", "--note", &"long ago ".repeat(400)]);
    for _ in 0..12 {
        home.ok(&["look", "1", "--note", &"long ago ".repeat(400)]);
    }
    // As if all that was on earlier days: the backup of today contains it.
    std::fs::remove_dir_all(home.path("journal.spotlog.backups")).unwrap();
    home.ok(&["look", "1", "--note", "of today"]);
    let whole = home.ok(&["export", "-"]);
    let connection = rusqlite::Connection::open(home.journal()).unwrap();
    connection.pragma_update_and_check(None, "wal_checkpoint", "TRUNCATE", |_| Ok(())).unwrap();
    drop(connection);
    let mut bytes = std::fs::read(home.journal()).unwrap();
    // The first leaf page of the history contains the first note. The rows of today are on a later page.
    let words = b"long ago long ago";
    let at = bytes.windows(words.len()).position(|window| window == words).unwrap() / 4096 * 4096;
    bytes[at..at + 4096].fill(0x55);
    std::fs::write(home.journal(), &bytes).unwrap();
    assert_eq!(home.run(&["doctor"]).0, 5);
    home.ok(&["doctor", "--repair"]);
    assert_eq!(home.ok(&["export", "-"]), whole);
}

#[test]
fn a_passphrase_encrypts_with_and_without_the_option_that_says_so() {
    let home = Home::new();
    home.ok(&["new", "chest", "--note", "only for me"]);
    let key = secret(&home, "four words or more");
    let line = format!("cat {key}");
    for quiet in [&[][..], &["-q"]] {
        for given in [["--passphrase-file", key.as_str()], ["--passphrase-command", line.as_str()]] {
            for verb in ["export", "backup", "sync"] {
                let folder = tempfile::tempdir().unwrap();
                let target = if verb == "sync" { folder.path().to_owned() } else { folder.path().join("file") };
                home.ok(&[&[verb, target.to_str().unwrap()][..], &given, quiet].concat());
                let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
                assert!(
                    std::fs::read(file).unwrap().starts_with(b"age-encryption.org/v1"),
                    "{verb} {given:?} {quiet:?}"
                );
            }
        }
    }
    assert_eq!(home.run(&["backup", "--passphrase-file", &key]).0, 2, "there is nothing to encrypt");
}

#[cfg(unix)]
#[test]
fn plain_text_says_so_beside_the_answer_and_nothing_else_does() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let key = secret(&home, "four words or more");
    let shared = home.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let (file, copy, page) = (home.path("file"), home.path("copy"), home.path("page.txt"));
    let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    let path = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    for (verb, target) in [
        (words("export"), path(&file)),
        (words("backup"), path(&copy)),
        (words("report --out"), path(&page)),
        (words("sync"), path(&shared)),
    ] {
        let arguments: Vec<&str> = verb.iter().copied().chain([target.as_str()]).collect();
        let (code, out, err) = home.run(&arguments);
        assert!(
            code == 0 && err.contains("is not encrypted: whoever gets it can read it"),
            "{arguments:?}: {out}{err}"
        );
        assert!(!out.contains("encrypted"), "{arguments:?}: {out}");
        let _ = std::fs::remove_file(&target);
        assert_eq!(home.run(&[&arguments[..], &["-q"]].concat()).2, "", "{arguments:?}");
    }
    assert_eq!(home.run(&["export", "-"]).2, "");
    let sealed = path(&home.path("sealed"));
    let may = |mode| {
        std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    may(0o600);
    assert_eq!(home.run(&["export", &sealed, "--passphrase-file", &key]).2, "");
    may(0o644);
    let (_, _, err) = home.run(&["import", &sealed, "--passphrase-file", &key]);
    assert!(err.contains("others on this machine may read"), "{err}");
    for weak in ["seven77", "password1", "aaaaaaaaaa"] {
        let weak = secret(&home, weak);
        let sealed = path(&home.path("weak"));
        let (code, _, err) = home.run(&["export", &sealed, "--passphrase-file", &weak]);
        assert!(code == 2 && err.contains("--weak-passphrase"), "{err}");
        home.ok(&["export", &sealed, "--passphrase-file", &weak, "--weak-passphrase"]);
        std::fs::remove_file(&sealed).unwrap();
    }
}

#[test]
fn a_sealed_file_has_the_same_cost_everywhere_and_opens_within_a_limit() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let key = secret(&home, "four words or more");
    let file = home.path("sealed");
    let mut export = home.spotlog();
    export.args(["export", file.to_str().unwrap(), "--passphrase-file", &key]).env_remove("SPOTLOG_SEAL_COST");
    export.assert().success();
    let bytes = std::fs::read(&file).unwrap();
    let end = bytes.iter().position(|&b| b == b'\n').unwrap() + 1;
    let line = bytes[end..].split(|&b| b == b'\n').next().unwrap();
    assert!(line.starts_with(b"-> scrypt ") && line.ends_with(b" 18"), "{}", String::from_utf8_lossy(line));
    // The work factor of a hostile file is checked before any work is done.
    for factor in ["21", "40", "63"] {
        let mut hostile = bytes.clone();
        let at = end + line.len() - 2;
        hostile.splice(at..at + 2, factor.bytes());
        let path = home.path("hostile");
        std::fs::write(&path, hostile).unwrap();
        for verb in ["import", "restore"] {
            let (code, _, err) = home.run(&[verb, path.to_str().unwrap(), "--passphrase-file", &key]);
            assert!(code == 2 && err.contains("more than 1 GiB"), "{verb} {factor}: {code} {err}");
        }
    }
}
