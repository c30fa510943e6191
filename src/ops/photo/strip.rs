//! Strips a picture of everything but its pixels, without encoding it again: the place, the camera, comments, previews
//! and whatever follows its end.

use crate::domain::PictureFormat;

/// The first bytes of a PNG.
const PNG_START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The brands of HEIC files, after `ftyp`.
const HEIC_BRANDS: [&[u8]; 5] = [b"heic", b"heix", b"hevc", b"heim", b"mif1"];

/// The kind of a picture by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A format that is kept as it is.
    Kept(PictureFormat),
    /// Decoded and kept as JPEG.
    Heic,
}

/// Tells the kind of a picture by its first bytes, never by its name. `None`: it is no picture that is taken in.
pub(super) fn kind_of(bytes: &[u8]) -> Option<Kind> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(Kind::Kept(PictureFormat::Jpeg)),
        _ if bytes.starts_with(PNG_START) => Some(Kind::Kept(PictureFormat::Png)),
        _ if bytes.get(4..8) == Some(b"ftyp") => {
            bytes.get(8..12).filter(|brand| HEIC_BRANDS.contains(brand)).map(|_| Kind::Heic)
        }
        _ => None,
    }
}

/// Returns the stripped picture, or `None` if it is not whole. `orientation` is that of EXIF, 1 to 8; one that is not
/// upright is written again, alone.
pub(super) fn strip(format: PictureFormat, bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    match format {
        PictureFormat::Jpeg => strip_jpeg(bytes, orientation),
        PictureFormat::Png => strip_png(bytes, orientation),
    }
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// Returns what is kept of a segment of a JPEG; `body` is without marker and length.
fn kept_of_jpeg(marker: u8, body: &[u8]) -> Option<Vec<u8>> {
    match marker {
        // JFIF, without its preview.
        0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => Some([&body[..12], &[0, 0]].concat()),
        0xe2 if body.starts_with(b"ICC_PROFILE\0") => Some(body.to_vec()),
        0xee if body.starts_with(b"Adobe") => Some(body.to_vec()),
        // Tables and frames: SOF, DHT, SOS, DQT, DNL, DRI. Not the reserved 0xc8.
        0xc0..=0xc7 | 0xc9..=0xcf | 0xda..=0xdd => Some(body.to_vec()),
        _ => None,
    }
}

fn strip_jpeg(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut out = vec![0xff, SOI];
    if orientation != 1 {
        put_segment(&mut out, 0xe1, &[b"Exif\0\0".as_slice(), &orientation_alone(orientation)].concat());
    }
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        let found = bytes.get(at..)?;
        let fill = found.iter().take_while(|&&byte| byte == 0xff).count();
        let marker = *found.get(fill)?;
        if fill == 0 {
            // Bytes between segments belong to nothing.
            at += 1;
            continue;
        }
        at += fill + 1;
        match marker {
            EOI => {
                out.extend([0xff, EOI]);
                return Some(out);
            }
            // Markers without a length.
            0x00 | 0x01 | 0xd0..=0xd7 | SOI => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let body = bytes.get(at + 2..at.checked_add(length)?)?;
        at += length;
        if let Some(kept) = kept_of_jpeg(marker, body) {
            put_segment(&mut out, marker, &kept);
        }
        if marker == SOS {
            let end = at + end_of_scan(bytes.get(at..)?)?;
            out.extend(&bytes[at..end]);
            at = end;
        }
    }
}

/// Returns the length of the compressed data: up to the first marker that is no restart and no stuffed 0xff, without the
/// fill bytes before it.
fn end_of_scan(data: &[u8]) -> Option<usize> {
    let marker = data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))?;
    Some(marker - data[..marker].iter().rev().take_while(|&&byte| byte == 0xff).count())
}

fn put_segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // The body came from a segment, so it is no longer than one.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
}

/// Returns EXIF data with the orientation and nothing else: TIFF, one entry of type SHORT.
fn orientation_alone(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    tiff[18] = orientation;
    tiff
}

/// The chunks of a PNG that its pixels need.
const PNG_KEPT: [&[u8; 4]; 11] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"sBIT", b"pHYs"];

fn strip_png(bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let mut out = PNG_START.to_vec();
    let mut at = PNG_START.len();
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize;
        let name = bytes.get(at + 4..at + 8)?;
        let chunk = bytes.get(at..at.checked_add(length)?.checked_add(12)?)?;
        at += chunk.len();
        if PNG_KEPT.iter().any(|kept| name == *kept) || name == b"cICP" {
            out.extend(chunk);
        }
        if name == b"IHDR" && orientation != 1 {
            put_chunk(&mut out, b"eXIf", &orientation_alone(orientation));
        }
        if name == b"IEND" {
            return Some(out);
        }
    }
}

fn put_chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend((body.len() as u32).to_be_bytes());
    let named = [name.as_slice(), body].concat();
    out.extend(&named);
    out.extend(crc32(&named).to_be_bytes());
}

/// The checksum of a chunk (PNG specification, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_told_by_the_first_bytes() {
        let jpeg = Some(Kind::Kept(PictureFormat::Jpeg));
        let cases: [(&[u8], Option<Kind>); 8] = [
            (b"\xff\xd8\xff\xe0rest", jpeg),
            (b"\x89PNG\r\n\x1a\nrest", Some(Kind::Kept(PictureFormat::Png))),
            (b"\0\0\0\x18ftypheicrest", Some(Kind::Heic)),
            (b"\0\0\0\x18ftypmif1rest", Some(Kind::Heic)),
            (b"\0\0\0\x18ftypavif", None),
            (b"no picture, only text", None),
            (b"\0\0\0\x18ftyp", None),
            (b"", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(kind_of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_jpeg_keeps_what_its_pixels_need_and_nothing_else() {
        let segment = |marker: u8, body: &[u8]| {
            let mut out = Vec::new();
            put_segment(&mut out, marker, body);
            out
        };
        let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01rgb");
        let bare = segment(0xe0, b"JFIF\0\x01\x02\0\0\x48\0\x48\0\0");
        let (tables, scan) = (segment(0xdb, b"table"), segment(0xda, b"scan"));
        let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01p");
        let data = b"\x12\xff\x00\x34\xff\xd0\x56";
        let dropped = [segment(0xe1, b"Exif\0\0place"), segment(0xfe, b"by me"), segment(0xe2, b"MPF\0second")];
        let whole = [
            &[0xff, SOI],
            &jfif[..],
            &dropped[0],
            &icc,
            &dropped[1],
            &tables,
            &dropped[2],
            &scan,
            data,
            &[0xff, 0xff],
            &[0xc4, 0, 3, 1],
            &scan,
            data,
            &[0xff, EOI],
            b"and a film after it",
        ]
        .concat();
        let kept =
            [&[0xff, SOI], &bare[..], &icc, &tables, &scan, data, &[0xff, 0xc4, 0, 3, 1], &scan, data, &[0xff, EOI]]
                .concat();
        assert_eq!(strip_jpeg(&whole, 1).unwrap(), kept);
        assert_eq!(strip_jpeg(&kept, 1).unwrap(), kept, "twice is the same");
        let turned = strip_jpeg(&whole, 6).unwrap();
        assert_eq!(turned.len(), kept.len() + 4 + 6 + 26);
        assert_eq!(strip_jpeg(&turned, 6).unwrap(), turned);
        for length in 0..whole.len() - 21 {
            assert_eq!(strip_jpeg(&whole[..length], 1), None, "{length}");
        }
    }

    #[test]
    fn a_png_keeps_what_its_pixels_need_and_nothing_else() {
        let chunk = |name: &[u8; 4], body: &[u8]| {
            let mut out = Vec::new();
            put_chunk(&mut out, name, body);
            out
        };
        let (head, data, end) = (chunk(b"IHDR", &[0; 13]), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b""));
        assert_eq!(end[8..], 0xae42_6082_u32.to_be_bytes(), "the checksum that every PNG ends with");
        let text = chunk(b"tEXt", b"Author\0me");
        let whole = [PNG_START, &head, &text, &data, &chunk(b"fdAT", b"film"), &end, b"more"].concat();
        let kept = [PNG_START, &head, &data, &end].concat();
        assert_eq!(strip_png(&whole, 1).unwrap(), kept);
        assert_eq!(strip_png(&kept, 1).unwrap(), kept);
        assert_eq!(strip_png(&whole, 6).unwrap().len(), kept.len() + 12 + 26);
        for length in 0..whole.len() - 4 {
            assert_eq!(strip_png(&whole[..length], 1), None, "{length}");
        }
    }
}
