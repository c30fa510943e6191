-- Half-filled forms and a half-done round. A line is deleted when its form is saved or thrown away. It is no record: it
-- has no history, and it is neither exported nor synced.
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
