//! Sets of listed symptoms, and which symptoms an entry counts as (docs/guidance.md, section 2).

use crate::domain::{Listed, Moment, Symptom, Word};

/// A set of listed symptoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Signs(u64);

impl Signs {
    /// Every symptom.
    pub const ANY: Signs = Signs(u64::MAX);

    /// Returns the set of these symptoms.
    pub const fn of(listed: &[Listed]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < listed.len() {
            bits |= 1 << listed[i] as u64;
            i += 1;
        }
        Signs(bits)
    }

    /// Returns the symptoms of either set.
    pub const fn union(self, other: Signs) -> Self {
        Signs(self.0 | other.0)
    }

    /// Returns whether the symptom is in the set.
    pub fn contains(self, listed: Listed) -> bool {
        self.shares(Signs::of(&[listed]))
    }

    /// Returns whether both sets have a symptom in common.
    pub fn shares(self, other: Signs) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the symptoms in both sets.
    pub fn both(self, other: Signs) -> Signs {
        Signs(self.0 & other.0)
    }

    /// Returns the number of symptoms.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns the symptoms, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = Listed> {
        Listed::ALL.iter().copied().filter(move |&listed| self.contains(listed))
    }
}

/// An entry of a present symptom, and every symptom it counts as. Severe head or neck pain is also a headache. The
/// third entry of vomiting within 24 hours is also frequent vomiting.
#[derive(Clone, Copy)]
pub struct Noticed<'a> {
    pub at: Moment,
    pub means: Signs,
    pub symptom: &'a Symptom,
}

/// Three entries at different times within this many hours count as frequent.
const FREQUENT_WITHIN_HOURS: i64 = 24;

/// Returns what entries of present symptoms count as. The entries must be in time order.
pub(super) fn notice<'a>(present: &[&'a Symptom]) -> Vec<Noticed<'a>> {
    let means = |place: usize| {
        let symptom = present[place];
        let own = Signs::of(&[symptom.symptom]);
        let frequent = |often| if is_third(present, place, often) { own.union(Signs::of(&[often])) } else { own };
        match symptom.symptom {
            Listed::Vomiting => frequent(Listed::FrequentVomiting),
            Listed::Diarrhoea => frequent(Listed::FrequentDiarrhoea),
            Listed::FrequentVomiting => own.union(Signs::of(&[Listed::Vomiting])),
            Listed::FrequentDiarrhoea => own.union(Signs::of(&[Listed::Diarrhoea])),
            Listed::SevereHeadOrNeckPain => own.union(Signs::of(&[Listed::Headache])),
            _ => own,
        }
    };
    present.iter().enumerate().map(|(i, &symptom)| Noticed { at: symptom.at, means: means(i), symptom }).collect()
}

/// Returns whether two earlier entries of the same symptom, or of its frequent form, precede this one. All three must
/// be at different times within a day.
fn is_third(present: &[&Symptom], place: usize, often: Listed) -> bool {
    let last = present[place];
    let is_same = |s: &Symptom| s.symptom == last.symptom || s.symptom == often;
    let near = present[..place]
        .iter()
        .rev()
        .take_while(|s| (last.at.day() - s.at.day()).num_days() <= 2)
        .filter(|s| is_same(s) && s.at != last.at && s.at.within_hours(last.at, FREQUENT_WITHIN_HOURS));
    let mut times: Vec<Moment> = near.map(|s| s.at).collect();
    times.dedup();
    times.iter().enumerate().any(|(i, a)| times[i + 1..].iter().any(|b| a.within_hours(*b, FREQUENT_WITHIN_HOURS)))
}

pub(super) const FEVER: Signs = Signs::of(&[Listed::Fever]);
pub(super) const SORE_THROAT: Signs = Signs::of(&[Listed::SoreThroat]);
pub(super) const SWOLLEN_GLANDS: Signs = Signs::of(&[Listed::SwollenGlands]);
pub(super) const STIFF_NECK: Signs = Signs::of(&[Listed::StiffNeck]);
pub(super) const LESS_ALERT: Signs = Signs::of(&[Listed::ConfusedOrLessAlert, Listed::DrowsyOrUnresponsive]);
pub(super) const MENINGITIS: Signs = Signs::of(&[
    Listed::StiffNeck,
    Listed::Fever,
    Listed::Headache,
    Listed::Nausea,
    Listed::LightSensitivity,
    Listed::Vomiting,
]);
/// Both forms of being less alert count as one sign, so they are not in this set.
pub(super) const SEPSIS_BUT_ALERTNESS: Signs =
    Signs::of(&[Listed::Fever, Listed::Sweating, Listed::FastHeartOrBreathing, Listed::Lethargy]);
pub(super) const SEPSIS: Signs = SEPSIS_BUT_ALERTNESS.union(LESS_ALERT);
/// The signs of meningitis or sepsis.
pub(super) const SERIOUS: Signs = MENINGITIS.union(SEPSIS);
/// Signs that count with non-fading spots, even with a single spot.
pub(super) const WITH_NON_FADING: Signs = Signs::of(&[Listed::Fever, Listed::Fatigue, Listed::UnusualBruising]);
/// Signs that are an emergency without any spot.
pub(super) const COLLAPSE: Signs =
    Signs::of(&[Listed::DrowsyOrUnresponsive, Listed::Seizure, Listed::TroubleBreathing, Listed::SwellingFaceEyesLips]);
/// Signs of an allergic reaction that make any spot an emergency.
pub(super) const BREATHING_OR_SWELLING: Signs = Signs::of(&[Listed::TroubleBreathing, Listed::SwellingFaceEyesLips]);
/// Signs that make a rash or a new spot an emergency.
pub(super) const WITH_RASH_EMERGENCY: Signs =
    COLLAPSE.union(Signs::of(&[Listed::TroubleSpeakingOrSwallowing, Listed::LightSensitivity]));
/// Signs that make a rash or a new spot same-day.
pub(super) const WITH_RASH_WARNING: Signs = Signs::of(&[
    Listed::Fever,
    Listed::SevereHeadOrNeckPain,
    Listed::StiffNeck,
    Listed::TroubleBreathing,
    Listed::FrequentVomiting,
    Listed::FrequentDiarrhoea,
    Listed::ConfusedOrLessAlert,
    Listed::Dizziness,
]);
/// Signs that make a non-fading patch or bruise an emergency.
pub(super) const WITH_PATCH: Signs = Signs::of(&[Listed::BleedingGums, Listed::UnusualBruising, Listed::Fever]);
/// Signs that make red or purple spots on the leg same-day, if raised or non-fading.
pub(super) const WITH_LEG_SPOTS: Signs = Signs::of(&[
    Listed::JointPain,
    Listed::Fatigue,
    Listed::Numbness,
    Listed::Weakness,
    Listed::BellyPain,
    Listed::MuscleAche,
    Listed::BloodInUrine,
    Listed::Cough,
    Listed::Vomiting,
    Listed::Fever,
]);
/// Signs that make redness of the face a follow-up.
pub(super) const EYES: Signs = Signs::of(&[Listed::WateryOrItchyEyes, Listed::BlurredVision]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SymptomId;

    fn entry(symptom: Listed, at: &str) -> Symptom {
        let id = SymptomId(uuid::Uuid::nil());
        Symptom { id, changed_at: None, at: at.parse().unwrap(), symptom, present: true, note: None }
    }

    #[test]
    fn the_third_entry_within_a_day_is_frequent_and_severe_pain_is_a_headache() {
        let third = |times: [&str; 3]| {
            let entries = times.map(|at| entry(Listed::Vomiting, at));
            let noticed = notice(&entries.each_ref());
            noticed[2].means.contains(Listed::FrequentVomiting)
        };
        assert!(third(["2025-03-01T08:00", "2025-03-01T20:00", "2025-03-02T08:00"]));
        assert!(!third(["2025-03-01T08:00", "2025-03-01T20:00", "2025-03-02T08:01"]));
        assert!(!third(["2025-03-01T08:00", "2025-03-01T08:00", "2025-03-01T09:00"]), "at different times");
        assert!(!third(["2025-03-01", "2025-03-01", "2025-03-01"]));
        let severe = entry(Listed::SevereHeadOrNeckPain, "2025-03-01");
        assert!(notice(&[&severe])[0].means.shares(Signs::of(&[Listed::Headache])));
        let often = entry(Listed::FrequentVomiting, "2025-03-01");
        assert!(notice(&[&often])[0].means.shares(MENINGITIS));
    }

    #[test]
    fn every_listed_symptom_has_a_bit_of_its_own() {
        assert_eq!(Signs::of(Listed::ALL).count() as usize, Listed::ALL.len());
        assert_eq!(Signs::of(Listed::ALL).iter().collect::<Vec<_>>(), Listed::ALL);
    }
}
