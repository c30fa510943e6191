use super::*;
use crate::domain::{Bleeding, Choice, Given, Presence};

/// A version of which every question is later. There is no such file.
const NONE_YET: u8 = 0;

/// Returns an answer to every question.
fn all_answers() -> Answers {
    let mut answers = Answers::only(Presence::Present);
    for question in questions() {
        let given = match question.choice {
            Choice::YesNo => Given::YesNo(true),
            Choice::One(words) => Given::Word(words[0]),
            Choice::Any(words) | Choice::AnyOrNone(words) => Given::Words(words.to_vec()),
        };
        question.set(&mut answers, &given).unwrap();
    }
    answers
}

#[test]
fn what_an_older_version_does_not_have_is_taken_out_and_put_back() {
    let known = all_answers();
    let later = LaterMut::Answers(&mut known.clone()).get(NONE_YET).unwrap();
    let mut answers = known;
    LaterMut::Answers(&mut answers).clear(NONE_YET);
    assert_eq!(answers, Answers { measurement: known.measurement, ..Answers::only(known.presence) });
    assert_eq!(LaterMut::Answers(&mut answers).get(NONE_YET), None);
    LaterMut::Answers(&mut answers).set(NONE_YET, later);
    assert_eq!(answers, known);
}

#[test]
fn what_a_version_has_is_neither_taken_out_nor_put_back() {
    let newest = questions().map(|question| question.since).max().unwrap_or(TOLD_AND_KEPT).max(TOLD_AND_KEPT);
    let known = all_answers();
    let mut answers = known;
    assert_eq!(LaterMut::Answers(&mut answers).get(newest), None);
    LaterMut::Answers(&mut answers).clear(newest);
    assert_eq!(answers, known);
    let mut empty = Answers::only(Presence::Present);
    LaterMut::Answers(&mut empty).set(newest, Later::Answers(Box::new(known)));
    assert_eq!(empty.bleeding, Bleeding::Unanswered);
    let mut note: Option<Text> = Some("under the collar".parse().unwrap());
    LaterMut::Note(&mut note).clear(TOLD_AND_KEPT);
    assert!(note.is_some());
    LaterMut::Note(&mut note).clear(TOLD_AND_KEPT - 1);
    assert!(note.is_none());
}
