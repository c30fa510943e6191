//! Parsing and display of places on the body.

use super::{FieldError, Side, Site, Text, Word};

/// A site with its side: "left wrist, back".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part of the body.
    pub site: Site,
    /// The side of that part; `None` if not given, or if the part has only one.
    pub side: Option<Side>,
}

impl Place {
    /// Formats the place for display: `left wrist, back`, `upper back`, `right shin`.
    pub fn label(self) -> String {
        let site = site_label(self.site);
        match self.side {
            Some(Side::Both) => format!("{site}, both sides"),
            Some(side) => format!("{} {site}", side.word()),
            None => site,
        }
    }

    /// Formats the place as a clinician says it: `back of left wrist`, `both elbow creases`, `back of the neck`.
    pub fn in_words(self) -> String {
        let (end, noun) = match (self.site, self.site.word().rsplit_once('-')) {
            (Site::Flank, _) => (None, "side".to_owned()),
            (Site::InsideMouth, _) => (Some("inside"), "mouth".to_owned()),
            (Site::Other, _) => (None, "another place".to_owned()),
            (_, Some((part, "fold"))) => (None, format!("{part} crease")),
            (_, Some((part, end @ ("front" | "back" | "top")))) if !matches!(part, "upper" | "lower") => {
                (Some(end), part.replace('-', " "))
            }
            _ => (None, self.site.word().replace('-', " ")),
        };
        let whose = match self.side {
            Some(Side::Both) if is_paired(self.site) => format!("both {}", plural(&noun)),
            Some(Side::Both) => format!("{noun}, both sides"),
            Some(Side::Middle) => format!("{noun}, middle"),
            Some(side) => format!("{} {noun}", side.word()),
            None if end.is_some() => format!("the {noun}"),
            None => noun,
        };
        match end {
            Some(end) => format!("{end} of {whose}"),
            None if self.site == Site::Flank => format!("{whose} of the trunk"),
            None => whose,
        }
    }

    /// Returns whether the body has two of this part and the side was not said.
    pub fn lacks_side(self) -> bool {
        self.side.is_none() && is_paired(self.site)
    }

    /// Parses words in any order: `left wrist back`, `wrist-back left`, `upper back`. Everyday words are understood
    /// too: `belly`, `behind the left ear`.
    ///
    /// # Errors
    ///
    /// Fails for words that match several sites, and lists those.
    pub fn parse(text: &str) -> Result<Place, FieldError> {
        let (words, side) = split_side(text);
        if words.is_empty() {
            return Err(match side {
                // "side" is a site of its own (the flank), but "left" alone is not.
                Some(_) => FieldError::new(format!("\"{}\" needs a site beside it, such as left shin", text.trim())),
                None => FieldError::new("no site was given; type a part of the body, such as left wrist"),
            });
        }
        if let Some(site) = exact(&words) {
            return Ok(Place { site, side });
        }
        match meant(&words).as_slice() {
            [site] => Ok(Place { site: *site, side }),
            [] => Err(Site::unknown(text.trim())),
            several => {
                let names: Vec<_> = several.iter().map(|site| site_label(*site).replace(',', "")).collect();
                Err(FieldError::new(format!("which one: {}?", names.join(", "))))
            }
        }
    }
}

/// Returns the words for a place if they say more than the place that they were read as: `behind the left ear` for the
/// left ear. They are the person's own name for a spot that has no other.
pub fn own_words(text: &str, place: Place) -> Option<Text> {
    let (label, site) = (place.label().to_lowercase(), place.site.word());
    let known: Vec<&str> = label.split([' ', ',']).chain(site.split('-')).filter(|word| !word.is_empty()).collect();
    let (words, _) = split_side(text);
    let is_known = |word: &String| known.iter().any(|known| known.starts_with(word.as_str()));
    if words.iter().all(is_known) { None } else { text.trim().parse().ok() }
}

/// Returns the places that match the text typed so far, best first, for the hint line of a form.
pub fn suggest_places(text: &str) -> Vec<Place> {
    let (words, side) = split_side(text);
    // A side alone matches every site, so nothing is suggested.
    let mut sites = if words.is_empty() { Vec::new() } else { meant(&words) };
    if let [begun] = words.as_slice()
        && begun.len() >= 3
    {
        let begins = USUAL_WORDS.iter().filter(|(usual, _)| usual.starts_with(begun.as_str()));
        for site in begins.flat_map(|(_, sites)| sites.iter().copied()) {
            if !sites.contains(&site) {
                sites.push(site);
            }
        }
    }
    if let Some(site) = exact(&words) {
        sites.retain(|s| *s != site);
        sites.insert(0, site);
    }
    sites.into_iter().map(|site| Place { site, side }).collect()
}

/// Returns whether the body has two of this part.
fn is_paired(site: Site) -> bool {
    use Site::*;
    let on_head = matches!(site, Temple | Eyebrow | Eyelid | Eye | Ear | Cheek);
    on_head || site.is_on_arm() || site.is_on_leg() || matches!(site, Breast | Flank | Buttock | Hip)
}

fn plural(noun: &str) -> String {
    match noun {
        "foot" => "feet".into(),
        "calf" => "calves".into(),
        noun => format!("{noun}s"),
    }
}

fn site_label(site: Site) -> String {
    let word = site.word();
    match site {
        Site::UpperBack | Site::LowerBack => word.replace('-', " "),
        Site::Flank => "side of the trunk".into(),
        Site::Other => "another place".into(),
        _ => match word.rsplit_once('-') {
            Some((part, end @ ("front" | "back" | "top" | "fold"))) => {
                format!("{}, {end}", part.replace('-', " "))
            }
            _ => word.replace('-', " "),
        },
    }
}

fn split_side(text: &str) -> (Vec<String>, Option<Side>) {
    let mut side = None;
    let mut words: Vec<String> = Vec::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        match Side::from_word(word.as_bytes()) {
            Some(found) if side.is_none() => side = Some(found),
            _ if matches!(word, "of" | "the" | "my" | "on") => {}
            // The label of a place says "both sides".
            _ if word == "sides" && side == Some(Side::Both) => {}
            _ => words.push(word.to_owned()),
        }
    }
    (words, side)
}

/// Returns the site with these words, or with these words as its label.
fn exact(words: &[String]) -> Option<Site> {
    let has_label = |site: &Site| split_side(&site_label(*site)).0 == words;
    Site::from_word(words.join("-").as_bytes()).or_else(|| Site::ALL.iter().copied().find(has_label))
}

/// Everyday words for sites. The words of a phrase are joined in the order in which they are typed, without those that
/// [`split_side`] leaves out.
const USUAL_WORDS: &[(&str, &[Site])] = {
    use Site::*;
    &[
        ("head", &[Scalp, Forehead, Temple, Ear]),
        ("skull", &[Scalp]),
        ("crown", &[Scalp]),
        ("hair", &[Scalp]),
        ("hairline", &[Forehead, Scalp]),
        ("top-head", &[Scalp]),
        ("back-head", &[Scalp, NeckBack]),
        ("brow", &[Eyebrow, Forehead]),
        ("eyelash", &[Eyelid]),
        ("earlobe", &[Ear]),
        ("behind-ear", &[Ear]),
        ("nostril", &[Nose]),
        ("cheekbone", &[Cheek]),
        ("jaw", &[Chin, Cheek]),
        ("beard", &[Chin, Cheek]),
        ("tongue", &[InsideMouth]),
        ("gum", &[InsideMouth]),
        ("throat", &[NeckFront]),
        ("nape", &[NeckBack]),
        ("nape-neck", &[NeckBack]),
        ("side-neck", &[NeckFront, NeckBack]),
        ("side-head", &[Temple, Ear, Scalp]),
        ("side-face", &[Cheek, Temple]),
        ("upper-lip", &[Lip]),
        ("lower-lip", &[Lip]),
        ("collarbone", &[NeckFront, Chest]),
        ("collar-bone", &[NeckFront, Chest]),
        ("breastbone", &[Chest]),
        ("breast-bone", &[Chest]),
        ("nipple", &[Breast]),
        ("rib", &[Chest, Flank]),
        ("belly", &[Abdomen]),
        ("belly-button", &[Abdomen]),
        ("bellybutton", &[Abdomen]),
        ("upper-belly", &[Abdomen]),
        ("lower-belly", &[Abdomen]),
        ("love-handle", &[Flank]),
        ("side-chest", &[Chest, Flank]),
        ("side-body", &[Flank]),
        ("tummy", &[Abdomen]),
        ("stomach", &[Abdomen]),
        ("navel", &[Abdomen]),
        ("flank", &[Flank]),
        ("waist", &[Flank, Abdomen]),
        ("trunk", &[Chest, Abdomen, Flank, Back]),
        ("spine", &[UpperBack, LowerBack]),
        ("shoulder-blade", &[UpperBack]),
        ("small-back", &[LowerBack]),
        ("tailbone", &[LowerBack, Buttock]),
        ("bottom", &[Buttock]),
        ("bum", &[Buttock]),
        ("butt", &[Buttock]),
        ("backside", &[Buttock]),
        ("crotch", &[Groin, Genitals]),
        ("bikini-line", &[Groin]),
        ("private-part", &[Genitals]),
        ("penis", &[Genitals]),
        ("scrotum", &[Genitals]),
        ("vulva", &[Genitals]),
        ("arm", &[UpperArmFront, UpperArmBack, ForearmFront, ForearmBack]),
        ("lower-arm", &[ForearmFront, ForearmBack]),
        ("inside-arm", &[UpperArmFront, ForearmFront]),
        ("underarm", &[Armpit]),
        ("arm-pit", &[Armpit]),
        ("biceps", &[UpperArmFront]),
        ("triceps", &[UpperArmBack]),
        ("inside-elbow", &[ElbowFold]),
        ("inner-elbow", &[ElbowFold]),
        ("crook-elbow", &[ElbowFold]),
        ("inside-wrist", &[WristFront]),
        ("inner-wrist", &[WristFront]),
        ("knuckle", &[Finger, HandBack]),
        ("thumb", &[Finger]),
        ("pinky", &[Finger]),
        ("fingertip", &[Finger]),
        ("nail", &[Fingernail, Toenail]),
        ("thumbnail", &[Fingernail]),
        ("between-fingers", &[Finger]),
        ("between-toes", &[Toe]),
        ("leg", &[ThighFront, ThighBack, Shin, Calf]),
        ("upper-leg", &[ThighFront, ThighBack]),
        ("lower-leg", &[Shin, Calf]),
        ("front-leg", &[ThighFront, Shin]),
        ("back-leg", &[ThighBack, Calf]),
        ("inner-thigh", &[ThighFront, ThighBack]),
        ("inside-thigh", &[ThighFront, ThighBack]),
        ("outer-thigh", &[ThighFront, ThighBack]),
        ("hamstring", &[ThighBack]),
        ("kneecap", &[Knee]),
        ("behind-knee", &[KneeBack]),
        ("hollow-knee", &[KneeBack]),
        ("shinbone", &[Shin]),
        ("instep", &[FootTop, Sole]),
        ("arch", &[Sole]),
        ("bottom-foot", &[Sole]),
        ("ball-foot", &[Sole]),
        ("side-foot", &[FootTop, Sole]),
        ("everywhere", &[Other]),
        ("whole-body", &[Other]),
        ("all-over", &[Other]),
    ]
};

/// Words beside a site that do not change it.
const BESIDE: [&str; 7] = ["bone", "skin", "tip", "little", "big", "index", "ring"];

/// Returns the sites that words mean: by their own words, or else by the everyday ones.
fn meant(words: &[String]) -> Vec<Site> {
    let usual = |words: &[String]| {
        let phrase = words.join("-");
        USUAL_WORDS.iter().find(|(usual, _)| *usual == phrase).map(|(_, sites)| sites.to_vec())
    };
    let own = |words: &[String]| exact(words).map(|site| vec![site]);
    let known = |words: &[String]| own(words).or_else(|| usual(words));
    let sites = known(words).unwrap_or_else(|| matching(words));
    if !sites.is_empty() {
        return sites;
    }
    let bare: Vec<String> = words.iter().filter(|word| !BESIDE.contains(&word.as_str())).cloned().collect();
    let singular: Vec<String> = bare.iter().map(|word| word.strip_suffix('s').unwrap_or(word).to_owned()).collect();
    // With words left out only a whole name counts: "near the mouth" is not inside it.
    [bare, singular].iter().filter(|words| !words.is_empty()).find_map(|words| known(words)).unwrap_or_default()
}

/// Returns the sites of which some word starts with each typed word, in the order of the list.
fn matching(words: &[String]) -> Vec<Site> {
    let fits = |site: &&Site| {
        let parts: Vec<_> = site.word().split('-').collect();
        words.iter().all(|w| parts.iter().any(|p| p.starts_with(w.as_str())))
    };
    // "wrist" matches both wrists. "toe" matches toe and toenail, but is exactly the first.
    Site::ALL.iter().filter(fits).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clinician_reads_a_place_in_words() {
        use Side::*;
        use Site::*;
        for (site, side, said) in [
            (WristBack, Some(Left), "back of left wrist"),
            (NeckBack, None, "back of the neck"),
            (ElbowFold, Some(Both), "both elbow creases"),
            (UpperBack, None, "upper back"),
            (UpperArmFront, Some(Right), "front of right upper arm"),
            (FootTop, Some(Both), "top of both feet"),
            (Calf, Some(Both), "both calves"),
            (Flank, Some(Left), "left side of the trunk"),
            (Abdomen, Some(Both), "abdomen, both sides"),
            (InsideMouth, None, "inside of the mouth"),
            (Scalp, None, "scalp"),
            (Other, None, "another place"),
        ] {
            assert_eq!(Place { site, side }.in_words(), said);
        }
    }

    #[test]
    fn places_are_read_in_any_order_of_words() {
        for (text, label) in [
            ("left wrist back", "left wrist, back"),
            ("wrist-back left", "left wrist, back"),
            ("Left back of the wrist", "left wrist, back"),
            ("upper back", "upper back"),
            ("back", "back"),
            ("shin", "shin"),
            ("right toe", "right toe"),
            ("toen", "toenail"),
            ("abd", "abdomen"),
            ("left side", "left side of the trunk"),
            ("other", "another place"),
        ] {
            assert_eq!(Place::parse(text).unwrap().label(), label, "{text}");
        }
    }

    #[test]
    fn everyday_words_are_understood_and_one_that_means_several_places_asks_which() {
        for (text, site) in [
            ("belly", Site::Abdomen),
            ("my tummy", Site::Abdomen),
            ("behind the left ear", Site::Ear),
            ("behind the knee", Site::KneeBack),
            ("right thumb", Site::Finger),
            ("little finger", Site::Finger),
            ("shin bone", Site::Shin),
            ("between the toes", Site::Toe),
            ("both shoulders", Site::Shoulder),
            ("shoulder blade", Site::UpperBack),
            ("small of the back", Site::LowerBack),
            ("inside of the elbow", Site::ElbowFold),
            ("nape of the neck", Site::NeckBack),
            ("top of the head", Site::Scalp),
            ("bellybutton", Site::Abdomen),
            ("side of the body", Site::Flank),
        ] {
            assert_eq!(Place::parse(text).map(|place| place.site), Ok(site), "{text}");
        }
        let which = |text| Place::parse(text).unwrap_err().message;
        assert_eq!(which("left arm"), "which one: upper arm front, upper arm back, forearm front, forearm back?");
        for text in ["near the mouth", "between the eyes", "skin fold", "side of the foot"] {
            assert!(Place::parse(text).is_err(), "{text}");
        }
        assert_eq!(which("right lower leg"), "which one: shin, calf?");
        assert!(which("leg").starts_with("which one: thigh front") && which("head").contains("forehead"));
        assert_eq!(suggest_places("tum")[0].site, Site::Abdomen);
        for (usual, sites) in USUAL_WORDS {
            assert!(Site::from_word(usual.as_bytes()).is_none() && !sites.is_empty(), "{usual}");
        }
    }

    #[test]
    fn own_words_are_kept_where_they_say_more_than_the_place() {
        for (typed, kept) in [
            ("left wrist back", None),
            ("Wrist-back left", None),
            ("left elbow fold", None),
            ("behind the left ear", Some("behind the left ear")),
            ("belly", Some("belly")),
            (" shin bone ", Some("shin bone")),
        ] {
            let place = Place::parse(typed).unwrap();
            assert_eq!(own_words(typed, place).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn a_place_that_fits_several_sites_asks_which() {
        let error = Place::parse("wrist").unwrap_err();
        assert_eq!(error.message, "which one: wrist front, wrist back?");
        assert!(Place::parse("left").unwrap_err().message.contains("needs a site"));
        assert!(Place::parse("").unwrap_err().message.contains("no site"));
        assert!(Place::parse("antenna").unwrap_err().message.contains("allowed: scalp"));
    }

    #[test]
    fn every_site_is_found_by_its_own_word_and_label() {
        for &site in Site::ALL {
            assert_eq!(Place::parse(site.word()).unwrap().site, site);
            assert_eq!(suggest_places(site.word())[0].site, site);
            for side in [None, Some(Side::Left), Some(Side::Right), Some(Side::Middle), Some(Side::Both)] {
                let place = Place { site, side };
                assert_eq!(Place::parse(&place.label()), Ok(place), "{}", place.label());
            }
        }
    }
}
