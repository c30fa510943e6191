//! `spotlog photo show` and `spotlog photo compare`.

use super::PhotoRow;
use crate::cli::print::Stream;
use crate::cli::session::{Run, Session};
use crate::domain::FieldError;
use crate::error::{Error, Result};
use crate::ops::{self, Blocks, NOT_AT_THE_SAME_SCALE, PictureState, Pixels};
use clap::Args;
use serde::Serialize;
use std::io::IsTerminal;

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The photo: 4@2026-11-21, 4@2026-11-21/2 for the second of that day, or an id
    #[arg(value_name = "PHOTO")]
    photo: String,
    /// How many columns it takes
    #[arg(long, value_name = "COLUMNS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(8..=400))]
    width: u32,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The earlier photo: 4@2026-10-01, or an id
    #[arg(value_name = "A")]
    a: String,
    /// The later photo
    #[arg(value_name = "B")]
    b: String,
}

/// Two photos, as `--json` prints them.
#[derive(Serialize)]
struct Pair {
    a: PhotoRow,
    b: PhotoRow,
    days_apart: i64,
    /// Whether a known length in both gives them one scale.
    same_scale: bool,
}

impl Run for Show {
    fn run(self, session: &Session) -> Result<u8> {
        let store = session.open_to_read()?;
        let found = ops::find_photo(&store, &session.context(), &self.photo)?;
        if session.out.json {
            session.out.json(&PhotoRow::from(&found))?;
            return Ok(0);
        }
        if found.state == PictureState::Kept && can_draw(session) {
            let pixels = ops::view(&store, &found, ops::Detail::View)?;
            let drawn = drawn(&pixels, self.width);
            session.out.stream(Stream::Bytes, |out| {
                out.write_all(drawn.as_bytes()).map_err(Error::io("the photo cannot be printed"))
            })?;
        }
        session.out.text(&format!("{} ({})\n", found.say(), found.say_state()))?;
        Ok(0)
    }
}

/// Returns whether coloured characters are wanted and can be printed.
fn can_draw(session: &Session) -> bool {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !session.plain && !colourless && std::io::stdout().is_terminal()
}

/// Returns the picture as half blocks in 24-bit colours. A cell counts as twice as high as it is wide.
fn drawn(pixels: &Pixels, columns: u32) -> String {
    let (width, height) = (pixels.width.max(1), pixels.height.max(1));
    let rows = (u64::from(columns) * u64::from(height) / u64::from(width) / 2).max(1) as u32;
    let part = (0.0, 0.0, f64::from(width), f64::from(height));
    let dots = pixels.part(part, 0.0, columns, rows * 2, [0; 3]);
    let mut text = String::new();
    for row in ops::cells(&dots, Blocks::Half) {
        for cell in row {
            let ([r, g, b], [r2, g2, b2]) = (cell.front, cell.back);
            text.push_str(&format!("\x1b[38;2;{r};{g};{b};48;2;{r2};{g2};{b2}m{}", cell.glyph));
        }
        text.push_str("\x1b[0m\n");
    }
    text
}

impl Run for Compare {
    fn run(self, session: &Session) -> Result<u8> {
        let store = session.open_to_read()?;
        let find = |text: &str| ops::find_photo(&store, &session.context(), text);
        let (a, b) = (find(&self.a)?, find(&self.b)?);
        if a.spot != b.spot {
            let message =
                format!("{} is of spot {} and {} of spot {}; name two of one spot", self.a, a.spot, self.b, b.spot);
            return Err(FieldError::new(message).at("B").into());
        }
        let days_apart = (b.at().day() - a.at().day()).num_days();
        if session.out.json {
            let pair = Pair { a: PhotoRow::from(&a), b: PhotoRow::from(&b), days_apart, same_scale: false };
            session.out.json(&pair)?;
            return Ok(0);
        }
        session.out.text(&format!(
            "A  {} ({})\nB  {} ({})\n{} days apart, {NOT_AT_THE_SAME_SCALE}.\nDoes it look different to you? spotlog edit look \
             {} --changes size,shape,colour,feel says what.\n",
            a.say(),
            a.say_state(),
            b.say(),
            b.say_state(),
            days_apart.abs(),
            b.address()
        ))?;
        Ok(0)
    }
}
