-- What is known of a kept picture. Its bytes are in a file beside the journal, named by the SHA-256. Without a format the
-- photo is only the name of a file elsewhere.
ALTER TABLE photo ADD COLUMN format TEXT CHECK (format IN ('jpeg', 'png'));
ALTER TABLE photo ADD COLUMN width INTEGER CHECK (
    (width IS NULL) = (format IS NULL) AND (width IS NULL OR width BETWEEN 1 AND 16384));
ALTER TABLE photo ADD COLUMN height INTEGER CHECK (
    (height IS NULL) = (format IS NULL) AND (height IS NULL OR height BETWEEN 1 AND 16384));
ALTER TABLE photo ADD COLUMN bytes INTEGER CHECK (
    (bytes IS NULL) = (format IS NULL) AND (bytes IS NULL OR bytes BETWEEN 1 AND 33554432));
-- The day on which the bytes were erased for good.
ALTER TABLE photo ADD COLUMN erased_on TEXT CHECK (
    date(erased_on) IS erased_on AND (erased_on IS NULL OR format IS NOT NULL));

-- Pictures are looked for by their content.
CREATE INDEX photo_by_sha256 ON photo (sha256) WHERE format IS NOT NULL;

-- A picture can be erased too. Its id is the first half of its SHA-256, in the form of a UUID. A check cannot be altered,
-- so the table is made again.
CREATE TABLE erased_before AS SELECT kind, id, at, times, number, person FROM erased;
DROP TABLE erased;
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
INSERT INTO erased (kind, id, at, times, number, person) SELECT kind, id, at, times, number, person FROM erased_before;
DROP TABLE erased_before;
