//! `spotlog man`: prints or writes the manual pages. It needs neither journal nor settings.

use crate::cli::print::{Out, Stream};
use crate::domain::ShowPath;
use crate::error::{Error, Result};
use crate::ops::{self, Existing};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Man {
    folder: Option<PathBuf>,
}

impl Man {
    /// Prints the manual page, or writes all pages, and returns the exit code. `command` is the whole command line.
    pub fn print(self, out: &Out, command: clap::Command) -> Result<u8> {
        let folder = self.folder.as_deref();
        match folder {
            Some(folder) => {
                let failed = || Error::io(format!("the pages cannot be written into {}", folder.shown()));
                let made = tempfile::tempdir().map_err(failed())?;
                clap_mangen::generate_to(command, made.path()).map_err(failed())?;
                for page in std::fs::read_dir(made.path()).map_err(failed())? {
                    let page = page.map_err(failed())?;
                    let bytes = std::fs::read(page.path()).map_err(failed())?;
                    // Replaces only pages that spotlog wrote.
                    let target = folder.join(page.file_name());
                    ops::write_private(&target, Existing::ReplaceReport, |out| {
                        out.write_all(&bytes).map_err(failed())
                    })?;
                    // A manual page has no personal data, so everybody may read it.
                    #[cfg(unix)]
                    std::fs::set_permissions(&target, std::os::unix::fs::PermissionsExt::from_mode(0o644))
                        .map_err(failed())?;
                }
            }
            None => {
                let mut bytes = Vec::new();
                clap_mangen::Man::new(command)
                    .render(&mut bytes)
                    .map_err(Error::io("the manual page cannot be made"))?;
                out.stream(Stream::Bytes, |out| {
                    out.write_all(&bytes).map_err(Error::io("the answer cannot be printed"))
                })?;
            }
        }
        Ok(0)
    }
}
