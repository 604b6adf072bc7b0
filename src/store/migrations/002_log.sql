-- SPDX-License-Identifier: GPL-3.0-or-later
-- The ingestion log: rows are only ever added. hash = SHA-256 of the previous row's hash and every column of this one.

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  event TEXT NOT NULL,
  record INTEGER,
  agency TEXT,
  message_id TEXT,
  text TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX log_at ON log (at);
CREATE INDEX log_record ON log (record) WHERE record IS NOT NULL;
CREATE INDEX log_message_id ON log (message_id) WHERE message_id IS NOT NULL;
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN
  SELECT RAISE (ABORT, 'the log is append-only');
END;

-- Where the chain ended at the last commit: a cut-off tail shows.
CREATE TABLE log_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO log_head VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
