-- SPDX-License-Identifier: GPL-3.0-or-later
-- Text recognition of page images: a job a message, done after the message is registered; what was read of a page is kept, so that
-- nothing is read twice. A message with a secrecy mark has neither.

CREATE TABLE ocr_job (
  message INTEGER PRIMARY KEY REFERENCES message,
  pages INTEGER NOT NULL,           -- that waited when it was queued
  queued INTEGER NOT NULL,
  starts INTEGER NOT NULL DEFAULT 0,   -- since the last page that was read: tells a job that fells the program
  failures INTEGER NOT NULL DEFAULT 0, -- of the worker
  failed TEXT                       -- why it was given up
) STRICT;
CREATE INDEX ocr_job_due ON ocr_job (message) WHERE failed IS NULL;

CREATE TABLE ocr_page (
  sha256 TEXT NOT NULL,             -- of the part
  page INTEGER NOT NULL,
  confidence REAL NOT NULL,
  words BLOB NOT NULL,              -- words and places, in a form of the formats' own
  PRIMARY KEY (sha256, page)
) STRICT, WITHOUT ROWID;
