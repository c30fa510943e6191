//! The arguments of every verb that writes or reads a file of the whole journal.

use super::path;
use clap::Args;
use std::path::PathBuf;

/// Where the passphrase comes from; without any of these it is asked for.
#[derive(Debug, Args)]
pub(crate) struct PassphraseArgs {
    /// Take the passphrase from the first line of a file
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_command", value_parser = path())]
    pub passphrase_file: Option<PathBuf>,
    /// Take the passphrase from what a program prints, such as the one of a keyring
    #[arg(long, value_name = "LINE")]
    pub passphrase_command: Option<String>,
}

/// A passphrase for something new.
#[derive(Debug, Args)]
pub(crate) struct NewPassphraseArgs {
    #[command(flatten)]
    pub known: PassphraseArgs,
    /// Take a new passphrase that is easily guessed
    #[arg(long)]
    pub weak_passphrase: bool,
}

impl NewPassphraseArgs {
    /// Returns the arguments if the file is to be encrypted. An option for the passphrase implies `--encrypt`.
    pub(crate) fn wanted(&self, encrypt: bool) -> Option<&Self> {
        let is_given = self.known.passphrase_file.is_some() || self.known.passphrase_command.is_some();
        (encrypt || is_given).then_some(self)
    }
}

/// How a file with everything in it is written.
#[derive(Debug, Args)]
pub(crate) struct CopyArgs {
    /// Encrypt the file with a passphrase, in the format of age; an option that gives one does so too
    #[arg(long)]
    pub encrypt: bool,
    /// Replace a file that is there already
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub secret: NewPassphraseArgs,
}

impl CopyArgs {
    /// Returns the arguments for the passphrase if the file is to be encrypted.
    pub(crate) fn passphrase(&self) -> Option<&NewPassphraseArgs> {
        self.secret.wanted(self.encrypt)
    }
}
