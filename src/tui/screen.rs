//! The screens: each with its state, what changes it, and how it is drawn.

pub mod emergency;
pub mod erasing;
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

use super::widget::form::Form;

pub enum Screen {
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
