//! The options for the questions of an observation, made from the table of questions.

use crate::domain::{Answers, Asked, Choice, Given, Presence, Question, questions};
use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Args, Command, Error, FromArgMatches};

/// The option for "asked, and no change noticed", besides the option for the changes.
const NONE: &str = "no-change";

/// The answers given by options.
#[derive(Clone, Debug)]
pub(super) struct AnswerArgs(pub Answers);

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
    let option = if question.asked == Asked::IfBled { option.requires("bleeding") } else { option };
    let option = question.help().into_iter().fold(option, Arg::help);
    let any = |words: &'static [&'static str]| {
        option.clone().action(ArgAction::Append).value_delimiter(',').value_parser(PossibleValuesParser::new(words))
    };
    match question.choice {
        Choice::YesNo => {
            let yes_no = PossibleValuesParser::new(["yes", "no"]);
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

impl FromArgMatches for AnswerArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut args = AnswerArgs(Answers::only(Presence::Present));
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        for question in questions() {
            let words = || matches.get_many::<String>(question.name).into_iter().flatten().map(String::as_str);
            let given = match (question.choice, words().next()) {
                (Choice::AnyOrNone(_), None) if matches.get_flag(NONE) => Given::Words(Vec::new()),
                (_, None) => continue,
                (Choice::YesNo, Some(word)) => Given::YesNo(word == "yes"),
                (Choice::One(_), Some(word)) => Given::Word(word),
                (Choice::Any(_) | Choice::AnyOrNone(_), Some(_)) => Given::Words(words().collect()),
            };
            let set = question.set(&mut self.0, &given);
            set.map_err(|error| Error::raw(ErrorKind::ValueValidation, format!("{error}\n")))?;
        }
        Ok(())
    }
}
