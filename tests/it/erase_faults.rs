//! Tests that kill the erasing or fail its disk at any step. Afterwards the text is either unchanged or erased
//! everywhere. The next start completes an erasing that was started.

use crate::copies::Attempts;
use crate::erase::{MARK, back_up, files_with};
use crate::harness::{Home, day, steps as steps_of};
use spotlog::store::Store;

const ERASE: [&str; 4] = ["erase", "spot", "2", "--yes"];

/// Returns a journal with two backups, in which spot 2 contains the text.
fn attempts() -> Attempts {
    let begin = Home::new();
    begin.ok(&["new", "chest", "--note", "stays"]);
    begin.ok(&["new", "chin", "--label", "Quitte-label", "--note", &"Quitte-note ".repeat(600)]);
    begin.ok(&["look", "2", "--note", "Quitte-later", "--glass", "does-not-fade"]);
    back_up(&begin);
    Attempts::over(begin)
}

fn content(attempts: &Attempts) -> String {
    attempts.ask(&["export", "-"])
}

/// Asserts that after the next start the journal is unchanged or no file contains the text.
#[track_caller]
fn is_everywhere_or_nowhere(attempts: &Attempts, old: &str, new: &str, case: &str) {
    // A read-only command completes the erasing when it starts.
    attempts.ask(&["list"]);
    let found = content(attempts);
    let holders = files_with(&attempts.work(), MARK.as_bytes());
    if found == old {
        let backups = spotlog::store::backups_of(&attempts.journal());
        let held = backups.iter().filter(|(_, backup)| holders.contains(backup)).count();
        assert!(held >= 2 && holders.contains(&attempts.journal()), "{case}: half is erased, {holders:?}");
    } else {
        assert_eq!(found, new, "{case}");
        assert!(holders.is_empty(), "{case}: still in {holders:?}");
    }
    for (_, backup) in
        spotlog::store::backups_of(&attempts.journal()).into_iter().chain([(day("2026-11-21"), attempts.journal())])
    {
        let checks = Store::open_to_check(&backup).unwrap().check().unwrap();
        assert!(checks.iter().all(|check| check.found.is_ok() || check.is_about_permissions()), "{case}: {backup:?}");
    }
}

/// Returns the content before and after, and the number of steps.
fn old_and_new(attempts: &Attempts) -> (String, String, u32) {
    attempts.begin();
    let old = content(attempts);
    let (code, steps) = attempts.run(&ERASE, None);
    assert_eq!(code, Some(0));
    (old, content(attempts), steps)
}

#[test]
fn an_erasing_that_is_killed_at_any_step_is_completed_by_the_next_start_or_was_not_begun() {
    let attempts = attempts();
    let (old, new, _) = old_and_new(&attempts);
    assert!(old.contains(MARK) && !new.contains(MARK));
    let begun = std::cell::Cell::new(0);
    attempts.kill_everywhere(&ERASE, |at| {
        is_everywhere_or_nowhere(&attempts, &old, &new, &format!("killed at {at}"));
        let is_begun = content(&attempts) == new;
        begun.set(begun.get() + u32::from(is_begun));
        if !is_begun {
            attempts.ask(&ERASE);
            assert!(files_with(&attempts.work(), MARK.as_bytes()).is_empty(), "{at}: it cannot be repeated");
        }
    });
    assert!(begun.get() > 3, "no kill came after the erasing was begun");
}

#[test]
fn an_erasing_on_a_disk_that_fails_at_any_step_says_so_and_is_completed_by_the_next_start() {
    let attempts = attempts();
    let (old, new, steps) = old_and_new(&attempts);
    let mut unfinished = 0;
    for at in steps_of(steps) {
        for with in ["full", "once"] {
            attempts.begin();
            let (code, err) = attempts.fail(&ERASE, with, Some(at));
            let case = format!("failing {with} at {at} of {steps}: {code:?} {err}");
            match code {
                Some(0) => {
                    assert!(files_with(&attempts.work(), MARK.as_bytes()).is_empty(), "{case}: done, and not gone")
                }
                Some(_) => assert!(err.contains("spotlog: "), "{case}"),
                None => panic!("{case}: killed"),
            }
            unfinished += u32::from(err.contains("The next start of spotlog goes on with it"));
            is_everywhere_or_nowhere(&attempts, &old, &new, &case);
        }
    }
    assert!(unfinished > 3, "{unfinished}");
}

#[test]
fn a_sync_that_is_killed_while_it_erases_is_completed_by_the_next_one() {
    let (a, b) = (Home::new(), Home::new());
    let shared = b.path("shared");
    std::fs::create_dir(&shared).unwrap();
    let folder = shared.to_str().unwrap().to_owned();
    a.ok(&["new", "chest"]);
    a.ok(&["new", "chin", "--label", MARK, "--note", "Quitte-note"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &folder]);
    }
    back_up(&b);
    a.ok(&ERASE);
    a.ok(&["sync", &folder]);
    let attempts = Attempts::over(b);
    // The folder is copied with the journal, so that every attempt starts with the same one. It has the own file in it.
    let work = attempts.work().join("shared").to_str().unwrap().to_owned();
    attempts.in_what_it_begins_with("journal.spotlog.machine", &folder, &work);
    let folder = work;
    attempts.kill_everywhere(&["sync", &folder], |at| {
        attempts.ask(&["sync", &folder]);
        let holders = files_with(&attempts.work(), MARK.as_bytes());
        // A sync writes each file under a temporary name and renames it, so no other file may contain the text.
        assert!(holders.is_empty(), "killed at {at}: still in {holders:?}");
        attempts.ask(&["doctor"]);
    });
}
