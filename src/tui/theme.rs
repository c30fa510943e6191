//! Roles of screen elements, and the style of each role in a theme.

use crate::config::ThemeChoice;
use crate::guidance::Level;
use ratatui::style::{Color, Modifier, Style};

/// The role of a screen element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// Everything that has no other role.
    Text,
    /// Less important text: labels, dates, hints.
    Dim,
    /// Headings and the names of screens.
    Title,
    /// Frames around parts of a screen.
    Border,
    /// The line or the choice at the cursor.
    Selected,
    /// A key in the footer and in help.
    Key,
    /// An emergency. One of the two roles with an alarm colour (docs/guidance.md, section 7.7).
    Emergency,
    /// The level same-day. The other role with an alarm colour.
    SameDay,
    /// An open flag at follow-up.
    FollowUp,
    /// An open flag at watch.
    Watch,
    /// What is wrong with an answer, or with what was asked for.
    Error,
    /// A short message about what was done, or is being done.
    Toast,
    /// A chart's readings.
    Reading,
    /// A chart's error band.
    Band,
    /// A chart's baseline.
    Baseline,
    /// A chart's limit: baseline plus the rise that error alone can explain.
    Limit,
}

impl Role {
    /// All roles.
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

    /// Returns the role of a guidance level.
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

/// How many colours the terminal has, beyond sixteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    Full,
}

impl Depth {
    /// Reads it from `COLORTERM`, which terminals with 24 bits set to `truecolor` or `24bit`.
    pub fn of_environment() -> Depth {
        Depth::told_by(&std::env::var("COLORTERM").unwrap_or_default())
    }

    fn told_by(colorterm: &str) -> Depth {
        if matches!(colorterm, "truecolor" | "24bit") { Depth::Full } else { Depth::Indexed }
    }

    fn colour(self, (index, red, green, blue): Colour) -> Color {
        match self {
            Depth::Indexed => Color::Indexed(index),
            Depth::Full => Color::Rgb(red, green, blue),
        }
    }
}

/// A colour of the 256, and the finer one for a terminal with 24 bits.
type Colour = (u8, u8, u8, u8);

/// The colours of a theme for one background.
struct Palette {
    dim: Colour,
    border: Colour,
    key: Colour,
    follow_up: Colour,
    watch: Colour,
    reading: Colour,
}

const DARK: Palette = Palette {
    dim: (245, 150, 155, 162),
    border: (240, 88, 94, 104),
    key: (80, 106, 205, 224),
    follow_up: (213, 244, 143, 232),
    watch: (222, 245, 207, 128),
    reading: (117, 134, 205, 255),
};

const LIGHT: Palette = Palette {
    dim: (240, 84, 90, 98),
    border: (248, 160, 166, 174),
    key: (25, 0, 92, 168),
    follow_up: (90, 136, 14, 130),
    watch: (94, 128, 88, 0),
    reading: (25, 0, 84, 158),
};

/// A colour theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's sixteen colours, which are readable on its background.
    Sixteen,
    /// Colours for a dark background.
    Dark(Depth),
    /// Colours for a light background.
    Light(Depth),
    /// No dim text, and nothing shown by colour alone.
    HighContrast,
    /// Bold, dim, underlined and reversed only (`NO_COLOR`).
    Plain,
    /// A different colour for every role, so that a test can read the roles from the screen.
    Labelled,
}

impl Theme {
    /// Chooses the theme from the settings and the environment. `NO_COLOR` with any content disables colours
    /// (no-color.org), unless `colors` decides.
    pub fn choose(choice: ThemeChoice, colors: Option<bool>) -> Theme {
        let of = |name: &str| std::env::var(name).unwrap_or_default();
        match choice {
            _ if !colors.unwrap_or_else(|| of("NO_COLOR").is_empty()) => Theme::Plain,
            ThemeChoice::Dark => Theme::Dark(Depth::of_environment()),
            ThemeChoice::Light => Theme::Light(Depth::of_environment()),
            ThemeChoice::HighContrast => Theme::HighContrast,
            ThemeChoice::Terminal => Theme::Sixteen,
            ThemeChoice::Auto => Theme::by_background(&of("COLORFGBG"), &of("TERM"), &of("COLORTERM")),
        }
    }

    /// Chooses by the background colour, which some terminals put into `COLORFGBG`, as in `15;0`. The last number is
    /// one of the sixteen colours.
    fn by_background(colours: &str, term: &str, colorterm: &str) -> Theme {
        let many = has_many_colours(term, colorterm);
        match colours.rsplit(';').next().and_then(|last| last.parse::<u8>().ok()) {
            Some(7 | 9..=15) if many => Theme::Light(Depth::told_by(colorterm)),
            Some(0..=6 | 8) if many => Theme::Dark(Depth::told_by(colorterm)),
            _ => Theme::Sixteen,
        }
    }

    /// Returns the style of a role.
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
            // Otherwise only bold would tell an alarm from the selected number on the body map.
            Theme::Plain if role == Role::Selected => weight.add_modifier(Modifier::UNDERLINED),
            Theme::Plain => weight,
            Theme::Labelled => style.fg(Color::Indexed(role as u8)),
            Theme::HighContrast => match role {
                Role::Emergency => style.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
                // Many terminals brighten bold black, to grey on yellow.
                Role::SameDay => style.fg(Color::Black).bg(Color::Yellow),
                Role::Dim | Role::Border | Role::Band => style,
                _ => weight,
            },
            Theme::Dark(depth) => coloured(role, weight, depth, &DARK),
            Theme::Light(depth) => coloured(role, weight, depth, &LIGHT),
            // Alarm colours are only for emergency and same-day (docs/guidance.md, section 7.7).
            Theme::Sixteen => match role {
                Role::Emergency => style.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
                Role::SameDay => style.fg(Color::Black).bg(Color::Yellow),
                Role::Key | Role::Limit => weight.fg(Color::Cyan),
                Role::Reading => weight.fg(Color::Magenta),
                Role::FollowUp => weight.fg(Color::Magenta),
                _ => weight,
            },
        }
    }
}

/// Returns whether the terminal has more than sixteen colours, by `TERM` and `COLORTERM`.
pub(super) fn has_many_colours(term: &str, colorterm: &str) -> bool {
    term.contains("256color") || !colorterm.is_empty()
}

/// Returns the style of a role with the colours of a palette.
fn coloured(role: Role, weight: Style, depth: Depth, palette: &Palette) -> Style {
    let plain = Style::new();
    let of = |colour: Colour| depth.colour(colour);
    let alarm = |on: Colour, back: Colour| plain.fg(of(on)).bg(of(back)).add_modifier(Modifier::BOLD);
    match role {
        Role::Emergency => alarm((231, 255, 255, 255), (160, 200, 0, 20)),
        Role::SameDay => alarm((16, 0, 0, 0), (214, 255, 176, 0)),
        Role::Dim | Role::Band | Role::Baseline => plain.fg(of(palette.dim)),
        Role::Border => plain.fg(of(palette.border)),
        Role::Key | Role::Limit => weight.fg(of(palette.key)),
        Role::FollowUp => weight.fg(of(palette.follow_up)),
        Role::Watch => weight.fg(of(palette.watch)),
        Role::Reading => weight.fg(of(palette.reading)),
        Role::Text | Role::Title | Role::Selected | Role::Error | Role::Toast => weight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_decides_where_the_terminal_tells_it() {
        for (colours, term, colorterm, theme) in [
            ("15;0", "xterm-256color", "", Theme::Dark(Depth::Indexed)),
            ("0;15", "xterm-256color", "", Theme::Light(Depth::Indexed)),
            ("0;default;15", "xterm-256color", "yes", Theme::Light(Depth::Indexed)),
            ("15;0", "xterm", "truecolor", Theme::Dark(Depth::Full)),
            ("0;15", "xterm-direct", "24bit", Theme::Light(Depth::Full)),
            ("15;0", "xterm", "", Theme::Sixteen),
            ("", "xterm-256color", "truecolor", Theme::Sixteen),
            ("15;default", "xterm-256color", "", Theme::Sixteen),
        ] {
            assert_eq!(Theme::by_background(colours, term, colorterm), theme, "{colours} {term} {colorterm}");
        }
    }

    #[test]
    fn no_level_is_told_by_colour_alone_in_any_theme() {
        for theme in
            [Theme::Sixteen, Theme::Dark(Depth::Indexed), Theme::Light(Depth::Full), Theme::HighContrast, Theme::Plain]
        {
            assert_ne!(theme.style(Role::Emergency), theme.style(Role::FollowUp));
            assert!(theme.style(Role::Emergency).add_modifier.contains(Modifier::BOLD));
        }
        let selected = Theme::Plain.style(Role::Selected).add_modifier;
        assert_ne!(selected | Modifier::BOLD, Theme::Plain.style(Role::Emergency).add_modifier);
    }
}
