//! SNOMED CT codes of body sites and sides.

use crate::domain::{Side, Site};

/// Returns the code of a side; `None` for the middle.
pub(super) fn side_code(side: Side) -> Option<&'static str> {
    match side {
        Side::Left => Some("7771000"),
        Side::Right => Some("24028007"),
        Side::Both => Some("51440002"),
        Side::Middle => None,
    }
}

/// Returns the code of a body site from DICOM (PS3.16, CID 4029); `None` for a site without an exact one.
pub(super) fn site_code(site: Site) -> Option<&'static str> {
    Some(match site {
        Site::Scalp => "43067004",
        Site::Forehead => "68698007",
        Site::Face => "73897004",
        Site::Temple => "16621002",
        Site::Eyebrow => "367577003",
        Site::Nose => "113179006",
        Site::Cheek => "36141000",
        Site::Ear => "1902009",
        Site::Lip => "88089004",
        Site::Chin => "23747009",
        Site::InsideMouth => "113277000",
        Site::NeckFront => "11584001",
        Site::NeckBack => "4658004",
        Site::Chest => "244106003",
        Site::Abdomen => "75093004",
        Site::Back => "66643007",
        Site::LowerBack => "113182001",
        Site::Armpit => "76261009",
        Site::UpperArmFront => "45981001",
        Site::UpperArmBack => "72939005",
        Site::Elbow => "181536004",
        Site::ElbowFold => "17957002",
        Site::ForearmFront => "70559009",
        Site::ForearmBack => "41550009",
        Site::WristFront => "24527008",
        Site::WristBack => "52876008",
        Site::Palm => "70887009",
        Site::Finger => "244169007",
        Site::Groin => "39687006",
        Site::Genitals => "60944009",
        Site::Buttock => "22180002",
        Site::ThighFront => "61248009",
        Site::ThighBack => "4578000",
        Site::Knee => "181553006",
        Site::KneeBack => "84507004",
        Site::Shin => "25763004",
        Site::Calf => "47224004",
        Site::Heel => "84607009",
        Site::Toe => "52034004",
        _ => return None,
    })
}
