//! Rewrites the command line before it is parsed, for values that the parser would misread.
//!
//! An option with an optional value (`--itch`, `--itch=no`) leaves a following word to the next positional, so that
//! `treatment 1 --improved no` would record a treatment called "no". A value that begins with a dash, such as the
//! note "- itchy", would be read as an option. Both are joined to their option here. The options come from the
//! parser's own tree, so none is named twice.

use clap::{Arg, Command};
use std::ffi::OsString;

/// Returns the arguments with each such value joined to its option: `--improved no` becomes `--improved=no`.
pub(super) fn join_values(command: &Command, arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    // The command and its verb: the parser gives a verb the global options of the command only once it is parsed.
    let mut verbs = vec![command];
    let mut joined: Vec<OsString> = Vec::new();
    let mut waiting = arguments.into_iter().peekable();
    joined.extend(waiting.next());
    while let Some(word) = waiting.next() {
        let text = word.to_str().unwrap_or_default();
        if text == "--" {
            joined.push(word);
            break;
        }
        let option = text.strip_prefix("--").filter(|name| !name.contains('=')).and_then(|name| option(&verbs, name));
        match (option, waiting.peek().and_then(|next| next.to_str())) {
            (Some(arg), Some(next)) if takes(arg, next) => {
                let mut whole = word;
                whole.push("=");
                whole.extend(waiting.next());
                joined.push(whole);
            }
            (Some(arg), Some(_)) if is_required(arg) => {
                joined.push(word);
                joined.extend(waiting.next());
            }
            _ => {
                verbs.extend(verbs[verbs.len() - 1].find_subcommand(text));
                joined.push(word);
            }
        }
    }
    joined.extend(waiting);
    joined
}

/// Returns the option of the last of the verbs, or a global one of those before it.
fn option<'c>(verbs: &[&'c Command], long: &str) -> Option<&'c Arg> {
    let of = |command: &'c Command| command.get_arguments();
    let (last, before) = verbs.split_last()?;
    let global = before.iter().flat_map(|command| of(command)).filter(|arg| arg.is_global_set());
    of(last).chain(global).find(|arg| arg.get_long() == Some(long) && arg.get_action().takes_values())
}

/// Returns whether the option requires a value.
fn is_required(arg: &Arg) -> bool {
    arg.get_num_args().is_none_or(|count| count.min_values() > 0)
}

/// Returns whether to join the next word to the option. An option with an optional value takes only a possible value.
/// Other options take a word that begins with a dash but is not an option: it has a blank, or no letter after the dash.
fn takes(arg: &Arg, next: &str) -> bool {
    if !is_required(arg) {
        return arg.is_require_equals_set() && arg.get_possible_values().iter().any(|word| word.get_name() == next);
    }
    let Some(rest) = next.strip_prefix('-') else { return false };
    let is_option =
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') && !rest.contains(char::is_whitespace);
    !rest.is_empty() && !is_option
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    fn joined(words: &[&str]) -> Vec<String> {
        let command = Cli::command();
        let words = std::iter::once("spotlog").chain(words.iter().copied()).map(OsString::from);
        join_values(&command, words).into_iter().skip(1).map(|word| word.into_string().unwrap()).collect()
    }

    #[test]
    fn an_answer_after_a_blank_belongs_to_its_option_for_every_option_of_every_verb() {
        let mut command = Cli::command();
        command.build();
        let mut found = 0;
        for verb in command.get_subcommands() {
            let optional = |arg: &&Arg| arg.get_long().is_some() && arg.is_require_equals_set();
            for arg in verb.get_arguments().filter(optional) {
                let (name, long) = (verb.get_name(), format!("--{}", arg.get_long().unwrap()));
                for answer in arg.get_possible_values() {
                    let answer = answer.get_name();
                    assert_eq!(joined(&[name, &long, answer, "word"]), [name, &format!("{long}={answer}"), "word"]);
                    assert_eq!(joined(&["--person", name, name, &long, answer])[3], format!("{long}={answer}"));
                }
                // Every other word is unchanged.
                for other in ["left", "--gone", "3", "no-one", "-"] {
                    assert_eq!(joined(&[name, &long, other]), [name, long.as_str(), other]);
                }
                found += 1;
            }
            // Every option with an optional value must require the equals sign, or it would take the next positional.
            let greedy = verb.get_arguments().filter(|arg| arg.get_long().is_some() && arg.get_action().takes_values());
            let greedy = greedy.filter(|arg| !is_required(arg) && !arg.is_require_equals_set());
            let takes_many = |arg: &Arg| arg.get_num_args().is_some_and(|count| count.max_values() > 1);
            let wrong: Vec<_> = greedy.filter(|arg| !takes_many(arg)).map(|arg| arg.get_id().as_str()).collect();
            assert!(wrong.is_empty(), "{}: {wrong:?}", verb.get_name());
        }
        assert!(found > 10);
    }

    #[test]
    fn a_value_may_begin_with_a_dash_and_an_option_is_never_taken_for_one() {
        for (words, expected) in [
            (vec!["look", "1", "--note", "- itchy"], vec!["look", "1", "--note=- itchy"]),
            (vec!["look", "1", "--note", "-5 better"], vec!["look", "1", "--note=-5 better"]),
            (vec!["look", "1", "--note", "-itchy and red"], vec!["look", "1", "--note=-itchy and red"]),
            (vec!["review", "1", "--said", "-5"], vec!["review", "1", "--said=-5"]),
            (vec!["look", "1", "--note", "--gone"], vec!["look", "1", "--note", "--gone"]),
            (vec!["look", "1", "--note", "-q"], vec!["look", "1", "--note", "-q"]),
            (vec!["look", "1", "--person", "- A"], vec!["look", "1", "--person=- A"]),
            (vec!["photo", "list", "--journal", "- a.db"], vec!["photo", "list", "--journal=- a.db"]),
            (vec!["report", "--out", "-"], vec!["report", "--out", "-"]),
            (vec!["look", "1", "--note", "--", "- x"], vec!["look", "1", "--note", "--", "- x"]),
            (vec!["look", "1", "--", "--itch", "no"], vec!["look", "1", "--", "--itch", "no"]),
        ] {
            assert_eq!(joined(&words), expected, "{words:?}");
        }
    }
}
