//! The glass test: what its answers do.

use crate::domain::{GlassTest, Word};
use crate::tui::form;
use crate::tui::message::{Act, Effect};
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::screen::glass::{self, GlassScreen};
use crate::tui::view::form_area;

/// The glass test of the selected spot; before the first spot is logged, of the one that is going to be.
pub(super) fn begin(model: &mut Model) {
    let title = |number| model.world.loaded.rows.iter().find(|row| row.number == number).map(|row| row.title.clone());
    let spot = model.selected();
    let title = spot.and_then(title).unwrap_or_default();
    model.screens.push(Screen::Glass(GlassScreen::new(spot, title)));
}

/// Logs the answer, and where it is urgent enough to matter, asks at once how the person feels.
pub(super) fn answered(model: &mut Model, result: GlassTest) -> Vec<Effect> {
    let (now, area) = (model.world.now, form_area(model.world.size));
    let Screen::Glass(glass) = model.screen() else { return Vec::new() };
    let spot = glass.spot;
    model.screens.pop();
    match spot {
        Some(number) => {
            let look = glass::look(result, now);
            let effects = vec![Effect::Act(Act::Look(number, Box::new(look)))];
            if result != GlassTest::Fades {
                let form = form::symptoms(model.world.name());
                model.screens.push(Screen::Form(form));
                // The form was not filled in by the act that is about to be done.
                model.form_stays = true;
            }
            effects
        }
        None => {
            let mut form = form::new_spot();
            if let Some(field) = form.fields.iter_mut().find(|field| field.name == "glass_test") {
                field.choose(result.word());
            }
            form.is_changed = true;
            form.go_to("with", area);
            model.screens.push(Screen::Form(form));
            Vec::new()
        }
    }
}
