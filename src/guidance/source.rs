//! The sources of the rules: headings of the two documents, and sources outside of them.

/// The documents that the rules are based on, as reports name them. The second has no title of its own.
pub const DOCUMENTS: [&str; 2] = ["Tiny Red Dots On Skin", "Small red spots on your skin (untitled article)"];

/// The source of a rule: a document and a heading in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub document: &'static str,
    pub section: &'static str,
}

/// Returns a heading of the first document.
pub const fn first(section: &'static str) -> Source {
    Source { document: DOCUMENTS[0], section }
}

/// Returns a heading of the second document.
pub const fn second(section: &'static str) -> Source {
    Source { document: DOCUMENTS[1], section }
}

const OUTSIDE: &str = "outside the two documents";

/// Returns a source outside the two documents.
const fn outside(section: &'static str) -> Source {
    Source { document: OUTSIDE, section }
}

impl Source {
    pub fn is_outside(self) -> bool {
        self.document == OUTSIDE
    }
}

pub const DOES_NOT_GO_AWAY: Source = first("Melanoma");
pub const MOLE_CHANGE: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (1)");
pub const EXTRAVASATION: Source = first("Extravasation");
pub const HEAT_RASH: Source = first("What can cause red dots to appear on the skin?: heat rash");
pub const IN_DOUBT: Source = first("What can cause red dots to appear on the skin?");
/// One line of this section is garbled: some of its words are missing.
pub const RASH_EMERGENCY: Source = first("What can cause red dots to appear on the skin?: when to seek help at once");
pub const RECURRENT: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (4)");
pub const VESSELS: Source = RECURRENT;
pub const PETECHIAE: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (2)");
pub const SORE_THROAT: Source = first("What Are the Possible Causes of Tiny Red Dots on Skin? (5)");
pub const WHAT_PETECHIAE_ARE: Source = first("What Is Petechiae?");
pub const TELLING_PETECHIAE: Source = first("How to Tell If You Have Petechiae");
pub const MENINGITIS_AND_DOTS: Source = first("Bacterial Meningitis and Petechiae");
pub const SEPSIS_AND_DOTS: Source = first("Sepsis and Petechiae");
pub const A_WORD: Source = first("A Word From Verywell");
pub const COMES_AND_GOES: Source = first("Other chronic conditions");
pub const CONTACT: Source = first("What can cause red dots to appear on the skin?: contact dermatitis");
pub const ATOPIC: Source = first("What can cause red dots to appear on the skin?: atopic dermatitis");
pub const ROSACEA: Source = first("What can cause red dots to appear on the skin?: rosacea");
pub const INFECTION: Source = first("What can cause red dots to appear on the skin?: infections");
pub const BLISTERS: Source = first("Chickenpox or shingles");
pub const RUBELLA: Source = first("Rubella");
pub const MENINGITIS: Source = first("Meningitis");
pub const STAPH: Source = first("MRSA (staph) infection");
pub const SCARLET_FEVER: Source = first("Scarlet fever");
pub const WITH_SYMPTOMS: Source = first("What can cause red dots to appear on the skin?: when to contact a doctor");
pub const CONCERNED: Source = second("When Should You Be Concerned?");
pub const CHANGE: Source = second("1. Cherry Angiomas");
pub const PRESSURE: Source = second("2. Petechiae: Tiny Spots That Don't Fade Under Pressure");
pub const DRUG_RASH: Source = second("5. Allergic Reactions or Drug Rashes");
pub const INFLAMED_VESSELS: Source = second("6. Vasculitis: When Blood Vessels Become Inflamed");
pub const PURPURA: Source = second("7. Purpura: A Warning Sign for Blood Disorders");
pub const FINAL: Source = second("Final Thoughts");
pub const EFG: Source = outside("elevated, firm, growing: Kelly 2003; Cancer Council Australia, care pathway");
pub const AAD: Source = outside("American Academy of Dermatology: what to look for");
pub const RULER: Source = outside("measurement error of a ruler on skin: see docs/rules.md, growth");
pub const COLLAPSE: Source = outside("signs that emergency services ask to be called for, with or without a spot");
pub const INFANT: Source = outside("a rash with fever in the first year of life");
