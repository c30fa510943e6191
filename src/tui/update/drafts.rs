//! Drafts: what is typed is kept in the journal until it is saved or thrown away, so that a lost terminal loses nothing.

use crate::ops::StoredDraft;
use crate::tui::form::{self, kept};
use crate::tui::keymap::Context;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::screen::Screen;
use crate::tui::widget::form::Form;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

/// How long answers wait at most, while somebody types without a pause, before they are kept in the draft.
const LONGEST: TimeDelta = TimeDelta::seconds(5);

/// Returns the effect that keeps the form on top, if its answers have changed since they were kept. A field that is typed
/// in waits until it is left, until nothing was typed for a while (`is_idle`), or for [`LONGEST`].
pub(super) fn keep(model: &mut Model, is_idle: bool) -> Option<Effect> {
    let (at, now) = (model.world.now.utc, model.world.said_now());
    let Screen::Form(form) = model.screen_mut() else { return None };
    let is_left = form.kept_at != Some(form.list.cursor);
    if form.is_unkept && form.unkept_since.is_none() {
        form.unkept_since = Some(at);
    }
    let is_overdue = form.unkept_since.is_some_and(|since| (at - since).abs() >= LONGEST);
    if is_idle || is_left || is_overdue { keep_form(form, at, now) } else { None }
}

fn keep_form(form: &mut Form, at: DateTime<Utc>, now: NaiveDateTime) -> Option<Effect> {
    let what = kept::what(form).filter(|_| form.is_unkept)?;
    (form.is_unkept, form.unkept_since) = (false, None);
    form.kept_at = Some(form.list.cursor);
    let answers = kept::typed(form, now);
    Some(Effect::KeepDraft(Box::new(StoredDraft { what, at, answers })))
}

/// Closes every open form. Returns the effects that keep what is typed in them.
pub(super) fn put_away(model: &mut Model) -> Vec<Effect> {
    let (at, now) = (model.world.now.utc, model.world.said_now());
    let forms = model.screens.iter_mut().filter_map(|screen| match screen {
        Screen::Form(form) => Some(form),
        _ => None,
    });
    let effects = forms.filter_map(|form| keep_form(form, at, now)).collect();
    model.screens.retain(|screen| screen.form().is_none());
    judge(model);
    effects
}

/// Returns the effect that keeps the answers of a round.
pub(super) fn keep_round(model: &Model) -> Option<Effect> {
    match model.screen() {
        Screen::Round(round) => Some(round.keep(&model.world)),
        _ => None,
    }
}

/// Returns the effect that keeps the form or the round on top as it is.
pub(super) fn keep_now(model: &mut Model) -> Option<Effect> {
    if let Screen::Form(form) = model.screen_mut() {
        form.is_unkept = true;
    }
    keep(model, true).or_else(|| keep_round(model))
}

/// Returns the effect that deletes the draft of the form or the round on top.
pub(super) fn drop(model: &Model) -> Option<Effect> {
    let what = match model.screen() {
        Screen::Form(form) => kept::what(form)?,
        Screen::Round(_) => kept::ROUND.to_owned(),
        _ => return None,
    };
    Some(Effect::DropDraft(what))
}

/// Fills a new form with its draft, if there is one. Returns a message that says so.
pub(in crate::tui) fn resume(form: &mut Form, model: &Model) -> Option<String> {
    let what = kept::what(form)?;
    let draft = model.world.loaded.drafts.iter().find(|draft| draft.what == what)?;
    kept::fill(form, &draft.answers);
    // In a correction the cursor stays where a correction begins.
    if form.saved.is_none()
        && let Some(open) = form.first_open()
    {
        form.list.cursor = open;
        form.follow(model.world.body());
    }
    form.kept_at = Some(form.list.cursor);
    Some(format!("This is what you had typed: {}.", model.world.now.show_time(draft.at)))
}

/// Takes a draft that was kept.
pub(in crate::tui) fn kept(model: &mut Model, draft: StoredDraft) {
    model.dropping.retain(|known| *known != draft.what);
    let drafts = &mut model.world.loaded.drafts;
    drafts.retain(|known| known.what != draft.what);
    drafts.push(draft);
    judge(model);
}

/// Leaves the form or the round on top, whose draft was kept.
pub(super) fn left(model: &mut Model, draft: StoredDraft) {
    model.screens.pop();
    kept(model, draft);
    model.tell("It is kept as a draft. The same key goes on with it.");
}

/// Takes away a draft that was deleted.
pub(in crate::tui) fn dropped(model: &mut Model, what: &str) {
    model.dropping.retain(|known| known != what);
    model.world.loaded.drafts.retain(|known| known.what != what);
    judge(model);
}

/// Marks a draft that is being deleted since its entry is saved: the journal that is loaded next has it still.
pub(in crate::tui) fn forget(model: &mut Model, dropped: Option<&Effect>) {
    if let Some(Effect::DropDraft(what)) = dropped {
        model.dropping.push(what.clone());
    }
}

/// Takes the drafts of a journal that was loaded. What is open follows its spots, whose numbers can have changed.
pub(in crate::tui) fn loaded(model: &mut Model) {
    let Model { world, dropping, screens, .. } = model;
    world.loaded.drafts.retain(|draft| !dropping.contains(&draft.what));
    let judged = world.loaded.judged.as_deref();
    for screen in screens {
        match screen {
            // A form of a spot that is gone says so when it is saved.
            Screen::Form(form) => _ = form::follow_spot(form, judged),
            Screen::Round(round) => round.follow_spots(world),
            _ => {}
        }
    }
    judge(model);
}

/// Assesses what is typed in the drafts, so that an alarm does not wait until somebody goes on with one. An open form is
/// assessed as it is typed, and its draft is not.
fn judge(model: &mut Model) {
    let world = &model.world;
    let open_forms: Vec<String> = model.screens.iter().filter_map(|screen| kept::what(screen.form()?)).collect();
    let judged = world.loaded.judged.as_deref();
    let left = world.loaded.drafts.iter().filter(|draft| !open_forms.contains(&draft.what));
    let forms = left.flat_map(|draft| kept::typed_forms(draft, judged, world.said_now()));
    let drafts = forms.filter_map(|(form, at)| form::draft(&form, at));
    model.drafted = drafts.map(|draft| world.preview(&draft)).collect();
}

/// Returns a sentence that names a draft, a sentence on how to go on with it, and the number of its spot, if it has one.
/// `None` for a draft of another version of the program, and for one of a spot that is not there: a redo brings both back.
pub(in crate::tui) fn unfinished(model: &Model, draft: &StoredDraft) -> Option<(String, &'static str, Option<u32>)> {
    let loaded = &model.world.loaded;
    let judged = loaded.judged.as_deref();
    let (called, how) = kept::called(&draft.what).filter(|_| kept::is_there(draft, judged))?;
    let number = kept::number_of(&draft.what, judged);
    let titled = number.and_then(|number| Some((number, loaded.title(number)?)));
    let of = titled.map_or_else(String::new, |(number, title)| format!(" at spot {number}, {title},"));
    Some((format!("{called}{of} was not finished."), how, number))
}

/// Returns a message for the start that names the latest draft, and the number of its spot, if it is about one.
pub(super) fn say_left(model: &Model) -> Option<(String, Option<u32>)> {
    let drafts = model.world.loaded.drafts.iter();
    let said = drafts.filter_map(|draft| Some((draft.at, unfinished(model, draft)?)));
    let (_, (unfinished, how, spot)) = said.max_by_key(|(at, _)| *at)?;
    let text = format!("{unfinished} {how}");
    Some((model.world.with_keys(Context::Spots, &text), spot))
}
