-- What a dermatologist asks about a person, and a note for every kind of record. No rule reads them. They are optional:
-- an earlier version of a record in the history has none of them.
ALTER TABLE person ADD COLUMN skin_cancer_self INTEGER CHECK (skin_cancer_self IN (0, 1));
ALTER TABLE person ADD COLUMN skin_cancer_self_note TEXT CHECK (length(skin_cancer_self_note) <= 10000);
ALTER TABLE person ADD COLUMN skin_cancer_family INTEGER CHECK (skin_cancer_family IN (0, 1));
ALTER TABLE person ADD COLUMN skin_cancer_family_note TEXT CHECK (length(skin_cancer_family_note) <= 10000);
ALTER TABLE person ADD COLUMN immune_suppressed INTEGER CHECK (immune_suppressed IN (0, 1));
ALTER TABLE person ADD COLUMN immune_suppressed_note TEXT CHECK (length(immune_suppressed_note) <= 10000);
ALTER TABLE person ADD COLUMN skin_type TEXT CHECK (skin_type IN ('I', 'II', 'III', 'IV', 'V', 'VI'));
ALTER TABLE person ADD COLUMN sun TEXT CHECK (length(sun) <= 10000);
-- A JSON list of texts in the person's own words.
ALTER TABLE person ADD COLUMN allergies TEXT CHECK (allergies IS NULL OR json_type(allergies) IS 'array');
ALTER TABLE person ADD COLUMN sex TEXT CHECK (sex IN ('female', 'male', 'other'));
ALTER TABLE person ADD COLUMN note TEXT CHECK (length(note) <= 10000);
ALTER TABLE infection ADD COLUMN note TEXT CHECK (length(note) <= 10000);
ALTER TABLE medicine ADD COLUMN note TEXT CHECK (length(note) <= 10000);
ALTER TABLE spot ADD COLUMN note TEXT CHECK (length(note) <= 10000);
ALTER TABLE treatment ADD COLUMN note TEXT CHECK (length(note) <= 10000);
ALTER TABLE review ADD COLUMN note TEXT CHECK (length(note) <= 10000);
