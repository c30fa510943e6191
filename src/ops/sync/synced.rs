//! The result of a sync, and its text for people.

/// The result of a sync.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Synced {
    /// The number of other machines whose files were read.
    pub machines: usize,
    /// Records that this journal did not have.
    pub added: usize,
    /// Records of this journal that a later version replaced.
    pub changed: usize,
    /// Records that were deleted here because they were deleted elsewhere.
    pub deletions: usize,
    /// Records and notes erased here because they were erased elsewhere, with every version in the history.
    pub erased: usize,
    /// Pictures that came from the folder.
    pub pictures_in: usize,
    /// Pictures that were left in the folder.
    pub pictures_out: usize,
    /// Pictures of photos here that are not in the folder yet, or not whole.
    pub pictures_on_their_way: usize,
    /// Sentences about records changed both here and elsewhere since the last sync.
    pub conflicts: Vec<String>,
    /// Sentences about spots with a new number and people with a new name.
    pub renamed: Vec<String>,
    /// Files that still contain erased records: their machines have not synced since.
    pub behind: Vec<String>,
    /// Files that were skipped, each with the reason. They are read again at the next sync.
    pub left: Vec<String>,
    /// Conflict copies made by the carrier. Their content was merged, and they can be deleted.
    pub copies: Vec<String>,
}

impl Synced {
    /// Returns what was done and what is left to do, a sentence or two for each line.
    pub fn say(&self) -> Vec<String> {
        let machines = if self.machines == 1 { "machine" } else { "machines" };
        let mut lines = vec![format!(
            "{} other {machines}: {} records added, {} changed, {} taken away.",
            self.machines, self.added, self.changed, self.deletions
        )];
        if self.erased > 0 {
            let records = if self.erased == 1 { "record is" } else { "records are" };
            lines.push(format!("{} {records} erased here, as on another machine.", self.erased));
        }
        if self.pictures_in + self.pictures_out > 0 {
            lines.push(format!("Pictures: {} taken in, {} left for the others.", self.pictures_in, self.pictures_out));
        }
        match self.pictures_on_their_way {
            0 => {}
            1 => lines.push("1 picture is still on its way.".to_owned()),
            n => lines.push(format!("{n} pictures are still on their way.")),
        }
        let both = "The later change stands; the other one is in the history.";
        lines.extend(self.conflicts.iter().map(|what| format!("Changed here and elsewhere: {what}. {both}")));
        lines.extend(self.renamed.iter().cloned());
        lines.extend(self.left.iter().map(|left| format!("Left for the next time: {left}")));
        let gone = "Its machine takes it out when it syncs next; delete the file if that machine is gone.";
        lines.extend(self.behind.iter().map(|behind| format!("{behind} still holds what was erased. {gone}")));
        let delete = "is a second copy of one machine's file; its entries are here. Delete it.";
        lines.extend(self.copies.iter().map(|copy| format!("{copy} {delete}")));
        lines
    }
}
