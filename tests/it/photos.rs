//! Photos from the command line: taken in, kept, taken off, erased, backed up, restored, synchronised and exported.

use crate::harness::{Home, Screen};
use crossterm::event::{Event, KeyModifiers, MouseEvent, MouseEventKind};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;
use spotlog::tui::keymap::{Command, Context, KEYMAP};
use std::path::{Path, PathBuf};

/// Writes a picture of one colour with a gradient, and returns its path.
pub(crate) fn picture(home: &Home, name: &str, red: u8) -> String {
    let image = RgbImage::from_fn(64, 48, |x, y| Rgb([red, (x * 3) as u8, (y * 4) as u8]));
    let path = home.path(name);
    image.save_with_format(&path, if name.ends_with("png") { ImageFormat::Png } else { ImageFormat::Jpeg }).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Returns the files of a folder and its folders.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    found.sort();
    found
}

fn photos_folder(home: &Home) -> PathBuf {
    let mut name = home.journal().into_os_string();
    name.push(".photos");
    PathBuf::from(name)
}

/// Returns the kept pictures, without the smaller copies.
pub(crate) fn kept(home: &Home) -> Vec<PathBuf> {
    files(&photos_folder(home)).into_iter().filter(|path| !path.parent().unwrap().ends_with("small")).collect()
}

pub(crate) fn list(home: &Home) -> Vec<Value> {
    serde_json::from_str::<Value>(&home.ok(&["photo", "list", "--json"])).unwrap().as_array().unwrap().clone()
}

/// A journal with a spot and two photos, one of a day without a date of its own.
pub(crate) fn with_two() -> Home {
    let home = Home::new();
    home.ok(&["new", "left wrist back", "--on", "2026-10-01"]);
    home.ok(&["photo", "add", "1", &picture(&home, "a.jpg", 200), "--on", "2026-10-01"]);
    home.ok(&["photo", "add", "1", &picture(&home, "b.png", 90), "--on", "2026-11-05", "--present"]);
    home
}

#[test]
fn a_photo_joins_the_look_of_its_day_and_is_kept_once() {
    let home = with_two();
    let shown: Value = serde_json::from_str(&home.ok(&["show", "1", "--json"])).unwrap();
    assert_eq!(shown["observations"].as_array().map(Vec::len).or(Some(2)), Some(2));
    let said = home.ok(&["photo", "add", "1", &picture(&home, "again.jpg", 200), "--on", "2026-11-05"]);
    assert!(said.contains("Kept without its place and camera"), "{said}");
    assert_eq!(kept(&home).len(), 2, "the same picture is stored once");
    let listed = list(&home);
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[2]["address"], "1@2026-11-05/2");
    assert!(listed[0]["text"].as_str().unwrap().starts_with("photo of "), "{listed:?}");
    let (code, _, err) = home.run(&["photo", "add", "1", &picture(&home, "c.jpg", 10), "--on", "2026-10-20"]);
    assert!(code == 2 && err.contains("a photo alone is no answer"), "{code} {err}");
    assert_eq!(kept(&home).len(), 2, "a change that fails leaves no picture");
    home.ok(&["doctor"]);
}

#[cfg(unix)]
#[test]
fn pictures_are_private_and_named_by_their_content() {
    use std::os::unix::fs::PermissionsExt;
    let home = with_two();
    for path in kept(&home) {
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700), "{path:?}");
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert_eq!(spotlog::exchange::checksum(&std::fs::read(&path).unwrap()), name);
    }
    assert!(home.ok(&["paths"]).contains(".photos"));
}

#[test]
fn a_picture_that_is_no_picture_changes_nothing() {
    let home = with_two();
    let before = home.ok(&["photo", "list"]);
    let whole = std::fs::read(home.path("a.jpg")).unwrap();
    for (name, bytes, said, expected) in [
        ("text.jpg", b"only text".as_slice(), "neither JPEG, PNG nor HEIC", 2),
        ("cut.jpg", &whole[..whole.len() / 2], "not whole; it may still be on its way", 5),
    ] {
        let file = home.path(name);
        std::fs::write(&file, bytes).unwrap();
        for verb in [vec!["photo", "add", "1"], vec!["look", "1", "--photo"]] {
            let arguments = [verb.as_slice(), &[file.to_str().unwrap()]].concat();
            let (code, _, err) = home.run(&arguments);
            assert!(code == expected && err.contains(said) && err.contains(name), "{code} {err}");
        }
    }
    assert_eq!(home.ok(&["photo", "list"]), before);
    assert_eq!(kept(&home).len(), 2);
}

#[test]
fn taking_off_is_undone_and_erasing_is_not() {
    let home = with_two();
    home.ok(&["photo", "remove", "1@2026-10-01", "--yes"]);
    assert_eq!((list(&home).len(), kept(&home).len()), (1, 2), "the picture stays");
    home.ok(&["undo"]);
    assert_eq!(list(&home).len(), 2);
    let (code, _, err) = home.run(&["photo", "erase", "1@2026-10-01"]);
    assert!(code == 2 && err.contains("Undo does not bring a picture back"), "{code} {err}");
    home.ok(&["photo", "erase", "1@2026-10-01", "--yes"]);
    assert_eq!(kept(&home).len(), 1);
    let listed = list(&home);
    assert!(listed[0]["kept"] == false && listed[0]["erased_on"].is_string(), "{listed:?}");
    let undone = home.ok(&["undo"]);
    assert!(!undone.contains("erased"), "what cannot come back is not undone: {undone}");
    home.ok(&["redo"]);
    assert!(list(&home)[0]["kept"] == false && list(&home)[0]["erased_on"].is_string());
    assert!(home.ok(&["export", "-"]).contains("\"erased_on\""), "an export says so too");
    let (code, _, err) = home.run(&["photo", "export", "1@2026-10-01", home.path("x.jpg").to_str().unwrap()]);
    assert!(code == 3 && err.contains("erased on"), "{code} {err}");
    home.ok(&["doctor"]);
    home.ok(&["photo", "add", "1", home.path("a.jpg").to_str().unwrap(), "--on", "2026-10-01"]);
    assert_eq!(kept(&home).len(), 2, "taken in again, it is wanted again");
    assert!(list(&home)[1]["kept"] == true);
}

#[test]
fn erasing_a_look_erases_the_pictures_that_only_it_had() {
    let home = with_two();
    home.ok(&["photo", "add", "1", home.path("a.jpg").to_str().unwrap(), "--on", "2026-11-05"]);
    home.ok(&["erase", "look", "1@2026-10-01", "--yes"]);
    assert_eq!(kept(&home).len(), 2, "the other look has it too");
    home.ok(&["erase", "look", "1@2026-11-05", "--yes"]);
    assert_eq!((kept(&home).len(), files(&photos_folder(&home)).len()), (0, 0));
    let backups = home.journal().with_file_name("journal.spotlog.backups");
    assert!(files(&backups.join("photos")).is_empty());
    home.ok(&["doctor"]);
}

#[test]
fn a_backup_is_one_file_with_its_pictures_and_a_second_machine_has_them_back() {
    let (home, other) = (with_two(), Home::new());
    let copy = home.path("copy.spotlog");
    let copy = copy.to_str().unwrap();
    let made: Value = serde_json::from_str(&home.ok(&["backup", copy, "--json"])).unwrap();
    assert_eq!(made["photos"], 2);
    let out = home.path("out.jpg");
    home.ok(&["--journal", copy, "photo", "export", "1@2026-10-01", out.to_str().unwrap()]);
    other.ok(&["restore", copy]);
    assert_eq!(kept(&other).len(), 2);
    assert!(other.ok(&["doctor"]).contains("2 pictures"));
    let bytes = std::fs::read(&out).unwrap();
    assert!(kept(&other).iter().any(|path| std::fs::read(path).unwrap() == bytes));
    let bare = home.path("bare.spotlog");
    let made: Value =
        serde_json::from_str(&home.ok(&["backup", bare.to_str().unwrap(), "--without-photos", "--json"])).unwrap();
    assert_eq!(made["photos"], 0);
    let third = Home::new();
    third.ok(&["restore", bare.to_str().unwrap()]);
    let (code, out, _) = third.run(&["doctor"]);
    assert!(code == 1 && out.contains("is missing"), "{code} {out}");
    let (code, _, err) = third.run(&["photo", "export", "1@2026-10-01", third.path("x.jpg").to_str().unwrap()]);
    assert!(code == 3 && err.contains("they belong in"), "{code} {err}");
}

#[test]
fn a_picture_and_a_copy_of_the_journal_go_to_standard_output() {
    let home = with_two();
    let out = home.spotlog().args(["photo", "export", "1@2026-10-01", "-"]).output().unwrap();
    assert!(kept(&home).iter().any(|path| std::fs::read(path).unwrap() == out.stdout));
    let out = home.spotlog().args(["backup", "-"]).output().unwrap();
    let (other, copy) = (Home::new(), home.path("piped.spotlog"));
    std::fs::write(&copy, out.stdout).unwrap();
    other.ok(&["restore", copy.to_str().unwrap()]);
    assert_eq!(kept(&other).len(), 2);
    let left = std::fs::read_dir(home.journal().parent().unwrap()).unwrap().flatten();
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().starts_with(".spotlog-copy")));
}

#[test]
fn a_backup_with_a_spoiled_picture_is_not_put_back() {
    let (home, other) = (with_two(), Home::new());
    let copy = home.path("copy.spotlog");
    home.ok(&["backup", copy.to_str().unwrap()]);
    let packed = rusqlite::Connection::open(&copy).unwrap();
    packed.execute("UPDATE packed_photo SET bytes = x'ffd8' WHERE rowid = 1", []).unwrap();
    drop(packed);
    let (code, _, err) = other.run(&["restore", copy.to_str().unwrap()]);
    assert!(code == 5 && err.contains("a picture in it"), "{code} {err}");
    assert!(kept(&other).is_empty() && list(&other).is_empty());
}

#[cfg(feature = "encryption")]
#[test]
fn an_encrypted_backup_has_the_pictures_and_is_put_back_whole_or_not_at_all() {
    use spotlog::exchange::{SecretString, unseal};
    let (home, other, third) = (with_two(), Home::new(), Home::new());
    let (copy, words) = (home.path("copy.age"), "lamp seven orbit pickle raven");
    let secret = home.write("secret", words);
    let restore = ["restore", copy.to_str().unwrap(), "--passphrase-file", &secret];
    let backup = ["backup", copy.to_str().unwrap(), "--encrypt", "--passphrase-file", &secret, "--json"];
    let made: Value = serde_json::from_str(&home.ok(&backup)).unwrap();
    assert_eq!(made["photos"], 2);
    let sealed = std::fs::read(&copy).unwrap();
    for spoiled in [1, 2, 3].map(|quarter| sealed.len() * quarter / 4) {
        let mut changed = sealed.clone();
        changed[spoiled] ^= 1;
        for bytes in [&changed[..], &sealed[..spoiled]] {
            std::fs::write(&copy, bytes).unwrap();
            let (code, _, err) = other.run(&restore);
            assert!(code == 2 && (err.contains("not whole") || err.contains("was changed")), "{code} {err}");
            assert!(kept(&other).is_empty() && list(&other).is_empty());
        }
    }
    std::fs::write(&copy, &sealed).unwrap();
    other.ok(&restore);
    assert!(other.ok(&["doctor"]).contains("2 pictures"));
    other.ok(&["photo", "erase", "1@2026-10-01", "--yes"]);
    other.ok(&restore);
    assert_eq!(kept(&other).len(), 1, "what was erased here stays erased");
    // Another program decrypts it to a zip, which is put back as it is.
    let zip = home.path("copy.zip");
    std::fs::write(&zip, unseal(&sealed, &SecretString::from(words)).unwrap()).unwrap();
    third.ok(&["restore", zip.to_str().unwrap()]);
    assert_eq!((kept(&third).len(), list(&third).len()), (2, 2));
}

#[test]
fn a_lost_picture_comes_back_from_the_links_of_the_backups() {
    let home = with_two();
    // The copy of the next day links what is there.
    let linked = home.journal().with_file_name("journal.spotlog.backups");
    for day in files(&linked) {
        std::fs::remove_file(day).unwrap();
    }
    home.ok(&["new", "chin"]);
    let lost = kept(&home)[0].clone();
    std::fs::remove_file(&lost).unwrap();
    let (code, out, _) = home.run(&["doctor"]);
    assert!(code == 1 && out.contains("is missing"), "{code} {out}");
    let said = home.ok(&["doctor", "--repair"]);
    assert!(said.contains("1 pictures came back"), "{said}");
    assert!(lost.exists());
    home.ok(&["doctor"]);
}

#[test]
fn only_a_name_is_kept_where_that_is_set_and_all_names_are_taken_in_at_once() {
    let home = Home::new();
    home.ok(&["new", "chest", "--on", "2026-10-01"]);
    let settings: Value = serde_json::from_str(&home.ok(&["paths", "--json"])).unwrap();
    let settings = PathBuf::from(settings["settings"].as_str().unwrap());
    std::fs::create_dir_all(settings.parent().unwrap()).unwrap();
    std::fs::write(&settings, "[photos]\nkeep = \"name\"\n").unwrap();
    for name in ["a.jpg", "b.jpg"] {
        home.ok(&["look", "1", "--photo", &picture(&home, name, name.as_bytes()[0])]);
    }
    assert!(kept(&home).is_empty());
    assert!(list(&home).iter().all(|photo| photo["kept"] == false));
    std::fs::write(&settings, "").unwrap();
    std::fs::write(home.path("b.jpg"), b"another file by now").unwrap();
    let said = home.ok(&["photo", "add", "--all-named"]);
    assert!(said.contains("1 pictures are kept now") && said.contains("another picture"), "{said}");
    assert_eq!(kept(&home).len(), 1);
}

#[test]
fn an_export_with_pictures_is_taken_in_whole_or_not_at_all() {
    let (home, other) = (with_two(), Home::new());
    let (zip, json) = (home.path("out.zip"), home.path("out.json"));
    home.ok(&["export", zip.to_str().unwrap()]);
    home.ok(&["export", json.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&json).unwrap().contains("spotlog-journal/2"));
    let (_, _, err) = home.run(&["export", home.path("one.json").to_str().unwrap(), "--format", "journal-1"]);
    assert!(err.contains("kept photos"), "{err}");
    let (_, _, err) = Home::new().run(&["import", json.to_str().unwrap()]);
    assert!(err.contains("2 pictures are not here"), "{err}");
    let taken: Value = serde_json::from_str(&other.ok(&["import", zip.to_str().unwrap(), "--json"])).unwrap();
    assert_eq!(taken["photos"], 2);
    assert_eq!(kept(&other).len(), 2);
    assert_eq!(list(&other).len(), 2);
    other.ok(&["doctor"]);
    let mut bytes = std::fs::read(&zip).unwrap();
    let at = bytes.windows(4).position(|part| part == b"\xff\xd8\xff\xe0").unwrap();
    bytes[at + 30] ^= 1;
    std::fs::write(&zip, bytes).unwrap();
    let third = Home::new();
    let (code, _, err) = third.run(&["import", zip.to_str().unwrap()]);
    assert!(code == 2 && err.contains("photos/"), "{code} {err}");
    assert!(kept(&third).is_empty() && list(&third).is_empty());
}

#[test]
fn pictures_travel_through_a_sync_folder_and_so_does_their_erasing() {
    let (one, two) = (with_two(), Home::new());
    let folder = one.path("shared");
    std::fs::create_dir(&folder).unwrap();
    let folder_text = folder.to_str().unwrap();
    one.ok(&["sync", folder_text]);
    assert_eq!(files(&folder.join("photos")).len(), 2);
    // One of the pictures is still on its way.
    let late = files(&folder.join("photos"))[0].clone();
    let whole = std::fs::read(&late).unwrap();
    std::fs::write(&late, &whole[..whole.len() / 2]).unwrap();
    let said = two.ok(&["sync", folder_text]);
    assert!(said.contains("1 picture is still on its way"), "{said}");
    assert_eq!((list(&two).len(), kept(&two).len()), (2, 1));
    std::fs::write(&late, &whole).unwrap();
    two.ok(&["sync", folder_text]);
    assert_eq!(kept(&two).len(), 2);
    two.ok(&["doctor"]);
    one.ok(&["photo", "erase", "1@2026-10-01", "--yes"]);
    one.ok(&["sync", folder_text]);
    assert_eq!(files(&folder.join("photos")).len(), 1);
    two.ok(&["sync", folder_text]);
    assert_eq!(kept(&two).len(), 1);
    assert!(list(&two)[0]["kept"] == false);
    assert_eq!(files(&folder.join("photos")).len(), 1, "it is not left again");
    two.ok(&["doctor"]);
}

#[cfg(feature = "encryption")]
#[test]
fn an_encrypted_folder_tells_neither_the_pictures_nor_which_they_are() {
    let (one, two) = (with_two(), Home::new());
    let folder = one.path("shared");
    std::fs::create_dir(&folder).unwrap();
    let secret = one.write("secret", "lamp seven orbit pickle raven\n");
    let folder_text = folder.to_str().unwrap();
    one.ok(&["sync", folder_text, "--passphrase-file", &secret]);
    let pictures = files(&folder.join("photos"));
    assert_eq!(pictures.len(), 2);
    let names: Vec<String> =
        kept(&one).iter().map(|p| p.file_stem().unwrap().to_str().unwrap()[..32].to_owned()).collect();
    for sealed in &pictures {
        assert!(std::fs::read(sealed).unwrap().starts_with(b"age-encryption.org/"));
        assert!(!names.contains(&sealed.file_stem().unwrap().to_str().unwrap().to_owned()), "{sealed:?}");
    }
    two.ok(&["sync", folder_text, "--passphrase-file", &secret]);
    assert_eq!(kept(&two).len(), 2);
    assert_eq!(files(&folder.join("photos")).len(), 2, "sealed once");
    two.ok(&["photo", "erase", "1@2026-10-01", "--yes"]);
    two.ok(&["sync", folder_text, "--passphrase-file", &secret]);
    assert_eq!(files(&folder.join("photos")).len(), 1);
    one.ok(&["sync", folder_text, "--passphrase-file", &secret]);
    assert_eq!(kept(&one).len(), 1);
}

#[test]
fn what_is_said_of_photos_concludes_nothing() {
    let home = with_two();
    let mut said = String::new();
    for arguments in [
        vec!["photo", "list"],
        vec!["photo", "show", "1@2026-10-01"],
        vec!["photo", "compare", "1@2026-10-01", "1@2026-11-05"],
        vec!["photo", "--help"],
        vec!["photo", "add", "--help"],
    ] {
        said.push_str(&home.ok(&arguments).to_lowercase());
    }
    for word in [
        "unchanged",
        "no change",
        "stable",
        "normal",
        "looks like",
        "typical",
        "healthy",
        "suspicious",
        "risk",
        "score",
    ] {
        assert!(!said.contains(word), "{word}: {said}");
    }
    assert!(said.contains("not at the same scale") && said.contains("does it look different to you?"), "{said}");
}

/// A journal of a spot at a part of the body that is covered, with three photos.
fn with_three(place: &str) -> Home {
    let home = Home::new();
    home.ok(&["new", place, "--on", "2026-09-01"]);
    for (name, red, on) in [("a.jpg", 200, "2026-09-01"), ("b.png", 90, "2026-10-05"), ("c.jpg", 150, "2026-11-20")] {
        home.ok(&["photo", "add", "1", &picture(&home, name, red), "--on", on, "--present"]);
    }
    home
}

/// Whether any cell of the screen is part of a drawn picture.
fn is_drawn(screen: &Screen) -> bool {
    screen.text().contains(['▀', '▄', '▌', '▐', '█', '▛', '▙', '▚'])
}

#[test]
fn the_check_round_shows_the_latest_photo_of_each_spot_where_there_is_room() {
    let home = with_three("left wrist back");
    home.ok(&["new", "chest", "--on", "2026-11-20"]);
    let mut screen = Screen::on_file(&home.journal(), 120, 40);
    screen.press("c").shows("left wrist").shows("photo of 20 Nov");
    assert!(is_drawn(&screen), "{}", screen.text());
    screen.press(" ").shows("chest").hides("photo of");
    assert!(!is_drawn(&screen), "{}", screen.text());
    screen.press("<Left>").shows("photo of 20 Nov").press("p").shows("[20 Nov]").press("<Esc>").shows("Check round");
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("c").hides("photo of");
}

#[test]
fn the_photos_of_a_spot_are_on_a_strip_and_the_latest_is_shown() {
    let home = with_three("left wrist back");
    for (width, height) in [(40, 12), (80, 24), (120, 40)] {
        let mut screen = Screen::on_file(&home.journal(), width, height);
        screen.press("p").shows("[20 Nov]").shows("photo of 20 Nov 2026");
        assert!(is_drawn(&screen), "{}", screen.text());
        screen.press("<Tab>").shows("[1 Sep]").press("<S-Tab>").shows("[20 Nov]");
        screen.press("<Enter>").press("<Esc>").hides("[20 Nov]");
    }
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("pxy").shows("Took off the photo of 20 Nov 2026").hides("[20 Nov]").shows("[5 Oct]");
    screen.press("u").shows("Undone: took off a photo, spot 1").shows("20 Nov");
    assert_eq!(kept(&home).len(), 3);
    let empty = Home::new();
    empty.ok(&["new", "chest"]);
    Screen::on_file(&empty.journal(), 80, 24).press("p").shows("No photo yet.").press("=").shows("Two kept photos");
}

#[test]
fn every_pixel_of_a_large_photo_is_shown_where_it_is_zoomed_beyond_its_view() {
    let home = Home::new();
    home.ok(&["new", "chest"]);
    // Lines of one pixel, which the view of 1,600 pixels cannot hold.
    let lines = RgbImage::from_fn(2_400, 1_800, |x, _| Rgb([if x % 2 == 0 { 0 } else { 255 }; 3]));
    let path = home.path("lines.png");
    lines.save_with_format(&path, ImageFormat::Png).unwrap();
    home.ok(&["photo", "add", "1", path.to_str().unwrap(), "--present"]);
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("p");
    let is_sharp = |screen: &mut Screen| {
        let drawn = screen.fingerprint();
        ["▌Rgb(0, 0, 0)", "▌Rgb(255, 255, 255)"].iter().any(|cell| drawn.matches(cell).count() > 200)
    };
    assert!(!is_sharp(&mut screen));
    screen.press("1");
    assert!(is_sharp(&mut screen), "{}", screen.fingerprint());
    screen.press("0");
    assert!(!is_sharp(&mut screen));
    let wheel = |kind| Event::Mouse(MouseEvent { kind, column: 10, row: 8, modifiers: KeyModifiers::NONE });
    screen.event(wheel(MouseEventKind::ScrollUp)).shows("1.2 x");
    screen.event(wheel(MouseEventKind::ScrollDown)).hides("1.2 x");
}

#[test]
fn photos_of_private_parts_stay_covered_until_a_key_and_one_key_covers_all() {
    let home = with_three("groin");
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.press("p").shows("Covered. v shows it.");
    assert!(!is_drawn(&screen), "{}", screen.text());
    screen.press("=").shows("The photos are covered");
    screen.press("v");
    assert!(is_drawn(&screen), "{}", screen.text());
    for keys in ["<C-b>", "<C-b>=<C-b>"] {
        screen.press(keys);
        assert!(!is_drawn(&screen), "{}", screen.text());
    }
}

#[test]
fn a_dropped_picture_opens_the_form_and_is_taken_in() {
    let home = with_three("left wrist back");
    let file = picture(&home, "IMG 7.jpg", 20);
    let mut screen = Screen::on_file(&home.journal(), 80, 24);
    screen.event(Event::Paste("no path at all".into())).hides("Pictures");
    screen.event(Event::Paste(format!("'{file}'"))).shows("Pictures").shows("IMG 7.jpg");
    screen.press("<C-s>").shows("a photo alone is no answer");
    screen.press("<S-Tab>20 nov<C-s>").shows("1 photo of spot 1: 20 Nov 2026.");
    assert_eq!((kept(&home).len(), list(&home).len()), (4, 4));
    let text = home.write("text.jpg", "only text");
    screen.event(Event::Paste(text)).press("<C-s>").shows("is neither JPEG, PNG nor HEIC");
}

#[test]
fn the_form_of_a_look_takes_pictures_and_a_form_that_fails_keeps_none() {
    let home = with_three("left wrist back");
    let (good, bad) = (picture(&home, "good.jpg", 33), home.write("bad.jpg", "text"));
    let mut screen = Screen::on_file(&home.journal(), 100, 60);
    let fill = |screen: &mut Screen, path: &str| {
        screen.press("l");
        for _ in 0..40 {
            if screen.text().lines().any(|line| line.contains("› ▸ Photos")) {
                break;
            }
            screen.press("<Tab>");
        }
        screen.press("<Enter>");
        screen.event(Event::Paste(path.to_owned())).press("<C-s>");
    };
    fill(&mut screen, &bad);
    screen.shows("bad.jpg is neither JPEG, PNG").shows("nor HEIC.");
    assert_eq!(list(&home).len(), 3);
    screen.press("<Esc>y").shows("Spots");
    fill(&mut screen, &good);
    screen.shows("The look at spot 1 of 21 Nov 2026 is logged.");
    assert_eq!((list(&home).len(), kept(&home).len()), (4, 4));
}

#[test]
fn what_a_person_says_of_two_photos_goes_into_the_look_of_the_later_one() {
    let home = with_three("left wrist back");
    let changes = || {
        let shown: Value = serde_json::from_str(&home.ok(&["export", "-"])).unwrap();
        shown["people"][0]["spots"][0]["observations"][2]["changes"].clone()
    };
    let mut screen = Screen::on_file(&home.journal(), 100, 30);
    screen.press("p=").shows("A  1 Sep 2026").shows("B  20 Nov 2026");
    screen.shows("not at the same scale").shows("Does it look different to you?");
    screen.press("<Enter>").press("n <C-s>").shows("Nothing is answered.");
    assert!(changes().is_null());
    screen.press("<Enter>").press("si <C-s>").shows("Corrected the look at spot 1");
    assert_eq!(changes(), serde_json::json!(["size"]));
    screen.press("<Enter>").press("I <C-s>");
    assert_eq!(changes(), serde_json::json!([]));
    screen.press("vv").shows("What is bright differs.");
    let said = screen.text().to_lowercase();
    for word in ["unchanged", "no change", "stable", "normal", "looks like", "typical", "healthy", "suspicious"] {
        assert!(!said.contains(word), "{word}");
    }
}

#[test]
fn every_key_of_photos_does_something_that_can_be_seen() {
    let home = with_three("groin");
    for binding in KEYMAP.iter().filter(|b| matches!(b.context, Context::Photos | Context::Compare)) {
        // The program for pictures would be started.
        if binding.command == Command::OpenPhoto {
            continue;
        }
        let mut screen = Screen::on_file(&home.journal(), 80, 24);
        screen.press(match (binding.context, binding.command) {
            (_, Command::Uncover) => "p",
            (Context::Photos, _) => "pv+++",
            _ => "pv=+++<Right>",
        });
        let before = screen.fingerprint();
        let key = crossterm::event::KeyEvent::new(binding.chord.code, binding.chord.modifiers);
        screen.event(Event::Key(key));
        assert_ne!(screen.fingerprint(), before, "{} in {:?}", binding.chord, binding.context);
    }
}

/// Another journal with two photos, of another person.
#[cfg(target_os = "linux")]
fn of_ben() -> Home {
    let home = with_two();
    home.ok(&["me", "--name", "Ben"]);
    home.ok(&["photo", "add", "1", &picture(&home, "ben.jpg", 11), "--on", "2026-11-05"]);
    home
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fails_at_any_step_leaves_every_photo_with_its_picture() {
    use crate::faults::{Act, fail_everywhere, failing_disk};
    let folder = tempfile::tempdir().unwrap();
    let library = failing_disk(folder.path());
    let (begin, other) = (with_two(), of_ben());
    let third = picture(&other, "third.jpg", 44);
    let (zip, packed, shared) = (other.path("out.zip"), other.path("copy.spotlog"), other.path("shared"));
    std::fs::create_dir(&shared).unwrap();
    other.ok(&["export", zip.to_str().unwrap()]);
    other.ok(&["backup", packed.to_str().unwrap()]);
    other.ok(&["sync", shared.to_str().unwrap()]);
    let acts = [
        ("adding", vec!["photo", "add", "1", &third, "--on", "2026-11-05"], "is full"),
        ("taking off", vec!["photo", "remove", "1@2026-11-05", "--yes"], "is full"),
        ("erasing", vec!["photo", "erase", "1@2026-11-05", "--yes"], "spotlog: "),
        ("an import", vec!["import", zip.to_str().unwrap()], "is full"),
        ("a restoring", vec!["restore", packed.to_str().unwrap()], "is full"),
        ("a sync", vec!["sync", shared.to_str().unwrap()], "is full"),
    ];
    for (name, arguments, leads_to) in acts {
        let arguments = arguments.into_iter().map(str::to_owned).collect();
        fail_everywhere(&library, begin.folder.path(), &Act { name, arguments, leads_to });
    }
}

#[cfg(unix)]
#[test]
fn kills_while_photos_are_added_and_taken_off_leave_every_row_with_its_picture() {
    use crate::crash::{rounds, run_until_killed, time};
    let home = with_two();
    let files: Vec<String> = (0..4).map(|n| picture(&home, &format!("more-{n}.jpg"), 20 + n)).collect();
    let add = |file: &str| format!("\"$0\" photo add 1 '{file}' --on 2026-11-05 --json");
    let one = time(|| drop(home.ok(&["photo", "add", "1", &files[0], "--on", "2026-11-05"])));
    for round in 0..rounds(20) {
        let file = &files[round as usize % files.len()];
        let script = format!("{} && \"$0\" photo remove 1@2026-11-05/1 --yes --json || exit", add(file));
        run_until_killed(&home, &script, round, one);
        home.ok(&["doctor"]);
    }
}

#[test]
fn a_picture_that_is_missing_is_told_where_it_would_be() {
    let home = with_three("left wrist back");
    std::fs::remove_dir_all(photos_folder(&home)).unwrap();
    let mut screen = Screen::on_file(&home.journal(), 120, 40);
    screen.press("p").shows("The picture of 20 Nov 2026 is").shows("photo of 20 Nov 2026");
    assert!(!is_drawn(&screen));
    // Where it is shown beside the spot, its place stays empty, and nothing asks for it again and again.
    screen.press("<Esc><Enter>").shows("Spot 1").press("j").shows("photo of 20 Nov");
    screen.press("<Esc>c").shows("Check round").press("s").shows("summary");
}
