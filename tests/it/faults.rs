//! Tests with a disk that fails at every step. Afterwards the journal has the old state or the new one, the error is
//! reported, and the file is intact. The failing disk is a small library that is loaded before the C library.

use crate::harness::Home;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles the failing disk with the C compiler, which SQLite needs too.
pub(crate) fn failing_disk(folder: &Path) -> PathBuf {
    let library = folder.join("inject.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/inject.c");
    let done = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(done.unwrap().success());
    library
}

/// A command that is run while the disk fails.
pub(crate) struct Act {
    pub name: &'static str,
    pub arguments: Vec<String>,
    /// Text that at least one failure must print.
    pub leads_to: &'static str,
}

/// Returns the journal as an export.
fn content(home: &Home) -> String {
    home.ok(&["export", "-"])
}

/// Copies the folder of the journal, so that every attempt starts with the same state.
pub(crate) fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Fails the command at each step of [`crate::harness::steps`], with both kinds of failure. Returns twice the number of
/// steps.
pub(crate) fn fail_everywhere(library: &Path, begin: &Path, act: &Act) -> u32 {
    let home = Home::new();
    let work = home.path("work");
    let journal = work.join("journal.spotlog");
    let run = |at: Option<u32>, with: &str| {
        copy(begin, &work);
        let count = home.path("count");
        let _ = std::fs::remove_file(&count);
        let mut command = home.spotlog();
        command
            .env("SPOTLOG_JOURNAL", &journal)
            .env("FAIL_IN", &work)
            .env("FAIL_WITH", with)
            .env("LD_PRELOAD", library);
        match at {
            Some(at) => command.env("FAIL_AT", at.to_string()),
            None => command.env("FAIL_COUNT", &count),
        };
        let output = command.args(&act.arguments).output().unwrap();
        // Errors come before messages of success.
        let text = format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        (output.status.code(), text, std::fs::metadata(&count).map_or(0, |file| file.len() as u32))
    };
    let read = || {
        let ask = |arguments: &[&str]| {
            let output = home.spotlog().env("SPOTLOG_JOURNAL", &journal).args(arguments).output().unwrap();
            assert!(output.status.success(), "{}: {}", act.name, String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        ask(&["doctor"]);
        let lines = ask(&["export", "-"]);
        // Ids and times of new entries differ between runs.
        let stays = |line: &&str| !line.contains("\"changed_at\"") && !line.contains("\"id\"");
        lines.lines().filter(stays).collect::<Vec<_>>().join("\n")
    };
    copy(begin, &work);
    let old = read();
    let (code, text, steps) = run(None, "");
    assert_eq!(code, Some(0), "{}: {text}", act.name);
    let new = read();
    assert!(steps > 3, "{} writes {steps} times", act.name);
    let mut told = false;
    for at in crate::harness::steps(steps) {
        for with in ["full", "once"] {
            let (code, text, _) = run(Some(at), with);
            let found = read();
            let case = format!("{} failing {with} at {at} of {steps}: {code:?} {text}", act.name);
            assert!(found == old || found == new, "{case}: neither the old state nor the new one");
            match code {
                // A failure after the entry was saved, such as in its backup, does not undo it.
                Some(0) => assert!(found == new, "{case}: done, but not there"),
                Some(_) => assert!(text.starts_with("spotlog: "), "{case}"),
                None => panic!("{case}: killed"),
            }
            told |= text.contains(act.leads_to);
        }
    }
    assert!(told, "{}: no failure led to \"{}\"", act.name, act.leads_to);
    steps * 2
}

#[test]
fn a_disk_that_fails_at_any_step_leaves_the_old_state_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let library = failing_disk(folder.path());
    let other = Home::new();
    other.ok(&["new", "chin"]);
    other.ok(&["me", "--name", "Ben"]);
    other.ok(&["new", "nose", "--note", "from elsewhere"]);
    let file = other.path("other.json");
    other.ok(&["export", file.to_str().unwrap()]);
    let shared = other.path("shared");
    std::fs::create_dir(&shared).unwrap();
    other.ok(&["sync", shared.to_str().unwrap()]);
    let backup = other.path("copy.spotlog");
    other.ok(&["backup", backup.to_str().unwrap()]);
    let begin = Home::new();
    begin.ok(&["new", "chest"]);
    begin.ok(&["look", "1", "--size", "3", "--by", "ruler"]);
    content(&begin);
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut acts = vec![
        Act { name: "an entry", arguments: words("same 1"), leads_to: "is full; nothing was changed" },
        Act { name: "an undo", arguments: words("undo"), leads_to: "is full; nothing was changed" },
    ];
    for (name, verb, path) in
        [("an import", "import", &file), ("a sync", "sync", &shared), ("a restoring", "restore", &backup)]
    {
        let arguments = vec![verb.to_owned(), path.to_str().unwrap().to_owned()];
        acts.push(Act { name, arguments, leads_to: "is full" });
    }
    let folder = begin.folder.path();
    let failures: u32 = acts.iter().map(|act| fail_everywhere(&library, folder, act)).sum();
    println!("{failures} failures");
    // The first entry of a day, with the first backup of all.
    std::fs::remove_dir_all(begin.path("journal.spotlog.backups")).unwrap();
    let entry =
        Act { name: "the first entry of a day", arguments: words("same 1"), leads_to: "There is no backup of today" };
    fail_everywhere(&library, folder, &entry);
}
