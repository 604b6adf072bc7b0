-- SPDX-License-Identifier: GPL-3.0-or-later
-- Letters to agencies. A notice is one thing said to an agency, once (its key); a mail of the outbox carries one or several of them. What
-- had to be mended and was asked for is remembered, so that it is asked once.

ALTER TABLE outbox ADD COLUMN address TEXT; -- the agency's address, which the daily rate counts; null: not to an agency
CREATE INDEX outbox_address ON outbox (address) WHERE address IS NOT NULL;

CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  "key" TEXT NOT NULL UNIQUE,       -- receipt/17/received, receipt/17/checked, reminder/qd357/STC/before-5
  mail INTEGER NOT NULL REFERENCES outbox,
  kind TEXT NOT NULL,               -- received, checked, reminder
  campaign TEXT NOT NULL,
  agency TEXT NOT NULL,
  agency_name TEXT NOT NULL,
  record INTEGER REFERENCES record, -- what it answers
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  in_reply_to TEXT
) STRICT;
CREATE INDEX notice_mail ON notice (mail);
CREATE INDEX notice_agency ON notice (campaign, agency, kind);
CREATE INDEX notice_record ON notice (record) WHERE record IS NOT NULL;

CREATE TABLE asked (
  campaign TEXT NOT NULL,
  agency TEXT NOT NULL,
  problem TEXT NOT NULL,            -- missing/III.3, encrypted/phu luc.zip, mismatch/tuyen-truyen.buoi ...
  at INTEGER NOT NULL,
  mended INTEGER,                   -- when a later report no longer had it: after that it is new again
  PRIMARY KEY (campaign, agency, problem)
) STRICT, WITHOUT ROWID;
