//! Tests in a pseudo-terminal of what cannot be tested without one.

use crate::harness::{Home, kill};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

struct Terminal {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn open(home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> Terminal {
        Terminal::run(env!("CARGO_BIN_EXE_spotlog").as_ref(), home, arguments, environment)
    }

    fn run(program: &std::ffi::OsStr, home: &Home, arguments: &[&str], environment: &[(&str, &str)]) -> Terminal {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("HOME", home.folder.path());
        command.env("SPOTLOG_JOURNAL", home.journal());
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        command.args(arguments);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n) = reader.read(&mut chunk) {
                if n == 0 || sender.send(chunk[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let input = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        Terminal { parser, bytes: Vec::new(), output, input, child, master: pair.master }
    }

    /// Opens the form of a new spot from the home screen and moves the focus to its note.
    fn go_to_the_note(&mut self) {
        self.press("nleft shin\u{1b}[Z");
        for _ in 0..13 {
            self.press("\t");
        }
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until the screen satisfies a condition, since output arrives in pieces.
    #[track_caller]
    fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !wanted(self.parser.screen()) {
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(chunk) => {
                    self.parser.process(&chunk);
                    self.bytes.extend(chunk);
                }
                Err(_) => panic!("{what} never came:\n{}", self.parser.screen().contents()),
            }
        }
    }

    #[track_caller]
    fn wait_for(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    #[track_caller]
    fn wait_for_restore(&mut self) {
        self.wait("the restored terminal", is_given_back);
        self.child.wait().unwrap();
        #[cfg(unix)]
        {
            use std::process::Command;
            // Raw mode has echo off. Afterwards the line settings are the original ones.
            if let Some(name) = self.master.tty_name() {
                let out = Command::new("stty").arg("-F").arg(name).arg("-a").output();
                if let Ok(out) = out.map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
                    && out.contains("echo")
                {
                    assert!(out.contains(" echo "), "{out}");
                }
            }
        }
    }
}

/// Returns whether the alternate screen is left, the cursor shown, and mouse and paste modes are off.
fn is_given_back(screen: &vt100::Screen) -> bool {
    !screen.alternate_screen()
        && !screen.hide_cursor()
        && !screen.bracketed_paste()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

#[test]
fn the_journal_opens_with_no_question_and_q_gives_the_terminal_back() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n to log the first one.");
    assert!(terminal.parser.screen().alternate_screen());
    terminal.press("q");
    terminal.wait_for_restore();
}

#[test]
fn control_c_gives_the_terminal_back() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("No spot is logged yet.");
    terminal.press("\u{3}");
    terminal.wait_for_restore();
}

#[cfg(unix)]
#[test]
fn signals_give_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let home = Home::new();
        let mut terminal = Terminal::open(&home, &[], &[]);
        terminal.wait_for("No spot is logged yet.");
        let id = terminal.child.process_id().unwrap().to_string();
        crate::harness::kill(signal, &id);
        terminal.wait_for_restore();
    }
}

#[cfg(unix)]
#[test]
fn what_is_typed_when_a_signal_ends_the_program_is_there_again() {
    for signal in ["TERM", "HUP"] {
        let home = Home::new();
        let mut terminal = Terminal::open(&home, &[], &[]);
        terminal.wait_for("Press n");
        terminal.press("nleft knee");
        terminal.wait_for("left knee");
        kill(signal, &terminal.child.process_id().unwrap().to_string());
        terminal.child.wait().unwrap();
        let mut again = Terminal::open(&home, &[], &[]);
        again.wait_for("was not finished");
        again.press("n");
        again.wait_for("left knee");
    }
}

/// Waits until a process is stopped. A shell continues it only then; an earlier SIGCONT would be lost.
#[cfg(target_os = "linux")]
fn wait_until_stopped(process: &str) {
    let until = Instant::now() + PATIENCE;
    loop {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
        if stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T')) {
            return;
        }
        assert!(Instant::now() < until, "it never stopped: {stat}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn stopped_it_gives_the_terminal_back_and_continued_it_takes_it_again() {
    let home = Home::new();
    home.ok(&["new", "left shin"]);
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("left shin");
    let id = terminal.child.process_id().unwrap().to_string();
    for _ in 0..2 {
        crate::harness::kill("TSTP", &id);
        terminal.wait("the terminal of the shell", is_given_back);
        wait_until_stopped(&id);
        crate::harness::kill("CONT", &id);
        terminal.wait("the screen again", |screen| {
            screen.alternate_screen()
                && screen.bracketed_paste()
                && screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None
                && screen.contents().contains("left shin")
        });
    }
    // A stop without notice (SIGSTOP) leaves the terminal modes to the shell, so the program sets them all again.
    crate::harness::kill("STOP", &id);
    terminal.bytes.clear();
    crate::harness::kill("CONT", &id);
    terminal.press("n");
    terminal.wait_for("New spot");
    assert!(String::from_utf8_lossy(&terminal.bytes).contains("\u{1b}[?1049h"));
    terminal.press("\u{3}q");
    terminal.wait_for_restore();
}

#[cfg(unix)]
#[test]
fn control_z_goes_to_the_shell_and_fg_comes_back() {
    let home = Home::new();
    home.ok(&["new", "left shin"]);
    // At its prompt the shell enables its own bracketed paste, which looks like one left on by the program.
    let inputrc = home.write("inputrc", "set enable-bracketed-paste off\n");
    let program = env!("CARGO_BIN_EXE_spotlog");
    let environment =
        [("PS1", "READY> "), ("PATH", "/usr/bin:/bin"), ("SPOTLOG", program), ("INPUTRC", inputrc.as_str())];
    let mut terminal = Terminal::run("bash".as_ref(), &home, &["--norc", "-i"], &environment);
    terminal.wait_for("READY>");
    terminal.press("\"$SPOTLOG\"\r");
    terminal.wait_for("left shin");
    terminal.press("n\u{1a}");
    terminal.wait("the shell", |screen| is_given_back(screen) && screen.contents().contains("Stopped"));
    terminal.press("fg\r");
    terminal.wait("the form", |screen| screen.alternate_screen() && screen.contents().contains("New spot"));
    // In a note, Ctrl-Z undoes typing.
    terminal.press(&format!("{}uno\u{1a}\u{1a}\u{1a}due", "\t".repeat(13)));
    terminal.wait("the note", |screen| screen.contents().contains("due") && !screen.contents().contains("uno"));
    terminal.press("\u{3}");
    terminal.wait_for("Leave without saving");
    terminal.press("yq");
    terminal.wait("the shell", is_given_back);
    terminal.press("exit\r");
    terminal.wait_for_restore();
}

#[test]
fn where_no_shell_waits_control_z_says_so() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    terminal.press("\u{1a}");
    terminal.wait_for("No shell waits behind this screen.");
    terminal.press("q");
    terminal.wait_for_restore();
}

#[test]
fn answers_of_the_terminal_are_never_keys() {
    let home = Home::new();
    home.ok(&["new", "left shin"]);
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("left shin");
    terminal.press("\u{1b}P>|XTerm(390)ncq\u{1b}\\\u{1b}]11;rgb:1e1e/nnnn/q\u{7}\u{1b}_Gi=1;nq\u{1b}\\");
    terminal.press("\u{1b}[?997;1n\u{1b}[>41;390;0c\u{1b}[=0;1c\u{1b}[0;0R\u{1b}[?2026;2$y");
    terminal.press("n");
    terminal.wait_for("New spot");
    terminal.wait("an empty field", |screen| screen.contents().contains("such as left wrist back"));
    terminal.press("\u{3}q");
    terminal.wait_for_restore();
}

#[test]
fn the_screen_is_cleared_before_the_first_word_and_after_the_last() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    let place = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).position(|part| part == words);
    let cleared = place(&terminal.bytes, b"\x1b[2J").unwrap();
    assert!(cleared < place(&terminal.bytes, b"spotlog").unwrap());
    terminal.bytes.clear();
    terminal.press("q");
    terminal.wait_for_restore();
    let cleared = place(&terminal.bytes, b"\x1b[2J").unwrap();
    assert!(cleared < place(&terminal.bytes, b"\x1b[?1049l").unwrap());
}

#[test]
fn a_window_without_a_size_says_one_line() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    for (rows, cols) in [(0, 0), (1, 1), (0, 40), (1, 80)] {
        terminal.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let (rows, cols) = (NonZero::new(rows.max(1)).unwrap(), NonZero::new(cols.max(1)).unwrap());
        terminal.parser = vt100::Parser::new(rows, cols, 0);
        terminal.press("n\u{3}");
    }
    terminal.wait_for("Please widen the window");
    terminal.press("q");
    terminal.parser = vt100::Parser::default();
    assert!(terminal.child.wait().unwrap().success());
}

/// The environment variable that names the journal for the process that panics.
const PANIC_JOURNAL: &str = "SPOTLOG_TEST_PANIC_JOURNAL";

/// Run by the next test as a separate process in a pseudo-terminal. Does nothing on its own.
#[test]
fn a_process_that_panics_at_the_first_key() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static READ: AtomicUsize = AtomicUsize::new(0);
    let Some(journal) = std::env::var_os(PANIC_JOURNAL) else { return };
    let store = spotlog::store::Store::open(journal.as_ref()).unwrap();
    // The clock is read once at the start and then at every event.
    let start = spotlog::tui::Start::new(|| {
        assert!(READ.fetch_add(1, Ordering::Relaxed) == 0, "the clock broke");
        crate::harness::clock()
    });
    spotlog::tui::run(store, start).unwrap();
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_readable() {
    let home = Home::new();
    let journal = home.journal();
    let this = std::env::current_exe().unwrap();
    let arguments = ["--exact", "pty::a_process_that_panics_at_the_first_key", "--nocapture", "--test-threads=1"];
    let environment = [(PANIC_JOURNAL, journal.to_str().unwrap())];
    let mut terminal = Terminal::run(this.as_os_str(), &home, &arguments, &environment);
    terminal.wait_for("No spot is logged yet.");
    terminal.press("j");
    terminal.wait_for("the clock broke");
    terminal.wait_for_restore();
}

#[test]
fn a_spot_is_logged_looked_at_and_undone_through_real_keys() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("No spot is logged yet.");
    terminal.press(
        "nleft wrist back\t\u{8}\u{8}\u{8}\u{8}\u{8}30 days ago\t\u{8}\u{8}\u{8}\u{8}\u{8}30 days ago\t3\tr\u{13}",
    );
    terminal.wait_for("Spot 1 is logged");
    terminal.press("l");
    terminal.wait_for("A look at spot 1");
    terminal.press("\u{13}");
    terminal.wait_for("Has not gone away");
    terminal.press("u");
    terminal.wait_for("Undone: look, spot 1");
    terminal.press("q");
    terminal.wait_for_restore();
    assert!(home.ok(&["history"]).contains("undo: look, spot 1"));
    assert!(!home.ok(&["list"]).starts_with('!'), "the undo is kept");
}

#[test]
fn no_color_sends_no_colour() {
    let home = Home::new();
    home.ok(&["demo", "--quiet"]);
    let coloured = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut terminal = Terminal::open(&home, arguments, environment);
        terminal.wait_for("Spots");
        terminal.wait_for("quit");
        terminal.press("q");
        terminal.wait_for_restore();
        let sent = String::from_utf8_lossy(&terminal.bytes).into_owned();
        sent.contains("\u{1b}[38;5;") || sent.contains("\u{1b}[35m") || sent.contains(";35m")
    };
    assert!(coloured(&[], &[]));
    assert!(!coloured(&[("NO_COLOR", "1")], &[]));
    assert!(!coloured(&[], &["--color", "never"]));
}

#[test]
fn a_dumb_terminal_gets_numbered_questions() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    let mut terminal = Terminal::open(&home, &[], &[("TERM", "dumb")]);
    terminal.wait_for("What now?");
    assert!(!terminal.parser.screen().alternate_screen());
    let mut terminal = Terminal::open(&home, &["--plain"], &[]);
    terminal.wait_for("What now?");
    assert!(!terminal.parser.screen().alternate_screen());
}

#[test]
fn a_note_goes_through_the_editor_of_the_person_and_comes_back() {
    let home = Home::new();
    let editor = home.write("editor", "#!/bin/sh\nprintf ' and more\\nof it\\n' >> \"$2\"\n");
    let mut terminal =
        Terminal::open(&home, &[], &[("EDITOR", &format!("sh {editor} --wait")), ("PATH", "/usr/bin:/bin")]);
    terminal.wait_for("Press n");
    terminal.go_to_the_note();
    terminal.press("one");
    terminal.wait_for("one");
    terminal.press("\u{f}");
    terminal.wait_for("one and more");
    terminal.press("\u{13}");
    terminal.wait_for("Spot 1 is logged");
    terminal.press("q");
    terminal.wait_for_restore();
    assert!(home.ok(&["show", "1"]).contains("one and more"));
}

#[test]
fn a_paste_that_comes_as_keys_is_written_at_once() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    terminal.go_to_the_note();
    let began = Instant::now();
    terminal.press(&"a".repeat(100_000));
    terminal.press("\u{1b}");
    terminal.wait_for("Leave without saving");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[test]
fn a_note_in_an_editor_is_gone_after_a_signal_and_offered_after_a_kill() {
    let beside = |home: &Home| {
        let names = std::fs::read_dir(home.folder.path()).unwrap().flatten().map(|f| f.file_name());
        names.filter(|name| name.to_string_lossy().contains(".note-")).count()
    };
    for signal in ["HUP", "TERM", "KILL"] {
        let home = Home::new();
        let editor = home.write("editor", "printf 'half a word' > \"$1\"; echo EDITING; exec sleep 60\n");
        let environment = [("EDITOR", format!("sh {editor}")), ("PATH", "/usr/bin:/bin".to_owned())];
        let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut terminal = Terminal::open(&home, &[], &environment);
        terminal.wait_for("Press n");
        terminal.go_to_the_note();
        terminal.press("one");
        terminal.wait_for("one");
        terminal.press("\u{f}");
        terminal.wait_for("EDITING");
        assert_eq!(beside(&home), 1, "{signal}");
        kill(signal, &terminal.child.process_id().unwrap().to_string());
        terminal.child.wait().unwrap();
        assert_eq!(beside(&home), usize::from(signal == "KILL"), "{signal}");
        let mut again = Terminal::open(&home, &[], &[]);
        if signal == "KILL" {
            again.wait_for("half a word");
            again.press("n");
        }
        again.wait_for("Press n");
        assert_eq!(beside(&home), 0, "{signal}");
        again.press("q");
        again.child.wait().unwrap();
    }
}

#[test]
fn another_size_of_the_window_is_drawn_at_once_and_asks_the_terminal_nothing() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    terminal.bytes.clear();
    terminal.master.resize(PtySize { rows: 12, cols: 40, pixel_width: 0, pixel_height: 0 }).unwrap();
    terminal.parser = vt100::Parser::new(NonZero::new(12).unwrap(), NonZero::new(40).unwrap(), 0);
    terminal.wait_for("Press n");
    let asked = terminal.bytes.windows(4).any(|bytes| bytes == b"\x1b[6n");
    assert!(!asked, "{}", String::from_utf8_lossy(&terminal.bytes));
    terminal.press("q");
    terminal.parser = vt100::Parser::default();
    assert!(terminal.child.wait().unwrap().success());
}

#[test]
fn who_opens_a_journal_that_is_missing_is_offered_its_newest_backup_or_a_new_one() {
    for (answer, shows, kept) in [("1\r", "chest", false), ("2\r", "No spot", true)] {
        let home = Home::new();
        home.ok(&["new", "chest"]);
        let (_, backup) = spotlog::store::backups_of(&home.journal()).remove(0);
        std::fs::copy(home.journal(), backup).unwrap();
        std::fs::remove_file(home.journal()).unwrap();
        let mut terminal = Terminal::open(&home, &[], &[]);
        terminal.wait_for("1  put back the newest");
        terminal.press(answer);
        terminal.wait_for(shows);
        terminal.press("q");
        terminal.child.wait().unwrap();
        assert_eq!(home.path("journal.spotlog.backups-kept-1").exists(), kept);
    }
}

#[test]
fn the_colours_follow_the_background_that_the_terminal_tells() {
    let home = Home::new();
    let mut terminal = Terminal::open(&home, &[], &[]);
    terminal.wait_for("Press n");
    terminal.press("?");
    terminal.wait_for("┌ Keys");
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    assert!(holds(&terminal.bytes, b"\x1b]11;?\x1b\\"), "it asks after the first frame");
    assert!(!holds(&terminal.bytes, b"38;5;25m"));
    terminal.press("?\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    terminal.wait_for("Press n");
    terminal.press("?");
    terminal.wait_for("┌ Keys");
    assert!(holds(&terminal.bytes, b"38;5;25m"), "the colours are those for a light background");
}

#[test]
fn a_text_longer_than_the_terminal_goes_through_the_pager_and_a_shorter_one_does_not() {
    let home = Home::new();
    home.ok(&["new", "left", "shin"]);
    let pager = [("PAGER", "sed 's/^/paged: /'"), ("PATH", "/usr/bin:/bin")];
    let mut long = Terminal::open(&home, &["rules"], &pager);
    long.wait_for("paged: ");
    let mut short = Terminal::open(&home, &["list"], &pager);
    short.wait_for("left shin");
    assert!(!short.parser.screen().contents().contains("paged"));
    // A pager that is not there shows nothing, so the text is printed.
    let mut missing = Terminal::open(&home, &["rules"], &[("PAGER", "no-such-pager"), ("PATH", "/usr/bin:/bin")]);
    missing.wait_for("spotlog rules RULE");
    // A question comes after the text that leads to it.
    let mut asked = Terminal::open(&home, &["close", "1", "--because", "mistake"], &pager);
    asked.wait_for("left shin");
    asked.press("no\r");
    asked.wait_for("was not closed");
}
