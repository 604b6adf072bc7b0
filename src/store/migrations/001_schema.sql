-- SPDX-License-Identifier: GPL-3.0-or-later
-- One row a message, a record, a part, a section, a figure: nothing is kept as JSON, everything can be asked for.
-- Instants are seconds since 1970 (UTC), dates YYYY-MM-DD, closed lists their words; lists are rows with a position.

-- A file that was handed to the workers and is not committed yet; attempts tells which one felled the program.
CREATE TABLE claim (
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (name, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,        -- Maildir unique name
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  folder TEXT NOT NULL,             -- where the kept original belongs
  moved_from TEXT,                  -- where it still lies, while a move is under way
  received_hint INTEGER NOT NULL,   -- the file's time
  arrived INTEGER NOT NULL,         -- the instant that counts
  stored INTEGER NOT NULL,
  micros INTEGER NOT NULL,          -- wall time of the reading
  reader TEXT NOT NULL,             -- version of the program that read it
  detail TEXT,                      -- cause of a worker's death
  parts_key TEXT,
  message_id TEXT,
  from_address TEXT,
  from_name TEXT,
  return_path TEXT,
  reply_to TEXT,
  subject TEXT,
  sent INTEGER,
  received INTEGER,
  auth TEXT NOT NULL,
  flags INTEGER NOT NULL
) STRICT;
CREATE INDEX message_sha256 ON message (sha256);
CREATE INDEX message_parts_key ON message (parts_key) WHERE parts_key IS NOT NULL;
CREATE INDEX message_arrived ON message (arrived);
CREATE INDEX message_moved ON message (id) WHERE moved_from IS NOT NULL;

CREATE TABLE message_list (
  message INTEGER NOT NULL REFERENCES message,
  list TEXT NOT NULL,               -- to, references
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (message, list, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE part (
  message INTEGER NOT NULL REFERENCES message,
  position INTEGER NOT NULL,
  path TEXT,
  name TEXT,
  type TEXT,
  sha256 TEXT,
  size INTEGER NOT NULL,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  pages INTEGER,
  chars INTEGER,
  ocr_confidence REAL,
  PRIMARY KEY (message, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  message INTEGER NOT NULL REFERENCES message,
  position INTEGER NOT NULL,        -- among the message's records
  arrival_year INTEGER,
  arrival_no INTEGER,               -- số đến
  campaign TEXT,
  state TEXT NOT NULL,
  reasons TEXT NOT NULL,            -- joined by ','
  kind TEXT NOT NULL,
  version INTEGER,
  supersedes INTEGER REFERENCES record,
  superseded_by INTEGER REFERENCES record,
  duplicate_of INTEGER REFERENCES record,
  agency_code TEXT,
  agency_name TEXT,
  agency_by TEXT,
  confidence REAL NOT NULL,
  timeliness TEXT,
  received INTEGER NOT NULL,
  "limit" TEXT,
  UNIQUE (message, position)
) STRICT;
CREATE UNIQUE INDEX record_arrival ON record (arrival_year, arrival_no) WHERE arrival_no IS NOT NULL;
CREATE INDEX record_received ON record (received);
CREATE INDEX record_agency ON record (campaign, agency_code, received, id);
CREATE INDEX record_version ON record (campaign, agency_code, version) WHERE version IS NOT NULL;
CREATE INDEX record_state ON record (state);

-- How a record stood from an instant on: a past day's digest is made from it. The last row says what the record's own columns say.
CREATE TABLE standing (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record,
  at INTEGER NOT NULL,
  cause TEXT NOT NULL,              -- read, version, decision
  state TEXT NOT NULL,
  reasons TEXT NOT NULL,
  agency_code TEXT,
  agency_name TEXT,
  agency_by TEXT,
  confidence REAL NOT NULL,
  superseded_by INTEGER
) STRICT;
CREATE INDEX standing_record ON standing (record, at, id);

CREATE TABLE report (
  record INTEGER PRIMARY KEY REFERENCES record,
  path TEXT,
  issuer TEXT,
  parent_issuer TEXT,
  number TEXT,
  type TEXT,
  place TEXT,
  date TEXT,
  subject TEXT,
  urgency TEXT,
  secrecy TEXT,
  is_signed INTEGER NOT NULL,
  draft INTEGER NOT NULL,
  nil INTEGER NOT NULL,
  signer_authority TEXT,
  signer_role TEXT,
  signer_name TEXT,
  completeness REAL NOT NULL,
  reasons TEXT NOT NULL,
  loose TEXT NOT NULL
) STRICT;

CREATE TABLE report_list (
  record INTEGER NOT NULL REFERENCES record,
  list TEXT NOT NULL,               -- recipients, missing
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (record, list, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  code TEXT,
  status TEXT NOT NULL,
  heading TEXT,
  chars INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (record, position)
) STRICT;

CREATE TABLE figure (
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  section TEXT,
  indicator TEXT,
  value REAL,
  upper REAL,
  unit TEXT,
  qualifier TEXT,
  subtotal INTEGER NOT NULL,
  annex INTEGER NOT NULL,
  source TEXT,
  text TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_indicator ON figure (indicator) WHERE indicator IS NOT NULL;

CREATE TABLE document (
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  section TEXT,
  type TEXT,
  number TEXT,
  date TEXT,
  issuer TEXT,
  subject TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
  record INTEGER NOT NULL REFERENCES record,
  position INTEGER NOT NULL,
  section TEXT,
  addressee TEXT NOT NULL,
  text TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal_article (
  record INTEGER NOT NULL REFERENCES record,
  proposal INTEGER NOT NULL,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (record, proposal, position)
) STRICT, WITHOUT ROWID;

-- What people decided: never changed, applied again to every new reading.
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,               -- assign, accept, reject
  agency_code TEXT,
  agency_name TEXT,
  who TEXT NOT NULL,
  why TEXT
) STRICT;
CREATE INDEX decision_record ON decision (record);

-- Full text over the sections. Rows are put in by a later pass (those above the greatest rowid in it); what leaves `section` leaves
-- the index with it.
CREATE VIRTUAL TABLE section_search USING fts5 (heading, text, content = 'section', content_rowid = 'id',
                                                tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER section_search_delete AFTER DELETE ON section
WHEN EXISTS (SELECT 1 FROM section_search_docsize WHERE id = old.id) BEGIN
  INSERT INTO section_search (section_search, rowid, heading, text) VALUES ('delete', old.id, old.heading, old.text);
END;
