//! The command reference, generated from the parser.

use super::verb::{Cli, EXIT_CODES};
use clap::{Arg, Command, CommandFactory};

/// Returns the page docs/cli.md.
pub fn markdown() -> String {
    let mut command = Cli::command();
    command.build();
    let mut text = String::from(
        "# Commands\n\nMade from what the program parses (`src/cli/verb.rs`); a test keeps it true. `spotlog` alone opens \
         the journal.\n\n## On every command\n\n",
    );
    text.push_str(&arguments(&command, |arg| arg.is_global_set() && !is_built_in(arg)));
    verbs(&command, "##", "spotlog", &mut text);
    text.push_str(&format!("\n## Exit codes, dates, sizes\n\n```text\n{EXIT_CODES}\n```\n"));
    text
}

/// Appends a section for each verb, and below it one for each of its own verbs.
fn verbs(of: &Command, heading: &str, path: &str, text: &mut String) {
    for verb in of.get_subcommands().filter(|verb| verb.get_name() != "help") {
        let path = format!("{path} {}", verb.get_name());
        text.push_str(&format!("\n{heading} {path}\n\n"));
        if let Some(about) = verb.get_about() {
            text.push_str(&format!("{about}.\n\n"));
        }
        text.push_str(&format!("`{}`\n", usage(&path, verb)));
        let table = arguments(verb, |arg| !arg.is_global_set() && !is_built_in(arg));
        if !table.is_empty() {
            text.push('\n');
            text.push_str(&table);
        }
        verbs(verb, &format!("{heading}#"), &path, text);
    }
}

fn is_built_in(arg: &Arg) -> bool {
    matches!(arg.get_id().as_str(), "help" | "version")
}

fn usage(path: &str, verb: &Command) -> String {
    let mut words = vec![path.to_owned()];
    for arg in verb.get_positionals() {
        let name = value_name(arg).unwrap_or_default();
        words.push(if arg.is_required_set() { format!("<{name}>") } else { format!("[{name}]") });
    }
    if verb.get_opts().any(|arg| !arg.is_global_set()) {
        words.push("[options]".into());
    }
    words.join(" ")
}

fn value_name(arg: &Arg) -> Option<String> {
    arg.get_value_names().and_then(|names| names.first()).map(|name| name.to_string())
}

fn arguments(command: &Command, wanted: impl Fn(&Arg) -> bool) -> String {
    let mut rows = String::new();
    for arg in command.get_arguments().filter(|arg| wanted(arg)) {
        let value = value_name(arg).filter(|_| arg.get_action().takes_values()).unwrap_or_default();
        let is_optional = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
        let name = match arg.get_long() {
            Some(long) if value.is_empty() => format!("--{long}"),
            Some(long) if arg.is_require_equals_set() => format!("--{long}[={value}]"),
            Some(long) if is_optional => format!("--{long} [{value}]"),
            Some(long) => format!("--{long} {value}"),
            None => value,
        };
        let words: Vec<String> =
            arg.get_possible_values().iter().map(|word| format!("`{}`", word.get_name())).collect();
        let shown = arg.get_action().takes_values() && !words.is_empty();
        let alone = if arg.is_require_equals_set() { "; alone it is yes" } else { "" };
        let words = if shown { format!("one of {}{alone}", words.join(" ")) } else { String::new() };
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let parts: Vec<String> = [help, words].into_iter().filter(|part| !part.is_empty()).collect();
        rows.push_str(&format!("| `{name}` | {} |\n", parts.join("; ")));
    }
    if rows.is_empty() { rows } else { format!("| option | meaning |\n|---|---|\n{rows}") }
}
