-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was read is sealed: hashes over a record's rows, table by table (seal.c); the log's chain holds the hash over them. Null: read before this.

ALTER TABLE record ADD COLUMN seal BLOB;

-- Kept originals that are on their way back into new/ (ingest --kept), or lie there: nobody is answered for them. A row goes with the commit of
-- its message.
CREATE TABLE taken_back (
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,               -- the unique name under which it was kept
  PRIMARY KEY (sha256, name)
) STRICT, WITHOUT ROWID;
