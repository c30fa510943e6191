//! The sources of the rules: headings of the two documents, and sources outside of them.

/// The documents that the rules are based on, as reports name them. The second has no title of its own.
pub const DOCUMENTS: [&str; 2] = ["Tiny Red Dots On Skin", "Small red spots on your skin (untitled article)"];

/// The source of a rule: a document and a heading in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// One of [`DOCUMENTS`], or the note that it is neither.
    pub document: &'static str,
    /// The heading in the document; outside of them, the publication.
    pub section: &'static str,
}

/// Returns a heading of the first document.
pub(super) const fn first(section: &'static str) -> Source {
    Source { document: DOCUMENTS[0], section }
}

/// Returns a heading of the second document.
pub(super) const fn second(section: &'static str) -> Source {
    Source { document: DOCUMENTS[1], section }
}

const OUTSIDE: &str = "outside the two documents";

/// Returns a source outside the two documents.
const fn outside(section: &'static str) -> Source {
    Source { document: OUTSIDE, section }
}

impl Source {
    /// Returns whether the source is outside the two documents.
    pub fn is_outside(self) -> bool {
        self.document == OUTSIDE
    }
}

pub(super) const DOES_NOT_GO_AWAY: Source = first("Melanoma");
pub(super) const MOLE_CHANGE: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (1)");
pub(super) const EXTRAVASATION: Source = first("Extravasation");
pub(super) const HEAT_RASH: Source = first("What can cause red dots to appear on the skin?: heat rash");
pub(super) const IN_DOUBT: Source = first("What can cause red dots to appear on the skin?");
/// One line of this section is garbled: some of its words are missing.
pub(super) const RASH_EMERGENCY: Source =
    first("What can cause red dots to appear on the skin?: when to seek help at once");
pub(super) const RECURRENT: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (4)");
pub(super) const VESSELS: Source = RECURRENT;
pub(super) const PETECHIAE: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (2)");
pub(super) const SORE_THROAT: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (5)");
pub(super) const WHAT_PETECHIAE_ARE: Source = first("What Is Petechiae?");
pub(super) const TELLING_PETECHIAE: Source = first("How to Tell If You Have Petechiae");
pub(super) const MENINGITIS_AND_DOTS: Source = first("Bacterial Meningitis and Petechiae");
pub(super) const SEPSIS_AND_DOTS: Source = first("Sepsis and Petechiae");
pub(super) const A_WORD: Source = first("A Word From Verywell");
pub(super) const COMES_AND_GOES: Source = first("Other chronic conditions");
pub(super) const CONTACT: Source = first("What can cause red dots to appear on the skin?: contact dermatitis");
pub(super) const ATOPIC: Source = first("What can cause red dots to appear on the skin?: atopic dermatitis");
pub(super) const ROSACEA: Source = first("What can cause red dots to appear on the skin?: rosacea");
pub(super) const INFECTION: Source = first("What can cause red dots to appear on the skin?: infections");
pub(super) const BLISTERS: Source = first("Chickenpox or shingles");
pub(super) const RUBELLA: Source = first("Rubella");
pub(super) const MENINGITIS: Source = first("Meningitis");
pub(super) const STAPH: Source = first("MRSA (staph) infection");
pub(super) const SCARLET_FEVER: Source = first("Scarlet fever");
pub(super) const WITH_SYMPTOMS: Source =
    first("What can cause red dots to appear on the skin?: when to contact a doctor");
pub(super) const CONCERNED: Source = second("When Should You Be Concerned?");
pub(super) const CHANGE: Source = second("1. Cherry Angiomas");
pub(super) const PRESSURE: Source = second("2. Petechiae: Tiny Spots That Don't Fade Under Pressure");
pub(super) const DRUG_RASH: Source = second("5. Allergic Reactions or Drug Rashes");
pub(super) const INFLAMED_VESSELS: Source = second("6. Vasculitis: When Blood Vessels Become Inflamed");
pub(super) const PURPURA: Source = second("7. Purpura: A Warning Sign for Blood Disorders");
pub(super) const FINAL: Source = second("Final Thoughts");
pub(super) const EFG: Source = outside("elevated, firm, growing: Kelly 2003; Cancer Council Australia, care pathway");
pub(super) const AAD: Source = outside("American Academy of Dermatology: what to look for");
pub(super) const RULER: Source = outside("measurement error of a ruler on skin: see docs/rules.md, growth");
pub(super) const COLLAPSE: Source =
    outside("signs that emergency services ask to be called for, with or without a spot");
pub(super) const INFANT: Source = outside("a rash with fever in the first year of life");
