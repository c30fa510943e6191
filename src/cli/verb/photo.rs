//! `spotlog photo`: keeps photos of spots, lists, shows and compares them, takes them off and erases them.

mod show;

use crate::cli::args::path;
use crate::cli::entry::{TAKEN_IN, confirmed, confirmed_by, done, new_photos};
use crate::cli::print::shown;
use crate::cli::session::{Run, Session, say_plain};
use crate::config::KeepPictures;
use crate::domain::{FieldError, Presence, ShowPath};
use crate::error::{Error, Result};
use crate::ops::{self, Existing, NO_WAY_BACK, SpotPhoto, WORD};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Photo {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take in pictures and add them to the look of the day on which they were taken
    Add(Add),
    /// List the photos of a spot, or of all
    List(List),
    /// Show a photo in the terminal, with the line that says what it is
    Show(show::Show),
    /// Put two photos side by side in words
    Compare(show::Compare),
    /// Write a kept picture to a file
    Export(Export),
    /// Take a photo off its look; undo brings it back
    Remove(Remove),
    /// Erase pictures for good; the photos stay, with the day
    Erase(Erase),
}

#[derive(Debug, Args)]
struct Add {
    #[arg(value_name = "SPOT", required_unless_present = "all_named")]
    spot: Option<u32>,
    #[arg(value_name = "FILE", required_unless_present = "all_named", value_parser = path())]
    files: Vec<PathBuf>,
    /// The day of the look [default: when each photo was taken, otherwise today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Log a look on a day that has none: it is there
    #[arg(long, conflicts_with_all = ["gone", "unsure"])]
    present: bool,
    /// Log a look on a day that has none: it has gone
    #[arg(long, conflicts_with = "unsure")]
    gone: bool,
    /// Log a look on a day that has none: you are not sure whether it is there
    #[arg(long)]
    unsure: bool,
    /// Keep the pictures of all photos that are only names, where the file is still the same
    #[arg(long, conflicts_with_all = ["spot", "files", "on", "present", "gone", "unsure"])]
    all_named: bool,
}

#[derive(Debug, Args)]
struct List {
    #[arg(value_name = "SPOT")]
    spot: Option<u32>,
}

#[derive(Debug, Args)]
struct Export {
    /// The photo: 4@2026-11-21, 4@2026-11-21/2 for the second of that day, or an id
    #[arg(value_name = "PHOTO")]
    photo: String,
    #[arg(value_parser = path())]
    file: PathBuf,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct Remove {
    /// The photo: 4@2026-11-21, 4@2026-11-21/2 for the second of that day, or an id
    #[arg(value_name = "PHOTO")]
    photo: String,
    /// Do not ask; needed without a terminal
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
struct Erase {
    /// The photos: 4@2026-11-21, 4@2026-11-21/2 for the second of that day, or ids
    #[arg(required = true, value_name = "PHOTO")]
    photos: Vec<String>,
    /// Do not ask for the word; needed without a terminal
    #[arg(long)]
    yes: bool,
}

/// A photo, as `--json` prints it.
#[derive(Serialize)]
struct PhotoRow {
    id: String,
    /// What verbs call it.
    address: String,
    spot: u32,
    /// When it was taken, otherwise the moment of its look.
    at: String,
    /// The name of the file it came from.
    file: Option<String>,
    sha256: Option<String>,
    /// Whether the picture is kept.
    kept: bool,
    width: Option<u32>,
    height: Option<u32>,
    bytes: Option<u32>,
    /// The day on which the picture was erased.
    erased_on: Option<String>,
    /// The line of text that stands for the picture.
    text: String,
}

impl From<&SpotPhoto> for PhotoRow {
    fn from(found: &SpotPhoto) -> Self {
        let (photo, picture) = (&found.photo, found.photo.picture);
        PhotoRow {
            id: photo.id.to_string(),
            address: found.address(),
            spot: found.spot,
            at: found.at().to_string(),
            file: photo.file.as_ref().map(ToString::to_string),
            sha256: photo.sha256.as_ref().map(ToString::to_string),
            kept: found.state == ops::PictureState::Kept,
            width: picture.map(|p| p.width),
            height: picture.map(|p| p.height),
            bytes: picture.map(|p| p.bytes),
            erased_on: match found.state {
                ops::PictureState::Erased(on) => Some(on.to_string()),
                _ => None,
            },
            text: found.say(),
        }
    }
}

/// The result of keeping the pictures of photos that were only names, as `--json` prints it.
#[derive(Serialize)]
struct NamedResult<'a> {
    kept: usize,
    /// The others, each with the reason, as a sentence.
    left: &'a [String],
}

/// The result of writing a picture to a file, as `--json` prints it.
#[derive(Serialize)]
struct ExportResult {
    file: String,
}

/// The result of erasing, as `--json` prints it.
#[derive(Serialize)]
struct EraseResult<'a> {
    /// The addresses of the photos whose pictures are gone.
    erased: &'a [String],
}

impl Run for Photo {
    fn run(self, session: &Session) -> Result<u8> {
        match self.what {
            What::Add(add) => add.run(session),
            What::List(list) => list.run(session),
            What::Show(show) => show.run(session),
            What::Compare(compare) => compare.run(session),
            What::Export(export) => export.run(session),
            What::Remove(remove) => remove.run(session),
            What::Erase(erase) => erase.run(session),
        }
    }
}

impl Run for Add {
    fn run(self, session: &Session) -> Result<u8> {
        let context = session.context();
        let Some(spot) = self.spot.filter(|_| !self.all_named) else {
            let named = ops::take_in_named(&mut session.open()?, &context)?;
            if session.out.json {
                session.out.json(&NamedResult { kept: named.kept, left: &named.left })?;
                return Ok(0);
            }
            session.out.remark(&format!("{} pictures are kept now.\n", named.kept))?;
            session.out.text(&named.left.iter().map(|left| format!("Left: {left}\n")).collect::<String>())?;
            return Ok(0);
        };
        if session.settings.photos.keep == KeepPictures::Name {
            let message = "photos.keep is \"name\", so no picture is kept; spotlog look --photo logs a name";
            return Err(FieldError::new(message).at("photo").into());
        }
        let presence = match (self.present, self.gone, self.unsure) {
            (true, ..) => Some(Presence::Present),
            (_, true, _) => Some(Presence::Gone),
            (.., true) => Some(Presence::Unsure),
            _ => None,
        };
        let on = self.on.as_deref().map(|on| session.moment(Some(on), "--on")).transpose()?;
        let photos = new_photos(session, &self.files)?;
        let mut store = session.open()?;
        let receipt = ops::add_photos(&mut store, &context, spot, photos, on, presence)?;
        session.out.remark(&format!("{TAKEN_IN}\n"))?;
        done(session, &receipt)
    }
}

impl Run for List {
    fn run(self, session: &Session) -> Result<u8> {
        let store = session.open_to_read()?;
        let photos = ops::photos(&store, &session.context(), self.spot)?;
        if session.out.json {
            session.out.json(&photos.iter().map(PhotoRow::from).collect::<Vec<_>>())?;
            return Ok(0);
        }
        if photos.is_empty() {
            session.out.remark("There is no photo yet; spotlog photo add SPOT FILE adds one.\n")?;
        }
        let line = |found: &SpotPhoto| {
            let file = found.photo.file.as_ref().map_or_else(String::new, |file| format!("  {}", file.on_one_line()));
            format!("{:<16}  {}  {}{file}\n", found.address(), found.say(), found.say_state())
        };
        session.out.text(&photos.iter().map(line).collect::<String>())?;
        Ok(0)
    }
}

impl Run for Export {
    fn run(self, session: &Session) -> Result<u8> {
        let store = session.open_to_read()?;
        let found = ops::find_photo(&store, &session.context(), &self.photo)?;
        let bytes = ops::picture_bytes(&store, &found)?;
        let failed = || Error::io(format!("{} cannot be written", self.file.shown()));
        if self.file == Path::new("-") {
            session.out.binary("FILE", |out| out.write_all(&bytes).map_err(failed()))?;
            return Ok(0);
        }
        let existing = session.existing(&self.file, self.force, Existing::Keep)?;
        ops::write_private(&self.file, existing, |out| out.write_all(&bytes).map_err(failed()))?;
        if session.out.json {
            session.out.json(&ExportResult { file: shown(&self.file) })?;
            return Ok(0);
        }
        session.out.remark(&format!("The picture is in {}.\n", self.file.shown()))?;
        say_plain(session, "It", &self.file)?;
        Ok(0)
    }
}

impl Run for Remove {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let found = ops::find_photo(&store, &session.context(), &self.photo)?;
        confirmed(session, self.yes, &format!("take off the {}", found.say()))?;
        done(session, &ops::remove_photo(&mut store, &session.context(), &found)?)
    }
}

impl Run for Erase {
    fn run(self, session: &Session) -> Result<u8> {
        let mut store = session.open()?;
        let find = |text: &String| ops::find_photo(&store, &session.context(), text);
        let found: Vec<SpotPhoto> = self.photos.iter().map(find).collect::<Result<_>>()?;
        let what: String = found.iter().map(|found| format!("  {}\n", found.say())).collect();
        let plan = format!(
            "To be erased, here, in the backups and, at the next sync, on the other machines, the pictures of:\n{what}The \
             photos stay, with the day. Undo does not bring a picture back. {}\n{NO_WAY_BACK}\n",
            ops::PICTURES_NOT_REACHED
        );
        if self.yes {
            session.out.remark(&plan)?
        } else {
            session.out.aside(&plan)?
        }
        confirmed_by(session, self.yes, "erase pictures", &format!("Type {WORD} to erase them: "), WORD)?;
        let said = ops::erase_pictures(&mut store, &session.context(), &found)?;
        if session.out.json {
            session.out.json(&EraseResult { erased: &found.iter().map(SpotPhoto::address).collect::<Vec<_>>() })?;
            return Ok(0);
        }
        session.out.remark(&format!("{said}\n"))?;
        Ok(0)
    }
}
