//! The terminal of the verbs: its width, its colours and the pager.

use crate::guidance::Level;
use clap::ColorChoice;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

/// The widths between which lines are wrapped. The greater one is what reads well.
const NARROWEST: usize = 24;
const WIDEST: usize = 100;
/// The width where there is no terminal: every program that shows text has as much.
const USUAL: usize = 80;

/// Returns the width to wrap lines at.
pub(super) fn width() -> usize {
    size_of_output().map_or(USUAL, |(columns, _)| columns.clamp(NARROWEST, WIDEST))
}

/// Returns columns and lines of the terminal that standard output is.
pub(super) fn size_of_output() -> Option<(usize, usize)> {
    size().filter(|_| std::io::stdout().is_terminal())
}

/// Returns columns and lines of the terminal that this program was started in.
#[allow(clippy::disallowed_methods)]
pub(super) fn size() -> Option<(usize, usize)> {
    // Where there is no terminal, crossterm would run the program tput, and be told a size that nothing has.
    let is_in_one =
        std::io::stdin().is_terminal() || std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    let (columns, lines) = is_in_one.then(crossterm::terminal::size)?.ok()?;
    (columns > 0 && lines > 0).then_some((columns.into(), lines.into()))
}

/// Finds `--color` among the arguments, since the parser colours its own help before it has parsed them.
pub(super) fn color_of(arguments: &[OsString]) -> ColorChoice {
    let mut words = arguments.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let mut choice = ColorChoice::Auto;
    while let Some(word) = words.next() {
        let value = if word == "--color" { words.next() } else { word.strip_prefix("--color=") };
        choice = value.and_then(|value| value.parse().ok()).unwrap_or(choice);
    }
    choice
}

/// Returns whether text on standard output is coloured: by the option, or else by `NO_COLOR`, `CLICOLOR_FORCE` and the
/// kind of terminal.
pub(super) fn is_colored(choice: ColorChoice) -> bool {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    is_colored_for(choice, std::io::stdout().is_terminal(), variable)
}

fn is_colored_for(choice: ColorChoice, is_terminal: bool, variable: impl Fn(&str) -> String) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if !variable("NO_COLOR").is_empty() => false,
        ColorChoice::Auto if !matches!(variable("CLICOLOR_FORCE").as_str(), "" | "0") => true,
        ColorChoice::Auto => is_terminal && variable("TERM") != "dumb",
    }
}

/// Colours the mark of a level at the beginning of a line, and makes the line of an emergency bold. The mark says all
/// that the colour says.
pub(super) fn paint(line: &str) -> String {
    let of_line = |level: &Level| {
        let rest = line.strip_prefix(level.mark()).filter(|_| *level != Level::None)?;
        rest.starts_with(' ').then_some((*level, rest))
    };
    let Some((level, rest)) = Level::ALL.iter().find_map(of_line) else { return line.to_owned() };
    let style = match level {
        Level::Emergency => "1;97;41",
        Level::SameDay => "1;31",
        Level::FollowUp => "1;33",
        Level::Watch | Level::None => "36",
    };
    let rest = if level == Level::Emergency { format!("\x1b[1m{rest}\x1b[0m") } else { rest.to_owned() };
    format!("\x1b[{style}m{}\x1b[0m{rest}", level.mark())
}

/// Returns the pager of `$PAGER`, if standard input and output are a terminal.
pub(super) fn pager() -> Option<String> {
    let is_terminal = std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
    std::env::var("PAGER").ok().filter(|pager| is_terminal && !matches!(pager.trim(), "" | "cat"))
}

/// Returns whether a text has more lines than the terminal.
pub(super) fn is_long(text: &[u8]) -> bool {
    size_of_output().is_some_and(|(_, lines)| text.iter().filter(|&&byte| byte == b'\n').count() >= lines)
}

/// Shows a text with a pager. Returns whether the pager could be started.
pub(super) fn page(pager: &str, text: &[u8]) -> bool {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.args([option, pager]).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    // What was searched for in a journal stays nowhere.
    command.env("LESSHISTFILE", "-");
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early closes its end.
        let _ = input.write_all(text);
    }
    // A shell that finds no such program ends with 127, and nothing was shown.
    child.wait().is_ok_and(|status| status.code() != Some(127))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_decides_over_the_environment_and_that_over_the_terminal() {
        use ColorChoice::{Always, Auto, Never};
        for (choice, is_terminal, set, expected) in [
            (Auto, true, &[][..], true),
            (Auto, false, &[], false),
            (Auto, true, &[("NO_COLOR", "1")], false),
            (Auto, true, &[("NO_COLOR", "")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[("CLICOLOR_FORCE", "1")], false),
        ] {
            let of = |name: &str| set.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value).into();
            assert_eq!(is_colored_for(choice, is_terminal, of), expected, "{choice:?} {is_terminal} {set:?}");
        }
    }

    #[test]
    fn only_the_mark_of_a_level_at_the_beginning_of_a_line_is_coloured() {
        assert_eq!(paint("!!  spot 4"), "\x1b[1;31m!!\x1b[0m  spot 4");
        assert_eq!(paint("~   spot 4"), "\x1b[36m~\x1b[0m   spot 4");
        assert!(paint("!!! Call now").starts_with("\x1b[1;97;41m!!!\x1b[0m\x1b[1m"));
        for plain in ["", " !! spot", "!!", "!important", "spot 4 !! "] {
            assert_eq!(paint(plain), plain);
        }
    }

    #[test]
    fn the_option_for_colours_is_found_before_the_rest_is_parsed() {
        let find = |line: &str| color_of(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(find("spotlog --color never list"), ColorChoice::Never);
        assert_eq!(find("spotlog list --color=always"), ColorChoice::Always);
        assert_eq!(find("spotlog new -- --color never"), ColorChoice::Auto);
        assert_eq!(find("spotlog --color"), ColorChoice::Auto);
    }
}
