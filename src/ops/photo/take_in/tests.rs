//! Taking in, over small pictures that are made here.

use super::*;
use crate::domain::PictureFormat;
use image::{ImageFormat, Rgb, RgbImage};

const TODAY: &str = "2026-11-21";

fn days() -> Days {
    Days { born: Some("1990-01-01".parse().unwrap()), today: TODAY.parse().unwrap() }
}

/// A picture with another colour in each quarter.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x * 2 < width, y * 2 < height) {
        (true, true) => Rgb([220, 40, 40]),
        (false, true) => Rgb([40, 200, 40]),
        (true, false) => Rgb([40, 40, 220]),
        (false, false) => Rgb([230, 230, 230]),
    })
}

fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// EXIF data with an orientation, the day of the last edit, the time it was taken, a camera and a place.
fn exif_of(orientation: u16, taken: &str) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let mut entries: Vec<(u16, u16, u32, Vec<u8>)> = vec![
        (0x010f, 2, 0, b"SECRETCAMERA\0".to_vec()),
        (0x0112, 3, 1, orientation.to_le_bytes().to_vec()),
        (0x0132, 2, 0, b"2020:02:02 02:02:02\0".to_vec()),
        (0x8769, 4, 1, Vec::new()),
    ];
    let start = 8 + 2 + entries.len() * 12 + 4;
    let mut data = Vec::new();
    let exif_at = start + 13 + 1 + 20;
    entries[3].3 = (exif_at as u32).to_le_bytes().to_vec();
    tiff.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in &entries {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend((if *kind == 2 { value.len() as u32 } else { *count }).to_le_bytes());
        if value.len() > 4 {
            tiff.extend(((start + data.len()) as u32).to_le_bytes());
            data.extend(value);
            data.resize(data.len().next_multiple_of(2), 0);
        } else {
            tiff.extend(value);
            tiff.resize(tiff.len().next_multiple_of(2), 0);
            tiff.resize(tiff.len() + (4 - value.len().next_multiple_of(2)), 0);
        }
    }
    tiff.extend([0; 4]);
    tiff.extend(&data);
    assert_eq!(tiff.len(), exif_at);
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(0x9003_u16.to_le_bytes());
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend((taken.len() as u32 + 1).to_le_bytes());
    tiff.extend((exif_at as u32 + 18).to_le_bytes());
    tiff.extend([0; 4]);
    tiff.extend(taken.as_bytes());
    tiff.push(0);
    tiff
}

fn with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    let body = [b"Exif\0\0", tiff].concat();
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &body, &jpeg[2..], b"film after the end"].concat()
}

fn taken(name: &str, bytes: &[u8]) -> Result<TakenIn> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    take_in(&file, days())
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn eight_orientations_are_shown_upright_alike_and_nothing_else_of_exif_stays() {
    let upright = quarters(64, 48);
    // How the camera stored the picture, for each orientation of EXIF.
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    let stored: [RgbImage; 8] = [
        upright.clone(),
        flip_horizontal(&upright),
        rotate180(&upright),
        flip_vertical(&upright),
        flip_horizontal(&rotate90(&upright)),
        rotate270(&upright),
        flip_horizontal(&rotate270(&upright)),
        rotate90(&upright),
    ];
    for (orientation, image) in (1..).zip(stored) {
        let file = with_exif(&encoded(&image, ImageFormat::Jpeg), &exif_of(orientation, "2026:10:01 08:05:00"));
        let found = taken("a.jpg", &file).unwrap();
        assert_eq!((found.picture.width, found.picture.height), (64, 48), "{orientation}");
        assert_eq!(found.taken_at.unwrap().to_string(), "2026-10-01T08:05", "{orientation}");
        let view = image::load_from_memory(&found.small[0].1).unwrap().into_rgb8();
        for (x, y) in [(8, 8), (56, 8), (8, 40), (56, 40)] {
            let (seen, meant) = (view.get_pixel(x, y), upright.get_pixel(x, y));
            let far = (0..3).map(|i| seen[i].abs_diff(meant[i])).max().unwrap();
            assert!(far < 40, "{orientation} at {x},{y}: {seen:?} for {meant:?}");
        }
        for secret in [b"SECRETCAMERA".as_slice(), b"2026:10", b"film", b"2020:"] {
            assert!(!holds(&found.bytes, secret), "{orientation}");
        }
        let again = taken("b.jpg", &found.bytes).unwrap();
        assert_eq!(again.hash, found.hash, "taken in twice is the same picture");
    }
}

#[test]
fn the_pixels_stay_as_they_are() {
    let image = quarters(40, 30);
    for (format, ending) in [(ImageFormat::Jpeg, "jpg"), (ImageFormat::Png, "png")] {
        let before = encoded(&image, format);
        let found = taken(&format!("a.{ending}"), &before).unwrap();
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
        assert_eq!(pixels(&found.bytes), pixels(&before), "{ending}");
    }
}

#[test]
fn what_is_no_whole_picture_is_refused_with_its_reason() {
    let jpeg = encoded(&quarters(64, 48), ImageFormat::Jpeg);
    let png = encoded(&quarters(64, 48), ImageFormat::Png);
    let mut bomb = png.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let mut crc = bomb[12..29].to_vec();
    crc = crc32(&crc).to_be_bytes().to_vec();
    bomb[29..33].copy_from_slice(&crc);
    let mut spoiled = jpeg.clone();
    let middle = spoiled.len() - 40;
    spoiled.truncate(middle);
    spoiled.extend([0xff, 0xd9]);
    let cases: [(&[u8], &str, u8); 6] = [
        (b"", "is neither JPEG, PNG nor HEIC", 2),
        (b"just text", "is neither JPEG, PNG nor HEIC", 2),
        (&jpeg[..jpeg.len() / 2], "is not whole; it may still be on its way", 5),
        (&png[..png.len() - 3], "is not whole; it may still be on its way", 5),
        (b"\xff\xd8\xff\xd9", "is not whole", 5),
        (&bomb, "has 900 million pixels; at most 64 are taken", 2),
    ];
    for (bytes, said, code) in cases {
        let error = taken("IMG_1.jpg", bytes).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(error.to_string().contains("IMG_1.jpg"), "{error}");
        assert_eq!(error.exit_code(), code, "{error}");
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

#[test]
fn a_date_after_today_before_the_birth_or_impossible_is_not_used() {
    let jpeg = encoded(&quarters(16, 16), ImageFormat::Jpeg);
    for (said, used, told) in [
        ("2026:11:21 23:59:00", Some("2026-11-21T23:59"), None),
        ("2099:01:01 00:00:00", None, Some("after today")),
        ("1989:12:31 10:00:00", None, Some("before the birth")),
        ("2026:02:30 10:00:00", None, None),
        ("0000:00:00 00:00:00", None, None),
    ] {
        let found = taken("a.jpg", &with_exif(&jpeg, &exif_of(1, said))).unwrap();
        assert_eq!(found.taken_at.map(|at| at.to_string()).as_deref(), used, "{said}");
        assert_eq!(found.date_not_used.is_some(), told.is_some(), "{said}");
        assert!(told.is_none_or(|told| found.date_not_used.unwrap().contains(told)), "{said}");
    }
}

#[test]
fn a_name_is_told_by_its_bytes_and_kept_without_folders() {
    let found = taken("holiday.txt", &encoded(&quarters(16, 16), ImageFormat::Png)).unwrap();
    assert_eq!((found.name.as_str(), found.picture.format), ("holiday.txt", PictureFormat::Png));
    let photo = NewPhoto::of(found).unwrap().photo;
    photo.check().unwrap();
    assert!(photo.kept().is_some());
}

#[test]
fn damage_anywhere_ends_in_an_answer() {
    let jpeg = with_exif(&encoded(&quarters(32, 24), ImageFormat::Jpeg), &exif_of(6, "2026:10:01 08:05:00"));
    let png = encoded(&quarters(32, 24), ImageFormat::Png);
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x20meta\0\0\0\0".to_vec();
    for whole in [jpeg, png, heic] {
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xa5;
            // An answer is all that is asked for: some damage is in pixels.
            let _ = prepare(&bytes);
        }
    }
}
