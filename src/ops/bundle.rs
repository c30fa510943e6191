//! Export and import of a journal with its pictures in one file.

use super::exchange::{import, import_erased_too, ordered, parse_journal};
use super::{Context, Imported};
use crate::domain::{Journal, PICTURE, PictureHash, ShowPath};
use crate::error::{Error, Result};
use crate::exchange::{BundleOf, BundleReader, BundleWriter, Seekable, is_bundle, write_journal};
use crate::file::{self, Pipes};
use crate::store::{self, Found, Packed, Store};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// A journal with pictures, as it is in a file.
pub struct Bundle(BundleReader<Box<dyn Seekable>>);

/// Writes the journal and its pictures, one at a time, to a temporary file and then to `out`. Returns what was packed.
pub fn export_bundle(store: &Store, out: &mut dyn Write) -> Result<Packed> {
    let failed = || Error::io("the export cannot be written");
    let mut journal = Vec::new();
    write_journal(&ordered(store)?, &mut journal).map_err(failed())?;
    let mut bundle =
        BundleWriter::begin(tempfile::tempfile().map_err(failed())?, BundleOf::Export, &journal).map_err(failed())?;
    let mut packed = Packed::default();
    for (hash, (format, _)) in store.read(store::kept_pictures)? {
        match store.picture(hash, format)? {
            Found::Whole(bytes) => {
                bundle.add(hash, format, &bytes).map_err(failed())?;
                packed.pictures += 1;
            }
            Found::Missing | Found::Changed => packed.missing += 1,
        }
    }
    let mut written = bundle.finish().map_err(failed())?;
    written.seek(SeekFrom::Start(0)).map_err(failed())?;
    std::io::copy(&mut written, out).map_err(failed())?;
    Ok(packed)
}

impl Bundle {
    /// Opens a file if it is a bundle; `None` for any other file.
    ///
    /// # Errors
    ///
    /// Fails for a bundle that is not whole, or has files that no export has.
    pub fn open(path: &Path) -> Result<Option<Bundle>> {
        let mut file = file::open(path, Pipes::Refused)?;
        let mut start = [0; 4];
        if file.read_exact(&mut start).is_err() || !is_bundle(&start) {
            return Ok(None);
        }
        file.seek(SeekFrom::Start(0)).map_err(Error::io(format!("{} cannot be read", path.shown())))?;
        let reader = BundleReader::open(Box::new(file) as Box<dyn Seekable>, BundleOf::Export);
        Ok(Some(Bundle(reader.map_err(|error| error.at(path.shown()))?)))
    }

    /// Does the same as [`Bundle::open`] for bytes, such as those of a file that was encrypted.
    pub fn of_bytes(bytes: &[u8]) -> Result<Option<Bundle>> {
        if !is_bundle(bytes) {
            return Ok(None);
        }
        Ok(Some(Bundle(BundleReader::open(
            Box::new(Cursor::new(bytes.to_owned())) as Box<dyn Seekable>,
            BundleOf::Export,
        )?)))
    }

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
