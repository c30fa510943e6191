//! `spotlog completions`: prints completions for a shell. It needs neither journal nor settings.

use crate::cli::print::{Out, Stream};
use crate::error::{Error, Result};
use clap::Args;

#[derive(Debug, Args)]
pub struct Completions {
    shell: clap_complete::Shell,
}

impl Completions {
    /// Prints the completions and returns the exit code. `command` is the whole command line.
    pub fn print(self, out: &Out, mut command: clap::Command) -> Result<u8> {
        let shell = self.shell;
        let mut bytes = Vec::new();
        clap_complete::generate(shell, &mut command, "spotlog", &mut bytes);
        out.stream(Stream::Bytes, |out| out.write_all(&bytes).map_err(Error::io("the answer cannot be printed")))?;
        Ok(0)
    }
}
