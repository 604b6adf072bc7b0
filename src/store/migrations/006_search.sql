-- SPDX-License-Identifier: GPL-3.0-or-later
-- Full text over everything that is kept of a record, one row a record: the folded text (search_text.c) goes in, nothing of it is stored
-- a second time, so what leaves has to be handed over once more to be taken out. Filled in a later pass, from the list of what waits.
-- Of a message with a mark of secrecy there is no row.
DROP TRIGGER section_search_delete;
DROP TABLE section_search;
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', tokenize = 'ascii');
CREATE TABLE search_todo (
  record INTEGER PRIMARY KEY REFERENCES record
) STRICT;
INSERT INTO search_todo SELECT id FROM record;

-- A figure that an officer corrected (kind 'correct'): of which indicator, in which node (null: wherever it stands), and what it is
-- (null: this report gives none).
ALTER TABLE decision ADD COLUMN indicator TEXT;
ALTER TABLE decision ADD COLUMN section TEXT;
ALTER TABLE decision ADD COLUMN value REAL;

-- What spoke for whom when the agency of a record was looked for, strongest candidate first.
CREATE TABLE evidence (
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  agency TEXT NOT NULL,             -- code of the candidate
  kind TEXT NOT NULL,
  weight REAL NOT NULL,             -- 0..1, what it says by itself
  words TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
