-- A report lists the notes that are questions. Few are, so this finds them without reading the others: those with a question
-- mark as in English, in Chinese and Japanese, or in Arabic.
CREATE INDEX observation_asking ON observation (spot)
WHERE instr(note, '?') OR instr(note, '？') OR instr(note, '؟');
