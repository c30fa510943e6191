-- What was erased: the kind and the id of a record, when, and no word of it. A line stays for ever, so that no old copy
-- brings the record back. 'note' is the note of the observation of that id.
CREATE TABLE erased (
    kind TEXT NOT NULL CHECK (kind IN (
        'person', 'infection', 'medicine', 'symptom', 'spot', 'treatment', 'review', 'observation', 'photo', 'note')),
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

-- The changes that erased something of which free pages, the log or a backup may still hold bytes. Empty when an erasing
-- is complete; otherwise the next start goes on with it.
CREATE TABLE erasing (
    change INTEGER PRIMARY KEY REFERENCES change (id) ON DELETE RESTRICT
) STRICT;

-- Changes that nothing is left of are looked for by what refers to them.
CREATE INDEX shown_flag_by_change ON shown_flag (change);
