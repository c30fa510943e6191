//! The difference of two pictures, as grey: a help for the eye that decides nothing.

use super::{Colour, Pixels};

/// The difference that is shown as white, in units of CIELAB.
const MOST: f64 = 20.0;

/// Returns how far each pixel of one picture is from that of the other, after the mean colour of the other was matched.
/// Both have the same size.
pub fn difference(one: &Pixels, other: &Pixels) -> Pixels {
    let labs = |pixels: &Pixels| -> Vec<[f64; 3]> {
        pixels.rgb.chunks_exact(3).map(|rgb| lab([rgb[0], rgb[1], rgb[2]])).collect()
    };
    let (a, b) = (labs(one), labs(other));
    let mean = |labs: &[[f64; 3]]| -> [f64; 3] {
        let count = labs.len().max(1) as f64;
        [0, 1, 2].map(|i| labs.iter().map(|lab| lab[i]).sum::<f64>() / count)
    };
    let (of_a, of_b) = (mean(&a), mean(&b));
    let grey = |(a, b): (&[f64; 3], &[f64; 3])| {
        let squares = (0..3).map(|i| ((a[i] - of_a[i]) - (b[i] - of_b[i])).powi(2));
        let level = (squares.sum::<f64>().sqrt() / MOST * 255.0).min(255.0) as u8;
        [level; 3]
    };
    Pixels { width: one.width, height: one.height, rgb: a.iter().zip(&b).flat_map(grey).collect() }
}

/// Converts a colour of sRGB to CIELAB, for the white D65.
fn lab(colour: Colour) -> [f64; 3] {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = colour.map(linear);
    let xyz = [
        (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / 0.950_47,
        0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b,
        (0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / 1.088_83,
    ];
    let root =
        |value: f64| if value > 216.0 / 24389.0 { value.cbrt() } else { (24389.0 / 27.0 * value + 16.0) / 116.0 };
    let [x, y, z] = xyz.map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_the_known_places() {
        let near = |found: [f64; 3], known: [f64; 3]| (0..3).all(|i| (found[i] - known[i]).abs() < 0.05);
        assert!(near(lab([255, 255, 255]), [100.0, 0.0, 0.0]), "{:?}", lab([255, 255, 255]));
        assert!(near(lab([255, 0, 0]), [53.24, 80.09, 67.20]), "{:?}", lab([255, 0, 0]));
        assert!(near(lab([0, 0, 0]), [0.0, 0.0, 0.0]));
    }

    #[test]
    fn only_what_differs_beside_the_mean_is_bright() {
        let plain = Pixels { width: 2, height: 1, rgb: vec![180, 140, 120, 180, 140, 120] };
        assert_eq!(difference(&plain, &plain).rgb, [0; 6]);
        let darker = Pixels { rgb: vec![120, 90, 70, 120, 90, 70], ..plain.clone() };
        assert_eq!(difference(&plain, &darker).rgb, [0; 6], "the light alone is another");
        let spotted = Pixels { rgb: vec![180, 140, 120, 60, 30, 20], ..plain.clone() };
        assert!(difference(&plain, &spotted).rgb.iter().all(|&level| level > 200));
    }
}
