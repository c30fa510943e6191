use super::*;
use std::collections::BTreeSet;

/// Returns an answer of each kind that a question can have.
fn some_answers(choice: Choice) -> Vec<Given<'static>> {
    match choice {
        Choice::YesNo => vec![Given::Nothing, Given::YesNo(true), Given::YesNo(false)],
        Choice::One(words) => words.iter().map(|word| Given::Word(word)).chain([Given::Nothing]).collect(),
        Choice::Any(words) => vec![Given::Nothing, Given::Words(words[..2].to_vec()), Given::Words(words.to_vec())],
        Choice::AnyOrNone(words) => vec![Given::Nothing, Given::Words(vec![]), Given::Words(words.to_vec())],
    }
}

#[test]
fn every_question_takes_its_answers_and_gives_them_again() {
    for question in questions() {
        let mut answers = Answers::only(Presence::Present);
        answers.bleeding = Bleeding::Answered { bled: true, after_injury: Answer::Unanswered };
        for given in some_answers(question.choice) {
            question.set(&mut answers, &given).unwrap();
            assert_eq!(question.get(&answers), given, "{}", question.name);
            assert_eq!(question.say(&answers).is_some(), question.is_answered(&answers), "{}", question.name);
        }
        let wrong = if question.choice == Choice::YesNo { Given::Word("red") } else { Given::YesNo(true) };
        assert_eq!(question.set(&mut answers, &wrong).unwrap_err().path, question.name);
    }
}

#[test]
fn every_question_has_its_own_name_and_stands_in_a_group() {
    let names: BTreeSet<_> = questions().map(|question| question.name).collect();
    assert_eq!(names.len(), questions().count());
    let grouped: Vec<_> = Group::ALL.into_iter().flat_map(Group::questions).map(|question| question.name).collect();
    assert_eq!(grouped.len(), names.len());
    for question in questions() {
        let words = [question.label, question.title, question.guide];
        assert!(words.iter().all(|words| !words.is_empty()), "{}: label, title or guide is missing", question.name);
        assert!(grouped.contains(&question.name), "{}", question.name);
        let fits = match question.phrase {
            Phrase::YesNo(..) => question.choice == Choice::YesNo,
            Phrase::Words(_) => matches!(question.choice, Choice::One(_) | Choice::Any(_)),
            Phrase::Each(all) => matches!(question.choice, Choice::One(words) if words.len() == all.len()),
            Phrase::WordsOrNone(..) => matches!(question.choice, Choice::AnyOrNone(_)),
        };
        assert!(fits, "the phrase of {} fits what can be answered", question.name);
    }
}

#[test]
fn every_question_has_its_place_on_a_card() {
    let said = [OnCard::ThenAndNow, OnCard::WithDays].map(|way| questions_of_card(way).map(|question| question.name));
    let said: Vec<&str> = said.into_iter().flatten().collect();
    for question in questions() {
        let is_apart = question.on_card == OnCard::Apart;
        let times = said.iter().filter(|name| **name == question.name).count();
        assert_eq!(times, usize::from(!is_apart), "{}: on_card has no place, or that of another", question.name);
        let is_then_and_now = matches!(question.on_card, OnCard::ThenAndNow(_));
        assert!(is_then_and_now || !question.is_news, "{}: only what is said then and now is news", question.name);
    }
}

#[test]
fn an_injury_without_a_bleeding_is_refused() {
    let mut answers = Answers::only(Presence::Present);
    let injury = question("after_injury").unwrap();
    let error = injury.set(&mut answers, &Given::YesNo(true)).unwrap_err();
    assert_eq!(error.path, "after_injury");
    assert_eq!(answers.bleeding, Bleeding::Unanswered);
    injury.set(&mut answers, &Given::Nothing).unwrap();
}
