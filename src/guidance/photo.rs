//! How to take a photo of a spot, so that two of them can be compared.

/// A guide in a few steps.
pub struct PhotoGuide {
    /// The name for the command line.
    pub ident: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What to do, in order, a sentence each.
    pub steps: [&'static str; 6],
    /// What is to be known about photos; shown below the steps.
    pub limits: &'static str,
}

/// The guide that every interface shows.
pub static TAKING_THE_PHOTO: PhotoGuide = PhotoGuide {
    ident: "photo",
    title: "Taking the photo",
    steps: [
        "Take every photo at the same place and in the same light: beside a window, without flash, zoom or filter.",
        "Hold the phone straight above the spot, a hand's breadth away.",
        "Lay a coin flat on the skin beside the spot, not on it, and the same coin every time.",
        "Hold the body in the same way each time: stretched skin makes a spot larger.",
        "Tap on the spot, so that it is sharp, and wait for it.",
        "Take three photos, and let go of the phone in between.",
    ],
    limits: "A photo decides nothing here: light, angle and phone change what it shows. A size counts when it is measured, \
             and a change when you say that you see one.",
};
