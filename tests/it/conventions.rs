//! Tests of what a program owes the system around it: the log, bug reports, settings and reminders. None of them holds an
//! entry of the journal.

use crate::harness::Home;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// A word that is in every entry of [`marked`] and must be in nothing else.
const MARK: &str = "Zwiebelturm";

/// Returns a home with the mark in every text of a journal, in its settings and in the name of a folder.
fn marked() -> Home {
    let home = Home::new();
    home.ok(&["me", "--name", MARK, "--condition", MARK, "--allergy", MARK, "--note", MARK]);
    home.ok(&["new", "chest", "--label", MARK, "--note", MARK, "--on", "2026-10-01"]);
    home.ok(&["symptom", "other", "--note", MARK]);
    home.ok(&["medicine", MARK]);
    home.ok(&["treatment", "1", MARK]);
    home.ok(&["review", "1", "--by", "doctor", "--said", MARK]);
    home.run(&["new", MARK]);
    home.run(&["look", "1", "--size", MARK]);
    home.run(&["--person", MARK, "erase", "spot", MARK]);
    home.ok(&["report", "--out", home.path("page.html").to_str().unwrap()]);
    home.ok(&["list"]);
    home
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_log_says_what_was_done_and_holds_no_entry() {
    let home = marked();
    let log = home.path(".local/state/spotlog/spotlog.log");
    let logged = text(&log);
    for word in ["began new", "opened a journal of", "ended with 0", "ended with 2: invalid"] {
        assert!(logged.contains(word), "{word}: {logged}");
    }
    assert!(!logged.contains(MARK) && !logged.contains("chest"), "{logged}");
    assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    let (_, _, err) = home.run(&["list", "--verbose"]);
    assert!(err.contains("began list"), "{err}");
    // A log that cannot be written stops nothing.
    std::fs::remove_file(&log).unwrap();
    std::fs::create_dir(&log).unwrap();
    home.ok(&["list"]);
}

#[test]
fn a_bug_report_has_versions_and_sizes_and_no_entry() {
    let home = marked();
    std::fs::create_dir_all(home.path(".config/spotlog")).unwrap();
    home.write(".config/spotlog/settings.toml", "[emergency]\nnumber = \"0179 555\"\n[terminal]\nmouse = false\n");
    let report = home.ok(&["doctor", "--report"]);
    for word in
        ["SQLite 3", "spots: 1", "looks: 1", "check of entries: passed", "setting terminal.mouse = false (file)"]
    {
        assert!(report.contains(word), "{word}: {report}");
    }
    assert!(!report.contains(MARK) && !report.contains("555") && !report.contains("chest"), "{report}");
    assert!(home.ok(&["--version"]).contains("SQLite 3"));
}

#[test]
fn settings_are_listed_with_their_source_and_edited_only_whole() {
    let home = Home::new();
    assert!(home.ok(&["settings"]).contains("windows.persistence_days       21"));
    let editor = |script: &str| {
        let path = home.path("editor");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        let output = home.spotlog().args(["settings", "edit"]).env("EDITOR", &path).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let settings = home.path(".config/spotlog/settings.toml");
    assert_eq!(editor("true").0, 0);
    assert!(!settings.exists(), "nothing was changed");
    // Every line that is offered for a key can be taken as it is.
    let offered = home.path("offered");
    editor(&format!("cp $1 {}", offered.to_str().unwrap()));
    let offered = std::fs::read_to_string(&offered).unwrap();
    let (_, keys) = offered.split_once("# [keys]\n").unwrap();
    let keys: Vec<&str> = keys.lines().skip(1).collect();
    assert!(keys.iter().any(|line| line.starts_with("# undo = [\"u\"]")), "{offered}");
    for line in keys {
        let (ident, given) = line.trim_start_matches("# ").split_once(" = ").unwrap();
        let given: toml::Table = toml::from_str(&format!("{ident} = {given}")).unwrap();
        let given = given[ident].as_array().unwrap().iter().map(|key| key.as_str().unwrap().to_owned()).collect();
        let mut start = spotlog::tui::Start::new(crate::harness::clock);
        start.set_keys(&std::collections::BTreeMap::from([(ident.to_owned(), given)])).unwrap();
    }
    let (code, err) = editor("printf '[windows]\\npersistence_days = 9000\\n' > $1");
    assert!(code == 2 && err.contains("persistence_days") && !settings.exists(), "{err}");
    let (code, err) = editor("printf '[keys]\\nnew-spots = \"n\"\\n' > $1");
    assert!(code == 2 && err.contains("there is no such command"), "{err}");
    assert_eq!(editor("printf '[windows]\\npersistence_days = 14\\n' > $1").0, 0);
    let listed = home.ok(&["settings"]);
    assert!(listed.lines().any(|line| line.contains("persistence_days") && line.ends_with("file")), "{listed}");
    // A file with a fault is shown with it, and can be mended.
    std::fs::write(&settings, "[windows]\nnonsense = 1\n").unwrap();
    assert!(home.run(&["settings"]).2.contains("nonsense"));
    assert_eq!(editor("printf '' > $1").0, 0);
    home.ok(&["settings"]);
}

#[test]
fn a_reminder_says_nothing_of_the_journal_and_is_taken_away_whole() {
    let home = marked();
    let bin = home.path("bin");
    std::fs::create_dir(&bin).unwrap();
    for name in ["notify-send", "systemctl"] {
        let script = format!("#!/bin/sh\necho {name} \"$@\" >> {}\n", home.path("called").to_str().unwrap());
        std::fs::write(bin.join(name), script).unwrap();
        std::fs::set_permissions(bin.join(name), PermissionsExt::from_mode(0o755)).unwrap();
    }
    let run = |path: &Path, arguments: &[&str]| {
        let output = home.spotlog().args(arguments).env("PATH", path).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&bin, &["remind", "--as-of", "2026-12-24"]);
    assert!(
        text(&home.path("called")).contains("notify-send Spotlog A skin check is due."),
        "{}",
        text(&home.path("called"))
    );
    // No look is due, but an emergency is open. The desktop shows the same neutral words.
    run(&bin, &["new", "belly", "--glass", "does-not-fade", "--count", "many", "--with", "fever"]);
    std::fs::remove_file(home.path("called")).unwrap();
    let said = run(&bin, &["remind"]);
    assert!(said.contains("A skin check is due. spotlog due tells more."), "{said}");
    assert_eq!(text(&home.path("called")), "notify-send Spotlog A skin check is due.\n");
    run(&bin, &["remind", "--install", "--at", "8:05"]);
    let units = home.path(".config/systemd/user");
    let (service, timer) = (units.join("spotlog-remind.service"), units.join("spotlog-remind.timer"));
    assert!(text(&timer).contains("OnCalendar=*-*-* 08:05") && text(&service).contains("\"remind\""));
    let journal = home.journal();
    assert!(
        text(&service).contains(&*journal.to_string_lossy()),
        "the timer may have other folders: {}",
        text(&service)
    );
    assert!(text(&home.path("called")).contains("systemctl --user enable --now spotlog-remind.timer"));
    if Command::new("systemd-analyze").arg("--version").output().is_ok() {
        let verified =
            Command::new("systemd-analyze").args(["verify", "--user"]).args([&service, &timer]).output().unwrap();
        let said = String::from_utf8_lossy(&verified.stderr).into_owned();
        assert!(!said.contains("spotlog-remind"), "{said}");
    }
    run(&bin, &["remind", "--uninstall"]);
    assert!(!service.exists() && !timer.exists());
    assert!(!text(&home.path("called")).contains(MARK));
    // Without systemd it is a line for crontab.
    let nothing = home.path("nothing");
    std::fs::create_dir(&nothing).unwrap();
    let line = run(&nothing, &["remind", "--install", "--at", "08:05"]);
    assert!(line.starts_with("5 8 * * * '") && line.ends_with("'remind'\n"), "{line}");
    assert!(!service.exists());
}

#[test]
fn settings_behind_a_link_stay_behind_it_and_a_pipe_is_refused() {
    let home = Home::new();
    let (folder, real) = (home.path(".config/spotlog"), home.path("dotfiles.toml"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(&real, "").unwrap();
    let settings = folder.join("settings.toml");
    std::os::unix::fs::symlink(&real, &settings).unwrap();
    let editor = home.path("editor");
    std::fs::write(&editor, "#!/bin/sh\nprintf '[terminal]\\nmouse = false\\n' > $1\n").unwrap();
    std::fs::set_permissions(&editor, PermissionsExt::from_mode(0o755)).unwrap();
    assert!(home.spotlog().args(["settings", "edit"]).env("EDITOR", &editor).output().unwrap().status.success());
    assert!(settings.is_symlink() && text(&real).contains("mouse = false"));
    std::fs::remove_file(&settings).unwrap();
    assert!(Command::new("mkfifo").arg(&settings).status().unwrap().success());
    for verb in [&["settings"][..], &["doctor", "--report"]] {
        assert_eq!(home.run(verb).0, 2, "{verb:?}");
    }
}

#[test]
fn the_marks_are_coloured_where_asked_and_nowhere_else() {
    let home = Home::new();
    home.ok(&["new", "left", "shin", "--first-seen", "2026-01-01", "--on", "2026-01-01"]);
    home.ok(&["look", "1"]);
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let out = home.spotlog().args(arguments).envs(variables.iter().copied()).output().unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(text.contains("left shin"), "{text}");
        text.contains('\u{1b}')
    };
    assert!(!colored(&["list"], &[]), "a pipe gets no colours");
    assert!(colored(&["list"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&["list", "--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colored(&["list", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!home.ok(&["export", "-", "--color", "always"]).contains('\u{1b}'), "data stays data");
    let help = |color: &str| home.ok(&["--color", color, "list", "--help"]);
    assert!(help("always").contains('\u{1b}') && !help("never").contains('\u{1b}'));
}

/// Returns what fish offers for the last of these words, a line each.
fn offered(home: &Home, words: &[&str]) -> Vec<String> {
    let out = home.spotlog().env("COMPLETE", "fish").args(["--", "spotlog"]).args(words).output().unwrap();
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn spots_people_places_cards_and_rules_are_completed_from_the_journal() {
    let home = Home::new();
    assert!(offered(&home, &["show", ""]).iter().all(|line| !line.starts_with(char::is_numeric)));
    assert!(!home.journal().exists(), "asking for completions makes no journal");
    home.ok(&["new", "left", "shin"]);
    home.ok(&["new", "chest"]);
    let before = std::fs::read(home.journal()).unwrap();
    assert_eq!(offered(&home, &["show", ""]).into_iter().filter(|line| line.starts_with(['1', '2'])).count(), 2);
    assert!(offered(&home, &["show", "1"]).contains(&"1\tleft shin".to_owned()));
    assert!(offered(&home, &["--person", ""]).contains(&"Me".to_owned()));
    assert!(offered(&home, &["new", "wri"]).iter().any(|line| line == "wrist-back"));
    assert!(offered(&home, &["guide", "cherry"]).iter().any(|line| line.starts_with("cherry")));
    assert!(offered(&home, &["rules", "pers"]).iter().any(|line| line.starts_with("persists")));
    assert_eq!(std::fs::read(home.journal()).unwrap(), before, "asking changes nothing");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.ok(&["completions", shell]).contains("COMPLETE"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn no_other_program_is_asked_for_a_size_where_there_is_no_terminal() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.ok(&["new", "chest", "--first-seen", "unknown"]);
    std::fs::create_dir(home.path("bin")).unwrap();
    let asked = home.path("asked");
    for name in ["tput", "stty"] {
        let program =
            home.write(&format!("bin/{name}"), &format!("#!/bin/sh\necho {name} >> {}\n", asked.to_str().unwrap()));
        std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    for arguments in [&["list"][..], &["report"], &["why"], &["show", "1"], &["doctor", "--report"], &["guide"]] {
        let mut command = home.spotlog();
        command.args(arguments).env("PATH", home.path("bin"));
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
        assert!(!asked.exists(), "{arguments:?}: {}", std::fs::read_to_string(&asked).unwrap());
    }
}
