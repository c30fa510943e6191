//! The screens: each with its state, what changes it, and how it is drawn.

pub mod forms;
pub mod history;
pub mod report;
pub mod spot;
pub mod spots;

use super::widget::form::Form;

pub enum Screen {
    Spots(spots::SpotsScreen),
    Spot(spot::SpotPage),
    Report(report::ReportScreen),
    History(history::HistoryScreen),
    Form(Form),
}
