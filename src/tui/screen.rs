//! The screens: each with its state, what changes it, and how it is drawn.

pub mod emergency;
pub mod erasing;
mod form;
pub mod glass;
pub mod guide;
pub mod history;
pub mod map;
pub mod me;
pub mod report;
pub mod round;
pub mod spot;
pub mod spots;
pub mod timeline;

use super::component::Component;
use super::keymap::Command;
use super::widget::form::Form;
use super::world::World;

macro_rules! screens {
    ($($variant:ident($screen:ty)),+ $(,)?) => {
        pub enum Screen { $($variant($screen)),+ }

        impl Screen {
            pub fn component(&self) -> &dyn Component {
                match self { $(Screen::$variant(screen) => screen),+ }
            }

            pub fn component_mut(&mut self) -> &mut dyn Component {
                match self { $(Screen::$variant(screen) => screen),+ }
            }
        }
    };
}

screens! {
    Spots(spots::SpotsScreen),
    Spot(spot::SpotPage),
    Map(map::MapScreen),
    Timeline(timeline::TimelineScreen),
    Round(round::RoundScreen),
    Glass(glass::GlassScreen),
    Me(me::MeScreen),
    Guide(guide::GuideScreen),
    Report(report::ReportScreen),
    History(history::HistoryScreen),
    Form(Form),
}

impl Screen {
    /// The screen that a command opens over this one, or why it cannot; `None` for a command that opens no screen.
    pub fn opened_by(&self, command: Command, world: &World, selected: Option<u32>) -> Option<Result<Screen, String>> {
        Some(Ok(match command {
            Command::Map => Screen::Map(map::MapScreen::new(&world.loaded, selected)),
            Command::Timeline => Screen::Timeline(timeline::TimelineScreen::new()),
            Command::Round => return Some(round::RoundScreen::begin(world).map(Screen::Round)),
            Command::GlassTest => Screen::Glass(glass::GlassScreen::new(selected, world)),
            Command::Me => Screen::Me(me::MeScreen::default()),
            Command::Guide => {
                // Beside a spot's page the guide is read for that spot.
                let spot = selected.filter(|_| matches!(self, Screen::Spot(_)));
                Screen::Guide(guide::GuideScreen::new(spot))
            }
            Command::Report => Screen::Report(report::ReportScreen::default()),
            Command::History => Screen::History(history::HistoryScreen::default()),
            _ => return None,
        }))
    }

    /// Whether both are the same screen, whatever they show.
    pub fn is_like(&self, other: &Screen) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
