//! Completion of what only the journal and the tables know: spots, people, places, cards and rules.

use crate::config::Paths;
use crate::domain::{Site, Word};
use crate::guidance::{CARDS, rules};
use crate::ops;
use crate::store::Store;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;

type Candidates = fn() -> Vec<CompletionCandidate>;

/// The candidates for an argument, by the name of its field.
const BY_FIELD: [(&str, Candidates); 6] =
    [("spot", spots), ("spots", spots), ("person", people), ("site", sites), ("card", cards), ("rule", rule_names)];

/// Adds the candidates to every argument of the table.
pub(super) fn with_candidates(command: Command) -> Command {
    command.mut_args(completed).mut_subcommands(with_candidates)
}

fn completed(arg: Arg) -> Arg {
    match BY_FIELD.iter().find(|(field, _)| arg.get_id() == field) {
        Some(&(_, candidates)) => arg.add(ArgValueCompleter::new(move |typed: &OsStr| matching(typed, candidates()))),
        None => arg,
    }
}

fn matching(typed: &OsStr, candidates: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    candidates.into_iter().filter(|known| known.get_value().to_string_lossy().starts_with(&*typed)).collect()
}

/// Opens the usual journal without changing a byte of it. A key that completes must not say why it cannot.
fn journal() -> Option<Store> {
    let paths = Paths::find(None, std::env::var_os("SPOTLOG_JOURNAL").map(Into::into)).ok()?;
    paths.journal.is_file().then(|| Store::open_to_check(&paths.journal).ok())?
}

fn spots() -> Vec<CompletionCandidate> {
    let spots = journal().and_then(|store| ops::spot_titles(&store).ok()).unwrap_or_default();
    spots
        .into_iter()
        .map(|(number, title)| CompletionCandidate::new(number.to_string()).help(Some(title.into())))
        .collect()
}

fn people() -> Vec<CompletionCandidate> {
    let people = journal().and_then(|store| ops::people(&store).ok()).unwrap_or_default();
    people.into_iter().map(|person| CompletionCandidate::new(person.name.to_string())).collect()
}

fn sites() -> Vec<CompletionCandidate> {
    let sides = ["left", "right"].map(CompletionCandidate::new);
    Site::ALL.iter().map(|site| CompletionCandidate::new(site.word())).chain(sides).collect()
}

fn cards() -> Vec<CompletionCandidate> {
    CARDS.iter().map(|card| CompletionCandidate::new(card.ident).help(Some(card.title.into()))).collect()
}

fn rule_names() -> Vec<CompletionCandidate> {
    rules().map(|rule| CompletionCandidate::new(rule.ident).help(Some(rule.title.into()))).collect()
}
