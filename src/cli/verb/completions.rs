//! `spotlog completions`: prints completions for a shell. It needs neither journal nor settings.

use crate::cli::print::{Out, Stream};
use crate::domain::FieldError;
use crate::error::{Error, Result};
use clap::{Args, Command};
use clap_complete::{Shell, env::Shells};

/// In a folder of `fpath` the file is the function itself, and the first call must complete too.
const ZSH_AUTOLOADED: &str = "
if [[ $funcstack[1] == _spotlog ]]; then
    _clap_dynamic_completer_spotlog \"$@\"
fi
";

#[derive(Debug, Args)]
pub struct Completions {
    shell: Shell,
}

impl Completions {
    /// Prints the lines that make the shell ask the program for completions. Returns the exit code.
    pub fn print(self, out: &Out, _command: Command) -> Result<u8> {
        let mut bytes = Vec::new();
        let shells = Shells::builtins();
        let missing = || FieldError::new("there are no completions for this shell").at("SHELL");
        let known = shells.completer(&self.shell.to_string()).ok_or_else(missing)?;
        let written = known.write_registration("COMPLETE", "spotlog", "spotlog", "spotlog", &mut bytes);
        written.map_err(Error::io("the completions cannot be made"))?;
        if self.shell == Shell::Zsh {
            bytes.extend_from_slice(ZSH_AUTOLOADED.as_bytes());
        }
        out.stream(Stream::Bytes, |out| out.write_all(&bytes).map_err(Error::io("the answer cannot be printed")))?;
        Ok(0)
    }
}
