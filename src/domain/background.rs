//! What a dermatologist asks about a person.

use super::{Answer, Sex, SkinType, Text};

/// The medical background of a person. Reports show it; no rule reads it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Background {
    /// Whether the person has had skin cancer.
    pub skin_cancer_self: Noted,
    /// Whether somebody in the family has had skin cancer.
    pub skin_cancer_family: Noted,
    /// Whether the immune system is suppressed, as by a transplant.
    pub immune_suppressed: Noted,
    /// How the skin takes the sun; `None` if not answered.
    pub skin_type: Option<SkinType>,
    /// How much sun the skin has had, in the person's own words.
    pub sun: Option<Text>,
    /// Each in the person's own words.
    pub allergies: Vec<Text>,
    /// `None` if not answered.
    pub sex: Option<Sex>,
    /// Anything else, in the person's own words.
    pub note: Option<Text>,
}

/// An answer to a question with room for a note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noted {
    /// The answer itself.
    pub answer: Answer,
    /// What the person adds to it.
    pub note: Option<Text>,
}

impl Background {
    /// Returns whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        *self == Background::default()
    }

    /// The questions with a note, each with its name in the formats and its title.
    pub fn noted(&self) -> [(&'static str, &'static str, &Noted); 3] {
        [
            ("skin_cancer_self", "Skin cancer, own", &self.skin_cancer_self),
            ("skin_cancer_family", "Skin cancer, family", &self.skin_cancer_family),
            ("immune_suppressed", "Immune system suppressed", &self.immune_suppressed),
        ]
    }

    /// Removes the person's own words.
    pub fn without_words(&self) -> Background {
        let bare = |noted: &Noted| Noted { answer: noted.answer, note: None };
        Background {
            skin_cancer_self: bare(&self.skin_cancer_self),
            skin_cancer_family: bare(&self.skin_cancer_family),
            immune_suppressed: bare(&self.immune_suppressed),
            skin_type: self.skin_type,
            sun: None,
            allergies: Vec::new(),
            sex: self.sex,
            note: None,
        }
    }

    /// Fills what is not answered here with the answers of `other`. Allergies of both are kept.
    pub fn fill_from(&mut self, other: Background) {
        let fill = |mine: &mut Noted, other: Noted| {
            if !mine.answer.is_answered() && mine.note.is_none() {
                *mine = other;
            }
        };
        fill(&mut self.skin_cancer_self, other.skin_cancer_self);
        fill(&mut self.skin_cancer_family, other.skin_cancer_family);
        fill(&mut self.immune_suppressed, other.immune_suppressed);
        self.skin_type = self.skin_type.or(other.skin_type);
        self.sun = self.sun.take().or(other.sun);
        self.sex = self.sex.or(other.sex);
        self.note = self.note.take().or(other.note);
        let new: Vec<Text> = other.allergies.into_iter().filter(|allergy| !self.allergies.contains(allergy)).collect();
        self.allergies.extend(new);
    }
}
