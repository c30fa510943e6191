//! The 26 cards, in alphabetical order.

use super::Card;
use super::Feature::{Colour, Course, GlassTest, Itch, Pain, Site, Size, Surface, Who, With};
use crate::guidance::source::{Source, first, second};

/// The part of the first document that has most of the common rashes, which have no headings of their own.
const COMMON: Source = first("What can cause red dots to appear on the skin?");
/// The heading over the dermatologist's list of red dots in the first document.
const MIGHT_MEAN: Source = first("What Those Tiny Red Dots on Your Skin Might Mean");

/// Every card, in alphabetical order of the titles.
pub static CARDS: &[Card] = &[
    Card {
        ident: "allergic-or-drug-rash",
        title: "Allergic or drug rash",
        also: &["allergic reaction"],
        features: &[
            (Colour, "red, in blotches"),
            (Surface, "spots that may swell; after a medicine also clusters of dots, perhaps petechiae or hives"),
            (Itch, "sometimes"),
            (Course, "may spread"),
            (
                With,
                "trouble breathing, swelling or fever: may be an emergency; triggers: antibiotics such as \
                    penicillin, NSAIDs, some foods or skincare",
            ),
        ],
        sources: &[first("Medication"), second("5. Allergic Reactions or Drug Rashes")],
    },
    Card {
        ident: "atopic-dermatitis",
        title: "Atopic dermatitis",
        also: &["eczema", "follicular eczema", "papular eczema"],
        features: &[
            (Colour, "red"),
            (Size, "little dots, small bumps"),
            (Surface, "bumps, some at hair follicles; dry, flaky, warm, swollen; little blisters that weep and crust"),
            (Itch, "extreme"),
            (Course, "chronic, with flare-ups"),
            (With, "triggers: dry air, stress and things one is allergic to"),
        ],
        sources: &[first("Extravasation"), COMMON],
    },
    Card {
        ident: "bug-bites",
        title: "Bug bites",
        also: &["bug bite reactions"],
        features: &[
            (Colour, "red"),
            (Size, "bigger than pinpoint dots"),
            (Surface, "may be swollen"),
            (Site, "around the ankles"),
            (With, "bites of mosquitoes or bed bugs; scabies; chiggers"),
        ],
        sources: &[MIGHT_MEAN],
    },
    Card {
        ident: "cherry-angioma",
        title: "Cherry angioma",
        also: &["red mole", "senile angioma", "hemangioma"],
        features: &[
            (Colour, "bright red, dark red, off-red or dark pink"),
            (Size, "from pinpoint to 3 mm; a kind present from birth may be quite large"),
            (Surface, "slightly raised; the outline can be irregular"),
            (Site, "anywhere; mostly chest, back and arms; some people have a great many"),
            (Who, "mostly people over 30, more with age; also in pregnancy; a rarer kind from birth"),
            (
                Course,
                "stays; more may come with age; frequent bleeding or a change of shape, size or colour is singled out",
            ),
            (With, "small blood vessels at the surface; cause unclear: genes, climate and chemicals are mentioned"),
        ],
        sources: &[
            MIGHT_MEAN,
            first("Melanoma"),
            first("1. “Red Mole” or Cherry Angiomas"),
            // The rest of this heading states a conclusion that no output may draw.
            second("1. Cherry Angiomas"),
        ],
    },
    Card {
        ident: "chickenpox",
        title: "Chickenpox",
        also: &[],
        features: &[
            (Colour, "red"),
            (Surface, "blisters filled with fluid"),
            (Itch, "yes"),
            (Site, "anywhere on the body"),
            (Who, "mostly babies and young children; older people can get it too"),
            (With, "the varicella-zoster virus"),
        ],
        sources: &[first("Chickenpox or shingles")],
    },
    Card {
        ident: "contact-dermatitis",
        title: "Contact dermatitis",
        also: &[],
        features: &[
            (Colour, "bright and flushed, or dark where the skin has thickened; red dots"),
            (Size, "small dots, in clusters; pinpoint"),
            (Surface, "geometric shapes; dry, flaking, cracked or thick skin; welts; blisters that weep, then crust"),
            (Itch, "intense; with welts, extreme"),
            (Pain, "a feeling of tightness or burning"),
            (With, "touching an irritant or allergen: nickel, harsh skincare, certain plants; sensitive to sunlight"),
        ],
        sources: &[first("What’s Causing Pinprick Red Dots on Your Skin?"), COMMON],
    },
    Card {
        ident: "covid-19",
        title: "COVID-19",
        also: &["SARS-CoV-2"],
        features: &[
            (Surface, "petechiae, though other signs on the skin are more usual"),
            (Who, "few of the people with COVID-19, by one study"),
            (With, "thought to come from changes in bleeding and clotting"),
        ],
        sources: &[first("Does COVID-19 cause petechiae?")],
    },
    Card {
        ident: "extravasation",
        title: "Extravasation",
        also: &["leakage of red blood cells"],
        features: &[
            (Colour, "reddish; often turns orange while fading"),
            (Size, "a dot, speck or spot; pinpoint"),
            (Site, "below the eyes or brows, beside the bridge of the nose; underside of the forearms after blows"),
            (Course, "gone within several days"),
            (With, "scratching, a nail pressed on an itch, or blows, as from a volleyball"),
        ],
        sources: &[MIGHT_MEAN, first("Extravasation")],
    },
    Card {
        ident: "heat-rash",
        title: "Heat rash",
        also: &["miliaria"],
        features: &[
            (Colour, "red, or the colour of the skin"),
            (Size, "small bumps or blisters, pinpoint dots"),
            (Surface, "bumps in clusters, some firm; or small blisters"),
            (Itch, "itchy or prickly"),
            (Pain, "soreness"),
            (Who, "anyone, most often babies and young children"),
            (Course, "usually gone within 24 hours"),
            (With, "little or no sweating at the spot; brought on by heat, humidity, heavy sweating, tight clothes"),
        ],
        sources: &[
            first("What’s Causing Pinprick Red Dots on Your Skin?"),
            COMMON,
            second("4. Heat Rash: A Common but Often Misunderstood Condition"),
        ],
    },
    Card {
        ident: "hives",
        title: "Hives",
        also: &[],
        features: &[
            (Colour, "red"),
            (Size, "as a rule larger than petechiae"),
            (Surface, "raised welts"),
            (Itch, "often"),
            (With, "an allergic reaction to a medicine"),
        ],
        sources: &[first("Medication")],
    },
    Card {
        ident: "keratosis-pilaris",
        title: "Keratosis pilaris",
        also: &["KP", "chicken skin", "chicken bumps", "goose bumps"],
        features: &[
            (Colour, "red, white, or the colour of the skin"),
            (Size, "tiny or small bumps"),
            (Surface, "rough or dry; bumps at the hair follicles, in patches"),
            (Itch, "listed in the first document; not mentioned in the second"),
            (Pain, "none"),
            (Site, "outer upper arms and thighs, cheeks; less often forearms and upper back"),
            (Who, "many adults; inherited"),
            (Course, "worse in winter or dry weather, better in summer; tends to improve with age"),
            (With, "keratin that blocks the hair follicles"),
        ],
        sources: &[
            first("3. Keratosis Pilaris"),
            COMMON,
            // The rest of this heading states a conclusion that no output may draw.
            second("3. Keratosis Pilaris"),
        ],
    },
    Card {
        ident: "leukocytoclastic-vasculitis",
        title: "Leukocytoclastic vasculitis",
        also: &["hypersensitivity vasculitis", "palpable purpura"],
        features: &[
            (Colour, "red or purple-red"),
            (Size, "pinpoint or tiny dots, or small areas; when severe, large open blisters"),
            (Surface, "raised"),
            (Itch, "sometimes"),
            (Pain, "sometimes; the large blisters can hurt a lot"),
            (Site, "mostly the legs; may also reach inner organs"),
            (Course, "one episode that fades once its cause is gone, or one that keeps returning"),
            (
                With,
                "fever, cough, vomiting, belly or muscle pain, weakness, numbness, bloody urine; \
                    linked to infection, medicine, food, autoimmunity",
            ),
        ],
        sources: &[MIGHT_MEAN, first("4. Leukocytoclastic Vasculitis")],
    },
    Card {
        ident: "melanoma",
        title: "Melanoma",
        also: &["melanoma skin cancer"],
        features: &[
            (Colour, "pictures mostly show brown, purplish or black; it can also be red"),
            (Size, "a blotch, or a tiny dot or small spot"),
            (Site, "one example: two dots near the wrist"),
            (Who, "one example: a man of 27"),
            (Course, "a red dot that stays is one to show to a dermatologist"),
        ],
        sources: &[first("Melanoma")],
    },
    Card {
        ident: "meningitis",
        title: "Meningitis",
        also: &["meningococcal meningitis", "meningitis rash"],
        features: &[
            (Colour, "pink, red, purple or brown"),
            (Size, "small pinpricks at first; later can look like bruises"),
            (GlassTest, "one place: it does not fade; another: it may fade at first and stop fading later"),
            (Site, "arms or elsewhere; on darker skin look at soles, palms, roof of the mouth, inside the eyelids"),
            (Course, "gets worse fast: a medical emergency; there may be no rash at all"),
            (With, "headache, stiff neck, fever, vomiting, nausea, eyes that cannot bear light; a bacterium or virus"),
        ],
        sources: &[first("Bacterial Meningitis and Petechiae"), first("Meningitis")],
    },
    Card {
        ident: "mrsa",
        title: "MRSA",
        also: &["staph", "methicillin-resistant Staphylococcus aureus"],
        features: &[
            (Surface, "inflamed areas; pus may drain"),
            (Pain, "painful"),
            (With, "sometimes fever; bacteria that several antibiotics do not kill"),
        ],
        sources: &[first("MRSA (staph) infection")],
    },
    Card {
        ident: "petechiae",
        title: "Petechiae",
        also: &["petechial rash"],
        features: &[
            (Colour, "red, purple or brown"),
            (Size, "pinpoint, mostly under 2 mm"),
            (GlassTest, "does not fade"),
            (Surface, "flat and round; in clusters, like a rash"),
            (Itch, "none as a rule"),
            (Pain, "none as a rule"),
            (
                Site,
                "anywhere, eyelids, mouth; on darker skin look at soles, palms, roof of the mouth, inside the eyelids",
            ),
            (Who, "newborns more often"),
            (Course, "sudden; plain to see after hard vomiting; with a chronic illness it can come and go"),
            (
                With,
                "urgent with fever, fatigue or bruises; infection, meningitis, sepsis, allergy, injury, straining, \
                    low vitamin C or K, liver or blood disease, medicines",
            ),
        ],
        sources: &[
            first("2. Petechiae"),
            first("What’s Causing Pinprick Red Dots on Your Skin?"),
            first("What Is Petechiae?"),
            first("How to Tell If You Have Petechiae"),
            first("Bacterial Meningitis and Petechiae"),
            first("What Causes Red Dots on the Skin That Aren’t Itchy?"),
            first("Other chronic conditions"),
            second("2. Petechiae: Tiny Spots That Don’t Fade Under Pressure"),
        ],
    },
    Card {
        ident: "psoriasis",
        title: "Psoriasis",
        also: &[],
        features: &[(Colour, "red"), (Size, "little dots or spots")],
        sources: &[first("Extravasation")],
    },
    Card {
        ident: "purpura",
        title: "Purpura",
        also: &["purpuric rash"],
        features: &[
            (Colour, "red or purple"),
            (Size, "patches, larger than petechiae"),
            (Surface, "under the skin, like bruises; raised when it is leukocytoclastic vasculitis"),
            (Course, "one to have examined in every case"),
            (With, "bleeding gums, unusual bruises; low platelets, leukaemia, medicines such as blood thinners"),
        ],
        sources: &[
            first("4. Leukocytoclastic Vasculitis"),
            first("Bacterial Meningitis and Petechiae"),
            second("7. Purpura: A Warning Sign for Blood Disorders"),
        ],
    },
    Card {
        ident: "rheumatic-fever",
        title: "Rheumatic fever",
        also: &[],
        features: &[
            (Colour, "red"),
            (Size, "tiny dots"),
            (Who, "mostly children of 5 to 15; older children and adults can get it"),
            (
                Course,
                "follows strep throat that went untreated for too long; left alone, it can damage the heart for good",
            ),
            (With, "sore throat, swollen lymph nodes, trouble swallowing, thick bloody discharge from the nose"),
        ],
        sources: &[first("5. Rheumatic Fever")],
    },
    Card {
        ident: "rosacea",
        title: "Rosacea",
        also: &[],
        features: &[
            (Colour, "red"),
            (Size, "small bumps or pimples"),
            (Surface, "bumps in clusters; vessels that show; skin that has thickened"),
            (Itch, "the eyes may itch"),
            (Site, "forehead, cheeks, nose and chin"),
            (Who, "anyone; mostly from 30 to 60, with fair skin, or around menopause"),
            (
                With,
                "red or watery eyes, inflamed lids, blurred vision; triggers: sunlight, alcohol, \
                    caffeine, spicy food, harsh chemicals",
            ),
        ],
        sources: &[COMMON],
    },
    Card {
        ident: "rubella",
        title: "Rubella",
        also: &[],
        features: &[
            (Colour, "red or pink"),
            (Size, "small dots"),
            (Site, "first the face, then trunk, arms and legs"),
            (Who, "rare in the United States, where the MMR vaccine is in wide use"),
            (Course, "spreads from the face over the body"),
            (With, "headache, fever, swollen lymph nodes; a contagious virus"),
        ],
        sources: &[first("Rubella")],
    },
    Card {
        ident: "scarlet-fever",
        title: "Scarlet fever",
        also: &[],
        features: &[
            (Colour, "red"),
            (Size, "small dots"),
            (Surface, "rough when touched"),
            (Site, "neck, armpits, groin"),
            (With, "streptococcus bacteria, which live in the nose and throat"),
        ],
        sources: &[first("Scarlet fever")],
    },
    Card {
        ident: "schambergs-disease",
        title: "Schamberg’s disease",
        also: &[],
        features: &[
            (Colour, "red, like cayenne pepper"),
            (Size, "pinpoint dots"),
            (Site, "lower legs"),
            (Who, "older people"),
        ],
        sources: &[MIGHT_MEAN],
    },
    Card {
        ident: "sepsis",
        title: "Sepsis",
        also: &["septicemia", "blood poisoning"],
        features: &[
            (Size, "pinpricks at first; later more like bruises"),
            (Surface, "a petechial rash"),
            (Who, "more often babies under 1, people over 65, those with a chronic illness or a recent infection"),
            (Course, "can become deadly quickly"),
            (With, "fever, sweating, fast pulse, fast breathing, great tiredness, being less alert or awake"),
        ],
        sources: &[first("Sepsis and Petechiae")],
    },
    Card {
        ident: "shingles",
        title: "Shingles",
        also: &[],
        features: &[
            (Colour, "red"),
            (Surface, "blisters filled with fluid"),
            (Itch, "yes"),
            (Site, "usually one area, on one side; one place says anywhere"),
            (Who, "adults who once had chickenpox"),
            (With, "the varicella-zoster virus"),
        ],
        sources: &[first("Chickenpox or shingles")],
    },
    Card {
        ident: "vasculitis",
        title: "Vasculitis",
        also: &[],
        features: &[
            (Colour, "red or purple"),
            (Surface, "spots"),
            (Site, "often the legs or feet"),
            (With, "painful joints, fatigue, numbness, ulcers; linked to infections or autoimmune disease"),
        ],
        sources: &[second("6. Vasculitis: When Blood Vessels Become Inflamed")],
    },
];
