//! What each form asks, and how its answers become entries.

pub use super::person_forms::{emergency_number, infection, medicine, new_person, person, symptoms};
use super::settings;
use crate::config::parse_emergency_number;
use crate::domain::{
    Answer, Answers, Bleeding, Change, Colour, Context, Count, FieldError, FirstSeen, GlassTest, Listed, Method,
    Moment, Morphology, Name, Notation, Onset, Outcome, Outline, Place, Precision, Presence, Readings, Reviewer, Said,
    Spread, Surface, Text, TreatmentKind, Word, WordList,
};
use crate::ops::{
    Draft, NewInfection, NewLook, NewMedicine, NewReview, NewSpot, NewSymptoms, NewTreatment, PageFormat, PersonChange,
    Reviewed, Subject,
};
use crate::report::{Paper, Section};
use crate::tui::message::{Act, Effect, Export};
use crate::tui::widget::field::Field;
use crate::tui::widget::form::{Form, Purpose};
use chrono::NaiveDateTime;
use std::borrow::Cow;
use std::path::PathBuf;

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
        Field::many::<Listed>("with", "Feeling ill with"),
        Field::text("label", "Your name for it"),
        Field::note("note", "Note"),
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
    fields.push(Field::many::<Listed>("with", "Feeling ill with"));
    fields.push(Field::note("note", "Note"));
    Form::new(Purpose::Look(number), format!("A look at spot {number}, {title}"), fields)
}

pub fn review(number: u32, title: &str) -> Form {
    review_of(Reviewed::Spot(number), &format!("spot {number}, {title}"))
}

/// A review of a spot, or of the person.
pub fn review_of(of: Reviewed, whom: &str) -> Form {
    let fields = vec![
        Field::one::<Reviewer>("by", "Who looked", None),
        Field::date("on", "On", "today"),
        Field::one::<Outcome>("outcome", "Outcome", None),
        Field::note("said", "What was said"),
    ];
    Form::new(Purpose::Review(of), format!("A review of {whom}"), fields)
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

/// The report as a file: the page for the doctor first.
pub fn export(today: chrono::NaiveDate, several_people: bool) -> Form {
    let formats = PageFormat::ALL.map(|(name, _)| name);
    let mut fields = vec![
        Field::one_of("format", "Form", &formats, "pdf"),
        Field::path("path", "File", &format!("spotlog-report-{today}")),
        Field::one_of("paper", "Paper", &["a4", "letter"], "a4"),
        Field::answer("anonymous", "Without names"),
    ];
    if several_people {
        fields.push(Field::answer("everyone", "Everybody's pages"));
    }
    Form::new(Purpose::Export, "The report as a file, not encrypted".into(), fields)
}

/// What is to be erased, in the words of the command line. What goes with it is shown before anything is erased.
pub fn erase(spot: Option<u32>) -> Form {
    let subject = spot.map_or_else(String::new, |number| format!("spot {number}"));
    let title = "Erase for good: spot 4, look 4@2026-11-21, note 4@2026-11-21, person Ben";
    Form::new(Purpose::Erase, title.into(), vec![Field::text_of("subject", "What", &subject)])
}

/// A file for a journal that is no longer at its path.
pub fn save_elsewhere(name: &std::path::Path) -> Form {
    let field = Field::path("path", "File", &name.to_string_lossy());
    Form::new(Purpose::SaveElsewhere, "The journal's file is gone: save it as".into(), vec![field])
}

/// Which parts of the report are taken in.
pub fn sections(without: &[Section]) -> Form {
    let taken = Section::ALL.map(|(_, section)| !without.contains(&section));
    let parts = Field::many_of("parts", "Parts", &Section::ALL.map(|(word, _)| word), &taken);
    Form::new(Purpose::Sections, "Parts of the report: Space takes in or out".into(), vec![parts])
}

/// The parts that such a form leaves out.
pub fn sections_left_out(form: &Form) -> Vec<Section> {
    let taken = form.field("parts").map(Field::words).unwrap_or_default();
    Section::ALL.iter().filter(|(word, _)| !taken.contains(word)).map(|(_, section)| *section).collect()
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

/// What the form asks to be done, or every error at once.
pub fn read(form: &Form, now: NaiveDateTime) -> Result<Effect, Vec<FieldError>> {
    let mut reader = Reader { form, now, errors: Vec::new() };
    let effect = match form.purpose {
        Purpose::EmergencyNumber => {
            let number = parse_emergency_number(&reader.value("number"));
            reader.keep("number", number).map(Effect::KeepNumber)
        }
        Purpose::Erase => {
            let subject = Subject::parse(&reader.value("subject"), now);
            reader.keep("subject", subject).map(Effect::PlanErasing)
        }
        Purpose::SaveElsewhere => reader.path().map(Effect::SaveElsewhere),
        Purpose::Export => reader.export().map(|export| Effect::Export(Box::new(export))),
        Purpose::Settings => settings::read(&mut reader).map(|settings| Effect::KeepSettings(Box::new(settings))),
        _ => reader.act().map(Effect::Act),
    };
    match effect {
        Some(effect) if reader.errors.is_empty() => Ok(effect),
        _ => Err(reader.errors),
    }
}

/// What the form says so far, for the signs that do not wait until it is finished: what cannot be read yet is left
/// open. `None` for forms that no urgent rule reads.
pub fn draft(form: &Form, now: NaiveDateTime) -> Option<Draft> {
    let mut reader = Reader { form, now, errors: Vec::new() };
    match form.purpose {
        Purpose::NewSpot => {
            let look = reader.look_so_far();
            Some(Draft::Spot(reader.spot_so_far(), look))
        }
        Purpose::Look(number) => Some(Draft::Look(number, reader.look_so_far())),
        Purpose::Symptoms => Some(Draft::Symptoms(reader.symptoms(Moment::at(now)))),
        _ => None,
    }
}

pub(super) struct Reader<'f> {
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
            Purpose::Review(of) => {
                let by = self.one("by");
                if by.is_none() {
                    self.errors.push(FieldError::new("who looked at it is needed").at("by"));
                }
                let on = self.moment("on");
                Some(Act::Review(
                    of,
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
            Purpose::Symptoms => {
                let at = self.moment("at");
                let symptoms = self.symptoms(at?);
                if symptoms.symptoms.is_empty() {
                    let first = Listed::ALL[0].word();
                    self.errors.push(FieldError::new("answer at least one symptom with yes or no").at(first));
                }
                Some(Act::Symptoms(symptoms))
            }
            Purpose::Medicine => {
                let name = self.text("name");
                if name.is_none() {
                    self.errors.push(FieldError::new("a medicine needs a name, in your own words").at("name"));
                }
                let started = self.moment("started_on");
                let stopped_on = match self.value("stopped_on").trim() {
                    "" => None,
                    _ => Some(self.moment("stopped_on")?.day()),
                };
                Some(Act::Medicine(NewMedicine { name, started_on: started?.day(), stopped_on }))
            }
            Purpose::Infection => {
                let on = self.moment("on")?.day();
                Some(Act::Infection(NewInfection { kind: self.one("kind"), on }))
            }
            Purpose::Person => {
                let name = self.name("name");
                let born = self.born();
                let conditions: Result<Vec<Option<Text>>, FieldError> =
                    self.value("conditions").split(';').map(Text::unless_blank).collect();
                let conditions = self.keep("conditions", conditions);
                Some(Act::ChangePerson(Box::new(PersonChange {
                    name: Some(name?),
                    born: Some(born?),
                    pregnant: Some(self.answer("pregnant")),
                    long_term_illness: Some(self.answer("long_term_illness")),
                    conditions: Some(conditions?.into_iter().flatten().collect()),
                })))
            }
            Purpose::NewPerson => Some(Act::AddPerson(self.name("name")?)),
            // They are settings and no entries.
            Purpose::EmergencyNumber
            | Purpose::Settings
            | Purpose::Export
            | Purpose::Sections
            | Purpose::Erase
            | Purpose::SaveElsewhere => None,
        }
    }

    /// The file, which gets the ending of its form.
    fn path(&mut self) -> Option<PathBuf> {
        let typed = self.value("path").trim().to_owned();
        if typed.is_empty() {
            self.errors.push(FieldError::new("a file needs a name").at("path"));
            return None;
        }
        Some(PathBuf::from(typed))
    }

    fn export(&mut self) -> Option<Export> {
        let word = self.word("format");
        let (ending, format) = *PageFormat::ALL.iter().find(|(name, _)| *name == word).unwrap_or(&PageFormat::ALL[0]);
        let mut path = self.path()?;
        if path.extension().is_none_or(|known| known != ending) {
            let mut name = path.into_os_string();
            name.push(format!(".{ending}"));
            path = PathBuf::from(name);
        }
        let paper = if self.word("paper") == "letter" { Paper::Letter } else { Paper::A4 };
        let (anonymous, everyone) = (self.answer("anonymous").is_yes(), self.answer("everyone").is_yes());
        Some(Export { path, format, paper, anonymous, everyone, without: Vec::new() })
    }

    fn name(&mut self, field: &str) -> Option<Name> {
        let name = Name::typed(&self.value(field));
        self.keep(field, name)
    }

    /// A birth date to the day, or unknown.
    fn born(&mut self) -> Option<Option<chrono::NaiveDate>> {
        let said = match self.value("born").trim() {
            "" => return Some(None),
            text => Said::parse_birth(text, self.now).and_then(Said::first_seen),
        };
        match self.keep("born", said)? {
            Some(seen) if seen.precision != Precision::Day => {
                self.errors.push(FieldError::new("a birth date needs its day, such as 1980-05-17").at("born"));
                None
            }
            seen => Some(seen.map(|seen| seen.on)),
        }
    }

    /// The symptoms that were answered.
    fn symptoms(&mut self, at: Moment) -> NewSymptoms {
        let answered = |&listed: &Listed| Option::<bool>::from(self.answer(listed.word())).map(|there| (listed, there));
        let symptoms = Listed::ALL.iter().filter_map(answered).collect();
        NewSymptoms { at, symptoms, note: self.text("note") }
    }

    /// The spot, where its place can be read; a day that cannot be read yet counts as not known.
    fn spot_so_far(&mut self) -> Option<NewSpot> {
        let place = Place::parse(&self.value("site")).ok()?;
        let seen = Said::parse(&self.value("first_seen"), self.now).and_then(Said::first_seen);
        Some(NewSpot {
            place,
            label: None,
            position: None,
            first_seen: seen.ok().flatten(),
            since_birth: self.answer("since_birth"),
            onset: self.one("onset"),
            contexts: self.many("contexts"),
        })
    }

    fn look_so_far(&mut self) -> NewLook {
        let now = Moment::on(self.now.date());
        let at = Said::parse(&self.value("at"), self.now).and_then(Said::moment).unwrap_or(now);
        let answers = self.answers();
        NewLook { at, answers, note: None, photos: Vec::new(), with: self.with() }
    }

    fn with(&self) -> Vec<Listed> {
        let words = self.form.field("with").map(|f| f.words()).unwrap_or_default();
        words.iter().filter_map(|word| Listed::from_word(word.as_bytes())).collect()
    }

    pub(super) fn keep<T>(&mut self, name: &str, value: Result<T, FieldError>) -> Option<T> {
        value.map_err(|e| self.errors.push(e.at(name))).ok()
    }

    pub(super) fn value(&self, name: &str) -> Cow<'_, str> {
        self.form.field(name).map_or(Cow::Borrowed(""), |field| field.value())
    }

    fn moment(&mut self, name: &str) -> Option<Moment> {
        let moment = Said::parse(&self.value(name), self.now).and_then(Said::moment);
        self.keep(name, moment)
    }

    fn text(&mut self, name: &str) -> Option<Text> {
        let text = Text::unless_blank(&self.value(name));
        self.keep(name, text).flatten()
    }

    fn one<W: Word>(&self, name: &str) -> Option<W> {
        self.form.field(name)?.words().first().and_then(|word| W::from_word(word.as_bytes()))
    }

    /// The first chosen word of a list that is none of the journal's.
    pub(super) fn word(&self, name: &str) -> &'static str {
        self.form.field(name).and_then(|field| field.words().first().copied()).unwrap_or_default()
    }

    fn many<W: Word>(&self, name: &str) -> WordList<W> {
        let words = self.form.field(name).map(|f| f.words()).unwrap_or_default();
        words.iter().filter_map(|word| W::from_word(word.as_bytes())).collect()
    }

    pub(super) fn answer(&self, name: &str) -> Answer {
        self.form.field(name).map_or(Answer::Unanswered, |field| field.chosen_answer())
    }

    fn spot(&mut self) -> Option<NewSpot> {
        let place = Place::parse(&self.value("site"));
        let place = self.keep("site", place);
        let since_birth = self.answer("since_birth");
        let said = Said::parse(&self.value("first_seen"), self.now).and_then(Said::first_seen);
        let first_seen: Option<Option<FirstSeen>> = self.keep("first_seen", said);
        // The field says "today" from the start; a mark from birth on has no other day.
        let untouched = self.value("first_seen") == "today";
        let first_seen = if since_birth.is_yes() && untouched { Some(None) } else { first_seen };
        let label = self.text("label");
        let placed = self.form.placed.filter(|(at, _)| Some(*at) == place);
        Some(NewSpot {
            place: place?,
            label,
            position: placed.map(|(_, position)| position),
            first_seen: first_seen?,
            since_birth,
            onset: self.one("onset"),
            contexts: self.many("contexts"),
        })
    }

    fn new_look(&mut self) -> Option<NewLook> {
        let at = self.moment("at");
        let answers = self.answers();
        let note = self.text("note");
        Some(NewLook { at: at?, answers, note, photos: Vec::new(), with: self.with() })
    }

    fn answers(&mut self) -> Answers {
        let mut answers = Answers::only(self.one("presence").unwrap_or(Presence::Present));
        let size = match self.value("diameter_mm").trim() {
            "" => None,
            text => {
                let size = Readings::parse(text, Notation::current().unit);
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
        answers
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
