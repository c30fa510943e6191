//! Input while the screen is open: keys, the mouse, and signals of the terminal and the shell.
//!
//! On Unix the bytes are decoded here and not by crossterm. Crossterm reads the end of an unknown terminal reply as
//! keys. A partly known reply makes it swallow the keys after it.

#[cfg(unix)]
mod decode;

use super::graphics::Answer;
use crossterm::event::Event;
use std::io;
use std::time::Duration;

/// An input from the terminal or a signal.
#[derive(Debug, PartialEq)]
#[cfg_attr(not(unix), expect(dead_code, reason = "the system sends no signals and no replies"))]
pub(super) enum Told {
    Event(Event),
    /// The window size may have changed.
    Resized,
    /// The shell asks the program to stop (SIGTSTP).
    Stop,
    /// The system asks the program to end, with this signal.
    End(i32),
    /// The program continues after a stop (SIGCONT).
    GoOn,
    /// The terminal replied about its background: whether it is light.
    Background(bool),
    /// The terminal answered about pictures.
    Pictures(Answer),
}

#[cfg(unix)]
pub(super) use unix::{ENDS, Input};

#[cfg(unix)]
mod unix {
    use super::*;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::backend::SignalDelivery;
    use signal_hook::iterator::exfiltrator::SignalOnly;
    use std::collections::VecDeque;
    use std::fs::File;
    use std::io::IsTerminal;
    use std::os::fd::AsFd;
    use std::os::unix::net::UnixStream;
    use std::time::Instant;

    /// The signals that end the program.
    pub(crate) const ENDS: [i32; 4] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT];

    /// The queue of terminal events and signals.
    pub(crate) struct Input {
        terminal: File,
        signals: SignalDelivery<UnixStream, SignalOnly>,
        decoder: super::decode::Decoder,
        /// When to stop waiting for the rest of an incomplete sequence.
        ends_at: Option<Instant>,
        told: VecDeque<Told>,
    }

    impl Input {
        /// Opens the terminal and starts to listen for resizes, stops and continues.
        pub(crate) fn new() -> io::Result<Input> {
            let stdin = io::stdin();
            let terminal = match stdin.is_terminal() {
                true => File::from(stdin.as_fd().try_clone_to_owned()?),
                false => File::open("/dev/tty")?,
            };
            let (read, write) = UnixStream::pair()?;
            let heard = [SIGWINCH, SIGTSTP, SIGCONT].into_iter().chain(ENDS);
            let signals = SignalDelivery::with_pipe(read, write, SignalOnly, heard)?;
            Ok(Input { terminal, signals, decoder: Default::default(), ends_at: None, told: VecDeque::new() })
        }

        /// Returns the next input, or `None` after `patience`. Without `patience` it blocks until there is input.
        pub(crate) fn next(&mut self, patience: Option<Duration>) -> io::Result<Option<Told>> {
            let until = patience.map(|patience| Instant::now() + patience);
            loop {
                if let Some(told) = self.told.pop_front() {
                    return Ok(Some(told));
                }
                if let Some(is_light) = self.decoder.take_background() {
                    return Ok(Some(Told::Background(is_light)));
                }
                if let Some(answer) = self.decoder.take_answer() {
                    return Ok(Some(Told::Pictures(answer)));
                }
                if let Some(event) = self.decoder.next() {
                    return Ok(Some(Told::Event(event)));
                }
                let first = [until, self.ends_at].into_iter().flatten().min();
                if self.wait(first.map(|time| time.saturating_duration_since(Instant::now())))? {
                    continue;
                }
                if self.ends_at.is_some() && self.ends_at == first {
                    self.decoder.give_up();
                    self.ends_at = None;
                } else if first.is_some() {
                    return Ok(None);
                }
            }
        }

        /// Discards the signals that arrived while another program had the terminal.
        pub(crate) fn forget_stops(&mut self) {
            self.signals.pending().for_each(drop);
            self.told.clear();
        }

        /// Waits for bytes or signals and reads them. Returns false after `patience`.
        fn wait(&mut self, patience: Option<Duration>) -> io::Result<bool> {
            let time = patience.map(|patience| Timespec {
                tv_sec: patience.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: patience.subsec_nanos().into(),
            });
            let mut ready =
                [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(self.signals.get_read(), PollFlags::IN)];
            match poll(&mut ready, time.as_ref()) {
                Ok(0) => return Ok(false),
                // A signal arrived; it is in the pipe now.
                Err(rustix::io::Errno::INTR) => return Ok(true),
                Err(error) => return Err(error.into()),
                Ok(_) => {}
            }
            let [has_bytes, has_signals] = [&ready[0], &ready[1]].map(|end| !end.revents().is_empty());
            if has_signals {
                let signals: Vec<_> = self.signals.pending().collect();
                let has = |signal| signals.contains(&signal);
                self.told.extend(ENDS.into_iter().find(|signal| has(*signal)).map(Told::End));
                // A continue cancels a stop, whichever came first.
                let told = [
                    (has(SIGTSTP) && !has(SIGCONT), Told::Stop),
                    (has(SIGCONT), Told::GoOn),
                    (has(SIGWINCH), Told::Resized),
                ];
                self.told.extend(told.into_iter().filter(|(is_told, _)| *is_told).map(|(_, told)| told));
            }
            if has_bytes {
                let mut bytes = [0; 4096];
                match rustix::io::read(&self.terminal, &mut bytes) {
                    Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                    Ok(length) => {
                        self.decoder.feed(&bytes[..length]);
                        self.ends_at = self.decoder.waits().map(|time| Instant::now() + time);
                    }
                    Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(true)
        }
    }
}

/// Input on systems that deliver key events instead of bytes. Crossterm reads them.
#[cfg(not(unix))]
pub(super) struct Input;

#[cfg(not(unix))]
impl Input {
    /// Creates the input. It needs no setup on these systems.
    pub(super) fn new() -> io::Result<Input> {
        Ok(Input)
    }

    /// Returns the next input, or `None` after `patience`.
    pub(super) fn next(&mut self, patience: Option<Duration>) -> io::Result<Option<Told>> {
        use crossterm::event;
        if patience.is_some_and(|patience| !event::poll(patience).unwrap_or(true)) {
            return Ok(None);
        }
        Ok(Some(match event::read()? {
            Event::Resize(..) => Told::Resized,
            event => Told::Event(event),
        }))
    }

    /// Does nothing: these systems send no stops.
    pub(super) fn forget_stops(&mut self) {}
}
