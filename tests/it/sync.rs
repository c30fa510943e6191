//! Tests of one journal on several machines.

use crate::harness::{Home, clock, context, day};
use chrono::TimeDelta;
use proptest::prelude::*;
use spotlog::domain::{Answers, Because, Erasures, Journal, Moment, Place, Presence};
use spotlog::exchange::{JournalVersion, read_erased, write_erased};
use spotlog::guidance::Windows;
use spotlog::ops::sync::{Key, Other, State, Synced, read_state, state, take_in, write_state};
use spotlog::ops::{self, Context, NewLook, NewSpot, Now, Subject, WhichLook};
use spotlog::store::{self, Store};

fn folder(home: &Home) -> String {
    let folder = home.path("shared");
    std::fs::create_dir_all(&folder).unwrap();
    folder.to_str().unwrap().to_owned()
}

fn export(home: &Home) -> String {
    let file = home.path("export.json");
    home.ok(&["export", file.to_str().unwrap(), "--force"]);
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn two_machines_agree_byte_for_byte_after_they_saw_each_other() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin", "--note", "from a"]);
    b.ok(&["people", "--add", "Ben"]);
    b.ok(&["new", "chest", "--person", "Ben"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    assert_eq!(export(&a), export(&b));
    assert!(export(&a).contains("from a") && export(&a).contains("Ben"));
    assert!(a.ok(&["sync", &shared]).contains("0 records added, 0 changed, 0 taken away"));
    // Each machine writes only its own file.
    assert_eq!(std::fs::read_dir(&shared).unwrap().count(), 2);
    a.ok(&["doctor"]);
    b.ok(&["doctor"]);
}

#[test]
fn what_is_undone_on_one_machine_is_undone_on_the_other_and_comes_again() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    a.ok(&["sync", &shared]);
    b.ok(&["sync", &shared]);
    assert!(b.ok(&["list"]).contains("left shin"));
    assert_eq!(b.run(&["undo"]).0, 3, "what came from elsewhere is not undone here");
    a.ok(&["undo"]);
    a.ok(&["sync", &shared]);
    assert!(b.ok(&["sync", &shared]).contains("taken away"));
    assert!(!b.ok(&["list"]).contains("left shin"));
    a.ok(&["redo"]);
    a.ok(&["sync", &shared]);
    b.ok(&["sync", &shared]);
    assert!(b.ok(&["list"]).contains("left shin"));
    assert_eq!(export(&a), export(&b));
}

#[test]
fn an_entry_of_another_machine_brings_back_the_spot_that_was_undone_here() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    a.ok(&["sync", &shared]);
    b.ok(&["sync", &shared]);
    a.ok(&["undo"]);
    b.ok(&["look", "1", "--note", "from b"]);
    for home in [&b, &a, &b] {
        home.ok(&["sync", &shared]);
    }
    assert!(a.ok(&["show", "1"]).contains("from b"));
    assert_eq!(export(&a), export(&b));
}

#[test]
fn a_record_that_was_changed_on_both_is_shown_and_both_sides_are_kept() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    a.ok(&["close", "1", "--because", "removed"]);
    b.ok(&["close", "1", "--because", "mistake", "--yes"]);
    a.ok(&["sync", &shared]);
    let told = b.ok(&["sync", &shared]);
    assert!(told.contains("Changed here and elsewhere: spot 1, left shin"), "{told}");
    let kept = rusqlite::Connection::open(b.journal()).unwrap();
    let both: i64 = kept
        .query_row("SELECT count(*) FROM history WHERE op = 'kept-out' AND before LIKE '%removed%'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(both, 1);
    a.ok(&["sync", &shared]);
    assert_eq!(export(&a), export(&b));
    assert!(a.ok(&["sync", &shared]).contains("0 changed"));
}

#[test]
fn an_undo_leaves_alone_what_another_machine_has_built_on() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    for home in [&a, &b] {
        home.ok(&["sync", &shared]);
    }
    b.ok(&["close", "1", "--because", "removed"]);
    for home in [&b, &a] {
        home.ok(&["sync", &shared]);
    }
    let (code, _, err) = a.run(&["undo"]);
    assert!(code == 3 && err.contains("another machine has built on the latest change, new spot, left shin"), "{err}");
    assert!(a.ok(&["show", "1"]).contains("removed"));
    a.ok(&["new", "chin"]);
    let undone = a.ok(&["undo"]);
    assert!(undone.contains("chin") && !undone.contains("built on"), "nothing newer was passed over: {undone}");
    // An older change is undone, and the newer one that stays is named.
    a.ok(&["new", "nose"]);
    a.ok(&["new", "chest"]);
    for home in [&a, &b] {
        home.ok(&["sync", &shared]);
    }
    b.ok(&["close", "3", "--because", "removed"]);
    for home in [&b, &a] {
        home.ok(&["sync", &shared]);
    }
    let undone = a.ok(&["undo"]);
    assert!(undone.contains("nose") && undone.contains("another machine has built on it: new spot, chest"), "{undone}");
    for home in [&a, &b] {
        home.ok(&["sync", &shared]);
    }
    assert_eq!(export(&a), export(&b));
}

#[test]
fn what_was_undone_and_is_imported_again_stays_through_a_sync() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    let file = a.path("once.json");
    let other = Home::new();
    other.ok(&["me", "--name", "Ben"]);
    other.ok(&["new", "nose"]);
    other.ok(&["export", file.to_str().unwrap()]);
    a.ok(&["import", file.to_str().unwrap()]);
    for home in [&a, &b] {
        home.ok(&["sync", &shared]);
    }
    a.ok(&["undo"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    assert!(!export(&b).contains("nose"));
    a.ok(&["import", file.to_str().unwrap()]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    assert!(export(&a).contains("nose") && export(&b).contains("nose"));
}

#[test]
fn one_machine_keeps_its_name_in_each_of_two_folders() {
    let home = Home::new();
    let (first, second) = (folder(&home), home.path("second"));
    std::fs::create_dir(&second).unwrap();
    for n in 0..3 {
        home.ok(&["new", ["chest", "chin", "nose"][n]]);
        home.ok(&["sync", &first]);
        home.ok(&["sync", second.to_str().unwrap()]);
    }
    assert_eq!(std::fs::read_dir(&first).unwrap().count(), 1);
    assert_eq!(std::fs::read_dir(&second).unwrap().count(), 1);
}

#[test]
fn spots_of_one_number_and_people_of_one_name_are_told_apart_the_same_way() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    for home in [&a, &b] {
        home.ok(&["sync", &shared]);
    }
    a.ok(&["new", "chest"]);
    b.ok(&["new", "chin"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    let list = a.ok(&["list"]);
    assert!(list.contains("chest") && list.contains("chin"), "{list}");
    assert_eq!(export(&a), export(&b));
    let c = Home::new();
    c.ok(&["new", "nose"]);
    for home in [&c, &a, &b, &c] {
        home.ok(&["sync", &shared]);
    }
    assert!(a.ok(&["people"]).contains("Me (2)"));
    assert_eq!(export(&a), export(&c));
    assert_eq!(export(&b), export(&c));
}

#[test]
fn half_copied_and_foreign_files_do_no_harm_and_are_told() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    a.ok(&["sync", &shared]);
    let file = std::fs::read_dir(&shared).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&file).unwrap();
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&file, &whole[..length]).unwrap();
        let told = b.ok(&["sync", &shared]);
        assert!(told.contains("Left for the next time"), "{told}");
        assert!(!b.ok(&["list"]).contains("left shin"));
    }
    std::fs::write(&file, &whole).unwrap();
    std::fs::write(format!("{shared}/.syncthing.x.spotlog-sync.tmp"), "half").unwrap();
    std::fs::write(format!("{shared}/notes.txt"), "mine").unwrap();
    assert!(!b.ok(&["sync", &shared]).contains("Left"));
    assert!(b.ok(&["list"]).contains("left shin"));
    assert_eq!(b.run(&["sync", "/no/such/folder"]).0, 3);
}

#[test]
fn a_copy_of_the_whole_folder_of_a_journal_gets_a_name_of_its_own() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin"]);
    a.ok(&["sync", &shared]);
    for ending in ["", ".machine"] {
        let name = format!("journal.spotlog{ending}");
        std::fs::copy(a.path(&name), b.path(&name)).unwrap();
    }
    a.ok(&["new", "chin"]);
    a.ok(&["sync", &shared]);
    b.ok(&["new", "chest"]);
    b.ok(&["sync", &shared]);
    assert_eq!(std::fs::read_dir(&shared).unwrap().count(), 2);
    a.ok(&["sync", &shared]);
    b.ok(&["sync", &shared]);
    assert_eq!(export(&a), export(&b));
    assert!(export(&a).contains("chin") && export(&a).contains("chest"));
}

/// Returns a sync file for a journal in the JSON file format.
fn file_of(journal: &str, gone: &str) -> Vec<u8> {
    let body = format!(r#"{{"journal": {journal}, "gone": {gone}}}"#);
    let sum = spotlog::exchange::checksum(body.as_bytes());
    format!("spotlog-sync/1 sha256:{sum}\n{body}").into_bytes()
}

const HOSTILE: [(&str, &str, &str); 6] = [
    ("a number beyond all", r#"[{"number": 4294967295, "site": "chest"}]"#, "[]"),
    ("one number twice", r#"[{"number": 1, "site": "chest"}, {"number": 1, "site": "nose"}]"#, "[]"),
    ("a time of the year 9999", r#"[{"number": 1, "site": "chest", "changed_at": "9999-12-31T23:59:59Z"}]"#, "[]"),
    ("a day that is none", r#"[{"number": 1, "site": "chest", "first_seen": {"on": "2026-02-30"}}]"#, "[]"),
    (
        "a day of the year 9999",
        r#"[{"number": 1, "site": "chest", "observations": [{"at": "9999-01-01", "presence": "present"}]}]"#,
        "[]",
    ),
    (
        "a removal in the year 9999",
        "[]",
        r#"[{"record": "spot", "id": "0190f7a0-0000-7000-8000-000000000001", "at": "9999-12-31T23:59:59Z"}]"#,
    ),
];

#[test]
fn one_bad_file_is_set_aside_and_named_and_the_others_are_taken_in() {
    let good = Home::new();
    good.ok(&["me", "--name", "Ben"]);
    good.ok(&["new", "nose"]);
    let key = good.write("key", "four words or more\n");
    let sealed = {
        let (other, folder) = (Home::new(), good.path("sealed"));
        std::fs::create_dir(&folder).unwrap();
        other.ok(&["new", "chin"]);
        other.ok(&["sync", folder.to_str().unwrap(), "--encrypt", "--passphrase-file", &key]);
        std::fs::read(std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path()).unwrap()
    };
    type Make = Box<dyn Fn(&std::path::Path)>;
    let mut cases: Vec<(&str, Make, bool)> = Vec::new();
    for (what, spots, gone) in HOSTILE {
        let journal = crate::harness::with_spots(spots);
        cases.push((what, Box::new(move |path| std::fs::write(path, file_of(&journal, gone)).unwrap()), false));
    }
    cases.push(("a folder", Box::new(|path| std::fs::create_dir(path).unwrap()), false));
    cases.push(("an empty file", Box::new(|path| std::fs::write(path, "").unwrap()), false));
    cases.push(("a text", Box::new(|path| std::fs::write(path, "Dear diary").unwrap()), false));
    #[cfg(unix)]
    cases.push((
        "a pipe",
        Box::new(|path| assert!(std::process::Command::new("mkfifo").arg(path).status().unwrap().success())),
        false,
    ));
    #[cfg(unix)]
    cases.push(("a link to nothing", Box::new(|path| std::os::unix::fs::symlink("nothing", path).unwrap()), false));
    #[cfg(unix)]
    cases.push(("a link in a circle", Box::new(|path| std::os::unix::fs::symlink(path, path).unwrap()), false));
    cases.push(("another passphrase", Box::new(move |path| std::fs::write(path, &sealed).unwrap()), true));
    for (what, make, is_sealed) in cases {
        let home = Home::new();
        let shared = folder(&home);
        let word = home.write("word", "another passphrase\n");
        let secret: &[&str] = if is_sealed { &["--encrypt", "--passphrase-file", &word] } else { &[] };
        let sync = |home: &Home| {
            let (code, out, err) = home.run(&[&["sync", &shared][..], secret].concat());
            assert_eq!(code, 0, "{what}: {err}");
            out
        };
        sync(&good);
        let name = "0190f7a0-0000-7000-8000-0000000000ff.spotlog-sync";
        make(&std::path::Path::new(&shared).join(name));
        home.ok(&["new", "chest"]);
        let told = sync(&home);
        assert!(told.contains("1 other machine:") && told.contains(name), "{what}: {told}");
        assert!(home.ok(&["people"]).contains("Ben"), "{what}");
        home.ok(&["doctor"]);
        sync(&home);
    }
}

#[test]
fn two_files_that_contradict_each_other_keep_out_only_one() {
    let home = Home::new();
    let shared = folder(&home);
    // Each file is valid alone, but an observation before the birth date is not.
    let person = |inside: &str| {
        format!(
            r#"{{"format": "spotlog-journal/1", "people": [{{"id": "0190f7a0-0000-7000-8000-00000000000a", "name": "Ann", {inside}}}]}}"#
        )
    };
    let born = person(r#""born": "2026-11-10", "changed_at": "2026-11-20T00:00:00Z""#);
    let look = person(
        r#""spots": [{"number": 1, "site": "chest", "observations": [{"at": "2026-11-01", "presence": "present"}]}]"#,
    );
    for (n, journal) in [(1, &born), (2, &look)] {
        let path = format!("{shared}/0190f7a0-0000-7000-8000-00000000000{n}.spotlog-sync");
        std::fs::write(path, file_of(journal, "[]")).unwrap();
    }
    home.ok(&["new", "chin", "--person", "Ben"]);
    let told = home.ok(&["sync", &shared]);
    assert!(told.contains("1 other machine: 1 records added"), "{told}");
    assert!(told.contains("000002.spotlog-sync") && told.contains("what the machines say of Ann"), "{told}");
}

#[test]
fn something_else_under_this_machines_own_name_stops_nothing() {
    let home = Home::new();
    let shared = folder(&home);
    home.ok(&["new", "chest"]);
    home.ok(&["sync", &shared]);
    let own = std::fs::read_dir(&shared).unwrap().next().unwrap().unwrap().path();
    // An own file that was truncated is written again.
    std::fs::write(&own, "").unwrap();
    home.ok(&["sync", &shared]);
    assert!(std::fs::metadata(&own).unwrap().len() > 0);
    std::fs::remove_file(&own).unwrap();
    std::fs::create_dir(&own).unwrap();
    let told = home.ok(&["sync", &shared]);
    assert!(told.contains("is a folder"), "{told}");
    assert_eq!(std::fs::read_dir(&shared).unwrap().count(), 2, "it has a name of its own again");
    std::fs::write(home.path("journal.spotlog.machine"), "no name").unwrap();
    home.ok(&["sync", &shared]);
}

#[test]
fn copies_that_a_carrier_made_are_one_machine_and_are_named() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "chest"]);
    a.ok(&["sync", &shared]);
    let own = std::fs::read_dir(&shared).unwrap().next().unwrap().unwrap().path();
    let id = own.file_stem().unwrap().to_str().unwrap().to_owned();
    let copies = [".sync-conflict-20261125-040000-ABCDEFG", " (1)", " (conflicted copy 2026-11-25)", "-2"];
    for copy in copies {
        std::fs::copy(&own, format!("{shared}/{id}{copy}.spotlog-sync")).unwrap();
    }
    let told = b.ok(&["sync", &shared]);
    assert!(told.starts_with("1 other machine:"), "{told}");
    assert!(copies.iter().all(|copy| told.contains(copy)), "{told}");
    // Conflict copies of the own file are not another machine either.
    let told = a.ok(&["sync", &shared]);
    assert!(told.starts_with("1 other machine:") && told.contains("sync-conflict"), "{told}");
}

#[test]
fn two_who_are_one_are_merged_undone_and_merged_on_the_other_machine() {
    let (a, b) = (Home::new(), Home::new());
    let shared = folder(&a);
    a.ok(&["new", "left shin", "--note", "from a"]);
    b.ok(&["new", "chest", "--note", "from b"]);
    b.ok(&["new", "chin"]);
    b.ok(&["me", "--born", "1980-01-01", "--condition", "asthma"]);
    b.ok(&["symptom", "headache"]);
    b.ok(&["review", "--by", "doctor", "--said", "seen"]);
    a.ok(&["sync", &shared]);
    let told = b.ok(&["sync", &shared]);
    assert!(told.contains("spotlog people merge \"Me (2)\" \"Me\""), "{told}");
    let told = a.ok(&["sync", &shared]);
    assert!(told.contains("Me (2) is new here") && told.contains("spotlog people merge"), "{told}");
    assert!(a.ok(&["list"]).contains("Also in this journal: Me (2), 2 spots"));
    let two = export(&a);
    let told = a.ok(&["people", "merge", "Me (2)", "Me"]);
    assert!(told.contains("Everything is Me's now") && told.contains("spot 1 is spot 3"), "{told}");
    let list = a.ok(&["list"]);
    assert!(["left shin", "chest", "chin"].iter().all(|site| list.contains(site)), "{list}");
    assert_eq!(a.ok(&["people"]), "Me, born 1 Jan 1980\n");
    // An undo separates them again, with all their records.
    a.ok(&["undo"]);
    let content =
        |text: &str| text.lines().filter(|l| !l.contains("changed_at")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(content(&export(&a)), content(&two));
    a.ok(&["redo"]);
    // The other machine adds an observation meanwhile. Nothing is lost when they sync.
    b.ok(&["look", "1", "--note", "meanwhile", "--person", "Me (2)"]);
    for home in [&a, &b, &a] {
        home.ok(&["sync", &shared]);
    }
    assert_eq!(export(&a), export(&b));
    for home in [&a, &b] {
        assert_eq!(home.ok(&["people"]), "Me, born 1 Jan 1980\n");
        let all = export(home);
        assert!(["from a", "from b", "meanwhile", "headache", "seen"].iter().all(|word| all.contains(word)), "{all}");
        home.ok(&["doctor"]);
    }
    assert_eq!(a.run(&["people", "merge", "Me", "Me"]).0, 2);
    assert_eq!(a.run(&["people", "merge", "Nobody", "Me"]).0, 3);
}

/// An action of a user or a file carrier on one of three machines.
#[derive(Clone, Copy, Debug)]
enum Step {
    NewSpot,
    Look(usize),
    Close(usize, bool),
    Reopen(usize),
    Rename,
    Undo,
    Redo,
    EraseSpot(usize),
    /// Erases one of the first observations of a spot, or only its note.
    EraseLook(usize, usize, bool),
    /// Corrects one of the first looks of a spot, or strikes it out.
    Correct(usize, usize, bool),
    /// Stores an export.
    Export,
    /// Imports the export again, including erased records.
    BringBack,
    /// Reads the file of another machine, which may be old.
    Sync(usize),
    /// Writes the file of this machine.
    Leave,
}

fn step() -> impl Strategy<Value = (usize, Step)> {
    let what = prop_oneof![
        3 => Just(Step::NewSpot),
        3 => (0usize..4).prop_map(Step::Look),
        1 => (0usize..4, any::<bool>()).prop_map(|(n, mistake)| Step::Close(n, mistake)),
        1 => (0usize..4).prop_map(Step::Reopen),
        1 => Just(Step::Rename),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (0usize..4).prop_map(Step::EraseSpot),
        2 => (0usize..4, 1usize..3, any::<bool>()).prop_map(|(of, nth, strike)| Step::Correct(of, nth, strike)),
        1 => Just(Step::Export),
        1 => Just(Step::BringBack),
        2 => (0usize..4, 1usize..3, any::<bool>()).prop_map(|(of, nth, note)| Step::EraseLook(of, nth, note)),
        4 => (0usize..3).prop_map(Step::Sync),
        3 => Just(Step::Leave),
    ];
    (0usize..3, what)
}

struct Machine {
    store: Store,
    /// Its files in the folder: its journal and its erasures.
    left: Option<(Vec<u8>, Vec<u8>)>,
    /// The last export.
    kept: Option<Journal>,
    /// The error of its clock.
    skew: TimeDelta,
}

impl Machine {
    fn act(&mut self, n: usize, what: Step, windows: &Windows, others: &[Option<(Vec<u8>, Vec<u8>)>]) {
        let now = Now { utc: clock().utc + TimeDelta::seconds(n as i64) + self.skew, ..clock() };
        let context = Context { now, ..context(windows) };
        let store = &mut self.store;
        let numbers: Vec<u32> = ops::summarize(store, &context)
            .unwrap()
            .map(|(_, standing)| standing.spots.iter().map(|spot| spot.number).collect())
            .unwrap_or_default();
        let pick = |at: usize| numbers.get(at % numbers.len().max(1)).copied().unwrap_or(1);
        let at = Moment::on(day("2026-11-20"));
        let look = || NewLook {
            at,
            answers: Answers::only(Presence::Present),
            note: format!("step {n}").parse().ok(),
            photos: Vec::new(),
            files: Vec::new(),
            with: Vec::new(),
        };
        // A refused action, such as a look at a missing spot, has no effect.
        match what {
            Step::NewSpot => {
                let new = NewSpot {
                    place: Place::parse("chest").unwrap(),
                    label: None,
                    position: None,
                    first_seen: None,
                    since_birth: Default::default(),
                    onset: None,
                    contexts: Default::default(),
                };
                ops::add_spot(store, &context, new, Some(look())).map(drop).unwrap();
            }
            Step::Look(of) => drop(ops::look(store, &context, pick(of), look())),
            Step::Close(of, mistake) => {
                let because = if mistake { Because::Mistake } else { Because::Removed };
                drop(ops::close_spot(store, &context, pick(of), at.day(), because));
            }
            Step::Reopen(of) => drop(ops::reopen_spot(store, &context, pick(of))),
            Step::Rename => {
                let name = format!("Name {}", n % 3).parse().unwrap();
                let change = ops::PersonChange { name: Some(name), ..Default::default() };
                drop(ops::change_person(store, &context, change));
            }
            Step::Undo => drop(ops::undo(store, &context)),
            Step::Redo => drop(ops::redo(store, &context)),
            Step::EraseSpot(of) => erase(store, &context, Subject::Spot(pick(of))),
            Step::EraseLook(of, nth, note) => {
                let which = WhichLook { spot: pick(of), on: at.day(), nth: Some(nth) };
                erase(store, &context, if note { Subject::Note(which) } else { Subject::Look(which) });
            }
            Step::Correct(of, nth, strike) => {
                let address = ops::Address { of: pick(of).to_string(), on: Some(at.day()), nth: Some(nth) };
                if let Ok(was) = ops::find_saved(store, &context, ops::SavedKind::Look, &address) {
                    let note = format!("corrected {n}").parse().unwrap();
                    drop(match strike {
                        true => ops::strike(store, &context, &was),
                        false => ops::add_note(store, &context, &was, &note),
                    });
                }
            }
            Step::Export => self.kept = Some(self.store.read(store::load_journal).unwrap()),
            Step::BringBack => {
                // The import fails if the name or number is in use by now.
                if let Some(kept) = &self.kept {
                    drop(ops::import_erased_too(store, &context, kept));
                }
            }
            Step::Sync(of) => self.read(&context, &others[of..=of]),
            Step::Leave => {}
        }
    }

    fn read(&mut self, context: &Context<'_>, others: &[Option<(Vec<u8>, Vec<u8>)>]) {
        let other = |(n, (bytes, erased)): (usize, &(Vec<u8>, Vec<u8>))| Other {
            name: format!("file {n}"),
            machine: Some(n.to_string()),
            state: State { erased: read_erased(erased).unwrap(), ..read_state(bytes).unwrap() },
        };
        let others: Vec<Other> = others.iter().flatten().enumerate().map(other).collect();
        let base = self.left.as_ref().map(|(bytes, _)| read_state(bytes).unwrap());
        let mut synced = Synced::default();
        take_in(&mut self.store, context, &others, base.as_ref(), &mut synced).unwrap();
        assert!(synced.left.is_empty(), "{:?}", synced.left);
    }

    fn leave(&mut self) {
        let known = self.store.read(state).unwrap();
        self.left = Some((write_state(&known, JournalVersion::One).unwrap(), write_erased(&known.erased).unwrap()));
    }

    /// Returns how many versions of erased records are still in the tables and the history.
    fn still_has(&self) -> i64 {
        let sql = "SELECT
            (SELECT count(*) FROM history h JOIN erased e ON e.kind = h.in_table AND e.times % 2 = 1
                AND e.id IN (json_extract(h.before, '$.id'), json_extract(h.after, '$.id'))) +
            (SELECT count(*) FROM history h JOIN erased e ON e.kind = 'note' AND e.times % 2 = 1
                AND e.id IN (json_extract(h.before, '$.id'), json_extract(h.after, '$.id'))
                WHERE coalesce(json_extract(h.before, '$.note'), json_extract(h.after, '$.note')) IS NOT NULL) +
            (SELECT count(*) FROM spot JOIN erased e ON e.kind = 'spot' AND e.id = spot.id AND e.times % 2 = 1) +
            (SELECT count(*) FROM observation o JOIN erased e ON e.id = o.id AND e.times % 2 = 1
                AND (e.kind = 'observation' OR e.kind = 'note' AND o.note IS NOT NULL))";
        self.store.read(|c| Ok(c.query_row(sql, [], |row| row.get(0))?)).unwrap()
    }

    fn export(&self) -> String {
        let mut bytes = Vec::new();
        ops::export(&self.store, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }
}

/// Erases a subject, if it exists.
fn erase(store: &mut Store, context: &Context<'_>, subject: Subject) {
    if let Ok(plan) = ops::plan_erasing(store, context, &subject) {
        ops::erase(store, context, &plan).unwrap();
    }
}

/// Returns the configured number of cases. It is small by default, since each case writes three journals.
fn cases() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(32) }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn random_histories_on_three_machines_converge_whatever_the_order(
        steps in proptest::collection::vec(step(), 1..40),
        skews in proptest::array::uniform3(-120i64..120),
    ) {
        let windows = Windows::default();
        let mut machines = skews.map(|skew| Machine {
            store: Store::open_in_memory().unwrap(),
            left: None,
            kept: None,
            skew: TimeDelta::seconds(skew),
        });
        for (n, (on, what)) in steps.into_iter().enumerate() {
            let others = [0, 1, 2].map(|m| machines[m].left.clone());
            machines[on].act(n, what, &windows, &others);
            if matches!(what, Step::Leave) {
                machines[on].leave();
            }
        }
        // A record that exists on some machine and was deleted on none must exist in the end.
        let known: Vec<State> = machines.iter().map(|machine| machine.store.read(state).unwrap()).collect();
        let mut erased = Erasures::default();
        known.iter().for_each(|state| erased.join(&state.erased));
        let gone = |key: &Key| known.iter().any(|state| state.gone.contains_key(key));
        // Children of erased records are erased too.
        let is_erased = |state: &State, key: Key| {
            let owner = |key: &Key| state.entries.get(key).and_then(|entry| entry.owner);
            std::iter::successors(Some(key), owner).any(|(kind, id)| erased.has(kind.word(), id))
        };
        let there = known.iter().flat_map(|state| state.entries.keys().map(move |key| (state, *key)));
        let must_stay: Vec<Key> =
            there.filter(|(state, key)| !gone(key) && !is_erased(state, *key)).map(|(_, key)| key).collect();
        // All machines write and read their files until nothing changes.
        for round in 0..6 {
            let mut quiet = true;
            for on in 0..3 {
                let others = [0, 1, 2].map(|m| machines[m].left.clone());
                machines[on].read(&context(&windows), &others);
                let said = machines[on].left.clone();
                machines[on].leave();
                quiet &= said == machines[on].left;
            }
            if quiet {
                break;
            }
            prop_assert!(round < 5, "they never come to rest");
        }
        let last = machines[0].store.read(state).unwrap();
        for key in must_stay {
            prop_assert!(last.entries.contains_key(&key), "{key:?} is lost");
        }
        for key in last.entries.keys() {
            prop_assert!(!erased.has(key.0.word(), key.1), "{key:?} came back");
        }
        for machine in &machines {
            prop_assert_eq!(machine.still_has(), 0);
            prop_assert_eq!(&machine.store.read(state).unwrap().erased, &last.erased);
        }
        let first = machines[0].export();
        prop_assert_eq!(&first, &machines[1].export());
        prop_assert_eq!(&first, &machines[2].export());
        for machine in &machines {
            prop_assert!(machine.store.check().unwrap().iter().all(|check| check.found.is_ok()));
        }
    }
}
