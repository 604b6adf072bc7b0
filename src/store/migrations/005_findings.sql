-- SPDX-License-Identifier: GPL-3.0-or-later
-- Difficulties and their causes, lessons, forecasts, tasks, who is named for commendation or to speak; the wording that a proposal changes.

CREATE TABLE finding (
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  section TEXT,
  kind TEXT NOT NULL,
  cause TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;

ALTER TABLE proposal ADD COLUMN old_words TEXT;
ALTER TABLE proposal ADD COLUMN new_words TEXT;
