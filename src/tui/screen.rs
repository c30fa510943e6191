//! The screens: each has its state, its updates and its drawing.

pub(super) mod compare;
pub(super) mod emergency;
pub(super) mod erasing;
mod form;
pub(super) mod glass;
pub(super) mod guide;
pub(super) mod history;
mod latest;
pub(super) mod map;
pub(super) mod me;
pub(super) mod photos;
pub(super) mod report;
pub(super) mod round;
pub(super) mod said;
pub(super) mod spot;
pub(super) mod spots;
pub(super) mod timeline;
pub(super) mod told;

use super::component::Component;
use super::keymap::Command;
use super::widget::form::Form;
use super::world::World;

macro_rules! screens {
    ($($variant:ident($screen:ty)),+ $(,)?) => {
        /// A screen.
        pub(crate) enum Screen { $($variant($screen)),+ }

        impl Screen {
            /// Returns the screen as a component.
            pub(crate) fn component(&self) -> &dyn Component {
                match self { $(Screen::$variant(screen) => screen),+ }
            }

            /// Returns the screen as a mutable component.
            pub(crate) fn component_mut(&mut self) -> &mut dyn Component {
                match self { $(Screen::$variant(screen) => screen),+ }
            }
        }
    };
}

screens! {
    Spots(spots::SpotsScreen),
    Spot(spot::SpotPage),
    Photos(photos::PhotosScreen),
    Compare(compare::CompareScreen),
    Map(map::MapScreen),
    Timeline(timeline::TimelineScreen),
    Round(round::RoundScreen),
    Glass(glass::GlassScreen),
    Me(me::MeScreen),
    Guide(guide::GuideScreen),
    Report(report::ReportScreen),
    History(history::HistoryScreen),
    Told(told::ToldScreen),
    Form(Form),
}

impl Screen {
    /// Returns the screen that a command opens over this one, or `None` for a command that opens no screen. The inner
    /// error is a message that says why it cannot be opened.
    pub(super) fn opened_by(
        &self,
        command: Command,
        world: &World,
        selected: Option<u32>,
    ) -> Option<Result<Screen, String>> {
        Some(Ok(match command {
            Command::Photos => match selected {
                Some(number) => Screen::Photos(photos::PhotosScreen::new(number)),
                None => return Some(Err(world.nothing_selected())),
            },
            Command::ComparePhotos => match self {
                Screen::Photos(page) => return Some(page.compare(world).map(Screen::Compare)),
                _ => return None,
            },
            Command::Map => Screen::Map(map::MapScreen::new(&world.loaded, selected)),
            Command::Timeline => Screen::Timeline(timeline::TimelineScreen::default()),
            Command::Round => return Some(round::RoundScreen::begin(world).map(Screen::Round)),
            Command::GlassTest => Screen::Glass(glass::GlassScreen::new(selected, world)),
            Command::Me => Screen::Me(me::MeScreen::default()),
            Command::Guide => {
                // Opened from the page of a spot, the guide shows that spot too.
                let spot = selected.filter(|_| matches!(self, Screen::Spot(_)));
                Screen::Guide(guide::GuideScreen::new(spot))
            }
            Command::Report => Screen::Report(report::ReportScreen::default()),
            Command::History => Screen::History(history::HistoryScreen::default()),
            _ => return None,
        }))
    }

    /// Returns the form, if it is one.
    pub(super) fn form(&self) -> Option<&Form> {
        match self {
            Screen::Form(form) => Some(form),
            _ => None,
        }
    }

    /// Returns whether both screens are of the same kind.
    pub(super) fn is_like(&self, other: &Screen) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
