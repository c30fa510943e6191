//! The options about what a dermatologist asks of a person.

use super::{YesNo, words};
use crate::domain::{Answer, Background, FieldError, Noted, Sex, SkinType, Text};
use clap::Args;

/// What a dermatologist asks. An option that is not given leaves the answer as it is; a blank text removes it.
#[derive(Debug, Args)]
pub(crate) struct BackgroundArgs {
    /// Have you had skin cancer?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    skin_cancer_self: Option<YesNo>,
    /// Which, and when
    #[arg(long, value_name = "TEXT")]
    skin_cancer_self_note: Option<String>,
    /// Has a parent, brother, sister or child had skin cancer?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    skin_cancer_family: Option<YesNo>,
    /// Who, and which
    #[arg(long, value_name = "TEXT")]
    skin_cancer_family_note: Option<String>,
    /// Is your immune system suppressed: after a transplant, by a medicine or an illness?
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    immune_suppressed: Option<YesNo>,
    /// By what
    #[arg(long, value_name = "TEXT")]
    immune_suppressed_note: Option<String>,
    /// How your skin takes the sun, after Fitzpatrick: I always burns, VI never does
    #[arg(long, value_parser = words::<SkinType>())]
    skin_type: Option<SkinType>,
    /// How much sun your skin has had, in your own words
    #[arg(long, value_name = "TEXT")]
    sun: Option<String>,
    /// An allergy in your own words; naming any replaces those there were
    #[arg(long = "allergy", value_name = "TEXT")]
    allergies: Vec<String>,
    #[arg(long, value_parser = words::<Sex>())]
    sex: Option<Sex>,
    /// Anything else a doctor should know
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl BackgroundArgs {
    /// Returns the changed background, or `None` if no option is given.
    ///
    /// # Errors
    ///
    /// Fails for a text that is too long. The error names the option.
    pub(crate) fn change(&self, was: &Background) -> Result<Option<Background>, FieldError> {
        let mut now = was.clone();
        noted(
            &mut now.skin_cancer_self,
            self.skin_cancer_self,
            &self.skin_cancer_self_note,
            "--skin-cancer-self-note",
        )?;
        noted(
            &mut now.skin_cancer_family,
            self.skin_cancer_family,
            &self.skin_cancer_family_note,
            "--skin-cancer-family-note",
        )?;
        noted(
            &mut now.immune_suppressed,
            self.immune_suppressed,
            &self.immune_suppressed_note,
            "--immune-suppressed-note",
        )?;
        now.skin_type = self.skin_type.or(now.skin_type);
        now.sex = self.sex.or(now.sex);
        text(&mut now.sun, &self.sun, "--sun")?;
        text(&mut now.note, &self.note, "--note")?;
        if !self.allergies.is_empty() {
            let texts: Result<Vec<_>, _> = self.allergies.iter().map(|text| Text::unless_blank(text)).collect();
            now.allergies = texts.map_err(|e| e.at("--allergy"))?.into_iter().flatten().collect();
        }
        Ok(self.is_given().then_some(now))
    }

    /// Returns whether any option is given.
    pub(crate) fn is_given(&self) -> bool {
        let BackgroundArgs {
            skin_cancer_self,
            skin_cancer_self_note,
            skin_cancer_family,
            skin_cancer_family_note,
            immune_suppressed,
            immune_suppressed_note,
            skin_type,
            sun,
            allergies,
            sex,
            note,
        } = self;
        [skin_cancer_self, skin_cancer_family, immune_suppressed].into_iter().any(Option::is_some)
            || [skin_cancer_self_note, skin_cancer_family_note, immune_suppressed_note, sun, note]
                .into_iter()
                .any(Option::is_some)
            || skin_type.is_some()
            || sex.is_some()
            || !allergies.is_empty()
    }
}

fn text(place: &mut Option<Text>, given: &Option<String>, option: &str) -> Result<(), FieldError> {
    if let Some(given) = given {
        *place = Text::unless_blank(given).map_err(|e| e.at(option))?;
    }
    Ok(())
}

fn noted(place: &mut Noted, answer: Option<YesNo>, note: &Option<String>, option: &str) -> Result<(), FieldError> {
    if let Some(answer) = answer {
        place.answer = Answer::from(answer);
    }
    text(&mut place.note, note, option)
}
