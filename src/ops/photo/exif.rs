//! What is read of the EXIF data of a picture: when it was taken, and how it is turned.

use chrono::{NaiveDate, NaiveDateTime};
use exif::{DateTime, Exif, In, Reader, Tag, Value};

/// What is read of the EXIF data of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shot {
    /// The clock of the camera, without its zone; `None` if there is none or it is impossible.
    pub at: Option<NaiveDateTime>,
    /// 1 to 8, as EXIF counts; 1 is upright.
    pub orientation: u8,
}

/// Reads the EXIF data of a picture. Whatever cannot be read counts as absent.
pub(super) fn read(bytes: &[u8]) -> Shot {
    let Ok(exif) = Reader::new().read_from_container(&mut std::io::Cursor::new(bytes)) else {
        return Shot { at: None, orientation: 1 };
    };
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let orientation = orientation.and_then(|value| u8::try_from(value).ok()).filter(|value| (1..=8).contains(value));
    // Never the tag DateTime, which is the day of the last edit.
    let at = time(&exif, Tag::DateTimeOriginal).or_else(|| time(&exif, Tag::DateTimeDigitized));
    Shot { at, orientation: orientation.unwrap_or(1) }
}

fn time(exif: &Exif, tag: Tag) -> Option<NaiveDateTime> {
    let Value::Ascii(texts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let DateTime { year, month, day, hour, minute, second, .. } = DateTime::from_ascii(texts.first()?).ok()?;
    let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())?;
    day.and_hms_opt(hour.into(), minute.into(), second.into())
}
