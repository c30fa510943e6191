//! How urgent a flag is, and which professional to see (docs/guidance.md, section 1).

use crate::domain::{Moment, show_date};

/// From the least urgent to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    None,
    Watch,
    FollowUp,
    SameDay,
    Emergency,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum See {
    EmergencyServices,
    Doctor,
    Dermatologist,
}

impl Level {
    pub const ALL: [Level; 5] = [Level::Emergency, Level::SameDay, Level::FollowUp, Level::Watch, Level::None];

    pub fn word(self) -> &'static str {
        match self {
            Level::Emergency => "emergency",
            Level::SameDay => "same-day",
            Level::FollowUp => "follow-up",
            Level::Watch => "watch",
            Level::None => "none",
        }
    }

    /// The mark that stands beside the word wherever colour might be missing: more strokes, more urgent.
    pub fn mark(self) -> &'static str {
        match self {
            Level::Emergency => "!!!",
            Level::SameDay => "!!",
            Level::FollowUp => "!",
            Level::Watch => "~",
            Level::None => "",
        }
    }

    /// Whom to see at this level; `follow_up` is what the rule says for a follow-up.
    pub fn see(self, follow_up: See) -> Option<See> {
        match self {
            Level::Emergency => Some(See::EmergencyServices),
            Level::SameDay => Some(See::Doctor),
            Level::FollowUp => Some(follow_up),
            Level::Watch | Level::None => None,
        }
    }

    /// The headline (docs/guidance.md, section 1); for a watch with the day of the next look.
    pub fn headline(self, see: Option<See>, next_check: Option<Moment>) -> String {
        match (self, see) {
            (Level::Emergency, _) => {
                "This may be an emergency. Call your emergency number now or go to the nearest emergency department."
                    .into()
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
    pub fn word(self) -> &'static str {
        match self {
            See::EmergencyServices => "emergency-services",
            See::Doctor => "doctor",
            See::Dermatologist => "dermatologist",
        }
    }
}
