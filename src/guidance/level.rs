//! How urgent a flag is, and which professional to see (docs/guidance.md, section 1).

use crate::domain::{Moment, show_date};

/// The urgency of a flag, from the least to the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// No flag is open. See nobody, and show the neutral sentence.
    None,
    /// See nobody yet: look again on a day.
    Watch,
    /// See the professional that the rule names, by appointment.
    FollowUp,
    /// See a doctor or nurse today.
    SameDay,
    /// Call the emergency services now.
    Emergency,
}

/// The professional to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum See {
    /// For an emergency.
    EmergencyServices,
    /// A doctor, or at same-day a nurse.
    Doctor,
    /// For a follow-up only.
    Dermatologist,
}

impl Level {
    /// Every level, the most urgent first.
    pub const ALL: [Level; 5] = [Level::Emergency, Level::SameDay, Level::FollowUp, Level::Watch, Level::None];

    /// Returns the word used in files and for display.
    pub fn word(self) -> &'static str {
        match self {
            Level::Emergency => "emergency",
            Level::SameDay => "same-day",
            Level::FollowUp => "follow-up",
            Level::Watch => "watch",
            Level::None => "none",
        }
    }

    /// Returns the symbol shown next to the word in case there is no colour. More strokes mean more urgent.
    pub fn mark(self) -> &'static str {
        match self {
            Level::Emergency => "!!!",
            Level::SameDay => "!!",
            Level::FollowUp => "!",
            Level::Watch => "~",
            Level::None => "",
        }
    }

    /// Returns which professional to see at this level. `follow_up` is the one that the rule names for a follow-up.
    pub fn see(self, follow_up: See) -> Option<See> {
        match self {
            Level::Emergency => Some(See::EmergencyServices),
            Level::SameDay => Some(See::Doctor),
            Level::FollowUp => Some(follow_up),
            Level::Watch | Level::None => None,
        }
    }

    /// Returns the headline (docs/guidance.md, section 1). For a watch it names the day of the next look, for an
    /// emergency the person's own emergency number, if there is one.
    pub fn headline(self, see: Option<See>, next_check: Option<Moment>, number: Option<&str>) -> String {
        match (self, see) {
            (Level::Emergency, _) => {
                let number = number.unwrap_or("your emergency number");
                format!("This may be an emergency. Call {number} now or go to the nearest emergency department.")
            }
            (Level::SameDay, _) => "Contact a doctor or nurse today.".into(),
            (Level::FollowUp, Some(See::Dermatologist)) => "Show this to a dermatologist.".into(),
            (Level::FollowUp, _) => "Make an appointment with a doctor.".into(),
            (Level::Watch, _) => match next_check {
                Some(next) => format!("Look again on {}.", show_date(next.day())),
                None => "Look again.".into(),
            },
            (Level::None, _) => "No rule of this journal is open.".into(),
        }
    }
}

impl See {
    /// Returns the word used in files.
    pub fn word(self) -> &'static str {
        match self {
            See::EmergencyServices => "emergency-services",
            See::Doctor => "doctor",
            See::Dermatologist => "dermatologist",
        }
    }
}
