-- SPDX-License-Identifier: GPL-3.0-or-later
-- How many changes the journal (spool/journal, journal.h) must tell of to be as new as this database.

CREATE TABLE journal_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  commits INTEGER NOT NULL
) STRICT;
INSERT INTO journal_head VALUES (1, 1);
