-- SPDX-License-Identifier: GPL-3.0-or-later
-- When a day's digest was made: what came after it, and before midnight, stands in no list of that day's, so the next one has it.

CREATE TABLE digest_made (
  campaign TEXT NOT NULL,
  date TEXT NOT NULL,               -- the day it tells of
  at INTEGER NOT NULL,              -- the state of the database that it tells
  PRIMARY KEY (campaign, date)
) STRICT, WITHOUT ROWID;
