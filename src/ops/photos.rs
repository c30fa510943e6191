//! The saved photos of spots: finding, adding to a look, taking off, and erasing their pictures.

use super::act::{act, take_open_spot};
use super::assess::{no_spot, person};
use super::correct::correct;
use super::entry::{NewLook, put_look};
use super::photo::{Days, Detail, KnownBy, NewPhoto, Pixels, keeping, known_by, records, take_in};
use super::saved::{Address, Saved};
use super::{Context, Receipt};
use crate::domain::{
    Answers, Change, Erasures, FieldError, Moment, Observation, ObservationId, PICTURE, Photo, PhotoId, PictureHash,
    Presence, ShowPath, SpotTree, WordList, show_date,
};
use crate::error::{Error, Result};
use crate::store::{self, Found, Owner, Pictures, RecordRef, Store};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Whether the picture of a photo can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureState {
    /// It is kept.
    Kept,
    /// The photo is the name of a file elsewhere.
    NameOnly,
    /// Its bytes were erased on that day.
    Erased(NaiveDate),
}

/// A saved photo with its place in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct SpotPhoto {
    /// The number of the spot.
    pub spot: u32,
    /// The place of the spot, or its label.
    pub title: String,
    /// The part of the body, which may be one whose photos are covered until a key is pressed.
    pub site: crate::domain::Site,
    /// Its look.
    pub look: ObservationId,
    /// The moment of its look.
    pub look_at: Moment,
    /// The position among the photos of the spot and the day of its look, from 1.
    pub nth: usize,
    /// Its record.
    pub photo: Photo,
    /// What became of the picture.
    pub state: PictureState,
}

impl SpotPhoto {
    /// Returns when it was taken, otherwise the moment of its look.
    pub fn at(&self) -> Moment {
        self.photo.taken_at.unwrap_or(self.look_at)
    }

    /// Returns the address that verbs take: `4@2026-11-21/2`.
    pub fn address(&self) -> String {
        let nth = if self.nth > 1 { format!("/{}", self.nth) } else { String::new() };
        format!("{}@{}{nth}", self.spot, self.look_at.day())
    }

    /// Returns the line of text that stands beside the picture and in its place: `photo of 1 Oct 2026, 08:05, left
    /// wrist, back`.
    pub fn say(&self) -> String {
        format!("photo of {}, {}", self.at().label(), self.title)
    }

    /// Returns what became of the picture, in a few words: its size, its name elsewhere, or the day of its erasing.
    pub fn say_state(&self) -> String {
        match (self.state, self.photo.picture) {
            (PictureState::Erased(on), _) => format!("erased on {}", show_date(on)),
            (_, Some(picture)) => format!("{} x {}", picture.width, picture.height),
            (_, None) => "only its name is kept".to_owned(),
        }
    }
}

/// Returns the photos of the context's person, of one spot or of all, in the order in which they were taken.
pub fn photos(store: &Store, context: &Context<'_>, spot: Option<u32>) -> Result<Vec<SpotPhoto>> {
    store.read(|c| {
        let Some(row) = person(c, context)? else { return spot.map_or(Ok(Vec::new()), |number| Err(no_spot(number))) };
        let erased = store::load_erased(c)?;
        let numbers = match spot {
            Some(number) => vec![number],
            None => store::numbers_with_photos(c, row.seq)?,
        };
        let mut found = Vec::new();
        for number in numbers {
            let tree = store::load_spot_tree(c, row.seq, number)?.ok_or_else(|| no_spot(number))?;
            found.extend(of_spot(tree, &erased));
        }
        Ok(found)
    })
}

fn of_spot(tree: SpotTree<crate::domain::Observation>, erased: &Erasures) -> Vec<SpotPhoto> {
    let (spot, title, site) = (tree.spot.number, tree.spot.title(), tree.spot.site);
    let mut found: Vec<SpotPhoto> = Vec::new();
    for look in tree.observations {
        for photo in look.photos {
            let nth = found.iter().filter(|other| other.look_at.day() == look.at.day()).count() + 1;
            let state = state_of(&photo, erased);
            let (title, look_at) = (title.clone(), look.at);
            found.push(SpotPhoto { spot, title, site, look: look.id, look_at, nth, photo, state });
        }
    }
    found.sort_unstable_by_key(|photo| (photo.at().earliest(), photo.photo.id));
    found
}

fn state_of(photo: &Photo, erased: &Erasures) -> PictureState {
    let by_row = photo.picture.and_then(|picture| picture.erased_on);
    // Another machine may have erased the picture before this row was changed.
    let by_hash = photo.hash().and_then(|hash| erased.get(PICTURE, hash.key())).map(|erasure| erasure.at.date_naive());
    match (photo.picture, by_row.or(by_hash)) {
        (None, _) => PictureState::NameOnly,
        (Some(_), Some(on)) => PictureState::Erased(on),
        (Some(_), None) => PictureState::Kept,
    }
}

/// Finds a photo by its address, `4@2026-11-21/2`, or by its id.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none; an invalid value if a day has several and the address chooses none.
pub fn find_photo(store: &Store, context: &Context<'_>, text: &str) -> Result<SpotPhoto> {
    if let Ok(id) = Uuid::try_parse(text) {
        let found = photos(store, context, None)?.into_iter().find(|photo| photo.photo.id == PhotoId(id));
        return found.ok_or_else(|| Error::NotFound(format!("there is no photo {id}")));
    }
    let which = |e: FieldError| e.at("PHOTO");
    let Address { of, on, nth } = Address::parse(text, context.now.local).map_err(which)?;
    let number = of.parse::<u32>();
    let number = number
        .map_err(|_| which(FieldError::new(format!("\"{text}\" names no photo; allowed: 4@2026-11-21 or an id"))))?;
    let of_spot = photos(store, context, Some(number))?;
    let mut of_day: Vec<SpotPhoto> =
        of_spot.into_iter().filter(|photo| on.is_none_or(|on| photo.look_at.day() == on)).collect();
    let count = of_day.len();
    match (nth, count) {
        (_, 0) => {
            let on = on.map_or_else(String::new, |on| format!(" of {}", show_date(on)));
            Err(Error::NotFound(format!("spot {number} has no photo{on}")))
        }
        (Some(nth), _) => {
            let found = of_day.iter().position(|photo| photo.nth == nth).map(|at| of_day.swap_remove(at));
            found
                .ok_or_else(|| Error::NotFound(format!("spot {number} has no photo {nth} of that day; it has {count}")))
        }
        (None, 1) => Ok(of_day.remove(0)),
        (None, _) if on.is_none() => {
            Err(which(FieldError::new(format!("spot {number} has {count} photos; add the day, as in 4@2026-11-21")))
                .into())
        }
        (None, _) => Err(which(FieldError::new(format!("that day has {count} photos; add /1 to /{count}"))).into()),
    }
}

/// Returns those of the files that are pictures and are not taken in yet.
pub fn not_taken_in(store: &Store, files: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
    let (hashes, shots) = store.read(|c| Ok((store::named_pictures(c)?, store::kept_shots(c)?)))?;
    let is_new = |file: &PathBuf| match known_by(file) {
        Some(KnownBy::Hash(hash)) => !hashes.contains(&hash),
        Some(KnownBy::Shot(name, at)) => {
            // The date of the camera is not always used.
            let dates = [at.map(|at| at.to_string()), None];
            !dates.into_iter().any(|date| shots.contains(&(name.clone(), date)))
        }
        None => false,
    };
    Ok(files.into_iter().filter(is_new).collect())
}

/// Returns between which days a photo of the context's person can have been taken.
pub fn photo_days(store: &Store, context: &Context<'_>) -> Result<Days> {
    let born = store.read(|c| Ok(store::find_person(c, context.person)?.and_then(|row| row.person.born)))?;
    Ok(Days { born, today: context.now.today() })
}

/// Adds photos to the looks of their days: `on`, otherwise when each was taken, otherwise today. A day without a look
/// gets one if `presence` is given.
///
/// # Errors
///
/// An invalid value for a day without a look if `presence` is not given.
pub fn add_photos(
    store: &mut Store,
    context: &Context<'_>,
    number: u32,
    photos: Vec<NewPhoto>,
    on: Option<Moment>,
    presence: Option<Presence>,
) -> Result<Receipt> {
    if let Some(on) = on {
        context.check_typed("on", on)?;
    }
    let count = photos.len();
    let said = if count == 1 { "1 photo".to_owned() } else { format!("{count} photos") };
    keeping(store, &photos.clone(), |store| {
        act(store, context, &format!("{said}, spot {number}"), |tx, row, tree| {
            take_open_spot(tx, row, tree, number)?;
            let mut days: Vec<NaiveDate> = Vec::new();
            for new in photos {
                let at = on.or(new.photo.taken_at).unwrap_or(context.as_of().moment());
                if !days.contains(&at.day()) {
                    days.push(at.day());
                }
                let looks =
                    store::load_spot_tree(tx, row.seq, number)?.map(|tree| tree.observations).unwrap_or_default();
                let Some(look) = looks.into_iter().rev().find(|look| look.at.day() == at.day()) else {
                    let presence = presence.ok_or_else(|| no_look(number, at))?;
                    let answers = Answers::only(presence);
                    let look = NewLook { photos: vec![new], ..NewLook::with_answers(at, answers) };
                    put_look(tx, row, tree, context, (number, look))?;
                    continue;
                };
                let record = RecordRef::Observation(&look);
                let seq = store::find_row(tx, record.table(), record.id())?.ok_or_else(|| no_look(number, at))?;
                for photo in records(context, vec![new]) {
                    photo.check()?;
                    RecordRef::Photo(&photo).put(tx, Owner::Observation(seq))?;
                }
            }
            let days: Vec<String> = days.into_iter().map(show_date).collect();
            Ok((Some(number), format!("{said} of spot {number}: {}.", days.join(", "))))
        })
    })
}

fn no_look(number: u32, at: Moment) -> Error {
    let day = show_date(at.day());
    let message = format!(
        "spot {number} has no look of {day}, and a photo alone is no answer; add --present, --gone or --unsure to log one, \
         or --on with the day of another look"
    );
    FieldError::new(message).at("presence").into()
}

/// Takes a photo off its look. The picture stays, and an undo brings the photo back.
pub fn remove_photo(store: &mut Store, context: &Context<'_>, photo: &SpotPhoto) -> Result<Receipt> {
    let (number, what) = (photo.spot, photo.say());
    act(store, context, &format!("took off a photo, spot {number}"), |tx, row, tree| {
        take_open_or_closed(tx, row, tree, number)?;
        let id = photo.photo.id.0;
        if store::find_row(tx, "photo", id)?.is_none() {
            return Err(Error::Conflict(format!("the {what} is no longer there")));
        }
        store::delete_record(tx, "photo", id)?;
        // On other machines the later one wins, so the tombstone must be later than the record.
        store::date_change(tx, context.changed(photo.photo.changed_at).unwrap_or(context.now.utc))?;
        Ok((Some(number), format!("Took off the {what}. The picture is kept, and undo brings it back.")))
    })
}

fn take_open_or_closed(
    tx: &store::Transaction<'_>,
    row: &store::PersonRow,
    tree: &mut crate::domain::PersonTree<crate::domain::Observation>,
    number: u32,
) -> Result<i64> {
    super::act::take_spot(tx, row, tree, number)
}

/// Corrects an entry, as [`correct`] does, and adds photos to it if it is a look.
pub fn correct_with_photos(
    store: &mut Store,
    context: &Context<'_>,
    was: &Saved,
    mut now: Saved,
    photos: Vec<NewPhoto>,
) -> Result<Receipt> {
    if let Saved::Look(_, look) = &mut now {
        look.photos.extend(photos.iter().map(|new| new.photo.clone()));
    }
    keeping(store, &photos, |store| correct(store, context, was, now))
}

/// Erases the pictures of photos for good, here, in the backups and, at the next sync, on the other machines. The photos
/// stay, with the day. Returns what was done.
///
/// # Errors
///
/// [`Error::Unfinished`] if a picture could not be deleted everywhere; the next start continues.
pub fn erase_pictures(store: &mut Store, context: &Context<'_>, photos: &[SpotPhoto]) -> Result<String> {
    let hashes: Vec<PictureHash> = photos.iter().filter_map(|photo| photo.photo.kept()).map(|(hash, _)| hash).collect();
    if hashes.is_empty() {
        return Err(Error::Conflict("no picture of them is kept".into()));
    }
    let mut erased = store.read(store::load_erased)?;
    hashes.iter().for_each(|hash| erased.erase(PICTURE, hash.key(), context.now.utc, None));
    store.write(context.now.utc, context.made_by, "erased: a picture", |tx| {
        for (mut photo, owner) in store::photos_of_pictures(tx, &hashes)? {
            photo.changed_at = context.changed(photo.changed_at);
            photo.picture =
                photo.picture.map(|picture| crate::domain::Picture { erased_on: Some(context.now.today()), ..picture });
            RecordRef::Photo(&photo).put(tx, owner)?;
        }
        // An undo could bring back the day only, not the picture.
        store::make_final(tx)?;
        store::erase(tx, &erased).map(drop)
    })?;
    match store.erasing() {
        Some(Err(why)) => Err(Error::Unfinished(why.clone())),
        _ if hashes.len() == 1 => Ok("The picture is erased; the photo stays, with the day.".to_owned()),
        _ => Ok(format!("{} pictures are erased; the photos stay, with the day.", hashes.len())),
    }
}

/// What became of the photos that are only names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TookInNamed {
    /// How many pictures are kept now.
    pub kept: usize,
    /// The others, each with the reason, as a sentence.
    pub left: Vec<String>,
}

/// Takes in the pictures of all photos that are only names, where the file still has the SHA-256 of the photo.
pub fn take_in_named(store: &mut Store, context: &Context<'_>) -> Result<TookInNamed> {
    let days = photo_days(store, context)?;
    let mut done = TookInNamed::default();
    for found in photos(store, context, None)?.into_iter().filter(|photo| photo.state == PictureState::NameOnly) {
        match take_in_one(store, context, days, &found) {
            Ok(()) => done.kept += 1,
            Err(error) => done.left.push(format!("{}: {error}", found.address())),
        }
    }
    Ok(done)
}

fn take_in_one(store: &mut Store, context: &Context<'_>, days: Days, found: &SpotPhoto) -> Result<()> {
    let name = found.photo.file.as_deref().filter(|name| !name.is_empty());
    let file = Path::new(name.ok_or_else(|| Error::NotFound("the photo has no name".into()))?);
    let now = super::photo::photo_of_file(file)?.photo.sha256;
    if found.photo.sha256.is_some() && now != found.photo.sha256 {
        return Err(Error::Conflict(format!("{} is another picture than the one that was logged", file.shown())));
    }
    let new = NewPhoto::of(take_in(file, days)?)?;
    let taken_at = found.photo.taken_at.or(new.photo.taken_at);
    let photo = Photo {
        id: found.photo.id,
        changed_at: context.changed(found.photo.changed_at),
        taken_at,
        ..new.photo.clone()
    };
    keeping(store, &[new], |store| {
        act(store, context, &format!("kept a photo, spot {}", found.spot), |tx, _, _| {
            let owner =
                store::owner_of_photo(tx, photo.id)?.ok_or_else(|| Error::NotFound("it is no longer there".into()))?;
            RecordRef::Photo(&photo).put(tx, owner)?;
            Ok((Some(found.spot), String::new()))
        })
        .map(drop)
    })
}

/// What is always said of two photos that are compared.
pub const NOT_AT_THE_SAME_SCALE: &str = "not at the same scale: no coin or ruler is marked in them";

/// The limits of erasing pictures, always shown.
pub const PICTURES_NOT_REACHED: &str = "Not reached: the file the picture came from, exports and backups elsewhere, \
    snapshots of the file system, and what a disk keeps of old files.";

/// Decodes a photo for a screen. A view that is missing is made from the picture.
///
/// # Errors
///
/// As [`picture_bytes`].
pub fn view(store: &Store, photo: &SpotPhoto, detail: Detail) -> Result<Pixels> {
    let Some((hash, picture)) = photo.photo.kept().filter(|_| photo.state == PictureState::Kept) else {
        return picture_bytes(store, photo).map(|_| Pixels { width: 0, height: 0, rgb: Vec::new() });
    };
    super::photo::view(&store.pictures(), hash, picture, detail, || picture_bytes(store, photo))
}

/// Answers in the look of a photo what differs, as the person says it. An empty list means that nothing was noticed.
pub fn say_changes(
    store: &mut Store,
    context: &Context<'_>,
    photo: &SpotPhoto,
    changes: WordList<Change>,
) -> Result<Receipt> {
    let tree = super::spot(store, context, photo.spot)?;
    let look = tree.observations.into_iter().find(|look| look.id == photo.look);
    let look = look.ok_or_else(|| Error::Conflict("the look of the photo is no longer there".into()))?;
    let was = Saved::Look(photo.spot, look.clone());
    let answers = Answers { changes: Some(changes), ..look.answers };
    correct(store, context, &was, Saved::Look(photo.spot, Observation { answers, ..look }))
}

/// Says how many kept pictures are not here, as after an import of an export without pictures; `None` if all are.
pub fn say_pictures_not_here(store: &Store) -> Result<Option<String>> {
    let (kept, erased) = store.read(|c| Ok((store::kept_pictures(c)?, store::load_erased(c)?)))?;
    let pictures = store.pictures();
    let is_here = |hash, format| pictures.path(hash, format).is_none_or(|path| path.exists());
    let missing =
        kept.into_iter().filter(|(hash, (format, _))| !is_here(*hash, *format) && !erased.has(PICTURE, hash.key()));
    let count = missing.count();
    Ok((count > 0).then(|| format!("{count} pictures are not here; an export as a zip carries them.")))
}

/// Reads the picture of a photo and checks it.
///
/// # Errors
///
/// [`Error::NotFound`] if it is erased, only a name, or not there; [`Error::NotWhole`] if it is another one.
pub fn picture_bytes(store: &Store, photo: &SpotPhoto) -> Result<Vec<u8>> {
    let day = show_date(photo.at().day());
    let Some((hash, picture)) = photo.photo.kept().filter(|_| photo.state == PictureState::Kept) else {
        return Err(Error::NotFound(format!("there is no picture of {day}: {}", photo.say_state())));
    };
    match store.picture(hash, picture.format)? {
        Found::Whole(bytes) => Ok(bytes),
        Found::Missing => Err(Error::NotFound(missing(&store.pictures(), &day))),
        Found::Changed => Err(Error::NotWhole(format!(
            "The picture of {day} is not what was taken in. `spotlog doctor --repair` looks in the backups."
        ))),
    }
}

fn missing(pictures: &Pictures, day: &str) -> String {
    let folder = pictures.folder().unwrap_or_default();
    let way = match folder.exists() {
        true => "`spotlog doctor --repair` looks in the backups; after a sync it may still be on its way.".to_owned(),
        false => format!("The pictures are not beside the journal; they belong in {}.", folder.shown()),
    };
    format!("The picture of {day} is not in {}. {way}", folder.shown())
}
