//! What each form asks, and how its answers become entries.

use crate::domain::{
    Answer, Answers, Bleeding, Change, Colour, Context, Count, FieldError, FirstSeen, GlassTest, Method, Moment,
    Morphology, Onset, Outcome, Outline, Place, Presence, Readings, Reviewer, Said, Spread, Surface, Text,
    TreatmentKind, Word, WordList,
};
use crate::ops::{NewLook, NewReview, NewSpot, NewTreatment};
use crate::tui::message::Act;
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use chrono::NaiveDateTime;

/// The word for "asked, and no change noticed".
const NO_CHANGE: &str = "none";

pub fn new_spot() -> Form {
    let mut fields = vec![
        Field::place("site", "Where"),
        Field::date("first_seen", "First seen", "today"),
        Field::date("at", "Looked on", "today"),
    ];
    fields.extend(size());
    fields.extend(description());
    fields.extend(troubles());
    fields.extend([
        Field::answer("since_birth", "There since birth"),
        Field::one::<Onset>("onset", "Came how", None),
        Field::many::<Context>("contexts", "After what"),
        Field::text("label", "Your name for it"),
        Field::text("note", "Note"),
    ]);
    Form::new(Purpose::NewSpot, "New spot, with its first look".into(), fields)
}

pub fn look(number: u32, title: &str) -> Form {
    let mut fields =
        vec![Field::one("presence", "Is it there", Some(Presence::Present)), Field::date("at", "Looked on", "today")];
    fields.extend(size());
    fields.push(Field::many_or::<Change>("changes", "Has changed", NO_CHANGE));
    fields.extend(description());
    fields.push(Field::answer("described_differently", "Only other words"));
    fields.extend(troubles());
    fields.push(Field::text("note", "Note"));
    Form::new(Purpose::Look(number), format!("A look at spot {number}, {title}"), fields)
}

pub fn review(number: u32, title: &str) -> Form {
    let fields = vec![
        Field::one::<Reviewer>("by", "Who looked", None),
        Field::date("on", "On", "today"),
        Field::one::<Outcome>("outcome", "Outcome", None),
        Field::text("said", "What was said"),
    ];
    Form::new(Purpose::Review(number), format!("A review of spot {number}, {title}"), fields)
}

pub fn treatment(number: u32, title: &str) -> Form {
    let fields = vec![
        Field::text("what", "What is tried"),
        Field::one::<TreatmentKind>("kind", "Kind", None),
        Field::date("started_on", "Started", "today"),
        Field::answer("improved", "Has it helped"),
    ];
    Form::new(Purpose::Treatment(number), format!("A treatment of spot {number}, {title}"), fields)
}

/// A size is never filled in beforehand, and needs its method.
fn size() -> [Field; 2] {
    [Field::size("diameter_mm", "Size"), Field::one::<Method>("measured_by", "Measured by", None)]
}

fn description() -> Vec<Field> {
    vec![
        Field::many::<Colour>("colours", "Colour"),
        Field::one::<GlassTest>("glass_test", "Under a glass", None),
        Field::one::<Morphology>("morphology", "Kind of mark", None),
        Field::answer("raised", "Raised"),
        Field::answer("firm", "Firm"),
        Field::one::<Outline>("outline", "Outline", None),
        Field::one::<Surface>("surface", "Surface", None),
        Field::one::<Count>("count", "How many", None),
        Field::one::<Spread>("spread", "How far", None),
    ]
}

fn troubles() -> Vec<Field> {
    vec![
        Field::answer("itch", "Itches"),
        Field::answer("pain", "Hurts"),
        Field::answer("warm_or_swollen", "Warm or swollen"),
        Field::answer("pus", "Pus"),
        Field::answer("bleeding", "Has bled"),
        Field::answer("after_injury", "After an injury"),
        Field::answer("spreading", "Spreading"),
        Field::answer("suspects_infection", "Looks infected"),
        Field::answer("worried", "Are you worried"),
    ]
}

/// What the form asks to be written, or every error at once.
pub fn read(form: &Form, now: NaiveDateTime) -> Result<Act, Vec<FieldError>> {
    let mut reader = Reader { form, now, errors: Vec::new() };
    let act = reader.act();
    match act {
        Some(act) if reader.errors.is_empty() => Ok(act),
        _ => Err(reader.errors),
    }
}

struct Reader<'f> {
    form: &'f Form,
    now: NaiveDateTime,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn act(&mut self) -> Option<Act> {
        match self.form.purpose {
            Purpose::NewSpot => {
                let (spot, look) = (self.spot(), self.new_look());
                Some(Act::AddSpot(Box::new(spot?), Box::new(look?)))
            }
            Purpose::Look(number) => Some(Act::Look(number, Box::new(self.new_look()?))),
            Purpose::Review(number) => {
                let by = self.one("by");
                if by.is_none() {
                    self.errors.push(FieldError::new("who looked at it is needed").at("by"));
                }
                let on = self.moment("on");
                Some(Act::Review(
                    number,
                    NewReview { on: on?.day(), by: by?, said: self.text("said"), outcome: self.one("outcome") },
                ))
            }
            Purpose::Treatment(number) => {
                let what = self.text("what");
                if what.is_none() {
                    self.errors.push(FieldError::new("what is being tried is needed").at("what"));
                }
                let started = self.moment("started_on");
                Some(Act::Treatment(
                    number,
                    NewTreatment {
                        what,
                        kind: self.one("kind"),
                        started_on: started?.day(),
                        improved: self.answer("improved"),
                    },
                ))
            }
        }
    }

    fn keep<T>(&mut self, name: &str, value: Result<T, FieldError>) -> Option<T> {
        value.map_err(|e| self.errors.push(e.at(name))).ok()
    }

    fn value(&self, name: &str) -> &str {
        self.form.field(name).map_or("", |field| field.value())
    }

    fn moment(&mut self, name: &str) -> Option<Moment> {
        let moment = Said::parse(self.value(name), self.now).and_then(Said::moment);
        self.keep(name, moment)
    }

    fn text(&mut self, name: &str) -> Option<Text> {
        let text = Text::unless_blank(self.value(name));
        self.keep(name, text).flatten()
    }

    fn one<W: Word>(&self, name: &str) -> Option<W> {
        self.form.field(name)?.words().first().and_then(|word| W::from_word(word.as_bytes()))
    }

    fn many<W: Word>(&self, name: &str) -> WordList<W> {
        let words = self.form.field(name).map(|f| f.words()).unwrap_or_default();
        words.iter().filter_map(|word| W::from_word(word.as_bytes())).collect()
    }

    fn answer(&self, name: &str) -> Answer {
        self.form.field(name).map_or(Answer::Unanswered, |field| field.chosen_answer())
    }

    fn spot(&mut self) -> Option<NewSpot> {
        let place = Place::parse(self.value("site"));
        let place = self.keep("site", place);
        let since_birth = self.answer("since_birth");
        let said = Said::parse(self.value("first_seen"), self.now).and_then(Said::first_seen);
        let first_seen: Option<Option<FirstSeen>> = self.keep("first_seen", said);
        // The field says "today" from the start; a mark from birth on has no other day.
        let untouched = self.value("first_seen") == "today";
        let first_seen = if since_birth.is_yes() && untouched { Some(None) } else { first_seen };
        let label = self.text("label");
        Some(NewSpot {
            place: place?,
            label,
            position: None,
            first_seen: first_seen?,
            since_birth,
            onset: self.one("onset"),
            contexts: self.many("contexts"),
        })
    }

    fn new_look(&mut self) -> Option<NewLook> {
        let at = self.moment("at");
        let mut answers = Answers::only(self.one("presence").unwrap_or(Presence::Present));
        let size = match self.value("diameter_mm").trim() {
            "" => None,
            text => {
                let size = Readings::parse(text);
                self.keep("diameter_mm", size)
            }
        };
        let measurement = NewLook::measurement(size, None, self.one("measured_by"));
        answers.measurement = measurement.map_err(|e| self.errors.push(e)).ok().flatten();
        answers.count = self.one("count");
        answers.spread = self.one("spread");
        answers.colours = self.many("colours");
        answers.morphology = self.one("morphology");
        answers.outline = self.one("outline");
        answers.surface = self.one("surface");
        answers.raised = self.answer("raised");
        answers.firm = self.answer("firm");
        answers.glass_test = self.one("glass_test");
        answers.itch = self.answer("itch");
        answers.pain = self.answer("pain");
        answers.warm_or_swollen = self.answer("warm_or_swollen");
        answers.pus = self.answer("pus");
        answers.bleeding = self.bleeding();
        answers.changes = self.changes();
        answers.described_differently = self.answer("described_differently");
        answers.spreading = self.answer("spreading");
        answers.worried = self.answer("worried");
        answers.suspects_infection = self.answer("suspects_infection");
        let note = self.text("note");
        Some(NewLook { at: at?, answers, note, photos: Vec::new() })
    }

    fn bleeding(&mut self) -> Bleeding {
        let after_injury = self.answer("after_injury");
        match Option::<bool>::from(self.answer("bleeding")) {
            Some(bled) => Bleeding::Answered { bled, after_injury },
            None => {
                if after_injury.is_answered() {
                    let error = FieldError::new("is answered although \"Has bled\" is not; answer both or neither");
                    self.errors.push(error.at("after_injury"));
                }
                Bleeding::Unanswered
            }
        }
    }

    fn changes(&mut self) -> Option<WordList<Change>> {
        let chosen = self.form.field("changes")?.words();
        let noticed = self.many("changes");
        if chosen.contains(&NO_CHANGE) && !noticed.is_empty() {
            self.errors.push(FieldError::new("none was chosen together with a change; keep one of them").at("changes"));
        }
        (!chosen.is_empty()).then_some(noticed)
    }
}
