//! Tests with a journal that is moved away while open, that is missing but has backups, or that lacks its log.

use crate::harness::{Home, Screen, context, day};
use crossterm::event::Event;
use spotlog::error::Error;
use spotlog::guidance::Windows;
use spotlog::ops;
use spotlog::store::{Store, backups_of};
use std::fs;
use std::path::Path;

const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    spotlog::store::with_ending(path, ending)
}

/// An event that can happen to the file of an open journal, with its name.
type Way = (&'static str, fn(&Home));

const WAYS: [Way; 4] = [
    ("renamed", |home| fs::rename(home.journal(), home.path("elsewhere")).unwrap()),
    ("deleted", |home| ENDINGS.iter().for_each(|ending| fs::remove_file(beside(&home.journal(), ending)).unwrap())),
    ("replaced", |home| {
        let other = Home::new();
        other.ok(&["new", "nose"]);
        fs::rename(other.journal(), home.journal()).unwrap();
    }),
    ("its log deleted", |home| fs::remove_file(beside(&home.journal(), "-wal")).unwrap()),
];

#[test]
fn what_is_written_to_a_file_that_was_moved_away_is_not_acknowledged() {
    let windows = Windows::default();
    for (way, happens) in WAYS {
        let home = Home::new();
        home.ok(&["new", "chest", "--on", "2026-11-01"]);
        let mut store = Store::open(&home.journal()).unwrap();
        ops::same(
            &mut store,
            &context(&windows),
            &[1],
            day("2026-11-20").and_hms_opt(9, 0, 0).map(spotlog::domain::Moment::at).unwrap(),
        )
        .unwrap();
        happens(&home);
        let there = fs::read(home.journal()).ok();
        let again =
            ops::close_spot(&mut store, &context(&windows), 1, day("2026-11-20"), spotlog::domain::Because::Removed);
        assert!(matches!(again, Err(Error::Moved { .. })), "{way}");
        assert_eq!(there, fs::read(home.journal()).ok(), "{way}: what is there now is left alone");
        let saved = home.path("saved");
        store.save_elsewhere(&saved).unwrap();
        ops::close_spot(&mut store, &context(&windows), 1, day("2026-11-20"), spotlog::domain::Because::Removed)
            .unwrap();
        drop(store);
        let shown = home.ok(&["--journal", saved.to_str().unwrap(), "show", "1"]);
        assert!(shown.contains("removed") && shown.contains("no change noticed"), "{way}: {shown}");
    }
}

#[test]
fn a_form_whose_journal_was_moved_away_is_kept_and_saved_in_another_file() {
    for (way, happens) in &WAYS[..3] {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        let mut screen = Screen::on_file(&home.journal(), 100, 30);
        screen.press("nheel<C-s>").shows("Spot 2 is logged: heel");
        screen.app.tick();
        screen.press("ncalf");
        happens(&home);
        screen.press("<C-s>").shows("was renamed, deleted or replaced").shows("The journal's file is gone: save it as");
        screen.hides("is logged: calf");
        let saved = home.path("saved");
        for _ in 0..120 {
            screen.press("<BS>");
        }
        // An existing file is refused with an error beside the field.
        fs::write(&saved, "mine").unwrap();
        screen.event(Event::Paste(saved.to_str().unwrap().into())).press("<C-s>").shows("is there already");
        fs::remove_file(&saved).unwrap();
        screen.press("<C-s>").shows("Save again what was not saved").shows("New spot").shows("calf");
        screen.press("<C-s>").shows("is logged: calf");
        drop(screen);
        let list = home.ok(&["--journal", saved.to_str().unwrap(), "list"]);
        assert!(["chest", "heel", "calf"].iter().all(|site| list.contains(site)), "{way}: {list}");
        if *way == "replaced" {
            assert!(home.ok(&["list"]).contains("nose"), "what took its place is left alone");
            home.ok(&["doctor"]);
        }
    }
}

#[test]
fn a_file_that_takes_the_place_of_an_open_journal_is_given_no_log_of_it() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-11-01"]);
    let mut store = Store::open(&home.journal()).unwrap();
    let at = "2026-11-20".parse().unwrap();
    ops::same(&mut store, &context(&Windows::default()), &[1], at).unwrap();
    let (_, replace) = WAYS[2];
    replace(&home);
    // The other program is still open, like one that was killed.
    for _ in 0..2 {
        assert!(home.ok(&["list"]).contains("nose"));
        home.ok(&["doctor"]);
    }
    home.ok(&["new", "chin"]);
    let reader = Store::open(&home.journal()).unwrap();
    home.ok(&["new", "lip"]);
    drop(store);
    assert!(beside(&home.journal(), "-wal").exists(), "the log of the other file is not deleted");
    drop(reader);
    let list = home.ok(&["list"]);
    assert!(["nose", "chin", "lip"].iter().all(|site| list.contains(site)), "{list}");
    home.ok(&["doctor"]);
}

#[test]
fn plain_answers_are_kept_until_the_journal_is_saved_elsewhere() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let store = Store::open(&home.journal()).unwrap();
    fs::rename(home.journal(), home.path("elsewhere")).unwrap();
    let saved = home.path("saved");
    let answers = format!("1\nheel\n{}n\n{}\n0\n", "\n".repeat(13), saved.to_str().unwrap());
    let mut out = Vec::new();
    let start = spotlog::tui::Start::new(crate::harness::clock);
    spotlog::tui::run_plain(store, start, &mut answers.as_bytes(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("is logged: heel"), "{out}");
    assert!(home.ok(&["--journal", saved.to_str().unwrap(), "list"]).contains("heel"));
}

#[test]
fn the_file_alone_holds_what_was_acknowledged_once_nobody_presses_a_key() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let copy = home.path("copy");
    let copied = || {
        fs::copy(home.journal(), &copy).unwrap();
        home.ok(&["--journal", copy.to_str().unwrap(), "list"])
    };
    let mut screen = Screen::on_file(&home.journal(), 100, 30);
    assert_eq!(screen.app.waits(), None, "nothing wakes up at rest");
    screen.press("nheel<C-s>").shows("is logged: heel");
    assert!(screen.app.waits().is_some(), "the log is folded in before long");
    screen.app.tick();
    assert!(copied().contains("heel"));
    assert_eq!(screen.app.waits(), None, "and after that nothing wakes up");
    screen.press("ncalf<C-s>").shows("is logged: calf");
    drop(screen);
    assert!(copied().contains("calf"), "on leaving");
    // A verb folds its own entry into the file, even while another program has it open.
    let open = Store::open(&home.journal()).unwrap();
    home.ok(&["new", "nose"]);
    assert!(copied().contains("nose"));
    drop(open);
}

#[test]
fn a_file_that_lacks_its_log_is_noticed() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    assert!(home.ok(&["doctor"]).contains("log: folded into the file"));
    let before = fs::read(home.journal()).unwrap();
    // The log was lost with entries that were not folded in; its index is still there.
    {
        let reader = rusqlite::Connection::open(home.journal()).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM spot").unwrap();
        home.ok(&["same", "1"]);
        for ending in ["", "-shm"] {
            fs::copy(beside(&home.journal(), ending), beside(&home.path("other"), ending)).unwrap();
        }
    }
    let other = home.path("other");
    let (code, out, _) = home.run(&["--journal", other.to_str().unwrap(), "doctor"]);
    assert!(code == 5 && out.contains("-wal is missing"), "{code} {out}");
    home.ok(&["undo"]);
    // A backup has more changes than the file.
    home.ok(&["new", "chin"]);
    let (_, backup) = backups_of(&home.journal()).remove(0);
    fs::remove_file(&backup).unwrap();
    home.ok(&["new", "nose"]);
    fs::write(home.journal(), &before).unwrap();
    let (code, out, _) = home.run(&["doctor"]);
    assert!(code == 5 && out.contains("changes and this file 1"), "{code} {out}");
    // A restored journal may be older.
    home.ok(&["restore", backup.to_str().unwrap()]);
    let older = home.path("older");
    fs::write(&older, &before).unwrap();
    home.ok(&["restore", older.to_str().unwrap()]);
    home.ok(&["doctor"]);
}

#[test]
fn a_missing_or_empty_journal_beside_its_backups_is_no_new_one() {
    for empty in [true, false] {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        let (_, backup) = backups_of(&home.journal()).remove(0);
        fs::copy(home.journal(), &backup).unwrap();
        let lose =
            || if empty { fs::write(home.journal(), "").unwrap() } else { fs::remove_file(home.journal()).unwrap() };
        lose();
        for verb in [&["list"][..], &["new", "chin"], &["doctor"], &["export", "-"], &["undo"], &[]] {
            let (code, out, err) = home.run(verb);
            assert_eq!(code, 3, "{verb:?}: {out}{err}");
            assert!(err.contains("spotlog restore '") && err.contains("spotlog doctor --begin-new"), "{verb:?}: {err}");
        }
        assert_eq!(home.journal().exists(), empty, "nothing was begun");
        home.ok(&["restore", backup.to_str().unwrap()]);
        assert!(home.ok(&["list"]).contains("chest"));
        lose();
        home.ok(&["doctor", "--repair"]);
        assert!(home.ok(&["list"]).contains("chest"));
        assert_eq!(home.run(&["doctor", "--begin-new"]).0, 2, "it is there");
        lose();
        let told = home.ok(&["doctor", "--begin-new"]);
        assert!(told.contains("journal.spotlog.backups-kept-1"), "{told}");
        home.ok(&["new", "chin"]);
        assert!(!home.ok(&["list"]).contains("chest"));
        let kept = fs::read_dir(home.path("journal.spotlog.backups-kept-1")).unwrap().count();
        assert!(kept >= 1);
    }
}

#[test]
fn the_made_up_journal_is_made_again_in_its_own_place_whatever_is_left_there() {
    let home = Home::new();
    let demo = || home.spotlog().env_remove("SPOTLOG_JOURNAL").arg("demo").output().unwrap();
    for _ in 0..3 {
        let output = demo();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let said = String::from_utf8(demo().stdout).unwrap();
    let path = said.split('\'').nth(1).unwrap();
    fs::remove_file(path).unwrap();
    assert!(demo().status.success());
    assert!(home.ok(&["--journal", path, "people"]).contains("Alex Example"));
}

#[test]
fn a_log_without_its_file_is_not_deleted_by_beginning_a_new_one() {
    let home = Home::new();
    fs::write(beside(&home.journal(), "-wal"), [1; 5_000]).unwrap();
    for verb in [&["list"][..], &["new", "chin"]] {
        let (code, out, err) = home.run(verb);
        assert!(code == 5 && err.contains("the file is missing but its log is not"), "{verb:?}: {code} {out}{err}");
    }
    assert_eq!(fs::metadata(beside(&home.journal(), "-wal")).unwrap().len(), 5_000);
}

#[test]
fn a_path_is_a_path_whatever_sqlite_or_a_shell_would_make_of_it() {
    let home = Home::new();
    for name in [":memory:", "file:x.spotlog", "a?b#c%d.spotlog", "-odd", "file:x?mode=memory"] {
        let folder = home.path("folder");
        fs::create_dir(&folder).unwrap();
        let run = |arguments: &[&str]| {
            let output =
                home.spotlog().current_dir(&folder).env("SPOTLOG_JOURNAL", name).args(arguments).output().unwrap();
            assert!(output.status.success(), "{name} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        run(&["new", "chest"]);
        assert!(run(&["list"]).contains("chest"), "{name}");
        run(&["backup", "file:copy"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o400)).unwrap();
            assert!(run(&["list"]).contains("chest"), "{name}, read-only");
        }
        let mut names: Vec<String> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let mut wanted = [name.to_owned(), format!("{name}.backups"), "file:copy".to_owned()];
        wanted.sort();
        assert_eq!(names, wanted);
        fs::remove_dir_all(&folder).unwrap();
    }
    let (code, _, err) = home.run(&["--journal", "file:///nowhere/j", "list"]);
    assert!(code == 2 && err.contains("leave out file://"), "{code} {err}");
}

#[cfg(unix)]
#[test]
fn a_journal_has_one_folder_of_backups_by_whatever_link_it_is_opened() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    home.ok(&["new", "chest"]);
    fs::create_dir(home.path("links")).unwrap();
    let (one, two, ring) = (home.path("links/one"), home.path("two"), home.path("ring"));
    std::os::unix::fs::symlink("../journal.spotlog", &one).unwrap();
    std::os::unix::fs::symlink("links/one", &two).unwrap();
    std::os::unix::fs::symlink("ring", &ring).unwrap();
    home.ok(&["--journal", two.to_str().unwrap(), "new", "chin"]);
    assert!(home.ok(&["list"]).contains("chin"));
    let names: Vec<_> = fs::read_dir(home.path("links")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["one"]);
    assert!(!home.path("two.backups").exists());
    let (code, _, err) = home.run(&["--journal", ring.to_str().unwrap(), "list"]);
    assert!(code != 0 && !err.contains("panicked") && err.contains("ring"), "{code} {err}");
    // A name that is not UTF-8 and has an escape sequence.
    let odd = std::ffi::OsStr::from_bytes(b"\xff\x1b[31m.spotlog");
    for verb in [
        &["paths"][..],
        &["--json", "paths"],
        &["new", "chest"],
        &["--json", "backup"],
        &["doctor"],
        &["--json", "doctor"],
    ] {
        let output =
            home.spotlog().current_dir(home.folder.path()).env("SPOTLOG_JOURNAL", odd).args(verb).output().unwrap();
        assert!(output.status.success(), "{verb:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{verb:?}");
    }
}

/// Needs to mount a file system, which not every machine allows.
#[cfg(target_os = "linux")]
#[test]
fn a_journal_on_a_full_disk_is_read_and_the_disk_is_called_full() {
    let home = Home::new();
    let script = r#"
        mount -t tmpfs -o size=1m tmpfs "$1" 2>/dev/null || exit 77
        j="$1/j"; "$0" --journal "$j" -q new shin || exit 1
        dd if=/dev/zero of="$1/fill" bs=1k count=2000 2>/dev/null
        for v in list "show 1" report "export -"; do "$0" --journal "$j" $v | grep -q shin || { echo "$v"; exit 1; }; done
        "$0" --journal "$j" look 1 --note "$(head -c 9000 /dev/zero | tr '\0' x)" 2>&1
        rm "$1/fill"; "$0" --journal "$j" show 1 --json | grep -c '"presence"'"#;
    let folder = home.path("small");
    fs::create_dir(&folder).unwrap();
    let mut command = std::process::Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_spotlog")])
        .arg(&folder)
        .env("HOME", home.folder.path());
    let Ok(output) = command.output() else { return };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.code() == Some(77) || String::from_utf8_lossy(&output.stderr).contains("unshare") {
        println!("no file system of one's own here");
        return;
    }
    assert!(text.contains("is full; nothing was changed") && text.ends_with("1\n"), "{text}");
}
