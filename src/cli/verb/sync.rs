//! `spotlog sync`: synchronises a journal between several machines.

use crate::cli::args::{NewPassphraseArgs, path};
use crate::cli::passphrase::{known_passphrase, new_passphrase};
use crate::cli::session::{Run, Session, say_plain};
use crate::error::Result;
use crate::ops;
use clap::Args;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Sync {
    /// The folder, the same for every machine
    #[arg(value_parser = path())]
    folder: PathBuf,
    /// Encrypt this machine's file, and open those of the others, with one passphrase for all
    #[arg(long)]
    encrypt: bool,
    #[command(flatten)]
    secret: NewPassphraseArgs,
}

/// The result, as `--json` prints it.
#[derive(Serialize)]
struct SyncResult<'a> {
    /// The number of other machines whose files were read.
    machines: usize,
    /// Records that are new here.
    added: usize,
    /// Records updated from another machine.
    changed: usize,
    /// Records deleted here because they were deleted elsewhere.
    taken_away: usize,
    /// Records and notes erased here because they were erased elsewhere.
    erased: usize,
    /// Pictures that came from the folder.
    pictures_taken_in: usize,
    /// Pictures that were left in the folder.
    pictures_left: usize,
    /// Pictures of photos here that are not in the folder yet, or not whole.
    pictures_on_their_way: usize,
    /// Sentences about records changed both here and elsewhere since the last sync.
    conflicts: &'a [String],
    /// Sentences about spots with a new number and people with a new name.
    renamed: &'a [String],
    /// Files that were skipped, each with the reason. They are read again at the next sync.
    left: &'a [String],
    /// Copies of one machine's file. Their content was merged, and they can be deleted.
    copies: &'a [String],
    /// Files that still contain erased records: their machines have not synced since.
    behind: &'a [String],
}

impl Run for Sync {
    fn run(self, session: &Session) -> Result<u8> {
        let encrypt = self.secret.wanted(self.encrypt);
        let folder = self.folder.as_path();
        let mut store = session.open()?;
        let passphrase = match encrypt {
            // The first encrypted file sets the passphrase.
            Some(secret) if folder.is_dir() && !ops::sync::is_encrypted(folder)? => {
                Some(new_passphrase(session, secret)?)
            }
            Some(secret) => Some(known_passphrase(session, &secret.known)?),
            None => None,
        };
        let synced = ops::sync(&mut store, &session.context(), folder, passphrase.as_ref())?;
        if session.out.json {
            session.out.json(&SyncResult {
                machines: synced.machines,
                added: synced.added,
                changed: synced.changed,
                taken_away: synced.deletions,
                erased: synced.erased,
                pictures_taken_in: synced.pictures_in,
                pictures_left: synced.pictures_out,
                pictures_on_their_way: synced.pictures_on_their_way,
                conflicts: &synced.conflicts,
                renamed: &synced.renamed,
                left: &synced.left,
                copies: &synced.copies,
                behind: &synced.behind,
            })?;
            return Ok(0);
        }
        if synced.erased > 0 {
            ops::say_erasing(&store).iter().try_for_each(|line| session.out.aside(&format!("{line}\n")))?;
        }
        session.out.remark(&(synced.say().join("\n") + "\n"))?;
        if passphrase.is_none() {
            say_plain(session, "What this machine leaves there", folder)?;
        }
        if let Some(why) = store.no_backup() {
            session.out.aside(&format!("There is no backup of today: {why}\n"))?;
        }
        if let Some(judged) = ops::assess(&store, &session.context())? {
            session.urgent_headline(&judged.assessment)?;
            session.urgent_others(&store, &judged.assessment.name)?;
        }
        Ok(0)
    }
}
