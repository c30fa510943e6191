//! Effects on photos: loading, decoding, taking in, and finding files that were dropped.

use super::EffectContext;
use crate::config::{KeepPictures, expand_home};
use crate::domain::{FieldError, ShowPath};
use crate::error::{Error, Result};
use crate::ops::{self, Context, Detail, NewLook, NewPhoto, Receipt, SpotPhoto};
use crate::store::Store;
use crate::tui::message::{Act, AddedPhotos, Message};
use crate::tui::widget::picker::{Entry, Folder};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most pictures of an inbox that are looked into: the newest ones.
const MOST_LISTED: usize = 60;

/// Loads the photos of a spot.
pub(super) fn load(store: &Store, context: &Context<'_>, number: u32) -> Result<Vec<Message>> {
    let photos = ops::photos(store, context, Some(number))?;
    Ok(vec![Message::PhotosLoaded(number, photos)])
}

/// Decodes a photo. A picture that is missing or spoiled is a message, since the other photos can be shown.
pub(super) fn decode(store: &Store, photo: &SpotPhoto, detail: Detail) -> Result<Vec<Message>> {
    let view = ops::view(store, photo, detail).map(Arc::new).map_err(|error| error.to_string());
    Ok(vec![Message::PhotoLoaded(photo.photo.id, detail, view)])
}

/// Writes the picture to a private temporary file, which the program for pictures opens. The kept file has no name that
/// says what it is, and must not be changed.
pub(super) fn open(store: &Store, photo: &SpotPhoto) -> Result<Vec<Message>> {
    let bytes = ops::picture_bytes(store, photo)?;
    let format = photo.photo.picture.map(|picture| picture.format);
    let ending = format.map_or("jpg", crate::store::ending);
    let failed = || Error::io("the photo cannot be written for the other program");
    let file = tempfile::Builder::new().prefix("spotlog-").suffix(&format!(".{ending}")).tempfile().map_err(failed())?;
    std::fs::write(file.path(), &bytes).map_err(failed())?;
    // The other program may read it at any time after this one has ended.
    let (_, path) = file.keep().map_err(|error| failed()(error.error))?;
    open::that_detached(&path).map_err(Error::io(format!("{} cannot be opened", path.shown())))?;
    let said = format!("Opened a copy, {}. Delete it when you have looked at it.", path.shown());
    Ok(vec![Message::Said(said)])
}

/// Takes in pictures and adds them to the looks of their days.
pub(super) fn add(store: &mut Store, asking: &EffectContext, added: AddedPhotos) -> Result<Receipt> {
    let AddedPhotos { number, files, on, presence } = added;
    let context = asking.context();
    let photos = take_in(store, asking, &files)?;
    let added = ops::add_photos(store, &context, number, photos, on, presence);
    let mut receipt = added.map_err(|error| match error {
        // The form asks for the answer that the day lacks.
        Error::Invalid(FieldError { path, .. }) if path == "presence" => {
            let message = "that day has no look, and a photo alone is no answer: say whether the spot is there";
            FieldError::new(message).at("presence").into()
        }
        error => error,
    })?;
    receipt.done = format!("{} Kept without its place and camera.", receipt.done);
    Ok(receipt)
}

/// Takes in the pictures of the looks of an act, so that the act has only looks and their photos.
pub(super) fn take_in_files(store: &Store, asking: &EffectContext, act: &mut Act) -> Result<()> {
    let looks: Vec<&mut NewLook> = match act {
        Act::AddSpot(_, look) | Act::Look(_, look) => vec![look],
        Act::Round(looks) => looks.iter_mut().map(|(_, look)| look).collect(),
        _ => Vec::new(),
    };
    for look in looks {
        let files = std::mem::take(&mut look.files);
        look.photos.extend(take_in(store, asking, &files)?);
    }
    Ok(())
}

fn take_in(store: &Store, asking: &EffectContext, files: &[PathBuf]) -> Result<Vec<NewPhoto>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let days = ops::photo_days(store, &asking.context())?;
    let one = |file: &PathBuf| {
        let file = expand_home(file)?;
        match asking.photos.keep {
            KeepPictures::Copy => NewPhoto::of(ops::take_in(&file, days)?),
            KeepPictures::Name => ops::photo_of_file(&file),
        }
    };
    files.iter().map(one).collect::<Result<_>>().map_err(at_field)
}

/// Returns the error at the field of the pictures.
fn at_field(error: Error) -> Error {
    let message = match error {
        Error::Invalid(error) => error.message,
        error @ (Error::NotWhole(_) | Error::Io { .. }) => error.to_string(),
        error => return error,
    };
    FieldError::new(message).at("photos").into()
}

/// Returns those of the pasted paths that are files.
pub(super) fn find(paths: &[PathBuf]) -> Vec<Message> {
    let is_file = |path: &PathBuf| expand_home(path).is_ok_and(|path| path.is_file());
    let found: Vec<PathBuf> = paths.iter().filter(|path| is_file(path)).cloned().collect();
    if found.is_empty() { Vec::new() } else { vec![Message::FilesDropped(found)] }
}

/// Lists the pictures of the inbox that are not taken in yet, newest first.
pub(super) fn list_inbox(store: &Store, folder: &Path) -> Result<Vec<Message>> {
    let failed = || Error::io(format!("the inbox {} cannot be looked into", folder.shown()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let written = path.metadata().ok().filter(|file| file.is_file()).and_then(|file| file.modified().ok());
        files.extend(written.map(|written| (written, path)));
    }
    files.sort();
    let newest = files.into_iter().rev().map(|(_, path)| path).take(MOST_LISTED).collect();
    let name = |path: PathBuf| Some(Entry { is_file: true, name: path.file_name()?.to_string_lossy().into_owned() });
    let entries: Vec<Entry> = ops::not_taken_in(store, newest)?.into_iter().filter_map(name).collect();
    if entries.is_empty() {
        return Ok(vec![Message::Said(format!("Nothing new in {}.", folder.shown()))]);
    }
    Ok(vec![Message::FolderListed(Folder { path: folder.canonicalize().map_err(failed())?, entries })])
}

/// Returns whether an act has pictures to take in.
pub(super) fn has_files(act: &Act) -> bool {
    match act {
        Act::AddSpot(_, look) | Act::Look(_, look) => !look.files.is_empty(),
        Act::Round(looks) => looks.iter().any(|(_, look)| !look.files.is_empty()),
        _ => false,
    }
}
