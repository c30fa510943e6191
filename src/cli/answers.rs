//! The options for the questions of an observation, made from the table of questions.

use crate::domain::{Answers, Choice, FieldError, Given, Question, questions};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, Command, Error, FromArgMatches};

/// The option for "asked, and no change noticed", besides the option for the changes.
const NONE: &str = "no-change";
/// The answers to a yes-or-no question.
const YES_NO: [&str; 2] = ["yes", "no"];

/// The answers given by options, each with its question.
#[derive(Clone, Debug, Default)]
pub(super) struct AnswerArgs(Vec<(&'static Question, Given<'static>)>);

impl AnswerArgs {
    /// Sets the given answers and leaves the others as they are.
    ///
    /// # Errors
    ///
    /// Fails for an answer that another one excludes. The error names the option.
    pub(super) fn set(&self, answers: &mut Answers) -> Result<(), FieldError> {
        let option = |question: &Question| format!("--{}", question.option());
        let set = |(question, given): &(&Question, Given<'_>)| {
            question.set(answers, given).map_err(|e| FieldError::new(e.message).at(option(question)))
        };
        self.0.iter().try_for_each(set)
    }
}

impl Args for AnswerArgs {
    fn augment_args(command: Command) -> Command {
        let ids = questions().map(|question| question.name).chain([NONE]);
        let group = ArgGroup::new("AnswerArgs").multiple(true).args(ids);
        command.args(questions().flat_map(options)).group(group)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn options(question: &'static Question) -> Vec<Arg> {
    let name = question.option();
    let value = name.replace('-', "_").to_uppercase();
    let option = Arg::new(question.name).long(name.into_owned()).value_name(value);
    let option = question.help().into_iter().fold(option, Arg::help);
    let any = |words: &'static [&'static str]| {
        option.clone().action(ArgAction::Append).value_delimiter(',').value_parser(PossibleValuesParser::new(words))
    };
    match question.choice {
        Choice::YesNo => {
            let yes_no = PossibleValuesParser::new(YES_NO);
            let option = option.num_args(0..=1).require_equals(true).default_missing_value("yes").value_parser(yes_no);
            vec![option]
        }
        Choice::One(words) => vec![option.value_parser(PossibleValuesParser::new(words))],
        Choice::Any(words) => vec![any(words)],
        Choice::AnyOrNone(words) => vec![
            any(words).conflicts_with(NONE),
            Arg::new(NONE).long(NONE).action(ArgAction::SetTrue).help("You noticed no change"),
        ],
    }
}

/// Returns the word of the question's list that was typed.
fn listed(choice: Choice, typed: &str) -> Option<&'static str> {
    let words: &[&'static str] = match choice {
        Choice::YesNo => &YES_NO,
        Choice::One(words) | Choice::Any(words) | Choice::AnyOrNone(words) => words,
    };
    words.iter().copied().find(|word| *word == typed)
}

impl FromArgMatches for AnswerArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut args = AnswerArgs::default();
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for question in questions() {
            let given = matches.get_many::<String>(question.name).into_iter().flatten();
            let words: Vec<&'static str> = given.filter_map(|word| listed(question.choice, word)).collect();
            let given = match (question.choice, words.as_slice()) {
                (Choice::AnyOrNone(_), []) if matches.get_flag(NONE) => Given::Words(Vec::new()),
                (_, []) => continue,
                (Choice::YesNo, [word, ..]) => Given::YesNo(*word == YES_NO[0]),
                (Choice::One(_), [word, ..]) => Given::Word(word),
                (Choice::Any(_) | Choice::AnyOrNone(_), _) => Given::Words(words),
            };
            self.0.push((question, given));
        }
        Ok(())
    }
}
