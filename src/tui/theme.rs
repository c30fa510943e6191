//! Roles, not colours: what a piece of the screen is, and how that looks.

use crate::guidance::Level;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    Text,
    /// What stands back: labels, dates, hints.
    Dim,
    Title,
    Border,
    Selected,
    /// A key in the footer and in help.
    Key,
    Emergency,
    SameDay,
    FollowUp,
    Watch,
    Error,
    Toast,
    /// A chart's readings.
    Reading,
    /// A chart's error band.
    Band,
    Baseline,
    Limit,
}

impl Role {
    pub const ALL: [Role; 16] = [
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Border,
        Role::Selected,
        Role::Key,
        Role::Emergency,
        Role::SameDay,
        Role::FollowUp,
        Role::Watch,
        Role::Error,
        Role::Toast,
        Role::Reading,
        Role::Band,
        Role::Baseline,
        Role::Limit,
    ];

    pub fn of_level(level: Level) -> Role {
        match level {
            Level::Emergency => Role::Emergency,
            Level::SameDay => Role::SameDay,
            Level::FollowUp => Role::FollowUp,
            Level::Watch => Role::Watch,
            Level::None => Role::Text,
        }
    }
}

/// How roles look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own sixteen colours, which are readable on its background whatever that is.
    Sixteen,
    /// Weight and inversion only (`NO_COLOR`).
    Plain,
    /// Every role another colour, so that a test can read the roles back from the screen.
    Labelled,
}

impl Theme {
    /// `NO_COLOR` with any content switches colours off (no-color.org).
    pub fn of_environment() -> Theme {
        match std::env::var_os("NO_COLOR") {
            Some(value) if !value.is_empty() => Theme::Plain,
            _ => Theme::Sixteen,
        }
    }

    pub fn style(self, role: Role) -> Style {
        let style = Style::new();
        let weight = match role {
            Role::Dim | Role::Border | Role::Band => style.add_modifier(Modifier::DIM),
            Role::Title | Role::FollowUp | Role::Key | Role::Reading => style.add_modifier(Modifier::BOLD),
            Role::Selected => style.add_modifier(Modifier::REVERSED),
            Role::Emergency | Role::SameDay => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Error => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::Toast => style.add_modifier(Modifier::BOLD),
            Role::Text | Role::Watch | Role::Baseline | Role::Limit => style,
        };
        match self {
            Theme::Plain => weight,
            Theme::Labelled => style.fg(Color::Indexed(role as u8)),
            // Alarm colours are for emergency and same-day alone (guidance, section 7.7).
            Theme::Sixteen => match role {
                Role::Emergency => style.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
                Role::SameDay => style.fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD),
                Role::Key | Role::Limit => weight.fg(Color::Cyan),
                Role::Reading => weight.fg(Color::Magenta),
                Role::FollowUp => weight.fg(Color::Magenta),
                _ => weight,
            },
        }
    }
}
