//! Photos from a phone: its folder as the inbox, and its HEIC files.

use crate::harness::{Home, Screen};
use crate::photos::{kept, list, picture, with_two};

/// A HEIC photo of a red dot, 96 x 64, of 12 Nov 2026 at 08:05, with a place and the maker of the phone.
#[cfg(feature = "heic")]
const HEIC: &[u8] = include_bytes!("../pictures/spot.heic");

/// Opens the journal on a screen, with a folder as the inbox.
fn with_inbox(home: &Home) -> Screen {
    let store = spotlog::store::Store::open(&home.journal()).unwrap();
    let mut start = spotlog::tui::Start::new(crate::harness::clock);
    start.photos.inbox = Some(home.path("inbox"));
    Screen::begin(store, start, 80, 24)
}

#[test]
fn an_inbox_lists_what_is_not_taken_in_yet() {
    let home = with_two();
    let inbox = home.path("inbox");
    std::fs::create_dir(&inbox).unwrap();
    std::fs::copy(home.path("a.jpg"), inbox.join("known.jpg")).unwrap();
    std::fs::copy(picture(&home, "new.jpg", 66), inbox.join("new.jpg")).unwrap();
    std::fs::write(inbox.join("list.txt"), "text").unwrap();
    let mut screen = with_inbox(&home);
    screen.press("pa").shows("new.jpg").hides("known.jpg").hides("list.txt");
    screen.press("<Enter>").shows("new.jpg").press("<C-s>");
    screen.press("<S-Tab>5 nov<C-s>").shows("1 photo of spot 1: 5 Nov 2026.");
    screen.press("a").shows("Nothing new in");
}

#[test]
#[cfg(feature = "heic")]
fn a_heic_photo_is_kept_as_jpeg_of_its_day_without_its_place_and_leaves_the_inbox() {
    let home = Home::new();
    home.ok(&["new", "left wrist back", "--on", "2026-10-01"]);
    std::fs::create_dir(home.path("inbox")).unwrap();
    let file = home.path("inbox").join("IMG_1.HEIC");
    std::fs::write(&file, HEIC).unwrap();
    home.ok(&["photo", "add", "1", file.to_str().unwrap(), "--present"]);
    let listed = list(&home);
    assert_eq!(listed[0]["address"], "1@2026-11-12", "{listed:?}");
    let bytes = std::fs::read(&kept(&home)[0]).unwrap();
    let shown = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).unwrap().to_rgb8();
    assert_eq!(shown.dimensions(), (96, 64));
    let (dot, skin) = (shown.get_pixel(48, 32), shown.get_pixel(10, 10));
    assert!(dot[1] < 110 && skin[1] > 160, "{dot:?} {skin:?}");
    assert!(!bytes.windows(5).any(|part| part == b"Phone" || part == b"Exif\0"));
    with_inbox(&home).press("pa").shows("Nothing new in");
    home.ok(&["photo", "remove", "1@2026-11-12", "--yes"]);
    with_inbox(&home).press("pa").shows("Nothing new in");
}
