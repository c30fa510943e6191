//! Export and import of a journal with its pictures in one file.

use super::exchange::{import, import_erased_too, ordered, parse_journal, read_file};
use super::file::{starts_like, starts_sealed};
use super::format::Format;
use super::{Context, Imported};
use crate::domain::{FieldError, Journal, PICTURE, PictureHash, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{
    AnyBundle, BundleOf, BundleReader, BundleWriter, SecretString, Seekable, broken, is_bundle, is_sealed, unsealing,
    write_journal,
};
use crate::file::{self, Pipes};
use crate::store::{self, Found, Packed, Store};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A journal with pictures, as it is in a file.
pub struct Bundle(AnyBundle);

/// Writes the journal and its pictures to a temporary file and then to `out`. Returns what was packed.
pub fn export_bundle(store: &Store, out: &mut dyn Write) -> Result<Packed> {
    let failed = || Error::io("the export cannot be written");
    let file = tempfile::tempfile().map_err(failed())?;
    let mut bundle = BundleWriter::begin(file, BundleOf::Export, &journal_bytes(store)?).map_err(failed())?;
    let packed = pack(store, &mut bundle)?;
    let mut written = bundle.finish().map_err(failed())?;
    written.seek(SeekFrom::Start(0)).map_err(failed())?;
    std::io::copy(&mut written, out).map_err(failed())?;
    Ok(packed)
}

/// Does the same as [`export_bundle`] without a temporary file, for an output that encrypts.
pub fn stream_bundle(store: &Store, out: &mut dyn Write) -> Result<Packed> {
    let failed = || Error::io("the export cannot be written");
    let mut bundle = BundleWriter::begin_stream(out, BundleOf::Export, &journal_bytes(store)?).map_err(failed())?;
    let packed = pack(store, &mut bundle)?;
    bundle.finish().map_err(failed())?;
    Ok(packed)
}

fn journal_bytes(store: &Store) -> Result<Vec<u8>> {
    let mut journal = Vec::new();
    write_journal(&ordered(store)?, &mut journal).map_err(Error::io("the export cannot be written"))?;
    Ok(journal)
}

/// Adds the pictures of the journal to a bundle, one at a time.
pub(super) fn pack<W: Write + Seek>(store: &Store, bundle: &mut BundleWriter<W>) -> Result<Packed> {
    let mut packed = Packed::default();
    for (hash, (format, _)) in store.read(store::kept_pictures)? {
        match store.picture(hash, format)? {
            Found::Whole(bytes) => {
                bundle.add(hash, format, &bytes).map_err(Error::io("a picture cannot be written"))?;
                packed.pictures += 1;
            }
            Found::Missing | Found::Changed => packed.missing += 1,
        }
    }
    Ok(packed)
}

/// The content of a file that comes in, decrypted.
pub(super) enum Plain {
    /// A zip with pictures.
    Bundle(AnyBundle),
    /// Any other file.
    Bytes(Vec<u8>),
}

impl Plain {
    /// Opens a zip. The name of its file stands in errors.
    pub(super) fn zip(file: impl Seekable + 'static, path: &Path, of: BundleOf) -> Result<Plain> {
        let reader = BundleReader::open(Box::new(file) as Box<dyn Seekable>, of);
        Ok(Plain::Bundle(reader.map_err(|error| error.at(path.shown()))?))
    }

    /// Decrypts a file. A zip is not read into memory.
    pub(super) fn of_sealed(
        file: impl Seekable + 'static,
        path: &Path,
        passphrase: &SecretString,
        of: BundleOf,
    ) -> Result<Plain> {
        let mut plain = unsealing(file, passphrase)?;
        let mut bytes = Vec::new();
        plain.by_ref().take(4).read_to_end(&mut bytes).map_err(broken)?;
        if is_bundle(&bytes) {
            plain.seek(SeekFrom::Start(0)).map_err(broken)?;
            return Plain::zip(plain, path, of);
        }
        plain.take(of.most()).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() as u64 > of.most() {
            return Err(file::too_large(path, of.most()));
        }
        Ok(Plain::Bytes(bytes))
    }
}

/// A file to import.
pub enum Incoming {
    /// A journal with its pictures.
    Bundle(Bundle),
    /// Any other file, to be parsed.
    Bytes(Vec<u8>),
}

impl Incoming {
    /// Reads a file; `-` is standard input. Calls `ask` for the passphrase if the file is encrypted.
    ///
    /// # Errors
    ///
    /// Fails for a file that is not whole, for a zip with files that no export has, and for more than 256 MiB without
    /// the pictures of a zip.
    pub fn read(path: &Path, ask: impl FnOnce() -> Result<SecretString>) -> Result<Incoming> {
        let is_named = path != Path::new("-");
        let open = || file::open(path, Pipes::Refused);
        let plain = if is_named && starts_like(path, is_bundle) {
            Plain::zip(open()?, path, BundleOf::Export)?
        } else if is_named && starts_sealed(path) {
            Plain::of_sealed(open()?, path, &ask()?, BundleOf::Export)?
        } else {
            match read_file(path)? {
                bytes if is_sealed(&bytes) => Plain::of_sealed(Cursor::new(bytes), path, &ask()?, BundleOf::Export)?,
                bytes if is_bundle(&bytes) => Plain::zip(Cursor::new(bytes), path, BundleOf::Export)?,
                bytes => Plain::Bytes(bytes),
            }
        };
        Ok(match plain {
            Plain::Bundle(reader) => Incoming::Bundle(Bundle(reader)),
            Plain::Bytes(bytes) => Incoming::Bytes(bytes),
        })
    }
}

impl Bundle {
    /// Takes in the journal and its pictures, which are written first. Returns how many pictures are new too.
    pub fn take_in(&mut self, store: &mut Store, context: &Context<'_>, erased_too: bool) -> Result<(Imported, usize)> {
        let journal = parse_journal(&self.0.journal()?, store, context)?;
        let wanted = self.wanted(&journal, store, erased_too)?;
        if erased_too {
            let hashes: Vec<PictureHash> = wanted.iter().map(|(_, hash, _)| *hash).collect();
            store.bring_back_pictures(&hashes)?;
        }
        let pictures = store.pictures();
        let mut new = Vec::new();
        let mut put = || -> Result<()> {
            for &(place, hash, format) in &wanted {
                if pictures.put(hash, format, &self.0.picture(place, hash)?)? {
                    new.push((hash, format));
                }
            }
            Ok(())
        };
        let import = if erased_too { import_erased_too } else { import };
        match put().and_then(|()| import(store, context, &journal)) {
            Ok(tally) => Ok((tally, new.len())),
            Err(error) => {
                new.into_iter().for_each(|(hash, format)| pictures.take_back(hash, format));
                Err(error)
            }
        }
    }

    /// Returns the pictures to take in: those that a photo of the journal names and that are not erased here.
    fn wanted(
        &self,
        journal: &Journal,
        store: &Store,
        erased_too: bool,
    ) -> Result<Vec<(usize, PictureHash, crate::domain::PictureFormat)>> {
        let looks = journal.iter().flat_map(|tree| &tree.spots).flat_map(|spot| &spot.observations);
        let named: BTreeSet<PictureHash> =
            looks.flat_map(|look| &look.photos).filter_map(|photo| photo.kept()).map(|(hash, _)| hash).collect();
        let erased = store.read(store::load_erased)?;
        let is_wanted = |hash: &PictureHash| named.contains(hash) && (erased_too || !erased.has(PICTURE, hash.key()));
        Ok(self.0.pictures().iter().filter(|(_, hash, _)| is_wanted(hash)).copied().collect())
    }
}

/// Returns whether an export to this file has the pictures too, as the ending `.zip` says.
///
/// # Errors
///
/// Fails for the ending of another format, since the file would hold JSON.
pub fn is_zip(path: &Path) -> Result<bool, FieldError> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    match Format::find(&ending).filter(|format| !["json", "text"].contains(&format.about().word)) {
        None => Ok(ending == "zip"),
        Some(_) => Err(FieldError::new(format!(
            "an export is JSON, or a zip with the pictures too; spotlog report --out {} writes {ending}",
            path.shown()
        ))),
    }
}

/// Says how many pictures a copy of the journal lacks; `None` if it has all.
pub fn say_lacking(packed: Packed) -> Option<String> {
    let missing = packed.missing;
    (missing > 0).then(|| format!("{missing} pictures are missing in it; spotlog doctor names them."))
}
