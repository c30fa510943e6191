//! Performs effects. Only this module of the terminal program accesses the journal.

mod files;
mod photos;

use super::form::kept;
use super::message::{Act, Effect, Export, Message};
use super::model::Model;
use super::widget::picker::{Entry, Folder};
use super::world::{Loaded, MADE_BY};
use crate::config::{PhotoSettings, expand_home, keep, keep_emergency_number};
use crate::domain::{AsOf, Because, FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::guidance::{Level, Windows};
use crate::ops::{self, Context, Judged, Now, Receipt, Reviewed};
use crate::store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The maximum number of changes in the history.
const HISTORY: usize = 500;

/// A snapshot of the parts of the model that an effect needs, taken when the effect starts.
pub(super) struct EffectContext {
    now: Now,
    windows: Windows,
    person: Option<String>,
    as_of: Option<AsOf>,
    settings: PathBuf,
    emergency_number: Option<String>,
    begun_after: i64,
    photos: PhotoSettings,
    /// The journal as it is shown. The numbers of an act are those of its spots.
    shown: Option<Arc<Judged>>,
}

impl EffectContext {
    /// Takes a snapshot of the model.
    pub(super) fn of(model: &Model) -> EffectContext {
        let start = &model.world.start;
        EffectContext {
            now: model.world.now,
            windows: start.windows.clone(),
            person: start.person.clone(),
            as_of: start.as_of,
            settings: start.settings.clone(),
            emergency_number: start.emergency_number.clone(),
            begun_after: model.begun_after,
            photos: start.photos.clone(),
            shown: model.world.loaded.judged.clone(),
        }
    }

    fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            windows: &self.windows,
            made_by: MADE_BY,
            person: self.person.as_deref(),
            as_of: self.as_of,
        }
    }
}

/// The progress of an effect, shared with the drawing thread.
#[derive(Default)]
pub(super) struct Progress {
    done: AtomicUsize,
    of: AtomicUsize,
}

impl Progress {
    fn tell(&self, done: usize, of: usize) {
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }

    /// Returns the number of spots done and the total.
    pub(super) fn read(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.of.load(Ordering::Relaxed))
    }
}

impl Effect {
    /// Returns the text shown while the effect is performed.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Effect::Load | Effect::LoadSpot(_) | Effect::LoadHistory | Effect::LoadNotes | Effect::Switch(_) => {
                "Reading the journal"
            }
            Effect::Export(_) | Effect::LoadExtras | Effect::BuildReport(_) => "Making the report",
            Effect::File(..) => "Reading and writing files",
            Effect::CheckJournal => "Checking the journal",
            Effect::MakePrivate
            | Effect::SaveElsewhere(_)
            | Effect::KeepNumber(_)
            | Effect::KeepSettings(_)
            | Effect::Act(_)
            | Effect::StrikePerson(_)
            | Effect::KeepDraft(_)
            | Effect::LeaveDraft(_)
            | Effect::DropDraft(_)
            | Effect::Edit(_) => "Saving",
            Effect::LoadPhotos(_) | Effect::LoadPhoto(..) => "Opening the photo",
            Effect::AddPhotos(_) => "Taking in the photos",
            Effect::TakeOff(_) | Effect::LeaveOpen => "Saving",
            Effect::FindFiles(_) | Effect::ListInbox(_) | Effect::OpenPicture(_) => "Opening",
            Effect::ListFolder(_) | Effect::OpenFile(_) | Effect::Suspend | Effect::Copy(_) => "Opening",
            Effect::Undo { .. } => "Undoing",
            Effect::Redo => "Doing again",
            Effect::PlanErasing(_) => "Reading the history",
            Effect::Erase(_) | Effect::DeleteKept(_) => "Erasing",
        }
    }

    /// Returns whether the effect only reads, so that input can be handled while it runs.
    pub(super) fn only_reads(&self) -> bool {
        matches!(
            self,
            Effect::Load
                | Effect::LoadSpot(_)
                | Effect::LoadHistory
                | Effect::LoadPhotos(_)
                | Effect::LoadPhoto(..)
                | Effect::FindFiles(_)
                | Effect::ListInbox(_)
                | Effect::LoadNotes
                | Effect::LoadExtras
                | Effect::BuildReport(_)
                | Effect::PlanErasing(_)
                | Effect::ListFolder(_)
        )
    }
}

impl Effect {
    /// Returns whether the effect can take longer than a frame in a journal of any size.
    pub(super) fn is_long(&self) -> bool {
        match self {
            Effect::LoadPhoto(..) | Effect::AddPhotos(_) | Effect::ListInbox(_) => true,
            Effect::File(..) | Effect::BuildReport(_) => true,
            Effect::Act(act) => photos::has_files(act),
            _ => false,
        }
    }
}

/// Performs one effect and returns the resulting messages. Refused values are messages too; other failures are errors.
pub(super) fn perform(
    effect: Effect,
    store: &mut Store,
    asking: &EffectContext,
    progress: &Progress,
) -> Result<Vec<Message>> {
    let context = asking.context();
    let receipt = match effect {
        Effect::Load => {
            let judged = ops::assess_telling(store, &context, &mut |done, of| progress.tell(done, of))?;
            return Ok(vec![loaded(judged, store, &context)?]);
        }
        Effect::LoadSpot(number) => {
            let tree = ops::spot(store, &context, number)?;
            let history = ops::spot_history(store, &context, number)?;
            return Ok(vec![Message::SpotLoaded(Box::new(tree), history)]);
        }
        Effect::LoadPhotos(number) => return photos::load(store, &context, number),
        Effect::LoadPhoto(photo, detail) => return photos::decode(store, &photo, detail),
        Effect::LeaveOpen => return Ok(vec![Message::FileDone("Nothing is answered.".into())]),
        Effect::OpenPicture(photo) => return photos::open(store, &photo),
        Effect::FindFiles(paths) => return Ok(photos::find(&paths)),
        Effect::ListInbox(folder) => return photos::list_inbox(store, &folder),
        Effect::AddPhotos(added) => {
            check_spots(&[added.number], store, asking)?;
            photos::add(store, asking, *added)
        }
        Effect::TakeOff(photo) => ops::remove_photo(store, &context, &photo),
        Effect::LoadHistory => return Ok(vec![Message::HistoryLoaded(ops::history(store, HISTORY)?)]),
        Effect::KeepDraft(draft) => {
            let kept = ops::keep_draft(store, &context, &draft);
            return Ok(kept.is_ok().then_some(Message::DraftKept(draft)).into_iter().collect());
        }
        Effect::LeaveDraft(draft) => {
            ops::keep_draft(store, &context, &draft)?;
            return Ok(vec![Message::DraftLeft(draft)]);
        }
        Effect::DropDraft(what) => {
            let dropped = ops::drop_draft(store, &context, &what);
            return Ok(dropped.is_ok().then_some(Message::DraftDropped(what)).into_iter().collect());
        }
        Effect::LoadNotes => return Ok(vec![Message::NotesLoaded(ops::notes(store, &context)?)]),
        Effect::Switch(name) => {
            let judged = ops::assess(store, &Context { person: Some(&name), ..context })?;
            return Ok(vec![Message::Switched(name), loaded(judged, store, &context)?]);
        }
        Effect::KeepNumber(number) => {
            keep_emergency_number(&asking.settings, number.as_deref())?;
            return Ok(vec![Message::NumberKept(number)]);
        }
        Effect::KeepSettings(settings) => {
            keep(&asking.settings, settings.changes())?;
            settings.notation.set();
            let windows = Context { windows: &settings.windows, ..context };
            let loaded = loaded(ops::assess(store, &windows)?, store, &windows)?;
            return Ok(vec![Message::SettingsKept(settings), loaded]);
        }
        Effect::MakePrivate => {
            ops::make_private(store.path())?;
            return Ok(vec![Message::MadePrivate]);
        }
        Effect::SaveElsewhere(path) => {
            let saved = store.save_elsewhere(&expand_home(&path)?);
            return match saved {
                // The form that asks for the name shows the error.
                Err(Error::Conflict(message)) => Ok(vec![Message::Refused(FieldError::new(message).at("path"))]),
                Err(error) => Err(error),
                Ok(()) => Ok(vec![Message::SavedElsewhere(store.path().to_owned())]),
            };
        }
        Effect::LoadExtras => return Ok(vec![Message::ExtrasLoaded(ops::report_extras(store, &context)?)]),
        Effect::BuildReport(source) => {
            let lines = source.lines();
            return Ok(vec![Message::ReportBuilt(source, lines)]);
        }
        Effect::ListFolder(path) => return Ok(vec![Message::FolderListed(list_folder(&path)?)]),
        Effect::OpenFile(path) => {
            open::that_detached(&path).map_err(Error::io(format!("{} cannot be opened", path.shown())))?;
            return Ok(Vec::new());
        }
        Effect::File(task, path, asked) => {
            return files::perform(task, &path, asked.map(|columns| *columns), store, asking);
        }
        Effect::CheckJournal => return files::check(store, asking),
        Effect::Export(export) => return export_report(*export, store, asking),
        Effect::Undo { sure } => {
            if !sure && let Some(earlier) = ops::earlier_undo(store, asking.begun_after)? {
                return Ok(vec![Message::AskUndo(earlier)]);
            }
            let undone = ops::undo(store, &context)?;
            let stays = undone.say_passed_over();
            let done = Message::Undone(format!("Undone: {}. It stays in the history.{stays}", undone.what));
            return told_to_whom_is_there(done, store, &context);
        }
        Effect::PlanErasing(subject) => {
            return match ops::plan_erasing(store, &context, &subject) {
                Ok(plan) => Ok(vec![Message::ErasingPlanned(Box::new(plan))]),
                Err(Error::Invalid(error)) => Ok(vec![Message::Refused(error.at("subject"))]),
                Err(Error::NotFound(why)) => Ok(vec![Message::Refused(FieldError::new(why).at("subject"))]),
                Err(error) => Err(error),
            };
        }
        Effect::Erase(plan) => {
            let done = match ops::erase(store, &context, &plan) {
                Ok(gone) => [vec![gone.done], gone.unopened].concat().join(" "),
                // The records are erased from the journal, so show it without them.
                Err(error @ Error::Unfinished(_)) => error.to_string(),
                Err(error) => return Err(error),
            };
            return told_to_whom_is_there(Message::Erased(done, plan.kept), store, &context);
        }
        Effect::StrikePerson(name) => {
            let done = match ops::strike_person(store, &context, &name) {
                Err(Error::Invalid(error)) => return Ok(vec![Message::Refused(error)]),
                done => done?,
            };
            return told_to_whom_is_there(Message::Done { done, spot: None }, store, &context);
        }
        Effect::DeleteKept(kept) => {
            ops::delete_kept(&kept)?;
            return Ok(vec![Message::KeptDeleted]);
        }
        Effect::Redo => {
            let done = format!("Done again: {}.", ops::redo(store, &context)?);
            let loaded = loaded(ops::assess(store, &context)?, store, &context)?;
            return Ok(vec![Message::Done { done, spot: None }, loaded]);
        }
        // The terminal code handles these itself.
        Effect::Edit(_) | Effect::Suspend | Effect::Copy(_) => return Ok(Vec::new()),
        Effect::Act(mut act) => {
            check_spots(&spots_of(&act), store, asking)?;
            photos::take_in_files(store, asking, &mut act).and_then(|()| perform_act(act, store, &context))
        }
    };
    match receipt {
        Ok(receipt) => {
            // A narrow window has no room for the reasons, so the message includes the resulting advice.
            let assessment = &receipt.judged.assessment;
            let spot = receipt.spot.and_then(|number| assessment.spot(number));
            let (level, see, next) = match spot {
                Some(spot) => (spot.level, spot.see, spot.next_check),
                None => (assessment.level, assessment.see, assessment.next_check),
            };
            let led_to =
                (level >= Level::FollowUp).then(|| level.headline(see, next, asking.emergency_number.as_deref()));
            let done = led_to.map_or(receipt.done.clone(), |headline| format!("{} {headline}", receipt.done));
            let name = receipt.judged.assessment.name.clone();
            let loaded = loaded(Some(receipt.judged), store, &context)?;
            let done = Message::Done { done, spot: receipt.spot };
            // The person may be new or renamed.
            Ok(vec![Message::Switched(name), done, loaded])
        }
        Err(Error::Invalid(error)) => Ok(vec![Message::Refused(error)]),
        Err(error) => Err(error),
    }
}

/// Returns the numbers of the spots that an act is about.
fn spots_of(act: &Act) -> Vec<u32> {
    match act {
        Act::Look(number, _) | Act::Same(number, _) | Act::Review(Reviewed::Spot(number), _) => vec![*number],
        Act::Treatment(number, _) | Act::Removed(number, _) => vec![*number],
        Act::CloseMistake(number) | Act::Reopen(number) => vec![*number],
        Act::Round(looks) => looks.iter().map(|(number, _)| *number).collect(),
        // These name an entry by its id, or no spot.
        Act::AddSpot(..) | Act::Correct(..) | Act::StrikeOut(_) | Act::AddNote(..) | Act::SayChanges(..) => Vec::new(),
        Act::Review(Reviewed::Person, _) | Act::Symptoms(_) | Act::Medicine(_) | Act::Infection(_) => Vec::new(),
        Act::ChangePerson(_) | Act::AddPerson(_) => Vec::new(),
    }
}

/// Refuses to go on with a spot whose number is that of another spot since the journal was shown.
fn check_spots(numbers: &[u32], store: &Store, asking: &EffectContext) -> Result<()> {
    let shown = |number: &u32| Some((*number, asking.shown.as_ref()?.facts.spot(*number)?.spot.id));
    for (number, id) in numbers.iter().filter_map(shown) {
        if !ops::is_still(store, &asking.context(), number, id)? {
            let message =
                format!("spot {number} was changed elsewhere since it was shown here; look at it again first");
            return Err(Error::Conflict(message));
        }
    }
    Ok(())
}

/// Makes a change of the user.
fn perform_act(act: Act, store: &mut Store, context: &Context<'_>) -> Result<Receipt> {
    match act {
        Act::AddSpot(spot, look) => ops::add_spot(store, context, *spot, Some(*look)),
        Act::Look(number, look) => ops::look(store, context, number, *look),
        Act::Same(number, at) => ops::same(store, context, &[number], at),
        Act::Review(of, new) => ops::review(store, context, of, new),
        Act::Treatment(number, new) => ops::treatment(store, context, number, new),
        Act::Round(looks) => ops::round(store, context, looks),
        Act::Symptoms(new) => ops::symptoms(store, context, new),
        Act::Medicine(new) => ops::medicine(store, context, new),
        Act::Infection(new) => ops::infection(store, context, new),
        Act::ChangePerson(change) => ops::change_person(store, context, *change),
        Act::AddPerson(name) => ops::add_person(store, context, name),
        Act::Correct(was, now) => ops::correct(store, context, &was, *now),
        Act::StrikeOut(entry) => ops::strike(store, context, &entry).inspect(|_| {
            // Nothing depends on a draft, so one that cannot be deleted stays.
            kept::of_entry(entry.id()).iter().for_each(|what| drop(ops::drop_draft(store, context, what)));
        }),
        Act::AddNote(entry, note) => ops::add_note(store, context, &entry, &note),
        Act::CloseMistake(number) => ops::close_spot(store, context, number, context.now.today(), Because::Mistake),
        Act::Removed(number, on) => ops::close_spot(store, context, number, on, Because::Removed),
        Act::Reopen(number) => ops::reopen_spot(store, context, number),
        Act::SayChanges(photo, changes) => ops::say_changes(store, context, &photo, changes),
    }
}

/// Returns the message and the reloaded journal. If the shown person was removed too, the first person is shown.
fn told_to_whom_is_there(done: Message, store: &Store, context: &Context<'_>) -> Result<Vec<Message>> {
    Ok(match ops::assess(store, context) {
        Err(Error::NotFound(_)) if context.person.is_some() => {
            let first = ops::assess(store, &Context { person: None, ..*context })?;
            vec![Message::Switched(String::new()), done, loaded(first, store, context)?]
        }
        judged => vec![done, loaded(judged?, store, context)?],
    })
}

fn export_report(export: Export, store: &Store, asking: &EffectContext) -> Result<Vec<Message>> {
    let context = asking.context();
    let number = asking.emergency_number.as_deref();
    let Export { path, write, paper, anonymous, everyone, without } = export;
    if ops::is_in_the_way(&path, ops::Existing::ReplaceReport) {
        let message = format!("{} is there already; name another file", path.shown());
        return Ok(vec![Message::Refused(FieldError::new(message).at("path"))]);
    }
    let wanted = ops::Wanted { anonymous, without, ..ops::Wanted::default() };
    let document = if everyone {
        ops::make_everybodys_report(store, &context, &wanted, number)?
    } else {
        ops::make_report(store, &context, &wanted)?.map(|made| made.document(&context, &wanted, number))
    };
    let Some(document) = document else {
        return Ok(vec![Message::Failed("there is nothing to report yet".into())]);
    };
    let bytes = write(&document, paper)?;
    let failed = || Error::io("the report cannot be written");
    ops::write_private(&path, ops::Existing::ReplaceReport, |out| out.write_all(&bytes).map_err(failed()))?;
    Ok(vec![Message::Exported(std::path::absolute(&path).unwrap_or(path))])
}

fn list_folder(path: &Path) -> Result<Folder> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let failed = || Error::io(format!("{} cannot be looked into", path.shown()));
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            // Symbolic links are followed; a broken one is not a folder.
            entries.push(Entry { is_file: !entry.path().is_dir(), name });
        }
    }
    entries.sort();
    Ok(Folder { path: path.canonicalize().map_err(failed())?, entries })
}

/// Returns the loaded data for the screens, including the urgent levels of other people.
fn loaded(judged: Option<Judged>, store: &Store, context: &Context<'_>) -> Result<Message> {
    let shown = judged.as_ref().map_or("", |judged| &judged.assessment.name);
    let others = ops::urgent_others(store, context, shown)?;
    let people = ops::people(store)?.into_iter().map(|person| person.name.to_string()).collect();
    // Nothing depends on a draft, so one that cannot be read keeps nobody from the journal.
    let drafts = ops::drafts(store, judged.as_ref().map(|judged| judged.facts.person.id)).unwrap_or_default();
    Ok(Message::Loaded(Box::new(Loaded { others, people, drafts, ..Loaded::new(judged) })))
}
