-- Made from migrations/, schema version 7; a test keeps it true.

CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    what TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES change (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE history (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES change (id) ON DELETE RESTRICT,
    in_table TEXT NOT NULL,
    row INTEGER NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'kept-out')),
    before TEXT CHECK (json_valid(before)),
    after TEXT CHECK (json_valid(after))
) STRICT;

CREATE INDEX history_by_change ON history (change);

CREATE INDEX history_by_row ON history (in_table, row);

CREATE TABLE shown_flag (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES change (id) ON DELETE RESTRICT,
    person TEXT NOT NULL,
    spot TEXT,
    spot_number INTEGER,
    rule TEXT NOT NULL,
    level TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT;

CREATE INDEX shown_flag_by_rule ON shown_flag (person, spot, rule);

CREATE TABLE person (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 10000),
    born TEXT CHECK (date(born) IS born),
    pregnant INTEGER CHECK (pregnant IN (0, 1)),
    long_term_illness INTEGER CHECK (long_term_illness IN (0, 1)),
    -- A JSON list of texts in the person's own words.
    conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_type(conditions) IS 'array')
, skin_cancer_self INTEGER CHECK (skin_cancer_self IN (0, 1)), skin_cancer_self_note TEXT CHECK (length(skin_cancer_self_note) <= 10000), skin_cancer_family INTEGER CHECK (skin_cancer_family IN (0, 1)), skin_cancer_family_note TEXT CHECK (length(skin_cancer_family_note) <= 10000), immune_suppressed INTEGER CHECK (immune_suppressed IN (0, 1)), immune_suppressed_note TEXT CHECK (length(immune_suppressed_note) <= 10000), skin_type TEXT CHECK (skin_type IN ('I', 'II', 'III', 'IV', 'V', 'VI')), sun TEXT CHECK (length(sun) <= 10000), allergies TEXT CHECK (allergies IS NULL OR json_type(allergies) IS 'array'), sex TEXT CHECK (sex IN ('female', 'male', 'other')), note TEXT CHECK (length(note) <= 10000)) STRICT;

CREATE TABLE infection (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    person INTEGER NOT NULL REFERENCES person (seq) ON DELETE CASCADE,
    kind TEXT CHECK (kind IN ('lungs', 'skin', 'gut', 'urine', 'other')),
    on_day TEXT NOT NULL CHECK (date(on_day) IS on_day)
, note TEXT CHECK (length(note) <= 10000)) STRICT;

CREATE TABLE medicine (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    person INTEGER NOT NULL REFERENCES person (seq) ON DELETE CASCADE,
    name TEXT CHECK (length(name) <= 10000),
    started_on TEXT NOT NULL CHECK (date(started_on) IS started_on),
    stopped_on TEXT CHECK (date(stopped_on) IS stopped_on)
, note TEXT CHECK (length(note) <= 10000)) STRICT;

CREATE TABLE symptom (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    person INTEGER NOT NULL REFERENCES person (seq) ON DELETE CASCADE,
    at TEXT NOT NULL CHECK (date(at) IS at OR strftime('%Y-%m-%dT%H:%M', at) IS at),
    symptom TEXT NOT NULL CHECK (symptom IN (
        'fever', 'headache', 'severe-head-or-neck-pain', 'stiff-neck', 'light-sensitivity', 'nausea',
        'vomiting', 'frequent-vomiting', 'diarrhoea', 'frequent-diarrhoea', 'seizure',
        'drowsy-or-unresponsive', 'confused-or-less-alert', 'lethargy', 'fatigue', 'dizziness',
        'trouble-breathing', 'trouble-speaking-or-swallowing', 'swelling-face-eyes-lips', 'sweating',
        'fast-heart-or-breathing', 'sore-throat', 'swollen-glands', 'bloody-nose-discharge', 'joint-pain',
        'muscle-ache', 'belly-pain', 'blood-in-urine', 'numbness', 'weakness', 'cough', 'bleeding-gums',
        'unusual-bruising', 'watery-or-itchy-eyes', 'blurred-vision', 'chills', 'other')),
    present INTEGER NOT NULL CHECK (present IN (0, 1)),
    note TEXT CHECK (length(note) <= 10000),
    CHECK (symptom <> 'other' OR trim(note) <> '')
) STRICT;

CREATE TABLE spot (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    person INTEGER NOT NULL REFERENCES person (seq) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 1),
    label TEXT CHECK (length(label) <= 10000),
    site TEXT NOT NULL CHECK (site IN (
        'scalp', 'forehead', 'temple', 'eyebrow', 'eyelid', 'eye', 'ear', 'nose', 'cheek', 'lip',
        'inside-mouth', 'chin', 'face', 'neck-front', 'neck-back', 'shoulder', 'chest', 'breast', 'abdomen',
        'side', 'upper-back', 'lower-back', 'back', 'armpit', 'upper-arm-front', 'upper-arm-back', 'elbow',
        'elbow-fold', 'forearm-front', 'forearm-back', 'wrist-front', 'wrist-back', 'hand-back', 'palm',
        'finger', 'fingernail', 'groin', 'genitals', 'buttock', 'anus', 'hip', 'thigh-front', 'thigh-back',
        'knee', 'knee-back', 'shin', 'calf', 'ankle', 'heel', 'foot-top', 'sole', 'toe', 'toenail', 'other')),
    side TEXT CHECK (side IN ('left', 'right', 'middle', 'both')),
    position_view TEXT CHECK (position_view IN (
        'front', 'back', 'head', 'left-hand', 'right-hand', 'left-foot', 'right-foot')),
    position_x REAL CHECK (position_x BETWEEN 0 AND 1),
    position_y REAL CHECK (position_y BETWEEN 0 AND 1),
    -- Both absent: unknown. With precision month or year only the month or year of the day counts.
    first_seen_on TEXT CHECK (date(first_seen_on) IS first_seen_on),
    first_seen_precision TEXT CHECK (first_seen_precision IN ('day', 'month', 'year')),
    since_birth INTEGER CHECK (since_birth IN (0, 1)),
    onset TEXT CHECK (onset IN ('sudden', 'gradual')),
    -- Words separated by commas; empty: not answered.
    contexts TEXT NOT NULL DEFAULT '' CHECK (contexts NOT GLOB '*[^a-z,-]*'),
    closed_on TEXT CHECK (date(closed_on) IS closed_on),
    closed_because TEXT CHECK (closed_because IN ('removed', 'mistake')), note TEXT CHECK (length(note) <= 10000),
    UNIQUE (person, number),
    CHECK ((position_view IS NULL) = (position_x IS NULL) AND (position_view IS NULL) = (position_y IS NULL)),
    CHECK ((first_seen_on IS NULL) = (first_seen_precision IS NULL)),
    CHECK ((closed_on IS NULL) = (closed_because IS NULL))
) STRICT;

CREATE TABLE observation (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    spot INTEGER NOT NULL REFERENCES spot (seq) ON DELETE CASCADE,
    at TEXT NOT NULL CHECK (date(at) IS at OR strftime('%Y-%m-%dT%H:%M', at) IS at),
    presence TEXT NOT NULL CHECK (presence IN ('present', 'gone', 'unsure')),
    measured_by TEXT CHECK (measured_by IN ('ruler', 'calliper', 'photo', 'eye')),
    -- One to three readings of the longest diameter, and of the width across it, in millimetres.
    diameter_1 REAL CHECK (diameter_1 > 0 AND diameter_1 <= 300),
    diameter_2 REAL CHECK (diameter_2 > 0 AND diameter_2 <= 300),
    diameter_3 REAL CHECK (diameter_3 > 0 AND diameter_3 <= 300),
    width_1 REAL CHECK (width_1 > 0 AND width_1 <= 300),
    width_2 REAL CHECK (width_2 > 0 AND width_2 <= 300),
    width_3 REAL CHECK (width_3 > 0 AND width_3 <= 300),
    count TEXT CHECK (count IN ('one', 'two', 'three-or-more', 'many')),
    spread TEXT CHECK (spread IN ('one-place', 'several-places', 'whole-body')),
    -- Words separated by commas; empty: not answered.
    colours TEXT NOT NULL DEFAULT '' CHECK (colours NOT GLOB '*[^a-z,-]*'),
    morphology TEXT CHECK (morphology IN ('pinprick', 'spot', 'patch', 'bruise', 'blister', 'welt', 'lump')),
    outline TEXT CHECK (outline IN ('regular', 'irregular')),
    surface TEXT CHECK (surface IN ('smooth', 'rough', 'scaly', 'crusted', 'oozing', 'open-wound')),
    raised INTEGER CHECK (raised IN (0, 1)),
    firm INTEGER CHECK (firm IN (0, 1)),
    glass_test TEXT CHECK (glass_test IN ('fades', 'does-not-fade', 'unclear')),
    itch INTEGER CHECK (itch IN (0, 1)),
    pain INTEGER CHECK (pain IN (0, 1)),
    warm_or_swollen INTEGER CHECK (warm_or_swollen IN (0, 1)),
    pus INTEGER CHECK (pus IN (0, 1)),
    bleeding INTEGER CHECK (bleeding IN (0, 1)),
    after_injury INTEGER CHECK (after_injury IN (0, 1)),
    -- Words separated by commas; empty: asked, none noticed; absent: not asked.
    changes TEXT CHECK (changes NOT GLOB '*[^a-z,-]*'),
    described_differently INTEGER CHECK (described_differently IN (0, 1)),
    spreading INTEGER CHECK (spreading IN (0, 1)),
    worried INTEGER CHECK (worried IN (0, 1)),
    suspects_infection INTEGER CHECK (suspects_infection IN (0, 1)),
    note TEXT CHECK (length(note) <= 10000),
    -- Time, id and every answer in one text, for the rules: the index below holds it, so that judging a journal reads
    -- no table. A space sorts before every other sign, so that the texts stand in the order of time, then of id.
    facts TEXT NOT NULL GENERATED ALWAYS AS (
        at || ' ' || id || ' ' || presence || ' ' || coalesce(measured_by, '') || ' ' ||
        coalesce(diameter_1, '') || ' ' || coalesce(diameter_2, '') || ' ' ||
        coalesce(diameter_3, '') || ' ' || coalesce(width_1, '') || ' ' || coalesce(width_2, '') || ' ' ||
        coalesce(width_3, '') || ' ' || coalesce(count, '') || ' ' || coalesce(spread, '') || ' ' ||
        colours || ' ' || coalesce(morphology, '') || ' ' || coalesce(outline, '') || ' ' ||
        coalesce(surface, '') || ' ' || coalesce(raised, '') || ' ' || coalesce(firm, '') || ' ' ||
        coalesce(glass_test, '') || ' ' || coalesce(itch, '') || ' ' || coalesce(pain, '') || ' ' ||
        coalesce(warm_or_swollen, '') || ' ' || coalesce(pus, '') || ' ' || coalesce(bleeding, '') || ' ' ||
        coalesce(after_injury, '') || ' ' || coalesce(changes, '-') || ' ' ||
        coalesce(described_differently, '') || ' ' || coalesce(spreading, '') || ' ' ||
        coalesce(worried, '') || ' ' || coalesce(suspects_infection, '')) VIRTUAL,
    CHECK (diameter_1 IS NOT NULL OR diameter_2 IS NULL),
    CHECK (diameter_2 IS NOT NULL OR diameter_3 IS NULL),
    CHECK (width_1 IS NOT NULL OR width_2 IS NULL),
    CHECK (width_2 IS NOT NULL OR width_3 IS NULL),
    CHECK (measured_by IS NOT NULL OR diameter_1 IS NULL),
    CHECK (bleeding IS NOT NULL OR after_injury IS NULL)
) STRICT;

CREATE TABLE photo (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    observation INTEGER NOT NULL REFERENCES observation (seq) ON DELETE CASCADE,
    file TEXT CHECK (length(file) <= 10000),
    sha256 TEXT CHECK (length(sha256) <= 10000),
    taken_at TEXT CHECK (date(taken_at) IS taken_at OR strftime('%Y-%m-%dT%H:%M', taken_at) IS taken_at)
, format TEXT CHECK (format IN ('jpeg', 'png')), width INTEGER CHECK (
    (width IS NULL) = (format IS NULL) AND (width IS NULL OR width BETWEEN 1 AND 16384)), height INTEGER CHECK (
    (height IS NULL) = (format IS NULL) AND (height IS NULL OR height BETWEEN 1 AND 16384)), bytes INTEGER CHECK (
    (bytes IS NULL) = (format IS NULL) AND (bytes IS NULL OR bytes BETWEEN 1 AND 33554432)), erased_on TEXT CHECK (
    date(erased_on) IS erased_on AND (erased_on IS NULL OR format IS NOT NULL))) STRICT;

CREATE TABLE treatment (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    spot INTEGER NOT NULL REFERENCES spot (seq) ON DELETE CASCADE,
    what TEXT CHECK (length(what) <= 10000),
    kind TEXT CHECK (kind IN ('home', 'over-the-counter', 'prescribed')),
    started_on TEXT NOT NULL CHECK (date(started_on) IS started_on),
    improved INTEGER CHECK (improved IN (0, 1))
, note TEXT CHECK (length(note) <= 10000)) STRICT;

CREATE TABLE review (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    changed_at TEXT,
    -- Of a person or of a spot, one of the two.
    person INTEGER REFERENCES person (seq) ON DELETE CASCADE,
    spot INTEGER REFERENCES spot (seq) ON DELETE CASCADE,
    on_day TEXT NOT NULL CHECK (date(on_day) IS on_day),
    reviewer TEXT NOT NULL CHECK (reviewer IN ('dermatologist', 'doctor', 'nurse', 'pharmacist', 'other')),
    said TEXT CHECK (length(said) <= 10000),
    outcome TEXT CHECK (outcome IN ('known', 'monitor', 'treat', 'biopsy', 'unsure')), note TEXT CHECK (length(note) <= 10000),
    CHECK ((person IS NULL) <> (spot IS NULL))
) STRICT;

CREATE INDEX infection_by_person ON infection (person);

CREATE INDEX medicine_by_person ON medicine (person);

CREATE INDEX symptom_by_person ON symptom (person);

CREATE INDEX photo_by_observation ON photo (observation);

CREATE INDEX treatment_by_spot ON treatment (spot);

CREATE INDEX review_by_spot ON review (spot);

CREATE INDEX review_by_person ON review (person);

CREATE INDEX observation_facts ON observation (spot, facts);

CREATE TABLE erasing (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX shown_flag_by_change ON shown_flag (change);

CREATE TABLE draft (
    -- The id of the person; empty before there is one.
    person TEXT NOT NULL,
    -- Which form: new-spot, look 4, round.
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    -- An object with the answers to each question, as they were typed.
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    PRIMARY KEY (person, what)
) STRICT, WITHOUT ROWID;

CREATE INDEX photo_by_sha256 ON photo (sha256) WHERE format IS NOT NULL;

CREATE TABLE erased (
    kind TEXT NOT NULL CHECK (kind IN (
        'person', 'infection', 'medicine', 'symptom', 'spot', 'treatment', 'review', 'observation', 'photo', 'note',
        'picture')),
    id TEXT NOT NULL CHECK (length(id) = 36),
    at TEXT NOT NULL,
    -- Odd while the record is erased, even after it was brought back on purpose: of two lines the greater number counts.
    times INTEGER NOT NULL CHECK (times >= 1),
    -- The number of an erased spot and the id of its person: the number is not given out again.
    number INTEGER,
    person TEXT CHECK (length(person) = 36),
    CHECK ((number IS NULL) = (person IS NULL)),
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX observation_asking ON observation (spot)
WHERE instr(note, '?') OR instr(note, '？') OR instr(note, '؟');

CREATE TRIGGER person_insert AFTER INSERT ON person BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'person', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'name', NEW.name,
            'born', NEW.born, 'pregnant', NEW.pregnant, 'long_term_illness', NEW.long_term_illness, 'conditions', NEW.conditions,
            'skin_cancer_self', NEW.skin_cancer_self, 'skin_cancer_self_note', NEW.skin_cancer_self_note, 'skin_cancer_family', NEW.skin_cancer_family, 'skin_cancer_family_note', NEW.skin_cancer_family_note,
            'immune_suppressed', NEW.immune_suppressed, 'immune_suppressed_note', NEW.immune_suppressed_note, 'skin_type', NEW.skin_type, 'sun', NEW.sun,
            'allergies', NEW.allergies, 'sex', NEW.sex, 'note', NEW.note)));
END;

CREATE TRIGGER person_update AFTER UPDATE ON person BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'person', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'name', OLD.name,
            'born', OLD.born, 'pregnant', OLD.pregnant, 'long_term_illness', OLD.long_term_illness, 'conditions', OLD.conditions,
            'skin_cancer_self', OLD.skin_cancer_self, 'skin_cancer_self_note', OLD.skin_cancer_self_note, 'skin_cancer_family', OLD.skin_cancer_family, 'skin_cancer_family_note', OLD.skin_cancer_family_note,
            'immune_suppressed', OLD.immune_suppressed, 'immune_suppressed_note', OLD.immune_suppressed_note, 'skin_type', OLD.skin_type, 'sun', OLD.sun,
            'allergies', OLD.allergies, 'sex', OLD.sex, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'name', NEW.name,
            'born', NEW.born, 'pregnant', NEW.pregnant, 'long_term_illness', NEW.long_term_illness, 'conditions', NEW.conditions,
            'skin_cancer_self', NEW.skin_cancer_self, 'skin_cancer_self_note', NEW.skin_cancer_self_note, 'skin_cancer_family', NEW.skin_cancer_family, 'skin_cancer_family_note', NEW.skin_cancer_family_note,
            'immune_suppressed', NEW.immune_suppressed, 'immune_suppressed_note', NEW.immune_suppressed_note, 'skin_type', NEW.skin_type, 'sun', NEW.sun,
            'allergies', NEW.allergies, 'sex', NEW.sex, 'note', NEW.note)));
END;

CREATE TRIGGER person_delete AFTER DELETE ON person BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'person', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'name', OLD.name,
            'born', OLD.born, 'pregnant', OLD.pregnant, 'long_term_illness', OLD.long_term_illness, 'conditions', OLD.conditions,
            'skin_cancer_self', OLD.skin_cancer_self, 'skin_cancer_self_note', OLD.skin_cancer_self_note, 'skin_cancer_family', OLD.skin_cancer_family, 'skin_cancer_family_note', OLD.skin_cancer_family_note,
            'immune_suppressed', OLD.immune_suppressed, 'immune_suppressed_note', OLD.immune_suppressed_note, 'skin_type', OLD.skin_type, 'sun', OLD.sun,
            'allergies', OLD.allergies, 'sex', OLD.sex, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER infection_insert AFTER INSERT ON infection BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'infection', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'kind', NEW.kind, 'on_day', NEW.on_day, 'note', NEW.note)));
END;

CREATE TRIGGER infection_update AFTER UPDATE ON infection BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'infection', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'kind', OLD.kind, 'on_day', OLD.on_day, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'kind', NEW.kind, 'on_day', NEW.on_day, 'note', NEW.note)));
END;

CREATE TRIGGER infection_delete AFTER DELETE ON infection BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'infection', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'kind', OLD.kind, 'on_day', OLD.on_day, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER medicine_insert AFTER INSERT ON medicine BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'medicine', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'name', NEW.name, 'started_on', NEW.started_on, 'stopped_on', NEW.stopped_on, 'note', NEW.note)));
END;

CREATE TRIGGER medicine_update AFTER UPDATE ON medicine BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'medicine', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'name', OLD.name, 'started_on', OLD.started_on, 'stopped_on', OLD.stopped_on, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'name', NEW.name, 'started_on', NEW.started_on, 'stopped_on', NEW.stopped_on, 'note', NEW.note)));
END;

CREATE TRIGGER medicine_delete AFTER DELETE ON medicine BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'medicine', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'name', OLD.name, 'started_on', OLD.started_on, 'stopped_on', OLD.stopped_on, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER symptom_insert AFTER INSERT ON symptom BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'symptom', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'at', NEW.at, 'symptom', NEW.symptom, 'present', NEW.present, 'note', NEW.note)));
END;

CREATE TRIGGER symptom_update AFTER UPDATE ON symptom BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'symptom', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'at', OLD.at, 'symptom', OLD.symptom, 'present', OLD.present, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'at', NEW.at, 'symptom', NEW.symptom, 'present', NEW.present, 'note', NEW.note)));
END;

CREATE TRIGGER symptom_delete AFTER DELETE ON symptom BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'symptom', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'at', OLD.at, 'symptom', OLD.symptom, 'present', OLD.present, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER spot_insert AFTER INSERT ON spot BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'spot', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'number', NEW.number, 'label', NEW.label, 'site', NEW.site, 'side', NEW.side,
            'position_view', NEW.position_view, 'position_x', NEW.position_x, 'position_y', NEW.position_y, 'first_seen_on', NEW.first_seen_on,
            'first_seen_precision', NEW.first_seen_precision, 'since_birth', NEW.since_birth, 'onset', NEW.onset, 'contexts', NEW.contexts,
            'closed_on', NEW.closed_on, 'closed_because', NEW.closed_because, 'note', NEW.note)));
END;

CREATE TRIGGER spot_update AFTER UPDATE ON spot BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'spot', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'number', OLD.number, 'label', OLD.label, 'site', OLD.site, 'side', OLD.side,
            'position_view', OLD.position_view, 'position_x', OLD.position_x, 'position_y', OLD.position_y, 'first_seen_on', OLD.first_seen_on,
            'first_seen_precision', OLD.first_seen_precision, 'since_birth', OLD.since_birth, 'onset', OLD.onset, 'contexts', OLD.contexts,
            'closed_on', OLD.closed_on, 'closed_because', OLD.closed_because, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'number', NEW.number, 'label', NEW.label, 'site', NEW.site, 'side', NEW.side,
            'position_view', NEW.position_view, 'position_x', NEW.position_x, 'position_y', NEW.position_y, 'first_seen_on', NEW.first_seen_on,
            'first_seen_precision', NEW.first_seen_precision, 'since_birth', NEW.since_birth, 'onset', NEW.onset, 'contexts', NEW.contexts,
            'closed_on', NEW.closed_on, 'closed_because', NEW.closed_because, 'note', NEW.note)));
END;

CREATE TRIGGER spot_delete AFTER DELETE ON spot BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'spot', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'number', OLD.number, 'label', OLD.label, 'site', OLD.site, 'side', OLD.side,
            'position_view', OLD.position_view, 'position_x', OLD.position_x, 'position_y', OLD.position_y, 'first_seen_on', OLD.first_seen_on,
            'first_seen_precision', OLD.first_seen_precision, 'since_birth', OLD.since_birth, 'onset', OLD.onset, 'contexts', OLD.contexts,
            'closed_on', OLD.closed_on, 'closed_because', OLD.closed_because, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER observation_insert AFTER INSERT ON observation BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'observation', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'spot', NEW.spot,
            'at', NEW.at, 'presence', NEW.presence, 'measured_by', NEW.measured_by, 'diameter_1', NEW.diameter_1,
            'diameter_2', NEW.diameter_2, 'diameter_3', NEW.diameter_3, 'width_1', NEW.width_1, 'width_2', NEW.width_2,
            'width_3', NEW.width_3, 'count', NEW.count, 'spread', NEW.spread, 'colours', NEW.colours,
            'morphology', NEW.morphology, 'outline', NEW.outline, 'surface', NEW.surface, 'raised', NEW.raised,
            'firm', NEW.firm, 'glass_test', NEW.glass_test, 'itch', NEW.itch, 'pain', NEW.pain,
            'warm_or_swollen', NEW.warm_or_swollen, 'pus', NEW.pus, 'bleeding', NEW.bleeding, 'after_injury', NEW.after_injury,
            'changes', NEW.changes, 'described_differently', NEW.described_differently, 'spreading', NEW.spreading, 'worried', NEW.worried,
            'suspects_infection', NEW.suspects_infection, 'note', NEW.note)));
END;

CREATE TRIGGER observation_update AFTER UPDATE ON observation BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'observation', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'spot', OLD.spot,
            'at', OLD.at, 'presence', OLD.presence, 'measured_by', OLD.measured_by, 'diameter_1', OLD.diameter_1,
            'diameter_2', OLD.diameter_2, 'diameter_3', OLD.diameter_3, 'width_1', OLD.width_1, 'width_2', OLD.width_2,
            'width_3', OLD.width_3, 'count', OLD.count, 'spread', OLD.spread, 'colours', OLD.colours,
            'morphology', OLD.morphology, 'outline', OLD.outline, 'surface', OLD.surface, 'raised', OLD.raised,
            'firm', OLD.firm, 'glass_test', OLD.glass_test, 'itch', OLD.itch, 'pain', OLD.pain,
            'warm_or_swollen', OLD.warm_or_swollen, 'pus', OLD.pus, 'bleeding', OLD.bleeding, 'after_injury', OLD.after_injury,
            'changes', OLD.changes, 'described_differently', OLD.described_differently, 'spreading', OLD.spreading, 'worried', OLD.worried,
            'suspects_infection', OLD.suspects_infection, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'spot', NEW.spot,
            'at', NEW.at, 'presence', NEW.presence, 'measured_by', NEW.measured_by, 'diameter_1', NEW.diameter_1,
            'diameter_2', NEW.diameter_2, 'diameter_3', NEW.diameter_3, 'width_1', NEW.width_1, 'width_2', NEW.width_2,
            'width_3', NEW.width_3, 'count', NEW.count, 'spread', NEW.spread, 'colours', NEW.colours,
            'morphology', NEW.morphology, 'outline', NEW.outline, 'surface', NEW.surface, 'raised', NEW.raised,
            'firm', NEW.firm, 'glass_test', NEW.glass_test, 'itch', NEW.itch, 'pain', NEW.pain,
            'warm_or_swollen', NEW.warm_or_swollen, 'pus', NEW.pus, 'bleeding', NEW.bleeding, 'after_injury', NEW.after_injury,
            'changes', NEW.changes, 'described_differently', NEW.described_differently, 'spreading', NEW.spreading, 'worried', NEW.worried,
            'suspects_infection', NEW.suspects_infection, 'note', NEW.note)));
END;

CREATE TRIGGER observation_delete AFTER DELETE ON observation BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'observation', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'spot', OLD.spot,
            'at', OLD.at, 'presence', OLD.presence, 'measured_by', OLD.measured_by, 'diameter_1', OLD.diameter_1,
            'diameter_2', OLD.diameter_2, 'diameter_3', OLD.diameter_3, 'width_1', OLD.width_1, 'width_2', OLD.width_2,
            'width_3', OLD.width_3, 'count', OLD.count, 'spread', OLD.spread, 'colours', OLD.colours,
            'morphology', OLD.morphology, 'outline', OLD.outline, 'surface', OLD.surface, 'raised', OLD.raised,
            'firm', OLD.firm, 'glass_test', OLD.glass_test, 'itch', OLD.itch, 'pain', OLD.pain,
            'warm_or_swollen', OLD.warm_or_swollen, 'pus', OLD.pus, 'bleeding', OLD.bleeding, 'after_injury', OLD.after_injury,
            'changes', OLD.changes, 'described_differently', OLD.described_differently, 'spreading', OLD.spreading, 'worried', OLD.worried,
            'suspects_infection', OLD.suspects_infection, 'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER photo_insert AFTER INSERT ON photo BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'photo', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'observation', NEW.observation,
            'file', NEW.file, 'sha256', NEW.sha256, 'taken_at', NEW.taken_at, 'format', NEW.format,
            'width', NEW.width, 'height', NEW.height, 'bytes', NEW.bytes, 'erased_on', NEW.erased_on)));
END;

CREATE TRIGGER photo_update AFTER UPDATE ON photo BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'photo', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'observation', OLD.observation,
            'file', OLD.file, 'sha256', OLD.sha256, 'taken_at', OLD.taken_at, 'format', OLD.format,
            'width', OLD.width, 'height', OLD.height, 'bytes', OLD.bytes, 'erased_on', OLD.erased_on)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'observation', NEW.observation,
            'file', NEW.file, 'sha256', NEW.sha256, 'taken_at', NEW.taken_at, 'format', NEW.format,
            'width', NEW.width, 'height', NEW.height, 'bytes', NEW.bytes, 'erased_on', NEW.erased_on)));
END;

CREATE TRIGGER photo_delete AFTER DELETE ON photo BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'photo', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'observation', OLD.observation,
            'file', OLD.file, 'sha256', OLD.sha256, 'taken_at', OLD.taken_at, 'format', OLD.format,
            'width', OLD.width, 'height', OLD.height, 'bytes', OLD.bytes, 'erased_on', OLD.erased_on)),
        NULL);
END;

CREATE TRIGGER treatment_insert AFTER INSERT ON treatment BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'treatment', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'spot', NEW.spot,
            'what', NEW.what, 'kind', NEW.kind, 'started_on', NEW.started_on, 'improved', NEW.improved,
            'note', NEW.note)));
END;

CREATE TRIGGER treatment_update AFTER UPDATE ON treatment BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'treatment', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'spot', OLD.spot,
            'what', OLD.what, 'kind', OLD.kind, 'started_on', OLD.started_on, 'improved', OLD.improved,
            'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'spot', NEW.spot,
            'what', NEW.what, 'kind', NEW.kind, 'started_on', NEW.started_on, 'improved', NEW.improved,
            'note', NEW.note)));
END;

CREATE TRIGGER treatment_delete AFTER DELETE ON treatment BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'treatment', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'spot', OLD.spot,
            'what', OLD.what, 'kind', OLD.kind, 'started_on', OLD.started_on, 'improved', OLD.improved,
            'note', OLD.note)),
        NULL);
END;

CREATE TRIGGER review_insert AFTER INSERT ON review BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'review', NEW.seq, 'insert',
        NULL,
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'spot', NEW.spot, 'on_day', NEW.on_day, 'reviewer', NEW.reviewer, 'said', NEW.said,
            'outcome', NEW.outcome, 'note', NEW.note)));
END;

CREATE TRIGGER review_update AFTER UPDATE ON review BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'review', NEW.seq, 'update',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'spot', OLD.spot, 'on_day', OLD.on_day, 'reviewer', OLD.reviewer, 'said', OLD.said,
            'outcome', OLD.outcome, 'note', OLD.note)),
        json_patch('{}', json_object(
            'seq', NEW.seq, 'id', NEW.id, 'changed_at', NEW.changed_at, 'person', NEW.person,
            'spot', NEW.spot, 'on_day', NEW.on_day, 'reviewer', NEW.reviewer, 'said', NEW.said,
            'outcome', NEW.outcome, 'note', NEW.note)));
END;

CREATE TRIGGER review_delete AFTER DELETE ON review BEGIN
    INSERT INTO history (change, in_table, row, op, before, after) VALUES (
        (SELECT max(id) FROM change), 'review', OLD.seq, 'delete',
        json_patch('{}', json_object(
            'seq', OLD.seq, 'id', OLD.id, 'changed_at', OLD.changed_at, 'person', OLD.person,
            'spot', OLD.spot, 'on_day', OLD.on_day, 'reviewer', OLD.reviewer, 'said', OLD.said,
            'outcome', OLD.outcome, 'note', OLD.note)),
        NULL);
END;
