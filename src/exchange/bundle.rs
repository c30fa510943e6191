//! A journal with its pictures in one file: a zip with the journal and `photos/SHA-256.jpg` or `.png`, not compressed,
//! since pictures already are.

use super::MAX_FILE_BYTES;
use crate::domain::{FieldError, MAX_PICTURE_BYTES, PictureFormat, PictureHash};
use std::collections::BTreeSet;
use std::io::{self, Read, Seek, Write};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// What a bundle is, which decides the form of the journal in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleOf {
    /// An export, with `journal.json`.
    Export,
    /// An encrypted backup, with `journal.db`: a copy of the journal file.
    Backup,
}

impl BundleOf {
    /// Returns the name of the journal in it.
    pub fn journal(self) -> &'static str {
        match self {
            BundleOf::Export => "journal.json",
            BundleOf::Backup => "journal.db",
        }
    }

    /// Returns the most bytes of the journal.
    pub fn most(self) -> u64 {
        match self {
            BundleOf::Export => MAX_FILE_BYTES,
            BundleOf::Backup => MAX_BACKUP_BYTES,
        }
    }

    /// Returns what it is called in a message.
    fn name(self) -> &'static str {
        match self {
            BundleOf::Export => "an export",
            BundleOf::Backup => "a backup",
        }
    }
}

/// The size limit of the copy of a journal in a backup. Opening one takes twice its size in memory.
const MAX_BACKUP_BYTES: u64 = 1 << 30;

/// A file, or bytes in memory, that are read from any place.
pub trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// The folder of the pictures in a bundle.
const PHOTOS: &str = "photos/";
/// The most files of a bundle.
const MOST_FILES: usize = 100_000;

/// How a bundle starts.
const START: &[u8] = b"PK\x03\x04";

/// Returns whether a file starts like a bundle. So do workbooks and other archives.
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(START)
}

/// Returns the name of a picture in a bundle.
fn name_of(hash: PictureHash, format: PictureFormat) -> String {
    let ending = match format {
        PictureFormat::Jpeg => "jpg",
        PictureFormat::Png => "png",
    };
    format!("{PHOTOS}{hash}.{ending}")
}

fn picture_of(name: &str) -> Option<(PictureHash, PictureFormat)> {
    let (hash, ending) = name.strip_prefix(PHOTOS)?.split_once('.')?;
    let format = match ending {
        "jpg" => PictureFormat::Jpeg,
        "png" => PictureFormat::Png,
        _ => return None,
    };
    Some((hash.parse().ok()?, format))
}

/// A bundle that is being written.
pub struct BundleWriter<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> BundleWriter<W> {
    /// Begins a bundle with the bytes of the journal.
    pub fn begin(out: W, of: BundleOf, journal: &[u8]) -> io::Result<Self> {
        let mut writer = BundleWriter(ZipWriter::new(out));
        writer.put(of.journal(), journal)?;
        Ok(writer)
    }

    /// Adds a picture.
    pub fn add(&mut self, hash: PictureHash, format: PictureFormat, bytes: &[u8]) -> io::Result<()> {
        self.put(&name_of(hash, format), bytes)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // The same journal gives the same bytes: every entry has the earliest time that a zip can have.
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, stored.unix_permissions(0o600))?;
        self.0.write_all(bytes)
    }

    /// Writes the end of the bundle and returns what it was written to.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.0.finish()?)
    }
}

impl<W: Write> BundleWriter<StreamWriter<W>> {
    /// Begins a bundle in an output that cannot seek.
    pub fn begin_stream(out: W, of: BundleOf, journal: &[u8]) -> io::Result<Self> {
        let mut writer = BundleWriter(ZipWriter::new_stream(out));
        writer.put(of.journal(), journal)?;
        Ok(writer)
    }
}

/// A bundle in a file or in memory.
pub type AnyBundle = BundleReader<Box<dyn Seekable>>;

/// A bundle that is being read. Every name in it is known.
pub struct BundleReader<R: Read + Seek> {
    archive: ZipArchive<R>,
    pictures: Vec<(usize, PictureHash, PictureFormat)>,
    of: BundleOf,
    journal: usize,
}

impl<R: Read + Seek> BundleReader<R> {
    /// Opens a bundle.
    ///
    /// # Errors
    ///
    /// Fails for a file that is no whole zip, for one without a journal, and for one with any other file in it.
    pub fn open(input: R, of: BundleOf) -> Result<Self, FieldError> {
        let mut archive = ZipArchive::new(input).map_err(not_whole)?;
        if archive.len() > MOST_FILES {
            return Err(FieldError::new(format!("it holds {} files; at most {MOST_FILES} are allowed", archive.len())));
        }
        let (mut journal, mut pictures, mut seen) = (None, Vec::new(), BTreeSet::new());
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(not_whole)?;
            let name = entry.name().map_err(not_whole)?.into_owned();
            // A small file must not become a large one.
            if of == BundleOf::Backup && entry.compression() != CompressionMethod::Stored {
                return Err(FieldError::new(format!("{name} is compressed, which no backup is")));
            }
            match picture_of(&name) {
                _ if entry.is_dir() && name == PHOTOS => {}
                Some((hash, format)) if seen.insert(hash) => pictures.push((at, hash, format)),
                Some(_) => return Err(FieldError::new(format!("{name} is in it twice"))),
                None if name == of.journal() && journal.is_none() => journal = Some(at),
                None => {
                    let shown: String = name.chars().take(100).collect();
                    return Err(FieldError::new(format!(
                        "\"{shown}\" is no file of {}; allowed: {} and photos/ with a SHA-256 and .jpg or .png. A workbook \
                         is saved as CSV first",
                        of.name(),
                        of.journal()
                    )));
                }
            }
        }
        let journal = journal.ok_or_else(|| FieldError::new(format!("there is no {} in it", of.journal())))?;
        Ok(BundleReader { archive, pictures, of, journal })
    }

    /// Returns the bytes of the journal.
    pub fn journal(&mut self) -> Result<Vec<u8>, FieldError> {
        self.read(self.journal, self.of.most()).map_err(|error| error.at(self.of.journal()))
    }

    /// Returns the pictures in it, each with its place.
    pub fn pictures(&self) -> &[(usize, PictureHash, PictureFormat)] {
        &self.pictures
    }

    /// Reads the picture at a place, and checks that it is the one of its name.
    pub fn picture(&mut self, place: usize, hash: PictureHash) -> Result<Vec<u8>, FieldError> {
        let bytes = self.read(place, MAX_PICTURE_BYTES).map_err(|error| error.at(format_args!("{PHOTOS}{hash}")))?;
        if PictureHash::of(&bytes) != hash {
            return Err(FieldError::new("is not the picture of its name").at(format_args!("{PHOTOS}{hash}")));
        }
        Ok(bytes)
    }

    fn read(&mut self, at: usize, most: u64) -> Result<Vec<u8>, FieldError> {
        let mut bytes = Vec::new();
        let entry = self.archive.by_index(at).map_err(not_whole)?;
        // The size that an entry claims is not believed.
        entry.take(most + 1).read_to_end(&mut bytes).map_err(not_whole)?;
        if bytes.len() as u64 > most {
            return Err(FieldError::new(format!("is larger than {} MiB, the most that is allowed", most >> 20)));
        }
        Ok(bytes)
    }
}

fn not_whole(error: impl std::fmt::Display) -> FieldError {
    FieldError::new(format!("the file is not whole: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn bundle(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_bundle_is_read_as_it_was_written_and_is_the_same_each_time() {
        let (hash, format) = (PictureHash::of(b"pixels"), PictureFormat::Jpeg);
        let write = || {
            let mut writer = BundleWriter::begin(Cursor::new(Vec::new()), BundleOf::Export, b"{}").unwrap();
            writer.add(hash, format, b"pixels").unwrap();
            writer.finish().unwrap().into_inner()
        };
        let bytes = write();
        assert!(is_bundle(&bytes));
        assert_eq!(bytes, write());
        let mut reader = BundleReader::open(Cursor::new(&bytes), BundleOf::Export).unwrap();
        assert_eq!(reader.journal().unwrap(), b"{}");
        let (place, found, found_format) = reader.pictures()[0];
        assert_eq!((found, found_format), (hash, format));
        assert_eq!(reader.picture(place, found).unwrap(), b"pixels");
    }

    #[test]
    fn any_other_name_or_content_is_refused_by_its_name() {
        let hash = PictureHash::of(b"pixels");
        let photo = format!("photos/{hash}.jpg");
        for (name, said) in [
            ("../journal.json", "../journal.json"),
            ("photos/../x.jpg", "photos/../x.jpg"),
            ("photos/IMG_1.jpg", "photos/IMG_1.jpg"),
            (&format!("photos/{hash}.exe"), ".exe"),
            ("xl/workbook.xml", "saved as CSV"),
        ] {
            let bytes = bundle(&[("journal.json", b"{}"), (name, b"x")]);
            let error = BundleReader::open(Cursor::new(bytes), BundleOf::Export).err().unwrap().to_string();
            assert!(error.contains(said), "{error}");
        }
        assert!(
            BundleReader::open(Cursor::new(bundle(&[(&photo, b"pixels")])), BundleOf::Export).is_err(),
            "without a journal"
        );
        let mut spoiled =
            BundleReader::open(Cursor::new(bundle(&[("journal.json", b"{}"), (&photo, b"other")])), BundleOf::Export)
                .unwrap();
        let (place, hash, _) = spoiled.pictures()[0];
        assert!(spoiled.picture(place, hash).unwrap_err().to_string().contains("not the picture of its name"));
        let whole = bundle(&[("journal.json", b"{}")]);
        for length in 0..whole.len() {
            assert!(BundleReader::open(Cursor::new(&whole[..length]), BundleOf::Export).is_err(), "{length}");
        }
    }
}
