//! The protocols of kitty and iTerm2: a picture in base64 inside of a control string.

use crate::ops::{Pixels, jpeg_of, png_of};

/// The longest piece of a picture of kitty, in base64.
const CHUNK: usize = 4096;
/// The quality of the JPEG for iTerm2.
const QUALITY: u8 = 88;

/// Returns what shows a picture in that many cells: a PNG in pieces, without an answer, the cursor staying where it is.
pub(super) fn kitty(pixels: &Pixels, id: u32, (columns, rows): (u16, u16)) -> Vec<u8> {
    pieces(pixels, format!("a=T,f=100,q=2,i={id},p=1,c={columns},r={rows},C=1,")).concat()
}

/// Does the same for a picture that placeholders place, each piece wrapped for tmux.
pub(super) fn kitty_in_tmux(pixels: &Pixels, id: u32, (columns, rows): (u16, u16)) -> Vec<u8> {
    let pieces = pieces(pixels, format!("a=T,U=1,f=100,q=2,i={id},c={columns},r={rows},"));
    pieces.iter().flat_map(|piece| through_tmux(piece)).collect()
}

/// Returns the control strings that send a picture. `keys` stand in the first.
fn pieces(pixels: &Pixels, mut keys: String) -> Vec<Vec<u8>> {
    let Some(png) = png_of(pixels) else { return Vec::new() };
    let text = base64(&png);
    let mut out = Vec::new();
    let mut chunks = text.as_bytes().chunks(CHUNK).peekable();
    while let Some(chunk) = chunks.next() {
        let more = u8::from(chunks.peek().is_some());
        out.push([format!("\x1b_G{keys}m={more};").as_bytes(), chunk, b"\x1b\\"].concat());
        keys.clear();
    }
    out
}

/// Wraps control strings, so that tmux passes them on to its terminal (tmux, "allow-passthrough").
pub(super) fn through_tmux(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"\x1bPtmux;".to_vec();
    for &byte in bytes {
        out.extend(std::iter::repeat_n(byte, if byte == 0x1b { 2 } else { 1 }));
    }
    out.extend(b"\x1b\\");
    out
}

/// Returns what deletes pictures of kitty with their data.
pub(super) fn delete_kitty(first: u32, count: usize) -> Vec<u8> {
    (first..).take(count).map(|id| format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\")).collect::<String>().into_bytes()
}

/// Returns what shows a picture in that many cells.
pub(super) fn iterm2(pixels: &Pixels, (columns, rows): (u16, u16)) -> Vec<u8> {
    let Some(jpeg) = jpeg_of(pixels, QUALITY) else { return Vec::new() };
    let keys = format!("inline=1;size={};width={columns};height={rows};preserveAspectRatio=0", jpeg.len());
    format!("\x1b]1337;File={keys};doNotMoveCursor=1:{}\x07", base64(&jpeg)).into_bytes()
}

/// Encodes bytes in base64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let value = group.iter().fold(0_u32, |value, &byte| value << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS[(value >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes base64.
    fn bytes(text: &str) -> Vec<u8> {
        let value = |c: u8| match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        let mut out = Vec::new();
        for group in text.trim_end_matches('=').as_bytes().chunks(4) {
            let bits = group.iter().fold(0_u32, |bits, &c| bits << 6 | u32::from(value(c))) << (6 * (4 - group.len()));
            out.extend(&bits.to_be_bytes()[1..group.len()]);
        }
        out
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), encoded);
            assert_eq!(bytes(encoded), plain.as_bytes());
        }
    }

    #[cfg(feature = "photos")]
    #[test]
    fn the_pixels_that_kitty_decodes_are_those_that_were_sent() {
        let rgb: Vec<u8> = (0..200 * 100 * 3).map(|at| (at * 7 % 251) as u8).collect();
        let pixels = Pixels { width: 200, height: 100, rgb };
        let sent = String::from_utf8(kitty(&pixels, 7, (20, 5))).unwrap();
        let pieces: Vec<&str> = sent.split("\x1b\\").filter(|piece| !piece.is_empty()).collect();
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() < CHUNK + 80));
        assert!(pieces[0].contains("m=1;") && pieces[pieces.len() - 1].starts_with("\x1b_Gm=0;"));
        let data: String = pieces.iter().map(|piece| piece.split_once(';').unwrap().1).collect();
        let image = image::load_from_memory(&bytes(&data)).unwrap().into_rgb8();
        assert_eq!(image.into_raw(), pixels.rgb);
        let wrapped = String::from_utf8(kitty_in_tmux(&pixels, 7, (20, 5))).unwrap();
        let pieces: Vec<String> =
            wrapped.split("\x1bPtmux;").skip(1).map(|piece| piece.replace("\x1b\x1b", "\x1b")).collect();
        assert!(pieces.iter().all(|piece| piece.starts_with("\x1b_G") && piece.ends_with("\x1b\\\x1b\\")));
        assert!(pieces[0].starts_with("\x1b_Ga=T,U=1,f=100,q=2,i=7,c=20,r=5,m=1;"));
        let inner = |piece: &String| piece.split_once(';').unwrap().1.trim_end_matches(['\x1b', '\\']).to_owned();
        assert_eq!(pieces.iter().map(inner).collect::<String>(), data, "the same picture");
        let sent = String::from_utf8(iterm2(&pixels, (20, 5))).unwrap();
        assert!(sent.starts_with("\x1b]1337;File=inline=1;") && sent.ends_with('\x07'));
        let image = image::load_from_memory(&bytes(sent.split_once(':').unwrap().1.trim_end_matches('\x07'))).unwrap();
        assert_eq!((image.width(), image.height()), (200, 100));
    }
}
