//! Sixel: bands of six rows, in up to 256 colours (DEC, VT330/VT340 Programmer Reference Manual, volume 2).

use crate::ops::{Colour, Pixels};

/// The most colours of a picture.
const COLOURS: usize = 256;
/// The bits of each part of a colour in the histogram.
const BITS: u32 = 6;

/// Returns what shows a picture at the cursor.
pub(super) fn encode(pixels: &Pixels) -> Vec<u8> {
    let palette = palette(pixels);
    let places = dither(pixels, &palette);
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    let mut out = format!("\x1bP0;1;0q\"1;1;{width};{height}").into_bytes();
    for (number, colour) in palette.iter().enumerate() {
        let percent = colour.map(|part| (u32::from(part) * 100 + 127) / 255);
        out.extend(format!("#{number};2;{};{};{}", percent[0], percent[1], percent[2]).into_bytes());
    }
    let mut band = vec![vec![0_u8; width]; palette.len()];
    for top in (0..height).step_by(6) {
        let mut used = vec![false; palette.len()];
        for row in 0..(height - top).min(6) {
            for (x, &place) in places[(top + row) * width..(top + row + 1) * width].iter().enumerate() {
                band[usize::from(place)][x] |= 1 << row;
                used[usize::from(place)] = true;
            }
        }
        for number in (0..palette.len()).filter(|number| used[*number]) {
            out.extend(format!("#{number}").into_bytes());
            put_runs(&band[number], &mut out);
            out.push(b'$');
            band[number].fill(0);
        }
        out.push(b'-');
    }
    out.extend(b"\x1b\\");
    out
}

/// Writes the columns of a band in one colour, runs of equal ones with their length. Empty ones at the end are left out.
fn put_runs(columns: &[u8], out: &mut Vec<u8>) {
    let end = columns.iter().rposition(|&bits| bits != 0).map_or(0, |last| last + 1);
    for run in columns[..end].chunk_by(|a, b| a == b) {
        let letter = b'?' + run[0];
        match run.len() {
            1..=3 => out.extend(std::iter::repeat_n(letter, run.len())),
            length => {
                out.extend(format!("!{length}").into_bytes());
                out.push(letter);
            }
        }
    }
}

/// A box of colours: their counts in the histogram.
struct Box(Vec<(Colour, u32)>);

impl Box {
    /// Returns the part of the colours that spreads most, and how far.
    fn widest(&self) -> (usize, u8) {
        let spread = |i: usize| {
            let parts = || self.0.iter().map(|(colour, _)| colour[i]);
            parts().max().unwrap_or_default() - parts().min().unwrap_or_default()
        };
        (0..3).map(|i| (i, spread(i))).max_by_key(|(_, spread)| *spread).unwrap_or_default()
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    fn mean(&self) -> Colour {
        let count = self.count().max(1);
        [0, 1, 2].map(|i| {
            let sum: u64 = self.0.iter().map(|(colour, count)| u64::from(colour[i]) * u64::from(*count)).sum();
            (sum / count) as u8
        })
    }
}

/// Chooses the colours by median cut: the box with the most pixels is split at the middle of its widest part.
fn palette(pixels: &Pixels) -> Vec<Colour> {
    let mut counts = vec![0_u32; 1 << (3 * BITS)];
    for rgb in pixels.rgb.chunks_exact(3) {
        let place = rgb.iter().fold(0, |place, &part| place << BITS | usize::from(part >> (8 - BITS)));
        counts[place] += 1;
    }
    let part = |place: usize, i: u32| {
        let value = (place >> (BITS * (2 - i))) & ((1 << BITS) - 1);
        (value as u32 * 255 / ((1 << BITS) - 1)) as u8
    };
    let colours = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let colours = colours.map(|(place, count)| ([part(place, 0), part(place, 1), part(place, 2)], *count)).collect();
    let mut boxes = vec![Box(colours)];
    while boxes.len() < COLOURS {
        let splits = |of: &Box| u64::from(of.widest().1 > 0 && of.0.len() > 1) * of.count();
        let Some(at) = (0..boxes.len()).max_by_key(|&at| splits(&boxes[at])).filter(|&at| splits(&boxes[at]) > 0)
        else {
            break;
        };
        let (by, _) = boxes[at].widest();
        let mut low = boxes.swap_remove(at).0;
        low.sort_by_key(|(colour, _)| colour[by]);
        let half = low.iter().map(|(_, count)| u64::from(*count)).sum::<u64>() / 2;
        let mut sum = 0;
        let middle = low.iter().position(|(_, count)| {
            sum += u64::from(*count);
            sum > half
        });
        let high = low.split_off(middle.unwrap_or_default().clamp(1, low.len() - 1));
        boxes.extend([Box(low), Box(high)]);
    }
    boxes.iter().map(Box::mean).collect()
}

/// Returns the place of each pixel in the palette. What it lacks is passed on, after Floyd and Steinberg.
fn dither(pixels: &Pixels, palette: &[Colour]) -> Vec<u8> {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    // The nearest colour of each place of a coarser histogram, found when it is first needed.
    let mut known: Vec<Option<u8>> = vec![None; 1 << (3 * BITS)];
    let mut near = |colour: Colour| -> u8 {
        let place = colour.iter().fold(0, |place, &part| place << BITS | usize::from(part >> (8 - BITS)));
        *known[place].get_or_insert_with(|| {
            let far = |other: &Colour| (0..3).map(|i| u32::from(colour[i].abs_diff(other[i])).pow(2)).sum::<u32>();
            (0..palette.len()).min_by_key(|&at| far(&palette[at])).unwrap_or_default() as u8
        })
    };
    let mut places = vec![0; width * height];
    let (mut row, mut next) = (vec![[0_f32; 3]; width + 2], vec![[0_f32; 3]; width + 2]);
    for y in 0..height {
        for x in 0..width {
            let own = pixels.at(x as u32, y as u32);
            let wanted = [0, 1, 2].map(|i| f32::from(own[i]) + row[x + 1][i]);
            let place = near(wanted.map(|part| part.clamp(0.0, 255.0) as u8));
            places[y * width + x] = place;
            let got = palette.get(usize::from(place)).copied().unwrap_or_default();
            for i in 0..3 {
                let rest = wanted[i] - f32::from(got[i]);
                row[x + 2][i] += rest * 7.0 / 16.0;
                next[x][i] += rest * 3.0 / 16.0;
                next[x + 1][i] += rest * 5.0 / 16.0;
                next[x + 2][i] += rest / 16.0;
            }
        }
        std::mem::swap(&mut row, &mut next);
        next.fill([0.0; 3]);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes a sixel picture.
    fn decode(bytes: &[u8]) -> Pixels {
        let text = std::str::from_utf8(bytes).unwrap();
        let body = text.strip_prefix("\x1bP0;1;0q\"1;1;").unwrap().strip_suffix("\x1b\\").unwrap();
        let (width, rest) = body.split_once(';').unwrap();
        let end = rest.find(['#', '-']).unwrap();
        let (width, height): (usize, usize) = (width.parse().unwrap(), rest[..end].parse().unwrap());
        let mut rgb = vec![0; width * height * 3];
        let (mut colours, mut colour) = (vec![[0_u8; 3]; COLOURS], 0);
        let (mut x, mut top) = (0, 0);
        let mut letters = rest[end..].bytes().peekable();
        let number = |letters: &mut std::iter::Peekable<std::str::Bytes<'_>>| {
            let mut value = 0;
            while let Some(digit) = letters.next_if(u8::is_ascii_digit) {
                value = value * 10 + usize::from(digit - b'0');
            }
            value
        };
        while let Some(letter) = letters.next() {
            let mut count = 1;
            let bits = match letter {
                b'#' => {
                    colour = number(&mut letters);
                    let mut parts = Vec::new();
                    while letters.next_if_eq(&b';').is_some() {
                        parts.push(number(&mut letters));
                    }
                    if let [2, r, g, b] = parts[..] {
                        colours[colour] = [r, g, b].map(|part| (part * 255 / 100) as u8);
                    }
                    continue;
                }
                b'$' => {
                    x = 0;
                    continue;
                }
                b'-' => {
                    (x, top) = (0, top + 6);
                    continue;
                }
                b'!' => {
                    count = number(&mut letters);
                    letters.next().unwrap() - b'?'
                }
                letter => letter - b'?',
            };
            for _ in 0..count {
                for row in (0..6).filter(|row| bits >> row & 1 == 1) {
                    let at = ((top + row) * width + x) * 3;
                    rgb[at..at + 3].copy_from_slice(&colours[colour]);
                }
                x += 1;
            }
        }
        Pixels { width: width as u32, height: height as u32, rgb }
    }

    #[test]
    fn the_picture_that_a_terminal_decodes_is_near_the_one_that_was_sent() {
        // Soft colours with a dark spot, as skin has; heights that are no multiple of six.
        for (width, height) in [(120, 91), (1, 1), (7, 6), (33, 5)] {
            let rgb: Vec<u8> = (0..height)
                .flat_map(|y: u32| (0..width).map(move |x: u32| (x, y)))
                .flat_map(|(x, y)| {
                    let is_spot = (x as i32 - 60).pow(2) + (y as i32 - 45).pow(2) < 150;
                    if is_spot { [90, 50, 40] } else { [150 + (x / 3) as u8, 110 + (y / 4) as u8, 90 + (x / 5) as u8] }
                })
                .collect();
            let sent = Pixels { width, height, rgb };
            let seen = decode(&encode(&sent));
            assert_eq!((seen.width, seen.height), (width, height));
            let square = |(a, b): (&u8, &u8)| f64::from(a.abs_diff(*b)).powi(2);
            let error = sent.rgb.iter().zip(&seen.rgb).map(square).sum::<f64>() / sent.rgb.len() as f64;
            let decibels = 10.0 * (255.0_f64.powi(2) / error.max(1e-9)).log10();
            assert!(decibels > 36.0, "{width} x {height}: {decibels:.1} dB");
        }
    }
}
