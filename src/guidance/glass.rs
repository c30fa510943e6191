//! The guide to the glass test, shown wherever the test is done ("Tiny Red Dots On Skin", "How to Tell If You Have
//! Petechiae" and "Bacterial Meningitis and Petechiae").

use crate::domain::GlassTest;

/// The steps of the test and the meaning of its answers.
pub struct GlassTestGuide {
    /// What to do, in order, a sentence each.
    pub steps: [&'static str; 3],
    /// How long to press the glass, in seconds.
    pub seconds: u64,
    /// Where to look on darker skin; shown to everyone (docs/guidance.md, section 7.6).
    pub darker_skin: &'static str,
    /// Each possible result, in the order of a form.
    pub answers: &'static [GlassAnswer],
}

/// An answer of the glass test, with what it means and what it does not mean.
pub struct GlassAnswer {
    /// The answer that is logged.
    pub result: GlassTest,
    /// A few words for a list.
    pub label: &'static str,
    /// What the answer says, and how the rules read it.
    pub means: &'static str,
    /// What the answer does not say. Shown wherever `means` is.
    pub does_not_mean: &'static str,
}

/// The guide that every interface shows.
pub static GLASS_TEST: GlassTestGuide = GlassTestGuide {
    steps: [
        "Take a clear drinking glass and good light.",
        "Press the side of the glass firmly on the spot, for about five seconds.",
        "Look through the glass while you press: has the colour gone from under it, or is it still there?",
    ],
    seconds: 5,
    darker_skin: "On darker skin such spots are hard to see: look at the soles, the palms, the roof of the mouth and the \
                  inside of the eyelids too.",
    answers: &[
        GlassAnswer {
            result: GlassTest::Fades,
            label: "Fades",
            means: "The colour went while you pressed. It is logged as fading.",
            does_not_mean: "It takes nothing back: a rash can fade at first and stop fading within hours. With a fever or \
                            feeling ill, test again within 2 hours, and do not wait for the test to get help.",
        },
        GlassAnswer {
            result: GlassTest::DoesNotFade,
            label: "Does not fade",
            means: "The colour stayed under the glass. The rules count this as more urgent; the test is due again within \
                    24 hours.",
            does_not_mean: "It does not say what the cause is. With a fever, or when it spreads or is new and more than \
                            one or two, spotlog shows the emergency screen at once.",
        },
        GlassAnswer {
            result: GlassTest::Unclear,
            label: "Unclear",
            means: "You could not tell. It counts as not fading until a test is clear.",
            does_not_mean: "It is no answer to be ashamed of: try again in better light, within 24 hours.",
        },
    ],
};
