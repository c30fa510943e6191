//! Pictures in the pixels of the terminal, where it can show them: kitty's protocol, iTerm2's, or sixel.
//!
//! The terminal is asked once, when the first picture is shown. Until it answers, and where it does not, pictures are
//! drawn in cells. The answers come through the input like keys, so nothing waits for them and no key is lost.

mod encode;
mod placeholder;
mod sixel;

use crate::config::ShowPictures;
use crate::ops::Pixels;
use encode::through_tmux;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether pictures of kitty may be on the terminal, which are deleted before it is given back.
static HAS_KITTY: AtomicBool = AtomicBool::new(false);
/// The same for pictures that went through tmux.
static HAS_KITTY_IN_TMUX: AtomicBool = AtomicBool::new(false);

/// How a terminal shows pictures in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Kitty,
    /// The pictures go through tmux. Each of their cells holds a placeholder, which kitty replaces.
    KittyInTmux,
    Iterm2,
    Sixel,
}

/// What a terminal answers about pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(unix), allow(dead_code, reason = "the system passes no replies of the terminal on"))]
pub(super) enum Answer {
    /// It knows the protocol of kitty.
    Kitty,
    /// It told its attributes (DA1); with sixel among them or not. It is the last answer of most terminals.
    Attributes { sixel: bool },
    /// The width and height of a cell in pixels.
    Cell(u16, u16),
}

/// A part of a picture on the screen.
#[derive(Clone)]
pub(super) struct Shown {
    /// The cells that it takes.
    pub area: Rect,
    pub pixels: Arc<Pixels>,
    /// x, y, width and height of the part in pixels.
    pub part: (f64, f64, f64, f64),
    /// In degrees.
    pub turn: f64,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        Arc::ptr_eq(&self.pixels, &other.pixels)
            && (self.area, self.part, self.turn) == (other.area, other.part, other.turn)
    }
}

/// What the environment says of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// It is iTerm2 or WezTerm, which know the protocol of iTerm2.
    pub is_iterm2: bool,
    /// tmux is between. It shows sixel itself, and passes on what is wrapped for it, if it is set so.
    pub in_tmux: bool,
    /// It knows the protocol of kitty without its placeholders: it is WezTerm or Konsole.
    pub lacks_placeholders: bool,
    /// The line is slow.
    pub over_ssh: bool,
}

impl Known {
    /// Reads the environment.
    pub(super) fn of_environment() -> Known {
        let of = |name: &str| std::env::var(name).unwrap_or_default();
        let is_iterm2 = |name: &str| ["iTerm", "WezTerm"].iter().any(|known| of(name).starts_with(known));
        Known {
            is_iterm2: is_iterm2("TERM_PROGRAM") || is_iterm2("LC_TERMINAL"),
            in_tmux: !of("TMUX").is_empty(),
            lacks_placeholders: !of("WEZTERM_PANE").is_empty() || !of("KONSOLE_VERSION").is_empty(),
            over_ssh: !of("SSH_CONNECTION").is_empty(),
        }
    }
}

/// The pictures on the terminal.
pub(super) struct Graphics {
    setting: ShowPictures,
    known: Known,
    is_asked: bool,
    is_answered: bool,
    way: Option<Way>,
    /// The width and height of a cell in pixels.
    cell: Option<(u16, u16)>,
    on_screen: Vec<Shown>,
    /// Whether what is on the screen was shown another way, before the terminal answered.
    is_stale: bool,
    /// Until then pictures are drawn in cells, since the window was resized and may be again.
    resizing_until: Option<Instant>,
}

/// How long after a resize pictures are sent again. While the edge of a window is dragged there is one after the other.
const AFTER_RESIZE: Duration = Duration::from_millis(100);

/// The most pixels that are sent over a slow line.
const SLOW: (u32, u32) = (480, 360);
/// The number of the first picture of kitty; a second one has the next.
const FIRST_ID: u32 = 0x7370;
/// The same inside of tmux, where the colour of a cell carries it: one of 256.
const FIRST_ID_IN_TMUX: u32 = 0x73;
/// The most pictures on a screen.
const MOST: usize = 2;

impl Graphics {
    /// Creates the state of a terminal that was not asked yet. `cell` is the size of a cell, if the system knows it.
    pub(super) fn new(setting: ShowPictures, known: Known, cell: Option<(u16, u16)>) -> Graphics {
        let way = match setting {
            ShowPictures::Kitty if known.in_tmux => Some(Way::KittyInTmux),
            ShowPictures::Kitty => Some(Way::Kitty),
            ShowPictures::Iterm2 => Some(Way::Iterm2),
            ShowPictures::Sixel => Some(Way::Sixel),
            ShowPictures::Auto | ShowPictures::Cells | ShowPictures::Never => None,
        };
        Graphics {
            setting,
            known,
            is_asked: false,
            is_answered: false,
            way,
            cell,
            on_screen: Vec::new(),
            is_stale: false,
            resizing_until: None,
        }
    }

    /// Returns the query, the first time that a picture is shown and the terminal is to be asked.
    pub(super) fn query(&mut self) -> Option<Vec<u8>> {
        let asks = matches!(
            self.setting,
            ShowPictures::Auto | ShowPictures::Kitty | ShowPictures::Iterm2 | ShowPictures::Sixel
        );
        if !asks || std::mem::replace(&mut self.is_asked, true) || !cfg!(unix) {
            return None;
        }
        // A picture of one pixel that is not shown; the size of a cell; the attributes, which every terminal answers.
        let kitty: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";
        let kitty = match self.known {
            Known { in_tmux: true, lacks_placeholders: true, .. } => Vec::new(),
            Known { in_tmux: true, .. } => through_tmux(kitty),
            _ => kitty.to_vec(),
        };
        Some([&kitty[..], b"\x1b[16t\x1b[c"].concat())
    }

    /// Returns whether an answer may still come.
    pub(super) fn is_awaited(&self) -> bool {
        self.is_asked && !self.is_answered
    }

    /// Takes an answer of the terminal.
    pub(super) fn take(&mut self, answer: Answer) {
        let is_auto = self.setting == ShowPictures::Auto;
        match answer {
            // Some terminals never tell the size in pixels otherwise.
            Answer::Cell(width, height) if width > 0 && height > 0 => self.cell = self.cell.or(Some((width, height))),
            Answer::Cell(..) => {}
            // tmux tells its own attributes before the terminal answers through it.
            Answer::Kitty if is_auto && self.known.in_tmux => {
                self.is_stale = !self.on_screen.is_empty();
                self.way = Some(Way::KittyInTmux);
            }
            Answer::Kitty if is_auto => self.way = Some(Way::Kitty),
            Answer::Kitty => {}
            Answer::Attributes { sixel } => {
                self.is_answered = true;
                if is_auto && self.way.is_none() {
                    let iterm2 = self.known.is_iterm2 && !self.known.in_tmux;
                    self.way = if iterm2 { Some(Way::Iterm2) } else { sixel.then_some(Way::Sixel) };
                }
            }
        }
    }

    /// Returns whether pictures are drawn in pixels, so that their cells stay empty.
    pub(super) fn is_ready(&self, now: Instant) -> bool {
        self.way.is_some() && self.cell.is_some() && self.waits(now).is_none()
    }

    /// Returns how long pictures wait for the end of resizing.
    pub(super) fn waits(&self, now: Instant) -> Option<Duration> {
        let left = self.resizing_until?.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    /// Returns the width and height of a cell in pixels, if it is known and can be that of a font.
    pub(super) fn cell(&self) -> Option<(u16, u16)> {
        self.cell.filter(|(width, height)| (1.0..=4.0).contains(&(f64::from(*height) / f64::from(*width))))
    }

    /// Takes the size of a cell again, after a resize. Returns whether the screen is to be cleared of pictures.
    pub(super) fn resized(&mut self, cell: Option<(u16, u16)>, now: Instant) -> bool {
        self.cell = cell.or(self.cell);
        let is_showing = !self.on_screen.is_empty() || self.waits(now).is_some();
        self.resizing_until = is_showing.then(|| now + AFTER_RESIZE);
        let had_any = !self.on_screen.is_empty();
        // Kitty deletes its own; the others are cleared with the screen.
        if !self.deletes() {
            self.forget();
        }
        had_any
    }

    /// Forgets what is on the screen, after it was cleared or another program had the terminal.
    pub(super) fn forget(&mut self) {
        self.on_screen.clear();
        self.is_stale = false;
    }

    /// Returns whether pictures are deleted by their numbers.
    fn deletes(&self) -> bool {
        matches!(self.way, Some(Way::Kitty | Way::KittyInTmux))
    }

    /// Returns whether the screen is to be cleared before these pictures are shown: only kitty can delete one.
    pub(super) fn clears(&self, shown: &[Shown]) -> bool {
        self.is_stale || (!self.deletes() && !self.on_screen.is_empty() && self.on_screen != shown)
    }

    /// Writes what brings these pictures to the screen. Those that are there already are not sent again.
    pub(super) fn show(&mut self, mut shown: Vec<Shown>, out: &mut impl Write) -> io::Result<()> {
        shown.truncate(MOST);
        let (Some(way), Some(cell)) = (self.way, self.cell) else { return Ok(()) };
        if self.on_screen == shown {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let gone = self.on_screen.len();
        let (first, has_any) = match way {
            Way::Kitty => (FIRST_ID, Some(&HAS_KITTY)),
            Way::KittyInTmux => (FIRST_ID_IN_TMUX, Some(&HAS_KITTY_IN_TMUX)),
            Way::Iterm2 | Way::Sixel => (0, None),
        };
        match way {
            Way::Kitty => bytes.extend(encode::delete_kitty(first, gone)),
            Way::KittyInTmux if gone > 0 => bytes.extend(through_tmux(&encode::delete_kitty(first, gone))),
            _ => {}
        }
        for (id, picture) in (first..).zip(&shown) {
            bytes.extend(self.encode(picture, id, way, cell));
        }
        if let Some(has_any) = has_any.filter(|_| !shown.is_empty()) {
            has_any.store(true, Ordering::Relaxed);
        }
        self.on_screen = shown;
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Puts the placeholders of these pictures into their cells, where the terminal needs them.
    pub(super) fn put_placeholders(&self, shown: &[Shown], buffer: &mut Buffer) {
        if self.way == Some(Way::KittyInTmux) {
            for (id, picture) in (FIRST_ID_IN_TMUX..).zip(shown.iter().take(MOST)) {
                placeholder::put(id, picture.area, buffer);
            }
        }
    }

    fn encode(&self, picture: &Shown, id: u32, way: Way, cell: (u16, u16)) -> Vec<u8> {
        let Rect { x, y, width, height } = picture.area;
        let whole = (u32::from(width) * u32::from(cell.0), u32::from(height) * u32::from(cell.1));
        // The others scale what they get to the cells.
        let scale = match way {
            Way::Sixel => 1.0,
            Way::Kitty | Way::KittyInTmux | Way::Iterm2 if !self.known.over_ssh => 1.0,
            Way::Kitty | Way::KittyInTmux | Way::Iterm2 => {
                (f64::from(SLOW.0) / f64::from(whole.0)).min(f64::from(SLOW.1) / f64::from(whole.1)).min(1.0)
            }
        };
        let side = |pixels: u32| ((f64::from(pixels) * scale) as u32).clamp(1, 4096);
        let pixels = picture.pixels.part(picture.part, picture.turn, side(whole.0), side(whole.1), [0; 3]);
        if way == Way::KittyInTmux {
            return encode::kitty_in_tmux(&pixels, id, (width, height));
        }
        let mut bytes = format!("\x1b[{};{}H", y + 1, x + 1).into_bytes();
        bytes.extend(match way {
            Way::Kitty | Way::KittyInTmux => encode::kitty(&pixels, id, (width, height)),
            Way::Iterm2 => encode::iterm2(&pixels, (width, height)),
            Way::Sixel => sixel::encode(&pixels),
        });
        bytes
    }
}

/// Returns what deletes the pictures of kitty, if there may be any. Called on every way out.
pub(super) fn leave() -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    if HAS_KITTY.swap(false, Ordering::Relaxed) {
        bytes.extend(encode::delete_kitty(FIRST_ID, MOST));
    }
    if HAS_KITTY_IN_TMUX.swap(false, Ordering::Relaxed) {
        bytes.extend(through_tmux(&encode::delete_kitty(FIRST_ID_IN_TMUX, MOST)));
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graphics(setting: ShowPictures, known: Known) -> Graphics {
        Graphics::new(setting, known, Some((10, 20)))
    }

    fn shown(x: u16) -> Shown {
        let pixels = Arc::new(Pixels { width: 4, height: 4, rgb: vec![100; 48] });
        Shown { area: Rect::new(x, 1, 4, 2), pixels, part: (0.0, 0.0, 4.0, 4.0), turn: 0.0 }
    }

    #[test]
    fn the_best_way_that_the_terminal_knows_is_taken() {
        let iterm2 = Known { is_iterm2: true, ..Known::default() };
        let tmux = Known { in_tmux: true, ..iterm2 };
        let wezterm = Known { lacks_placeholders: true, ..tmux };
        let none = Answer::Attributes { sixel: false };
        let sixel = Answer::Attributes { sixel: true };
        for (known, answers, way) in [
            (Known::default(), vec![Answer::Kitty, sixel], Some(Way::Kitty)),
            (Known::default(), vec![sixel], Some(Way::Sixel)),
            (Known::default(), vec![none], None),
            (iterm2, vec![none], Some(Way::Iterm2)),
            (tmux, vec![sixel], Some(Way::Sixel)),
            (tmux, vec![none], None),
            (tmux, vec![sixel, Answer::Kitty], Some(Way::KittyInTmux)),
            (wezterm, vec![sixel], Some(Way::Sixel)),
        ] {
            let mut graphics = graphics(ShowPictures::Auto, known);
            assert!(graphics.query().is_some() && graphics.query().is_none(), "it is asked once");
            assert!(graphics.is_awaited());
            answers.into_iter().for_each(|answer| graphics.take(answer));
            assert_eq!((graphics.way, graphics.is_awaited()), (way, false), "{known:?}");
        }
        for setting in [ShowPictures::Cells, ShowPictures::Never] {
            let mut graphics = graphics(setting, Known::default());
            assert!(graphics.query().is_none());
            graphics.take(Answer::Kitty);
            assert!(!graphics.is_ready(Instant::now()));
        }
        let mut blind = Graphics::new(ShowPictures::Sixel, Known::default(), None);
        let now = Instant::now();
        assert!(!blind.is_ready(now), "the size of a cell is not known");
        blind.take(Answer::Cell(0, 20));
        assert!(!blind.is_ready(now));
        blind.take(Answer::Cell(10, 20));
        assert!(blind.is_ready(now));
    }

    #[test]
    fn after_a_resize_pictures_are_sent_once_it_has_ended() {
        let mut kitty = graphics(ShowPictures::Kitty, Known::default());
        let (start, step) = (Instant::now(), AFTER_RESIZE / 2);
        kitty.resized(None, start);
        assert!(kitty.is_ready(start), "there was no picture");
        kitty.show(vec![shown(3)], &mut Vec::new()).unwrap();
        kitty.resized(None, start);
        kitty.show(Vec::new(), &mut Vec::new()).unwrap();
        kitty.resized(None, start + step);
        assert!(!kitty.is_ready(start + 2 * step) && kitty.waits(start + 2 * step) == Some(step));
        assert!(kitty.is_ready(start + 3 * step) && kitty.waits(start + 3 * step).is_none());
    }

    #[test]
    fn a_picture_is_sent_once_and_taken_away_when_it_is_not_shown() {
        let mut kitty = graphics(ShowPictures::Kitty, Known::default());
        let send = |graphics: &mut Graphics, shown: &[Shown]| {
            let mut out = Vec::new();
            graphics.show(shown.to_vec(), &mut out).unwrap();
            String::from_utf8_lossy(&out).into_owned()
        };
        let picture = shown(3);
        let first = send(&mut kitty, std::slice::from_ref(&picture));
        assert!(first.starts_with("\x1b[2;4H\x1b_G") && first.contains("c=4,r=2"), "{first}");
        assert_eq!(send(&mut kitty, std::slice::from_ref(&picture)), "");
        let moved = Shown { area: Rect::new(5, 1, 4, 2), ..picture.clone() };
        assert!(send(&mut kitty, std::slice::from_ref(&moved)).starts_with("\x1b_Ga=d"));
        assert!(send(&mut kitty, &[]).starts_with("\x1b_Ga=d"));
        assert!(leave().is_some() && leave().is_none());
        let mut sixel = graphics(ShowPictures::Sixel, Known::default());
        assert!(!sixel.clears(std::slice::from_ref(&picture)));
        send(&mut sixel, std::slice::from_ref(&picture));
        assert!(!sixel.clears(std::slice::from_ref(&picture)) && sixel.clears(&[]));
    }
}
