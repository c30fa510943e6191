//! All closed lists of words of `spotlog-journal/1`.

use super::FieldError;
use std::fmt;
use std::marker::PhantomData;

/// A closed list of words.
pub trait Word: Copy + Eq + fmt::Debug + 'static {
    /// The noun for the list in errors: "a colour".
    const WHAT: &'static str;
    /// Every word of the list, in order.
    const ALL: &'static [Self];
    /// The words of [`Word::ALL`], in the same order.
    const WORDS: &'static [&'static str];

    /// Returns the word used in files, in the journal and on the command line.
    fn word(self) -> &'static str;

    /// Returns the value of exactly this word; `None` if it is not on the list.
    fn from_word(word: &[u8]) -> Option<Self>;

    /// Returns the word for display.
    fn label(self) -> String {
        self.word().replace('-', " ")
    }

    /// Parses a typed word or one from a file. Spaces and case are normalised.
    fn parse(text: &str) -> Result<Self, FieldError> {
        if let Some(word) = Self::from_word(text.as_bytes()) {
            return Ok(word);
        }
        let folded = text.trim().to_lowercase().replace([' ', '_'], "-");
        Self::from_word(folded.as_bytes()).ok_or_else(|| Self::unknown(text))
    }

    /// Returns the error for a word that is not on the list; it names the allowed words.
    fn unknown(text: &str) -> FieldError {
        let shown: String = text.chars().take(40).collect();
        let allowed: Vec<_> = Self::ALL.iter().map(|w| w.word()).collect();
        FieldError::new(format!("\"{shown}\" is not {}; allowed: {}", Self::WHAT, allowed.join(", ")))
    }
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident, $what:literal {
        $($(#[$about:meta])* $variant:ident = $word:literal),+ $(,)?
    })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(
                #[doc = concat!("`", $word, "` in files, in options and in the journal.")]
                $(#[$about])*
                $variant
            ),+
        }

        impl Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            fn from_word(word: &[u8]) -> Option<Self> {
                // The compiler turns this if-chain over literals into a switch on the length.
                $(if word == $word.as_bytes() { return Some(Self::$variant); })+
                None
            }
        }
    )+};
}

words! {
    /// The format of a kept picture.
    PictureFormat, "a format of a picture" { Jpeg = "jpeg", Png = "png" }
    /// The lesion site.
    Site, "a site" {
        Scalp = "scalp", Forehead = "forehead", Temple = "temple", Eyebrow = "eyebrow", Eyelid = "eyelid",
        Eye = "eye", Ear = "ear", Nose = "nose", Cheek = "cheek", Lip = "lip", InsideMouth = "inside-mouth",
        Chin = "chin", Face = "face", NeckFront = "neck-front", NeckBack = "neck-back", Shoulder = "shoulder",
        Chest = "chest", Breast = "breast", Abdomen = "abdomen", Flank = "side", UpperBack = "upper-back",
        LowerBack = "lower-back", Back = "back", Armpit = "armpit", UpperArmFront = "upper-arm-front",
        UpperArmBack = "upper-arm-back", Elbow = "elbow", ElbowFold = "elbow-fold",
        ForearmFront = "forearm-front", ForearmBack = "forearm-back", WristFront = "wrist-front",
        WristBack = "wrist-back", HandBack = "hand-back", Palm = "palm", Finger = "finger",
        Fingernail = "fingernail", Groin = "groin", Genitals = "genitals", Buttock = "buttock", Anus = "anus",
        Hip = "hip", ThighFront = "thigh-front", ThighBack = "thigh-back", Knee = "knee",
        KneeBack = "knee-back", Shin = "shin", Calf = "calf", Ankle = "ankle", Heel = "heel",
        FootTop = "foot-top", Sole = "sole", Toe = "toe", Toenail = "toenail", Other = "other",
    }
    /// The side of the body.
    Side, "a side" { Left = "left", Right = "right", Middle = "middle", Both = "both" }
    /// The drawing of the body that a position is on.
    View, "a view" {
        Front = "front", Back = "back", Head = "head", LeftHand = "left-hand", RightHand = "right-hand",
        LeftFoot = "left-foot", RightFoot = "right-foot",
    }
    /// How fast a spot appeared.
    Onset, "an onset" { Sudden = "sudden", Gradual = "gradual" }
    /// A possible cause at the place where the spot came.
    Context, "a context" {
        Scratch = "scratch", Blow = "blow", Insect = "insect", Heat = "heat", Product = "product",
        Food = "food", Straining = "straining", Vomiting = "vomiting", Coughing = "coughing", Sun = "sun",
        Other = "other",
    }
    /// Whether the spot was there at an observation.
    Presence, "a presence" {
        Present = "present",
        /// Only `worried` and `comes-back` read such an observation (docs/guidance.md, section 1a.1).
        Gone = "gone",
        /// Counts as present.
        Unsure = "unsure",
    }
    /// How a diameter was measured.
    Method, "a measuring method" {
        Ruler = "ruler", Calliper = "calliper", Photo = "photo",
        /// Never compared for growth (docs/guidance.md, section 3).
        Eye = "eye",
    }
    /// The number of spots, in ascending order.
    Count, "a count" { One = "one", Two = "two", ThreeOrMore = "three-or-more", Many = "many" }
    /// The spread, in ascending order.
    Spread, "a spread" { OnePlace = "one-place", SeveralPlaces = "several-places", WholeBody = "whole-body" }
    /// A colour of a spot.
    Colour, "a colour" {
        Red = "red", BrightRed = "bright-red", DarkRed = "dark-red", Pink = "pink", DarkPink = "dark-pink",
        Purple = "purple", Brown = "brown", Black = "black", Blue = "blue", Orange = "orange",
        Yellow = "yellow", White = "white", Grey = "grey", Skin = "skin",
    }
    /// The kind of lesion.
    Morphology, "a morphology" {
        Pinprick = "pinprick", Spot = "spot", Patch = "patch", Bruise = "bruise", Blister = "blister",
        Welt = "welt", Lump = "lump",
    }
    /// The outline of a spot.
    Outline, "an outline" { Regular = "regular", Irregular = "irregular" }
    /// The surface of a spot.
    Surface, "a surface" {
        Smooth = "smooth", Rough = "rough", Scaly = "scaly", Crusted = "crusted", Oozing = "oozing",
        OpenWound = "open-wound",
    }
    /// Blanching: what the spot does under a pressed glass. Absent means not tested.
    GlassTest, "a glass test result" {
        Fades = "fades", DoesNotFade = "does-not-fade",
        /// Counts as non-fading (docs/guidance.md, section 2).
        Unclear = "unclear",
    }
    /// A change that the person noticed.
    Change, "a change" { Size = "size", Shape = "shape", Colour = "colour", Feel = "feel" }
    /// The listed symptoms (docs/guidance.md, section 2).
    Listed, "a symptom" {
        Fever = "fever", Headache = "headache", SevereHeadOrNeckPain = "severe-head-or-neck-pain",
        StiffNeck = "stiff-neck", LightSensitivity = "light-sensitivity", Nausea = "nausea",
        Vomiting = "vomiting", FrequentVomiting = "frequent-vomiting", Diarrhoea = "diarrhoea",
        FrequentDiarrhoea = "frequent-diarrhoea", Seizure = "seizure",
        DrowsyOrUnresponsive = "drowsy-or-unresponsive", ConfusedOrLessAlert = "confused-or-less-alert",
        Lethargy = "lethargy", Fatigue = "fatigue", Dizziness = "dizziness",
        TroubleBreathing = "trouble-breathing", TroubleSpeakingOrSwallowing = "trouble-speaking-or-swallowing",
        SwellingFaceEyesLips = "swelling-face-eyes-lips", Sweating = "sweating",
        FastHeartOrBreathing = "fast-heart-or-breathing", SoreThroat = "sore-throat",
        SwollenGlands = "swollen-glands", BloodyNoseDischarge = "bloody-nose-discharge",
        JointPain = "joint-pain", MuscleAche = "muscle-ache", BellyPain = "belly-pain",
        BloodInUrine = "blood-in-urine", Numbness = "numbness", Weakness = "weakness", Cough = "cough",
        BleedingGums = "bleeding-gums", UnusualBruising = "unusual-bruising",
        WateryOrItchyEyes = "watery-or-itchy-eyes", BlurredVision = "blurred-vision", Chills = "chills",
        Other = "other",
    }
    /// The part of the body that has an infection.
    InfectionKind, "a kind of infection" {
        Lungs = "lungs", Skin = "skin", Gut = "gut", Urine = "urine", Other = "other",
    }
    /// How the skin takes the sun, after Fitzpatrick: I burns and never tans, VI never burns.
    SkinType, "a skin type" {
        I = "I", II = "II", III = "III", IV = "IV", V = "V", VI = "VI",
    }
    /// The sex of a person.
    Sex, "a sex" {
        Female = "female", Male = "male", Other = "other",
    }
    /// The source of a treatment.
    TreatmentKind, "a kind of treatment" {
        Home = "home", OverTheCounter = "over-the-counter", Prescribed = "prescribed",
    }
    /// The profession of a reviewer.
    Reviewer, "a reviewer" {
        Dermatologist = "dermatologist", Doctor = "doctor", Nurse = "nurse", Pharmacist = "pharmacist",
        Other = "other",
    }
    /// The outcome of a review.
    Outcome, "an outcome" {
        /// The reviewer said what it is.
        Known = "known",
        /// The reviewer said to keep looking at it.
        Monitor = "monitor", Treat = "treat", Biopsy = "biopsy",
        /// The only outcome that does not settle `persists` (docs/guidance.md, section 4).
        Unsure = "unsure",
    }
    /// Why a spot was closed.
    Because, "a reason for closing" {
        /// Reviewed, and gone from that day on (docs/guidance.md, section 4).
        Removed = "removed",
        /// The spot raises nothing any more.
        Mistake = "mistake",
    }
}

/// The groups of body sites that the rules use (docs/guidance.md, section 2).
impl Site {
    /// From the forehead to the chin, without the ears and the inside of the mouth.
    pub fn is_on_face(self) -> bool {
        use Site::*;
        matches!(self, Forehead | Temple | Eyebrow | Eyelid | Eye | Nose | Cheek | Lip | Chin | Face)
    }

    /// From the chest and the upper back to the hips and the buttocks, without the armpits and the groin.
    pub fn is_on_trunk(self) -> bool {
        use Site::*;
        matches!(self, Chest | Breast | Abdomen | Flank | UpperBack | LowerBack | Back | Buttock | Hip)
    }

    /// From the shoulder to a fingernail, including the armpit.
    pub fn is_on_arm(self) -> bool {
        self == Site::Shoulder || (Site::Armpit..=Site::Fingernail).contains(&self)
    }

    /// From the thigh to a toenail.
    pub fn is_on_leg(self) -> bool {
        (Site::ThighFront..=Site::Toenail).contains(&self)
    }

    /// Returns whether a person cannot see this site on themselves without a mirror or a helper.
    pub fn is_hard_to_see(self) -> bool {
        use Site::*;
        let behind = matches!(self, Scalp | Ear | NeckBack | UpperBack | LowerBack | Back | Buttock | Anus);
        behind || matches!(self, UpperArmBack | Elbow | ThighBack | KneeBack | Heel | Sole | InsideMouth | Eyelid)
    }

    /// The neck, the armpit and the groin.
    pub fn is_in_folds(self) -> bool {
        matches!(self, Site::NeckFront | Site::NeckBack | Site::Armpit | Site::Groin)
    }
}

impl Reviewer {
    /// Returns whether a review by this reviewer counts: it answers flags and starts new baselines (docs/guidance.md,
    /// section 4).
    pub fn counts(self) -> bool {
        matches!(self, Reviewer::Dermatologist | Reviewer::Doctor | Reviewer::Nurse)
    }
}

/// A list of distinct words, in the given order. In colours and contexts an empty list means "not answered".
///
/// Packed into one integer, four bits a word: its index in [`Word::ALL`] plus one, so that zero ends the list. This is
/// compact, since evaluating a journal creates two lists for every observation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordList<W>(u64, PhantomData<W>);

// Not derived, since the derive would require `W: Default`.
impl<W> Default for WordList<W> {
    fn default() -> Self {
        WordList(0, PhantomData)
    }
}

impl<W: Word> WordList<W> {
    /// The maximum length, and the largest number that four bits can hold.
    const MOST: usize = 15;
    const FITS: () = assert!(W::ALL.len() <= Self::MOST, "a list of words holds at most fifteen different ones");

    fn place(word: W) -> u64 {
        let () = Self::FITS;
        // Every word is in its own list.
        W::ALL.iter().position(|&w| w == word).map_or(0, |at| at as u64 + 1)
    }

    /// Returns the words, in the given order.
    pub fn iter(&self) -> impl Iterator<Item = W> + '_ {
        (0..Self::MOST).map_while(|i| match (self.0 >> (4 * i)) & 0xf {
            0 => None,
            place => W::ALL.get(place as usize - 1).copied(),
        })
    }

    /// Returns whether the list has no words.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Returns the number of words, at most fifteen.
    pub fn len(&self) -> usize {
        (64 - self.0.leading_zeros() as usize).div_ceil(4)
    }

    /// Returns whether the list has this word.
    pub fn contains(&self, word: W) -> bool {
        self.iter().any(|w| w == word)
    }

    /// Returns whether both have the same words, in any order.
    pub fn same_words(&self, other: &Self) -> bool {
        self.0 == other.0 || (self.len() == other.len() && self.iter().all(|w| other.contains(w)))
    }

    /// Parses words separated by commas; an empty text is an empty list.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(W::parse).collect()
    }

    /// Joins the words with `separator`, as stored in files.
    pub fn join(&self, separator: &str) -> String {
        self.iter().map(|w| w.word()).collect::<Vec<_>>().join(separator)
    }

    /// Returns the words for display.
    pub fn label(&self) -> String {
        self.iter().map(|w| w.label()).collect::<Vec<_>>().join(", ")
    }
}

impl<W: Word> fmt::Debug for WordList<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<W: Word> FromIterator<W> for WordList<W> {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let mut list = WordList::default();
        for word in words {
            if !list.contains(word) {
                list.0 |= Self::place(word) << (4 * list.len());
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_its_order_and_drops_repeats() {
        let list: WordList<Colour> = WordList::parse("skin, red,skin ,black").unwrap();
        assert_eq!(list.join(","), "skin,red,black");
        assert_eq!(list.len(), 3);
        assert!(list.same_words(&WordList::parse("black,skin,red").unwrap()));
        assert!(!list.same_words(&WordList::parse("black,skin").unwrap()));
        let all: WordList<Colour> = Colour::ALL.iter().copied().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), Colour::ALL);
        assert!(WordList::<Change>::parse("").unwrap().is_empty());
        assert!(WordList::<Change>::parse("size,weight").unwrap_err().message.contains("allowed: size"));
    }

    #[test]
    fn the_parts_of_the_body_are_told_apart() {
        let of = |is: fn(Site) -> bool| Site::ALL.iter().filter(|&&site| is(site)).count();
        assert_eq!(
            [
                of(Site::is_on_face),
                of(Site::is_on_trunk),
                of(Site::is_on_arm),
                of(Site::is_on_leg),
                of(Site::is_in_folds)
            ],
            [10, 9, 14, 12, 4]
        );
        assert!(Site::ElbowFold.is_on_arm() && !Site::Groin.is_on_arm() && !Site::Buttock.is_on_leg());
        assert!(!Site::Ear.is_on_face() && !Site::InsideMouth.is_on_face());
    }

    #[test]
    fn words_forgive_capitals_and_spaces() {
        assert_eq!(Colour::parse(" Bright Red "), Ok(Colour::BrightRed));
        assert_eq!(GlassTest::parse("does not fade"), Ok(GlassTest::DoesNotFade));
        assert!(Colour::parse("mauve").unwrap_err().message.contains("allowed: red, bright-red"));
    }
}
